package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// estate is a whole bundle, decoded once and shared by all policies.
type estate struct {
	kinds    map[string]evidence.Kind
	manifest *evidence.Manifest
	groups   map[string]*group // by boundary id, organizations and the programme included
	order    []string          // the ids of groups, sorted
	byRef    map[string]*resource
	// documents are by scope key and then in the order of their paths.
	documents map[string][]*document
	ledger    *ast.Term

	mu        sync.Mutex // guards what is made when first asked for: lists, indexes, gaps
	indexes   map[string]*ast.Term
	gaps      map[string][]gap
	inventory *ast.Term
}

// group is one boundary, or one organization, with all its scopes.
type group struct {
	id        string
	provider  string
	account   string
	name      string
	level     evidence.Level // Organization or Boundary
	enclosing string         // id of the enclosing organization; empty when there is none
	scopes    []evidence.LedgerEntry
	// resources are by kind: of all scopes, in the order of the documents' paths.
	resources map[string][]*resource
	flawed    map[string][]*resource // those of which something is missing
	lists     map[string]*ast.Term   // by kind, made when first asked for, under the estate's lock
	ai        map[string]use         // by region; "" is the boundary as a whole
}

// use says whether AI is in use somewhere, and why that is not known.
type use struct {
	state string // yes, no or unknown
	gaps  []gap
}

func scopeKey(s evidence.Scope) string { return string(s.Level) + " " + s.ID }

// newEstate decodes all documents of a bundle.
func newEstate(ctx context.Context, b *evidence.Bundle, kinds map[string]evidence.Kind) (*estate, error) {
	e := &estate{kinds: kinds, manifest: b.Manifest, groups: map[string]*group{}, byRef: map[string]*resource{}, documents: map[string][]*document{},
		indexes: map[string]*ast.Term{}, gaps: map[string][]gap{}}
	e.ground()
	d := newDecoder()
	for _, entry := range b.Manifest.Documents {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read the bundle: %w", err)
		}
		raw, err := b.Raw(entry)
		if err != nil {
			return nil, err
		}
		doc, err := d.document(raw, entry)
		if err != nil {
			return nil, err
		}
		e.add(doc)
	}
	for _, id := range e.order {
		g := e.groups[id]
		for _, kind := range sortedKeys(g.resources) {
			for _, r := range g.resources[kind] {
				e.stamp(r)
				if flawed(r) {
					g.flawed[kind] = append(g.flawed[kind], r)
				}
			}
		}
	}
	for _, id := range e.order {
		e.judgeUse(e.groups[id])
	}
	var err error
	e.ledger, err = toTerm(b.Manifest.Ledger)
	return e, err
}

// ground makes a group of every boundary and organization in the ledger. What was left out on purpose makes none.
func (e *estate) ground() {
	for _, l := range e.manifest.Ledger {
		if l.Status == evidence.ScopeSkipped {
			continue
		}
		id := l.Scope.Boundary()
		g := e.groups[id]
		if g == nil {
			g = &group{id: id, provider: l.Scope.Provider, account: l.Scope.Account, level: evidence.Boundary, resources: map[string][]*resource{},
				flawed: map[string][]*resource{}, lists: map[string]*ast.Term{}, ai: map[string]use{}}
			if l.Scope.Level == evidence.Organization {
				g.level = evidence.Organization
			}
			e.groups[id] = g
			e.order = append(e.order, id)
		}
		g.scopes = append(g.scopes, l)
		if g.name == "" {
			g.name = l.Scope.Name
		}
		if g.enclosing == "" {
			g.enclosing = l.Scope.Organization
		}
	}
	slices.Sort(e.order)
	for _, g := range e.groups {
		slices.SortStableFunc(g.scopes, func(a, b evidence.LedgerEntry) int { return strings.Compare(a.Scope.ID, b.Scope.ID) })
	}
}

func (e *estate) add(doc *document) {
	scope := doc.header.Scope
	key := scopeKey(scope)
	e.documents[key] = append(e.documents[key], doc)
	g := e.groups[scope.Boundary()]
	if g == nil {
		return // the ledger says that the scope was left out
	}
	for kind, list := range doc.resources {
		g.resources[kind] = append(g.resources[kind], list...)
	}
}

