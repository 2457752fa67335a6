package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
)

// mutated proves one small policy of guardrails by its tests.
func mutated(t *testing.T, rules, tests string) PolicyMutation {
	t.Helper()
	return mutateFiles(t, map[string]string{
		"app/injection_filter_strict/aws.rego":      "# METADATA\n# scope: package\n# title: T\n# custom: {remediation: R}\npackage aismm.app.injection_filter_strict.aws\n\nimport data.aismm.lib.evidence\n" + rules,
		"app/injection_filter_strict/aws_test.rego": "package aismm.app.injection_filter_strict.aws_test\n\nimport data.aismm.app.injection_filter_strict.aws as policy\n" + tests,
	})
}

func mutateFiles(t *testing.T, files map[string]string) PolicyMutation {
	t.Helper()
	own := memory(files)
	r, err := Mutate(context.Background(), MutateOptions{Sources: []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: own}}, Kinds: testKinds(), Objectives: testObjectives})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Policies) != 1 {
		t.Fatalf("%d policies were proven, not 1", len(r.Policies))
	}
	p := r.Policies[0]
	if p.Fault != "" {
		t.Fatal(p.Fault)
	}
	if r.Score != p.Score || r.MutationCount != p.MutationCount || len(r.Survivors) != len(p.survivors) {
		t.Errorf("the report has %v of %v with %d survivors, and its one policy %v of %v with %d", r.Score, r.MutationCount, len(r.Survivors), p.Score, p.MutationCount, len(p.survivors))
	}
	return p
}

// survivors are one line each.
func survivors(p PolicyMutation) []string {
	list := []string{}
	for _, s := range p.survivors {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s: %s [%s]", s.Condition, s.Operation, s.Target, s.Mutant, s.Example)))
	}
	return list
}

