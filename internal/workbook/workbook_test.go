package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/aismm/aismm/model"
)

// The workbooks here are invented: their ids, headers and texts are nobody's.

// sheet is a name and the rows of cells of one sheet.
type sheet struct {
	name string
	rows [][]any
}

func build(t testing.TB, sheets ...sheet) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", s.name))
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range s.rows {
			must(t, f.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &cells))
		}
	}
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func packed(t testing.TB, f *excelize.File, options ...excelize.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, f.Write(&b, options...))
	return b.Bytes()
}

func catalog(t testing.TB) *model.Catalog {
	t.Helper()
	c, err := model.Default()
	must(t, err)
	return c
}

func tables(t testing.TB, o Options, f *excelize.File) ([]Table, error) {
	t.Helper()
	b, err := Read("invented.xlsx", packed(t, f))
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return b.Tables(o, catalog(t).Structure())
}

// entry writes a row for comparing: where, id, category, level, objective, text.
func brief(tables []Table) []string {
	var list []string
	for _, t := range tables {
		for _, r := range t.Rows {
			list = append(list, fmt.Sprintf("%s!%d %s %s %s [%s] %s", r.Sheet, r.Row, r.ID, r.Category, r.Level, r.Objective, r.Text))
		}
	}
	return list
}

func TestLayouts(t *testing.T) {
	plainRows := [][]any{{"ID", "Control objective", "Category", "Level"}, {"GOV-02.1", "Rules are signed.", "GOV", 2}, {"IR-3.2", "Drills are held.", "Incident Response", "Level 3"}}
	want := []string{"KPIs!2 GOV-02.1 GOV 2 [] Rules are signed.", "KPIs!3 IR-3.2 IR 3 [] Drills are held."}
	for name, tc := range map[string]struct {
		o      Options
		sheets []sheet
		want   []string
	}{
		"plain": {Options{}, []sheet{{"KPIs", plainRows}}, want},
		"other sheets, titles above, and columns that nobody reads": {Options{}, []sheet{{"Read me", [][]any{{"How to use this workbook"}, {}, {"Owner", "somebody"}}},
			{"KPIs", [][]any{{"All indicators"}, {}, {"Nr.", nil, "Maturity\nlevel", "KPI text", "Rationale"}, {"GOV-02.1", nil, "2 - Repeatable", "Rules are signed.", "x"}}}},
			[]string{"KPIs!4 GOV-02.1 GOV 2 [] Rules are signed."}},
		"headings between the rows give the category": {Options{}, []sheet{{"KPIs", [][]any{{"Category", "Maturity", "Ref", "Statement"}, {"Governance"}, {nil, "Repeatable", "A1", "One."}, {nil, nil, "A2", "Two."}, {"7. Data Security", "Defined"}, {nil, nil, "B1", "Three."}}}},
			[]string{"KPIs!3 A1 GOV 2 [] One.", "KPIs!4 A2 GOV 2 [] Two.", "KPIs!6 B1 DAT 3 [] Three."}},
		"one sheet for each category": {Options{}, []sheet{{"GOV", [][]any{{"Id", "Statement", "Level"}, {"K1", "One.", 2}}}, {"Model Security", [][]any{{"Id", "Statement", "Level"}, {"K2", "Two.", 3}}}},
			[]string{"GOV!2 K1 GOV 2 [] One.", "Model Security!2 K2 MOD 3 [] Two."}},
		"a chosen sheet": {Options{Sheets: []string{"Two"}}, []sheet{{"One", plainRows}, {"Two", [][]any{{"id", "text"}, {"GOV-02.1", "Again."}}}}, []string{"Two!2 GOV-02.1 GOV 2 [] Again."}},
		"columns by header and by letter": {Options{Columns: map[string]string{"id": "Key", "text": "c", "objective": "OURS"}}, []sheet{{"KPIs", [][]any{{"Key", "Description", "Wording", "Ours"}, {"GOV-02.1", "d", "Rules are signed.", "GOV-L2-1, GOV-L2-2"}}}},
			[]string{"KPIs!2 GOV-02.1 GOV 2 [GOV-L2-1, GOV-L2-2] Rules are signed."}},
		"a row that is named":                 {Options{HeaderRow: 3}, []sheet{{"KPIs", [][]any{{"ID", "Text"}, {"X-1", "A sample."}, {"ID", "Text"}, {"GOV-02.1", "Rules are signed."}}}}, []string{"KPIs!4 GOV-02.1 GOV 2 [] Rules are signed."}},
		"neither category nor level":          {Options{}, []sheet{{"KPIs", [][]any{{"ID", "Text"}, {"K-77", "Something."}}}}, []string{"KPIs!2 K-77  0 [] Something."}},
		"no header at all, columns by letter": {Options{HeaderRow: 1, Columns: map[string]string{"id": "B", "text": "A"}}, []sheet{{"KPIs", [][]any{{"Wording", "x"}, {"Rules are signed.", "GOV-02.1"}}}}, []string{"KPIs!2 GOV-02.1 GOV 2 [] Rules are signed."}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tables(t, tc.o, build(t, tc.sheets...))
			if err != nil || !reflect.DeepEqual(brief(got), tc.want) {
				t.Errorf("got %v, %v", strings.Join(brief(got), "\n"), err)
			}
		})
	}
}

