package model

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnObjectiveInTime(t *testing.T) {
	always, later, gone := &Objective{}, &Objective{Effective: "2027-01-01"}, &Objective{Effective: "2026-01-01", Removed: "2027-01-01"}
	for _, tc := range []struct {
		at                  string
		always, later, gone Effect
	}{
		{"2025-06-01T00:00:00Z", InForce, Upcoming, Upcoming},
		{"2026-01-01T00:00:00Z", InForce, Upcoming, InForce},
		{"2026-12-31T23:59:59Z", InForce, Upcoming, InForce},
		{"2027-01-01T00:00:00Z", InForce, InForce, Withdrawn},
		{"2027-01-01T01:00:00+02:00", InForce, Upcoming, InForce}, // the day begins in UTC
		{"2030-01-01T00:00:00Z", InForce, InForce, Withdrawn},
	} {
		at := moment(t, tc.at)
		if a, b, c := always.At(at), later.At(at), gone.At(at); a != tc.always || b != tc.later || c != tc.gone {
			t.Errorf("at %s: %s, %s, %s", tc.at, a, b, c)
		}
	}
	for _, bad := range []string{"", "2027-1-1", "2027-02-30", "2027-01-01T00:00:00Z", "tomorrow"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("%q is read as %s", bad, d)
		}
	}
}

// with adds keys to the objective, before its remediation.
func with(objective string, keys ...string) string {
	return strings.Replace(objective, "  remediation:", "  "+strings.Join(keys, "\n  ")+"\n  remediation:", 1)
}

func another(id, slug string) string {
	return strings.NewReplacer("MON-L2-1", id, "slug: trail", "slug: "+slug).Replace(goodObjective)
}

func TestLifeIsRead(t *testing.T) {
	c, err := load(files("a.yaml", with(goodObjective, "effective: 2026-01-01", "removed: 2027-01-01", "superseded_by: MON-L2-2", "history:",
		"- {date: 2025-12-01, change: it was added}", "- {date: 2026-06-01, change: it is to be withdrawn}")+with(another("MON-L2-2", "other"), "effective: 2027-01-01")))
	if err != nil {
		t.Fatal(err)
	}
	o := c.All()[0]
	if o.Effective != "2026-01-01" || o.Removed != "2027-01-01" || o.SupersededBy != "MON-L2-2" || len(o.History) != 2 || o.History[1] != (Change{"2026-06-01", "it is to be withdrawn"}) {
		t.Errorf("got %+v", o)
	}
	if got := o.Fate(); got != "withdrawn on 2027-01-01; MON-L2-2 takes its place" {
		t.Errorf("fate: %s", got)
	}
	if before, after := c.Current(moment(t, "2026-06-01T00:00:00Z")), c.Current(moment(t, "2027-06-01T00:00:00Z")); len(before) != 2 || len(after) != 1 || after[0].ID.String() != "MON-L2-2" {
		t.Errorf("current: %v, then %v", before, after)
	}
}

