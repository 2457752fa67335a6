package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
)

// rawObjective is an objective as people write it. Every field is wide enough to be read even when it is wrong, so that
// each gets an error with its own line.
type rawObjective struct {
	ID            string            `yaml:"id"`
	Slug          string            `yaml:"slug"`
	Title         string            `yaml:"title"`
	Level         int               `yaml:"level"`
	Deployment    []string          `yaml:"deployment"`
	Mode          string            `yaml:"mode"`
	Indicator     string            `yaml:"indicator"`
	Target        float64           `yaml:"target"`
	AlwaysApplies bool              `yaml:"always_applies"`
	Rationale     string            `yaml:"rationale"`
	Evidence      string            `yaml:"evidence"`
	ScopeNotes    string            `yaml:"scope_notes"`
	AICM          AICM              `yaml:"aicm"`
	Mappings      Mappings          `yaml:"mappings"`
	Checks        []strictyaml.Kept `yaml:"checks"`
	Remediation   string            `yaml:"remediation"`
	// AttestationDays is 0 where the level says it.
	AttestationDays int         `yaml:"attestation_days"`
	Effective       string      `yaml:"effective"`
	Removed         string      `yaml:"removed"`
	SupersededBy    string      `yaml:"superseded_by"`
	History         []rawChange `yaml:"history"`
}

type rawCheck struct {
	Provider   string   `yaml:"provider"`
	Kinds      []string `yaml:"kinds"`
	Subject    string   `yaml:"subject"`
	PassesWhen string   `yaml:"passes_when"`
	Covers     []string `yaml:"covers"`
}

type loader struct {
	structure *Structure
	// unfit is set when a model.yaml has faults, so that its objectives cannot be checked against it.
	unfit   bool
	layers  []Layer
	files   []string
	targets map[Category]target
	// definitions are what files say, byWord by the id that they write; built are those that became objectives.
	definitions []*definition
	byWord      map[string]*definition
	built       []*definition
	byID        map[ObjectiveID]*Objective
	byName      map[string]*Objective
	errs        []error
}

// definition is what the catalog or an overlay says about one objective, with what an overlay changes of it.
type definition struct {
	entry     *entry
	raw       rawObjective
	layer     int
	objective *Objective
}

func (l *loader) file(name string, data []byte) {
	var list []strictyaml.Kept
	if err := strictyaml.Decode(name, data, &list); err != nil {
		l.errs = append(l.errs, err)
		return
	}
	for _, k := range list {
		l.objective(name, k)
	}
}

// build makes objectives of what was said about them.
func (l *loader) build() {
	for _, d := range l.definitions {
		e, raw := d.entry, d.raw
		o := &Objective{AlwaysApplies: raw.AlwaysApplies, ScopeNotes: strings.TrimSpace(raw.ScopeNotes), Source: e.position("")}
		if e.over != nil {
			keys := slices.DeleteFunc(e.over.Keys(), func(k string) bool { return k == "id" })
			o.Overlay = &Overlay{Position: e.over.position(""), Keys: keys}
		}
		e.identity(o, raw)
		o.Title, o.Indicator = e.text("title", raw.Title), e.text("indicator", raw.Indicator)
		o.AttestationDays = e.attestationDays(raw.AttestationDays, e.structure.Level(o.Level).AttestationDays)
		o.Rationale, o.Evidence, o.Remediation = e.text("rationale", raw.Rationale), e.text("evidence", raw.Evidence), e.text("remediation", raw.Remediation)
		o.Deployment = e.deployment(raw.Deployment)
		o.Mode = parsed(e, "mode", raw.Mode, ParseMode)
		o.Target = e.target(raw.Target)
		o.AICM, o.Mappings = e.aicm(raw.AICM), e.mappings(raw.Mappings)
		o.Checks = e.checks(raw.Checks)
		e.life(o, raw)
		switch {
		case o.Mode == Manual && len(o.Checks) > 0:
			e.fail("checks", "an objective of mode manual has no checks; its mode is either or automated when policies can decide it")
		case (o.Mode == Automated || o.Mode == Either) && len(raw.Checks) == 0:
			e.fail("checks", "an objective of mode %s needs a check; without one its mode is manual", o.Mode)
		}
		d.objective = o
		l.built = append(l.built, d)
	}
	l.successors()
}

// entry is one mapping of the file, for errors that name the line of a field.
type entry struct {
	*loader
	strictyaml.Kept
	file string
	// what is put before messages: the objective's id, once it is known.
	what string
	// over is what an overlay says about the same objective.
	over *entry
}

// of is the entry that says a field: that of the overlay, where it does.
func (e *entry) of(field string) *entry {
	if e.over != nil && slices.Contains(e.over.Keys(), field) {
		return e.over
	}
	return e
}

