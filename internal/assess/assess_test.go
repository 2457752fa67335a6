package assess

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

var update = flag.Bool("update", false, "write the golden assessment again")

// wholeInput has something of everything.
func wholeInput(t testing.TB) Input {
	in := input(t,
		check(trailAWS, "MON-L2-1", prod, subject(verdict.Pass, "aws_cloudtrail_trail", "t1", model.Program), subject(verdict.Fail, "aws_sagemaker_endpoint", "e1", model.SelfHosted),
			subject(verdict.Fail, "aws_sagemaker_endpoint", "e2", model.SelfHosted), subject(verdict.Pass, "aws_bedrock_guardrail", "g1", model.PaaS)),
		open(check(trailAWS, "MON-L2-1", dev), denied("aws_sagemaker_endpoint", "sagemaker:ListEndpoints", dev)),
		check(promptsAWS, "MON-L2-2", prod, subject(verdict.Pass, "scope", prod+"/us-east-1", model.PaaS), subject(verdict.Unknown, "scope", prod+"/eu-central-1", model.PaaS)),
		check(rulesRecords, "GOV-L2-1", Programme, subject(verdict.Pass, "record_person", "p1", model.Program)),
		check(peopleAWS, "IAM-L2-1", prod, subject(verdict.Fail, "aws_iam_user", "u1", model.PaaS)),
	)
	in.Manifest.Providers = append(in.Manifest.Providers, evidence.ProviderEntry{Name: "openai", Reason: "the key was refused"})
	in.Waivers = []*waiver.Waiver{accepted(t, "endpoint", "MON-L2-1", waiver.Selector{IDs: []string{"e1"}}), accepted(t, "gone", "MON-L2-1", waiver.Selector{Kind: "aws_x"})}
	in.Attestations = []AttestationSource{signedFor("watch", "MON-L3-1", nil), signedFor("prompts", "MON-L2-2", map[string]any{"provider": "aws", "measured": map[string]any{"passed": 9, "of": 10}})}
	in.Targets = map[model.Category]model.Level{"MON": 3, "GOV": 2}
	in.Settings = []Setting{{"approved_regions", []any{"us-east-1"}, "configured"}, {"age_days", 90, "default"}}
	in.Organization = "Halden Mutual"
	in.Overlays = []Overlay{{Name: "halden-controls", Origin: "https://policies.example.com/halden.tar.gz", Digest: "sha256:0c1d2e3f4a5b", Revision: "r7", Signed: true}}
	for i := range in.Policies {
		if in.Policies[i].ID == peopleAWS {
			in.Policies[i].Source, in.Policies[i].File = "halden-controls", "halden-controls/policies/iam/people_known/aws.rego"
		}
	}
	return in
}

func TestGoldenAssessment(t *testing.T) {
	got, err := Encode(assess(t, wholeInput(t)))
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/assessment.json"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("the assessment differs from %s; look at the difference, and write it again with -update when it is right", file)
	}
}

// brief is what matters of an objective's result in most tests.
func brief(o *Objective) string {
	s := fmt.Sprintf("%s %d+%d?%d~%d", o.Status, o.Passed, o.Failed, o.Unknown, o.Waived)
	if o.Open {
		s += " open"
	}
	return fmt.Sprintf("%s %s..%s net %s %s..%s %s %d", s, o.Lower, o.Upper, o.Net.Status, o.Net.Lower, o.Net.Upper, o.Basis, o.Attested)
}

