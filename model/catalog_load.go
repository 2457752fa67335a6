package model

import (
	"fmt"
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
}

type rawCheck struct {
	Provider   string   `yaml:"provider"`
	Kinds      []string `yaml:"kinds"`
	Subject    string   `yaml:"subject"`
	PassesWhen string   `yaml:"passes_when"`
	Covers     []string `yaml:"covers"`
}

type loader struct {
	objectives []*Objective
	byID       map[ObjectiveID]*Objective
	byName     map[string]*Objective
	errs       []error
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

func (l *loader) objective(file string, k strictyaml.Kept) {
	e := &entry{loader: l, Kept: k, file: file}
	var raw rawObjective
	if !e.decode(&raw) {
		return
	}
	o := &Objective{AlwaysApplies: raw.AlwaysApplies, ScopeNotes: strings.TrimSpace(raw.ScopeNotes), Source: e.position("")}
	e.identity(o, raw)
	o.Title, o.Indicator = e.text("title", raw.Title), e.text("indicator", raw.Indicator)
	o.Rationale, o.Evidence, o.Remediation = e.text("rationale", raw.Rationale), e.text("evidence", raw.Evidence), e.text("remediation", raw.Remediation)
	o.Deployment = e.deployment(raw.Deployment)
	o.Mode = parsed(e, "mode", raw.Mode, ParseMode)
	o.Target = e.target(raw.Target)
	o.AICM, o.Mappings = e.aicm(raw.AICM), e.mappings(raw.Mappings)
	o.Checks = e.checks(raw.Checks)
	switch {
	case o.Mode == Manual && len(o.Checks) > 0:
		e.fail("checks", "an objective of mode manual has no checks; its mode is either or automated when policies can decide it")
	case (o.Mode == Automated || o.Mode == Either) && len(raw.Checks) == 0:
		e.fail("checks", "an objective of mode %s needs a check; without one its mode is manual", o.Mode)
	}
	l.objectives = append(l.objectives, o)
}

// entry is one mapping of the file, for errors that name the line of a field.
type entry struct {
	*loader
	strictyaml.Kept
	file string
	// what is put before messages: the objective's id, once it is known.
	what string
}

func (e *entry) decode(into any) bool {
	if !e.IsMapping() {
		e.fail("", "want a mapping with the fields of an objective or check")
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
	line, _ := e.Position(field)
	return Position{File: e.file, Line: line}
}

func (e *entry) fail(field, format string, args ...any) {
	line, column := e.Position(field)
	m := fmt.Sprintf(format, args...)
	if field != "" {
		m = field + ": " + m
	}
	if e.what != "" {
		m = e.what + ": " + m
	}
	e.errs = append(e.errs, &strictyaml.Error{File: e.file, Line: line, Column: column, Message: m})
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
	o.Level = Level(raw.Level)
	switch {
	case o.Level < Repeatable || o.Level > Efficient:
		e.fail("level", "is %d; objectives have the levels 2 to 5", raw.Level)
	case !o.ID.IsZero() && o.Level != o.ID.Level():
		e.fail("level", "is %d, but the id says level %d", raw.Level, o.ID.Level())
	}
	if o.ID.IsZero() {
		return
	}
	if other, ok := e.byID[o.ID]; ok {
		e.fail("id", "is used already at %s", other.Source)
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
		c := &entry{loader: e.loader, Kept: k, file: e.file, what: e.what}
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
