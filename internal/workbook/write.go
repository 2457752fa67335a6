package workbook

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Write writes a table as a workbook of one sheet, the first row as its header. Every cell is text: none is taken for a formula.
func Write(w io.Writer, sheet string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	for r, cells := range rows {
		for c, text := range cells {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err == nil {
				err = f.SetCellStr(sheet, name, text)
			}
			if err != nil {
				return fmt.Errorf("write the workbook: %w", err)
			}
		}
	}
	if err := f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}
