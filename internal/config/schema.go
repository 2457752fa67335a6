package config

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
)

// SchemaOptions are the parts of the file that others declare.
type SchemaOptions struct {
	// Providers maps a provider's name to a pointer to its settings struct.
	Providers map[string]any
	// Settings maps a policy setting's name to its JSON Schema.
	Settings   map[string]map[string]any
	Categories []string
}

// Schema is the JSON Schema (draft 2020-12) of aismm.yaml, for editors.
func Schema(o SchemaOptions) ([]byte, error) {
	s := schemaOf(reflect.TypeFor[Config]())
	props := s["properties"].(map[string]any)
	providers := map[string]any{}
	for name, settings := range o.Providers {
		p := schemaOf(reflect.TypeOf(settings).Elem())
		p["type"] = []string{"object", "null"}
		providers[name] = p
	}
	closed := func(key string, properties map[string]any) {
		p := props[key].(map[string]any)
		delete(p, "additionalProperties")
		p["properties"], p["additionalProperties"] = properties, false
	}
	closed("providers", providers)
	settings := map[string]any{}
	for name, schema := range o.Settings {
		settings[name] = schema
	}
	closed("settings", settings)
	targets := map[string]any{}
	for _, c := range o.Categories {
		targets[c] = map[string]any{"type": "integer", "minimum": 1, "maximum": 5}
	}
	closed("targets", targets)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "aismm.yaml"
	return json.MarshalIndent(s, "", "  ")
}

func schemaOf(t reflect.Type) map[string]any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[Node]() {
		return map[string]any{}
	}
	if _, ok := reflect.PointerTo(t).MethodByName("UnmarshalText"); ok {
		return map[string]any{"type": "string"}
	}
	if _, ok := reflect.PointerTo(t).MethodByName("UnmarshalYAML"); ok {
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Struct:
		props := map[string]any{}
		types := strictyaml.Keys(t)
		for key, ft := range types {
			props[key] = schemaOf(ft)
		}
		describe(t, props)
		return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.String:
		return map[string]any{"type": "string"}
	}
	return map[string]any{}
}

func describe(t reflect.Type, props map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if p, ok := props[name].(map[string]any); ok && f.Tag.Get("doc") != "" {
			p["description"] = f.Tag.Get("doc")
		}
	}
}
