package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/model"
)

// most is how many entries of a list the terminal shows; the page and the JSON have all.
const most = 12

// Terminal writes the report that fits a screen or two: the levels, what is unknown and would settle it, what fails, and
// what was left out.
func Terminal(w io.Writer, a *assess.Assessment, o TerminalOptions) error {
	p := newPage(w, o)
	p.header(a)
	p.levels(a)
	p.incomplete(a)
	p.unknown(a)
	p.failing(a)
	p.notApplicable(a)
	p.upcoming(a)
	p.drift(a)
	p.exceptions(a)
	p.became(o.Became)
	p.line("")
	p.text("", "aismm explain OBJECTIVE shows a whole chain of evidence; aismm plan the way to the next level.")
	return p.err
}

func (p *page) header(a *assess.Assessment) {
	name := clean(a.Organization)
	if name == "" {
		name = "AI security programme"
	}
	p.line("%s", p.bold(name+" on "+modelName(a)))
	p.line("%s", p.dim("as of "+a.AsOf.UTC().Format("2006-01-02 15:04 MST")+", evidence "+short(a.Bundle)+", policies "+short(a.Policies.Digest)+", objectives "+modelVersion(a)))
	if over := laidOver(a); len(over) > 0 {
		p.text("with overlays ", strings.Join(over, ", "))
	}
	if a.Invented {
		p.text("", p.unsure("This enterprise is invented: nothing here is evidence about anybody."))
	}
	if c := describeCut(a.Cut); c != "" {
		p.text("", "Only "+c+".")
	}
}

// modelName is what the model is called in a heading.
func modelName(a *assess.Assessment) string {
	if strings.HasPrefix(a.Model.Name, "CSA ") {
		return "the " + a.Model.Name
	}
	return clean(a.Model.Name)
}

// modelVersion is the version of the model, with those of its overlays.
func modelVersion(a *assess.Assessment) string {
	s := clean(a.Model.Version)
	for i, o := range a.Model.Overlays {
		s += []string{" with ", ", "}[min(i, 1)] + clean(o.Name)
		if o.Version != model.Unversioned {
			s += " " + clean(o.Version)
		}
	}
	return s
}

// id is an objective's id in a column.
func (p *page) id(id model.ObjectiveID) string {
	return cell(id.String(), max(9, len(id.String()))) + " "
}

func describeCut(c assess.Cut) string {
	var parts []string
	for _, d := range c.Deployments {
		parts = append(parts, d.Name())
	}
	parts = append(parts, c.Providers...)
	parts = append(parts, c.Boundaries...)
	for _, category := range c.Categories {
		parts = append(parts, category.String())
	}
	return strings.Join(parts, ", ")
}

func short(digest string) string {
	return strings.TrimPrefix(digest, "sha256:")[:min(12, len(strings.TrimPrefix(digest, "sha256:")))]
}

func (p *page) levels(a *assess.Assessment) {
	p.heading("Levels, confirmed to possible")
	name := max(14, min(38, p.width-55))
	var missing []string
	for _, c := range a.Score.Categories {
		if !c.Assessed {
			missing = append(missing, c.Category.String())
			continue
		}
		row := fmt.Sprintf("  %s %s %s %s", cell(c.Category.String(), 4), cell(c.Name, name), p.ladder(a, c.Gross.Interval, c.Target), cell(levelRange(c.Gross.Interval), 4))
		row += fmt.Sprintf(" net %s %s", cell(levelRange(c.Net.Interval), 4), cell(c.Coverage.String(), 5))
		if c.Target != model.NoLevel {
			row += fmt.Sprintf("  target %s%s", c.Target, toGo(c.Distance, ", "))
		}
		p.line("%s", row)
	}
	if len(missing) > 0 {
		p.text("  ", fmt.Sprintf("%s not yet assessed: %s", Plural(len(missing), "category"), strings.Join(missing, " ")))
	}
	g, net := a.Score.Programme.Gross, a.Score.Programme.Net
	n := counts(a)
	p.line("  %s", p.dim("■ confirmed  ▨ possible  · not reached"+targetSign(a)))
	p.line("  %s", p.dim("net: waived subjects left out  n/m: objectives decided of those that apply"))
	p.line("")
	p.text("  ", fmt.Sprintf("Lowest level %s, mean %s over %s (net %s and %s). %s of the applicable objectives are decided: %d met, %d not met, %d unknown.",
		levelRange(g.Minimum), meanRange(g.Mean), Plural(a.Score.Programme.Assessed, "category"), levelRange(net.Minimum), meanRange(net.Mean), a.Score.Coverage, n[model.Met], n[model.NotMet], n[model.Unknown]))
}

func targetSign(a *assess.Assessment) string {
	if len(a.Targets) == 0 {
		return ""
	}
	return "  ◆ target"
}

// ladder draws a cell for each level: confirmed, possible, not reached; the target's cell carries a mark while it is not reached.
func (p *page) ladder(a *assess.Assessment, i model.Interval, target model.Level) string {
	var b strings.Builder
	for _, level := range a.Model.Levels {
		l := level.Level
		switch {
		case l <= i.Confirmed:
			b.WriteString(p.good("■"))
		case l == target && l > i.Confirmed:
			b.WriteString(p.bad("◆"))
		case l <= i.Possible:
			b.WriteString(p.unsure("▨"))
		default:
			b.WriteString(p.dim("·"))
		}
	}
	return b.String()
}

