// Package records writes the exports of an invented enterprise, as its HR system, registers and SIEM would write them.
package records

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aismm/aismm/internal/standin/relative"
)

// Write writes the exports into a folder, which it makes, named after their kinds, with dates that count back from now. The same
// moment gives the same bytes. Earlier assessments lie in a folder of their own.
func Write(exports fs.FS, dir string, now time.Time) error {
	var errs []error
	err := fs.WalkDir(exports, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("list the invented exports: %w", err)
		}
		if e.IsDir() {
			if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(name)), 0o755); err != nil {
				return fmt.Errorf("make the folder of the invented exports: %w", err)
			}
		} else if filepath.Ext(name) != ".md" {
			errs = append(errs, write(exports, dir, name, now))
		}
		return nil
	})
	return errors.Join(append(errs, err)...)
}

func write(exports fs.FS, dir, name string, now time.Time) error {
	data, err := fs.ReadFile(exports, name)
	if err != nil {
		return fmt.Errorf("read the invented export %s: %w", name, err)
	}
	if data, err = relative.Render(data, now); err != nil {
		return fmt.Errorf("write the invented export %s: %w", name, err)
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return fmt.Errorf("write the invented export %s: %w", name, err)
	}
	if err := os.Chtimes(file, now, now.Add(-6*time.Hour)); err != nil { // exported in the morning
		return fmt.Errorf("date the invented export %s: %w", name, err)
	}
	return nil
}
