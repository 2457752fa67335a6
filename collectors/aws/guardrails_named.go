package aws

import (
	"cmp"
	"slices"
	"strings"
)

// schemaNamedGuardrails describes derived.guardrails: the guardrails that the deployed versions of an agent or flow name, wherever in them.
func schemaNamedGuardrails() schema {
	return schemaList(schemaObject(members{"identifier": schemaText(), "version": schemaText()}))
}

// namedGuardrails gives the guardrails that versions name, each once and sorted. A member that a version leaves out is empty.
func namedGuardrails(versions []any) []any {
	var found [][2]string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if c, ok := v["guardrailConfiguration"].(map[string]any); ok {
				found = append(found, [2]string{text(c, "guardrailIdentifier"), text(c, "guardrailVersion")})
			}
			for _, member := range v {
				walk(member)
			}
		}
	}
	walk(versions)
	slices.SortFunc(found, func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
	out := []any{}
	for _, pair := range slices.Compact(found) {
		out = append(out, map[string]any{"identifier": pair[0], "version": pair[1]})
	}
	return out
}

// versionsInUse gives the versions of an agent or flow that aliases route to; where there are none, its working draft.
func versionsInUse(versions []any, draft map[string]any) []any {
	if len(versions) == 0 {
		return []any{draft}
	}
	return versions
}