func TestObjectiveResults(t *testing.T) {
	const p, f, u = verdict.Pass, verdict.Fail, verdict.Unknown
	user := func(v verdict.Verdict, id string) verdict.Subject { return subject(v, "aws_iam_user", id, model.PaaS) }
	for name, tc := range map[string]struct {
		objective string
		checks    []verdict.Check
		want      string
	}{
		"boundaries add up": {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, user(p, "a"), user(p, "b")), check(trailAWS, "MON-L2-1", dev, user(p, "c"), user(f, "d"))},
			"met 3+1?0~0 75%..75% net met 75%..75% automated 0"},
		"a subject counts once, its worst verdict": {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, user(p, "a"), user(u, "b")), check(trailAWS, "MON-L2-1", dev, user(f, "a"), user(p, "b"))},
			"not_met 0+1?1~0 0%..50% net not_met 0%..50% automated 0"},
		"equal ids of two kinds are two": {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, user(p, "a"), subject(p, "aws_iam_role", "a", model.PaaS))},
			"met 2+0?0~0 100%..100% net met 100%..100% automated 0"},
		"nothing to judge":                           {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod)}, "not_applicable 0+0?0~0 –..– net not_applicable –..– automated 0"},
		"nothing, and it always applies":             {"GOV-L2-1", []verdict.Check{check(rulesRecords, "GOV-L2-1", Programme)}, "unknown 0+0?0~0 –..– net unknown –..– automated 0"},
		"open":                                       {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, user(p, "a")), open(check(trailAWS, "MON-L2-1", dev), denied("aws_iam_user", "iam:ListUsers", dev))}, "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0"},
		"an error opens":                             {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, user(p, "a")), {Policy: trailAWS, Objective: "MON-L2-1", Provider: "aws", Boundary: dev, Status: verdict.Error, Error: &verdict.Fault{Code: "deadline", Message: "took too long"}}}, "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0"},
		"unknown without subjects opens":             {"MON-L2-1", []verdict.Check{{Policy: trailAWS, Objective: "MON-L2-1", Provider: "aws", Boundary: dev, Status: u}}, "unknown 0+0?0~0 open –..– net unknown –..– automated 0"},
		"a policy that reached nothing":              {"MON-L2-1", nil, "unknown 0+0?0~0 open –..– net unknown –..– none 0"},
		"not assessed":                               {"MON-L3-1", nil, "not_assessed 0+0?0~0 –..– net not_assessed –..– none 0"},
		"a provider that was not read does not open": {"IAM-L2-1", []verdict.Check{check(peopleAWS, "IAM-L2-1", prod, user(p, "a"))}, "met 1+0?0~0 100%..100% net met 100%..100% automated 0"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := brief(result(t, assess(t, input(t, tc.checks...)), tc.objective)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestAProviderThatRefusedOpens(t *testing.T) {
	in := input(t, check(peopleAWS, "IAM-L2-1", prod, subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)))
	in.Manifest.Providers = append(in.Manifest.Providers, evidence.ProviderEntry{Name: "openai", Reason: "the key was refused"})
	o := result(t, assess(t, in), "IAM-L2-1")
	if got := brief(o); got != "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0" {
		t.Errorf("got %s", got)
	}
	want := []Settle{{Gap: verdict.Gap{Type: "unread", Scope: "openai:*", Outcome: "error", Message: "the key was refused", Settle: "connect openai: the key was refused"}, Scopes: []string{"openai:*"}}}
	if !reflect.DeepEqual(o.Settle, want) {
		t.Errorf("got  %+v\nwant %+v", o.Settle, want)
	}
}

func TestADroppedPolicyOpens(t *testing.T) {
	in := input(t, check(peopleAWS, "IAM-L2-1", prod, subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)))
	in.Problems = []Problem{{Policy: "aismm.iam.people_known.records", Dropped: true, File: "own/iam/people_known/records.rego", Line: 4, Message: "undefined ref"},
		{Policy: "aismm.mon.trail.azure", Dropped: true, Message: "a provider that was not read"}}
	a := assess(t, in)
	o := result(t, a, "IAM-L2-1")
	if got := brief(o); got != "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0" {
		t.Errorf("got %s", got)
	}
	if len(o.Settle) != 1 || o.Settle[0].Gap.Settle != "repair policy aismm.iam.people_known.records (own/iam/people_known/records.rego:4)" {
		t.Errorf("got %+v", o.Settle)
	}
}

