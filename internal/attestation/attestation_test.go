package attestation

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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

// seen is the digest of the file evidence/siem.txt of the tests.
const seen = "47a8dea66db04a6f2a18b6e27ef53a56f2122c0733e67f3908f1485fe1d4547f"

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
		Files: []FileRef{{Path: "evidence/siem.txt"}}, Source: model.Position{File: "att/a.yaml", Line: 2}}}
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
		"objective form":    {"MON-L3-1", "MON-3", `a.yaml:3:3: attestation "att-1": parse objective id "MON-3": want <category>-L<level from 2>-<number>, like MON-L2-1`},
		"no objective":      {"  objective: MON-L3-1\n", "", `a.yaml:2:3: attestation "att-1": objective is missing; want one id, such as MON-L2-1`},
		"no statement":      {"All AI logs reach the SIEM.", `" "`, `a.yaml:4:3: attestation "att-1": statement is missing; want what is true, in a sentence`},
		"no owner":          {"  owner: p-1001\n", "", `a.yaml:2:3: attestation "att-1": owner is missing; want the person who answers for the statement`},
		"no end":            {"  expires_at: 2027-09-30\n", "", `a.yaml:2:3: attestation "att-1": expires_at is missing; want a date; an attestation always ends`},
		"date form":         {"2026-10-01", "01.10.2026", `a.yaml:7:3: attestation "att-1": signed_at is "01.10.2026"; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z`},
		"boundary":          {"openai:org-example", "openai:*", `a.yaml:10:3: attestation "att-1": boundaries has "openai:*"; want ids such as aws:123456789012, without patterns or regions`},
		"other provider":    {"openai:org-example", "aws:123456789012", `a.yaml:10:3: attestation "att-1": boundaries has "aws:123456789012", but provider is "openai"`},
		"more than all":     {"passed: 9", "passed: 11", `a.yaml:11:3: attestation "att-1": measured says 11 of 10; want passed between 0 and of, and of at least 1`},
		"of nothing":        {"{passed: 9, of: 10}", "{passed: 0, of: 0}", `a.yaml:11:3: attestation "att-1": measured says 0 of 0; want passed between 0 and of, and of at least 1`},
		"file outside":      {"./evidence/siem.txt", "a/../../x", `a.yaml:12:3: attestation "att-1": files has "a/../../x"; want paths relative to this file, and below its folder`},
		"file by full path": {"./evidence/siem.txt", "/etc/hosts", `a.yaml:12:3: attestation "att-1": files has "/etc/hosts"; want paths relative to this file, and below its folder`},
		"file twice":        {"./evidence/siem.txt", "a, ./a", `a.yaml:12:3: attestation "att-1": files names "./a" twice`},
		"no digest":         {"./evidence/siem.txt", "{path: a, sha256: abc}", `a.yaml:12:3: attestation "att-1": files has the sha256 "abc" for a; want 64 hex digits`},
		"file key":          {"./evidence/siem.txt", "{path: a, sha265: abc}", `a.yaml:12:21: unknown key "sha265"; did you mean "sha256"?`},
		"file of no form":   {"./evidence/siem.txt", "[a]", `a.yaml:12:11: files[0] is a list; a mapping is expected`},
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
func TestFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		signed, expires, reviewer string
		want                      []Fault
	}{
		"a leap year":        {"2027-03-01", "2028-02-29", "p-1002", []Fault{}},
		"the longest":        {"2026-10-01", "2027-10-02", "p-1002", []Fault{}},
		"to the moment":      {"2026-10-01T08:00:00Z", "2027-10-01T08:00:00Z", "p-1002", []Fault{}},
		"too long":           {"2026-10-01", "2027-10-03", "p-1002", []Fault{{"too_long", "it speaks for 368 days; the longest is 366"}}},
		"one day":            {"2026-10-01", "2026-10-01", "p-1002", []Fault{}},
		"ends before":        {"2026-10-01", "2026-09-30", "p-1002", []Fault{{"order", "it expires at 2026-09-30, not after it was signed at 2026-10-01"}}},
		"own review":         {"2026-10-01", "2027-09-30", "P-1001", []Fault{{"own_review", `owner and reviewer are both "p-1001"; somebody else has to review it`}}},
		"own, ends too late": {"2026-10-01", "2029-09-30", "p-1001", []Fault{{"own_review", `owner and reviewer are both "p-1001"; somebody else has to review it`}, {"too_long", "it speaks for 1096 days; the longest is 366"}}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := Parse("a.yaml", []byte(strings.NewReplacer("2026-10-01", tc.signed, "2027-09-30", tc.expires, "p-1002", tc.reviewer).Replace(good)))
			if err != nil || len(list) != 1 {
				t.Fatalf("got %v, %v", list, err)
			}
			if got := list[0].Faults(0); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %q", got)
			}
		})
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
	base.Files = []FileRef{{"evidence/siem.txt", seen}}
	catalog, err := model.Default()
	if err != nil {
		t.Fatal(err)
	}
	target := func(a *Attestation) { a.Measured = &Measured{19, 20} }
	for name, tc := range map[string]struct {
		change func(a *Attestation)
		asOf   string
		want   []string
	}{
		"in order":         {target, "2026-11-20", []string{}},
		"unknown":          {func(a *Attestation) { a.Objective = id(t, "MON-L3-9") }, "2026-11-20", []string{`unknown_objective error: the model has no objective MON-L3-9`}},
		"future":           {target, "2026-09-30", []string{`future error: it is signed for a date that has not come: 2026-10-01`}},
		"its last day":     {target, "2027-09-30", []string{`expires_soon warning: it expires at 2027-09-30; have it reviewed and signed again before`}},
		"run out":          {target, "2027-10-01", []string{`expired warning: it expired at 2027-09-30; have it reviewed and signed again`}},
		"own review":       {func(a *Attestation) { target(a); a.Reviewer = "P-1001 " }, "2026-11-20", []string{`own_review error: owner and reviewer are both "p-1001"; somebody else has to review it`}},
		"no files":         {func(a *Attestation) { target(a); a.Files = []FileRef{} }, "2026-11-20", []string{`no_files warning: no file stands behind it; name what the reviewer looked at`}},
		"missing file":     {func(a *Attestation) { target(a); a.Files[0].Path = "none.txt" }, "2026-11-20", []string{`file error: read the file none.txt behind it: no such file or directory`}},
		"a folder":         {func(a *Attestation) { target(a); a.Files[0].Path = "evidence" }, "2026-11-20", []string{`file error: read the file evidence behind it: it is no regular file`}},
		"a link out":       {func(a *Attestation) { target(a); a.Files[0].Path = "link.txt" }, "2026-11-20", []string{`file error: read the file link.txt behind it: path escapes from parent`}},
		"changed":          {func(a *Attestation) { target(a); a.Files[0].SHA256 = strings.Repeat("0", 64) }, "2026-11-20", []string{`changed error: the file evidence/siem.txt has changed since it was signed: its sha256 was 000000000000… and is ` + seen[:12] + `…; have it reviewed and signed again`}},
		"unpinned":         {func(a *Attestation) { target(a); a.Files[0].SHA256 = "" }, "2026-11-20", []string{`unpinned warning: the file evidence/siem.txt can change unnoticed; write it as {path: evidence/siem.txt, sha256: ` + seen + `}`}},
		"below the target": {func(*Attestation) {}, "2026-11-20", []string{`below_target warning: measured is 9 of 10, less than the target 95%: by it, the objective is not met`}},
		"an unknown company": {func(a *Attestation) {
			target(a)
			a.Provider, a.Boundaries = "", []string{"opnai:org-example", "opnai:org-b"}
		}, "2026-11-20", []string{`unknown_provider warning: nothing is known of a provider "opnai"; did you mean "openai"?`}},
	} {
		t.Run(name, func(t *testing.T) {
			a := base
			a.Files = slices.Clone(base.Files)
			tc.change(&a)
			if got := lint(t, tc.asOf, dir, catalog, &a); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
	unmeasured := base
	unmeasured.Measured = nil
	if got := lint(t, "2026-11-20", dir, catalog, &unmeasured); len(got) != 1 || !strings.HasPrefix(got[0], "no_measure warning: measured is missing: it claims all that it speaks of; say what was counted (") {
		t.Errorf("without numbers: %q", got)
	}
	other := base
	other.Source = model.Position{File: "att/b.yaml", Line: 7}
	got := Lint([]*Attestation{&other, &base}, LintOptions{AsOf: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Dir: dir})
	if len(got) != 1 || got[0].String() != `att/a.yaml:2: error: attestation "att-1": the id is used already at att/b.yaml:7` || got[0].Code != "duplicate_id" {
		t.Errorf("two files: got %v", got)
	}
}

// An automated objective is decided by policies; an attestation about it is of use only for what they cannot see.
func TestLintOfAutomatedObjectives(t *testing.T) {
	catalog, err := model.Default()
	if err != nil {
		t.Fatal(err)
	}
	list, err := Parse("a.yaml", []byte(strings.NewReplacer("MON-L3-1", "MON-L2-1", "passed: 9, of: 10", "passed: 10, of: 10").Replace(good)))
	if err != nil {
		t.Fatal(err)
	}
	a := list[0]
	a.Files = []FileRef{}
	const files = "no_files warning: no file stands behind it; name what the reviewer looked at"
	for name, tc := range map[string]struct {
		provider   string
		boundaries []string
		want       []string
	}{
		"one that policies decide": {"openai", nil, []string{"automated warning: MON-L2-1 is automated: in scans whose policies decide it from openai, the attestation is refused", files}},
		"one by its boundary":      {"", []string{"aws:123456789012"}, []string{"automated warning: MON-L2-1 is automated: in scans whose policies decide it from aws, the attestation is refused", files}},
		"one that none decides":    {"", []string{"kubernetes:inference"}, []string{files}},
	} {
		t.Run(name, func(t *testing.T) {
			a.Provider, a.Boundaries = tc.provider, tc.boundaries
			if got := lint(t, "2026-11-20", "", catalog, a); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

// lint writes findings as "code severity: message".
func lint(t *testing.T, asOf, dir string, catalog *model.Catalog, list ...*Attestation) []string {
	t.Helper()
	at, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, f := range Lint(list, LintOptions{AsOf: at, Objective: catalog.Lookup, Providers: []string{"aws", "openai", "kubernetes"}, Dir: dir}) {
		if f.Of != "attestation" || f.ID != "att-1" || f.Source != list[0].Source {
			t.Errorf("about something else: %+v", f)
		}
		got = append(got, fmt.Sprintf("%s %s: %s", f.Code, f.Severity, f.Message))
	}
	return got
}

func TestDigests(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	a := &Attestation{Files: []FileRef{{"a.txt", abc}, {"b.txt", ""}}, Source: model.Position{File: "a.yaml", Line: 1}}
	got, err := a.Digests(dir)
	want := []File{{Path: "a.txt", SHA256: abc, Size: 3, Signed: abc}}
	if !reflect.DeepEqual(got, want) || err == nil || err.Error() != "read the file b.txt behind it: no such file or directory" {
		t.Errorf("got %+v, %v", got, err)
	}
	for signed, changed := range map[string]bool{"": false, abc: false, strings.Repeat("0", 64): true} {
		if f := (File{SHA256: abc, Signed: signed}); f.Changed() != changed {
			t.Errorf("signed as %q: changed is %v", signed, f.Changed())
		}
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	text := strings.Replace(good, "./evidence/siem.txt", "{path: evidence/siem.txt, sha256: "+seen+"}", 1)
	list, err := Parse("a.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	out, err := Render(list...)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("a.yaml", out)
	if err != nil || !reflect.DeepEqual(again, list) {
		t.Errorf("got %+v, %v from\n%s", again, err, out)
	}
	second := *list[0]
	second.ID = "att-2"
	added, err := Add("a.yaml", []byte("# Signed by the board.\n"+good), &second, false)
	if err != nil || !strings.HasPrefix(string(added), "# Signed by the board.\n"+good) {
		t.Errorf("got %v\n%s", err, added)
	}
	if again, err = Parse("a.yaml", added); err != nil || len(again) != 2 || again[1].ID != "att-2" {
		t.Errorf("added: %+v, %v", again, err)
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
			if a.ID == "" || a.Objective.IsZero() || a.Statement == "" || a.Owner == "" || a.Reviewer == "" || a.Signed().IsZero() || a.Expires().IsZero() || a.Source.Line < 1 {
				t.Errorf("%+v (error %v)", a, err)
			}
		}
		out, err := Render(list...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("a.yaml", out); err != nil {
			t.Errorf("what was rendered is not read: %v\n%s", err, out)
		}
	})
}
