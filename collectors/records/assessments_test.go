package records

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/model"
)

// assessed is an assessment as a scan writes it, with members that are not used here.
func assessed(asOf string, results ...string) string {
	return fmt.Sprintf(`{"schema": "aismm/assessment/v1", "bundle": "sha256:ab", "as_of": %q, "organization": "Example", "notes": [],
"cut": {"deployments": [], "providers": [], "boundaries": [], "categories": []}, "ledger": {"started_at": "2026-11-06T08:00:00Z", "ended_at": %q},
"objectives": [%s], "score": {"programme": {}}}`, asOf, asOf, strings.Join(results, ", "))
}

func outcome(id, status, basis string) string {
	return fmt.Sprintf(`{"id": %q, "title": "t", "status": %q, "basis": %q, "passed": 3, "failed": 2, "waived": 1, "unknown": 0, "target": 0.8}`, id, status, basis)
}

func given(path string) *Settings {
	return &Settings{Files: map[string]Export{"assessment_result": {Path: path}}}
}

// result is what one result of an assessment becomes.
func result(id, at, status, basis string, latest bool, before, beforeAt string) *evidence.Resource {
	r := &evidence.Resource{ID: id + "@" + at, Config: map[string]any{"id": id + "@" + at, "objective_id": id, "assessed_at": at, "evidence_from": "2026-11-06T08:00:00Z",
		"bundle": "sha256:ab", "status": status, "basis": basis, "passed": json.Number("3"), "failed": json.Number("2"), "waived": json.Number("1"), "unknown": json.Number("0")},
		Derived: map[string]any{"latest": latest, "status_before": before}}
	if beforeAt != "" {
		r.Derived["assessed_before"] = beforeAt
	}
	return r
}

func TestEarlierAssessmentsAreRead(t *testing.T) {
	first := assessed("2026-11-06T09:00:00Z", outcome("GOV-L2-1", "met", "automated"), outcome("MON-L2-1", "not_met", "mixed"))
	second := assessed("2026-11-13T10:00:00+01:00", outcome("GOV-L2-1", "not_met", "automated"), outcome("IAM-L2-1", "not_assessed", "none"),
		strings.Replace(outcome("IAM-L2-2", "met", "automated"), `"title"`, `"upcoming": true, "title"`, 1))
	want := map[string][]*evidence.Resource{"record_assessment_result": {
		result("GOV-L2-1", "2026-11-06T09:00:00Z", "met", "automated", false, "none", ""),
		result("GOV-L2-1", "2026-11-13T09:00:00Z", "not_met", "automated", true, "met", "2026-11-06T09:00:00Z"),
		result("IAM-L2-1", "2026-11-13T09:00:00Z", "not_assessed", "none", true, "none", ""),
		result("MON-L2-1", "2026-11-06T09:00:00Z", "not_met", "mixed", false, "none", ""),
	}}
	// The order of the names is not that of the times.
	dir := write(t, map[string]string{"out/b/assessment.json": first, "out/a/assessment.json": second, "out/a/report.html": "<p>", "out/a/bundle/manifest.json": "{}", "out/c/bundle/x": "",
		"exports/assessment_result/1.json": first, "exports/assessment_result/2.json": second, "named/record_assessment_result/1.json": first, "named/record_assessment_result/2.json": second})
	digest := evidence.SHA256Hex([]byte(evidence.SHA256Hex([]byte(second)) + "\n" + evidence.SHA256Hex([]byte(first)) + "\n"))
	inOrder := evidence.SHA256Hex([]byte(evidence.SHA256Hex([]byte(first)) + "\n" + evidence.SHA256Hex([]byte(second)) + "\n"))
	for name, tc := range map[string]struct {
		settings     *Settings
		file, digest string
	}{
		"the folder of the scans":            {given("out"), "out", digest},
		"in the folder of the exports":       {inDir(), "exports/assessment_result", inOrder},
		"by its whole name":                  {&Settings{Dir: "named"}, "named/record_assessment_result", inOrder},
		"named, though the folder has other": {&Settings{Dir: "exports", Files: map[string]Export{"record_assessment_result": {Path: "out"}}}, "out", digest},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, dir, tc.settings, resultName)
			want := seen{
				Reads:     []evidence.Read{{Operation: "records:assessment_result", Kinds: []string{"record_assessment_result"}, Form: evidence.List, Outcome: evidence.OK, Resources: 4}},
				Resources: want,
				Source:    &evidence.Source{System: "aismm", ExportedAt: time.Date(2026, 11, 13, 9, 0, 0, 0, time.UTC), File: tc.file, SHA256: tc.digest},
			}
			if !reflect.DeepEqual(got, want) {
				g, _ := json.MarshalIndent(got, "", " ")
				w, _ := json.MarshalIndent(want, "", " ")
				t.Errorf("got %s\nwant %s", g, w)
			}
			for _, r := range got.Resources["record_assessment_result"] {
				validates(t, r)
			}
		})
	}
}

