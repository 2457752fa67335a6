package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aismm/aismm/internal/engine"
)

// policySources are the trees of policies that a command works on: what always applies, and the folders that the command line names, laid
// over it. Of are the names of those that the command is about: the folders or, where none is named, everything.
func (a *app) policySources(dirs []string) (sources []engine.Source, of []string, err error) {
	b, dirs, err := a.basisWith(dirs)
	if err != nil {
		return nil, nil, err
	}
	if sources, err = a.shippedSources(); err != nil {
		return nil, nil, err
	}
	sources = append(sources, b.layeredSources()...)
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, usagef("there is no folder %q; name one that holds <category>/<objective>/<provider>.rego", dir)
		case err != nil:
			return nil, nil, usagef("read the policies of %q: %w", dir, err)
		case !info.IsDir():
			return nil, nil, usagef("%q is a file; name the folder that holds <category>/<objective>/<provider>.rego", dir)
		}
		name := filepath.ToSlash(filepath.Clean(dir))
		sources = append(sources, engine.Source{Name: name, FS: os.DirFS(dir)})
		of = append(of, name)
	}
	return sources, of, nil
}

// objectiveRefs are all objectives that a policy may be for.
func (a *app) objectiveRefs() ([]engine.ObjectiveRef, error) {
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	var list []engine.ObjectiveRef
	for _, o := range catalog.All() {
		list = append(list, engine.ObjectiveRef{Name: o.Name(), ID: o.ID.String()})
	}
	return list, nil
}

// lintOptions are what the linter works on.
func (a *app) lintOptions(dirs []string) (engine.LintOptions, error) {
	sources, of, err := a.policySources(dirs)
	if err != nil {
		return engine.LintOptions{}, err
	}
	objectives, err := a.objectiveRefs()
	return engine.LintOptions{Sources: sources, Of: of, Kinds: a.kinds(), Objectives: objectives}, err
}

// stateOf lists the files of some folders with their sizes and times, so that a change shows.
func stateOf(dirs []string) ([]string, error) {
	var all []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			all = append(all, fmt.Sprintf("%s %d %d", name, info.Size(), info.ModTime().UnixNano()))
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // what an editor just replaced is looked at in the next round
			return nil, fmt.Errorf("watch %s: %w", dir, err)
		}
	}
	return all, nil
}
