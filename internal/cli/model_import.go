package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/workbook"
	"github.com/aismm/aismm/model"
)

// importing are the flags of model import.
type importing struct {
	sheets, columns []string
	headerRow       int
	bind, output    string
	preview, force  bool
}

func (a *app) modelImport() *cobra.Command {
	var i importing
	c := &cobra.Command{
		Use: "import WORKBOOK.xlsx", Short: "Bind your own copy of the CSA AISMM workbook to the objectives", Args: exactArgs(1, "a workbook"),
		Long: `Reads ids and texts out of your own copy of the CSA AISMM workbook, and binds them to objectives: by a column of the workbook
that names objectives (objective), by a file of pairs (--bind, CSV with the columns objective,csa_id), by what you wrote into the file
of an earlier import (by: hand), and where an entry and an objective are the only ones of their category and level. What is left is
listed with its candidates.

They go to ` + workbook.FileName + ` beside aismm.yaml, which only you can read, and nowhere else. Named as model.binding in aismm.yaml, the file
makes explain, the page and the assessment show your copy's ids and texts beside the objectives. The texts are licensed to you by the
Cloud Security Alliance: keep the file, and reports that show them, to yourself.

Sheets and columns are found by their headers. --preview shows what was found and writes nothing; --map, --sheet and --header-row
(or model.import in aismm.yaml: sheets, columns, header_row) say what could not be found. Fields: id and text, which must be there,
category, level, objective.`,
		Example: `  aismm model import AISMM.xlsx --preview
  aismm model import AISMM.xlsx --map id='KPI no.' --map text=D --bind pairs.csv`,
		RunE: func(_ *cobra.Command, args []string) error { return a.importWorkbook(args[0], &i) },
	}
	f := c.Flags()
	f.StringArrayVar(&i.sheets, "sheet", nil, "read this sheet; may be repeated (default: every sheet with a header that fits)")
	f.StringArrayVar(&i.columns, "map", nil, "the column of a field, by header or letter: text='Control objective' or text=D; may be repeated")
	f.IntVar(&i.headerRow, "header-row", 0, "the row of the headers (default: it is looked for)")
	f.StringVar(&i.bind, "bind", "", "a CSV file with the columns objective,csa_id that binds entries")
	f.BoolVar(&i.preview, "preview", false, "show what was found and what would be bound; write nothing")
	f.StringVar(&i.output, "output", "", "the folder to write "+workbook.FileName+" into (default: that of aismm.yaml)")
	f.BoolVar(&i.force, "force", false, "write "+workbook.FileName+" anew; what was bound by hand stays bound")
	return c
}

func (a *app) importWorkbook(path string, i *importing) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	catalog, err := a.catalog()
	if err != nil {
		return err
	}
	options, err := i.options(cfg)
	if err != nil {
		return err
	}
	file := filepath.Join(cmp.Or(i.output, cfg.Dir()), workbook.FileName)
	if err := mayWrite(file, i.force || i.preview); err != nil {
		return err
	}
	book, err := workbook.Open(path)
	if err != nil {
		return usage(err)
	}
	defer book.Close()
	tables, err := book.Tables(options, catalog.Structure())
	if err != nil {
		return usage(err)
	}
	var pairs []workbook.Pair
	if i.bind != "" {
		if pairs, err = readPairs(i.bind); err != nil {
			return usage(err)
		}
	}
	before, err := readBinding(file, catalog)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("%w\n(mend the file, whose bindings would be kept, or remove it)", err))
	}
	entries, err := workbook.Bind(tables, pairs, before, catalog)
	if err != nil {
		return usage(err)
	}
	r := &workbook.File{Workbook: book.Name, SHA256: book.SHA256, Entries: entries}
	for _, t := range tables {
		r.Sheets = append(r.Sheets, t.Sheet)
	}
	if i.preview {
		a.showTables(book, tables)
		a.showBindings(r, catalog)
		fmt.Fprintf(a.stdout, "\nNothing was written. Without --preview, this goes to %s.\n", file)
		return nil
	}
	if err := writeWithMode(file, workbook.Render(r), i.force, 0o600); err != nil {
		return err
	}
	a.showBindings(r, catalog)
	a.say("\nwrote %s, which only you can read. The texts are licensed to you by the Cloud Security Alliance: keep the file, and reports that show them, to yourself.", file)
	if cfg.Model.Binding == "" || !samePath(cfg.Resolve(cfg.Model.Binding), file) {
		a.say("name it in aismm.yaml, so that reports show it: model: {binding: %s}", workbook.FileName)
	}
	return nil
}

// options puts the flags over what the configuration says.
func (i *importing) options(cfg *config.Config) (workbook.Options, error) {
	o := workbook.Options{Sheets: cfg.Model.Import.Sheets, HeaderRow: cfg.Model.Import.HeaderRow, Columns: map[string]string{}}
	for field, column := range cfg.Model.Import.Columns {
		o.Columns[field] = column
	}
	for _, m := range i.columns {
		field, column, ok := strings.Cut(m, "=")
		if !ok {
			return o, usagef("--map is %q; write it as FIELD=COLUMN, such as text='Control objective' or text=D", m)
		}
		o.Columns[strings.TrimSpace(field)] = column
	}
	if len(i.sheets) > 0 {
		o.Sheets = i.sheets
	}
	if i.headerRow < 0 {
		return o, usagef("--header-row is %d; rows are counted from 1", i.headerRow)
	}
	if i.headerRow > 0 {
		o.HeaderRow = i.headerRow
	}
	return o, nil
}

