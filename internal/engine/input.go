package engine

import (
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// inputs makes what policies see. All that is big is shared between boundaries.
type inputs struct {
	*estate
	settings *ast.Term
	asOf     *ast.Term
	// lookups are those that some policy reads; inventory is set if one reads that.
	lookups   map[lookup]bool
	inventory bool
}

func newInputs(e *estate, settings map[string]any, asOf time.Time, policies []*Policy) (*inputs, error) {
	in := &inputs{estate: e, asOf: ast.StringTerm(asOf.UTC().Format(time.RFC3339)), lookups: map[lookup]bool{}}
	for _, p := range policies {
		for l := range p.all.lookups {
			in.lookups[l] = true
		}
		in.inventory = in.inventory || p.all.inventory
	}
	var err error
	in.settings, err = toTerm(settings)
	return in, err
}

// of makes the input of every policy that is evaluated in a group.
func (in *inputs) of(g *group) ast.Value {
	in.mu.Lock()
	defer in.mu.Unlock()
	members := map[string]*ast.Term{
		"as_of": in.asOf, "settings": in.settings, "ledger": in.ledger, "boundary": in.boundary(g), "scopes": in.scopes(g),
		"resources": in.resources(g), "enclosing": objectOf(map[string]*ast.Term{"resources": in.enclosing(g)}), "records": in.records(),
		"lookup": in.lookup(g), "inventory": ast.InternedEmptyArray,
	}
	if in.inventory {
		members["inventory"] = in.all()
	}
	return objectOf(members).Value
}

// programme is the group of all records, which may be missing.
func (e *estate) programme() *group { return e.groups[ProgrammeScope] }

func (in *inputs) records() *ast.Term {
	members := map[string]*ast.Term{}
	for name, k := range in.kinds {
		if k.Provider == RecordsProvider {
			members[name] = ast.InternedEmptyArray
		}
	}
	if g := in.programme(); g != nil {
		for kind := range g.resources {
			members[kind] = g.list(kind)
		}
	}
	return objectOf(members)
}

func (in *inputs) resources(g *group) *ast.Term {
	members := map[string]*ast.Term{}
	if g.provider == RecordsProvider {
		return objectOf(members)
	}
	for name, k := range in.kinds {
		if k.Provider == g.provider && (k.Level == evidence.Organization) == (g.level == evidence.Organization) {
			members[name] = ast.InternedEmptyArray
		}
	}
	for kind := range g.resources {
		members[kind] = g.list(kind)
	}
	return objectOf(members)
}

// enclosingGroups are the organizations that a group's policies see: its own one; for the programme, all.
func (e *estate) enclosingGroups(g *group) []*group {
	switch {
	case g.provider == RecordsProvider:
		return e.provided(evidence.Organization, "")
	case g.level == evidence.Organization:
		return nil
	case e.groups[g.enclosing] != nil:
		return []*group{e.groups[g.enclosing]}
	}
	return nil
}

func (in *inputs) enclosing(g *group) *ast.Term {
	members := map[string]*ast.Term{}
	for name, k := range in.kinds {
		if k.Level == evidence.Organization && (k.Provider == g.provider || g.provider == RecordsProvider) && g.level != evidence.Organization {
			members[name] = ast.InternedEmptyArray
		}
	}
	for _, o := range in.enclosingGroups(g) {
		for kind := range o.resources { // a kind belongs to one provider, and organizations of one provider add up
			have, _ := members[kind]
			members[kind] = concat(have, o.list(kind))
		}
	}
	return objectOf(members)
}

func concat(a, b *ast.Term) *ast.Term {
	if a == nil || a.Value.(*ast.Array).Len() == 0 {
		return b
	}
	var all []*ast.Term
	for _, t := range []*ast.Term{a, b} {
		t.Value.(*ast.Array).Foreach(func(e *ast.Term) { all = append(all, e) })
	}
	return ast.NewTerm(ast.NewArray(all...))
}

func scopeRef(s evidence.Scope) string { return kindScope + " " + s.ID }

func boundaryRef(id string) string { return kindBoundary + " " + id }

func (in *inputs) boundary(g *group) *ast.Term {
	return textObject(map[string]string{"kind": kindBoundary, "id": g.id, "ref": boundaryRef(g.id), "provider": g.provider, "account": g.account,
		"name": g.name, "organization": g.enclosing, "ai": in.useIn(g, "").state})
}

func (in *inputs) scopes(g *group) *ast.Term {
	terms := []*ast.Term{}
	for _, s := range g.regions() {
		terms = append(terms, textObject(map[string]string{"kind": kindScope, "id": s.ID, "ref": scopeRef(s), "provider": s.Provider, "boundary": g.id,
			"account": s.Account, "region": s.Region, "name": s.Name, "ai": in.useIn(g, s.Region).state}))
	}
	return ast.NewTerm(ast.NewArray(terms...))
}

// useIn says whether AI is in use in a region of a group; the region "" is the whole group, an organization with its boundaries, the
// programme with everything.
func (e *estate) useIn(g *group, region string) use {
	if region != "" || g.level == evidence.Boundary && g.provider != RecordsProvider {
		return g.ai[region]
	}
	whole := use{state: "no"}
	for _, id := range e.order {
		m := e.groups[id]
		member := m == g || m.enclosing == g.id
		if g.provider == RecordsProvider {
			member = m != g
		}
		// An organization that holds no AI resources itself says nothing; its accounts are members of their own.
		if !member || m.level == evidence.Organization && len(e.showsUse(m.provider, m.level)) == 0 {
			continue
		}
		switch u := m.ai[""]; u.state {
		case "yes":
			return use{state: "yes"}
		case "unknown":
			whole.state = "unknown"
			whole.gaps = append(whole.gaps, u.gaps...)
		}
	}
	return whole
}

// all lists every AI resource that was found anywhere.
func (in *inputs) all() *ast.Term {
	if in.estate.inventory != nil {
		return in.estate.inventory
	}
	var terms []*ast.Term
	for _, id := range in.order {
		g := in.groups[id]
		for _, kind := range sortedKeys(g.resources) {
			if !in.kinds[kind].Inventory {
				continue
			}
			for _, r := range g.resources[kind] {
				terms = append(terms, inventoryItem(g, r))
			}
		}
	}
	in.estate.inventory = ast.NewTerm(ast.NewArray(terms...))
	return in.estate.inventory
}

func inventoryItem(g *group, r *resource) *ast.Term {
	members := map[string]*ast.Term{"provider": ast.StringTerm(g.provider), "account": ast.StringTerm(g.account)}
	o := r.value.Value.(ast.Object)
	for _, name := range []string{"id", "kind", "ref", "name", "boundary", "region", "tags"} {
		if t := o.Get(ast.StringTerm(name)); t != nil {
			members[name] = t
		}
	}
	return objectOf(members)
}

func objectOf(members map[string]*ast.Term) *ast.Term {
	pairs := make([][2]*ast.Term, 0, len(members))
	for _, name := range sortedKeys(members) {
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm(name), members[name]})
	}
	return ast.NewTerm(ast.NewObject(pairs...))
}

// textObject leaves out what is empty: absent is absent.
func textObject(members map[string]string) *ast.Term {
	terms := map[string]*ast.Term{}
	for name, text := range members {
		if text != "" {
			terms[name] = ast.StringTerm(text)
		}
	}
	return objectOf(terms)
}

func toTerm(v any) (*ast.Term, error) {
	plain, err := plainJSON(v)
	if err != nil {
		return nil, err
	}
	value, err := ast.InterfaceToValue(plain)
	if err != nil {
		return nil, err
	}
	return ast.NewTerm(value), nil
}
