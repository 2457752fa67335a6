package waiver

import (
	"strings"
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/strictyaml"
)

// noun and key are what a waiver, and a file's list of them, are called.
const (
	noun = "waiver"
	key  = "waivers"
)

type rawFile struct {
	Waivers []strictyaml.Kept `yaml:"waivers"`
}

// rawWaiver is a waiver as people write it; words are read by their own parsers, so that each error has its line.
type rawWaiver struct {
	ID         string   `yaml:"id"`
	Objective  string   `yaml:"objective"`
	Subjects   Selector `yaml:"subjects"`
	Condition  string   `yaml:"condition,omitempty"`
	Owner      string   `yaml:"owner"`
	Ticket     string   `yaml:"ticket"`
	Reason     string   `yaml:"reason"`
	ApprovedAt string   `yaml:"approved_at,omitempty"`
	Starts     string   `yaml:"starts,omitempty"`
	Expires    string   `yaml:"expires"`
}

// Parse reads one file of waivers. Everything that is wrong is reported at once, each with its line; the waivers with which
// nothing is wrong are returned beside the error. Ids must differ within the file; Lint compares them between files.
func Parse(file string, data []byte) ([]*Waiver, error) {
	var raw rawFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return []*Waiver{}, err
	}
	return statement.Read(file, noun, raw.Waivers, read)
}

func read(e *statement.Entry) *Waiver {
	var raw rawWaiver
	if !e.Mapping(&raw, "a waiver is a mapping with id, objective, subjects, owner, ticket, reason and expires") {
		return &Waiver{}
	}
	w := &Waiver{ID: e.ID(raw.ID), Objective: e.Objective(raw.Objective), Subjects: raw.Subjects, Condition: raw.Condition, Source: e.Source()}
	w.Owner = e.Required("owner", raw.Owner, "a person or team that answers for it")
	w.Ticket = e.Required("ticket", raw.Ticket, "where the acceptance was decided")
	w.Reason = e.Required("reason", raw.Reason, "why the failure is accepted")
	e.Required("expires", raw.Expires, "a date; a waiver always ends")
	w.Expires = e.Moment("expires", raw.Expires, true)
	w.ApprovedAt, w.Starts = e.Moment("approved_at", raw.ApprovedAt, false), e.Moment("starts", raw.Starts, false)
	selector(e, raw.Subjects)
	order(e, w)
	return w
}

func selector(e *statement.Entry, s Selector) {
	if s.Kind == "" && len(s.IDs) == 0 && len(s.Boundaries) == 0 && len(s.Regions) == 0 {
		e.Fail("subjects", "subjects selects nothing; name kind, ids, boundaries or regions, or else every failure of the objective would be waived")
	}
	for _, l := range s.lists() {
		for _, v := range l.values {
			if strings.TrimSpace(v) == "" {
				e.Fail("subjects", "subjects.%s has an empty entry", l.field)
			}
		}
	}
}

func order(e *statement.Entry, w *Waiver) {
	if w.Expires.IsZero() {
		return
	}
	if from := w.Begins(); !from.IsZero() && !from.Before(w.Expires) {
		e.Fail("expires", "it expires at %s, before it begins at %s", ends(w.Expires), begins(from))
	}
	if !w.Starts.IsZero() && w.Starts.Before(w.ApprovedAt.Truncate(24*time.Hour)) { // on the day of its approval it may start
		e.Fail("starts", "it starts at %s, before it was approved at %s", begins(w.Starts), begins(w.ApprovedAt))
	}
}
