package assess

import (
	"fmt"
	"reflect"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/jsonschema"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Schema is the JSON Schema (draft 2020-12) of an assessment, drawn from the types.
func Schema() ([]byte, error) {
	s := jsonschema.Of(reflect.TypeFor[Assessment](), jsonschema.Options{Title: SchemaName, Override: known})
	s["properties"].(map[string]any)["schema"] = map[string]any{"const": SchemaName}
	out, err := evidence.CanonicalJSON(s)
	if err != nil {
		return nil, fmt.Errorf("write the schema of assessments: %w", err)
	}
	return out, nil
}

// known are the types that write themselves, or whose words are few.
var known = map[reflect.Type]map[string]any{
	reflect.TypeFor[model.Level]():          {"type": []string{"integer", "null"}, "minimum": 1, "maximum": int(model.MaxLevel)},
	reflect.TypeFor[model.Share]():          {"type": []string{"number", "null"}, "minimum": 0, "maximum": 1},
	reflect.TypeFor[model.ObjectiveID]():    {"type": "string", "pattern": model.ObjectiveIDForm},
	reflect.TypeFor[model.Slug]():           {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"},
	reflect.TypeFor[model.Category]():       {"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,5}$"},
	reflect.TypeFor[model.Domain]():         {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"},
	reflect.TypeFor[model.Deployment]():     enum(append(model.Deployments(), model.Program)...),
	reflect.TypeFor[model.Mode]():           enum(model.Modes()...),
	reflect.TypeFor[model.Status]():         enum(model.Statuses()...),
	reflect.TypeFor[Basis]():                enum(Automated, Attested, Mixed, None),
	reflect.TypeFor[AttestationState]():     enum(AttestationUsed, AttestationUnneeded, AttestationSuperseded, AttestationExpired, AttestationFuture, AttestationRefused),
	reflect.TypeFor[WaiverState]():          enum(WaiverUsed, WaiverUnused, WaiverExpired, WaiverFuture, WaiverRefused),
	reflect.TypeFor[verdict.Verdict]():      enum(verdict.Pass, verdict.Fail, verdict.Unknown, verdict.NotApplicable, verdict.Error),
	reflect.TypeFor[evidence.Level]():       enum(evidence.Organization, evidence.Boundary, evidence.Region),
	reflect.TypeFor[evidence.ScopeStatus](): enum(evidence.Collected, evidence.Partial, evidence.ScopeFailed, evidence.ScopeSkipped),
}

func enum[T ~string](words ...T) map[string]any {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return map[string]any{"enum": list}
}
