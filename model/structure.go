package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Structure is what a model is made of beside its objectives: levels, and categories in domains. It does not change once it is loaded,
// and an assessment carries it whole, so that reports need no model at hand.
type Structure struct {
	// Name is what people call the model: "CSA AISMM".
	Name string `json:"name"`
	// Title names the model in a sentence, after "assessed on".
	Title string `json:"title"`
	// Notice is what reports say about where the model comes from.
	Notice string `json:"notice"`
	// Levels are the model's levels, from level 1.
	Levels []LevelFacts `json:"levels"`
	// Domains and Categories are in the model's order, which every listing follows; the categories of a domain stand together.
	Domains    []DomainFacts   `json:"domains"`
	Categories []CategoryFacts `json:"categories"`
}

// LevelFacts describe a level.
type LevelFacts struct {
	Level Level  `json:"level"`
	Name  string `json:"name"`
	// Meaning says what a programme at the level looks like.
	Meaning string `json:"meaning"`
	// AttestationDays is the longest that an attestation of one of the level's objectives may last, in days, where the objective does not say.
	AttestationDays int `json:"attestation_days"`
}

// DomainFacts describe a domain.
type DomainFacts struct {
	ID   Domain `json:"id"`
	Name string `json:"name"`
}

// CategoryFacts describe a category.
type CategoryFacts struct {
	ID     Category `json:"id"`
	Name   string   `json:"name"`
	Domain Domain   `json:"domain"`
	// Covers says in one line what the category is about.
	Covers string `json:"covers"`
}

// Top is the model's highest level.
func (m *Structure) Top() Level { return Level(len(m.Levels)) }

// Climb lists the levels that have objectives: from 2 to the top.
func (m *Structure) Climb() []LevelFacts { return m.Levels[min(1, len(m.Levels)):] }

// Level describes a level; NoLevel, and one that the model does not have, too.
func (m *Structure) Level(l Level) LevelFacts {
	switch {
	case l >= Initial && l <= m.Top():
		return m.Levels[l-1]
	case l == NoLevel:
		return LevelFacts{Name: "No level", Meaning: "nothing in the category applies"}
	}
	return LevelFacts{Level: l, Name: "Level " + l.String(), Meaning: "the model has no such level"}
}

// Category describes a category of the model.
func (m *Structure) Category(c Category) (CategoryFacts, bool) {
	i := m.order(c)
	if i == len(m.Categories) {
		return CategoryFacts{ID: c}, false
	}
	return m.Categories[i], true
}

// order is a category's place in the model, from 0; an unknown category comes after all.
func (m *Structure) order(c Category) int {
	i := slices.IndexFunc(m.Categories, func(f CategoryFacts) bool { return f.ID == c })
	if i < 0 {
		return len(m.Categories)
	}
	return i
}

func (m *Structure) domainOrder(d Domain) int {
	return slices.IndexFunc(m.Domains, func(f DomainFacts) bool { return f.ID == d })
}

// FindCategory finds a category by its code, in either case.
func (m *Structure) FindCategory(code string) (Category, error) {
	c := Category(strings.ToUpper(code))
	if _, ok := m.Category(c); !ok {
		return "", fmt.Errorf("unknown category %q: want one of %s", code, strings.Join(m.Codes(), ", "))
	}
	return c, nil
}

// Codes lists the codes of all categories.
func (m *Structure) Codes() []string {
	codes := make([]string, len(m.Categories))
	for i, c := range m.Categories {
		codes[i] = c.ID.String()
	}
	return codes
}

// CheckLevel reports a level that the model does not have.
func (m *Structure) CheckLevel(l int) error {
	if l < int(Initial) || l > int(m.Top()) {
		return fmt.Errorf("is %d; a level lies between 1 and %s", l, m.Top())
	}
	return nil
}

// CompareIDs orders ids as the model does: by category, level and number.
func (m *Structure) CompareIDs(a, b ObjectiveID) int {
	return cmp.Or(cmp.Compare(m.order(a.category), m.order(b.category)), a.Compare(b))
}
