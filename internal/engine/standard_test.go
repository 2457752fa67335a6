package engine_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/version"

	"github.com/aismm/aismm/internal/verdict"
)

// root is the repository, in which the tools run.
const root = "../.."

// tool finds one of the programs of others that `make tools` builds. Without it nothing is proven, so that its absence is a failure.
func tool(t *testing.T, name, variable string) string {
	t.Helper()
	file := cmp.Or(os.Getenv(variable), filepath.Join(root, "bin", "tools", name))
	path, err := filepath.Abs(file)
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("this test runs the real %s, and there is none: `make tools` builds it into bin/tools, or set %s to the one that you have (%v)", name, variable, err)
	}
	return path
}

func opa(t *testing.T) string { return tool(t, "opa", "OPA_BINARY") }

func conftest(t *testing.T) string { return tool(t, "conftest", "CONFTEST_BINARY") }

// runs starts a program in the repository and gives its exit code and output.
func runs(t *testing.T, program string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	c := exec.Command(program, args...)
	c.Dir, c.Stdout, c.Stderr = root, &out, &errs
	err := c.Run()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return e.ExitCode(), out.String(), errs.String()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, out.String(), errs.String()
}

// ends runs a program that must end with a code, and whose output must hold every text.
func ends(t *testing.T, want int, texts []string, program string, args ...string) string {
	t.Helper()
	code, stdout, stderr := runs(t, program, args...)
	if code != want {
		t.Fatalf("%s %q ended with %d, not %d:\n%s%s", filepath.Base(program), args, code, want, stdout, stderr)
	}
	for _, text := range texts {
		if !strings.Contains(stdout+stderr, text) {
			t.Errorf("%s %q does not say %q:\n%s%s", filepath.Base(program), args, text, stdout, stderr)
		}
	}
	return stdout
}

// inputSchemaFile is the published schema, as `opa check` and editors are given it.
const inputSchemaFile = "policies/schemas/input.json"

func TestOPAReadsThePolicies(t *testing.T) {
	ends(t, 0, []string{"Version: " + version.Version + "\n"}, opa(t), "version")
	ends(t, 0, nil, opa(t), "check", "--strict", "policies")
	ends(t, 0, nil, opa(t), "check", "--strict", "--schema", inputSchemaFile, "policies", "docs/conftest")
	if out := ends(t, 0, nil, opa(t), "fmt", "--list", "--fail", "policies", "docs/conftest"); out != "" {
		t.Errorf("not in the form of opa fmt: %s", out)
	}
	ends(t, 0, []string{"PASS: "}, opa(t), "test", "--fail-on-empty", "--timeout", "60s", "policies")
	ends(t, 0, []string{`"default": 5`}, opa(t), "eval", "--data", "policies", "data.settings.max_owners")
}

// userPolicy is a control that somebody writes in a repository of their own, with a setting.
const userPolicy = `# METADATA
# scope: package
# title: Guardrails are ready
# custom:
#   remediation: Make them ready.
package aismm.gov.acceptable_use_signed.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail

# METADATA
# scope: document
# title: its status is one that we accept
# custom:
#   of: aws_bedrock_guardrail
#   field: config.status
met.accepted contains evidence.at(g, ["config", "status"]) if {
	some g in input.resources.aws_bedrock_guardrail
	g.config.status in input.settings.accepted_states
}
`

const userTest = `package aismm.gov.acceptable_use_signed.aws_test

import data.aismm.gov.acceptable_use_signed.aws as policy

test_accepted if {
	ready := {"id": "g", "kind": "aws_bedrock_guardrail", "ref": "g", "config": {"status": "READY"}}
	states := data.settings.accepted_states.default
	rows := policy.met.accepted with input.resources.aws_bedrock_guardrail as [ready] with input.settings.accepted_states as states
	rows == {{"of": "g", "ref": "g", "path": ["config", "status"]}}
}
`

const userSetting = `accepted_states:
  title: Accepted states
  description: The states of guardrails that we accept.
  schema: {type: array, items: {type: string}}
  default: [READY]
`

