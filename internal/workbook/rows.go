package workbook

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// Table is what was read of one sheet.
type Table struct {
	Sheet string
	// HeaderRow is the row of the headers, Columns where the fields were found, Others the headers of columns that are not read.
	HeaderRow int
	Columns   []Column
	Others    []Column
	Rows      []Row
	// Skipped are the rows that hold something and are no entry: headings, notes.
	Skipped []int
}

// Row is one entry of the model.
type Row struct {
	Sheet string
	Row   int
	ID    string
	Text  string
	// Category is empty, and Level is NoLevel, where neither the row nor its id tells.
	Category model.Category
	Level    model.Level
	// Objective is what the column of that name holds, as it stands there.
	Objective string
}

// place names the row for an error.
func (r Row) place() string { return fmt.Sprintf("sheet %q, row %d", r.Sheet, r.Row) }

// Tables reads the sheets of a workbook that hold entries. Categories and levels are those of the model.
func (b *Book) Tables(o Options, m *model.Structure) (tables []Table, err error) {
	defer func() {
		if r := recover(); r != nil {
			tables, err = nil, fmt.Errorf("%s is damaged (%v); open it in a spreadsheet program and save it again", b.Name, r)
		}
	}()
	if err := o.Check(); err != nil {
		return nil, err
	}
	names := b.Sheets()
	for _, s := range o.Sheets {
		if !slices.Contains(b.Sheets(), s) {
			return nil, fmt.Errorf("%s has no sheet %q%s (--sheet)", b.Name, s, strictyaml.Nearest(s, b.Sheets()))
		}
	}
	if len(o.Sheets) > 0 {
		names = o.Sheets
	}
	var unfit []string
	for _, name := range names {
		first, err := b.read(name, headerRows, max(headerRows, o.HeaderRow))
		if err != nil {
			return nil, err
		}
		h := find(first, o)
		if h.row == 0 || len(h.missing) > 0 {
			unfit = append(unfit, explain(name, first, h))
			continue
		}
		t, err := b.table(name, h, m)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	if len(tables) == 0 || len(o.Sheets) > 0 && len(unfit) > 0 {
		return nil, fmt.Errorf("%s does not fit: a header with an id and a text is needed\n%s\n"+
			"name the columns by header or letter, as --map id=B --map text='What must hold' (or model.import.columns in aismm.yaml); --header-row N says which row "+
			"holds the headers, --sheet NAME which sheet to read, --preview what was found", b.Name, strings.Join(unfit, "\n"))
	}
	return tables, unique(tables)
}

// explain says why a sheet does not fit.
func explain(name string, first [][]string, h header) string {
	switch {
	case h.row == 0 && len(first) == 0:
		return fmt.Sprintf("  sheet %q is empty", name)
	case h.row == 0:
		return fmt.Sprintf("  sheet %q: there is nothing in the row that should hold the headers", name)
	}
	return fmt.Sprintf("  sheet %q, row %d lacks %s; its headers are %s", name, h.row, strings.Join(h.missing, " and "), h.describe())
}

// read reads the cells of a sheet: as many rows that hold something as filled says, and none after the row last.
func (b *Book) read(sheet string, filled, last int) ([][]string, error) {
	iter, err := b.file.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("read sheet %q of %s: %w", sheet, b.Name, err)
	}
	defer iter.Close()
	var rows [][]string
	content, text := 0, 0
	for n := 1; n <= last && iter.Next(); n++ {
		cells, err := iter.Columns()
		if err != nil {
			return nil, fmt.Errorf("read sheet %q of %s, row %d: %w", sheet, b.Name, n, err)
		}
		if blank(cells) {
			continue
		}
		if content++; content > filled {
			break
		}
		for len(rows) < n-1 {
			rows = append(rows, nil)
		}
		cells = slices.Clone(cells[:min(len(cells), maxCells)])
		for i := range cells {
			cells[i] = tidy(cells[i])
			text += len(cells[i])
		}
		if text > maxText {
			return nil, fmt.Errorf("%s: sheet %q holds more than %d MB of text; choose another one with --sheet", b.Name, sheet, maxText>>20)
		}
		rows = append(rows, cells)
	}
	return rows, nil
}

