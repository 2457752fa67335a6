package model

import (
	"fmt"
	"time"
)

// Date is a day, "2027-01-01"; as a moment it is the day's beginning in UTC. Dates sort as text. Empty is no date.
type Date string

// ParseDate reads a day.
func ParseDate(s string) (Date, error) {
	if t, err := time.Parse(time.DateOnly, s); err != nil || t.Format(time.DateOnly) != s {
		return "", fmt.Errorf("parse date %q: want a day, like 2027-01-01", s)
	}
	return Date(s), nil
}

// begun reports whether the day has begun at a moment; no day never has.
func (d Date) begun(at time.Time) bool {
	return d != "" && at.UTC().Format(time.DateOnly) >= string(d)
}

// Change is one entry of an objective's history.
type Change struct {
	Date   Date   `json:"date"`
	Change string `json:"change"`
}

// Effect says how an objective counts at a moment.
type Effect string

// The effects.
const (
	// InForce: it counts.
	InForce Effect = "in_force"
	// Upcoming: it is judged and shown, so that people can prepare, and counts in no level, exit code or coverage.
	Upcoming Effect = "upcoming"
	// Withdrawn: it is not judged any more. Its id is never used again, so that old assessments can still be explained.
	Withdrawn Effect = "withdrawn"
)

// At says how the objective counts at a moment.
func (o *Objective) At(moment time.Time) Effect {
	switch {
	case o.Removed.begun(moment):
		return Withdrawn
	case o.Effective != "" && !o.Effective.begun(moment):
		return Upcoming
	}
	return InForce
}

// Fate says in a sentence that the objective is withdrawn, or that another one takes its place; "" when neither is so.
func (o *Objective) Fate() string {
	switch {
	case o.Removed != "" && o.SupersededBy != "":
		return fmt.Sprintf("withdrawn on %s; %s takes its place", o.Removed, o.SupersededBy)
	case o.Removed != "":
		return fmt.Sprintf("withdrawn on %s; nothing takes its place", o.Removed)
	case o.SupersededBy != "":
		return fmt.Sprintf("%s is to take its place", o.SupersededBy)
	}
	return ""
}

// Current lists the objectives that are judged at a moment: those in force and the upcoming ones.
func (c *Catalog) Current(moment time.Time) []*Objective {
	var list []*Objective
	for _, o := range c.objectives {
		if o.At(moment) != Withdrawn {
			list = append(list, o)
		}
	}
	return list
}

type rawChange struct {
	Date   string `yaml:"date"`
	Change string `yaml:"change"`
}

// life reads when an objective takes effect and ends, and what happened to it.
func (e *entry) life(o *Objective, raw rawObjective) {
	date := func(field, s string) Date {
		if s == "" {
			return ""
		}
		return parsed(e, field, s, ParseDate)
	}
	o.Effective, o.Removed, o.SupersededBy = date("effective", raw.Effective), date("removed", raw.Removed), raw.SupersededBy
	if o.Effective != "" && o.Removed != "" && o.Removed <= o.Effective {
		e.fail("removed", "is %s, but the objective takes effect on %s only", o.Removed, o.Effective)
	}
	o.History = []Change{}
	for _, c := range raw.History {
		change := Change{date("history", c.Date), e.text("history", c.Change)}
		if c.Date == "" {
			e.fail("history", "an entry has no date")
		}
		if n := len(o.History); n > 0 && change.Date != "" && change.Date < o.History[n-1].Date {
			e.fail("history", "%s comes after %s; the oldest entry comes first", change.Date, o.History[n-1].Date)
		}
		o.History = append(o.History, change)
	}
}

// successors checks what objectives say about those that take their place, once all are known.
func (l *loader) successors() {
	for _, d := range l.built {
		o, e := d.objective, d.entry
		if o.SupersededBy == "" {
			continue
		}
		id, err := ParseObjectiveID(o.SupersededBy)
		next, ok := l.byID[id]
		switch {
		case err != nil:
			e.fail("superseded_by", "%v", err)
		case !ok:
			e.fail("superseded_by", "there is no objective %s", id)
		case l.returns(o):
			e.fail("superseded_by", "%s leads back to %s", id, o.ID)
		case o.Removed != "" && next.Effective > o.Removed:
			e.fail("superseded_by", "%s takes effect on %s, after this one is removed on %s: between them neither counts", id, next.Effective, o.Removed)
		case next.Removed != "" && (o.Removed == "" || next.Removed <= o.Removed):
			e.fail("superseded_by", "%s is removed itself, on %s", id, next.Removed)
		}
	}
}

// returns reports whether the chain of successors comes back to where it began.
func (l *loader) returns(from *Objective) bool {
	at := from
	for range l.byID {
		id, err := ParseObjectiveID(at.SupersededBy)
		next, ok := l.byID[id]
		if err != nil || !ok {
			return false
		}
		if next == from {
			return true
		}
		at = next
	}
	return false
}
