package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

var anyTally = rapid.Custom(func(t *rapid.T) Tally {
	y := Tally{Passed: rapid.IntRange(0, 6).Draw(t, "passed"), Failed: rapid.IntRange(0, 4).Draw(t, "failed"), Unknown: rapid.IntRange(0, 4).Draw(t, "unknown"),
		Open: rapid.Bool().Draw(t, "open")}
	y.Waived = rapid.IntRange(0, y.Failed).Draw(t, "waived")
	return y
})

// anyOutcomes draws outcomes of a few categories, some of them never assessed.
func anyOutcomes(t *rapid.T) []Outcome {
	var list []Outcome
	for _, c := range []Category{"GOV", "MON", "INF", "IR"} {
		for level := Level(2); level <= structure.Top(); level++ {
			for n := 1; n <= rapid.IntRange(0, 3).Draw(t, "objectives"); n++ {
				id, err := ParseObjectiveID(fmt.Sprintf("%s-L%d-%d", c, level, n))
				if err != nil {
					t.Fatal(err)
				}
				o := &Objective{ID: id, Slug: "drawn", Level: level, AlwaysApplies: rapid.Bool().Draw(t, "always"), Target: rapid.SampledFrom([]Share{10000, 9500, 9000, 8000, 3333}).Draw(t, "target")}
				if rapid.IntRange(0, 4).Draw(t, "assessed") == 0 {
					list = append(list, Unassessed(o))
				} else {
					list = append(list, OutcomeOf(o, anyTally.Draw(t, "tally")))
				}
			}
		}
	}
	return list
}

// change gives one drawn, assessed outcome another tally, and returns both whole lists.
func change(t *rapid.T, edit func(*Tally) bool) (before, after []Outcome, ok bool) {
	before = anyOutcomes(t)
	if len(before) == 0 {
		return nil, nil, false
	}
	i := rapid.IntRange(0, len(before)-1).Draw(t, "which")
	tally := before[i].Tally
	if before[i].Gross.Status == NotAssessed || !edit(&tally) {
		return nil, nil, false
	}
	after = append([]Outcome{}, before...)
	after[i] = OutcomeOf(before[i].Objective, tally)
	return before, after, true
}

// higher reports whether a level is at least another; a category without a level has nothing to lose.
func higher(a, b Level) bool { return b == NoLevel || a >= b }

func law(t *testing.T, edit func(*rapid.T, *Tally) bool, holds func(t *rapid.T, before, after CategoryScore)) {
	t.Helper()
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		before, after, ok := change(t, func(y *Tally) bool { return edit(t, y) })
		if !ok {
			return
		}
		tried++
		a, b := structure.Score(before, nil), structure.Score(after, nil)
		for i := range a.Categories {
			holds(t, a.Categories[i], b.Categories[i])
		}
	})
	if tried < 10 {
		t.Errorf("the law was tried only %d times", tried)
	}
}

// equal compares values by what is written of them.
func equal(t *rapid.T, want, got any) {
	a, errA := json.Marshal(want)
	b, errB := json.Marshal(got)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Fatalf("got  %s %v\nwant %s %v", b, errB, a, errA)
	}
}

func TestMorePassesNeverLowerALevel(t *testing.T) {
	holds := func(t *rapid.T, before, after CategoryScore) {
		for _, l := range [][2]Ladder{{before.Gross, after.Gross}, {before.Net, after.Net}} {
			if !higher(l[1].Confirmed, l[0].Confirmed) || !higher(l[1].Possible, l[0].Possible) {
				t.Fatalf("%s went from %+v to %+v", before.Category, l[0].Interval, l[1].Interval)
			}
		}
	}
	t.Run("one more subject passes", func(t *testing.T) {
		law(t, func(_ *rapid.T, y *Tally) bool { y.Passed++; return true }, holds)
	})
	t.Run("a failed subject passes", func(t *testing.T) {
		law(t, func(_ *rapid.T, y *Tally) bool {
			y.Failed--
			y.Passed++
			return y.Failed >= y.Waived
		}, holds)
	})
	t.Run("the population closes on what was seen", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			before := anyOutcomes(t)
			for i := range before {
				if y := before[i].Tally; before[i].Gross.Status != NotAssessed && y.Failed == 0 && y.Passed > 0 {
					after := append([]Outcome{}, before...)
					y.Open = true
					before[i] = OutcomeOf(before[i].Objective, y)
					y.Open = false
					after[i] = OutcomeOf(before[i].Objective, y)
					a, b := structure.Score(before, nil), structure.Score(after, nil)
					for j := range a.Categories {
						holds(t, a.Categories[j], b.Categories[j])
					}
				}
			}
		})
	})
}

func TestAnUnknownStaysInsideTheInterval(t *testing.T) {
	turn := func(t *rapid.T, y *Tally) bool {
		if y.Open && rapid.Bool().Draw(t, "closes") {
			y.Open = false
			return y.All() > 0
		}
		if y.Unknown == 0 {
			return false
		}
		y.Unknown--
		if rapid.Bool().Draw(t, "passes") {
			y.Passed++
		} else {
			y.Failed++
		}
		return true
	}
	law(t, turn, func(t *rapid.T, before, after CategoryScore) {
		for _, l := range [][2]Ladder{{before.Gross, after.Gross}, {before.Net, after.Net}} {
			if l[1].Confirmed < l[0].Confirmed || l[1].Possible > l[0].Possible {
				t.Fatalf("%s went from %+v to %+v", before.Category, l[0].Interval, l[1].Interval)
			}
		}
	})
}

