package aws

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/aismm/aismm/internal/strictyaml"
)

// data is one service in one account and region: what its file says, by operation.
type data map[string]*written

// written is what a file says of one operation.
type written struct {
	// order has the keys as the file has them.
	order []string
	byKey map[string]any
	// alias finds a thing by its ARN, where the file has it by the id that the ARN ends with, and the other way round.
	alias map[string]string
}

// lookup finds a single reply.
func (d data) lookup(op, key string) (any, bool) {
	w := d[op]
	if w == nil {
		return nil, false
	}
	if v, ok := w.byKey[key]; ok {
		return v, true
	}
	v, ok := w.byKey[w.alias[key]]
	return v, ok
}

// list finds the items that the file writes for a list itself.
func (d data) list(op, key string) ([]any, bool) {
	v, found := d.lookup(op, key)
	if !found {
		return []any{}, false
	}
	items, _ := v.([]any)
	return items, true
}

// draw makes the items of a list from the details of the things below key.
func (d data) draw(how *drawing, key string) []any {
	items := []any{}
	from := d[how.from]
	if from == nil {
		return items
	}
	for _, k := range from.order {
		if key != "" && !strings.HasPrefix(k, key+"/") {
			continue
		}
		item := map[string]any{}
		for _, m := range how.members {
			if v, ok := at(from.byKey[k], m[1]); ok {
				item[m[0]] = v
			}
		}
		items = append(items, item)
	}
	return items
}

// at follows a path of members, "PolicySummary.Id".
func at(v any, path string) (any, bool) {
	for _, member := range strings.Split(path, ".") {
		o, _ := v.(map[string]any)
		next, ok := o[member]
		if !ok {
			return v, false
		}
		v = next
	}
	return v, true
}

// parseData reads a file: operations, each with its reply, or with a mapping from the key of a thing to its reply.
func parseData(file string, text []byte, s *service) (data, error) {
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		return nil, fmt.Errorf("%s: want one YAML document, got %d", file, len(parsed.Docs))
	}
	p := &dataParser{file: file, service: s, data: data{}, anchors: map[string]any{}}
	for _, entry := range entries(parsed.Docs[0].Body) {
		name := entry.Key.GetToken().Value
		op := s.byName[name]
		switch {
		case op == nil:
			p.fail(entry.Key, "unknown operation %s:%s%s", s.name, name, strictyaml.Nearest(name, sortedKeys(s.byName)))
		case op.computed:
			p.fail(entry.Key, "the stand-in works out %s:%s; it is not written", s.name, name)
		default:
			p.operation(op, entry)
		}
	}
	if len(entries(parsed.Docs[0].Body)) == 0 {
		p.errs = append(p.errs, fmt.Errorf("%s: want a mapping from operations to replies", file))
	}
	return p.data, errors.Join(p.errs...)
}

type dataParser struct {
	file    string
	service *service
	data    data
	anchors map[string]any
	errs    []error
}

func (p *dataParser) fail(n ast.Node, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s:%d: "+format, append([]any{p.file, n.GetToken().Position.Line}, args...)...))
}

func entries(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return []*ast.MappingValueNode{}
}

func (p *dataParser) operation(op *operation, entry *ast.MappingValueNode) {
	w := &written{byKey: map[string]any{}, alias: map[string]string{}}
	p.data[op.name] = w
	if len(op.key) == 0 {
		p.thing(op, w, "", entry.Value)
		return
	}
	things := entries(entry.Value)
	if len(things) == 0 {
		p.fail(entry.Key, "%s is written by %s: want a mapping", op.name, strings.Join(op.key, "/"))
	}
	for _, thing := range things {
		key := thing.Key.GetToken().Value
		if strings.Count(key, "/") < len(op.key)-1 {
			p.fail(thing.Key, "%s is written by %s; %q has too few parts", op.name, strings.Join(op.key, "/"), key)
			continue
		}
		p.thing(op, w, key, thing.Value)
	}
}

