package overlay

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// file is one file of an overlay, as it came.
type file struct {
	name     string // clean, with slashes, without a leading one
	data     []byte
	modified time.Time
}

type tree []file

// limits bound what is read.
type limits struct {
	archive int64 // bytes of an archive as it is stored or sent
	files   int
	file    int64 // bytes of one file
	total   int64 // bytes of everything, unpacked
}

var bounds = limits{archive: 64 << 20, files: 10_000, file: 16 << 20, total: 256 << 20}

func (l limits) tooLarge() error {
	return fmt.Errorf("it unpacks to more than %d MiB; leave out what is no policy, objective, kind or record", l.total>>20)
}

// readDir reads the files of a directory that matter: those of the rooms, those that may be misplaced, and what signs them. Where a signature
// is to be verified, that is over all files that are not hidden.
func readDir(dir, origin string, all bool) (tree, error) {
	var files tree
	var total int64
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || hidden(d.Name()) && !all):
			return fs.SkipDir
		case d.IsDir() || !all && !matters(name) || strings.HasPrefix(d.Name(), ".") && !about(name):
			return nil
		}
		f, err := readOne(filepath.Join(dir, filepath.FromSlash(name)), name, bounds.file)
		if err != nil {
			return err
		}
		files = append(files, f)
		if total += int64(len(f.data)); total > bounds.total || len(files) > bounds.files {
			return fmt.Errorf("%s holds more than %d MiB or %d files; name the folder of the overlay alone", origin, bounds.total>>20, bounds.files)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", origin, plain(err))
	}
	return files, nil
}

func readOne(at, name string, most int64) (file, error) {
	f, err := os.Open(at)
	if err != nil {
		return file{}, fmt.Errorf("%s: %w", name, plain(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err != nil {
		return file{}, fmt.Errorf("%s: %w", name, plain(err))
	}
	data, err := bounded(f, most)
	if err != nil {
		return file{}, fmt.Errorf("%s: %w", name, plain(err))
	}
	return file{name, data, info.ModTime()}, nil
}

func bounded(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it is larger than %d MiB", most>>20)
	}
	return data, err
}

func readArchiveFile(at, origin string) ([]byte, error) {
	f, err := readOne(at, origin, bounds.archive)
	return f.data, err
}

// hidden folders and files are not read: version control, editors, fixtures.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || name == "testdata" }

// inRoom reports whether a file lies in one of the rooms.
func inRoom(name string) bool {
	first, _, deeper := strings.Cut(name, "/")
	return deeper && slices.Contains(rooms, first)
}

// matters reports whether a file of a directory is looked at.
func matters(name string) bool {
	switch path.Ext(name) {
	case ".rego", ".yaml", ".yml":
		return !hidden(path.Base(name))
	}
	return inRoom(name) && !hidden(path.Base(name)) || about(name)
}

// stored is a file system in memory: a zip archive that is not compressed.
func stored(files tree) (fs.FS, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store, Modified: f.modified})
		if err == nil {
			_, err = part.Write(f.data)
		}
		if err != nil {
			return nil, fmt.Errorf("keep %s: %w", f.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("keep the overlay: %w", err)
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}
