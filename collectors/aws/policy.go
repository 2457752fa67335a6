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
	o, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("decode the policy document: want an object, got %T", v)
	}
	if one, ok := o["Statement"].(map[string]any); ok {
		o["Statement"] = []any{one} // the grammar of policies lets a single statement stand without its list
	}
	return o, nil
}

// schemaPolicy describes a decoded policy document. Statement is always a list; the elements that may be one value or a list of
// them stay as they were written.
func schemaPolicy() schema {
	return schemaObject(members{"Version": schemaText(), "Id": schemaText(), "Statement": schemaList(schemaObject(members{
		"Sid": schemaText(), "Effect": schemaText(), "Action": {}, "NotAction": {}, "Resource": {}, "NotResource": {},
		"Principal": {}, "NotPrincipal": {}, "Condition": schemaMap(schemaMap(schema{})),
	}))})
}

// decodeMember replaces a member that holds JSON in a string by that JSON. An absent or empty member is no error.
func decodeMember(o map[string]any, member string) error {
	s, _ := o[member].(string)
	if s == "" {
		return nil
	}
	v, err := decodePolicy(s)
	if err != nil {
		return fmt.Errorf("%s: %w", member, err)
	}
	o[member] = v
	return nil
}
