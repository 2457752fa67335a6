package evidence_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

// noon is the clock of all tests.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func testRedactor() *evidence.Redactor {
	return evidence.NewRedactor([]byte("0123456789abcdef"), testKinds)
}

var testKinds = []evidence.Kind{{Name: "toy_disk", Redact: []string{"config.variables.*", "parts.GetNotes.notes.*.text"}}}

// sampleDocuments are three documents of two scopes that a bundle of the tests holds.
func sampleDocuments() []*evidence.Document {
	east, west := evidence.NewScope("toy", "one", "east"), evidence.NewScope("toy", "one", "west")
	east.Name = "first & <best>"
	read := evidence.Read{Operation: "disk:List", Kinds: []string{"toy_disk"}, Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 1}
	denied := evidence.Read{Operation: "net:List", Kinds: []string{"toy_net"}, Form: evidence.List, Outcome: evidence.Denied, Permission: "net:List", Message: "no", Calls: 1}
	disk := func(id string) map[string][]*evidence.Resource {
		return map[string][]*evidence.Resource{"toy_disk": {{ID: id, Name: "disk", Config: map[string]any{"size": 10}}}}
	}
	return []*evidence.Document{
		{Collector: "toy/disk", Scope: east, CollectedAt: noon, Identity: "me", Reads: []evidence.Read{read}, Resources: disk("east/1")},
		{Collector: "toy/net", Scope: east, CollectedAt: noon, Identity: "me", Reads: []evidence.Read{denied}, Resources: map[string][]*evidence.Resource{"toy_net": nil}},
		{Collector: "toy/disk", Scope: west, CollectedAt: noon.Add(time.Minute), Identity: "me", Reads: []evidence.Read{read}, Resources: disk("west/1")},
	}
}

// quickFiles are the operating system's without waiting for the disk, of which these tests make thousands of uses.
type quickFiles struct{ evidence.Files }

type quickFile struct{ evidence.File }

func (quickFile) Sync() error { return nil }

func (quickFiles) SyncDir(string) error { return nil }

func (q quickFiles) CreateTemp(dir, pattern string) (evidence.File, error) {
	f, err := q.Files.CreateTemp(dir, pattern)
	return quickFile{f}, err
}

func (q quickFiles) Append(name string) (evidence.File, error) {
	f, err := q.Files.Append(name)
	return quickFile{f}, err
}

// sampleMeta describes the bundle of the tests; without files it is written quickly.
func sampleMeta(files evidence.Files) evidence.Meta {
	if files == nil {
		files = quickFiles{evidence.OSFiles()}
	}
	return evidence.Meta{Tool: "test", Options: "sha256:options", StartedAt: noon, Notes: []string{"a note"}, Redactor: testRedactor(), Files: files}
}

func sampleLedger() []evidence.LedgerEntry {
	docs := sampleDocuments()
	return []evidence.LedgerEntry{
		{Scope: docs[2].Scope, Status: evidence.Partial, Expected: []string{"toy/net", "toy/disk"}},
		{Scope: docs[0].Scope, Status: evidence.Partial, Expected: []string{"toy/disk", "toy/net"}},
		{Scope: evidence.NewScope("toy", "one", "south"), Status: evidence.ScopeFailed, Outcome: evidence.Denied, Reason: "no role", Expected: []string{"toy/disk"}},
		{Scope: evidence.NewScope("toy", "two", ""), Status: evidence.ScopeSkipped, Reason: "left out"},
		{Scope: evidence.NewScope("toy", "one", ""), Status: evidence.Partial},
	}
}

// fill writes all documents that a writer does not hold yet, and finishes the bundle.
func fill(w *evidence.Writer) error {
	if err := w.Plan(sampleLedger()); err != nil {
		return err
	}
	for _, d := range sampleDocuments() {
		if _, ok := w.Done(d.Collector, d.Scope); ok {
			continue
		}
		if _, _, err := w.WriteDocument(d); err != nil {
			return err
		}
	}
	_, _, err := w.Finish(evidence.Closing{EndedAt: noon.Add(time.Hour), Ledger: sampleLedger(),
		Providers: []evidence.ProviderEntry{{Name: "toy", Connected: true, Identity: "me", Calls: 4}}})
	return err
}

// sampleBundle writes a whole bundle and returns its directory.
func sampleBundle(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	w, err := evidence.Create(dir, sampleMeta(nil))
	if err == nil {
		err = fill(w)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// tree gives all files below a directory.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func itoa(n int) string { return strconv.Itoa(n) }
