package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aismm/aismm/model"
)

// position tells an entry's category and level: from its own cells, from its id, from the merged cell above, or from the sheet's name.
func (t Table) position(get, above map[string]string, m *model.Structure) (c model.Category, l model.Level, err error) {
	fromID, levelID := ofID(get[FieldID], m)
	if s := get[FieldCategory]; s != "" {
		above[FieldCategory] = s
		if c, err = findCategory(s, m); err != nil {
			return c, l, fmt.Errorf("column %s: %w", columnOf(t, FieldCategory), err)
		}
	} else if c = fromID; c == "" {
		if c, err = findCategory(above[FieldCategory], m); err != nil {
			c, _ = findCategory(t.Sheet, m)
		}
	}
	if s := get[FieldLevel]; s != "" {
		above[FieldLevel] = s
		if l, err = findLevel(s, m); err != nil {
			return c, l, fmt.Errorf("column %s: %w", columnOf(t, FieldLevel), err)
		}
	} else if l = levelID; l == model.NoLevel {
		l, _ = findLevel(above[FieldLevel], m)
	}
	return c, l, nil
}

// findCategory finds the category that a cell means: its code, its name, or either with more around it, as "GOV - Governance".
func findCategory(s string, m *model.Structure) (model.Category, error) {
	words := strings.Fields(plain(s))
	for _, f := range m.Categories {
		if plain(f.Name) == plain(s) {
			return f.ID, nil
		}
	}
	for _, f := range m.Categories {
		if len(words) > 0 && (words[0] == f.ID.Dir() || words[len(words)-1] == f.ID.Dir()) {
			return f.ID, nil
		}
	}
	best := model.CategoryFacts{}
	for _, f := range m.Categories { // the longest name, so that "Security" is not taken for all of "Data Security"
		if len(f.Name) > len(best.Name) && strings.Contains(" "+plain(s)+" ", " "+plain(f.Name)+" ") {
			best = f
		}
	}
	if best.ID == "" {
		return "", fmt.Errorf("%q is no category of %s; it has %s", short(s, 60), m.Name, strings.Join(m.Codes(), ", "))
	}
	return best.ID, nil
}

var digit = regexp.MustCompile(`(?:^|[^0-9.])([1-9])(?:\.0+)?(?:[^0-9.]|$)`)

// findLevel finds the level that a cell means: its digit, or its name.
func findLevel(s string, m *model.Structure) (model.Level, error) {
	if found := digit.FindStringSubmatch(s); found != nil {
		if l := model.Level(found[1][0] - '0'); l <= m.Top() {
			return l, nil
		}
	}
	for _, f := range m.Levels {
		if slices.Contains(strings.Fields(plain(s)), plain(f.Name)) || plain(s) == plain(f.Name) {
			return f.Level, nil
		}
	}
	return model.NoLevel, fmt.Errorf("%q is no level of %s; it has 1 to %s", short(s, 60), m.Name, m.Top())
}

var positionForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]{1,5})[-._ ]?[Ll]?0?([1-9])[-._ ][0-9]+$`)

// ofID reads the category and level in an id such as GOV-02.1; empty where it tells neither.
func ofID(id string, m *model.Structure) (model.Category, model.Level) {
	found := positionForm.FindStringSubmatch(id)
	if found == nil {
		return "", model.NoLevel
	}
	c, err := m.FindCategory(found[1])
	if l := model.Level(found[2][0] - '0'); err == nil && l <= m.Top() {
		return c, l
	}
	return "", model.NoLevel
}
