package records

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// FieldType is what a field holds.
type FieldType string

// The types of fields. Times are kept in RFC 3339, UTC; a date alone is its first moment.
const (
	Text    FieldType = "string"
	Number  FieldType = "number"
	Boolean FieldType = "boolean"
	Time    FieldType = "time"
	// Texts is a list of strings; in a cell of a CSV file they are separated by ";".
	Texts FieldType = "strings"
	// Objects is a list of objects with Fields of their own; in a cell of a CSV file it is written as JSON.
	Objects FieldType = "objects"
)

// Field is one column of a kind of record.
type Field struct {
	Name string    `yaml:"-"`
	Type FieldType `yaml:"type"`
	// Required fields say which thing the row is about. What policies judge is never required: they say what its absence means.
	Required bool `yaml:"required"`
	// Enum are the only values of a Text.
	Enum []string `yaml:"enum"`
	// Lower is set for texts that are kept in lower case, such as addresses.
	Lower   bool   `yaml:"lower"`
	About   string `yaml:"about"`
	Example string `yaml:"example"`
	// Fields are those of one object of Objects, in order.
	Fields []Field `yaml:"-"`
}

// Description is one kind of record: what a row is, and which fields it has.
type Description struct {
	// Name is the kind without "record_": "person".
	Name  string
	Title string
	About string
	// System is where such rows usually come from.
	System string
	// Identity are the fields that make the id of a row that has none; empty means that every row needs its id.
	Identity []string
	// Fields begin with the id.
	Fields []Field
	// File is where it is described.
	File string
}

// Kind is the name of the evidence kind: "record_person".
func (d *Description) Kind() string { return kindPrefix + d.Name }

func (d *Description) field(name string) (Field, bool) { return find(d.Fields, name) }

func find(fields []Field, name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

func names(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// descriptionFile is a file of kinds/ as it is written.
type descriptionFile struct {
	Title    string          `yaml:"title"`
	About    string          `yaml:"about"`
	System   string          `yaml:"system"`
	Identity []string        `yaml:"identity"`
	Fields   strictyaml.Kept `yaml:"fields"`
}

func parseDescription(file string, data []byte) (*Description, error) {
	var raw descriptionFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return nil, err
	}
	d := &Description{Name: stem(file), File: file, Title: raw.Title, About: raw.About, System: raw.System, Identity: raw.Identity}
	var err error
	if d.Fields, err = parseFields(file, raw.Fields.Node); err != nil {
		return nil, err
	}
	if d.Title == "" || d.About == "" || d.System == "" || len(d.Fields) == 0 || d.Fields[0].Name != "id" || d.Fields[0].Type != Text {
		return nil, fmt.Errorf("%s: a kind of record needs title, about, system, and fields that begin with the id, a string", file)
	}
	for _, name := range d.Identity {
		if f, ok := d.field(name); !ok || f.Type == Texts || f.Type == Objects {
			return nil, fmt.Errorf("%s: identity names %q, which is no single field of the kind", file, name)
		}
	}
	return d, nil
}

func parseFields(file string, node ast.Node) ([]Field, error) {
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		if one, single := node.(*ast.MappingValueNode); single {
			mapping = &ast.MappingNode{Values: []*ast.MappingValueNode{one}}
		} else {
			return nil, fmt.Errorf("%s: fields is no mapping of names to fields", file)
		}
	}
	var fields []Field
	for _, v := range mapping.Values {
		var raw struct {
			Field  `yaml:",inline"`
			Fields strictyaml.Kept `yaml:"fields"`
		}
		if err := strictyaml.DecodeNode(file, v.Value, &raw); err != nil {
			return nil, err
		}
		f := raw.Field
		f.Name = v.Key.GetToken().Value
		switch f.Type {
		case Text, Number, Boolean, Time, Texts:
		case Objects:
			var err error
			if f.Fields, err = parseFields(file, raw.Fields.Node); err != nil {
				return nil, err
			}
		default:
			return nil, atKey(file, v.Key, "field %s has the type %q (string, number, boolean, time, strings or objects)", f.Name, f.Type)
		}
		if f.About == "" || (len(f.Enum) > 0 && f.Type != Text) || (raw.Fields.Node != nil && f.Type != Objects) {
			return nil, atKey(file, v.Key, "field %s needs about; only a string has an enum, and only objects have fields", f.Name)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// atKey is an error at the key of a mapping.
func atKey(file string, key ast.Node, format string, args ...any) error {
	p := key.GetToken().Position
	return &strictyaml.Error{File: file, Line: p.Line, Column: p.Column, Message: fmt.Sprintf(format, args...)}
}

// evidenceKind is the kind as the registry and the policies see it.
func (d *Description) evidenceKind() evidence.Kind {
	required := []string{"config.id"}
	for _, f := range d.Fields {
		if f.Required {
			required = append(required, "config."+f.Name)
		}
	}
	return evidence.Kind{Name: d.Kind(), Title: d.Title, Provider: provider, Deployment: evidence.Program, Level: evidence.Boundary,
		Required: required, Schema: resourceSchema(d.Fields)}
}

// resourceSchema describes one record of a document. It lists its properties, so that OPA's type checker treats it as closed.
func resourceSchema(fields []Field) map[string]any {
	text := map[string]any{"type": "string"}
	return map[string]any{"type": "object", "properties": map[string]any{
		"id": text, "name": text, "config": objectSchema(fields), "missing": map[string]any{"type": "array", "items": text},
	}}
}

func objectSchema(fields []Field) map[string]any {
	properties := map[string]any{}
	for _, f := range fields {
		properties[f.Name] = f.schema()
	}
	return map[string]any{"type": "object", "properties": properties}
}

func (f Field) schema() map[string]any {
	s := map[string]any{"description": f.About}
	switch f.Type {
	case Number, Boolean:
		s["type"] = string(f.Type)
	case Time:
		s["type"], s["format"] = "string", "date-time"
	case Texts:
		s["type"], s["items"] = "array", map[string]any{"type": "string"}
	case Objects:
		s["type"], s["items"] = "array", objectSchema(f.Fields)
	default:
		s["type"] = "string"
		if len(f.Enum) > 0 {
			s["enum"] = f.Enum
		}
	}
	return s
}