// stamp completes a resource with what the engine knows about it.
func (e *estate) stamp(r *resource) {
	r.ref = r.kind + " " + r.id
	if e.byRef[r.ref] != nil { // ids should be unique in a bundle; where they are not, the scope tells resources apart
		r.ref += " in " + r.doc.header.Scope.ID
	}
	e.byRef[r.ref] = r
	scope := r.doc.header.Scope
	pairs := append(r.pairs, [2]*ast.Term{termKind, ast.StringTerm(r.kind)}, [2]*ast.Term{termRef, ast.StringTerm(r.ref)},
		[2]*ast.Term{termBoundary, ast.StringTerm(scope.Boundary())})
	if scope.Region != "" {
		pairs = append(pairs, [2]*ast.Term{termRegion, ast.StringTerm(scope.Region)})
	}
	r.value = ast.NewTerm(ast.NewObject(pairs...))
	r.pairs = nil
	if len(r.missing) == 0 {
		for _, required := range e.kinds[r.kind].Required {
			if !present(r.value, strings.Split(required, ".")) {
				r.lacks = append(r.lacks, required)
			}
		}
	}
}

var (
	termKind     = ast.StringTerm("kind")
	termRef      = ast.StringTerm("ref")
	termBoundary = ast.StringTerm("boundary")
	termRegion   = ast.StringTerm("region")
)

// present reports whether there is something other than null at a path. Behind a list, it must be there in every element.
func present(t *ast.Term, path []string) bool {
	for i, step := range path {
		switch v := t.Value.(type) {
		case ast.Object:
			if t = v.Get(ast.StringTerm(step)); t == nil {
				return false
			}
		case *ast.Array:
			return !v.Until(func(e *ast.Term) bool { return !present(e, path[i:]) })
		default:
			return false
		}
	}
	_, null := t.Value.(ast.Null)
	return !null
}

// list is the array of all resources of a kind in a group.
func (g *group) list(kind string) *ast.Term {
	if t := g.lists[kind]; t != nil {
		return t
	}
	terms := make([]*ast.Term, len(g.resources[kind]))
	for i, r := range g.resources[kind] {
		terms[i] = r.value
	}
	t := ast.NewTerm(ast.NewArray(terms...))
	g.lists[kind] = t
	return t
}

// regions are the regions of a boundary that the scan was to read, sorted.
func (g *group) regions() []evidence.Scope {
	var all []evidence.Scope
	for _, l := range g.scopes {
		if l.Scope.Level == evidence.Region {
			all = append(all, l.Scope)
		}
	}
	return all
}

// showsUse lists, sorted, the kinds of a provider and level whose resources show that AI is in use.
func (e *estate) showsUse(provider string, level evidence.Level) []string {
	var names []string
	for name, k := range e.kinds {
		if k.Provider == provider && k.Level == level && (k.Inventory || k.ShowsUse) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// judgeUse works out where AI is in use: for each region of a boundary, and for the boundary as a whole.
func (e *estate) judgeUse(g *group) {
	whole := use{state: "no"}
	add := func(u use) {
		switch {
		case u.state == "yes":
			whole.state = "yes"
		case u.state == "unknown" && whole.state == "no":
			whole.state = "unknown"
		}
		whole.gaps = append(whole.gaps, u.gaps...)
	}
	judged := 0
	regional := e.showsUse(g.provider, evidence.Region)
	for _, s := range g.regions() {
		u := use{state: "unknown"}
		if len(regional) > 0 {
			judged++
			u = e.useOf(g, regional, s)
		}
		g.ai[s.Region] = u
		add(u)
	}
	if kinds := e.showsUse(g.provider, g.level); len(kinds) > 0 {
		judged++
		for _, l := range g.scopes {
			if l.Scope.Level == g.level {
				add(e.useOf(g, kinds, l.Scope))
			}
		}
	}
	if judged == 0 {
		whole.state = "unknown"
		whole.gaps = append(whole.gaps, gap{Gap: verdict.Gap{Type: gapUnread, Scope: g.id, Message: "nothing that is collected shows whether AI is in use here",
			Settle: "use a version of aismm that collects from " + g.provider}})
	}
	if whole.state == "yes" {
		whole.gaps = nil
	}
	g.ai[""] = whole
}

// useOf judges one scope by the kinds given.
func (e *estate) useOf(g *group, kinds []string, s evidence.Scope) use {
	for _, kind := range kinds {
		for _, doc := range e.documents[scopeKey(s)] {
			if len(doc.resources[kind]) > 0 {
				return use{state: "yes"}
			}
		}
	}
	u := use{state: "no"}
	for _, kind := range kinds {
		for _, found := range e.listGaps(g, kind) {
			if found.scope.ID == s.ID && found.scope.Level == s.Level {
				u.state = "unknown"
				u.gaps = append(u.gaps, found)
			}
		}
	}
	return u
}

// provided lists, sorted, the groups of a level and provider; an empty provider means all.
func (e *estate) provided(level evidence.Level, provider string) []*group {
	var all []*group
	for _, id := range e.order {
		if g := e.groups[id]; g.level == level && (provider == "" || g.provider == provider) {
			all = append(all, g)
		}
	}
	return all
}