func TestAProblemThatDropsNothingOpensNothing(t *testing.T) {
	in := input(t, check(peopleAWS, "IAM-L2-1", prod, subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)))
	in.Problems = []Problem{{Policy: "aismm.iam.people_known.records", Message: "an unknown key in its metadata"}}
	if got := brief(result(t, assess(t, in), "IAM-L2-1")); got != "met 1+0?0~0 100%..100% net met 100%..100% automated 0" {
		t.Errorf("got %s", got)
	}
}

// What an organization's check did not see can belong to any boundary of the organization.
func TestAHoleOfTheOrganizationIsOneOfItsBoundaries(t *testing.T) {
	here := subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)
	here.Boundary = prod
	in := input(t, open(check(peopleAWS, "IAM-L2-1", org, here), denied("aws_iam_user", "x:List", org)))
	whole := result(t, assess(t, in), "IAM-L2-1")
	if len(whole.ByBoundary) != 2 || whole.ByBoundary[0].Boundary != prod || whole.ByBoundary[0].Status != model.Unknown || !whole.ByBoundary[0].Open || whole.ByBoundary[0].Passed != 1 {
		t.Errorf("got %+v", whole.ByBoundary)
	}
	in.Cut = Cut{Boundaries: []string{prod}}
	if got := brief(result(t, assess(t, in), "IAM-L2-1")); got != "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0" {
		t.Errorf("got %s", got)
	}
	in.Cut = Cut{Boundaries: []string{Programme}}
	a := assess(t, in)
	if _, ok := a.Objective(oid(t, "IAM-L2-1")); ok || len(a.Checks) != 0 {
		t.Errorf("the programme has %+v", a.Checks)
	}
}

