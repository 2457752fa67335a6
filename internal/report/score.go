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
	p.line("  net of waivers  lowest %s, mean %s", levelRange(g.Net.Minimum), meanRange(g.Net.Mean))
	return p.err
}

func (p *page) climb(c model.CategoryScore) {
	if !c.Assessed {
		p.line("  %s %s  %s", cell(c.Category.String(), 4), c.Name, p.dim("not yet assessed"))
		return
	}
	line := fmt.Sprintf("  %s %s  level %s, net %s", cell(c.Category.String(), 4), c.Name, levelRange(c.Gross.Interval), levelRange(c.Net.Interval))
	if c.Target != model.NoLevel {
		line += fmt.Sprintf(", target %s%s", c.Target, toGo(c.Distance, ", "))
	}
	p.line("%s", line)
	for _, n := range c.Gross.Levels {
		applicable := n.Objectives - n.NotApplicable
		switch {
		case n.PassedThrough:
			p.line("       level %s  %s", n.Level, p.dim("nothing applies: passed through"))
		case n.Objectives == 0:
			p.line("       level %s  %s", n.Level, p.dim("no objective was judged here"))
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

// toGo says how many levels lie between a category and its target, after a separator; nothing where the target is reached, or no level is known.
func toGo(d *model.Distance, separator string) string {
	switch {
	case d == nil || d.Most == 0:
		return ""
	case d.Least == d.Most:
		return fmt.Sprintf("%s%d to go", separator, d.Most)
	}
	return fmt.Sprintf("%s%d–%d to go", separator, d.Least, d.Most)
}
