package records

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// export is what is known about the file of one kind before it is read.
type export struct {
	// file is the path as people write it; path is usable from the working directory.
	file, path string
	system     string
	exportedAt time.Time
	columns    map[string]string
	values     map[string]map[string]string
	// files is set where path lies in a layer.
	files fs.FS
	// fault says why the file cannot be told.
	fault string
}

type connection struct {
	session  *session
	identity string
}

// session is what the collectors of the programme work with.
type session struct {
	kinds   *Kinds
	exports map[string]export // by kind without "record_"
	// strays are files of the folder that look like exports and name no kind.
	strays       []string
	attestations []string
	dir          string
	now          func() time.Time
}

func connect(_ context.Context, o collectors.ConnectOptions) (collectors.Connection, error) {
	s, ok := o.Settings.(*Settings)
	if !ok {
		return nil, fmt.Errorf("connect to records: settings are %T, want *records.Settings", o.Settings)
	}
	c := &session{kinds: s.kinds(), exports: map[string]export{}, attestations: s.Attestations, dir: o.Dir, now: time.Now}
	for _, l := range s.Layers {
		c.layer(l)
	}
	dir := s.Dir
	if dir == "" && o.Env != nil {
		dir = o.Env(dirEnv)
	}
	if dir == "" && len(s.Files) == 0 && len(s.Attestations) == 0 && len(c.exports) == 0 {
		return nil, fmt.Errorf("connect to records: no exports are configured; set providers.records.dir (or %s) to the folder of the exports, "+
			"or providers.records.files to single ones", dirEnv)
	}
	var errs []error
	if dir != "" {
		errs = append(errs, c.folder(dir))
	}
	for _, name := range sortedKeys(s.Files) {
		errs = append(errs, c.configured(name, s.Files[name]))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("connect to records: %w", err)
	}
	return &connection{session: c, identity: reader()}, nil
}

// check reports names that the configuration has wrong, whatever lies in the folder.
func check(o collectors.ConnectOptions) error {
	s, ok := o.Settings.(*Settings)
	if !ok {
		return nil // connect says so
	}
	c := &session{kinds: s.kinds(), exports: map[string]export{}, dir: o.Dir}
	var errs []error
	for _, name := range sortedKeys(s.Files) {
		errs = append(errs, c.configured(name, s.Files[name]))
	}
	return errors.Join(errs...)
}

// reader is who reads the files.
func reader() string {
	u, err := user.Current()
	if err != nil {
		return "the user who runs aismm"
	}
	return "user " + u.Username
}

func (c *session) resolve(file string) string {
	if filepath.IsAbs(file) || c.dir == "" {
		return file
	}
	return filepath.Join(c.dir, file)
}

// folder finds the exports that are named after their kinds.
func (c *session) folder(dir string) error {
	entries, err := os.ReadDir(c.resolve(dir))
	if err != nil {
		return fmt.Errorf("read the folder of the exports: %w; make it, or correct providers.records.dir or %s", err, dirEnv)
	}
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		file := filepath.ToSlash(filepath.Join(dir, e.Name()))
		if strings.TrimPrefix(e.Name(), kindPrefix) == resultName+".json" || e.IsDir() && strings.TrimPrefix(e.Name(), kindPrefix) == resultName {
			c.take(resultName, file)
			continue
		}
		if _, ok := formats[strings.ToLower(ext)]; !ok || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		name := strings.TrimSuffix(e.Name(), ext)
		if _, err := c.kinds.Describe(name); err != nil {
			c.strays = append(c.strays, file)
			continue
		}
		c.take(strings.TrimPrefix(name, kindPrefix), file)
	}
	return nil
}

// take makes a file of the folder the export of a kind. Of two, nobody knows which is meant.
func (c *session) take(name, file string) {
	if first, ok := c.exports[name]; ok && first.files == nil {
		first.fault = fmt.Sprintf("both %s and %s are exports of it; name the right one under providers.records.files.%s.path", first.file, file, name)
		c.exports[name] = first
		return
	}
	c.exports[name] = export{file: file, path: c.resolve(file)}
}

