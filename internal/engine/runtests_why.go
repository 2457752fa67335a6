package engine

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Failure says where a test, or one case of a table test, came to its end.
type Failure struct {
	// Case is the name of the case; empty where the test is no table.
	Case string `json:"case,omitempty"`
	File string `json:"file"`
	Line int    `json:"line"`
	// Expression is what did not hold, as it is written.
	Expression string `json:"expression"`
	// Undefined is set where it had no value at all, rather than a wrong one.
	Undefined bool `json:"undefined,omitempty"`
	// Difference tells the two sides of a comparison apart: "- …" is only on the left, "+ …" only on the right.
	Difference []string `json:"difference,omitempty"`
	// Values are the variables of an expression that is no comparison, sorted: "x = 1".
	Values []string `json:"values,omitempty"`
}

// explain runs the tests that failed once more, and watches where each one ends.
func (t *testRun) explain(ctx context.Context, results []TestResult) error {
	failed := map[string]*TestResult{}
	var names []string
	for i := range results {
		if r := &results[i]; r.Status == TestFailed {
			name := "data." + r.Package + "." + r.Name
			failed[name] = r
			names = append(names, regexp.QuoteMeta(name))
		}
	}
	if len(names) == 0 {
		return nil
	}
	w := &watcher{rules: map[uint64]*ast.Rule{}, ends: map[endKey]*end{}}
	runner := tester.NewRunner().SetCompiler(newCompiler(nil)).SetModules(t.modules).CapturePrintOutput(true).RaiseBuiltinErrors(true).
		SetTimeout(t.timeout()).SetParallel(1).SetCoverageQueryTracer(w).Filter("^(" + strings.Join(names, "|") + ")$")
	stream, err := runner.RunTests(ctx, nil)
	if err != nil {
		return fmt.Errorf("run the failed tests again: %w", err)
	}
	for r := range stream {
		if result := failed[r.Package+"."+r.Name]; result != nil {
			result.Failures = w.failures(result)
		}
		w.rules, w.ends = map[uint64]*ast.Rule{}, map[endKey]*end{}
	}
	return nil
}

// watcher sees where the bodies of tests come to their end. It watches one test at a time.
type watcher struct {
	rules map[uint64]*ast.Rule
	ends  map[endKey]*end
}

type endKey struct{ name, row string }

// end is the furthest that one case of a test came.
type end struct {
	expr   *ast.Expr
	values map[ast.Var]ast.Value
	names  map[ast.Var]topdown.VarMetadata
}

// Enabled says that tests are watched.
func (w *watcher) Enabled() bool { return true }

// Config asks for the values of variables.
func (w *watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent takes down which expression of a test fails.
func (w *watcher) TraceEvent(e topdown.Event) {
	switch node := e.Node.(type) {
	case *ast.Rule:
		if e.Op == topdown.EnterOp && strings.HasPrefix(ruleName(node), "test_") {
			w.rules[e.QueryID] = node
		}
	case *ast.Expr:
		rule := w.rules[e.QueryID]
		if e.Op != topdown.FailOp || rule == nil || node.Location == nil {
			return
		}
		values := map[ast.Var]ast.Value{}
		if e.Locals != nil {
			e.Locals.Iter(func(k, v ast.Value) bool {
				if name, ok := k.(ast.Var); ok && v.IsGround() {
					values[name] = v
				}
				return false
			})
		}
		key := endKey{ruleName(rule), rowOf(rule, values)}
		if have := w.ends[key]; have == nil || node.Index > have.expr.Index {
			w.ends[key] = &end{expr: node, values: values, names: e.LocalMetadata}
		}
	}
}

func ruleName(r *ast.Rule) string { return string(r.Head.Ref()[0].Value.(ast.Var)) }

// rowOf is the name of the case that a table test is at.
func rowOf(r *ast.Rule, values map[ast.Var]ast.Value) string {
	var steps []string
	for _, t := range r.Head.Ref()[1:] {
		switch v := t.Value.(type) {
		case ast.Var:
			s, ok := values[v].(ast.String)
			if !ok {
				return ""
			}
			steps = append(steps, string(s))
		case ast.String:
			steps = append(steps, string(v))
		}
	}
	return strings.Join(steps, "/")
}

// failures are the ends of the cases that failed, in their order; of a test that is no table, its own.
func (w *watcher) failures(r *TestResult) []Failure {
	var all []Failure
	name := r.Name
	for _, c := range r.Cases {
		if e := w.ends[endKey{name, c.Name}]; e != nil && c.Status == TestFailed {
			all = append(all, e.failure(c.Name))
		}
	}
	if e := w.ends[endKey{name, ""}]; e != nil && len(all) == 0 {
		all = append(all, e.failure(""))
	}
	return all
}

func (e *end) failure(row string) Failure {
	f := Failure{Case: row, File: e.expr.Location.File, Line: e.expr.Location.Row, Expression: cut(string(e.expr.Location.Text), valueWidth)}
	terms, _ := e.expr.Terms.([]*ast.Term)
	if len(terms) == 3 && slices.Contains([]string{"eq", "equal"}, terms[0].String()) && !e.expr.Negated {
		left, right := e.plug(terms[1]), e.plug(terms[2])
		if left.IsGround() && right.IsGround() {
			f.Difference = difference(left, right)
			return f
		}
		f.Undefined = true
		return f
	}
	seen := map[string]bool{}
	ast.WalkVars(e.expr, func(v ast.Var) bool {
		if value, ok := e.values[v]; ok {
			seen[e.name(v)+" = "+cut(value.String(), valueWidth)] = true
		}
		return false
	})
	for line := range seen {
		if !strings.HasPrefix(line, "__") {
			f.Values = append(f.Values, line)
		}
	}
	slices.Sort(f.Values)
	return f
}

func (e *end) name(v ast.Var) string {
	return cmp.Or(string(e.names[v].Name), string(v))
}

// plug puts the values of variables into a term.
func (e *end) plug(t *ast.Term) ast.Value {
	if v, ok := t.Value.(ast.Var); ok {
		if value := e.values[v]; value != nil {
			return value
		}
		return v
	}
	plugged, err := ast.Transform(ast.NewGenericTransformer(func(x any) (any, error) {
		if v, ok := x.(ast.Var); ok && e.values[v] != nil {
			return e.values[v], nil
		}
		return x, nil
	}), t.Copy().Value)
	if value, ok := plugged.(ast.Value); ok && err == nil {
		return value
	}
	return t.Value
}
