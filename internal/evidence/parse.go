package evidence

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// strict refuses what could be read in two ways: repeated and unknown members, invalid UTF-8. Numbers inside config, parts
// and derived become json.Number (of encoding/json), so that none loses digits.
var strict = json.JoinOptions(
	json.RejectUnknownMembers(true),
	json.WithUnmarshalers(json.UnmarshalFromFunc(func(dec *jsontext.Decoder, v *any) error {
		if dec.PeekKind() != '0' {
			return errors.ErrUnsupported // everything else in the usual way
		}
		number, err := dec.ReadValue()
		if err != nil {
			return err
		}
		*v = stdjson.Number(number.Clone())
		return nil
	})),
)

// ParseDocument reads an evidence document and checks that it is well formed. Errors name the line and the JSON Pointer
// where reading stopped.
func ParseDocument(raw []byte) (*Document, error) {
	var d Document
	if err := unmarshalAs(DocumentSchema, raw, &d); err != nil {
		return nil, err
	}
	if faults := d.check(); len(faults) > 0 {
		return nil, errors.New(strings.Join(faults, "; "))
	}
	return &d, nil
}

// ParseManifest reads a manifest and checks that it is well formed.
func ParseManifest(raw []byte) (*Manifest, error) {
	var m Manifest
	if err := unmarshalAs(ManifestSchema, raw, &m); err != nil {
		return nil, err
	}
	if faults := m.check(); len(faults) > 0 {
		return nil, errors.New(strings.Join(faults, "; "))
	}
	return &m, nil
}

// unmarshalAs reads a file of a schema. Where another version's members do not fit, the version is what is wrong.
func unmarshalAs(schema string, raw []byte, into any) error {
	err := unmarshal(raw, into)
	if err == nil {
		return nil
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(raw, &head) == nil && head.Schema != schema {
		return errors.New(otherSchema(head.Schema, schema))
	}
	return err
}

// otherSchema says that a file is in a form of another time or tool.
func otherSchema(got, want string) string {
	return fmt.Sprintf("the schema is %q, but this version of aismm reads %q; use the version that wrote it", got, want)
}

func unmarshal(raw []byte, into any) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		return errors.New("the file is empty")
	}
	err := json.Unmarshal(raw, into, strict)
	if err == nil {
		return nil
	}
	offset, pointer, cause := int64(-1), "", err
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset, pointer, cause = e.ByteOffset, string(e.JSONPointer), e.Err
	} else if e, ok := errors.AsType[*json.SemanticError](err); ok {
		offset, pointer = e.ByteOffset, string(e.JSONPointer)
		if e.Err != nil {
			cause = e.Err
		} else if e.GoType != nil {
			cause = fmt.Errorf("a JSON %s does not fit here", e.JSONKind)
		}
	}
	if offset < 0 {
		return fmt.Errorf("not valid JSON: %w", cause)
	}
	at := raw[:min(offset, int64(len(raw)))]
	line := 1 + bytes.Count(at, []byte("\n"))
	column := len(at) - bytes.LastIndexByte(at, '\n')
	if pointer != "" {
		return fmt.Errorf("line %d, column %d (%s): %w", line, column, pointer, cause)
	}
	return fmt.Errorf("line %d, column %d: %w", line, column, cause)
}
