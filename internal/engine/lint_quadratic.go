package engine

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

var ruleQuadraticJoin = LintRule{
	ID: "quadratic-join", Severity: SeverityWarning, check: checkQuadratic,
	Title: "for every subject, a whole list is gone through once more",
	Why: `A thousand subjects beside a thousand rows are a million steps. A complete object or set is built once; a partial rule that is asked for one key,
a function and a comprehension are evaluated for each subject. Measured on 4,000 by 4,000: 9 seconds instead of 12 milliseconds.`,
	Avoid: `signed contains p.config.person_id if some p in input.records.record_acceptable_use_signoff

met.signed contains evidence.at(p, ["id"]) if {
	some p in input.records.record_person
	signed[p.id]
}`,
	Prefer: `signed := {p.config.person_id | some p in input.records.record_acceptable_use_signoff}

met.signed contains evidence.at(p, ["id"]) if {
	some p in input.records.record_person
	p.id in signed
}`,
	Fix: "build a complete set or object in a rule of its own and ask with `in`, or join through input.lookup.<kind>.<field>[value]",
}

func checkQuadratic(g *linting) {
	q := &quadratic{linting: g, big: map[*ast.Rule]bool{}}
	for _, file := range sortedKeys(g.loader.compiler.Modules) {
		for _, r := range g.loader.compiler.Modules[file].Rules {
			if len(r.Head.Args) == 0 {
				q.body(r.Body, map[ast.Var]bool{}, map[ast.Var]bool{}, false)
			}
		}
	}
}

// quadratic looks for lists that are gone through inside the loop over another one.
type quadratic struct {
	*linting
	big map[*ast.Rule]bool
}

// body looks at one body. Bound are the variables that have a value already; lists those that hold a long list; looping is set inside the
// loop over a long list.
func (q *quadratic) body(body ast.Body, bound, lists map[ast.Var]bool, looping bool) bool {
	for _, e := range body {
		if looping {
			q.inLoop(e, bound)
		}
		ast.WalkTerms(e, func(t *ast.Term) bool {
			inner, ok := comprehensionBody(t)
			if ok {
				q.body(inner, copyVars(bound), copyVars(lists), looping)
				return true
			}
			return false
		})
		if every, ok := e.Terms.(*ast.Every); ok {
			q.body(every.Body, copyVars(bound), lists, looping)
		}
		q.remember(e, lists)
		looping = looping || q.loops(e, bound, lists)
		bind(e, bound)
	}
	return looping
}

// inLoop reports what goes through a long list for every turn of the loop that it is in.
func (q *quadratic) inLoop(e *ast.Expr, bound map[ast.Var]bool) {
	ast.WalkTerms(e, func(t *ast.Term) bool {
		if inner, ok := comprehensionBody(t); ok {
			if q.body(inner, copyVars(bound), map[ast.Var]bool{}, false) {
				q.find(located(t, e), "a comprehension goes through a whole list for every turn of the loop around it")
			}
			return true
		}
		ref, ok := t.Value.(ast.Ref)
		if !ok || !ref.HasPrefix(ast.DefaultRootRef) {
			return false
		}
		n, rules := q.rulesOf(ref)
		if n == 0 || n >= len(ref) {
			return false
		}
		key, isVar := ref[n].Value.(ast.Var)
		partial := rules[0].Head.RuleKind() == ast.MultiValue || !rules[0].Head.Ref().IsGround()
		if isVar && bound[key] && partial && q.bigRules(rules) {
			q.find(located(t, e), "%s is a partial rule: asked for one key, it is evaluated again for every turn of the loop", rules[0].Head.Ref().GroundPrefix())
		}
		return false
	})
	terms, ok := e.Terms.([]*ast.Term)
	if !ok {
		return
	}
	if operator, ok := terms[0].Value.(ast.Ref); ok && operator.HasPrefix(ast.DefaultRootRef) {
		if rules := q.loader.compiler.GetRulesExact(operator); len(rules) > 0 && q.bigRules(rules) {
			q.find(e.Location, "the function %s goes through a whole list for every turn of the loop that calls it", rules[0].Head.Name)
		}
	}
}

func located(t *ast.Term, e *ast.Expr) *ast.Location {
	if t.Location != nil && t.Location.Row > 0 {
		return t.Location
	}
	return e.Location
}

func (q *quadratic) rulesOf(ref ast.Ref) (int, []*ast.Rule) {
	for n := 2; n <= len(ref); n++ {
		if rules := q.loader.compiler.GetRulesExact(ref[:n]); len(rules) > 0 {
			return n, rules
		}
	}
	return 0, nil
}

func (q *quadratic) bigRules(rules []*ast.Rule) bool {
	for _, r := range rules {
		if q.bigRule(r) {
			return true
		}
	}
	return false
}

