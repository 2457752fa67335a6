package waiver

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
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

// Parse reads one file of waivers. Everything that is wrong is reported at once, each with its line. Ids must differ within
// the file; Lint compares them between files.
func Parse(file string, data []byte) ([]*Waiver, error) {
	var raw rawFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return nil, err
	}
	p := parser{file: file, ids: map[string]int{}}
	list := []*Waiver{}
	for _, k := range raw.Waivers {
		list = append(list, p.waiver(k))
	}
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	return list, nil
}

type parser struct {
	file string
	ids  map[string]int
	errs []error
	at   strictyaml.Kept
	what string
}

func (p *parser) fail(field, format string, args ...any) {
	line, column := p.at.Position(field)
	m := fmt.Sprintf(format, args...)
	if p.what != "" {
		m = "waiver " + p.what + ": " + m
	}
	p.errs = append(p.errs, &strictyaml.Error{File: p.file, Line: line, Column: column, Message: m})
}

func (p *parser) waiver(k strictyaml.Kept) *Waiver {
	p.at, p.what = k, ""
	if !k.IsMapping() {
		p.fail("", "a waiver is a mapping with id, objective, subjects, owner, ticket, reason and expires")
		return &Waiver{}
	}
	var raw rawWaiver
	if err := strictyaml.DecodeNode(p.file, k.Node, &raw); err != nil {
		p.errs = append(p.errs, err)
		return &Waiver{}
	}
	line, _ := k.Position("")
	w := &Waiver{ID: strings.TrimSpace(raw.ID), Subjects: raw.Subjects, Condition: raw.Condition, Source: model.Position{File: p.file, Line: line}}
	p.id(w.ID)
	w.Objective = p.objective(raw.Objective)
	w.Owner = p.required("owner", raw.Owner, "a person or team that answers for it")
	w.Ticket = p.required("ticket", raw.Ticket, "where the acceptance was decided")
	w.Reason = p.required("reason", raw.Reason, "why the failure is accepted")
	if p.required("expires", raw.Expires, "a date; a waiver always ends") != "" {
		w.Expires = p.moment("expires", raw.Expires, true)
	}
	w.ApprovedAt, w.Starts = p.moment("approved_at", raw.ApprovedAt, false), p.moment("starts", raw.Starts, false)
	p.selector(raw.Subjects)
	p.order(w)
	return w
}

func (p *parser) id(id string) {
	if id == "" {
		p.fail("id", "id is missing; every waiver needs one of its own")
		return
	}
	p.what = fmt.Sprintf("%q", id)
	if first, ok := p.ids[id]; ok {
		p.fail("id", "the id is used already in line %d", first)
		return
	}
	p.ids[id], _ = p.at.Position("id")
}

func (p *parser) objective(s string) model.ObjectiveID {
	if s == "" {
		p.fail("objective", "objective is missing; want one id, such as MON-L2-1")
		return model.ObjectiveID{}
	}
	id, err := model.ParseObjectiveID(s)
	if err != nil {
		p.fail("objective", "%v", err)
	}
	return id
}

func (p *parser) required(field, s, want string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		p.fail(field, "%s is missing; want %s", field, want)
	}
	return s
}

// moment reads a date or a time. A date stands for its first moment or, as an end, for the first moment after it.
func (p *parser) moment(field, s string, end bool) time.Time {
	if s == "" {
		return time.Time{}
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		p.fail(field, "%s is %q; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z", field, s)
		return time.Time{}
	}
	return t.UTC()
}

func (p *parser) selector(s Selector) {
	if s.Kind == "" && len(s.IDs) == 0 && len(s.Boundaries) == 0 && len(s.Regions) == 0 {
		p.fail("subjects", "subjects selects nothing; name kind, ids, boundaries or regions, or else every failure of the objective would be waived")
	}
	for _, list := range []struct {
		field  string
		values []string
	}{{"ids", s.IDs}, {"boundaries", s.Boundaries}, {"regions", s.Regions}} {
		for _, v := range list.values {
			if strings.TrimSpace(v) == "" {
				p.fail("subjects", "subjects.%s has an empty entry", list.field)
			}
		}
	}
}

func (p *parser) order(w *Waiver) {
	if w.Expires.IsZero() {
		return
	}
	if begins := w.Begins(); !begins.IsZero() && !begins.Before(w.Expires) {
		p.fail("expires", "it expires at %s, before it begins at %s", stamp(w.Expires), stamp(begins))
	}
	if !w.Starts.IsZero() && w.Starts.Before(w.ApprovedAt.Truncate(24*time.Hour)) { // on the day of its approval it may start
		p.fail("starts", "it starts at %s, before it was approved at %s", stamp(w.Starts), stamp(w.ApprovedAt))
	}
}
