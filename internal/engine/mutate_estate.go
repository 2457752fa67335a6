package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// court judges worlds of one policy with the engine's own judge.
type court struct {
	set     *Set
	policy  *Policy
	timeout time.Duration
	judged  int // how many worlds were judged
}

// outcome is what a policy says of a world.
type outcome struct {
	open     bool
	status   verdict.Verdict
	fault    *verdict.Fault
	subjects map[subjectKey]map[string]verdict.Verdict // by condition
}

type subjectKey struct{ kind, id, boundary string }

func (k subjectKey) String() string { return k.kind + " " + k.id }

// of is the verdict of a condition on a subject; empty when there is no such subject, or it is not judged by the condition.
func (o *outcome) of(s subjectKey, condition string) verdict.Verdict { return o.subjects[s][condition] }

// verdict is that on the subject as a whole.
func (o *outcome) verdict(s subjectKey) verdict.Verdict {
	conditions, ok := o.subjects[s]
	if !ok {
		return ""
	}
	worst := verdict.Pass
	for _, v := range conditions {
		worst = worse(worst, v)
	}
	return worst
}

func (o *outcome) keys() []subjectKey {
	keys := make([]subjectKey, 0, len(o.subjects))
	for k := range o.subjects {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b subjectKey) int {
		return strings.Compare(a.kind+" "+a.id+" "+a.boundary, b.kind+" "+b.id+" "+b.boundary)
	})
	return keys
}

// judge evaluates the policy over a world, as a run does over a boundary.
func (b *court) judge(ctx context.Context, w *world) *outcome {
	b.judged++
	r, g := b.run(w)
	c := r.check(ctx, &job{b.policy, g, g.id})
	o := &outcome{open: c.Open, status: c.Status, fault: c.Error, subjects: make(map[subjectKey]map[string]verdict.Verdict, len(c.Subjects))}
	for i := range c.Subjects {
		s := &c.Subjects[i]
		conditions := make(map[string]verdict.Verdict, len(s.Conditions))
		for _, c := range s.Conditions {
			conditions[c.ID] = c.Verdict
		}
		o.subjects[subjectKey{s.Kind, s.ID, s.Boundary}] = conditions
	}
	return o
}

// run makes of a world what newRun makes of a bundle.
func (b *court) run(w *world) (*run, *group) {
	e, g := w.estate()
	settings := make(map[string]any, len(w.settings))
	for name := range w.settings {
		settings[name] = true // only whether it is set is asked
	}
	return &run{set: b.set, estate: e, settings: settings, options: EvalOptions{Timeout: b.timeout},
		inputs:  &inputs{estate: e, settings: objectOf(w.settings), asOf: w.asOf, lookups: b.policy.all.lookups, inventory: b.policy.all.inventory},
		waiting: map[string]*sharedInput{g.id: {left: 1}}}, g
}

// estate holds the world as the engine holds a bundle.
func (w *world) estate() (*estate, *group) {
	e := &estate{kinds: w.kinds, manifest: &evidence.Manifest{}, groups: map[string]*group{}, byRef: make(map[string]*resource, len(w.things)),
		documents: map[string][]*document{}, indexes: map[string]*ast.Term{}, gaps: map[string][]gap{}, ledger: w.ledger}
	g := e.found(w.group)
	for _, r := range w.regions {
		w.open(e, g, r.scope)
	}
	w.open(e, g, w.group)
	for _, provider := range w.organizations() {
		scope := organizationOf(provider)
		w.open(e, e.found(scope), scope)
		if w.group.Provider == provider {
			g.enclosing = scope.ID
		}
	}
	if w.group.Provider != RecordsProvider && slices.ContainsFunc(w.policy.Kinds, isRecord) {
		scope := evidence.NewScope(RecordsProvider, "programme", "")
		w.open(e, e.found(scope), scope)
	}
	slices.Sort(e.order)
	for _, t := range w.things {
		w.settle(e, t)
	}
	w.use(e, g)
	g.name = w.name
	return e, g
}

// found makes the group of a boundary or organization.
func (e *estate) found(s evidence.Scope) *group {
	g := &group{id: s.Boundary(), provider: s.Provider, account: s.Account, level: s.Level, resources: map[string][]*resource{},
		flawed: map[string][]*resource{}, lists: map[string]*ast.Term{}, ai: map[string]use{}}
	e.groups[g.id] = g
	e.order = append(e.order, g.id)
	return g
}

