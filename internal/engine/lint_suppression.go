package engine

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
)

var ruleSuppression = LintRule{
	ID: "suppression", Severity: SeverityWarning,
	Title: "a comment that accepts a finding is incomplete, or accepts nothing",
	Why: `A finding may be accepted by a comment above the line. Whoever reads the policy later needs the reason. A comment that accepts nothing any more
hides the next mistake in its place.`,
	Avoid: `# lint: ignore quadratic-join
not s.id in scanned(s)`,
	Prefer: `# lint: ignore quadratic-join: an organization has five of these at most
not s.id in scanned(s)`,
	Fix: "write `# lint: ignore <rule>: <reason>` right above the line, or remove the comment",
}

// suppression is one comment that accepts the findings of one rule in the line below.
type suppression struct {
	file         string
	line, col    int
	rule, reason string
	// from and to are the lines that it is for: the comments below it, METADATA included, and the first line that is none.
	from, to int
	used     bool
}

var suppressionForm = regexp.MustCompile(`^\s*lint:\s*ignore\b\s*([^\s:]*)\s*:?\s*(.*)$`)

// accepted leaves out the findings that comments accept, and finds fault with the comments that are not as they should be.
func (g *linting) accepted() (rest []Finding, ignored int) {
	comments := g.suppressions()
	for f := range g.found {
		accepted := false
		for _, s := range comments {
			if s.file == f.File && s.rule == f.Rule && s.from <= f.Line && f.Line <= s.to && s.reason != "" && !g.stops(f.Rule) {
				s.used, accepted = true, true
			}
		}
		if accepted {
			if g.reported(f.File) {
				ignored++
			}
		} else {
			rest = append(rest, f)
		}
	}
	for _, s := range comments {
		if f, ok := g.faulty(s); ok {
			if p := g.loader.policies[f.File]; p != nil {
				f.Policy = p.Path
			}
			rest = append(rest, f)
		}
	}
	sortFindings(rest)
	return slices.Compact(append([]Finding{}, rest...)), ignored
}

func (g *linting) suppressions() []*suppression {
	var all []*suppression
	for _, file := range sortedKeys(g.parsed) {
		m := g.parsed[file]
		comment := map[int]bool{}
		for _, c := range m.Comments {
			comment[c.Location.Row] = true
		}
		for _, c := range m.Comments {
			found := suppressionForm.FindStringSubmatch(string(c.Text))
			if found == nil {
				continue
			}
			s := &suppression{file: file, line: c.Location.Row, col: c.Location.Col, rule: found[1], reason: strings.TrimSpace(found[2])}
			s.from, s.to = s.line+1, s.line+1
			for comment[s.to] {
				s.to++
			}
			all = append(all, s)
		}
	}
	return all
}

func (g *linting) stops(rule string) bool {
	i := slices.IndexFunc(g.rules, func(r LintRule) bool { return r.ID == rule })
	return i >= 0 && g.rules[i].stops
}

func (g *linting) faulty(s *suppression) (Finding, bool) {
	var ids []string
	for _, r := range g.rules {
		ids = append(ids, r.ID)
	}
	f := Finding{Rule: ruleSuppression.ID, Severity: ruleSuppression.Severity, File: s.file, Line: s.line, Col: s.col, Fix: ruleSuppression.Fix}
	switch {
	case !slices.Contains(ids, s.rule):
		f.Message = "there is no rule " + strconv.Quote(s.rule) + strictyaml.Nearest(s.rule, ids)
	case g.stops(s.rule):
		f.Message = "findings of " + s.rule + " cannot be accepted: the policy is not judged at all until they are mended"
	case s.reason == "":
		f.Message = "the comment gives no reason"
	case !s.used:
		f.Message = "the comment accepts nothing: the line below has no finding of " + s.rule
	default:
		return f, false
	}
	return f, true
}