func TestSettleIsDeduplicatedAndCounted(t *testing.T) {
	twice := subject(verdict.Unknown, "aws_iam_user", "b", model.PaaS)
	twice.Conditions = append(twice.Conditions, twice.Conditions[0])
	in := input(t,
		open(check(trailAWS, "MON-L2-1", prod, subject(verdict.Unknown, "aws_iam_user", "a", model.PaaS), twice), denied("aws_cloudtrail_trail", "cloudtrail:ListTrails", prod+"/us-east-1")),
		open(check(trailAWS, "MON-L2-1", dev), denied("aws_cloudtrail_trail", "cloudtrail:ListTrails", dev+"/us-east-1")))
	want := []Settle{
		{Gap: denied("aws_cloudtrail_trail", "cloudtrail:ListTrails", prod+"/us-east-1"), Subjects: 0, Scopes: []string{prod + "/us-east-1", dev + "/us-east-1"}},
		{Gap: denied("aws_x_detail", "x:Get", prod+"/us-east-1"), Subjects: 2, Scopes: []string{prod + "/us-east-1"}},
	}
	if got := result(t, assess(t, in), "MON-L2-1").Settle; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWhatPeopleCanDoSettles(t *testing.T) {
	a := assess(t, input(t, check(rulesRecords, "GOV-L2-1", Programme)))
	for id, want := range map[string]string{
		"GOV-L2-1": "create or export what the objective counts: the register",
		"IAM-L2-1": "scan the organization or the boundaries that aismm.iam.people_known.aws judges",
		"MON-L3-1": "sign a dated statement with the evidence behind it: aismm attest new --objective MON-L3-1",
		"INF-L2-1": "sign a dated statement with the evidence behind it: aismm attest new --objective INF-L2-1",
	} {
		if got := result(t, a, id).Settle; len(got) != 1 || got[0].Gap.Settle != want {
			t.Errorf("%s: got %+v", id, got)
		}
	}
	in := input(t)
	in.Policies = append(in.Policies, policy("aismm.inf.closed.gcp", "INF-L2-1", "gcp_x_thing"))
	if got := result(t, assess(t, in), "INF-L2-1").Settle; len(got) != 1 || got[0].Gap.Settle != "connect gcp" {
		t.Errorf("got %+v", got)
	}
}

func TestAttestations(t *testing.T) {
	const p, f, u = verdict.Pass, verdict.Fail, verdict.Unknown
	scope := func(v verdict.Verdict, id string) verdict.Subject { return subject(v, "scope", id, model.PaaS) }
	prompts := func(boundary string, s ...verdict.Subject) verdict.Check {
		return check(promptsAWS, "MON-L2-2", boundary, s...)
	}
	gap := denied("aws_x", "x:List", dev)
	numbers := func(passed, of int) map[string]any {
		return map[string]any{"measured": map[string]any{"passed": passed, "of": of}}
	}
	for name, tc := range map[string]struct {
		objective string
		checks    []verdict.Check
		says      map[string]any
		want      string
		state     AttestationState
	}{
		"people decide":                       {"MON-L3-1", nil, nil, "met 1+0?0~0 100%..100% net met 100%..100% attested 1", AttestationUsed},
		"with numbers":                        {"MON-L3-1", nil, numbers(9, 10), "not_met 9+1?0~0 90%..90% net not_met 90%..90% attested 10", AttestationUsed},
		"fills what is unknown":               {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a"), scope(u, "b"))}, nil, "met 2+0?0~0 100%..100% net met 100%..100% mixed 1", AttestationUsed},
		"never overrides a failure":           {"MON-L2-2", []verdict.Check{prompts(prod, scope(f, "a"), scope(f, "b"), scope(u, "c"))}, nil, "not_met 1+2?0~0 33.33%..33.33% net not_met 33.33%..33.33% mixed 1", AttestationUsed},
		"unneeded":                            {"MON-L2-2", []verdict.Check{prompts(prod, scope(f, "a"))}, nil, "not_met 0+1?0~0 0%..0% net not_met 0%..0% automated 0", AttestationUnneeded},
		"policies found nothing":              {"MON-L2-2", []verdict.Check{prompts(prod)}, nil, "not_applicable 0+0?0~0 –..– net not_applicable –..– automated 0", AttestationUnneeded},
		"numbers fill in proportion":          {"MON-L2-2", []verdict.Check{prompts(prod, scope(u, "a"), scope(u, "b"), scope(u, "c"))}, numbers(2, 3), "not_met 2+1?0~0 66.66%..66.66% net not_met 66.66%..66.66% mixed 3", AttestationUsed},
		"a fraction passes above the target":  {"MON-L2-2", []verdict.Check{prompts(prod, scope(u, "a"))}, numbers(8, 10), "met 1+0?0~0 100%..100% net met 100%..100% mixed 1", AttestationUsed},
		"a fraction fails below the target":   {"MON-L2-2", []verdict.Check{prompts(prod, scope(u, "a"))}, numbers(79, 100), "not_met 0+1?0~0 0%..0% net not_met 0%..0% mixed 1", AttestationUsed},
		"numbers cannot thin failures out":    {"MON-L2-2", []verdict.Check{prompts(prod, scope(f, "a"), scope(u, "b"))}, numbers(1000, 1000), "not_met 1+1?0~0 50%..50% net not_met 50%..50% mixed 1", AttestationUsed},
		"numbers include what was seen":       {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a"), scope(f, "b")), open(prompts(dev), gap)}, numbers(10, 10), "met 9+1?0~0 90%..90% net met 90%..90% mixed 8", AttestationUsed},
		"an open population closes":           {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a")), open(prompts(dev), gap)}, nil, "met 1+0?0~0 100%..100% net met 100%..100% mixed 0", AttestationUsed},
		"another boundary stays open":         {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a")), open(prompts(dev), gap)}, map[string]any{"boundaries": []any{prod}}, "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0", AttestationUnneeded},
		"its own boundary closes":             {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a")), open(prompts(dev), gap)}, map[string]any{"boundaries": []any{dev}}, "met 2+0?0~0 100%..100% net met 100%..100% mixed 1", AttestationUsed},
		"two holes, one boundary":             {"MON-L2-2", []verdict.Check{open(prompts(prod, scope(p, "a")), gap), open(prompts(dev), gap)}, map[string]any{"boundaries": []any{dev}}, "unknown 2+0?0~0 open 100%..100% net unknown 100%..100% mixed 1", AttestationUsed},
		"seen from two boundaries":            {"MON-L2-2", []verdict.Check{prompts(prod, scope(u, "a")), prompts(dev, scope(u, "a"))}, map[string]any{"boundaries": []any{dev}}, "unknown 0+0?1~0 0%..100% net unknown 0%..100% mixed 1", AttestationUsed},
		"a provider that nobody read":         {"MON-L2-2", []verdict.Check{prompts(prod, scope(f, "a"))}, map[string]any{"provider": "gcp", "measured": map[string]any{"passed": 9, "of": 9}}, "met 9+1?0~0 90%..90% net met 90%..90% mixed 9", AttestationUsed},
		"nothing, and it always applies":      {"GOV-L2-1", []verdict.Check{check(rulesRecords, "GOV-L2-1", Programme)}, nil, "unknown 0+0?0~0 –..– net unknown –..– automated 0", AttestationRefused},
		"automated, the provider was read":    {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, scope(u, "a"))}, nil, "unknown 0+0?1~0 0%..100% net unknown 0%..100% automated 0", AttestationRefused},
		"automated, of another provider":      {"MON-L2-1", []verdict.Check{check(trailAWS, "MON-L2-1", prod, scope(p, "a"))}, map[string]any{"provider": "gcp"}, "met 2+0?0~0 100%..100% net met 100%..100% mixed 1", AttestationUsed},
		"automated, without any provider":     {"INF-L2-1", nil, nil, "met 1+0?0~0 100%..100% net met 100%..100% attested 1", AttestationUsed},
		"run out":                             {"MON-L3-1", nil, map[string]any{"expires_at": "2026-11-19"}, "unknown 0+0?0~0 open –..– net unknown –..– none 0", AttestationExpired},
		"its last day":                        {"MON-L3-1", nil, map[string]any{"expires_at": "2026-11-20"}, "met 1+0?0~0 100%..100% net met 100%..100% attested 1", AttestationUsed},
		"of the future":                       {"MON-L3-1", nil, map[string]any{"signed_at": "2026-11-21T00:00:00Z"}, "unknown 0+0?0~0 open –..– net unknown –..– none 0", AttestationFuture},
		"reviewed by its owner":               {"MON-L3-1", nil, map[string]any{"reviewer": " A@example.com"}, "not_assessed 0+0?0~0 –..– net not_assessed –..– none 0", AttestationRefused},
		"one that has run out opens its part": {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a"))}, map[string]any{"provider": "gcp", "expires_at": "2026-11-19"}, "unknown 1+0?0~0 open 100%..100% net unknown 100%..100% automated 0", AttestationExpired},
		"unknown, with one that has run out":  {"MON-L2-2", []verdict.Check{prompts(prod, scope(p, "a"), scope(u, "b"))}, map[string]any{"expires_at": "2026-11-19"}, "unknown 1+0?1~0 50%..100% net unknown 50%..100% automated 0", AttestationExpired},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, tc.checks...)
			in.Attestations = []AttestationSource{signedFor("s", tc.objective, tc.says)}
			a := assess(t, in)
			if got := brief(result(t, a, tc.objective)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
			if o := result(t, a, tc.objective); !o.Open && o.Unknown == 0 && o.Status.Decided() && len(o.Settle) > 0 {
				t.Errorf("nothing is unknown, but this would settle it: %+v", o.Settle)
			}
			if got := a.Attestations[0]; got.State != tc.state || (got.Message == "") != (tc.state == AttestationUsed) {
				t.Errorf("the attestation is %s: %q", got.State, got.Message)
			}
		})
	}
}

func TestTheLatestAttestationCounts(t *testing.T) {
	in := input(t)
	in.Attestations = []AttestationSource{signedFor("old", "MON-L3-1", nil), signedFor("new", "MON-L3-1", map[string]any{"signed_at": "2026-11-01", "measured": map[string]any{"passed": 1, "of": 2}})}
	a := assess(t, in)
	if got := brief(result(t, a, "MON-L3-1")); got != "not_met 1+1?0~0 50%..50% net not_met 50%..50% attested 2" {
		t.Errorf("got %s", got)
	}
	if a.Attestations[0].State != AttestationUsed || a.Attestations[1].State != AttestationSuperseded || a.Attestations[1].Message != "attestation new speaks of the same and is later" {
		t.Errorf("got %+v", a.Attestations)
	}
}

func TestAttestationsThatAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		says map[string]any
		want string
	}{
		"fields missing":    {map[string]any{"owner": nil, "signed_at": nil}, "owner is missing; signed_at is missing"},
		"fields of no form": {map[string]any{"statement": 3.0, "boundaries": "x", "measured": map[string]any{"passed": 3.0, "of": 2.0}, "files": "x"}, "statement is no text; boundaries is no list of texts; measured needs whole numbers passed and of, with 0 <= passed <= of and of >= 1; files is no list"},
		"no date":           {map[string]any{"expires_at": "soon"}, `expires_at is "soon"; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z`},
		"for too long":      {map[string]any{"expires_at": "2028-03-31"}, "it speaks for 548 days; MON-L3-1 allows 365"},
		"ends first":        {map[string]any{"expires_at": "2026-09-01"}, "it expires at 2026-09-01, not after it was signed at 2026-10-01"},
		"objective":         {map[string]any{"objective": "MON-L5-9"}, "the model has no objective MON-L5-9"},
		"fractions":         {map[string]any{"measured": map[string]any{"passed": 1.5, "of": 2.0}}, "measured needs whole numbers passed and of, with 0 <= passed <= of and of >= 1"},
		"own review":        {map[string]any{"reviewer": "A@example.com"}, `owner and reviewer are both "a@example.com"; somebody else has to review it`},
		"a changed file": {map[string]any{"files": []any{map[string]any{"path": "proof.pdf", "sha256": strings.Repeat("1", 64), "size": json.Number("12"), "signed_sha256": strings.Repeat("0", 64)}}},
			"the file proof.pdf has changed since it was signed: its sha256 was 000000000000… and is 111111111111…; have it reviewed and signed again"},
		"a pin of no form": {map[string]any{"files": []any{map[string]any{"path": "x", "sha256": strings.Repeat("1", 64), "size": 1.0, "signed_sha256": 3.0}}}, "files needs path, sha256 and size of every file"},
		"files":            {map[string]any{"files": []any{map[string]any{"path": "x"}}}, "files needs path, sha256 and size of every file"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t)
			in.Attestations = []AttestationSource{signedFor("s", "MON-L3-1", tc.says)}
			if got := assess(t, in).Attestations[0]; got.State != AttestationRefused || got.Message != tc.want {
				t.Errorf("%s: got  %s\nwant %s", got.State, got.Message, tc.want)
			}
		})
	}
	in := input(t)
	in.Attestations = []AttestationSource{signedFor("s", "MON-L3-1", nil)}
	in.Attestations[0].Resource.Missing = []string{"file:Read"}
	for want, why := range map[string][]string{
		"a file behind it could not be read":                             nil,
		"read the file a behind it: permission denied; read the file b…": {"read the file a behind it: permission denied", "read the file b…"},
	} {
		in.Attestations[0].Unread = why
		if got := assess(t, in).Attestations[0]; got.State != AttestationRefused || got.Message != want {
			t.Errorf("got %+v", got)
		}
	}
}

