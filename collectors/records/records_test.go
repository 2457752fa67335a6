package records

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// seen is what one collector recorded.
type seen struct {
	Reads     []evidence.Read
	Resources map[string][]*evidence.Resource
	Source    *evidence.Source
}

// write makes files below a new folder, last changed on 2026-11-19.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		changed := time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)
		if err := os.Chtimes(path, changed, changed); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read runs a kind's collector as a scan does.
func read(t *testing.T, dir string, s *Settings, kind string) seen {
	t.Helper()
	p, ok := collectors.LookupProvider("records")
	if !ok {
		t.Fatal("the provider is not registered")
	}
	c, err := p.Connect(t.Context(), collectors.ConnectOptions{Settings: s, Dir: dir, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	scopes := c.Scopes()
	if len(scopes) != 1 || scopes[0].Scope.ID != "records:programme" || scopes[0].Scope.Level != evidence.Boundary {
		t.Fatalf("scopes: %+v", scopes)
	}
	ss, err := c.Session(t.Context(), scopes[0].Scope)
	if err != nil {
		t.Fatal(err)
	}
	ss.(*session).now = func() time.Time { return now }
	owner, ok := collectors.ForKind(kindPrefix + kind)
	if !ok {
		t.Fatalf("nobody collects %s", kind)
	}
	rec := collectors.NewRecorder(owner, scopes[0].Scope, c.Classify, nil)
	owner.Collect(t.Context(), ss, rec)
	reads, resources := rec.Finish()
	return seen{reads, resources, rec.Source()}
}

func inDir() *Settings { return &Settings{Dir: "exports"} }

// configs are the records by id, as JSON.
func configs(t *testing.T, list []*evidence.Resource) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range list {
		b, err := json.Marshal(r.Config)
		if err != nil {
			t.Fatal(err)
		}
		out[r.ID] = string(b)
	}
	return out
}

func TestOneExportWhole(t *testing.T) {
	const text = "\xef\xbb\xbfPerson ID,Name,E-Mail,Status,Start date,AI roles,AI assistant access,Cost centre\r\n" +
		"p-1,Avery Lindqvist,Avery@Halden.Example.com,Active,2024-03-01,developer; overseer,yes,77\r\n" +
		"p-2,\"Moss, Jordan\",,on leave,2024-03-01T10:00:00+02:00,,0,78\r\n"
	dir := write(t, map[string]string{"exports/person.csv": text})
	s := inDir()
	s.Files = map[string]Export{"person": {System: "HR", Columns: map[string]string{"id": "person id"}}}
	got := read(t, dir, s, "person")
	want := seen{
		Reads: []evidence.Read{
			{Operation: "records:person", Kinds: []string{"record_person"}, Form: evidence.List, Outcome: evidence.OK, Resources: 2,
				Message: `left out, because record_person has no such fields: "Cost centre"`},
			{Operation: "records:person/row", Kinds: []string{"record_person"}, Form: evidence.Detail, Outcome: evidence.OK, Resources: 2},
		},
		Resources: map[string][]*evidence.Resource{"record_person": {
			{ID: "p-1", Name: "Avery Lindqvist", Config: map[string]any{"id": "p-1", "name": "Avery Lindqvist", "email": "avery@halden.example.com", "status": "active",
				"start_date": "2024-03-01T00:00:00Z", "ai_roles": []any{"developer", "overseer"}, "ai_assistant_access": true}},
			{ID: "p-2", Name: "Moss, Jordan", Config: map[string]any{"id": "p-2", "name": "Moss, Jordan", "status": "on_leave",
				"start_date": "2024-03-01T08:00:00Z", "ai_roles": []any{}, "ai_assistant_access": false}},
		}},
		Source: &evidence.Source{System: "HR", ExportedAt: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC), File: "exports/person.csv", SHA256: evidence.SHA256Hex([]byte(text))},
	}
	if !reflect.DeepEqual(got, want) {
		g, _ := json.MarshalIndent(got, "", " ")
		w, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("got %s\nwant %s", g, w)
	}
}

