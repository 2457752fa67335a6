package records

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// Every kind that the catalog reads as an export. The ledger and the results of assessments are written by this program itself.
var exported = []string{"acceptable_use_signoff", "ai_system", "aibom", "approved_tool", "audit", "contract", "council_decision", "dataset",
	"detection_rule", "detection_test", "deviation", "endpoint_software", "evaluation", "exception", "exercise", "incident", "log_source",
	"model", "model_release", "model_scan", "model_signature", "person", "playbook", "policy", "privacy_assessment", "privacy_request",
	"provider", "risk", "risk_assessment", "threat_intel", "threat_profile", "training_completion"}

func TestKindNames(t *testing.T) {
	if got := Shipped().Names(); !reflect.DeepEqual(got, exported) {
		t.Errorf("got %v", got)
	}
	var registered []string
	for _, k := range collectors.Kinds() {
		registered = append(registered, k.Name)
		if k.Provider != "records" || k.Deployment != evidence.Program || k.Level != evidence.Boundary || k.Inventory || k.ShowsUse {
			t.Errorf("%+v", k)
		}
	}
	want := []string{"record_assessment_result", "record_attestation"}
	for _, k := range exported {
		want = append(want, "record_"+k)
	}
	slices.Sort(want)
	if !reflect.DeepEqual(registered, want) {
		t.Errorf("registered %v", registered)
	}
}

func TestDescribe(t *testing.T) {
	a, err := Shipped().Describe("person")
	b, err2 := Shipped().Describe("record_person")
	if err != nil || err2 != nil || a != b || a.Title != "Person" || a.Fields[0].Name != "id" {
		t.Errorf("%v, %v, %v", a, err, err2)
	}
	if _, err := Shipped().Describe("persn"); err == nil || err.Error() != `unknown kind of record "persn"; did you mean "person"?` {
		t.Errorf("got %v", err)
	}
}