func TestWaivers(t *testing.T) {
	two := subject(verdict.Fail, "aws_iam_user", "two", model.PaaS)
	two.Conditions = append(two.Conditions, verdict.Condition{ID: "fresh", Verdict: verdict.Fail})
	checks := func() []verdict.Check {
		return []verdict.Check{check(trailAWS, "MON-L2-1", prod, subject(verdict.Fail, "aws_iam_user", "one", model.PaaS), two, subject(verdict.Pass, "aws_iam_user", "good", model.PaaS),
			subject(verdict.Unknown, "aws_iam_user", "dark", model.PaaS))}
	}
	of := func(id string, edit func(*waiver.Waiver), ids ...string) *waiver.Waiver {
		w := accepted(t, id, "MON-L2-1", waiver.Selector{IDs: ids})
		if edit != nil {
			edit(w)
		}
		return w
	}
	condition := func(c string) func(*waiver.Waiver) { return func(w *waiver.Waiver) { w.Condition = c } }
	for name, tc := range map[string]struct {
		waivers []*waiver.Waiver
		waived  int
		states  string
	}{
		"one subject":                      {[]*waiver.Waiver{of("a", nil, "one")}, 1, "a used 1"},
		"a pattern":                        {[]*waiver.Waiver{of("a", nil, "*o*")}, 2, "a used 2"},
		"passes are not waived":            {[]*waiver.Waiver{of("a", nil, "good")}, 0, "a unused 0 no failed subject matches it; remove it, or correct its selector"},
		"unknown is not waived":            {[]*waiver.Waiver{of("a", nil, "dark")}, 0, "a unused 0 no failed subject matches it; remove it, or correct its selector"},
		"one condition of two":             {[]*waiver.Waiver{of("a", condition("on"), "two")}, 0, "a unused 0 the subjects that it names fail other conditions too, which it does not accept"},
		"two waivers for two conditions":   {[]*waiver.Waiver{of("a", condition("on"), "two"), of("b", condition("fresh"), "two")}, 1, "a used 1; b used 1"},
		"expired":                          {[]*waiver.Waiver{of("a", func(w *waiver.Waiver) { w.Expires = at(t, "2026-11-20T09:20:41Z") }, "one")}, 0, "a expired 0 it expired at 2026-11-20T09:20:41Z; remove it, or have it approved again"},
		"not begun":                        {[]*waiver.Waiver{of("a", func(w *waiver.Waiver) { w.Starts = at(t, "2026-11-21T00:00:00Z") }, "one")}, 0, "a future 0 it begins at 2026-11-21"},
		"too long":                         {[]*waiver.Waiver{of("a", func(w *waiver.Waiver) { w.Expires = at(t, "2028-11-21T00:00:00Z") }, "one")}, 0, "a refused 0 it lasts 750 days from 2026-11-01; the most is 180 (waivers.max_days)"},
		"another objective":                {[]*waiver.Waiver{accepted(t, "a", "MON-L2-2", waiver.Selector{IDs: []string{"one"}})}, 0, "a unused 0 no failed subject matches it; remove it, or correct its selector"},
		"an objective that is not there":   {[]*waiver.Waiver{accepted(t, "a", "MON-L5-9", waiver.Selector{IDs: []string{"one"}})}, 0, "a refused 0 the model has no objective MON-L5-9"},
		"broad":                            {[]*waiver.Waiver{of("a", nil, "*")}, 2, `a used 2 broad the pattern "*" matches nearly everything`},
		"the boundary, given by the check": {[]*waiver.Waiver{accepted(t, "a", "MON-L2-1", waiver.Selector{Boundaries: []string{prod}})}, 2, "a used 2"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, checks()...)
			in.Waivers = tc.waivers
			a := assess(t, in)
			var states []string
			for _, w := range a.Waivers {
				s := fmt.Sprintf("%s %s %d", w.ID, w.State, w.Subjects)
				if w.Broad {
					s += " broad"
				}
				states = append(states, strings.TrimSpace(s+" "+w.Message))
			}
			o := result(t, a, "MON-L2-1")
			if got := strings.Join(states, "; "); got != tc.states || o.Waived != tc.waived || o.Failed != 2 || o.Passed != 1 || o.Unknown != 1 {
				t.Errorf("got %s; %s", got, brief(o))
			}
			marked := 0
			for _, s := range a.Checks[0].Subjects {
				if s.Waiver != nil {
					marked++
					if *s.Waiver != (verdict.Waiver{ID: "a", Owner: "iam@example.com", Ticket: "RISK-1", Expires: "2026-12-31T00:00:00Z"}) || s.Verdict != verdict.Fail {
						t.Errorf("got %+v %+v", s, s.Waiver)
					}
				}
			}
			if marked != tc.waived {
				t.Errorf("%d subjects are marked as waived", marked)
			}
		})
	}
}