// organizations are the providers whose organizations the policy looks into from outside.
func (w *world) organizations() []string {
	found := map[string]bool{}
	for kind := range w.policy.all.enclosing {
		if k, ok := w.kinds[kind]; ok {
			found[k.Provider] = true
		}
	}
	for _, t := range w.things {
		if t.scope.Level == evidence.Organization && t.scope.Boundary() != w.group.Boundary() {
			found[t.scope.Provider] = true
		}
	}
	return sortedKeys(found)
}

// open enters a scope with the document in which everything of the policy's kinds was listed there.
func (w *world) open(e *estate, g *group, s evidence.Scope) {
	entry := evidence.LedgerEntry{Scope: s, Status: evidence.Collected}
	g.scopes = append(g.scopes, entry)
	e.manifest.Ledger = append(e.manifest.Ledger, entry)
	doc := &document{path: "documents/" + s.ID + ".json", resources: map[string][]*resource{}, lists: map[string][]int{}, details: map[detailOf]int{},
		header: &evidence.Document{Scope: s}}
	for _, kind := range w.listed() {
		k, registered := w.kinds[kind]
		if registered && (k.Level != s.Level || k.Provider != s.Provider) || !registered && s.Provider != w.policy.Provider {
			continue
		}
		read := evidence.Read{Operation: "list:" + kind, Kinds: []string{kind}, Form: evidence.List, Outcome: evidence.OK, Calls: 1}
		if w.refused[kind] {
			read.Outcome, read.Permission = evidence.Denied, read.Operation
		}
		doc.lists[kind] = []int{len(doc.header.Reads)}
		doc.header.Reads = append(doc.header.Reads, read)
	}
	e.documents[scopeKey(s)] = []*document{doc}
}

// listed are the kinds that are accounted for, sorted: what the policy reads, and what the inventory holds if it reads that.
func (w *world) listed() []string {
	all := map[string]bool{}
	for _, kind := range w.policy.Kinds {
		all[kind] = true
	}
	for kind := range w.kinds {
		all[kind] = true
	}
	return sortedKeys(all)
}

// settle puts a thing into its document and group.
func (w *world) settle(e *estate, t *worldThing) {
	g := e.groups[t.scope.Boundary()]
	if g == nil { // the inventory knows it from elsewhere
		g = e.found(t.scope)
		slices.Sort(e.order)
	}
	if len(e.documents[scopeKey(t.scope)]) == 0 {
		w.open(e, g, t.scope)
	}
	doc := e.documents[scopeKey(t.scope)][0]
	r := &resource{kind: t.kind, id: t.id(), doc: doc, index: len(doc.resources[t.kind]), missing: t.missing}
	for _, name := range sortedKeys(t.members) {
		r.pairs = append(r.pairs, [2]*ast.Term{ast.StringTerm(name), t.members[name]})
		if s, ok := t.members[name].Value.(ast.String); ok && name == "name" {
			r.name = string(s)
		}
	}
	if len(t.missing) > 0 {
		var all []*ast.Term
		for _, op := range t.missing {
			all = append(all, ast.StringTerm(op))
		}
		r.pairs = append(r.pairs, [2]*ast.Term{ast.StringTerm("missing"), ast.ArrayTerm(all...)})
	}
	doc.resources[t.kind] = append(doc.resources[t.kind], r)
	g.resources[t.kind] = append(g.resources[t.kind], r)
	e.stamp(r)
	r.lacks = slices.DeleteFunc(r.lacks, func(required string) bool { return slices.Contains(t.eased, required) })
	if flawed(r) {
		g.flawed[t.kind] = append(g.flawed[t.kind], r)
	}
}

// use says where AI is in use, as the example has it. What is unknown has a gap, as it does in a run.
func (w *world) use(e *estate, g *group) {
	state := func(ai string, s evidence.Scope) use {
		if ai != "unknown" {
			return use{state: ai}
		}
		return use{ai, []gap{{scope: s, Gap: verdict.Gap{Type: gapUnread, Scope: s.ID, Settle: "collect what shows the use of AI"}}}}
	}
	for _, r := range w.regions {
		g.ai[r.scope.Region] = state(r.ai, r.scope)
	}
	whole := state(w.ai, w.group)
	if w.group.Level == evidence.Boundary && w.group.Provider != RecordsProvider {
		g.ai[""] = whole
		return
	}
	if w.ai == "" {
		return
	}
	// An organization and the programme use AI where one of their boundaries does.
	member := e.found(evidence.NewScope(w.group.Provider, "example-member", ""))
	member.enclosing, member.ai[""] = g.id, whole
	slices.Sort(e.order)
}
