package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/aismm/aismm/internal/evidence"
)

// ErrNoTests means that there is nothing to run, which is never a success.
var ErrNoTests = errors.New("there are no tests")

// TestOptions says which Rego tests to run.
type TestOptions struct {
	Sources []Source
	// Kinds are all kinds of evidence. With them, modules are checked against the schemas, and so are the inputs that tests give.
	Kinds []evidence.Kind
	// Run chooses tests by their full names, "data.aismm.mon.x.aws_test.test_y"; nil means all.
	Run *regexp.Regexp
	// Of names the sources whose tests are run; the others are only there to be used. None means all.
	Of []string
	// Coverage asks for the lines that no test reaches.
	Coverage bool
	// Timeout bounds one test; 0 means 5 s. Parallel is how many run at once; 0 means one for each processor.
	Timeout  time.Duration
	Parallel int
}

// TestStatus says how a test ended.
type TestStatus string

// The statuses of tests.
const (
	TestPassed  TestStatus = "pass"
	TestFailed  TestStatus = "fail"
	TestSkipped TestStatus = "skip"
	TestErrored TestStatus = "error"
)

// TestReport is what came of the tests.
type TestReport struct {
	// Tests are sorted by package and name.
	Tests []TestResult `json:"tests"`
	// Problems are modules that do not compile, and inputs of tests that the schemas do not allow.
	Problems []Problem `json:"problems"`
	// Files are the policies and libraries with what the tests reached, sorted; empty unless Coverage was asked for.
	Files []FileCoverage `json:"files,omitempty"`
}

// TestResult is one test.
type TestResult struct {
	Package string     `json:"package"`
	Name    string     `json:"name"`
	File    string     `json:"file"`
	Line    int        `json:"line"`
	Status  TestStatus `json:"status"`
	// Message says why a test ended with an error.
	Message string `json:"message,omitempty"`
	// Cases are the rows of a table test, sorted by name.
	Cases []TestCase `json:"cases,omitempty"`
	// Failures say where the test, or each of its cases that failed, came to its end.
	Failures []Failure `json:"failures,omitempty"`
	// Output is what the test printed.
	Output   string        `json:"output,omitempty"`
	Duration time.Duration `json:"duration_ns"`
}

// TestCase is one row of a table test.
type TestCase struct {
	Name   string     `json:"name"`
	Status TestStatus `json:"status"`
}

// FileCoverage says which lines of a file no test reached.
type FileCoverage struct {
	File string `json:"file"`
	// Lines counts the lines that can be reached.
	Lines int `json:"lines"`
	// Uncovered are those that were not, in order, and Texts what they say.
	Uncovered []int    `json:"uncovered"`
	Texts     []string `json:"texts,omitempty"`
}

// Percent is the share of lines that tests reached; a file without any is covered.
func (f FileCoverage) Percent() float64 {
	if f.Lines == 0 {
		return 100
	}
	return 100 * float64(f.Lines-len(f.Uncovered)) / float64(f.Lines)
}

// OK reports whether every test passed and nothing is wrong with what was tested.
func (r *TestReport) OK() bool {
	return len(r.Problems) == 0 && !slices.ContainsFunc(r.Tests, func(t TestResult) bool { return t.Status != TestPassed })
}

// Test runs the Rego tests of the sources, which lie beside what they test in files named *_test.rego.
func Test(ctx context.Context, o TestOptions) (*TestReport, error) {
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
	results, err := t.run(ctx)
	if err != nil {
		return nil, err
	}
	t.report.Tests = results
	if err := t.explain(ctx, t.report.Tests); err != nil {
		return nil, err
	}
	t.report.Problems = sortProblems(append(t.report.Problems, t.seen.problems(t.schema, t.testsOf)...))
	if len(results) == 0 && len(t.report.Problems) == 0 {
		return nil, fmt.Errorf("run the tests of the policies: %w in %s", ErrNoTests, sourceNames(o.Sources))
	}
	if o.Coverage {
		t.coverage()
	}
	return t.report, nil
}

