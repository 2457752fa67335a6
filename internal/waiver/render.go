package waiver

import (
	"github.com/goccy/go-yaml"

	"github.com/aismm/aismm/internal/statement"
)

// written is a waiver in the order in which it is written.
type written struct {
	ID         string        `yaml:"id"`
	Objective  string        `yaml:"objective"`
	Subjects   yaml.MapSlice `yaml:"subjects"`
	Condition  string        `yaml:"condition,omitempty"`
	Owner      string        `yaml:"owner"`
	Ticket     string        `yaml:"ticket"`
	Reason     string        `yaml:"reason"`
	ApprovedAt string        `yaml:"approved_at,omitempty"`
	Starts     string        `yaml:"starts,omitempty"`
	Expires    string        `yaml:"expires"`
}

func (w *Waiver) written() written {
	return written{ID: w.ID, Objective: w.Objective.String(), Subjects: w.Subjects.slice(), Condition: w.Condition, Owner: w.Owner, Ticket: w.Ticket,
		Reason: w.Reason, ApprovedAt: statement.FormatMoment(w.ApprovedAt, false), Starts: statement.FormatMoment(w.Starts, false),
		Expires: statement.FormatMoment(w.Expires, true)}
}

// Render writes waivers as a file that Parse reads. Fields that a person has yet to fill are written empty, and Parse asks for
// them.
func Render(waivers ...*Waiver) ([]byte, error) {
	list := make([]written, len(waivers))
	for i, w := range waivers {
		list[i] = w.written()
	}
	return statement.Render(key, list...)
}

// Add puts a waiver into the text of a file, and leaves all else as it is. With replace set, it takes the place of the one that
// has its id; otherwise an id that is used already is an error.
func Add(file string, text []byte, w *Waiver, replace bool) ([]byte, error) {
	return statement.Add(file, text, key, w.ID, w.written(), replace)
}

// list is one list of a selector, by its field.
type list struct {
	field  string
	values []string
}

func (s Selector) lists() []list {
	return []list{{"ids", s.IDs}, {"boundaries", s.Boundaries}, {"regions", s.Regions}}
}

func (s Selector) slice() yaml.MapSlice {
	m := yaml.MapSlice{}
	if s.Kind != "" {
		m = append(m, yaml.MapItem{Key: "kind", Value: s.Kind})
	}
	for _, l := range s.lists() {
		if len(l.values) > 0 {
			m = append(m, yaml.MapItem{Key: l.field, Value: l.values})
		}
	}
	return m
}
