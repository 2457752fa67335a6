package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Source is one tree of policies: the embedded ones, or a user's own directory. A file of a later source replaces the file of the same path
// in an earlier one; the tests of a policy that was replaced go with it.
type Source struct {
	// Name says whose files they are: "aismm" for those that ship, the name of an overlay, or a directory as the user wrote it.
	Name string
	// Root is what problems put before the path of a file; where it is empty, Name.
	Root string
	FS   fs.FS
}

const (
	testSuffix  = "_test.rego"
	libDir      = "lib"
	settingsDir = "settings"
)

// sourceFile is one file of the overlay.
type sourceFile struct {
	source  string
	path    string // inside the source
	display string // "<root>/<path>"
	data    []byte
}

func (f *sourceFile) test() bool { return strings.HasSuffix(f.path, testSuffix) }

// overlay reads all sources and lays later ones over earlier ones. The files are sorted by path.
func overlay(sources []Source) ([]*sourceFile, error) {
	files := map[string]*sourceFile{}
	for _, s := range sources {
		if s.FS == nil {
			return nil, fmt.Errorf("load policies of %q: the source has no files", s.Name)
		}
		own, err := readSource(s)
		if err != nil {
			return nil, err
		}
		for _, f := range own {
			if tests := testsOf(f.path); tests != f.path {
				delete(files, tests)
			}
			files[f.path] = f
		}
		for _, f := range own { // again, so that a test that came before its policy is not lost
			files[f.path] = f
		}
	}
	list := make([]*sourceFile, 0, len(files))
	for _, name := range sortedKeys(files) {
		list = append(list, files[name])
	}
	return list, nil
}

func testsOf(name string) string {
	if strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, testSuffix) {
		return strings.TrimSuffix(name, ".rego") + testSuffix
	}
	return name
}

func readSource(s Source) ([]*sourceFile, error) {
	var list []*sourceFile
	err := fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if hidden(d.Name()) && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		rego := path.Ext(name) == ".rego"
		setting := path.Dir(name) == settingsDir && slices.Contains([]string{".yaml", ".yml"}, path.Ext(name))
		if hidden(d.Name()) || !rego && !setting {
			return nil
		}
		data, err := fs.ReadFile(s.FS, name)
		if err != nil {
			return err
		}
		list = append(list, &sourceFile{source: s.Name, path: name, display: path.Join(cmp.Or(s.Root, s.Name), name), data: data})
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("load policies of %q: there is no such directory; name one that holds <category>/<objective>/<provider>.rego", s.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("load policies of %q: %w", s.Name, err)
	}
	return list, nil
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") || name == "testdata" }

// digestOf is the digest of one file.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// digest is over everything that judges: policies, libraries and settings, without tests.
func digest(files []*sourceFile) string {
	h := sha256.New()
	for _, f := range files {
		if !f.test() {
			sum := sha256.Sum256(f.data)
			fmt.Fprintf(h, "%s %s\n", hex.EncodeToString(sum[:]), f.path)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
