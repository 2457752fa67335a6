package engine

import (
	"maps"

	"github.com/aismm/aismm/internal/evidence"
)

// The schemas below stay in the subset that OPA's type checker understands: an object that lists properties is closed, one that lists
// none is open, a type is one word.

func text() map[string]any    { return map[string]any{"type": "string"} }
func integer() map[string]any { return map[string]any{"type": "integer"} }
func open() map[string]any    { return map[string]any{"type": "object"} }

func list(items map[string]any) map[string]any {
	return map[string]any{"type": "array", "items": items}
}

func object(properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "properties": properties}
}

func reference(kind string) map[string]any { return map[string]any{"$ref": "#/definitions/" + kind} }

// stamped is the schema of a resource of a kind as policies see it: the collector's, and what the engine adds.
func stamped(k evidence.Kind) map[string]any {
	own, _ := k.Schema["properties"].(map[string]any)
	properties := map[string]any{}
	maps.Copy(properties, own)
	for _, name := range []string{"id", "kind", "ref", "name", "region", "boundary"} {
		properties[name] = text()
	}
	if properties["config"] == nil {
		properties["config"] = open()
	}
	properties["tags"] = map[string]any{"type": "object", "additionalProperties": text()}
	properties["missing"] = list(text())
	return object(properties)
}

// inputSchema describes the whole input for these kinds and settings. Without kinds, resources and records are open.
func inputSchema(kinds map[string]evidence.Kind, settings map[string]Setting) map[string]any {
	definitions, resources, enclosing, records := map[string]any{}, map[string]any{}, map[string]any{}, map[string]any{}
	lookups := map[string]any{}
	for _, name := range sortedKeys(kinds) {
		k := kinds[name]
		definitions[name] = stamped(k)
		all := list(reference(name))
		if k.Provider == RecordsProvider {
			records[name] = all
		} else {
			resources[name] = all
			if k.Level == evidence.Organization {
				enclosing[name] = all
			}
		}
		indexes := map[string]any{}
		for _, field := range lookupFields(k) {
			indexes[field] = map[string]any{"type": "object", "additionalProperties": all}
		}
		lookups[name] = object(indexes)
	}
	declared := map[string]any{}
	for name, s := range settings {
		declared[name] = s.Schema
	}
	scope := map[string]any{"id": text(), "level": text(), "provider": text(), "account": text(), "region": text(), "organization": text(), "name": text()}
	return map[string]any{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "What a policy of aismm sees",
		"type": "object", "definitions": definitions,
		"properties": map[string]any{
			"as_of":     text(),
			"resources": object(resources),
			"enclosing": object(map[string]any{"resources": object(enclosing)}),
			"records":   object(records),
			"lookup":    object(lookups),
			"settings":  object(declared),
			"scopes": list(object(map[string]any{"kind": text(), "id": text(), "ref": text(), "provider": text(), "boundary": text(), "account": text(),
				"region": text(), "name": text(), "ai": text()})),
			"boundary": object(map[string]any{"kind": text(), "id": text(), "ref": text(), "provider": text(), "account": text(), "name": text(),
				"organization": text(), "ai": text()}),
			"inventory": list(object(map[string]any{"kind": text(), "id": text(), "ref": text(), "name": text(), "provider": text(), "boundary": text(),
				"account": text(), "region": text(), "tags": map[string]any{"type": "object", "additionalProperties": text()}})),
			"ledger": list(object(map[string]any{"scope": object(scope), "status": text(), "outcome": text(), "reason": text(), "identity": text(),
				"expected": list(text()), "gaps": integer(), "last_read": text()})),
		},
	}
}

// lookupFields are the fields by which a kind can be looked up: its id, and what its config holds.
func lookupFields(k evidence.Kind) []string {
	fields := map[string]bool{"id": true}
	for name := range configProperties(k) {
		fields[name] = true
	}
	return sortedKeys(fields)
}

func configProperties(k evidence.Kind) map[string]any {
	own, _ := k.Schema["properties"].(map[string]any)
	config, _ := own["config"].(map[string]any)
	properties, _ := config["properties"].(map[string]any)
	return properties
}

// hasPart reports whether a kind's schema knows an operation's reply under parts.
func hasPart(k evidence.Kind, name string) bool {
	own, _ := k.Schema["properties"].(map[string]any)
	parts, _ := own["parts"].(map[string]any)
	properties, _ := parts["properties"].(map[string]any)
	_, ok := properties[name]
	return ok
}

// hasField reports whether a path below a resource may exist, as far as the kind's schema tells.
func hasField(schema map[string]any, path []string) bool {
	for _, step := range path {
		for schema["type"] == "array" {
			items, ok := schema["items"].(map[string]any)
			if !ok {
				return true
			}
			schema = items
		}
		properties, ok := schema["properties"].(map[string]any)
		if !ok || len(properties) == 0 {
			return true // open
		}
		next, ok := properties[step].(map[string]any)
		if !ok {
			return false
		}
		schema = next
	}
	return true
}
