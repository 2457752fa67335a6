package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aismm/aismm/internal/evidence"
)

// example is an input with which a test evaluated a policy.
type example struct {
	test, name string // the rule, and the row of a table test
	file       string
	line       int
	input      ast.Object
}

// String names the example as a person finds it: "test_budgets: by service".
func (e *example) String() string {
	if e.name == "" {
		return e.test
	}
	return e.test + ": " + e.name
}

// testBench evaluates the tests of policies one by one, and sees what each gives to which policy.
type testBench struct {
	compiler *ast.Compiler
	byFile   map[string]string // the policies by file
	tests    map[string][]*ast.Rule
	problems []Problem
}

// newTestBench compiles the policies chosen and their tests together, as a run of the tests does, so that rows of table tests have names.
func newTestBench(ctx context.Context, sources []Source, kinds []evidence.Kind, policies []*Policy) (*testBench, error) {
	files, err := overlay(sources)
	if err != nil {
		return nil, err
	}
	t := newTesting(TestOptions{Sources: sources, Kinds: kinds})
	wanted := map[string]bool{}
	for _, p := range policies {
		wanted[besides(p.File)] = true
	}
	for _, f := range files {
		if strings.HasPrefix(f.path, libDir+"/") || path.Dir(f.path) == settingsDir || wanted[besides(f.display)] {
			t.file(f)
		}
	}
	t.compile(t.modules, nil)
	b := &testBench{compiler: newCompiler(nil), byFile: map[string]string{}, tests: map[string][]*ast.Rule{}, problems: sortProblems(t.report.Problems)}
	none, err := tester.NewRunner().SetCompiler(b.compiler).SetModules(t.modules).Filter("^$").RunTests(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("compile the tests of the policies: %w", err)
	}
	for range none { // nothing is to run yet
		continue
	}
	for _, p := range policies {
		b.byFile[p.File] = p.Path
	}
	for _, file := range sortedKeys(b.compiler.Modules) {
		if !strings.HasSuffix(file, testSuffix) {
			continue
		}
		for _, r := range b.compiler.Modules[file].Rules {
			if strings.HasPrefix(testName(r), tester.TestPrefix) {
				b.tests[besides(file)] = append(b.tests[besides(file)], r)
			}
		}
	}
	return b, nil
}

// besides is the folder of a file without what lies above it, "mon/spend_alerts": tests of one source may prove a policy of another.
func besides(file string) string {
	dir := path.Dir(file)
	return path.Join(path.Base(path.Dir(dir)), path.Base(dir))
}

var errTestFails = errors.New("the test fails")

func testName(r *ast.Rule) string {
	switch v := r.Head.Ref()[0].Value.(type) {
	case ast.Var:
		return string(v)
	case ast.String:
		return string(v)
	}
	return ""
}

// examples are the inputs that the tests beside a policy give it, each once, in the order of the tests. An error says which test fails.
func (b *testBench) examples(ctx context.Context, p *Policy, timeout time.Duration) ([]*example, error) {
	var all []*example
	seen := map[int][]*example{}
	for _, r := range b.tests[besides(p.File)] {
		w := &inputWatch{bench: b, policy: p, rule: r, inputs: map[*ast.Term]bool{}}
		if err := b.run(ctx, r, w, timeout); err != nil {
			return nil, fmt.Errorf("%s (%s:%d): %w", testName(r), r.Loc().File, r.Loc().Row, err)
		}
		for _, e := range w.examples {
			key := e.input.Hash()
			if !slices.ContainsFunc(seen[key], func(o *example) bool { return o.input.Compare(e.input) == 0 }) {
				seen[key] = append(seen[key], e)
				all = append(all, e)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *example) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line)) })
	return all, nil
}

// run evaluates one test.
func (b *testBench) run(ctx context.Context, r *ast.Rule, w *inputWatch, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	query := r.Module.Package.Path.Append(ast.StringTerm(testName(r))).String()
	results, err := rego.New(rego.Compiler(b.compiler), rego.Query(query), rego.StrictBuiltinErrors(true), rego.QueryTracer(w)).Eval(ctx)
	switch {
	case err != nil:
		return err
	case len(results) == 0 || len(results[0].Expressions) == 0:
		return errTestFails
	}
	return w.failed(results[0].Expressions[0].Value)
}

// inputWatch takes down the inputs that one test gives to one policy.
type inputWatch struct {
	bench    *testBench
	policy   *Policy
	rule     *ast.Rule
	row      *ast.Array // the current row of a table test
	rows     []*ast.Array
	inputs   map[*ast.Term]bool
	examples []*example
}

// Enabled says that the test is watched.
func (w *inputWatch) Enabled() bool { return true }

// Config asks for nothing that costs time.
func (w *inputWatch) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent takes down the row of a table test, and an input when a rule of the policy first sees it.
func (w *inputWatch) TraceEvent(e topdown.Event) {
	if e.Op == topdown.TestCaseOp {
		if call, ok := e.Node.(*ast.Expr); ok {
			if row, ok := call.Operand(0).Value.(*ast.Array); ok {
				w.row = row
				w.rows = append(w.rows, row)
			}
		}
		return
	}
	rule, ok := e.Node.(*ast.Rule)
	if !ok || e.Op != topdown.EnterOp || e.Input() == nil || rule.Loc() == nil || w.bench.byFile[rule.Loc().File] != w.policy.Path || w.inputs[e.Input()] {
		return
	}
	w.inputs[e.Input()] = true
	if input, ok := e.Input().Value.(ast.Object); ok {
		found := &example{test: testName(w.rule), file: w.rule.Loc().File, line: w.rule.Loc().Row, input: input}
		if w.row != nil {
			found.name = rowName(w.row)
		}
		w.examples = append(w.examples, found)
	}
}

func rowName(row *ast.Array) string {
	var steps []string
	row.Foreach(func(t *ast.Term) { steps = append(steps, stepText(t)) })
	return strings.Join(steps, "/")
}

// failed says which row of a test does not hold, if one does not.
func (w *inputWatch) failed(value any) error {
	if holds, ok := value.(bool); ok {
		if !holds {
			return errTestFails
		}
		return nil
	}
	for _, row := range w.rows {
		at := value
		for i := range row.Len() {
			rows, _ := at.(map[string]any)
			at = rows[stepText(row.Elem(i))]
		}
		if at != true {
			return fmt.Errorf("%q: %w", rowName(row), errTestFails)
		}
	}
	return nil
}
