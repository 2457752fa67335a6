// Package records writes the exports of the invented enterprise, as its HR system, registers and SIEM would write them.
package records

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aismm/aismm/internal/standin/relative"
	"github.com/aismm/aismm/testdata/providers"
)

// Write writes the exports into a folder, which it makes, named after their kinds, with dates that count back from now. The same
// moment gives the same bytes.
func Write(dir string, now time.Time) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the invented exports: %w", err)
	}
	entries, err := fs.ReadDir(providers.FS, "records")
	if err != nil {
		return fmt.Errorf("list the invented exports: %w", err)
	}
	var errs []error
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".md" {
			errs = append(errs, write(dir, e.Name(), now))
		}
	}
	return errors.Join(errs...)
}

func write(dir, name string, now time.Time) error {
	data, err := fs.ReadFile(providers.FS, "records/"+name)
	if err != nil {
		return fmt.Errorf("read the invented export %s: %w", name, err)
	}
	if data, err = relative.Render(data, now); err != nil {
		return fmt.Errorf("write the invented export %s: %w", name, err)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return fmt.Errorf("write the invented export %s: %w", name, err)
	}
	if err := os.Chtimes(file, now, now.Add(-6*time.Hour)); err != nil { // exported in the morning
		return fmt.Errorf("date the invented export %s: %w", name, err)
	}
	return nil
}
