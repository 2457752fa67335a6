package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// Explanation is all that one policy says in one boundary: what the engine makes of it, and the rows as the policy gave them.
type Explanation struct {
	Check verdict.Check `json:"check"`
	// Rows are what the policy answered; nil where it was not asked, because it is broken or there is nothing to judge in.
	Rows *Rows `json:"rows"`
	// Trace says for each subject and condition that is not met where the condition's rules came to their end; nil unless asked for.
	Trace []TraceStep `json:"trace,omitempty"`
}

// Rows are a policy's answer, sorted as OPA sorts sets.
type Rows struct {
	Subjects   any `json:"subjects"`
	Met        any `json:"met"`
	Violations any `json:"violations"`
	Unclear    any `json:"unclear"`
}

// Explain evaluates one policy over a bundle, and keeps what Evaluate drops. Chosen picks boundaries; nil means all in which the policy is
// evaluated. What the policy prints goes to o.Print, once.
func (s *Set) Explain(ctx context.Context, b *evidence.Bundle, policy string, chosen func(boundary string) bool, trace bool, o EvalOptions) ([]Explanation, error) {
	p, ok := s.Policy(policy)
	if !ok {
		return nil, fmt.Errorf("explain %s: there is no such policy", policy)
	}
	o.Only = func(other *Policy) bool { return other == p }
	printed := o.Print
	o.Print = nil
	r, err := s.newRun(ctx, b, o)
	if err != nil {
		return nil, err
	}
	all := []Explanation{}
	for _, j := range r.jobs() {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("explain %s: %w", policy, err)
		}
		if chosen != nil && !chosen(j.boundary) {
			continue
		}
		e := Explanation{Check: r.check(ctx, j)}
		if !p.Broken && j.group != nil && j.group.account != evidence.AnyAccount {
			r.options.Print = printed
			if e.Rows, e.Trace, err = r.rows(ctx, j, trace); err != nil {
				return nil, fmt.Errorf("explain %s in %s: %w", policy, j.boundary, err)
			}
			r.options.Print = nil
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b Explanation) int { return strings.Compare(a.Check.Boundary, b.Check.Boundary) })
	return all, nil
}

// rows asks a policy once more. An error of the policy is told by its check.
func (r *run) rows(ctx context.Context, j *job, trace bool) (*Rows, []TraceStep, error) {
	ctx, cancel := context.WithTimeout(ctx, r.options.Timeout)
	defer cancel()
	options := []rego.EvalOption{rego.EvalParsedInput(r.inputs.of(j.group))}
	if r.options.Print != nil {
		options = append(options, rego.EvalPrintHook(printer{r, j}))
	}
	var w *bodyWatcher
	if trace {
		w = newBodyWatcher(r.set.compiler, j.policy)
		options = append(options, rego.EvalQueryTracer(w))
	}
	answer, err := j.policy.prepared.Eval(ctx, options...)
	if err != nil || len(answer) != 1 || len(answer[0].Expressions) != 1 {
		return nil, nil, nil
	}
	term, ok := answer[0].Expressions[0].Value.(*ast.Term)
	if !ok {
		return nil, nil, nil
	}
	plain, err := ast.JSON(term.Value)
	if err != nil {
		return nil, nil, err
	}
	members, _ := plain.(map[string]any)
	rows := &Rows{Subjects: members[ruleSubjects], Met: members[ruleMet], Violations: members[ruleViolations], Unclear: members[ruleUnclear]}
	if w == nil {
		return rows, nil, nil
	}
	return rows, w.steps(), nil
}
