package records

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFile bounds one export. What is larger is not a file that people exported for this purpose.
const maxFile = 256 << 20

// cell is one value of a row as the file has it: string, json.Number, bool, nil, []any or map[string]any, and where it stands.
type cell struct {
	line  int
	value any
}

// row is one record as the file has it.
type row struct {
	line int
	// cells are by column, as the file names them.
	cells map[string]cell
	// fault says why the row as a whole cannot be trusted, such as too many cells.
	fault string
}

// table is a file that was read.
type table struct {
	// columns are all columns in the order in which they appear.
	columns []string
	rows    []row
}

// formats are the readers by extension.
var formats = map[string]func(data []byte) (table, error){
	".csv": readCSV, ".tsv": readCSV, ".json": readJSON, ".jsonl": readJSONLines, ".ndjson": readJSONLines, ".yaml": readYAML, ".yml": readYAML,
}

func extensions() []string {
	return []string{".csv", ".json", ".jsonl", ".ndjson", ".tsv", ".yaml", ".yml"}
}

// lineError is something wrong at one line of a file.
type lineError struct {
	line    int
	message string
}

func (e *lineError) Error() string { return fmt.Sprintf("%d: %s", e.line, e.message) }

func atLine(line int, format string, args ...any) error {
	return &lineError{line, fmt.Sprintf(format, args...)}
}

// readTable reads an export by its extension. Errors begin with the file's name and, where it is known, the line.
func readTable(file string, data []byte) (table, error) {
	read, ok := formats[strings.ToLower(path.Ext(file))]
	if !ok {
		return table{}, fmt.Errorf("%s: its name ends in none of %s", file, strings.Join(extensions(), ", "))
	}
	text, err := plainText(data)
	if err == nil {
		var t table
		if t, err = read(text); err == nil {
			return t, nil
		}
	}
	var at *lineError
	if errors.As(err, &at) {
		return table{}, fmt.Errorf("%s:%w", file, err)
	}
	return table{}, fmt.Errorf("%s: %w", file, err)
}

// plainText takes the byte order mark off and makes sure that the rest is UTF-8.
func plainText(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, errors.New("it is encoded as UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, atLine(lineAt(data, bytes.IndexByte(data, 0)), "there is a zero byte; the file is no text (an Excel workbook has to be saved as CSV UTF-8)")
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return nil, atLine(lineAt(data, i), "the text is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)")
		}
		i += n
	}
	return data, nil
}

// lineAt is the line of a position in data, counted from 1.
func lineAt(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte("\n")) }

// plainHeader brings "Employee ID", "employee_id" and "EmployeeId" to one form.
func plainHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// columnsOf says which column of the file each field of the kind is read from. Left are the columns that no field is read from.
func columnsOf(d *Description, e export, columns []string) (of map[string]string, left []string, err error) {
	of = map[string]string{}
	taken := map[string]bool{} // columns that the configuration gives to a field
	for _, f := range d.Fields {
		header, mapped := e.columns[f.Name]
		if !mapped {
			continue
		}
		matches := matching(columns, header)
		if len(matches) != 1 {
			return nil, nil, fmt.Errorf("the configuration reads %s from the column %q, %s", f.Name, header, found(matches, columns))
		}
		of[f.Name] = matches[0]
		taken[matches[0]] = true
	}
	for _, f := range d.Fields {
		if of[f.Name] != "" {
			continue
		}
		matches := slices.DeleteFunc(matching(columns, f.Name), func(c string) bool { return taken[c] })
		if len(matches) > 1 {
			return nil, nil, fmt.Errorf("the columns %s are both the field %s; rename one, or name the right one under columns", quoted(matches), f.Name)
		}
		if len(matches) == 1 {
			of[f.Name] = matches[0]
		}
	}
	for _, c := range columns {
		used := false
		for _, field := range of {
			used = used || field == c
		}
		if !used && strings.TrimSpace(c) != "" {
			left = append(left, c)
		}
	}
	return of, left, nil
}

func matching(columns []string, header string) []string {
	var out []string
	want := plainHeader(header)
	for _, c := range columns {
		if plainHeader(c) == want && want != "" {
			out = append(out, c)
		}
	}
	return out
}

func found(matches, columns []string) string {
	if len(matches) > 1 {
		return "which the file has more than once: " + quoted(matches)
	}
	return "which the file does not have; it has " + quoted(columns)
}

func quoted(list []string) string {
	const most = 30
	var b strings.Builder
	for i, s := range list {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(list)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", s)
	}
	return b.String()
}