func TestAWaiverThatTheInputClaimsIsDropped(t *testing.T) {
	claimed := subject(verdict.Fail, "aws_iam_user", "a", model.PaaS)
	claimed.Waiver = &verdict.Waiver{ID: "from nowhere"}
	if got := brief(result(t, assess(t, input(t, check(trailAWS, "MON-L2-1", prod, claimed))), "MON-L2-1")); got != "not_met 0+1?0~0 0%..0% net not_met 0%..0% automated 0" {
		t.Errorf("got %s", got)
	}
}

func TestASubjectSeenTwiceIsWaivedTwice(t *testing.T) {
	in := input(t, check(trailAWS, "MON-L2-1", prod, subject(verdict.Fail, "aws_iam_user", "a", model.PaaS)), check(trailAWS, "MON-L2-1", dev, subject(verdict.Fail, "aws_iam_user", "a", model.PaaS)))
	in.Waivers = []*waiver.Waiver{accepted(t, "w", "MON-L2-1", waiver.Selector{Boundaries: []string{prod}})}
	if got := brief(result(t, assess(t, in), "MON-L2-1")); got != "not_met 0+1?0~0 0%..0% net not_met 0%..0% automated 0" {
		t.Errorf("got %s", got)
	}
	in.Waivers[0].Subjects.Boundaries = []string{dev}
	if got := brief(result(t, assess(t, in), "MON-L2-1")); got != "not_met 0+1?0~0 0%..0% net not_met 0%..0% automated 0" {
		t.Errorf("got %s", got)
	}
	in.Waivers[0].Subjects.Boundaries = append(in.Waivers[0].Subjects.Boundaries, prod)
	if got := brief(result(t, assess(t, in), "MON-L2-1")); got != "not_met 0+1?0~1 0%..0% net not_applicable –..– automated 0" {
		t.Errorf("got %s", got)
	}
}

