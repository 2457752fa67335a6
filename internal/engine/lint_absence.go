package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

var ruleLeftOutByAbsence = LintRule{
	ID: "left-out-by-absence", Severity: SeverityWarning, check: checkLeftOut,
	Title: "a subject is left out by what is missing",
	Why: `A comparison with a field that is missing is undefined, so that the thing is no subject and nobody sees it: whoever leaves the field empty is not
judged. Leave things out by what is said about them.`,
	Avoid: `subjects contains evidence.subject(s) if {
	some s in input.records.record_ai_system
	s.config.status == "production" # a system without a status is no subject
}`,
	Prefer: `subjects contains evidence.subject(s) if {
	some s in input.records.record_ai_system
	not s.config.status in {"planned", "test", "retired"}
}`,
	Fix: "turn it round: `not x.field == value` for what leaves a thing out, or let the kind require the field",
}

func checkLeftOut(g *linting) {
	g.policies(func(p *Policy, m *ast.Module) {
		type loss struct {
			loc  *ast.Location
			text string
		}
		lost := map[string]map[string]loss{} // by kind of subject and field
		rules := shapeOf(m, func(*ast.Location, string, string, ...any) {})
		for _, r := range rules.subjects {
			own := map[string]loss{}
			a := &absence{linting: g, found: func(c *call, loc *ast.Location, t *ast.Term, f *form) {
				if _, ok := own[f.say()]; !ok {
					own[f.say()] = loss{loc, g.flow.written(c, t)}
				}
			}}
			from := g.flow.call(r, nil)
			a.lost(from, r.Body)
			kinds, ok := g.flow.kindsOf(from.result)
			if !ok {
				kinds = []string{""}
			}
			for _, kind := range kinds {
				have, again := lost[kind]
				if !again {
					lost[kind] = own
					continue
				}
				maps.DeleteFunc(have, func(field string, _ loss) bool { _, also := own[field]; return !also }) // another rule lets it in
			}
		}
		for _, fields := range lost {
			for field, at := range fields {
				g.find(at.loc, "%s: where %s is missing, the thing is no subject", at.text, field)
			}
		}
	})
}

var ruleMetByAbsence = LintRule{
	ID: "met-by-absence", Severity: SeverityWarning, check: checkMetByAbsence,
	Title: "a condition is met where a field is missing",
	Why: `` + "`not`" + ` over a field or a helper that is undefined is true, so that the condition is met by a resource that says nothing. Where the provider documents
what a missing field means, custom.absent says so, and the verdict has that default as its evidence.`,
	Avoid: `open(e) if e.config.PublicAccess == true

met.private contains evidence.at(e, ["id"]) if {
	some e in input.resources.aws_bedrock_agentcore_gateway
	not open(e)
}`,
	Prefer: `met.private contains evidence.at(e, ["config", "PublicAccess"]) if {
	some e in input.resources.aws_bedrock_agentcore_gateway
	e.config.PublicAccess == false
}`,
	Fix: "judge what the field says; where its absence may pass, document the provider's default under custom.absent and point the row at the field",
}

func checkMetByAbsence(g *linting) {
	g.policies(func(p *Policy, m *ast.Module) {
		rules := shapeOf(m, func(*ast.Location, string, string, ...any) {})
		population := map[string]bool{} // what a thing says of itself leaves it out of the subjects, here and where they are named again
		for _, r := range rules.subjects {
			maps.Copy(population, g.flow.call(r, nil).allReads())
		}
		for _, c := range p.Conditions {
			for _, r := range rules.met[c.ID] {
				from := g.flow.call(r, nil)
				proven := g.flow.proven(from, r.Body)
				a := &absence{linting: g, found: func(in *call, loc *ast.Location, t *ast.Term, f *form) {
					if !population[f.say()] && !proven[f.plain()] && !documented(c.absentPaths, f.plain()) {
						g.find(loc, "met.%s holds where %s is missing (%s): `not` is true of what is undefined", c.ID, f.say(), g.flow.written(in, t))
					}
				}}
				a.gained(from, r.Body)
			}
		}
	})
}

// documented reports whether METADATA says what the absence of a field means.
func documented(defaults []absentPath, path string) bool {
	return slices.ContainsFunc(defaults, func(d absentPath) bool { return d.field == path || strings.HasPrefix(path, d.field+".") })
}

// proven are the fields that a rule of a condition asks for elsewhere, or points its rows at: the engine then sees their absence.
func (w *flow) proven(c *call, body ast.Body) map[string]bool {
	proven := map[string]bool{}
	add := func(path string) {
		for path != "" {
			proven[path] = true
			path = path[:max(strings.LastIndexByte(path, '.'), 0)]
		}
	}
	t := &tracer{flow: w, call: c}
	for _, e := range body {
		if e.Negated {
			continue
		}
		ast.WalkTerms(e, func(term *ast.Term) bool {
			switch v := term.Value.(type) {
			case ast.Ref:
				for _, f := range t.ref(term, v).forms {
					add(f.plain())
				}
			case *ast.Array: // the path of a row
				var steps []*ast.Term
				v.Foreach(func(step *ast.Term) { steps = append(steps, step) })
				add(strings.Join(names(steps), "."))
			}
			return false
		})
	}
	return proven
}

