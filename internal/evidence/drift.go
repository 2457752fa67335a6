package evidence

import (
	"cmp"
	"slices"
	"strings"
)

// DriftChange says how replies differ from the schema of their kind.
type DriftChange string

// The changes.
const (
	// DriftAdded: a member that the schema does not know. Policies cannot read it.
	DriftAdded DriftChange = "added"
	// DriftMissing: a member that is always there was not. The resource is incomplete, and what is judged about it unknown.
	DriftMissing DriftChange = "missing"
)

// Drift is one member in which a provider's replies differ from what is known of its API. It is no verdict, and no gap of its own: it says that
// a collector, a schema or the provider has changed, and that somebody should look.
type Drift struct {
	Kind string `json:"kind"`
	// Field is the path below the resource, such as "config.contentPolicy.filters.action". Lists have no step of their own.
	Field  string      `json:"field"`
	Change DriftChange `json:"change"`
	// Count is the number of resources in which it was seen; Example is the id of one of them, the first by the alphabet.
	Count   int    `json:"count"`
	Example string `json:"example"`
}

// FindDrift compares resources with the schemas of their kinds. Only what providers send is compared, config and parts, and only where a schema
// lists the members of an object.
func FindDrift(kinds []Kind, resources map[string][]*Resource) []Drift {
	var all []Drift
	for _, k := range kinds {
		for _, r := range resources[k.Name] {
			for _, field := range unknownMembers(k, r) {
				all = append(all, Drift{Kind: k.Name, Field: field, Change: DriftAdded, Count: 1, Example: r.ID})
			}
			if len(r.Missing) > 0 {
				continue // a read failed, which says nothing about the API
			}
			for _, field := range k.Required {
				if !r.has(strings.Split(field, ".")) {
					all = append(all, Drift{Kind: k.Name, Field: field, Change: DriftMissing, Count: 1, Example: r.ID})
				}
			}
		}
	}
	return MergeDrift(all)
}

// MergeDrift sums equal entries up, and sorts them by kind, field and change.
func MergeDrift(lists ...[]Drift) []Drift {
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(a, b Drift) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Change, b.Change), cmp.Compare(a.Example, b.Example))
	})
	var merged []Drift
	for _, d := range all {
		if n := len(merged); n > 0 && merged[n-1].Kind == d.Kind && merged[n-1].Field == d.Field && merged[n-1].Change == d.Change {
			merged[n-1].Count += d.Count
			continue
		}
		merged = append(merged, d)
	}
	return merged
}

// Drift is that of all documents of the bundle.
func (m *Manifest) Drift() []Drift {
	var lists [][]Drift
	for _, d := range m.Documents {
		lists = append(lists, d.Drift)
	}
	return MergeDrift(lists...)
}

// unknownMembers lists the paths of a resource that the schema does not have, each once. What lies below one of them is not looked at.
func unknownMembers(k Kind, r *Resource) []string {
	var found []string
	properties, _ := k.Schema["properties"].(map[string]any)
	for name, value := range map[string]map[string]any{"config": r.Config, "parts": r.Parts} {
		schema, _ := properties[name].(map[string]any)
		compareMembers(schema, value, name, func(path string) { found = append(found, path) })
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func compareMembers(schema map[string]any, value any, path string, unknown func(path string)) {
	switch value := value.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		rest, named := schema["additionalProperties"].(map[string]any)
		for name, v := range value {
			below, known := properties[name].(map[string]any)
			switch {
			case known:
				compareMembers(below, v, path+"."+name, unknown)
			case named: // the names are data
				compareMembers(rest, v, path+".*", unknown)
			case len(properties) > 0 && v != nil:
				unknown(path + "." + name)
			}
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for _, v := range value {
			compareMembers(items, v, path, unknown)
		}
	case []map[string]any:
		items, _ := schema["items"].(map[string]any)
		for _, v := range value {
			compareMembers(items, v, path, unknown)
		}
	}
}

// has reports whether there is something other than null at a path, as the engine does for resources that it reads.
func (r *Resource) has(path []string) bool {
	members := map[string]any{"config": r.Config, "parts": r.Parts, "derived": r.Derived}
	if r.Name != "" {
		members["name"] = r.Name
	}
	var at any = members
	for _, step := range path {
		o, ok := at.(map[string]any)
		if !ok || o[step] == nil {
			return false
		}
		at = o[step]
	}
	return true
}