func TestLifeSaysWhatIsWrong(t *testing.T) {
	second := another("MON-L2-2", "other")
	for name, tc := range map[string]struct{ in, want string }{
		"a date":             {with(goodObjective, "effective: 2027-13-01"), `a.yaml:21:3: MON-L2-1: effective: parse date "2027-13-01": want a day, like 2027-01-01`},
		"ends first":         {with(goodObjective, "effective: 2027-01-01", "removed: 2027-01-01"), `a.yaml:22:3: MON-L2-1: removed: is 2027-01-01, but the objective takes effect on 2027-01-01 only`},
		"no such successor":  {with(goodObjective, "superseded_by: MON-L2-9"), `a.yaml:21:3: MON-L2-1: superseded_by: there is no objective MON-L2-9`},
		"no id":              {with(goodObjective, "superseded_by: trail"), `a.yaml:21:3: MON-L2-1: superseded_by: parse objective id "trail": want <category>-L<level from 2>-<number>, like MON-L2-1`},
		"itself":             {with(goodObjective, "superseded_by: MON-L2-1"), `a.yaml:21:3: MON-L2-1: superseded_by: MON-L2-1 leads back to MON-L2-1`},
		"a gap":              {with(goodObjective, "removed: 2027-01-01", "superseded_by: MON-L2-2") + with(second, "effective: 2027-02-01"), `a.yaml:22:3: MON-L2-1: superseded_by: MON-L2-2 takes effect on 2027-02-01, after this one is removed on 2027-01-01: between them neither counts`},
		"a dead successor":   {with(goodObjective, "removed: 2027-01-01", "superseded_by: MON-L2-2") + with(second, "removed: 2026-01-01"), `a.yaml:22:3: MON-L2-1: superseded_by: MON-L2-2 is removed itself, on 2026-01-01`},
		"history's date":     {with(goodObjective, "history: [{date: soon, change: x}]"), `a.yaml:21:3: MON-L2-1: history: parse date "soon": want a day, like 2027-01-01`},
		"history's order":    {with(goodObjective, "history: [{date: 2026-02-01, change: x}, {date: 2026-01-01, change: y}]"), `a.yaml:21:3: MON-L2-1: history: 2026-01-01 comes after 2026-02-01; the oldest entry comes first`},
		"history's text":     {with(goodObjective, "history: [{date: 2026-02-01}]"), `a.yaml:21:3: MON-L2-1: history: is empty`},
		"an id used again":   {with(goodObjective, "removed: 2026-01-01") + another("MON-L2-1", "new"), `a.yaml:23:3: MON-L2-1: id: is used already at a.yaml:1; ids are never used again`},
		"a slug used again":  {with(goodObjective, "removed: 2026-01-01") + another("MON-L2-2", "trail"), `a.yaml:24:3: MON-L2-2: slug: trail is used already in the category, at a.yaml:1`},
		"a circle, of three": {with(goodObjective, "superseded_by: MON-L2-2") + with(second, "superseded_by: MON-L2-1"), "a.yaml:21:3: MON-L2-1: superseded_by: MON-L2-2 leads back to MON-L2-1\na.yaml:43:3: MON-L2-2: superseded_by: MON-L2-1 leads back to MON-L2-2"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(files("a.yaml", tc.in))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestWhatBecameOfAnObjective(t *testing.T) {
	then, err := load(files("a.yaml", goodObjective+another("MON-L2-2", "other")))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ now, became, against string }{
		"nothing":    {goodObjective, "", ""},
		"withdrawn":  {with(goodObjective, "removed: 2027-01-01", "superseded_by: MON-L2-2"), "withdrawn on 2027-01-01; MON-L2-2 takes its place", ""},
		"superseded": {with(goodObjective, "superseded_by: MON-L2-2"), "MON-L2-2 is to take its place", ""},
		"gone":       {"", "model unversioned has no such objective", "a.yaml:1:1: MON-L2-1 is gone from the new catalog; keep it there with removed: DATE, because ids are never used again"},
		"used again": {another("MON-L2-1", "new"), "", "a.yaml:1:1: MON-L2-1: the slug was trail and is new; slugs do not change, and ids are never used again (a.yaml:1)"},
		"changed": {strings.Replace(goodObjective, "0.95", "0.9", 1), "the target is now 90%, and was 95%",
			"a.yaml:1:1: MON-L2-1: target changed; say so in its history, as {date: 2027-01-01, change: what changed} (a.yaml:1)"},
		"changed, and says so": {with(strings.NewReplacer("0.95", "0.9", "Accounts with a trail / accounts", "Regions with a trail / regions", "passes_when: a trail", "passes_when: every trail").Replace(goodObjective),
			"history: [{date: 2026-12-01, change: regions count}]"), "the target is now 90%, and was 95%; the indicator is now: Regions with a trail / regions; 2026-12-01: regions count", ""},
		"reworded": {strings.Replace(goodObjective, "Trails exist", "There are trails", 1), "the title is now: There are trails", ""},
		"put off":  {with(goodObjective, "effective: 2027-01-01"), "takes effect on 2027-01-01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			now, err := load(files("a.yaml", tc.now+another("MON-L2-2", "other")))
			if err != nil {
				t.Fatal(err)
			}
			if got := now.Became(then.All()[0]); got != tc.became {
				t.Errorf("became %q", got)
			}
			err = now.CheckAgainst(then)
			if (err == nil) != (tc.against == "") || err != nil && err.Error() != tc.against {
				t.Errorf("against: %v", err)
			}
		})
	}
	gone, err := load(files("a.yaml", with(goodObjective, "removed: 2026-01-01")+another("MON-L2-2", "other")))
	if err != nil {
		t.Fatal(err)
	}
	want := "a.yaml:1:1: MON-L2-1: it was withdrawn on 2026-01-01; what is withdrawn does not come back (a.yaml:1)"
	if err := then.CheckAgainst(gone); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// Whatever an upcoming objective's outcome is, no level, coverage, target or plan changes.
func TestWhatIsUpcomingCountsNowhere(t *testing.T) {
	targets := map[Category]Level{"GOV": 3, "MON": 4}
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		outcomes := anyOutcomes(t)
		var counted []Outcome
		for i := range outcomes {
			outcomes[i].Upcoming = rapid.Bool().Draw(t, "upcoming")
			if !outcomes[i].Upcoming {
				counted = append(counted, outcomes[i])
			} else {
				tried++
			}
		}
		equal(t, structure.Score(counted, targets), structure.Score(outcomes, targets))
		equal(t, structure.Plan(counted, targets, false), structure.Plan(outcomes, targets, false))
	})
	if tried < 10 {
		t.Errorf("only %d upcoming objectives were drawn", tried)
	}
}
