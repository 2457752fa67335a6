package attestation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// FileRef names a file behind an attestation as people write it: with the digest that it had when it was signed, or without.
type FileRef struct {
	// Path is relative to the attestation's own file.
	Path string `yaml:"path"`
	// SHA256 is in hex, and empty where the signer did not pin it.
	SHA256 string `yaml:"sha256,omitempty"`
}

// File is a file behind an attestation as it is now.
type File struct {
	Path string
	// SHA256 is the digest in hex, Size the length in bytes.
	SHA256 string
	Size   int64
	// Signed is the digest that was signed; empty where none was.
	Signed string
}

// Changed reports whether the file is another than the one that was signed.
func (f File) Changed() bool { return f.Signed != "" && f.Signed != f.SHA256 }

// Digest reads a file below a folder. It follows no link out of the folder.
func Digest(dir string, ref FileRef) (File, error) {
	fail := func(err error) (File, error) {
		var p *os.PathError
		if errors.As(err, &p) {
			err = p.Err // the path of this machine is nobody's evidence
		}
		return File{}, fmt.Errorf("read the file %s behind it: %w", ref.Path, err)
	}
	f, err := os.OpenInRoot(dir, filepath.FromSlash(ref.Path))
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
	return File{Path: ref.Path, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size, Signed: ref.SHA256}, nil
}

// Digests reads all files behind the attestation. Those that can be read are returned beside the error about the others.
func (a *Attestation) Digests(dir string) ([]File, error) {
	files := []File{}
	var errs []error
	for _, ref := range a.Files {
		f, err := Digest(a.folder(dir), ref)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		files = append(files, f)
	}
	return files, errors.Join(errs...)
}

// folder is where the files behind the attestation start from: the folder of its own file.
func (a *Attestation) folder(dir string) string {
	own := filepath.Dir(filepath.FromSlash(a.Source.File))
	if filepath.IsAbs(own) || dir == "" {
		return own
	}
	return filepath.Join(dir, own)
}

// ChangedMessage says of a file that it is another than the one that was signed.
func ChangedMessage(path, signed, now string) string {
	return fmt.Sprintf("the file %s has changed since it was signed: its sha256 was %s… and is %s…; have it reviewed and signed again", path, beginning(signed), beginning(now))
}

// beginning is enough of a digest for people to compare.
func beginning(digest string) string { return digest[:min(12, len(digest))] }
