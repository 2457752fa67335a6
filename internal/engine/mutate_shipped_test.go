package engine_test

import (
	"context"
	"testing"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/policies"
)

// Policies of three shapes, with the kinds that ship: a region that should have something, a setting that joins, an organization from below.
func TestMutateWhatShips(t *testing.T) {
	chosen := map[string]int{"aismm.iam.company_sign_in.aws": 16, "aismm.mon.spend_alerts.openai": 27, "aismm.org.ai_estate_in_view.records": 14}
	r, err := engine.Mutate(context.Background(), engine.MutateOptions{Sources: []engine.Source{{Name: "policies", FS: policies.FS()}}, Kinds: collectors.Kinds(),
		Only: func(p *engine.Policy) bool { return chosen[p.Path] > 0 }})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Policies) != len(chosen) {
		t.Errorf("%d policies were proven, not %d", len(r.Policies), len(chosen))
	}
	for _, p := range r.Policies {
		if p.Score != 100 || p.Mutants != chosen[p.Policy] || p.Killed != p.Mutants || p.Fault != "" || len(p.Notes) > 0 {
			t.Errorf("%s: score %v, %+v, fault %q, notes %q", p.Policy, p.Score, p.MutationCount, p.Fault, p.Notes)
		}
	}
	for _, s := range r.Survivors {
		t.Errorf("%s: %s", s.Condition, s.Mutant)
	}
}
