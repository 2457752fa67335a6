package evidence

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// Files is what a bundle's writer asks of a file system. It exists so that tests can make every single operation fail.
type Files interface {
	MkdirAll(dir string, perm fs.FileMode) error
	// CreateTemp opens a new file that only its owner may read.
	CreateTemp(dir, pattern string) (File, error)
	// Append opens a file for adding to its end, and creates it if it is not there.
	Append(name string) (File, error)
	Rename(from, to string) error
	Remove(name string) error
	// SyncDir makes renames within a directory last through a loss of power.
	SyncDir(dir string) error
}

// File is an open file of Files.
type File interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

// OSFiles are the files of the operating system.
func OSFiles() Files { return osFiles{} }

type osFiles struct{}

func (osFiles) MkdirAll(dir string, perm fs.FileMode) error  { return os.MkdirAll(dir, perm) }
func (osFiles) CreateTemp(dir, pattern string) (File, error) { return os.CreateTemp(dir, pattern) }
func (osFiles) Append(name string) (File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
}
func (osFiles) Rename(from, to string) error { return os.Rename(from, to) }
func (osFiles) Remove(name string) error     { return os.Remove(name) }
func (osFiles) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // directories cannot be synced there, and need not be
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err = d.Sync(); errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // some network file systems do not know how
	}
	if closeErr := d.Close(); err == nil {
		err = closeErr
	}
	return err
}

// tempPattern names files that are being written; what is left of them after a crash is never read.
const tempPattern = ".tmp-*"

// writeAtomic writes a file so that its name holds either all of data or what it held before, whatever happens.
func writeAtomic(files Files, name string, data []byte) (err error) {
	dir := filepath.Dir(name)
	if err := files.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	f, err := files.CreateTemp(dir, tempPattern)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	open := true
	defer func() {
		if err == nil {
			return
		}
		if open {
			f.Close() // the first error is the one to report
		}
		files.Remove(f.Name()) // best effort: a leftover temporary file is never read
		err = fmt.Errorf("write %s: %w", name, err)
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	open = false
	if err = f.Close(); err != nil {
		return err
	}
	if err = files.Rename(f.Name(), name); err != nil {
		return err
	}
	return files.SyncDir(dir)
}
