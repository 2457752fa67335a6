package aws

import (
	"fmt"
	"net/url"
	"strings"
)

// decodePolicy gives the JSON inside a string: a policy document, an event pattern. IAM's documents come URL-encoded
// (RFC 3986, see the API reference of GetAccountAuthorizationDetails); others are plain.
func decodePolicy(text string) (any, error) {
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		plain, err := url.PathUnescape(text)
		if err != nil {
			return nil, fmt.Errorf("decode the policy document: %w", err)
		}
		text = plain
	}
	v, err := decodeJSON([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("decode the policy document: %w", err)
	}
	if _, ok := v.(map[string]any); !ok {
		return nil, fmt.Errorf("decode the policy document: want an object, got %T", v)
	}
	return v, nil
}

// decodeMember replaces a member that holds JSON in a string by that JSON. An absent member is no error.
func decodeMember(o map[string]any, member string) error {
	s, ok := o[member].(string)
	if !ok {
		return nil
	}
	v, err := decodePolicy(s)
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	o[member] = v
	return nil
}
