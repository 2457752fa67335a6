package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

const failingTests = `package aismm.app.injection_filter_strict.aws_test

import data.aismm.app.injection_filter_strict.aws as policy

guard(config) := {"kind": "aws_bedrock_guardrail", "id": "g", "ref": "r", "region": "us-east-1", "boundary": "aws:1", "config": config}

seen(config) := {"resources": {"aws_bedrock_guardrail": [guard(config)]}}

test_comprehension[name] if {
	some name, tc in {
		"right": {"status": "READY", "met": true},
		"wrong": {"status": "READY", "met": false},
		"wrong too": {"status": "FAILED", "met": true},
	}
	got := policy.met.ready with input as seen({"status": tc.status})
	got == {row | tc.met; row := {"of": "r", "ref": "r", "path": ["config", "status"]}}
}

test_literal if policy.met.ready == {{"of": "r", "ref": "r", "path": []}} with input as seen({"status": "READY"})

test_no_comparison if {
	got := policy.met.ready with input as seen({"status": "READY"})
	count(got) > 1
}

test_undefined if {
	config := json.unmarshal("{}")
	config.name == "x"
}

test_negated if {
	x := count(seen({}))
	not x == 1
}
`

func failuresOf(r *TestReport) string {
	var b strings.Builder
	for _, t := range r.Tests {
		for _, f := range t.Failures {
			fmt.Fprintf(&b, "%s %q :%d %s undefined=%v %q %q\n", t.Name, f.Case, f.Line, f.Expression, f.Undefined, f.Difference, f.Values)
		}
	}
	return b.String()
}

func TestFailuresSayWhere(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: failingTests}, TestOptions{Kinds: testKinds(), Of: []string{"own"}})
	if err != nil {
		t.Fatal(err)
	}
	want := `test_comprehension "wrong" :16 got == {row | tc.met; row := {"of": "r", "ref": "r", "path": ["config", "status"]}} undefined=false ["- {\"of\": \"r\", \"path\": [\"config\", \"status\"], \"ref\": \"r\"}"] []
test_comprehension "wrong too" :16 got == {row | tc.met; row := {"of": "r", "ref": "r", "path": ["config", "status"]}} undefined=false ["+ {\"of\": \"r\", \"path\": [\"config\", \"status\"], \"ref\": \"r\"}"] []
test_literal "" :19 policy.met.ready == {{"of": "r", "ref": "r", "path": []}} with input as seen({"status": "READY"}) undefined=false ["- {\"of\": \"r\", \"path\": [\"config\", \"status\"], \"ref\": \"r\"}" "+ {\"of\": \"r\", \"path\": [], \"ref\": \"r\"}"] []
test_negated "" :33 not x == 1 undefined=false [] ["x = 1"]
test_no_comparison "" :23 count(got) > 1 undefined=false [] ["got = {{\"of\": \"r\", \"path\": [\"config\", \"status\"], \"ref\": \"r\"}}"]
test_undefined "" :28 config.name == "x" undefined=true [] []
`
	if got := failuresOf(r); got != want || len(r.Problems) > 0 {
		t.Errorf("%v\ngot\n%s\nwant\n%s", r.Problems, got, want)
	}
}

// Tests of the source that others bring are not run, and neither are their faults told.
func TestTestsOfOneSource(t *testing.T) {
	r, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: lintedTests}, TestOptions{Of: []string{"own"}, Coverage: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Tests) != 1 || len(r.Files) != 1 || r.Files[0].File != "own/"+goodPath {
		t.Errorf("got %+v and %+v", r.Tests, r.Files)
	}
	if want := []string{"\tsome g in input.resources.aws_bedrock_guardrail"}; !slices.Equal(r.Files[0].Texts[:1], want) && !slices.Contains(r.Files[0].Texts, "\tg.config.status == \"READY\"") {
		t.Errorf("the lines say %q", r.Files[0].Texts)
	}
	if _, err := runRego(t, map[string]string{goodPath: goodPolicy, goodTestsPath: lintedTests}, TestOptions{Of: []string{"own"}, Run: regexp.MustCompile("evidence_test")}); err == nil {
		t.Error("tests of a library that ships were run")
	}
}

func TestDifference(t *testing.T) {
	cases := []struct {
		left, right string
		want        []string
	}{
		{`{"a": 1, "b": {"c": [1, 2], "d": "x"}}`, `{"a": 1, "b": {"c": [1, 3, 4], "e": true}}`, []string{"- b.c[1]: 2", "+ b.c[1]: 3", "+ b.c[2]: 4", `- b.d: "x"`, "+ b.e: true"}},
		{`{"a": {1, 2, 3}}`, `{"a": {2, 4}}`, []string{"- a: 1", "- a: 3", "+ a: 4"}},
		{`[1]`, `{"a": 1}`, []string{"- [1]", `+ {"a": 1}`}},
		{`{"x"}`, `set()`, []string{`- "x"`}},
		{`1`, `1`, nil},
	}
	for _, c := range cases {
		if got := difference(ast.MustParseTerm(c.left).Value, ast.MustParseTerm(c.right).Value); !slices.Equal(got, c.want) {
			t.Errorf("%s and %s: got %q, want %q", c.left, c.right, got, c.want)
		}
	}
	long := "[" + strings.Repeat("1,", 60) + "1]"
	if got := difference(ast.MustParseTerm(long).Value, ast.MustParseTerm("[]").Value); len(got) != differenceShown+1 || got[differenceShown] != "… and 21 lines more" {
		t.Errorf("a long difference ends with %q", got[len(got)-1])
	}
}
