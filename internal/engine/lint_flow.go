package engine

import (
	"fmt"
	"maps"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// flow follows values through compiled rules: from the input, whose schema is known, through variables, rules, comprehensions, `every`, and
// the arguments of functions, for each way in which a function is called. OPA's checker stops at functions and `every`.
type flow struct {
	loader  *loader
	schemas *lookSchemas
	// calls are the rules that were followed, each with the looks of its arguments.
	calls map[callKey]*call
	order []*call
	// accesses and comparisons are by the place in the text. What happens there in several calls adds up.
	accesses    map[accessKey]*access
	accessOrder []*access
	comparisons map[*ast.Expr]*comparison
	compareList []*comparison
}

type callKey struct {
	rule *ast.Rule
	args string
}

// call is a rule with the looks of its arguments.
type call struct {
	rule   *ast.Rule
	args   []look
	vars   map[ast.Var]look
	result look
	uses   []*call
	// stands is what the compiler's own variables stand for.
	stands map[ast.Var]*ast.Term
	// reads are the fields that it names, as forms say them.
	reads map[string]bool
}

// place says in which kind of body something stands.
type place int

const (
	inRule place = iota
	inFunction
	inEvery
	inObjectGet
)

type accessKey struct {
	term *ast.Term
	pos  int
}

// access is one step from a value to its member.
type access struct {
	rule  *ast.Rule
	place place
	loc   *ast.Location
	text  string // as it is written, up to the step
	name  string
	// missing are the forms that have no such member; found is set once a form has it, or may have it.
	missing []*form
	known   []string
	found   bool
}

// comparison is one comparison of a value with constants.
type comparison struct {
	loc   *ast.Location
	text  string
	look  look
	words []ast.Value
}

func newFlow(l *loader) *flow {
	return &flow{loader: l, schemas: &lookSchemas{inputSchema(l.kinds, l.settings)}, calls: map[callKey]*call{}, accesses: map[accessKey]*access{},
		comparisons: map[*ast.Expr]*comparison{}}
}

// all follows every rule that takes no arguments; functions are followed as they are called.
func (w *flow) all() {
	for _, file := range sortedKeys(w.loader.compiler.Modules) {
		for _, r := range w.loader.compiler.Modules[file].Rules {
			if len(r.Head.Args) == 0 {
				w.call(r, nil)
			}
		}
	}
}

func (w *flow) call(r *ast.Rule, args []look) *call {
	keys := make([]string, len(args))
	for i, a := range args {
		keys[i] = a.key()
	}
	key := callKey{r, strings.Join(keys, ";")}
	if c := w.calls[key]; c != nil {
		return c
	}
	c := &call{rule: r, args: args, vars: map[ast.Var]look{}, stands: map[ast.Var]*ast.Term{}, reads: map[string]bool{}}
	w.calls[key] = c
	w.order = append(w.order, c)
	t := &tracer{flow: w, call: c, place: inRule}
	if len(args) > 0 {
		t.place = inFunction
	}
	for i, a := range r.Head.Args {
		if i < len(args) {
			t.unify(a, args[i])
		}
	}
	t.body(r.Body)
	c.result = t.head(r)
	for e := r.Else; e != nil; e = e.Else { // the heads of else branches name their own variables
		t.body(e.Body)
		c.result = c.result.or(t.head(e))
	}
	return c
}

// rule is what the values of some rules of one name look like.
func (w *flow) rules(from *call, rules []*ast.Rule, args []look) look {
	var all look
	for _, r := range rules {
		if len(r.Head.Args) != len(args) {
			return anything
		}
		c := w.call(r, args)
		from.uses = append(from.uses, c)
		all = all.or(c.result)
	}
	return all
}

// tracer follows one body.
type tracer struct {
	flow  *flow
	call  *call
	place place
}

func (t *tracer) head(r *ast.Rule) look {
	switch {
	case r.Head.RuleKind() == ast.MultiValue:
		return listLook(t.term(r.Head.Key))
	case r.Head.Value == nil:
		return anything
	}
	value := t.term(r.Head.Value)
	ref := r.Head.Ref()
	if len(r.Head.Args) == 0 && !ref.IsGround() {
		return valuesLook(value)
	}
	return value
}

func (t *tracer) body(b ast.Body) {
	for _, e := range b {
		t.expr(e)
	}
}

func (t *tracer) expr(e *ast.Expr) {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		t.term(terms)
	case *ast.Every:
		domain := t.flow.schemas.any(t.term(terms.Domain))
		if terms.Key != nil {
			t.unify(terms.Key, anything)
		}
		t.unify(terms.Value, domain)
		outer := t.place
		t.place = inEvery
		t.body(terms.Body)
		t.place = outer
	case []*ast.Term:
		t.apply(e, terms)
	}
	for _, w := range e.With {
		t.term(w.Value)
	}
}

