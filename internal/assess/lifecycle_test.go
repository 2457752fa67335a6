package assess

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// laterObjective is an automated objective of AWS, with more keys.
func laterObjective(id, slug string, keys ...string) string {
	return "- id: " + id + "\n  slug: " + slug + "\n  title: Title of " + slug + "\n  level: " + id[len(id)-3:len(id)-2] + `
  deployment: [self_hosted, paas, saas]
  mode: automated
  indicator: i
  target: 1.0
  rationale: r
  evidence: e
  scope_notes: n
  aicm: {version: "1.1.0", ids: [LOG-01]}
  remediation: m
  checks:
  - {provider: aws, kinds: [aws_x_thing], subject: s, passes_when: p}
` + "  " + strings.Join(append(keys, "mappings: {}"), "\n  ") + "\n"
}

// changing holds one objective that counts, one that will from 2027 on, and one that is withdrawn then.
func changing(t testing.TB) *model.Catalog {
	t.Helper()
	c, err := model.Load(model.Source{Name: "own", FS: fstest.MapFS{"mon.yaml": {Data: []byte(laterObjective("MON-L2-1", "trail") +
		laterObjective("MON-L2-2", "watched", "effective: 2027-01-01", "history: [{date: 2026-11-01, change: takes the place of MON-L2-3}]") +
		laterObjective("MON-L2-3", "seen", "removed: 2027-01-01", "superseded_by: MON-L2-2"))}}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const watchedAWS, seenAWS = "aismm.mon.watched.aws", "aismm.mon.seen.aws"

func inTime(t testing.TB, asOf string) Input {
	in := input(t, check(trailAWS, "MON-L2-1", prod, subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)),
		check(watchedAWS, "MON-L2-2", prod, subject(verdict.Fail, "aws_iam_user", "a", model.PaaS)),
		check(seenAWS, "MON-L2-3", prod, subject(verdict.Fail, "aws_iam_user", "a", model.PaaS)))
	in.Catalog, in.AsOf = changing(t), at(t, asOf)
	in.Policies = []Policy{{ID: trailAWS, Objective: "MON-L2-1", Provider: "aws"}, {ID: watchedAWS, Objective: "MON-L2-2", Provider: "aws"}, {ID: seenAWS, Objective: "MON-L2-3", Provider: "aws"}}
	in.Waivers = []*waiver.Waiver{accepted(t, "w", "MON-L2-3", waiver.Selector{IDs: []string{"a"}})}
	in.Waivers[0].Expires = at(t, "2027-03-31T00:00:00Z")
	in.Attestations = []AttestationSource{signedFor("s", "MON-L2-3", nil)}
	return in
}

func statuses(a *Assessment) map[string]string {
	got := map[string]string{}
	for _, o := range a.Objectives {
		got[o.ID.String()] = string(o.Status)
		if o.Upcoming {
			got[o.ID.String()] += ", upcoming"
		}
	}
	return got
}

// An upcoming objective is judged and counts nowhere; from its day on it counts, and the one that it replaces is not judged any more.
// The moment is that of the assessment, never that of the clock.
func TestObjectivesTakeEffectAndEnd(t *testing.T) {
	before := assess(t, inTime(t, "2026-12-31T23:59:59Z"))
	if got, want := statuses(before), (map[string]string{"MON-L2-1": "met", "MON-L2-2": "not_met, upcoming", "MON-L2-3": "not_met"}); !reflect.DeepEqual(got, want) {
		t.Errorf("before: %v", got)
	}
	if s := before.Summarize(0); !reflect.DeepEqual(s.Failing, []model.ObjectiveID{}) || before.Model.Objectives != 2 {
		t.Errorf("before: failing %v, %d in force; MON-L2-3 is waived, MON-L2-2 does not count yet", s.Failing, before.Model.Objectives)
	}
	if n := before.Score.Categories[3].Gross.Levels[0]; n.Objectives != 2 || n.Met != 1 || n.NotMet != 1 || before.Score.Coverage != (model.Ratio{Part: 2, Whole: 2}) {
		t.Errorf("before: level 2 %+v, coverage %v", n, before.Score.Coverage)
	}
	for _, d := range before.Score.ByDeployment {
		if n := d.Categories[3].Gross.Levels[0]; n.Objectives != 2 {
			t.Errorf("before: %s %+v", d.Deployment, n)
		}
	}
	for _, c := range before.Plan(true).Categories {
		t.Errorf("before: there is a plan for %s: %+v", c.Category, c.Steps)
	}
	o := result(t, before, "MON-L2-2")
	if o.Effective != "2027-01-01" || o.Source != (model.Position{File: "own/mon.yaml", Line: 17}) || !reflect.DeepEqual(o.History, []model.Change{{Date: "2026-11-01", Change: "takes the place of MON-L2-3"}}) {
		t.Errorf("%+v", o)
	}

	after := assess(t, inTime(t, "2027-01-01T00:00:00Z"))
	if got, want := statuses(after), (map[string]string{"MON-L2-1": "met", "MON-L2-2": "not_met"}); !reflect.DeepEqual(got, want) {
		t.Errorf("after: %v", got)
	}
	if s := after.Summarize(0); !reflect.DeepEqual(s.Failing, []model.ObjectiveID{oid(t, "MON-L2-2")}) {
		t.Errorf("after: failing %v", s.Failing)
	}
	for _, c := range after.Checks {
		if c.Objective == "MON-L2-3" {
			t.Errorf("after: %s is still judged", c.Policy)
		}
	}
	const why = "MON-L2-3 is withdrawn on 2027-01-01; MON-L2-2 takes its place"
	if w, s := after.Waivers[0], after.Attestations[0]; w.State != WaiverUnused || w.Message != why || s.State != AttestationUnneeded || s.Message != why {
		t.Errorf("after: waiver %s %q, attestation %s %q", w.State, w.Message, s.State, s.Message)
	}
}

// What goes wrong with a policy whose objective does not count yet does not count either.
func TestUpcomingPoliciesMayFail(t *testing.T) {
	in := inTime(t, "2026-12-01T00:00:00Z")
	for i := range in.Manifest.Ledger {
		in.Manifest.Ledger[i].Status = "collected"
	}
	whole := assess(t, in).Summarize(0)
	in.Checks[1].Status, in.Checks[1].Error = verdict.Error, &verdict.Fault{Message: "it took too long"}
	in.Problems = []Problem{{Policy: "aismm.mon.watched.gcp", Dropped: true, Message: "it does not compile"}}
	if got := assess(t, in).Summarize(0); !reflect.DeepEqual(got, whole) {
		t.Errorf("got %+v, want %+v", got, whole)
	}
	in.AsOf = at(t, "2027-06-01T00:00:00Z")
	if got := assess(t, in).Summarize(0); len(got.Incomplete) != len(whole.Incomplete)+2 {
		t.Errorf("once it counts: %+v", got)
	}
}

// Texts of the organization's own copy stand beside the objective that they are bound to.
func TestBoundTextsAreCarried(t *testing.T) {
	in := inTime(t, "2026-12-01T00:00:00Z")
	in.Copy = &Copy{Name: "workbook.xlsx", SHA256: strings.Repeat("0", 64), Notice: "for our own use"}
	in.Bound = map[model.ObjectiveID][]Bound{oid(t, "MON-L2-1"): {{ID: "X-02.1", Text: "A trail is kept."}}}
	a := assess(t, in)
	if got := result(t, a, "MON-L2-1").Bound; !reflect.DeepEqual(got, in.Bound[oid(t, "MON-L2-1")]) || !reflect.DeepEqual(a.Model.Copy, in.Copy) || len(result(t, a, "MON-L2-2").Bound) != 0 {
		t.Errorf("got %v, %+v", got, a.Model.Copy)
	}
}

// An old assessment shows what it carries; what became of it since is told beside that.
func TestWhatBecameOfAnAssessment(t *testing.T) {
	in := inTime(t, "2026-12-01T00:00:00Z")
	a := assess(t, in)
	if got := a.Became(in.Catalog); got != nil {
		t.Errorf("by its own model: %v", got)
	}
	later, err := model.Load(model.Source{Name: "own", FS: fstest.MapFS{"mon.yaml": {Data: []byte(
		laterObjective("MON-L2-1", "trail", "removed: 2028-01-01") + laterObjective("MON-L2-2", "watched", "effective: 2027-01-01", "history: [{date: 2026-11-01, change: takes the place of MON-L2-3}]"))}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Became{{oid(t, "MON-L2-1"), "withdrawn on 2028-01-01; nothing takes its place"}, {oid(t, "MON-L2-3"), "model unversioned has no such objective"}}
	if got := a.Became(later); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
