package evidence_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// begun is a bundle of which the first two documents are written.
func begun(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	w, err := evidence.Create(dir, sampleMeta(nil))
	must(t, err)
	must(t, w.Plan(sampleLedger()))
	for _, d := range sampleDocuments()[:2] {
		_, _, err := w.WriteDocument(d)
		must(t, err)
	}
	return dir
}

// Of an interrupted bundle just those documents stay that are complete and unchanged.
func TestResumeKeepsWhatIsWhole(t *testing.T) {
	for name, tt := range map[string]struct {
		harm func(t *testing.T, dir string)
		kept []bool // by sampleDocuments
	}{
		"unharmed":         {func(*testing.T, string) {}, []bool{true, true, false}},
		"changed document": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, eastDisk), replace("10", "11")) }, []bool{false, true, false}},
		"removed document": {func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, eastDisk))) }, []bool{false, true, false}},
		"no journal":       {func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "journal.jsonl"))) }, []bool{false, false, false}},
		"journal cut off": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "journal.jsonl"), func(s string) string { return s[:len(s)-20] })
		}, []bool{true, false, false}},
		"journal of lies": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "journal.jsonl"), func(s string) string { return strings.ReplaceAll(s, eastDisk, "documents/../../secret.json") })
		}, []bool{false, true, false}},
		"a document that nobody knows": {func(t *testing.T, dir string) {
			must(t, os.MkdirAll(filepath.Join(dir, "documents/toy/one/west"), 0o700))
			must(t, os.WriteFile(filepath.Join(dir, westDisk), []byte("{}"), 0o600))
			must(t, os.WriteFile(filepath.Join(dir, "documents/.tmp-1"), []byte("{"), 0o600))
		}, []bool{true, true, false}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := begun(t)
			tt.harm(t, dir)
			w, err := evidence.Resume(dir, sampleMeta(nil))
			must(t, err)
			for i, d := range sampleDocuments() {
				if _, ok := w.Done(d.Collector, d.Scope); ok != tt.kept[i] {
					t.Errorf("document %d is kept: %v", i, ok)
				}
			}
			for file := range tree(t, dir) {
				if strings.HasPrefix(file, "documents/") && !strings.Contains(file, "/one/east/") {
					t.Errorf("%s is still there", file)
				}
			}
			if p := w.Planned(); len(p) != len(sampleLedger()) {
				t.Errorf("planned: %v", p)
			}
			must(t, fill(w))
			if !maps.Equal(tree(t, dir), tree(t, sampleBundle(t))) {
				t.Error("the bundle differs from one that was not interrupted")
			}
		})
	}
}

func TestResumeRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		dir    func(t *testing.T) string
		change func(*evidence.Meta)
		is     error
		want   string
	}{
		"other options": {begun, func(m *evidence.Meta) { m.Options = "sha256:other" }, evidence.ErrOtherOptions, "begin again with --force"},
		"other version": {begun, func(m *evidence.Meta) { m.Tool = "test2" }, evidence.ErrOtherOptions, "version test, not test2"},
		"finished":      {func(t *testing.T) string { return sampleBundle(t) }, func(*evidence.Meta) {}, evidence.ErrFinished, "--force"},
		"nothing":       {func(t *testing.T) string { return t.TempDir() }, func(*evidence.Meta) {}, evidence.ErrNoBundle, "without --resume"},
		"broken state": {func(t *testing.T) string {
			dir := begun(t)
			edit(t, filepath.Join(dir, "state.json"), func(s string) string { return s[:40] })
			return dir
		}, func(*evidence.Meta) {}, nil, "state.json: line"},
	} {
		m := sampleMeta(nil)
		tt.change(&m)
		if _, err := evidence.Resume(tt.dir(t), m); err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		dir  func(t *testing.T) string
		is   error
		want string
	}{
		"finished":    {func(t *testing.T) string { return sampleBundle(t) }, evidence.ErrFinished, "--force"},
		"interrupted": {begun, evidence.ErrInterrupted, "--resume"},
		"not empty": {func(t *testing.T) string {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, "thesis.txt"), nil, 0o600))
			return dir
		}, evidence.ErrOccupied, "it is in use: thesis.txt is there; choose another directory"},
		"a file": {func(t *testing.T) string {
			file := filepath.Join(t.TempDir(), "thesis.txt")
			must(t, os.WriteFile(file, nil, 0o600))
			return file
		}, evidence.ErrOccupied, "it is in use: it is a file, or lies below one; choose another directory"},
	} {
		dir := tt.dir(t)
		before := tree(t, dir)
		if _, err := evidence.Create(dir, sampleMeta(nil)); err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if !maps.Equal(before, tree(t, dir)) {
			t.Errorf("%s: something was changed", name)
		}
	}
}