type testRun struct {
	options  TestOptions
	kinds    map[string]evidence.Kind
	settings map[string]Setting
	modules  map[string]*ast.Module
	schema   map[string]any
	seen     *seenInputs
	report   *TestReport
	sources  map[string]*sourceFile // by file
}

// of reports whether a file is one of those that are tested.
func (t *testRun) of(f *sourceFile) bool {
	return len(t.options.Of) == 0 || slices.Contains(t.options.Of, f.source)
}

// others reports whether a file holds tests that nobody asked for. Files without tests may be fixtures, and stay.
func (t *testRun) others(f *sourceFile) bool {
	return !t.of(f) && f.test() && testForm.Match(f.data)
}

// needed leaves only the modules that the tests of the chosen sources need: their own, and what these import.
func (t *testRun) needed() {
	if len(t.options.Of) == 0 {
		return
	}
	byPackage := map[string][]string{}
	var queue []string
	keep := map[string]bool{}
	for _, file := range sortedKeys(t.modules) {
		pkg := dotted(t.modules[file].Package.Path)
		byPackage[pkg] = append(byPackage[pkg], file)
		if t.of(t.sources[file]) {
			queue = append(queue, file)
		}
	}
	for len(queue) > 0 {
		file := queue[0]
		queue = queue[1:]
		if keep[file] {
			continue
		}
		keep[file] = true
		ast.WalkRefs(t.modules[file], func(r ast.Ref) bool {
			for n := len(r); n > 1 && r.HasPrefix(ast.DefaultRootRef); n-- {
				queue = append(queue, byPackage[dotted(r[:n])]...)
			}
			return false
		})
		queue = append(queue, byPackage[strings.TrimSuffix(dotted(t.modules[file].Package.Path), "_test")]...)
	}
	for file := range t.modules {
		if !keep[file] {
			delete(t.modules, file)
		}
	}
}

// testsOf is the file with the tests of a policy, which may lie in another source.
func (t *testRun) testsOf(file string) string {
	policy := t.sources[file]
	if policy == nil {
		return testsOf(file)
	}
	for _, name := range sortedKeys(t.sources) {
		if t.sources[name].path == testsOf(policy.path) {
			return name
		}
	}
	return testsOf(file)
}

var testForm = regexp.MustCompile(`(?m)^(todo_)?test_`)

func (t *testRun) timeout() time.Duration { return cmp.Or(t.options.Timeout, 5*time.Second) }

func newTesting(o TestOptions) *testRun {
	l := newLoader(LoadOptions{Kinds: o.Kinds})
	return &testRun{options: o, kinds: l.kinds, settings: l.settings, modules: l.modules, report: &TestReport{Tests: []TestResult{}, Problems: []Problem{}}, sources: map[string]*sourceFile{},
		seen: &seenInputs{cover: cover.New(), inputs: map[*ast.Term]string{}}}
}

func (t *testRun) problem(file string, line int, code, message string) {
	t.report.Problems = append(t.report.Problems, Problem{Severity: SeverityError, File: file, Line: line, Code: code, Message: message})
}

func (t *testRun) file(f *sourceFile) {
	if strings.HasPrefix(f.path, settingsDir+"/") {
		if s, ok := readSetting(f, func(line int, format string, args ...any) {
			t.problem(f.display, line, CodeSetting, fmt.Sprintf(format, args...))
		}); ok {
			t.settings[s.Name] = s
		}
		return
	}
	m, err := ast.ParseModuleWithOpts(f.display, string(f.data), ast.ParserOptions{ProcessAnnotation: true})
	if err != nil || m == nil {
		for _, e := range parseErrors(err) {
			line := 0
			if e.Location != nil {
				line = e.Location.Row
			}
			t.problem(f.display, line, CodeParse, e.Message)
		}
		return
	}
	t.modules[f.display], t.sources[f.display] = m, f
}

