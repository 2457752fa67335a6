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
	// Levels is how many levels the model has.
	Levels int
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
	overlays := props["overlays"].(map[string]any)["items"].(map[string]any)
	one := func(key string) map[string]any { return map[string]any{"required": []string{key}} }
	overlays["required"], overlays["oneOf"] = []string{"name"}, []any{one("path"), one("url"), one("oci")}
	pattern := func(key, form string) {
		overlays["properties"].(map[string]any)[key].(map[string]any)["pattern"] = form
	}
	pattern("name", overlayName.String())
	pattern("digest", digestForm.String())
	pattern("url", "^https?://")
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
		targets[c] = map[string]any{"type": "integer", "minimum": 1, "maximum": o.Levels}
	}
	closed("targets", targets)
	return json.MarshalIndent(s, "", "  ")
}