// configured lays the configuration of one kind over what the folder holds.
func (c *session) configured(kind string, x Export) error {
	at := "providers.records.files." + kind
	if strings.TrimPrefix(kind, kindPrefix) == resultName {
		return c.earlier(at, x)
	}
	d, err := c.kinds.Describe(kind)
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	var errs []error
	for _, field := range sortedKeys(x.Columns) {
		if _, ok := d.field(field); !ok {
			errs = append(errs, fmt.Errorf("%s.columns: %s has no field %q%s", at, d.Kind(), field, strictyaml.Nearest(field, names(d.Fields))))
		}
	}
	for _, field := range sortedKeys(x.Values) {
		f, ok := d.field(field)
		if !ok {
			errs = append(errs, fmt.Errorf("%s.values: %s has no field %q%s", at, d.Kind(), field, strictyaml.Nearest(field, names(d.Fields))))
		}
		for _, word := range sortedKeys(x.Values[field]) {
			if meaning := x.Values[field][word]; ok && len(f.Enum) > 0 && !slices.Contains(f.Enum, meaning) {
				errs = append(errs, fmt.Errorf("%s.values.%s: %q means %q, which is none of %s", at, field, word, meaning, strings.Join(f.Enum, ", ")))
			}
		}
	}
	var exportedAt time.Time
	if x.ExportedAt != "" {
		v, err := timeOf(Field{Name: at + ".exported_at"}, x.ExportedAt)
		if err != nil {
			errs = append(errs, err)
		} else if exportedAt, err = time.Parse(time.RFC3339Nano, v.(string)); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	e := c.exports[d.Name]
	if x.Path != "" {
		e = export{file: filepath.ToSlash(x.Path), path: c.resolve(x.Path)}
	} else if e.file == "" {
		e.fault = at + " names no path, and the folder of the exports has no file of the kind"
	}
	e.system, e.exportedAt, e.columns, e.values = cmp.Or(x.System, e.system), exportedAt, x.Columns, x.Values
	c.exports[d.Name] = e
	return nil
}

// earlier takes the path of the earlier assessments, which are no rows that could be translated.
func (c *session) earlier(at string, x Export) error {
	if x.Path == "" {
		return fmt.Errorf("%s names no path; name an assessment.json, or the folder of the scans, such as aismm-out", at)
	}
	if x.ExportedAt != "" || len(x.Columns) > 0 || len(x.Values) > 0 {
		return fmt.Errorf("%s: an earlier assessment says itself when it was made and what it holds; only path and system can be given", at)
	}
	c.exports[resultName] = export{file: filepath.ToSlash(x.Path), path: c.resolve(x.Path), system: x.System}
	return nil
}

// stray names the files of the folder that may be meant for a kind.
func (c *session) stray(kind string) string {
	var near []string
	for _, file := range c.strays {
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		plain, want := plainHeader(name), plainHeader(kind)
		if strings.Contains(plain, want) || levenshtein.ComputeDistance(plain, want) <= 1+len(want)/4 {
			near = append(near, file)
		}
	}
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf("; is %s meant? The file has to be named %s", strings.Join(near, " or "), kind+filepath.Ext(near[0]))
}

func (c *connection) Identity() string { return c.identity }

func (c *connection) Scopes() []collectors.Expected {
	s := evidence.NewScope(provider, programme, "")
	s.Name = "programme"
	return []collectors.Expected{{Scope: s}}
}

func (c *connection) Session(context.Context, evidence.Scope) (any, error) { return c.session, nil }

func (c *connection) Classify(err error) (evidence.Outcome, string) { return classify(err) }

// notExported is the state of a kind that nobody exports: nothing was attempted.
type notExported struct{ kind, hint string }

func (e *notExported) Error() string { return "nobody exports " + e.kind + e.hint }

func classify(err error) (evidence.Outcome, string) {
	var none *notExported
	switch {
	case errors.As(err, &none):
		return evidence.Skipped, err.Error()
	case errors.Is(err, fs.ErrPermission):
		return evidence.Denied, err.Error()
	}
	return evidence.Failed, err.Error()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
