package assess

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
)

// waive lays waivers over the failed subjects of checks, and says what became of each waiver. A subject is waived when waivers in
// force cover every condition that fails; its verdict stays.
func waive(checks []verdict.Check, waivers []*waiver.Waiver, o waiver.LintOptions) []Waiver {
	sorted := slices.Clone(waivers)
	slices.SortStableFunc(sorted, func(a, b *waiver.Waiver) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Line, b.Source.Line))
	})
	results := make([]Waiver, len(sorted))
	force := map[string][]int{} // by objective, those in force
	refused := refusals(sorted, o)
	for i, w := range sorted {
		results[i] = describe(w, o)
		if why, ok := refused[w]; ok {
			results[i].State, results[i].Message = WaiverRefused, why
		}
		if results[i].State == WaiverUnused {
			force[w.Objective.String()] = append(force[w.Objective.String()], i)
		}
	}
	covered := make([]map[string]bool, len(sorted))
	matched := make([]bool, len(sorted))
	for c := range checks {
		for s := range checks[c].Subjects {
			subject := &checks[c].Subjects[s]
			if subject.Verdict != verdict.Fail {
				continue
			}
			used, whole := cover(*subject, sorted, force[checks[c].Objective])
			for _, i := range used {
				matched[i] = true
				if whole {
					if covered[i] == nil {
						covered[i] = map[string]bool{}
					}
					covered[i][subject.Kind+" "+subject.ID] = true
				}
			}
			if whole {
				r := results[used[0]]
				subject.Waiver = &verdict.Waiver{ID: r.ID, Owner: r.Owner, Ticket: r.Ticket, Expires: r.Expires}
			}
		}
	}
	for i := range results {
		results[i].Subjects = len(covered[i])
		switch {
		case results[i].State != WaiverUnused:
		case results[i].Subjects > 0:
			results[i].State = WaiverUsed
		case matched[i]:
			results[i].Message = "the subjects that it names fail other conditions too, which it does not accept"
		default:
			results[i].Message = "no failed subject matches it; remove it, or correct its selector"
		}
		if results[i].Broad && results[i].Message == "" {
			results[i].Message = sorted[i].Broad()
		}
	}
	return results
}

// cover finds the waivers that accept a failing condition of the subject, and reports whether together they accept all.
func cover(s verdict.Subject, waivers []*waiver.Waiver, candidates []int) (used []int, whole bool) {
	failing := 0
	accepted := map[string]bool{}
	for _, c := range s.Conditions {
		if c.Verdict == verdict.Fail {
			failing++
		}
	}
	for _, i := range candidates {
		w := waivers[i]
		if !w.Matches(s) {
			continue
		}
		hit := failing == 0 && w.Condition == ""
		for _, c := range s.Conditions {
			if c.Verdict == verdict.Fail && w.CoversCondition(c.ID) {
				hit, accepted[c.ID] = true, true
			}
		}
		if hit {
			used = append(used, i)
		}
	}
	return used, len(used) > 0 && len(accepted) == failing
}

// refusals says why waivers with an error are not applied.
func refusals(waivers []*waiver.Waiver, o waiver.LintOptions) map[*waiver.Waiver]string {
	why := map[*waiver.Waiver]string{}
	messages := map[string][]string{}
	for _, f := range waiver.Lint(waivers, o) {
		if f.Severity == statement.Error {
			key := f.Source.String() + " " + f.ID
			messages[key] = append(messages[key], f.Message)
		}
	}
	for _, w := range waivers {
		if m := messages[w.Source.String()+" "+w.ID]; m != nil {
			why[w] = strings.Join(m, "; ")
		}
	}
	return why
}

func describe(w *waiver.Waiver, o waiver.LintOptions) Waiver {
	r := Waiver{ID: w.ID, Objective: w.Objective.String(), State: WaiverUnused, Owner: w.Owner, Ticket: w.Ticket, Reason: w.Reason,
		Starts: moment(w.Begins()), Expires: moment(w.Expires), File: w.Source.File, Line: w.Source.Line, Broad: w.Broad() != ""}
	state, message := w.State(o.AsOf, o.MaxDays)
	switch state {
	case waiver.Expired:
		r.State, r.Message = WaiverExpired, message
	case waiver.Future:
		r.State, r.Message = WaiverFuture, message
	case waiver.TooLong:
		r.State, r.Message = WaiverRefused, message
	}
	return r
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
