package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// inputPolicy is the member of a written input that says which policy it is for.
const inputPolicy = "policy"

// Inputs writes each policy's exact input in each boundary, as canonical JSON, so that other tools can judge the same. Its member "policy" is the
// policy's path; policies cannot read it.
func (s *Set) Inputs(ctx context.Context, b *evidence.Bundle, o EvalOptions, write func(policy, boundary string, input []byte) error) error {
	r, err := s.newRun(ctx, b, o)
	if err != nil {
		return err
	}
	jobs := r.jobs()
	slices.SortStableFunc(jobs, func(a, b *job) int { return strings.Compare(a.boundary, b.boundary) })
	var rendered *splitInput
	of := ""
	for _, j := range jobs {
		if j.group == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write the inputs of policies: %w", err)
		}
		if j.group.id != of || rendered == nil {
			if rendered, err = splitAtPolicy(r.inputs.of(j.group)); err != nil {
				return fmt.Errorf("write the input of %s: %w", j.group.id, err)
			}
			of = j.group.id
		}
		if err := write(j.policy.Path, j.boundary, rendered.with(j.policy.Path)); err != nil {
			return fmt.Errorf("write the input of %s for %s: %w", j.group.id, j.policy.Path, err)
		}
	}
	return nil
}

// splitInput is a rendered input in two parts, between which the policy's name goes: the rest, which is large, is the same for all policies of
// a group.
type splitInput struct{ before, after []byte }

func splitAtPolicy(input ast.Value) (*splitInput, error) {
	plain, err := ast.JSON(input)
	if err != nil {
		return nil, err
	}
	before, after := map[string]any{}, map[string]any{}
	for name, v := range plain.(map[string]any) {
		if name < inputPolicy {
			before[name] = v
		} else {
			after[name] = v
		}
	}
	var s splitInput
	if s.before, err = evidence.CanonicalJSON(before); err != nil {
		return nil, err
	}
	if s.after, err = evidence.CanonicalJSON(after); err != nil {
		return nil, err
	}
	s.before, s.after = bytes.TrimSuffix(s.before, []byte("\n}\n")), bytes.TrimPrefix(s.after, []byte("{\n"))
	return &s, nil
}

func (s *splitInput) with(policy string) []byte {
	name, _ := json.Marshal(policy) // a text always has a JSON form
	return slices.Concat(s.before, []byte(",\n  \""+inputPolicy+"\": "), name, []byte(",\n"), s.after)
}
