package model

import (
	"encoding/json"
	"reflect"
	"testing"
)

// objective makes one with only what arithmetic needs.
func objective(t testing.TB, id string, target Share, always bool) *Objective {
	t.Helper()
	parsed, err := ParseObjectiveID(id)
	if err != nil {
		t.Fatal(err)
	}
	return &Objective{ID: parsed, Level: parsed.Level(), Target: target, AlwaysApplies: always, Title: "title of " + id}
}

func TestJudge(t *testing.T) {
	type tally = Tally
	for name, tc := range map[string]struct {
		target     Share
		always     bool
		tally      tally
		gross, net Standing
	}{
		"all pass":                       {9500, false, tally{Passed: 4}, Standing{Met, 10000, 10000}, Standing{Met, 10000, 10000}},
		"the target exactly":             {7500, false, tally{Passed: 3, Failed: 1}, Standing{Met, 7500, 7500}, Standing{Met, 7500, 7500}},
		"just below":                     {7501, false, tally{Passed: 3, Failed: 1}, Standing{NotMet, 7500, 7500}, Standing{NotMet, 7500, 7500}},
		"a third is cut, not rounded":    {3334, false, tally{Passed: 1, Failed: 2}, Standing{NotMet, 3333, 3333}, Standing{NotMet, 3333, 3333}},
		"unknown could reach it":         {9000, false, tally{Passed: 8, Unknown: 2}, Standing{Unknown, 8000, 10000}, Standing{Unknown, 8000, 10000}},
		"unknown could just reach it":    {9000, false, tally{Passed: 8, Failed: 1, Unknown: 1}, Standing{Unknown, 8000, 9000}, Standing{Unknown, 8000, 9000}},
		"unknown cannot reach it":        {9500, false, tally{Passed: 8, Failed: 1, Unknown: 1}, Standing{NotMet, 8000, 9000}, Standing{NotMet, 8000, 9000}},
		"met whatever is unknown":        {8000, false, tally{Passed: 8, Unknown: 2}, Standing{Met, 8000, 10000}, Standing{Met, 8000, 10000}},
		"nothing to judge":               {9500, false, tally{}, Standing{NotApplicable, NoShare, NoShare}, Standing{NotApplicable, NoShare, NoShare}},
		"nothing, and it always applies": {9500, true, tally{}, Standing{Unknown, NoShare, NoShare}, Standing{Unknown, NoShare, NoShare}},
		"nothing seen, and open":         {9500, false, tally{Open: true}, Standing{Unknown, NoShare, NoShare}, Standing{Unknown, NoShare, NoShare}},
		"all pass, but open":             {9500, false, tally{Passed: 9, Open: true}, Standing{Unknown, 10000, 10000}, Standing{Unknown, 10000, 10000}},
		"all fail, but open":             {9500, false, tally{Failed: 9, Open: true}, Standing{Unknown, 0, 0}, Standing{Unknown, 0, 0}},
		"one fails of all that must":     {10000, false, tally{Passed: 9, Failed: 1, Open: true}, Standing{NotMet, 9000, 9000}, Standing{NotMet, 9000, 9000}},
		"waived, open, and all must":     {10000, false, tally{Passed: 9, Failed: 1, Waived: 1, Open: true}, Standing{NotMet, 9000, 9000}, Standing{Unknown, 10000, 10000}},
		"waived failures leave, net":     {9000, false, tally{Passed: 3, Failed: 1, Waived: 1}, Standing{NotMet, 7500, 7500}, Standing{Met, 10000, 10000}},
		"waivers leave nobody":           {9000, true, tally{Failed: 2, Waived: 2}, Standing{NotMet, 0, 0}, Standing{NotApplicable, NoShare, NoShare}},
		"waivers leave the unknown":      {9000, false, tally{Failed: 2, Waived: 2, Unknown: 1}, Standing{NotMet, 0, 3333}, Standing{Unknown, 0, 10000}},
	} {
		t.Run(name, func(t *testing.T) {
			got := OutcomeOf(objective(t, "MON-L2-1", tc.target, tc.always), tc.tally)
			if got.Gross != tc.gross || got.Net != tc.net {
				t.Errorf("gross %+v, net %+v; want %+v, %+v", got.Gross, got.Net, tc.gross, tc.net)
			}
		})
	}
}

