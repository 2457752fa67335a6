package report

import (
	"fmt"
	"io"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// Score writes the levels with their arithmetic: how many objectives of each level are met, and where the climb ends.
func Score(w io.Writer, a *assess.Assessment, o TerminalOptions) error {
	p := newPage(w, o)
	p.header(a)
	for _, d := range a.Score.Domains {
		p.heading(fmt.Sprintf("%s  lowest %s, mean %s", clean(d.Name), levelRange(d.Gross.Minimum), meanRange(d.Gross.Mean)))
		for _, c := range a.Score.Categories {
			if c.Domain == d.Domain {
				p.climb(c)
			}
		}
	}
	g := a.Score.Programme
	p.heading(fmt.Sprintf("Programme  lowest %s, mean %s, %s decided", levelRange(g.Gross.Minimum), meanRange(g.Gross.Mean), a.Score.Coverage))
	if g.Net != g.Gross {
		p.line("  net of waivers: lowest %s, mean %s", levelRange(g.Net.Minimum), meanRange(g.Net.Mean))
	}
	return p.err
}

func (p *page) climb(c model.CategoryScore) {
	if !c.Assessed {
		p.line("  %s %s  %s", cell(c.Category.String(), 4), c.Name, p.dim("not yet assessed"))
		return
	}
	line := fmt.Sprintf("  %s %s  level %s", cell(c.Category.String(), 4), c.Name, levelRange(c.Gross.Interval))
	if c.Net.Interval != c.Gross.Interval {
		line += ", net " + levelRange(c.Net.Interval)
	}
	if c.Target != model.NoLevel && c.Distance != nil {
		line += fmt.Sprintf(", target %s", c.Target)
		if c.Distance.Most > 0 {
			line += fmt.Sprintf(" (%d to go)", c.Distance.Most)
		}
	}
	p.line("%s", line)
	for _, n := range c.Gross.Levels {
		applicable := n.Objectives - n.NotApplicable
		switch {
		case n.PassedThrough:
			p.line("       level %s  %s", n.Level, p.dim("nothing applies: passed through"))
		case n.Met == applicable:
			p.line("       level %s  %s", n.Level, p.good(fmt.Sprintf("✓ %d of %d met", n.Met, applicable)))
		default:
			s := fmt.Sprintf("%d of %d met", n.Met, applicable)
			if n.NotMet > 0 {
				s += fmt.Sprintf(", %d not met", n.NotMet)
			}
			if n.Unknown+n.NotAssessed > 0 {
				s += fmt.Sprintf(", %d unknown", n.Unknown+n.NotAssessed)
			}
			sign := p.unsure("?")
			if n.NotMet > 0 {
				sign = p.bad("✗")
			}
			p.line("       level %s  %s %s", n.Level, sign, s)
		}
	}
}
