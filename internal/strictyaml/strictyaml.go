// Package strictyaml decodes YAML that people write, and says precisely what is wrong with it: every unknown key with its
// line and the nearest known key, every value of the wrong type with its line, all at once.
package strictyaml

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Error is one thing wrong at one place.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Decode decodes data into the struct that into points to. Keys that the struct's yaml tags do not name are errors. An empty
// file leaves into as it is. The error joins one *Error for each thing that is wrong.
func Decode(file string, data []byte, into any) error {
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return syntax(file, err)
	}
	switch len(f.Docs) {
	case 0:
		return nil
	case 1:
	default:
		return &Error{File: file, Line: 1, Column: 1, Message: fmt.Sprintf("has %d YAML documents; one is expected", len(f.Docs))}
	}
	body := f.Docs[0].Body
	if body == nil || body.Type() == ast.NullType {
		return nil
	}
	return DecodeNode(file, body, into)
}

// DecodeNode decodes one node of a parsed file, as Decode does.
func DecodeNode(file string, node ast.Node, into any) error {
	w := walker{file: file}
	w.walk(node, reflect.TypeOf(into).Elem(), "")
	if len(w.errs) > 0 {
		return errors.Join(w.errs...)
	}
	if err := yaml.NodeToValue(node, into); err != nil {
		return syntax(file, err)
	}
	return nil
}

func syntax(file string, err error) error {
	var e yaml.Error
	if errors.As(err, &e) {
		t := e.GetToken()
		if t != nil && t.Position != nil {
			return &Error{File: file, Line: t.Position.Line, Column: t.Position.Column, Message: e.GetMessage()}
		}
		return &Error{File: file, Message: e.GetMessage()}
	}
	return &Error{File: file, Message: strings.TrimSpace(err.Error())}
}

type walker struct {
	file string
	errs []error
}

func (w *walker) fail(n ast.Node, format string, args ...any) {
	e := &Error{File: w.file, Message: fmt.Sprintf(format, args...)}
	if t := n.GetToken(); t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	w.errs = append(w.errs, e)
}

func (w *walker) walk(n ast.Node, t reflect.Type, path string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := n.(type) {
	case *ast.TagNode:
		w.walk(v.Value, t, path)
	case *ast.AnchorNode:
		w.walk(v.Value, t, path)
	case *ast.MappingNode:
		w.mapping(v, v.Values, t, path)
	case *ast.MappingValueNode:
		w.mapping(v, []*ast.MappingValueNode{v}, t, path)
	case *ast.SequenceNode:
		if t.Kind() == reflect.Slice {
			for i, x := range v.Values {
				w.walk(x, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
			}
			return
		}
		if t.Kind() == reflect.Struct || t.Kind() == reflect.Map {
			w.fail(n, "%s is a list; a mapping is expected", at(path))
		}
	case *ast.NullNode, *ast.AliasNode:
	default:
		if unmarshals(t) {
			return
		}
		switch t.Kind() {
		case reflect.Struct, reflect.Map:
			w.fail(n, "%s is a single value; a mapping is expected", at(path))
		case reflect.Slice:
			w.fail(n, "%s is a single value; a list is expected", at(path))
		case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
			if s, ok := n.(*ast.StringNode); ok {
				w.fail(n, "%s is the text %q; %s is expected", at(path), s.Value, noun(t))
			}
		}
	}
}

func (w *walker) mapping(n ast.Node, values []*ast.MappingValueNode, t reflect.Type, path string) {
	if unmarshals(t) {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		fields := Keys(t)
		for _, v := range values {
			key := v.Key.GetToken().Value
			f, ok := fields[key]
			if !ok {
				w.fail(v.Key, "unknown key %q%s%s", key, under(path), Nearest(key, sorted(fields)))
				continue
			}
			w.walk(v.Value, f, join(path, key))
		}
	case reflect.Map:
		for _, v := range values {
			w.walk(v.Value, t.Elem(), join(path, v.Key.GetToken().Value))
		}
	case reflect.Interface:
	default:
		w.fail(n, "%s is a mapping; %s is expected", at(path), noun(t))
	}
}

func noun(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "a number"
	}
	return "a single value"
}

// unmarshals reports whether a type reads its own YAML, which the walk then leaves alone.
func unmarshals(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	for _, m := range []string{"UnmarshalYAML", "UnmarshalText"} {
		if _, ok := p.MethodByName(m); ok {
			return true
		}
	}
	return false
}

// Keys are the yaml keys of a struct, with their types.
func Keys(t reflect.Type) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case !f.IsExported() || name == "-":
		case strings.Contains(opts, "inline"):
			for k, v := range Keys(f.Type) {
				keys[k] = v
			}
		case name == "":
			keys[strings.ToLower(f.Name)] = f.Type
		default:
			keys[name] = f.Type
		}
	}
	return keys
}

func sorted(m map[string]reflect.Type) []string {
	var s []string
	for k := range m {
		s = append(s, k)
	}
	slices.Sort(s)
	return s
}

// Nearest is the tail of an error about an unknown word: the nearest known one, or all of them when none is near.
func Nearest(word string, known []string) string {
	best, distance := "", len(word)/2+2
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("; did you mean %q?", best)
	case len(known) == 0:
		return ""
	case len(known) > 24:
		return ""
	}
	return "; known: " + strings.Join(known, ", ")
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func under(path string) string {
	if path == "" {
		return ""
	}
	return " under " + path
}

func at(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}