func wantSurvivors(t *testing.T, p PolicyMutation, want ...string) {
	t.Helper()
	if got := survivors(p); !slices.Equal(got, want) {
		t.Errorf("survivors are\n\t%s\nand should be\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

const guardrailTests = `
rail(config) := {"kind": "aws_bedrock_guardrail", "id": "g", "ref": "aws_bedrock_guardrail g", "region": "us-east-1", "boundary": "aws:111122223333", "config": config}

seen(config) := {"resources": {"aws_bedrock_guardrail": [rail(config)]}}

test_ready[name] if {
	some name, tc in {
		"ready": {"config": {"status": "READY", "size": 3}, "met": 1},
		"failed": {"config": {"status": "FAILED", "size": 3}, "met": 0},
	}
	count(policy.met.c) == tc.met with input as seen(tc.config)
	count(policy.subjects) == 1 with input as seen(tc.config)
}
`

const guardrailSubjects = `
subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail

# METADATA
# scope: document
# title: it is ready
# custom: {of: aws_bedrock_guardrail, field: config.status}
`

func TestMutateAGoodPolicy(t *testing.T) {
	p := mutated(t, guardrailSubjects+`met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
}
`, guardrailTests)
	wantSurvivors(t, p)
	// delete status, change status, remove, refuse, an example of either verdict; and for the subjects remove and refuse.
	want := []ConditionMutation{{"c", 100, MutationCount{6, 6, 0}}, {Population, 100, MutationCount{2, 2, 0}}}
	if !slices.Equal(p.Conditions, want) || p.Score != 100 || p.Examples != 2 || p.Objective != "APP-L3-1" {
		t.Errorf("it has %v, score %v, %d examples, objective %q", p.Conditions, p.Score, p.Examples, p.Objective)
	}
}

// Status is a required field, so that its absence is a gap; size is none.
const sizeTests = `
rail(config) := {"kind": "aws_bedrock_guardrail", "id": "g", "ref": "aws_bedrock_guardrail g", "region": "us-east-1", "boundary": "aws:111122223333", "config": config}

test_size[name] if {
	some name, tc in {
		"small": {"config": {"status": "READY", "size": 3}, "met": 1},
		"large": {"config": {"status": "READY", "size": 9}, "met": 0},
	}
	count(policy.met.c) == tc.met with input as {"resources": {"aws_bedrock_guardrail": [rail(tc.config)]}}
}
`

func TestMutateFindsAPassByAbsence(t *testing.T) {
	p := mutated(t, guardrailSubjects+`met.c contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size == 9
}
`, sizeTests)
	wantSurvivors(t, p, "c delete aws_bedrock_guardrail config.size: delete config.size of aws_bedrock_guardrail: pass, was fail [test_size: large]")
	if s := p.survivors[0]; s.Subject != "aws_bedrock_guardrail g" || s.Before != "fail" || s.After != "pass" || s.Line != 15 || s.TestLine != 7 ||
		s.TestFile != "own/app/injection_filter_strict/aws_test.rego" || s.Examples != 2 {
		t.Errorf("the survivor is %+v", s)
	}
}

// With one example there is no failure from which a deletion could save, but another value shows that the field decides.
func TestMutateFindsAPassThatStays(t *testing.T) {
	p := mutated(t, guardrailSubjects+`met.c contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size == 9
}
`, strings.Replace(sizeTests, `"large": {"config": {"status": "READY", "size": 9}, "met": 0},`, "", 1))
	wantSurvivors(t, p,
		"c delete aws_bedrock_guardrail config.size: delete config.size of aws_bedrock_guardrail: still pass, although config.size = 9 makes it fail [test_size: small]",
		"c show fail: no example has a subject that c fails []")
}

func TestMutateHoldsDocumentedDefaults(t *testing.T) {
	rule := func(absent string) string {
		return strings.Replace(guardrailSubjects, "field: config.status", "field: config.size, absent: {config.size: "+absent+"}", 1) + `met.c contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size == 9
}
`
	}
	wantSurvivors(t, mutated(t, rule("1"), sizeTests))
	wantSurvivors(t, mutated(t, rule("9"), sizeTests),
		"c delete aws_bedrock_guardrail config.size: delete config.size of aws_bedrock_guardrail: pass, but fail with the default that custom.absent documents [test_size: large]")
}

// A default of null is nothing: no provider writes it out, so that it has no form but the absence.
func TestMutateTakesADefaultOfNullForAbsence(t *testing.T) {
	p := mutated(t, strings.Replace(guardrailSubjects, "field: config.status", "field: config.size, absent: {config.size: null}", 1)+`met.c contains evidence.at(g, ["config", "size"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size
}

met.c contains evidence.at(g, ["config", "size"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.size == 3
}
`, sizeTests)
	wantSurvivors(t, p)
}

// A required field was told by the list: it is there, whatever else was refused, and no evidence looks as if it were not. Where nothing was
// refused, a thing without it is incomplete, which the rule for what is unclear cannot know.
func TestMutateLeavesWhatTheListTold(t *testing.T) {
	p := mutated(t, `
subjects contains evidence.subject(input.boundary)

failed := [g | some g in input.resources.aws_bedrock_guardrail; g.config.status == "FAILED"]

# METADATA
# scope: document
# title: none failed
# custom: {of: boundary, field: id}
met.c contains evidence.at(input.boundary, ["id"]) if count(failed) == 0

unclear.c contains evidence.shown(input.boundary, g, ["id"]) if {
	some g in failed
	count(object.get(g, "missing", [])) > 0
}
`, `
rail(status, missing) := {"kind": "aws_bedrock_guardrail", "id": "g", "ref": "aws_bedrock_guardrail g", "region": "us-east-1", "boundary": "aws:111122223333", "config": {"status": status}, "missing": missing}

account := {"kind": "boundary", "id": "aws:111122223333", "ref": "boundary aws:111122223333", "provider": "aws", "account": "111122223333"}

test_failed[name] if {
	some name, tc in {
		"ready": {"rail": rail("READY", []), "met": 1, "unclear": 0},
		"failed": {"rail": rail("FAILED", []), "met": 0, "unclear": 0},
		"failed, of which something was refused": {"rail": rail("FAILED", ["bedrock:GetPolicy"]), "met": 0, "unclear": 1},
	}
	here := {"boundary": account, "resources": {"aws_bedrock_guardrail": [tc.rail]}}
	count(policy.met.c) == tc.met with input as here
	count(policy.unclear.c) == tc.unclear with input as here
}
`)
	wantSurvivors(t, p)
}

func TestMutateFindsWhatIsReadForNothing(t *testing.T) {
	p := mutated(t, guardrailSubjects+`met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
	is_number(g.config.size)
}
`, guardrailTests)
	wantSurvivors(t, p, "c change aws_bedrock_guardrail config.size: only the absence of config.size of aws_bedrock_guardrail changes c, no value of it does []")
}

func TestMutateFindsAFieldThatNoExampleHas(t *testing.T) {
	p := mutated(t, guardrailSubjects+`met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
	not off(g)
}

off(g) if {
	some f in g.config.contentPolicy.filters
	f.inputStrength == "NONE"
}
`, guardrailTests)
	wantSurvivors(t, p, "c change aws_bedrock_guardrail config.contentPolicy: no example has config.contentPolicy of aws_bedrock_guardrail, which c reads []")
}

func TestMutateFindsAFailingSubjectThatVanishes(t *testing.T) {
	p := mutated(t, strings.Replace(guardrailSubjects, "if some g in input.resources.aws_bedrock_guardrail", `if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.size > 0
}`, 1)+`met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
}
`, guardrailTests)
	wantSurvivors(t, p,
		"subjects delete aws_bedrock_guardrail config.size: delete config.size of aws_bedrock_guardrail: a failing subject is gone, and nothing says that one is missing [test_ready: failed]",
		"subjects refuse aws_bedrock_guardrail: the details of a aws_bedrock_guardrail are refused: a failing subject is gone, and nothing says that one is missing [test_ready: failed]")
}

func TestMutateAcceptsWithAReason(t *testing.T) {
	rules := strings.Replace(guardrailSubjects, "field: config.status", "field: config.size, survives: [{path: config.size, reason: because}, {path: config.status, reason: nothing}]", 1) +
		`met.c contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size == 9
}
`
	p := mutated(t, rules, sizeTests)
	if p.Score != 100 || p.Accepted != 1 || p.Survived() != 0 || len(p.survivors) != 1 || p.survivors[0].Accepted != "because" {
		t.Errorf("score %v, %v, survivors %v", p.Score, p.MutationCount, p.survivors)
	}
	if want := []string{"c accepts survivors of config.status, and there are none: take the entry of custom.survives away"}; !slices.Equal(p.Notes, want) {
		t.Errorf("notes are %q", p.Notes)
	}
}

// All owners must be few, and one of them is pointed at: half a list then passes.
const joinRules = `
subjects contains evidence.subject(input.boundary)

# METADATA
# scope: document
# title: no role holds a policy
# custom: {of: boundary, field: id}
met.c contains %s if {
	count([r | some r in input.resources.aws_iam_role; count(r.config.AttachedManagedPolicies) > 0]) == 0%s
}
`

const joinTests = `
role(id, policies) := {"kind": "aws_iam_role", "id": id, "ref": concat(" ", ["aws_iam_role", id]), "boundary": "aws:111122223333", "config": {"AttachedManagedPolicies": policies}}

account := {"kind": "boundary", "id": "aws:111122223333", "ref": "boundary aws:111122223333", "provider": "aws", "account": "111122223333"}

test_roles[name] if {
	some name, tc in {
		"bare": {"roles": [role("a", []), role("b", [])], "met": true},
		"holding": {"roles": [role("a", []), role("b", [{"PolicyArn": "p"}])], "met": false},
	}
	got := policy.met.c with input as {"boundary": account, "resources": {"aws_iam_role": tc.roles}}
	(count(got) > 0) == tc.met
}
`

func TestMutateFindsAVerdictOnHalfAList(t *testing.T) {
	const stays = `c delete aws_iam_role config.AttachedManagedPolicies: delete config.AttachedManagedPolicies of aws_iam_role: still pass, although config.AttachedManagedPolicies = [{"PolicyArn": "p"}] makes it fail [test_roles: bare]`
	p := mutated(t, fmt.Sprintf(joinRules, `evidence.shown(input.boundary, r, ["id"])`, "\n\tsome r in input.resources.aws_iam_role"), joinTests)
	wantSurvivors(t, p, stays,
		`c refuse aws_iam_role: the details of a aws_iam_role are refused: still pass, although config.AttachedManagedPolicies = [{"PolicyArn": "p"}] makes it fail [test_roles: bare]`)
	p = mutated(t, fmt.Sprintf(joinRules, `evidence.at(input.boundary, ["id"])`, ""), joinTests)
	wantSurvivors(t, p, stays)
}

func TestMutateFindsAKindThatDoesNotMatter(t *testing.T) {
	p := mutated(t, strings.Replace(guardrailSubjects, "# METADATA", "agents := {a.id | some a in input.resources.aws_bedrock_agent}\n\n# METADATA", 1)+`met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
	count(agents) >= 0
}
`, guardrailTests)
	wantSurvivors(t, p, "c remove aws_bedrock_agent: no example has aws_bedrock_agent, which c reads []")
}

func TestMutateWantsSettingsThatDecide(t *testing.T) {
	setting := "label:\n  title: Label\n  description: D.\n  schema: {type: string, minLength: 1}\n"
	rules := guardrailSubjects + `met.c contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
	input.settings.label != ""
}
`
	files := func(tests string) map[string]string {
		return map[string]string{"settings/label.yaml": setting,
			"app/injection_filter_strict/aws.rego":      "# METADATA\n# scope: package\n# title: T\n# custom: {remediation: R}\npackage aismm.app.injection_filter_strict.aws\n\nimport data.aismm.lib.evidence\n" + rules,
			"app/injection_filter_strict/aws_test.rego": "package aismm.app.injection_filter_strict.aws_test\n\nimport data.aismm.app.injection_filter_strict.aws as policy\n" + tests}
	}
	p := mutateFiles(t, files(strings.Replace(guardrailTests, `{"resources"`, `{"settings": {"label": "x"}, "resources"`, 1)))
	wantSurvivors(t, p, "c change setting label: change the setting label: nothing changes in c, in no example []")
}

func TestMutateSaysWhichTestFails(t *testing.T) {
	own := memory(map[string]string{
		"app/injection_filter_strict/aws.rego": "# METADATA\n# scope: package\n# title: T\n# custom: {remediation: R}\npackage aismm.app.injection_filter_strict.aws\n\nimport data.aismm.lib.evidence\n" +
			guardrailSubjects + "met.c contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
		"app/injection_filter_strict/aws_test.rego": "package aismm.app.injection_filter_strict.aws_test\n\nimport data.aismm.app.injection_filter_strict.aws as policy\n" + guardrailTests,
	})
	r, err := Mutate(context.Background(), MutateOptions{Sources: []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: own}}, Kinds: testKinds()})
	if err != nil {
		t.Fatal(err)
	}
	want := `test_ready (own/app/injection_filter_strict/aws_test.rego:9): "failed": the test fails: see ` + "`aismm policy test --run 'data.aismm.app.injection_filter_strict.aws_test'`"
	if got := r.Policies[0].Fault; got != want || r.Score != 0 || r.Policies[0].Score != 0 {
		t.Errorf("fault %q, score %v; want %q and 0", got, r.Score, want)
	}
}

func TestMutateNothing(t *testing.T) {
	_, err := Mutate(context.Background(), MutateOptions{Sources: []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: fstest.MapFS{
		"app/injection_filter_strict/aws.rego": {Data: []byte("package aismm.app.injection_filter_strict.aws\n")}}}}, Only: func(*Policy) bool { return false }})
	if !errors.Is(err, ErrNoPolicies) {
		t.Errorf("the error is %v", err)
	}
}

