package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// listOf and rowOf name the reads of a kind: the export, which establishes which records exist, and one of its rows.
func listOf(name string) string { return "records:" + name }
func rowOf(name string) string  { return "records:" + name + "/row" }

func operations(name, what string) []collectors.Operation {
	kinds := []string{kindPrefix + name}
	return []collectors.Operation{
		{Name: listOf(name), Form: evidence.List, Kinds: kinds, Permissions: []string{what}},
		{Name: rowOf(name), Form: evidence.Detail, Kinds: kinds, Permissions: []string{what}},
	}
}

// record is one row that has become a resource, with what is wrong with it.
type record struct {
	*evidence.Resource
	line   int
	faults []string
}

// collect reads the export of one kind.
func (s *session) collect(ctx context.Context, d *Description, rec *collectors.Recorder) {
	var records []*record
	var e export
	var notes []string
	rec.List(ctx, listOf(d.Name), func(context.Context) (int, error) {
		var ok bool
		if e, ok = s.exports[d.Name]; !ok {
			return 0, &notExported{d.Kind(), s.stray(d.Name)}
		}
		if e.fault != "" {
			return 0, errors.New(e.fault)
		}
		data, modified, err := readFile(e)
		if err != nil {
			return 0, err
		}
		source := evidence.Source{System: e.system, ExportedAt: e.exportedAt, File: e.file, SHA256: evidence.SHA256Hex(data)}
		if source.System == "" {
			source.System = "not named (usually " + d.System + ")"
		}
		if source.ExportedAt.IsZero() {
			source.ExportedAt = modified
		}
		rec.SetSource(source)
		notes = append(notes, s.aged(source.ExportedAt)...)
		t, err := readTable(e.file, data)
		if err != nil {
			return 0, err
		}
		c, err := convert(d, e, t)
		if err != nil {
			return 0, err
		}
		records = c.records
		if len(c.left) > 0 {
			notes = append(notes, "left out, because "+d.Kind()+" has no such fields: "+quoted(c.left))
		}
		for _, r := range records {
			rec.Add(d.Kind(), r.Resource)
		}
		return len(records), unreadable(e.file, c.faults)
	})
	rec.Note(listOf(d.Name), strings.Join(notes, "; "))
	for _, r := range records {
		rec.Detail(ctx, rowOf(d.Name), r.Resource, func(context.Context) error {
			if len(r.faults) > 0 {
				return fmt.Errorf("%s:%d: %s", e.file, r.line, strings.Join(r.faults, "; "))
			}
			return nil
		})
	}
}

// readFile reads a whole file and says when it was last changed.
func readFile(e export) ([]byte, time.Time, error) {
	fail := func(err error) ([]byte, time.Time, error) {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err // the path of this machine is nobody's evidence
		}
		return nil, time.Time{}, fmt.Errorf("read %s: %w", e.file, err)
	}
	f, err := e.open()
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
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return fail(err)
	}
	if len(data) > maxFile {
		return fail(fmt.Errorf("it is larger than %d MiB; export less of it", maxFile>>20))
	}
	return data, info.ModTime().UTC().Truncate(time.Second), nil
}

func (e export) open() (fs.File, error) {
	if e.files != nil {
		return e.files.Open(e.path)
	}
	return os.Open(e.path)
}

// unreadable makes one error of the rows that could not become resources at all.
func unreadable(file string, faults []string) error {
	const most = 5
	if len(faults) == 0 {
		return nil
	}
	message := file + ":" + strings.Join(faults[:min(most, len(faults))], "; "+file+":")
	if more := len(faults) - most; more > 0 {
		message += fmt.Sprintf("; and %d more rows", more)
	}
	return errors.New(message)
}

// old is the age of an export from which on its read says so.
const old = 30 * 24 * time.Hour

// aged remarks on an export that is old, or that says it comes from the future.
func (s *session) aged(exportedAt time.Time) []string {
	switch age := s.now().Sub(exportedAt); {
	case age > old:
		return []string{fmt.Sprintf("the export is %d days old", int(age.Hours()/24))}
	case age < -time.Hour: // clocks differ
		return []string{"the export is dated in the future: " + exportedAt.Format(time.RFC3339)}
	}
	return []string{}
}

