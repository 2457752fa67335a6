package statement

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMoments(t *testing.T) {
	for _, tc := range []struct {
		text     string
		end      bool
		want     string
		readBack string
	}{
		{"2026-12-31", false, "2026-12-31T00:00:00Z", "2026-12-31"},
		{"2026-12-31", true, "2027-01-01T00:00:00Z", "2026-12-31"},
		{" 2028-02-28 ", true, "2028-02-29T00:00:00Z", "2028-02-28"},
		{"2026-12-31T18:00:00+02:00", true, "2026-12-31T16:00:00Z", "2026-12-31T16:00:00Z"},
		{"2026-12-31T00:00:00Z", true, "2026-12-31T00:00:00Z", "2026-12-30"},
		{"2026-12-31T00:00:00.5Z", false, "2026-12-31T00:00:00.5Z", "2026-12-31T00:00:00.5Z"},
	} {
		got, err := ParseMoment(tc.text, tc.end)
		if err != nil || !got.Equal(at(t, tc.want)) || FormatMoment(got, tc.end) != tc.readBack {
			t.Errorf("%q: got %s, %v, written %s", tc.text, got, err, FormatMoment(got, tc.end))
		}
	}
	for _, text := range []string{"", "soon", "2026-02-30", "31.12.2026", "2026-12-31 18:00"} {
		want := fmt.Sprintf("%q; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z", text)
		if got, err := ParseMoment(text, false); err == nil || err.Error() != want || !got.IsZero() {
			t.Errorf("%q: got %s, %v", text, got, err)
		}
	}
	if got := FormatMoment(time.Time{}, true); got != "" {
		t.Errorf("no moment: %q", got)
	}
}

func TestDaysLeft(t *testing.T) {
	end := at(t, "2027-01-01T00:00:00Z") // holds to the end of 31 December
	for asOf, want := range map[string]int{
		"2026-12-30T09:00:00Z": 2, "2026-12-31T00:00:00Z": 1, "2026-12-31T23:59:59Z": 1, "2027-01-01T00:00:00Z": 0, "2027-05-01T00:00:00Z": 0,
	} {
		if got := DaysLeft(end, at(t, asOf)); got != want {
			t.Errorf("on %s: got %d, want %d", asOf, got, want)
		}
	}
}