// The same policies give the same bytes.
func TestMutateIsDeterministic(t *testing.T) {
	var first []byte
	for range 3 {
		raw, err := json.Marshal(mutated(t, fmt.Sprintf(joinRules, `evidence.shown(input.boundary, r, ["id"])`, "\n\tsome r in input.resources.aws_iam_role"), joinTests))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = raw
		}
		if string(raw) != string(first) {
			t.Fatalf("once\n%s\nand once\n%s", first, raw)
		}
	}
}

func TestPut(t *testing.T) {
	thing := &worldThing{kind: "k", members: map[string]*ast.Term{"id": ast.StringTerm("x"), "config": ast.MustParseTerm(`{"a": {"b": [1, {"c": 2}]}}`)}}
	for _, c := range []struct {
		steps []string
		value string
		want  string
	}{
		{[]string{"config", "a", "b", indexStep(1), "c"}, "3", `{"a": {"b": [1, {"c": 3}]}}`},
		{[]string{"config", "a", "b", indexStep(1), "c"}, "", `{"a": {"b": [1, {}]}}`},
		{[]string{"config", "a", "b", indexStep(0)}, "", `{"a": {"b": [{"c": 2}]}}`},
		{[]string{"config", "a"}, "", `{}`},
		{[]string{"config", "d", "e"}, `"new"`, `{"a": {"b": [1, {"c": 2}]}, "d": {"e": "new"}}`},
	} {
		var value *ast.Term
		if c.value != "" {
			value = ast.MustParseTerm(c.value)
		}
		got, ok := thing.put(c.steps, value)
		if !ok || !got.members["config"].Equal(ast.MustParseTerm(c.want)) {
			t.Errorf("put %s at %s gives %v, %v", c.value, fieldPattern(c.steps), got.members["config"], ok)
		}
	}
	if want := ast.MustParseTerm(`{"a": {"b": [1, {"c": 2}]}}`); !thing.members["config"].Equal(want) {
		t.Errorf("the thing itself is now %v", thing.members["config"])
	}
	if _, ok := thing.put([]string{"config", "a", "b", "c"}, ast.StringTerm("x")); ok {
		t.Error("a list has a member")
	}
}
