package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/aismm/aismm/internal/strictyaml"
)

// Setting is something that an organization decides and policies use, declared in settings/<name>.yaml below the one key <name>: OPA merges
// the files of a folder, and so has each declaration at data.settings.<name>.
type Setting struct {
	Name        string
	Title       string
	Description string
	// Schema is the JSON Schema of its value.
	Schema map[string]any
	// Default holds where nobody set it; nil means that there is none, and that verdicts which need it are unknown until it is set.
	Default any
	// File is where it is declared.
	File string

	check *jsonschema.Schema
}

type settingFile struct {
	Title       string         `yaml:"title"`
	Description string         `yaml:"description"`
	Schema      map[string]any `yaml:"schema"`
	Default     any            `yaml:"default"`
}

// readSetting reads one declaration. What is wrong with it is reported through fault.
func readSetting(f *sourceFile, fault func(line int, format string, args ...any)) (Setting, bool) {
	name := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	if line, ok := onlyKey(f.data, name); !ok {
		fault(line, "a setting has its file's name as the one key at the top: write %q in the first line, and title, description, schema and default indented below it", name+":")
		return Setting{}, false
	}
	var file map[string]settingFile
	if err := strictyaml.Decode(f.display, f.data, &file); err != nil {
		reportYAML(err, 0, func(line, _ int, message string) { fault(line, "%s", message) })
		return Setting{}, false
	}
	s := file[name]
	set := Setting{Name: name, Title: s.Title, Description: s.Description, File: f.display}
	if s.Title == "" || s.Description == "" || s.Schema == nil {
		fault(0, "setting %q needs a title, a description and a schema", name)
		return Setting{}, false
	}
	schema, err := plainJSON(s.Schema)
	if err == nil {
		set.Schema = schema.(map[string]any)
		set.check, err = compileSchema("setting:"+name, schema)
	}
	if err != nil {
		fault(0, "setting %q: its schema does not hold: %v", name, err)
		return Setting{}, false
	}
	if s.Default != nil {
		if set.Default, err = plainJSON(s.Default); err == nil {
			err = set.check.Validate(set.Default)
		}
		if err != nil {
			fault(0, "setting %q: its default does not fit its schema: %s", name, schemaFault(err))
			return Setting{}, false
		}
	}
	return set, true
}

// onlyKey reports whether a name is the only key of a YAML file, and otherwise the line of the first one that is not. What is no YAML at all
// is left to the decoder, which says why.
func onlyKey(data []byte, name string) (line int, ok bool) {
	f, err := parser.ParseBytes(data, 0)
	if err != nil || len(f.Docs) > 1 {
		return 0, true
	}
	if len(f.Docs) == 0 {
		return 0, false
	}
	body, ok := f.Docs[0].Body.(ast.MapNode)
	if !ok {
		return 0, false
	}
	found := false
	for keys := body.MapRange(); keys.Next(); {
		key := keys.Key().GetToken()
		if key.Value != name {
			return key.Position.Line, false
		}
		found = true
	}
	return 0, found
}

// reportYAML passes on every error of a strict decoding, with its line moved by offset.
func reportYAML(err error, offset int, report func(line, col int, message string)) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			reportYAML(e, offset, report)
		}
		return
	}
	if e, ok := errors.AsType[*strictyaml.Error](err); ok && e.Line > 0 {
		report(e.Line+offset, e.Column, e.Message)
		return
	}
	report(0, 0, err.Error())
}

// compileSchema prepares a JSON Schema that is held in memory.
func compileSchema(name string, schema any) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.UseLoader(noLoader{})
	url := "mem:///" + name
	if err := c.AddResource(url, schema); err != nil {
		return nil, err
	}
	return c.Compile(url)
}

type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("the schema refers to %s; references to other files are not followed", url)
}

// schemaFault says in one line what does not fit a schema, and where.
func schemaFault(err error) string {
	e, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return err.Error()
	}
	for len(e.Causes) > 0 {
		e = e.Causes[0]
	}
	what := e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if len(e.InstanceLocation) == 0 {
		return what
	}
	return "at " + strings.Join(e.InstanceLocation, ".") + ": " + what
}

// plainJSON brings a value to what JSON decodes to, with json.Number for numbers, as the schema validator and OPA expect it.
func plainJSON(v any) (any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var plain any
	if err := dec.Decode(&plain); err != nil {
		return nil, err
	}
	return plain, nil
}

// settingValues lays the values that a user gave over the defaults, and checks them. The result has no entry for what nobody set.
func settingValues(declared map[string]Setting, given map[string]any) (map[string]any, error) {
	var errs []error
	for _, name := range sortedKeys(given) {
		if _, ok := declared[name]; !ok {
			errs = append(errs, fmt.Errorf("settings.%s: no policy declares it%s", name, strictyaml.Nearest(name, sortedKeys(declared))))
		}
	}
	values := map[string]any{}
	for _, name := range sortedKeys(declared) {
		s := declared[name]
		v, ok := given[name]
		if !ok || v == nil {
			if s.Default != nil {
				values[name] = s.Default
			}
			continue
		}
		plain, err := plainJSON(v)
		if err == nil {
			err = s.check.Validate(plain)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("settings.%s: %s; it is declared in %s", name, schemaFault(err), s.File))
			continue
		}
		values[name] = plain
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return values, nil
}
