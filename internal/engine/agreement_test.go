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
	dir := t.TempDir()
	out, inputs, judged := filepath.Join(dir, "demo"), filepath.Join(dir, "inputs"), filepath.Join(dir, "assessment.json")
	aismm(t, "demo", "--quiet", "--output", out)
	aismm(t, "check", filepath.Join(out, "bundle"), "--no-waivers", "--inputs", inputs, "--format", "json", "--output", judged)
	var assessment struct{ Checks []verdict.Check }
	read(t, judged, &assessment)
	plain := loadPlain(t)
	conditions := map[verdict.Verdict]int{}
	for _, c := range assessment.Checks {
		if c.Error != nil {
			t.Errorf("%s in %s: %s", c.Policy, c.Boundary, c.Error.Message)
			continue
		}
		var input any
		read(t, filepath.Join(inputs, c.Policy, strings.ReplaceAll(c.Boundary, ":", "_")+".json"), &input)
		answer := plain.ask(t, c.Policy, input)
		var ours, theirs []string
		for _, s := range c.Subjects {
			ours = append(ours, s.Kind+" "+s.ID)
			for _, condition := range s.Conditions {
				conditions[condition.Verdict]++
				met := answer.met(condition.ID, s.Kind, s.ID)
				if met != (condition.Verdict == verdict.Pass) && condition.Verdict != verdict.Unknown {
					t.Errorf("%s in %s: %s of %s %s is %s, and plain Rego has met: %v", c.Policy, c.Boundary, condition.ID, s.Kind, s.ID, condition.Verdict, met)
				}
			}
		}
		for _, s := range answer.Subjects {
			theirs = append(theirs, s.Kind+" "+s.ID)
		}
		slices.Sort(ours)
		slices.Sort(theirs)
		if ours, theirs = slices.Compact(ours), slices.Compact(theirs); !slices.Equal(ours, theirs) {
			t.Errorf("%s in %s: subjects %v, and plain Rego has %v", c.Policy, c.Boundary, ours, theirs)
		}
	}
	if len(assessment.Checks) < 100 || conditions[verdict.Pass] < 500 || conditions[verdict.Fail] < 200 || conditions[verdict.Unknown] < 20 {
		t.Errorf("too little was compared: %d checks, conditions %v", len(assessment.Checks), conditions)
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