// statuses builds outcomes of MON with just these statuses; the number in an id counts within its level.
func statuses(t testing.TB, levels map[Level][]Status) []Outcome {
	t.Helper()
	var list []Outcome
	for _, l := range structure.Climb() {
		for i, s := range levels[l.Level] {
			o := objective(t, "MON-L"+l.Level.String()+"-"+string(rune('1'+i)), Whole, false)
			standing := Standing{Status: s, Lower: NoShare, Upper: NoShare}
			list = append(list, Outcome{Objective: o, Gross: standing, Net: standing})
		}
	}
	return list
}

func TestClimb(t *testing.T) {
	const m, n, u, x, a = Met, NotMet, Unknown, NotApplicable, NotAssessed
	ratio := func(p, w int) *Ratio { return &Ratio{p, w} }
	for name, tc := range map[string]struct {
		levels              map[Level][]Status
		confirmed, possible Level
		progress            *Ratio
		through             []Level
		coverage            Ratio
	}{
		"all met":                         {map[Level][]Status{2: {m}, 3: {m}, 4: {m, m}, 5: {m}}, 5, 5, nil, nil, Ratio{5, 5}},
		"nothing met":                     {map[Level][]Status{2: {n, m}, 3: {m}, 4: {m}, 5: {m}}, 1, 1, ratio(1, 2), nil, Ratio{5, 5}},
		"unknown at the first step":       {map[Level][]Status{2: {u, m}, 3: {m}, 4: {n}, 5: {m}}, 1, 3, ratio(1, 2), nil, Ratio{4, 5}},
		"unknown above a failure":         {map[Level][]Status{2: {m}, 3: {n}, 4: {u}, 5: {u}}, 2, 2, ratio(0, 1), nil, Ratio{2, 4}},
		"not assessed counts as unknown":  {map[Level][]Status{2: {m}, 3: {a, m}, 4: {m}, 5: {m}}, 2, 5, ratio(1, 2), nil, Ratio{4, 5}},
		"a level is passed through":       {map[Level][]Status{2: {x, x}, 3: {m}, 4: {n}, 5: {m}}, 3, 3, ratio(0, 1), []Level{2}, Ratio{3, 3}},
		"a level without objectives":      {map[Level][]Status{2: {m}, 4: {m}, 5: {n}}, 4, 4, ratio(0, 1), []Level{3}, Ratio{3, 3}},
		"what does not apply is no bar":   {map[Level][]Status{2: {x, m}, 3: {x, n}, 4: {m}, 5: {m}}, 2, 2, ratio(0, 1), nil, Ratio{4, 4}},
		"nothing applies":                 {map[Level][]Status{2: {x}, 3: {x}, 4: {x}, 5: {x}}, 0, 0, nil, []Level{2, 3, 4, 5}, Ratio{}},
		"only the top applies, and fails": {map[Level][]Status{2: {x}, 3: {x}, 4: {x}, 5: {n}}, 4, 4, ratio(0, 1), []Level{2, 3, 4}, Ratio{1, 1}},
		"nothing was assessed":            {map[Level][]Status{2: {a}, 3: {a}, 4: {a}, 5: {a}}, 0, 0, nil, nil, Ratio{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := structure.Score(statuses(t, tc.levels), nil).Categories[3]
			var through []Level
			for _, l := range s.Gross.Levels {
				if l.PassedThrough {
					through = append(through, l.Level)
				}
			}
			if s.Gross.Confirmed != tc.confirmed || s.Gross.Possible != tc.possible || !reflect.DeepEqual(s.Gross.Progress, tc.progress) ||
				!reflect.DeepEqual(through, tc.through) || s.Coverage != tc.coverage || !reflect.DeepEqual(s.Gross, s.Net) {
				t.Errorf("got %d to %d, progress %v, through %v, coverage %v", s.Gross.Confirmed, s.Gross.Possible, s.Gross.Progress, through, s.Coverage)
			}
		})
	}
}

