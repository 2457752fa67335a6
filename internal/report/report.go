// Package report shows an assessment: to people in a terminal and in a page, to machines as JSON. Every form is drawn from
// the one assessment, and none decides anything.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Formats lists the forms of a report.
func Formats() []string { return []string{"terminal", "json", "html"} }

// JSON writes the assessment itself, in its one canonical form.
func JSON(w io.Writer, a *assess.Assessment) error {
	data, err := assess.Encode(a)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// longest is how much of one text is shown; the assessment has the whole.
const longest = 400

// clean makes text from providers fit to show: no control or formatting characters, which could move the cursor or turn the
// direction of text, and no endless lines.
func clean(s string) string { return cleanTo(s, longest) }

func cleanTo(s string, most int) string {
	s = strings.ToValidUTF8(bounded(s, 4*most), "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return bounded(s, most)
}

func bounded(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// counts are the objectives in force by status.
func counts(a *assess.Assessment) map[model.Status]int {
	n := map[model.Status]int{}
	for _, o := range a.Objectives {
		if !o.Upcoming {
			n[o.Status]++
		}
	}
	return n
}

// levelRange writes an interval of levels: "2", "2–3", or "–" where there is none.
func levelRange(i model.Interval) string {
	switch {
	case i.Confirmed == model.NoLevel && i.Possible == model.NoLevel:
		return "–"
	case i.Confirmed == i.Possible:
		return i.Confirmed.String()
	}
	return i.Confirmed.String() + "–" + i.Possible.String()
}

func meanRange(m model.MeanInterval) string {
	if m.Confirmed.Whole == 0 {
		return "–"
	}
	low, high := fmt.Sprintf("%.1f", m.Confirmed.Float()), fmt.Sprintf("%.1f", m.Possible.Float())
	if low == high {
		return low
	}
	return low + "–" + high
}

// arithmetic writes how an objective's status came about: "18 of 20 pass, 1 fails, 1 unknown: 90%–95%, target 95%".
func arithmetic(o *assess.Objective) string {
	t := o.Tally
	if o.Status == model.NotAssessed {
		return "nothing judged it"
	}
	if t.All() == 0 {
		if t.Open {
			return "nothing was seen, and not everything could be read"
		}
		return "there is nothing to judge"
	}
	s := fmt.Sprintf("%d of %d pass", t.Passed, t.All())
	if t.Failed > 0 {
		s += fmt.Sprintf(", %d fail", t.Failed)
	}
	if t.Unknown > 0 {
		s += fmt.Sprintf(", %d unknown", t.Unknown)
	}
	if t.Waived > 0 {
		s += fmt.Sprintf(" (%d of the failures waived)", t.Waived)
	}
	bounds := o.Lower.String()
	if o.Upper != o.Lower {
		bounds += "–" + o.Upper.String()
	}
	s += ": " + bounds + ", target " + o.Target.String()
	if t.Open {
		s += "; there may be more that could not be read"
	}
	return s
}

// statusName is a status for people.
func statusName(s model.Status) string {
	switch s {
	case model.Met:
		return "met"
	case model.NotMet:
		return "not met"
	case model.Unknown:
		return "unknown"
	case model.NotApplicable:
		return "not applicable"
	case model.NotAssessed:
		return "not assessed"
	}
	return string(s)
}

// assessed reports whether anything judged a category.
func assessed(a *assess.Assessment, c model.Category) bool {
	return slices.ContainsFunc(a.Score.Categories, func(s model.CategoryScore) bool { return s.Category == c && s.Assessed })
}

// settleGroup is one thing to do that would settle unknowns of several objectives.
type settleGroup struct {
	Settle     string
	Objectives []string
	Subjects   int
	// Alike counts the gaps of the same kind in other scopes or about other resources; the objectives list them.
	Alike int

	wordings map[string]bool
}

// Text is what to do, with how often.
func (g settleGroup) Text() string {
	if g.Alike == 0 {
		return clean(g.Settle)
	}
	return fmt.Sprintf("%s, and %d more like it", clean(g.Settle), g.Alike)
}

// follows tells whether a read was only not attempted, and what stands before it in the same account is among the steps.
func follows(s assess.Settle, steps []assess.Settle) bool {
	account := func(scope string) string {
		before, _, _ := strings.Cut(scope, "/")
		return before
	}
	return s.Outcome == string(evidence.Skipped) && slices.ContainsFunc(steps, func(other assess.Settle) bool {
		return account(other.Scope) == account(s.Scope) && other.Outcome != s.Outcome && other.Outcome != ""
	})
}

// sort of a gap: what it says apart from where and about which resource.
func sortOf(s assess.Settle) string {
	text := s.Settle
	for _, part := range []string{s.Resource, s.Scope} {
		if part != "" {
			text = strings.ReplaceAll(text, part, "*")
		}
	}
	if strings.HasPrefix(s.Message, evidence.RefusedByPolicy) {
		text = strings.ReplaceAll(text, s.Operation, "*") // one exemption opens them all
	}
	// Regions of an account that cannot be entered differ in their last part only.
	if account, _, ok := strings.Cut(s.Scope, "/"); ok {
		text = strings.ReplaceAll(text, account, "*")
	}
	return text
}

// distinct keeps one of the steps that read the same: one act settles them, whatever kinds they are about.
func distinct(steps []assess.Settle) []assess.Settle {
	var list []assess.Settle
	at := map[string]int{}
	for _, s := range steps {
		i, ok := at[s.Settle]
		if !ok {
			at[s.Settle] = len(list)
			list = append(list, s)
			continue
		}
		list[i].Subjects = max(list[i].Subjects, s.Subjects)
	}
	return list
}

// consequence stands for the reads that were not made because another one did not succeed.
const consequence = "settle what is refused above, and scan again: reads of the same accounts were not made because of it"

// settling groups what would settle the unknown objectives of assessed categories, the most effective first.
func settling(a *assess.Assessment) []settleGroup {
	var groups []settleGroup
	var all []assess.Settle
	for _, o := range a.Objectives {
		if o.Status == model.Unknown && !o.Upcoming {
			all = append(all, o.Settle...)
		}
	}
	at := map[string]int{}
	for _, o := range a.Objectives {
		if o.Status != model.Unknown || o.Upcoming {
			continue
		}
		for _, s := range o.Settle {
			if follows(s, o.Settle) {
				continue
			}
			if follows(s, all) { // what stands before it keeps other objectives open too, and is listed for them
				s = assess.Settle{Gap: verdict.Gap{Settle: consequence}, Subjects: s.Subjects}
			}
			i, ok := at[sortOf(s)]
			if !ok {
				i = len(groups)
				at[sortOf(s)] = i
				groups = append(groups, settleGroup{Settle: s.Settle, wordings: map[string]bool{s.Settle: true}})
			}
			g := &groups[i]
			if !g.wordings[s.Settle] {
				g.wordings[s.Settle] = true
				g.Alike++
			}
			if id := o.ID.String(); !slices.Contains(g.Objectives, id) {
				g.Objectives = append(g.Objectives, id)
			}
			g.Subjects += s.Subjects
		}
	}
	slices.SortStableFunc(groups, func(x, y settleGroup) int {
		if follow := (x.Settle == consequence); follow != (y.Settle == consequence) { // last, where what it speaks of is above
			return map[bool]int{true: 1, false: -1}[follow]
		}
		if d := len(y.Objectives) - len(x.Objectives); d != 0 {
			return d
		}
		return y.Subjects - x.Subjects
	})
	return groups
}

// Plural writes a number with its noun: "1 scope", "2 scopes", "3 policies", "4 days".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