// tidy takes out of a cell what does not show, and the spaces around it.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\uFEFF', r == '\u200B', r == unicode.ReplacementChar:
			return -1
		case r == '\u00A0' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"))
	return strings.TrimSpace(s)
}

// table reads the entries below a header.
func (b *Book) table(name string, h header, m *model.Structure) (Table, error) {
	t := Table{Sheet: name, HeaderRow: h.row, Columns: h.columns, Others: h.others}
	all, err := b.read(name, maxRows+1, lastRow)
	if err != nil {
		return t, err
	}
	filled := 0
	var errs []error
	above := map[string]string{}
	for i, cells := range all {
		if filled += min(1, len(cells)); filled > maxRows {
			return t, fmt.Errorf("%s: sheet %q has more than %d rows; a model has some hundred: choose another one with --sheet", b.Name, name, maxRows)
		}
		if i < h.row || blank(cells) {
			continue
		}
		row, ok, err := b.row(t, i+1, cells, above, m)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: sheet %q, row %d: %w", b.Name, name, i+1, err))
		case ok:
			t.Rows = append(t.Rows, row)
		default:
			t.Skipped = append(t.Skipped, i+1)
		}
	}
	if len(errs) == 0 && len(t.Rows) == 0 {
		errs = append(errs, fmt.Errorf("%s: sheet %q has no entry below its header in row %d: no row has an id, such as GOV-02.1, in column %s; --map id=COLUMN names another one",
			b.Name, name, h.row, t.Columns[0].Letter))
	}
	return t, few(errs)
}

// idForm is the form of an id, of whoever: some words and digits without a space.
var idForm = regexp.MustCompile(`^[\pL\pN][\pL\pN&._/:-]{0,39}$`)

func isID(s string) bool {
	return idForm.MatchString(s) && strings.ContainsAny(s, "0123456789")
}

// row reads one entry; ok is false for a row that is none.
func (b *Book) row(t Table, n int, cells []string, above map[string]string, m *model.Structure) (r Row, ok bool, err error) {
	get := map[string]string{}
	for _, c := range t.Columns {
		if c.index < len(cells) {
			get[c.Field] = cells[c.index]
		}
		if v := get[c.Field]; failed(v) {
			return r, false, fmt.Errorf("column %s holds the error %s; correct the formula, or enter the value", c.Letter, v)
		}
	}
	for _, c := range t.Columns {
		if must := c.Field == FieldID || c.Field == FieldText; !must || get[c.Field] != "" {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(c.index+1, n)
		if err != nil {
			return r, false, err
		}
		if f, err := b.file.GetCellFormula(t.Sheet, cell); err == nil && f != "" {
			return r, false, fmt.Errorf("column %s holds a formula whose result was not saved; open the workbook in a spreadsheet program and save it again", c.Letter)
		}
	}
	if !isID(get[FieldID]) {
		// What stands alone in its column is a heading for the rows below.
		for _, f := range []string{FieldCategory, FieldLevel} {
			if get[f] != "" {
				above[f] = get[f]
			}
		}
		return r, false, nil
	}
	r = Row{Sheet: t.Sheet, Row: n, ID: get[FieldID], Text: get[FieldText], Objective: get[FieldObjective]}
	if r.Text == "" {
		return r, false, fmt.Errorf("%s has no text in column %s", r.ID, columnOf(t, FieldText))
	}
	r.Category, r.Level, err = t.position(get, above, m)
	return r, err == nil, err
}

func columnOf(t Table, field string) string {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Field == field })
	return t.Columns[i].Letter
}

// failed reports whether a cell shows the error of a formula.
func failed(s string) bool {
	return slices.Contains([]string{"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}, s)
}

// unique reports ids that are there more than once.
func unique(tables []Table) error {
	at := map[string]Row{}
	var errs []error
	for _, t := range tables {
		for _, r := range t.Rows {
			if other, ok := at[r.ID]; ok {
				errs = append(errs, fmt.Errorf("%s is there twice: %s, and %s; correct one, or choose a sheet with --sheet", r.ID, other.place(), r.place()))
				continue
			}
			at[r.ID] = r
		}
	}
	return few(errs)
}

// few joins the first errors, and counts the others.
func few(errs []error) error {
	const most = 10
	if len(errs) > most {
		errs = append(errs[:most:most], fmt.Errorf("and %d more like these", len(errs)-most))
	}
	return errors.Join(errs...)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
