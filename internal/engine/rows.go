package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// thing is what a ref points at: a resource, a region, a boundary, or something that is only named.
type thing struct {
	ref, kind, id, name string
	boundary            string
	region              string
	scope               *evidence.Scope // of regions and boundaries
	resource            *resource
}

// subjectRow is one row of subjects.
type subjectRow struct {
	thing
	counts string   // the boundary that it counts for
	seen   []*thing // where something that is only named was seen
}

// evidenceRow is one row of met, violations or unclear.
type evidenceRow struct {
	of   string
	at   *thing
	path []*ast.Term
}

func shapeFault(code, format string, args ...any) *verdict.Fault {
	return &verdict.Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// fieldsOf takes a row apart into its texts; path stays as it is.
func fieldsOf(rule string, row *ast.Term, allowed ...string) (map[string]string, []*ast.Term, *verdict.Fault) {
	o, ok := row.Value.(ast.Object)
	if !ok {
		return nil, nil, shapeFault(faultShape, "%s holds %s; a row is an object, made by evidence.%s", rule, brief(row), map[bool]string{true: "subject", false: "at or evidence.shown"}[rule == ruleSubjects])
	}
	texts := map[string]string{}
	var path []*ast.Term
	var fault *verdict.Fault
	o.Foreach(func(k, v *ast.Term) {
		name, _ := k.Value.(ast.String)
		text, isText := v.Value.(ast.String)
		steps, isList := v.Value.(*ast.Array)
		switch {
		case fault != nil:
		case !slices.Contains(allowed, string(name)):
			fault = shapeFault(faultShape, "%s holds a row with %s; a row has %s", rule, brief(k), strings.Join(allowed, ", "))
		case name == "path" && isList:
			for i := range steps.Len() {
				path = append(path, steps.Elem(i))
			}
		case !isText || text == "" || name == "path":
			fault = shapeFault(faultShape, "%s holds a row whose %s is %s", rule, string(name), brief(v))
		default:
			texts[string(name)] = string(text)
		}
	})
	return texts, path, fault
}

// brief shows a value in a message.
func brief(t *ast.Term) string {
	s := t.String()
	if len(s) > 120 {
		s = s[:120] + "…"
	}
	return s
}

// subject reads one row of subjects.
func (j *judge) subject(row *ast.Term) (*subjectRow, *verdict.Fault) {
	texts, _, fault := fieldsOf(ruleSubjects, row, "kind", "id", "ref", "seen", "boundary")
	if fault != nil {
		return nil, fault
	}
	for _, name := range []string{"kind", "id", "ref"} {
		if texts[name] == "" {
			return nil, shapeFault(faultShape, "subjects holds a row without %s: %s", name, brief(row))
		}
	}
	s := &subjectRow{thing: thing{ref: texts["ref"], kind: texts["kind"], id: texts["id"]}, counts: texts["boundary"]}
	if texts["seen"] != "" {
		seen, ok := j.find(texts["seen"])
		switch {
		case !ok:
			return nil, shapeFault(faultSubject, "subject %s says that it was seen at %q, which is not there", s.ref, texts["seen"])
		case s.ref != s.kind+":"+s.id:
			return nil, shapeFault(faultSubject, "subject %s is only named, so its ref should be %q", s.ref, s.kind+":"+s.id)
		}
		s.seen = []*thing{seen}
		s.boundary, s.region = seen.boundary, seen.region
		return s, nil
	}
	found, ok := j.find(s.ref)
	if !ok {
		return nil, shapeFault(faultSubject, "subject %q is nothing that there is; make subjects with evidence.subject or evidence.named", s.ref)
	}
	if found.kind != s.kind || found.id != s.id {
		return nil, shapeFault(faultSubject, "subject %q says that it is %s %s", s.ref, s.kind, s.id)
	}
	s.thing = *found
	return s, nil
}

// row reads one row of evidence.
func (j *judge) row(rule string, row *ast.Term) (*evidenceRow, *verdict.Fault) {
	texts, path, fault := fieldsOf(rule, row, "of", "ref", "path")
	if fault != nil {
		return nil, fault
	}
	if texts["of"] == "" || texts["ref"] == "" || len(path) == 0 {
		return nil, shapeFault(faultShape, "%s holds a row without of, ref or path: %s", rule, brief(row))
	}
	for _, step := range path {
		switch step.Value.(type) {
		case ast.String, ast.Number:
		default:
			return nil, shapeFault(faultShape, "%s holds a row whose path has %s: a step is a name or an index", rule, brief(step))
		}
	}
	at, ok := j.find(texts["ref"])
	if !ok {
		if named := j.byRef[texts["ref"]]; named != nil && len(named.seen) > 0 {
			at, ok = named.seen[0], true
		}
	}
	if !ok {
		return nil, shapeFault(faultRow, "%s points at %q, which is not there", rule, texts["ref"])
	}
	return &evidenceRow{of: texts["of"], at: at, path: path}, nil
}

// find resolves a ref among all that the policy was shown.
func (j *judge) find(ref string) (*thing, bool) {
	if r := j.run.estate.byRef[ref]; r != nil {
		scope := r.doc.header.Scope
		return &thing{ref: r.ref, kind: r.kind, id: r.id, name: r.name, boundary: scope.Boundary(), region: scope.Region, resource: r}, true
	}
	if ref == boundaryRef(j.group.id) {
		return &thing{ref: ref, kind: kindBoundary, id: j.group.id, name: j.group.name, boundary: j.group.id,
			scope: &evidence.Scope{ID: j.group.id, Level: j.group.level, Provider: j.group.provider, Account: j.group.account}}, true
	}
	for _, s := range j.group.regions() {
		if ref == scopeRef(s) {
			return &thing{ref: ref, kind: kindScope, id: s.ID, name: s.Name, boundary: j.group.id, region: s.Region, scope: &s}, true
		}
	}
	return nil, false
}

// exists reports whether rows may be about a ref that is no subject: something that was left out of the population.
func (j *judge) exists(ref string, c *Condition) (kind string, ok bool) {
	if t, found := j.find(ref); found {
		return t.kind, true
	}
	for _, kind := range c.Of {
		if strings.HasPrefix(ref, kind+":") {
			return kind, true
		}
	}
	return "", false
}
