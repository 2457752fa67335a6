package report

import (
	"fmt"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// looked says what one look for things to judge found.
func looked(l verdict.Look) string {
	what := l.Operation
	if what == "" {
		what = "reads that would show that AI is in use"
	}
	s := fmt.Sprintf("%s: read %s", clean(what), times(l.Reads))
	if l.Unsupported > 0 {
		s += fmt.Sprintf(", %s without the service", Plural(l.Unsupported, "scope"))
	}
	if l.Resources == 0 {
		return s + ", nothing found"
	}
	return s + fmt.Sprintf(", %s found and none to be judged", Plural(l.Resources, "thing"))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// nothing is why an objective does not apply: where policies looked, boundary by boundary.
func nothing(a *assess.Assessment, o *assess.Objective) []string {
	var lines []string
	if o.Status != model.NotApplicable {
		return lines
	}
	for _, c := range a.ChecksOf(o.ID) {
		for _, l := range c.Proof {
			lines = append(lines, c.Boundary+": "+looked(l))
		}
	}
	return lines
}

// notApplicable lists the objectives that do not apply, with the proof.
func (p *page) notApplicable(a *assess.Assessment) {
	n := counts(a)[model.NotApplicable]
	if n == 0 {
		return
	}
	p.heading(fmt.Sprintf("Does not apply: %s. Every read succeeded, and there was nothing to judge", Plural(n, "objective")))
	shown := 0
	for i := range a.Objectives {
		o := &a.Objectives[i]
		if o.Status != model.NotApplicable || o.Upcoming {
			continue
		}
		if shown++; shown > most {
			p.line("  and %d more", n-most)
			return
		}
		lines := nothing(a, o)
		text := clean(o.Title)
		if len(lines) > 0 {
			text += " (" + lines[0]
			if len(lines) > 1 {
				text += fmt.Sprintf("; aismm explain %s shows %d more", o.ID, len(lines)-1)
			}
			text += ")"
		}
		p.text("  · "+p.id(o.ID), text)
	}
}
