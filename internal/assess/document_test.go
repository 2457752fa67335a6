package assess

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

func golden(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/assessment.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	a, err := Parse(golden(t))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, golden(t)) {
		t.Error("an assessment that was read is written differently")
	}
	want := assess(t, wholeInput(t))
	want.Settings[0].Value, want.Settings[1].Value = json.Number("90"), []any{"us-east-1"}
	a.Checks, want.Checks = nil, nil // their values lose their Go types; the bytes above cover them
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got  %+v\nwant %+v", a, want)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	edit := func(old, new string) []byte {
		out := bytes.Replace(golden(t), []byte(old), []byte(new), 1)
		if bytes.Equal(out, golden(t)) {
			t.Fatalf("%s is not in the golden assessment", old)
		}
		return out
	}
	for name, tc := range map[string]struct {
		in   []byte
		want string
	}{
		"empty":          {nil, "the file is empty"},
		"cut off":        {golden(t)[:900], "line "},
		"another schema": {edit("aismm/assessment/v1", "aismm/assessment/v9"), `the schema is "aismm/assessment/v9", but this version of aismm reads "aismm/assessment/v1"; assess the bundle again`},
		"unknown member": {edit(`"invented"`, `"imagined"`), `(/imagined): unknown object member name`},
		"twice":          {edit(`"invented": true`, `"invented": true, "invented": true`), `(/invented): duplicate object member name`},
		"a word":         {edit(`"mode": "automated"`, `"mode": "auto"`), `parse mode "auto": want one of automated, either, manual`},
		"a level":        {edit(`"confirmed": 2`, `"confirmed": 6`), "the score does not list every domain and category in the model's order, with its levels"},
		"a share":        {edit(`"lower": 0.5`, `"lower": 1.5`), "want more than 0 and at most 1"},
		"counts":         {edit(`"waived": 1`, `"waived": 7`), "its counts contradict each other"},
		"no score":       {[]byte(`{"schema": "aismm/assessment/v1", "as_of": "2026-11-20T09:20:41Z"}`), "the model has no levels or categories"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := Parse(tc.in)
			if err == nil || a != nil || !strings.HasPrefix(err.Error(), "read the assessment: ") || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want …%s…", err, tc.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(golden(f))
	f.Add([]byte(`{"schema": "aismm/assessment/v1", "objectives": [{"id": "MON-L2-1", "lower": null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Parse(data)
		if err != nil {
			return
		}
		first, err := Encode(a)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := Parse(first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		second, err := Encode(again)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("the second writing differs (%v)", err)
		}
		a.Summarize(0.5)
		a.Plan(true)
		for _, o := range a.Objectives {
			a.SubjectsOf(o.ID)
		}
	})
}

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	raw, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assessment.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("assessment.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAssessmentsFollowTheirSchema(t *testing.T) {
	s := compiled(t)
	for name, in := range map[string]Input{"whole": wholeInput(t), "nothing": input(t)} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytesOf(t, in)))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, edit := range map[string]func(map[string]any){
		"a member more":    func(d map[string]any) { d["more"] = 1 },
		"a member less":    func(d map[string]any) { delete(d, "cut") },
		"null for a list":  func(d map[string]any) { d["checks"] = nil },
		"an unknown word":  func(d map[string]any) { d["objectives"].([]any)[0].(map[string]any)["status"] = "fine" },
		"a level too high": func(d map[string]any) { d["targets"].([]any)[0].(map[string]any)["level"] = json.Number("10") },
		"another schema":   func(d map[string]any) { d["schema"] = "aismm/assessment/v2" },
	} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(golden(t)))
		if err != nil {
			t.Fatal(err)
		}
		edit(doc.(map[string]any))
		if s.Validate(doc) == nil {
			t.Errorf("%s is valid", name)
		}
	}
}

func TestSummarize(t *testing.T) {
	good := func(t *testing.T) Input {
		in := input(t, check(trailAWS, "MON-L2-1", prod, subject(verdict.Pass, "aws_iam_user", "a", model.PaaS)), check(promptsAWS, "MON-L2-2", prod), check(peopleAWS, "IAM-L2-1", prod),
			check(rulesRecords, "GOV-L2-1", Programme, subject(verdict.Pass, "record_person", "p", model.Program)))
		for i := range in.Manifest.Ledger {
			in.Manifest.Ledger[i].Status = evidence.Collected
		}
		return in
	}
	failing := func(in *Input) {
		in.Checks[0] = check(trailAWS, "MON-L2-1", prod, subject(verdict.Fail, "aws_iam_user", "a", model.PaaS))
	}
	for name, tc := range map[string]struct {
		edit     func(*Input)
		coverage float64
		want     Summary
		code     int
	}{
		"all well":                  {func(*Input) {}, 0, Summary{}, 0},
		"not met":                   {failing, 0, Summary{Failing: []model.ObjectiveID{oid(t, "MON-L2-1")}}, 1},
		"not met, below the target": {func(in *Input) { failing(in); in.Targets = map[model.Category]model.Level{"MON": 2} }, 0, Summary{Failing: []model.ObjectiveID{oid(t, "MON-L2-1")}}, 1},
		"not met, above the target": {func(in *Input) { failing(in); in.Targets = map[model.Category]model.Level{"MON": 1, "GOV": 5} }, 0, Summary{}, 0},
		"not met, no target there":  {func(in *Input) { failing(in); in.Targets = map[model.Category]model.Level{"GOV": 5} }, 0, Summary{}, 0},
		"waived": {func(in *Input) {
			failing(in)
			in.Waivers = []*waiver.Waiver{accepted(t, "w", "MON-L2-1", waiver.Selector{IDs: []string{"a"}})}
		}, 0, Summary{}, 0},
		"a scope failed": {func(in *Input) {
			in.Manifest.Ledger[4].Status, in.Manifest.Ledger[2].Status, in.Manifest.Ledger[3].Status = evidence.ScopeFailed, evidence.Partial, evidence.ScopeSkipped
		}, 0, Summary{Incomplete: []string{prod + "/us-east-1 was not read to its end: 2 gaps", dev + " was not read: the role aismm cannot be assumed"}}, 2},
		"a provider refused": {func(in *Input) {
			in.Manifest.Providers = append(in.Manifest.Providers, evidence.ProviderEntry{Name: "openai", Reason: "the key was refused"})
		}, 0, Summary{Incomplete: []string{"openai could not be read: the key was refused"}}, 2},
		"a policy failed": {func(in *Input) {
			in.Checks[1].Status, in.Checks[1].Error = verdict.Error, &verdict.Fault{Code: "deadline", Message: "took longer than 10s"}
		}, 0, Summary{Incomplete: []string{"policy " + promptsAWS + " failed in " + prod + ": took longer than 10s"}}, 2},
		"a policy was dropped": {func(in *Input) {
			in.Problems = []Problem{{Policy: "own.x", Dropped: true, Message: "undefined ref"}, {Message: "a warning"}}
		}, 0,
			Summary{Incomplete: []string{"policy own.x did not run: undefined ref"}}, 2},
		"enough is decided": {func(*Input) {}, 0.6, Summary{}, 0},
		"too little is":     {func(*Input) {}, 0.7, Summary{Incomplete: []string{"2/3 applicable objectives of the assessed categories are decided; fail_on.min_coverage asks for 0.7"}}, 2},
		"nothing is": {func(in *Input) {
			for i := range in.Checks {
				in.Checks[i].Open, in.Checks[i].Status = true, verdict.Unknown
				for j := range in.Checks[i].Subjects {
					in.Checks[i].Subjects[j].Verdict = verdict.Unknown
				}
			}
		}, 0, Summary{Incomplete: []string{"none of the 5 applicable objectives of the assessed categories is decided"}}, 2},
		"both": {func(in *Input) { failing(in); in.Problems = []Problem{{Policy: "p", Dropped: true, Message: "m"}} }, 0, Summary{Failing: []model.ObjectiveID{oid(t, "MON-L2-1")}, Incomplete: []string{"policy p did not run: m"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			in := good(t)
			tc.edit(&in)
			got := assess(t, in).Summarize(tc.coverage)
			if !reflect.DeepEqual(got.Failing, list(tc.want.Failing)) || !reflect.DeepEqual(got.Incomplete, list(tc.want.Incomplete)) || got.ExitCode() != tc.code {
				t.Errorf("got %+v, exit %d", got, got.ExitCode())
			}
		})
	}
}

func TestSubjectsOf(t *testing.T) {
	in := input(t, check(trailAWS, "MON-L2-1", prod, subject(verdict.Pass, "k", "a", model.PaaS), subject(verdict.Fail, "k", "b", model.PaaS), subject(verdict.Fail, "k", "c", model.PaaS), subject(verdict.Unknown, "k", "d", model.PaaS)),
		check(trailAWS, "MON-L2-1", dev, subject(verdict.Fail, "k", "a", model.PaaS)))
	in.Waivers = []*waiver.Waiver{accepted(t, "w", "MON-L2-1", waiver.Selector{IDs: []string{"b"}})}
	a := assess(t, in)
	type row struct {
		id         string
		verdict    verdict.Verdict
		waived     bool
		judgements int
	}
	var got []row
	for _, s := range a.SubjectsOf(oid(t, "MON-L2-1")) {
		got = append(got, row{s.ID, s.Verdict, s.Waived, len(s.Judgements)})
	}
	want := []row{{"a", verdict.Fail, false, 2}, {"c", verdict.Fail, false, 1}, {"b", verdict.Fail, true, 1}, {"d", verdict.Unknown, false, 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	p, ok := a.Policy(trailAWS)
	if !ok {
		t.Fatal("the policy is not described")
	}
	if c, ok := p.Condition("on"); !ok || c.Line != 20 {
		t.Errorf("got %+v", c)
	}
	if _, ok := a.Policy("aismm.nothing"); ok {
		t.Error("a policy that is not there is found")
	}
}

func TestThePlanIsThatOfTheOutcomes(t *testing.T) {
	a := assess(t, wholeInput(t))
	plan := a.Plan(false)
	var got []string
	for _, c := range plan.Categories {
		for _, s := range c.Steps {
			got = append(got, s.Objective.String()+" "+string(s.Need))
		}
	}
	if want := []string{"IAM-L2-1 fix", "MON-L2-1 fix"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAttestationsOfABundle(t *testing.T) {
	dir := t.TempDir() + "/bundle"
	scope := evidence.NewScope("records", "programme", "")
	doc := &evidence.Document{Collector: "records/attestation", Scope: scope, CollectedAt: at(t, "2026-11-20T09:00:00Z"),
		Resources: map[string][]*evidence.Resource{AttestationKind: {signedFor("s", "MON-L3-1", map[string]any{"measured": map[string]any{"passed": 3, "of": 3}}).Resource}}}
	b := bundleOf(t, dir, doc)
	sources, err := AttestationsOf(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || sources[0].Document != b.Manifest.Documents[0].Path || sources[0].SHA256 != b.Manifest.Documents[0].SHA256 || sources[0].Pointer != "/resources/record_attestation/0" {
		t.Fatalf("got %+v", sources)
	}
	in := input(t)
	in.Attestations = sources
	if got := brief(result(t, assess(t, in), "MON-L3-1")); got != "met 3+0?0~0 100%..100% net met 100%..100% attested 3" {
		t.Errorf("got %s", got)
	}
}

// bundleOf writes a bundle of one document, and opens it.
func bundleOf(t testing.TB, dir string, doc *evidence.Document) *evidence.Bundle {
	t.Helper()
	w, err := evidence.Create(dir, evidence.Meta{Tool: "test", StartedAt: doc.CollectedAt})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.WriteDocument(doc); err != nil {
		t.Fatal(err)
	}
	entry := evidence.LedgerEntry{Scope: doc.Scope, Status: evidence.Collected, Expected: []string{doc.Collector}}
	if _, _, err := w.Finish(evidence.Closing{EndedAt: doc.CollectedAt, Providers: []evidence.ProviderEntry{{Name: "records", Connected: true}}, Ledger: []evidence.LedgerEntry{entry}}); err != nil {
		t.Fatal(err)
	}
	b, err := evidence.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTargets(t *testing.T) {
	got, err := Targets(catalog(t), map[string]int{"gov": 3, "MON": 5})
	if want := (map[model.Category]model.Level{"GOV": 3, "MON": 5}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	_, err = Targets(catalog(t), map[string]int{"GOV": 6, "XYZ": 1, "MON": 2, "mon": 3})
	want := `targets.GOV is 6; a level lies between 1 and 5
targets: unknown category "XYZ": want one of GOV, ORG, IAM, MON, INF, MOD, APP, DAT, RSK, DEV, CMP, IR
targets: MON is there twice`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// A model may ask for levels itself; the configuration has the last word.
func TestTargetsOfTheModel(t *testing.T) {
	own, err := model.Load(model.Source{FS: fstest.MapFS{"own.yaml": {Data: []byte(laterObjective("MON-L2-1", "trail"))}}},
		model.Source{Name: "over", FS: fstest.MapFS{"model.yaml": {Data: []byte("targets: {MON: 4, GOV: 2}")}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Targets(own, map[string]int{"mon": 3})
	if want := (map[model.Category]model.Level{"GOV": 2, "MON": 3}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}
