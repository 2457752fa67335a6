package engine

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

// lookup is one index: resources of a kind by one field of their config, or by id.
type lookup struct{ kind, field string }

// reads is what rules read of the input, told from their text.
type reads struct {
	resources, enclosing, records map[string]bool
	lookups                       map[lookup]bool
	settings                      map[string]bool
	scopes, boundary, ledger      bool
	inventory                     bool
	// words are all constant texts; openParts is set where parts are read by a name that is not one of them.
	words     map[string]bool
	openParts bool
}

func newReads() reads {
	return reads{resources: map[string]bool{}, enclosing: map[string]bool{}, records: map[string]bool{}, lookups: map[lookup]bool{},
		settings: map[string]bool{}, words: map[string]bool{}}
}

func (r *reads) add(o reads) {
	maps.Copy(r.resources, o.resources)
	maps.Copy(r.enclosing, o.enclosing)
	maps.Copy(r.records, o.records)
	maps.Copy(r.lookups, o.lookups)
	maps.Copy(r.settings, o.settings)
	maps.Copy(r.words, o.words)
	r.scopes = r.scopes || o.scopes
	r.boundary = r.boundary || o.boundary
	r.ledger = r.ledger || o.ledger
	r.inventory = r.inventory || o.inventory
	r.openParts = r.openParts || o.openParts
}

// kinds are all kinds that are named, sorted.
func (r *reads) kinds() []string {
	all := map[string]bool{}
	maps.Copy(all, r.resources)
	maps.Copy(all, r.enclosing)
	maps.Copy(all, r.records)
	for l := range r.lookups {
		all[l.kind] = true
	}
	return sortedKeys(all)
}

// ai reports whether the use of AI in a region or boundary is read.
func (r *reads) ai() bool { return (r.scopes || r.boundary) && r.words["ai"] }

// part reports whether the reply of an operation may be among what is read.
func (r *reads) part(name string) bool { return r.openParts || r.words[name] || r.words["derived"] }

// reader tells what rules read, the rules that they use included.
type reader struct {
	compiler *ast.Compiler
	fault    func(loc *ast.Location, code, format string, args ...any)
	direct   map[*ast.Rule]*directReads
}

type directReads struct {
	reads
	uses []*ast.Rule
}

func (d *reader) rules(rules []*ast.Rule) reads {
	all := newReads()
	seen := map[*ast.Rule]bool{}
	var visit func(*ast.Rule)
	visit = func(r *ast.Rule) {
		if seen[r] {
			return
		}
		seen[r] = true
		own := d.of(r)
		all.add(own.reads)
		for _, used := range own.uses {
			visit(used)
		}
	}
	for _, r := range rules {
		visit(r)
	}
	return all
}

func (d *reader) of(r *ast.Rule) *directReads {
	if own := d.direct[r]; own != nil {
		return own
	}
	own := &directReads{reads: newReads()}
	d.direct[r] = own
	located := func(t *ast.Term) *ast.Location { // the compiler's own terms stand nowhere
		if t.Location == nil || t.Location.Row == 0 {
			return r.Loc()
		}
		return t.Location
	}
	parts := 0 // times that the word "parts" stands where the next word is not known
	var visit func(t *ast.Term) bool
	visit = func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.String:
			own.words[string(v)] = true
			if v == "parts" {
				parts++
			}
		case ast.Ref:
			parts -= named(func(i int) *ast.Term { return v[i] }, len(v))
			d.ref(own, v, located(t))
			for _, element := range v[1:] { // the first one is the root that the ref was judged by
				ast.WalkTerms(element, visit)
			}
			return true
		case *ast.Array:
			parts -= named(v.Elem, v.Len())
		case ast.Var:
			if v.Equal(ast.InputRootDocument.Value) {
				d.whole(located(t))
			}
		}
		return false
	}
	ast.WalkTerms(r, visit)
	ast.WalkWiths(r, func(w *ast.With) bool {
		d.fault(w.Loc(), CodeRead, "`with` belongs into tests: a policy judges the evidence as it is")
		return false
	})
	own.openParts = parts > 0
	return own
}

// named counts how often "parts" is followed by a constant word.
func named(elem func(int) *ast.Term, n int) int {
	count := 0
	for i := range n - 1 {
		if s, ok := elem(i).Value.(ast.String); ok && s == "parts" {
			if _, ok := elem(i + 1).Value.(ast.String); ok {
				count++
			}
		}
	}
	return count
}

var inputMembers = []string{"resources", "enclosing", "records", "settings", "lookup", "inventory", "scopes", "boundary", "ledger", "as_of"}

func (d *reader) ref(own *directReads, ref ast.Ref, loc *ast.Location) {
	switch {
	case ref.HasPrefix(ast.InputRootRef):
		d.input(own, ref, loc)
	case ref.HasPrefix(ast.DefaultRootRef):
		used := d.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
		if len(used) == 0 {
			d.fault(loc, CodeReference, "there is no rule %s", ref.ConstantPrefix())
		}
		own.uses = append(own.uses, used...)
	}
}

func (d *reader) input(own *directReads, ref ast.Ref, loc *ast.Location) {
	word := func(i int, what string) (string, bool) {
		if i < len(ref) {
			if s, ok := ref[i].Value.(ast.String); ok {
				return string(s), true
			}
		}
		d.fault(loc, CodeRead, "%s: %s after it is not a literal word, so that it cannot be told what is read", ref.ConstantPrefix(), what)
		return "", false
	}
	if len(ref) == 1 {
		d.whole(loc)
		return
	}
	member, ok := word(1, "the member of input")
	if !ok {
		return
	}
	switch member {
	case "resources", "records":
		if kind, ok := word(2, "the kind"); ok {
			map[string]map[string]bool{"resources": own.resources, "records": own.records}[member][kind] = true
		}
	case "enclosing":
		if r, ok := word(2, "the member of enclosing"); ok && r == "resources" {
			if kind, ok := word(3, "the kind"); ok {
				own.enclosing[kind] = true
			}
		}
	case "lookup":
		kind, ok := word(2, "the kind")
		if !ok {
			return
		}
		if field, ok := word(3, "the field"); ok {
			own.lookups[lookup{kind, field}] = true
		}
	case "settings":
		if name, ok := word(2, "the setting"); ok {
			own.settings[name] = true
		}
	case "inventory":
		own.inventory = true
	case "scopes":
		own.scopes = true
	case "boundary":
		own.boundary = true
	case "ledger":
		own.ledger = true
	case "as_of":
	default:
		d.fault(loc, CodeRead, "%s: input has no %q%s", ref, member, strictyaml.Nearest(member, inputMembers))
	}
}

func (d *reader) whole(loc *ast.Location) {
	d.fault(loc, CodeRead, "input is used as a whole, so that it cannot be told what is read; name the part")
}

// unset lists the settings that are read and have no value.
func (r *reads) unset(values map[string]any) []string {
	var names []string
	for name := range r.settings {
		if _, ok := values[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
