package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// MaxDocument is the largest document that is read, in bytes.
const MaxDocument = 1 << 30

// Bundle is a finished bundle that was opened. It is safe for concurrent use.
type Bundle struct {
	Dir      string
	Manifest *Manifest
	digest   string
}

// Digest is the bundle's identity: the digest of its manifest, "sha256:<hex>".
func (b *Bundle) Digest() string { return b.digest }

// Problem is one thing that is wrong with a bundle.
type Problem struct {
	// File is the path inside the bundle.
	File    string
	Message string
}

// BundleError lists everything that is wrong with a bundle.
type BundleError struct {
	Dir      string
	Problems []Problem
}

// shownProblems is how many problems an error's text names; the others are counted.
const shownProblems = 20

// Error names the files with their problems, and the way out.
func (e *BundleError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "open bundle %s:", e.Dir)
	for i, p := range e.Problems {
		if left := len(e.Problems) - i; i == shownProblems && left > 1 {
			fmt.Fprintf(&b, "\n  and %d more", left)
			break
		}
		fmt.Fprintf(&b, "\n  %s: %s", p.File, p.Message)
	}
	b.WriteString("\nThe bundle cannot be trusted as it is: restore it from its origin, or collect again.")
	return b.String()
}

// Open opens a finished bundle and checks all of it: the manifest's form, and each document's size, digest, JSON, form, scope and ids.
// Every problem is reported, in a *BundleError.
func Open(dir string) (*Bundle, error) { return open(dir, true) }

// OpenRaw opens a finished bundle like Open, but leaves the documents' JSON to the caller, who decodes what Raw returns:
// everything up to size and digest is checked here, and what was decoded is checked with CheckDocument.
func OpenRaw(dir string) (*Bundle, error) { return open(dir, false) }

func open(dir string, decode bool) (*Bundle, error) {
	raw, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	m, err := ParseManifest(raw)
	if err != nil {
		return nil, &BundleError{Dir: dir, Problems: []Problem{{manifestFile, err.Error()}}}
	}
	b := &Bundle{Dir: dir, Manifest: m, digest: Digest(raw)}
	var problems []Problem
	for _, e := range m.Documents {
		var err error
		if decode {
			_, err = b.Document(e)
		} else {
			err = b.checkBytes(e)
		}
		if err != nil {
			problems = append(problems, problemOf(e.Path, err))
		}
	}
	problems = append(problems, b.unlisted()...)
	if len(problems) > 0 {
		return nil, &BundleError{Dir: dir, Problems: problems}
	}
	return b, nil
}

func readManifest(dir string) ([]byte, error) {
	name := filepath.Join(dir, manifestFile)
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && errors.Is(stateOf(dir), ErrInterrupted):
		return nil, fmt.Errorf("open bundle %s: %w: continue the scan with --resume", dir, ErrInterrupted)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open bundle %s: %w (%s is not there)", dir, ErrNoBundle, manifestFile)
	case errors.Is(err, syscall.ENOTDIR):
		return nil, fmt.Errorf("open bundle %s: %w (it is a file, or lies below one)", dir, ErrNoBundle)
	}
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, &BundleError{Dir: dir, Problems: []Problem{{manifestFile, "is not a regular file"}}}
	}
	if info.Size() > MaxDocument {
		return nil, &BundleError{Dir: dir, Problems: []Problem{{manifestFile, fmt.Sprintf("has %d bytes; no manifest may have more than %d", info.Size(), MaxDocument)}}}
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	return raw, nil
}

// documentError is a problem of one document, without its file's name.
type documentError struct{ message string }

func (e *documentError) Error() string { return e.message }

func problemOf(file string, err error) Problem {
	if e, ok := errors.AsType[*documentError](err); ok {
		return Problem{file, e.message}
	}
	return Problem{file, err.Error()}
}

func faulty(format string, args ...any) error { return &documentError{fmt.Sprintf(format, args...)} }

