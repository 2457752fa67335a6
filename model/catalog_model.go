package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

// modelFile is the file of a catalog that says what the model is made of. Without one, a catalog has the structure of the one that ships.
const modelFile = "model.yaml"

type rawModel struct {
	Name       string            `yaml:"name"`
	Title      string            `yaml:"title"`
	Notice     string            `yaml:"notice"`
	Version    written           `yaml:"version"`
	Levels     []strictyaml.Kept `yaml:"levels"`
	Domains    []strictyaml.Kept `yaml:"domains"`
	Targets    strictyaml.Kept   `yaml:"targets"`
	Objectives []strictyaml.Kept `yaml:"objectives"`
}

// written is text as it stands in the file: 2026.10 is a version, not a number.
type written string

// UnmarshalYAML takes the text.
func (w *written) UnmarshalYAML(node ast.Node) error {
	switch node.Type() {
	case ast.MappingType, ast.MappingValueType, ast.SequenceType:
		return fmt.Errorf("a single value is expected")
	}
	*w = written(node.GetToken().Value)
	return nil
}

type rawLevel struct {
	Name            string `yaml:"name"`
	Meaning         string `yaml:"meaning"`
	AttestationDays int    `yaml:"attestation_days,omitempty"`
}

type rawDomain struct {
	ID         string            `yaml:"id"`
	Name       string            `yaml:"name"`
	Categories []strictyaml.Kept `yaml:"categories"`
}

type rawCategory struct {
	ID     string `yaml:"id"`
	Name   string `yaml:"name"`
	Covers string `yaml:"covers"`
}

// csa is the structure of the model that ships.
var csa = sync.OnceValues(func() (*Structure, error) {
	data, err := embedded.ReadFile("catalog/" + modelFile)
	if err != nil {
		return nil, fmt.Errorf("read the embedded model: %w", err)
	}
	l := &loader{targets: map[Category]target{}}
	raw, e, ok := l.modelFile(modelFile, data)
	if ok {
		l.structure = e.structureOf(raw)
	}
	return l.structure, l.failed()
})

// modelFile reads model.yaml.
func (l *loader) modelFile(file string, data []byte) (rawModel, *entry, bool) {
	var raw rawModel
	e := &entry{loader: l, file: file}
	if err := strictyaml.Decode(file, data, &e.Kept); err != nil {
		l.errs = append(l.errs, err)
		return raw, e, false
	}
	return raw, e, e.decode(&raw)
}

// base takes over the model.yaml of a catalog.
func (e *entry) base(raw rawModel) {
	e.structure = e.structureOf(raw)
	e.layers[0].Version = string(raw.Version)
	if raw.Version == "" {
		e.layers[0].Version = Unversioned
	}
	e.targetsOf(raw.Targets)
}

// overlay takes over the model.yaml of an overlay.
func (e *entry) overlay(raw rawModel) {
	for _, key := range e.Keys() {
		if key == "levels" || key == "domains" || key == "title" || key == "notice" {
			e.fail(key, "belongs to the catalog; an overlay has objectives, targets, a name and a version")
		}
	}
	last := &e.layers[len(e.layers)-1]
	if raw.Name != "" {
		last.Name = raw.Name
	}
	if raw.Version != "" {
		last.Version = string(raw.Version)
	}
	e.targetsOf(raw.Targets)
}

func (e *entry) structureOf(raw rawModel) *Structure {
	m := &Structure{Name: e.text("name", raw.Name), Title: strings.TrimSpace(raw.Title), Notice: strings.TrimSpace(raw.Notice), Levels: []LevelFacts{}, Domains: []DomainFacts{}, Categories: []CategoryFacts{}}
	if m.Title == "" {
		m.Title = m.Name
	}
	if n := len(raw.Levels); n < 2 || n > int(MaxLevel) {
		e.fail("levels", "there are %d; a model has 2 to %d, of which the first holds by definition", n, int(MaxLevel))
	}
	for i, k := range raw.Levels {
		l := e.part(k)
		var r rawLevel
		if l.decode(&r) {
			m.Levels = append(m.Levels, LevelFacts{Level: Level(i + 1), Name: l.text("name", r.Name), Meaning: l.text("meaning", r.Meaning), AttestationDays: l.attestationDays(r.AttestationDays, MaxAttestationDays)})
		}
	}
	if len(raw.Domains) == 0 {
		e.fail("domains", "there is none; a domain has an id, a name and categories")
	}
	for _, k := range raw.Domains {
		e.domain(m, e.part(k))
	}
	return m
}

func (e *entry) domain(m *Structure, d *entry) {
	var r rawDomain
	if !d.decode(&r) {
		return
	}
	id := parsed(d, "id", r.ID, ParseDomain)
	if m.domainOrder(id) >= 0 {
		d.fail("id", "%s is there twice", id)
	}
	m.Domains = append(m.Domains, DomainFacts{ID: id, Name: d.text("name", r.Name)})
	if len(r.Categories) == 0 {
		d.fail("categories", "domain %s has none", r.ID)
	}
	for _, k := range r.Categories {
		c := e.part(k)
		var r rawCategory
		if !c.decode(&r) {
			continue
		}
		code := parsed(c, "id", r.ID, func(s string) (Category, error) {
			code, err := ParseCategory(s)
			if err == nil && code.String() != s {
				return "", fmt.Errorf("is %q; codes are written in capitals", s)
			}
			return code, err
		})
		if _, twice := m.Category(code); twice {
			c.fail("id", "%s is there twice", code)
		}
		m.Categories = append(m.Categories, CategoryFacts{ID: code, Name: c.text("name", r.Name), Domain: id, Covers: strings.TrimSpace(r.Covers)})
	}
}

// part is an entry inside this one.
func (e *entry) part(k strictyaml.Kept) *entry {
	return &entry{loader: e.loader, Kept: k, file: e.file, what: e.what}
}

// target is a level that a catalog or overlay asks for, and where it does.
type target struct {
	level Level
	layer int
	at    Position
}

func (e *entry) targetsOf(k strictyaml.Kept) {
	if k.Node == nil || e.structure == nil {
		return
	}
	t := e.part(k)
	levels := map[string]int{}
	if !t.decode(&levels) {
		return
	}
	layer := len(e.layers) - 1
	for _, word := range slices.Sorted(maps.Keys(levels)) {
		c, err := e.structure.FindCategory(word)
		if err != nil {
			t.fail(word, "%v", err)
			continue
		}
		if err := e.structure.CheckLevel(levels[word]); err != nil {
			t.fail(word, "%v", err)
			continue
		}
		now := target{Level(levels[word]), layer, t.position(word)}
		if was, ok := e.targets[c]; ok && was.layer > 0 && was.level != now.level {
			t.fail(word, "is %s here, and %s at %s; say it in one of the overlays", now.level, was.level, was.at)
			continue
		}
		e.targets[c] = now
	}
}
