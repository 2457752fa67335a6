package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/print"

	"github.com/aismm/aismm/internal/verdict"
)

// prepare makes the one query by which a policy is asked: its subjects, and the rows of each condition. Nothing else of the package is
// evaluated, so that helper rules cost only where they are used.
func (p *Policy) prepare(c *ast.Compiler) error {
	var met, violations, unclear []string
	for _, cond := range p.Conditions {
		met = append(met, p.entry(ruleMet, cond.ID))
		if cond.explains {
			violations = append(violations, p.entry(ruleViolations, cond.ID))
		}
		if cond.hasUnclear {
			unclear = append(unclear, p.entry(ruleUnclear, cond.ID))
		}
	}
	object := func(entries []string) string { return "{" + strings.Join(entries, ", ") + "}" }
	query := fmt.Sprintf(`{"subjects": data.%s.subjects, "met": %s, "violations": %s, "unclear": %s}`, p.Path, object(met), object(violations), object(unclear))
	prepared, err := rego.New(rego.Compiler(c), rego.Query(query), rego.StrictBuiltinErrors(true),
		rego.GenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil })).PrepareForEval(context.Background())
	if err != nil {
		return fmt.Errorf("prepare %s: %w", p.Path, err)
	}
	p.prepared = &prepared
	return nil
}

func (p *Policy) entry(rule, condition string) string {
	return fmt.Sprintf("%q: data.%s.%s[%q]", condition, p.Path, rule, condition)
}

// answer is what a policy said.
type answer struct {
	subjects                 []*ast.Term
	met, violations, unclear map[string][]*ast.Term // by condition
}

// ask evaluates a policy over a group's input.
func (r *run) ask(ctx context.Context, j *job) (*answer, *verdict.Fault) {
	input := r.input(j.group)
	ctx, cancel := context.WithTimeout(ctx, r.options.Timeout)
	defer cancel()
	options := []rego.EvalOption{rego.EvalParsedInput(input)}
	if r.options.Print != nil {
		options = append(options, rego.EvalPrintHook(printer{r, j}))
	}
	rows, err := j.policy.prepared.Eval(ctx, options...)
	if err != nil {
		return nil, r.raised(ctx, j, err)
	}
	if len(rows) != 1 || len(rows[0].Expressions) != 1 {
		return nil, &verdict.Fault{Code: faultShape, Message: errNoAnswer.Error(), Location: j.policy.File}
	}
	term, ok := rows[0].Expressions[0].Value.(*ast.Term)
	if !ok {
		return nil, &verdict.Fault{Code: faultShape, Message: errNoAnswer.Error(), Location: j.policy.File}
	}
	return readAnswer(term)
}

// raised turns an error of OPA into a fault of the policy.
func (r *run) raised(ctx context.Context, j *job, err error) *verdict.Fault {
	f := &verdict.Fault{Code: faultRaised, Message: err.Error(), Location: j.policy.File}
	e, ok := errors.AsType[*topdown.Error](err)
	if topdown.IsCancel(err) || errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		f.Code, f.Message = faultTimeout, fmt.Sprintf("it took longer than %s", r.options.Timeout)
	} else if ok {
		f.Code, f.Message = e.Code, e.Message
	}
	if ok && e.Location != nil && e.Location.File != "" {
		f.Location = fmt.Sprintf("%s:%d", e.Location.File, e.Location.Row)
	}
	return f
}

// readAnswer takes the answer apart. The query fixes its outer form.
func readAnswer(t *ast.Term) (*answer, *verdict.Fault) {
	o, ok := t.Value.(ast.Object)
	if !ok {
		return nil, &verdict.Fault{Code: faultShape, Message: errNoAnswer.Error()}
	}
	member := func(name string) *ast.Term { return o.Get(ast.StringTerm(name)) }
	rows := func(name string) map[string][]*ast.Term {
		all := map[string][]*ast.Term{}
		if m, ok := member(name).Value.(ast.Object); ok {
			m.Foreach(func(k, v *ast.Term) { all[string(k.Value.(ast.String))] = elements(v) })
		}
		return all
	}
	return &answer{subjects: elements(member(ruleSubjects)), met: rows(ruleMet), violations: rows(ruleViolations), unclear: rows(ruleUnclear)}, nil
}

// elements lists a set in its fixed order.
func elements(t *ast.Term) []*ast.Term {
	s, ok := t.Value.(ast.Set)
	if !ok {
		return nil
	}
	return s.Slice()
}

// printer passes on what a policy prints.
type printer struct {
	run *run
	job *job
}

// Print writes one line.
func (p printer) Print(c print.Context, message string) error {
	p.run.printing.Lock()
	defer p.run.printing.Unlock()
	place := p.job.policy.File
	if c.Location != nil {
		place = fmt.Sprintf("%s:%d", c.Location.File, c.Location.Row)
	}
	_, err := fmt.Fprintf(p.run.options.Print, "%s: %s: %s\n", place, p.job.boundary, message)
	return err
}
