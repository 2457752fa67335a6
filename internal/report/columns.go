package report

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// terminalWidth does not ask the locale, so that a report has the same bytes everywhere.
var terminalWidth = &runewidth.Condition{StrictEmojiNeutral: true}

// styles are the escape sequences that page.styled writes.
var styles = regexp.MustCompile("\x1b\\[[0-9]*m")

// columns is how wide text is on a terminal: styles take no place, wide characters two.
func columns(s string) int { return terminalWidth.StringWidth(styles.ReplaceAllString(s, "")) }

// cell pads or cuts plain text to a number of columns.
func cell(s string, width int) string {
	s = terminalWidth.Truncate(s, width, "…")
	return s + strings.Repeat(" ", max(width-columns(s), 0))
}
