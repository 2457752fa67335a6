package engine

import (
	"bytes"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

var ruleFmt = LintRule{
	ID: "fmt", Severity: SeverityWarning, check: checkFmt,
	Title:  "the file is not in the form of `opa fmt`",
	Why:    "One form for all files keeps differences small, and what is in the same form is read faster.",
	Avoid:  "met.ready contains evidence.at(g,[\"id\"]) if { some g in guards; g.config.status==\"READY\" }",
	Prefer: "met.ready contains evidence.at(g, [\"id\"]) if {\n\tsome g in guards\n\tg.config.status == \"READY\"\n}",
	Fix:    "run `aismm policy lint --fix DIR` or `opa fmt -w DIR`",
}

func checkFmt(g *linting) {
	for _, f := range g.judged {
		if g.parsed[f.display] == nil {
			continue
		}
		text, err := Format(f.display, f.data)
		if err != nil || bytes.Equal(text, f.data) {
			continue
		}
		line := 1
		for i := range min(len(text), len(f.data)) {
			if text[i] != f.data[i] {
				break
			}
			if text[i] == '\n' {
				line++
			}
		}
		g.add(g.rule.at(f.display, &ast.Location{Row: line, Col: 1}, "the file differs from the form of `opa fmt`, first in this line"))
		g.formatted = append(g.formatted, Formatted{Source: f.source, Path: f.path, Text: text})
	}
}

var ruleTestMissing = LintRule{
	ID: "test-missing", Severity: SeverityWarning, check: checkTests,
	Title:  "a policy or a condition that no test names",
	Why:    "A condition that was never seen to fail may never fail. Tests also give `policy mutate` and the policy's page their examples.",
	Avoid:  "mon/spend_alerts/aws.rego without mon/spend_alerts/aws_test.rego",
	Prefer: "test_alerts[name] if {\n\tsome name, tc in {\"on\": {\"config\": on, \"met\": true}, \"off\": {\"config\": off, \"met\": false}}\n\t…\n}",
	Fix:    "write tests in <provider>_test.rego beside the policy; `aismm policy new` shows their form",
}

func checkTests(g *linting) {
	g.policies(func(p *Policy, _ *ast.Module) {
		name := testsOf(p.File)
		tests := g.parsed[name]
		if tests == nil {
			if g.files[name] == nil {
				g.add(g.rule.at(p.File, &ast.Location{Row: p.Line, Col: 1}, "%s has no tests: there is no %s", p.Path, name))
			}
			return
		}
		words, whole := mentions(tests, p)
		if !whole && len(words) == 0 {
			g.add(g.rule.at(name, tests.Package.Loc(), "the tests never look at data.%s", p.Path))
			return
		}
		for _, c := range p.Conditions {
			if !whole && !words[c.ID] {
				g.add(g.rule.at(p.File, &ast.Location{Row: c.Line, Col: 1}, "no test looks at met.%s", c.ID))
			}
		}
	})
}

// mentions are the conditions of a policy that tests name; whole is set when they look at met as a whole.
func mentions(tests *ast.Module, p *Policy) (words map[string]bool, whole bool) {
	words = map[string]bool{}
	alias := ""
	for _, i := range tests.Imports {
		if i.Path.String() == "data."+p.Path {
			alias = string(i.Name())
		}
	}
	look := func(r ast.Ref) bool {
		rest := r
		switch {
		case alias != "" && r[0].Value.Compare(ast.Var(alias)) == 0:
			rest = r[1:]
		case r.HasPrefix(ast.MustParseRef("data." + p.Path)):
			rest = r[1+strings.Count(p.Path, ".")+1:]
		default:
			return false
		}
		if len(rest) == 0 {
			whole = true
			return false
		}
		name, _ := rest[0].Value.(ast.String)
		switch {
		case name == ruleMet && len(rest) == 1:
			whole = true
		case name == ruleMet:
			if c, ok := rest[1].Value.(ast.String); ok {
				words[string(c)] = true
			} else {
				whole = true
			}
		default:
			words[string(name)] = true // not a condition, but a look at the policy
		}
		return false
	}
	for _, r := range tests.Rules { // what is imported is not looked at yet
		ast.WalkRefs(r, look)
	}
	return words, whole
}
