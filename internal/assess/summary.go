package assess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Summary answers the two questions behind the exit code: does something that should hold fail, and is something missing?
type Summary struct {
	// Failing are the objectives that should hold and do not, waivers considered: those in force and not met, net, at or below the
	// target level of their category. Where the organization has chosen no target at all, every objective that applies should hold.
	Failing []model.ObjectiveID
	// Incomplete says what is missing, each in one sentence: scopes that were not read to their end, providers that could not be
	// signed in to, policies that failed, coverage below the least that was asked for, or none at all. Single unknown verdicts are not listed:
	// they have their gaps, and count through coverage.
	Incomplete []string
}

// Exit codes, as every command of the program uses them.
const (
	exitOK         = 0
	exitNotMet     = 1
	exitIncomplete = 2
)

// Summarize draws the summary. minCoverage is the least coverage asked for, from 0 to 1; 0 asks for none.
func (a *Assessment) Summarize(minCoverage float64) Summary {
	s := Summary{Failing: []model.ObjectiveID{}, Incomplete: []string{}}
	targets := a.TargetLevels()
	for _, o := range a.Objectives {
		if !o.Upcoming && o.Net.Status == model.NotMet && (len(targets) == 0 || o.Level <= targets[o.Category]) {
			s.Failing = append(s.Failing, o.ID)
		}
	}
	add := func(format string, args ...any) { s.Incomplete = append(s.Incomplete, fmt.Sprintf(format, args...)) }
	for _, p := range a.Ledger.Providers {
		if !p.Connected {
			add("%s could not be read: %s", p.Name, p.Reason)
		}
	}
	for _, l := range a.Ledger.Incomplete {
		switch l.Status {
		case evidence.ScopeFailed:
			add("%s was not read: %s", l.ID, why(l))
		case evidence.Partial:
			gaps := "1 gap"
			if l.Gaps != 1 {
				gaps = fmt.Sprintf("%d gaps", l.Gaps)
			}
			add("%s was not read to its end: %s", l.ID, gaps)
		}
	}
	for _, p := range a.Problems {
		if p.Dropped && !a.upcoming(p.Policy) {
			add("policy %s did not run: %s", p.Policy, p.Message)
		}
	}
	for _, c := range a.Checks {
		switch {
		case c.Status != verdict.Error || a.upcoming(c.Policy):
		case c.Error != nil:
			add("policy %s failed in %s: %s", c.Policy, c.Boundary, c.Error.Message)
		default:
			add("policy %s failed in %s", c.Policy, c.Boundary)
		}
	}
	if c := a.Score.Coverage; c.Part == 0 && c.Whole > 0 {
		add("none of the %d applicable objectives of the assessed categories is decided", c.Whole)
	} else if minCoverage > 0 && c.Float() < minCoverage {
		add("%s applicable objectives of the assessed categories are decided; fail_on.min_coverage asks for %v", c, minCoverage)
	}
	return s
}

// upcoming reports whether a policy judges an objective that does not count yet.
func (a *Assessment) upcoming(policy string) bool {
	return slices.ContainsFunc(a.Objectives, func(o Objective) bool {
		return o.Upcoming && strings.HasPrefix(policy, "aismm."+o.Category.Dir()+"."+string(o.Slug)+".")
	})
}

func why(l ScopeState) string {
	switch {
	case l.Reason != "":
		return l.Reason
	case l.Outcome != "":
		return string(l.Outcome)
	}
	return "no reason was recorded"
}

// ExitCode is 1 when something that should hold does not: it is known, however much is missing. It is 2 when only something is
// missing, and 0 otherwise.
func (s Summary) ExitCode() int {
	switch {
	case len(s.Failing) > 0:
		return exitNotMet
	case len(s.Incomplete) > 0:
		return exitIncomplete
	}
	return exitOK
}
