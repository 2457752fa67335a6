package records

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readCSV reads a file with a header. Lines that begin with "# " before the header are comments. Cells are separated by
// the one of comma, semicolon and tab that the header has most of; rows without anything in them are left out.
func readCSV(data []byte) (table, error) {
	skipped := 0
	separator := rune(0)
	for {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		switch text := strings.TrimSpace(string(line)); {
		case strings.HasPrefix(text, "# "), strings.HasPrefix(text, `"# `), text == "" && len(rest) > 0:
		case len(text) == 5 && strings.HasPrefix(text, "sep="): // written by Excel
			separator = rune(text[4])
		default:
			if separator == 0 {
				separator = separatorOf(text)
			}
			return readBody(data, skipped, separator)
		}
		data = rest
		skipped++
	}
}

// separatorOf counts outside quotes. A header of one column has none, and any will do.
func separatorOf(header string) rune {
	counts := map[rune]int{}
	inQuotes := false
	for _, r := range header {
		if r == '"' {
			inQuotes = !inQuotes
		} else if !inQuotes {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func readBody(data []byte, skipped int, separator rune) (table, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return table{}, errors.New("the file is empty; it needs a header, even if there are no rows")
	}
	if err != nil {
		return table{}, csvFault(err, skipped)
	}
	t := table{}
	seen := map[string]bool{}
	for i, h := range header {
		h = strings.TrimSpace(h)
		if h != "" && seen[h] {
			return table{}, atLine(1+skipped, "the header names the column %q twice", h)
		}
		if h == "" {
			h = strings.Repeat(" ", i) // kept apart from others without a name; never matched
		}
		seen[h] = true
		t.columns = append(t.columns, h)
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return table{}, csvFault(err, skipped)
		}
		line, _ := r.FieldPos(0)
		next := row{line: line + skipped, cells: make(map[string]cell, len(record))}
		empty := true
		for i, text := range record {
			empty = empty && strings.TrimSpace(text) == ""
			if i < len(t.columns) {
				at, _ := r.FieldPos(i)
				next.cells[t.columns[i]] = cell{at + skipped, strings.Clone(text)}
			}
		}
		if empty {
			continue
		}
		if len(record) != len(t.columns) {
			next.fault = fmt.Sprintf("the row has %d cells, the header %d columns; quote cells that hold the separator %q", len(record), len(t.columns), separator)
		}
		t.rows = append(t.rows, next)
	}
}

func csvFault(err error, skipped int) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		if errors.Is(err, csv.ErrQuote) && p.StartLine != p.Line {
			return atLine(p.StartLine+skipped, "a quoted cell does not end; the file may be cut off")
		}
		return atLine(p.Line+skipped, "column %d: %v", p.Column, p.Err)
	}
	return fmt.Errorf("read CSV: %w", err)
}
