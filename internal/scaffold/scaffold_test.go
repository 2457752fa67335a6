package scaffold_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/scaffold"
	"github.com/aismm/aismm/model"
	"github.com/aismm/aismm/policies"
)

func write(t *testing.T, files fstest.MapFS, p scaffold.Policy) {
	t.Helper()
	policy, tests, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{p.Path() + ".rego": policy, p.Path() + "_test.rego": tests} {
		formatted, err := engine.Format(name, text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		files[name] = &fstest.MapFile{Data: formatted}
	}
}

// holds lints and tests what was written, as its author will.
func holds(t *testing.T, files fstest.MapFS) {
	t.Helper()
	catalog, err := model.Default()
	if err != nil {
		t.Fatal(err)
	}
	var objectives []engine.ObjectiveRef
	for _, o := range catalog.All() {
		objectives = append(objectives, engine.ObjectiveRef{Name: o.Name(), ID: o.ID.String()})
	}
	sources := []engine.Source{{Name: "embedded", FS: policies.FS()}, {Name: "own", FS: files}}
	linted, err := engine.Lint(context.Background(), engine.LintOptions{Sources: sources, Of: []string{"own"}, Kinds: collectors.Kinds(), Objectives: objectives})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range linted.Findings {
		t.Errorf("%s: %s: %s", f.Place(), f.Rule, f.Message)
	}
	if linted.Files != len(files) {
		t.Errorf("%d of %d files were linted", linted.Files, len(files))
	}
	tested, err := engine.Test(context.Background(), engine.TestOptions{Sources: sources, Of: []string{"own"}, Kinds: collectors.Kinds(), Coverage: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range tested.Problems {
		t.Error(p)
	}
	for _, r := range tested.Tests {
		if r.Status != engine.TestPassed {
			t.Errorf("%s.%s: %s %s %+v", r.Package, r.Name, r.Status, r.Message, r.Failures)
		}
	}
	for _, f := range tested.Files {
		if len(f.Uncovered) > 0 {
			t.Errorf("%s: no test reaches %q", f.File, f.Texts)
		}
	}
	if len(tested.Tests) < len(files) {
		t.Errorf("%d tests in %d files", len(tested.Tests), len(files))
	}
}

// What is written for any kind at all passes its tests and the linter as it stands.
func TestEveryKind(t *testing.T) {
	catalog, err := model.Default()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	next := map[string]int{}
	for _, k := range collectors.Kinds() {
		n := next[k.Provider]
		if n >= len(catalog.All()) {
			t.Fatalf("there are more kinds of %s than objectives", k.Provider)
		}
		next[k.Provider]++
		write(t, files, scaffold.Policy{Objective: catalog.All()[n], Provider: k.Provider, Subjects: []scaffold.Subject{{Kind: k, Origin: "Made up."}}})
	}
	holds(t, files)
}

func kind(t *testing.T, name string) evidence.Kind {
	t.Helper()
	for _, k := range collectors.Kinds() {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("there is no kind %s", name)
	return evidence.Kind{}
}

// The example is the thing as it was collected, less what the schema does not have; the condition judges a field that it has.
func TestExamples(t *testing.T) {
	catalog, err := model.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := scaffold.Policy{Objective: catalog.All()[0], Provider: "aws", Subjects: []scaffold.Subject{
		{Kind: kind(t, "aws_bedrock_guardrail"), Origin: "From there.", Example: &evidence.Resource{ID: `arn:"g"`, Name: "tab\tbed", Tags: map[string]string{"a/b": "c"},
			Config: map[string]any{"status": "READY", "guardrailId": "abc", "notInTheSchema": true}}},
		{Kind: kind(t, "aws_bedrock_agent"), Origin: "Made up."},
	}}
	files := fstest.MapFS{}
	write(t, files, p)
	policy, tests := string(files[p.Path()+".rego"].Data), string(files[p.Path()+"_test.rego"].Data)
	for _, want := range []string{"# title: status is READY\n", "x.config.status == \"READY\"", "some x in input.resources.aws_bedrock_guardrail", "some x in input.resources.aws_bedrock_agent"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy does not say %q:\n%s", want, policy)
		}
	}
	if strings.Contains(tests, "notInTheSchema") || !strings.Contains(tests, `"arn:\"g\""`) || !strings.Contains(tests, "# From there.") || !strings.Contains(tests, "good_2 :=") {
		t.Errorf("the tests are\n%s", tests)
	}
	holds(t, files)
}
