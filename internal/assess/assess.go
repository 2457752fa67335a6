package assess

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// Assess draws an assessment. Equal inputs give equal assessments, whatever order their lists are in. An error means that the
// input contradicts itself; evidence that is missing never is one.
func Assess(input Input) (*Assessment, error) {
	if err := input.check(); err != nil {
		return nil, err
	}
	r := newRun(&input)
	populations, claims := r.populations()
	a := &Assessment{Schema: SchemaName, Bundle: input.Bundle,
		Model: ModelRef{Structure: *r.model, Version: input.Catalog.Version(), Digest: input.Catalog.Digest(), Overlays: list(input.Catalog.Overlays()),
			Objectives: r.inForce(), Copy: input.Copy},
		Policies: PoliciesRef{Digest: input.PoliciesDigest, Used: policiesOf(input.Policies), Kinds: r.kinds()}, Overlays: list(input.Overlays),
		AsOf: r.asOf, Organization: input.Organization, Invented: input.Manifest.Invented, Notes: list(input.Manifest.Notes),
		Cut: r.cut, Targets: targetsOf(r.model, input.Targets), Settings: settingsOf(input.Settings), Ledger: r.ledger().within(r.view),
		Problems: r.problems(), Waivers: r.waivers, Objectives: []Objective{}, Attestations: []Attestation{}}
	var outcomes []model.Outcome
	for _, p := range populations {
		if !r.counts(p, r.view) {
			continue
		}
		o := r.objective(p, claims[p.objective.ID])
		a.Objectives = append(a.Objectives, o)
		outcomes = append(outcomes, r.outcome(p, r.view))
	}
	a.Checks = r.visibleChecks()
	a.Attestations = r.attestations
	a.Score = Score{Score: r.model.Score(outcomes, input.Targets), ByDeployment: r.byDeployment(populations)}
	return a, nil
}

// run is what one assessment works with.
type run struct {
	input *Input
	// model is the structure of the cut: it has the cut's categories alone.
	model         *model.Structure
	asOf          time.Time
	cut           Cut
	view          view
	checks        []verdict.Check
	waivers       []Waiver
	attestations  []Attestation
	policies      map[string]Policy
	organizations map[string]bool
	// enclosing is the organization of each boundary that has one.
	enclosing map[string]string
	// scanned are the providers that the scan was to read, with whether it could sign in.
	scanned map[string]evidence.ProviderEntry
}

func newRun(input *Input) *run {
	whole := input.Catalog.Structure()
	r := &run{input: input, asOf: input.AsOf, cut: input.Cut.normal(input.Manifest, whole), policies: map[string]Policy{}, organizations: map[string]bool{},
		enclosing: map[string]string{},
		scanned:   map[string]evidence.ProviderEntry{}, attestations: []Attestation{}}
	r.model = whole.Only(r.cut.Categories)
	if r.asOf.IsZero() {
		r.asOf = input.Manifest.EndedAt
	}
	r.asOf = r.asOf.UTC().Truncate(time.Second)
	r.checks = copyChecks(whole, slices.DeleteFunc(slices.Clone(input.Checks), func(c verdict.Check) bool {
		o, ok := lookup(input.Catalog, c.Objective)
		return ok && o.At(r.asOf) == model.Withdrawn
	}))
	for _, p := range input.Policies {
		r.policies[p.ID] = p
	}
	for _, p := range input.Manifest.Providers {
		r.scanned[p.Name] = p
	}
	r.view = view{deployments: r.cut.Deployments, providers: r.cut.Providers, boundaries: r.cut.Boundaries}
	for _, l := range input.Manifest.Ledger {
		if l.Scope.Level == evidence.Organization {
			r.organizations[l.Scope.ID] = true
		}
		if o := l.Scope.Organization; o != "" {
			r.enclosing[l.Scope.Boundary()] = o
		}
	}
	for _, b := range r.cut.Boundaries {
		if o, ok := r.enclosing[b]; ok {
			r.view.organizations = append(r.view.organizations, o)
		}
	}
	if input.kept != nil {
		r.keepWaivers()
		return r
	}
	r.waivers = waive(r.checks, input.Waivers, waiver.LintOptions{AsOf: r.asOf, MaxDays: input.MaxWaiverDays,
		Known: func(id model.ObjectiveID) bool { _, ok := input.Catalog.Lookup(id); return ok }})
	for i := range r.waivers {
		w := &r.waivers[i]
		if why := r.withdrawn(w.Objective); why != "" && w.State == WaiverUnused {
			w.Message = why
		}
	}
	return r
}

