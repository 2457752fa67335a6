package findings

import (
	"net/url"
	"path/filepath"
	"strings"
)

// uri writes a path as a URI reference: relative ones stay relative to where the tool ran, which is the root of a checkout in CI.
func uri(file string) string {
	file = filepath.ToSlash(file)
	if strings.HasPrefix(file, "/") {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).EscapedPath()
}
