package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aismm/aismm/internal/evidence"
)

// edit is the good policy with one text replaced, which must be there.
func edit(t *testing.T, old, replacement string) string {
	t.Helper()
	if !strings.Contains(goodPolicy, old) {
		t.Fatalf("the good policy has no %q", old)
	}
	return strings.Replace(goodPolicy, old, replacement, 1)
}

func TestProblems(t *testing.T) {
	at := func(line, col int, severity Severity, code, message string) Problem {
		return Problem{Severity: severity, File: "own/" + goodPath, Line: line, Col: col, Code: code, Message: message, Policy: "aismm.app.injection_filter_strict.aws"}
	}
	one := func(text string) map[string]string { return map[string]string{goodPath: text} }
	const bad, warn = SeverityError, SeverityWarning
	cases := []struct {
		name  string
		files map[string]string
		want  []Problem
	}{
		{"nothing is wrong", one(goodPolicy), nil},
		{"no Rego", one("package\n"), []Problem{at(2, 0, bad, CodeParse, "unexpected eof token")}},
		{"empty", one(""), []Problem{at(0, 0, bad, CodeParse, "empty module")}},
		{"another package", one(edit(t, "package aismm.app", "package aismm.mod")), []Problem{at(6, 0, bad, CodePath, "the package is aismm.mod.injection_filter_strict.aws, but the path says aismm.app.injection_filter_strict.aws")}},
		{"no title", one(edit(t, "# title: Guardrails are ready\n", "")), []Problem{at(5, 0, warn, CodeMetadata, "the package needs METADATA with a title: what holds when the policy passes")}},
		{"no remediation", one(edit(t, "#   remediation: Make them ready.", "#   judges: organisation")), []Problem{
			at(6, 0, bad, CodeMetadata, `custom.judges is "organisation"; it should be "organization", or be left out`),
			at(6, 0, warn, CodeMetadata, "the package needs METADATA with custom.remediation: what to do when the policy fails")}},
		{"a misspelt key", one(edit(t, "# title: it is ready", "# titel: it is ready")), []Problem{
			at(12, 0, bad, CodeMetadata, "condition ready needs a title: what holds when it is met"),
			at(14, 0, bad, CodeMetadata, `METADATA: unknown key "titel"; did you mean "title"?`)}},
		{"a misspelt custom key", one(edit(t, "#   field:", "#   feild:")), []Problem{
			at(12, 0, bad, CodeMetadata, "condition ready needs custom.field: what is shown where no row decides, such as id or config.Status"),
			at(17, 0, bad, CodeMetadata, `METADATA: unknown key "feild" under custom; did you mean "field"?`)}},
		{"a severity", one(edit(t, "#   remediation:", "#   severity: high\n#   remediation:")), []Problem{at(5, 0, bad, CodeMetadata, `METADATA: unknown key "severity" under custom; known: judges, remediation, survives`)}},
		{"no METADATA of a condition", one(goodPolicy + "\nmet.more contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n"), []Problem{
			at(23, 0, bad, CodeMetadata, "condition more needs METADATA with a title, custom.of and custom.field")}},
		{"a field that the kind does not have", one(edit(t, "#   field: config.status", "#   field: config.state")), []Problem{
			at(12, 0, bad, CodeMetadata, "condition ready: custom.field names config.state, which aws_bedrock_guardrail does not have")}},
		{"a kind of subject that does not exist", one(edit(t, "#   of: aws_bedrock_guardrail", "#   of: aws_bedrock_guardrails")), []Problem{
			at(18, 0, bad, CodeKind, `condition ready judges "aws_bedrock_guardrails", which is no kind; did you mean "aws_bedrock_guardrail"?`)}},
		{"within and covers", one(edit(t, "#   field: config.status", "#   field: config.status\n#   within: account\n#   covers: [prowler]")), []Problem{
			at(12, 0, bad, CodeMetadata, `condition ready: custom.covers has "prowler"; it should be <tool>:<check>`),
			at(12, 0, bad, CodeMetadata, `condition ready: custom.within is "account"; it should be "region", or be left out`)}},
		{"a field with a typo", one(edit(t, "g.config.status ==", "g.config.Status ==")), []Problem{at(20, 2, bad, CodeSchema, `g.config.Status: there is no "Status"; did you mean "status"?`)}},
		{"a kind with a typo", one(edit(t, "some g in input.resources.aws_bedrock_guardrail\n\n", "some g in input.resources.aws_bedrock_gardrail\n\n")), []Problem{
			at(10, 52, bad, CodeSchema, `input.resources.aws_bedrock_gardrail: there is no "aws_bedrock_gardrail"; did you mean "aws_bedrock_guardrail"?`)}},
		{"a field behind a lookup with a typo", one(edit(t, "g.config.status == \"READY\"", "some s in input.lookup.record_ai_system.resource_ids[g.id]\n\ts.config.statuss == \"x\"")), []Problem{
			at(21, 2, bad, CodeSchema, `s.config.statuss: there is no "statuss"; did you mean "status"?`)}},
		{"a lookup by a field that is not there", one(edit(t, "g.config.status == \"READY\"", "some s in input.lookup.record_ai_system.resource_id[g.id]\n\ts.config.status == \"x\"")), []Problem{
			at(20, 12, bad, CodeSchema, `input.lookup.record_ai_system.resource_id: there is no "resource_id"; did you mean "resource_ids"?`)}},
		{"a comparison that cannot hold", one(edit(t, "g.config.status == \"READY\"", "g.config.size == \"3\"")), []Problem{at(20, 2, bad, CodeSchema,
			`match error: left  : number; right : string`)}},
		{"a kind that is no literal", one(edit(t, "some g in input.resources.aws_bedrock_guardrail\n\n", "{\n\tsome k in [\"aws_bedrock_guardrail\"]\n\tsome g in input.resources[k]\n}\n\n")), []Problem{
			at(10, 1, bad, CodeRead, "input.resources: the kind after it is not a literal word, so that it cannot be told what is read")}},
		{"all of the input", one(edit(t, "g.config.status == \"READY\"", "count(input) > 0")), []Problem{
			at(20, 8, bad, CodeRead, "input is used as a whole, so that it cannot be told what is read; name the part")}},
		{"with", one(edit(t, "g.config.status == \"READY\"", "count(subjects) > 0 with input.as_of as \"x\"")), []Problem{
			at(20, 22, bad, CodeRead, "`with` belongs into tests: a policy judges the evidence as it is")}},
		{"a rule of a library that is not there", one(edit(t, "g.config.status == \"READY\"", "evidence.nothing == 1")), []Problem{
			at(20, 2, bad, CodeReference, "there is no rule data.aismm.lib.evidence.nothing")}},
		{"a setting that nobody declares", one(edit(t, "g.config.status == \"READY\"", "g.config.status in input.settings.states")), []Problem{
			at(6, 0, bad, CodeSetting, `setting "states" is declared nowhere; declare it in settings/states.yaml, below the key states`)}},
		{"a kind of organizations as a resource", one(edit(t, "g.config.status == \"READY\"", "some a in input.resources.aws_organizations_account\n\ta.id == g.id")), []Problem{
			at(6, 0, bad, CodeKind, "input.resources.aws_organizations_account: it is a kind of organizations, which lies under input.enclosing.resources")}},
		{"another provider's kind", one(edit(t, "g.config.status == \"READY\"", "some p in input.resources.openai_project\n\tp.id == g.id")), []Problem{
			at(6, 0, bad, CodeKind, "input.resources.openai_project: a policy of provider aws sees no resources of provider openai")}},
		{"subjects are no set", one(edit(t, "subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail", "subjects := []")), []Problem{
			at(6, 0, bad, CodeShape, "there are no subjects: write `subjects contains evidence.subject(x) if …`"),
			at(10, 1, bad, CodeShape, "subjects is a set: write `subjects contains evidence.subject(x) if …`")}},
		{"conditions under other names", one(edit(t, "met.ready contains", "meet.ready contains")), []Problem{
			at(6, 0, bad, CodeShape, "there are no conditions: write `met.<condition> contains evidence.at(x, […]) if …`"),
			at(12, 0, bad, CodeMetadata, ""),
		}},
		{"an explanation of nothing", one(goodPolicy + "\nviolations.redy contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n"), []Problem{
			at(23, 1, bad, CodeShape, "violations.redy explains a condition that does not exist: there is no met.redy")}},
		{"a condition that is no literal", one(goodPolicy + "\nmet[c] contains evidence.at(g, [\"id\"]) if {\n\tsome c in [\"a\"]\n\tsome g in input.resources.aws_bedrock_guardrail\n}\n"), []Problem{
			at(23, 1, bad, CodeShape, "met is a set for each condition, and the condition's name is literal: write `met.<condition> contains evidence.at(x, […]) if …`")}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			set := loadFiles(t, c.files)
			got := set.Problems()
			if c.name == "conditions under other names" { // what else is said about the block is not the point
				got = got[:1]
				c.want = c.want[:1]
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", lines(got), lines(c.want))
			}
			broken := slices.ContainsFunc(got, func(p Problem) bool { return p.Severity == SeverityError })
			if p := set.Policies()[0]; p.Broken != broken {
				t.Errorf("broken is %v", p.Broken)
			}
		})
	}
}

