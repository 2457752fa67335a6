package jsonschema_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aismm/aismm/internal/jsonschema"
)

type Colour string

type Part struct {
	Name  string  `json:"name"`
	Parts []*Part `json:"parts,omitempty"`
}

type Whole struct {
	Colour Colour         `json:"colour"`
	At     time.Time      `json:"at"`
	Until  *time.Time     `json:"until"`
	Left   *time.Time     `json:"left,omitempty"`
	Part   Part           `json:"part"`
	Counts map[string]int `json:"counts"`
	Any    any            `json:"any,omitempty"`
	Share  float64        `json:"share"`
	Yes    bool           `json:"yes"`
	Hidden string         `json:"-"`
}

const text = "package p\n// Colour is a colour.\ntype Colour string\nconst (\n\tRed Colour = \"red\"\n\tBlue Colour = \"blue\"\n)\n" +
	"// Whole is all\n// of it.\ntype Whole struct {\n\t// Colour says how it looks.\n\tColour Colour\n}\n"

func TestSchemaOfAType(t *testing.T) {
	source, err := jsonschema.ParseSource(fstest.MapFS{"p.go": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(jsonschema.Of(reflect.TypeFor[Whole](), jsonschema.Options{Title: "w", Source: source}), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "$defs": {
  "part": {
   "additionalProperties": false,
   "properties": {
    "name": {
     "type": "string"
    },
    "parts": {
     "items": {
      "$ref": "#/$defs/part"
     },
     "type": "array"
    }
   },
   "required": [
    "name"
   ],
   "type": "object"
  }
 },
 "$schema": "https://json-schema.org/draft/2020-12/schema",
 "additionalProperties": false,
 "description": "Whole is all of it.",
 "properties": {
  "any": {},
  "at": {
   "format": "date-time",
   "type": "string"
  },
  "colour": {
   "description": "Colour says how it looks.",
   "enum": [
    "red",
    "blue"
   ],
   "type": "string"
  },
  "counts": {
   "additionalProperties": {
    "type": "integer"
   },
   "type": "object"
  },
  "left": {
   "format": "date-time",
   "type": "string"
  },
  "part": {
   "$ref": "#/$defs/part"
  },
  "share": {
   "type": "number"
  },
  "until": {
   "anyOf": [
    {
     "format": "date-time",
     "type": "string"
    },
    {
     "type": "null"
    }
   ]
  },
  "yes": {
   "type": "boolean"
  }
 },
 "required": [
  "colour",
  "at",
  "until",
  "part",
  "counts",
  "share",
  "yes"
 ],
 "title": "w",
 "type": "object"
}`
	if string(got) != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestSourceWithoutFilesIsAnError(t *testing.T) {
	if _, err := jsonschema.ParseSource(fstest.MapFS{}); err == nil {
		t.Error("no error")
	}
	if _, err := jsonschema.ParseSource(fstest.MapFS{"p.go": {Data: []byte("packag")}}); err == nil {
		t.Error("no error for what is not Go")
	}
}

type free struct{}

func (*free) UnmarshalYAML([]byte) error { return nil }

type lasting time.Duration

func (*lasting) UnmarshalText([]byte) error { return nil }

type common struct {
	Dir string `yaml:"dir" doc:"The folder."`
}

type settings struct {
	Common  common            `yaml:",inline"`
	Parts   []common          `yaml:"parts"`
	Columns map[string]string `yaml:"columns" doc:"The columns."`
	Free    free              `yaml:"free" doc:"Whatever it is."`
	For     lasting           `yaml:"for"`
	Bare    *int
	Hidden  string `yaml:"-"`
}

// What people write has optional keys, described where they are declared, and no definitions that an editor would have to follow.
func TestSchemaOfYAML(t *testing.T) {
	got, err := json.Marshal(jsonschema.Of(reflect.TypeFor[settings](), jsonschema.Options{YAML: true}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"$schema":"https://json-schema.org/draft/2020-12/schema","additionalProperties":false,"properties":{"bare":{"type":"integer"},` +
		`"columns":{"additionalProperties":{"type":"string"},"description":"The columns.","type":"object"},"dir":{"description":"The folder.","type":"string"},` +
		`"for":{"type":"string"},"free":{"description":"Whatever it is."},"parts":{"items":{"additionalProperties":false,"properties":{"dir":{"description":"The folder.","type":"string"}},` +
		`"type":"object"},"type":"array"}},"type":"object"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
