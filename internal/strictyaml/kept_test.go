package strictyaml

import (
	"slices"
	"testing"
)

func TestKeptKnowsWhereItsKeysAre(t *testing.T) {
	var list []Kept
	if err := Decode("a.yaml", []byte("- id: one\n  level: 2\n- word\n-   id: three\n- {a: 1, b: 2}\n"), &list); err != nil {
		t.Fatal(err)
	}
	type at struct {
		mapping      bool
		line, column int
	}
	for _, tc := range []struct {
		entry int
		key   string
		want  at
	}{
		{0, "", at{true, 1, 3}}, {0, "level", at{true, 2, 3}}, {0, "nothing", at{true, 1, 3}}, {1, "", at{false, 3, 3}},
		{2, "id", at{true, 4, 5}}, {3, "b", at{true, 5, 10}},
	} {
		k := list[tc.entry]
		line, column := k.Position(tc.key)
		if got := (at{k.IsMapping(), line, column}); got != tc.want {
			t.Errorf("entry %d, key %q: got %+v, want %+v", tc.entry, tc.key, got, tc.want)
		}
	}
	for i, want := range [][]string{{"id", "level"}, nil, {"id"}, {"a", "b"}} {
		if got := list[i].Keys(); !slices.Equal(got, want) {
			t.Errorf("entry %d has the keys %v, want %v", i, got, want)
		}
	}
}