func lines(list []Problem) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, "%s | %q\n", p, p.Policy)
	}
	return b.String()
}

func TestMisplacedFiles(t *testing.T) {
	set := loadFiles(t, map[string]string{goodPath: goodPolicy, "loose.rego": "package loose\n", "app/Upper/aws.rego": "package x\n",
		"app/injection_filter_strikt/aws.rego": strings.Replace(goodPolicy, "filter_strict", "filter_strikt", 1),
		"app/injection_filter_strict/awz.rego": strings.Replace(goodPolicy, "strict.aws", "strict.awz", 1),
		"lib/own.rego":                         "package aismm.own\n", "lib/broken.rego": "package aismm.lib.broken\n\nx := y\n",
		"settings/half.yaml": "half:\n  titel: x\n", "settings/schema.yaml": "schema: {title: a, description: b, schema: {type: words}}\n",
		"settings/default.yaml": "default:\n  title: a\n  description: b\n  schema: {type: number}\n  default: x\n", "settings/bare.yaml": "title: a\nschema: {}\n",
		"settings/two.yml": "two: {title: a}\nthree: {title: a}\n", "settings/empty.yaml": "# nothing\n", "settings/list.yaml": "- list\n", "notes.txt": "ignored", ".hidden/x.rego": "ignored"})
	var got []string
	for _, p := range set.Problems() {
		got = append(got, p.String())
	}
	want := []string{
		`own/app/Upper/aws.rego: error: it is neither a policy (<category>/<objective>/<provider>.rego) nor a library (lib/<name>.rego), in lower case with underscores (path)`,
		`own/app/injection_filter_strict/awz.rego: error: there is no provider "awz"; did you mean "aws"? (path)`,
		`own/app/injection_filter_strict/awz.rego:6: error: input.resources.aws_bedrock_guardrail: a policy of provider awz sees no resources of provider aws (kind)`,
		`own/app/injection_filter_strikt/aws.rego: error: there is no objective "app.injection_filter_strikt"; did you mean "app.injection_filter_strict"? (objective)`,
		`own/lib/broken.rego:3:6: error: var y is unsafe (compile)`,
		`own/lib/own.rego:1: error: a library's package is aismm.lib.<name>, not aismm.own (path)`,
		`own/loose.rego: error: it is neither a policy (<category>/<objective>/<provider>.rego) nor a library (lib/<name>.rego), in lower case with underscores (path)`,
		`own/settings/bare.yaml:1: error: a setting has its file's name as the one key at the top: write "bare:" in the first line, and title, description, schema and default indented below it (setting)`,
		`own/settings/default.yaml: error: setting "default": its default does not fit its schema: got string, want number (setting)`,
		`own/settings/empty.yaml: error: a setting has its file's name as the one key at the top: write "empty:" in the first line, and title, description, schema and default indented below it (setting)`,
		`own/settings/half.yaml:2: error: unknown key "titel" under half; did you mean "title"? (setting)`,
		`own/settings/list.yaml: error: a setting has its file's name as the one key at the top: write "list:" in the first line, and title, description, schema and default indented below it (setting)`,
		`own/settings/two.yml:2: error: a setting has its file's name as the one key at the top: write "two:" in the first line, and title, description, schema and default indented below it (setting)`,
	}
	schema := slices.IndexFunc(got, func(s string) bool {
		return strings.HasPrefix(s, `own/settings/schema.yaml: error: setting "schema": its schema does not hold`)
	})
	if schema < 0 {
		t.Error("a schema that does not hold is not reported")
	} else {
		got = slices.Delete(got, schema, schema+1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatAPolicyReads(t *testing.T) {
	set := exampleSet(t)
	got := map[string]string{}
	for _, p := range set.Policies() {
		s := fmt.Sprintf("%s %s judged %v kinds %v records %v settings %v judges %q", p.Objective, p.Title, p.Judged, p.Kinds, p.Records, p.SettingsRead, p.Judges)
		for _, c := range p.Conditions {
			s += fmt.Sprintf("; %s of %v reads %v %v within %q covers %v absent %v", c.ID, c.Of, c.Kinds, c.SettingsRead, c.Within, c.Covers, c.Absent)
		}
		got[p.Path] = s
	}
	want := map[string]string{
		"aismm.app.injection_filter_strict.aws":      "APP-L3-1 Prompt-attack filters of Bedrock guardrails are strict judged [aws_bedrock_guardrail] kinds [aws_bedrock_guardrail] records [] settings [] judges \"\"; strict of [aws_bedrock_guardrail] reads [aws_bedrock_guardrail] [] within \"\" covers [prowler:bedrock_guardrail_prompt_attack_filter_enabled] absent map[config.contentPolicy.filters.inputAction:BLOCK config.contentPolicy.filters.inputEnabled:true]",
		"aismm.iam.no_broad_ai_permissions.aws":      "IAM-L3-1 Roles of agents hold no wide rights judged [aws_iam_role] kinds [aws_bedrock_agent aws_iam_policy aws_iam_role] records [] settings [] judges \"\"; attached of [aws_iam_role] reads [aws_iam_policy aws_iam_role] [] within \"\" covers [] absent map[]",
		"aismm.mon.prompts_and_responses_logged.aws": "MON-L2-2 Bedrock invocations are logged wherever Bedrock is used judged [scope] kinds [aws_bedrock_invocation_logging aws_bedrock_usage] records [] settings [] judges \"\"; text of [scope] reads [aws_bedrock_invocation_logging] [] within \"region\" covers [] absent map[]",
		"aismm.org.ai_service_boundary_enforced.aws": "ORG-L4-1 An organization policy denies AI outside approved regions judged [aws_organizations_account] kinds [aws_organizations_account aws_organizations_policy] records [] settings [approved_ai_regions] judges \"organization\"; denied of [aws_organizations_account] reads [aws_organizations_account aws_organizations_policy] [approved_ai_regions] within \"\" covers [] absent map[]",
		"aismm.org.no_unregistered_ai_resources.aws": "ORG-L3-2 Every AI resource belongs to a registered AI system judged [aws_bedrock_agent aws_bedrock_guardrail] kinds [aws_bedrock_agent aws_bedrock_guardrail record_ai_system] records [record_ai_system] settings [] judges \"\"; registered of [aws_bedrock_agent aws_bedrock_guardrail] reads [aws_bedrock_agent aws_bedrock_guardrail record_ai_system] [] within \"\" covers [] absent map[]",
	}
	if !maps.Equal(got, want) {
		for _, path := range sortedKeys(got) {
			if got[path] != want[path] {
				t.Errorf("%s\ngot  %s\nwant %s", path, got[path], want[path])
			}
		}
	}
}

func TestLaterSourcesReplaceEarlierOnes(t *testing.T) {
	source := func(name string, files map[string]string) Source {
		m := fstest.MapFS{}
		for path, text := range files {
			m[path] = &fstest.MapFile{Data: []byte(text)}
		}
		return Source{Name: name, FS: m}
	}
	test := "package aismm.app.injection_filter_strict.aws_test\n\ntest_it if true\n"
	first := source("embedded", map[string]string{goodPath: goodPolicy, strings.Replace(goodPath, ".rego", "_test.rego", 1): test})
	own := source("own", map[string]string{goodPath: strings.Replace(goodPolicy, "Guardrails are ready", "Ours", 1)})
	libs := Source{Name: "libs", FS: lib(t)}
	load := func(sources ...Source) *Set {
		s, err := Load(context.Background(), LoadOptions{Sources: sources})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	base, replaced := load(libs, first), load(libs, first, own)
	if p := replaced.Policies()[0]; p.Title != "Ours" || p.Source != "own" || p.File != "own/"+goodPath {
		t.Errorf("got %+v", p)
	}
	if base.Digest() == replaced.Digest() {
		t.Error("another policy has the same digest")
	}
	if withTest := load(libs, first, source("own", map[string]string{"app/x/aws_test.rego": test})); withTest.Digest() != base.Digest() {
		t.Error("a test changes the digest")
	}
	if _, err := Test(context.Background(), TestOptions{Sources: []Source{libs, first, own}}); err == nil || !strings.Contains(err.Error(), `there are no tests in "libs", "embedded", "own"`) {
		t.Errorf("the tests of a replaced policy should go: %v", err)
	}
}

func TestNothingToLoad(t *testing.T) {
	for name, c := range map[string]struct {
		sources []Source
		want    string
	}{
		"no sources":   {nil, "load policies: there are none in no source at all; a policy lies at <category>/<objective>/<provider>.rego"},
		"no policies":  {[]Source{{Name: "own", FS: lib(t)}}, `load policies: there are none in "own"; a policy lies at <category>/<objective>/<provider>.rego`},
		"no directory": {[]Source{{Name: "own", FS: missing{}}}, `load policies of "own": there is no such directory; name one that holds <category>/<objective>/<provider>.rego`},
		"no files":     {[]Source{{Name: "own"}}, `load policies of "own": the source has no files`},
	} {
		if _, err := Load(context.Background(), LoadOptions{Sources: c.sources}); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

type missing struct{}

func (missing) Open(name string) (fs.File, error) { return nil, fs.ErrNotExist }

func TestInputs(t *testing.T) {
	set, b := exampleSet(t), exampleBundle(t)
	var got []string
	var inputs = map[string]string{}
	err := set.Inputs(context.Background(), b, EvalOptions{Settings: map[string]any{"approved_ai_regions": []any{"eu-central-1"}}}, func(policy, boundary string, input []byte) error {
		got = append(got, policy+" "+boundary)
		inputs[boundary] = string(input)
		var plain map[string]any
		fromYAML(t, string(input), &plain)
		if plain["policy"] != policy {
			t.Errorf("the input of %s says that it is for %v", policy, plain["policy"])
		}
		canonical, err := evidence.CanonicalJSON(json.RawMessage(input))
		if err != nil || string(canonical) != string(input) {
			t.Errorf("the input of %s is not in canonical form: %v", policy, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"aismm.app.injection_filter_strict.aws aws:111122223333", "aismm.iam.no_broad_ai_permissions.aws aws:111122223333",
		"aismm.mon.prompts_and_responses_logged.aws aws:111122223333", "aismm.org.no_unregistered_ai_resources.aws aws:111122223333", "aismm.org.ai_service_boundary_enforced.aws aws:o-example"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	schema, err := plainJSON(closed(set.InputSchema()))
	if err != nil {
		t.Fatal(err)
	}
	check, err := compileSchema("input", schema)
	if err != nil {
		t.Fatal(err)
	}
	for boundary, input := range inputs {
		var plain any
		fromYAML(t, input, &plain)
		if err := check.Validate(plain); err != nil {
			t.Errorf("the input of %s does not fit its own schema: %v", boundary, err)
		}
	}
	for _, part := range []string{`"ref": "aws_bedrock_agent a1"`, `"boundary": "aws:111122223333"`, `"ai": "yes"`, `"as_of": "2026-11-20T09:01:00Z"`, `"organization": "aws:o-example"`} {
		if !strings.Contains(inputs["aws:111122223333"], part) {
			t.Errorf("the input has no %s", part)
		}
	}
}

func TestDocumentsThatDoNotHold(t *testing.T) {
	b := guardrails(t)
	entry := b.Manifest.Documents[0]
	raw, err := b.Raw(entry)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		change func(string) string
		want   string
	}{
		"cut off":                {func(s string) string { return s[:len(s)/2] }, "it is no valid JSON"},
		"a list":                 {func(s string) string { return "[" + s + "]" }, "a document begins with"},
		"more":                   {func(s string) string { return s + "{}" }, "there is something after the end of the document"},
		"a member twice":         {func(s string) string { return strings.Replace(s, `"id": "g1"`, `"id": "g1", "id": "g1"`, 1) }, "duplicate"},
		"an id twice":            {func(s string) string { return strings.Replace(s, `"id": "g2"`, `"id": "g1"`, 1) }, `the id "g1" is used twice`},
		"no id":                  {func(s string) string { return strings.Replace(s, `"id": "g2"`, `"name": "g2"`, 1) }, "a resource has no id"},
		"unknown member":         {func(s string) string { return strings.Replace(s, `"id": "g2"`, `"id": "g2", "extra": 1`, 1) }, `a resource has no member "extra"`},
		"a config text":          {func(s string) string { return strings.Replace(s, `"id": "g2"`, `"id": "g2", "parts": "x"`, 1) }, "parts of"},
		"a tag that is a number": {func(s string) string { return strings.Replace(s, `"id": "g2"`, `"id": "g2", "tags": {"a": 1}`, 1) }, "tags of"},
		"a resource less": {func(s string) string {
			return strings.Replace(s, `"aws_bedrock_guardrail": [`, `"aws_bedrock_guardrails": [`, 1)
		}, "but the manifest says"},
		"another scope":   {func(s string) string { return strings.ReplaceAll(s, "us-east-1", "us-east-2") }, "its scope is"},
		"unknown outcome": {func(s string) string { return strings.Replace(s, `"outcome": "ok"`, `"outcome": "fine"`, 1) }, `unknown outcome "fine"`},
		"no resources":    {func(s string) string { return strings.Replace(s, `"resources": {`, `"resource": {`, 1) }, "resources"},
	}
	for name, c := range cases {
		changed := c.change(string(raw))
		if changed == string(raw) {
			t.Errorf("%s: nothing was changed", name)
		}
		_, err := newDecoder().document([]byte(changed), entry)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), entry.Path) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := newDecoder().document(raw, entry); err != nil {
		t.Errorf("unchanged: %v", err)
	}
}

// What the decoder makes of a document is what the document says, whatever its numbers and escapes.
func TestDecoderKeepsValues(t *testing.T) {
	config := map[string]any{"n": 1.5e300, "big": uint64(18446744073709551615), "t": "a\n\"é\u2028", "nothing": nil, "yes": true, "empty": []any{}, "none": map[string]any{}, "deep": []any{[]any{map[string]any{"x/y~z": -1}}}}
	b := writeBundle(t, []testDocument{{Scope: "aws:111122223333/us-east-1", Collector: "aws/x", Resources: map[string][]*evidence.Resource{"aws_x": {{ID: "i", Config: config}}}}}, nil)
	e, err := newEstate(context.Background(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := e.groups["aws:111122223333"].resources["aws_x"][0].value.String()
	want := `{"boundary": "aws:111122223333", "config": {"big": 18446744073709551615, "deep": [[{"x/y~z": -1}]], "empty": [], "n": 1.5e+300, "none": {}, "nothing": null, "t": "a\n\"é\u2028", "yes": true}, "id": "i", "kind": "aws_x", "ref": "aws_x i", "region": "us-east-1"}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
