package waiver

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// Render writes waivers as a file that Parse reads. Fields that a person has yet to fill are written empty, and Parse asks for
// them.
func Render(waivers ...*Waiver) ([]byte, error) {
	type entry struct {
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
	list := make([]entry, len(waivers))
	for i, w := range waivers {
		e := entry{ID: w.ID, Objective: w.Objective.String(), Subjects: w.Subjects.slice(), Condition: w.Condition, Owner: w.Owner, Ticket: w.Ticket, Reason: w.Reason}
		if !w.ApprovedAt.IsZero() {
			e.ApprovedAt = day(stamp(w.ApprovedAt))
		}
		if !w.Starts.IsZero() {
			e.Starts = day(stamp(w.Starts))
		}
		switch at := w.Expires.UTC(); {
		case w.Expires.IsZero():
		case strings.HasSuffix(stamp(at), "T00:00:00Z"):
			e.Expires = day(stamp(at.AddDate(0, 0, -1)))
		default:
			e.Expires = stamp(at)
		}
		list[i] = e
	}
	out, err := yaml.MarshalWithOptions(struct {
		Waivers []entry `yaml:"waivers"`
	}{list}, yaml.IndentSequence(false))
	if err != nil {
		return nil, fmt.Errorf("write waivers: %w", err)
	}
	return out, nil
}

// day shortens the first moment of a day to its date.
func day(s string) string { return strings.TrimSuffix(s, "T00:00:00Z") }

func (s Selector) slice() yaml.MapSlice {
	m := yaml.MapSlice{}
	if s.Kind != "" {
		m = append(m, yaml.MapItem{Key: "kind", Value: s.Kind})
	}
	for _, l := range []struct {
		key    string
		values []string
	}{{"ids", s.IDs}, {"boundaries", s.Boundaries}, {"regions", s.Regions}} {
		if len(l.values) > 0 {
			m = append(m, yaml.MapItem{Key: l.key, Value: l.values})
		}
	}
	return m
}