func TestUnknownOnlyWidens(t *testing.T) {
	forget := func(t *rapid.T, y *Tally) bool {
		switch {
		case y.Passed > 0 && rapid.Bool().Draw(t, "pass"):
			y.Passed--
		case y.Failed > y.Waived:
			y.Failed--
		default:
			return false
		}
		y.Unknown++
		return true
	}
	law(t, forget, func(t *rapid.T, before, after CategoryScore) {
		for _, l := range [][2]Ladder{{before.Gross, after.Gross}, {before.Net, after.Net}} {
			if l[1].Confirmed > l[0].Confirmed || l[1].Possible < l[0].Possible {
				t.Fatalf("%s went from %+v to %+v", before.Category, l[0].Interval, l[1].Interval)
			}
		}
	})
}

func TestAWaiverNeverChangesGross(t *testing.T) {
	law(t, func(_ *rapid.T, y *Tally) bool { y.Waived++; return y.Waived <= y.Failed }, func(t *rapid.T, before, after CategoryScore) {
		if fmt.Sprint(before.Gross.Interval, before.Gross.Levels, before.Coverage) != fmt.Sprint(after.Gross.Interval, after.Gross.Levels, after.Coverage) {
			t.Fatalf("%s went from %+v to %+v", before.Category, before.Gross, after.Gross)
		}
		if !higher(after.Net.Confirmed, before.Net.Confirmed) && after.Net.Confirmed != NoLevel {
			t.Fatalf("%s: a waiver lowered net from %+v to %+v", before.Category, before.Net.Interval, after.Net.Interval)
		}
	})
}

func TestScoresAreConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		outcomes := anyOutcomes(t)
		s := structure.Score(outcomes, nil)
		aggregates := []Aggregate{s.Programme}
		for _, d := range s.Domains {
			aggregates = append(aggregates, d.Aggregate)
		}
		for _, a := range aggregates {
			for _, m := range []Summary{a.Gross, a.Net} {
				if m.Minimum.Confirmed > m.Minimum.Possible || m.Mean.Confirmed.Part > m.Mean.Possible.Part || m.Mean.Confirmed.Whole != m.Mean.Possible.Whole ||
					int(m.Minimum.Confirmed)*m.Mean.Confirmed.Whole > m.Mean.Confirmed.Part {
					t.Fatalf("%+v", m)
				}
			}
			if a.Coverage.Part > a.Coverage.Whole || a.Assessed > a.Categories {
				t.Fatalf("%+v", a)
			}
		}
		for _, c := range s.Categories {
			applies, assessed, objectives := 0, false, 0
			for _, o := range outcomes {
				if o.Objective.Category() != c.Category {
					continue
				}
				objectives++
				assessed = assessed || o.Gross.Status != NotAssessed
				if o.Gross.Status.Applies() {
					applies++
				}
			}
			for _, l := range []Ladder{c.Gross, c.Net} {
				counted := 0
				for _, n := range l.Levels {
					counted += n.Objectives
					if n.Met+n.NotMet+n.Unknown+n.NotApplicable+n.NotAssessed != n.Objectives {
						t.Fatalf("%+v does not add up", n)
					}
				}
				if l.Confirmed > l.Possible || counted != objectives || (l.Confirmed == NoLevel) != (l.Possible == NoLevel) {
					t.Fatalf("%+v", l)
				}
			}
			if c.Assessed != assessed || (c.Gross.Confirmed != NoLevel) != (assessed && applies > 0) {
				t.Fatalf("%s: assessed %v, %d apply, level %v", c.Category, assessed, applies, c.Gross.Confirmed)
			}
		}
	})
}

// What a plan asks for is enough: with its steps done the category stands where the plan says, and one step short it does not.
func TestAPlanIsEnoughAndNoMore(t *testing.T) {
	planned := 0
	rapid.Check(t, func(t *rapid.T) {
		outcomes := anyOutcomes(t)
		for _, c := range structure.Plan(outcomes, nil, false).Categories {
			planned++
			done := func(skip int) Level {
				after := append([]Outcome{}, outcomes...)
				for i, s := range c.Steps {
					for j := range after {
						if i == skip || after[j].Objective.ID != s.Objective {
							continue
						}
						y := after[j].Tally
						unknown := min(s.Passes-s.Fixes, y.Unknown)
						found := s.Passes - s.Fixes - unknown
						y.Passed, y.Failed, y.Unknown, y.Open = y.Passed+s.Passes, y.Failed-s.Fixes, y.Unknown-unknown, false
						y.Waived = min(y.Waived, y.Failed)
						if found > 1 || (found == 1 && s.Tally.All() > 0) {
							t.Fatalf("step %+v asks for subjects that nobody saw", s)
						}
						after[j] = OutcomeOf(after[j].Objective, y)
					}
				}
				return structure.Score(after, nil).Categories[structure.order(c.Category)].Gross.Confirmed
			}
			if got := done(-1); got != c.Reaches || got < c.To {
				t.Fatalf("%s: with every step done the level is %s; the plan says %s", c.Category, got, c.Reaches)
			}
			for skip := range c.Steps {
				if got := done(skip); got != c.From {
					t.Fatalf("%s: without step %d the level is %s, not %s", c.Category, skip, got, c.From)
				}
			}
		}
	})
	if planned < 10 {
		t.Errorf("only %d plans were drawn", planned)
	}
}
