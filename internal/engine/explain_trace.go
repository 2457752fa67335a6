package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// TraceStep says where one rule of a condition came to its end for one subject.
type TraceStep struct {
	Condition string `json:"condition"`
	// Kind and ID are the subject's; empty where the rule ended before it had one.
	Kind string `json:"kind,omitempty"`
	ID   string `json:"id,omitempty"`
	// Rule is "met.tier"; File and Line where the expression stands that did not hold.
	Rule       string `json:"rule"`
	File       string `json:"file"`
	Line       int    `json:"line"`
	Expression string `json:"expression"`
	// Values are what the expression looked at: "s.config.tier = \"high\"", or "s.config.tier is undefined". Sorted.
	Values []string `json:"values,omitempty"`
	// Inside says where the function that the expression calls came to its end.
	Inside *TraceStep `json:"inside,omitempty"`

	index int
}

// bodyWatcher sees, for each rule of the conditions and each subject, the furthest expression that did not hold.
type bodyWatcher struct {
	compiler *ast.Compiler
	policy   *Policy
	queries  map[uint64]*ast.Rule
	parents  map[uint64]uint64
	// inner is the furthest end of the functions that a query called, until its own expression ends.
	inner map[uint64]*TraceStep
	ends  map[bodyKey]*TraceStep
	held  map[bodyKey]bool
	stand map[*ast.Rule]map[ast.Var]*ast.Term
}

type bodyKey struct {
	rule     *ast.Rule
	kind, id string
}

func newBodyWatcher(c *ast.Compiler, p *Policy) *bodyWatcher {
	return &bodyWatcher{compiler: c, policy: p, queries: map[uint64]*ast.Rule{}, parents: map[uint64]uint64{}, inner: map[uint64]*TraceStep{},
		ends: map[bodyKey]*TraceStep{}, held: map[bodyKey]bool{}, stand: map[*ast.Rule]map[ast.Var]*ast.Term{}}
}

// Enabled says that the evaluation is watched.
func (w *bodyWatcher) Enabled() bool { return true }

// Config asks for the values of variables.
func (w *bodyWatcher) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent takes down how far each rule came.
func (w *bodyWatcher) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok {
		switch e.Op {
		case topdown.EnterOp:
			w.queries[e.QueryID], w.parents[e.QueryID] = rule, e.ParentID
		case topdown.ExitOp:
			if _, ok := w.condition(rule); ok {
				kind, id := w.subject(rule, localsOf(e))
				w.held[bodyKey{rule, kind, id}] = true
			}
		}
		return
	}
	expr, ok := e.Node.(*ast.Expr)
	rule := w.queries[e.QueryID]
	if !ok || rule == nil || e.Op != topdown.FailOp || expr.Location == nil {
		return
	}
	values := localsOf(e)
	step := &TraceStep{Rule: strings.TrimPrefix(rule.Head.Ref().String(), "data."), File: expr.Location.File, Line: expr.Location.Row,
		Expression: cut(string(expr.Location.Text), valueWidth), Values: w.looked(rule, expr, values), Inside: w.inner[e.QueryID], index: expr.Index}
	delete(w.inner, e.QueryID)
	condition, ok := w.condition(rule)
	if !ok {
		if parent := w.parents[e.QueryID]; len(rule.Head.Args) > 0 {
			if have := w.inner[parent]; have == nil || have.index <= step.index {
				w.inner[parent] = step
			}
		}
		return
	}
	step.Condition = condition
	step.Kind, step.ID = w.subject(rule, values)
	key := bodyKey{rule, step.Kind, step.ID}
	if have := w.ends[key]; have == nil || have.index < step.index {
		w.ends[key] = step
	}
}

func localsOf(e topdown.Event) map[ast.Var]ast.Value {
	values := map[ast.Var]ast.Value{}
	if e.Locals != nil {
		e.Locals.Iter(func(k, v ast.Value) bool {
			if name, ok := k.(ast.Var); ok && v.IsGround() {
				values[name] = v
			}
			return false
		})
	}
	return values
}

// condition is the condition that a rule of the policy is for.
func (w *bodyWatcher) condition(r *ast.Rule) (string, bool) {
	name, ground := groundName(r.Head.Ref())
	return name, ground && ruleName(r) == ruleMet && r.Loc() != nil && r.Loc().File == w.policy.module
}

