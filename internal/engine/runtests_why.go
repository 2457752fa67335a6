package engine

import (
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
	w := &watcher{rules: map[uint64]*ast.Rule{}, pairs: map[uint64][2]ast.Value{}, ends: map[endKey]*end{}}
	runner := tester.NewRunner().SetCompiler(newCompiler(nil)).SetModules(t.modules).CapturePrintOutput(true).RaiseBuiltinErrors(true).
		SetTimeout(t.timeout()).SetParallel(1).SetCoverageQueryTracer(w).Filter("^(" + strings.Join(names, "|") + ")$")
	stream, err := runner.RunTests(ctx, nil)
	if err != nil {
		return fmt.Errorf("run the failed tests again: %w", err)
	}
	for range stream { // the tests run one after the other, ahead of what is received here
	}
	for _, r := range failed {
		r.Failures = w.failures(r)
	}
	return nil
}

// watcher sees where the bodies of tests come to their end. It watches one test at a time, whose queries have the numbers of the one before.
type watcher struct {
	rules map[uint64]*ast.Rule
	// pairs are the first two whole values that the expression at hand compares.
	pairs map[uint64][2]ast.Value
	ends  map[endKey]*end
}

type endKey struct{ pkg, name, row string }

// end is the furthest that one case of a test came.
type end struct {
	expr   *ast.Expr
	values map[ast.Var]ast.Value
	names  map[ast.Var]topdown.VarMetadata
	pair   [2]ast.Value
}

// Enabled says that tests are watched.
func (w *watcher) Enabled() bool { return true }

// Config asks for the values of variables.
func (w *watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent takes down which expression of a test fails.
func (w *watcher) TraceEvent(e topdown.Event) {
	if e.Op == topdown.EnterOp {
		delete(w.rules, e.QueryID)
	}
	switch node := e.Node.(type) {
	case *ast.Rule:
		if e.Op == topdown.EnterOp && strings.HasPrefix(ruleName(node), "test_") {
			w.rules[e.QueryID] = node
		}
	case *ast.Expr:
		rule := w.rules[e.QueryID]
		switch {
		case rule == nil:
			return
		case e.Op == topdown.EvalOp || e.Op == topdown.RedoOp:
			delete(w.pairs, e.QueryID)
			return
		case e.Op == topdown.UnifyOp:
			a, b := node.Operand(0).Value, node.Operand(1).Value
			if _, told := w.pairs[e.QueryID]; !told && plain(a) && plain(b) {
				w.pairs[e.QueryID] = [2]ast.Value{a, b}
			}
			return
		case e.Op != topdown.FailOp || node.Location == nil:
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
		key := endKey{dotted(rule.Module.Package.Path), ruleName(rule), rowOf(rule, values)}
		if have := w.ends[key]; have == nil || node.Index > have.expr.Index {
			w.ends[key] = &end{expr: node, values: values, names: e.LocalMetadata, pair: w.pairs[e.QueryID]}
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
	for _, c := range r.Cases {
		if e := w.ends[endKey{r.Package, r.Name, c.Name}]; e != nil && c.Status == TestFailed {
			all = append(all, e.failure(c.Name))
		}
	}
	if e := w.ends[endKey{r.Package, r.Name, ""}]; e != nil && len(all) == 0 {
		all = append(all, e.failure(""))
	}
	return all
}

func (e *end) failure(row string) Failure {
	f := Failure{Case: row, File: e.expr.Location.File, Line: e.expr.Location.Row, Expression: cut(string(e.expr.Location.Text), valueWidth)}
	terms, _ := e.expr.Terms.([]*ast.Term)
	if len(terms) == 3 && slices.Contains([]string{"eq", "equal"}, terms[0].String()) && !e.expr.Negated {
		if left, right, ok := e.sides(terms[1], terms[2]); ok {
			f.Difference = difference(left, right)
		} else {
			f.Undefined = true
		}
		return f
	}
	for _, v := range sortedKeys(e.values) {
		name := string(e.names[v].Name)
		if name != "" && !strings.HasPrefix(name, "$") && regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).MatchString(f.Expression) {
			f.Values = append(f.Values, name+" = "+cut(e.values[v].String(), valueWidth))
		}
	}
	slices.Sort(f.Values)
	f.Values = slices.Compact(f.Values)
	return f
}

// sides are the two values of a comparison; ok is false where one of them is undefined. A comprehension has its value only while it is compared.
func (e *end) sides(l, r *ast.Term) (left, right ast.Value, ok bool) {
	left, right = e.plug(l), e.plug(r)
	if plain(left) && plain(right) {
		return left, right, true
	}
	a, b := e.pair[0], e.pair[1]
	switch {
	case a == nil:
		return nil, nil, false
	case plain(left) && left.Compare(b) == 0, plain(right) && right.Compare(a) == 0:
		return b, a, true
	}
	return a, b, true
}

// plain reports whether a value is one that needs no more evaluation.
func plain(v ast.Value) bool {
	_, isRef := v.(ast.Ref)
	return v.IsGround() && !isRef && !ast.IsComprehension(v)
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
