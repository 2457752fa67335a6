package model

import (
	"slices"

	"github.com/aismm/aismm/internal/strictyaml"
)

// objective takes down what one entry says.
func (l *loader) objective(file string, k strictyaml.Kept) {
	d := &definition{entry: &entry{loader: l, Kept: k, file: file}, layer: len(l.layers) - 1}
	if !d.entry.decode(&d.raw) {
		return
	}
	known, ok := l.byWord[d.raw.ID]
	switch {
	case d.layer > 0 && ok:
		known.change(d)
		return
	case d.layer > 0 && d.raw.Slug == "":
		d.entry.what = d.raw.ID
		d.entry.fail("id", "there is no such objective to change; a new one needs every key, slug and title first")
		return
	case !ok:
		l.byWord[d.raw.ID] = d
	}
	l.definitions = append(l.definitions, d)
}

// change lays what an overlay says over an objective: each key that it gives replaces the whole value of that key.
func (d *definition) change(by *definition) {
	e := by.entry
	e.what = by.raw.ID
	switch other := d.entry.over; {
	case d.layer > 0:
		e.fail("id", "the objective is there already, at %s; say it in one of the overlays", d.entry.position(""))
		return
	case other != nil:
		e.fail("id", "the objective is changed already, at %s; say it in one of the overlays", other.position(""))
		return
	}
	fixed := false
	for _, f := range []struct {
		key     string
		differs bool
	}{{"slug", by.raw.Slug != d.raw.Slug}, {"level", by.raw.Level != d.raw.Level}} {
		if slices.Contains(e.Keys(), f.key) && f.differs {
			e.fail(f.key, "is another one at %s; an overlay does not change it, and ids are never used again", d.entry.position(f.key))
			fixed = true
		}
	}
	if !fixed && e.decode(&d.raw) {
		d.entry.over = e
	}
}