// subject is the thing of a judged kind that some variable holds.
func (w *bodyWatcher) subject(r *ast.Rule, values map[ast.Var]ast.Value) (kind, id string) {
	name, _ := groundName(r.Head.Ref())
	var of []string
	for i := range w.policy.Conditions {
		if w.policy.Conditions[i].ID == name {
			of = w.policy.Conditions[i].Of
		}
	}
	vars := make([]ast.Var, 0, len(values))
	for v := range values {
		vars = append(vars, v)
	}
	slices.SortFunc(vars, func(a, b ast.Var) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for _, v := range vars {
		o, ok := values[v].(ast.Object)
		if !ok || o.Get(termRef) == nil {
			continue
		}
		k, okKind := textOf(o.Get(termKind))
		i, okID := textOf(o.Get(ast.StringTerm("id")))
		if okKind && okID && slices.Contains(of, k) {
			return k, i
		}
	}
	return "", ""
}

func textOf(t *ast.Term) (string, bool) {
	if t == nil {
		return "", false
	}
	s, ok := t.Value.(ast.String)
	return string(s), ok
}

// looked are the values that an expression looked at.
func (w *bodyWatcher) looked(r *ast.Rule, e *ast.Expr, values map[ast.Var]ast.Value) []string {
	stands := w.stands(r)
	seen := map[string]bool{}
	say := func(t *ast.Term) {
		if w.constant(t) {
			return
		}
		name := writtenTerm(w.compiler, stands, t)
		if name == "_" { // what a call gave, which has no name
			return
		}
		if v, ok := w.valueOf(t, values); ok {
			if o, isObject := v.(ast.Object); isObject && o.Get(termRef) != nil {
				seen[name+" = "+o.Get(termRef).String()] = true
				return
			}
			seen[name+" = "+cut(v.String(), valueWidth)] = true
		} else if _, isRef := t.Value.(ast.Ref); isRef {
			seen[name+" is undefined"] = true
		}
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		say(terms)
	case []*ast.Term:
		for _, t := range terms[1:] {
			say(t)
		}
	case *ast.Every:
		say(terms.Domain)
	}
	var all []string
	for line := range seen {
		all = append(all, line)
	}
	slices.Sort(all)
	return all
}

func (w *bodyWatcher) constant(t *ast.Term) bool {
	switch t.Value.(type) {
	case ast.Var, ast.Ref:
		return false
	}
	return true
}

// valueOf follows a variable or a reference from one to its value.
func (w *bodyWatcher) valueOf(t *ast.Term, values map[ast.Var]ast.Value) (ast.Value, bool) {
	switch v := t.Value.(type) {
	case ast.Var:
		value, ok := values[v]
		return value, ok
	case ast.Ref:
		head, ok := v[0].Value.(ast.Var)
		at := values[head]
		if !ok || at == nil {
			return nil, false
		}
		for _, step := range v[1:] {
			key := step
			if name, isVar := step.Value.(ast.Var); isVar {
				if values[name] == nil {
					return nil, false
				}
				key = ast.NewTerm(values[name])
			}
			next := child(ast.NewTerm(at), key)
			if next == nil {
				return nil, false
			}
			at = next.Value
		}
		return at, true
	}
	return nil, false
}

// stands is what the compiler's own variables in a rule stand for.
func (w *bodyWatcher) stands(r *ast.Rule) map[ast.Var]*ast.Term {
	if have, ok := w.stand[r]; ok {
		return have
	}
	found := map[ast.Var]*ast.Term{}
	ast.WalkExprs(r, func(e *ast.Expr) bool {
		terms, ok := e.Terms.([]*ast.Term)
		if ok && len(terms) == 3 && terms[0].String() == "eq" {
			if v, isVar := terms[1].Value.(ast.Var); isVar && generatedIn(w.compiler, v) {
				found[v] = terms[2]
			}
		}
		return false
	})
	w.stand[r] = found
	return found
}

// steps are the ends of the rules, for subjects for which no rule of the condition held.
func (w *bodyWatcher) steps() []TraceStep {
	holds := map[[3]string]bool{}
	for key := range w.held {
		name, _ := groundName(key.rule.Head.Ref())
		holds[[3]string{name, key.kind, key.id}] = true
	}
	all := []TraceStep{}
	for _, s := range w.ends {
		if !holds[[3]string{s.Condition, s.Kind, s.ID}] {
			all = append(all, *s)
		}
	}
	slices.SortFunc(all, func(a, b TraceStep) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Condition, b.Condition), cmp.Compare(a.Line, b.Line))
	})
	return all
}