func TestFormsOfAnExport(t *testing.T) {
	want := map[string]string{
		"dec-1": `{"attendee_functions":["security","legal"],"conditions":[{"due_at":"2026-06-30T00:00:00Z","id":"C1"}],"id":"dec-1","outcome":"approved","quorate":true}`,
		"7":     `{"attendee_functions":[],"conditions":[],"id":"7","outcome":"rejected","quorate":false}`,
	}
	for name, tc := range map[string]struct{ file, text string }{
		"comma": {"council_decision.csv", "id,outcome,quorate,attendee_functions,conditions\n" +
			`dec-1,approved,yes,security;legal,"[{""id"": ""C1"", ""due_at"": ""2026-06-30""}]"` + "\n7,rejected,no,,\n"},
		"semicolon, as Excel writes it in Europe": {"council_decision.csv", "id;outcome;quorate;attendee_functions;conditions\r\n" +
			`dec-1;approved;TRUE;"security;legal";"[{""id"": ""C1"", ""due_at"": ""2026-06-30""}]"` + "\r\n7;rejected;FALSE;;\r\n;;;;\r\n"},
		"separator named": {"council_decision.csv", "sep=;\nid;outcome;quorate;attendee_functions;conditions\n" +
			`dec-1;approved;1;"security;legal";"{""id"": ""C1"", ""due_at"": ""2026-06-30""}"` + "\n7;rejected;0;;\n"},
		"tab": {"council_decision.tsv", "id\toutcome\tquorate\tattendee_functions\tconditions\n" +
			"dec-1\tapproved\tyes\tsecurity;legal\t\"[{\"\"id\"\": \"\"C1\"\", \"\"due_at\"\": \"\"2026-06-30\"\"}]\"\n7\trejected\tno\t\t\n"},
		"comments before the header": {"council_decision.csv", "# Decisions\n\n\"# with, a comma\"\nid,outcome,quorate,attendee_functions,conditions\n" +
			`dec-1,approved,yes,security;legal,"[{""id"": ""C1"", ""due_at"": ""2026-06-30""}]"` + "\n7,rejected,no,,\n"},
		"JSON list": {"council_decision.json", `[{"id": "dec-1", "outcome": "approved", "quorate": true, "attendee_functions": ["security", "legal"],
			"conditions": [{"id": "C1", "due_at": "2026-06-30"}]}, {"id": 7, "outcome": "Rejected", "quorate": "no", "attendee_functions": [], "conditions": ""}]`},
		"JSON rows": {"council_decision.json", `{"exported": {"by": ["x"]}, "rows": [{"id": "dec-1", "outcome": "approved", "quorate": true, "attendee_functions": "security;legal",
			"conditions": [{"id": "C1", "dueAt": "2026-06-30"}]}, {"id": "7", "outcome": "rejected", "quorate": false, "attendee_functions": [], "conditions": []}], "more": 1}`},
		"JSON lines": {"council_decision.jsonl", `{"id": "dec-1", "outcome": "approved", "quorate": true, "attendee_functions": ["security", "legal"], "conditions": [{"id": "C1", "due_at": "2026-06-30"}]}` +
			"\n\n" + `{"id": "7", "outcome": "rejected", "quorate": false, "attendee_functions": [], "conditions": [], "decided_at": null}` + "\n"},
		"YAML list": {"council_decision.yaml", "- id: dec-1\n  outcome: approved\n  quorate: true\n  attendee_functions: [security, legal]\n  conditions:\n  - id: C1\n    due_at: 2026-06-30\n" +
			"- {id: 7, outcome: rejected, quorate: no, attendee_functions: [], conditions: [], decided_at: null}\n"},
		"YAML rows": {"council_decision.yml", "rows:\n- id: dec-1\n  outcome: approved\n  quorate: yes\n  attendee_functions: security;legal\n  conditions: [{id: C1, due_at: 2026-06-30}]\n" +
			"- {id: \"7\", outcome: rejected, quorate: false, attendee_functions: [], conditions: []}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, write(t, map[string]string{"exports/" + tc.file: tc.text}), inDir(), "council_decision")
			if c := configs(t, got.Resources["record_council_decision"]); !reflect.DeepEqual(c, want) {
				t.Errorf("got %v\nwant %v", c, want)
			}
			for _, r := range got.Reads {
				if r.Outcome != evidence.OK || r.Message != "" {
					t.Errorf("read: %+v", r)
				}
			}
		})
	}
}

