package engine_test

import (
	"context"
	"testing"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/policies"
)

// The policies that ship, with the kinds that ship: every field that they read is one that a collector gives, and so is every field that their
// tests give them.
func TestWhatShips(t *testing.T) {
	sources := []engine.Source{{Name: "policies", FS: policies.FS()}}
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: sources, Kinds: collectors.Kinds(), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Problems() {
		t.Error(p)
	}
	report, err := engine.Test(context.Background(), engine.TestOptions{Sources: sources, Kinds: collectors.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
}

// BenchmarkLoad parses, checks and compiles what ships: what every command that judges does first.
func BenchmarkLoad(b *testing.B) {
	sources := []engine.Source{{Name: "policies", FS: policies.FS()}}
	for b.Loop() {
		if _, err := engine.Load(context.Background(), engine.LoadOptions{Sources: sources, Kinds: collectors.Kinds()}); err != nil {
			b.Fatal(err)
		}
	}
}
