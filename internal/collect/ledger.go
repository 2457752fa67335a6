package collect

import (
	"cmp"
	"slices"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// ledger accounts for every scope that was expected, in this run or as an interrupted one planned it. Counts and statuses of
// scopes that were read are the bundle's to fill in.
func (r *run) ledger(planned []evidence.LedgerEntry) []evidence.LedgerEntry {
	var entries []evidence.LedgerEntry
	listed := map[string]bool{}
	add := func(e evidence.LedgerEntry) {
		key := string(e.Scope.Level) + " " + e.Scope.ID
		if !listed[key] {
			listed[key] = true
			entries = append(entries, e)
		}
	}
	reasons := map[string]string{}
	for _, p := range r.providers {
		reasons[p.name()] = "the provider no longer lists it"
		if p.err != nil {
			reasons[p.name()] = r.reason(p.err)
			for _, e := range p.anyAccount(reasons[p.name()]) {
				add(e)
			}
		}
	}
	for _, s := range r.sites {
		add(s.entry())
	}
	for _, e := range planned {
		if e.Scope.Account == evidence.AnyAccount {
			continue
		}
		if e.Status != evidence.ScopeSkipped {
			e.Status, e.Outcome, e.Reason = evidence.ScopeFailed, evidence.Failed, reasons[e.Scope.Provider]
		}
		add(e)
	}
	return entries
}

func (s *site) entry() evidence.LedgerEntry {
	e := evidence.LedgerEntry{Scope: s.scope(), Status: evidence.Partial, Outcome: s.expected.Outcome, Reason: s.expected.Reason,
		Identity: s.expected.Identity, Expected: namesOf(s.collectors(), s.scope().Level)}
	switch {
	case s.expected.Skip != "":
		e.Status, e.Reason, e.Expected = evidence.ScopeSkipped, s.expected.Skip, []string{}
	case s.expected.Outcome != "":
		e.Status = evidence.ScopeFailed
	}
	return e
}

func (s *site) collectors() []*collectors.Collector {
	var all []*collectors.Collector
	for _, t := range s.tasks {
		all = append(all, t.collector)
	}
	return all
}

// entries says how each provider was met. Calls of documents that were kept from an interrupted run count too.
func (r *run) entries() []evidence.ProviderEntry {
	var entries []evidence.ProviderEntry
	for _, p := range r.providers {
		e := evidence.ProviderEntry{Name: p.name(), Connected: p.err == nil, Identity: p.identity, Calls: p.calls.Load()}
		if p.err != nil {
			e.Reason = r.reason(p.err)
		}
		for _, t := range r.tasks {
			if t.site.provider == p && t.result != nil && t.result.kept {
				e.Calls += int64(t.result.calls)
			}
		}
		entries = append(entries, e)
	}
	return entries
}

func incomplete(m *evidence.Manifest) bool {
	return slices.ContainsFunc(m.Providers, func(p evidence.ProviderEntry) bool { return !p.Connected }) ||
		slices.ContainsFunc(m.Ledger, func(e evidence.LedgerEntry) bool {
			return e.Status == evidence.Partial || e.Status == evidence.ScopeFailed
		})
}

// Gap is a read that left something unknown, in all scopes in which it did so in the same way.
type Gap struct {
	Provider  string
	Collector string
	Operation string
	// Kinds are what is therefore not known.
	Kinds      []string
	Outcome    evidence.Outcome
	Permission string
	// Message is what was said in the first of the scopes.
	Message string
	Scopes  []string
	// Reads counts the failed reads in all scopes.
	Reads int
}

func (r *run) gaps() []Gap { return gapsOf(r.tasks) }

// gapsOf groups the gaps of tasks, in a fixed order.
func gapsOf(tasks []*task) []Gap {
	type key struct{ collector, operation, outcome, permission string }
	grouped := map[key]*Gap{}
	for _, t := range slices.SortedFunc(slices.Values(tasks), func(a, b *task) int { return cmp.Compare(a.site.scope().ID, b.site.scope().ID) }) {
		if t.result == nil {
			continue
		}
		for _, read := range t.result.reads {
			if !read.Outcome.Gap() {
				continue
			}
			k := key{t.collector.Name, read.Operation, string(read.Outcome), read.Permission}
			g := grouped[k]
			if g == nil {
				g = &Gap{Provider: t.site.provider.name(), Collector: t.collector.Name, Operation: read.Operation, Kinds: read.Kinds,
					Outcome: read.Outcome, Permission: read.Permission, Message: read.Message}
				grouped[k] = g
			}
			g.Reads++
			// Tasks come in the order of their scopes.
			if id := t.site.scope().ID; len(g.Scopes) == 0 || g.Scopes[len(g.Scopes)-1] != id {
				g.Scopes = append(g.Scopes, id)
			}
		}
	}
	gaps := make([]Gap, 0, len(grouped))
	for _, g := range grouped {
		gaps = append(gaps, *g)
	}
	slices.SortFunc(gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Collector, b.Collector), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Permission, b.Permission))
	})
	return gaps
}
