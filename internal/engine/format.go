package engine

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/format"
)

// Format brings Rego into the form of `opa fmt`.
func Format(name string, text []byte) ([]byte, error) {
	formatted, err := format.Source(name, text)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", name, err)
	}
	return formatted, nil
}
