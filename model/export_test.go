package model

import (
	"bytes"
	"reflect"
	"testing"
)

// What is exported is a catalog, and the same one: what ships, and one with overlays, lives and targets.
func TestExportedCatalogsAreTheSame(t *testing.T) {
	shipped, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	own, err := load(files("model.yaml", "name: 'House: rules'\nversion: 2026.10\n"+levelsAndDomains, "a.yaml", goodObjective+with(another("MON-L2-2", "other"),
		"effective: 2027-01-01", "history: [{date: 2026-01-01, change: \"it was: added\"}]")), files("b.yaml", patch, "model.yaml", "targets: {IAM: 3, MON: 2}"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*Catalog{"what ships": shipped, "one of ones own": own} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := c.WriteYAML(&b); err != nil {
				t.Fatal(err)
			}
			again, err := load(files("model.yaml", b.String()))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(again.Structure(), c.Structure()) || again.Version() != c.Version() || !reflect.DeepEqual(again.Targets(), c.Targets()) || len(again.All()) != len(c.All()) {
				t.Errorf("got %+v, version %s, targets %v", again.Structure(), again.Version(), again.Targets())
			}
			for i, o := range c.All() {
				got, want := *again.All()[i], *o
				got.Source, want.Source, want.Overlay = Position{}, Position{}, nil
				want.Checks = append([]Check{}, want.Checks...)
				got.Checks = append([]Check{}, got.Checks...)
				for j := range want.Checks {
					want.Checks[j].Source, got.Checks[j].Source = Position{}, Position{}
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
			}
		})
	}
}
