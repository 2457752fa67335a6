package workbook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// FileName is the name of the file of bindings, beside the configuration.
const FileName = "csa.yaml"

// Notice goes with the texts wherever they are shown.
const Notice = "they are licensed by the Cloud Security Alliance to whoever has the copy, and are not to be passed on."

// File is what was imported: entries of the workbook, and the objectives that they are bound to.
type File struct {
	// Workbook is the name of the file that was read, SHA256 its digest, Sheets the sheets with entries.
	Workbook string
	SHA256   string
	Sheets   []string
	Entries  []Entry
}

// Entry is one entry of the workbook.
type Entry struct {
	ID       string
	Text     string
	Category model.Category
	Level    model.Level
	// Objectives are those that it is bound to, By how it came to them; Candidates are those of the same place that nothing is bound to.
	Objectives []model.ObjectiveID
	By         By
	Candidates []model.ObjectiveID
}

const head = `# Ids and texts from your own copy of the Cloud Security Alliance's workbook. They are licensed to you, not to the makers or other
# users of aismm: keep this file to yourself, and out of repositories and reports that others can read.
#
# Written by aismm model import. To bind an entry by hand, list objectives of yours and set by: hand; the next import leaves it so.
`

// Render writes a file of bindings. Equal ones give equal bytes.
func Render(f *File) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	fmt.Fprintf(&b, "workbook: %s\nsha256: %s\nsheets: %s\nentries:\n", quoted(f.Workbook), quoted(f.SHA256), quoted(f.Sheets))
	for _, e := range f.Entries {
		fmt.Fprintf(&b, "- id: %s\n", quoted(e.ID))
		if e.Category != "" {
			fmt.Fprintf(&b, "  category: %s\n", e.Category)
		}
		if e.Level != model.NoLevel {
			fmt.Fprintf(&b, "  level: %s\n", e.Level)
		}
		fmt.Fprintf(&b, "  objectives: [%s]", names(e.Objectives, ", "))
		if len(e.Candidates) > 0 {
			fmt.Fprintf(&b, " # perhaps %s", names(e.Candidates, ", "))
		}
		if e.By != ByNothing {
			fmt.Fprintf(&b, "\n  by: %s", e.By)
		}
		fmt.Fprintf(&b, "\n  text: %s\n", quoted(e.Text))
	}
	if len(f.Entries) == 0 {
		b.WriteString("[]\n")
	}
	return b.Bytes()
}

func names(ids []model.ObjectiveID, separator string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id.String()
	}
	return strings.Join(list, separator)
}

// quoted writes a value as JSON, which YAML reads too.
func quoted(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("write text as JSON: " + err.Error()) // texts and lists of texts can be written
	}
	return strings.TrimSpace(b.String())
}

type rawFile struct {
	Workbook string            `yaml:"workbook"`
	SHA256   string            `yaml:"sha256"`
	Sheets   []string          `yaml:"sheets"`
	Entries  []strictyaml.Kept `yaml:"entries"`
}

type rawEntry struct {
	ID         string   `yaml:"id"`
	Category   string   `yaml:"category"`
	Level      int      `yaml:"level"`
	Objectives []string `yaml:"objectives"`
	By         string   `yaml:"by"`
	Text       string   `yaml:"text"`
}

// Parse reads a file of bindings, and reports everything that is wrong with it: its form, ids that are there twice, objectives that the
// model does not have.
func Parse(file string, data []byte, catalog *model.Catalog) (*File, error) {
	var raw rawFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return nil, err
	}
	f := &File{Workbook: raw.Workbook, SHA256: raw.SHA256, Sheets: raw.Sheets}
	lines := map[string]int{}
	var errs []error
	for _, k := range raw.Entries {
		fail := func(field, format string, args ...any) {
			line, column := k.Position(field)
			errs = append(errs, &strictyaml.Error{File: file, Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
		}
		var r rawEntry
		if !k.IsMapping() {
			fail("", "want a mapping with id, objectives and text")
			continue
		}
		if err := strictyaml.DecodeNode(file, k.Node, &r); err != nil {
			errs = append(errs, err)
			continue
		}
		line, _ := k.Position("")
		if first, twice := lines[r.ID]; twice {
			fail("id", "entry %s is there already, in line %d", r.ID, first)
		}
		lines[r.ID] = line
		if r.ID == "" || strings.TrimSpace(r.Text) == "" {
			fail("", "an entry needs an id and a text")
		}
		e := Entry{ID: r.ID, Text: r.Text, Level: model.Level(r.Level), By: By(r.By), Objectives: []model.ObjectiveID{}}
		if r.Category != "" {
			c, err := catalog.Structure().FindCategory(r.Category)
			if err != nil {
				fail("category", "%v", err)
			}
			e.Category = c
		}
		if r.Level != 0 {
			if err := catalog.Structure().CheckLevel(r.Level); err != nil {
				fail("level", "level %v", err)
			}
		}
		if !slices.Contains([]By{ByMapping, ByPosition, ByHand, ByNothing}, e.By) {
			fail("by", "by is %q%s", e.By, strictyaml.Nearest(r.By, []string{string(ByMapping), string(ByPosition), string(ByHand)}))
		}
		for _, word := range r.Objectives {
			o, err := catalog.Find(word)
			if err != nil {
				fail("objectives", "%v", err)
				continue
			}
			e.Objectives = append(e.Objectives, o.ID)
		}
		f.Entries = append(f.Entries, e)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return f, nil
}
