package overlay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/config"
)

const policy = "policies/gov/tickets/records.rego"

// controls is an overlay with something in each room.
var controls = map[string]string{
	policy:                         "package aismm.gov.tickets.records\n",
	"policies/settings/days.yaml":  "days: {}\n",
	"model/gov.yaml":               "[]\n",
	"kinds/ticket.yaml":            "title: Ticket\n",
	"records/ticket.csv":           "id\nt-1\n",
	"README.md":                    "# Controls\n",
	".github/workflows/check.yaml": "on: push\n",
}

var modified = time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)

func names(files map[string]string) []string {
	var list []string
	for name := range files {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

func tarred(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range names(files) {
		must(t, w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Size: int64(len(files[name])), Mode: 0o644, ModTime: modified}))
		_, err := w.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names(files) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: modified})
		must(t, err)
		_, err = f.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write makes files below a new folder.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(at), 0o755))
		must(t, os.WriteFile(at, []byte(text), 0o644))
		must(t, os.Chtimes(at, modified, modified))
	}
	return dir
}

// openIn opens one source in a folder, as line 7 of aismm.yaml names it.
func openIn(t testing.TB, dir string, s config.Overlay, change ...func(*Options)) (*Overlay, error) {
	t.Helper()
	s.Line = 7
	if s.Name == "" {
		s.Name = "acme"
	}
	o := Options{Dir: dir, File: "aismm.yaml", Env: func(string) string { return "" }}
	for _, c := range change {
		c(&o)
	}
	list, err := Open(context.Background(), []config.Overlay{s}, o)
	if err != nil {
		if len(list) != 0 {
			t.Errorf("%d overlays beside an error", len(list))
		}
		return nil, err
	}
	return list[0], nil
}

// read gives the texts of a room.
func read(t testing.TB, o *Overlay, room string) map[string]string {
	t.Helper()
	out := map[string]string{}
	files, ok := o.Room(room)
	if !ok {
		return out
	}
	must(t, fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if !info.ModTime().Equal(modified) {
			t.Errorf("%s/%s was changed at %s", room, name, info.ModTime())
		}
		data, err := fs.ReadFile(files, name)
		out[name] = string(data)
		return err
	}))
	return out
}

func wantError(t testing.TB, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if want = strings.TrimSpace(want); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func isFetch(err error) bool { return errors.Is(err, ErrNotFetched) }
