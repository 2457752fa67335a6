package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// Plan writes the way to the next level of each category, and on to its target, foundational ones first.
func Plan(w io.Writer, a *assess.Assessment, plan model.Plan, o TerminalOptions) error {
	p := newPage(w, o)
	p.header(a)
	kind := "gross"
	if plan.Net {
		kind = "net of waivers"
	}
	for _, c := range plan.Categories {
		head := fmt.Sprintf("%s %s: from level %s (%s) to %s", c.Category, c.Name, c.From, kind, c.To)
		if c.Reaches > c.To {
			head += fmt.Sprintf(" (and at once to %s)", c.Reaches)
		}
		if c.Target != model.NoLevel {
			head += fmt.Sprintf(", target %s", c.Target)
		}
		p.heading(head)
		p.work(c.Work)
		for _, s := range c.Later {
			p.line("  then to level %s", s.To)
			p.work(s.Work)
		}
	}
	if len(plan.Categories) == 0 {
		p.line("No assessed category is below its target or level %s.", a.Model.Top())
	}
	if len(plan.Reached) > 0 {
		var names []string
		for _, r := range plan.Reached {
			names = append(names, fmt.Sprintf("%s (level %s, target %s)", r.Category, r.Confirmed, r.Target))
		}
		p.heading("At the target")
		p.text("  ", strings.Join(names, ", "))
	}
	return p.err
}

// work writes the steps of one level.
func (p *page) work(c model.Work) {
	p.line("  %s", p.dim(fmt.Sprintf("%d to fix, %d to find out, %s in the way", c.Fix, c.FindOut, Plural(c.Subjects, "subject"))))
	for _, s := range c.Steps {
		sign, need := p.unsure("?"), "find out"
		if s.Need == model.Fix {
			sign, need = p.bad("✗"), fmt.Sprintf("fix %d of %d", max(s.Fixes, 1), s.Tally.All())
		}
		p.text("  "+sign+" "+p.id(s.Objective), fmt.Sprintf("%s (%s)", clean(s.Title), need))
		p.text(strings.Repeat(" ", columns(p.id(s.Objective))+4), clean(s.Remediation))
	}
}
