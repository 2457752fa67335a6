package evidence

import (
	"fmt"
	"slices"
	"testing"
)

func TestFindDrift(t *testing.T) {
	word, open := map[string]any{"type": "string"}, map[string]any{"type": "object"}
	object := func(properties map[string]any) map[string]any {
		return map[string]any{"type": "object", "properties": properties}
	}
	list := func(items any) map[string]any { return map[string]any{"type": "array", "items": items} }
	kind := Kind{Name: "aws_x", Required: []string{"config.status", "parts.GetIt.state"}, Schema: object(map[string]any{
		"config": object(map[string]any{"status": word, "policy": open, "anything": map[string]any{}, "rules": list(object(map[string]any{"name": word})),
			"tags":   map[string]any{"type": "object", "additionalProperties": word},
			"groups": map[string]any{"type": "object", "additionalProperties": object(map[string]any{"size": word})}}),
		"parts":   object(map[string]any{"GetIt": object(map[string]any{"state": word})}),
		"derived": object(map[string]any{"ours": word})})}
	ruled := kind
	ruled.Required = []string{"config.rules.name"}
	for name, c := range map[string]struct {
		config map[string]any
		there  bool
	}{
		"in every element":    {map[string]any{"rules": []any{map[string]any{"name": "r"}, map[string]any{"name": "s"}}}, true},
		"in one":              {map[string]any{"rules": []any{map[string]any{"name": "r"}, map[string]any{}}}, false},
		"in one, as replies":  {map[string]any{"rules": []map[string]any{{"name": "r"}, {}}}, false},
		"null":                {map[string]any{"rules": []any{map[string]any{"name": nil}}}, false},
		"elements of no kind": {map[string]any{"rules": []any{"r"}}, false},
		"an empty list":       {map[string]any{"rules": []any{}}, true},
		"no list":             {map[string]any{}, false},
	} {
		want := []Drift{{"aws_x", "config.rules.name", DriftMissing, 1, "a"}}
		if c.there {
			want = nil
		}
		if got := FindDrift([]Kind{ruled}, map[string][]*Resource{"aws_x": {{ID: "a", Config: c.config}}}); !slices.Equal(got, want) {
			t.Errorf("a required member behind a list, %s: %+v, want %+v", name, got, want)
		}
	}
	good := map[string]any{"GetIt": map[string]any{"state": "on"}}
	for name, c := range map[string]struct {
		resources []*Resource
		want      []Drift
	}{
		"as the schema says": {[]*Resource{{ID: "a", Config: map[string]any{"status": "on", "rules": []any{map[string]any{"name": "r"}}}, Parts: good}}, nil},
		"open objects, and names that are data": {[]*Resource{{ID: "a", Parts: good, Config: map[string]any{"status": "on",
			"policy": map[string]any{"Statement": []any{map[string]any{"Effect": "Deny"}}}, "anything": map[string]any{"a": map[string]any{"b": 1}},
			"tags": map[string]any{"team": "x"}, "groups": map[string]any{"g": map[string]any{"size": "1"}}}}}, nil},
		"what a collector worked out is its own": {[]*Resource{{ID: "a", Config: map[string]any{"status": "on"}, Parts: good, Derived: map[string]any{"new": 1}}}, nil},
		"new members, at the top of what is new": {[]*Resource{
			{ID: "b", Parts: good, Config: map[string]any{"status": "on", "fresh": map[string]any{"deep": 1}, "rules": []any{map[string]any{"level": 1}, map[string]any{"level": 2}}}},
			{ID: "a", Parts: good, Config: map[string]any{"status": "on", "rules": []map[string]any{{"level": 1}}, "groups": map[string]any{"g": map[string]any{"owner": "1"}, "h": map[string]any{"owner": "1"}}}},
			{ID: "c", Parts: map[string]any{"GetIt": map[string]any{"state": "on", "since": "x"}, "GetMore": map[string]any{}}, Config: map[string]any{"status": "on"}},
		}, []Drift{{"aws_x", "config.fresh", DriftAdded, 1, "b"}, {"aws_x", "config.groups.*.owner", DriftAdded, 1, "a"}, {"aws_x", "config.rules.level", DriftAdded, 2, "a"},
			{"aws_x", "parts.GetIt.since", DriftAdded, 1, "c"}, {"aws_x", "parts.GetMore", DriftAdded, 1, "c"}}},
		"names that are data": {[]*Resource{{ID: "a", Parts: good, Config: map[string]any{"status": "on", "rules": []any{many(21), many(3)}, "arn:x.y": 1}},
			{ID: "b", Parts: good, Config: map[string]any{"status": "on", "rules": []any{many(2)}}}},
			[]Drift{{"aws_x", "config.*", DriftAdded, 1, "a"}, {"aws_x", "config.rules.*", DriftAdded, 2, "a"}}},
		"required members that are missing, null or empty": {[]*Resource{{ID: "c", Config: map[string]any{}, Parts: good}, {ID: "b", Config: map[string]any{"status": nil}, Parts: good},
			{ID: "a", Config: map[string]any{"status": "on"}}},
			[]Drift{{"aws_x", "config.status", DriftMissing, 2, "b"}, {"aws_x", "parts.GetIt.state", DriftMissing, 1, "a"}}},
		"a read that failed says nothing about the API": {[]*Resource{{ID: "a", Config: map[string]any{"status": "on"}, Missing: []string{"x:GetIt"}}}, nil},
		"renamed": {[]*Resource{{ID: "a", Config: map[string]any{"state": "on"}, Parts: good}},
			[]Drift{{"aws_x", "config.state", DriftAdded, 1, "a"}, {"aws_x", "config.status", DriftMissing, 1, "a"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := FindDrift([]Kind{kind, {Name: "aws_y"}}, map[string][]*Resource{"aws_x": c.resources, "aws_y": {{ID: "y", Config: map[string]any{"free": 1}}}}); !slices.Equal(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// many is an object of so many members.
func many(n int) map[string]any {
	o := map[string]any{}
	for i := range n {
		o[fmt.Sprintf("m%d", i)] = i
	}
	return o
}

func TestDriftOfABundle(t *testing.T) {
	m := Manifest{Documents: []DocumentEntry{
		{Drift: []Drift{{"aws_x", "config.b", DriftAdded, 2, "m"}, {"aws_x", "config.c", DriftAdded, 1, "z"}}}, {},
		{Drift: []Drift{{"aws_x", "config.b", DriftAdded, 3, "k"}, {"aws_a", "config.b", DriftMissing, 1, "q"}}},
	}}
	want := []Drift{{"aws_a", "config.b", DriftMissing, 1, "q"}, {"aws_x", "config.b", DriftAdded, 5, "k"}, {"aws_x", "config.c", DriftAdded, 1, "z"}}
	if got := m.Drift(); !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}
