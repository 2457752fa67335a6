package engine

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// The kinds of subject that are no resources.
const (
	kindScope    = "scope"
	kindBoundary = "boundary"
)

// read tells what a policy's rules read, and checks that it can be read there.
func (l *loader) read(p *Policy, m *ast.Module, d *reader) {
	byLine, byLocation := l.faults(p)
	direct := map[*ast.Rule]*directReads{}
	d = &reader{compiler: d.compiler, fault: byLocation, direct: direct}
	rules := shapeOf(m, func(*ast.Location, string, string, ...any) {})
	p.subjects = d.rules(rules.subjects)
	all := newReads()
	all.add(p.subjects)
	judged := map[string]bool{}
	for i := range p.Conditions {
		c := &p.Conditions[i]
		c.reads = d.rules(rules.met[c.ID])
		c.Kinds, c.SettingsRead = c.reads.kinds(), sortedKeys(c.reads.settings)
		all.add(c.reads)
		all.add(d.rules(rules.violations[c.ID]))
		all.add(d.rules(rules.unclear[c.ID]))
		for _, kind := range c.Of {
			judged[kind] = true
			l.judged(p, c, kind)
		}
	}
	p.all = all
	p.Kinds, p.SettingsRead, p.Judged = all.kinds(), sortedKeys(all.settings), sortedKeys(judged)
	for _, kind := range p.Kinds {
		if isRecord(kind) {
			p.Records = append(p.Records, kind)
		}
	}
	for _, name := range p.SettingsRead {
		if _, ok := l.settings[name]; !ok {
			byLine(p.Line, CodeSetting, "setting %q is declared nowhere%s; declare it in settings/%s.yaml, below the key %s", name, strictyaml.Nearest(name, sortedKeys(l.settings)), name, name)
		}
	}
	l.places(p, &all)
}

// judged checks that a kind of subject exists: a registered kind, a region, the boundary, or something that the subjects name.
func (l *loader) judged(p *Policy, c *Condition, kind string) {
	if len(l.kinds) == 0 || kind == kindScope || kind == kindBoundary || p.subjects.words[kind] {
		return
	}
	if _, ok := l.kinds[kind]; ok {
		return
	}
	byLine, _ := l.faults(p)
	byLine(c.Line, CodeKind, "condition %s judges %q, which is no kind%s", c.ID, kind, strictyaml.Nearest(kind, append(sortedKeys(l.kinds), kindScope, kindBoundary)))
}

// places checks that every kind exists, and is read where it is found.
func (l *loader) places(p *Policy, r *reads) {
	if len(l.kinds) == 0 {
		return
	}
	byLine, _ := l.faults(p)
	find := func(kind, place string) (evidence.Kind, bool) {
		k, ok := l.kinds[kind]
		if !ok {
			byLine(p.Line, CodeKind, "input.%s.%s: there is no kind %q%s", place, kind, kind, strictyaml.Nearest(kind, sortedKeys(l.kinds)))
		}
		return k, ok
	}
	for _, kind := range sortedKeys(r.resources) {
		k, ok := find(kind, "resources")
		switch {
		case !ok:
		case k.Provider == RecordsProvider:
			byLine(p.Line, CodeKind, "input.resources.%s: records lie under input.records", kind)
		case k.Provider != p.Provider:
			byLine(p.Line, CodeKind, "input.resources.%s: a policy of provider %s sees no resources of provider %s", kind, p.Provider, k.Provider)
		case k.Level == evidence.Organization && p.Judges != JudgesOrganization:
			byLine(p.Line, CodeKind, "input.resources.%s: it is a kind of organizations, which lies under input.enclosing.resources", kind)
		case k.Level != evidence.Organization && p.Judges == JudgesOrganization:
			byLine(p.Line, CodeKind, "input.resources.%s: a policy that judges organizations sees only kinds of organizations", kind)
		}
	}
	for _, kind := range sortedKeys(r.enclosing) {
		k, ok := find(kind, "enclosing.resources")
		switch {
		case !ok:
		case k.Level != evidence.Organization:
			byLine(p.Line, CodeKind, "input.enclosing.resources.%s: it is no kind of organizations", kind)
		case p.Judges == JudgesOrganization:
			byLine(p.Line, CodeKind, "input.enclosing.resources.%s: a policy that judges organizations finds it under input.resources", kind)
		case k.Provider != p.Provider && p.Provider != RecordsProvider:
			byLine(p.Line, CodeKind, "input.enclosing.resources.%s: a policy of provider %s sees no resources of provider %s", kind, p.Provider, k.Provider)
		}
	}
	for _, kind := range sortedKeys(r.records) {
		if k, ok := find(kind, "records"); ok && k.Provider != RecordsProvider {
			byLine(p.Line, CodeKind, "input.records.%s: it is no record", kind)
		}
	}
	for _, look := range sortedLookups(r.lookups) {
		if k, ok := find(look.kind, "lookup"); ok && !slices.Contains(lookupFields(k), look.field) && len(configProperties(k)) > 0 {
			byLine(p.Line, CodeKind, "input.lookup.%s.%s: %s has no such field%s", look.kind, look.field, look.kind, strictyaml.Nearest(look.field, lookupFields(k)))
		}
	}
}

func isRecord(kind string) bool { return strings.HasPrefix(kind, "record_") }

func sortedLookups(m map[lookup]bool) []lookup {
	all := make([]lookup, 0, len(m))
	for l := range m {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b lookup) int {
		if c := strings.Compare(a.kind, b.kind); c != 0 {
			return c
		}
		return strings.Compare(a.field, b.field)
	})
	return all
}