// apply follows a call.
func (t *tracer) apply(e *ast.Expr, terms []*ast.Term) {
	operator, _ := terms[0].Value.(ast.Ref)
	args := terms[1:]
	if operator.HasPrefix(ast.DefaultRootRef) {
		rules := t.flow.loader.compiler.GetRulesExact(operator)
		n := 0
		if len(rules) > 0 {
			n = len(rules[0].Head.Args)
		}
		looks := make([]look, 0, n)
		for _, a := range args[:min(n, len(args))] {
			looks = append(looks, t.term(a))
		}
		result := t.flow.rules(t.call, rules, looks)
		if len(args) > n {
			t.unify(args[n], result)
		}
		return
	}
	switch name := operator.String(); name {
	case "eq":
		left, right := t.term(args[0]), t.term(args[1])
		if v, ok := args[0].Value.(ast.Var); ok && generatedIn(t.flow.loader.compiler, v) {
			t.call.stands[v] = args[1]
		} else {
			t.compare(e, args[0], left, args[1], right)
		}
		t.unify(args[0], right)
		t.unify(args[1], left)
	case "equal", "neq":
		left, right := t.term(args[0]), t.term(args[1])
		t.compare(e, args[0], left, args[1], right)
		t.output(args, 2, anything)
	case "internal.member_2":
		value, list := t.term(args[0]), t.term(args[1])
		t.compare(e, args[0], value, args[1], t.flow.schemas.any(list))
		t.output(args, 2, anything)
	case "array.concat":
		left, right := t.term(args[0]), t.term(args[1])
		t.output(args, 2, left.or(right))
	case "object.get":
		t.output(args, 3, t.objectGet(args))
	default:
		b := ast.BuiltinMap[name]
		n := len(args)
		if b != nil {
			n = b.Decl.Arity()
		}
		for _, a := range args[:min(n, len(args))] {
			t.term(a)
		}
		t.output(args, n, anything)
	}
}

func (t *tracer) output(args []*ast.Term, at int, s look) {
	if at < len(args) {
		t.unify(args[at], s)
	}
}

// objectGet follows object.get, whose key the checker does not look at.
func (t *tracer) objectGet(args []*ast.Term) look {
	from := t.term(args[0])
	standard := t.term(args[2])
	keys := []*ast.Term{args[1]}
	if list, ok := args[1].Value.(*ast.Array); ok {
		keys = keys[:0]
		list.Foreach(func(k *ast.Term) { keys = append(keys, k) })
	}
	outer := t.place
	t.place = inObjectGet
	text := t.written(args[0])
	for i, k := range keys {
		name, isText := k.Value.(ast.String)
		if !isText {
			from = anything
			continue
		}
		next := t.flow.schemas.member(from, name)
		text = text + "." + string(name)
		t.access(args[1], i, k.Location, text, string(name), from, next)
		from = next.look
	}
	t.place = outer
	if from.unknown() {
		return anything
	}
	return from.or(standard)
}

// unify gives the variables of a pattern their looks.
func (t *tracer) unify(pattern *ast.Term, s look) {
	switch v := pattern.Value.(type) {
	case ast.Var:
		if have, ok := t.call.vars[v]; !ok || have.unknown() && !s.unknown() {
			t.call.vars[v] = s
		}
	case *ast.Array:
		elem := t.flow.schemas.any(s)
		v.Foreach(func(e *ast.Term) { t.unify(e, elem) })
	case ast.Object:
		v.Foreach(func(k, e *ast.Term) {
			if name, ok := k.Value.(ast.String); ok {
				t.unify(e, t.flow.schemas.member(s, name).look)
			} else {
				t.unify(e, anything)
			}
		})
	}
}

// term is what a term looks like.
func (t *tracer) term(term *ast.Term) look {
	switch v := term.Value.(type) {
	case ast.Var:
		if v.Equal(ast.InputRootDocument.Value) {
			return t.flow.schemas.input()
		}
		if s, ok := t.call.vars[v]; ok {
			return s
		}
		return anything
	case ast.Ref:
		return t.ref(term, v)
	case *ast.Array:
		var elems look
		v.Foreach(func(e *ast.Term) { elems = elems.or(t.term(e)) })
		return listLook(elems)
	case ast.Set:
		var elems look
		v.Foreach(func(e *ast.Term) { elems = elems.or(t.term(e)) })
		return listLook(elems)
	case ast.Object:
		members := map[string]look{}
		literal := true
		v.Foreach(func(k, e *ast.Term) {
			name, ok := k.Value.(ast.String)
			members[string(name)] = t.term(e)
			literal = literal && ok
		})
		if !literal {
			return anything
		}
		return objectLook(members)
	case *ast.ArrayComprehension:
		t.body(v.Body)
		return listLook(t.term(v.Term))
	case *ast.SetComprehension:
		t.body(v.Body)
		return listLook(t.term(v.Term))
	case *ast.ObjectComprehension:
		t.body(v.Body)
		t.term(v.Key)
		return valuesLook(t.term(v.Value))
	case ast.String, ast.Number, ast.Boolean, ast.Null:
		return wordLook(v)
	}
	return anything
}

