package waiver

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/aismm/aismm/model"
)

// Severity says whether a waiver does nothing because of a finding.
type Severity string

// The severities. A waiver with an error is not applied.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing that is wrong with a waiver.
type Finding struct {
	Waiver   string         `json:"waiver"`
	Source   model.Position `json:"source"`
	Severity Severity       `json:"severity"`
	// Code is "duplicate_id", "unknown_objective", "too_long", "expired", "future", "no_approval" or "broad".
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String writes the finding on one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: waiver %q: %s", f.Source, f.Severity, f.Waiver, f.Message)
}

// LintOptions is what waivers are checked against.
type LintOptions struct {
	AsOf time.Time
	// MaxDays is the longest that a waiver may last.
	MaxDays int
	// Known reports whether the model has an objective; nil accepts every id.
	Known func(model.ObjectiveID) bool
}

// Lint finds what is wrong with waivers of any number of files, sorted by file and line.
func Lint(waivers []*Waiver, o LintOptions) []Finding {
	findings := []Finding{}
	first := map[string]model.Position{}
	for _, w := range waivers {
		add := func(s Severity, code, format string, args ...any) {
			findings = append(findings, Finding{w.ID, w.Source, s, code, fmt.Sprintf(format, args...)})
		}
		if at, ok := first[w.ID]; ok {
			add(Error, "duplicate_id", "the id is used already at %s", at)
		} else {
			first[w.ID] = w.Source
		}
		if o.Known != nil && !o.Known(w.Objective) {
			add(Error, "unknown_objective", "the model has no objective %s", w.Objective)
		}
		state, message := w.State(o.AsOf, o.MaxDays)
		switch state {
		case TooLong:
			add(Error, "too_long", "%s", message)
		case Expired:
			add(Warning, "expired", "%s", message)
		case Future:
			add(Warning, "future", "%s", message)
		}
		if w.ApprovedAt.IsZero() {
			add(Warning, "no_approval", "approved_at is missing: nobody can tell when it was decided, or how long it lasts")
		}
		if why := w.Broad(); why != "" {
			add(Warning, "broad", "%s; name the ids, boundaries or regions that are meant", why)
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Line, b.Source.Line), cmp.Compare(a.Code, b.Code))
	})
	return findings
}
