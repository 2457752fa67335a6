package waiver

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

const whole = `waivers:
- id: bedrock-dev-logging
  objective: MON-L2-2
  subjects:
    kind: scope
    ids: ["aws:111122223333/*"]
    boundaries: ["aws:111122223333"]
    regions: [us-east-1]
  condition: text
  owner: ml-platform@example.com
  ticket: RISK-7
  reason: The development account holds no prompts of customers.
  approved_at: 2026-10-01
  starts: 2026-10-05
  expires: 2026-12-31
- id: second
  objective: IAM-L3-1
  subjects: {boundaries: ["aws:444455556666"]}
  owner: iam@example.com
  ticket: RISK-8
  reason: Replaced by the new role soon.
  approved_at: 2026-11-01T10:00:00+02:00
  expires: 2026-11-30T12:00:00Z
`

func date(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func objective(t testing.TB, s string) model.ObjectiveID {
	t.Helper()
	id, err := model.ParseObjectiveID(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func wholeWaivers(t testing.TB) []*Waiver {
	t.Helper()
	return []*Waiver{
		{ID: "bedrock-dev-logging", Objective: objective(t, "MON-L2-2"),
			Subjects:  Selector{Kind: "scope", IDs: []string{"aws:111122223333/*"}, Boundaries: []string{"aws:111122223333"}, Regions: []string{"us-east-1"}},
			Condition: "text", Owner: "ml-platform@example.com", Ticket: "RISK-7", Reason: "The development account holds no prompts of customers.",
			ApprovedAt: date(t, "2026-10-01T00:00:00Z"), Starts: date(t, "2026-10-05T00:00:00Z"), Expires: date(t, "2027-01-01T00:00:00Z"),
			Source: model.Position{File: "w.yaml", Line: 2}},
		{ID: "second", Objective: objective(t, "IAM-L3-1"), Subjects: Selector{Boundaries: []string{"aws:444455556666"}}, Owner: "iam@example.com", Ticket: "RISK-8",
			Reason: "Replaced by the new role soon.", ApprovedAt: date(t, "2026-11-01T08:00:00Z"), Expires: date(t, "2026-11-30T12:00:00Z"),
			Source: model.Position{File: "w.yaml", Line: 16}},
	}
}

func TestParse(t *testing.T) {
	got, err := Parse("w.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	if want := wholeWaivers(t); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v %+v\nwant %+v %+v", got[0], got[1], want[0], want[1])
	}
	for _, empty := range []string{"", "waivers: []\n", "# none\n"} {
		if got, err := Parse("w.yaml", []byte(empty)); err != nil || got == nil || len(got) != 0 {
			t.Errorf("%q: got %v, %v", empty, got, err)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	edit := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(whole) }
	for name, tc := range map[string]struct{ in, want string }{
		"unknown key":       {edit("  owner: ml-platform@example.com", "  ovner: x"), `w.yaml:10:3: unknown key "ovner"; did you mean "owner"?`},
		"unknown selector":  {edit("regions: [us-east-1]", "region: us-east-1"), `w.yaml:8:5: unknown key "region" under subjects; did you mean "regions"?`},
		"no owner":          {edit("  owner: ml-platform@example.com\n", ""), `w.yaml:2:3: waiver "bedrock-dev-logging": owner is missing; want a person or team that answers for it`},
		"no ticket":         {edit("ticket: RISK-7", "ticket: ' '"), `w.yaml:11:3: waiver "bedrock-dev-logging": ticket is missing; want where the acceptance was decided`},
		"no expiry":         {edit("  expires: 2026-12-31\n", ""), `w.yaml:2:3: waiver "bedrock-dev-logging": expires is missing; want a date; a waiver always ends`},
		"no date":           {edit("2026-12-31", "soon"), `w.yaml:15:3: waiver "bedrock-dev-logging": expires is "soon"; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z`},
		"no such date":      {edit("2026-12-31", "2026-02-30"), `w.yaml:15:3: waiver "bedrock-dev-logging": expires is "2026-02-30"; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z`},
		"objective":         {edit("MON-L2-2", "MON-22"), `w.yaml:3:3: waiver "bedrock-dev-logging": parse objective id "MON-22": want <category>-L<level from 2>-<number>, like MON-L2-1`},
		"selects nothing":   {edit(`subjects: {boundaries: ["aws:444455556666"]}`, "subjects: {}"), `w.yaml:18:3: waiver "second": subjects selects nothing; name kind, ids, boundaries or regions, or else every failure of the objective would be waived`},
		"empty selector":    {edit("[us-east-1]", "['']"), `w.yaml:4:3: waiver "bedrock-dev-logging": subjects.regions has an empty entry`},
		"same id":           {edit("id: second", "id: bedrock-dev-logging"), `w.yaml:16:3: waiver "bedrock-dev-logging": the id is used already in line 2`},
		"no id":             {edit("- id: second", "- reason: x", "  reason: Replaced by the new role soon.\n", ""), `w.yaml:16:3: id is missing; every waiver needs one of its own`},
		"ends before it is": {edit("2026-12-31", "2026-10-04"), `w.yaml:15:3: waiver "bedrock-dev-logging": it expires at 2026-10-04, before it begins at 2026-10-05`},
		"starts unapproved": {edit("approved_at: 2026-10-01", "approved_at: 2026-10-06"), `w.yaml:14:3: waiver "bedrock-dev-logging": it starts at 2026-10-05, before it was approved at 2026-10-06`},
		"no mapping":        {"waivers:\n- word\n", `w.yaml:2:3: a waiver is a mapping with id, objective, subjects, owner, ticket, reason and expires`},
		"a list":            {"- id: x\n", `w.yaml:1:1: the file is a list; a mapping is expected`},
		"all at once": {edit("ticket: RISK-7", "ticket: ''", "ticket: RISK-8", "ticket: ''"),
			"w.yaml:11:3: waiver \"bedrock-dev-logging\": ticket is missing; want where the acceptance was decided\n" +
				"w.yaml:20:3: waiver \"second\": ticket is missing; want where the acceptance was decided"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("w.yaml", []byte(tc.in))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestOneBadEntryLeavesTheOthers(t *testing.T) {
	got, err := Parse("w.yaml", []byte(strings.Replace(whole, "ticket: RISK-7", "ticket: ''", 1)))
	if want := wholeWaivers(t)[1:]; err == nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMatches(t *testing.T) {
	subject := verdict.Subject{Kind: "aws_bedrock_guardrail", ID: "arn:aws:bedrock:us-east-1:111122223333:guardrail/abc", Boundary: "aws:111122223333", Region: "us-east-1"}
	for name, tc := range map[string]struct {
		selector Selector
		want     bool
	}{
		"exact id":         {Selector{IDs: []string{"arn:aws:bedrock:us-east-1:111122223333:guardrail/abc"}}, true},
		"another id":       {Selector{IDs: []string{"arn:aws:bedrock:us-east-1:111122223333:guardrail/ab"}}, false},
		"pattern":          {Selector{IDs: []string{"arn:aws:bedrock:*:111122223333:guardrail/*"}}, true},
		"pattern, no tail": {Selector{IDs: []string{"arn:*:guardrail/a"}}, false},
		"one of two":       {Selector{IDs: []string{"x", "*abc"}}, true},
		"middle":           {Selector{IDs: []string{"arn*bedrock*abc"}}, true},
		"no overlap":       {Selector{IDs: []string{"arn:aws:bedrock:us-east-1:111122223333:guardrail/abc*c"}}, false},
		"kind":             {Selector{Kind: "aws_bedrock_guardrail"}, true},
		"another kind":     {Selector{Kind: "aws_bedrock"}, false},
		"boundary":         {Selector{Boundaries: []string{"aws:111122223333"}}, true},
		"another boundary": {Selector{Boundaries: []string{"aws:1111222233334"}}, false},
		"region":           {Selector{Regions: []string{"eu-central-1", "us-east-1"}}, true},
		"all must match":   {Selector{Kind: "aws_bedrock_guardrail", Regions: []string{"eu-central-1"}}, false},
	} {
		if got := (&Waiver{Subjects: tc.selector}).Matches(subject); got != tc.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestState(t *testing.T) {
	first, second := wholeWaivers(t)[0], wholeWaivers(t)[1]
	rolling := *second
	rolling.ApprovedAt = time.Time{}
	for name, tc := range map[string]struct {
		waiver  *Waiver
		asOf    string
		maxDays int
		want    State
		message string
	}{
		"in force":                {first, "2026-11-20T09:00:00Z", 180, InForce, ""},
		"its first moment":        {first, "2026-10-05T00:00:00Z", 180, InForce, ""},
		"before it starts":        {first, "2026-10-04T23:59:59Z", 180, Future, "it begins at 2026-10-05"},
		"its last second":         {first, "2026-12-31T23:59:59Z", 180, InForce, ""},
		"past its last day":       {first, "2027-01-01T00:00:00Z", 180, Expired, "it expired at 2026-12-31; remove it, or have it approved again"},
		"just as long as allowed": {first, "2026-11-20T09:00:00Z", 87, InForce, ""},
		"a day too long":          {first, "2026-11-20T09:00:00Z", 86, TooLong, "it lasts 87 days from 2026-10-05; the most is 86 (waivers.max_days)"},
		"counted from approval":   {second, "2026-11-20T09:00:00Z", 20, TooLong, "it lasts 29 days from 2026-11-01T08:00:00Z; the most is 20 (waivers.max_days)"},
		"counted from today":      {&rolling, "2026-11-20T09:00:00Z", 20, InForce, ""},
		"too long from today":     {&rolling, "2026-11-20T09:00:00Z", 5, TooLong, "it lasts 10 days from 2026-11-20T09:00:00Z; the most is 5 (waivers.max_days)"},
	} {
		if got, message := tc.waiver.State(date(t, tc.asOf), tc.maxDays); got != tc.want || message != tc.message {
			t.Errorf("%s: got %s, %q", name, got, message)
		}
	}
}

func TestBroad(t *testing.T) {
	for name, tc := range map[string]struct {
		selector Selector
		want     string
	}{
		"ids":              {Selector{IDs: []string{"arn:aws:bedrock:*"}}, ""},
		"boundary":         {Selector{Boundaries: []string{"aws:111122223333"}}, ""},
		"region":           {Selector{Regions: []string{"us-east-1"}}, ""},
		"only a kind":      {Selector{Kind: "aws_iam_role"}, "it names every aws_iam_role, and neither ids nor boundaries nor regions"},
		"a star":           {Selector{IDs: []string{"x", "*"}}, `the pattern "*" matches nearly everything`},
		"a middle":         {Selector{IDs: []string{"*dev*"}}, ""},
		"two stars":        {Selector{IDs: []string{"**"}}, `the pattern "**" matches nearly everything`},
		"a whole provider": {Selector{Boundaries: []string{"aws:*"}}, `the pattern "aws:*" matches nearly everything`},
	} {
		if got := (&Waiver{Subjects: tc.selector}).Broad(); got != tc.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestLint(t *testing.T) {
	list := append(wholeWaivers(t), &Waiver{ID: "second", Objective: objective(t, "GOV-L2-1"), Subjects: Selector{Kind: "record_person"}, Expires: date(t, "2028-01-01T00:00:00Z"),
		Source: model.Position{File: "v.yaml", Line: 9}})
	got := Lint(list, LintOptions{AsOf: date(t, "2026-12-01T00:00:00Z"), MaxDays: 180, Known: func(id model.ObjectiveID) bool { return id != objective(t, "MON-L2-2") }})
	want := []string{
		`broad v.yaml:9: warning: waiver "second": it names every record_person, and neither ids nor boundaries nor regions; name the ids, boundaries or regions that are meant`,
		`duplicate_id v.yaml:9: error: waiver "second": the id is used already at w.yaml:16`,
		`no_approval v.yaml:9: warning: waiver "second": approved_at is missing: nobody can tell when it was decided, or how long it lasts`,
		`too_long v.yaml:9: error: waiver "second": it lasts 395 days from 2026-12-01; the most is 180 (waivers.max_days)`,
		`unknown_objective w.yaml:2: error: waiver "bedrock-dev-logging": the model has no objective MON-L2-2`,
		`expired w.yaml:16: warning: waiver "second": it expired at 2026-11-30T12:00:00Z; remove it, or have it approved again`,
	}
	lines := []string{}
	for _, f := range got {
		lines = append(lines, f.Code+" "+f.String())
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	if got := Lint(wholeWaivers(t), LintOptions{AsOf: date(t, "2026-11-20T00:00:00Z"), MaxDays: 180}); got == nil || len(got) != 0 {
		t.Errorf("good waivers: %v", got)
	}
}

func TestRenderIsReadAgain(t *testing.T) {
	want := wholeWaivers(t)
	out, err := Render(want...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse("w.yaml", out)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i := range got {
		got[i].Source = want[i].Source
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v\n%s", got[0], want[0], out)
	}
	out, err = Render(&Waiver{ID: "new", Objective: want[0].Objective, Subjects: Selector{IDs: []string{"x"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("w.yaml", out); err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("a draft must be filled first; got %v", err)
	}
}

// Adding keeps what people wrote: comments, spacing, the order of keys.
func TestAddKeepsTheRest(t *testing.T) {
	const text = "# Agreed by the board.\nwaivers:\n  - id: one   # first\n    expires: 2026-12-31\n"
	w := wholeWaivers(t)[1]
	got, err := Add("w.yaml", []byte(text), w, false)
	want := text + `  - id: second
    objective: IAM-L3-1
    subjects:
      boundaries:
      - aws:444455556666
    owner: iam@example.com
    ticket: RISK-8
    reason: Replaced by the new role soon.
    approved_at: "2026-11-01T08:00:00Z"
    expires: "2026-11-30T12:00:00Z"
`
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("waivers:\n- &a {id: x, subjects: *a}\n"))
	f.Add([]byte("waivers: [{id: [], objective: {}, subjects: {ids: x}}]"))
	asOf := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Parse("w.yaml", data)
		if err != nil {
			return
		}
		for _, w := range list {
			if w.ID == "" || w.Objective.IsZero() || w.Owner == "" || w.Ticket == "" || w.Reason == "" || w.Expires.IsZero() || w.Source.Line == 0 {
				t.Fatalf("accepted %+v", w)
			}
		}
		Lint(list, LintOptions{AsOf: asOf, MaxDays: 180})
		out, err := Render(list...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("w.yaml", out); err != nil {
			t.Fatalf("what was rendered is not read: %v\n%s", err, out)
		}
	})
}