// The words are those of assessments, and an assessment as the program writes it can be read.
func TestEarlierAssessmentsSpeakAsAssessmentsDo(t *testing.T) {
	var statuses []string
	for _, s := range model.Statuses() {
		statuses = append(statuses, string(s))
	}
	if !reflect.DeepEqual(resultStatuses, statuses) {
		t.Errorf("statuses are %v, read are %v", statuses, resultStatuses)
	}
	if bases := []string{string(assess.Automated), string(assess.Attested), string(assess.Mixed), string(assess.None)}; !reflect.DeepEqual(resultBases, bases) {
		t.Errorf("bases are %v, read are %v", bases, resultBases)
	}
	if assessmentSchema != assess.SchemaName {
		t.Errorf("the schema is %s, read is %s", assess.SchemaName, assessmentSchema)
	}
	data, err := os.ReadFile("../../internal/assess/testdata/assessment.json")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := assess.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, write(t, map[string]string{"out/assessment.json": string(data)}), given("out"), resultName)
	want := map[string]any{}
	for _, o := range whole.Objectives {
		if !o.Upcoming {
			want[o.ID.String()+"@"+whole.AsOf.UTC().Format(time.RFC3339Nano)] = string(o.Status) + " " + string(o.Basis)
		}
	}
	have := map[string]any{}
	for _, r := range got.Resources["record_assessment_result"] {
		have[r.ID] = fmt.Sprint(r.Config["status"], " ", r.Config["basis"])
	}
	if len(want) == 0 || !reflect.DeepEqual(have, want) {
		t.Errorf("got %v\nwant %v\n%+v", have, want, got.Reads)
	}
}

// validates checks a resource by the schema of its kind, against which policies are compiled.
func validates(t *testing.T, r *evidence.Resource) {
	t.Helper()
	var kind evidence.Kind
	for _, k := range collectors.Kinds() {
		if k.Name == kindPrefix+resultName {
			kind = k
		}
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if err := compiled(t, kind).Validate(doc); err != nil {
		t.Errorf("%v in %s", err, data)
	}
}

func TestWhichEarlierAssessmentsCount(t *testing.T) {
	good := assessed("2026-11-06T09:00:00Z", outcome("GOV-L2-1", "met", "automated"))
	for name, tc := range map[string]struct {
		files map[string]string
		old   string // a file that has not changed for long
		note  string
		ids   []string
	}{
		"of a part": {map[string]string{"out/a.json": good, "out/b.json": strings.Replace(assessed("2026-11-13T09:00:00Z", outcome("GOV-L2-1", "met", "automated")), `"providers": []`, `"providers": ["aws"]`, 1)},
			"", "left out, because it is of a part only: out/b.json", []string{"GOV-L2-1@2026-11-06T09:00:00Z"}},
		"the same moment twice": {map[string]string{"out/a.json": good, "out/b.json": good}, "",
			"left out, because it is of the same moment as out/a.json: out/b.json", []string{"GOV-L2-1@2026-11-06T09:00:00Z"}},
		"old": {map[string]string{"out/a.json": good, "out/b.json": "not even read"}, "out/b.json",
			"left out, because they have not changed for 180 days: 1 assessments", []string{"GOV-L2-1@2026-11-06T09:00:00Z"}},
		"hidden and other files": {map[string]string{"out/a.json": good, "out/.b.json": "{", "out/notes.txt": "x"}, "", "", []string{"GOV-L2-1@2026-11-06T09:00:00Z"}},
		"long ago": {map[string]string{"out/a.json": assessed("2026-06-06T09:00:00Z", outcome("GOV-L2-1", "met", "automated"))}, "", "the export is 167 days old",
			[]string{"GOV-L2-1@2026-06-06T09:00:00Z"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, tc.files)
			if tc.old != "" {
				long := now.Add(-181 * 24 * time.Hour)
				if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(tc.old)), long, long); err != nil {
					t.Fatal(err)
				}
			}
			got := read(t, dir, given("out"), resultName)
			var ids []string
			for _, r := range got.Resources["record_assessment_result"] {
				ids = append(ids, r.ID)
			}
			if r := got.Reads[0]; r.Outcome != evidence.OK || r.Message != tc.note || !reflect.DeepEqual(ids, tc.ids) {
				t.Errorf("got %v, %+v", ids, got.Reads)
			}
		})
	}
}

