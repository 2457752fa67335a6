package engine

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

var ruleConditionWithoutSubject = LintRule{
	ID: "condition-without-subject", Severity: SeverityError, check: checkSubjects,
	Title: "a condition judges a kind that is never a subject, or a subject has a kind that no condition judges",
	Why: `A condition whose kind is never among the subjects decides nothing, and looks as if it did. A subject that no condition judges makes the whole
check an error when the policy runs.`,
	Avoid: `subjects contains evidence.subject(a) if some a in input.resources.aws_bedrock_agent

# METADATA
# custom:
#   of: aws_bedrock_flow`,
	Prefer: `# METADATA
# custom:
#   of: aws_bedrock_agent`,
	Fix: "let custom.of name the kinds that subjects yields, each in at least one condition",
}

func checkSubjects(g *linting) {
	g.policies(func(p *Policy, m *ast.Module) {
		if p.Broken {
			return
		}
		rules := shapeOf(m, func(*ast.Location, string, string, ...any) {})
		yielded := map[string]*ast.Location{}
		for _, r := range rules.subjects {
			kinds, ok := g.flow.kindsOf(g.flow.call(r, nil).result)
			if !ok {
				return // they cannot be told
			}
			for _, k := range kinds {
				if yielded[k] == nil {
					yielded[k] = r.Loc()
				}
			}
		}
		for _, c := range p.Conditions {
			for _, kind := range c.Of {
				if yielded[kind] == nil {
					g.find(&ast.Location{File: p.File, Row: c.Line, Col: 1}, "condition %s judges %s, but subjects yields only %s", c.ID, kind, strings.Join(sortedKeys(yielded), ", "))
				}
			}
		}
		for _, kind := range sortedKeys(yielded) {
			if !slices.Contains(p.Judged, kind) {
				g.find(yielded[kind], "subjects yields %s, which no condition judges: none names it in custom.of", kind)
			}
		}
	})
}

// kindsOf are the kinds of the rows of subjects.
func (w *flow) kindsOf(subjects look) (kinds []string, ok bool) {
	named := w.schemas.member(w.schemas.any(subjects), ast.String("kind")).look
	words, ok := named.words()
	if !ok {
		return nil, false
	}
	for _, word := range words {
		text, isText := word.(ast.String)
		if !isText {
			return nil, false
		}
		kinds = append(kinds, string(text))
	}
	return kinds, true
}

var ruleFieldNotShown = LintRule{
	ID: "field-not-shown", Severity: SeverityWarning, check: checkShown,
	Title: "custom.field names a field that the condition does not read",
	Why: `Where no row decides, the report shows custom.field as what was observed. A field that the condition does not look at sends the reader to the
wrong place.`,
	Avoid:  "#   field: config.name # of a condition that reads config.status",
	Prefer: "#   field: config.status",
	Fix:    "name the field that decides; for conditions that join with something else, write `field: id`",
}

func checkShown(g *linting) {
	g.policies(func(p *Policy, _ *ast.Module) {
		for i := range p.Conditions {
			c := &p.Conditions[i]
			steps := strings.Split(c.Field, ".")
			if c.Field == "" || len(steps) == 1 { // what every thing has: id, name, region
				continue
			}
			for _, step := range steps {
				if !c.reads.words[step] {
					g.find(&ast.Location{File: p.File, Row: c.Line, Col: 1}, "condition %s shows %s, but does not read it", c.ID, c.Field)
					break
				}
			}
		}
	})
}

var ruleResourceSet = LintRule{
	ID: "resource-set", Severity: SeverityWarning, check: checkResourceSets,
	Title: "a set of whole resources",
	Why: `To keep a set, OPA hashes and compares every element with all that is in it. An array of the same resources is four times faster, and nothing is
lost: resources differ by their ref anyway.`,
	Avoid:  "logging := {t | some t in input.resources.aws_cloudtrail_trail; t.parts.GetTrailStatus.IsLogging}",
	Prefer: "logging := [t | some t in input.resources.aws_cloudtrail_trail; t.parts.GetTrailStatus.IsLogging]",
	Fix:    "make it an array, or a set of ids or refs",
}

func checkResourceSets(g *linting) {
	for _, c := range g.flow.order {
		if len(c.args) > 0 && c.rule.Head.RuleKind() == ast.MultiValue {
			continue
		}
		if c.rule.Head.RuleKind() == ast.MultiValue {
			g.wholeResource(c, c.rule.Head.Key, c.rule.Loc())
		}
		ast.WalkTerms(c.rule, func(t *ast.Term) bool {
			if set, ok := t.Value.(*ast.SetComprehension); ok {
				g.wholeResource(c, set.Term, t.Location)
			}
			return false
		})
	}
}

func (g *linting) wholeResource(c *call, element *ast.Term, loc *ast.Location) {
	l := (&tracer{flow: g.flow, call: c}).term(element)
	for _, f := range l.forms {
		if f.resource() && !l.open {
			if loc == nil || loc.Row == 0 {
				loc = c.rule.Loc()
			}
			g.find(loc, "a set of whole resources: %s", f.say())
			return
		}
	}
}
