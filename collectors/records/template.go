package records

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

// Template is a CSV file that people can fill: comments, among them an example row, and the header. Comments stand before
// the header only.
func (k *Kinds) Template(kind string) ([]byte, error) {
	d, err := k.Describe(kind)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s: %s\n", d.Title, d.About)
	fmt.Fprintf(&b, "# Usually exported from: %s. Columns may stand in any order; leave empty what is not known.\n", d.System)
	b.WriteString("# Dates: 2026-11-20 or 2026-11-20T09:00:00Z. Yes or no: true or false. Lists: a;b. Lists of objects: JSON.\n")
	for _, f := range d.Fields {
		fmt.Fprintf(&b, "# %s: %s\n", f.Name, f.hint())
	}
	row := make([]string, len(d.Fields))
	for i, f := range d.Fields {
		row[i] = f.sample()
	}
	b.WriteString("# Example: ")
	w := csv.NewWriter(&b)
	if err := w.Write(row); err != nil {
		return nil, fmt.Errorf("write the template of %s: %w", d.Kind(), err)
	}
	if err := w.Write(names(d.Fields)); err != nil {
		return nil, fmt.Errorf("write the template of %s: %w", d.Kind(), err)
	}
	w.Flush()
	return b.Bytes(), nil
}

// hint says what to write into a cell.
func (f Field) hint() string {
	s := f.About
	if len(f.Enum) > 0 {
		s += " One of: " + strings.Join(f.Enum, ", ") + "."
	}
	if f.Required {
		s += " Needed."
	}
	return s
}

// sample is the example as a cell holds it.
func (f Field) sample() string {
	if f.Type != Objects {
		return f.Example
	}
	var b strings.Builder
	b.WriteString("[{")
	sep := ""
	for _, g := range f.Fields {
		if g.Example == "" {
			continue
		}
		var v any = g.Example
		switch g.Type {
		case Texts:
			v = splitList(g.Example)
		case Number:
			v = json.Number(g.Example)
		case Boolean:
			v = g.Example == "yes"
		}
		value, _ := json.Marshal(v) // strings, numbers and booleans always encode
		fmt.Fprintf(&b, "%s%q: %s", sep, g.Name, value)
		sep = ", "
	}
	b.WriteString("}]")
	return b.String()
}