func TestEarlierAssessmentsThatAreNotThere(t *testing.T) {
	dir := write(t, map[string]string{"exports/person.csv": "id\n", "empty/notes.txt": ""})
	for name, tc := range map[string]struct {
		settings *Settings
		want     string
	}{
		"not named": {inDir(), "nobody exports record_assessment_result; run a second scan, and name the folder of the first one, or its assessment.json, in providers.records.files.assessment_result.path"},
		"not yet":   {given("aismm-out"), "nobody exports record_assessment_result; aismm-out is not there yet: run a second scan, or name another folder or file in providers.records.files.assessment_result.path"},
		"empty":     {given("empty"), "nobody exports record_assessment_result; empty holds no assessment: run a second scan, or name another folder or file in providers.records.files.assessment_result.path"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, dir, tc.settings, resultName)
			if r := got.Reads[0]; r.Outcome != evidence.Skipped || r.Message != tc.want || len(got.Resources["record_assessment_result"]) != 0 || got.Source != nil {
				t.Errorf("got %+v", got)
			}
		})
	}
}

const rewrite = "name an assessment.json that a scan has written, or write it again with `aismm check BUNDLE --format json`"

func TestEarlierAssessmentsThatCannotBeRead(t *testing.T) {
	good := assessed("2026-11-06T09:00:00Z", outcome("GOV-L2-1", "met", "automated"))
	change := func(old, with string) string { return strings.Replace(good, old, with, 1) }
	for name, tc := range map[string]struct{ text, want string }{
		"cut off":         {good[:60], "out/b.json: read an earlier assessment: "},
		"something else":  {`{"schema": "aismm/evidence/v1"}`, `out/b.json: schema is "aismm/evidence/v1", and an earlier assessment has "aismm/assessment/v1"; ` + rewrite},
		"no schema":       {`{}`, `out/b.json: schema is "", and an earlier assessment has "aismm/assessment/v1"; ` + rewrite},
		"no moment":       {change(`"as_of": "2026-11-06T09:00:00Z", `, ""), "out/b.json: as_of is missing; " + rewrite},
		"no beginning":    {change(`"started_at": "2026-11-06T08:00:00Z", `, ""), "out/b.json: ledger.started_at is missing; " + rewrite},
		"no objectives":   {change(outcome("GOV-L2-1", "met", "automated"), ""), "out/b.json: objectives is empty; " + rewrite},
		"no id":           {change(`"id": "GOV-L2-1", `, ""), "out/b.json: objectives[0].id is missing; " + rewrite},
		"an id twice":     {change(`"objectives": [`, `"objectives": [`+outcome("GOV-L2-1", "met", "none")+", "), "out/b.json: objectives[1].id is GOV-L2-1, as another's is; " + rewrite},
		"unknown status":  {change(`"status": "met"`, `"status": "nott_met"`), `out/b.json: objectives[0].status is "nott_met"; did you mean "not_met"?; ` + rewrite},
		"unknown basis":   {change(`"basis": "automated"`, `"basis": "magic"`), `out/b.json: objectives[0].basis is "magic"`},
		"counts":          {change(`"waived": 1`, `"waived": 9`), "out/b.json: objectives[0]: its counts contradict each other; " + rewrite},
		"a negative one":  {change(`"unknown": 0`, `"unknown": -1`), "out/b.json: objectives[0]: its counts contradict each other; " + rewrite},
		"more than three": {`{"schema": "aismm/assessment/v1", "objectives": [{}, {}]}`, "out/b.json: as_of is missing, ledger.started_at is missing, objectives[0].id is missing and 1 more; " + rewrite},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"out/a.json": good, "out/b.json": tc.text})
			got := read(t, dir, given("out"), resultName)
			r := got.Reads[0]
			if r.Outcome != evidence.Failed || !strings.HasPrefix(r.Message, tc.want) || !strings.HasSuffix(r.Message, rewrite) {
				t.Errorf("got %+v", r)
			}
			if n := len(got.Resources["record_assessment_result"]); n != 1 {
				t.Errorf("the good one beside it gives %d results", n)
			}
		})
	}
}

