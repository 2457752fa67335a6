package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// Example is one input that a policy's tests gave it, with what the policy made of it.
type Example struct {
	Policy   string
	Subjects []ExampleSubject

	input ast.Value
	size  int
}

// ExampleSubject is one subject of an example.
type ExampleSubject struct {
	Kind, ID string
	// Met and Failed are the conditions that judge its kind, sorted.
	Met, Failed []string
	// Resource is the thing itself, as JSON; nil for what is only named.
	Resource []byte
	// Beside are other things that decided about it, as JSON; where nothing did, those of the kinds that the policy reads, a few at most.
	Beside [][]byte
}

// mostBeside is how many other things an example shows.
const mostBeside = 3

// Examples runs the tests, and gives the inputs of each policy that make it judge something, smallest first. Tests that fail, and modules
// that do not compile, are no matter here.
func (s *Set) Examples(ctx context.Context, o TestOptions) ([]Example, error) {
	files, err := overlay(o.Sources)
	if err != nil {
		return nil, err
	}
	t := newTesting(o)
	for _, f := range files {
		if !t.others(f) {
			t.file(f)
		}
	}
	t.needed()
	if _, err := t.run(ctx); err != nil {
		return nil, err
	}
	byFile := map[string]*Policy{}
	for _, p := range s.policies {
		byFile[p.File] = p
	}
	var all []Example
	seen := map[string]bool{}
	for input, file := range t.seen.inputs {
		p := byFile[file]
		if p == nil || p.Broken {
			continue
		}
		text := input.Value.String()
		if key := p.Path + " " + text; !seen[key] {
			seen[key] = true
			e, err := p.example(ctx, input.Value)
			if err != nil {
				return nil, err
			}
			if e.size = len(text); len(e.Subjects) > 0 {
				all = append(all, e)
			}
		}
	}
	slices.SortFunc(all, func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.size, b.size), a.input.Compare(b.input))
	})
	return all, nil
}

// example asks a policy about one input. A policy that raises makes nothing of it.
func (p *Policy) example(ctx context.Context, input ast.Value) (Example, error) {
	e := Example{Policy: p.Path, input: input}
	rows, err := p.prepared.Eval(ctx, rego.EvalParsedInput(input))
	if err != nil || len(rows) != 1 {
		if ctx.Err() != nil {
			return e, fmt.Errorf("evaluate an example of %s: %w", p.Path, ctx.Err())
		}
		return e, nil
	}
	term, ok := rows[0].Expressions[0].Value.(*ast.Term)
	if !ok {
		return e, nil
	}
	answer, fault := readAnswer(term)
	if fault != nil {
		return e, nil
	}
	met := map[[2]string]bool{}
	deciding := map[string][]string{} // by subject
	note := func(row *ast.Term) (of string, ok bool) {
		of, ok = textOf(row.Get(ast.StringTerm("of")))
		if ref, shown := textOf(row.Get(termRef)); shown && ref != of {
			deciding[of] = append(deciding[of], ref)
		}
		return of, ok
	}
	for condition, list := range answer.met {
		for _, row := range list {
			if of, ok := note(row); ok {
				met[[2]string{condition, of}] = true
			}
		}
	}
	for _, list := range answer.violations {
		for _, row := range list {
			note(row)
		}
	}
	things := resourcesIn(input)
	for _, row := range answer.subjects {
		var s ExampleSubject
		s.Kind, _ = textOf(row.Get(termKind))
		s.ID, _ = textOf(row.Get(ast.StringTerm("id")))
		ref, _ := textOf(row.Get(termRef))
		for _, c := range p.Conditions {
			switch {
			case !c.judges(s.Kind):
			case met[[2]string{c.ID, ref}]:
				s.Met = append(s.Met, c.ID)
			default:
				s.Failed = append(s.Failed, c.ID)
			}
		}
		if thing := things[ref]; thing != nil { // what is only named has none
			if s.Resource, err = written(thing); err != nil {
				return e, fmt.Errorf("write an example of %s: %w", p.Path, err)
			}
		}
		for _, other := range p.beside(ref, deciding[ref], things) {
			text, err := written(things[other])
			if err != nil {
				return e, fmt.Errorf("write an example of %s: %w", p.Path, err)
			}
			s.Beside = append(s.Beside, text)
		}
		e.Subjects = append(e.Subjects, s)
	}
	return e, nil
}

// beside chooses the other things that an example shows: what decided about the subject, else what could have.
func (p *Policy) beside(subject string, deciding []string, things map[string]*ast.Term) []string {
	refs := slices.DeleteFunc(slices.Clone(deciding), func(ref string) bool { return things[ref] == nil })
	if len(refs) == 0 {
		for ref, thing := range things {
			if kind, ok := textOf(thing.Value.(ast.Object).Get(termKind)); ok && ref != subject && slices.Contains(p.Kinds, kind) && !slices.Contains(p.Judged, kind) {
				refs = append(refs, ref)
			}
		}
	}
	slices.Sort(refs)
	refs = slices.Compact(refs)
	return refs[:min(len(refs), mostBeside)]
}

// written is a thing as JSON.
func written(thing *ast.Term) ([]byte, error) {
	plain, err := ast.JSON(thing.Value)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(plain, "", "  ")
}

// resourcesIn are the things of an input by their ref, wherever they stand.
func resourcesIn(input ast.Value) map[string]*ast.Term {
	found := map[string]*ast.Term{}
	ast.WalkTerms(ast.NewTerm(input), func(t *ast.Term) bool {
		o, ok := t.Value.(ast.Object)
		if !ok {
			return false
		}
		if ref, isText := textOf(o.Get(termRef)); isText {
			if have := found[ref]; have == nil || have.Value.(ast.Object).Len() < o.Len() {
				found[ref] = t
			}
		}
		return false
	})
	return found
}
