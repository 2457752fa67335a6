package enterprise

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/aismm/aismm/collectors/all"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/policies"
)

var testNow = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func start(t *testing.T, o Options) *Enterprise {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = testNow
	}
	e, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// setenv gives the process the enterprise's environment, as the demonstration does.
func setenv(t *testing.T, e *Enterprise) {
	for name, value := range e.Env() {
		t.Setenv(name, value)
	}
}

func options(t *testing.T, e *Enterprise) collect.Options {
	t.Helper()
	c, err := config.Find(e.ConfigPath(), "")
	if err != nil {
		t.Fatal(err)
	}
	o := collect.Options{Dir: filepath.Join(t.TempDir(), "bundle"), Regions: c.Scan.Regions, Now: func() time.Time { return testNow }}
	for _, name := range slices.Sorted(maps.Keys(c.Providers)) {
		p, known := collectors.LookupProvider(name)
		if !known {
			t.Fatalf("provider %s is not registered", name)
		}
		settings := p.NewSettings()
		if err := c.Providers[name].Decode(settings); err != nil {
			t.Fatal(err)
		}
		o.Targets = append(o.Targets, collect.Target{Provider: p, Settings: settings, SettingsDir: c.Dir()})
	}
	return o
}

// TestScan collects the whole enterprise with the ordinary collectors. What could not be read is exactly what the enterprise
// holds back of its own accord.
func TestScan(t *testing.T) {
	e := start(t, Options{})
	setenv(t, e)
	o := options(t, e)
	for i := range o.Targets {
		if o.Targets[i].Provider.Name == "aws" {
			for _, c := range collectors.All() {
				if c.Provider == "aws" && c.Name != "aws/sso" {
					o.Targets[i].Collectors = append(o.Targets[i].Collectors, c)
				}
			}
		}
	}
	result, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := evidence.Open(o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	var gaps []string
	for d, err := range b.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		for kind, list := range d.Resources {
			kinds[kind] += len(list)
		}
		for _, r := range d.Reads {
			if r.Outcome != evidence.OK && r.Outcome != evidence.Unsupported {
				gaps = append(gaps, strings.Join([]string{d.Scope.ID, r.Operation, string(r.Outcome), r.Resource}, " "))
			}
		}
	}
	slices.Sort(gaps)
	t.Logf("calls %v", result)
	t.Logf("gaps:\n%s", strings.Join(gaps, "\n"))
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%4d %s", kinds[kind], kind)
	}
}

// TestConfigurationIsSound: every name in the enterprise's aismm.yaml is known, and its waivers and attestations parse.
func TestConfigurationIsSound(t *testing.T) {
	e := start(t, Options{})
	c, err := config.Find(e.ConfigPath(), "")
	if err != nil {
		t.Fatal(err)
	}
	var settings []string
	files, err := fs.Glob(policies.FS(), "settings/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no settings are declared: %v", err)
	}
	for _, f := range files {
		settings = append(settings, strings.TrimSuffix(filepath.Base(f), ".yaml"))
	}
	if err := c.CheckNames([]string{"GOV", "ORG", "IAM", "MON"}, []string{"aws", "openai", "records"}, settings); err != nil {
		t.Error(err)
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(c.Resolve(name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, f := range c.Waivers.Files {
		list, err := waiver.Parse(f, read(f))
		if err != nil || len(list) != 2 {
			t.Errorf("%s: %d waivers, %v", f, len(list), err)
		}
	}
	for _, f := range c.Attestations {
		list, err := attestation.Parse(f, read(f))
		if err != nil || len(list) != 2 {
			t.Errorf("%s: %d attestations, %v", f, len(list), err)
		}
		for _, a := range list {
			for _, file := range a.Files {
				read(file)
			}
		}
	}
}