func TestScoreWhole(t *testing.T) {
	var outcomes []Outcome
	add := func(id string, tally Tally) {
		outcomes = append(outcomes, OutcomeOf(objective(t, id, 9000, false), tally))
	}
	add("GOV-L2-1", Tally{Passed: 10})
	add("GOV-L3-1", Tally{Passed: 8, Failed: 2, Waived: 2})
	add("GOV-L4-1", Tally{})
	add("GOV-L5-1", Tally{Passed: 1, Unknown: 1})
	add("MON-L2-1", Tally{Passed: 1, Open: true})
	add("MON-L3-1", Tally{Failed: 1})
	outcomes = append(outcomes, Unassessed(objective(t, "INF-L2-1", 9000, false)))
	got := structure.Score(outcomes, map[Category]Level{"GOV": 3, "MON": 2, "INF": 2})
	gov, mon, inf := got.Categories[0], got.Categories[3], got.Categories[4]
	wantGov := CategoryScore{Category: "GOV", Name: "Governance", Domain: "foundational", Assessed: true, Target: 3, Distance: &Distance{1, 1}, Coverage: Ratio{2, 3},
		Gross: Ladder{Interval{2, 2}, &Ratio{0, 1}, []LevelCount{{2, 1, 1, 0, 0, 0, 0, false}, {3, 1, 0, 1, 0, 0, 0, false}, {4, 1, 0, 0, 0, 1, 0, true}, {5, 1, 0, 0, 1, 0, 0, false}}},
		Net:   Ladder{Interval{4, 5}, &Ratio{0, 1}, []LevelCount{{2, 1, 1, 0, 0, 0, 0, false}, {3, 1, 1, 0, 0, 0, 0, false}, {4, 1, 0, 0, 0, 1, 0, true}, {5, 1, 0, 0, 1, 0, 0, false}}}}
	if !reflect.DeepEqual(gov, wantGov) {
		t.Errorf("GOV: got  %+v\nwant %+v", gov, wantGov)
	}
	ladder := Ladder{Interval{1, 2}, &Ratio{0, 1}, []LevelCount{{2, 1, 0, 0, 1, 0, 0, false}, {3, 1, 0, 1, 0, 0, 0, false}, {4, 0, 0, 0, 0, 0, 0, false}, {5, 0, 0, 0, 0, 0, 0, false}}}
	wantMon := CategoryScore{Category: "MON", Name: "Security Monitoring", Domain: "foundational", Assessed: true, Target: 2, Distance: &Distance{0, 1}, Coverage: Ratio{1, 2},
		Gross: ladder, Net: ladder}
	if !reflect.DeepEqual(mon, wantMon) {
		t.Errorf("MON: got  %+v\nwant %+v", mon, wantMon)
	}
	if inf.Assessed || inf.Gross.Confirmed != NoLevel || inf.Distance != nil || inf.Coverage != (Ratio{}) || inf.Gross.Levels[0] != (LevelCount{Level: 2, Objectives: 1, NotAssessed: 1}) {
		t.Errorf("INF: got %+v", inf)
	}
	want := Aggregate{Gross: Summary{Interval{1, 2}, MeanInterval{Ratio{3, 2}, Ratio{4, 2}}}, Net: Summary{Interval{1, 2}, MeanInterval{Ratio{5, 2}, Ratio{7, 2}}},
		Coverage: Ratio{3, 5}, Categories: 12, Assessed: 2, Targets: 3, TargetsMissed: 1}
	if !reflect.DeepEqual(got.Programme, want) {
		t.Errorf("programme: got  %+v\nwant %+v", got.Programme, want)
	}
	want.Categories, want.Targets = 4, 2
	if !reflect.DeepEqual(got.Domains[0], DomainScore{"foundational", "Foundational", want}) {
		t.Errorf("foundational: got %+v", got.Domains[0])
	}
	if !reflect.DeepEqual(got.Domains[1], DomainScore{"structural", "Structural", Aggregate{Categories: 4, Targets: 1}}) {
		t.Errorf("structural: got %+v", got.Domains[1])
	}
	if got.Coverage != (Ratio{3, 5}) || len(got.Categories) != 12 {
		t.Errorf("coverage %v of %d categories", got.Coverage, len(got.Categories))
	}
}

