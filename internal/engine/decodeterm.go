package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/open-policy-agent/opa/v1/ast"
)

func (d *decoder) open(kind jsontext.Kind, what string) error {
	t, err := d.dec.ReadToken()
	if err != nil {
		return d.fault(err)
	}
	if t.Kind() != kind {
		return fmt.Errorf("%s begins with %s, not with %c (at %s)", what, t.Kind(), byte(kind), d.dec.StackPointer())
	}
	return nil
}

func (d *decoder) fault(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("it is no valid JSON at %q: %w", e.JSONPointer, e.Err)
	}
	return fmt.Errorf("it is no valid JSON: %w", err)
}

// key reads the name of a member.
func (d *decoder) key() (string, error) {
	t, err := d.keyTerm()
	if err != nil {
		return "", err
	}
	return string(t.Value.(ast.String)), nil
}

func (d *decoder) keyTerm() (*ast.Term, error) {
	raw, err := d.dec.ReadValue()
	if err != nil {
		return nil, d.fault(err)
	}
	return d.text(raw)
}

// text makes a term of a JSON string.
func (d *decoder) text(raw jsontext.Value) (*ast.Term, error) {
	content := raw[1 : len(raw)-1]
	if bytes.IndexByte(content, '\\') >= 0 {
		var err error
		if d.buffer, err = jsontext.AppendUnquote(d.buffer[:0], raw); err != nil {
			return nil, d.fault(err)
		}
		content = d.buffer
	}
	if len(content) > sharedLength {
		return ast.StringTerm(string(content)), nil
	}
	if t := d.terms[string(content)]; t != nil {
		return t, nil
	}
	return d.share(string(content)), nil
}

func (d *decoder) shared(s string) *ast.Term {
	if t := d.terms[s]; t != nil {
		return t
	}
	return d.share(s)
}

func (d *decoder) share(s string) *ast.Term {
	t := ast.StringTerm(s)
	if len(d.terms) < sharedTerms {
		d.terms[s] = t
	}
	return t
}

// term decodes one value.
func (d *decoder) term() (*ast.Term, error) {
	switch d.dec.PeekKind() {
	case '{':
		return d.object()
	case '[':
		return d.array()
	}
	raw, err := d.dec.ReadValue()
	if err != nil {
		return nil, d.fault(err)
	}
	switch raw[0] {
	case '"':
		return d.text(raw)
	case 't':
		return ast.InternedTerm(true), nil
	case 'f':
		return ast.InternedTerm(false), nil
	case 'n':
		return ast.InternedNullTerm, nil
	}
	return ast.NumberTerm(json.Number(string(raw))), nil
}

func (d *decoder) object() (*ast.Term, error) {
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	if d.dec.PeekKind() == '}' {
		_, err := d.dec.ReadToken()
		return ast.InternedEmptyObject, d.fault(err)
	}
	pairs := make([][2]*ast.Term, 0, 8)
	for d.dec.PeekKind() != '}' {
		key, err := d.keyTerm()
		if err != nil {
			return nil, err
		}
		value, err := d.term()
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]*ast.Term{key, value})
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	return ast.NewTerm(ast.NewObject(pairs...)), nil
}

func (d *decoder) array() (*ast.Term, error) {
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	var elements []*ast.Term
	for d.dec.PeekKind() != ']' {
		t, err := d.term()
		if err != nil {
			return nil, err
		}
		elements = append(elements, t)
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	if len(elements) == 0 {
		return ast.InternedEmptyArray, nil
	}
	return ast.NewTerm(ast.NewArray(elements...)), nil
}
