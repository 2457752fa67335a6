package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func runRego(t *testing.T, files map[string]string, o TestOptions) (*TestReport, error) {
	t.Helper()
	o.Sources = []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: memory(files)}}
	return Test(context.Background(), o)
}

const goodTests = `package aismm.app.injection_filter_strict.aws_test

import data.aismm.app.injection_filter_strict.aws as policy

guard(config) := {"kind": "aws_bedrock_guardrail", "id": "g", "ref": "r", "region": "us-east-1", "boundary": "aws:1", "config": config}

test_subjects if policy.subjects == {{"kind": "aws_bedrock_guardrail", "id": "g", "ref": "r"}} with input as {"resources": {"aws_bedrock_guardrail": [guard({})]}}

test_ready[name] if {
	some name, tc in {
		"ready": {"config": {"status": "READY"}, "want": 1},
		"null": {"config": {"status": null}, "want": 0},
		"wrong": {"config": {"status": "READY"}, "want": 0},
	}
	print("case", name)
	got := policy.met.ready with input as {"resources": {"aws_bedrock_guardrail": [guard(tc.config)]}}
	count(got) == tc.want
}

todo_test_later if false

test_raises if 1 / 0 == 1
`

const goodTestsPath = "app/injection_filter_strict/aws_test.rego"

func summary(r *TestReport) string {
	var b strings.Builder
	for _, t := range r.Tests {
		fmt.Fprintf(&b, "%s.%s %s:%d %s %q", t.Package, t.Name, t.File, t.Line, t.Status, t.Message)
		for _, c := range t.Cases {
			fmt.Fprintf(&b, " [%s %s]", c.Name, c.Status)
		}
		b.WriteString("\n")
	}
	for _, p := range r.Problems {
		fmt.Fprintln(&b, p)
	}
	for _, f := range r.Files {
		fmt.Fprintf(&b, "%s %.1f %v\n", f.File, f.Percent(), f.Uncovered)
	}
	return b.String()
}

func TestRegoTests(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: goodTests}, TestOptions{Kinds: testKinds()})
	if err != nil {
		t.Fatal(err)
	}
	want := `aismm.app.injection_filter_strict.aws_test.test_raises own/app/injection_filter_strict/aws_test.rego:22 error "own/app/injection_filter_strict/aws_test.rego:22: eval_builtin_error: div: divide by zero"
aismm.app.injection_filter_strict.aws_test.test_ready own/app/injection_filter_strict/aws_test.rego:9 fail "" [null pass] [ready pass] [wrong fail]
aismm.app.injection_filter_strict.aws_test.test_subjects own/app/injection_filter_strict/aws_test.rego:7 pass ""
aismm.app.injection_filter_strict.aws_test.todo_test_later own/app/injection_filter_strict/aws_test.rego:20 skip ""
`
	if got := summary(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if r.OK() {
		t.Error("a failure is OK")
	}
	i := slices.IndexFunc(r.Tests, func(t TestResult) bool { return t.Name == "test_ready" })
	for _, c := range []string{"case ready\n", "case null\n", "case wrong\n"} {
		if !strings.Contains(r.Tests[i].Output, c) {
			t.Errorf("the output has no %q: %q", c, r.Tests[i].Output)
		}
	}
}

func TestRegoTestsByName(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: goodTests}, TestOptions{Run: regexp.MustCompile("test_subjects$")})
	if err != nil || len(r.Tests) != 1 || !r.OK() {
		t.Errorf("got %+v, %v", r, err)
	}
	if _, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: goodTests}, TestOptions{Run: regexp.MustCompile("nothing")}); !errors.Is(err, ErrNoTests) {
		t.Errorf("nothing to run should be an error, got %v", err)
	}
}

func TestCoverageNamesTheLines(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: goodTests}, TestOptions{Coverage: true, Run: regexp.MustCompile("test_subjects")})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range r.Files {
		if f.File == "own/"+goodPath {
			got = fmt.Sprintf("%.1f %v of %d", f.Percent(), f.Uncovered, f.Lines)
		}
	}
	if want := "33.3 [18 20] of 3"; got != want {
		t.Errorf("got %s", got)
	}
}

// A fixture with a field that no provider sends proves a policy that can never work.
func TestInputsOfTestsFitTheSchemas(t *testing.T) {
	tests := strings.NewReplacer(`"ref": "r",`, `"ref": "r", "owner": "x",`, `{"status": "READY"}, "want": 1`, `{"status": "READY", "colour": 1, "size": "big"}, "want": 1`).Replace(goodTests)
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: tests}, TestOptions{Kinds: testKinds(), Run: regexp.MustCompile("test_ready|test_subjects")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.String())
	}
	want := []string{
		"own/app/injection_filter_strict/aws_test.rego: error: the input of a test: resources.aws_bedrock_guardrail.0.config.size: got string, want null or number (input)",
		"own/app/injection_filter_strict/aws_test.rego: error: the input of a test: resources.aws_bedrock_guardrail.0.config: additional properties 'colour' not allowed (input)",
		"own/app/injection_filter_strict/aws_test.rego: error: the input of a test: resources.aws_bedrock_guardrail.0: additional properties 'owner' not allowed (input)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestTestsThatDoNotCompile(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: goodTests, "lib/own_test.rego": "package aismm.lib.own_test\n\ntest_x if y\n",
		"lib/half_test.rego": "package aismm.lib.half_test\n\ntest_x if {\n"}, TestOptions{Run: regexp.MustCompile("test_subjects")})
	if err != nil {
		t.Fatal(err)
	}
	want := `aismm.app.injection_filter_strict.aws_test.test_subjects own/app/injection_filter_strict/aws_test.rego:7 pass ""
own/lib/half_test.rego:4: error: unexpected eof token (parse)
own/lib/own_test.rego:3: error: var y is unsafe (compile)
`
	if got := summary(r); got != want || r.OK() {
		t.Errorf("got\n%s", got)
	}
}
