package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// Plan writes the way to the next level of each category, foundational ones first.
func Plan(w io.Writer, a *assess.Assessment, plan model.Plan, o TerminalOptions) error {
	p := newPage(w, o)
	p.header(a)
	for _, c := range plan.Categories {
		head := fmt.Sprintf("%s %s: from level %s to %s", c.Category, c.Name, c.From, c.To)
		if c.Reaches > c.To {
			head += fmt.Sprintf(" (and at once to %s)", c.Reaches)
		}
		if c.Target != model.NoLevel {
			head += fmt.Sprintf(", target %s", c.Target)
		}
		p.heading(head)
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
	if len(plan.Categories) == 0 {
		p.line("No assessed category is below level %s.", a.Model.Top())
	}
	return p.err
}