func TestPlaceholdersSayNothing(t *testing.T) {
	const text = "id,name,owner_id,data_classes,status,provider,purpose,obligations\n" +
		"a,N/A,TBD,tbd;personal;-,production,none,To do,\"[{\"\"duty\"\": \"\"none\"\", \"\"legal_role\"\": \"\"?\"\"}]\"\n" +
		"b,-,?,n/a,-,unknown,—,\n"
	got := read(t, write(t, map[string]string{"exports/ai_system.csv": text}), inDir(), "ai_system")
	want := map[string]string{
		"a": `{"data_classes":["personal"],"id":"a","obligations":[{"duty":"none"}],"provider":"none","purpose":"To do","status":"production"}`,
		"b": `{"data_classes":[],"id":"b","obligations":[],"provider":"unknown"}`,
	}
	if c := configs(t, got.Resources["record_ai_system"]); !reflect.DeepEqual(c, want) {
		t.Errorf("got %v\nwant %v", c, want)
	}
	if r := got.Reads[len(got.Reads)-1]; r.Outcome == evidence.OK {
		t.Errorf("a status that is none of the list has to be a fault: %+v", r)
	}
}

// Policies leave out what is about something else, and "AI" is nothing else than "ai".
func TestTopicsAreReadInLowerCase(t *testing.T) {
	for _, kind := range []string{"audit", "contract", "exception", "incident", "policy", "risk"} {
		got := read(t, write(t, map[string]string{"exports/" + kind + ".csv": "id,topic\nx,AI\n"}), inDir(), kind)
		want := map[string]string{"x": `{"id":"x","topic":"ai"}`}
		if c := configs(t, got.Resources[kindPrefix+kind]); !reflect.DeepEqual(c, want) {
			t.Errorf("%s: got %v", kind, c)
		}
	}
}

