package evidence

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// SecretMatch is where a secret was recognized in a value that is about to be redacted. It never holds the secret.
type SecretMatch struct {
	// Path leads to the text, with dots between names and the indexes of lists: "config.Environment.DATABASE_URL".
	Path string
	// Form is the name of the form that was recognized, such as "openai_key", or "named_secret" for a value whose name says what it is.
	Form string
}

// FindSecrets searches all text below a value for the forms by which redaction knows secrets, and for values whose names say that they are
// secret and that do not only refer to one. Path is where the value stands. The matches are in the order of their paths, each form once for a path.
func FindSecrets(v any, path string) []SecretMatch {
	var found []SecretMatch
	find(v, path, lastName(path), &found)
	return found
}

func find(v any, path, name string, found *[]SecretMatch) {
	switch v := v.(type) {
	case string:
		for _, form := range formsIn(v, name) {
			*found = append(*found, SecretMatch{path, form})
		}
	case []any:
		for i, item := range v {
			find(item, BelowIndex(path, i), name, found)
		}
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			find(v[member], Below(path, member), pairName(v, member), found)
		}
	}
}

// pairName is the name that a member's value goes by: that of the pair in {"name": "DB_PASSWORD", "value": "…"}, else the member's own.
func pairName(o map[string]any, member string) string {
	if member == "value" || member == "Value" {
		for _, field := range []string{"name", "Name", "key", "Key"} {
			if name, ok := o[field].(string); ok {
				return name
			}
		}
	}
	return member
}

// formsIn names the forms of secret in one text. Name is what it goes by.
func formsIn(text, name string) []string {
	if isFingerprint(text) {
		return nil
	}
	var forms []string
	for _, p := range secretPatterns {
		if strings.Contains(text, p.hint) && !slices.Contains(forms, p.form) && holdsSecret(p.expression, text) {
			forms = append(forms, p.form)
		}
	}
	if accessKeyID.MatchString(text) && secretAccessKey.MatchString(text) {
		forms = append(forms, "aws_secret_access_key")
	}
	if len(forms) == 0 && meaningOf(name).secret && !reference(text) && !standIn(text) {
		forms = append(forms, "named_secret")
	}
	return forms
}

// holdsSecret reports whether an expression finds something in a text that does not only stand in for a secret.
func holdsSecret(re *regexp.Regexp, text string) bool {
	group := re.SubexpIndex("s")
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		if !reference(m[group]) && !standIn(m[group]) {
			return true
		}
	}
	return false
}

// standIn reports what is written where a secret is filled in later, or where a name only sounds like one: a variable, a placeholder, the
// special token of a tokenizer ("<pad>"), a switch, a number. Redaction takes no such chances.
func standIn(value string) bool {
	if strings.ContainsAny(value[:1], "$<[{%(") {
		return true
	}
	switch strings.ToLower(value) {
	case "true", "false", "none", "null", "yes", "no":
		return true
	}
	for _, call := range []string{"os.environ", "os.getenv", "getpass", "input("} {
		if strings.HasPrefix(value, call) {
			return true
		}
	}
	return strings.Trim(value, "0123456789.") == ""
}

// Below is the path of a member, and BelowIndex that of a list's item.
func Below(path, member string) string {
	if path == "" {
		return member
	}
	return path + "." + member
}

// BelowIndex is the path of a list's item.
func BelowIndex(path string, i int) string { return Below(path, strconv.Itoa(i)) }

func lastName(path string) string { return path[strings.LastIndex(path, ".")+1:] }
