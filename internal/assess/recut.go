package assess

import (
	"cmp"
	"slices"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Recut draws a cut from the whole assessment, without its bundle: the same as assessing the bundle with that cut. A *CutError says that the
// assessment has no such provider, boundary or category, or that it is a cut itself, from which nothing that it left out can be shown.
func (a *Assessment) Recut(cut Cut) (*Assessment, error) {
	if cut.Whole() {
		return a, nil
	}
	if !a.Cut.Whole() {
		return nil, &CutError{"this assessment is a cut already; cut the whole one, or judge the bundle with `aismm check`"}
	}
	input := Input{Bundle: a.Bundle, Manifest: a.manifest(), Catalog: a.catalog(), PoliciesDigest: a.Policies.Digest, Policies: a.Policies.Used, Overlays: a.Overlays,
		Problems: a.Problems, Checks: a.Checks, Targets: a.TargetLevels(), Copy: a.Model.Copy, Bound: map[model.ObjectiveID][]Bound{}, Settings: a.Settings,
		Organization: a.Organization, AsOf: a.AsOf, Cut: cut, kept: a}
	for _, o := range a.Objectives {
		input.Bound[o.ID] = o.Bound
	}
	for _, k := range a.Policies.Kinds {
		input.Kinds = append(input.Kinds, evidence.Kind{Name: k.Name, Deployment: evidence.DeploymentType(k.Deployment)})
	}
	return Assess(input)
}

// Whole reports whether a cut leaves nothing out.
func (c Cut) Whole() bool {
	return len(c.Deployments)+len(c.Providers)+len(c.Boundaries)+len(c.Categories) == 0
}

// catalog holds the objectives as the assessment carries them.
func (a *Assessment) catalog() *model.Catalog {
	var objectives []*model.Objective
	for i := range a.Objectives {
		objectives = append(objectives, a.Objectives[i].defined())
	}
	layers := append([]model.Layer{{Version: a.Model.Version}}, a.Model.Overlays...)
	return model.Restore(a.Model.Structure, a.Model.Digest, layers, objectives)
}

// manifest is what an assessment needs to know of the bundle's manifest: one entry in the ledger for each boundary.
func (a *Assessment) manifest() *evidence.Manifest {
	m := &evidence.Manifest{StartedAt: a.Ledger.StartedAt, EndedAt: a.Ledger.EndedAt, Invented: a.Invented, Notes: a.Notes}
	for _, p := range a.Ledger.Providers {
		m.Providers = append(m.Providers, evidence.ProviderEntry{Name: p.Name, Connected: p.Connected, Identity: p.Identity, Reason: p.Reason})
	}
	for _, b := range a.Ledger.Boundaries {
		m.Ledger = append(m.Ledger, evidence.LedgerEntry{Scope: evidence.Scope{ID: b.ID, Level: b.Level, Provider: b.Provider, Account: b.Account, Name: b.Name, Organization: b.Organization}})
	}
	return m
}

// ledger is the whole ledger.
func (r *run) ledger() Ledger {
	if r.input.kept != nil {
		return r.input.kept.Ledger
	}
	return ledgerOf(r.input.Manifest)
}

// keepWaivers lays the waivers over the checks as the whole assessment has them.
func (r *run) keepWaivers() {
	r.waivers = slices.Clone(r.input.kept.Waivers)
	type place struct{ policy, boundary, kind, id, of, region string }
	waived := map[place]*verdict.Waiver{}
	for _, c := range r.input.kept.Checks {
		for _, s := range c.Subjects {
			waived[place{c.Policy, c.Boundary, s.Kind, s.ID, s.Boundary, s.Region}] = s.Waiver
		}
	}
	for i := range r.checks {
		c := &r.checks[i]
		for j := range c.Subjects {
			s := &c.Subjects[j]
			s.Waiver = waived[place{c.Policy, c.Boundary, s.Kind, s.ID, s.Boundary, s.Region}]
		}
	}
}

// keptClaims are the attestations as they were read, before anything was filled with them. Those of objectives that are not judged any
// more, or that the model does not have, stay what they are.
func (r *run) keptClaims() (all []*claim, byObjective map[model.ObjectiveID][]*claim) {
	byObjective = map[model.ObjectiveID][]*claim{}
	for _, kept := range r.input.kept.Attestations {
		c := &claim{Attestation: &kept}
		c.objective, _ = model.ParseObjectiveID(kept.Objective)   // a malformed one is refused, and of no objective
		c.signed, _ = statement.ParseMoment(kept.SignedAt, false) // likewise
		all = append(all, c)
		if _, judged := r.input.Catalog.Lookup(c.objective); !judged {
			continue
		}
		switch c.State {
		case AttestationUsed, AttestationUnneeded, AttestationSuperseded:
			c.State, c.Message = AttestationUnneeded, unneededMessage
		}
		byObjective[c.objective] = append(byObjective[c.objective], c)
	}
	return all, byObjective
}

// kinds are the kinds that policies read, and those that gaps name.
func (r *run) kinds() []KindRef {
	read := map[string]bool{}
	for _, p := range r.input.Policies {
		for _, k := range p.Reads {
			read[k] = true
		}
		for _, c := range p.Conditions {
			for _, k := range c.Of {
				read[k] = true
			}
		}
	}
	for _, c := range r.checks {
		for _, g := range c.Gaps {
			read[g.Kind] = true
		}
	}
	refs := []KindRef{}
	for _, k := range r.input.Kinds {
		if read[k.Name] {
			refs = append(refs, KindRef{k.Name, model.Deployment(k.Deployment)})
		}
	}
	slices.SortFunc(refs, func(a, b KindRef) int { return cmp.Compare(a.Name, b.Name) })
	return refs
}

// problems are those of the cut's policies, and those of no policy.
func (r *run) problems() []Problem {
	return slices.DeleteFunc(problemsOf(r.input.Problems), func(p Problem) bool {
		objective, provider, ok := r.placeOf(p.Policy)
		if !ok {
			return false
		}
		o, _ := lookup(r.input.Catalog, objective)
		return !within(r.view.providers, provider) || !within(r.cut.Categories, o.Category())
	})
}
