package overlay

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// cache keeps what was fetched, by digest. What it gives back is verified each time, so that nobody who can write there can change a verdict.
type cache struct {
	dir string
	log *slog.Logger
}

func (c cache) file(digest string) string {
	return filepath.Join(c.dir, strings.ReplaceAll(digest, ":", "-"))
}

func (c cache) get(digest string) ([]byte, bool) {
	if c.dir == "" {
		return nil, false
	}
	f, err := readOne(c.file(digest), digest, bounds.archive)
	if err != nil {
		return nil, false
	}
	if digestOf(f.data) != digest {
		c.log.Warn("a file of the cache is not what it was; it is fetched again", "file", c.file(digest))
		return nil, false
	}
	return f.data, true
}

// put keeps data for the next run. A cache that cannot be written to costs that run a download, and nothing else.
func (c cache) put(digest string, data []byte) {
	if c.dir == "" {
		return
	}
	if err := c.write(c.file(digest), data); err != nil {
		c.log.Warn("what was fetched could not be kept; the next run fetches it again", "error", err)
	}
}

func (c cache) write(name string, data []byte) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, ".tmp-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
