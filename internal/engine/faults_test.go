package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

const goodPolicy = `# METADATA
# scope: package
# title: Guardrails are ready
# custom:
#   remediation: Make them ready.
package aismm.app.injection_filter_strict.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail

# METADATA
# scope: document
# title: it is ready
# custom:
#   of: aws_bedrock_guardrail
#   field: config.status
met.ready contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status == "READY"
}
`

const (
	goodPath  = "app/injection_filter_strict/aws.rego"
	otherPath = "org/no_unregistered_ai_resources/aws.rego"
)

func guardrails(t testing.TB) *evidence.Bundle {
	return writeBundle(t, []testDocument{{Scope: "aws:111122223333/us-east-1", Collector: "aws/bedrock", Resources: map[string][]*evidence.Resource{
		"aws_bedrock_guardrail": {{ID: "g1", Config: map[string]any{"status": "READY", "size": 0}}, {ID: "g2", Config: map[string]any{"status": "READY", "size": 2}}},
	}}}, nil)
}

// withBody is the good policy at another path with other rules.
func withBody(rules string) string {
	head, _, _ := strings.Cut(goodPolicy, "subjects contains")
	return strings.Replace(head, "app.injection_filter_strict", "org.no_unregistered_ai_resources", 1) + rules
}

const readyMeta = `# METADATA
# scope: document
# title: it is ready
# custom:
#   of: aws_bedrock_guardrail
#   field: config.status
`

const guardSubjects = "subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail\n\n"

// A policy that misbehaves is an error of its own check, which keeps the population open. The other policy judges as ever.
func TestPoliciesThatMisbehave(t *testing.T) {
	cases := []struct {
		name, rules   string
		code, message string
		line          int
		timeout       time.Duration
		broken        bool
	}{
		{name: "raises", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\t1 / g.config.size == 1\n}\n",
			code: "eval_builtin_error", message: "div: divide by zero", line: 20},
		{name: "conflicts", rules: guardSubjects + "one := {\"k\": g.id | some g in input.resources.aws_bedrock_guardrail}\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tone.k == g.id\n}\n",
			code: "eval_conflict_error", message: "object keys must be unique", line: 12},
		{name: "loops", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tsome i in numbers.range(1, 3000)\n\tsome j in numbers.range(1, 3000)\n\ti * j == -1\n}\n",
			code: "timeout", message: "it took longer than 300ms", timeout: 300 * time.Millisecond},
		{name: "rows are texts", rules: "subjects contains g.id if some g in input.resources.aws_bedrock_guardrail\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "shape", message: `subjects holds "g1"; a row is an object, made by evidence.subject`},
		{name: "rows have more members", rules: "subjects contains object.union(evidence.subject(g), {\"severity\": \"high\"}) if some g in input.resources.aws_bedrock_guardrail\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "shape", message: `subjects holds a row with "severity"; a row has kind, id, ref, seen, boundary`},
		{name: "rows have fewer members", rules: guardSubjects + readyMeta + "met.ready contains {\"of\": g.ref, \"ref\": g.ref} if some g in input.resources.aws_bedrock_guardrail\n",
			code: "shape", message: `met.ready holds a row without of, ref or path: {"of": "aws_bedrock_guardrail g1", "ref": "aws_bedrock_guardrail g1"}`},
		{name: "a path of objects", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [g]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "shape"},
		{name: "a subject that is not there", rules: "subjects contains {\"kind\": \"aws_bedrock_guardrail\", \"id\": \"x\", \"ref\": \"x\"}\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "subject", message: `subject "x" is nothing that there is; make subjects with evidence.subject or evidence.named`},
		{name: "a subject under another name", rules: "subjects contains {\"kind\": \"aws_bedrock_guardrail\", \"id\": \"x\", \"ref\": g.ref} if some g in input.resources.aws_bedrock_guardrail\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "subject", message: `subject "aws_bedrock_guardrail g1" says that it is aws_bedrock_guardrail x`},
		{name: "a name without a place", rules: "subjects contains {\"kind\": \"model\", \"id\": \"m\", \"ref\": \"model:m\", \"seen\": \"nowhere\"}\n\n" + strings.Replace(readyMeta, "aws_bedrock_guardrail", "model", 1) + "met.ready contains evidence.at({\"ref\": \"model:m\"}, [\"id\"])\n",
			code: "subject", message: `subject model:m says that it was seen at "nowhere", which is not there`},
		{name: "a row about nothing", rules: guardSubjects + readyMeta + "met.ready contains {\"of\": \"nothing\", \"ref\": g.ref, \"path\": [\"id\"]} if some g in input.resources.aws_bedrock_guardrail\n",
			code: "row", message: `met.ready is about "nothing", which is not there`},
		{name: "a row that points nowhere", rules: guardSubjects + readyMeta + "met.ready contains {\"of\": g.ref, \"ref\": \"nowhere\", \"path\": [\"id\"]} if some g in input.resources.aws_bedrock_guardrail\n",
			code: "row", message: `met.ready points at "nowhere", which is not there`},
		{name: "a subject that nothing judges", rules: guardSubjects + "subjects contains evidence.subject(input.boundary)\n\n" + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n",
			code: "subject", message: "subject boundary aws:111122223333 is judged by no condition: none has boundary in custom.of"},
		{name: "a row about another kind", rules: guardSubjects + "subjects contains evidence.subject(input.boundary)\n\n" + readyMeta + "met.ready contains evidence.at(input.boundary, [\"id\"])\n",
			code: "row", message: "met.ready has a row about boundary aws:111122223333, but custom.of does not name boundary"},
		{name: "met and violated", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n\nviolations.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.id == \"g2\"\n}\n",
			code: "contradiction", message: "ready is met by aws_bedrock_guardrail g2 and violated by it at once"},
		{name: "does not compile", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\tg.config.statuss == \"READY\"\n}\n", broken: true,
			code: "schema", message: `g.config.statuss: there is no "statuss"; did you mean "status"?`, line: 20},
		{name: "reads the environment", rules: guardSubjects + readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in input.resources.aws_bedrock_guardrail\n\topa.runtime().env.PATH != \"\"\n}\n", broken: true,
			code: "compile", message: "undefined function opa.runtime", line: 20},
		{name: "has no subjects", rules: readyMeta + "met.ready contains evidence.at(g, [\"id\"]) if some g in input.resources.aws_bedrock_guardrail\n", broken: true,
			code: "shape", message: "there are no subjects: write `subjects contains evidence.subject(x) if …`", line: 6},
	}
	b := guardrails(t)
	alone, err := loadFiles(t, map[string]string{goodPath: goodPolicy}).Evaluate(context.Background(), b, EvalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			set := loadFiles(t, map[string]string{goodPath: goodPolicy, otherPath: withBody(c.rules)})
			if got := len(set.Problems()) > 0; got != c.broken {
				t.Errorf("problems: %v", set.Problems())
			}
			r, err := set.Evaluate(context.Background(), b, EvalOptions{Timeout: c.timeout, Parallel: 1})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Checks) != 2 {
				t.Fatalf("got %d checks", len(r.Checks))
			}
			if fmt.Sprintf("%+v", r.Checks[0]) != fmt.Sprintf("%+v", alone.Checks[0]) || r.Checks[0].Status != verdict.Pass {
				t.Errorf("the other policy gave %+v, alone it gave %+v", r.Checks[0], alone.Checks[0])
			}
			got := r.Checks[1]
			if got.Error == nil {
				t.Fatalf("no error: %+v", got)
			}
			if c.message == "" {
				c.message = got.Error.Message
			}
			location := "own/" + otherPath
			if c.line > 0 {
				location = fmt.Sprintf("own/%s:%d", otherPath, c.line)
			} else if c.code == "timeout" {
				location = got.Error.Location // wherever it was at that moment
			}
			want := verdict.Check{Policy: "aismm.org.no_unregistered_ai_resources.aws", Objective: "ORG-L3-2", Provider: "aws", Boundary: "aws:111122223333",
				Status: verdict.Error, Open: true, Error: &verdict.Fault{Code: c.code, Message: c.message, Location: location}, Subjects: []verdict.Subject{},
				Gaps: []verdict.Gap{{Type: "policy", Message: c.message, Settle: "correct the policy aismm.org.no_unregistered_ai_resources.aws (own/" + otherPath + ")"}}}
			if fmt.Sprintf("%+v %+v", got, *got.Error) != fmt.Sprintf("%+v %+v", replaceError(want, got.Error), *want.Error) {
				t.Errorf("got\n%+v %+v\nwant\n%+v %+v", got, *got.Error, want, *want.Error)
			}
		})
	}
}