func TestPlan(t *testing.T) {
	var outcomes []Outcome
	add := func(id string, target Share, tally Tally) {
		outcomes = append(outcomes, OutcomeOf(objective(t, id, target, false), tally))
	}
	add("INF-L2-1", 9000, Tally{Passed: 8, Failed: 2})              // structural: last, though one subject is enough
	add("GOV-L2-1", 9000, Tally{Passed: 1, Failed: 9})              // eight must pass, all by repair
	add("GOV-L3-1", 9000, Tally{Passed: 1})                         // the next level holds already
	add("MON-L2-1", 9000, Tally{Passed: 10})                        // met
	add("MON-L2-2", 10000, Tally{Passed: 3, Failed: 1, Unknown: 2}) // three must pass, one by repair
	add("MON-L2-3", 8000, Tally{Passed: 6, Failed: 1, Unknown: 3})  // two must pass, none of them need be repaired
	add("MON-L2-4", 8000, Tally{})                                  // does not apply
	add("MON-L2-5", 8000, Tally{Open: true})                        // nobody knows
	add("MON-L3-1", 8000, Tally{Failed: 100})                       // not yet
	add("IAM-L2-1", 8000, Tally{Passed: 2, Failed: 8, Waived: 8})   // net, met
	add("RSK-L2-1", 8000, Tally{Passed: 1})                         // the target holds
	add("RSK-L3-1", 8000, Tally{Failed: 1})                         // and nobody asks for more
	got := structure.Plan(outcomes, map[Category]Level{"MON": 4, "RSK": 2}, false)
	id := func(s string) ObjectiveID { return objective(t, s, 1, false).ID }
	title := func(s string) string { return "title of " + s }
	want := Plan{Categories: []CategoryPlan{
		{Category: "MON", Name: "Security Monitoring", Domain: "foundational", From: 1, To: 2, Reaches: 2, Target: 4, Work: Work{Subjects: 6, Fix: 1, FindOut: 2, Steps: []Step{
			{Objective: id("MON-L2-5"), Title: title("MON-L2-5"), Status: Unknown, Need: FindOut, Passes: 1, Tally: Tally{Open: true}, Target: 8000},
			{Objective: id("MON-L2-3"), Title: title("MON-L2-3"), Status: Unknown, Need: FindOut, Passes: 2, Tally: Tally{Passed: 6, Failed: 1, Unknown: 3}, Target: 8000},
			{Objective: id("MON-L2-2"), Title: title("MON-L2-2"), Status: NotMet, Need: Fix, Passes: 3, Fixes: 1, Tally: Tally{Passed: 3, Failed: 1, Unknown: 2}, Target: 10000},
		}}, Later: []Stage{{To: 3, Work: Work{Subjects: 80, Fix: 1, Steps: []Step{
			{Objective: id("MON-L3-1"), Title: title("MON-L3-1"), Status: NotMet, Need: Fix, Passes: 80, Fixes: 80, Tally: Tally{Failed: 100}, Target: 8000},
		}}}}},
		{Category: "IAM", Name: "IAM", Domain: "foundational", From: 1, To: 2, Reaches: 2, Later: []Stage{}, Work: Work{Subjects: 6, Fix: 1, Steps: []Step{
			{Objective: id("IAM-L2-1"), Title: title("IAM-L2-1"), Status: NotMet, Need: Fix, Passes: 6, Fixes: 6, Tally: Tally{Passed: 2, Failed: 8, Waived: 8}, Target: 8000},
		}}},
		{Category: "GOV", Name: "Governance", Domain: "foundational", From: 1, To: 2, Reaches: 3, Later: []Stage{}, Work: Work{Subjects: 8, Fix: 1, Steps: []Step{
			{Objective: id("GOV-L2-1"), Title: title("GOV-L2-1"), Status: NotMet, Need: Fix, Passes: 8, Fixes: 8, Tally: Tally{Passed: 1, Failed: 9}, Target: 9000},
		}}},
		{Category: "INF", Name: "Infrastructure Security & Resilience", Domain: "structural", From: 1, To: 2, Reaches: 2, Later: []Stage{}, Work: Work{Subjects: 1, Fix: 1, Steps: []Step{
			{Objective: id("INF-L2-1"), Title: title("INF-L2-1"), Status: NotMet, Need: Fix, Passes: 1, Fixes: 1, Tally: Tally{Passed: 8, Failed: 2}, Target: 9000},
		}}},
	}, Reached: []Arrival{{Category: "RSK", Name: "Risk & Provider Assessment & Management", Confirmed: 2, Target: 2}}}
	// IAM before GOV: fewer subjects; both after MON only where they have more.
	want.Categories[0], want.Categories[1] = want.Categories[1], want.Categories[0]
	if !reflect.DeepEqual(got, want) {
		a, _ := json.MarshalIndent(got, "", " ")
		b, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("got  %s\nwant %s", a, b)
	}
	for _, c := range structure.Plan(outcomes, nil, true).Categories {
		if c.Category == "IAM" {
			t.Errorf("net, IAM is at level 5 and needs no plan: %+v", c)
		}
	}
}

