package assess

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// The invented estate: an AWS organization with two accounts, one of which cannot be entered; an OpenAI organization that could not
// be signed in to; and the programme's records.
const (
	org, prod, dev = "aws:o-exampleorg", "aws:444455556666", "aws:777788889999"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func oid(t testing.TB, s string) model.ObjectiveID {
	t.Helper()
	id, err := model.ParseObjectiveID(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// catalog holds a few objectives with what tests need; fields that do not matter are short.
func catalog(t testing.TB) *model.Catalog {
	t.Helper()
	c, err := loadCatalog()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var loadCatalog = sync.OnceValues(func() (*model.Catalog, error) {
	var b strings.Builder
	add := func(id, slug, deployment, mode, target string, always bool, providers ...string) {
		b.WriteString("- id: " + id + "\n  slug: " + slug + "\n  title: Title of " + slug + "\n  level: " + id[len(id)-3:len(id)-2] + "\n  deployment: [" + deployment + "]\n  mode: " + mode +
			"\n  indicator: i\n  target: " + target + "\n  rationale: r\n  evidence: the register\n  scope_notes: n\n  aicm: {version: \"1.1.0\", ids: [LOG-01]}\n  remediation: m\n")
		if always {
			b.WriteString("  always_applies: true\n")
		}
		if len(providers) > 0 {
			b.WriteString("  checks:\n")
		}
		for _, p := range providers {
			b.WriteString("  - {provider: " + p + ", kinds: [" + p + "_x_thing], subject: s, passes_when: p}\n")
		}
	}
	add("GOV-L2-1", "rules_signed", "self_hosted, paas, saas", "automated", "0.9", true, "records")
	add("IAM-L2-1", "people_known", "paas, saas", "automated", "1.0", false, "aws", "openai")
	add("MON-L2-1", "trail", "self_hosted, paas", "automated", "0.75", false, "aws")
	add("MON-L2-2", "prompts_logged", "self_hosted, paas, saas", "either", "0.8", false, "aws", "gcp")
	add("MON-L3-1", "watched", "self_hosted, paas, saas", "manual", "1.0", false)
	add("INF-L2-1", "closed", "self_hosted", "automated", "0.9", false, "gcp")
	return model.Load(model.Source{Name: "test", FS: fstest.MapFS{"catalog.yaml": {Data: []byte(b.String())}}})
})

func manifest(t testing.TB) *evidence.Manifest {
	t.Helper()
	scope := func(account, region string) evidence.Scope {
		s := evidence.NewScope("aws", account, region)
		s.Organization, s.Name = org, "ml-"+account[:3]
		return s
	}
	entry := func(s evidence.Scope, status evidence.ScopeStatus, gaps int) evidence.LedgerEntry {
		return evidence.LedgerEntry{Scope: s, Status: status, Expected: []string{}, Gaps: gaps}
	}
	refused := entry(scope("777788889999", ""), evidence.ScopeFailed, 0)
	refused.Outcome, refused.Reason = evidence.Denied, "the role aismm cannot be assumed"
	return &evidence.Manifest{Schema: evidence.ManifestSchema, StartedAt: at(t, "2026-11-20T09:00:00Z"), EndedAt: at(t, "2026-11-20T09:20:41Z"), Invented: true, Notes: []string{"An invented estate."},
		Providers: []evidence.ProviderEntry{{Name: "aws", Connected: true, Identity: "arn:aws:sts::111122223333:assumed-role/aismm/scan"},
			{Name: "records", Connected: true}},
		Ledger: []evidence.LedgerEntry{entry(evidence.NewOrganization("aws", "o-exampleorg"), evidence.Collected, 0), entry(scope("444455556666", ""), evidence.Collected, 0),
			entry(scope("444455556666", "us-east-1"), evidence.Partial, 2), entry(scope("444455556666", "eu-central-1"), evidence.ScopeSkipped, 0), refused,
			entry(evidence.NewScope("records", "programme", ""), evidence.Collected, 0)}}
}

func policy(id, objective string, of ...string) Policy {
	provider := id[strings.LastIndex(id, ".")+1:]
	return Policy{ID: id, Objective: objective, Provider: provider, Title: "title of " + id, Remediation: "do it", Source: "aismm", Digest: "sha256:d", File: strings.ReplaceAll(id, ".", "/") + ".rego", Line: 6,
		Conditions: []Condition{{ID: "on", Title: "it is on", Of: of, Field: "config.on", Covers: []string{"prowler:x"}, File: "x.rego", Line: 20}}, Reads: of}
}

const (
	rulesRecords = "aismm.gov.rules_signed.records"
	peopleAWS    = "aismm.iam.people_known.aws"
	peopleOpenAI = "aismm.iam.people_known.openai"
	trailAWS     = "aismm.mon.trail.aws"
	promptsAWS   = "aismm.mon.prompts_logged.aws"
)

func policies() []Policy {
	return []Policy{policy(trailAWS, "MON-L2-1", "aws_cloudtrail_trail", "aws_sagemaker_endpoint"), policy(promptsAWS, "MON-L2-2", "scope"), policy(peopleAWS, "IAM-L2-1", "aws_iam_user"),
		policy(peopleOpenAI, "IAM-L2-1", "openai_user"), policy(rulesRecords, "GOV-L2-1", "record_person")}
}

func input(t testing.TB, checks ...verdict.Check) Input {
	t.Helper()
	return Input{Bundle: "sha256:b", Manifest: manifest(t), Catalog: catalog(t), PoliciesDigest: "sha256:p", Policies: policies(), Checks: checks, MaxWaiverDays: 180,
		Kinds: []evidence.Kind{{Name: "aws_cloudtrail_trail", Deployment: evidence.Program}, {Name: "aws_sagemaker_endpoint", Deployment: evidence.SelfHosted}, {Name: "aws_bedrock_guardrail", Deployment: evidence.PaaS}}}
}

// check builds one of these: a policy in a boundary, with subjects written "pass kind id deployment".
func check(policy, objective, boundary string, subjects ...verdict.Subject) verdict.Check {
	c := verdict.Check{Policy: policy, Objective: objective, Provider: policy[strings.LastIndex(policy, ".")+1:], Boundary: boundary, Status: verdict.NotApplicable, Subjects: subjects}
	for _, s := range subjects {
		if c.Status == verdict.NotApplicable || rank(s.Verdict) > rank(c.Status) {
			c.Status = s.Verdict
		}
	}
	return c
}

func open(c verdict.Check, gaps ...verdict.Gap) verdict.Check {
	c.Open, c.Gaps = true, gaps
	if c.Status != verdict.Fail {
		c.Status = verdict.Unknown
	}
	return c
}

// subject has one condition, "on", with the subject's own verdict.
func subject(v verdict.Verdict, kind, id string, deployment model.Deployment) verdict.Subject {
	c := verdict.Condition{ID: "on", Verdict: v, Message: "it is on", Covers: []string{"prowler:x"},
		Evidence: []verdict.Evidence{{Document: "documents/a.json", SHA256: "00", Pointer: "/resources/" + kind + "/0/config/on", Value: json.Number("1")}}}
	if v == verdict.Unknown {
		c.Evidence, c.Unknown = nil, []verdict.Gap{denied("aws_x_detail", "x:Get", prod+"/us-east-1")}
	}
	return verdict.Subject{ID: id, Kind: kind, Deployment: string(deployment), Region: "us-east-1", Verdict: v, Conditions: []verdict.Condition{c}}
}

func denied(kind, operation, scope string) verdict.Gap {
	return verdict.Gap{Type: "read", Kind: kind, Scope: scope, Operation: operation, Outcome: "denied", Permission: operation, Settle: "grant " + operation + " in " + scope}
}

func accepted(t testing.TB, id, objective string, s waiver.Selector) *waiver.Waiver {
	t.Helper()
	return &waiver.Waiver{ID: id, Objective: oid(t, objective), Subjects: s, Owner: "iam@example.com", Ticket: "RISK-1", Reason: "until the move", ApprovedAt: at(t, "2026-11-01T00:00:00Z"),
		Expires: at(t, "2026-12-31T00:00:00Z"), Source: model.Position{File: "waivers.yaml", Line: 2}}
}

func signedFor(id, objective string, edits map[string]any) AttestationSource {
	config := map[string]any{"id": id, "objective": objective, "statement": "It is so.", "owner": "a@example.com", "reviewer": "b@example.com", "signed_at": "2026-10-01", "expires_at": "2027-03-31",
		"files": []any{map[string]any{"path": "proof.pdf", "sha256": strings.Repeat("0", 64), "size": json.Number("12")}}}
	for k, v := range edits {
		if v == nil {
			delete(config, k)
		} else {
			config[k] = v
		}
	}
	return AttestationSource{Resource: &evidence.Resource{ID: id, Config: config}, Document: "documents/records/attestation.json", SHA256: "11", Pointer: "/resources/record_attestation/0"}
}

func assess(t testing.TB, in Input) *Assessment {
	t.Helper()
	a, err := Assess(in)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func result(t testing.TB, a *Assessment, id string) *Objective {
	t.Helper()
	o, ok := a.Objective(oid(t, id))
	if !ok {
		t.Fatalf("there is no result of %s", id)
	}
	return o
}