func (t *testRun) run(ctx context.Context) ([]TestResult, error) {
	t.schema = inputSchema(t.kinds, t.settings)
	tested := map[string]*ast.Module{}
	for file, m := range t.modules {
		if !strings.HasSuffix(file, testSuffix) {
			tested[file] = m
		}
	}
	t.compile(tested, t.schema)
	// With tests beside them, modules are compiled without the schema: what a test expects of a rule is literal, and the checker would take
	// the literal's type for a contradiction.
	t.compile(t.modules, nil)
	runner := tester.NewRunner().SetCompiler(newCompiler(nil)).SetModules(t.modules).CapturePrintOutput(true).RaiseBuiltinErrors(true).
		SetTimeout(t.timeout()).SetParallel(t.options.Parallel).SetCoverageQueryTracer(t.seen)
	if t.options.Run != nil {
		runner.Filter(t.options.Run.String())
	}
	stream, err := runner.RunTests(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("run the tests of the policies: %w", err)
	}
	results := []TestResult{}
	for r := range stream {
		results = append(results, testResult(r))
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("run the tests of the policies: %w", err)
	}
	slices.SortFunc(results, func(a, b TestResult) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Name, b.Name))
	})
	return results, nil
}

// compile drops what does not compile.
func (t *testRun) compile(modules map[string]*ast.Module, schema map[string]any) {
	compileAll(modules, schema, func(file string, e *ast.Error) {
		delete(t.modules, file)
		line := 0
		if e.Location != nil {
			line = e.Location.Row
		}
		code := CodeCompile
		if schema != nil {
			code = compileCode(e)
		}
		t.problem(file, line, code, compileMessage(e))
	})
}

func testResult(r *tester.Result) TestResult {
	t := TestResult{Package: strings.TrimPrefix(r.Package, "data."), Name: r.Name, Status: TestPassed, Output: string(r.Output), Duration: r.Duration, Cases: []TestCase{}}
	if r.Location != nil {
		t.File, t.Line = r.Location.File, r.Location.Row
	}
	switch {
	case r.Error != nil:
		t.Status, t.Message = TestErrored, r.Error.Error()
	case r.Fail:
		t.Status = TestFailed
	case r.Skip:
		t.Status = TestSkipped
	}
	for name, sub := range r.SubResults.Iter {
		c := TestCase{Name: strings.Join(name, "/"), Status: TestPassed}
		if sub.Fail {
			c.Status = TestFailed
		}
		t.Cases = append(t.Cases, c)
	}
	return t
}

func (t *testRun) coverage() {
	tested := map[string]*ast.Module{}
	for file, m := range t.modules {
		if !strings.HasSuffix(file, testSuffix) && t.of(t.sources[file]) {
			tested[file] = m
		}
	}
	report := t.seen.cover.Report(tested)
	for _, file := range sortedKeys(tested) {
		c := FileCoverage{File: file, Uncovered: []int{}}
		if r := report.Files[file]; r != nil {
			reached, missed := rowsOf(r.Covered), rowsOf(r.NotCovered)
			c.Lines = len(missed)
			for row := range reached {
				if !missed[row] {
					c.Lines++
				}
			}
			for row := range missed {
				c.Uncovered = append(c.Uncovered, row)
			}
			slices.Sort(c.Uncovered)
			text := strings.Split(string(t.sources[file].data), "\n")
			for _, row := range c.Uncovered {
				c.Texts = append(c.Texts, text[row-1])
			}
		}
		t.report.Files = append(t.report.Files, c)
	}
}

func rowsOf(ranges []cover.Range) map[int]bool {
	rows := map[int]bool{}
	for _, r := range ranges {
		for row := r.Start.Row; row <= r.End.Row; row++ {
			rows[row] = true
		}
	}
	return rows
}