// ref follows a reference step by step.
func (t *tracer) ref(term *ast.Term, ref ast.Ref) look {
	at, from := t.root(ref)
	for i := at; i < len(ref); i++ {
		switch v := ref[i].Value.(type) {
		case ast.String:
			next := t.flow.schemas.member(from, v)
			t.access(term, i, term.Location, t.written(ast.NewTerm(ref[:i+1])), string(v), from, next)
			from = next.look
		case ast.Var:
			key := t.term(ref[i])
			words, ok := key.words()
			if !ok {
				from = t.flow.schemas.any(from)
				t.unify(ref[i], anything)
				continue
			}
			var all look
			for _, w := range words {
				all = all.or(t.flow.schemas.member(from, w).look)
			}
			from = all
		default:
			from = t.flow.schemas.any(from)
		}
		if len(from.forms) == 0 {
			from = anything
		}
	}
	for _, f := range from.forms {
		t.call.reads[f.say()] = true
	}
	return from
}

// allReads are the fields that a call names, and those that what it uses names.
func (c *call) allReads() map[string]bool {
	all, seen := map[string]bool{}, map[*call]bool{}
	var visit func(c *call)
	visit = func(c *call) {
		if seen[c] {
			return
		}
		seen[c] = true
		maps.Copy(all, c.reads)
		for _, used := range c.uses {
			visit(used)
		}
	}
	visit(c)
	return all
}

// root is where the steps of a reference begin, and what stands there.
func (t *tracer) root(ref ast.Ref) (int, look) {
	if !ref.HasPrefix(ast.DefaultRootRef) {
		return 1, t.term(ref[0])
	}
	for n := 2; n <= len(ref); n++ {
		if rules := t.flow.loader.compiler.GetRulesExact(ref[:n]); len(rules) > 0 {
			s := t.flow.rules(t.call, rules, nil)
			if len(rules[0].Head.Args) > 0 {
				s = anything
			}
			return n, s
		}
	}
	return len(ref), anything
}

func (t *tracer) access(term *ast.Term, pos int, loc *ast.Location, text, name string, from look, next step) {
	if loc == nil || loc.Row == 0 {
		loc = t.call.rule.Loc()
	}
	key := accessKey{term, pos}
	a := t.flow.accesses[key]
	if a == nil {
		a = &access{rule: t.call.rule, place: t.place, loc: loc, text: text, name: name}
		t.flow.accesses[key] = a
		t.flow.accessOrder = append(t.flow.accessOrder, a)
	}
	if from.unknown() || len(next.missing) < len(from.forms) {
		a.found = true
		return
	}
	a.missing = append(a.missing, next.missing...)
	a.known = append(a.known, next.known...)
}

func (t *tracer) compare(e *ast.Expr, left *ast.Term, leftLook look, right *ast.Term, rightLook look) {
	value, valueLook, constant := left, leftLook, rightLook
	if _, ok := leftLook.words(); ok {
		value, valueLook, constant = right, rightLook, leftLook
	}
	words, ok := constant.words()
	if !ok || valueLook.unknown() {
		return
	}
	c := t.flow.comparisons[e]
	if c == nil {
		c = &comparison{loc: e.Location, text: t.written(value), words: words}
		t.flow.comparisons[e] = c
		t.flow.compareList = append(t.flow.compareList, c)
	}
	c.look = c.look.or(valueLook)
}

// written is a term as the policy writes it: with its names for variables, and with what the compiler took apart put together.
func (t *tracer) written(term *ast.Term) string { return t.flow.written(t.call, term) }

func (w *flow) written(c *call, term *ast.Term) string {
	return writtenTerm(w.loader.compiler, c.stands, term)
}

// generatedIn reports whether a variable is the compiler's own.
func generatedIn(c *ast.Compiler, v ast.Var) bool {
	_, named := c.RewrittenVars[v]
	return !named && strings.HasPrefix(string(v), "__local")
}

// writtenTerm writes a term of a compiled rule. Stands is what the compiler's own variables stand for.
func writtenTerm(c *ast.Compiler, stands map[ast.Var]*ast.Term, term *ast.Term) string {
	depth := 0
	var named func(x any) (any, error)
	named = func(x any) (any, error) {
		v, ok := x.(ast.Var)
		if !ok {
			return x, nil
		}
		if name, ok := c.RewrittenVars[v]; ok {
			return name, nil
		}
		if whole := stands[v]; whole != nil && depth < 8 {
			depth++
			defer func() { depth-- }()
			return ast.Transform(ast.NewGenericTransformer(named), whole.Copy().Value)
		}
		return x, nil
	}
	whole, err := ast.Transform(ast.NewGenericTransformer(named), term.Copy().Value)
	if err != nil {
		whole = term.Value
	}
	text := strings.ReplaceAll(fmt.Sprint(whole), "data.aismm.", "")
	return generatedVar.ReplaceAllString(text, "_")
}

var generatedVar = regexp.MustCompile(`(__local\d+__|\$\d+)`)