func TestEarlierAssessmentsAreConfigured(t *testing.T) {
	dir := write(t, map[string]string{"exports/assessment_result.json": "{}", "exports/assessment_result/a.json": "{}"})
	p, _ := collectors.LookupProvider("records")
	at := "providers.records.files.assessment_result"
	for name, tc := range map[string]struct {
		export Export
		want   string
	}{
		"no path": {Export{System: "aismm"}, at + " names no path; name an assessment.json, or the folder of the scans, such as aismm-out"},
		"columns": {Export{Path: "out", Columns: map[string]string{"status": "Status"}}, at + ": an earlier assessment says itself when it was made and what it holds; only path and system can be given"},
		"a date":  {Export{Path: "out", ExportedAt: "2026-11-01"}, at + ": an earlier assessment says itself when it was made and what it holds; only path and system can be given"},
	} {
		t.Run(name, func(t *testing.T) {
			err := p.Check(collectors.ConnectOptions{Settings: &Settings{Files: map[string]Export{"assessment_result": tc.export}}, Dir: dir})
			if err == nil || err.Error() != tc.want {
				t.Errorf("got %v", err)
			}
		})
	}
	got := read(t, dir, inDir(), resultName)
	if r := got.Reads[0]; r.Outcome != evidence.Failed || !strings.HasPrefix(r.Message, "both exports/assessment_result and exports/assessment_result.json are exports of it") {
		t.Errorf("two in the folder: %+v", r)
	}
	_, err := Shipped().Template("assessment_result")
	if want := "record_assessment_result is what earlier scans have written: name it in providers.records.files.assessment_result.path"; err == nil || err.Error() != want {
		t.Errorf("a template: %v", err)
	}
	_, err = Shipped().With([]Layer{layer(map[string]string{"assessment_result.yaml": "title: x\nabout: y\nsystem: z\nfields: {id: {type: string, about: a}}\n"}, nil)})
	if err == nil || !strings.Contains(err.Error(), "record_assessment_result is a kind of this program's own, which cannot be replaced") {
		t.Errorf("a layer that replaces the kind: %v", err)
	}
}

// Whatever a file holds, it is refused with its name, or says all that a result needs.
func FuzzEarlierAssessment(f *testing.F) {
	f.Add([]byte(assessed("2026-11-06T09:00:00Z", outcome("GOV-L2-1", "met", "automated"))))
	f.Add([]byte(`{"schema": "aismm/assessment/v1", "objectives": [{}]}`))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseEarlier("earlier.json", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "earlier.json: ") {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		for _, r := range resultsOf([]*earlier{a}) {
			if r.ID == "" || r.Config["objective_id"] == "" || r.Config["status"] == "" || r.Derived["latest"] != true || r.Derived["status_before"] != "none" {
				t.Errorf("an incomplete result: %+v", r)
			}
		}
	})
}