func (p *page) incomplete(a *assess.Assessment) {
	l := a.Ledger
	var broken []assess.Provider
	for _, v := range l.Providers {
		if !v.Connected {
			broken = append(broken, v)
		}
	}
	scopes := unread(a)
	if len(broken) == 0 && len(scopes) == 0 && len(a.Problems) == 0 && l.Skipped == 0 {
		return
	}
	word := "Incomplete"
	if len(broken) == 0 && len(scopes) == 0 && len(a.Problems) == 0 {
		word = "Complete"
	}
	p.heading(fmt.Sprintf("%s: %d of %d scopes read to their end", word, l.Collected, l.Expected-l.Skipped))
	for _, v := range broken {
		p.text("  ✗ ", v.Name+" was not connected: "+clean(v.Reason))
	}
	for i, s := range scopes {
		if i == most {
			p.line("  and %d more", len(scopes)-most)
			break
		}
		p.text("  ✗ ", s)
	}
	if out := leftOut(a); len(out) > 0 {
		p.text("  · ", "left out on purpose: "+strings.Join(out, ", "))
	}
	for i, q := range a.Problems {
		if i == most {
			p.line("  and %d more problems", len(a.Problems)-most)
			break
		}
		p.text("  ✗ ", clean(q.Message)+" ("+q.File+")")
	}
}

// leftOut names what the scan left out on purpose, and why.
func leftOut(a *assess.Assessment) []string {
	var out []string
	for _, s := range a.Ledger.Incomplete {
		if s.Status != evidence.ScopeSkipped {
			continue
		}
		if len(out) == most {
			return append(out, "and more")
		}
		out = append(out, strings.TrimSpace(s.ID+" "+clean(s.Name))+" ("+cmp.Or(clean(s.Reason), "no reason given")+")")
	}
	return out
}

// unread describes the scopes that were not read to their end: the regions of an account that failed for one reason are one
// entry. What was left out on purpose is not among them.
func unread(a *assess.Assessment) []string {
	type entry struct {
		first assess.ScopeState
		more  int
	}
	var list []*entry
	at := map[[2]string]*entry{}
	for _, s := range a.Ledger.Incomplete {
		if s.Status == evidence.ScopeSkipped {
			continue
		}
		account, _, _ := strings.Cut(s.ID, "/")
		key := [2]string{account, s.Reason}
		if e := at[key]; e != nil && s.Reason != "" {
			e.more++
			continue
		}
		e := &entry{first: s}
		list = append(list, e)
		at[key] = e
	}
	var out []string
	for _, e := range list {
		text := e.first.ID
		if e.first.Name != "" {
			text += " " + clean(e.first.Name)
		}
		if e.more > 0 {
			text += " and " + Plural(e.more, "region")
		}
		switch {
		case e.first.Reason != "":
			text += " could not be read: " + clean(e.first.Reason)
		default:
			text += ": " + Plural(e.first.Gaps, "gap")
		}
		out = append(out, text)
	}
	return out
}

func (p *page) unknown(a *assess.Assessment) {
	groups := settling(a)
	n := counts(a)[model.Unknown]
	if n == 0 {
		return
	}
	p.heading(fmt.Sprintf("Unknown: %s. What would settle them", Plural(n, "objective")))
	for i, g := range groups {
		if i == most {
			p.line("  and %d more ways", len(groups)-most)
			break
		}
		p.text("  "+p.unsure("?")+" ", fmt.Sprintf("%s (%s)", g.Text(), listed(g.Objectives, 4)))
	}
}

func listed(ids []string, n int) string {
	if len(ids) <= n {
		return strings.Join(ids, " ")
	}
	return strings.Join(ids[:n], " ") + fmt.Sprintf(" and %d more", len(ids)-n)
}

func (p *page) failing(a *assess.Assessment) {
	var list []*assess.Objective
	for i := range a.Objectives {
		if a.Objectives[i].Status == model.NotMet && !a.Objectives[i].Upcoming {
			list = append(list, &a.Objectives[i])
		}
	}
	if len(list) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Not met: %s", Plural(len(list), "objective")))
	slices.SortStableFunc(list, func(x, y *assess.Objective) int { return int(x.Level) - int(y.Level) })
	for i, o := range list {
		if i == 2*most {
			p.line("  and %d more; the page and the JSON have them all", len(list)-2*most)
			break
		}
		p.text("  "+p.bad("✗")+" "+p.id(o.ID), clean(o.Title))
		p.text(strings.Repeat(" ", columns(p.id(o.ID))+4), arithmetic(o)+judgedBy(a, o))
	}
}

func (p *page) exceptions(a *assess.Assessment) {
	if len(a.Waivers) == 0 && len(a.Attestations) == 0 {
		return
	}
	p.heading("Waivers and attestations")
	for _, w := range a.Waivers {
		s := fmt.Sprintf("waiver %s for %s is %s", clean(w.ID), w.Objective, w.State)
		if w.Subjects > 0 {
			s += ", covers " + Plural(w.Subjects, "failed subject")
		}
		if w.Broad {
			s += ", and is broader than a waiver should be"
		}
		if w.Message != "" {
			s += ": " + clean(w.Message)
		}
		p.text("  • ", s)
	}
	for _, t := range a.Attestations {
		p.text("  • ", attestationLine(t))
	}
}