func TestInputThatContradictsItself(t *testing.T) {
	if _, err := Assess(Input{}); err == nil {
		t.Error("an empty input is assessed")
	}
	in := input(t)
	in.Cut = Cut{Providers: []string{"awz"}, Boundaries: []string{"aws:1"}}
	if _, err := Assess(in); err == nil || err.Error() != "cut by provider \"awz\": the bundle has aws, records\ncut by boundary \"aws:1\": the bundle has no such boundary; `aismm bundle show` lists them" {
		t.Errorf("got %v", err)
	}
	odd := subject("maybe", "k", "i", "cloud")
	_, err := Assess(input(t, check(trailAWS, "MON-L9-1", prod), verdict.Check{Policy: "p", Objective: "MON-L2-1", Boundary: "b", Status: "fine", Subjects: []verdict.Subject{odd}}))
	want := `assess policy aismm.mon.trail.aws in aws:444455556666: the model has no objective "MON-L9-1"
assess policy p in b: unknown status "fine"
assess policy p in b: subject k i has the unknown verdict "maybe"
assess policy p in b: subject k i: parse deployment type "cloud": want one of self_hosted, paas, saas, program`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func BenchmarkAssess(b *testing.B) {
	in := input(b)
	in.Manifest.Ledger = nil
	for account := range 1000 {
		scope := evidence.NewScope("aws", fmt.Sprintf("%012d", account), "")
		in.Manifest.Ledger = append(in.Manifest.Ledger, evidence.LedgerEntry{Scope: scope, Status: evidence.Collected})
		var subjects []verdict.Subject
		for i := range 100 {
			subjects = append(subjects, subject(verdict.Fail, "aws_sagemaker_endpoint", fmt.Sprintf("%s/%d", scope.ID, i), model.SelfHosted))
		}
		in.Checks = append(in.Checks, check(trailAWS, "MON-L2-1", scope.ID, subjects...))
	}
	for i := range 100 {
		in.Waivers = append(in.Waivers, accepted(b, fmt.Sprint("w", i), "MON-L2-1", waiver.Selector{IDs: []string{fmt.Sprintf("aws:%012d/*", i)}}))
	}
	b.ReportAllocs()
	for b.Loop() {
		assess(b, in)
	}
}