// thing takes one reply, in the form that the operation has.
func (p *dataParser) thing(op *operation, w *written, key string, n ast.Node) {
	v, ok := p.value(n)
	if !ok {
		return
	}
	if op.tags != "" {
		v = p.tags(op, n, v)
	}
	_, isList := v.([]any)
	_, isObject := v.(map[string]any)
	switch {
	case op.list != "" && !isList:
		p.fail(n, "%s %s is no list", op.name, key)
	case op.list == "" && !isObject && op.root == "":
		p.fail(n, "%s %s is no mapping", op.name, key)
	}
	w.order = append(w.order, key)
	w.byKey[key] = v
	if strings.HasPrefix(key, "arn:") {
		w.alias[key[strings.LastIndexAny(key, "/:")+1:]] = key
		return
	}
	first, rest, more := strings.Cut(key, "/")
	if o, _ := v.(map[string]any); first != "" {
		for _, member := range sortedKeys(o) {
			arn, _ := o[member].(string)
			if strings.HasPrefix(arn, "arn:") && (strings.HasSuffix(arn, "/"+first) || strings.HasSuffix(arn, ":"+first)) {
				if more {
					arn += "/" + rest
				}
				w.alias[arn] = key
			}
		}
	}
}

// tags turns a mapping, as files write tags, into the list that a tag is on the wire.
func (p *dataParser) tags(op *operation, n ast.Node, v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		p.fail(n, "%s is a mapping from the name of a tag to its value", op.name)
		return []any{}
	}
	key, value := "key", "value"
	if op.tags == "Key" {
		key, value = "Key", "Value"
	}
	out := []any{}
	for _, name := range sortedKeys(o) {
		out = append(out, map[string]any{key: name, value: asText(o[name])})
	}
	return out
}

// value turns YAML into the tree that the encoders write. Members that hold JSON in a string are written as mappings in the files.
func (p *dataParser) value(n ast.Node) (any, bool) {
	switch n := n.(type) {
	case *ast.AnchorNode:
		v, ok := p.value(n.Value)
		p.anchors[n.Name.GetToken().Value] = v
		return v, ok
	case *ast.AliasNode:
		v, known := p.anchors[n.Value.GetToken().Value]
		if !known {
			p.fail(n, "unknown anchor *%s", n.Value.GetToken().Value)
		}
		return v, known
	case *ast.MappingNode, *ast.MappingValueNode:
		return p.object(n)
	case *ast.SequenceNode:
		out := make([]any, 0, len(n.Values))
		for _, item := range n.Values {
			v, ok := p.value(item)
			if !ok {
				return nil, false
			}
			out = append(out, v)
		}
		return out, true
	case *ast.NullNode:
		p.fail(n, "a value is missing")
		return nil, false
	}
	return p.scalar(n)
}

func (p *dataParser) scalar(n ast.Node) (any, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.BoolNode:
		return n.Value, true
	case *ast.FloatNode:
		return n.Value, true
	case *ast.IntegerNode:
		switch v := n.Value.(type) {
		case int64:
			return v, true
		case uint64:
			return int64(v), true
		}
	}
	p.fail(n, "a value is a text, a number, true or false; %s is none of them", n.GetToken().Value)
	return nil, false
}

func (p *dataParser) object(n ast.Node) (any, bool) {
	out := map[string]any{}
	for _, entry := range entries(n) {
		name := entry.Key.GetToken().Value
		v, ok := p.value(entry.Value)
		if !ok {
			return out, false
		}
		if name == "<<" {
			base, _ := v.(map[string]any)
			for k, x := range base {
				if _, own := out[k]; !own {
					out[k] = x
				}
			}
			continue
		}
		if _, isObject := v.(map[string]any); isObject && slices.Contains(p.service.documents, name) {
			v = p.service.document(v)
		}
		out[name] = v
	}
	return out, true
}

// document is JSON in a string. IAM encodes its documents as in RFC 3986 (API reference of GetAccountAuthorizationDetails).
func (s *service) document(v any) string {
	compact, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("standin: encode a document from YAML: %v", err)) // such a tree has nothing that JSON has not
	}
	if s.name == "iam" {
		return strings.ReplaceAll(url.QueryEscape(string(compact)), "+", "%20")
	}
	return string(compact)
}
