package engine

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// holders are the groups whose resources of a kind a group's policies can see, through resources, enclosing or records.
func (e *estate) holders(g *group, kind string) []*group {
	switch {
	case isRecord(kind):
		if p := e.programme(); p != nil {
			return []*group{p}
		}
		return nil
	case g.provider == RecordsProvider:
		return e.enclosingGroups(g)
	case g.level == evidence.Boundary && e.kinds[kind].Level == evidence.Organization:
		return e.enclosingGroups(g)
	}
	return []*group{g}
}

// lookup makes the indexes that policies read.
func (in *inputs) lookup(g *group) *ast.Term {
	byKind := map[string]map[string]*ast.Term{}
	for l := range in.lookups {
		holders := in.holders(g, l.kind)
		if len(holders) > 1 {
			holders = slices.DeleteFunc(slices.Clone(holders), func(h *group) bool { return len(h.resources[l.kind]) == 0 })
		}
		if byKind[l.kind] == nil {
			byKind[l.kind] = map[string]*ast.Term{}
		}
		byKind[l.kind][l.field] = in.index(holders, l)
	}
	members := map[string]*ast.Term{}
	for kind, fields := range byKind {
		members[kind] = objectOf(fields)
	}
	return objectOf(members)
}

func (in *inputs) index(holders []*group, l lookup) *ast.Term {
	key := l.kind + " " + l.field
	for _, h := range holders {
		key += " " + h.id
	}
	if t := in.indexes[key]; t != nil {
		return t
	}
	var keys []*ast.Term
	found := map[string][]*ast.Term{} // by the key's text, which tells "1" from 1
	for _, h := range holders {
		for _, r := range h.resources[l.kind] {
			for _, k := range indexKeys(r, l.field) {
				text := k.Value.String()
				if found[text] == nil {
					keys = append(keys, k)
				}
				if all := found[text]; len(all) == 0 || all[len(all)-1] != r.value {
					found[text] = append(all, r.value)
				}
			}
		}
	}
	pairs := make([][2]*ast.Term, len(keys))
	for i, k := range keys {
		pairs[i] = [2]*ast.Term{k, ast.NewTerm(ast.NewArray(found[k.Value.String()]...))}
	}
	t := ast.NewTerm(ast.NewObject(pairs...))
	in.indexes[key] = t
	return t
}

// indexKeys are the values by which a resource is found: its id, a field of its config, or each element of that field.
func indexKeys(r *resource, field string) []*ast.Term {
	if field == "id" {
		return []*ast.Term{ast.StringTerm(r.id)}
	}
	config := r.value.Value.(ast.Object).Get(ast.StringTerm("config"))
	if config == nil {
		return nil
	}
	value := config.Value.(ast.Object).Get(ast.StringTerm(field))
	if value == nil {
		return nil
	}
	switch v := value.Value.(type) {
	case *ast.Array:
		var all []*ast.Term
		v.Foreach(func(e *ast.Term) { all = append(all, e) })
		return all
	case ast.Object:
		return nil
	}
	return []*ast.Term{value}
}
