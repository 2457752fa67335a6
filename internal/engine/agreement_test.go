package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/aismm/aismm/internal/cli"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/policies"
)

// The engine shares parsed evidence between policies, reads their rows as terms, and joins them with gaps. Whatever it does inside, its verdicts
// are those that anybody gets from the same policies and the input that `aismm check --inputs` writes, with nothing but Rego: the same subjects,
// every pass by a row, no fail against one.
func TestAgreesWithPlainRego(t *testing.T) {
	checks, inputs := judgedDemo(t)
	plain := loadPlain(t)
	for _, c := range checks {
		var input any
		read(t, inputOf(inputs, c), &input)
		plain.ask(t, c.Policy, input).agrees(t, c)
	}
}

// judgedDemo judges the demonstration without waivers. It gives every check that held, and the folder of the inputs.
func judgedDemo(t *testing.T) (checks []verdict.Check, inputs string) {
	t.Helper()
	dir := t.TempDir()
	out, judged := filepath.Join(dir, "demo"), filepath.Join(dir, "assessment.json")
	inputs = filepath.Join(dir, "inputs")
	aismm(t, "demo", "--quiet", "--output", out)
	aismm(t, "check", filepath.Join(out, "bundle"), "--no-waivers", "--inputs", inputs, "--format", "json", "--output", judged)
	var assessment struct{ Checks []verdict.Check }
	read(t, judged, &assessment)
	conditions := map[verdict.Verdict]int{}
	for _, c := range assessment.Checks {
		if c.Error != nil {
			t.Errorf("%s in %s: %s", c.Policy, c.Boundary, c.Error.Message)
			continue
		}
		checks = append(checks, c)
		for _, s := range c.Subjects {
			for _, condition := range s.Conditions {
				conditions[condition.Verdict]++
			}
		}
	}
	if len(checks) < 100 || conditions[verdict.Pass] < 500 || conditions[verdict.Fail] < 200 || conditions[verdict.Unknown] < 20 {
		t.Errorf("there is too little to compare: %d checks, conditions %v", len(checks), conditions)
	}
	return checks, inputs
}

// inputOf is the file that the input of a check was written to.
func inputOf(dir string, c verdict.Check) string {
	return filepath.Join(dir, c.Policy, strings.ReplaceAll(c.Boundary, ":", "_")+".json")
}

// agrees compares a check of the engine with what plain Rego says: the same subjects, and a row of met exactly for what passes. What is unknown
// because of a gap may be either.
func (a *plainAnswer) agrees(t *testing.T, c verdict.Check) {
	t.Helper()
	var ours, theirs []string
	for _, s := range c.Subjects {
		ours = append(ours, s.Kind+" "+s.ID)
		for _, condition := range s.Conditions {
			met := a.met(condition.ID, s.Kind, s.ID)
			if met != (condition.Verdict == verdict.Pass) && condition.Verdict != verdict.Unknown {
				t.Errorf("%s in %s: %s of %s %s is %s, and plain Rego has met: %v", c.Policy, c.Boundary, condition.ID, s.Kind, s.ID, condition.Verdict, met)
			}
		}
	}
	for _, s := range a.Subjects {
		theirs = append(theirs, s.Kind+" "+s.ID)
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	if ours, theirs = slices.Compact(ours), slices.Compact(theirs); !slices.Equal(ours, theirs) {
		t.Errorf("%s in %s: subjects %v, and plain Rego has %v", c.Policy, c.Boundary, ours, theirs)
	}
}

func aismm(t *testing.T, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := cli.Run(context.Background(), args, strings.NewReader(""), &stdout, &stderr); code > 2 {
		t.Fatalf("aismm %v ended with %d: %s", args, code, stderr.String())
	}
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// plainRego is the policies without the engine.
type plainRego struct {
	compiler *ast.Compiler
	prepared map[string]rego.PreparedEvalQuery
}

func loadPlain(t *testing.T) *plainRego {
	t.Helper()
	modules := map[string]string{}
	err := fs.WalkDir(policies.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".rego") || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		text, err := fs.ReadFile(policies.FS(), name)
		modules[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := ast.CompileModules(modules)
	if err != nil {
		t.Fatal(err)
	}
	return &plainRego{compiler, map[string]rego.PreparedEvalQuery{}}
}

// count is the number of policies.
func (p *plainRego) count() int {
	n := 0
	for name := range p.compiler.Modules {
		if strings.Count(name, "/") == 2 {
			n++
		}
	}
	return n
}

type plainRow struct{ Kind, ID, Ref, Of string }

// plainAnswer is what one policy says about one input.
type plainAnswer struct {
	Subjects []plainRow
	Met      map[string][]plainRow
	refs     map[string][]string
}

func (p *plainRego) ask(t *testing.T, pkg string, input any) *plainAnswer {
	t.Helper()
	q, ok := p.prepared[pkg]
	if !ok {
		var err error
		if q, err = rego.New(rego.Compiler(p.compiler), rego.Query("x := data."+pkg)).PrepareForEval(context.Background()); err != nil {
			t.Fatal(err)
		}
		p.prepared[pkg] = q
	}
	results, err := q.Eval(context.Background(), rego.EvalInput(input))
	if err != nil || len(results) != 1 {
		t.Fatalf("%s: %d results, %v", pkg, len(results), err)
	}
	data, err := json.Marshal(results[0].Bindings["x"])
	if err != nil {
		t.Fatal(err)
	}
	return parseAnswer(t, pkg, data)
}

// parseAnswer reads a package's document as JSON.
func parseAnswer(t *testing.T, pkg string, data []byte) *plainAnswer {
	t.Helper()
	a := &plainAnswer{refs: map[string][]string{}}
	if err := json.Unmarshal(data, a); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", pkg, err))
	}
	for _, s := range a.Subjects {
		a.refs[s.Kind+" "+s.ID] = append(a.refs[s.Kind+" "+s.ID], s.Ref)
	}
	return a
}

// met tells whether a condition has a row about a subject.
func (a *plainAnswer) met(condition, kind, id string) bool {
	return slices.ContainsFunc(a.Met[condition], func(r plainRow) bool { return slices.Contains(a.refs[kind+" "+id], r.Of) })
}
