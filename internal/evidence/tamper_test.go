package evidence_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	eastDisk = "documents/toy/one/east/disk.json"
	westDisk = "documents/toy/one/west/disk.json"
)

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// edit changes a file of a bundle.
func edit(t *testing.T, name string, change func(string) string) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err == nil {
		changed := change(string(raw))
		if changed == string(raw) {
			t.Fatalf("%s was not changed", name)
		}
		err = os.WriteFile(name, []byte(changed), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func replace(from, to string) func(string) string {
	return func(s string) string { return strings.Replace(s, from, to, 1) }
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Nobody changes a bundle unnoticed: each case is refused with the file and what is wrong with it.
func TestTampering(t *testing.T) {
	for name, tt := range map[string]struct {
		tamper func(t *testing.T, dir string)
		file   string
		want   string
		raw    bool // OpenRaw notices as well
	}{
		"changed byte": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, eastDisk), replace("10", "11")) },
			eastDisk, "but the manifest says", true},
		"truncated": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, eastDisk), func(s string) string { return s[:len(s)/2] })
		},
			eastDisk, "it was cut off or changed", true},
		"swapped": {func(t *testing.T, dir string) {
			a, b := filepath.Join(dir, eastDisk), filepath.Join(dir, westDisk)
			must(t, os.Rename(a, a+"x"))
			must(t, os.Rename(b, a))
			must(t, os.Rename(a+"x", b))
		}, eastDisk, "but the manifest says", true},
		"removed": {func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, eastDisk))) },
			eastDisk, "the manifest lists it, but it is not there", true},
		"added": {func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "documents/toy/more.json"), []byte("{}"), 0o600))
		},
			"documents/toy/more.json", "the manifest does not list it", true},
		"link": {func(t *testing.T, dir string) {
			outside := filepath.Join(t.TempDir(), "disk.json")
			must(t, os.Rename(filepath.Join(dir, eastDisk), outside))
			must(t, os.Symlink(outside, filepath.Join(dir, eastDisk)))
		}, eastDisk, "a bundle has no links", true},
		"linked directory": {func(t *testing.T, dir string) {
			outside := filepath.Join(t.TempDir(), "east")
			must(t, os.Rename(filepath.Join(dir, "documents/toy/one/east"), outside))
			must(t, os.Symlink(outside, filepath.Join(dir, "documents/toy/one/east")))
		}, eastDisk, "a bundle has no links", true},
		"linked manifest": {func(t *testing.T, dir string) {
			outside := filepath.Join(t.TempDir(), "manifest.json")
			must(t, os.Rename(filepath.Join(dir, "manifest.json"), outside))
			must(t, os.Symlink(outside, filepath.Join(dir, "manifest.json")))
		}, "manifest.json", "is not a regular file", true},
		"gap hidden": {func(t *testing.T, dir string) {
			rewrite(t, dir, "documents/toy/one/east/net.json", replace("denied", "unsupported"))
		}, "documents/toy/one/east/net.json", "it has 0 gaps, but the manifest says 1", false},
		"gap hidden in the manifest": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(`"status": "partial"`, `"status": "collected"`))
		},
			"manifest.json", "is said to be collected with 1 gaps, but the documents make it partial with 1", true},
		"other scope": {func(t *testing.T, dir string) { rewrite(t, dir, eastDisk, replace("first & <best>", "second")) },
			eastDisk, `its scope is "toy:one/east", but the manifest says "toy:one/east" (or their names differ)`, false},
		"traversal": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(eastDisk, "documents/../../secret.json"))
		},
			"manifest.json", "leads out of the bundle", true},
		"absolute": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(eastDisk, "/etc/secret.json"))
		},
			"manifest.json", "leads out of the bundle", true},
		"elsewhere": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(eastDisk, "documents/toy/one/east/other.json"))
		},
			"manifest.json", `should lie at "documents/toy/one/east/disk.json"`, true},
		"older version": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace("aismm/manifest/v1", "aismm/manifest/v0"))
		},
			"manifest.json", `the schema is "aismm/manifest/v0", but this version of aismm reads "aismm/manifest/v1"`, true},
		"newer version with other members": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), func(s string) string {
				return replace(`"tool":`, `"newer": {}, "tool":`)(replace("aismm/manifest/v1", "aismm/manifest/v2")(s))
			})
		}, "manifest.json", `the schema is "aismm/manifest/v2", but this version of aismm reads "aismm/manifest/v1"`, true},
		"unknown member": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(`"tool":`, `"more": 1, "tool":`))
		},
			"manifest.json", "unknown object member name", true},
		"member twice": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), replace(`"tool":`, `"tool": "x", "tool":`))
		},
			"manifest.json", "duplicate object member name", true},
		"not JSON": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), func(string) string { return "<html>" })
		}, "manifest.json", "line 1, column 1", true},
		"empty": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), func(string) string { return "" })
		}, "manifest.json", "the file is empty", true},
		"scope left out of the ledger": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "manifest.json"), func(s string) string {
				return s[:strings.Index(s, `"ledger"`)] + `"ledger": [],` + s[strings.Index(s, `"notes"`):]
			})
		}, "manifest.json", `the ledger does not account for scope "toy:one/east"`, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := sampleBundle(t)
			tt.tamper(t, dir)
			_, err := evidence.Open(dir)
			bad, ok := errors.AsType[*evidence.BundleError](err)
			if !ok || bad.Problems[0].File != tt.file || !strings.Contains(bad.Problems[0].Message, tt.want) {
				t.Errorf("open: %v", err)
			}
			if _, err := evidence.OpenRaw(dir); (err != nil) != tt.raw {
				t.Errorf("open raw: %v", err)
			}
		})
	}
}

