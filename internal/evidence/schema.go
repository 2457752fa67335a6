package evidence

import (
	"embed"
	"fmt"
	"reflect"

	"github.com/aismm/aismm/internal/jsonschema"
)

//go:embed document.go manifest.go scope.go
var source embed.FS

// DocumentSchemaJSON is the JSON Schema of evidence documents.
func DocumentSchemaJSON() ([]byte, error) {
	return schemaOf(reflect.TypeFor[Document](), "aismm evidence document", DocumentSchema)
}

// ManifestSchemaJSON is the JSON Schema of a bundle's manifest.
func ManifestSchemaJSON() ([]byte, error) {
	return schemaOf(reflect.TypeFor[Manifest](), "aismm bundle manifest", ManifestSchema)
}

func schemaOf(t reflect.Type, title, version string) ([]byte, error) {
	s, err := jsonschema.ParseSource(source)
	if err != nil {
		return nil, fmt.Errorf("write the schema of an %s: %w", title, err)
	}
	schema := jsonschema.Of(t, jsonschema.Options{Title: title, Source: s})
	schema["properties"].(map[string]any)["schema"] = map[string]any{"const": version, "description": "The form of this file."}
	return CanonicalJSON(schema)
}
