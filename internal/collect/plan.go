package collect

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// site is a scope that is read, with the session that its collectors share.
type site struct {
	provider *provider
	expected collectors.Expected
	tasks    []*task

	once    sync.Once
	session any
	err     error // why the scope could not be entered
}

func (s *site) scope() evidence.Scope { return s.expected.Scope }

func (s *site) identity() string {
	if s.expected.Identity != "" {
		return s.expected.Identity
	}
	return s.provider.identity
}

// task is one collector in one scope.
type task struct {
	site      *site
	collector *collectors.Collector
	// rank orders tasks: each scope's first, then each scope's second, …, so that neighbours ask different APIs.
	rank    int
	waits   int // how many tasks it still waits for
	holding []*task
	result  *result // nil until its document is written
}

// choose leaves out collectors of which no kind is needed, and no kind is needed by others that run.
func choose(all []*collectors.Collector, kinds []string) []*collectors.Collector {
	chosen := slices.Clone(all)
	if kinds != nil {
		wanted := map[string]bool{}
		for _, k := range kinds {
			wanted[k] = true
		}
		for grown := true; grown; {
			grown = false
			chosen = chosen[:0]
			for _, c := range all {
				if !slices.ContainsFunc(c.Kinds, func(k evidence.Kind) bool { return wanted[k.Name] }) {
					continue
				}
				chosen = append(chosen, c)
				for _, k := range c.Needs {
					grown = grown || !wanted[k]
					wanted[k] = true
				}
			}
		}
	}
	slices.SortFunc(chosen, func(a, b *collectors.Collector) int { return strings.Compare(a.Name, b.Name) })
	return chosen
}

// checkNeeds reports collectors that need what nobody yields, or each other: programming errors.
func checkNeeds(all []*collectors.Collector) error {
	owner := map[string]*collectors.Collector{}
	for _, c := range all {
		if err := collectors.Check(c); err != nil {
			return fmt.Errorf("collect: %w", err)
		}
		for _, k := range c.Kinds {
			owner[k.Name] = c
		}
	}
	const entered, left = 1, 2
	state := map[*collectors.Collector]int{}
	var visit func(c *collectors.Collector, path []string) error
	visit = func(c *collectors.Collector, path []string) error {
		path = append(path, c.Name)
		switch state[c] {
		case entered:
			return fmt.Errorf("collect: collectors need each other's kinds: %s", strings.Join(path, " → "))
		case left:
			return nil
		}
		state[c] = entered
		for _, k := range c.Needs {
			o, ok := owner[k]
			if !ok || o.Provider != c.Provider || (o.Level == evidence.Organization) != (c.Level == evidence.Organization) {
				return fmt.Errorf("collect: collector %s needs kind %s, which no collector of the same boundary yields", c.Name, k)
			}
			if err := visit(o, path); err != nil {
				return err
			}
		}
		state[c] = left
		return nil
	}
	for _, c := range all {
		if err := visit(c, nil); err != nil {
			return err
		}
	}
	return nil
}

// plan makes the sites and tasks of every provider that is connected.
func (r *run) plan(keep func(collectors.Expected) bool) {
	yields := map[string]map[string][]*task{} // boundary, kind
	for _, p := range r.providers {
		for _, c := range p.chosen {
			for _, k := range c.Needs {
				r.needed[k] = true
			}
		}
	}
	for _, p := range r.providers {
		for _, e := range p.expected {
			s := &site{provider: p, expected: e}
			r.sites = append(r.sites, s)
			if e.Skip != "" || !keep(e) {
				continue
			}
			boundary := e.Scope.Boundary()
			if yields[boundary] == nil {
				yields[boundary] = map[string][]*task{}
			}
			for _, c := range p.chosen {
				if c.Level != e.Scope.Level {
					continue
				}
				t := &task{site: s, collector: c, rank: len(s.tasks)}
				s.tasks = append(s.tasks, t)
				for _, k := range c.Kinds {
					yields[boundary][k.Name] = append(yields[boundary][k.Name], t)
				}
			}
			if e.Outcome != "" {
				r.unlistedSite(s, e.Reason) // its tasks are known, and do not run
				continue
			}
			r.tasks = append(r.tasks, s.tasks...)
		}
	}
	for _, t := range r.tasks {
		for _, k := range t.collector.Needs {
			for _, before := range yields[t.site.scope().Boundary()][k] {
				if before.site.expected.Outcome == "" && !slices.Contains(before.holding, t) {
					before.holding = append(before.holding, t)
					t.waits++
				}
			}
		}
	}
	slices.SortStableFunc(r.tasks, func(a, b *task) int { return a.rank - b.rank })
}
