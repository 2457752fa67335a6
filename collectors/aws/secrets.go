package aws

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
)

// schemaSecretMatches describes derived.secret_matches: where a known form of secret stands in text that redaction replaces, and which.
// An empty list says that the text was searched; an absent one that it could not be read.
func schemaSecretMatches() schema {
	return schemaList(schemaObject(members{"path": schemaText(), "form": schemaText()}))
}

// secretMatches searches the texts below these paths of a resource ("config.Environment", "parts.GetAgentVersion.instruction"; lists are
// entered without a name) and adds what it finds to derived.secret_matches. It is called once what they hold has been read.
func secretMatches(res *evidence.Resource, paths ...string) {
	whole := map[string]any{"config": res.Config, "parts": res.Parts}
	var found []evidence.SecretMatch
	for _, path := range paths {
		found = append(found, secretsBelow(whole, strings.Split(path, "."), "")...)
	}
	addSecretMatches(res, found)
}

// secretMatchesIn does the same for a value that is not kept, such as a script that was decoded; path says where it came from.
func secretMatchesIn(res *evidence.Resource, path string, value any) {
	addSecretMatches(res, evidence.FindSecrets(value, path))
}

func addSecretMatches(res *evidence.Resource, found []evidence.SecretMatch) {
	if res.Derived == nil {
		res.Derived = map[string]any{}
	}
	all, _ := res.Derived["secret_matches"].([]any)
	if all == nil {
		all = []any{}
	}
	for _, m := range found {
		all = append(all, map[string]any{"path": m.Path, "form": m.Form})
	}
	slices.SortStableFunc(all, func(a, b any) int {
		x, _ := a.(map[string]any)
		y, _ := b.(map[string]any)
		return cmp.Or(strings.Compare(text(x, "path"), text(y, "path")), strings.Compare(text(x, "form"), text(y, "form")))
	})
	res.Derived["secret_matches"] = all
}

// secretsBelow follows a path, and searches what it leads to. At is the place so far, with the indexes of lists.
func secretsBelow(v any, path []string, at string) []evidence.SecretMatch {
	if len(path) == 0 {
		return evidence.FindSecrets(v, at)
	}
	switch v := v.(type) {
	case map[string]any:
		if below, ok := v[path[0]]; ok {
			return secretsBelow(below, path[1:], evidence.Below(at, path[0]))
		}
	case []any:
		var found []evidence.SecretMatch
		for i, item := range v {
			found = append(found, secretsBelow(item, path, evidence.BelowIndex(at, i))...)
		}
		return found
	}
	return nil
}
