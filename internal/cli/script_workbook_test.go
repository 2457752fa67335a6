package cli

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// spreadsheet makes a workbook of texts: `spreadsheet FILE [password=WORD] SHEET=CSV...`. The story's texts are invented.
func spreadsheet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: spreadsheet FILE [password=WORD] SHEET=CSV...")
	}
	f := excelize.NewFile()
	defer f.Close()
	var o excelize.Options
	for i, arg := range args[1:] {
		name, file, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("spreadsheet: %q is no SHEET=CSV", arg)
		}
		if name == "password" {
			o.Password = file
			continue
		}
		r := csv.NewReader(strings.NewReader(ts.ReadFile(file)))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		ts.Check(err)
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", name))
		} else {
			_, err := f.NewSheet(name)
			ts.Check(err)
		}
		for n, cells := range rows {
			ts.Check(f.SetSheetRow(name, fmt.Sprintf("A%d", n+1), &cells))
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0]), o))
	ts.Check(os.Chmod(ts.MkAbs(args[0]), 0o600))
}