// What the kind's own schema says about resources, as a validator reads it.
func compiled(t *testing.T, k evidence.Kind) *jsonschema.Schema {
	t.Helper()
	b, err := json.Marshal(k.Schema)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("kind.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("kind.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever fills a template with its own example gets a record without faults, which the schema accepts and which has every field.
func TestTemplatesCanBeFilled(t *testing.T) {
	for _, name := range exported {
		t.Run(name, func(t *testing.T) {
			text, err := Shipped().Template(name)
			if err != nil {
				t.Fatal(err)
			}
			empty := read(t, write(t, map[string]string{"exports/" + name + ".csv": string(text)}), inDir(), name)
			if len(empty.Reads) != 1 || empty.Reads[0].Outcome != evidence.OK || empty.Reads[0].Resources != 0 {
				t.Fatalf("the template itself: %+v", empty.Reads)
			}
			example := ""
			for line := range strings.Lines(string(text)) {
				if rest, ok := strings.CutPrefix(line, "# Example: "); ok {
					example = rest
				}
			}
			got := read(t, write(t, map[string]string{"exports/" + name + ".csv": string(text) + example}), inDir(), name)
			list := got.Resources["record_"+name]
			if len(list) != 1 || len(got.Reads) != 2 {
				t.Fatalf("filled: %+v", got.Reads)
			}
			d, _ := Shipped().Describe(name)
			for _, f := range d.Fields {
				if _, ok := list[0].Config[f.Name]; ok == (f.Example == "" && f.Type != Objects) {
					t.Errorf("field %s: in the record %v, example %q", f.Name, ok, f.Example)
				}
			}
			kind := d.evidenceKind()
			b, err := json.Marshal(list[0])
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
			if err != nil {
				t.Fatal(err)
			}
			if err := compiled(t, kind).Validate(doc); err != nil {
				t.Errorf("%v in %s", err, b)
			}
		})
	}
	if _, err := Shipped().Template("persn"); err == nil {
		t.Error("a template of an unknown kind")
	}
}

func TestTemplate(t *testing.T) {
	got, err := Shipped().Template("record_training_completion")
	want := `# Completed training: One person's completion of one course.
# Usually exported from: LMS. Columns may stand in any order; leave empty what is not known.
# Dates: 2026-11-20 or 2026-11-20T09:00:00Z. Yes or no: true or false. Lists: a;b. Lists of objects: JSON.
# id: The id of the completion; without one, person, course and date make it.
# person_id: Who took the course. Needed.
# course_id: The course, as the settings role_courses and oversight_courses name it.
# result: How it ended. One of: passed, failed, in_progress.
# completed_at: When it was completed.
# Example: tc-7001,p-1001,ai-oversight-101,passed,2026-04-11
id,person_id,course_id,result,completed_at
`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestSchemaOfAKind(t *testing.T) {
	d, err := Shipped().Describe("council_decision")
	if err != nil {
		t.Fatal(err)
	}
	k := d.evidenceKind()
	p := k.Schema["properties"].(map[string]any)["config"].(map[string]any)["properties"].(map[string]any)
	got, err := json.Marshal([]any{k.Required, p["outcome"], p["conditions"], p["attendee_functions"], p["quorate"], p["decided_at"]})
	want := `[["config.id"],` +
		`{"description":"What was decided.","enum":["approved","approved_with_conditions","rejected","deferred"],"type":"string"},` +
		`{"description":"The conditions that go with it.","items":{"properties":{` +
		`"closed_at":{"description":"When it was met.","format":"date-time","type":"string"},` +
		`"due_at":{"description":"When it must be met.","format":"date-time","type":"string"},` +
		`"id":{"description":"The condition's id.","type":"string"}},"type":"object"},"type":"array"},` +
		`{"description":"The functions that took part: security, business, data, legal, privacy.","items":{"type":"string"},"type":"array"},` +
		`{"description":"Whether the meeting had a quorum.","type":"boolean"},` +
		`{"description":"When.","format":"date-time","type":"string"}]`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDescriptionsAreChecked(t *testing.T) {
	const head = "title: T\nabout: A\nsystem: S\n"
	for name, tc := range map[string]struct{ text, want string }{
		"unknown key":     {head + "feilds: {}\n", `controls/kinds/x.yaml:4:1: unknown key "feilds"; did you mean "fields"?`},
		"no fields":       {head, `controls/kinds/x.yaml: fields is no mapping of names to fields`},
		"id not first":    {head + "fields:\n  name: {type: string, about: a}\n  id: {type: string, about: a}\n", `controls/kinds/x.yaml: a kind of record needs title, about, system, and fields that begin with the id, a string`},
		"unknown type":    {head + "fields:\n  id: {type: text, about: a}\n", `controls/kinds/x.yaml:5:3: field id has the type "text" (string, number, boolean, time, strings or objects)`},
		"no about":        {head + "fields:\n  id: {type: string}\n", `controls/kinds/x.yaml:5:3: field id needs about; only a string has an enum, and only objects have fields`},
		"enum of numbers": {head + "fields:\n  id: {type: string, about: a}\n  n: {type: number, about: a, enum: [1]}\n", `controls/kinds/x.yaml:6:3: field n needs about; only a string has an enum, and only objects have fields`},
		"identity":        {head + "identity: [who]\nfields:\n  id: {type: string, about: a}\n", `controls/kinds/x.yaml: identity names "who", which is no single field of the kind`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Shipped().With([]Layer{{Name: "acme", Place: func(name string) string { return "controls/" + name }, Kinds: fstest.MapFS{"x.yaml": {Data: []byte(tc.text)}}}})
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

// FuzzReadTable asks that no file makes the readers panic, and that every row names its line and every cell a known column.
func FuzzReadTable(f *testing.F) {
	for _, seed := range []struct{ ext, text string }{
		{".csv", "id,name\np-1,\"a\nb\"\n"}, {".csv", "sep=;\nid;x\n1;2\n"}, {".csv", "# c\nid\n"}, {".json", `[{"id": 1, "a": [true, null]}]`},
		{".json", `{"rows": [{"id": "x"}]}`}, {".jsonl", "{}\n{}"}, {".yaml", "- id: 1\n  a: [x]\n"}, {".yaml", "rows: []"}, {".tsv", "id\tb\n1\t2"},
	} {
		f.Add(seed.ext, seed.text)
	}
	d, err := Shipped().Describe("council_decision")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ext, text string) {
		table, err := readTable("x"+ext, []byte(text))
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for _, r := range table.rows {
			if r.line < 1 || r.line > lines {
				t.Errorf("line %d of %d", r.line, lines)
			}
			for column := range r.cells {
				if !slices.Contains(table.columns, column) {
					t.Errorf("column %q is not among %q", column, table.columns)
				}
			}
		}
		c, err := convert(d, export{file: "x" + ext}, table)
		if err != nil {
			return
		}
		for _, r := range c.records {
			if r.ID == "" || r.Config["id"] != r.ID {
				t.Errorf("record without its id: %+v", r)
			}
		}
	})
}
