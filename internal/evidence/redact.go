package evidence

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// RedactionKeyVariable names the environment variable that holds the key of fingerprints, so that they compare over scans.
const RedactionKeyVariable = "AISMM_REDACTION_KEY"

// redactedPrefix starts every fingerprint. The rest is 16 hex digits: enough to tell values apart, of no use to guess one
// without the key.
const redactedPrefix = "redacted:hmac-sha256:"

// minKey is the least length of a key that was given, in bytes: NIST SP 800-107 asks of HMAC keys at least half the
// digest's length.
const minKey = 16

// Redactor replaces secrets by keyed fingerprints before anything is hashed or written. Names, numbers and booleans stay.
//
// It knows secrets in two ways: a kind declares paths (Kind.Redact), and a net catches fields named like secrets and text
// that looks like one.
type Redactor struct {
	key      []byte
	given    bool
	declared map[string][][]string
}

// NewRedactor prepares a redactor. An empty key is replaced by a random one that is kept nowhere.
func NewRedactor(key []byte, kinds []Kind) *Redactor {
	r := &Redactor{key: key, given: len(key) > 0, declared: map[string][][]string{}}
	if !r.given {
		r.key = make([]byte, 32)
		rand.Read(r.key) // never fails: crypto/rand stops the program instead
	}
	for _, k := range kinds {
		for _, path := range k.Redact {
			r.declared[k.Name] = append(r.declared[k.Name], strings.Split(path, "."))
		}
	}
	return r
}

// RedactorFromEnv prepares a redactor with the key of AISMM_REDACTION_KEY, or with a random one when it is not set. A
// key that is too short to protect anything is an error.
func RedactorFromEnv(env func(string) string, kinds []Kind) (*Redactor, error) {
	key := env(RedactionKeyVariable)
	if key != "" && len(key) < minKey {
		return nil, fmt.Errorf("read %s: the key has %d bytes, and needs at least %d (try: openssl rand -hex 32)", RedactionKeyVariable, len(key), minKey)
	}
	return NewRedactor([]byte(key), kinds), nil
}

// Fingerprint is what stands for a secret: equal secrets have equal fingerprints under one key. A fingerprint stays itself.
func (r *Redactor) Fingerprint(secret string) string {
	if isFingerprint(secret) {
		return secret
	}
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(secret))
	return redactedPrefix + hex.EncodeToString(mac.Sum(nil)[:8])
}

func isFingerprint(s string) bool {
	digits, ok := strings.CutPrefix(s, redactedPrefix)
	return ok && len(digits) == 16 && strings.Trim(digits, "0123456789abcdef") == ""
}

// mode is "given" or "random", as the manifest says it.
func (r *Redactor) mode() string {
	if r.given {
		return "given"
	}
	return "random"
}

// Resource redacts one resource of a kind, given as JSON maps and slices, in place. Its id and name stay.
func (r *Redactor) Resource(kind string, res map[string]any) {
	for _, path := range r.declared[kind] {
		r.declaredAt(res, path)
	}
	for _, part := range []string{"config", "parts", "derived", "tags"} {
		if v, ok := res[part]; ok {
			res[part] = r.net(v, part)
		}
	}
}

// Text redacts what looks like a secret inside free text, such as a provider's message.
func (r *Redactor) Text(s string) string { return redactPatterns(s, r.Fingerprint) }

// document redacts a whole document, given as JSON maps and slices, in place.
func (r *Redactor) document(doc map[string]any) {
	if kinds, ok := doc["resources"].(map[string]any); ok {
		for kind, list := range kinds {
			resources, _ := list.([]any)
			for _, res := range resources {
				if m, ok := res.(map[string]any); ok {
					r.Resource(kind, m)
				}
			}
		}
	}
	reads, _ := doc["reads"].([]any)
	for _, read := range reads {
		if m, ok := read.(map[string]any); ok {
			if message, ok := m["message"].(string); ok {
				m["message"] = r.Text(message)
			}
		}
	}
}

// declaredAt follows a declared path; "*" stands for every member of an object, and lists are entered without a name.
func (r *Redactor) declaredAt(v any, path []string) {
	switch v := v.(type) {
	case []any:
		if path[0] == "*" {
			if len(path) == 1 {
				r.every(v)
				return
			}
			// "variants.*.text" is written of objects and of lists alike.
			for _, e := range v {
				r.declaredAt(e, path[1:])
			}
			return
		}
		for _, e := range v {
			r.declaredAt(e, path)
		}
	case map[string]any:
		for name, member := range v {
			if path[0] != "*" && path[0] != name {
				continue
			}
			if len(path) == 1 {
				v[name] = r.every(member)
			} else {
				r.declaredAt(member, path[1:])
			}
		}
	}
}

// every replaces all text below v, and keeps names, numbers, booleans and empty text.
func (r *Redactor) every(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return v
		}
		return r.Fingerprint(v)
	case []any:
		for i := range v {
			v[i] = r.every(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = r.every(v[name])
		}
	}
	return v
}

// net redacts what a field's name or a value's look gives away.
func (r *Redactor) net(v any, name string) any {
	switch v := v.(type) {
	case string:
		if m := meaningOf(name); m.secret && !reference(v) || m.promptText && v != "" {
			return r.Fingerprint(v)
		}
		return r.Text(v)
	case []any:
		m := meaningOf(name)
		for i, e := range v {
			if o, ok := e.(map[string]any); ok {
				v[i] = r.members(o) // an object in a list is a pair or a structure, not the map that the list's name means
			} else {
				v[i] = r.net(e, name)
			}
		}
		r.pairs(v, m.environment)
	case map[string]any:
		if m := meaningOf(name); (m.environment || m.secrets) && allText(v) {
			return r.every(v)
		}
		return r.members(v)
	}
	return v
}

func (r *Redactor) members(o map[string]any) map[string]any {
	for member, value := range o {
		if meaningOf(member).prompt {
			o[member] = r.every(value)
		} else {
			o[member] = r.net(value, member)
		}
	}
	return o
}

// pairs redacts the value of [{"name": "DB_PASSWORD", "value": "…"}], the other way to write a map.
func (r *Redactor) pairs(list []any, all bool) {
	for _, e := range list {
		m, ok := e.(map[string]any)
		if !ok {
			continue
		}
		for _, nameField := range []string{"name", "Name", "key", "Key"} {
			name, ok := m[nameField].(string)
			if !ok || !all && !meaningOf(name).secret {
				continue
			}
			for _, valueField := range []string{"value", "Value"} {
				if value, ok := m[valueField].(string); ok && value != "" && !reference(value) {
					m[valueField] = r.Fingerprint(value)
				}
			}
		}
	}
}

func allText(m map[string]any) bool {
	for _, v := range m {
		if _, ok := v.(string); !ok {
			return false
		}
	}
	return true
}