// absence follows what happens to a body when a field is missing: what is asked for becomes undefined, and `not` turns that round.
type absence struct {
	*linting
	found func(c *call, loc *ast.Location, t *ast.Term, f *form)
}

// lost looks for fields whose absence makes a body undefined.
func (a *absence) lost(c *call, body ast.Body) {
	for _, e := range body {
		a.expr(c, e, !e.Negated)
	}
}

// gained looks for fields whose absence makes a body hold that would not hold otherwise.
func (a *absence) gained(c *call, body ast.Body) {
	for _, e := range body {
		a.expr(c, e, e.Negated)
	}
}

// expr looks at one expression, without its `not`: for what makes it undefined (lost), or what makes it hold.
func (a *absence) expr(c *call, e *ast.Expr, lost bool) {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		a.term(c, e, terms, lost)
	case []*ast.Term:
		operator, _ := terms[0].Value.(ast.Ref)
		for _, t := range terms[1:] {
			a.term(c, e, t, lost)
		}
		if operator.HasPrefix(ast.DefaultRootRef) {
			a.function(c, operator, terms[1:], lost)
		}
	}
}

func (a *absence) function(c *call, operator ast.Ref, args []*ast.Term, lost bool) {
	rules := a.flow.loader.compiler.GetRulesExact(operator)
	if len(rules) == 0 || lost && len(rules) > 1 { // another rule of the function may hold
		return
	}
	t := &tracer{flow: a.flow, call: c}
	var looks []look
	for _, arg := range args[:min(len(rules[0].Head.Args), len(args))] {
		looks = append(looks, t.term(arg))
	}
	for _, r := range rules {
		a.into(a.flow.call(r, looks), r, lost)
	}
}

func (a *absence) into(c *call, r *ast.Rule, lost bool) {
	if r.Else != nil || r.Default {
		return
	}
	if lost {
		a.lost(c, r.Body)
	} else {
		a.gained(c, r.Body)
	}
}

func (a *absence) term(c *call, e *ast.Expr, t *ast.Term, lost bool) {
	ref, ok := t.Value.(ast.Ref)
	switch {
	case !ok:
	case ref.HasPrefix(ast.DefaultRootRef):
		a.rules(ref, lost)
	case lost:
		a.field(c, e, t)
	}
}

// rules looks into the rule that a reference takes its values from. What is in a list depends on the body of its comprehension.
func (a *absence) rules(ref ast.Ref, lost bool) {
	for n := 2; n <= len(ref); n++ {
		rules := a.flow.loader.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		for _, r := range rules {
			if len(r.Head.Args) > 0 || lost && len(rules) > 1 {
				continue
			}
			c := a.flow.call(r, nil)
			a.into(c, r, lost)
			if inner, ok := listOf(r); ok && n < len(ref) {
				if lost {
					a.lost(c, inner)
				} else {
					a.gained(c, inner)
				}
			}
		}
		return
	}
}

// listOf is the body of the comprehension that a rule is.
func listOf(r *ast.Rule) (ast.Body, bool) {
	if r.Head.Value == nil {
		return nil, false
	}
	for _, e := range r.Body {
		terms, ok := e.Terms.([]*ast.Term)
		if ok && len(terms) == 3 && terms[0].String() == "eq" && terms[1].Equal(r.Head.Value) {
			return comprehensionBody(terms[2])
		}
	}
	return nil, false
}

// field reports a reference to something that a resource need not have.
func (a *absence) field(c *call, e *ast.Expr, t *ast.Term) {
	forms := (&tracer{flow: a.flow, call: c}).term(t).forms
	for _, f := range forms {
		if !a.optional(f) {
			return
		}
	}
	if len(forms) > 0 {
		a.found(c, located(t, e), t, forms[0])
	}
}

// optional reports whether a resource may lack what a form describes. Lists are written empty, and what the engine or a read puts there is
// there, or is a gap.
func (a *absence) optional(f *form) bool {
	if f.schema == nil || f.kind == "" || !strings.Contains(f.path, ".") || f.schema["type"] == "array" || strings.HasSuffix(f.path, "[]") {
		return false
	}
	for _, required := range a.loader.kinds[f.kind].Required {
		if required == f.plain() || strings.HasPrefix(required, f.plain()+".") {
			return false
		}
	}
	return strings.Count(f.path, ".") > 1 || !strings.HasPrefix(f.path, "parts.")
}

// plain is a path as METADATA writes it, without marks for lists.
func (f *form) plain() string { return strings.ReplaceAll(f.path, "[]", "") }