// withdrawn says that an objective is not judged any more; "" when it is.
func (r *run) withdrawn(objective string) string {
	o, ok := lookup(r.input.Catalog, objective)
	if !ok || o.At(r.asOf) != model.Withdrawn {
		return ""
	}
	return objective + " is " + o.Fate()
}

// inForce counts the objectives that count.
func (r *run) inForce() int {
	n := 0
	for _, o := range r.input.Catalog.Current(r.asOf) {
		if o.At(r.asOf) == model.InForce && within(r.cut.Categories, o.Category()) {
			n++
		}
	}
	return n
}

// outcome is what is known about a population inside a view, marked when it does not count yet.
func (r *run) outcome(p *population, v view) model.Outcome {
	o := p.outcome(v)
	o.Upcoming = p.objective.At(r.asOf) == model.Upcoming
	return o
}

// populations gathers what is known about every objective of the catalog, attestations included.
func (r *run) populations() ([]*population, map[model.ObjectiveID][]*claim) {
	kinds := map[string]model.Deployment{}
	for _, k := range r.input.Kinds {
		kinds[k.Name] = model.Deployment(k.Deployment)
	}
	checks := map[string][]*verdict.Check{}
	for i := range r.checks {
		checks[r.checks[i].Objective] = append(checks[r.checks[i].Objective], &r.checks[i])
	}
	holes := r.unevaluated()
	all, claims := r.claims()
	var list []*population
	for _, o := range r.input.Catalog.Current(r.asOf) {
		p := gather(o, checks[o.ID.String()], r.policies, kinds, r.organizations)
		p.holes = append(p.holes, holes[o.ID.String()]...)
		p.used = p.attest(claims[o.ID], r.deciders(o))
		list = append(list, p)
	}
	for _, c := range all {
		r.attestations = append(r.attestations, *c.Attestation)
	}
	return list, claims
}

// claims reads the bundle's attestations, sorted by id. Those of objectives that the model does not have are refused.
func (r *run) claims() (all []*claim, byObjective map[model.ObjectiveID][]*claim) {
	byObjective = map[model.ObjectiveID][]*claim{}
	if r.input.kept != nil {
		return r.keptClaims()
	}
	for _, s := range r.input.Attestations {
		c := read(s, r.input.Catalog, r.asOf)
		all = append(all, c)
		if _, ok := r.input.Catalog.Lookup(c.objective); !ok {
			if c.State != AttestationRefused {
				c.State, c.Message = AttestationRefused, "the model has no objective "+c.Objective
			}
			continue
		}
		if why := r.withdrawn(c.Objective); why != "" && c.State == AttestationUnneeded {
			c.Message = why
		}
		byObjective[c.objective] = append(byObjective[c.objective], c)
	}
	slices.SortFunc(all, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Pointer, b.Pointer))
	})
	return all, byObjective
}

func (r *run) deciders(o *model.Objective) deciders {
	d := deciders{}
	for _, p := range r.input.Policies {
		if p.Objective == o.ID.String() && r.scanned[p.Provider].Connected {
			d[p.Provider] = true
		}
	}
	for _, c := range r.checks {
		if c.Objective == o.ID.String() {
			d[c.Provider] = d[c.Provider] || r.scanned[c.Provider].Connected
		}
	}
	maps.DeleteFunc(d, func(_ string, connected bool) bool { return !connected })
	return d
}

