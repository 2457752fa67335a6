package enterprise

import (
	"context"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	_ "github.com/aismm/aismm/collectors/all"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/standin/aws"
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

// TestScan collects the whole enterprise with the ordinary collectors. Every kind is there, and what could not be read is exactly
// what the enterprise holds back of its own accord.
func TestScan(t *testing.T) {
	e := start(t, Options{})
	setenv(t, e)
	o := options(t, e)
	o.Rates = map[string]float64{"aws": 1000, "aws/cloudtrail": 1000, "openai": 1000}
	result, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := evidence.Open(o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	refused, followed := []string{}, map[string]bool{}
	for d, err := range b.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		for kind, list := range d.Resources {
			kinds[kind] += len(list)
		}
		for _, r := range d.Reads {
			// That the archive of another account cannot be looked into is the collector's test.
			if r.Outcome == evidence.OK || d.Scope.Provider != "aws" || strings.Contains(r.Resource, "halden-log-archive@") {
				continue
			}
			if r.Outcome == evidence.Skipped {
				followed[d.Scope.Account] = true
				continue
			}
			by := "the role"
			if strings.HasPrefix(r.Message, "refused by an organization policy") {
				by = "an organization policy"
			}
			refused = append(refused, strings.Join([]string{d.Scope.ID, r.Operation, string(r.Outcome), "by", by}, " "))
		}
	}
	want := []string{"aws:777788889999/eu-central-1 bedrock:ListGuardrails denied by the role"}
	for _, region := range []string{"eu-central-1", "us-east-1"} {
		want = append(want, "aws:999900001111/"+region+" bedrock-agent:ListAgents denied by an organization policy")
	}
	if slices.Sort(refused); !slices.Equal(refused, want) {
		t.Errorf("refused:\n%s\nwant:\n%s", strings.Join(refused, "\n"), strings.Join(want, "\n"))
	}
	if !maps.Equal(followed, map[string]bool{"777788889999": true, "999900001111": true}) {
		t.Errorf("what hangs on a refusal was left in %v", followed)
	}
	for _, c := range collectors.All() {
		for _, k := range c.Kinds {
			if c.Provider != "records" && kinds[k.Name] == 0 {
				t.Errorf("the enterprise has no %s", k.Name)
			}
		}
	}
	scopes := map[string]string{}
	for _, entry := range result.Manifest.Ledger {
		if entry.Scope.Provider == "aws" && entry.Status != evidence.Collected && entry.Status != evidence.Partial {
			scopes[entry.Scope.ID] = string(entry.Status)
		}
	}
	if want := map[string]string{"aws:222233334444": "skipped", "aws:888899990000": "skipped"}; !maps.Equal(scopes, want) {
		t.Errorf("scopes that were not collected: %v, want %v", scopes, want)
	}
}

// TestLifeAndEnd: the environment hides what the process has inherited, and after Close nothing answers and nothing lies about.
func TestLifeAndEnd(t *testing.T) {
	t.Setenv("AWS_PROFILE", "somebody")
	t.Setenv("AWS_ENDPOINT_URL_S3", "https://s3.example.com")
	t.Setenv("OPENAI_ORG_ID", "org-somebody")
	e, err := Start(t.Context(), Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	env := e.Env()
	for _, name := range []string{"AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "OPENAI_ORG_ID"} {
		if v, ok := env[name]; !ok || v != "" {
			t.Errorf("%s is %q in the enterprise's environment", name, v)
		}
	}
	if !strings.HasPrefix(env["AWS_ENDPOINT_URL"], "http://127.0.0.1:") || !strings.HasPrefix(env["OPENAI_BASE_URL"], "http://127.0.0.1:") {
		t.Errorf("the addresses are %s and %s", env["AWS_ENDPOINT_URL"], env["OPENAI_BASE_URL"])
	}
	if _, err := os.Stat(e.ConfigPath()); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := os.Stat(e.Dir()); !os.IsNotExist(err) {
		t.Errorf("the directory is still there: %v", err)
	}
	if r, err := http.Get(env["AWS_ENDPOINT_URL"]); err == nil {
		t.Errorf("somebody still answers: %s", r.Status)
	}
}

// TestDirectoryStays: a directory that the caller names is the caller's to remove.
func TestDirectoryStays(t *testing.T) {
	dir := t.TempDir()
	e := start(t, Options{Dir: dir})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"aismm.yaml", "waivers.yaml", "attestations.yaml", "evidence/acquired-detection.md", "records/person.csv"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStartFails: where it cannot write, it says so, and leaves nothing behind.
func TestStartFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{
		"write the enterprise's files": {Dir: filepath.Join(file, "below")},
		"write the records":            {Files: fstest.MapFS{"enterprise/aismm.yaml": {}}},
		"load the data of AWS":         {AWS: []aws.Fault{{Service: "nope", Kind: aws.Deny}}},
	} {
		o.Now = testNow
		if e, err := Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, %v; want an error with %q", e, err, name)
		}
	}
}

// TestWithoutACloud: an enterprise that has no accounts at AWS sends nobody there, neither to another's nor to those of this process.
func TestWithoutACloud(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL", "https://aws.example.com")
	e := start(t, Options{Files: fstest.MapFS{"enterprise/aismm.yaml": {Data: []byte("version: 1\n")}, "records/person.json": {Data: []byte("[]")}}})
	for name, value := range e.Env() {
		if strings.HasPrefix(name, "AWS_") && value != "" {
			t.Errorf("%s is %q", name, value)
		}
	}
	for name, want := range map[string]string{"aismm.yaml": "version: 1\n", "records/person.json": "[]"} {
		if text, err := os.ReadFile(filepath.Join(e.Dir(), name)); err != nil || string(text) != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

// TestEndsWithItsContext: a demonstration that is interrupted leaves no server behind.
func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	e, err := Start(ctx, Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for range 200 {
		if _, err := os.Stat(e.Dir()); os.IsNotExist(err) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the enterprise goes on after its context has ended")
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
	if err := c.CheckNames(5, []string{"GOV", "ORG", "IAM", "MON", "INF", "MOD", "APP", "DAT", "RSK", "DEV", "CMP", "IR"}, []string{"aws", "openai", "records"}, settings); err != nil {
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
		if err != nil || len(list) != 3 {
			t.Errorf("%s: %d waivers, %v", f, len(list), err)
		}
	}
	for _, f := range c.Attestations {
		list, err := attestation.Parse(f, read(f))
		if err != nil || len(list) != 5 {
			t.Errorf("%s: %d attestations, %v", f, len(list), err)
		}
		for _, a := range list {
			for _, file := range a.Files {
				read(file.Path)
			}
		}
	}
}
