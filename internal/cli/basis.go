package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/collectors/records"
	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/overlay"
	"github.com/aismm/aismm/model"
	"github.com/aismm/aismm/policies"
)

// basis is what is laid over what ships: the overlays of the configuration and of --overlay, and what they make of the kinds of record.
type basis struct {
	overlays []*overlay.Overlay // by name
	records  *records.Kinds
	layers   []records.Layer
}

// basis opens the overlays, once.
func (a *app) basis() (*basis, error) {
	if a.opened != nil {
		return a.opened, nil
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	b, err := a.openBasis(cfg)
	if err != nil {
		if errors.Is(err, overlay.ErrNotFetched) {
			return nil, incomplete(err)
		}
		return nil, usage(err)
	}
	a.opened = b
	return b, nil
}

// basisWith opens the overlays when some of the folders on the command line are overlays too: those with a folder of policies inside. Of
// these, the folder inside is returned.
func (a *app) basisWith(dirs []string) (*basis, []string, error) {
	inside := slices.Clone(dirs)
	for i, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, overlay.Policies)); err == nil && info.IsDir() {
			inside[i] = filepath.Join(dir, overlay.Policies)
			if !slices.Contains(a.overlayPaths, dir) {
				a.overlayPaths, a.opened, a.model = append(a.overlayPaths, dir), nil, nil
			}
		}
	}
	b, err := a.basis()
	return b, inside, err
}

func (a *app) openBasis(cfg *config.Config) (*basis, error) {
	sources, err := a.overlaySources(cfg)
	if err != nil {
		return nil, err
	}
	opened, err := overlay.Open(a.ctx, sources, overlay.Options{Dir: cfg.Dir(), File: cfg.Path, CacheDir: a.cacheDir(), Env: a.env, Log: a.logger()})
	b := &basis{overlays: opened}
	errs := []error{err, overlay.Conflicts(opened, policies.FS())}
	for _, o := range opened {
		l := records.Layer{Name: o.Name, Digest: o.Digest, Place: o.Place}
		l.Kinds, _ = o.Room(overlay.Kinds)
		l.Records, _ = o.Room(overlay.Records)
		b.layers = append(b.layers, l)
	}
	b.records, err = records.Shipped().With(b.layers)
	return b, errors.Join(append(errs, err)...)
}

// overlaySources are those of the configuration and those of --overlay, which is a shorthand for a path.
func (a *app) overlaySources(cfg *config.Config) ([]config.Overlay, error) {
	list := slices.Clone(cfg.Overlays)
	for _, at := range a.overlayPaths {
		path, err := filepath.Abs(at)
		if err != nil {
			return nil, usagef("--overlay %s: %w", at, err)
		}
		known := slices.ContainsFunc(list, func(o config.Overlay) bool { return o.Path != "" && samePath(cfg.Resolve(o.Path), path) })
		if known { // named in both places
			continue
		}
		name := nameOf(path)
		if slices.ContainsFunc(list, func(o config.Overlay) bool { return o.Name == name }) || name == config.Shipped {
			return nil, usagef("--overlay %s: there is an overlay %q already; name it in aismm.yaml under overlays, with a name of its own", at, name)
		}
		list = append(list, config.Overlay{Name: name, Path: filepath.Clean(at), At: path})
	}
	return list, nil
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf makes the name of an overlay of the last part of its path.
func nameOf(path string) string {
	base := filepath.Base(path)
	for _, ext := range []string{".tar.gz", ".tgz", ".tar", ".zip"} {
		base = strings.TrimSuffix(base, ext)
	}
	name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(base), "-"), "-")
	if name == "" {
		return "overlay"
	}
	return name
}

// cacheDir is where fetched overlays are kept; empty where the user has no cache.
func (a *app) cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "aismm", "overlays")
}

// layeredSources are the policies of the overlays.
func (b *basis) layeredSources() []engine.Source {
	var list []engine.Source
	for _, o := range b.overlays {
		if files, ok := o.Room(overlay.Policies); ok {
			list = append(list, engine.Source{Name: o.Name, Root: o.Place(overlay.Policies), FS: files})
		}
	}
	return list
}

// objectives are the catalogs of the overlays.
func (b *basis) objectives() []model.Source {
	var list []model.Source
	for _, o := range b.overlays {
		if files, ok := o.Room(overlay.Model); ok {
			list = append(list, model.Source{Name: o.Place(overlay.Model), FS: files})
		}
	}
	return list
}

// infos name the overlays in reports.
func (b *basis) infos() []assess.Overlay {
	list := []assess.Overlay{}
	for _, o := range b.overlays {
		list = append(list, assess.Overlay{Name: o.Name, Origin: o.Origin, Digest: o.Digest, Revision: o.Revision, Signed: o.Signed})
	}
	return list
}

// collectors are all that there are, those of the overlays' kinds included, by name.
func (b *basis) collectors() []*collectors.Collector {
	list := slices.DeleteFunc(collectors.All(), func(c *collectors.Collector) bool { return c.Provider == recordsProvider })
	list = append(list, b.records.Collectors()...)
	slices.SortFunc(list, func(x, y *collectors.Collector) int { return strings.Compare(x.Name, y.Name) })
	return list
}

// kinds are all kinds of evidence that there are, by name.
func (b *basis) kinds() []evidence.Kind {
	var all []evidence.Kind
	for _, c := range b.collectors() {
		all = append(all, c.Kinds...)
	}
	slices.SortFunc(all, func(x, y evidence.Kind) int { return strings.Compare(x.Name, y.Name) })
	return all
}

// kinds are all kinds of evidence that there are. Where the overlays cannot be opened, which all that judges reports, those that ship.
func (a *app) kinds() []evidence.Kind {
	b, err := a.basis()
	if err != nil {
		return collectors.Kinds()
	}
	return b.kinds()
}

// collectors are all that there are, as kinds are.
func (a *app) collectors() []*collectors.Collector {
	b, err := a.basis()
	if err != nil {
		return collectors.All()
	}
	return b.collectors()
}

// hasRecords reports whether an overlay holds exports.
func (b *basis) hasRecords() bool {
	return slices.ContainsFunc(b.layers, func(l records.Layer) bool { return l.Records != nil })
}

// describe is the tail of a sum for people: the overlays, where there are any.
func (b *basis) describe() string {
	if len(b.overlays) == 0 {
		return ""
	}
	var names []string
	for _, o := range b.overlays {
		names = append(names, o.Name)
	}
	return fmt.Sprintf(", %s: %s", plural(len(names), "overlay"), strings.Join(names, ", "))
}