// openFile opens a document after making sure that it is a regular file inside the bundle, and that no part of its path is a
// link that leads elsewhere.
func (b *Bundle) openFile(e DocumentEntry) (*os.File, error) {
	if err := checkDocumentPath(e.Path); err != nil {
		return nil, faulty("%v", err)
	}
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	defer root.Close()
	parts := strings.Split(e.Path, "/")
	for i := range parts {
		info, err := root.Lstat(filepath.Join(parts[:i+1]...))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, faulty("the manifest lists it, but it is not there")
		case err != nil:
			return nil, faulty("%v", err)
		case i < len(parts)-1 && !info.IsDir(), i == len(parts)-1 && !info.Mode().IsRegular():
			return nil, faulty("%s is neither a regular file nor a directory; a bundle has no links", path.Join(parts[:i+1]...))
		}
		if i == len(parts)-1 && info.Size() != e.Size {
			return nil, faulty("it has %d bytes, but the manifest says %d: it was cut off or changed", info.Size(), e.Size)
		}
	}
	if e.Size > MaxDocument {
		return nil, faulty("it has %d bytes; no document may have more than %d", e.Size, MaxDocument)
	}
	f, err := root.Open(filepath.FromSlash(e.Path))
	if err != nil {
		return nil, faulty("%v", err)
	}
	return f, nil
}

// Raw gives the bytes of a document, after their size and digest were checked: what is returned is what the manifest pins.
func (b *Bundle) Raw(e DocumentEntry) ([]byte, error) {
	raw, err := b.raw(e)
	if err != nil {
		return nil, fmt.Errorf("read %s of bundle %s: %w", e.Path, b.Dir, err)
	}
	return raw, nil
}

func (b *Bundle) raw(e DocumentEntry) ([]byte, error) {
	f, err := b.openFile(e)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw := make([]byte, e.Size)
	if _, err := io.ReadFull(f, raw); err != nil {
		return nil, faulty("%v", err)
	}
	if got := SHA256Hex(raw); got != e.SHA256 {
		return nil, changed(got, e)
	}
	return raw, nil
}

func changed(got string, e DocumentEntry) error {
	return faulty("its SHA-256 is %s, but the manifest says %s: it was changed after it was collected", got, e.SHA256)
}

// checkBytes checks a document's size and digest without holding it in memory.
func (b *Bundle) checkBytes(e DocumentEntry) error {
	f, err := b.openFile(e)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return faulty("%v", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != e.SHA256 {
		return changed(got, e)
	}
	return nil
}

// Document reads one document and checks it against the manifest.
func (b *Bundle) Document(e DocumentEntry) (*Document, error) {
	raw, err := b.raw(e)
	if err != nil {
		return nil, fmt.Errorf("read %s of bundle %s: %w", e.Path, b.Dir, err)
	}
	d, err := ParseDocument(raw)
	if err == nil {
		err = CheckDocument(d, e)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s of bundle %s: %w", e.Path, b.Dir, faulty("%v", err))
	}
	return d, nil
}

// Documents reads all documents, one after the other, in the order of their paths.
func (b *Bundle) Documents() iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		for _, e := range b.Manifest.Documents {
			if !yield(b.Document(e)) {
				return
			}
		}
	}
}

// CheckDocument compares a document with the manifest's entry about it. ParseDocument has checked the document itself.
func CheckDocument(d *Document, e DocumentEntry) error {
	want := d.entry(nil)
	switch {
	case d.Collector != e.Collector:
		return fmt.Errorf("its collector is %q, but the manifest says %q", d.Collector, e.Collector)
	case d.Scope != e.Scope:
		return fmt.Errorf("its scope is %q, but the manifest says %q (or their names differ)", d.Scope.ID, e.Scope.ID)
	case !maps.Equal(want.Resources, e.Resources):
		return fmt.Errorf("it has the resources %v, but the manifest says %v", want.Resources, e.Resources)
	case want.Gaps != e.Gaps:
		return fmt.Errorf("it has %d gaps, but the manifest says %d", want.Gaps, e.Gaps)
	case !slices.Equal(want.Drift, e.Drift):
		return errors.New("its drift is not that of the manifest")
	case !want.CollectedAt.Equal(e.CollectedAt):
		return fmt.Errorf("it was collected at %s, but the manifest says %s", want.CollectedAt, e.CollectedAt)
	}
	return nil
}

// unlisted reports files below documents that the manifest does not know: added later, they would pass for evidence.
func (b *Bundle) unlisted() []Problem {
	listed := make(map[string]bool, len(b.Manifest.Documents))
	for _, e := range b.Manifest.Documents {
		listed[e.Path] = true
	}
	var problems []Problem
	root := os.DirFS(b.Dir)
	err := fs.WalkDir(root, documentsDir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == documentsDir:
			return nil // a bundle without documents
		case err != nil:
			return err
		case d.IsDir() || listed[name] || strings.HasPrefix(d.Name(), ".tmp-"):
			return nil
		}
		problems = append(problems, Problem{name, "the manifest does not list it: remove it, or find out who put it there"})
		return nil
	})
	if err != nil {
		problems = append(problems, Problem{documentsDir, err.Error()})
	}
	return problems
}
