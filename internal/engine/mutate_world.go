package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// world is the evidence of one example: what the engine would have to hold for a policy to see the input that a test gives it. A mutant is a
// copy of it with one thing changed.
type world struct {
	policy  *Policy
	kinds   map[string]evidence.Kind // those that the policy reads
	group   evidence.Scope
	name    string
	ai      string // of the boundary; empty where the example says nothing
	regions []worldRegion
	things  []*worldThing
	ledger  *ast.Term
	asOf    *ast.Term
	// settings are those of the example, as terms and as the values that say which are set.
	settings map[string]*ast.Term
	refused  map[string]bool // kinds whose list is refused
}

type worldRegion struct {
	scope evidence.Scope
	ai    string
}

// worldThing is one resource or record. It is never changed: a mutant has another one in its place.
type worldThing struct {
	kind    string
	scope   evidence.Scope
	members map[string]*ast.Term // what a document holds of it
	missing []string
	// eased are required fields that the example leaves out: tests write what their policy reads. Only a mutant makes a thing incomplete.
	eased []string
}

func (t *worldThing) id() string {
	id, _ := t.members["id"].Value.(ast.String)
	return string(id)
}

// exampleRegion is where things of a region are, when an example does not say.
const exampleRegion = "example-region"

// newWorld builds the evidence behind an input.
func newWorld(p *Policy, kinds map[string]evidence.Kind, input ast.Object) (*world, error) {
	w := &world{policy: p, kinds: map[string]evidence.Kind{}, settings: map[string]*ast.Term{}, refused: map[string]bool{}}
	for _, name := range p.Kinds {
		if k, ok := kinds[name]; ok {
			w.kinds[name] = k
		}
	}
	for name, k := range kinds {
		if p.all.inventory && k.Inventory {
			w.kinds[name] = k
		}
	}
	w.asOf = cmp.Or(path1(input, "as_of"), ast.StringTerm("2026-01-01T00:00:00Z"))
	w.ledger = copied(cmp.Or(path1(input, "ledger"), ast.InternedEmptyArray))
	eachMember(path1(input, "settings"), func(name string, t *ast.Term) { w.settings[name] = copied(t) })
	w.place(input)
	eachElement(path1(input, "scopes"), func(t *ast.Term) {
		if region := textAt(t, "region"); region != "" {
			w.region(region).ai = textAt(t, "ai")
			w.region(region).scope.Name = textAt(t, "name")
		}
	})
	var errs []error
	add := func(kind string, t *ast.Term) {
		if err := w.add(kind, t); err != nil {
			errs = append(errs, err)
		}
	}
	for _, at := range []string{"resources", "records"} {
		eachMember(path1(input, at), func(kind string, list *ast.Term) { eachElement(list, func(t *ast.Term) { add(kind, t) }) })
	}
	if enclosing := path1(input, "enclosing"); enclosing != nil {
		eachMember(path1(enclosing.Value, "resources"), func(kind string, list *ast.Term) { eachElement(list, func(t *ast.Term) { add(kind, t) }) })
	}
	eachElement(path1(input, "inventory"), func(t *ast.Term) {
		if kind := textAt(t, "kind"); w.find(kind, textAt(t, "id")) < 0 {
			add(kind, t)
		}
	})
	eachMember(path1(input, "lookup"), func(kind string, fields *ast.Term) {
		eachMember(fields, func(field string, index *ast.Term) {
			o, ok := index.Value.(ast.Object)
			if !ok {
				return
			}
			o.Foreach(func(value, found *ast.Term) {
				eachElement(found, func(t *ast.Term) {
					i := w.find(kind, textAt(t, "id"))
					if i < 0 {
						add(kind, t)
						i = len(w.things) - 1
					}
					w.found(i, field, value)
				})
			})
		})
	})
	if len(w.regions) == 0 && w.group.Level == evidence.Boundary && slices.ContainsFunc(p.Kinds, func(k string) bool { return w.kinds[k].Level == evidence.Region }) {
		w.region(exampleRegion)
	}
	slices.SortStableFunc(w.regions, func(a, b worldRegion) int { return strings.Compare(a.scope.ID, b.scope.ID) })
	return w, errors.Join(errs...)
}

