package model

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed catalog
var embedded embed.FS

// Catalog is a whole set of objectives. It does not change once it is loaded.
type Catalog struct {
	version    string
	digest     string
	objectives []*Objective
	byID       map[ObjectiveID]*Objective
	byName     map[string]*Objective
}

// Default is the catalog that ships with the program.
var Default = sync.OnceValues(func() (*Catalog, error) {
	dir, err := fs.Sub(embedded, "catalog")
	if err != nil {
		return nil, fmt.Errorf("open the embedded catalog: %w", err)
	}
	return Load(dir)
})

// Load reads a catalog: every *.yaml file at the root of files, each a list of objectives, and the file VERSION, if there is one.
// Everything that is wrong is reported at once, each with its file and line.
func Load(files fs.FS) (*Catalog, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the catalog's files: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("load the catalog: there is no *.yaml file; each holds a list of objectives")
	}
	slices.Sort(names)
	l := &loader{byID: map[ObjectiveID]*Objective{}, byName: map[string]*Objective{}}
	digest := sha256.New()
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read the catalog: %w", err)
		}
		fmt.Fprintf(digest, "%s %d\n", name, len(data))
		digest.Write(data)
		l.file(name, data)
	}
	version, err := readVersion(files)
	if err != nil {
		return nil, err
	}
	if len(l.errs) > 0 {
		return nil, errors.Join(l.errs...)
	}
	if len(l.objectives) == 0 {
		return nil, fmt.Errorf("load the catalog: there is no objective in %s", strings.Join(names, ", "))
	}
	slices.SortFunc(l.objectives, func(a, b *Objective) int { return a.ID.Compare(b.ID) })
	return &Catalog{version: version, digest: "sha256:" + hex.EncodeToString(digest.Sum(nil)), objectives: l.objectives, byID: l.byID, byName: l.byName}, nil
}

// Unversioned is the version of a catalog without a VERSION file.
const Unversioned = "unversioned"

func readVersion(files fs.FS) (string, error) {
	data, err := fs.ReadFile(files, "VERSION")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Unversioned, nil
	case err != nil:
		return "", fmt.Errorf("read the catalog's version: %w", err)
	}
	v := strings.TrimSpace(string(data))
	if v == "" || strings.ContainsAny(v, "\r\n") {
		return "", errors.New("VERSION: want one line with the catalog's version, such as 2026.11")
	}
	return v, nil
}

// Version is what the catalog calls itself.
func (c *Catalog) Version() string { return c.version }

// Digest is the SHA-256 digest of the catalog's files, "sha256:<hex>".
func (c *Catalog) Digest() string { return c.digest }

// All lists the objectives by category (foundational first), level and number.
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
