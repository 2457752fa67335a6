package attestation

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/model"
)

const good = `attestations:
- id: att-1
  objective: MON-L3-1
  statement: All AI logs reach the SIEM.
  owner: p-1001
  reviewer: p-1002
  signed_at: 2026-10-01
  expires_at: 2027-09-30
  provider: openai
  boundaries: ["openai:org-example"]
  measured: {passed: 9, of: 10}
  files: [./evidence/siem.txt]
`

func id(t *testing.T, s string) model.ObjectiveID {
	t.Helper()
	o, err := model.ParseObjectiveID(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestParse(t *testing.T) {
	got, err := Parse("att/a.yaml", []byte(good))
	want := []*Attestation{{ID: "att-1", Objective: id(t, "MON-L3-1"), Statement: "All AI logs reach the SIEM.", Owner: "p-1001", Reviewer: "p-1002",
		SignedAt: "2026-10-01", ExpiresAt: "2027-09-30", Provider: "openai", Boundaries: []string{"openai:org-example"}, Measured: &Measured{Passed: 9, Of: 10},
		Files: []string{"evidence/siem.txt"}, Source: model.Position{File: "att/a.yaml", Line: 2}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if s, e := got[0].Signed(), got[0].Expires(); !s.Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)) || !e.Equal(time.Date(2027, 10, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("holds from %s to %s", s, e)
	}
	for _, text := range []string{"", "attestations: []\n", "attestations:\n"} {
		if got, err := Parse("a.yaml", []byte(text)); err != nil || len(got) != 0 {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct{ old, new, want string }{
		"unknown key":       {"  statement:", "  statment:", `a.yaml:4:3: unknown key "statment"; did you mean "statement"?`},
		"no id":             {"- id: att-1\n  objective", "- objective", "a.yaml:2:3: id is missing; every attestation needs one of its own"},
		"objective form":    {"MON-L3-1", "MON-3", `a.yaml:3:3: attestation "att-1": parse objective id "MON-3": want <category>-L<2 to 5>-<number>, like MON-L2-1`},
		"no objective":      {"  objective: MON-L3-1\n", "", `a.yaml:2:3: attestation "att-1": objective is missing; want one id, such as MON-L2-1`},
		"no statement":      {"All AI logs reach the SIEM.", `" "`, `a.yaml:4:3: attestation "att-1": statement is missing; want what is true, in a sentence`},
		"no owner":          {"  owner: p-1001\n", "", `a.yaml:2:3: attestation "att-1": owner is missing; want the person who answers for the statement`},
		"own review":        {"reviewer: p-1002", "reviewer: P-1001", `a.yaml:6:3: attestation "att-1": owner and reviewer are both "p-1001"; somebody else has to review it`},
		"no end":            {"  expires_at: 2027-09-30\n", "", `a.yaml:2:3: attestation "att-1": expires_at is missing; want a date; an attestation always ends`},
		"date form":         {"2026-10-01", "01.10.2026", `a.yaml:7:3: attestation "att-1": signed_at is "01.10.2026"; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z`},
		"ends before":       {"2027-09-30", "2026-09-30", `a.yaml:8:3: attestation "att-1": it expires at 2026-09-30, not after it was signed at 2026-10-01`},
		"too long":          {"2027-09-30", "2027-10-03", `a.yaml:8:3: attestation "att-1": it speaks for 368 days; the longest is 366`},
		"boundary":          {"openai:org-example", "openai:*", `a.yaml:10:3: attestation "att-1": boundaries has "openai:*"; want ids such as aws:123456789012, without patterns or regions`},
		"other provider":    {"openai:org-example", "aws:123456789012", `a.yaml:10:3: attestation "att-1": boundaries has "aws:123456789012", but provider is "openai"`},
		"more than all":     {"passed: 9", "passed: 11", `a.yaml:11:3: attestation "att-1": measured says 11 of 10; want passed between 0 and of, and of at least 1`},
		"of nothing":        {"{passed: 9, of: 10}", "{passed: 0, of: 0}", `a.yaml:11:3: attestation "att-1": measured says 0 of 0; want passed between 0 and of, and of at least 1`},
		"file outside":      {"./evidence/siem.txt", "a/../../x", `a.yaml:12:3: attestation "att-1": files has "a/../../x"; want paths relative to this file, and below its folder`},
		"file by full path": {"./evidence/siem.txt", "/etc/hosts", `a.yaml:12:3: attestation "att-1": files has "/etc/hosts"; want paths relative to this file, and below its folder`},
		"file twice":        {"./evidence/siem.txt", "a, ./a", `a.yaml:12:3: attestation "att-1": files names "./a" twice`},
		"no mapping":        {good, "attestations: [x]\n", `a.yaml:1:16: an attestation is a mapping with id, objective, statement, owner, reviewer, signed_at and expires_at`},
		"no list":           {good, "attestations: {x: y}\n", `a.yaml:1:15: attestations is a mapping; a list is expected`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(good, tc.old) {
				t.Fatalf("nothing to replace: %q", tc.old)
			}
			got, err := Parse("a.yaml", []byte(strings.Replace(good, tc.old, tc.new, 1)))
			if err == nil || err.Error() != tc.want || len(got) != 0 {
				t.Errorf("got  %v (%d)\nwant %s", err, len(got), tc.want)
			}
		})
	}
}

// The longest is a year from any day, a leap day included.
func TestAYearIsNotTooLong(t *testing.T) {
	for _, tc := range []struct{ signed, expires string }{{"2027-03-01", "2028-02-29"}, {"2026-10-01", "2027-10-02"}, {"2026-10-01T08:00:00Z", "2027-10-01T08:00:00Z"}} {
		text := strings.NewReplacer("2026-10-01", tc.signed, "2027-09-30", tc.expires).Replace(good)
		if _, err := Parse("a.yaml", []byte(text)); err != nil {
			t.Errorf("%s to %s: %v", tc.signed, tc.expires, err)
		}
	}
}

func TestOneBadEntryLeavesTheOthers(t *testing.T) {
	second := strings.TrimPrefix(good, "attestations:\n")
	got, err := Parse("a.yaml", []byte(good+strings.Replace(second, "att-1", "att-2", 1)+second))
	if err == nil || err.Error() != `a.yaml:24:3: attestation "att-1": the id is used already in line 2` {
		t.Errorf("got %v", err)
	}
	if len(got) != 2 || got[0].ID != "att-1" || got[1].ID != "att-2" {
		t.Errorf("got %+v", got)
	}
}

func TestLint(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "att", "evidence"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "att", "evidence", "siem.txt"), []byte("seen\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(dir, "secret.txt")
	if err := os.WriteFile(outside, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "att", "link.txt")); err != nil {
		t.Fatal(err)
	}
	list, err := Parse("att/a.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	base := *list[0]
	for name, tc := range map[string]struct {
		change func(a *Attestation)
		asOf   string
		known  bool
		want   []string
	}{
		"in order":     {func(*Attestation) {}, "2026-11-20", true, []string{}},
		"unknown":      {func(*Attestation) {}, "2026-11-20", false, []string{`att/a.yaml:2: error: attestation "att-1": the model has no objective MON-L3-1`}},
		"future":       {func(*Attestation) {}, "2026-09-30", true, []string{`att/a.yaml:2: error: attestation "att-1": it is signed for a date that has not come: 2026-10-01`}},
		"on its day":   {func(*Attestation) {}, "2027-09-30", true, []string{`att/a.yaml:2: warning: attestation "att-1": it expires at 2027-09-30`}},
		"run out":      {func(*Attestation) {}, "2027-10-01", true, []string{`att/a.yaml:2: warning: attestation "att-1": it expired at 2027-09-30; have it reviewed and signed again`}},
		"no files":     {func(a *Attestation) { a.Files = []string{} }, "2026-11-20", true, []string{`att/a.yaml:2: warning: attestation "att-1": no file stands behind it; name what the reviewer looked at`}},
		"missing file": {func(a *Attestation) { a.Files = []string{"none.txt"} }, "2026-11-20", true, []string{`att/a.yaml:2: error: attestation "att-1": read the file none.txt behind it: no such file or directory`}},
		"a folder":     {func(a *Attestation) { a.Files = []string{"evidence"} }, "2026-11-20", true, []string{`att/a.yaml:2: error: attestation "att-1": read the file evidence behind it: it is no regular file`}},
		"a link out":   {func(a *Attestation) { a.Files = []string{"link.txt"} }, "2026-11-20", true, []string{`att/a.yaml:2: error: attestation "att-1": read the file link.txt behind it: path escapes from parent`}},
	} {
		t.Run(name, func(t *testing.T) {
			a := base
			tc.change(&a)
			asOf, err := time.Parse(time.DateOnly, tc.asOf)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, f := range Lint([]*Attestation{&a}, LintOptions{AsOf: asOf, Known: func(model.ObjectiveID) bool { return tc.known }, Dir: dir}) {
				got = append(got, f.String())
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
	other := base
	other.Source = model.Position{File: "att/b.yaml", Line: 7}
	got := Lint([]*Attestation{&other, &base}, LintOptions{AsOf: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Dir: dir})
	want := []Finding{{"att-1", base.Source, Error, "duplicate_id", "the id is used already at att/b.yaml:7"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("two files: got %v", got)
	}
}

func TestDigests(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	a := &Attestation{Files: []string{"a.txt", "b.txt"}, Source: model.Position{File: "a.yaml", Line: 1}}
	got, err := a.Digests(dir)
	want := []File{{Path: "a.txt", SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Size: 3}}
	if !reflect.DeepEqual(got, want) || err == nil || err.Error() != "read the file b.txt behind it: no such file or directory" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// FuzzParse asks that no file makes Parse panic, and that what it returns obeys the rules.
func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("attestations: [{id: a}]")
	f.Add("attestations:\n- &x {id: a}\n- *x\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse("a.yaml", []byte(text))
		if list == nil {
			t.Error("nil list")
		}
		for _, a := range list {
			if a.ID == "" || a.Objective.IsZero() || strings.EqualFold(a.Owner, a.Reviewer) || !a.Expires().After(a.Signed()) ||
				a.Expires().After(a.Signed().AddDate(0, 0, MaxDays+1)) || a.Source.Line < 1 {
				t.Errorf("%+v (error %v)", a, err)
			}
		}
	})
}