// replaceError makes two checks print the same pointer.
func replaceError(c verdict.Check, f *verdict.Fault) verdict.Check {
	c.Error = f
	return c
}

func TestEvaluateEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := loadFiles(t, map[string]string{goodPath: goodPolicy}).Evaluate(ctx, guardrails(t), EvalOptions{})
	if err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("got %v", err)
	}
}

func TestSettingsThatDoNotFit(t *testing.T) {
	set := loadFiles(t, map[string]string{goodPath: goodPolicy,
		"settings/regions.yaml": "regions:\n  title: Regions\n  description: Where.\n  schema: {type: array, items: {type: string}}\n"})
	_, err := set.Evaluate(context.Background(), guardrails(t), EvalOptions{Settings: map[string]any{"regions": []any{"eu-central-1", 5}, "region": "x"}})
	want := "settings.region: no policy declares it; did you mean \"regions\"?\nsettings.regions: at 1: got number, want string; it is declared in own/settings/regions.yaml"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestPrint(t *testing.T) {
	policy := strings.Replace(goodPolicy, "g.config.status == \"READY\"", "print(\"saw\", g.id)\n\tg.config.status == \"READY\"", 1)
	set := loadFiles(t, map[string]string{goodPath: policy})
	var out strings.Builder
	if _, err := set.Evaluate(context.Background(), guardrails(t), EvalOptions{Print: &out}); err != nil {
		t.Fatal(err)
	}
	want := "own/app/injection_filter_strict/aws.rego:20: aws:111122223333: saw g1\nown/app/injection_filter_strict/aws.rego:20: aws:111122223333: saw g2\n"
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
}
