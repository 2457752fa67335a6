package workbook

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// By says how an entry came to its objectives.
type By string

// The ways.
const (
	// ByMapping: a column of the workbook, or a file of pairs, names them.
	ByMapping By = "mapping"
	// ByPosition: the entry is the only one of its category and level, and so is the objective.
	ByPosition By = "category_and_level"
	// ByHand: somebody wrote them into the file of bindings, where they stay.
	ByHand By = "hand"
	// ByNothing: nothing tells; the candidates are those of the same category and level.
	ByNothing By = ""
)

// Pair says that an entry belongs to an objective.
type Pair struct {
	Objective string
	ID        string
	// At is where somebody says so, for errors.
	At string
}

// ReadPairs reads a file of pairs: CSV with the columns objective and csa_id, and any others. An objective may have several ids, or none.
func ReadPairs(file string, r io.Reader) ([]Pair, error) {
	c := csv.NewReader(r)
	c.TrimLeadingSpace = true
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s is empty; its first line is objective,csa_id", file)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\uFEFF")))] = i
	}
	objective, okObjective := at["objective"]
	id, okID := at["csa_id"]
	if !okObjective || !okID {
		return nil, fmt.Errorf("%s:1: the first line is %q; it must name the columns objective and csa_id, separated by commas", file, short(strings.Join(head, ","), 80))
	}
	var pairs []Pair
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return pairs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := c.FieldPos(0)
		for _, word := range listed(row[id]) {
			pairs = append(pairs, Pair{strings.TrimSpace(row[objective]), word, fmt.Sprintf("%s:%d", file, line)})
		}
	}
}

// listed takes apart what may be several ids in one cell.
func listed(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",; \n", r) })
}

// Bind binds entries to the objectives of a model: by the pairs, and by the column that names objectives; by what somebody wrote into
// an earlier file of bindings; and where one entry and one objective are the only ones of their category and level.
func Bind(tables []Table, pairs []Pair, before *File, catalog *model.Catalog) ([]Entry, error) {
	var entries []Entry
	at := map[string]int{}
	var errs []error
	for _, t := range tables {
		for _, r := range t.Rows {
			at[r.ID] = len(entries)
			entries = append(entries, Entry{ID: r.ID, Text: r.Text, Category: r.Category, Level: r.Level, Objectives: []model.ObjectiveID{}})
			for _, word := range listed(r.Objective) {
				pairs = append(pairs, Pair{word, r.ID, r.place()})
			}
		}
	}
	var known []string
	for _, e := range entries {
		known = append(known, e.ID)
	}
	for _, p := range pairs {
		o, err := catalog.Find(p.Objective)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.At, err))
			continue
		}
		i, ok := at[p.ID]
		if !ok {
			errs = append(errs, fmt.Errorf("%s: the workbook has no entry %q%s", p.At, p.ID, strictyaml.Nearest(p.ID, known)))
			continue
		}
		if e := &entries[i]; !slices.Contains(e.Objectives, o.ID) {
			e.Objectives, e.By = append(e.Objectives, o.ID), ByMapping
		}
	}
	if before != nil {
		for _, was := range before.Entries {
			if i, ok := at[was.ID]; ok && entries[i].By == ByNothing && (was.By == ByHand || len(was.Objectives) > 0 && was.By != ByPosition) {
				entries[i].Objectives, entries[i].By = was.Objectives, ByHand
			}
		}
	}
	position(entries, catalog)
	return entries, few(errs)
}

// position binds what is alone in its place, and names candidates for the rest.
func position(entries []Entry, catalog *model.Catalog) {
	type place struct {
		category model.Category
		level    model.Level
	}
	count := map[place]int{}
	for _, e := range entries {
		count[place{e.Category, e.Level}]++
	}
	bound := map[model.ObjectiveID]bool{}
	for _, e := range entries {
		for _, o := range e.Objectives {
			bound[o] = true
		}
	}
	for i := range entries {
		e := &entries[i]
		if e.By != ByNothing || e.Category == "" || e.Level == model.NoLevel {
			continue
		}
		all := 0
		for _, o := range catalog.ByCategory(e.Category) {
			if o.Level != e.Level || o.Removed != "" {
				continue
			}
			all++
			if !bound[o.ID] {
				e.Candidates = append(e.Candidates, o.ID)
			}
		}
		if all == 1 && len(e.Candidates) == 1 && count[place{e.Category, e.Level}] == 1 {
			e.Objectives, e.By, e.Candidates = e.Candidates, ByPosition, nil
		}
	}
}