// unevaluated finds the policies that said nothing although their provider was to be read: those of a provider that could not be
// signed in to, those that were dropped, and those that no boundary was found for. Each leaves its objective open.
func (r *run) unevaluated() map[string][]*hole {
	ran := map[string]bool{}
	for _, c := range r.checks {
		ran[c.Policy] = true
	}
	holes := map[string][]*hole{}
	for _, p := range policiesOf(r.input.Policies) {
		entry, scanned := r.scanned[p.Provider]
		if ran[p.ID] || !scanned {
			continue
		}
		ran[p.ID] = true
		g := verdict.Gap{Type: "unread", Scope: anywhere(p.Provider), Message: "the scan reached nothing that policy " + p.ID + " could be evaluated for",
			Settle: "scan the organization or the boundaries that " + p.ID + " judges"}
		if !entry.Connected {
			g.Outcome, g.Message = string(evidence.Failed), entry.Reason
			g.Settle = fmt.Sprintf("connect %s: %s", p.Provider, cmp.Or(entry.Reason, "the scan could not sign in"))
		}
		holes[p.Objective] = append(holes[p.Objective], &hole{provider: p.Provider, boundary: g.Scope, organization: true, gaps: []verdict.Gap{g}})
	}
	for _, b := range problemsOf(r.input.Problems) {
		objective, provider, ok := r.placeOf(b.Policy)
		if _, scanned := r.scanned[provider]; !ok || !scanned || !b.Dropped || ran[b.Policy] {
			continue
		}
		g := verdict.Gap{Type: "policy", Scope: anywhere(provider), Resource: b.Policy, Message: b.Message,
			Settle: fmt.Sprintf("repair policy %s (%s)", b.Policy, place(b))}
		holes[objective] = append(holes[objective], &hole{provider: provider, boundary: g.Scope, organization: true, gaps: []verdict.Gap{g}})
	}
	return holes
}

// anywhere stands for all boundaries of a provider.
func anywhere(provider string) string {
	if provider == RecordsProvider {
		return Programme
	}
	return provider + ":" + evidence.AnyAccount
}

func place(p Problem) string { return model.Position{File: p.File, Line: p.Line}.String() }

// placeOf takes a policy's objective and provider from its package, "aismm.mon.admin_audit_trail.aws".
func (r *run) placeOf(policy string) (objective, provider string, ok bool) {
	parts := strings.Split(policy, ".")
	if len(parts) != 4 {
		return "", "", false
	}
	o, ok := r.input.Catalog.ByName(parts[1] + "." + parts[2])
	if !ok {
		return "", "", false
	}
	return o.ID.String(), parts[3], true
}

// counts reports whether an objective belongs to a view: it is of one of the cut's categories, concerns one of the view's deployment
// types, and where the view has providers or boundaries, something there judged it.
func (r *run) counts(p *population, v view) bool {
	if !within(r.cut.Categories, p.objective.Category()) {
		return false
	}
	if len(v.deployments) > 0 && !slices.ContainsFunc(v.deployments, p.objective.AppliesTo) {
		return false
	}
	return (len(v.providers) == 0 && len(v.boundaries) == 0) || p.judged(v)
}

// byDeployment scores every deployment type of the cut.
func (r *run) byDeployment(populations []*population) []DeploymentScore {
	scores := []DeploymentScore{}
	for _, d := range model.Deployments() {
		if !within(r.cut.Deployments, d) {
			continue
		}
		v := r.view
		v.deployments = []model.Deployment{d}
		var outcomes []model.Outcome
		for _, p := range populations {
			if r.counts(p, v) {
				outcomes = append(outcomes, r.outcome(p, v))
			}
		}
		scores = append(scores, DeploymentScore{Deployment: d, Score: r.model.Score(outcomes, r.input.Targets)})
	}
	return scores
}
