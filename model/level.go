package model

import (
	"fmt"
	"strconv"
)

// Level is a maturity level, from 1 up to the highest of the model. Zero stands for no level: nothing applies.
type Level int

// Initial holds by definition and has no objectives. A model has at most MaxLevel levels; what they are called is in its Structure.
const (
	NoLevel  Level = 0
	Initial  Level = 1
	MaxLevel Level = 9
)

// ParseLevel reads a level written as a digit. Whether a model has it, its Structure tells.
func ParseLevel(s string) (Level, error) {
	if len(s) == 1 && s[0] >= '1' && s[0] <= '9' {
		return Level(s[0] - '0'), nil
	}
	return NoLevel, fmt.Errorf("parse level %q: want a digit from 1", s)
}

// Valid reports whether a model may have the level.
func (l Level) Valid() bool { return l >= Initial && l <= MaxLevel }

// String is the level's digit.
func (l Level) String() string { return strconv.Itoa(int(l)) }

// MarshalText writes the digit; what is no level is an error.
func (l Level) MarshalText() ([]byte, error) {
	if !l.Valid() {
		return nil, fmt.Errorf("write level %d: want 1 to %d", int(l), int(MaxLevel))
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
