package assess

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aismm/aismm/internal/evidence"
)

func ledgerOf(m *evidence.Manifest) Ledger {
	l := Ledger{StartedAt: m.StartedAt.UTC(), EndedAt: m.EndedAt.UTC(), Expected: len(m.Ledger), Providers: []Provider{}, Incomplete: []ScopeState{},
		Drift: append([]evidence.Drift{}, m.Drift()...)}
	for _, p := range m.Providers {
		l.Providers = append(l.Providers, Provider{Name: p.Name, Connected: p.Connected, Identity: p.Identity, Reason: p.Reason})
	}
	slices.SortFunc(l.Providers, func(a, b Provider) int { return cmp.Compare(a.Name, b.Name) })
	boundaries := map[string]*Boundary{}
	for _, e := range m.Ledger {
		l.Gaps += e.Gaps
		complete := false
		switch e.Status {
		case evidence.Collected:
			l.Collected++
			complete = true
		case evidence.Partial:
			l.Partial++
		case evidence.ScopeFailed:
			l.Failed++
		case evidence.ScopeSkipped:
			l.Skipped++
			complete = true
		}
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
		b.Scopes++
		if complete {
			b.Complete++
		}
	}
	l.Boundaries = []Boundary{}
	for _, id := range slices.Sorted(maps.Keys(boundaries)) {
		l.Boundaries = append(l.Boundaries, *boundaries[id])
	}
	slices.SortFunc(l.Incomplete, func(a, b ScopeState) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Level, b.Level)) })
	return l
}
