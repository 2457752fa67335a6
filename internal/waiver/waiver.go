// Package waiver reads accepted failures: which subjects of which objective, who owns the acceptance, under which ticket, why,
// and until when. A waiver never changes a verdict. It is laid over subjects that failed, after everything was judged.
package waiver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Waiver is one accepted failure of named subjects.
type Waiver struct {
	ID        string
	Objective model.ObjectiveID
	Subjects  Selector
	// Condition limits the waiver to one condition of the policies; empty means any.
	Condition string
	Owner     string
	Ticket    string
	Reason    string
	// ApprovedAt and Starts are zero when the file does not say them.
	ApprovedAt time.Time
	Starts     time.Time
	// Expires is the first moment at which the waiver no longer holds: a date alone holds to its end, in UTC.
	Expires time.Time
	Source  model.Position
}

// Selector says which subjects a waiver is for. Every list that is not empty must match.
type Selector struct {
	Kind string `yaml:"kind"`
	// IDs and Boundaries match exactly, or with "*" for any run of characters.
	IDs        []string `yaml:"ids"`
	Boundaries []string `yaml:"boundaries"`
	Regions    []string `yaml:"regions"`
}

// Matches reports whether a subject is one of those that the waiver is for, whatever its verdict.
func (w *Waiver) Matches(s verdict.Subject) bool {
	return (w.Subjects.Kind == "" || w.Subjects.Kind == s.Kind) &&
		(len(w.Subjects.IDs) == 0 || anyMatch(w.Subjects.IDs, s.ID)) &&
		(len(w.Subjects.Boundaries) == 0 || anyMatch(w.Subjects.Boundaries, s.Boundary)) &&
		(len(w.Subjects.Regions) == 0 || slices.Contains(w.Subjects.Regions, s.Region))
}

// CoversCondition reports whether the waiver accepts a failure of the condition.
func (w *Waiver) CoversCondition(id string) bool { return w.Condition == "" || w.Condition == id }

// Broad says in which way the selector is wider than a waiver should be; "" when it is not.
func (w *Waiver) Broad() string {
	for _, p := range slices.Concat(w.Subjects.IDs, w.Subjects.Boundaries) {
		_, rest, scoped := strings.Cut(p, ":")
		if strings.Trim(p, "*") == "" || (scoped && rest != "" && strings.Trim(rest, "*") == "") {
			return fmt.Sprintf("the pattern %q matches nearly everything", p)
		}
	}
	if len(w.Subjects.IDs) == 0 && len(w.Subjects.Boundaries) == 0 && len(w.Subjects.Regions) == 0 {
		return fmt.Sprintf("it names every %s, and neither ids nor boundaries nor regions", w.Subjects.Kind)
	}
	return ""
}

// Begins is the moment from which the waiver holds, and from which its length is counted: its start, else its approval. It is
// zero when the file says neither.
func (w *Waiver) Begins() time.Time {
	if w.Starts.IsZero() {
		return w.ApprovedAt
	}
	return w.Starts
}

// State says whether a waiver holds at a moment.
type State string

// The states of a waiver.
const (
	InForce State = "in_force"
	Expired State = "expired"
	// Future: it has not begun.
	Future State = "future"
	// TooLong: it was given for longer than the organization allows, and does nothing.
	TooLong State = "too_long"
)

// State judges the waiver at asOf, where none may last longer than maxDays. The message says what to do about it; it is empty
// for a waiver in force. A waiver that says neither approval nor start is counted from asOf.
func (w *Waiver) State(asOf time.Time, maxDays int) (State, string) {
	from := w.Begins()
	if from.IsZero() {
		from = asOf.Truncate(time.Second)
	}
	switch {
	case !asOf.Before(w.Expires):
		return Expired, fmt.Sprintf("it expired at %s; remove it, or have it approved again", ends(w.Expires))
	case w.Expires.Sub(from) > time.Duration(maxDays)*24*time.Hour+dayRest:
		return TooLong, fmt.Sprintf("it lasts %d days from %s; the most is %d (waivers.max_days)", days(w.Expires.Sub(from)), begins(from), maxDays)
	case asOf.Before(from):
		return Future, fmt.Sprintf("it begins at %s", begins(from))
	}
	return InForce, ""
}

// dayRest is what a date's own last day adds to a waiver's length: from 1 January to 31 January are 30 days.
const dayRest = 24 * time.Hour

func days(d time.Duration) int { return int((d - time.Second) / (24 * time.Hour)) }

func begins(t time.Time) string { return statement.FormatMoment(t, false) }

func ends(t time.Time) string { return statement.FormatMoment(t, true) }

func anyMatch(patterns []string, s string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return glob(p, s) })
}

// glob matches with "*" for any run of characters, "/" and ":" included, as provider ids need it.
func glob(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	if !strings.HasPrefix(s, head) {
		return false
	}
	s = s[len(head):]
	for {
		part, more, again := strings.Cut(rest, "*")
		if !again {
			return strings.HasSuffix(s, part)
		}
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s, rest = s[i+len(part):], more
	}
}
