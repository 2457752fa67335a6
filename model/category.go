package model

import (
	"fmt"
	"regexp"
	"strings"
)

// Category is one category of a model, by its code: "MON". What it is called and which domain it belongs to is in the model's Structure.
type Category string

// A code has at most six characters, so that the ids made of it stay short; policies lie in a folder of that name, in lower case.
const categoryCode = `[A-Z][A-Z0-9]{1,5}`

var categoryForm = regexp.MustCompile(`^` + categoryCode + `$`)

// ParseCategory reads a category's code in either case, as policy paths write it in lower case. Whether a model has it, its Structure tells.
func ParseCategory(s string) (Category, error) {
	if c := strings.ToUpper(s); categoryForm.MatchString(c) {
		return Category(c), nil
	}
	return "", fmt.Errorf("parse category %q: want a code of 2 to 6 letters and digits, a letter first, like MON", s)
}

// String is the category's code.
func (c Category) String() string { return string(c) }

// Dir is the code as file names and policy packages write it: "mon".
func (c Category) Dir() string { return strings.ToLower(string(c)) }

// MarshalText writes the code.
func (c Category) MarshalText() ([]byte, error) { return marshalWord(ParseCategory, c) }

// UnmarshalText reads what MarshalText writes.
func (c *Category) UnmarshalText(text []byte) error { return unmarshalWord(ParseCategory, c, text) }
