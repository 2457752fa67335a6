package records

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

//go:embed kinds/*.yaml
var kindFiles embed.FS

// Kinds are kinds of record that can be exported. They do not change.
type Kinds struct{ list []*Description } // by name

// Shipped are the kinds that ship. A mistake in them is one of the program.
var Shipped = sync.OnceValue(func() *Kinds {
	own, err := fs.Sub(kindFiles, "kinds")
	if err == nil {
		var k *Kinds
		if k, err = (&Kinds{}).With([]Layer{{Name: "aismm", Place: func(name string) string { return name }, Kinds: own}}); err == nil {
			return k
		}
	}
	panic("records: " + err.Error())
})

// Layer is what somebody lays over the kinds that there are.
type Layer struct {
	// Name says whose they are; it stands for the system that exported Records.
	Name string
	// Digest pins what is in it, so that a scan is resumed only with the same.
	Digest string
	// Place names a file of the layer as people find it: "kinds/ticket.yaml", "records/ticket.csv".
	Place func(file string) string `json:"-"`
	// Kinds holds descriptions, <kind>.yaml, and Records exports, <kind>.csv and the like, both named with or without "record_". Either may be
	// nil.
	Kinds, Records fs.FS `json:"-"`
}

// With lays layers over the kinds: a kind takes the place of the one of the same name. What is wrong in the layers is reported at once: an
// export of no kind among it.
func (k *Kinds) With(layers []Layer) (*Kinds, error) {
	out := &Kinds{slices.Clone(k.list)}
	var errs []error
	for _, l := range layers {
		if l.Kinds != nil {
			errs = append(errs, out.add(l))
		}
	}
	slices.SortFunc(out.list, func(a, b *Description) int { return strings.Compare(a.Name, b.Name) })
	for _, l := range layers {
		if l.Records != nil {
			errs = append(errs, out.known(l))
		}
	}
	return out, errors.Join(errs...)
}

// add reads the descriptions of a layer.
func (k *Kinds) add(l Layer) error {
	entries, err := fs.ReadDir(l.Kinds, ".")
	if err != nil {
		return fmt.Errorf("list the kinds of record: %w", err)
	}
	var errs []error
	for _, e := range entries {
		if ext := path.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		place := l.Place("kinds/" + e.Name())
		data, err := fs.ReadFile(l.Kinds, e.Name())
		if err != nil {
			errs = append(errs, fmt.Errorf("read a kind of record: %s: %w", place, err))
			continue
		}
		d, err := parseDescription(place, data)
		if err == nil && (d.Name == attestationName || d.Name == resultName) {
			err = fmt.Errorf("%s: record_%s is a kind of this program's own, which cannot be replaced; give it another name", place, d.Name)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		k.list = append(slices.DeleteFunc(k.list, func(old *Description) bool { return old.Name == d.Name }), d)
	}
	return errors.Join(errs...)
}

// known reports exports of a layer that are of no kind.
func (k *Kinds) known(l Layer) error {
	var errs []error
	for _, e := range exportsOf(l) {
		if _, err := k.Describe(stem(e)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w; it is named after its kind, which kinds/<kind>.yaml may add", l.Place("records/"+e), err))
		}
	}
	return errors.Join(errs...)
}

// exportsOf are the files of a layer that are exports, by their forms.
func exportsOf(l Layer) []string {
	var list []string
	entries, err := fs.ReadDir(l.Records, ".")
	if err != nil {
		return list
	}
	for _, e := range entries {
		if _, ok := formats[strings.ToLower(path.Ext(e.Name()))]; ok && !e.IsDir() {
			list = append(list, e.Name())
		}
	}
	return list
}

// stem is the kind, without "record_", that a file is named after.
func stem(file string) string {
	return strings.TrimPrefix(strings.TrimSuffix(path.Base(file), path.Ext(file)), kindPrefix)
}

// layer takes the exports of a layer, below everything that the settings name.
func (c *session) layer(l Layer) {
	if l.Records == nil {
		return
	}
	for _, name := range exportsOf(l) {
		c.exports[stem(name)] = export{file: l.Place("records/" + name), path: name, files: l.Records, system: l.Name}
	}
}

// Names lists the kinds, without "record_".
func (k *Kinds) Names() []string {
	var out []string
	for _, d := range k.list {
		out = append(out, d.Name)
	}
	return out
}

// Describe gives the description of a kind, named with or without "record_".
func (k *Kinds) Describe(kind string) (*Description, error) {
	name := strings.TrimPrefix(kind, kindPrefix)
	for _, d := range k.list {
		if d.Name == name {
			return d, nil
		}
	}
	if name == resultName {
		return nil, fmt.Errorf("record_%s is what earlier scans have written: name it in providers.records.files.%s.path", name, name)
	}
	return nil, fmt.Errorf("unknown kind of record %q%s", kind, strictyaml.Nearest(name, k.Names()))
}

// Collectors are those of the provider: one for each kind, and those of the attestations and of earlier assessments.
func (k *Kinds) Collectors() []*collectors.Collector {
	var list []*collectors.Collector
	for _, d := range k.list {
		list = append(list, &collectors.Collector{
			Name: provider + "/" + d.Name, Provider: provider, Level: evidence.Boundary, Kinds: []evidence.Kind{d.evidenceKind()},
			Operations: operations(d.Name, "the export of "+d.Kind()),
			Collect:    func(ctx context.Context, s any, rec *collectors.Recorder) { s.(*session).collect(ctx, d, rec) },
		})
	}
	return append(list, resultCollector(), attestationCollector())
}
