package engine

import (
	"slices"
	"strconv"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Values that no example needs to have.
const (
	longAgo    = "1990-01-01T00:00:00Z"
	farAhead   = "2090-01-01T00:00:00Z"
	foreign    = "something-else"
	farNumber  = 4102444800 // Unix seconds of the year 2100, and a large number
	mostValues = 14         // tried in the place of one
	mostLists  = 4          // lists or objects of other examples
	mostCut    = 8          // elements that are taken away, one at a time
)

func indexStep(i int) string { return indexMark + strconv.Itoa(i) }

// others are the values to try in the place of one: those that rules compare it with, those of other examples, and some that nobody thought of.
func (pr *proof) others(where string, t *ast.Term) []*ast.Term {
	var all []*ast.Term
	add := func(candidates ...*ast.Term) {
		for _, c := range candidates {
			if len(all) < mostValues && c.Value.Compare(t.Value) != 0 && !slices.ContainsFunc(all, func(o *ast.Term) bool { return o.Equal(c) }) {
				all = append(all, c)
			}
		}
	}
	pooled := func(fits func(ast.Value) bool, most int) {
		for _, text := range sortedKeys(pr.pool[where]) {
			if c := pr.pool[where][text]; most > 0 && fits(c.Value) {
				add(c)
				most--
			}
		}
	}
	switch v := t.Value.(type) {
	case ast.Boolean:
		add(ast.InternedTerm(!bool(v)))
	case ast.Number:
		add(ast.InternedTerm(0), ast.InternedTerm(farNumber))
		pooled(func(o ast.Value) bool { n, ok := o.(ast.Number); return ok && near0(n, add) }, mostValues)
	case ast.String:
		if isDate(v) {
			add(ast.StringTerm(longAgo), ast.StringTerm(farAhead))
			pooled(isDate, mostValues)
			break
		}
		pooled(func(o ast.Value) bool { _, ok := o.(ast.String); return ok }, mostValues-2)
		add(ast.StringTerm(foreign), ast.StringTerm(""))
	case *ast.Array:
		add(ast.InternedEmptyArray)
		pooled(func(o ast.Value) bool { _, ok := o.(*ast.Array); return ok }, mostLists)
		if v.Len() == 0 || isText(v.Elem(0).Value) {
			add(ast.ArrayTerm(ast.StringTerm(foreign)))
		}
	case ast.Object:
		add(ast.InternedEmptyObject)
		pooled(func(o ast.Value) bool { _, ok := o.(ast.Object); return ok }, mostLists)
	case ast.Null:
		pooled(func(ast.Value) bool { return true }, mostLists)
		add(ast.StringTerm(foreign), ast.InternedTerm(true), ast.InternedTerm(farNumber))
	}
	return all
}

// near0 also tries the numbers on both sides of one that rules compare with.
func near0(n ast.Number, add func(...*ast.Term)) bool {
	if i, ok := n.Int(); ok {
		add(ast.InternedTerm(i-1), ast.InternedTerm(i+1))
	}
	return true
}

func isText(v ast.Value) bool {
	_, ok := v.(ast.String)
	return ok
}

func isDate(v ast.Value) bool {
	s, ok := v.(ast.String)
	if !ok || len(s) < len("2006-01-02T15:04:05Z") {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, string(s))
	return err == nil
}

// eachPlace goes through a value and everything in it.
func eachPlace(t *ast.Term, do func(steps []string, at *ast.Term)) {
	var visit func(steps []string, at *ast.Term)
	visit = func(steps []string, at *ast.Term) {
		do(steps, at)
		switch v := at.Value.(type) {
		case *ast.Array:
			for i := range v.Len() {
				visit(append(slices.Clone(steps), indexStep(i)), v.Elem(i))
			}
		case ast.Object:
			v.Foreach(func(k, e *ast.Term) {
				if step, ok := textStep(k); ok {
					visit(append(slices.Clone(steps), step), e)
				}
			})
		}
	}
	visit(nil, t)
}

// put is a thing with another value at a place; nil takes what is there away. It reports whether there is such a place.
func (t *worldThing) put(steps []string, value *ast.Term) (*worldThing, bool) {
	c := *t
	c.members = make(map[string]*ast.Term, len(t.members))
	for name, m := range t.members {
		c.members[name] = m
	}
	if len(steps) == 1 {
		if value == nil {
			delete(c.members, steps[0])
		} else {
			c.members[steps[0]] = value
		}
		return &c, true
	}
	m := c.members[steps[0]]
	if m == nil {
		m = ast.ObjectTerm()
	}
	m, ok := putIn(m, steps[1:], value)
	c.members[steps[0]] = m
	return &c, ok
}

func putIn(t *ast.Term, steps []string, value *ast.Term) (*ast.Term, bool) {
	last := len(steps) == 1
	switch v := t.Value.(type) {
	case *ast.Array:
		i, ok := stepTerm(steps[0]).Value.(ast.Number)
		if !ok {
			return t, false
		}
		at, _ := i.Int()
		var all []*ast.Term
		for n := range v.Len() {
			e := v.Elem(n)
			switch {
			case n != at:
			case !last:
				if e, ok = putIn(e, steps[1:], value); !ok {
					return t, false
				}
			case value == nil:
				continue
			default:
				e = value
			}
			all = append(all, e)
		}
		return ast.ArrayTerm(all...), true
	case ast.Object:
		step := stepTerm(steps[0])
		pairs := make([][2]*ast.Term, 0, v.Len()+1)
		v.Foreach(func(k, e *ast.Term) {
			if !k.Equal(step) {
				pairs = append(pairs, [2]*ast.Term{k, e})
			}
		})
		switch {
		case last && value != nil:
			pairs = append(pairs, [2]*ast.Term{step, value})
		case !last:
			e := v.Get(step)
			if e == nil {
				if value == nil {
					return t, false
				}
				e = ast.ObjectTerm()
			}
			e, ok := putIn(e, steps[1:], value)
			if !ok {
				return t, false
			}
			pairs = append(pairs, [2]*ast.Term{step, e})
		}
		return ast.ObjectTerm(pairs...), true
	}
	return t, false
}

// get is what lies at a place; nil when nothing does.
func (t *worldThing) get(steps []string) *ast.Term {
	at := t.members[steps[0]]
	for _, step := range steps[1:] {
		if at == nil {
			return nil
		}
		at = child(at, stepTerm(step))
	}
	return at
}
