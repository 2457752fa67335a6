package workbook

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/aismm/aismm/internal/strictyaml"
)

// The fields that are read. ID and Text must be there.
const (
	FieldID        = "id"
	FieldText      = "text"
	FieldCategory  = "category"
	FieldLevel     = "level"
	FieldObjective = "objective"
)

// Fields lists the fields.
func Fields() []string {
	return []string{FieldID, FieldText, FieldCategory, FieldLevel, FieldObjective}
}

// synonyms are headers by which a field is known, the surest first; the fields are looked for in this order.
var synonyms = []struct {
	field   string
	headers []string
}{
	{FieldObjective, []string{"aismm objective", "our objective", "objective of aismm", "bound objective", "mapped objective", "tool objective"}},
	{FieldID, []string{"kpi id", "control objective id", "objective id", "control id", "indicator id", "id", "identifier", "kpi number", "kpi no", "kpi nr", "reference", "ref", "number", "no", "nr", "kpi"}},
	{FieldText, []string{"control objective", "control objective text", "kpi text", "kpi statement", "statement", "kpi description", "text", "objective", "objective text", "indicator", "key indicator", "description", "requirement", "kpi", "kpi title", "title"}},
	{FieldCategory, []string{"category", "category code", "category id", "category name", "control category", "area"}},
	{FieldLevel, []string{"level", "maturity level", "maturity", "kpi level", "level number", "stage"}},
}

// Column is where a field was found.
type Column struct {
	Field string
	// Letter is the column's name in a spreadsheet, "B"; Header is what stands above it.
	Letter, Header string
	index          int
}

// Options say where things are; what they leave open is looked for.
type Options struct {
	// Sheets are the sheets to read; none stands for every sheet with a header that fits.
	Sheets []string
	// HeaderRow is the row of the headers, from 1; 0 looks for it in the first rows.
	HeaderRow int
	// Columns names the column of a field by its header or its letter.
	Columns map[string]string
}

// Check reports fields that there are not.
func (o Options) Check() error {
	var errs []error
	for _, f := range sortedKeys(o.Columns) {
		if !slices.Contains(Fields(), f) {
			errs = append(errs, fmt.Errorf("there is no field %q%s", f, strictyaml.Nearest(f, Fields())))
		} else if strings.TrimSpace(o.Columns[f]) == "" {
			errs = append(errs, fmt.Errorf("field %s has no column; name its header or its letter", f))
		}
	}
	return errors.Join(errs...)
}

// headerRows is how far down a header is looked for.
const headerRows = 50

// header is a row that may be one.
type header struct {
	row     int // from 1
	columns []Column
	// others are the columns that no field was found for; missing are the fields that must be there and the headers that were asked for.
	others  []Column
	missing []string
}

func (h header) has(field string) bool {
	return slices.ContainsFunc(h.columns, func(c Column) bool { return c.Field == field })
}

// find looks for the header in the first rows of a sheet: the row in which most fields are found.
func find(rows [][]string, o Options) header {
	best := header{}
	for i := range rows {
		if o.HeaderRow != 0 && i+1 != o.HeaderRow || blank(rows[i]) {
			continue
		}
		h := match(rows, i, o)
		if best.row == 0 || h.better(best) {
			best = h
		}
	}
	return best
}

// better reports whether a row is more of a header than another one: fewer fields missing, then more found, then more headers.
func (h header) better(than header) bool {
	return cmp.Or(cmp.Compare(len(than.missing), len(h.missing)), cmp.Compare(len(h.columns), len(than.columns)), cmp.Compare(len(h.others), len(than.others))) > 0
}

var letterForm = regexp.MustCompile(`^[A-Za-z]{1,3}$`)

// match reads a row as a header. A header cell that is merged with those above it has its text there.
func match(rows [][]string, row int, o Options) header {
	h := header{row: row + 1}
	texts := slices.Clone(rows[row])
	for up := row - 1; up >= max(0, row-2) && slices.ContainsFunc(rows[row], o.names); up-- {
		for i, s := range rows[up] {
			for len(texts) <= i {
				texts = append(texts, "")
			}
			if texts[i] == "" {
				texts[i] = s
			}
		}
	}
	taken := map[int]bool{}
	take := func(field string, i int) {
		taken[i] = true
		name := ""
		if i < len(texts) {
			name = texts[i]
		}
		h.columns = append(h.columns, Column{field, letter(i), name, i})
	}
	for _, f := range synonyms {
		asked, named := o.Columns[f.field]
		if !named {
			continue
		}
		i := slices.IndexFunc(texts, func(s string) bool { return plain(s) != "" && plain(s) == plain(asked) })
		if n, err := excelize.ColumnNameToNumber(asked); i < 0 && err == nil && letterForm.MatchString(asked) {
			i = n - 1
		}
		if i < 0 {
			h.missing = append(h.missing, fmt.Sprintf("%q", asked))
			continue
		}
		take(f.field, i)
	}
	for _, f := range synonyms {
		if _, named := o.Columns[f.field]; named {
			continue
		}
		for _, word := range f.headers {
			i := slices.IndexFunc(texts, func(s string) bool { return plain(s) == word })
			if i >= 0 && !taken[i] {
				take(f.field, i)
				break
			}
		}
		if must := f.field == FieldID || f.field == FieldText; must && !h.has(f.field) {
			h.missing = append(h.missing, f.field)
		}
	}
	for i, s := range texts {
		if strings.TrimSpace(s) != "" && !taken[i] {
			h.others = append(h.others, Column{"", letter(i), s, i})
		}
	}
	slices.SortFunc(h.columns, func(a, b Column) int { return slices.Index(Fields(), a.Field) - slices.Index(Fields(), b.Field) })
	return h
}

// names reports whether a cell is the header of a field.
func (o Options) names(cell string) bool {
	for _, f := range synonyms {
		if slices.Contains(f.headers, plain(cell)) || plain(cell) != "" && plain(cell) == plain(o.Columns[f.field]) {
			return true
		}
	}
	return false
}

func letter(index int) string {
	name, err := excelize.ColumnNumberToName(index + 1)
	if err != nil {
		return fmt.Sprint(index + 1)
	}
	return name
}

// plain is a header without what people write differently: case, punctuation, line breaks.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// describe names the headers of a row, for an error.
func (h header) describe() string {
	var names []string
	for _, c := range append(slices.Clone(h.columns), h.others...) {
		if s := strings.Join(strings.Fields(c.Header), " "); s != "" {
			names = append(names, fmt.Sprintf("%s %q", c.Letter, short(s, 40)))
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Index(a, " "), strings.Index(b, " ")), cmp.Compare(a, b))
	})
	if len(names) > 12 {
		return strings.Join(names[:12], ", ") + fmt.Sprintf(" and %d more", len(names)-12)
	}
	return strings.Join(names, ", ")
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
