package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Errors that say in which state a bundle's directory is.
var (
	// ErrFinished: the directory holds a finished bundle, which is never overwritten.
	ErrFinished = errors.New("it holds a finished bundle")
	// ErrInterrupted: the directory holds a bundle that was begun and not finished.
	ErrInterrupted = errors.New("it holds an interrupted bundle")
	// ErrNoBundle: the directory holds no bundle.
	ErrNoBundle = errors.New("it holds no bundle")
	// ErrOccupied: the directory cannot hold a bundle, because something else is there.
	ErrOccupied = errors.New("it is in use")
	// ErrOtherOptions: the interrupted bundle was begun with other options or another version.
	ErrOtherOptions = errors.New("it was begun with other options")
)

// Meta says what a bundle is about to be.
type Meta struct {
	// Tool is the version of aismm.
	Tool string
	// Options is a digest of everything that decides what is collected; a bundle is resumed only with the same.
	Options string
	// Model and Policies are digests of what the scan is made for; they may be empty.
	Model, Policies string
	StartedAt       time.Time
	// Invented and Notes are passed on to the manifest.
	Invented bool
	Notes    []string
	// Redactor is applied to every document; nil means one with a random key and no declared paths.
	Redactor *Redactor
	// Files is the file system; nil means the operating system's.
	Files Files
}

// Writer writes a bundle. It is safe for concurrent use.
type Writer struct {
	dir      string
	meta     Meta
	files    Files
	redactor *Redactor

	// closing is held by Finish against documents that are being written.
	closing   sync.RWMutex
	finished  bool
	mu        sync.Mutex
	state     state
	documents map[string]DocumentEntry // by path
}

// Create begins a bundle in a directory that does not exist or is empty.
func Create(dir string, m Meta) (*Writer, error) {
	w := newWriter(dir, m)
	if err := refuseUsed(dir); err != nil {
		return nil, err
	}
	w.state = state{Schema: stateSchema, Tool: m.Tool, Options: m.Options, StartedAt: plainTime(m.StartedAt)}
	if err := w.writeState(); err != nil {
		return nil, err
	}
	return w, nil
}

func newWriter(dir string, m Meta) *Writer {
	w := &Writer{dir: dir, meta: m, files: m.Files, redactor: m.Redactor, documents: map[string]DocumentEntry{}}
	if w.files == nil {
		w.files = osFiles{}
	}
	if w.redactor == nil {
		w.redactor = NewRedactor(nil, nil)
	}
	return w
}

// refuseUsed reports what keeps a new bundle out of a directory, with the way out.
func refuseUsed(dir string) error {
	switch state := stateOf(dir); {
	case errors.Is(state, ErrFinished):
		return fmt.Errorf("create bundle in %s: %w; choose another directory, or replace it with --force", dir, ErrFinished)
	case errors.Is(state, ErrInterrupted):
		return fmt.Errorf("create bundle in %s: %w; continue it with --resume, or replace it with --force", dir, ErrInterrupted)
	}
	found, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("create bundle in %s: %w: it is a file, or lies below one; choose another directory", dir, ErrOccupied)
	}
	if err != nil {
		return fmt.Errorf("create bundle: %w", err)
	}
	for _, f := range found {
		if !strings.HasPrefix(f.Name(), ".tmp-") {
			return fmt.Errorf("create bundle in %s: %w: %s is there; choose another directory", dir, ErrOccupied, f.Name())
		}
	}
	return nil
}

// stateOf says what a directory holds: ErrFinished, ErrInterrupted or ErrNoBundle.
func stateOf(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, manifestFile)); err == nil {
		return ErrFinished
	}
	if _, err := os.Lstat(filepath.Join(dir, stateFile)); err == nil {
		return ErrInterrupted
	}
	return ErrNoBundle
}

// Discard removes a bundle, finished or not, and nothing else. It refuses directories that hold no bundle.
func Discard(dir string) error {
	if errors.Is(stateOf(dir), ErrNoBundle) {
		return fmt.Errorf("remove bundle in %s: %w", dir, ErrNoBundle)
	}
	// The manifest and the state go last, so that what is left of an interrupted removal is still a bundle.
	found, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("remove bundle: %w", err)
	}
	for _, f := range found {
		// Signatures and the like lie beside the manifest and carry its name.
		if f.Name() == documentsDir || f.Name() == journalFile || strings.HasPrefix(f.Name(), ".tmp-") ||
			strings.HasPrefix(f.Name(), "manifest.") && f.Name() != manifestFile {
			if err := os.RemoveAll(filepath.Join(dir, f.Name())); err != nil {
				return fmt.Errorf("remove bundle: %w", err)
			}
		}
	}
	for _, name := range []string{manifestFile, stateFile} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove bundle: %w", err)
		}
	}
	return nil
}

// Dir is the bundle's directory.
func (w *Writer) Dir() string { return w.dir }

// StartedAt is when the bundle was begun, before any interruption.
func (w *Writer) StartedAt() time.Time { return w.state.StartedAt }

// Planned are the scopes that the bundle is expected to hold, as last planned.
func (w *Writer) Planned() []LedgerEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.state.Planned)
}

