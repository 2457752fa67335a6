package statement

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/aismm/aismm/internal/strictyaml"
)

// Render writes entries as a file: a list under key.
func Render[T any](key string, entries ...T) ([]byte, error) {
	out, err := yaml.MarshalWithOptions(yaml.MapSlice{{Key: key, Value: entries}}, yaml.IndentSequence(false))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", key, err)
	}
	return out, nil
}

// Add puts an entry at the end of the list under key in the text of a file; with replace set, in the place of the entry that has
// its id. Everything else stays as people wrote it, to the byte.
func Add[T any](file string, text []byte, key, id string, entry T, replace bool) ([]byte, error) {
	rendered, err := Render(key, entry)
	if err != nil {
		return nil, err
	}
	_, rendered, _ = bytes.Cut(rendered, []byte("\n")) // the key stands there already
	entries, at, err := find(file, text, key, id)
	if err != nil {
		return nil, err
	}
	if at >= 0 && !replace {
		line, _ := entries[at].Position("id")
		return nil, fmt.Errorf("%s:%d: the id %q is used already; choose another with --id, or replace that entry with --force", file, line, id)
	}
	out, err := insert(file, text, key, entries, at, rendered)
	if err != nil {
		return nil, err
	}
	want := len(entries)
	if at < 0 {
		at, want = want, want+1
	}
	if after, found, err := find(file, out, key, id); err != nil || found != at || len(after) != want {
		return nil, fmt.Errorf("%s: the file is written in a way that nothing can be added to; write its entries one below the other, each behind a dash", file)
	}
	return out, nil
}

// insert writes an entry into the text of a file that has entries: in the place of one of them or, where at is negative, behind all.
func insert(file string, text []byte, key string, entries []strictyaml.Kept, at int, rendered []byte) ([]byte, error) {
	if len(entries) == 0 {
		return beginList(text, key, rendered), nil
	}
	lines := strings.SplitAfter(string(text), "\n")
	indent, err := dashes(file, lines, entries)
	if err != nil {
		return nil, err
	}
	block := shape(string(rendered), indent, strings.Contains(string(text), "\r\n"))
	if at < 0 {
		return append(closed(text), block...), nil
	}
	from, to := lineOf(entries[at]), len(lines)
	if at+1 < len(entries) {
		to = lineOf(entries[at+1])
		for to > from+1 && isComment(lines[to-1]) { // what is written above the next entry is about that one
			to--
		}
	}
	return []byte(strings.Join(lines[:from], "") + block + strings.Join(lines[to:], "")), nil
}

// find reads the list of a file, and where the entry with an id is in it: -1 where there is none.
func find(file string, text []byte, key, id string) (entries []strictyaml.Kept, at int, err error) {
	var raw map[string][]strictyaml.Kept
	if err := strictyaml.Decode(file, text, &raw); err != nil {
		return nil, -1, err
	}
	at = -1
	for i, k := range raw[key] {
		var named map[string]any
		if k.IsMapping() && strictyaml.DecodeNode(file, k.Node, &named) == nil && fmt.Sprint(named["id"]) == id {
			at = i
		}
	}
	return raw[key], at, nil
}

// beginList writes the first entry of a file: below its key, which may be there with nothing or an empty list.
func beginList(text []byte, key string, rendered []byte) []byte {
	empty := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + `:[ \t]*(\[[ \t]*\]|null|~)?[ \t]*(#.*)?\r?$`)
	if m := empty.FindSubmatchIndex(text); m != nil {
		comment := ""
		if m[4] >= 0 {
			comment = " " + string(text[m[4]:m[5]])
		}
		head := append(bytes.Clone(text[:m[0]]), key+":"+comment...)
		return append(closed(append(head, text[m[1]:]...)), rendered...)
	}
	return append(closed(text), key+":\n"+string(rendered)...)
}

// dashes is the indentation of the list's dashes, each of which must begin the line of its entry.
func dashes(file string, lines []string, entries []strictyaml.Kept) (string, error) {
	indent := ""
	for _, k := range entries {
		line, column := k.Position("")
		before := ""
		if line >= 1 && line <= len(lines) && column-1 <= len(lines[line-1]) {
			before = lines[line-1][:column-1]
		}
		rest, dash := strings.CutPrefix(strings.TrimLeft(before, " "), "-")
		if !dash || strings.Trim(rest, " {") != "" {
			return "", fmt.Errorf("%s:%d: the entries are not written one below the other, each behind a dash; write them so, or add to another file", file, line)
		}
		indent = before[:len(before)-len(strings.TrimLeft(before, " "))]
	}
	return indent, nil
}

// lineOf counts the lines before an entry.
func lineOf(k strictyaml.Kept) int {
	line, _ := k.Position("")
	return line - 1
}

func isComment(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

// shape indents an entry, and ends its lines as the file does.
func shape(entry, indent string, crlf bool) string {
	var b strings.Builder
	for line := range strings.Lines(entry) {
		if strings.TrimSpace(line) != "" {
			b.WriteString(indent)
		}
		b.WriteString(line)
	}
	if crlf {
		return strings.ReplaceAll(b.String(), "\n", "\r\n")
	}
	return b.String()
}

// closed is text whose last line ends.
func closed(text []byte) []byte {
	text = bytes.Clone(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	return text
}
