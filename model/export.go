package model

import (
	"fmt"
	"io"

	"github.com/goccy/go-yaml"
)

// The forms in which a catalog is written: those in which it is read, without what is empty.
type (
	writtenModel struct {
		Name       string             `yaml:"name"`
		Title      string             `yaml:"title"`
		Notice     string             `yaml:"notice,omitempty"`
		Version    string             `yaml:"version"`
		Levels     []rawLevel         `yaml:"levels"`
		Domains    []writtenDomain    `yaml:"domains"`
		Targets    yaml.MapSlice      `yaml:"targets,omitempty"`
		Objectives []writtenObjective `yaml:"objectives"`
	}
	writtenDomain struct {
		ID         string            `yaml:"id"`
		Name       string            `yaml:"name"`
		Categories []writtenCategory `yaml:"categories"`
	}
	writtenCategory struct {
		ID     string `yaml:"id"`
		Name   string `yaml:"name"`
		Covers string `yaml:"covers,omitempty"`
	}
	writtenObjective struct {
		ID            string         `yaml:"id"`
		Slug          string         `yaml:"slug"`
		Title         string         `yaml:"title"`
		Level         int            `yaml:"level"`
		Deployment    []Deployment   `yaml:"deployment,flow"`
		Mode          string         `yaml:"mode"`
		Indicator     string         `yaml:"indicator"`
		Target        float64        `yaml:"target"`
		AlwaysApplies bool           `yaml:"always_applies,omitempty"`
		Rationale     string         `yaml:"rationale"`
		Evidence      string         `yaml:"evidence"`
		ScopeNotes    string         `yaml:"scope_notes,omitempty"`
		AICM          AICM           `yaml:"aicm"`
		Mappings      Mappings       `yaml:"mappings"`
		Checks        []writtenCheck `yaml:"checks,omitempty"`
		Remediation   string         `yaml:"remediation"`
		// AttestationDays is left out where it is the level's.
		AttestationDays int         `yaml:"attestation_days,omitempty"`
		Effective       string      `yaml:"effective,omitempty"`
		Removed         string      `yaml:"removed,omitempty"`
		SupersededBy    string      `yaml:"superseded_by,omitempty"`
		History         []rawChange `yaml:"history,omitempty"`
	}
	writtenCheck struct {
		Provider   string   `yaml:"provider"`
		Kinds      []string `yaml:"kinds,flow"`
		Subject    string   `yaml:"subject"`
		PassesWhen string   `yaml:"passes_when"`
		Covers     []string `yaml:"covers,omitempty"`
	}
)

// WriteYAML writes the whole catalog, overlays included, in the form of a model.yaml: a folder with that file is the same catalog.
func (c *Catalog) WriteYAML(w io.Writer) error {
	m := writtenModel{Name: c.structure.Name, Title: c.structure.Title, Notice: c.structure.Notice, Version: c.Version(), Objectives: []writtenObjective{}}
	for _, l := range c.structure.Levels {
		written := rawLevel{Name: l.Name, Meaning: l.Meaning}
		if l.AttestationDays != MaxAttestationDays {
			written.AttestationDays = l.AttestationDays
		}
		m.Levels = append(m.Levels, written)
	}
	for _, d := range c.structure.Domains {
		out := writtenDomain{ID: d.ID.String(), Name: d.Name}
		for _, k := range c.structure.Categories {
			if k.Domain == d.ID {
				out.Categories = append(out.Categories, writtenCategory{k.ID.String(), k.Name, k.Covers})
			}
		}
		m.Domains = append(m.Domains, out)
	}
	for _, k := range c.structure.Categories {
		if l, ok := c.targets[k.ID]; ok {
			m.Targets = append(m.Targets, yaml.MapItem{Key: k.ID.String(), Value: int(l)})
		}
	}
	for _, o := range c.objectives {
		out := writtenObjective{ID: o.ID.String(), Slug: o.Slug.String(), Title: o.Title, Level: int(o.Level), Deployment: o.Deployment, Mode: o.Mode.String(),
			Indicator: o.Indicator, Target: o.Target.Float(), AlwaysApplies: o.AlwaysApplies, Rationale: o.Rationale, Evidence: o.Evidence, ScopeNotes: o.ScopeNotes,
			AICM: o.AICM, Mappings: o.Mappings, Remediation: o.Remediation, AttestationDays: c.ownAttestationDays(o), Effective: string(o.Effective), Removed: string(o.Removed), SupersededBy: o.SupersededBy}
		for _, k := range o.Checks {
			out.Checks = append(out.Checks, writtenCheck{k.Provider, k.Kinds, k.Subject, k.PassesWhen, k.Covers})
		}
		for _, h := range o.History {
			out.History = append(out.History, rawChange{string(h.Date), h.Change})
		}
		m.Objectives = append(m.Objectives, out)
	}
	data, err := yaml.Marshal(m)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write the catalog: %w", err)
	}
	return nil
}
