package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// differenceShown is how many lines of a difference are told, and valueWidth how long a value in one may be.
const (
	differenceShown = 40
	valueWidth      = 160
)

// difference tells two values apart, part by part: a line "- path: value" for what only the left one has, "+ path: value" for the right
// one. Members of objects and elements of sets are sorted, so that the same values give the same lines.
func difference(left, right ast.Value) []string {
	d := &differ{}
	d.values("", left, right)
	if len(d.lines) > differenceShown {
		rest := len(d.lines) - differenceShown
		d.lines = append(d.lines[:differenceShown], fmt.Sprintf("… and %d lines more", rest))
	}
	return d.lines
}

type differ struct{ lines []string }

func (d *differ) left(path string, v ast.Value)  { d.line("-", path, v) }
func (d *differ) right(path string, v ast.Value) { d.line("+", path, v) }

func (d *differ) line(sign, path string, v ast.Value) {
	if path != "" {
		path += ": "
	}
	d.lines = append(d.lines, sign+" "+path+cut(v.String(), valueWidth))
}

func (d *differ) values(path string, left, right ast.Value) {
	if left.Compare(right) == 0 {
		return
	}
	switch l := left.(type) {
	case ast.Object:
		if r, ok := right.(ast.Object); ok {
			d.objects(path, l, r)
			return
		}
	case *ast.Array:
		if r, ok := right.(*ast.Array); ok {
			d.arrays(path, l, r)
			return
		}
	case ast.Set:
		if r, ok := right.(ast.Set); ok {
			l.Diff(r).Foreach(func(t *ast.Term) { d.left(path, t.Value) })
			r.Diff(l).Foreach(func(t *ast.Term) { d.right(path, t.Value) })
			return
		}
	}
	d.left(path, left)
	d.right(path, right)
}

func (d *differ) objects(path string, left, right ast.Object) {
	keys := append(left.Keys(), right.Keys()...)
	slices.SortFunc(keys, func(a, b *ast.Term) int { return a.Value.Compare(b.Value) })
	keys = slices.CompactFunc(keys, func(a, b *ast.Term) bool { return a.Value.Compare(b.Value) == 0 })
	for _, k := range keys {
		at := joinPath(path, stepText(k))
		l, r := left.Get(k), right.Get(k)
		switch {
		case l == nil:
			d.right(at, r.Value)
		case r == nil:
			d.left(at, l.Value)
		default:
			d.values(at, l.Value, r.Value)
		}
	}
}

func (d *differ) arrays(path string, left, right *ast.Array) {
	for i := range max(left.Len(), right.Len()) {
		at := path + "[" + strconv.Itoa(i) + "]"
		switch {
		case i >= left.Len():
			d.right(at, right.Elem(i).Value)
		case i >= right.Len():
			d.left(at, left.Elem(i).Value)
		default:
			d.values(at, left.Elem(i).Value, right.Elem(i).Value)
		}
	}
}

// cut shortens a text for a line, between characters.
func cut(s string, width int) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > width {
		return string(runes[:width]) + "…"
	}
	return s
}
