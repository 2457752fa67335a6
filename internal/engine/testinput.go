package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// seenInputs watches tests: it records which lines they reach, and which inputs they give. OPA's checker does not look into `with input as`,
// so a fixture with a field that no provider sends would otherwise prove a policy that can never work.
type seenInputs struct {
	cover *cover.Cover

	mu     sync.Mutex
	inputs map[*ast.Term]string // the file of a rule that saw it
}

// Enabled says that tests are watched.
func (s *seenInputs) Enabled() bool { return true }

// Config asks for nothing that costs time.
func (s *seenInputs) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent takes down what a step of the evaluation reached and saw.
func (s *seenInputs) TraceEvent(e topdown.Event) {
	s.cover.TraceEvent(e)
	rule, ok := e.Node.(*ast.Rule)
	if !ok || e.Op != topdown.EnterOp || e.Input() == nil || rule.Loc() == nil || strings.HasSuffix(rule.Loc().File, testSuffix) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// The lowest file that is a policy, so that the problem is told at the same place whatever the order of tests.
	file := rule.Loc().File
	if have, ok := s.inputs[e.Input()]; !ok || isLibFile(have) && !isLibFile(file) || isLibFile(have) == isLibFile(file) && file < have {
		s.inputs[e.Input()] = file
	}
}

func isLibFile(file string) bool { return strings.Contains(file, "/"+libDir+"/") }

// problems compares the inputs with the schema of the whole input, in which every object is closed. TestsOf names the file with the tests of a
// policy.
func (s *seenInputs) problems(schema map[string]any, testsOf func(policy string) string) []Problem {
	if len(schema["definitions"].(map[string]any)) == 0 {
		return nil
	}
	check, err := compileSchema("input", forTests(closed(schema)))
	if err != nil {
		return []Problem{{Severity: SeverityError, Code: CodeInput, Message: fmt.Sprintf("the schema of the input does not hold: %v", err)}}
	}
	var all []Problem
	for input, file := range s.inputs {
		plain, err := ast.JSON(input.Value)
		if err == nil {
			plain, err = plainJSON(plain)
		}
		if err == nil {
			err = check.Validate(plain)
		}
		fault, ok := errors.AsType[*jsonschema.ValidationError](err)
		if !ok {
			continue
		}
		tests := testsOf(file)
		for _, message := range schemaFaults(fault) {
			all = append(all, Problem{Severity: SeverityError, File: tests, Code: CodeInput, Message: "the input of a test: " + message})
		}
	}
	slices.SortFunc(all, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Message, b.Message)) })
	return slices.Compact(all)
}

// schemaFaults lists everything that does not fit, without the indexes of lists, so that equal faults read alike.
func schemaFaults(e *jsonschema.ValidationError) []string {
	if len(e.Causes) > 0 {
		var all []string
		for _, c := range e.Causes {
			all = append(all, schemaFaults(c)...)
		}
		return all
	}
	return []string{strings.Join(e.InstanceLocation, ".") + ": " + e.ErrorKind.LocalizedString(message.NewPrinter(language.English))}
}

// forTests lets fixtures of resources stand in the inventory, which shows less of them; that policies read no more is checked when they compile.
func forTests(schema map[string]any) map[string]any {
	inventory := schema["properties"].(map[string]any)["inventory"].(map[string]any)
	inventory["items"].(map[string]any)["properties"].(map[string]any)["config"] = map[string]any{}
	return schema
}

// closed keeps of a schema which members an object has and of which type they are, and closes every object that lists its members.
func closed(schema map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range schema {
		switch name {
		case "type":
			out[name] = []any{v, "null"} // a test may write null for what a provider does not send
		case "$ref", "$schema":
			out[name] = v
		case "properties", "definitions":
			members := map[string]any{}
			for m, s := range v.(map[string]any) {
				if sub, ok := s.(map[string]any); ok {
					members[m] = closed(sub)
				}
			}
			out[name] = members
			if name == "properties" && len(members) > 0 {
				out["additionalProperties"] = false
			}
		case "items":
			if sub, ok := v.(map[string]any); ok {
				out[name] = closed(sub)
			}
		case "anyOf":
			var options []any
			for _, o := range v.([]any) {
				if sub, ok := o.(map[string]any); ok {
					options = append(options, closed(sub))
				}
			}
			out[name] = options
		}
	}
	if sub, ok := schema["additionalProperties"].(map[string]any); ok {
		out["additionalProperties"] = closed(sub)
	}
	return out
}