// twin reports whether a test uses one id for several things, as no evidence does: then it cannot be told whose verdict is whose.
func (w *world) twin(i int) bool {
	t := w.things[i]
	return slices.ContainsFunc(w.things, func(o *worldThing) bool { return o != t && o.kind == t.kind && o.id() == t.id() })
}

// alike are things of which there are two others with the same content before them: what mutation of one shows, it shows of all.
func (w *world) alike() map[int]bool {
	found, seen := map[int]bool{}, map[string]int{}
	for i, t := range w.things {
		var content strings.Builder
		content.WriteString(t.kind + " " + t.scope.ID)
		for _, name := range sortedKeys(t.members) {
			if name != "id" && name != "name" {
				content.WriteString(" " + name + "=" + t.members[name].String())
			}
		}
		seen[content.String()]++
		found[i] = seen[content.String()] > 2
	}
	return found
}

func (w *world) find(kind, id string) int {
	return slices.IndexFunc(w.things, func(t *worldThing) bool { return t.kind == kind && t.id() == id })
}

// found gives a thing the field by which a test looks it up, where the test left it out.
func (w *world) found(i int, field string, value *ast.Term) {
	if i < 0 || field == "id" {
		return
	}
	steps := []string{"config", field}
	have := w.things[i].get(steps)
	switch list, isList := (*ast.Array)(nil), false; {
	case have == nil:
		if k := configProperties(w.kinds[w.things[i].kind])[field]; k != nil {
			schema, _ := k.(map[string]any)
			isList = schema["type"] == "array"
		}
		have = copied(value)
		if isList {
			have = ast.ArrayTerm(have)
		}
		w.things[i], _ = w.things[i].put(steps, have)
	default:
		if list, isList = have.Value.(*ast.Array); isList && !containsTerm(list, value) {
			w.things[i], _ = w.things[i].put(steps, ast.NewTerm(list.Append(copied(value))))
		}
	}
}

func containsTerm(list *ast.Array, value *ast.Term) bool {
	return list.Until(func(e *ast.Term) bool { return e.Equal(value) })
}

// place finds the boundary or organization in which the policy judges.
func (w *world) place(input ast.Object) {
	id := textAt(path1(input, "boundary"), "id")
	w.ai, w.name = textAt(path1(input, "boundary"), "ai"), textAt(path1(input, "boundary"), "name")
	seen := func(t *ast.Term) {
		if boundary := textAt(t, "boundary"); id == "" && strings.HasPrefix(boundary, w.policy.Provider+":") {
			id = boundary
		}
	}
	eachElement(path1(input, "scopes"), seen)
	eachMember(path1(input, "resources"), func(_ string, list *ast.Term) { eachElement(list, seen) })
	provider, account, ok := strings.Cut(id, ":")
	switch {
	case w.policy.Provider == RecordsProvider:
		provider, account, _ = strings.Cut(ProgrammeScope, ":")
	case !ok:
		provider, account = w.policy.Provider, "example"
	}
	w.group = evidence.NewScope(provider, account, "")
	if w.policy.Judges == JudgesOrganization {
		w.group = evidence.NewOrganization(provider, account)
	}
}

// region finds a region of the boundary, and makes it where there is none yet.
func (w *world) region(name string) *worldRegion {
	i := slices.IndexFunc(w.regions, func(r worldRegion) bool { return r.scope.Region == name })
	if i < 0 {
		i = len(w.regions)
		w.regions = append(w.regions, worldRegion{scope: evidence.NewScope(w.group.Provider, w.group.Account, name)})
	}
	return &w.regions[i]
}

// organization is the scope of the organization of a provider that encloses the boundary.
func organizationOf(provider string) evidence.Scope {
	return evidence.NewOrganization(provider, "o-example")
}

var stampedMembers = []string{"kind", "ref", "region", "boundary", "missing"}

