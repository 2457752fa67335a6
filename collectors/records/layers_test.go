package records

import (
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const ticketKind = `title: Ticket
about: One row for each ticket.
system: the ticket system
fields:
  id: {type: string, required: true, about: The ticket's id., example: T-1}
  status: {type: string, enum: [open, closed], about: Where it stands., example: open}
`

// layer is what an overlay named acme lays over the kinds.
func layer(kinds, exports map[string]string) Layer {
	files := func(m map[string]string) fstest.MapFS {
		if m == nil {
			return nil
		}
		out := fstest.MapFS{}
		for name, text := range m {
			out[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)}
		}
		return out
	}
	l := Layer{Name: "acme", Place: func(name string) string { return path.Join("controls", name) }}
	if kinds != nil {
		l.Kinds = files(kinds)
	}
	if exports != nil {
		l.Records = files(exports)
	}
	return l
}

func TestLayersAddAndReplaceKinds(t *testing.T) {
	person := strings.Replace(ticketKind, "title: Ticket", "title: Our people", 1)
	k, err := Shipped().With([]Layer{layer(map[string]string{"record_ticket.yaml": ticketKind, "person.yml": person}, nil)})
	if err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(exported), "ticket")
	slices.Sort(want)
	if got := k.Names(); !reflect.DeepEqual(got, want) {
		t.Errorf("kinds: %v", got)
	}
	d, err := k.Describe("record_ticket")
	if err != nil || d.Title != "Ticket" || d.File != "controls/kinds/record_ticket.yaml" {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := k.Describe("person"); err != nil || d.Title != "Our people" {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := Shipped().Describe("ticket"); err == nil {
		t.Error("the kinds that ship have changed")
	}
	template, err := k.Template("ticket")
	if err != nil || !strings.HasSuffix(string(template), "# Example: T-1,open\nid,status\n") {
		t.Errorf("%s, %v", template, err)
	}
	for _, c := range k.Collectors() {
		if err := collectors.Check(c); err != nil {
			t.Error(err)
		}
	}
}

func TestLayersThatAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		layer Layer
		want  string
	}{
		"a kind that does not hold": {layer(map[string]string{"ticket.yaml": "title: T\n", "other.yaml": "titel: T\n"}, nil),
			"controls/kinds/other.yaml:1:1: unknown key \"titel\"; did you mean \"title\"?\ncontrols/kinds/ticket.yaml: fields is no mapping of names to fields"},
		"attestations": {layer(map[string]string{"attestation.yaml": ticketKind}, nil),
			"controls/kinds/attestation.yaml: record_attestation is a kind of this program's own, which cannot be replaced; give it another name"},
		"an export of no kind": {layer(nil, map[string]string{"persn.csv": "id\n", "README.md": "", "person.csv": "id\n"}),
			`controls/records/persn.csv: unknown kind of record "persn"; did you mean "person"?; it is named after its kind, which kinds/<kind>.yaml may add`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Shipped().With([]Layer{tc.layer}); err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

// readWith runs the collector of a kind that a layer may have added.
func readWith(t *testing.T, dir string, s *Settings, kind string) seen {
	t.Helper()
	i := slices.IndexFunc(s.Kinds.Collectors(), func(c *collectors.Collector) bool { return c.Name == "records/"+kind })
	c, err := connect(t.Context(), collectors.ConnectOptions{Settings: s, Dir: dir, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	ss := c.(*connection).session
	ss.now = func() time.Time { return now }
	owner := s.Kinds.Collectors()[i]
	rec := collectors.NewRecorder(owner, c.Scopes()[0].Scope, c.Classify, nil)
	owner.Collect(t.Context(), ss, rec)
	reads, resources := rec.Finish()
	return seen{reads, resources, rec.Source()}
}

func TestExportsOfLayers(t *testing.T) {
	const text = "id,status\nT-1,closed\n"
	l := layer(map[string]string{"ticket.yaml": ticketKind}, map[string]string{"ticket.csv": text, "person.csv": "id\np-1\n"})
	k, err := Shipped().With([]Layer{l})
	if err != nil {
		t.Fatal(err)
	}
	got := readWith(t, ".", &Settings{Kinds: k, Layers: []Layer{l}}, "ticket")
	want := seen{
		Reads: []evidence.Read{{Operation: "records:ticket", Kinds: []string{"record_ticket"}, Form: evidence.List, Outcome: evidence.OK, Resources: 1},
			{Operation: "records:ticket/row", Kinds: []string{"record_ticket"}, Form: evidence.Detail, Outcome: evidence.OK, Resources: 1}},
		Resources: map[string][]*evidence.Resource{"record_ticket": {{ID: "T-1", Config: map[string]any{"id": "T-1", "status": "closed"}}}},
		Source:    &evidence.Source{System: "acme", ExportedAt: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC), File: "controls/records/ticket.csv", SHA256: evidence.SHA256Hex([]byte(text))},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	// What the configuration names comes first: a file in its folder, or columns for the layer's own.
	dir := write(t, map[string]string{"exports/ticket.csv": "id,status\nT-2,open\n", "exports/person.csv": "id\np-2\n"})
	got = readWith(t, dir, &Settings{Dir: "exports", Kinds: k, Layers: []Layer{l}}, "ticket")
	if list := got.Resources["record_ticket"]; len(list) != 1 || list[0].ID != "T-2" || got.Source.System != "not named (usually the ticket system)" {
		t.Errorf("the configuration's folder: %+v", got)
	}
	got = readWith(t, dir, &Settings{Kinds: k, Layers: []Layer{l}, Files: map[string]Export{"ticket": {Values: map[string]map[string]string{"status": {"closed": "open"}}, ExportedAt: "2026-11-18"}}}, "ticket")
	if list := got.Resources["record_ticket"]; len(list) != 1 || list[0].Config["status"] != "open" || got.Source.System != "acme" || got.Source.ExportedAt.Day() != 18 {
		t.Errorf("the configuration's columns: %+v", got)
	}
}
