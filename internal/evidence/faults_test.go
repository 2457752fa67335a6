package evidence_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

var errFault = errors.New("no space left on device")

// faultyFiles fails at one operation: only there, or there and ever after, as a process that was killed does nothing more.
type faultyFiles struct {
	evidence.Files
	at     int
	killed bool
	half   bool // a write that fails has written half
	made   int
	log    []string
}

func (f *faultyFiles) fails(op string) bool {
	f.made++
	f.log = append(f.log, op)
	return f.at > 0 && (f.made == f.at || f.killed && f.made > f.at)
}

func (f *faultyFiles) MkdirAll(dir string, perm fs.FileMode) error {
	if f.fails("mkdir") {
		return errFault
	}
	return f.Files.MkdirAll(dir, perm)
}

func (f *faultyFiles) CreateTemp(dir, pattern string) (evidence.File, error) {
	if f.fails("create") {
		return nil, errFault
	}
	file, err := f.Files.CreateTemp(dir, pattern)
	return &faultyFile{file, f}, err
}

func (f *faultyFiles) Append(name string) (evidence.File, error) {
	if f.fails("append") {
		return nil, errFault
	}
	file, err := f.Files.Append(name)
	return &faultyFile{file, f}, err
}

func (f *faultyFiles) Rename(from, to string) error {
	if f.fails("rename") {
		return errFault
	}
	return f.Files.Rename(from, to)
}

func (f *faultyFiles) Remove(name string) error {
	if f.fails("remove") {
		return errFault
	}
	return f.Files.Remove(name)
}

func (f *faultyFiles) SyncDir(dir string) error {
	if f.fails("syncdir") {
		return errFault
	}
	return f.Files.SyncDir(dir)
}

type faultyFile struct {
	evidence.File
	files *faultyFiles
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if f.files.fails("write") {
		if f.files.half {
			n, _ := f.File.Write(p[:len(p)/2])
			return n, errFault
		}
		return 0, errFault
	}
	return f.File.Write(p)
}

func (f *faultyFile) Sync() error {
	if f.files.fails("sync") {
		return errFault
	}
	return f.File.Sync()
}

func (f *faultyFile) Close() error {
	err := f.File.Close() // the file is closed in any case, as the kernel does
	if f.files.fails("close") {
		return errFault
	}
	return err
}

// Whatever operation fails, and wherever the process ends, the bundle is whole, or is resumed to the same whole.
func TestEveryOperationFails(t *testing.T) {
	want := tree(t, sampleBundle(t))
	counting := &faultyFiles{Files: quickFiles{evidence.OSFiles()}}
	w, err := evidence.Create(filepath.Join(t.TempDir(), "bundle"), sampleMeta(counting))
	if err == nil {
		err = fill(w)
	}
	if err != nil {
		t.Fatal(err)
	}
	total := counting.made
	if total < 50 {
		t.Fatalf("only %d operations: %v", total, counting.log)
	}
	for _, mode := range []string{"fails", "fails half way", "killed", "killed half way"} {
		t.Run(mode, func(t *testing.T) {
			for at := 1; at <= total; at++ {
				if strings.HasSuffix(mode, "half way") && counting.log[at-1] != "write" {
					continue
				}
				dir := filepath.Join(t.TempDir(), "bundle")
				faulty := &faultyFiles{Files: quickFiles{evidence.OSFiles()}, at: at, killed: strings.HasPrefix(mode, "killed"), half: strings.HasSuffix(mode, "half way")}
				w, err := evidence.Create(dir, sampleMeta(faulty))
				if err == nil {
					err = fill(w)
				}
				what := fmt.Sprintf("operation %d (%s)", at, faulty.log[at-1])
				// What is only tidied up after the manifest may fail without an error.
				if err != nil && !errors.Is(err, errFault) || err == nil && faulty.log[at-1] != "remove" {
					t.Fatalf("%s: error %v", what, err)
				}
				recoverBundle(t, what, dir)
				got := tree(t, dir)
				maps.DeleteFunc(got, func(name, _ string) bool {
					return err == nil && (name == "state.json" || name == "journal.jsonl") || strings.Contains(name, ".tmp-")
				})
				if faulty.log[at-1] == "syncdir" || faulty.killed { // the manifest may be in place already, with the journal beside it
					delete(got, "state.json")
					delete(got, "journal.jsonl")
				}
				if !maps.Equal(got, want) {
					t.Errorf("%s: the bundle differs: %v", what, sortedNames(got))
				}
			}
		})
	}
}

// recoverBundle does what a user does after a failure: open the bundle, or resume it, or begin it.
func recoverBundle(t *testing.T, what, dir string) {
	t.Helper()
	_, err := evidence.Open(dir)
	var w *evidence.Writer
	switch {
	case err == nil:
		return
	case errors.Is(err, evidence.ErrInterrupted):
		w, err = evidence.Resume(dir, sampleMeta(nil))
	case errors.Is(err, evidence.ErrNoBundle):
		w, err = evidence.Create(dir, sampleMeta(nil))
	}
	if err == nil {
		err = fill(w)
	}
	if err != nil {
		t.Fatalf("%s: resume: %v", what, err)
	}
	if _, err := evidence.Open(dir); err != nil {
		t.Fatalf("%s: open what was resumed: %v", what, err)
	}
}

func sortedNames(files map[string]string) []string {
	var names []string
	for n := range files {
		names = append(names, n)
	}
	return names
}

// No reader ever sees a half-written file under its real name, whatever fails.
func TestDocumentsAreWholeOrAbsent(t *testing.T) {
	whole := tree(t, sampleBundle(t))
	for at := 1; at < 60; at++ {
		dir := filepath.Join(t.TempDir(), "bundle")
		faulty := &faultyFiles{Files: quickFiles{evidence.OSFiles()}, at: at, half: true, killed: true}
		if w, err := evidence.Create(dir, sampleMeta(faulty)); err == nil {
			_ = fill(w) // the error is what TestEveryOperationFails looks at
		}
		for name, text := range treeIfAny(t, dir) {
			if strings.HasPrefix(filepath.Base(name), ".tmp-") || name == "journal.jsonl" || name == "state.json" {
				continue
			}
			if whole[name] != text {
				t.Errorf("killed at operation %d: %s holds %q", at, name, text)
			}
		}
	}
}

func treeIfAny(t *testing.T, dir string) map[string]string {
	t.Helper()
	if !exists(dir) {
		return map[string]string{}
	}
	return tree(t, dir)
}
