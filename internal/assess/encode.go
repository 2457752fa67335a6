package assess

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/model"
)

// Encode writes an assessment in the one form in which it is kept: equal assessments give equal bytes.
func Encode(a *Assessment) ([]byte, error) {
	out, err := evidence.CanonicalJSON(a)
	if err != nil {
		return nil, fmt.Errorf("write the assessment: %w", err)
	}
	return out, nil
}

// Parse reads an assessment strictly: unknown and repeated members are errors, and its parts must agree with each other. Errors
// name the line where reading stopped, or the objective that does not add up.
func Parse(raw []byte) (*Assessment, error) {
	var a Assessment
	if err := evidence.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("read the assessment: %w", err)
	}
	if a.Schema != SchemaName {
		return nil, fmt.Errorf("read the assessment: the schema is %q, but this version of aismm reads %q; assess the bundle again", a.Schema, SchemaName)
	}
	if err := a.check(); err != nil {
		return nil, fmt.Errorf("read the assessment: %w", err)
	}
	return &a, nil
}

// check reports what contradicts itself.
func (a *Assessment) check() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if a.AsOf.IsZero() {
		bad("as_of is missing")
	}
	scores := []model.Score{a.Score.Score}
	for _, d := range a.Score.ByDeployment {
		scores = append(scores, d.Score)
	}
	m := &a.Model.Structure
	if len(m.Levels) < 2 || len(m.Categories) == 0 {
		bad("the model has no levels or categories")
	}
	for _, s := range scores {
		if !slices.EqualFunc(s.Categories, m.Categories, func(c model.CategoryScore, want model.CategoryFacts) bool {
			return c.Category == want.ID && levelsOf(m, c.Gross) && levelsOf(m, c.Net)
		}) || !slices.EqualFunc(s.Domains, m.Domains, func(d model.DomainScore, want model.DomainFacts) bool { return d.Domain == want.ID }) {
			bad("the score does not list every domain and category in the model's order, with its levels")
		}
	}
	for _, t := range a.Targets {
		if _, ok := m.Category(t.Category); !ok || t.Level > m.Top() {
			bad("the model has no level %s of a category %s, which is a target", t.Level, t.Category)
		}
	}
	seen := map[model.ObjectiveID]bool{}
	for _, o := range a.Objectives {
		if o.ID.IsZero() {
			bad("an objective has no id")
			continue
		}
		if seen[o.ID] {
			bad("objective %s is there twice", o.ID)
		}
		seen[o.ID] = true
		for _, t := range o.tallies() {
			if t.Passed < 0 || t.Failed < 0 || t.Unknown < 0 || t.Waived < 0 || t.Waived > t.Failed {
				bad("objective %s: its counts contradict each other: %d passed, %d failed of which %d waived, %d unknown", o.ID, t.Passed, t.Failed, t.Waived, t.Unknown)
			}
		}
		if o.Level != o.ID.Level() || o.Category != o.ID.Category() {
			bad("objective %s is said to be of category %s and level %s", o.ID, o.Category, o.Level)
		}
	}
	return errors.Join(errs...)
}

// levelsOf reports whether a ladder has the model's levels, and lies inside them.
func levelsOf(m *model.Structure, l model.Ladder) bool {
	return l.Confirmed <= m.Top() && l.Possible <= m.Top() &&
		slices.EqualFunc(l.Levels, m.Climb(), func(n model.LevelCount, want model.LevelFacts) bool { return n.Level == want.Level })
}

// tallies are the counts of the whole and of every part.
func (o *Objective) tallies() []model.Tally {
	list := []model.Tally{o.Tally}
	for _, p := range o.ByDeployment {
		list = append(list, p.Tally)
	}
	for _, p := range o.ByProvider {
		list = append(list, p.Tally)
	}
	for _, p := range o.ByBoundary {
		list = append(list, p.Tally)
	}
	return list
}
