package engine

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// look is what a value may look like, as far as schemas and the text of policies tell: one of its forms, or anything where it is open.
// A look that is neither has not been told.
type look struct {
	open  bool
	forms []*form
}

// form is one way that a value may look. Either a schema describes it, or the text of a policy makes it.
type form struct {
	// key tells forms apart.
	key string
	// schema describes it; kind and path say what it is: the kind of a resource, and the steps below it, with [] for what is in a list.
	schema map[string]any
	kind   string
	path   string
	// word is a constant.
	word ast.Value
	// members are those of an object that the text makes; values those of an object with any keys; elems those of a list or set.
	members       map[string]look
	values, elems *look
}

// manyForms is how many forms a look may have before nothing is told about it any more.
const manyForms = 48

var anything = look{open: true}

func (s look) unknown() bool { return s.open || len(s.forms) == 0 }

func (s look) key() string {
	if s.open {
		return "?"
	}
	keys := make([]string, len(s.forms))
	for i, f := range s.forms {
		keys[i] = f.key
	}
	slices.Sort(keys)
	return strings.Join(keys, "|")
}

// or is either of two looks.
func (s look) or(o look) look {
	if s.open || o.open {
		return anything
	}
	both := look{forms: slices.Clone(s.forms)}
	for _, f := range o.forms {
		if !slices.ContainsFunc(both.forms, func(h *form) bool { return h.key == f.key }) {
			both.forms = append(both.forms, f)
		}
	}
	if len(both.forms) > manyForms {
		return anything
	}
	return both
}

func wordLook(v ast.Value) look {
	return look{forms: []*form{{key: "=" + v.String(), word: v}}}
}

func listLook(elems look) look {
	return look{forms: []*form{{key: "[" + elems.key() + "]", elems: &elems}}}
}

func valuesLook(values look) look {
	return look{forms: []*form{{key: "{*:" + values.key() + "}", values: &values}}}
}

func objectLook(members map[string]look) look {
	key := "{"
	for _, name := range sortedKeys(members) {
		key += name + ":" + members[name].key() + ","
	}
	return look{forms: []*form{{key: key + "}", members: members}}}
}

// words are the constants that a value may be; ok is false where it may be something else.
func (s look) words() (words []ast.Value, ok bool) {
	for _, f := range s.forms {
		if f.word == nil {
			return nil, false
		}
		words = append(words, f.word)
	}
	return words, !s.unknown()
}

// lookSchemas resolves references and follows members. Forms of one schema are made once, so that they can be told apart by their key.
type lookSchemas struct {
	root map[string]any
}

// look is what a schema describes.
func (c *lookSchemas) look(schema map[string]any, kind, path string) look {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/definitions/")
		target, _ := c.root["definitions"].(map[string]any)[name].(map[string]any)
		return c.look(target, name, "")
	}
	if options, ok := schema["anyOf"].([]any); ok {
		var all look
		for _, o := range options {
			if sub, ok := o.(map[string]any); ok {
				all = all.or(c.look(sub, kind, path))
			}
		}
		if all.unknown() {
			return anything
		}
		return all
	}
	if _, ok := schema["type"].(string); !ok {
		return anything
	}
	return look{forms: []*form{{key: kind + "." + path + ":" + schema["type"].(string), schema: schema, kind: kind, path: path}}}
}

func (c *lookSchemas) input() look { return c.look(c.root, "", "input") }

// step is how a member of a value looks like.
type step struct {
	look look
	// missing are the forms that have no such member.
	missing []*form
	// known are the names of the members that they have.
	known []string
}

// member follows a literal name or number.
func (c *lookSchemas) member(s look, name ast.Value) step {
	if s.unknown() {
		return step{look: anything}
	}
	var out step
	text, isText := name.(ast.String)
	for _, f := range s.forms {
		next, ok := c.memberOf(f, string(text), isText)
		if ok {
			out.look = out.look.or(next)
			continue
		}
		out.missing = append(out.missing, f)
		out.known = append(out.known, f.names()...)
	}
	slices.Sort(out.known)
	out.known = slices.Compact(out.known)
	return out
}

func (c *lookSchemas) memberOf(f *form, name string, isText bool) (look, bool) {
	switch {
	case f.word != nil:
		return look{}, false
	case f.elems != nil:
		return *f.elems, true // a number is an index, and what is in a set is its own index
	case f.values != nil:
		return *f.values, true
	case f.members != nil:
		next, ok := f.members[name]
		return next, ok && isText
	}
	switch f.schema["type"] {
	case "array":
		if isText {
			return look{}, false
		}
		return c.items(f), true
	case "object":
		return c.property(f, name)
	}
	return look{}, false
}

func (c *lookSchemas) items(f *form) look {
	items, ok := f.schema["items"].(map[string]any)
	if !ok {
		return anything
	}
	return c.look(items, f.kind, f.path+"[]")
}

func (c *lookSchemas) property(f *form, name string) (look, bool) {
	properties, _ := f.schema["properties"].(map[string]any)
	if next, ok := properties[name].(map[string]any); ok {
		if kinds, ok := c.stampedKind(f, name); ok {
			return kinds, true
		}
		return c.look(next, f.kind, joinPath(f.path, name)), true
	}
	if rest, ok := f.schema["additionalProperties"].(map[string]any); ok && len(properties) == 0 {
		return c.look(rest, f.kind, joinPath(f.path, "*")), true
	}
	return anything, len(properties) == 0
}

// stampedKind is the word that the engine puts under `kind`.
func (c *lookSchemas) stampedKind(f *form, name string) (look, bool) {
	if name != "kind" {
		return look{}, false
	}
	switch {
	case f.kind != "" && f.path == "":
		return wordLook(ast.String(f.kind)), true
	case f.kind == "" && f.path == "input.scopes[]":
		return wordLook(ast.String(kindScope)), true
	case f.kind == "" && f.path == "input.boundary":
		return wordLook(ast.String(kindBoundary)), true
	}
	return look{}, false
}

// any is what some member of a value looks like.
func (c *lookSchemas) any(s look) look {
	if s.unknown() {
		return anything
	}
	var all look
	for _, f := range s.forms {
		switch {
		case f.elems != nil:
			all = all.or(*f.elems)
		case f.values != nil:
			all = all.or(*f.values)
		case f.members != nil:
			for _, name := range sortedKeys(f.members) {
				all = all.or(f.members[name])
			}
		case f.schema == nil:
		case f.schema["type"] == "array":
			all = all.or(c.items(f))
		case f.schema["type"] == "object":
			properties, _ := f.schema["properties"].(map[string]any)
			if len(properties) == 0 {
				next, _ := c.property(f, "*")
				all = all.or(next)
			}
			for _, name := range sortedKeys(properties) {
				next, _ := c.property(f, name)
				all = all.or(next)
			}
		}
	}
	return all
}

// names are the members that a form has.
func (f *form) names() []string {
	if f.members != nil {
		return sortedKeys(f.members)
	}
	properties, _ := f.schema["properties"].(map[string]any)
	return sortedKeys(properties)
}

// say names a form for people: "aws_bedrock_guardrail.config".
func (f *form) say() string {
	switch {
	case f.kind == "" && f.schema != nil:
		return f.path
	case f.path == "":
		return f.kind
	case f.schema != nil:
		return f.kind + "." + f.path
	case f.word != nil:
		return f.word.String()
	}
	return "the value"
}

// resource reports whether it is a whole resource, as the engine hands it to policies.
func (f *form) resource() bool { return f.schema != nil && f.kind != "" && f.path == "" }

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
