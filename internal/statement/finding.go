package statement

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// Severity says whether an entry counts in spite of a finding.
type Severity string

// The severities. An entry with an error does not count.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing that is wrong with an entry.
type Finding struct {
	// Of is the noun of the entry, "waiver" or "attestation"; ID is its id, empty where it could not be read.
	Of       string         `json:"of"`
	ID       string         `json:"id"`
	Source   model.Position `json:"source"`
	Severity Severity       `json:"severity"`
	// Code is a word for programs; Message is for people, and says the way out.
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String writes the finding on one line.
func (f Finding) String() string {
	about := ""
	if f.ID != "" {
		about = fmt.Sprintf("%s %q: ", f.Of, f.ID)
	}
	return fmt.Sprintf("%s: %s: %s%s", f.Source, f.Severity, about, f.Message)
}

// Linter gathers findings about entries of one noun, from any number of files.
type Linter struct {
	noun  string
	first map[string]model.Position
	list  []Finding
}

// NewLinter begins to gather.
func NewLinter(noun string) *Linter {
	return &Linter{noun: noun, first: map[string]model.Position{}, list: []Finding{}}
}

// Add notes a finding.
func (l *Linter) Add(id string, at model.Position, s Severity, code, format string, args ...any) {
	l.list = append(l.list, Finding{l.noun, id, at, s, code, fmt.Sprintf(format, args...)})
}

// Identity checks what every entry has: an id that no other entry has, and an objective that the model has.
func (l *Linter) Identity(id string, at model.Position, objective model.ObjectiveID, known bool) {
	if first, taken := l.first[id]; taken {
		l.Add(id, at, Error, "duplicate_id", "the id is used already at %s", first)
	} else {
		l.first[id] = at
	}
	if !known {
		l.Add(id, at, Error, "unknown_objective", "the model has no objective %s", objective)
	}
}

// Findings are those noted so far, sorted by place.
func (l *Linter) Findings() []Finding {
	Sort(l.list)
	return l.list
}

// Sort sorts findings by file, line, code and message.
func Sort(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Line, b.Source.Line), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
}

// Malformed are the faults that reading a file reported, as findings with the code "malformed".
func Malformed(noun, file string, err error) []Finding {
	list := []Finding{}
	var walk func(err error)
	walk = func(err error) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				walk(e)
			}
			return
		}
		f := Finding{Of: noun, Source: model.Position{File: file}, Severity: Error, Code: "malformed"}
		var at *strictyaml.Error
		if errors.As(err, &at) {
			f.Source, f.Message = model.Position{File: at.File, Line: at.Line}, at.Message
		} else {
			f.Message = err.Error()
		}
		list = append(list, f)
	}
	if err != nil {
		walk(err)
	}
	return list
}
