package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// ExplainOptions say what to explain.
type ExplainOptions struct {
	TerminalOptions
	// Objective is an id. Subject limits to subjects whose id contains it.
	Objective, Subject string
	// Result is where the assessment was read from, for the commands that are named.
	Result string
	// Source gives the text of a policy's file; empty where it is not at hand.
	Source func(file string) string
}

// Explain writes the whole chain: level, objective, indicator, subject, policy and rule with its source, document, pointer and
// value, remediation, and the command that performs it again. It reports whether a subject matched.
func Explain(w io.Writer, a *assess.Assessment, o ExplainOptions) (bool, error) {
	p := newPage(w, o.TerminalOptions)
	var objective *assess.Objective
	for i := range a.Objectives {
		if a.Objectives[i].ID.String() == o.Objective {
			objective = &a.Objectives[i]
		}
	}
	if objective == nil {
		return false, fmt.Errorf("explain %s: the assessment has no such objective", o.Objective)
	}
	p.objective(a, objective)
	for _, b := range o.Became {
		if b.Objective == objective.ID {
			p.text("since then ", clean(b.What))
		}
	}
	shown := false
	for _, c := range a.Checks {
		if c.Objective == o.Objective {
			shown = p.check(a, &c, o) || shown
		}
	}
	p.heading("To do")
	p.text("  ", clean(objective.Remediation))
	p.heading("To perform it again")
	p.line("  aismm check %s --format json --as-of %s", bundleOf(o.Result), a.AsOf.UTC().Format("2006-01-02T15:04:05Z"))
	return shown || o.Subject == "", p.err
}

// bundleOf is where a scan leaves the bundle of an assessment.
func bundleOf(result string) string {
	i := strings.LastIndexAny(result, "/\\")
	return result[:i+1] + "bundle"
}

func (p *page) objective(a *assess.Assessment, o *assess.Objective) {
	p.line("%s", p.bold(o.ID.String()+"  "+clean(o.Title)))
	for _, c := range a.Score.Categories {
		if c.Category == o.Category {
			p.line("category   %s %s, level %s", c.Category, c.Name, levelRange(c.Gross.Interval))
		}
	}
	level := a.Model.Level(o.Level)
	p.text("level      ", clean(fmt.Sprintf("%s %s: %s", o.Level, level.Name, level.Meaning)))
	p.text("indicator  ", clean(o.Indicator))
	p.life(a, o)
	p.line("status     %s, %s", p.status(o.Status), arithmetic(o))
	for _, name := range deciders(a, o) {
		p.line("judged by  overlay %s", clean(name))
	}
	if o.Net != o.Standing {
		p.line("net        %s", p.status(o.Net.Status))
	}
	p.line("basis      %s", o.Basis)
	for _, s := range distinct(o.Settle) {
		p.text("settle     ", clean(s.Settle))
	}
	for _, t := range attestationsOf(a, o.ID) {
		p.attestation(t)
	}
}

func (p *page) status(s model.Status) string {
	switch s {
	case model.Met:
		return p.good("✓ met")
	case model.NotMet:
		return p.bad("✗ not met")
	case model.Unknown:
		return p.unsure("? unknown")
	}
	return statusName(s)
}

func (p *page) verdict(v verdict.Verdict) string {
	switch v {
	case verdict.Pass:
		return p.good("✓ pass")
	case verdict.Fail:
		return p.bad("✗ fail")
	case verdict.Unknown:
		return p.unsure("? unknown")
	}
	return string(v)
}

