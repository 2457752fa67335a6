package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

const explained = `package aismm.app.injection_filter_strict.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(g) if {
	some g in input.resources.aws_bedrock_guardrail
	print("seen", g.id)
}

met.ready contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	ready(g)
}

met.small contains evidence.at(g, ["config", "size"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.size < 2
}

ready(x) if x.config.status in {"READY"}
`

func explainedPolicy() string {
	meta := func(what, rule string) string {
		return strings.Replace(what, "met."+rule, "# METADATA\n# scope: document\n# title: it is "+rule+"\n# custom:\n#   of: aws_bedrock_guardrail\n#   field: id\nmet."+rule, 1)
	}
	return "# METADATA\n# scope: package\n# title: t\n# custom:\n#   remediation: r\n" + meta(meta(explained, "ready"), "small")
}

func TestExplain(t *testing.T) {
	set := loadFiles(t, map[string]string{goodPath: explainedPolicy()})
	b := writeBundle(t, []testDocument{{Scope: "aws:111122223333/us-east-1", Collector: "aws/bedrock", Resources: map[string][]*evidence.Resource{
		"aws_bedrock_guardrail": {{ID: "g1", Config: map[string]any{"status": "READY", "size": 0}}, {ID: "g2", Config: map[string]any{"status": "FAILED", "size": 2}},
			{ID: "g3", Config: map[string]any{"status": "READY"}}}}}}, nil)
	var printed bytes.Buffer
	all, err := set.Explain(context.Background(), b, "aismm.app.injection_filter_strict.aws", nil, true, EvalOptions{Print: &printed})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Check.Boundary != "aws:111122223333" || all[0].Rows == nil {
		t.Fatalf("got %+v", all)
	}
	rows, err := json.Marshal(all[0].Rows)
	if err != nil {
		t.Fatal(err)
	}
	wantRows := `{"subjects":[{"id":"g1","kind":"aws_bedrock_guardrail","ref":"aws_bedrock_guardrail g1"},{"id":"g2","kind":"aws_bedrock_guardrail","ref":"aws_bedrock_guardrail g2"},` +
		`{"id":"g3","kind":"aws_bedrock_guardrail","ref":"aws_bedrock_guardrail g3"}],"met":{"ready":[{"of":"aws_bedrock_guardrail g1","path":["config","status"],"ref":"aws_bedrock_guardrail g1"},` +
		`{"of":"aws_bedrock_guardrail g3","path":["config","status"],"ref":"aws_bedrock_guardrail g3"}],"small":[{"of":"aws_bedrock_guardrail g1","path":["config","size"],"ref":"aws_bedrock_guardrail g1"}]},` +
		`"violations":{},"unclear":{}}`
	if string(rows) != wantRows {
		t.Errorf("the rows are\n%s\nwant\n%s", rows, wantRows)
	}
	var trace strings.Builder
	for _, s := range all[0].Trace {
		fmt.Fprintf(&trace, "%s %s %s:%d %s %q", s.Condition, s.ID, s.File, s.Line, s.Expression, s.Values)
		if s.Inside != nil {
			fmt.Fprintf(&trace, " inside %d %s %q", s.Inside.Line, s.Inside.Expression, s.Inside.Values)
		}
		trace.WriteString("\n")
	}
	wantTrace := `ready g2 own/app/injection_filter_strict/aws.rego:23 ready(g) ["g = \"aws_bedrock_guardrail g2\""] inside 37 x.config.status in {"READY"} ["x.config.status = \"FAILED\""]
small g2 own/app/injection_filter_strict/aws.rego:34 g.config.size < 2 ["g.config.size = 2"]
small g3 own/app/injection_filter_strict/aws.rego:34 g.config.size ["g.config.size is undefined"]
`
	if trace.String() != wantTrace {
		t.Errorf("the trace is\n%s\nwant\n%s", trace.String(), wantTrace)
	}
	wantPrinted := ""
	for _, id := range []string{"g1", "g2", "g3"} {
		wantPrinted += "own/app/injection_filter_strict/aws.rego:12: aws:111122223333: seen " + id + "\n"
	}
	if printed.String() != wantPrinted {
		t.Errorf("it printed\n%s\nwant\n%s", printed.String(), wantPrinted)
	}
	plain, err := set.Evaluate(context.Background(), b, EvalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(all[0].Check), fmt.Sprint(plain.Checks[0]); got != want {
		t.Errorf("explained, the check is\n%s\nand otherwise\n%s", got, want)
	}
	none, err := set.Explain(context.Background(), b, "aismm.app.injection_filter_strict.aws", func(string) bool { return false }, false, EvalOptions{})
	if err != nil || len(none) != 0 {
		t.Errorf("no boundary was chosen, but got %v, %v", none, err)
	}
}

func TestExamplesAndBench(t *testing.T) {
	files := map[string]string{goodPath: goodPolicy, goodTestsPath: strings.Replace(goodTests, "test_raises if 1 / 0 == 1", "", 1)}
	set := loadFiles(t, files)
	o := TestOptions{Sources: []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: memory(files)}}, Of: []string{"own"}, Kinds: testKinds()}
	examples, err := set.Examples(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range examples {
		for _, s := range e.Subjects {
			fmt.Fprintf(&b, "%s %s %v %v %s\n", s.Kind, s.ID, s.Met, s.Failed, bytes.Join(bytes.Fields(s.Resource), nil))
		}
	}
	want := `aws_bedrock_guardrail g [] [ready] {"boundary":"aws:1","config":{},"id":"g","kind":"aws_bedrock_guardrail","ref":"r","region":"us-east-1"}
aws_bedrock_guardrail g [] [ready] {"boundary":"aws:1","config":{"status":null},"id":"g","kind":"aws_bedrock_guardrail","ref":"r","region":"us-east-1"}
aws_bedrock_guardrail g [ready] [] {"boundary":"aws:1","config":{"status":"READY"},"id":"g","kind":"aws_bedrock_guardrail","ref":"r","region":"us-east-1"}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	list, err := set.BenchExamples(context.Background(), examples, BenchOptions{Time: time.Millisecond, Count: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.Policy != "aismm.app.injection_filter_strict.aws" || m.Inputs != 3 || m.Operations < 1 || m.Nanoseconds <= 0 || m.Bytes <= 0 || m.Allocations <= 0 {
			t.Errorf("measured %+v", m)
		}
	}
	if len(list) != 2 {
		t.Errorf("measured %d times, not twice", len(list))
	}
	if _, err := set.BenchExamples(context.Background(), examples, BenchOptions{Run: regexp.MustCompile("nothing")}); err == nil {
		t.Error("nothing to measure should be an error")
	}
}