// add puts a thing where the engine would have found it.
func (w *world) add(kind string, t *ast.Term) error {
	o, ok := t.Value.(ast.Object)
	if !ok || textAt(t, "id") == "" || kind == "" {
		return fmt.Errorf("the input has something of %q that is no resource: it needs a kind and an id", kind)
	}
	thing := &worldThing{kind: kind, members: map[string]*ast.Term{}}
	o.Foreach(func(k, v *ast.Term) {
		if name := stepText(k); !slices.Contains(stampedMembers, name) {
			thing.members[name] = copied(v)
		}
	})
	if thing.members["config"] == nil {
		thing.members["config"] = ast.ObjectTerm()
	}
	if m := o.Get(ast.StringTerm("missing")); m != nil {
		thing.missing, _ = stringsOf(m)
	}
	thing.scope = w.scopeOf(kind, textAt(t, "boundary"), textAt(t, "region"))
	for _, required := range w.kinds[kind].Required {
		if steps := strings.Split(required, "."); thing.members[steps[0]] == nil || !present(thing.members[steps[0]], steps[1:]) {
			thing.eased = append(thing.eased, required)
		}
	}
	w.things = append(w.things, thing)
	return nil
}

func (w *world) scopeOf(kind, boundary, region string) evidence.Scope {
	k, registered := w.kinds[kind]
	switch {
	case isRecord(kind):
		return evidence.NewScope(RecordsProvider, "programme", "")
	case registered && k.Level == evidence.Organization && w.group.Level == evidence.Organization:
		return w.group
	case registered && k.Level == evidence.Organization:
		return organizationOf(k.Provider)
	case registered && k.Provider != w.group.Provider: // the inventory knows it from elsewhere
		_, account, _ := strings.Cut(boundary, ":")
		return evidence.NewScope(k.Provider, cmp.Or(account, "example"), region)
	case registered && k.Level == evidence.Region && region == "":
		return w.region(exampleRegion).scope
	case region != "" && (!registered || k.Level == evidence.Region):
		return w.region(region).scope
	}
	return w.group
}

// copy is a world that can be changed.
func (w *world) copy() *world {
	c := *w
	c.things, c.regions = slices.Clone(w.things), slices.Clone(w.regions)
	return &c
}

// with is a world with another thing in the place of one, or without it.
func (w *world) with(i int, t *worldThing) *world {
	c := w.copy()
	if t == nil {
		c.things = slices.Delete(c.things, i, i+1)
	} else {
		c.things[i] = t
	}
	return c
}

func path1(v ast.Value, name string) *ast.Term {
	if o, ok := v.(ast.Object); ok {
		return o.Get(ast.StringTerm(name))
	}
	return nil
}

func textAt(t *ast.Term, name string) string {
	if t == nil {
		return ""
	}
	if m := path1(t.Value, name); m != nil {
		if s, ok := m.Value.(ast.String); ok {
			return string(s)
		}
	}
	return ""
}

func eachMember(t *ast.Term, do func(name string, t *ast.Term)) {
	if t == nil {
		return
	}
	if o, ok := t.Value.(ast.Object); ok {
		o.Foreach(func(k, v *ast.Term) { do(stepText(k), v) })
	}
}

func eachElement(t *ast.Term, do func(t *ast.Term)) {
	if t == nil {
		return
	}
	if a, ok := t.Value.(*ast.Array); ok {
		a.Foreach(do)
	}
}

// copied makes a value of which no part is shared, so that each can be told by where it is in memory.
func copied(t *ast.Term) *ast.Term {
	switch v := t.Value.(type) {
	case *ast.Array:
		elements := make([]*ast.Term, v.Len())
		for i := range elements {
			elements[i] = copied(v.Elem(i))
		}
		return ast.NewTerm(ast.NewArray(elements...))
	case ast.Object:
		pairs := make([][2]*ast.Term, 0, v.Len())
		v.Foreach(func(k, e *ast.Term) { pairs = append(pairs, [2]*ast.Term{k, copied(e)}) })
		return ast.NewTerm(ast.NewObject(pairs...))
	case ast.Set: // tests may write a set where evidence has a list
		elements := make([]*ast.Term, 0, v.Len())
		v.Foreach(func(e *ast.Term) { elements = append(elements, copied(e)) })
		return ast.NewTerm(ast.NewArray(elements...))
	}
	return ast.NewTerm(t.Value)
}