func readPairs(file string) ([]workbook.Pair, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read the pairs (--bind): %w", err)
	}
	defer f.Close()
	return workbook.ReadPairs(file, f)
}

// firstRows is how many entries of a sheet the preview shows.
const firstRows = 3

// showTables shows what was found in a workbook: sheets, columns, and the first entries.
func (a *app) showTables(book *workbook.Book, tables []workbook.Table) {
	w, width := a.stdout, a.width()
	fmt.Fprintf(w, "%s: %s, %d read\n", book.Name, plural(len(book.Sheets()), "sheet"), len(tables))
	for _, t := range tables {
		fmt.Fprintf(w, "\nSheet %q: header in row %d, %s\n", t.Sheet, t.HeaderRow, entriesOf(len(t.Rows)))
		for _, field := range workbook.Fields() {
			i := slices.IndexFunc(t.Columns, func(c workbook.Column) bool { return c.Field == field })
			if i < 0 {
				fmt.Fprintf(w, "  %-10s not found; --map %s=COLUMN names it\n", field, field)
				continue
			}
			fmt.Fprintf(w, "  %-10s %s  %s\n", field, t.Columns[i].Letter, cutTo(t.Columns[i].Header, width-18))
		}
		var others []string
		for _, o := range t.Others {
			others = append(others, o.Letter+" "+cutTo(o.Header, 30))
		}
		if len(others) > 0 {
			fmt.Fprintf(w, "  not read   %s\n", wrap(strings.Join(others, ", "), width, strings.Repeat(" ", 13)))
		}
		if len(t.Skipped) > 0 {
			fmt.Fprintf(w, "  no id in   %s\n", wrap(rowNumbers(t.Skipped), width, strings.Repeat(" ", 13)))
		}
		for _, r := range t.Rows[:min(firstRows, len(t.Rows))] {
			fmt.Fprintf(w, "  row %-6d %s %s %s: %s\n", r.Row, r.ID, cmp.Or(r.Category.String(), "(no category)"), levelOf(r.Level), cutTo(strings.Join(strings.Fields(r.Text), " "), width-34))
		}
	}
	fmt.Fprintln(w)
}

// levelOf writes a level of an entry that may have none.
func levelOf(l model.Level) string {
	if l == model.NoLevel {
		return "(no level)"
	}
	return "level " + l.String()
}

func rowNumbers(rows []int) string {
	var list []string
	for i, n := range rows {
		if i == 20 {
			list = append(list, fmt.Sprintf("and %d more", len(rows)-i))
			break
		}
		list = append(list, fmt.Sprint(n))
	}
	if len(list) == 1 {
		return "row " + list[0]
	}
	return "rows " + strings.Join(list, " ")
}

func entriesOf(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func cutTo(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > max(n, 20) {
		return string(r[:max(n, 20)-1]) + "…"
	}
	return s
}

// showBindings counts what was bound and by what, and lists what is left.
func (a *app) showBindings(f *workbook.File, catalog *model.Catalog) {
	w, width := io.Writer(a.stdout), a.width()
	by := map[workbook.By]int{}
	bound := map[model.ObjectiveID]bool{}
	var left []workbook.Entry
	for _, e := range f.Entries {
		by[e.By]++
		for _, o := range e.Objectives {
			bound[o] = true
		}
		if e.By == workbook.ByNothing {
			left = append(left, e)
		}
	}
	fmt.Fprintf(w, "%s: %d by a mapping, %d by hand, %d by category and level, %d left\n", entriesOf(len(f.Entries)), by[workbook.ByMapping], by[workbook.ByHand], by[workbook.ByPosition], by[workbook.ByNothing])
	for _, e := range f.Entries {
		if e.By == workbook.ByPosition {
			fmt.Fprintf(w, "  %-12s %s, alone in its place: check that they mean the same\n", e.ID, joinIDs(e.Objectives))
		}
	}
	for i, e := range left {
		if i == 20 {
			fmt.Fprintf(w, "  and %d more; %s has them all\n", len(left)-i, workbook.FileName)
			break
		}
		why := "left; neither its row nor its id tells a category and level"
		switch {
		case len(e.Candidates) > 0:
			why = "left; perhaps " + joinIDs(e.Candidates)
		case e.Category != "" && e.Level != model.NoLevel:
			why = fmt.Sprintf("left; no objective of %s at level %s is free", e.Category, e.Level)
		}
		fmt.Fprintf(w, "  %-12s %s\n", e.ID, wrap(why, width, strings.Repeat(" ", 15)))
	}
	fmt.Fprintf(w, "%d of %d objectives have an entry\n", len(bound), len(catalog.All()))
}

func joinIDs(ids []model.ObjectiveID) string { return strings.Join(namesOf(ids), " ") }
