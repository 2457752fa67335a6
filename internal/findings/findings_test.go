package findings

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sarifSchema holds of the published schema what concerns us: what is required, which words are allowed, which numbers, and that nothing
// else stands in objects that are closed there (SARIF 2.1.0, sections 3.13 to 3.30 and 3.49).
const sarifSchema = `{
  "type": "object", "additionalProperties": false, "required": ["version", "runs"],
  "properties": {
    "$schema": {"type": "string", "format": "uri"},
    "version": {"enum": ["2.1.0"]},
    "runs": {"type": "array", "items": {
      "type": "object", "additionalProperties": false, "required": ["tool"],
      "properties": {
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "tool": {"type": "object", "additionalProperties": false, "required": ["driver"], "properties": {"driver": {
          "type": "object", "additionalProperties": false, "required": ["name"],
          "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "rules": {"type": "array", "uniqueItems": true, "items": {
            "type": "object", "additionalProperties": false, "required": ["id"],
            "properties": {"id": {"type": "string"}, "shortDescription": {"$ref": "#/$defs/text"}, "fullDescription": {"$ref": "#/$defs/text"}, "help": {"$ref": "#/$defs/text"},
              "defaultConfiguration": {"type": "object", "additionalProperties": false, "properties": {"level": {"$ref": "#/$defs/level"}}}}}}}}}},
        "results": {"type": "array", "items": {
          "type": "object", "additionalProperties": false, "required": ["message"],
          "properties": {"ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": -1}, "level": {"$ref": "#/$defs/level"}, "message": {"$ref": "#/$defs/text"},
            "locations": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {"physicalLocation": {
              "type": "object", "additionalProperties": false, "required": ["artifactLocation"],
              "properties": {"artifactLocation": {"type": "object", "additionalProperties": false, "properties": {"uri": {"type": "string", "format": "uri-reference"}}},
                "region": {"type": "object", "additionalProperties": false, "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}}}}}}}}}}}
      }}}
  },
  "$defs": {
    "level": {"enum": ["none", "note", "warning", "error"]},
    "text": {"type": "object", "additionalProperties": false, "required": ["text"], "properties": {"text": {"type": "string"}, "markdown": {"type": "string"}}}
  }
}`

func TestSARIF(t *testing.T) {
	rules := []Rule{{ID: "enum", Short: "A text that is never there.", Full: "Why.", Help: "# enum\n", Level: Error}, {ID: "fmt", Short: "Not in form.", Level: Warning}}
	results := []Result{
		{RuleID: "fmt", Level: Warning, Message: "line <1> & more", File: "my policies/gov/x/records.rego", Line: 3, Col: 7},
		{RuleID: "enum", Level: Error, Message: "whole file", File: "/abs/gov/x/aws.rego"},
		{RuleID: "enum", Level: Error, Message: "nowhere"},
	}
	var b bytes.Buffer
	if err := SARIF(&b, Tool{Name: "aismm policy lint", Version: "1"}, rules, results); err != nil {
		t.Fatal(err)
	}
	var log any
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	var schema any
	if err := json.Unmarshal([]byte(sarifSchema), &schema); err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("mem:///sarif", schema); err != nil {
		t.Fatal(err)
	}
	check, err := c.Compile("mem:///sarif")
	if err != nil {
		t.Fatal(err)
	}
	if err := check.Validate(log); err != nil {
		t.Error(err)
	}
	run := log.(map[string]any)["runs"].([]any)[0].(map[string]any)
	got, err := json.Marshal(run["results"])
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"level":"warning","locations":[{"physicalLocation":{"artifactLocation":{"uri":"my%20policies/gov/x/records.rego"},"region":{"startColumn":7,"startLine":3}}}],` +
		`"message":{"text":"line \u003c1\u003e \u0026 more"},"ruleId":"fmt","ruleIndex":1},` +
		`{"level":"error","locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///abs/gov/x/aws.rego"}}}],"message":{"text":"whole file"},"ruleId":"enum","ruleIndex":0},` +
		`{"level":"error","message":{"text":"nowhere"},"ruleId":"enum","ruleIndex":0}]`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := SARIF(&b, Tool{}, rules, []Result{{RuleID: "other"}}); err == nil || !strings.Contains(err.Error(), `"other"`) {
		t.Errorf("a finding of no rule should be an error, got %v", err)
	}
	b.Reset()
	if err := SARIF(&b, Tool{Name: "x"}, nil, nil); err != nil || !strings.Contains(b.String(), `"results": []`) {
		t.Errorf("no findings are an empty list, so that a CI closes what was open: %v %s", err, b.String())
	}
}

func TestJUnit(t *testing.T) {
	cases := []Case{
		{Suite: "a", Name: "test_x/one", File: "a_test.rego", Line: 3, Duration: 1500 * time.Millisecond, Status: Passed, Output: "seen <1>\x00\n"},
		{Suite: "a", Name: "test_x/two", File: "a_test.rego", Line: 3, Status: Failed, Message: "got == want", Detail: "- x: 1\n+ x: 2"},
		{Suite: "b", Name: "test_y", Status: Errored, Message: "div: divide by zero"},
		{Suite: "b", Name: "todo_test_z", Status: Skipped},
	}
	var b bytes.Buffer
	if err := JUnit(&b, "aismm policy test", cases); err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="aismm policy test" tests="4" failures="1" errors="1" skipped="1" time="1.500">
  <testsuite name="a" tests="2" failures="1" errors="0" skipped="0" time="1.500">
    <testcase classname="a" name="test_x/one" file="a_test.rego" line="3" time="1.500">
      <system-out>seen &lt;1&gt;&#xA;</system-out>
    </testcase>
    <testcase classname="a" name="test_x/two" file="a_test.rego" line="3" time="0.000">
      <failure message="got == want">- x: 1&#xA;+ x: 2</failure>
    </testcase>
  </testsuite>
  <testsuite name="b" tests="2" failures="0" errors="1" skipped="1" time="0.000">
    <testcase classname="b" name="test_y" time="0.000">
      <error message="div: divide by zero"></error>
    </testcase>
    <testcase classname="b" name="todo_test_z" time="0.000">
      <skipped></skipped>
    </testcase>
  </testsuite>
</testsuites>
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil {
		t.Error(err)
	}
}
