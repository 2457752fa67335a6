// Package overlay opens what an organization lays over the policies, objectives, kinds, settings and records that ship: directories,
// archives, and OPA bundles from web servers and registries. It reads and verifies them, and judges nothing of what is in them.
package overlay

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/config"
)

// The rooms of an overlay: the folders that are read.
const (
	// Policies holds <category>/<slug>/<provider>.rego with their tests, lib/*.rego and settings/*.yaml.
	Policies = "policies"
	// Model holds lists of objectives: *.yaml.
	Model = "model"
	// Kinds holds kinds of record: <kind without record_>.yaml.
	Kinds = "kinds"
	// Records holds exports: <kind without record_>.csv, .json, .jsonl or .yaml.
	Records = "records"
)

var rooms = []string{Policies, Model, Kinds, Records}

// Overlay is one source that was opened and verified. All of it is in memory, so that what was verified is what is used.
type Overlay struct {
	// Name is how the configuration and the reports call it.
	Name string
	// Origin is where it came from: a path, an address or a reference in a registry, as the configuration has it, without credentials.
	Origin string
	// Digest is "sha256:<hex>": of an archive's bytes, of a manifest in a registry, or over all files of a directory that are read.
	Digest string
	// Revision is what an OPA bundle calls itself; it may be empty.
	Revision string
	// Signed is set when its signature was verified.
	Signed bool

	place string // before the name of a file, where people are told of it
	owns  []string
	names []string // of all files, sorted
	tree  fs.FS
}

// Room is one of the folders, and whether there is anything in it.
func (o *Overlay) Room(name string) (fs.FS, bool) {
	if !slices.ContainsFunc(o.names, func(f string) bool { return strings.HasPrefix(f, name+"/") }) {
		return nil, false
	}
	sub, err := fs.Sub(o.tree, name)
	return sub, err == nil
}

// Files are all files that are read, by their names in the overlay, sorted.
func (o *Overlay) Files() []string { return slices.Clone(o.names) }

// Place names a file or folder of the overlay as people find it: "controls/policies/gov/x/aws.rego".
func (o *Overlay) Place(name string) string { return path.Join(o.place, name) }

// Options say where sources are looked for.
type Options struct {
	// Dir is the folder that paths start from, and File the configuration that names them.
	Dir, File string
	// CacheDir keeps what was fetched, by digest; when it is empty, nothing is kept.
	CacheDir string
	// Env looks a variable up in the environment.
	Env func(string) string
	// HTTP makes every call; nil means a client that honours the environment's proxies and certificates.
	HTTP *http.Client
	Log  *slog.Logger
}

// ErrNotFetched is the error of sources that could not be reached, or answered something else than what was asked for: the same
// configuration may do the next time.
var ErrNotFetched = errors.New("the source could not be fetched")

// fetchError is an ErrNotFetched with what happened.
type fetchError struct{ err error }

func (e *fetchError) Error() string { return e.err.Error() }

func (e *fetchError) Unwrap() []error { return []error{e.err, ErrNotFetched} }

// Open opens all sources, and returns them by name. Everything that is wrong is reported at once, each with the line that names the source;
// those that could be opened are returned beside the error.
func Open(ctx context.Context, sources []config.Overlay, o Options) ([]*Overlay, error) {
	opener := newOpener(o)
	list := []*Overlay{}
	var errs []error
	for _, s := range sources {
		opened, err := opener.open(ctx, s)
		if err != nil {
			errs = append(errs, located(o.File, s, err)...)
			continue
		}
		list = append(list, opened)
	}
	slices.SortFunc(list, func(a, b *Overlay) int { return strings.Compare(a.Name, b.Name) })
	return list, errors.Join(errs...)
}

// located puts the place of the source in the configuration before each thing that is wrong with it. Errors inside of a source have places of
// their own.
func located(file string, s config.Overlay, err error) []error {
	var errs []error
	for _, e := range flat(err) {
		if inside, ok := errors.AsType[*fileError](e); ok {
			errs = append(errs, fmt.Errorf("%w (overlay %s)", inside, s.Name))
			continue
		}
		where := ""
		if s.Line > 0 {
			where = fmt.Sprintf("%s:%d: ", file, s.Line)
		}
		errs = append(errs, fmt.Errorf("%soverlay %s: %w", where, s.Name, e))
	}
	return errs
}

// flat takes an error of errors.Join apart.
func flat(err error) []error {
	if _, one := err.(*fetchError); one {
		return []error{err}
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, flat(e)...)
		}
		return all
	}
	return []error{err}
}

// fileError is something wrong with one file of an overlay.
type fileError struct{ place, message string }

func (e *fileError) Error() string { return e.place + ": " + e.message }
