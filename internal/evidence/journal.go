package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The state of an unfinished bundle: state.json says what is to be collected, journal.jsonl lists, one a line, the documents
// that are complete. Both go when the manifest is written.
const (
	stateFile   = "state.json"
	journalFile = "journal.jsonl"
	stateSchema = "aismm/bundle-state/v1"
)

type state struct {
	Schema    string        `json:"schema"`
	Tool      string        `json:"tool"`
	Options   string        `json:"options"`
	StartedAt time.Time     `json:"started_at"`
	Planned   []LedgerEntry `json:"planned"`
}

func (w *Writer) writeState() error {
	s := w.state
	if s.Planned == nil {
		s.Planned = []LedgerEntry{}
	}
	raw, err := CanonicalJSON(s)
	if err != nil {
		return fmt.Errorf("write the state of the bundle: %w", err)
	}
	return writeAtomic(w.files, filepath.Join(w.dir, stateFile), raw)
}

// journal adds a document's entry, and waits until it is on disk.
func (w *Writer) journal(e DocumentEntry) (err error) {
	line, err := marshalPlain(e)
	if err != nil {
		return fmt.Errorf("write the journal of the bundle: %w", err)
	}
	f, err := w.files.Append(filepath.Join(w.dir, journalFile))
	if err != nil {
		return fmt.Errorf("write the journal of the bundle: %w", err)
	}
	// A line break goes first as well: after a line that was cut off, this one still stands alone.
	if _, err = f.Write(append([]byte("\n"), line...)); err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write the journal of the bundle: %w", err)
	}
	return nil
}

// Resume continues a bundle that was interrupted. Documents that are complete and unchanged are kept; every other one is to be
// collected again. The options and the version must be those that it was begun with.
func Resume(dir string, m Meta) (*Writer, error) {
	switch state := stateOf(dir); {
	case errors.Is(state, ErrFinished):
		return nil, fmt.Errorf("resume bundle in %s: %w, and there is nothing to resume; choose another directory, or replace it with --force", dir, ErrFinished)
	case errors.Is(state, ErrNoBundle):
		return nil, fmt.Errorf("resume bundle in %s: %w; begin one without --resume", dir, ErrNoBundle)
	}
	w := newWriter(dir, m)
	name := filepath.Join(dir, stateFile)
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("resume bundle: %w", err)
	}
	if err := unmarshal(raw, &w.state); err != nil {
		return nil, fmt.Errorf("resume bundle: %s: %w; begin again with --force", name, err)
	}
	if w.state.Schema != stateSchema || w.state.Tool != m.Tool || w.state.Options != m.Options {
		what := "providers, accounts, regions or settings"
		if w.state.Tool != m.Tool {
			what = fmt.Sprintf("version %s, not %s", w.state.Tool, m.Tool)
		}
		return nil, fmt.Errorf("resume bundle in %s: %w (%s); use the same, or begin again with --force", dir, ErrOtherOptions, what)
	}
	if err := w.readJournal(); err != nil {
		return nil, err
	}
	w.removeTemporary()
	if err := w.removeUnfinished(); err != nil {
		return nil, err
	}
	return w, nil
}

// readJournal takes over the documents that are complete. A line that cannot be read is a document that was being written when
// the scan was cut off: it is collected again.
func (w *Writer) readJournal() error {
	raw, err := os.ReadFile(filepath.Join(w.dir, journalFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("resume bundle: %w", err)
	}
	for line := range bytes.Lines(raw) {
		var e DocumentEntry
		if len(bytes.TrimSpace(line)) == 0 || unmarshal(line, &e) != nil {
			continue
		}
		if e.Scope.Validate() != nil || e.Path != DocumentPath(e.Collector, e.Scope) {
			continue
		}
		// A later line replaces an earlier one, also when its document does not hold.
		delete(w.documents, e.Path)
		if raw, err := w.Read(e); err == nil && int64(len(raw)) == e.Size {
			w.documents[e.Path] = e
		}
	}
	return nil
}

// removeTemporary removes what interrupted writes left behind. What cannot be removed does no harm: nothing reads it.
func (w *Writer) removeTemporary() {
	filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasPrefix(d.Name(), strings.TrimSuffix(tempPattern, "*")) {
			w.files.Remove(path)
		}
		return nil
	})
}

// removeUnfinished removes documents that the journal does not vouch for. They are collected again; where that fails, they must not lie
// about in the finished bundle.
func (w *Writer) removeUnfinished() error {
	root := filepath.Join(w.dir, documentsDir)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == root {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(w.dir, name)
		if err != nil {
			return err
		}
		if _, ok := w.documents[filepath.ToSlash(rel)]; ok {
			return nil
		}
		return w.files.Remove(name)
	})
	if err != nil {
		return fmt.Errorf("resume bundle: remove an unfinished document: %w", err)
	}
	return nil
}