func (p *page) check(a *assess.Assessment, c *verdict.Check, o ExplainOptions) bool {
	policy := policyOf(a, c.Policy)
	shown, head := false, false
	intro := func() {
		if !head {
			p.heading(fmt.Sprintf("%s in %s: %s", c.Policy, c.Boundary, c.Status))
			if o := overlayOf(a, policy); o != nil {
				p.line("  policy of overlay %s: %s:%d, %s", clean(o.Name), clean(policy.File), policy.Line, short(policy.Digest))
			}
			head = true
		}
	}
	if o.Subject == "" {
		intro()
		if c.Error != nil {
			p.text("  ✗ ", clean(c.Error.Message)+" "+c.Error.Location)
		}
		for _, g := range c.Gaps {
			p.text("  ? ", clean(g.Settle))
		}
		for _, l := range c.Proof {
			p.text("  · ", looked(l))
			if l.Document != "" {
				p.line("          document  %s", clean(l.Document))
				p.line("          sha256    %s", l.SHA256)
				p.line("          pointer   %s", clean(l.Pointer))
			}
		}
	}
	n := 0
	for i := range c.Subjects {
		s := &c.Subjects[i]
		if o.Subject != "" && !strings.Contains(s.ID, o.Subject) {
			continue
		}
		shown = true
		if n++; o.Subject == "" && n > most {
			p.line("  and %d more subjects; --subject chooses some", len(c.Subjects)-most)
			break
		}
		intro()
		p.subject(s, policy, o)
	}
	return shown
}

func (p *page) subject(s *verdict.Subject, policy *assess.Policy, o ExplainOptions) {
	line := fmt.Sprintf("  %s  %s %s", p.verdict(s.Verdict), s.Kind, clean(s.ID))
	if s.Name != "" {
		line += " (" + clean(s.Name) + ")"
	}
	p.line("%s", line)
	if s.Waiver != nil {
		p.line("      waived by %s, %s, until %s", clean(s.Waiver.ID), clean(s.Waiver.Ticket), s.Waiver.Expires)
	}
	for _, c := range s.Conditions {
		p.text("      "+p.verdict(c.Verdict)+"  ", clean(c.Message))
		for _, e := range c.Evidence {
			p.line("          document  %s", clean(e.Document))
			if e.SHA256 != "" {
				p.line("          sha256    %s", e.SHA256)
			}
			if e.Read != "" {
				p.line("          read      %s", clean(e.Read))
			}
			if e.Pointer != "" {
				p.line("          pointer   %s", clean(e.Pointer))
			}
			p.line("          observed  %s", observed(e))
		}
		for _, g := range c.Unknown {
			p.text("          settle    ", clean(g.Settle))
		}
		p.rule(policy, c, o)
	}
}

// observed writes a value as JSON, or that there is none, with what the provider documents for that.
func observed(e verdict.Evidence) string {
	switch {
	case e.Absent && e.Default != nil:
		return "absent; the provider's default is " + shown(e.Default)
	case e.Absent:
		return "absent"
	}
	return shown(e.Value)
}

// shown writes a value as JSON.
func shown(value any) string {
	if text, ok := value.(string); ok {
		value = bounded(text, 4*longest)
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return "a value that cannot be shown"
	}
	return clean(string(raw))
}

// rule shows the rule that judged, where a single subject is explained.
func (p *page) rule(policy *assess.Policy, c verdict.Condition, o ExplainOptions) {
	if policy == nil || o.Subject == "" || o.Source == nil {
		return
	}
	for _, k := range policy.Conditions {
		if k.ID != c.ID {
			continue
		}
		p.line("          rule      %s:%d", k.File, k.Line)
		for _, line := range ruleText(o.Source(k.File), k.Line) {
			p.line("            %s", p.dim(line))
		}
	}
}

// ruleText is the text of the rule that begins at a line: to its closing brace, or that line alone.
func ruleText(source string, line int) []string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return nil
	}
	var out []string
	for _, l := range lines[line-1:] {
		out = append(out, strings.ReplaceAll(l, "\t", "  "))
		if !strings.HasSuffix(lines[line-1], "{") || l == "}" {
			break
		}
	}
	return out
}

func policyOf(a *assess.Assessment, id string) *assess.Policy {
	for i := range a.Policies.Used {
		if a.Policies.Used[i].ID == id {
			return &a.Policies.Used[i]
		}
	}
	return nil
}
