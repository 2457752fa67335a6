package engine

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// node is a place in a thing of a world.
type node struct {
	thing int
	path  string // steps joined by nodeStep
}

const nodeStep = "\x00"

func (n node) steps() []string { return strings.Split(n.path, nodeStep) }

func (n node) child(step string) node {
	if n.path == "" {
		return node{n.thing, step}
	}
	return node{n.thing, n.path + nodeStep + step}
}

// pattern is what nodes have in common in all things of a kind: "aws_budgets_budget config.CostFilters.Service[*]". Labels have one form in all
// kinds, and one pattern.
func pattern(w *world, n node) string { return patternOf(w.things[n.thing].kind, n.steps()) }

func patternOf(kind string, steps []string) string {
	if steps[0] == "tags" {
		kind = anyKind
	}
	return kind + " " + fieldPattern(steps)
}

const anyKind = "*"

func fieldPattern(steps []string) string {
	var b strings.Builder
	for i, step := range steps {
		switch {
		case isIndex(step):
			b.WriteString("[*]")
			continue
		case i > 0:
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}

// The index of a list is told from a member's name by the mark that textStep puts before it.
const indexMark = "\x01"

func isIndex(step string) bool { return strings.HasPrefix(step, indexMark) }

func textStep(t *ast.Term) (string, bool) {
	switch v := t.Value.(type) {
	case ast.String:
		return string(v), true
	case ast.Number:
		return indexMark + v.String(), true
	}
	return "", false
}

func stepTerm(step string) *ast.Term {
	if isIndex(step) {
		n, _ := strconv.Atoi(step[len(indexMark):])
		return ast.InternedTerm(n)
	}
	return ast.StringTerm(step)
}

// touch is how a node was read.
type touch struct {
	// own is set where the rules read it themselves, and not only in finding out which subjects there are.
	own bool
	// whole is set where nothing says that just this node was meant: a value around it went into a function as a whole.
	whole bool
	// present is set where there was something.
	present bool
}

// touches are what the evaluation of some rules read of a world.
type touches struct {
	nodes map[node]touch
	// compared are the constants beside which the values of a pattern stood.
	compared map[string]map[string]*ast.Term
	// clock and ai are set where input.as_of, and whether AI is in use somewhere, were read.
	clock, ai bool
}

// toucher finds out what rules read, by watching them.
type toucher struct {
	court   *court
	world   *world
	places  map[*ast.Term]node
	clock   *ast.Term
	popular map[*ast.Rule]bool // rules by which subjects are found
	input   *ast.Term
	*touches
	rules  map[string]*ast.Term // values of rules, by name
	inside map[uint64]bool      // by query: whether it is part of finding subjects
}

// trace evaluates some of a policy's rules over a world.
func (b *court) trace(ctx context.Context, w *world, query *rego.PreparedEvalQuery, popular map[*ast.Rule]bool) (*touches, error) {
	r, g := b.run(w)
	input := r.inputs.of(g)
	t := &toucher{court: b, world: w, places: map[*ast.Term]node{}, popular: popular, input: ast.NewTerm(input), clock: w.asOf,
		touches: &touches{nodes: map[node]touch{}, compared: map[string]map[string]*ast.Term{}}, inside: map[uint64]bool{}, rules: map[string]*ast.Term{}}
	at := map[*worldThing]int{}
	for i, thing := range w.things {
		at[thing] = i
		for _, name := range mutableMembers {
			if m := thing.members[name]; m != nil {
				t.mark(m, node{i, name})
			}
		}
	}
	for _, found := range r.estate.byRef {
		for i, thing := range w.things {
			if thing.kind == found.kind && thing.members["config"] == found.value.Value.(ast.Object).Get(termConfig) {
				t.places[found.value] = node{thing: i}
			}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	_, err := query.Eval(ctx, rego.EvalParsedInput(input), rego.EvalQueryTracer(t), rego.EvalRuleIndexing(false), rego.EvalEarlyExit(false))
	return t.touches, err
}

var termConfig, termAI = ast.StringTerm("config"), ast.StringTerm("ai")

// mutableMembers are what providers and collectors say of a thing; everything else is the engine's.
var mutableMembers = []string{"config", "derived", "name", "parts", "tags"}

func (t *toucher) mark(m *ast.Term, n node) {
	t.places[m] = n
	switch v := m.Value.(type) {
	case *ast.Array:
		for i := range v.Len() {
			t.mark(v.Elem(i), n.child(indexMark+strconv.Itoa(i)))
		}
	case ast.Object:
		v.Foreach(func(k, e *ast.Term) {
			if step, ok := textStep(k); ok {
				t.mark(e, n.child(step))
			}
		})
	}
}

// Enabled says that the evaluation is watched.
func (t *toucher) Enabled() bool { return true }

// Config asks for nothing that costs time.
func (t *toucher) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent takes down what an expression reads before it is evaluated.
func (t *toucher) TraceEvent(e topdown.Event) {
	switch e.Op {
	case topdown.EnterOp:
		inside := t.inside[e.ParentID]
		if r, ok := e.Node.(*ast.Rule); ok && len(r.Head.Args) == 0 && t.popular[r] {
			inside = true
		}
		t.inside[e.QueryID] = inside
	case topdown.EvalOp:
		if expr, ok := e.Node.(*ast.Expr); ok {
			t.expr(&e, expr)
		}
	}
}

func (t *toucher) expr(e *topdown.Event, expr *ast.Expr) {
	own := !t.inside[e.QueryID]
	var terms []*ast.Term
	call := false
	switch v := expr.Terms.(type) {
	case *ast.Term:
		terms = []*ast.Term{v}
	case []*ast.Term:
		terms, call = v[1:], !expr.IsEquality() && looksInside(v[0])
	case *ast.Every:
		terms = []*ast.Term{v.Domain}
	}
	var read []node
	var constants []*ast.Term
	for _, term := range terms {
		for _, found := range t.resolve(e, term, own) {
			n, ok := t.places[found]
			if !ok {
				continue
			}
			read = append(read, n)
			if call {
				t.whole(found, n, own)
			}
		}
		if term.IsGround() {
			constants = append(constants, scalars(term)...)
		}
	}
	for _, n := range read {
		if n.path == "" {
			continue
		}
		p := pattern(t.world, n)
		for _, c := range constants {
			if t.compared[p] == nil {
				t.compared[p] = map[string]*ast.Term{}
			}
			t.compared[p][c.String()] = c
		}
	}
}

// looksInside reports whether a function may read what lies in a value that it is given: not those of the policies, whose rules are watched,
// nor those that only count or tell types.
func looksInside(operator *ast.Term) bool {
	name := operator.Value.String()
	return !strings.HasPrefix(name, "data.") && name != ast.Count.Name && !strings.HasPrefix(name, "is_")
}

// scalars are the constants in a constant.
func scalars(t *ast.Term) []*ast.Term {
	var all []*ast.Term
	switch v := t.Value.(type) {
	case ast.String, ast.Number:
		return []*ast.Term{t}
	case ast.Set:
		v.Foreach(func(e *ast.Term) { all = append(all, scalars(e)...) })
	case *ast.Array:
		v.Foreach(func(e *ast.Term) { all = append(all, scalars(e)...) })
	}
	return all
}

// resolve finds what a term stands for, and notes every step on the way. Composite terms are looked into; comprehensions have events of their own.
func (t *toucher) resolve(e *topdown.Event, term *ast.Term, own bool) []*ast.Term {
	switch v := term.Value.(type) {
	case ast.Var:
		return []*ast.Term{e.Plug(term)}
	case ast.Ref:
		return t.walk(e, v, own)
	case *ast.Array:
		v.Foreach(func(m *ast.Term) { t.resolve(e, m, own) })
	case ast.Set:
		v.Foreach(func(m *ast.Term) { t.resolve(e, m, own) })
	case ast.Object:
		v.Foreach(func(k, m *ast.Term) {
			t.resolve(e, k, own)
			t.resolve(e, m, own)
		})
	}
	return nil
}

func (t *toucher) walk(e *topdown.Event, ref ast.Ref, own bool) []*ast.Term {
	var at []*ast.Term
	rest := ref[1:]
	switch {
	case ref.HasPrefix(ast.InputRootRef):
		at = []*ast.Term{t.input}
	case ref.HasPrefix(ast.DefaultRootRef):
		value, below, ok := t.rule(ref)
		if !ok {
			return nil
		}
		at, rest = []*ast.Term{value}, below
	default:
		if v, ok := ref[0].Value.(ast.Var); ok {
			at = []*ast.Term{e.Plug(ast.NewTerm(v))}
		}
	}
	for _, step := range rest {
		step = e.Plug(step)
		var next []*ast.Term
		for _, from := range at {
			next = append(next, t.step(from, step, own)...)
		}
		at = next
	}
	return at
}

// step goes from a value to its member, or to all of them where the step is not bound yet.
func (t *toucher) step(from, step *ast.Term, own bool) []*ast.Term {
	n, placed := t.places[from]
	if !step.IsGround() {
		var all []*ast.Term
		switch v := from.Value.(type) {
		case *ast.Array:
			v.Foreach(func(m *ast.Term) { all = append(all, m) })
		case ast.Object:
			v.Foreach(func(_, m *ast.Term) { all = append(all, m) })
		case ast.Set:
			v.Foreach(func(m *ast.Term) { all = append(all, m) })
		}
		for _, m := range all {
			if below, ok := t.places[m]; ok && placed {
				t.note(below, touch{own: own, present: true})
			}
		}
		return all
	}
	m := child(from, step)
	if s, ok := from.Value.(ast.Set); ok && s.Contains(step) {
		m = step
	}
	if m != nil && m == t.clock {
		t.touches.clock = true
	}
	if kind := textAt(from, "kind"); step.Equal(termAI) && (kind == kindScope || kind == kindBoundary) {
		t.ai = true
	}
	if placed {
		if name, ok := textStep(step); ok {
			t.note(n.child(name), touch{own: own, present: m != nil})
		}
	}
	if m == nil {
		return nil
	}
	return []*ast.Term{m}
}

func (t *toucher) note(n node, found touch) {
	if !slices.Contains(mutableMembers, n.steps()[0]) {
		return
	}
	have, ok := t.nodes[n]
	if !ok {
		have = touch{whole: found.whole}
	}
	t.nodes[n] = touch{own: have.own || found.own, whole: have.whole && found.whole, present: have.present || found.present}
}

// whole notes that everything in a value may have been read.
func (t *toucher) whole(m *ast.Term, n node, own bool) {
	each := func(e *ast.Term) {
		if below, ok := t.places[e]; ok {
			t.note(below, touch{own: own, whole: true, present: true})
			t.whole(e, below, own)
		}
	}
	switch v := m.Value.(type) {
	case *ast.Array:
		v.Foreach(each)
	case ast.Object:
		v.Foreach(func(_, e *ast.Term) { each(e) })
	}
}

// rule evaluates a rule that a reference goes on behind, such as policies[arn].config: no event shows its value. Not ok: the reference
// names a function, the rule itself, no rule at all, or one that is undefined; then nothing below it was touched.
func (t *toucher) rule(ref ast.Ref) (value *ast.Term, rest ast.Ref, ok bool) {
	prefix := ref.ConstantPrefix()
	for i := len(prefix); i > 1; i-- {
		rules := t.court.set.compiler.GetRulesExact(prefix[:i])
		if len(rules) == 0 {
			continue
		}
		if len(rules[0].Head.Args) > 0 || len(ref) == i {
			return nil, nil, false
		}
		name := prefix[:i].String()
		value, known := t.rules[name]
		if !known {
			value = t.court.valueOf(name, t.input.Value)
			t.rules[name] = value
		}
		if value == nil {
			return nil, nil, false
		}
		return value, ref[i:], true
	}
	return nil, nil, false
}

// valueOf evaluates one rule; nil means that it is undefined, or raises.
func (b *court) valueOf(rule string, input ast.Value) *ast.Term {
	query := rego.New(rego.Compiler(b.set.compiler), rego.Query(rule), rego.ParsedInput(input), rego.GenerateJSON(asTerm))
	results, err := query.Eval(context.Background())
	if err != nil || len(results) != 1 || len(results[0].Expressions) != 1 {
		return nil
	}
	t, _ := results[0].Expressions[0].Value.(*ast.Term)
	return t
}

func asTerm(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }
