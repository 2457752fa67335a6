package assess

import (
	"maps"
	"slices"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// objective writes down what is known about one objective inside the run's view.
func (r *run) objective(p *population, claims []*claim) Objective {
	m := p.objective
	out := p.outcome(r.view)
	o := Objective{ID: m.ID, Slug: m.Slug, Title: m.Title, Category: m.Category(), Level: m.Level, Deployment: list(m.Deployment), Mode: m.Mode, AlwaysApplies: m.AlwaysApplies,
		Indicator: m.Indicator, Rationale: m.Rationale, Evidence: m.Evidence, Standing: out.Gross, Tally: out.Tally, Target: m.Target, Net: out.Net, Basis: p.basis(r.view),
		ByDeployment: []DeploymentPart{}, ByProvider: []ProviderPart{}, ByBoundary: []BoundaryPart{}, Attestations: list(p.used), Checks: []string{},
		AICM: m.AICM, Mappings: m.Mappings, Remediation: m.Remediation, Upcoming: m.At(r.asOf) == model.Upcoming, Effective: m.Effective, Removed: m.Removed,
		SupersededBy: m.SupersededBy, History: list(m.History), Source: m.Source, Overlay: m.Overlay, Bound: list(r.input.Bound[m.ID])}
	_, o.Attested = p.tally(r.view)
	for _, c := range p.checks {
		if within(r.view.providers, c.Provider) {
			o.Checks = append(o.Checks, c.Policy)
		}
	}
	o.Checks = sortedSet(o.Checks)
	o.Settle = p.settle(r.view, out.Gross.Status, claims, r.outside(m))
	if out.Gross.Status == model.NotAssessed {
		return o
	}
	for _, d := range model.Deployments() {
		if m.AppliesTo(d) && within(r.view.deployments, d) {
			v := r.view
			v.deployments = []model.Deployment{d}
			o.ByDeployment = append(o.ByDeployment, DeploymentPart{d, p.part(v)})
		}
	}
	providers, boundaries := p.places(r.view)
	for _, name := range providers {
		v := r.view
		v.providers = []string{name}
		o.ByProvider = append(o.ByProvider, ProviderPart{name, p.part(v)})
	}
	units := p.byBoundary()
	for _, id := range boundaries {
		v := r.view
		v.boundaries, v.organizations = []string{id}, nil
		if o, ok := r.enclosing[id]; ok {
			v.organizations = []string{o}
		}
		here := population{objective: m, units: units[id], holes: p.holes}
		o.ByBoundary = append(o.ByBoundary, BoundaryPart{id, here.part(v)})
	}
	return o
}

// byBoundary groups the units by the boundaries that they are seen in, so that a thousand boundaries do not each walk through all.
func (p *population) byBoundary() map[string][]*unit {
	groups := map[string][]*unit{}
	for _, u := range p.units {
		for _, part := range u.parts {
			if list := groups[part.boundary]; len(list) == 0 || list[len(list)-1] != u {
				groups[part.boundary] = append(list, u)
			}
		}
	}
	return groups
}

// outside lists the providers with a policy for the objective that the scan was not to read.
func (r *run) outside(o *model.Objective) []string {
	var names []string
	for _, p := range r.input.Policies {
		if _, scanned := r.scanned[p.Provider]; p.Objective == o.ID.String() && !scanned {
			names = append(names, p.Provider)
		}
	}
	return sortedSet(names)
}

// basis says what the result inside a view rests on.
func (p *population) basis(v view) Basis {
	policies := slices.ContainsFunc(p.checks, func(c *verdict.Check) bool { return within(v.providers, c.Provider) })
	people := len(p.used) > 0
	switch {
	case policies && people:
		return Mixed
	case policies:
		return Automated
	case people:
		return Attested
	}
	return None
}

// places are the providers and boundaries inside a view in which something judged the objective, or should have.
func (p *population) places(v view) (providers, boundaries []string) {
	inProviders, inBoundaries := map[string]bool{}, map[string]bool{}
	note := func(provider, boundary string) {
		if within(v.providers, provider) {
			inProviders[provider] = true
			if within(v.boundaries, boundary) {
				inBoundaries[boundary] = true
			}
		}
	}
	for _, c := range p.checks {
		note(c.Provider, c.Boundary)
	}
	for _, h := range p.holes {
		note(h.provider, h.boundary)
	}
	for _, u := range p.units {
		for _, part := range u.parts {
			note(part.provider, part.boundary)
		}
	}
	return slices.Sorted(maps.Keys(inProviders)), slices.Sorted(maps.Keys(inBoundaries))
}
