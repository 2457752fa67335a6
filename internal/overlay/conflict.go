package overlay

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/aismm/aismm/internal/engine"
)

// Conflicts reports every policy, library, setting, kind and export that two overlays give, and every library of an overlay that would take
// the place of one that ships and says something else. Objectives are compared where they are read.
func Conflicts(list []*Overlay, shipped fs.FS) error {
	type giver struct {
		overlay *Overlay
		name    string
	}
	first := map[string]giver{}
	var errs []error
	told := map[string]bool{} // things whose tests need not be told as well
	for _, o := range list {
		for _, name := range o.names {
			what, thing := thingOf(name)
			if thing == "" {
				continue
			}
			place := o.Place(name)
			if library, ok := strings.CutPrefix(name, Policies+"/lib/"); ok {
				if ours, err := fs.ReadFile(shipped, "lib/"+library); err == nil {
					// `opa build` puts the libraries that it compiled with into the bundle. They change nothing.
					theirs, err := fs.ReadFile(o.tree, name)
					if err == nil && (engine.SameModule(theirs, ours) || strings.HasSuffix(name, "_test.rego")) {
						continue
					}
					errs = append(errs, fmt.Errorf("%s: it would take the place of the library embedded/lib/%s, which the policies that ship rely on; give it another name", place, library))
					continue
				}
			}
			other, taken := first[thing]
			if !taken {
				first[thing] = giver{o, name}
				continue
			}
			if tested, isTest := strings.CutSuffix(thing, "_test.rego"); isTest && told[tested+".rego"] {
				continue
			}
			told[thing] = true
			why := fmt.Sprintf("overlays %s and %s have no order", other.overlay.Name, o.Name)
			if other.overlay == o {
				why = "there can only be one"
			}
			errs = append(errs, fmt.Errorf("%s: the %s is also given by %s; %s, so keep one of them", place, what, other.overlay.Place(other.name), why))
		}
	}
	return errors.Join(append(errs, trespass(list)...)...)
}

// trespass reports policies of an overlay below what another one, an OPA bundle with roots, owns.
func trespass(list []*Overlay) []error {
	var errs []error
	for _, owner := range list {
		for _, root := range owner.owns {
			for _, o := range list {
				for _, name := range o.names {
					pkg := "aismm/" + strings.TrimSuffix(strings.TrimPrefix(name, Policies+"/"), ".rego")
					if root == "" || o == owner || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") || !strings.HasPrefix(pkg+"/", root+"/") {
						continue
					}
					errs = append(errs, fmt.Errorf("%s: the bundle of overlay %s owns everything below %s, by the roots in %s; narrow them, or move the policy",
						o.Place(name), owner.Name, root, owner.Place(engine.BundleManifestName)))
				}
			}
		}
	}
	return errs
}

// thingOf says what a file gives, in words and as a key: names that mean the same have the same.
func thingOf(name string) (what, thing string) {
	room, rest, _ := strings.Cut(name, "/")
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch room {
	case Policies:
		switch {
		case strings.HasPrefix(rest, "settings/"):
			return "setting " + stem, "setting " + stem
		case path.Ext(name) != ".rego":
			return "", ""
		case strings.HasSuffix(rest, "_test.rego"):
			return "test", name
		case strings.HasPrefix(rest, "lib/"):
			return "library " + stem, name
		}
		return "policy " + strings.ReplaceAll(strings.TrimSuffix(rest, ".rego"), "/", "."), name
	case Kinds:
		kind := "kind record_" + strings.TrimPrefix(stem, "record_")
		return kind, kind
	case Records:
		export := "export of record_" + strings.TrimPrefix(stem, "record_")
		return export, export
	}
	return "", ""
}