func TestAnExportWithoutRows(t *testing.T) {
	for file, text := range map[string]string{"person.csv": "id,name\r\n", "person.json": "[]", "person.jsonl": "", "person.yaml": "[]\n"} {
		t.Run(file, func(t *testing.T) {
			got := read(t, write(t, map[string]string{"exports/" + file: text}), inDir(), "person")
			want := []evidence.Read{{Operation: "records:person", Kinds: []string{"record_person"}, Form: evidence.List, Outcome: evidence.OK}}
			if !reflect.DeepEqual(got.Reads, want) || len(got.Resources["record_person"]) != 0 || got.Source == nil {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestNobodyExports(t *testing.T) {
	dir := write(t, map[string]string{"exports/people.csv": "id\n", "exports/AI-Systems.csv": "id\n", "exports/notes.txt": "x"})
	for kind, want := range map[string]string{
		"person":    "nobody exports record_person",
		"ai_system": "nobody exports record_ai_system; is exports/AI-Systems.csv meant? The file has to be named ai_system.csv",
	} {
		got := read(t, dir, inDir(), kind)
		reads := []evidence.Read{{Operation: "records:" + kind, Kinds: []string{"record_" + kind}, Form: evidence.List, Outcome: evidence.Skipped,
			Permission: "the export of record_" + kind, Message: want}}
		if !reflect.DeepEqual(got.Reads, reads) || len(got.Resources["record_"+kind]) != 0 || got.Source != nil {
			t.Errorf("%s: got %+v", kind, got)
		}
	}
}

// A file that cannot be read is a gap of the whole list, and yields nothing.
func TestAnExportThatCannotBeRead(t *testing.T) {
	for name, tc := range map[string]struct{ file, text, want string }{
		"empty CSV":          {"person.csv", "", "exports/person.csv: the file is empty; it needs a header, even if there are no rows"},
		"only comments":      {"person.csv", "# one\n# two\n", "exports/person.csv: the file is empty; it needs a header, even if there are no rows"},
		"open quote":         {"person.csv", "id,name\np-1,\"Avery\np-2,Jo\n", "exports/person.csv:2: a quoted cell does not end; the file may be cut off"},
		"bare quote":         {"person.csv", "id,name\np-1,Av\"ery\n", "exports/person.csv:2: column 7: bare \" in non-quoted-field"},
		"no id":              {"person.csv", "ident,name\np-1,Avery\n", `exports/person.csv: no column is the id of record_person; it has "ident", "name" (the configuration can name it: columns)`},
		"column twice":       {"person.csv", "# c\nid,name,id\np-1,Avery,p-2\n", `exports/person.csv:2: the header names the column "id" twice`},
		"two for one field":  {"person.csv", "id,Start Date,start_date\np-1,,\n", `exports/person.csv: the columns "Start Date", "start_date" are both the field start_date; rename one, or name the right one under columns`},
		"not UTF-8":          {"person.csv", "id,name\np-1,Andr\xe9\n", "exports/person.csv:2: the text is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)"},
		"UTF-16":             {"person.csv", "\xff\xfei\x00d\x00", "exports/person.csv: it is encoded as UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)"},
		"a workbook":         {"person.csv", "PK\x03\x04\n\x00\x00", "exports/person.csv:2: there is a zero byte; the file is no text (an Excel workbook has to be saved as CSV UTF-8)"},
		"empty JSON":         {"person.json", " ", "exports/person.json: the file is empty; an export without rows is []"},
		"cut JSON":           {"person.json", "[{\"id\": \"p-1\"},\n {\"id\": ", "exports/person.json:2: not valid JSON at /1/id: the file is cut off"},
		"JSON cut after row": {"person.json", "[{\"id\": \"p-1\"}\n", "exports/person.json:2: not valid JSON: the file is cut off"},
		"HTML":               {"person.json", "<html>", `exports/person.json:1: not valid JSON: invalid character '<' at start of value`},
		"object":             {"person.json", `{"id": "p-1"}`, `exports/person.json:1: not valid JSON: there is no member rows; a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`},
		"rows no list":       {"person.json", `{"rows": {}}`, `exports/person.json:1: not valid JSON: rows is no list; a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`},
		"number":             {"person.json", `12`, `exports/person.json:1: a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`},
		"something after":    {"person.json", "[]\n[]", `exports/person.json:2: something follows the end of the list; a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`},
		"a row is text":      {"person.json", "[\n\"p-1\"]", `exports/person.json:2: a row is no object; a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`},
		"member twice":       {"person.json", `[{"id": "p-1", "id": "p-2"}]`, `exports/person.json:1: not valid JSON at /0/id: duplicate object member name`},
		"cut JSON line":      {"person.jsonl", "{\"id\": \"p-1\"}\n{\"id\": \"p-", "exports/person.jsonl:2: not valid JSON at /id: the file is cut off"},
		"empty YAML":         {"person.yaml", "# nothing\n", "exports/person.yaml: the file is empty; an export without rows is []"},
		"YAML mapping":       {"person.yaml", "id: p-1\n", "exports/person.yaml:1: a list of mappings is expected, or the key rows with one"},
		"YAML alias":         {"person.yaml", "- &a {id: p-1}\n- *a\n", "exports/person.yaml:1: a row is no mapping; a list of mappings is expected, or the key rows with one"},
		"YAML text":          {"person.yaml", "- id: p-1\n- p-2\n", "exports/person.yaml:2: a row is no mapping; a list of mappings is expected, or the key rows with one"},
		"two documents":      {"person.yaml", "- id: p-1\n---\n- id: p-2\n", "exports/person.yaml: there is more than one YAML document; a list of mappings is expected, or the key rows with one"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, write(t, map[string]string{"exports/" + tc.file: tc.text}), inDir(), "person")
			want := []evidence.Read{{Operation: "records:person", Kinds: []string{"record_person"}, Form: evidence.List, Outcome: evidence.Failed,
				Permission: "the export of record_person", Message: tc.want}}
			if !reflect.DeepEqual(got.Reads, want) || len(got.Resources["record_person"]) != 0 {
				t.Errorf("got  %+v\nwant %+v", got.Reads, want)
			}
		})
	}
}

// What is wrong with one row is a gap of that row; the others go on, and the bad field is not there to decide anything.
func TestRowsWithFaults(t *testing.T) {
	dir := write(t, map[string]string{"exports/person.csv": "id,status,start_date,ai_assistant_access\n" +
		"p-1,active,2024-03-01,yes\n" +
		"p-2,active,01.03.2024,maybe\n" +
		"p-3,employed,,\n" +
		",active,2024-03-01,yes\n" +
		"p-4,active,9999-12-31,\n" +
		"p-5,active,2024-03-01\n" +
		"p-1,active,2024-03-01,yes\n" +
		"p-6,active,2024-03-01,yes\n" +
		"p-6,left,2024-03-01,yes\n"})
	got := read(t, dir, inDir(), "person")
	kinds := []string{"record_person"}
	row := func(id, message string) evidence.Read {
		return evidence.Read{Operation: "records:person/row", Kinds: kinds, Form: evidence.Detail, Outcome: evidence.Failed,
			Permission: "the export of record_person", Resource: id, Message: message}
	}
	want := []evidence.Read{
		{Operation: "records:person", Kinds: kinds, Form: evidence.List, Outcome: evidence.Failed, Permission: "the export of record_person", Resources: 6,
			Message: "exports/person.csv:5: the row has no id"},
		{Operation: "records:person/row", Kinds: kinds, Form: evidence.Detail, Outcome: evidence.OK, Resources: 1},
		row("p-2", `exports/person.csv:3: start_date is "01.03.2024"; write 2026-11-20 or 2026-11-20T09:00:00Z; ai_assistant_access is "maybe"; write true or false, yes or no, 1 or 0`),
		row("p-3", `exports/person.csv:4: status is "employed"; it is one of active, on_leave, left (the configuration can translate: values)`),
		row("p-4", `exports/person.csv:6: start_date is "9999-12-31", outside the years 1900 to 2200; leave it empty where there is no date`),
		row("p-5", `exports/person.csv:7: the row has 3 cells, the header 4 columns; quote cells that hold the separator ','`),
		row("p-6", `exports/person.csv:9: the id "p-6" is there again in line 10, with other content`),
	}
	if !reflect.DeepEqual(got.Reads, want) {
		g, _ := json.MarshalIndent(got.Reads, "", " ")
		t.Errorf("reads: got %s", g)
	}
	if c, want := configs(t, got.Resources["record_person"]), map[string]string{
		"p-1": `{"ai_assistant_access":true,"id":"p-1","start_date":"2024-03-01T00:00:00Z","status":"active"}`,
		"p-2": `{"id":"p-2","status":"active"}`, "p-3": `{"id":"p-3"}`, "p-4": `{"id":"p-4","status":"active"}`, "p-5": `{"id":"p-5"}`, "p-6": `{"id":"p-6"}`,
	}; !reflect.DeepEqual(c, want) {
		t.Errorf("got %v\nwant %v", c, want)
	}
	for _, r := range got.Resources["record_person"] {
		if missing := []string{"records:person/row"}; (r.ID == "p-1") == reflect.DeepEqual(r.Missing, missing) {
			t.Errorf("%s: missing %v", r.ID, r.Missing)
		}
	}
}

func TestIdentityMadeOfFields(t *testing.T) {
	dir := write(t, map[string]string{"exports/acceptable_use_signoff.csv": "person_id,policy_version,signed_at\n" +
		"p-1,2.10,2026-05-04\np-1,2.10,2026-05-04\np-2,2.10,soon\n,2.10,2026-05-04\np-3,,\n"})
	got := read(t, dir, inDir(), "acceptable_use_signoff")
	if c, want := configs(t, got.Resources["record_acceptable_use_signoff"]), map[string]string{
		"p-1/2.10/2026-05-04T00:00:00Z": `{"id":"p-1/2.10/2026-05-04T00:00:00Z","person_id":"p-1","policy_version":"2.10","signed_at":"2026-05-04T00:00:00Z"}`,
		"p-2/2.10/soon":                 `{"id":"p-2/2.10/soon","person_id":"p-2","policy_version":"2.10"}`,
		"p-3//":                         `{"id":"p-3//","person_id":"p-3"}`,
	}; !reflect.DeepEqual(c, want) {
		t.Errorf("got %v\nwant %v", c, want)
	}
	if m := got.Reads[0].Message; m != "exports/acceptable_use_signoff.csv:5: the row has no id, and no person_id" {
		t.Errorf("list: %q", m)
	}
	yaml := read(t, write(t, map[string]string{"exports/acceptable_use_signoff.yaml": "- {person_id: p-1, policy_version: 2.10, signed_at: 2026-05-04}\n"}), inDir(), "acceptable_use_signoff")
	if v := yaml.Resources["record_acceptable_use_signoff"][0].Config["policy_version"]; v != "2.10" {
		t.Errorf("a version in YAML without quotes became %v", v)
	}
}

func TestConfiguredExport(t *testing.T) {
	dir := write(t, map[string]string{"hr/staff.csv": "Personnel No;ID;State;Joined\n77;x;In post;2024-01-02\n78;y;Gone;2024-01-02\n"})
	s := &Settings{Files: map[string]Export{"record_person": {Path: "hr/staff.csv", System: "HR suite", ExportedAt: "2026-09-01",
		Columns: map[string]string{"id": "personnel no", "name": "ID", "start_date": "Joined", "status": "State"},
		Values:  map[string]map[string]string{"status": {"in post": "active", "Gone": "left"}}}}}
	got := read(t, dir, s, "person")
	if c, want := configs(t, got.Resources["record_person"]), map[string]string{
		"77": `{"id":"77","name":"x","start_date":"2024-01-02T00:00:00Z","status":"active"}`,
		"78": `{"id":"78","name":"y","start_date":"2024-01-02T00:00:00Z","status":"left"}`,
	}; !reflect.DeepEqual(c, want) {
		t.Errorf("got %v\nwant %v", c, want)
	}
	if got.Reads[0].Message != "the export is 80 days old" || !got.Source.ExportedAt.Equal(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)) || got.Source.System != "HR suite" {
		t.Errorf("read %+v, source %+v", got.Reads[0], got.Source)
	}
	for name, tc := range map[string]struct {
		export Export
		want   string
	}{
		"missing column": {Export{Path: "hr/staff.csv", Columns: map[string]string{"id": "Number"}},
			`hr/staff.csv: the configuration reads id from the column "Number", which the file does not have; it has "Personnel No", "ID", "State", "Joined"`},
		"missing file": {Export{Path: "hr/none.csv"}, `read hr/none.csv: no such file or directory`},
		"a folder":     {Export{Path: "hr"}, `read hr: it is no regular file`},
		"extension":    {Export{Path: "hr/staff.xlsx"}, `read hr/staff.xlsx: no such file or directory`},
		"no path":      {Export{System: "HR"}, `providers.records.files.person names no path, and the folder of the exports has no file of the kind`},
	} {
		got := read(t, dir, &Settings{Files: map[string]Export{"person": tc.export}}, "person")
		if len(got.Reads) != 1 || got.Reads[0].Outcome != evidence.Failed || got.Reads[0].Message != tc.want {
			t.Errorf("%s: %+v", name, got.Reads)
		}
	}
	future := read(t, dir, &Settings{Files: map[string]Export{"person": {Path: "hr/staff.csv", ExportedAt: "2027-01-01"}}}, "person")
	if m := future.Reads[0].Message; !strings.HasPrefix(m, "the export is dated in the future: 2027-01-01T00:00:00Z; left out, ") {
		t.Errorf("future: %q", m)
	}
}

func TestTwoFilesForOneKind(t *testing.T) {
	dir := write(t, map[string]string{"exports/person.csv": "id\np-1\n", "exports/person.json": "[]"})
	want := "both exports/person.csv and exports/person.json are exports of it; name the right one under providers.records.files.person.path"
	if got := read(t, dir, inDir(), "person"); got.Reads[0].Outcome != evidence.Failed || got.Reads[0].Message != want {
		t.Errorf("got %+v", got.Reads)
	}
	s := inDir()
	s.Files = map[string]Export{"person": {Path: "exports/person.csv"}}
	if got := read(t, dir, s, "person"); got.Reads[0].Outcome != evidence.OK || len(got.Resources["record_person"]) != 1 {
		t.Errorf("named: %+v", got.Reads)
	}
}

func TestDenied(t *testing.T) {
	if outcome, _ := classify(&os.PathError{Op: "open", Path: "x", Err: os.ErrPermission}); outcome != evidence.Denied {
		t.Errorf("a file that may not be read is %s", outcome)
	}
}

func TestConnectSaysWhatIsWrong(t *testing.T) {
	dir := write(t, map[string]string{"exports/person.csv": "id\n"})
	for name, tc := range map[string]struct {
		s    *Settings
		want string
	}{
		"nothing": {&Settings{}, "connect to records: no exports are configured; set providers.records.dir (or AISMM_RECORDS_DIR) to the folder of the exports, or providers.records.files to single ones"},
		"kind":    {&Settings{Files: map[string]Export{"persons": {}}}, `connect to records: providers.records.files.persons: unknown kind of record "persons"; did you mean "person"?`},
		"column":  {&Settings{Files: map[string]Export{"person": {Columns: map[string]string{"mail": "E-Mail"}}}}, `connect to records: providers.records.files.person.columns: record_person has no field "mail"; did you mean "email"?`},
		"values field": {&Settings{Files: map[string]Export{"person": {Values: map[string]map[string]string{"stats": {"a": "b"}}}}},
			`connect to records: providers.records.files.person.values: record_person has no field "stats"; did you mean "status"?`},
		"values": {&Settings{Files: map[string]Export{"person": {Values: map[string]map[string]string{"status": {"On": "activ"}}}}},
			`connect to records: providers.records.files.person.values.status: "On" means "activ", which is none of active, on_leave, left`},
		"exported_at": {&Settings{Files: map[string]Export{"person": {Path: "x.csv", ExportedAt: "today"}}},
			`connect to records: providers.records.files.person.exported_at is "today"; write 2026-11-20 or 2026-11-20T09:00:00Z`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := connect(context.Background(), collectors.ConnectOptions{Settings: tc.s, Dir: dir, Env: func(string) string { return "" }})
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
			// Names are told before anybody connects.
			early := check(collectors.ConnectOptions{Settings: tc.s, Dir: dir})
			if name == "nothing" {
				if early != nil {
					t.Errorf("checked: %v", early)
				}
			} else if early == nil || "connect to records: "+early.Error() != tc.want {
				t.Errorf("checked: %v", early)
			}
		})
	}
	if _, err := connect(context.Background(), collectors.ConnectOptions{Settings: &Settings{Dir: "none"}, Dir: dir}); err == nil || !strings.Contains(err.Error(), "connect to records: read the folder of the exports: ") || !strings.Contains(err.Error(), "correct providers.records.dir or AISMM_RECORDS_DIR") {
		t.Errorf("missing folder: %v", err)
	}
	env := func(name string) string {
		return map[string]string{"AISMM_RECORDS_DIR": filepath.Join(dir, "exports")}[name]
	}
	if _, err := connect(context.Background(), collectors.ConnectOptions{Settings: &Settings{}, Dir: dir, Env: env}); err != nil {
		t.Errorf("folder from the environment: %v", err)
	}
	if what, ok := detect(env); !ok || what != "the environment variable AISMM_RECORDS_DIR" {
		t.Errorf("detect: %q, %v", what, ok)
	}
}
