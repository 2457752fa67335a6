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

// mostAdded is how many unknown members of one object are named. Where there are more, their names are data that no schema can list, and "*"
// stands for all of them.
const mostAdded = 20

// sightings are the ids of the resources in which something was seen, by field.
type sightings map[string]map[string]bool

func (s sightings) add(field, id string) {
	if s[field] == nil {
		s[field] = map[string]bool{}
	}
	s[field][id] = true
}

// folded puts the members of an object together where they are too many.
func (s sightings) folded() sightings {
	siblings := map[string]int{}
	for field := range s {
		siblings[parentOf(field)]++
	}
	out := sightings{}
	for field, ids := range s {
		if siblings[parentOf(field)] > mostAdded {
			field = parentOf(field) + ".*"
		}
		for id := range ids {
			out.add(field, id)
		}
	}
	return out
}

func parentOf(field string) string { return field[:strings.LastIndexByte(field, '.')] }

func (s sightings) drift(kind string, change DriftChange) []Drift {
	var list []Drift
	for field, ids := range s {
		list = append(list, Drift{Kind: kind, Field: field, Change: change, Count: len(ids), Example: sortedKeys(ids)[0]})
	}
	return list
}

// FindDrift compares resources with the schemas of their kinds. Only what providers send is compared, config and parts, and only where a schema
// lists the members of an object.
func FindDrift(kinds []Kind, resources map[string][]*Resource) []Drift {
	var all []Drift
	for _, k := range kinds {
		added, missing := sightings{}, sightings{}
		for _, r := range resources[k.Name] {
			unknownMembers(k, r, func(field string) { added.add(field, r.ID) })
			if len(r.Missing) > 0 {
				continue // a read failed, which says nothing about the API
			}
			for _, field := range k.Required {
				if !r.has(strings.Split(field, ".")) {
					missing.add(field, r.ID)
				}
			}
		}
		all = append(all, added.folded().drift(k.Name, DriftAdded)...)
		all = append(all, missing.drift(k.Name, DriftMissing)...)
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

// unknownMembers tells the paths of a resource that the schema does not have. What lies below one of them is not looked at. A name with a dot in it
// is data, and stands as "*".
func unknownMembers(k Kind, r *Resource, tell func(field string)) {
	properties, _ := k.Schema["properties"].(map[string]any)
	for name, value := range map[string]map[string]any{"config": r.Config, "parts": r.Parts} {
		schema, _ := properties[name].(map[string]any)
		compareMembers(schema, value, name, tell)
	}
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
			case len(properties) > 0 && v != nil && strings.Contains(name, "."):
				unknown(path + ".*")
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
	return holds(members, path)
}

// holds follows a path. Behind a list, it must be there in every element.
func holds(at any, path []string) bool {
	if len(path) == 0 {
		return at != nil
	}
	switch v := at.(type) {
	case map[string]any:
		return holds(v[path[0]], path[1:])
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !holds(e, path) })
	case []map[string]any:
		return !slices.ContainsFunc(v, func(e map[string]any) bool { return !holds(e, path) })
	}
	return false
}
