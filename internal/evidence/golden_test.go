package evidence_test

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata, byte by byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

func TestDocumentBytes(t *testing.T) {
	zone := time.FixedZone("somewhere", 3600)
	scope := evidence.NewScope("toy", "one", "east")
	scope.Organization, scope.Name = "toy:org", "first & <best>"
	d := &evidence.Document{
		Collector: "toy/disk", Scope: scope, CollectedAt: noon.Add(987654321).In(zone), Identity: "role/reader",
		Source: &evidence.Source{System: "HR", ExportedAt: noon.Add(123456789).In(zone), File: "people.csv", SHA256: evidence.SHA256Hex([]byte("x"))},
		Reads: []evidence.Read{{Operation: "disk:List", Kinds: []string{"toy_disk"}, Form: evidence.List, Outcome: evidence.OK, Calls: 2, Resources: 2},
			{Operation: "disk:Get", Form: evidence.Detail, Outcome: evidence.Denied, Permission: "disk:Get", Resource: "d1", Message: "refused; password=hunter2", Calls: 1}},
		Resources: map[string][]*evidence.Resource{"toy_none": nil, "toy_disk": {
			{ID: "d1", Name: "secret", Tags: map[string]string{}, Missing: []string{"disk:Get"}},
			{ID: "d2", Tags: map[string]string{"team": "ml", "api_key": "not-for-here"}, Config: map[string]any{
				"size": int64(math.MaxInt64), "ratio": 0.1, "on": true, "none": nil, "list": []any{}, "text": "é\u2028<&>", "struct": struct{ B, A int }{2, 1},
				"variables": map[string]any{"HOST": "db.example.com", "PORT": 5432}},
				Parts:   map[string]any{"GetNotes": map[string]any{"notes": []any{map[string]any{"text": "said", "by": "me"}}}, "GetNothing": nil},
				Derived: map[string]any{"parents": []string{"root", "ou"}}}}},
	}
	got, err := evidence.EncodeDocument(d, testRedactor())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "document.json", got)
	if d.Resources["toy_none"] != nil || d.Reads[1].Kinds != nil || d.Resources["toy_disk"][1].Tags["api_key"] != "not-for-here" || d.CollectedAt.Location() != zone {
		t.Error("the document given was changed")
	}
	parsed, err := evidence.ParseDocument(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := evidence.EncodeDocument(parsed, testRedactor())
	if err != nil || string(again) != string(got) {
		t.Errorf("encoding what was parsed gives other bytes (%v):\n%s", err, again)
	}
}

func TestManifestBytes(t *testing.T) {
	files := tree(t, sampleBundle(t))
	golden(t, "manifest.json", []byte(files["manifest.json"]))
	if len(files) != 4 {
		t.Errorf("the bundle holds %d files: state and journal should be gone", len(files))
	}
}

func TestSchemas(t *testing.T) {
	document, err := evidence.DocumentSchemaJSON()
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := evidence.ManifestSchemaJSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "document.schema.json", document)
	golden(t, "manifest.schema.json", manifest)
	documents, manifests := compile(t, document), compile(t, manifest)
	for _, name := range []string{"document.json", "manifest.json"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		d, m := documents(raw), manifests(raw)
		if name == "document.json" && (d != nil || m == nil) || name == "manifest.json" && (m != nil || d == nil) {
			t.Errorf("%s: as a document: %v; as a manifest: %v", name, d, m)
		}
	}
	for name, raw := range tree(t, filepath.Join(sampleBundle(t), "documents")) {
		if err := documents([]byte(raw)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDocumentsThatContradictThemselves(t *testing.T) {
	for want, spoil := range map[string]func(*evidence.Document){
		`encode document  of toy:one/east: collector is empty`:                                                                          func(d *evidence.Document) { d.Collector = "" },
		`encode document toy/disk of toy:two/east: scope "toy:two/east": id should be "toy:one/east"`:                                   func(d *evidence.Document) { d.Scope.ID = "toy:two/east" },
		`encode document toy/disk of toy:one/east: collected_at is missing`:                                                             func(d *evidence.Document) { d.CollectedAt = time.Time{} },
		`encode document toy/disk of toy:one/east: reads[0]: unknown form "lst" (list or detail)`:                                       func(d *evidence.Document) { d.Reads[0].Form = "lst" },
		`encode document toy/disk of toy:one/east: reads[0]: unknown outcome "" (ok, denied, throttled, unsupported, error or skipped)`: func(d *evidence.Document) { d.Reads[0].Outcome = "" },
		`encode document toy/disk of toy:one/east: reads[0]: a detail that failed names its resource`:                                   func(d *evidence.Document) { d.Reads[0].Form, d.Reads[0].Outcome = "detail", "error" },
		`encode document toy/disk of toy:one/east: resources.toy_disk[0] has no id`:                                                     func(d *evidence.Document) { d.Resources["toy_disk"][0].ID = "" },
		`encode document toy/disk of toy:one/east: resources.toy_disk[1] is null`:                                                       func(d *evidence.Document) { d.Resources["toy_disk"] = append(d.Resources["toy_disk"], nil) },
		`encode document toy/disk of toy:one/east: resources.toy_disk[1]: id "east/1" is used twice`: func(d *evidence.Document) {
			d.Resources["toy_disk"] = append(d.Resources["toy_disk"], d.Resources["toy_disk"][0])
		},
		`encode document toy/disk of toy:one/east: encode as JSON: json: unsupported value: NaN`: func(d *evidence.Document) { d.Resources["toy_disk"][0].Config["x"] = math.NaN() },
	} {
		d := sampleDocuments()[0]
		spoil(d)
		if _, err := evidence.EncodeDocument(d, testRedactor()); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