// Plan puts on disk which scopes are expected and what is due from each, so that a resumed bundle accounts for them too.
func (w *Writer) Plan(expected []LedgerEntry) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state.Planned = slices.Clone(expected)
	return w.writeState()
}

// WriteDocument redacts a document and writes it, whole or not at all. It returns the entry that pins it and the bytes
// on disk.
func (w *Writer) WriteDocument(doc *Document) (DocumentEntry, []byte, error) {
	raw, err := EncodeDocument(doc, w.redactor)
	if err != nil {
		return DocumentEntry{}, nil, err
	}
	entry := doc.entry(raw)
	w.closing.RLock()
	defer w.closing.RUnlock()
	if w.finished {
		return DocumentEntry{}, nil, fmt.Errorf("write document %s: the bundle is finished", entry.Path)
	}
	if err := writeAtomic(w.files, filepath.Join(w.dir, filepath.FromSlash(entry.Path)), raw); err != nil {
		return DocumentEntry{}, nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.journal(entry); err != nil {
		return DocumentEntry{}, nil, err
	}
	w.documents[entry.Path] = entry
	return entry, raw, nil
}

// Done finds the document of a collector about a scope that the bundle already holds.
func (w *Writer) Done(collector string, s Scope) (DocumentEntry, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e, ok := w.documents[DocumentPath(collector, s)]
	return e, ok
}

// Entries lists the documents written so far, by path.
func (w *Writer) Entries() []DocumentEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	entries := make([]DocumentEntry, 0, len(w.documents))
	for _, path := range sortedKeys(w.documents) {
		entries = append(entries, w.documents[path])
	}
	return entries
}

// Read gives back the bytes of a document that the bundle holds, and checks them against its digest.
func (w *Writer) Read(e DocumentEntry) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(e.Path)))
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	if SHA256Hex(raw) != e.SHA256 {
		return nil, fmt.Errorf("read document %s: it was changed after it was written", e.Path)
	}
	return raw, nil
}

// Closing is what is known only at the end of a scan.
type Closing struct {
	EndedAt   time.Time
	Providers []ProviderEntry
	// Ledger accounts for every scope. Finish works Gaps and LastRead out, and the status of scopes that were not skipped.
	Ledger []LedgerEntry
}

// Finish writes the manifest and makes the bundle final. It returns the manifest and its digest, the bundle's identity.
func (w *Writer) Finish(c Closing) (*Manifest, string, error) {
	w.closing.Lock()
	defer w.closing.Unlock()
	entries := w.Entries()
	if w.finished {
		return nil, "", fmt.Errorf("finish bundle in %s: it is finished already", w.dir)
	}
	m := &Manifest{Schema: ManifestSchema, Tool: w.state.Tool, Model: w.meta.Model, Policies: w.meta.Policies, StartedAt: w.state.StartedAt,
		EndedAt: plainTime(c.EndedAt), Invented: w.meta.Invented, Notes: w.meta.Notes, Redaction: w.redactor.mode(),
		Providers: append([]ProviderEntry{}, c.Providers...), Documents: entries, Ledger: append([]LedgerEntry{}, c.Ledger...)}
	documents := byScope(entries)
	for i := range m.Ledger {
		m.Ledger[i].Expected = append([]string{}, m.Ledger[i].Expected...)
		m.Ledger[i] = m.Ledger[i].settled(documents[m.Ledger[i].Scope.key()])
	}
	sortManifest(m)
	if faults := m.check(); len(faults) > 0 {
		return nil, "", fmt.Errorf("finish bundle in %s: %s", w.dir, strings.Join(faults, "; "))
	}
	raw, err := CanonicalJSON(m)
	if err != nil {
		return nil, "", fmt.Errorf("finish bundle in %s: %w", w.dir, err)
	}
	if err := w.syncDocuments(entries); err != nil {
		return nil, "", fmt.Errorf("finish bundle: %w", err)
	}
	if err := writeAtomic(w.files, filepath.Join(w.dir, manifestFile), raw); err != nil {
		return nil, "", fmt.Errorf("finish bundle: %w", err)
	}
	w.finished = true
	// From here on the bundle is final; readers pass over what is left of the journal if it cannot be removed.
	w.files.Remove(filepath.Join(w.dir, journalFile))
	w.files.Remove(filepath.Join(w.dir, stateFile))
	w.removeTemporary()
	return m, Digest(raw), nil
}

// syncDocuments makes the names of all documents last, before the manifest names them: each directory was synced when a file in it was
// renamed, but not the directories above it.
func (w *Writer) syncDocuments(entries []DocumentEntry) error {
	dirs := map[string]bool{}
	for _, e := range entries {
		for dir := path.Dir(path.Dir(e.Path)); !dirs[dir]; dir = path.Dir(dir) {
			dirs[dir] = true
			if dir == "." {
				break
			}
		}
	}
	for _, dir := range sortedKeys(dirs) {
		if err := w.files.SyncDir(filepath.Join(w.dir, filepath.FromSlash(dir))); err != nil {
			return err
		}
	}
	return nil
}
