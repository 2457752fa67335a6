package assess

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// population is everything that is known about the subjects of one objective.
type population struct {
	objective *model.Objective
	checks    []*verdict.Check
	units     []*unit
	holes     []*hole
	// spoken is set when an attestation, in force or run out, speaks of the objective.
	spoken bool
	// used are the ids of the attestations that filled something.
	used []string
}

// unit is one subject, with what each policy in each boundary said about it; or several that an attestation counted.
type unit struct {
	kind, id string
	parts    []part
	count    int
}

// part is what one policy in one boundary, or an attestation, says about a unit.
type part struct {
	provider, boundary string
	deployment         model.Deployment
	verdict            verdict.Verdict
	waived, attested   bool
	unknown            []verdict.Gap
}

// hole keeps a population open: something may exist there that was not judged.
type hole struct {
	provider, boundary string
	// deployments are the types that hidden subjects can have; nil stands for every one.
	deployments []model.Deployment
	// organization is set when the hole is one of a whole organization, in which it may hide subjects of any boundary.
	organization bool
	gaps         []verdict.Gap
	closed       bool
}

// view selects a part of a population; empty lists select everything.
type view struct {
	deployments           []model.Deployment
	providers, boundaries []string
	// organizations enclose the boundaries.
	organizations []string
}

func within[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func (v view) part(p part) bool {
	return within(v.providers, p.provider) && within(v.boundaries, p.boundary) &&
		(p.deployment == model.Program || within(v.deployments, p.deployment))
}

func (v view) hole(h *hole) bool {
	if len(v.deployments) > 0 && h.deployments != nil && !slices.ContainsFunc(h.deployments, func(d model.Deployment) bool { return slices.Contains(v.deployments, d) }) {
		return false
	}
	return within(v.providers, h.provider) && (within(v.boundaries, h.boundary) || (h.organization && slices.Contains(v.organizations, h.boundary)))
}

// verdict is the worst that is said about the unit inside the view. The unit is waived when every failure is.
func (u *unit) verdict(v view) (worst verdict.Verdict, waived, attested, seen bool) {
	worst, waived = verdict.Pass, true
	for _, p := range u.parts {
		if !v.part(p) {
			continue
		}
		seen = true
		attested = attested || p.attested
		if p.verdict == verdict.Fail {
			waived = waived && p.waived
		}
		if rank(p.verdict) > rank(worst) {
			worst = p.verdict
		}
	}
	return worst, waived && worst == verdict.Fail, attested, seen
}

func rank(v verdict.Verdict) int {
	switch v {
	case verdict.Fail:
		return 2
	case verdict.Unknown:
		return 1
	}
	return 0
}

// tally counts the units inside a view, and those that stand on an attestation.
func (p *population) tally(v view) (t model.Tally, attested int) {
	for _, u := range p.units {
		worst, waived, byPeople, seen := u.verdict(v)
		if !seen {
			continue
		}
		switch worst {
		case verdict.Fail:
			t.Failed += u.count
			if waived {
				t.Waived += u.count
			}
		case verdict.Unknown:
			t.Unknown += u.count
		default:
			t.Passed += u.count
		}
		if byPeople {
			attested += u.count
		}
	}
	for _, h := range p.holes {
		t.Open = t.Open || (!h.closed && v.hole(h))
	}
	return t, attested
}

// judged reports whether anything inside the view judged the objective, or should have.
func (p *population) judged(v view) bool {
	for _, c := range p.checks {
		if within(v.providers, c.Provider) && (within(v.boundaries, c.Boundary) || slices.Contains(v.organizations, c.Boundary)) {
			return true
		}
	}
	return slices.ContainsFunc(p.holes, v.hole) || slices.ContainsFunc(p.units, func(u *unit) bool {
		_, _, _, seen := u.verdict(v)
		return seen
	}) || (p.spoken && len(v.providers) == 0 && len(v.boundaries) == 0)
}

// outcome judges the objective inside a view. One that always applies does so as a whole: a view of it may be empty.
func (p *population) outcome(v view) model.Outcome {
	if !p.judged(view{}) {
		return model.Unassessed(p.objective)
	}
	t, _ := p.tally(v)
	if !p.objective.AlwaysApplies {
		return model.OutcomeOf(p.objective, t)
	}
	whole, _ := p.tally(view{})
	o := *p.objective
	o.AlwaysApplies = whole.All() == 0
	out := model.OutcomeOf(&o, t)
	out.Objective = p.objective
	return out
}

func (p *population) part(v view) Part {
	t, _ := p.tally(v)
	o := *p.objective
	o.AlwaysApplies = false
	return Part{Standing: o.Judge(t), Tally: t, Net: o.JudgeNet(t)}
}

// gather merges what checks say: subjects of equal kind and id are one.
func gather(o *model.Objective, checks []*verdict.Check, policies map[string]Policy, kinds map[string]model.Deployment, organizations map[string]bool) *population {
	p := &population{objective: o, checks: checks}
	byKey := map[[2]string]*unit{}
	for _, c := range checks {
		for _, s := range c.Subjects {
			key := [2]string{s.Kind, s.ID}
			u := byKey[key]
			if u == nil {
				u = &unit{kind: s.Kind, id: s.ID, count: 1}
				byKey[key] = u
			}
			u.parts = append(u.parts, part{provider: c.Provider, boundary: s.Boundary, deployment: model.Deployment(s.Deployment),
				verdict: s.Verdict, waived: s.Waiver != nil, unknown: unknowns(s)})
		}
		if c.Open || c.Status == verdict.Error || (c.Status == verdict.Unknown && len(c.Subjects) == 0) {
			p.holes = append(p.holes, &hole{provider: c.Provider, boundary: c.Boundary, deployments: hidden(c, policies[c.Policy], kinds),
				organization: organizations[c.Boundary], gaps: c.Gaps})
		}
	}
	p.units = slices.SortedFunc(maps.Values(byKey), func(a, b *unit) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id)) })
	return p
}

func unknowns(s verdict.Subject) []verdict.Gap {
	var gaps []verdict.Gap
	if s.Verdict != verdict.Unknown {
		return gaps
	}
	for _, c := range s.Conditions {
		if c.Verdict == verdict.Unknown {
			gaps = append(gaps, c.Unknown...)
		}
	}
	return gaps
}

// hidden says which deployment types the subjects that an open check did not see can have: those of the kinds that have gaps, if
// each gap is on a kind that the policy judges. Otherwise any.
func hidden(c *verdict.Check, p Policy, kinds map[string]model.Deployment) []model.Deployment {
	if c.Status == verdict.Error || len(c.Gaps) == 0 {
		return nil
	}
	var list []model.Deployment
	for _, g := range c.Gaps {
		d, known := kinds[g.Kind]
		judges := slices.ContainsFunc(p.Conditions, func(cond Condition) bool { return slices.Contains(cond.Of, g.Kind) })
		if !known || d == model.Program || !judges {
			return nil
		}
		list = append(list, d)
	}
	return list
}
