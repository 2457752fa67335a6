// Package jsonschema writes the JSON Schema (draft 2020-12) of a Go type, so that what is published cannot differ from what is read.
// Descriptions and enumerations come from the Go source, where they are written once.
package jsonschema

import (
	"fmt"
	"path"
	"reflect"
	"strings"
	"time"
)

// Draft is the dialect of the schemas.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// Options say how a type is read.
type Options struct {
	// Title and ID are those of the whole schema; ID may be empty.
	Title, ID string
	// Source describes types and fields, and lists the values of string types; it may be nil.
	Source *Source
	// Override replaces the schema of a type.
	Override map[reflect.Type]map[string]any
	// YAML is set for files that people write: members by their yaml tags, described by their doc tags, none required, and each
	// struct where it is used, so that none may hold itself. What reads its own YAML may be anything.
	YAML bool
}

// Of is the schema of the JSON form of t: members by their json tags; those without omitempty are required, unknown ones refused.
// Structs with a name become definitions. It panics on types that have no JSON form: that is a programming error.
func Of(t reflect.Type, o Options) map[string]any {
	g := generator{o, map[string]any{}, map[string]reflect.Type{}}
	root := g.of(t)
	if ref, ok := root["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		root = g.definitions[name].(map[string]any)
		if !g.refers(name) {
			delete(g.definitions, name)
		}
	}
	out := map[string]any{"$schema": Draft}
	for k, v := range root {
		out[k] = v
	}
	if o.Title != "" {
		out["title"] = o.Title
	}
	if o.ID != "" {
		out["$id"] = o.ID
	}
	if len(g.definitions) > 0 {
		out["$defs"] = g.definitions
	}
	return out
}

type generator struct {
	Options
	definitions map[string]any
	named       map[string]reflect.Type
}

// refers reports whether any definition refers to one by name.
func (g generator) refers(name string) bool {
	var in func(v any) bool
	in = func(v any) bool {
		m, ok := v.(map[string]any)
		if !ok {
			return false
		}
		if m["$ref"] == "#/$defs/"+name {
			return true
		}
		for _, e := range m {
			if in(e) {
				return true
			}
		}
		return false
	}
	return in(g.definitions)
}

// name is the name of a type's definition; types of one name in different packages are told apart.
func (g generator) name(t reflect.Type) string {
	name := strings.ToLower(t.Name()[:1]) + t.Name()[1:]
	if other, taken := g.named[name]; taken && other != t {
		name = path.Base(t.PkgPath()) + t.Name()
	}
	g.named[name] = t
	return name
}

var (
	typeTime   = reflect.TypeFor[time.Time]()
	typeTexter = reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()
)

func (g generator) of(t reflect.Type) map[string]any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s, ok := g.Override[t]; ok {
		return s
	}
	switch {
	case t == typeTime:
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.PointerTo(t).Implements(typeTexter):
		return map[string]any{"type": "string"}
	case g.YAML && readsItself(t):
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Struct:
		if t.Name() == "" || g.YAML {
			return g.object(t)
		}
		name := g.name(t)
		if _, ok := g.definitions[name]; !ok {
			g.definitions[name] = nil // entered: types may refer to themselves
			g.definitions[name] = g.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.of(t.Elem())}
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": g.of(t.Elem())}
	case reflect.String:
		s := map[string]any{"type": "string"}
		if values := g.Source.values(t.Name()); len(values) > 0 {
			s["enum"] = values
		}
		return s
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Interface:
		return map[string]any{}
	}
	panic(fmt.Sprintf("jsonschema: %s has no JSON form", t))
}

func (g generator) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []any{}
	if g.YAML {
		g.keys(t, properties)
	} else {
		g.fields(t, properties, &required)
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	if doc := g.Source.doc(t.Name()); doc != "" {
		s["description"] = doc
	}
	return s
}

// readsItself reports whether a type has a method that reads its YAML, whatever that is given.
func readsItself(t reflect.Type) bool {
	_, ok := reflect.PointerTo(t).MethodByName("UnmarshalYAML")
	return ok
}

// keys are the properties of a struct that people write in YAML.
func (g generator) keys(t reflect.Type, properties map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported():
			continue
		case strings.Contains(options, "inline"):
			g.keys(f.Type, properties)
			continue
		case name == "":
			name = strings.ToLower(f.Name)
		}
		properties[name] = described(g.of(f.Type), f.Tag.Get("doc"))
	}
}

// described is a schema with a description.
func described(s map[string]any, doc string) map[string]any {
	if doc == "" {
		return s
	}
	out := map[string]any{"description": doc}
	for k, v := range s {
		out[k] = v
	}
	return out
}

func (g generator) fields(t reflect.Type, properties map[string]any, required *[]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if f.Anonymous && name == "" {
			g.fields(f.Type, properties, required)
			continue
		}
		if name == "" {
			name = f.Name
		}
		s := g.of(f.Type)
		if f.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty") {
			s = map[string]any{"anyOf": []any{s, map[string]any{"type": "null"}}}
		}
		properties[name] = described(s, g.Source.doc(t.Name()+"."+f.Name))
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}