func TestMalformed(t *testing.T) {
	var raw struct {
		List []strictyaml.Kept `yaml:"list"`
	}
	if err := strictyaml.Decode("a.yaml", []byte("list:\n- {id: x, owner: ''}\n- {id: x, owner: ''}\n- word\n"), &raw); err != nil {
		t.Fatal(err)
	}
	list, err := Read("a.yaml", "waiver", raw.List, func(e *Entry) string {
		var w struct {
			ID    string `yaml:"id"`
			Owner string `yaml:"owner"`
		}
		if !e.Mapping(&w, "a waiver is a mapping") {
			return ""
		}
		e.ID(w.ID)
		return e.Required("owner", w.Owner, "a person")
	})
	if len(list) != 0 {
		t.Errorf("left: %q", list)
	}
	want := []string{
		`a.yaml:2: error: waiver "x": owner is missing; want a person`,
		`a.yaml:3: error: waiver "x": owner is missing; want a person`,
		`a.yaml:3: error: waiver "x": the id is used already in line 2`,
		`a.yaml:4: error: a waiver is a mapping`,
	}
	findings := Malformed("waiver", "a.yaml", err)
	Sort(findings)
	got := []string{}
	for _, f := range findings {
		got = append(got, f.String())
		if f.Code != "malformed" || f.Of != "waiver" {
			t.Errorf("got %+v", f)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := Malformed("waiver", "a.yaml", fmt.Errorf("cut off")); len(got) != 1 || got[0].String() != "a.yaml: error: cut off" {
		t.Errorf("got %v", got)
	}
	if got := Malformed("waiver", "a.yaml", nil); got == nil || len(got) != 0 {
		t.Errorf("no error: %v", got)
	}
}

func TestLinterComparesFiles(t *testing.T) {
	l := NewLinter("attestation")
	objective, err := model.ParseObjectiveID("GOV-L2-1")
	if err != nil {
		t.Fatal(err)
	}
	l.Identity("x", model.Position{File: "b.yaml", Line: 2}, objective, true)
	l.Identity("x", model.Position{File: "a.yaml", Line: 5}, objective, false)
	want := []Finding{
		{Of: "attestation", ID: "x", Source: model.Position{File: "a.yaml", Line: 5}, Severity: Error, Code: "duplicate_id", Message: "the id is used already at b.yaml:2"},
		{Of: "attestation", ID: "x", Source: model.Position{File: "a.yaml", Line: 5}, Severity: Error, Code: "unknown_objective", Message: "the model has no objective GOV-L2-1"},
	}
	if got := l.Findings(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

type entry struct {
	ID string `yaml:"id"`
	Is string `yaml:"is"`
}

func TestAdd(t *testing.T) {
	for name, tc := range map[string]struct {
		text, id string
		replace  bool
		want     string
	}{
		"no file yet":             {"", "added", false, "list:\n- id: added\n  is: new\n"},
		"only a comment":          {"# Signed.", "added", false, "# Signed.\nlist:\n- id: added\n  is: new\n"},
		"an empty list":           {"# Signed.\nlist: []  # none yet\n# end\n", "added", false, "# Signed.\nlist: # none yet\n# end\n- id: added\n  is: new\n"},
		"nothing under the key":   {"list:\n", "added", false, "list:\n- id: added\n  is: new\n"},
		"after the last":          {"list:\n- id: a # first\n  is: old", "added", false, "list:\n- id: a # first\n  is: old\n- id: added\n  is: new\n"},
		"with the indentation":    {"list:\n    -   id: a\n        is: old\n\n# end\n", "added", false, "list:\n    -   id: a\n        is: old\n\n# end\n    - id: added\n      is: new\n"},
		"with the line ends":      {"list:\r\n- id: a\r\n", "added", false, "list:\r\n- id: a\r\n- id: added\r\n  is: new\r\n"},
		"in the place of one":     {"list:\n# one\n- id: a\n  is: old\n\n# two\n- id: b\n", "a", true, "list:\n# one\n- id: a\n  is: new\n\n# two\n- id: b\n"},
		"in the place of the end": {"list:\n- id: a\n- id: b\n  is: old\n# end\n", "b", true, "list:\n- id: a\n- id: b\n  is: new\n"},
		"a mapping on a line":     {"list:\n- {id: a,\n   is: old}\n- { id: b }\n", "a", true, "list:\n- id: a\n  is: new\n- { id: b }\n"},
		"nothing to replace":      {"list:\n- id: a\n", "added", true, "list:\n- id: a\n- id: added\n  is: new\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Add("a.yaml", []byte(tc.text), "list", tc.id, entry{tc.id, "new"}, tc.replace)
			if err != nil || string(got) != tc.want {
				t.Errorf("got %v\n%q\nwant\n%q", err, got, tc.want)
			}
		})
	}
	for name, tc := range map[string]struct{ text, want string }{
		"used already":      {"list:\n- is: old\n  id: added\n", `a.yaml:3: the id "added" is used already; choose another with --id, or replace that entry with --force`},
		"written in a line": {"list: [{id: a}]\n", "a.yaml:1: the entries are not written one below the other, each behind a dash; write them so, or add to another file"},
		"closed":            {"{}\n", "a.yaml: the file is written in a way that nothing can be added to; write its entries one below the other, each behind a dash"},
		"no YAML":           {"list: [\n", "a.yaml:1:7: sequence end token ']' not found"},
		"no list":           {"list: {a: b}\n", "a.yaml:1:7: list is a mapping; a list is expected"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Add("a.yaml", []byte(tc.text), "list", "added", entry{"added", "new"}, false)
			if err == nil || err.Error() != tc.want || got != nil {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

// FuzzAdd asks that what was added is read again, behind what was there.
func FuzzAdd(f *testing.F) {
	f.Add("list:\n- id: a\n  is: |\n    text\n\n", "n")
	f.Add("list: [] # x\n", "a: b\n- c")
	f.Add("list:\n- &a {id: 1}\n", "1")
	ids := func(text []byte) ([]string, bool) {
		var raw struct {
			List []entry `yaml:"list"`
		}
		if strictyaml.Decode("a.yaml", text, &raw) != nil {
			return nil, false
		}
		list := []string{}
		for _, e := range raw.List {
			list = append(list, e.ID)
		}
		return list, true
	}
	f.Fuzz(func(t *testing.T, text, id string) {
		before, ok := ids([]byte(text))
		out, err := Add("a.yaml", []byte(text), "list", "added", entry{"added", id}, false)
		if !ok || err != nil || strings.ContainsRune(id, '\r') {
			return
		}
		after, ok := ids(out)
		if !ok || !reflect.DeepEqual(after, append(before, "added")) {
			t.Errorf("before %q, after %q in\n%s", before, after, out)
		}
	})
}
