package model

import (
	"fmt"
	"strconv"
)

// Level is a maturity level from 1 to 5. Zero stands for no level: nothing applies.
type Level int

// The levels. Level 1 holds by definition and has no objectives.
const (
	NoLevel    Level = 0
	Initial    Level = 1
	Repeatable Level = 2
	Defined    Level = 3
	Capable    Level = 4
	Efficient  Level = 5
)

// Levels lists the five levels, lowest first.
func Levels() []Level { return []Level{Initial, Repeatable, Defined, Capable, Efficient} }

// ParseLevel reads a level written as a digit from 1 to 5.
func ParseLevel(s string) (Level, error) {
	if len(s) == 1 && s[0] >= '1' && s[0] <= '5' {
		return Level(s[0] - '0'), nil
	}
	return NoLevel, fmt.Errorf("parse level %q: want 1, 2, 3, 4 or 5", s)
}

// Valid reports whether the level is one of the five.
func (l Level) Valid() bool { return l >= Initial && l <= Efficient }

// String is the level's digit.
func (l Level) String() string { return strconv.Itoa(int(l)) }

// Name is the level's name: "Initial" to "Efficient", or "No level".
func (l Level) Name() string {
	switch l {
	case Initial:
		return "Initial"
	case Repeatable:
		return "Repeatable"
	case Defined:
		return "Defined"
	case Capable:
		return "Capable"
	case Efficient:
		return "Efficient"
	case NoLevel:
		return "No level"
	}
	return "Level " + l.String()
}

// Meaning says what a programme at the level looks like, in our own words.
func (l Level) Meaning() string {
	switch l {
	case Initial:
		return "each team manages for itself"
	case Repeatable:
		return "the basics are written down, and unevenly applied"
	case Defined:
		return "there is a standard, and it is applied throughout"
	case Capable:
		return "centrally run, measured, automated in part"
	case Efficient:
		return "automated, continuous, corrects itself"
	}
	return "nothing in the category applies"
}

// MarshalText writes the digit; a level outside 1 to 5 is an error.
func (l Level) MarshalText() ([]byte, error) {
	if !l.Valid() {
		return nil, fmt.Errorf("write level %d: want 1 to 5", int(l))
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (l *Level) UnmarshalText(text []byte) (err error) {
	*l, err = ParseLevel(string(text))
	return err
}

// MarshalJSON writes the level as a number, and no level as null.
func (l Level) MarshalJSON() ([]byte, error) {
	if l == NoLevel {
		return []byte("null"), nil
	}
	return l.MarshalText()
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Level) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*l = NoLevel
		return nil
	}
	return l.UnmarshalText(data)
}