// rewrite changes a document and puts its new digest and size into the manifest.
func rewrite(t *testing.T, dir, doc string, changes ...func(string) string) {
	t.Helper()
	name := filepath.Join(dir, doc)
	before, err := os.ReadFile(name)
	must(t, err)
	after := string(before)
	for _, c := range changes {
		after = c(after)
	}
	must(t, os.WriteFile(name, []byte(after), 0o600))
	edit(t, filepath.Join(dir, "manifest.json"), func(m string) string {
		m = strings.Replace(m, evidence.SHA256Hex(before), evidence.SHA256Hex([]byte(after)), 1)
		at := strings.Index(m, evidence.SHA256Hex([]byte(after)))
		return m[:at] + strings.Replace(m[at:], `"size": `+itoa(len(before)), `"size": `+itoa(len(after)), 1)
	})
}

func TestManifestOfAnotherBundle(t *testing.T) {
	dir, other := sampleBundle(t), filepath.Join(t.TempDir(), "other")
	m := sampleMeta(evidence.OSFiles())
	m.Redactor = evidence.NewRedactor([]byte("another key, 16+"), nil)
	w, err := evidence.Create(other, m)
	must(t, err)
	d := sampleDocuments()[0]
	d.Identity = "you"
	_, _, err = w.WriteDocument(d)
	must(t, err)
	_, _, err = w.Finish(evidence.Closing{EndedAt: noon, Ledger: []evidence.LedgerEntry{{Scope: d.Scope, Status: evidence.Collected, Expected: []string{"toy/disk"}}}})
	must(t, err)
	must(t, os.Rename(filepath.Join(other, "manifest.json"), filepath.Join(dir, "manifest.json")))
	_, err = evidence.Open(dir)
	bad, ok := errors.AsType[*evidence.BundleError](err)
	if !ok || len(bad.Problems) != 3 {
		t.Errorf("open: %v", err)
	}
}

func TestBundleDigestIsThatOfTheManifest(t *testing.T) {
	dir := sampleBundle(t)
	b, err := evidence.Open(dir)
	must(t, err)
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	must(t, err)
	if b.Digest() != evidence.Digest(raw) {
		t.Errorf("digest %s", b.Digest())
	}
	n := 0
	for d, err := range b.Documents() {
		must(t, err)
		n += len(d.Resources)
	}
	if n != 3 {
		t.Errorf("%d kinds in the documents", n)
	}
}

func TestDiscardRemovesOnlyTheBundle(t *testing.T) {
	dir := sampleBundle(t)
	must(t, os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("x"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "manifest.intoto.json"), []byte("x"), 0o600))
	must(t, evidence.Discard(dir))
	if got := tree(t, dir); len(got) != 1 || got["mine.txt"] != "x" {
		t.Errorf("left: %v", got)
	}
	if err := evidence.Discard(dir); !errors.Is(err, evidence.ErrNoBundle) {
		t.Errorf("discard: %v", err)
	}
}

func TestWritingAfterTheEndIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bundle")
	w, err := evidence.Create(dir, sampleMeta(nil))
	must(t, err)
	must(t, fill(w))
	d := sampleDocuments()[0]
	d.Collector = "toy/more"
	if _, _, err := w.WriteDocument(d); err == nil {
		t.Error("a document was added to a finished bundle")
	}
	if _, err := evidence.Open(dir); err != nil {
		t.Errorf("open: %v", err)
	}
}
