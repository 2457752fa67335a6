package model

import (
	"cmp"
	"slices"
)

// Plan is the way to the next level, category by category: foundational ones first, and within a domain those first where
// the fewest subjects stand in the way.
type Plan struct {
	Categories []CategoryPlan `json:"categories"`
}

// CategoryPlan is the smallest set of objectives that lifts one category from its confirmed level to the next.
type CategoryPlan struct {
	Category Category `json:"category"`
	Name     string   `json:"name"`
	Domain   Domain   `json:"domain"`
	From     Level    `json:"from"`
	To       Level    `json:"to"`
	// Reaches is the level that is confirmed once every step is done: higher than To when the levels above hold already.
	Reaches Level `json:"reaches"`
	// Target is the level that the organization chose, or null.
	Target Level `json:"target"`
	// Subjects is the number of subjects that stand in the way, over all steps.
	Subjects int `json:"subjects"`
	// Fix and FindOut count the steps of either kind.
	Fix     int    `json:"fix"`
	FindOut int    `json:"find_out"`
	Steps   []Step `json:"steps"`
}

// Need says what a step takes.
type Need string

// The needs.
const (
	// Fix: subjects fail that must pass, whatever the unknown ones turn out to be.
	Fix Need = "fix"
	// FindOut: nothing is known to stand in the way; what is unknown must be settled.
	FindOut Need = "find_out"
)

// Step is one objective on the way to the next level.
type Step struct {
	Objective ObjectiveID `json:"objective"`
	Slug      Slug        `json:"slug"`
	Title     string      `json:"title"`
	Status    Status      `json:"status"`
	Need      Need        `json:"need"`
	// Passes is how many more subjects must pass to reach the target, of the population that is known.
	Passes int `json:"passes"`
	// Fixes is how many of these must be subjects that now fail, even when every unknown one turns out well.
	Fixes int `json:"fixes"`
	Tally
	Target      Share  `json:"target"`
	Remediation string `json:"remediation"`
}

// Plan finds the way to the next level of every assessed category that is below the highest one. With net set, waived subjects do
// not stand in the way. Outcomes that do not count yet are left out.
func (m *Structure) Plan(outcomes []Outcome, targets map[Category]Level, net bool) Plan {
	outcomes = slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return o.Upcoming })
	p := Plan{Categories: []CategoryPlan{}}
	score := m.Score(outcomes, targets)
	for _, c := range score.Categories {
		ladder := c.Gross
		if net {
			ladder = c.Net
		}
		if ladder.Confirmed == NoLevel || ladder.Confirmed == m.Top() {
			continue
		}
		p.Categories = append(p.Categories, planCategory(c, ladder, outcomes, net))
	}
	slices.SortStableFunc(p.Categories, func(a, b CategoryPlan) int {
		return cmp.Or(cmp.Compare(m.domainOrder(a.Domain), m.domainOrder(b.Domain)), cmp.Compare(a.Subjects, b.Subjects), cmp.Compare(m.order(a.Category), m.order(b.Category)))
	})
	return p
}

func planCategory(c CategoryScore, ladder Ladder, outcomes []Outcome, net bool) CategoryPlan {
	p := CategoryPlan{Category: c.Category, Name: c.Name, Domain: c.Domain, From: ladder.Confirmed, To: ladder.Confirmed + 1, Target: c.Target, Steps: []Step{}}
	p.Reaches = p.To
	for _, n := range ladder.Levels {
		if n.Level == p.Reaches+1 && n.Met == n.applicable() {
			p.Reaches = n.Level
		}
	}
	for _, o := range outcomes {
		standing := o.Gross
		if net {
			standing = o.Net
		}
		if o.Objective.Category() != c.Category || o.Objective.Level != p.To || standing.Status == Met || !standing.Status.Applies() {
			continue
		}
		s := step(o, standing.Status, net)
		p.Steps = append(p.Steps, s)
		p.Subjects += s.Passes
		if s.Need == Fix {
			p.Fix++
		} else {
			p.FindOut++
		}
	}
	slices.SortStableFunc(p.Steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Passes, b.Passes), a.Objective.Compare(b.Objective))
	})
	return p
}

func step(o Outcome, status Status, net bool) Step {
	t := o.Tally
	if net {
		t = t.Net()
	}
	s := Step{Objective: o.Objective.ID, Slug: o.Objective.Slug, Title: o.Objective.Title, Status: status, Need: FindOut, Tally: t,
		Target: o.Objective.Target, Remediation: o.Objective.Remediation}
	if n := t.All(); n > 0 {
		s.Passes = max(0, o.Objective.Target.leastOf(n)-t.Passed)
	} else {
		s.Passes = 1 // something must be found that passes
	}
	s.Fixes = min(t.Failed, max(0, s.Passes-t.Unknown))
	if s.Fixes > 0 {
		s.Need = Fix
	}
	return s
}

// leastOf is the smallest part of whole that reaches the share.
func (s Share) leastOf(whole int) int {
	return int((int64(s)*int64(whole) + int64(Whole) - 1) / int64(Whole))
}
