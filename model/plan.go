package model

import (
	"cmp"
	"slices"
)

// Plan is the way to the next level, category by category: foundational ones first, and within a domain those first where
// the fewest subjects stand in the way.
type Plan struct {
	// Net is set where waived subjects do not stand in the way; levels are then net too.
	Net        bool           `json:"net"`
	Categories []CategoryPlan `json:"categories"`
	// Reached are the categories whose confirmed level is the target, or more: the plan leads nowhere from there.
	Reached []Arrival `json:"reached"`
}

// Arrival is a category at its target.
type Arrival struct {
	Category  Category `json:"category"`
	Name      string   `json:"name"`
	Confirmed Level    `json:"confirmed"`
	Target    Level    `json:"target"`
}

// CategoryPlan is the smallest set of objectives that lifts one category from its confirmed level to the next, and the levels after that
// up to the target.
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
	Work
	// Later are the levels above To, up to the target, at which anything is left to do. There are none without a target.
	Later []Stage `json:"later"`
}

// Stage is a level that lies behind the next one.
type Stage struct {
	To Level `json:"to"`
	Work
}

// Work is what one level takes.
type Work struct {
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

// Plan finds the way to the next level of every assessed category that is below its target, or below the highest level where it has no
// target, and from there on to the target. With net set, waived subjects do not stand in the way. Outcomes that do not count yet are left out.
func (m *Structure) Plan(outcomes []Outcome, targets map[Category]Level, net bool) Plan {
	outcomes = slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return o.Upcoming })
	p := Plan{Net: net, Categories: []CategoryPlan{}, Reached: []Arrival{}}
	score := m.Score(outcomes, targets)
	for _, c := range score.Categories {
		ladder := c.Gross
		if net {
			ladder = c.Net
		}
		switch {
		case ladder.Confirmed == NoLevel:
			continue
		case c.Target != NoLevel && ladder.Confirmed >= c.Target:
			p.Reached = append(p.Reached, Arrival{c.Category, c.Name, ladder.Confirmed, c.Target})
			continue
		case ladder.Confirmed == m.Top() || !ladder.above(ladder.Confirmed):
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
	p := CategoryPlan{Category: c.Category, Name: c.Name, Domain: c.Domain, From: ladder.Confirmed, To: ladder.Confirmed + 1, Target: c.Target, Later: []Stage{}}
	for ladder.of(p.To).applicable() == 0 {
		p.To++ // an empty level is passed through
	}
	p.Reaches = p.To
	for l := p.To + 1; l <= ladder.top() && ladder.of(l).Met == ladder.of(l).applicable(); l++ {
		p.Reaches = l
	}
	p.Reaches = ladder.held(p.Reaches)
	p.Work = workAt(c.Category, p.To, outcomes, net)
	for l := p.To + 1; l <= c.Target; l++ {
		if later := workAt(c.Category, l, outcomes, net); len(later.Steps) > 0 {
			p.Later = append(p.Later, Stage{l, later})
		}
	}
	return p
}

// workAt is what is left to do at one level of a category.
func workAt(category Category, level Level, outcomes []Outcome, net bool) Work {
	c := Work{Steps: []Step{}}
	for _, o := range outcomes {
		standing := o.Gross
		if net {
			standing = o.Net
		}
		if o.Objective.Category() != category || o.Objective.Level != level || standing.Status == Met || !standing.Status.Applies() {
			continue
		}
		s := step(o, standing.Status, net)
		c.Steps = append(c.Steps, s)
		c.Subjects += s.Passes
		if s.Need == Fix {
			c.Fix++
		} else {
			c.FindOut++
		}
	}
	slices.SortStableFunc(c.Steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Passes, b.Passes), a.Objective.Compare(b.Objective))
	})
	return c
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