// Cells that are merged have their text in the first one: headers over two rows, and a category beside several entries.
func TestMergedCells(t *testing.T) {
	f := build(t, sheet{"KPIs", [][]any{{"Category", "Control objective", nil, "Notes"}, {nil, "KPI ID", "Statement", nil}, {"Security Monitoring", "K1", "One.", "n"}, {nil, "K2", "Two.", "n"}}})
	for _, m := range [][2]string{{"A1", "A2"}, {"B1", "C1"}, {"D1", "D2"}, {"A3", "A4"}} {
		must(t, f.MergeCell("KPIs", m[0], m[1]))
	}
	got, err := tables(t, Options{}, f)
	if want := []string{"KPIs!3 K1 MON 0 [] One.", "KPIs!4 K2 MON 0 [] Two."}; err != nil || !reflect.DeepEqual(brief(got), want) {
		t.Errorf("got %v, %v", brief(got), err)
	}
	if len(got) == 1 && (got[0].HeaderRow != 2 || len(got[0].Others) != 1 || got[0].Others[0].Header != "Notes") {
		t.Errorf("header row %d, others %v", got[0].HeaderRow, got[0].Others)
	}
}

func TestRowsThatAreNoEntriesAreCounted(t *testing.T) {
	got, err := tables(t, Options{}, build(t, sheet{"KPIs", [][]any{{"ID", "Text"}, {"Foundational domain"}, {"GOV-02.1", " Rules\u200B are\r\nsigned. "}, {}, {nil, "a note"}}}))
	if err != nil {
		t.Fatal(err)
	}
	if r := got[0].Rows; len(r) != 1 || r[0].Text != "Rules are\nsigned." || !reflect.DeepEqual(got[0].Skipped, []int{2, 5}) {
		t.Errorf("got %+v", got[0])
	}
}

