package model

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/internal/strictyaml"
)

//go:embed catalog
var embedded embed.FS

// Catalog is a whole model: its structure and its objectives. It does not change once it is loaded.
type Catalog struct {
	structure  *Structure
	layers     []Layer
	digest     string
	targets    map[Category]Level
	objectives []*Objective
	byID       map[ObjectiveID]*Objective
	byName     map[string]*Objective
}

// Source is a folder of a catalog or an overlay. Positions name files as "<Name>/<file>", or the file alone when the name is empty.
type Source struct {
	Name string
	FS   fs.FS
}

// Layer is the catalog itself, or an overlay on it.
type Layer struct {
	// Name is what its model.yaml calls it, or its folder.
	Name    string `json:"name"`
	Version string `json:"version"`
	// Digest is the SHA-256 digest of its files, "sha256:<hex>".
	Digest string `json:"digest"`
}

// Unversioned is the version of a catalog that does not say one.
const Unversioned = "unversioned"

// Embedded is the catalog that ships with the program.
func Embedded() Source {
	dir, err := fs.Sub(embedded, "catalog")
	if err != nil {
		panic("open the embedded catalog: " + err.Error()) // the name is a constant
	}
	return Source{Name: "embedded", FS: dir}
}

// Default is the catalog that ships with the program.
var Default = sync.OnceValues(func() (*Catalog, error) { return Load(Embedded()) })

// Load reads a catalog, and lays overlays over it. Every *.yaml file at the root of a source is a list of objectives, but for
// model.yaml, which says what the model is made of, and may hold objectives too. An overlay adds objectives, gives keys of those that
// are there new values, and asks for other target levels; two overlays may not speak of the same thing. Everything that is wrong is
// reported at once, each with its file and line.
func Load(base Source, overlays ...Source) (*Catalog, error) {
	l := &loader{targets: map[Category]target{}, byWord: map[string]*definition{}, byID: map[ObjectiveID]*Objective{}, byName: map[string]*Objective{}}
	whole := sha256.New()
	for i, s := range append([]Source{base}, overlays...) {
		l.layers = append(l.layers, Layer{Name: s.Name, Version: Unversioned})
		digest, err := l.source(s)
		if err != nil {
			return nil, err
		}
		l.layers[i].Digest = "sha256:" + hex.EncodeToString(digest)
		whole.Write(digest)
	}
	if l.structure != nil && !l.unfit {
		l.build()
	}
	if err := l.failed(); err != nil {
		return nil, err
	}
	if len(l.built) == 0 {
		return nil, fmt.Errorf("load the catalog %s: there is no objective in it", l.layers[0].Name)
	}
	c := &Catalog{structure: l.structure, layers: l.layers, digest: l.layers[0].Digest, targets: map[Category]Level{}, byID: l.byID, byName: l.byName}
	if len(overlays) > 0 {
		c.digest = "sha256:" + hex.EncodeToString(whole.Sum(nil))
	}
	for k, t := range l.targets {
		c.targets[k] = t.level
	}
	for _, d := range l.built {
		c.objectives = append(c.objectives, d.objective)
	}
	slices.SortFunc(c.objectives, func(a, b *Objective) int { return c.structure.CompareIDs(a.ID, b.ID) })
	return c, nil
}

// source reads the files of one source, model.yaml first, and returns their digest.
func (l *loader) source(s Source) ([]byte, error) {
	names, err := fs.Glob(s.FS, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the catalog's files: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("load the catalog %s: there is no *.yaml file; each holds a list of objectives", s.Name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == modelFile) != (b == modelFile) {
			if a == modelFile {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	digest := sha256.New()
	for _, name := range names {
		data, err := fs.ReadFile(s.FS, name)
		if err != nil {
			return nil, fmt.Errorf("read the catalog: %w", err)
		}
		fmt.Fprintf(digest, "%s %d\n", name, len(data))
		digest.Write(data)
		file := path.Join(s.Name, name)
		l.files = append(l.files, file)
		if name == modelFile {
			l.model(file, data)
			continue
		}
		if err := l.ready(); err != nil {
			return nil, err
		}
		l.file(file, data)
	}
	return digest.Sum(nil), nil
}

// model reads the model.yaml of a source.
func (l *loader) model(file string, data []byte) {
	faults := len(l.errs)
	raw, e, ok := l.modelFile(file, data)
	switch {
	case !ok:
	case len(l.layers) == 1:
		e.base(raw)
	default:
		e.overlay(raw)
	}
	l.unfit = l.unfit || len(l.errs) > faults
	for _, k := range raw.Objectives {
		l.objective(file, k)
	}
}

// ready gives a catalog that has no model.yaml the structure of the one that ships.
func (l *loader) ready() (err error) {
	if l.structure == nil && len(l.errs) == 0 {
		l.structure, err = csa()
	}
	return err
}

// failed joins what was wrong, in the order of files and lines.
func (l *loader) failed() error {
	place := func(err error) (file, line int) {
		var e *strictyaml.Error
		if !errors.As(err, &e) {
			return len(l.files), 0
		}
		return slices.Index(l.files, e.File), e.Line
	}
	slices.SortStableFunc(l.errs, func(a, b error) int {
		fileA, lineA := place(a)
		fileB, lineB := place(b)
		return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(lineA, lineB))
	})
	return errors.Join(l.errs...)
}

// Structure is what the model is made of.
func (c *Catalog) Structure() *Structure { return c.structure }

// Version is what the catalog calls itself, without its overlays.
func (c *Catalog) Version() string { return c.layers[0].Version }

// Overlays lists the overlays, in the order in which they were laid over the catalog.
func (c *Catalog) Overlays() []Layer { return slices.Clone(c.layers[1:]) }

// Digest is the SHA-256 digest of the files of the catalog and its overlays, "sha256:<hex>".
func (c *Catalog) Digest() string { return c.digest }

// Targets are the levels that the catalog or an overlay asks for, by category.
func (c *Catalog) Targets() map[Category]Level { return maps.Clone(c.targets) }

// All lists the objectives by category (in the model's order), level and number, withdrawn ones included.
func (c *Catalog) All() []*Objective { return slices.Clone(c.objectives) }

// Lookup finds an objective by its id.
func (c *Catalog) Lookup(id ObjectiveID) (*Objective, bool) {
	o, ok := c.byID[id]
	return o, ok
}

// ByName finds an objective by its place in policy packages, "mon.admin_audit_trail".
func (c *Catalog) ByName(name string) (*Objective, bool) {
	o, ok := c.byName[name]
	return o, ok
}

// Find finds an objective by anything that people call it by: its id in either case, its name, or its slug where only one
// category uses that slug.
func (c *Catalog) Find(word string) (*Objective, error) {
	if id, err := ParseObjectiveID(strings.ToUpper(word)); err == nil {
		if o, ok := c.Lookup(id); ok {
			return o, nil
		}
	}
	if o, ok := c.ByName(strings.ToLower(word)); ok {
		return o, nil
	}
	var found []*Objective
	for _, o := range c.objectives {
		if string(o.Slug) == strings.ToLower(word) {
			found = append(found, o)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("find objective %q: there is none%s", word, c.nearest(word))
	}
	names := make([]string, len(found))
	for i, o := range found {
		names[i] = o.Name()
	}
	return nil, fmt.Errorf("find objective %q: several have this slug: %s", word, strings.Join(names, ", "))
}

// ByCategory lists the objectives of one category by level and number.
func (c *Catalog) ByCategory(category Category) []*Objective {
	var list []*Objective
	for _, o := range c.objectives {
		if o.Category() == category {
			list = append(list, o)
		}
	}
	return list
}
