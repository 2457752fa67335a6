package engine

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// lintedTests name the policy and its condition, so that nothing is missing.
const lintedTests = `package aismm.app.injection_filter_strict.aws_test

import data.aismm.app.injection_filter_strict.aws as policy

test_met if policy.met == {} with input as {}
`

// lintKinds are the kinds of the tests, with the values that a system's status may have, and with records that name people.
func lintKinds() LintOptions {
	kinds := testKinds()
	for i := range kinds {
		if kinds[i].Name == "record_ai_system" {
			config := kinds[i].Schema["properties"].(map[string]any)["config"].(map[string]any)["properties"].(map[string]any)
			config["status"] = map[string]any{"type": "string", "enum": []string{"planned", "production", "retired", "test"}}
		}
	}
	return LintOptions{Kinds: kinds, Objectives: testObjectives, Of: []string{"own"}}
}

func lintFiles(t *testing.T, files map[string]string) *LintReport {
	t.Helper()
	o := lintKinds()
	o.Sources = []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: memory(files)}}
	r, err := Lint(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func said(r *LintReport) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, strings.TrimPrefix(f.Place(), "own/app/injection_filter_strict/")+" "+f.Rule+": "+f.Message)
	}
	return all
}

// Each case changes the good policy in one place, and says everything that the linter then finds.
func TestLint(t *testing.T) {
	const head = "\n# METADATA\n# scope: document\n# title: more\n# custom:\n#   of: aws_bedrock_guardrail\n#   field: id\n"
	more := func(rules string) string { return goodPolicy + head + rules }
	cases := []struct {
		name, policy string
		want         []string
	}{
		{"nothing is wrong", goodPolicy, nil},
		{"parse", "package\n", []string{"aws.rego:2 parse: unexpected eof token"}},
		{"strict-compile", edit(t, "g.config.status == \"READY\"", "x := g.config.status\n\tg.config.status == \"READY\""), []string{"aws.rego:20:2 strict-compile: assigned var x unused"}},
		{"schema", edit(t, "g.config.status ==", "g.config.stauts =="), []string{`aws.rego:20:2 schema: g.config.stauts: there is no "stauts"; did you mean "status"?`}},
		{"schema, of a kind", edit(t, "some g in input.resources.aws_bedrock_guardrail\n\n", "some g in input.resources.aws_bedrock_gardrail\n\n"), []string{
			`aws.rego:10:52 schema: input.resources.aws_bedrock_gardrail: there is no "aws_bedrock_gardrail"; did you mean "aws_bedrock_guardrail"?`}},
		{"clock", edit(t, "g.config.status == \"READY\"", "time.now_ns() > 0"), []string{
			"aws.rego:20:2 clock: time.now_ns asks for something that is not in the evidence, so that the same bundle could give another verdict"}},
		{"strict-compile, a function that nobody has", edit(t, "g.config.status == \"READY\"", "redy(g)"), []string{"aws.rego:20:2 strict-compile: undefined function redy"}},
		{"path", edit(t, "package aismm.app", "package aismm.mod"), []string{
			"aws.rego:6 path: the package is aismm.mod.injection_filter_strict.aws, but the path says aismm.app.injection_filter_strict.aws"}},
		{"metadata", edit(t, "# title: Guardrails are ready\n", "# titel: Guardrails are ready\n"), []string{
			`aws.rego:3 metadata: METADATA: unknown key "titel"; did you mean "title"?`,
			"aws.rego:6 metadata: the package needs METADATA with a title: what holds when the policy passes"}},
		{"metadata, a wrong type", edit(t, "# title: it is ready", "# title: [it, is, ready]"), []string{"aws.rego:15:1 metadata: METADATA: line 2: cannot unmarshal !!seq into string"}},
		{"unknown-kind", edit(t, "#   of: aws_bedrock_guardrail", "#   of: aws_bedrock_guardrails"), []string{
			`aws.rego:18 unknown-kind: condition ready judges "aws_bedrock_guardrails", which is no kind; did you mean "aws_bedrock_guardrail"?`}},
		{"setting", edit(t, "g.config.status == \"READY\"", "g.config.status in input.settings.states"), []string{
			`aws.rego:6 setting: setting "states" is declared nowhere; declare it in settings/states.yaml, below the key states`}},
		{"shape", edit(t, "subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail", "subjects := []"), []string{
			"aws.rego:6 shape: there are no subjects: write `subjects contains evidence.subject(x) if …`",
			"aws.rego:10:1 shape: subjects is a set: write `subjects contains evidence.subject(x) if …`"}},
		{"literal-reads", edit(t, "g.config.status == \"READY\"", "count(input) > 0"), []string{
			"aws.rego:20:8 literal-reads: input is used as a whole, so that it cannot be told what is read; name the part"}},
		{"reference", edit(t, "g.config.status == \"READY\"", "evidence.nothing == 1"), []string{"aws.rego:20:2 reference: there is no rule data.aismm.lib.evidence.nothing"}},

		{"helper-fields", edit(t, "g.config.status == \"READY\"\n}", "ready(g)\n}\n\nready(x) if x.config.state == \"READY\""), []string{
			`aws.rego:23:13 helper-fields: x.config.state: aws_bedrock_guardrail.config has no "state"; did you mean "status"?`}},
		{"helper-fields, through two functions and a list", edit(t, "g.config.status == \"READY\"\n}",
			"some f in filters(g)\n\tstrong(f)\n}\n\nfilters(x) := x.config.contentPolicy.filters\n\nstrong(f) if f.strength == \"HIGH\""), []string{
			`aws.rego:26:14 helper-fields: f.strength: aws_bedrock_guardrail.config.contentPolicy.filters[] has no "strength"; did you mean "inputStrength"?`}},
		{"helper-fields, one of the callers' kinds has it", edit(t, "g.config.status == \"READY\"\n}",
			"ready(g)\n\tsome a in input.resources.aws_bedrock_agent\n\tready(a)\n}\n\nready(x) if x.config.status == \"READY\""), nil},
		{"helper-fields, nobody knows who calls it", edit(t, "g.config.status == \"READY\"\n}", "ready(json.unmarshal(\"{}\"))\n\tg.id\n}\n\nready(x) if x.config.state == \"READY\""), nil},
		{"every-fields", edit(t, "g.config.status == \"READY\"", "every f in g.config.contentPolicy.filters { f.strength == \"HIGH\" }"), []string{
			`aws.rego:20:46 every-fields: f.strength: aws_bedrock_guardrail.config.contentPolicy.filters[] has no "strength"; did you mean "inputStrength"?`}},
		{"object-get-fields", edit(t, "g.config.status == \"READY\"", "object.get(g.config, \"state\", \"\") == \"READY\""), []string{
			`aws.rego:20:23 object-get-fields: g.config.state: aws_bedrock_guardrail.config has no "state"; did you mean "status"?`}},
		{"object-get-fields, a path", edit(t, "g.config.status == \"READY\"", "object.get(g, [\"config\", \"state\"], \"\") == \"READY\""), []string{
			`aws.rego:20:27 object-get-fields: g.config.state: aws_bedrock_guardrail.config has no "state"; did you mean "status"?`}},
		{"enum", edit(t, "g.config.status == \"READY\"", "some s in input.lookup.record_ai_system.resource_ids[g.id]\n\ts.config.status in {\"live\", \"test\"}"), []string{
			`aws.rego:21:2 enum: s.config.status is never "live"; known: planned, production, retired, test`}},
		{"enum, of what is not empty", edit(t, "g.config.status == \"READY\"", "some s in input.lookup.record_ai_system.resource_ids[g.id]\n\ts.config.status != \"\""), nil},

		{"condition-without-subject", edit(t, "#   of: aws_bedrock_guardrail", "#   of: [aws_bedrock_agent, aws_bedrock_guardrail]"), []string{
			"aws.rego:18:1 condition-without-subject: condition ready judges aws_bedrock_agent, but subjects yields only aws_bedrock_guardrail"}},
		{"condition-without-subject, the other way", edit(t, "\n# METADATA\n# scope: document", "\nsubjects contains evidence.named(\"model\", g.id, g) if some g in input.resources.aws_bedrock_guardrail\n\n# METADATA\n# scope: document"), []string{
			"aws.rego:12:1 condition-without-subject: subjects yields model, which no condition judges: none names it in custom.of"}},
		{"field-not-shown", edit(t, "#   field: config.status", "#   field: config.size"), []string{
			"aws.rego:18:1 field-not-shown: condition ready shows config.size, but does not read it"}},
		{"resource-set", goodPolicy + "\nall := {g | some g in input.resources.aws_bedrock_guardrail}\n\nsome_more contains g if some g in input.resources.aws_bedrock_guardrail\n\nids := {g.id | some g in input.resources.aws_bedrock_guardrail}\n", []string{
			"aws.rego:23:8 resource-set: a set of whole resources: aws_bedrock_guardrail",
			"aws.rego:25:1 resource-set: a set of whole resources: aws_bedrock_guardrail"}},

		{"left-out-by-absence", edit(t, "if some g in input.resources.aws_bedrock_guardrail\n\n", "if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.config.size > 1\n}\n\n"), []string{
			"aws.rego:12:2 left-out-by-absence: g.config.size: where aws_bedrock_guardrail.config.size is missing, the thing is no subject"}},
		{"left-out-by-absence, by a list and a function", edit(t, "if some g in input.resources.aws_bedrock_guardrail\n\n",
			"if some g in big\n\nbig := [g | some g in input.resources.aws_bedrock_guardrail; not small(g)]\n\nsmall(g) if not g.config.size\n\n"), []string{
			"aws.rego:14:17 left-out-by-absence: g.config.size: where aws_bedrock_guardrail.config.size is missing, the thing is no subject"}},
		{"left-out-by-absence, by what is said", edit(t, "if some g in input.resources.aws_bedrock_guardrail\n\n", "if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tnot g.config.size == 1\n}\n\n"), nil},
		{"left-out-by-absence, by what is required", edit(t, "if some g in input.resources.aws_bedrock_guardrail\n\n", "if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.config.status == \"READY\"\n}\n\n"), nil},
		{"left-out-by-absence, but for another rule", edit(t, "\n# METADATA\n# scope: document", "\nsubjects contains evidence.subject(g) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.config.size > 1\n}\n\n# METADATA\n# scope: document"), nil},
		{"met-by-absence", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tnot big(g)\n}\n\nbig(g) if g.config.size > 3\n"), []string{
			"aws.rego:34:11 met-by-absence: met.more holds where aws_bedrock_guardrail.config.size is missing (g.config.size): `not` is true of what is undefined"}},
		{"met-by-absence, but the row points at it", more("met.more contains evidence.at(g, [\"config\", \"size\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tnot g.config.size == 3\n}\n"), nil},
		{"met-by-absence, but it is asked for", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.config.size\n\tnot g.config.size == 3\n}\n"), nil},
		{"met-by-absence, but it is documented", strings.Replace(more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tnot g.config.size == 3\n}\n"),
			"#   field: id\n", "#   field: id\n#   absent: {config.size: 0}\n", 1), nil},

		{"quadratic-join, a partial set", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tnot used[g.id]\n}\n\nused contains a.id if some a in input.resources.aws_bedrock_agent\n"), []string{
			"aws.rego:31:6 quadratic-join: used is a partial rule: asked for one key, it is evaluated again for every turn of the loop"}},
		{"quadratic-join, a partial object", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tused[g.id] == 1\n}\n\nused[a.id] := 1 if some a in input.resources.aws_bedrock_agent\n"), []string{
			"aws.rego:31:2 quadratic-join: used is a partial rule: asked for one key, it is evaluated again for every turn of the loop"}},
		{"quadratic-join, a function", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tused(g)\n}\n\nused(g) if {\n\tsome a in input.resources.aws_bedrock_agent\n\ta.id == g.id\n}\n"), []string{
			"aws.rego:31:2 quadratic-join: the function used goes through a whole list for every turn of the loop that calls it"}},
		{"quadratic-join, a comprehension", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tcount([a | some a in input.resources.aws_bedrock_agent; a.id == g.id]) > 0\n}\n"), []string{
			"aws.rego:31:8 quadratic-join: a comprehension goes through a whole list for every turn of the loop around it"}},
		{"quadratic-join, none: in, complete sets, lookups, what lies in a resource", more("met.more contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.id in used\n\tby_id[g.id]\n\tsome s in input.lookup.record_ai_system.resource_ids[g.id]\n\tcount([f | some f in g.config.contentPolicy.filters; f.type == s.id]) > 0\n}\n\nused contains a.id if some a in input.resources.aws_bedrock_agent\n\nby_id := {a.id: true | some a in input.resources.aws_bedrock_agent}\n"), nil},

		{"fmt", edit(t, "g.config.status == \"READY\"", "g.config.status==\"READY\""), []string{"aws.rego:20:1 fmt: the file differs from the form of `opa fmt`, first in this line"}},
		{"suppression", edit(t, "\tg.config.status == \"READY\"", "\tsome a in input.resources.aws_bedrock_agent\n\n\t# lint: ignore quadratic-join: there are few\n\tcount([b | some b in input.resources.aws_bedrock_agent; b.id == a.id]) > 0\n\tg.config.status == \"READY\""), nil},
		{"suppression without a reason", edit(t, "\tg.config.status == \"READY\"", "\n\t# lint: ignore enum\n\tg.config.status == \"READY\""), []string{"aws.rego:21:2 suppression: the comment gives no reason"}},
		{"suppression of nothing", edit(t, "\tg.config.status == \"READY\"", "\n\t# lint: ignore enum: old\n\tg.config.status == \"READY\""), []string{
			"aws.rego:21:2 suppression: the comment accepts nothing: the line below has no finding of enum"}},
		{"suppression of an unknown rule", edit(t, "\tg.config.status == \"READY\"", "\n\t# lint: ignore enums: x\n\tg.config.status == \"READY\""), []string{`aws.rego:21:2 suppression: there is no rule "enums"; did you mean "enum"?`}},
		{"suppression of what stops a policy", edit(t, "\tg.config.status == \"READY\"", "\n\t# lint: ignore schema: x\n\tg.config.stauts == \"READY\""), []string{
			"aws.rego:21:2 suppression: findings of schema cannot be accepted: the policy is not judged at all until they are mended",
			`aws.rego:22:2 schema: g.config.stauts: there is no "stauts"; did you mean "status"?`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := said(lintFiles(t, map[string]string{goodPath: c.policy, goodTestsPath: lintedTests}))
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestLintOfFiles(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"no tests", map[string]string{goodPath: goodPolicy}, []string{
			"aws.rego:6:1 test-missing: aismm.app.injection_filter_strict.aws has no tests: there is no own/app/injection_filter_strict/aws_test.rego"}},
		{"tests of something else", map[string]string{goodPath: goodPolicy, goodTestsPath: "package aismm.app.injection_filter_strict.aws_test\n\ntest_x if 1 == 1\n"}, []string{
			"aws_test.rego:1:1 test-missing: the tests never look at data.aismm.app.injection_filter_strict.aws"}},
		{"a condition without a test", map[string]string{goodPath: goodPolicy, goodTestsPath: strings.Replace(lintedTests, "policy.met == {}", "policy.subjects == set()", 1)}, []string{
			"aws.rego:18:1 test-missing: no test looks at met.ready"}},
		{"tests that do not parse", map[string]string{goodPath: goodPolicy, goodTestsPath: "package aismm.app.injection_filter_strict.aws_test\n\ntest_x if {\n"}, []string{
			"aws_test.rego:4 parse: unexpected eof token"}},
		{"an unknown objective", map[string]string{goodPath: goodPolicy, goodTestsPath: lintedTests,
			"app/injection_filter/aws.rego":      strings.ReplaceAll(goodPolicy, "injection_filter_strict", "injection_filter"),
			"app/injection_filter/aws_test.rego": strings.ReplaceAll(lintedTests, "injection_filter_strict", "injection_filter")}, []string{
			`own/app/injection_filter/aws.rego unknown-objective: there is no objective "app.injection_filter"; did you mean "app.injection_filter_strict"?`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := said(lintFiles(t, c.files)); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Every rule is named once, has all of its texts, and no two are alike.
func TestLintRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range LintRules() {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.ID == "" || r.Title == "" || r.Why == "" || r.Avoid == "" || r.Prefer == "" || r.Fix == "" || r.Severity == "" {
			t.Errorf("%s lacks a text: %+v", r.ID, r)
		}
		if r.check == nil && len(r.codes) == 0 && r.ID != "clock" && r.ID != "suppression" {
			t.Errorf("%s never finds anything", r.ID)
		}
	}
	for _, code := range []string{CodeParse, CodeCompile, CodeSchema, CodePath, CodeMetadata, CodeObjective, CodeKind, CodeSetting, CodeShape, CodeRead, CodeReference, CodeInput} {
		if !slices.ContainsFunc(LintRules(), func(r LintRule) bool { return slices.Contains(r.codes, code) }) {
			t.Errorf("problems of loading with the code %s belong to no rule", code)
		}
	}
}

func TestFormatted(t *testing.T) {
	r := lintFiles(t, map[string]string{goodPath: edit(t, "g.config.status == \"READY\"", "g.config.status==\"READY\""), goodTestsPath: lintedTests})
	if len(r.Formatted) != 1 || r.Formatted[0].Source != "own" || r.Formatted[0].Path != goodPath || string(r.Formatted[0].Text) != goodPolicy {
		t.Errorf("got %+v", r.Formatted)
	}
}
