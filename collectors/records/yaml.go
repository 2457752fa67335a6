package records

import (
	stdjson "encoding/json"
	"errors"
	"regexp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

const wantedYAML = "a list of mappings is expected, or the key rows with one"

// plainNumber is what JSON calls a number; other YAML numbers (0x1F, 1_000, .inf) stay text.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// readYAML reads a list of mappings, or a mapping whose key rows holds one. Anchors, aliases and tags are not read: an export has none.
func readYAML(data []byte) (table, error) {
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return table{}, yamlFault(err)
	}
	if len(f.Docs) != 1 || f.Docs[0].Body == nil {
		if len(f.Docs) > 1 {
			return table{}, errors.New("there is more than one YAML document; " + wantedYAML)
		}
		return table{}, errors.New("the file is empty; an export without rows is []")
	}
	list, err := yamlRows(f.Docs[0].Body)
	if err != nil {
		return table{}, err
	}
	var t jsonTable
	for _, n := range list.Values {
		next := row{line: lineOf(n), cells: map[string]cell{}}
		members, ok := yamlMembers(n)
		if !ok {
			return table{}, atLine(next.line, "a row is no mapping; %s", wantedYAML)
		}
		for _, m := range members {
			value, err := yamlValue(m.Value)
			if err != nil {
				return table{}, err
			}
			name := m.Key.GetToken().Value
			next.cells[name] = cell{lineOf(m.Key), value}
			t.column(name)
		}
		t.rows = append(t.rows, next)
	}
	return t.table, nil
}

func yamlRows(body ast.Node) (*ast.SequenceNode, error) {
	if members, ok := yamlMembers(body); ok {
		for _, m := range members {
			if m.Key.GetToken().Value == "rows" {
				body = m.Value
			}
		}
	}
	list, ok := body.(*ast.SequenceNode)
	if !ok {
		return nil, atLine(lineOf(body), "%s", wantedYAML)
	}
	return list, nil
}

func yamlMembers(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}, true
	}
	return nil, false
}

func yamlValue(n ast.Node) (any, error) {
	if members, ok := yamlMembers(n); ok {
		out := map[string]any{}
		for _, m := range members {
			v, err := yamlValue(m.Value)
			if err != nil {
				return nil, err
			}
			out[m.Key.GetToken().Value] = v
		}
		return out, nil
	}
	switch v := n.(type) {
	case *ast.SequenceNode:
		out := []any{}
		for _, e := range v.Values {
			x, err := yamlValue(e)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
		return out, nil
	case *ast.NullNode:
		return nothing{}, nil
	case *ast.BoolNode:
		return v.Value, nil
	case *ast.StringNode:
		return v.Value, nil
	case *ast.LiteralNode:
		return v.Value.Value, nil
	case *ast.IntegerNode, *ast.FloatNode:
		text := n.GetToken().Value
		if plainNumber.MatchString(text) {
			return stdjson.Number(text), nil
		}
		return text, nil
	}
	return nil, atLine(lineOf(n), "anchors, aliases, tags and merges are not read in an export")
}

func lineOf(n ast.Node) int {
	if members, ok := yamlMembers(n); ok && len(members) > 0 {
		n = members[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

func yamlFault(err error) error {
	var e yaml.Error
	if errors.As(err, &e) {
		if t := e.GetToken(); t != nil && t.Position != nil {
			return atLine(t.Position.Line, "%s", e.GetMessage())
		}
	}
	return err
}
