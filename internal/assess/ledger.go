package assess

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
)

func ledgerOf(m *evidence.Manifest) Ledger {
	l := Ledger{StartedAt: m.StartedAt.UTC(), EndedAt: m.EndedAt.UTC(), Providers: []Provider{}, Boundaries: []Boundary{}, Incomplete: []ScopeState{},
		Drift: append([]evidence.Drift{}, m.Drift()...)}
	for _, p := range m.Providers {
		l.Providers = append(l.Providers, Provider{Name: p.Name, Connected: p.Connected, Identity: p.Identity, Reason: p.Reason})
	}
	slices.SortFunc(l.Providers, func(a, b Provider) int { return cmp.Compare(a.Name, b.Name) })
	boundaries := map[string]*Boundary{}
	for _, e := range m.Ledger {
		if e.Status != evidence.Collected {
			l.Incomplete = append(l.Incomplete, ScopeState{ID: e.Scope.ID, Level: e.Scope.Level, Name: e.Scope.Name, Status: e.Status,
				Outcome: e.Outcome, Reason: e.Reason, Gaps: e.Gaps})
		}
		b := boundaries[e.Scope.Boundary()]
		if b == nil {
			b = &Boundary{ID: e.Scope.Boundary(), Level: evidence.Boundary, Provider: e.Scope.Provider, Account: e.Scope.Account}
			boundaries[b.ID] = b
		}
		if e.Scope.Level == evidence.Organization {
			b.Level = evidence.Organization
		}
		b.Name = cmp.Or(b.Name, e.Scope.Name)
		b.Organization = cmp.Or(b.Organization, e.Scope.Organization)
		b.count(e)
	}
	for _, id := range slices.Sorted(maps.Keys(boundaries)) {
		l.Boundaries = append(l.Boundaries, *boundaries[id])
	}
	slices.SortFunc(l.Incomplete, func(a, b ScopeState) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Level, b.Level)) })
	l.sum()
	return l
}

func (b *Boundary) count(e evidence.LedgerEntry) {
	b.Scopes++
	b.Gaps += e.Gaps
	switch e.Status {
	case evidence.Collected:
		b.Collected++
	case evidence.Partial:
		b.Partial++
	case evidence.ScopeFailed:
		b.Failed++
	case evidence.ScopeSkipped:
		b.Skipped++
	}
}

// sum counts over the boundaries.
func (l *Ledger) sum() {
	l.Expected, l.Collected, l.Partial, l.Failed, l.Skipped, l.Gaps = 0, 0, 0, 0, 0, 0
	for _, b := range l.Boundaries {
		l.Expected += b.Scopes
		l.Collected += b.Collected
		l.Partial += b.Partial
		l.Failed += b.Failed
		l.Skipped += b.Skipped
		l.Gaps += b.Gaps
	}
}

// within is the part of the ledger that a view rests on: its providers, and its boundaries with the organizations around them.
func (l Ledger) within(v view) Ledger {
	here := func(provider, boundary string) bool {
		return within(v.providers, provider) && (within(v.boundaries, boundary) || slices.Contains(v.organizations, boundary))
	}
	l.Providers = slices.DeleteFunc(slices.Clone(l.Providers), func(p Provider) bool {
		return !within(v.providers, p.Name) || len(v.boundaries) > 0 && !slices.ContainsFunc(v.boundaries, func(b string) bool { return providerOf(b) == p.Name })
	})
	l.Boundaries = slices.DeleteFunc(slices.Clone(l.Boundaries), func(b Boundary) bool { return !here(b.Provider, b.ID) })
	l.Incomplete = slices.DeleteFunc(slices.Clone(l.Incomplete), func(s ScopeState) bool {
		boundary, _, _ := strings.Cut(s.ID, "/")
		return !here(providerOf(boundary), boundary)
	})
	l.sum()
	return l
}