// A level that has no objective, as in a cut, holds nothing: it is passed through on the way to one that has some, and no further.
func TestLevelsWithoutObjectives(t *testing.T) {
	met, failed := Tally{Passed: 1}, Tally{Failed: 1}
	for name, c := range map[string]struct {
		at        map[string]Tally
		confirmed Level
		passed    []bool
		progress  *Ratio
	}{
		"only the lowest":         {map[string]Tally{"MON-L2-1": met}, 2, []bool{false, false, false, false}, nil},
		"a gap in between":        {map[string]Tally{"MON-L2-1": met, "MON-L4-1": met}, 4, []bool{false, true, false, false}, nil},
		"what comes after fails":  {map[string]Tally{"MON-L2-1": met, "MON-L4-1": failed}, 2, []bool{false, true, false, false}, &Ratio{Whole: 1}},
		"only the highest":        {map[string]Tally{"MON-L5-1": met}, 5, []bool{true, true, true, false}, nil},
		"only the highest, fails": {map[string]Tally{"MON-L5-1": failed}, 1, []bool{true, true, true, false}, &Ratio{Whole: 1}},
		"nothing to judge above":  {map[string]Tally{"MON-L2-1": met, "MON-L3-1": {}}, 3, []bool{false, true, false, false}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var outcomes []Outcome
			for id, tally := range c.at {
				outcomes = append(outcomes, OutcomeOf(objective(t, id, 8000, false), tally))
			}
			l := structure.Score(outcomes, nil).Categories[structure.order("MON")].Gross
			var passed []bool
			for _, n := range l.Levels {
				passed = append(passed, n.PassedThrough)
			}
			if l.Confirmed != c.confirmed || !reflect.DeepEqual(passed, c.passed) || !reflect.DeepEqual(l.Progress, c.progress) {
				t.Errorf("got level %s, passed through %v, progress %v; want %s, %v, %v", l.Confirmed, passed, l.Progress, c.confirmed, c.passed, c.progress)
			}
		})
	}
}

func TestJSONRoundTrips(t *testing.T) {
	in := struct {
		A, B, C Share
		D, E    Level
		F       ObjectiveID
		G       Status
	}{0, NoShare, 9500, NoLevel, 4, objective(t, "IR-L5-2", 1, false).ID, NotMet}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"A":0,"B":null,"C":0.95,"D":null,"E":4,"F":"IR-L5-2","G":"not_met"}`; string(data) != want {
		t.Errorf("got %s, want %s", data, want)
	}
	out := in
	out.A, out.B, out.D = 1, 1, 1
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Errorf("got %+v, %v", out, err)
	}
}

func TestEveryShareSurvivesJSON(t *testing.T) {
	for s := NoShare; s <= Whole; s++ {
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got Share
		if err := got.UnmarshalJSON(data); err != nil || got != s {
			t.Fatalf("%d is written %s and read %d, %v", s, data, got, err)
		}
	}
	for _, bad := range []string{"1.1", "-0.5", "0.00001", `"x"`, "NaN"} {
		var s Share
		if err := s.UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("%s is read as %d", bad, s)
		}
	}
}
