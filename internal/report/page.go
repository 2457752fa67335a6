package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/aismm/aismm/internal/assess"
)

// TerminalOptions say what the terminal can do.
type TerminalOptions struct {
	// Width is the number of columns; 0 means 80.
	Width int
	Color bool
	// Became says what has become of objectives in the model at hand, where that is a later one.
	Became []assess.Became
}

// page writes lines for a terminal.
type page struct {
	w     io.Writer
	width int
	color bool
	err   error
}

func newPage(w io.Writer, o TerminalOptions) *page {
	if o.Width <= 0 {
		o.Width = 80
	}
	return &page{w: w, width: max(60, min(o.Width, 160)), color: o.Color}
}

func (p *page) print(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

func (p *page) line(format string, args ...any) {
	p.print(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func (p *page) heading(s string) { p.print("\n" + p.bold(s) + "\n") }

// text writes a paragraph behind a lead that stands in the first line; the other lines are indented under it.
func (p *page) text(lead, s string) {
	indent := strings.Repeat(" ", columns(lead))
	p.print(lead + strings.Join(broken(s, p.width-columns(lead)), "\n"+indent) + "\n")
}

// The styles: bold for headings, and the colours of statuses, never without a word or sign beside them.
func (p *page) bold(s string) string   { return p.styled("1", s) }
func (p *page) dim(s string) string    { return p.styled("2", s) }
func (p *page) good(s string) string   { return p.styled("32", s) }
func (p *page) bad(s string) string    { return p.styled("31", s) }
func (p *page) unsure(s string) string { return p.styled("33", s) }

func (p *page) styled(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// broken cuts text into lines at spaces; a word longer than a line stands alone.
func broken(s string, width int) []string {
	width = max(width, 20)
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case columns(line)+1+columns(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