func TestSheetsThatDoNotFit(t *testing.T) {
	good := [][]any{{"ID", "Text", "Category", "Level"}, {"GOV-02.1", "Rules are signed.", "GOV", 2}}
	formula := build(t, sheet{"KPIs", good})
	must(t, formula.SetCellFormula("KPIs", "B3", "CONCATENATE(A2)"))
	must(t, formula.SetCellStr("KPIs", "A3", "GOV-02.2"))
	for name, tc := range map[string]struct {
		o    Options
		f    *excelize.File
		want string
	}{
		"no header": {Options{}, build(t, sheet{"Intro", [][]any{{}, {"Purpose", "Owner"}}}, sheet{"Empty", nil}),
			"invented.xlsx does not fit: a header with an id and a text is needed\n" +
				"  sheet \"Intro\", row 2 lacks id and text; its headers are A \"Purpose\", B \"Owner\"\n" +
				"  sheet \"Empty\" is empty\n" +
				"name the columns by header or letter, as --map id=B --map text='What must hold' (or model.import.columns in aismm.yaml); --header-row N says which row holds the headers, --sheet NAME which sheet to read, --preview what was found"},
		"a column that is not there": {Options{Columns: map[string]string{"level": "Grade"}}, build(t, sheet{"KPIs", good}), `sheet "KPIs", row 1 lacks "Grade"; its headers are A "ID", B "Text", C "Category", D "Level"`},
		"an empty header row":        {Options{HeaderRow: 9}, build(t, sheet{"KPIs", good}), `sheet "KPIs": there is nothing in the row that should hold the headers`},
		"no such sheet":              {Options{Sheets: []string{"KPI"}}, build(t, sheet{"KPIs", good}), `invented.xlsx has no sheet "KPI"; did you mean "KPIs"? (--sheet)`},
		"a field that there is not":  {Options{Columns: map[string]string{"txt": "B", "id": " "}}, build(t, sheet{"KPIs", good}), "field id has no column; name its header or its letter\nthere is no field \"txt\"; did you mean \"text\"?"},
		"no entry":                   {Options{}, build(t, sheet{"KPIs", [][]any{{"ID", "Text"}, {"Governance", "about rules"}}}), `invented.xlsx: sheet "KPIs" has no entry below its header in row 1: no row has an id, such as GOV-02.1, in column A; --map id=COLUMN names another one`},
		"an id twice": {Options{}, build(t, sheet{"KPIs", append(good, good[1])}, sheet{"More", good}),
			"GOV-02.1 is there twice: sheet \"KPIs\", row 2, and sheet \"KPIs\", row 3; correct one, or choose a sheet with --sheet\nGOV-02.1 is there twice: sheet \"KPIs\", row 2, and sheet \"More\", row 2; correct one, or choose a sheet with --sheet"},
		"a category":       {Options{}, build(t, sheet{"KPIs", append(good, []any{"X-1", "t", "Finance", 2})}), `invented.xlsx: sheet "KPIs", row 3: column C: "Finance" is no category of CSA AISMM; it has GOV, ORG, IAM, MON, INF, MOD, APP, DAT, RSK, DEV, CMP, IR`},
		"a level":          {Options{}, build(t, sheet{"KPIs", append(good, []any{"X-1", "t", "GOV", "soon"})}), `row 3: column D: "soon" is no level of CSA AISMM; it has 1 to 5`},
		"a level too high": {Options{}, build(t, sheet{"KPIs", append(good, []any{"X-1", "t", "GOV", "9"})}), `row 3: column D: "9" is no level of CSA AISMM; it has 1 to 5`},
		"no text":          {Options{}, build(t, sheet{"KPIs", append(good, []any{"X-1", "", "GOV", 2})}), `row 3: X-1 has no text in column B`},
		"an error":         {Options{}, build(t, sheet{"KPIs", append(good, []any{"X-1", "#REF!", "GOV", 2})}), `row 3: column B holds the error #REF!; correct the formula, or enter the value`},
		"a formula":        {Options{}, formula, `row 3: column B holds a formula whose result was not saved; open the workbook in a spreadsheet program and save it again`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tables(t, tc.o, tc.f)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	rows := [][]any{{"ID", "Text", "Level"}}
	for i := range 30 {
		rows = append(rows, []any{fmt.Sprintf("K%d", i), "t", "high"})
	}
	_, err := tables(t, Options{}, build(t, sheet{"KPIs", rows}))
	if err == nil || strings.Count(err.Error(), "\n") != 10 || !strings.HasSuffix(err.Error(), "and 20 more like these") {
		t.Errorf("got %v", err)
	}
}

func TestTooManyRows(t *testing.T) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(t, err)
	must(t, w.SetRow("A1", []any{"ID", "Text"}))
	for i := range 100_000 {
		must(t, w.SetRow(fmt.Sprintf("A%d", i+2), []any{fmt.Sprintf("K%d", i), "t"}))
	}
	must(t, w.Flush())
	_, err = tables(t, Options{}, f)
	if want := `invented.xlsx: sheet "Sheet1" has more than 20000 rows; a model has some hundred: choose another one with --sheet`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// One text that ten thousand cells use takes little room in the file, and much outside it.
func TestTooMuchText(t *testing.T) {
	rows := [][]any{{"ID", "Text"}}
	text := strings.Repeat("x", 32_000)
	for i := range 2_200 {
		rows = append(rows, []any{fmt.Sprintf("K%d", i), text})
	}
	_, err := tables(t, Options{}, build(t, sheet{"KPIs", rows}))
	if want := `invented.xlsx: sheet "KPIs" holds more than 64 MB of text; choose another one with --sheet`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	f := build(t, sheet{"KPIs", [][]any{{"ID", "Text"}, {"GOV-02.1", "Rules are signed."}}})
	must(t, f.SetCellStr("KPIs", "XFD2", "far away"))
	if got, err := tables(t, Options{}, f); err != nil || len(got[0].Rows) != 1 {
		t.Errorf("a cell far to the right: %v, %v", got, err)
	}
}

// archive packs files that need not be a workbook.
func archive(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		must(t, err)
		_, err = w.Write([]byte(pairs[i+1]))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func TestFilesThatAreNoWorkbook(t *testing.T) {
	good := packed(t, build(t, sheet{"KPIs", [][]any{{"ID", "Text"}, {"GOV-02.1", "Rules are signed."}}}))
	locked := packed(t, build(t, sheet{"KPIs", [][]any{{"ID"}}}), excelize.Options{Password: "swordfish"})
	old := append(bytes.Clone(oleMagic), make([]byte, 2048)...)
	damaged := bytes.Clone(good)
	damaged[len(damaged)/3] ^= 0xFF
	bomb := archive(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", strings.Repeat(" ", maxPart+1))
	many := make([]string, 0, 2*maxParts+2)
	for i := range maxParts + 1 {
		many = append(many, fmt.Sprintf("xl/%d.xml", i), "")
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, "w.xlsx is empty"},
		"text":          {[]byte("ID,Text\n"), "w.xlsx is no .xlsx workbook; open what you have in a spreadsheet program and save it as .xlsx"},
		"encrypted":     {locked, "w.xlsx is encrypted with a password; open it in a spreadsheet program and save a copy without one"},
		"xls":           {old, "w.xlsx is a workbook of the old .xls form; open it in a spreadsheet program and save it as .xlsx"},
		"cut off":       {good[:len(good)-200], "w.xlsx is damaged (zip: not a valid zip file); copy or download it again"},
		"damaged":       {damaged, "w.xlsx is damaged ("},
		"an archive":    {archive(t, "readme.txt", "x"), "w.xlsx is an archive, but holds no workbook; name the .xlsx file itself"},
		"another form":  {archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "w.xlsx is a document of another program; save it as .xlsx"},
		"a bomb":        {bomb, "w.xlsx unpacks to more than a workbook may have (256 MB, and 64 MB for one part)"},
		"many parts":    {archive(t, many...), "w.xlsx holds 10001 files; a workbook has at most 10000"},
		"a broken part": {archive(t, "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"), "w.xlsx is damaged (xl/worksheets/sheet1.xml: "},
		"nothing in it": {archive(t, "xl/workbook.xml", "no xml at all"), "w.xlsx"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := Read("w.xlsx", tc.data)
			if err == nil {
				defer b.Close()
				_, err = b.Tables(Options{}, catalog(t).Structure())
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	dir := t.TempDir()
	if _, err := Open(dir); err == nil || !strings.HasSuffix(err.Error(), "is a folder; name the workbook in it") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "missing.xlsx")); err == nil {
		t.Error("a missing file is read")
	}
	must(t, os.WriteFile(filepath.Join(dir, "good.xlsx"), good, 0o600))
	b, err := Open(filepath.Join(dir, "good.xlsx"))
	must(t, err)
	if b.Name != "good.xlsx" || len(b.SHA256) != 64 || !reflect.DeepEqual(b.Sheets(), []string{"KPIs"}) {
		t.Errorf("got %+v", b)
	}
	must(t, b.Close())
}

func FuzzRead(f *testing.F) {
	f.Add(packed(f, build(f, sheet{"KPIs", [][]any{{"ID", "Text", "Level"}, {"GOV-02.1", "Rules are signed.", 2}}})))
	f.Add(archive(f, "xl/workbook.xml", "<workbook/>"))
	structure := catalog(f).Structure()
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read("w.xlsx", data)
		if err != nil {
			return
		}
		defer b.Close()
		found, err := b.Tables(Options{}, structure)
		if err == nil && len(found) == 0 {
			t.Error("a workbook without entries is no error")
		}
	})
}

// What is exported is read as it was written, and a text that looks like a formula stays text.
func TestWrite(t *testing.T) {
	var b bytes.Buffer
	must(t, Write(&b, "Own", [][]string{{"id", "text"}, {"GOV-02.1", "=1+1"}, {"GOV-02.2", "Two."}}))
	book, err := Read("own.xlsx", b.Bytes())
	must(t, err)
	defer book.Close()
	got, err := book.Tables(Options{}, catalog(t).Structure())
	if want := []string{"Own!2 GOV-02.1 GOV 2 [] =1+1", "Own!3 GOV-02.2 GOV 2 [] Two."}; err != nil || !reflect.DeepEqual(brief(got), want) {
		t.Errorf("got %v, %v", brief(got), err)
	}
}

// FuzzSheet puts any XML in the place of a sheet: a workbook that is whole as an archive, and nonsense inside.
func FuzzSheet(f *testing.F) {
	good := packed(f, build(f, sheet{"KPIs", [][]any{{"ID", "Text", "Level"}, {"GOV-02.1", "Rules are signed.", 2}}}))
	z, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	must(f, err)
	var parts []string
	for _, p := range z.File {
		r, err := p.Open()
		must(f, err)
		data, err := io.ReadAll(r)
		must(f, err)
		if p.Name == "xl/worksheets/sheet1.xml" {
			f.Add(string(data))
			continue
		}
		parts = append(parts, p.Name, string(data))
	}
	f.Add(`<worksheet><sheetData><row r="1048577"><c r="XFE1" t="s"><v>99</v></c></row><row r="-1"><c t="inlineStr"><is><t>ID</t></is></c></row></sheetData></worksheet>`)
	structure := catalog(f).Structure()
	f.Fuzz(func(t *testing.T, xml string) {
		b, err := Read("w.xlsx", archive(t, append([]string{"xl/worksheets/sheet1.xml", xml}, parts...)...))
		if err != nil {
			return
		}
		defer b.Close()
		_, _ = b.Tables(Options{HeaderRow: 1, Columns: map[string]string{"id": "A", "text": "B"}}, structure)
	})
}
