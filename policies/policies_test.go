package policies_test

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/format"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/model/peers"
	"github.com/aismm/aismm/policies"
)

// Problems name files as they lie in the repository.
var source = engine.Source{Name: "policies", FS: policies.FS()}

func regoFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(policies.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".rego") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no policy is embedded")
	}
	return files
}

func TestEveryFileOnDiskIsEmbedded(t *testing.T) {
	var onDisk []string
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".rego") {
			onDisk = append(onDisk, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if embedded := regoFiles(t); !slices.Equal(embedded, onDisk) {
		t.Errorf("embedded are\n%q\non disk are\n%q", embedded, onDisk)
	}
}

func TestFormat(t *testing.T) {
	for _, name := range regoFiles(t) {
		src, err := fs.ReadFile(policies.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(name, src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(formatted) != string(src) {
			t.Errorf("policies/%s is not in the form of `opa fmt`", name)
		}
	}
}

// Kinds and objectives are checked where they are known: by the tests of the engine and of the program.
func TestEveryPolicyHolds(t *testing.T) {
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: []engine.Source{source}, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Problems() {
		t.Error(p)
	}
}

func TestRego(t *testing.T) {
	report, err := engine.Test(context.Background(), engine.TestOptions{Sources: []engine.Source{source}, Coverage: true, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
	for _, r := range report.Tests {
		if r.Status == engine.TestPassed {
			continue
		}
		t.Errorf("%s:%d: %s: %s %s", r.File, r.Line, r.Name, r.Status, r.Message)
		for _, c := range r.Cases {
			if c.Status != engine.TestPassed {
				t.Errorf("\t%s: %s", c.Name, c.Status)
			}
		}
		if r.Output != "" {
			t.Log(r.Output)
		}
	}
	for _, f := range report.Files {
		for _, line := range f.Uncovered {
			t.Errorf("%s:%d: no test reaches this line", f.File, line)
		}
	}
}

func TestEveryPolicyHasTests(t *testing.T) {
	files := regoFiles(t)
	for _, name := range files {
		if test := strings.TrimSuffix(name, ".rego") + "_test.rego"; !strings.HasSuffix(name, "_test.rego") && !slices.Contains(files, test) {
			t.Errorf("policies/%s has no tests: %s is missing", name, test)
		}
	}
}

// The table of other tools' checks is honest: each check that the shipped providers can judge is claimed by one condition, or says why it is
// claimed by several, or why by none.
func TestTheTableOfOtherToolsChecksIsHonest(t *testing.T) {
	list, err := peers.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: []engine.Source{source}})
	if err != nil {
		t.Fatal(err)
	}
	var claims []peers.Claim
	for _, p := range set.Policies() {
		for _, c := range p.Conditions {
			for _, check := range c.Covers {
				claims = append(claims, peers.Claim{Check: check, Objective: p.Objective, Policy: p.Path, Condition: c.ID, Provider: p.Provider})
			}
		}
	}
	for _, fault := range list.Faults(claims, []string{"aws", "openai", "records"}) {
		t.Error(fault)
	}
}
