package scaffold

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// field is what a condition of the scaffold judges: a scalar below config, a value that passes, and one that does not.
type field struct {
	path         []string
	value, other any
}

// choose takes the field that says most about how a thing is set up, among those that the schema has and, if there is an example, that the
// example has: a switch first, then a word from a list, then any text or number.
func (s Subject) choose() field {
	best := field{path: []string{"name"}, value: "example", other: "another"}
	rank := 0
	for _, c := range candidates(configSchema(s.Kind), []string{"config"}) {
		if c.path[1] == "id" { // every thing has one, and it says nothing
			continue
		}
		value, found := valueAt(s.config(), c.path[1:])
		if s.Example != nil && !found {
			continue
		}
		f, n := c.judged(value, found)
		if n > rank {
			best, rank = f, n
		}
	}
	return best
}

func (s Subject) config() map[string]any {
	if s.Example == nil {
		return nil
	}
	return s.Example.Config
}

// candidate is one scalar field of a schema.
type candidate struct {
	path []string
	kind string
	enum []string
}

// candidates are the scalars of a schema down to two steps, in the order of their names.
func candidates(schema map[string]any, path []string) []candidate {
	var all []candidate
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range sorted(properties) {
		sub, ok := properties[name].(map[string]any)
		if !ok {
			continue
		}
		below := append(append([]string{}, path...), name)
		switch kind, _ := sub["type"].(string); kind {
		case "boolean", "string", "number", "integer":
			all = append(all, candidate{below, kind, texts(sub["enum"])})
		case "object":
			if len(below) < 4 {
				all = append(all, candidates(sub, below)...)
			}
		}
	}
	return all
}

func texts(v any) []string {
	var all []string
	switch list := v.(type) {
	case []string:
		return list
	case []any:
		for _, e := range list {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
	}
	return all
}

// identity are fields that tell things apart, and say nothing about how they are set up.
var identity = regexp.MustCompile(`(?i)(arn|id|ids|name|url|uri|description|title|digest|sha256|token|version)$|(At|Date|Time|On|_at|_date)$`)

var stateful = regexp.MustCompile(`(?i)(status|state|mode|type|level|protection|policy|strength)$`)

func (c candidate) judged(value any, found bool) (field, int) {
	last := c.path[len(c.path)-1]
	f := field{path: c.path, value: value}
	rank := 10 - len(c.path)
	switch c.kind {
	case "boolean":
		on, _ := value.(bool)
		if !found {
			f.value, on = true, true
		}
		f.other = !on
		rank += 40
	case "string":
		text, _ := value.(string)
		switch {
		case found:
		case len(c.enum) > 0:
			text = c.enum[0]
		default:
			text = "example"
		}
		f.value, f.other = text, "another"
		for _, e := range c.enum {
			if e != text {
				f.other = e
				break
			}
		}
		switch {
		case len(c.enum) > 0:
			rank += 30
		case stateful.MatchString(last):
			rank += 20
		case !identity.MatchString(last):
			rank += 10
		}
		if text == "" || text == f.other {
			return f, 0
		}
	default:
		if !found {
			f.value = 1
		}
		f.other = json.Number("0")
		if fmt.Sprint(f.value) == "0" {
			f.other = json.Number("1")
		}
		rank += 5
	}
	return f, rank
}

func valueAt(config map[string]any, path []string) (any, bool) {
	var at any = config
	for _, step := range path {
		o, ok := at.(map[string]any)
		if !ok {
			return nil, false
		}
		if at, ok = o[step]; !ok {
			return nil, false
		}
	}
	switch v := at.(type) {
	case bool, float64, json.Number:
		return v, true
	case string:
		return v, v != "" && !strings.Contains(v, "redacted")
	}
	return nil, false
}

func sorted(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
