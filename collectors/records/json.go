package records

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// exact keeps numbers as they are written.
var exact = json.WithUnmarshalers(json.UnmarshalFromFunc(func(dec *jsontext.Decoder, v *any) error {
	if dec.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	n, err := dec.ReadValue()
	if err == nil {
		*v = stdjson.Number(n.Clone())
	}
	return err
}))

const wantedJSON = `a list of objects is expected, or {"rows": [...]}, or one object on each line of a .jsonl file`

// readJSON reads a list of objects, or an object whose member rows is one.
func readJSON(data []byte) (table, error) {
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	fail := func(err error) (table, error) { return table{}, jsonFault(data, dec, err) }
	switch dec.PeekKind() {
	case '[':
	case '{':
		if err := toRows(dec); err != nil {
			return fail(err)
		}
	case 0:
		_, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			return table{}, errors.New("the file is empty; an export without rows is []")
		}
		return fail(err)
	default:
		return table{}, atLine(1, wantedJSON)
	}
	if _, err := dec.ReadToken(); err != nil {
		return fail(err)
	}
	var t jsonTable
	for dec.PeekKind() != ']' {
		if err := t.add(data, dec); err != nil {
			return fail(err)
		}
	}
	// The rest is read too: a file that is cut off, or that has something after its end, is not the export.
	for {
		if _, err := dec.ReadToken(); errors.Is(err, io.EOF) {
			return t.table, nil
		} else if err != nil {
			return fail(err)
		}
		if dec.StackDepth() == 0 && dec.PeekKind() != 0 {
			at := int(dec.InputOffset())
			at += bytes.IndexFunc(data[at:], func(r rune) bool { return !unicode.IsSpace(r) })
			return table{}, atLine(lineAt(data, at), "something follows the end of the list; "+wantedJSON)
		}
	}
}

// toRows goes to the value of the member rows.
func toRows(dec *jsontext.Decoder) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if name.String() == "rows" {
			if dec.PeekKind() != '[' {
				return errors.New("rows is no list; " + wantedJSON)
			}
			return nil
		}
		if err := dec.SkipValue(); err != nil {
			return err
		}
	}
	if dec.PeekKind() == '}' {
		return errors.New("there is no member rows; " + wantedJSON)
	}
	_, err := dec.ReadToken()
	return err
}

// readJSONLines reads one object after another.
func readJSONLines(data []byte) (table, error) {
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	var t jsonTable
	for {
		if err := t.add(data, dec); errors.Is(err, io.EOF) {
			return t.table, nil
		} else if err != nil {
			return table{}, jsonFault(data, dec, err)
		}
	}
}

// jsonTable collects rows and the columns that they have.
type jsonTable struct {
	table
	seen map[string]bool
}

func (t *jsonTable) add(data []byte, dec *jsontext.Decoder) error {
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	line := lineAt(data, int(dec.InputOffset())-len(value))
	if value.Kind() != '{' {
		return atLine(line, "a row is no object; %s", wantedJSON)
	}
	var members map[string]any
	if err := json.Unmarshal(value, &members, exact); err != nil {
		return atLine(line, "read the row: %v", err)
	}
	next := row{line: line, cells: make(map[string]cell, len(members))}
	inner := jsontext.NewDecoder(bytes.NewReader(value))
	if _, err := inner.ReadToken(); err != nil {
		return err
	}
	for inner.PeekKind() == '"' { // the order of the file, and the line of each member
		name, err := inner.ReadToken()
		if err != nil {
			return err
		}
		column := name.String()
		next.cells[column] = cell{line + bytes.Count(value[:inner.InputOffset()], []byte("\n")), members[column]}
		t.column(column)
		if err := inner.SkipValue(); err != nil {
			return err
		}
	}
	t.rows = append(t.rows, next)
	return nil
}

func (t *jsonTable) column(name string) {
	if t.seen == nil {
		t.seen = map[string]bool{}
	}
	if !t.seen[name] {
		t.seen[name] = true
		t.columns = append(t.columns, name)
	}
}

func jsonFault(data []byte, dec *jsontext.Decoder, err error) error {
	var at *lineError
	if errors.As(err, &at) {
		return err
	}
	offset, cause, where := dec.InputOffset(), err, ""
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		offset, cause = syntax.ByteOffset, syntax.Err
		if syntax.JSONPointer != "" {
			where = " at " + string(syntax.JSONPointer)
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		cause = errors.New("the file is cut off")
	}
	return atLine(lineAt(data, int(min(offset, int64(len(data))))), "%v", fmt.Errorf("not valid JSON%s: %w", where, cause))
}