// own lays a user's policies down, with replacements in the policy.
func own(t *testing.T, oldnew ...string) string {
	t.Helper()
	dir := t.TempDir()
	policy := strings.NewReplacer(oldnew...).Replace(userPolicy)
	if len(oldnew) > 0 && policy == userPolicy {
		t.Fatalf("nothing was replaced: %q", oldnew)
	}
	for name, text := range map[string]string{"gov/acceptable_use_signed/aws.rego": policy, "gov/acceptable_use_signed/aws_test.rego": userTest, "settings/accepted_states.yaml": userSetting} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A user's own policies stand beside ours: OPA merges the settings, runs the tests, and finds typos by the schema that `aismm policy schema` writes.
func TestOPAReadsAUsersPolicies(t *testing.T) {
	good, schemas := own(t), t.TempDir()
	aismm(t, "policy", "schema", good, "--output", schemas)
	schema := filepath.Join(schemas, "input.json")
	ends(t, 0, nil, opa(t), "check", "--strict", "--schema", schema, "policies", good)
	ends(t, 0, []string{"PASS: 1/1"}, opa(t), "test", "--run", "acceptable_use_signed.aws", "policies", good)
	for _, c := range []struct {
		name, old, new string
		want           []string
	}{
		{"a field", "g.config.status in", "g.config.state in", []string{"aws.rego:20: rego_type_error: undefined ref: g.config.state", `have: "state"`, `"status"`}},
		{"a kind", "some g in input.resources.aws_bedrock_guardrail\n\tg", "some g in input.resources.aws_bedrock_gardrail\n\tg", []string{"rego_type_error: undefined ref: input.resources.aws_bedrock_gardrail", `"aws_bedrock_guardrail"`}},
		{"a setting", "settings.accepted_states", "settings.acepted_states", []string{"rego_type_error: undefined ref: input.settings.acepted_states", `"accepted_states"`}},
		{"a member of input", "input.settings.", "input.setting.", []string{"rego_type_error: undefined ref: input.setting.", `"settings"`}},
	} {
		bad := own(t, c.old, c.new)
		ends(t, 1, c.want, opa(t), "check", "--strict", "--schema", schema, "policies", bad)
		if c.name == "a field" { // a folder's schemas bind to nothing by themselves: OPA then checks no path, which is why the documentation names the file
			ends(t, 0, nil, opa(t), "check", "--strict", "--schema", schemas, "policies", bad)
		}
	}
}

// The real opa, given our policies and an input that we wrote, says what the engine says, for every policy in every boundary.
func TestOPAAgrees(t *testing.T) {
	checks, inputs := judgedDemo(t)
	policies := map[string]bool{}
	answers := map[string]map[string]any{} // by boundary: all policies of one see the same
	for _, c := range checks {
		file := inputOf(inputs, c)
		if _, err := os.Stat(file); err != nil {
			t.Fatalf("%s in %s: %v", c.Policy, c.Boundary, err)
		}
		if answers[c.Boundary] == nil {
			var reply struct {
				Result []struct {
					Expressions []struct{ Value map[string]any }
				}
			}
			stdout := ends(t, 0, nil, opa(t), "eval", "--data", "policies", "--ignore", "*_test.rego", "--strict-builtin-errors", "--input", file, "data.aismm")
			if err := json.Unmarshal([]byte(stdout), &reply); err != nil || len(reply.Result) != 1 {
				t.Fatalf("%s: %v", c.Boundary, err)
			}
			answers[c.Boundary] = reply.Result[0].Expressions[0].Value
		}
		var document any = answers[c.Boundary]
		for _, step := range strings.Split(c.Policy, ".")[1:] {
			document = document.(map[string]any)[step]
		}
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		parseAnswer(t, c.Policy, data).agrees(t, c)
		policies[c.Policy] = true
	}
	if shipped := loadPlain(t).count(); len(policies) != shipped {
		t.Errorf("%d of %d policies were compared", len(policies), shipped)
	}
}

// denial is one result of the adapter's rules.
type denial struct {
	Msg      string
	Metadata struct{ Policy, Boundary, Condition, Kind, ID string }
}

type tested struct {
	Filename           string
	Failures, Warnings []denial
}

func (d denial) key() string {
	m := d.Metadata
	return strings.Join([]string{m.Policy, m.Boundary, m.Condition, m.Kind, m.ID}, " ")
}

// tests runs conftest over files with the policies of folders.
func tests(t *testing.T, want int, files string, folders ...string) []tested {
	t.Helper()
	args := []string{"test", files, "--output", "json"}
	for _, f := range folders {
		args = append(args, "--policy", f)
	}
	var results []tested
	if err := json.Unmarshal([]byte(ends(t, want, nil, conftest(t), args...)), &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// With the adapter conftest denies exactly what fails. What is unknown because of a gap it may deny or not, because it sees none.
func TestConftestAgrees(t *testing.T) {
	checks, inputs := judgedDemo(t)
	adapter := t.TempDir()
	aismm(t, "policy", "adapter", "--output", adapter)
	verdicts := map[string]verdict.Verdict{}
	for _, c := range checks {
		for _, s := range c.Subjects {
			for _, condition := range s.Conditions {
				key := strings.Join([]string{c.Policy, c.Boundary, condition.ID, s.Kind, s.ID}, " ")
				// An organization's subject may count for several boundaries: the worst verdict is that of conftest.
				if have, ok := verdicts[key]; !ok || have == verdict.Pass {
					verdicts[key] = condition.Verdict
				}
			}
		}
	}
	denied := map[string]bool{}
	for _, file := range tests(t, 1, inputs, "policies", adapter) {
		for _, d := range file.Failures {
			denied[d.key()] = true
			if v := verdicts[d.key()]; v != verdict.Fail && v != verdict.Unknown {
				t.Errorf("conftest denies what is %q: %s (%s)", v, d.key(), d.Msg)
			}
		}
		for _, d := range file.Warnings {
			if v := verdicts[d.key()]; v != verdict.Unknown {
				t.Errorf("conftest warns of what is %q: %s (%s)", v, d.key(), d.Msg)
			}
		}
	}
	for key, v := range verdicts {
		if v == verdict.Fail && !denied[key] {
			t.Errorf("conftest does not deny %s", key)
		}
	}
}

// Without the adapter conftest finds no rules in the policies, and ends as if all were well; with it, nothing passes that was not judged.
func TestConftestNeverPassesUnseen(t *testing.T) {
	dir := t.TempDir()
	file := func(text string) string {
		t.Helper()
		name := filepath.Join(dir, "input.json")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const signed = `{"policy": "aismm.gov.acceptable_use_signed.records", "as_of": "2026-11-20T09:00:00Z", "boundary": {"id": "records:programme"},
		"records": {"record_person": [{"id": "p-1", "kind": "record_person", "ref": "record_person p-1", "config": {"status": "active"}}], "record_acceptable_use_signoff": [], "record_policy": []}}`
	ends(t, 0, []string{"0 tests, 0 passed"}, conftest(t), "test", file(signed), "--policy", "policies")
	for _, c := range []struct {
		name, input string
		folders     []string
		want        []string
	}{
		{"a failure", signed, []string{"policies", "docs/conftest"}, []string{"GOV-L2-1: record_person p-1: not met: "}},
		{"no input of a policy", `{"resources": {}}`, []string{"policies", "docs/conftest"}, []string{"this file is no input of a policy: it has no member \"policy\""}},
		{"an unknown policy", `{"policy": "aismm.gov.nothing.records"}`, []string{"policies", "docs/conftest"}, []string{"this file is for policy aismm.gov.nothing.records, which this adapter does not know"}},
		{"a policy that is no text", `{"policy": ["x"]}`, []string{"policies", "docs/conftest"}, []string{"which this adapter does not know"}},
		{"policies that are not loaded", signed, []string{"docs/conftest"}, []string{"this file is for policy aismm.gov.acceptable_use_signed.records, which is not loaded"}},
	} {
		results := tests(t, 1, file(c.input), c.folders...)
		var got []string
		for _, d := range results[0].Failures {
			got = append(got, d.Msg)
		}
		if len(got) != len(c.want) || !slices.EqualFunc(got, c.want, strings.HasPrefix) && !strings.Contains(got[0], c.want[0]) {
			t.Errorf("%s: got %q", c.name, got)
		}
	}
	// A user's adapter knows the user's policies.
	user, adapter := own(t), t.TempDir()
	aismm(t, "policy", "adapter", user, "--output", adapter)
	const guardrail = `{"policy": "aismm.gov.acceptable_use_signed.aws", "boundary": {"id": "aws:111122223333"}, "settings": {"accepted_states": ["READY"]},
		"resources": {"aws_bedrock_guardrail": [{"id": "g", "kind": "aws_bedrock_guardrail", "ref": "g", "config": {"status": "FAILED"}}]}}`
	failures := tests(t, 1, file(guardrail), "policies", user, adapter)[0].Failures
	if len(failures) != 1 || failures[0].key() != "aismm.gov.acceptable_use_signed.aws aws:111122223333 accepted aws_bedrock_guardrail g" {
		t.Errorf("got %+v", failures)
	}
}
