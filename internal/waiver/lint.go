package waiver

import (
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/model"
)

// LintOptions is what waivers are checked against.
type LintOptions struct {
	AsOf time.Time
	// MaxDays is the longest that a waiver may last.
	MaxDays int
	// Known reports whether the model has an objective; nil accepts every id.
	Known func(model.ObjectiveID) bool
}

// Lint finds what is wrong with waivers of any number of files, sorted by file and line. The codes are "duplicate_id",
// "unknown_objective", "too_long", "expired", "future", "no_approval" and "broad".
func Lint(waivers []*Waiver, o LintOptions) []statement.Finding {
	l := statement.NewLinter(noun)
	for _, w := range waivers {
		l.Identity(w.ID, w.Source, w.Objective, o.Known == nil || o.Known(w.Objective))
		state, message := w.State(o.AsOf, o.MaxDays)
		switch state {
		case TooLong:
			l.Add(w.ID, w.Source, statement.Error, "too_long", "%s", message)
		case Expired:
			l.Add(w.ID, w.Source, statement.Warning, "expired", "%s", message)
		case Future:
			l.Add(w.ID, w.Source, statement.Warning, "future", "%s", message)
		}
		if w.ApprovedAt.IsZero() {
			l.Add(w.ID, w.Source, statement.Warning, "no_approval", "approved_at is missing: nobody can tell when it was decided, or how long it lasts")
		}
		if why := w.Broad(); why != "" {
			l.Add(w.ID, w.Source, statement.Warning, "broad", "%s; name the ids, boundaries or regions that are meant", why)
		}
	}
	return l.Findings()
}
