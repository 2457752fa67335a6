package report

import (
	"fmt"
	"strings"

	"github.com/aismm/aismm/internal/assess"
)

// lifeOf says when an objective takes effect, ends, and what takes its place, as far as the model says anything.
func lifeOf(o *assess.Objective) []string {
	var list []string
	if o.Upcoming {
		list = append(list, fmt.Sprintf("takes effect on %s; until then it warns, and counts in no level", o.Effective))
	}
	switch {
	case o.Removed != "" && o.SupersededBy != "":
		list = append(list, fmt.Sprintf("ends on %s; %s takes its place", o.Removed, o.SupersededBy))
	case o.Removed != "":
		list = append(list, fmt.Sprintf("ends on %s", o.Removed))
	case o.SupersededBy != "":
		list = append(list, o.SupersededBy+" is to take its place")
	}
	if o.Overlay != nil {
		list = append(list, fmt.Sprintf("an overlay changes its %s: %s", strings.Join(o.Overlay.Keys, ", "), o.Overlay.Position))
	}
	return list
}

// life shows where an objective comes from, how long it lives, and what the organization's own copy of the model says.
func (p *page) life(a *assess.Assessment, o *assess.Objective) {
	for _, b := range o.Bound {
		p.text("your copy  ", clean(b.ID)+": "+passage(b.Text))
	}
	p.text("model      ", clean(fmt.Sprintf("%s %s, %s", a.Model.Name, modelVersion(a), o.Source)))
	for _, s := range lifeOf(o) {
		p.text("           ", clean(s))
	}
	for _, h := range o.History {
		p.text("           ", clean(fmt.Sprintf("%s: %s", h.Date, h.Change)))
	}
}

// upcoming shows the objectives that do not count yet.
func (p *page) upcoming(a *assess.Assessment) {
	list := later(a)
	if len(list) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Takes effect later: %s, counted in no level yet", Plural(len(list), "objective")))
	for i, o := range list {
		if i == most {
			p.line("  and %d more; the page and the JSON have them all", len(list)-most)
			break
		}
		p.text("  "+p.unsure("!")+" "+p.id(o.ID), fmt.Sprintf("%s: from %s on; now %s", clean(o.Title), o.Effective, statusName(o.Status)))
		p.text(strings.Repeat(" ", columns(p.id(o.ID))+4), arithmetic(o))
	}
}

// later lists the objectives that do not count yet.
func later(a *assess.Assessment) []*assess.Objective {
	var list []*assess.Objective
	for i := range a.Objectives {
		if a.Objectives[i].Upcoming {
			list = append(list, &a.Objectives[i])
		}
	}
	return list
}

// became shows what has become of the assessment's objectives in the model at hand.
func (p *page) became(list []assess.Became) {
	if len(list) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Since then the model has changed: %s", Plural(len(list), "objective")))
	for i, b := range list {
		if i == most {
			p.line("  and %d more; aismm explain OBJECTIVE says what became of each", len(list)-most)
			break
		}
		p.text("  • "+p.id(b.Objective), clean(b.What))
	}
}

// longestPassage is how much of a text that the organization bound is shown: all of any that is meant to be read.
const longestPassage = 4000

// passage makes a longer text fit to show.
func passage(s string) string { return cleanTo(s, longestPassage) }