// bigRule reports whether a rule goes through a long list, or is one.
func (q *quadratic) bigRule(r *ast.Rule) bool {
	if big, ok := q.big[r]; ok {
		return big
	}
	q.big[r] = false
	bound, lists := map[ast.Var]bool{}, map[ast.Var]bool{}
	for _, a := range r.Head.Args {
		ast.WalkVars(a, func(v ast.Var) bool { bound[v] = true; return false })
	}
	quiet := &quadratic{linting: &linting{loader: q.loader, found: map[Finding]bool{}, rule: q.rule}, big: q.big}
	big := quiet.body(r.Body, bound, lists, false)
	if len(r.Head.Args) > 0 { // a function builds its comprehensions at every call
		for _, e := range r.Body {
			ast.WalkTerms(e, func(t *ast.Term) bool {
				if inner, ok := comprehensionBody(t); ok && quiet.body(inner, copyVars(bound), lists, false) {
					big = true
				}
				return false
			})
			if terms, ok := e.Terms.([]*ast.Term); ok {
				if operator, ok := terms[0].Value.(ast.Ref); ok && operator.HasPrefix(ast.DefaultRootRef) && q.bigRules(q.loader.compiler.GetRulesExact(operator)) {
					big = true
				}
			}
		}
	} else if r.Head.Value != nil {
		if v, ok := r.Head.Value.Value.(ast.Var); ok && lists[v] {
			big = true
		}
	}
	q.big[r] = big
	return big
}

// remember takes down which variables hold long lists.
func (q *quadratic) remember(e *ast.Expr, lists map[ast.Var]bool) {
	terms, ok := e.Terms.([]*ast.Term)
	if !ok || e.Negated {
		return
	}
	switch name := terms[0].String(); {
	case name == "eq" && len(terms) == 3:
		if v, ok := terms[1].Value.(ast.Var); ok && q.long(terms[2], lists) {
			lists[v] = true
		}
	case name == "array.concat" && len(terms) == 4:
		if v, ok := terms[3].Value.(ast.Var); ok && (q.long(terms[1], lists) || q.long(terms[2], lists)) {
			lists[v] = true
		}
	}
}

// long reports whether a term is a long list: resources, records, the inventory or the ledger, or what is drawn from them.
func (q *quadratic) long(t *ast.Term, lists map[ast.Var]bool) bool {
	if inner, ok := comprehensionBody(t); ok {
		quiet := &quadratic{linting: &linting{loader: q.loader, found: map[Finding]bool{}, rule: q.rule}, big: q.big}
		return quiet.body(inner, map[ast.Var]bool{}, copyVars(lists), false)
	}
	switch v := t.Value.(type) {
	case ast.Var:
		return lists[v]
	case ast.Ref:
		return q.longRef(v, lists)
	}
	return false
}

func (q *quadratic) longRef(ref ast.Ref, lists map[ast.Var]bool) bool {
	switch {
	case ref.HasPrefix(ast.InputRootRef):
		n := listDepth(ref)
		return n > 0 && len(ref) == n
	case ref.HasPrefix(ast.DefaultRootRef):
		n, rules := q.rulesOf(ref)
		return n > 0 && n == len(ref) && len(rules[0].Head.Args) == 0 && q.bigRules(rules)
	}
	v, ok := ref[0].Value.(ast.Var)
	return ok && len(ref) == 1 && lists[v]
}

// listDepth is how many steps of input lead to a long list; 0 where none does.
func listDepth(ref ast.Ref) int {
	if len(ref) < 2 {
		return 0
	}
	name, _ := ref[1].Value.(ast.String)
	n := map[string]int{"resources": 3, "records": 3, "enclosing": 4, "inventory": 2, "ledger": 2}[string(name)]
	if len(ref) < n {
		return 0
	}
	return n
}

// loops reports whether an expression goes through a long list.
func (q *quadratic) loops(e *ast.Expr, bound, lists map[ast.Var]bool) bool {
	found := false
	ast.WalkTerms(e, func(t *ast.Term) bool {
		if _, ok := comprehensionBody(t); ok {
			return true
		}
		ref, ok := t.Value.(ast.Ref)
		if !ok {
			return false
		}
		n := 0
		switch {
		case ref.HasPrefix(ast.InputRootRef):
			n = listDepth(ref)
		case ref.HasPrefix(ast.DefaultRootRef):
			var rules []*ast.Rule
			if n, rules = q.rulesOf(ref); n > 0 && !q.bigRules(rules) {
				n = 0
			}
		default:
			if v, ok := ref[0].Value.(ast.Var); ok && lists[v] {
				n = 1
			}
		}
		if n > 0 && n < len(ref) {
			key, isVar := ref[n].Value.(ast.Var)
			found = found || isVar && !bound[key]
		}
		return false
	})
	return found
}

func comprehensionBody(t *ast.Term) (ast.Body, bool) {
	switch v := t.Value.(type) {
	case *ast.ArrayComprehension:
		return v.Body, true
	case *ast.SetComprehension:
		return v.Body, true
	case *ast.ObjectComprehension:
		return v.Body, true
	}
	return nil, false
}

func bind(e *ast.Expr, bound map[ast.Var]bool) {
	if e.Negated {
		return
	}
	ast.WalkVars(e, func(v ast.Var) bool { bound[v] = true; return false })
}

func copyVars(vars map[ast.Var]bool) map[ast.Var]bool {
	c := make(map[ast.Var]bool, len(vars))
	for v := range vars {
		c[v] = true
	}
	return c
}