func (e *entry) decode(into any) bool {
	if !e.IsMapping() {
		e.fail("", "want a mapping of keys and values")
		return false
	}
	if err := strictyaml.DecodeNode(e.file, e.Node, into); err != nil {
		e.errs = append(e.errs, err)
		return false
	}
	return true
}

// position is where a field stands; where the entry begins when field is empty or not there.
func (e *entry) position(field string) Position {
	at := e.of(field)
	line, _ := at.Position(field)
	return Position{File: at.file, Line: line}
}

func (e *entry) fail(field, format string, args ...any) {
	at := e.of(field)
	line, column := at.Position(field)
	m := fmt.Sprintf(format, args...)
	if field != "" {
		m = field + ": " + m
	}
	if e.what != "" {
		m = e.what + ": " + m
	}
	e.errs = append(e.errs, &strictyaml.Error{File: at.file, Line: line, Column: column, Message: m})
}

// parsed reads one word with its own parser; what is wrong becomes an error at the field's line.
func parsed[T any](e *entry, field, s string, parse func(string) (T, error)) T {
	v, err := parse(s)
	if err != nil {
		e.fail(field, "%v", err)
	}
	return v
}

func (e *entry) text(field, s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		e.fail(field, "is empty")
	}
	return s
}

func (e *entry) identity(o *Objective, raw rawObjective) {
	o.ID = parsed(e, "id", raw.ID, ParseObjectiveID)
	if !o.ID.IsZero() {
		e.what = o.ID.String()
	}
	o.Slug = parsed(e, "slug", raw.Slug, ParseSlug)
	if _, ok := e.structure.Category(o.ID.Category()); !ok && !o.ID.IsZero() {
		e.fail("id", "there is no category %s in %s; it has %s", o.ID.Category(), e.structure.Name, strings.Join(e.structure.Codes(), ", "))
	}
	o.Level = Level(raw.Level)
	switch {
	case o.Level <= Initial || o.Level > e.structure.Top():
		e.fail("level", "is %d; objectives have the levels 2 to %s", raw.Level, e.structure.Top())
	case !o.ID.IsZero() && o.Level != o.ID.Level():
		e.fail("level", "is %d, but the id says level %d", raw.Level, o.ID.Level())
	}
	if o.ID.IsZero() {
		return
	}
	if other, ok := e.byID[o.ID]; ok {
		e.fail("id", "is used already at %s; ids are never used again", other.Source)
	} else {
		e.byID[o.ID] = o
	}
	if o.Slug == "" {
		return
	}
	if other, ok := e.byName[o.Name()]; ok {
		e.fail("slug", "%s is used already in the category, at %s", o.Slug, other.Source)
	} else {
		e.byName[o.Name()] = o
	}
}

func (e *entry) deployment(words []string) []Deployment {
	list := make([]Deployment, 0, len(words))
	seen := map[string]bool{}
	for _, w := range words {
		d := parsed(e, "deployment", w, ParseDeployment)
		switch {
		case d == Program:
			e.fail("deployment", "objectives concern self_hosted, paas or saas; program is for subjects")
		case seen[w]:
			e.fail("deployment", "%s is listed twice", w)
		case d != "":
			list = append(list, d)
		}
		seen[w] = true
	}
	if len(words) == 0 {
		e.fail("deployment", "want at least one of %s", joinStrings(Deployments()))
	}
	return list
}

func (e *entry) target(f float64) Share {
	s, err := ShareOf(f)
	if err != nil {
		e.fail("target", "%v", err)
		return NoShare
	}
	return s
}

func (e *entry) checks(list []strictyaml.Kept) []Check {
	checks := make([]Check, 0, len(list))
	at := map[string]Position{}
	for _, k := range list {
		c := e.of("checks").part(k)
		c.what = e.what
		var raw rawCheck
		if !c.decode(&raw) {
			continue
		}
		if e.what != "" && raw.Provider != "" {
			c.what = e.what + " (" + raw.Provider + ")"
		}
		check := Check{Provider: raw.Provider, Kinds: listed(raw.Kinds), Subject: c.text("subject", raw.Subject), PassesWhen: c.text("passes_when", raw.PassesWhen),
			Covers: listed(raw.Covers), Source: c.position("")}
		c.ids("provider", "", []string{raw.Provider}, wordForm, "a provider's name, such as aws")
		c.ids("kinds", "", raw.Kinds, kindForm, "a kind of evidence, such as aws_bedrock_guardrail")
		c.ids("covers", "", raw.Covers, coverForm, "another tool's check, such as prowler:bedrock_guardrail_sensitive_information_filter_enabled")
		if len(raw.Kinds) == 0 {
			c.fail("kinds", "want at least one kind of evidence")
		}
		if first, ok := at[raw.Provider]; ok {
			c.fail("provider", "the objective has a check of %s already, at %s", raw.Provider, first)
		}
		at[raw.Provider] = check.Source
		checks = append(checks, check)
	}
	return checks
}

// listed makes a list that was left out an empty one.
func listed(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
