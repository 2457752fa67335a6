// Package statement is what waivers and attestations have in common: files in which people sign for something, entry by entry.
// An entry has an id of its own, names an objective, and ends; what is wrong with it has its line.
package statement

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// Read reads the entries of a file's list with read, which notes in its Entry what is wrong. Everything is reported at once; the
// entries with which nothing is wrong are returned beside the error, since one bad entry says nothing about the others. Ids must
// differ within the file. The noun is that of one entry: "waiver".
func Read[T any](file, noun string, entries []strictyaml.Kept, read func(*Entry) T) ([]T, error) {
	list := []T{}
	ids := map[string]int{}
	var errs []error
	for _, k := range entries {
		e := &Entry{file: file, noun: noun, at: k, ids: ids}
		if v := read(e); len(e.errs) == 0 {
			list = append(list, v)
		}
		errs = append(errs, e.errs...)
	}
	return list, errors.Join(errs...)
}

// Entry is one entry while it is read. Its methods take what is written in a field, return what it means, and note what is wrong.
type Entry struct {
	file, noun string
	at         strictyaml.Kept
	ids        map[string]int // the line of each id so far
	id         string
	errs       []error
}

// Fail notes that a field is wrong; an empty field stands for the entry.
func (e *Entry) Fail(field, format string, args ...any) {
	line, column := e.at.Position(field)
	message := fmt.Sprintf(format, args...)
	if e.id != "" {
		message = fmt.Sprintf("%s %q: %s", e.noun, e.id, message)
	}
	e.errs = append(e.errs, &strictyaml.Error{File: e.file, Line: line, Column: column, Message: message})
}

// Decode decodes the whole entry, or a part of it, and reports whether that went well.
func (e *Entry) Decode(part strictyaml.Kept, into any) bool {
	if err := strictyaml.DecodeNode(e.file, part.Node, into); err != nil {
		e.errs = append(e.errs, err)
		return false
	}
	return true
}

// Mapping decodes an entry that is a mapping; form says what one holds.
func (e *Entry) Mapping(into any, form string) bool {
	if !e.at.IsMapping() {
		e.Fail("", "%s", form)
		return false
	}
	return e.Decode(e.at, into)
}

// Source is where the entry begins.
func (e *Entry) Source() model.Position {
	line, _ := e.at.Position("")
	return model.Position{File: e.file, Line: line}
}

// ID reads the entry's id. Faults that are noted later name it.
func (e *Entry) ID(s string) string {
	e.id = strings.TrimSpace(s)
	first, taken := e.ids[e.id]
	switch {
	case e.id == "":
		e.Fail("id", "id is missing; every %s needs one of its own", e.noun)
	case taken:
		e.Fail("id", "the id is used already in line %d", first)
	default:
		e.ids[e.id], _ = e.at.Position("id")
	}
	return e.id
}

// Objective reads the id of an objective.
func (e *Entry) Objective(s string) model.ObjectiveID {
	s = strings.TrimSpace(s)
	if s == "" {
		e.Fail("objective", "objective is missing; want one id, such as MON-L2-1")
		return model.ObjectiveID{}
	}
	id, err := model.ParseObjectiveID(s)
	if err != nil {
		e.Fail("objective", "%v", err)
	}
	return id
}

// Required reads a text that must be there; want says what it is.
func (e *Entry) Required(field, s, want string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		e.Fail(field, "%s is missing; want %s", field, want)
	}
	return s
}

// Moment reads a date or a time, as ParseMoment does. Nothing written is the zero time.
func (e *Entry) Moment(field, s string, end bool) time.Time {
	if strings.TrimSpace(s) == "" {
		return time.Time{}
	}
	t, err := ParseMoment(s, end)
	if err != nil {
		e.Fail(field, "%s is %v", field, err)
	}
	return t
}

// ParseMoment reads a date or an RFC 3339 time. A date stands for its first moment in UTC or, as an end, for the first moment
// after it, so that what ends on a date holds to the end of that day.
func ParseMoment(s string, end bool) (time.Time, error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z", s)
	}
	return t.UTC(), nil
}

// FormatMoment writes a moment as ParseMoment reads it, as a date where one says the same; the zero time is nothing.
func FormatMoment(t time.Time, end bool) string {
	t = t.UTC()
	switch {
	case t.IsZero():
		return ""
	case !t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.RFC3339Nano)
	case end:
		t = t.AddDate(0, 0, -1)
	}
	return t.Format(time.DateOnly)
}

// DaysLeft counts the days that begin before an end: 1 on the last day, 0 when it is past.
func DaysLeft(end, asOf time.Time) int {
	left := end.Sub(asOf)
	if left <= 0 {
		return 0
	}
	return int((left + 24*time.Hour - 1) / (24 * time.Hour))
}
