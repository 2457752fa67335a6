package config

import (
	"encoding/json"
	"reflect"

	"github.com/aismm/aismm/internal/jsonschema"
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
	s := jsonschema.Of(reflect.TypeFor[Config](), jsonschema.Options{Title: FileName, YAML: true})
	props := s["properties"].(map[string]any)
	providers := map[string]any{}
	for name, settings := range o.Providers {
		p := jsonschema.Of(reflect.TypeOf(settings).Elem(), jsonschema.Options{YAML: true})
		delete(p, "$schema") // it is a part
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
	return json.MarshalIndent(s, "", "  ")
}
