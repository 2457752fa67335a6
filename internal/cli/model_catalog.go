package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/workbook"
	"github.com/aismm/aismm/model"
)

// catalog is the model in effect: the one of --model or of the configuration, or the one that ships, with the overlays that the
// configuration names.
func (a *app) catalog() (*model.Catalog, error) {
	if a.model != nil {
		return a.model, nil
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	base := model.Embedded()
	if dir, section := a.ownModel(cfg); dir != "" {
		if base, err = folder(dir, section); err != nil {
			return nil, err
		}
	}
	var overlays []model.Source
	for _, dir := range cfg.Model.Overlay {
		s, err := folder(cfg.Resolve(dir), "model.overlay")
		if err != nil {
			return nil, err
		}
		overlays = append(overlays, s)
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	if a.model, err = model.Load(base, append(overlays, b.objectives()...)...); err != nil {
		return nil, usage(err)
	}
	return a.model, nil
}

// ownModel is the folder of a model that replaces the one that ships, and where it is named; empty when none is.
func (a *app) ownModel(cfg *config.Config) (dir, section string) {
	if a.modelDir != "" {
		return a.modelDir, "--model"
	}
	if cfg.Model.Catalog != "" {
		return cfg.Resolve(cfg.Model.Catalog), "model.catalog"
	}
	return "", ""
}

// folder is a folder of a catalog or an overlay. Section is where it is named.
func folder(dir, section string) (model.Source, error) {
	info, err := os.Stat(dir)
	what := "read the catalog"
	if section != "" {
		what += " (" + section + ")"
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Source{}, usagef("%s: there is no folder %s", what, dir)
	case err != nil:
		return model.Source{}, usagef("%s: %w", what, err)
	case !info.IsDir():
		return model.Source{}, usagef("%s: %s is a file; name the folder with model.yaml and the files of objectives", what, dir)
	}
	return model.Source{Name: filepath.ToSlash(filepath.Clean(dir)), FS: os.DirFS(dir)}, nil
}

// catalogIn loads the catalog in a folder, alone.
func catalogIn(dir, section string) (*model.Catalog, error) {
	s, err := folder(dir, section)
	if err != nil {
		return nil, err
	}
	c, err := model.Load(s)
	return c, usage(err)
}

func (a *app) findCategory(code string) (model.Category, error) {
	catalog, err := a.catalog()
	if err != nil {
		return "", err
	}
	c, err := catalog.Structure().FindCategory(code)
	return c, usage(err)
}

// shippedSources are the policies that always apply. Under a model of the organization's own, those that ship and judge no objective
// of it are left out: they are not meant for it.
func (a *app) shippedSources() ([]engine.Source, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	if dir, _ := a.ownModel(cfg); dir == "" {
		return slices.Clone(a.sources), nil
	}
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	sources := slices.Clone(a.sources)
	sources[0].FS = ofModel{sources[0].FS, catalog}
	return sources, nil
}

// ofModel shows, of a tree of policies, those of objectives that a model has, beside the library and the settings.
type ofModel struct {
	fs.FS
	catalog *model.Catalog
}

// ReadDir leaves out the folders of objectives that the model does not have.
func (m ofModel) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(m.FS, name)
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool {
		category, slug, deep := strings.Cut(path.Join(name, e.Name()), "/")
		if !e.IsDir() || !deep || strings.Contains(slug, "/") {
			return false
		}
		_, known := m.catalog.ByName(category + "." + slug)
		return !known
	}), err
}

// ownCopy is what the organization imported from its own copy of the workbook; nothing where it has bound none.
func (a *app) ownCopy(cfg *config.Config) (*assess.Copy, map[model.ObjectiveID][]assess.Bound, error) {
	bound := map[model.ObjectiveID][]assess.Bound{}
	if cfg.Model.Binding == "" {
		return nil, bound, nil
	}
	catalog, err := a.catalog()
	if err != nil {
		return nil, nil, err
	}
	f, err := readBinding(cfg.Resolve(cfg.Model.Binding), catalog)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, usagef("model.binding: there is no file %s; `aismm model import WORKBOOK.xlsx` writes it", cfg.Resolve(cfg.Model.Binding))
	} else if err != nil {
		return nil, nil, usage(err)
	}
	for _, e := range f.Entries {
		for _, o := range e.Objectives {
			bound[o] = append(bound[o], assess.Bound{ID: e.ID, Text: e.Text})
		}
	}
	return &assess.Copy{Name: f.Workbook, SHA256: f.SHA256, Notice: workbook.Notice}, bound, nil
}

func readBinding(file string, catalog *model.Catalog) (*workbook.File, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the bindings: %w", err)
	}
	return workbook.Parse(file, data, catalog)
}

// explainable finds an objective in an assessment. What the model knows and the assessment does not have is told apart from a word that
// nobody knows.
func (a *app) explainable(as *assess.Assessment, word string) (*assess.Objective, error) {
	o, missing := as.Find(word)
	if missing == nil {
		return o, nil
	}
	known, err := a.findObjective(word)
	if err != nil {
		return nil, err
	}
	if o, ok := as.Objective(known.ID); ok {
		return o, nil
	}
	why := "it was added later, or the assessment is of a part"
	if fate := known.Fate(); fate != "" {
		why = "it is " + fate
	}
	return nil, usagef("%w: %s", missing, why)
}

// became says what has become of an assessment's objectives. A model that cannot be loaded keeps nobody from reading an old assessment.
func (a *app) became(as *assess.Assessment) []assess.Became {
	catalog, err := a.catalog()
	if err != nil {
		a.say("what became of its objectives is not shown: %v", err)
		return []assess.Became{}
	}
	return as.Became(catalog)
}
