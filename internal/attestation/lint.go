package attestation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aismm/aismm/model"
)

// Severity says whether an attestation counts in spite of a finding.
type Severity string

// The severities. An attestation with an error does not count.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing that is wrong with an attestation.
type Finding struct {
	Attestation string         `json:"attestation"`
	Source      model.Position `json:"source"`
	Severity    Severity       `json:"severity"`
	// Code is "duplicate_id", "unknown_objective", "future", "expired", "expires_soon", "no_files" or "file".
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String writes the finding on one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: attestation %q: %s", f.Source, f.Severity, f.Attestation, f.Message)
}

// LintOptions is what attestations are checked against.
type LintOptions struct {
	AsOf time.Time
	// Known reports whether the model has an objective; nil accepts every id.
	Known func(model.ObjectiveID) bool
	// Dir is the folder that the attestations' own files are relative to.
	Dir string
}

// soon is how long before its end an attestation is reported.
const soon = 30 * 24 * time.Hour

// Lint finds what is wrong with attestations of any number of files, sorted by file and line.
func Lint(attestations []*Attestation, o LintOptions) []Finding {
	findings := []Finding{}
	first := map[string]model.Position{}
	for _, a := range attestations {
		add := func(s Severity, code, format string, args ...any) {
			findings = append(findings, Finding{a.ID, a.Source, s, code, fmt.Sprintf(format, args...)})
		}
		if at, ok := first[a.ID]; ok {
			add(Error, "duplicate_id", "the id is used already at %s", at)
		} else {
			first[a.ID] = a.Source
		}
		if o.Known != nil && !o.Known(a.Objective) {
			add(Error, "unknown_objective", "the model has no objective %s", a.Objective)
		}
		switch expires := a.Expires(); {
		case a.Signed().After(o.AsOf):
			add(Error, "future", "it is signed for a date that has not come: %s", a.SignedAt)
		case !expires.After(o.AsOf):
			add(Warning, "expired", "it expired at %s; have it reviewed and signed again", a.ExpiresAt)
		case expires.Before(o.AsOf.Add(soon)):
			add(Warning, "expires_soon", "it expires at %s", a.ExpiresAt)
		}
		if len(a.Files) == 0 {
			add(Warning, "no_files", "no file stands behind it; name what the reviewer looked at")
		}
		for _, f := range a.Files {
			if _, err := Digest(a.folder(o.Dir), f); err != nil {
				add(Error, "file", "%v", err)
			}
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Line, b.Source.Line), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return findings
}

// folder is where the files behind the attestation start from: the folder of its own file.
func (a *Attestation) folder(dir string) string {
	own := filepath.Dir(filepath.FromSlash(a.Source.File))
	if filepath.IsAbs(own) || dir == "" {
		return own
	}
	return filepath.Join(dir, own)
}

// File is a file behind an attestation, pinned by its digest.
type File struct {
	Path string `json:"path"`
	// SHA256 is the digest in hex, Size the length in bytes.
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Digest reads a file below a folder. It follows no link out of the folder.
func Digest(dir, name string) (File, error) {
	fail := func(err error) (File, error) {
		var p *os.PathError
		if errors.As(err, &p) {
			err = p.Err // the path of this machine is nobody's evidence
		}
		return File{}, fmt.Errorf("read the file %s behind it: %w", name, err)
	}
	f, err := os.OpenInRoot(dir, filepath.FromSlash(name))
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	if !info.Mode().IsRegular() {
		return fail(errors.New("it is no regular file"))
	}
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return fail(err)
	}
	return File{Path: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size}, nil
}

// Digests reads all files behind the attestation. Those that can be read are returned beside the error about the others.
func (a *Attestation) Digests(dir string) ([]File, error) {
	files := []File{}
	var errs []error
	for _, name := range a.Files {
		f, err := Digest(a.folder(dir), name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		files = append(files, f)
	}
	return files, errors.Join(errs...)
}
