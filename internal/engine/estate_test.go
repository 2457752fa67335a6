package engine

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestPresent(t *testing.T) {
	for _, c := range []struct {
		value, path string
		want        bool
	}{
		{`{"a": {"b": 0}}`, "a.b", true},
		{`{"a": {"b": null}}`, "a.b", false},
		{`{"a": {}}`, "a.b", false},
		{`{"a": "b"}`, "a.b", false},
		{`{"a": []}`, "a", true},
		{`{"a": []}`, "a.b", true},
		{`{"a": [{"b": 1}, {"b": []}]}`, "a.b", true},
		{`{"a": [{"b": 1}, {}]}`, "a.b", false},
		{`{"a": [{"b": 1}, {"b": null}]}`, "a.b", false},
		{`{"a": [{"b": 1}, "b"]}`, "a.b", false},
		{`{"a": [{"b": [{"c": 1}]}, {"b": []}]}`, "a.b.c", true},
		{`{"a": [{"b": [{"c": 1}]}, {"b": [{"d": 1}]}]}`, "a.b.c", false},
		{`{"a": [[{"b": 1}]]}`, "a.b", true},
	} {
		if got := present(ast.MustParseTerm(c.value), strings.Split(c.path, ".")); got != c.want {
			t.Errorf("%s in %s: %v", c.path, c.value, got)
		}
	}
}