// converted is a file whose rows were turned into resources.
type converted struct {
	records []*record
	// faults are the rows without an id, each with its line.
	faults []string
	// left are the columns and members that the kind does not know.
	left []string
}

func convert(d *Description, e export, t table) (converted, error) {
	out := converted{}
	if len(t.columns) == 0 && len(t.rows) == 0 {
		return out, nil // an empty list names no columns
	}
	of, left, err := columnsOf(d, e, t.columns)
	if err != nil {
		return out, fmt.Errorf("%s: %w", e.file, err)
	}
	if !identifiable(d, of) {
		return out, fmt.Errorf("%s: no column is the %s of %s; it has %s (the configuration can name it: columns)",
			e.file, strings.Join(needed(d), " or the "), d.Kind(), quoted(t.columns))
	}
	c := converter{values: e.values, left: map[string]bool{}}
	byID := map[string]*record{}
	for _, row := range t.rows {
		r := c.record(d, of, row)
		if r.ID == "" {
			out.faults = append(out.faults, fmt.Sprintf("%d: the row has no %s", row.line, strings.Join(needed(d), ", and no ")))
			continue
		}
		first, twice := byID[r.ID]
		switch {
		case !twice:
			byID[r.ID] = r
			out.records = append(out.records, r)
		case len(first.faults) == 0 && len(r.faults) == 0 && reflect.DeepEqual(first.Config, r.Config):
			// The same row twice says nothing new.
		default:
			first.distrust(fmt.Sprintf("the id %s is there again in line %d, with other content", shown(r.ID), r.line))
		}
	}
	out.left = append(left, sortedKeys(c.left)...)
	return out, nil
}

// distrust keeps of a record no more than that it exists: none of its fields may decide anything.
func (r *record) distrust(why string) {
	r.faults = append(r.faults, why)
	r.Config = map[string]any{"id": r.ID}
	r.Name = ""
}

// needed are the fields that give a row its id, any of which would do.
func needed(d *Description) []string {
	if len(d.Identity) == 0 {
		return []string{"id"}
	}
	return []string{"id", d.Identity[0]}
}

func identifiable(d *Description, of map[string]string) bool {
	return slices.ContainsFunc(needed(d), func(field string) bool { return of[field] != "" })
}

func (c converter) record(d *Description, of map[string]string, row row) *record {
	r := &record{Resource: &evidence.Resource{Config: map[string]any{}}, line: row.line}
	for _, f := range d.Fields {
		column, ok := of[f.Name]
		if !ok {
			continue
		}
		at, ok := row.cells[column]
		if !ok {
			continue
		}
		v, err := c.value(f, at.value)
		switch {
		case err != nil && at.line != row.line:
			r.faults = append(r.faults, fmt.Sprintf("line %d: %v", at.line, err))
		case err != nil:
			r.faults = append(r.faults, err.Error())
		case v != (nothing{}):
			r.Config[f.Name] = v
		}
	}
	for _, f := range d.Fields {
		if _, ok := r.Config[f.Name]; f.Required && !ok {
			r.faults = append(r.faults, "it has no "+f.Name)
		}
	}
	r.ID = c.identity(d, of, row, r.Config)
	if r.ID != "" {
		r.Config["id"] = r.ID
	}
	r.Name, _ = r.Config["name"].(string)
	if row.fault != "" && r.ID != "" {
		r.faults = nil
		r.distrust(row.fault)
	}
	return r
}

// identity is the row's id or, where the kind allows it, one made of other fields, as they are or, when they are wrong, as written.
func (c converter) identity(d *Description, of map[string]string, row row, config map[string]any) string {
	if id, ok := config["id"].(string); ok {
		return id
	}
	var parts []string
	for i, field := range d.Identity {
		part, ok := config[field]
		if !ok {
			text, err := c.scalar(Field{Name: field}, row.cells[of[field]].value)
			if err != nil || (text == "" && i == 0) {
				return ""
			}
			part = text
		}
		parts = append(parts, fmt.Sprint(part))
	}
	return strings.Join(parts, "/")
}
