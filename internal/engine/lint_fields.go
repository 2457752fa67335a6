package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

var ruleHelperFields = LintRule{
	ID: "helper-fields", Severity: SeverityError, check: func(g *linting) { g.missing(inFunction) },
	Title: "the body of a function reads a field that none of its callers' values has",
	Why: `OPA's type checker takes the arguments of functions for anything, so that a typo in a function goes through. The linter follows the values from
the places that call the function, and compares with the schemas of the kinds. Shared logic is safer in rules, which OPA checks itself.`,
	Avoid: `ready(g) if g.config.state == "READY" # a guardrail has status

met.ready contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	ready(g)
}`,
	Prefer: `ready(g) if g.config.status == "READY"`,
	Fix:    "use a field that the kind has",
}

var ruleEveryFields = LintRule{
	ID: "every-fields", Severity: SeverityError, check: func(g *linting) { g.missing(inEvery) },
	Title:  "the body of `every` reads a field that the elements do not have",
	Why:    "OPA's type checker does not look into `every`. The linter infers the elements from what it ranges over.",
	Avoid:  `every f in g.config.contentPolicy.filters { f.strength == "HIGH" }`,
	Prefer: `every f in g.config.contentPolicy.filters { f.inputStrength == "HIGH" }`,
	Fix:    "use a field that the elements have",
}

var ruleObjectGetFields = LintRule{
	ID: "object-get-fields", Severity: SeverityError, check: func(g *linting) { g.missing(inObjectGet) },
	Title:  "object.get asks for a field that the value does not have",
	Why:    "A misspelt key of object.get always gives the default, and OPA's type checker does not look at it.",
	Avoid:  `object.get(r.config, "retentionDays", 0) >= 365`,
	Prefer: `object.get(r.config, "retentionInDays", 0) >= 365`,
	Fix:    "use a field that the value has",
}

// missing reports the fields that are read in a kind of body and that nothing there has.
func (g *linting) missing(in place) {
	for _, a := range g.flow.accessOrder {
		if a.place != in || a.found || len(a.missing) == 0 {
			continue
		}
		var of []string
		for _, f := range a.missing {
			of = append(of, f.say())
		}
		slices.Sort(of)
		of = slices.Compact(of)
		slices.Sort(a.known)
		hint := strictyaml.Nearest(a.name, slices.Compact(a.known))
		if len(a.known) == 0 {
			hint = "; it is no object"
		}
		g.find(a.loc, "%s: %s has no %q%s", a.text, listed(of), a.name, hint)
	}
}

func listed(words []string) string {
	const shown = 3
	if len(words) > shown {
		return fmt.Sprintf("none of %s and %d more", strings.Join(words[:shown], ", "), len(words)-shown)
	}
	return strings.Join(words, " and ")
}

var ruleEnum = LintRule{
	ID: "enum", Severity: SeverityError, check: checkEnum,
	Title:  "a text that the field never holds",
	Why:    "Where a schema lists the values of a field, a comparison with another text is never true, and OPA's type checker does not look at the list.",
	Avoid:  `s.config.status == "live" # an AI system is planned, test, production or retired`,
	Prefer: `s.config.status == "production"`,
	Fix:    "use one of the values that the schema lists",
}

func checkEnum(g *linting) {
	for _, c := range g.flow.compareList {
		allowed, ok := c.look.enum()
		if !ok {
			continue
		}
		for _, w := range c.words {
			text, isText := w.(ast.String)
			if isText && text != "" && !slices.Contains(allowed, string(text)) {
				g.find(c.loc, "%s is never %q%s", c.text, string(text), strictyaml.Nearest(string(text), allowed))
			}
		}
	}
}

// enum lists the texts that a value may be; ok is false where some schema lists none.
func (s look) enum() (allowed []string, ok bool) {
	for _, f := range s.forms {
		var own []string
		switch list := f.schema["enum"].(type) {
		case []string:
			own = list
		case []any:
			for _, v := range list {
				if text, isText := v.(string); isText {
					own = append(own, text)
				}
			}
		}
		if len(own) == 0 {
			return nil, false
		}
		allowed = append(allowed, own...)
	}
	slices.Sort(allowed)
	return slices.Compact(allowed), !s.unknown()
}
