package model

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// ObjectiveID names one control objective: "MON-L2-1" is the first of category MON at level 2. The zero value names none.
type ObjectiveID struct {
	category Category
	level    Level
	number   int
}

// ObjectiveIDForm is the form of an objective's id, for schemas.
const ObjectiveIDForm = `^(` + categoryCode + `)-L([2-9])-([1-9][0-9]{0,3})$`

var objectiveIDForm = regexp.MustCompile(ObjectiveIDForm)

// ParseObjectiveID reads an objective's id. There are no objectives at level 1. Whether a model has it, its catalog tells.
func ParseObjectiveID(s string) (ObjectiveID, error) {
	m := objectiveIDForm.FindStringSubmatch(s)
	if m == nil {
		return ObjectiveID{}, fmt.Errorf("parse objective id %q: want <category>-L<level from 2>-<number>, like MON-L2-1", s)
	}
	number, err := strconv.Atoi(m[3])
	if err != nil {
		return ObjectiveID{}, fmt.Errorf("parse objective id %q: %w", s, err)
	}
	return ObjectiveID{Category(m[1]), Level(m[2][0] - '0'), number}, nil
}

// Category is the id's category.
func (id ObjectiveID) Category() Category { return id.category }

// Level is the level at which the objective counts.
func (id ObjectiveID) Level() Level { return id.level }

// Number counts the objectives of one category and level, from 1.
func (id ObjectiveID) Number() int { return id.number }

// IsZero reports whether the id names nothing.
func (id ObjectiveID) IsZero() bool { return id == ObjectiveID{} }

// String writes the id as ParseObjectiveID reads it; the zero value is "".
func (id ObjectiveID) String() string {
	if id.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s-L%d-%d", id.category, id.level, id.number)
}

// Compare orders ids by the letters of their category, level and number; Structure.CompareIDs knows the model's order.
func (id ObjectiveID) Compare(other ObjectiveID) int {
	return cmp.Or(
		cmp.Compare(id.category, other.category),
		cmp.Compare(id.level, other.level),
		cmp.Compare(id.number, other.number),
	)
}

// MarshalText writes the id; the zero value is an error.
func (id ObjectiveID) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, fmt.Errorf("write objective id: it is empty")
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ObjectiveID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseObjectiveID(string(text))
	return err
}
