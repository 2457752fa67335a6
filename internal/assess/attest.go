package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// RecordsProvider is the provider of what the organization says about itself, and Programme its boundary.
const (
	RecordsProvider = "records"
	Programme       = "records:programme"
)

// deciders are the providers that were signed in to and whose policies can decide an objective.
type deciders map[string]bool

// attest fills what policies left unknown in one objective with the attestations about it. They never touch a verdict: what
// passed or failed stays, and the numbers that an attestation measured are taken to include what policies judged.
func (p *population) attest(claims []*claim, connected deciders) (used []string) {
	claims = slices.Clone(claims)
	slices.SortStableFunc(claims, func(a, b *claim) int { // the most particular first, and of these the latest
		return cmp.Or(cmp.Compare(b.narrowness(), a.narrowness()), b.signed.Compare(a.signed), cmp.Compare(a.ID, b.ID))
	})
	filled := map[string]string{} // by what they speak of
	for _, c := range claims {
		if c.State == AttestationUnneeded && p.objective.Mode == model.Automated {
			c.refuseWhereAutomated(connected)
		}
		switch c.State {
		case AttestationRefused:
			continue
		case AttestationUnneeded:
		default:
			p.spoken = true
			continue
		}
		p.spoken = true
		if later, ok := filled[c.speaksOf()]; ok {
			c.State, c.Message = AttestationSuperseded, "attestation "+later+" speaks of the same and is later"
			continue
		}
		filled[c.speaksOf()] = c.ID
		if p.fill(c) {
			c.State, c.Message = AttestationUsed, ""
			used = append(used, c.ID)
		}
	}
	for _, c := range claims {
		if c.State == AttestationExpired || c.State == AttestationFuture {
			p.lapse(c)
		}
	}
	slices.Sort(used)
	return used
}

// lapse leaves open what an attestation that is not in force speaks of, where nothing else says anything.
func (p *population) lapse(c *claim) {
	v := c.view()
	if seen, _ := p.tally(v); p.looked(v) || seen.All() > 0 || seen.Open {
		return
	}
	for _, b := range c.places() {
		p.holes = append(p.holes, &hole{provider: cmp.Or(c.Provider, providerOf(b)), boundary: b, gaps: []verdict.Gap{c.gap()}})
	}
}

// gap says how to make an attestation count again.
func (c *claim) gap() verdict.Gap {
	return verdict.Gap{Type: "attestation", Resource: c.ID, Message: c.Message, Settle: fmt.Sprintf("correct or renew attestation %s: %s", c.ID, c.Message)}
}

// places are the boundaries that the attestation speaks of, or one that stands for them.
func (c *claim) places() []string {
	if len(c.Boundaries) > 0 {
		return c.Boundaries
	}
	return []string{anywhere(cmp.Or(c.Provider, RecordsProvider))}
}

func (c *claim) refuseWhereAutomated(connected deciders) {
	providers := []string{}
	for d := range connected {
		if c.names(d) {
			providers = append(providers, d)
		}
	}
	if len(providers) > 0 {
		slices.Sort(providers)
		c.State = AttestationRefused
		c.Message = fmt.Sprintf("the objective is automated, and %s can decide it and was read; an attestation counts only for providers that were not", strings.Join(providers, ", "))
	}
}

// names reports whether the attestation speaks of a provider.
func (c *claim) names(provider string) bool {
	if c.Provider != "" {
		return c.Provider == provider
	}
	return len(c.Boundaries) == 0 || slices.ContainsFunc(c.Boundaries, func(b string) bool { return providerOf(b) == provider })
}

func providerOf(boundary string) string {
	p, _, _ := strings.Cut(boundary, ":")
	return p
}

func (c *claim) narrowness() int {
	switch {
	case len(c.Boundaries) > 0:
		return 2
	case c.Provider != "":
		return 1
	}
	return 0
}

func (c *claim) speaksOf() string { return c.Provider + " " + strings.Join(c.Boundaries, " ") }

func (c *claim) view() view {
	v := view{boundaries: c.Boundaries}
	if c.Provider != "" {
		v.providers = []string{c.Provider}
	}
	return v
}

// fill turns what is unknown inside the attestation's view into what it measured, and reports whether there was anything.
func (p *population) fill(c *claim) bool {
	v := c.view()
	seen, _ := p.tally(v)
	if seen.Unknown == 0 && !seen.Open {
		empty := seen.All() == 0
		if !empty || (p.looked(v) && !p.objective.AlwaysApplies) {
			if empty {
				c.Message = "policies found nothing to judge; an attestation counts where they did not look: name its provider or boundaries"
			}
			return false
		}
	}
	rest := seen.Unknown
	passed := rest
	switch {
	case c.Measured != nil:
		if judged := seen.Passed + seen.Failed; seen.Open || seen.All() == 0 {
			rest = max(rest, c.Measured.Of-judged)
		}
		passed = p.share(rest, *c.Measured)
	case seen.All() == 0:
		rest, passed = 1, 1 // the statement itself
	}
	for _, u := range p.units {
		if worst, _, _, ok := u.verdict(v); !ok || worst != verdict.Unknown {
			continue
		}
		turned := verdict.Fail
		if passed > 0 {
			turned = verdict.Pass
			passed--
		}
		rest--
		for i := range u.parts {
			if u.parts[i].verdict == verdict.Unknown && v.part(u.parts[i]) {
				u.parts[i].verdict, u.parts[i].attested, u.parts[i].unknown = turned, true, nil
			}
		}
	}
	p.add(c, verdict.Pass, passed)
	p.add(c, verdict.Fail, rest-passed)
	for _, h := range p.holes {
		h.closed = h.closed || v.hole(h)
	}
	return true
}

// share is the part of rest that the measured numbers let pass. A fraction of a subject passes when the measured share reaches the
// target, and fails when it does not, so that rounding never turns the attestation's own answer round.
func (p *population) share(rest int, m Measured) int {
	passed := int64(rest) * int64(m.Passed)
	if p.objective.Target.ReachedBy(m.Passed, m.Of) {
		passed += int64(m.Of) - 1
	}
	return int(passed / int64(m.Of))
}

// looked reports whether a policy was evaluated inside the view.
func (p *population) looked(v view) bool {
	return slices.ContainsFunc(p.checks, func(c *verdict.Check) bool {
		return within(v.providers, c.Provider) && within(v.boundaries, c.Boundary)
	})
}

// add counts subjects that nobody but the attestation saw.
func (p *population) add(c *claim, turned verdict.Verdict, count int) {
	if count <= 0 {
		return
	}
	u := &unit{kind: AttestationKind, id: c.ID + " " + string(turned), count: count}
	for _, b := range c.places() {
		u.parts = append(u.parts, part{provider: cmp.Or(c.Provider, providerOf(b)), boundary: b, deployment: model.Program, verdict: turned, attested: true})
	}
	p.units = append(p.units, u)
}
