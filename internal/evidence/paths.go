package evidence

import (
	"fmt"
	"path"
	"strings"
)

// documentsDir is the folder of a bundle that holds its documents; manifestFile lists them.
const (
	documentsDir = "documents"
	manifestFile = "manifest.json"
)

// maxSegment keeps file names far below the 255 bytes that file systems allow.
const maxSegment = 80

// DocumentPath is where a collector's document about a scope lies in a bundle, with forward slashes:
// "documents/<provider>/<boundary>/<region or _>/<collector>.json". Different collectors and scopes never share a path,
// on file systems that ignore case too.
func DocumentPath(collector string, s Scope) string {
	region := "_"
	if s.Region != "" {
		region = safeSegment(s.Region)
	}
	name := strings.TrimPrefix(collector, s.Provider+"/")
	if name == collector {
		name = "=" + collector // another provider's collector: kept apart from one of the same short name
	}
	return path.Join(documentsDir, safeSegment(s.Provider), safeSegment(s.Account), region, safeSegment(name)+".json")
}

// safeSegment makes one path segment of any text. Text of lower-case letters, digits, dots, underscores and hyphens stays
// as it is; any other text is told apart by a digest, which plain text cannot contain, because of its "~".
func safeSegment(text string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(text)) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
			b.WriteByte(c)
		default:
			b.WriteByte('-')
		}
	}
	s := b.String()
	if s == text && len(s) <= maxSegment && !awkward(s) {
		return s
	}
	s = strings.Trim(s[:min(len(s), maxSegment)], ".")
	return s + "~" + SHA256Hex([]byte(text))[:16]
}

// awkward reports names that mean something else to a file system, or to this layout.
func awkward(s string) bool {
	if s == "" || s == "_" || s[0] == '.' || s[len(s)-1] == '.' {
		return true
	}
	base, _, _ := strings.Cut(s, ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	// COM1 to COM9 and LPT1 to LPT9 are devices on Windows.
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}

// checkDocumentPath refuses paths in a manifest that could lead out of the bundle or name something that is no document.
func checkDocumentPath(p string) error {
	switch {
	case p == "":
		return fmt.Errorf("the path is empty")
	case strings.ContainsAny(p, "\\:\x00"):
		return fmt.Errorf("the path %q has a character that paths of a bundle never have", p)
	case path.IsAbs(p) || path.Clean(p) != p || strings.HasPrefix(p, "../") || p == "..":
		return fmt.Errorf("the path %q leads out of the bundle or is not in its shortest form", p)
	case !strings.HasPrefix(p, documentsDir+"/") || !strings.HasSuffix(p, ".json"):
		return fmt.Errorf("the path %q is not of the form %s/….json", p, documentsDir)
	}
	return nil
}
