package records

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	gojson "github.com/go-json-experiment/json"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// Earlier assessments are the one export that this program writes itself: what a scan left behind is evidence of the next one. Where they are
// is always said, never guessed: in providers.records.files.assessment_result.path or, in the folder of the exports, by the name
// assessment_result.json or assessment_result/. It is one assessment, or a folder with some: such as aismm-out, with a folder for each scan.
const (
	resultName     = "assessment_result"
	assessmentFile = "assessment.json"
	// assessmentSchema names the form of an assessment, as internal/assess writes it. Members that are not used here may come and go.
	assessmentSchema = "aismm/assessment/v1"
	// resultsKept is how far back a folder is read: the 90 days in which changes count, and as many before, to know what was before them.
	resultsKept = 180 * 24 * time.Hour
	// noResult stands for the status before the first one.
	noResult = "none"
)

var (
	resultStatuses = []string{"not_met", "unknown", "not_assessed", "met", "not_applicable"}
	resultBases    = []string{"automated", "attested", "mixed", "none"}
)

// resultFields is the form of a result in a document.
var resultFields = []Field{
	{Name: "id", Type: Text, About: "The objective and the moment of the assessment."},
	{Name: "objective_id", Type: Text, About: "The objective."},
	{Name: "assessed_at", Type: Time, About: "The moment by which it was judged."},
	{Name: "evidence_from", Type: Time, About: "When the scan began that it rests on: no reply of a provider is older."},
	{Name: "bundle", Type: Text, About: "The digest of the bundle of evidence."},
	{Name: "status", Type: Text, Enum: resultStatuses, About: "What came of it, waived failures counted as failures."},
	{Name: "basis", Type: Text, Enum: resultBases, About: "What it rests on."},
	{Name: "passed", Type: Number, About: "The subjects that passed."},
	{Name: "failed", Type: Number, About: "The subjects that failed, those with a waiver included."},
	{Name: "waived", Type: Number, About: "The failed subjects with a waiver in force."},
	{Name: "unknown", Type: Number, About: "The subjects that could not be judged."},
}

// resultDerived is what the collector works out by comparing assessments.
var resultDerived = []Field{
	{Name: "latest", Type: Boolean, About: "Whether no later assessment is known."},
	{Name: "status_before", Type: Text, Enum: append([]string{noResult}, resultStatuses...), About: "The status in the assessment before; none where there is none."},
	{Name: "assessed_before", Type: Time, About: "The moment of the assessment before."},
}

func resultCollector() *collectors.Collector {
	schema := resourceSchema(resultFields)
	schema["properties"].(map[string]any)["derived"] = objectSchema(resultDerived)
	kind := kindPrefix + resultName
	required := []string{"config.objective_id", "config.assessed_at", "config.evidence_from", "config.status", "config.basis", "config.failed", "config.waived",
		"derived.latest", "derived.status_before"}
	return &collectors.Collector{
		Name: provider + "/" + resultName, Provider: provider, Level: evidence.Boundary,
		Kinds: []evidence.Kind{{Name: kind, Title: "Result of an earlier assessment", Provider: provider, Deployment: evidence.Program,
			Level: evidence.Boundary, Required: required, Schema: schema}},
		Operations: []collectors.Operation{{Name: listOf(resultName), Form: evidence.List, Kinds: []string{kind}, Permissions: []string{"the files of earlier assessments"}}},
		Collect:    func(ctx context.Context, s any, rec *collectors.Recorder) { s.(*session).results(ctx, rec) },
	}
}

// earlier is what is read of an assessment.
type earlier struct {
	file   string
	Schema string    `json:"schema"`
	Bundle string    `json:"bundle"`
	AsOf   time.Time `json:"as_of"`
	Cut    struct {
		Deployments []string `json:"deployments"`
		Providers   []string `json:"providers"`
		Boundaries  []string `json:"boundaries"`
	} `json:"cut"`
	Ledger struct {
		StartedAt time.Time `json:"started_at"`
	} `json:"ledger"`
	Objectives []struct {
		ID      string `json:"id"`
		Status  string `json:"status"`
		Basis   string `json:"basis"`
		Passed  int    `json:"passed"`
		Failed  int    `json:"failed"`
		Waived  int    `json:"waived"`
		Unknown int    `json:"unknown"`
		// Upcoming is set before the objective takes effect: its result is a warning, and counts nowhere.
		Upcoming bool `json:"upcoming"`
	} `json:"objectives"`
}

// results reads the earlier assessments, and adds one resource for each result of an objective.
func (s *session) results(ctx context.Context, rec *collectors.Recorder) {
	var notes []string
	rec.List(ctx, listOf(resultName), func(context.Context) (int, error) {
		e, ok := s.exports[resultName]
		if !ok {
			return 0, &notExported{kindPrefix + resultName, "; run a second scan, and name the folder of the first one, or its assessment.json, in providers.records.files.assessment_result.path"}
		}
		if e.fault != "" {
			return 0, errors.New(e.fault)
		}
		files, left, err := s.assessmentFiles(e)
		if err != nil {
			return 0, err
		}
		notes = append(notes, left...)
		var whole [][]byte
		var all []*earlier
		var faults []error
		for _, f := range files {
			data, _, err := readFile(f)
			if err == nil {
				var a *earlier
				if a, err = parseEarlier(f.file, data); err == nil {
					whole, all = append(whole, data), append(all, a)
					continue
				}
			}
			faults = append(faults, err)
		}
		all, left = comparable(all)
		notes = append(notes, left...)
		if len(all) > 0 {
			newest := all[len(all)-1].AsOf.UTC()
			rec.SetSource(evidence.Source{System: cmp.Or(e.system, "aismm"), ExportedAt: newest, File: e.file, SHA256: digestOf(whole)})
			notes = append(notes, s.aged(newest)...)
		}
		list := resultsOf(all)
		for _, r := range list {
			rec.Add(kindPrefix+resultName, r)
		}
		return len(list), inOneLine(faults)
	})
	rec.Note(listOf(resultName), strings.Join(notes, "; "))
}

// assessmentFiles are the files that a path stands for: itself or, in a folder, every .json and the assessment.json of every folder inside.
// What has not changed for a long time is left out unread, and said so.
func (s *session) assessmentFiles(e export) (files []export, notes []string, err error) {
	none := func(why string) error {
		return &notExported{kindPrefix + resultName, fmt.Sprintf("; %s %s: run a second scan, or name another folder or file in providers.records.files.assessment_result.path", e.file, why)}
	}
	info, err := os.Stat(e.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, none("is not there yet")
	case err != nil:
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, nil, fmt.Errorf("read %s: %w", e.file, err)
	case !info.IsDir():
		return []export{e}, nil, nil
	}
	entries, err := os.ReadDir(e.path)
	if err != nil {
		return nil, nil, fmt.Errorf("list the earlier assessments in %s: %w", e.file, err)
	}
	old := 0
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() {
			name = filepath.Join(name, assessmentFile)
		}
		file := filepath.Join(e.path, name)
		info, err := os.Stat(file)
		switch {
		case strings.HasPrefix(name, ".") || filepath.Ext(name) != ".json" || entry.IsDir() && errors.Is(err, fs.ErrNotExist):
		case err == nil && s.now().Sub(info.ModTime()) > resultsKept:
			old++
		default: // an error is that of reading it
			files = append(files, export{file: e.file + "/" + filepath.ToSlash(name), path: file})
		}
	}
	if old > 0 {
		notes = append(notes, fmt.Sprintf("left out, because they have not changed for %d days: %d assessments", int(resultsKept.Hours()/24), old))
	}
	if len(files) == 0 && old == 0 {
		return nil, nil, none("holds no assessment")
	}
	return files, notes, nil
}

// parseEarlier reads what is used of an assessment, and refuses one that does not say it.
func parseEarlier(file string, data []byte) (*earlier, error) {
	a := &earlier{file: file}
	const remedy = "name an assessment.json that a scan has written, or write it again with `aismm check BUNDLE --format json`"
	if err := gojson.UnmarshalRead(bytes.NewReader(data), a); err != nil {
		return nil, fmt.Errorf("%s: read an earlier assessment: %w; %s", file, err, remedy)
	}
	if a.Schema != assessmentSchema {
		return nil, fmt.Errorf("%s: schema is %q, and an earlier assessment has %q; %s", file, a.Schema, assessmentSchema, remedy)
	}
	var bad []string
	if a.AsOf.IsZero() {
		bad = append(bad, "as_of is missing")
	}
	if a.Ledger.StartedAt.IsZero() {
		bad = append(bad, "ledger.started_at is missing")
	}
	if len(a.Objectives) == 0 {
		bad = append(bad, "objectives is empty")
	}
	seen := map[string]bool{}
	for i, o := range a.Objectives {
		switch at := fmt.Sprintf("objectives[%d]", i); {
		case o.ID == "":
			bad = append(bad, at+".id is missing")
		case seen[o.ID]:
			bad = append(bad, fmt.Sprintf("%s.id is %s, as another's is", at, o.ID))
		case !slices.Contains(resultStatuses, o.Status):
			bad = append(bad, fmt.Sprintf("%s.status is %q%s", at, o.Status, strictyaml.Nearest(o.Status, resultStatuses)))
		case !slices.Contains(resultBases, o.Basis):
			bad = append(bad, fmt.Sprintf("%s.basis is %q%s", at, o.Basis, strictyaml.Nearest(o.Basis, resultBases)))
		case o.Passed < 0 || o.Failed < 0 || o.Unknown < 0 || o.Waived < 0 || o.Waived > o.Failed:
			bad = append(bad, at+": its counts contradict each other")
		}
		seen[o.ID] = true
	}
	if len(bad) > 0 {
		const most = 3
		more := ""
		if len(bad) > most {
			more = fmt.Sprintf(" and %d more", len(bad)-most)
		}
		return nil, fmt.Errorf("%s: %s%s; %s", file, strings.Join(bad[:min(most, len(bad))], ", "), more, remedy)
	}
	return a, nil
}

// comparable sorts assessments by their moments, and leaves out those of a part of the estate, which do not compare with those of the whole,
// and all but the first of one moment.
func comparable(all []*earlier) (list []*earlier, notes []string) {
	slices.SortStableFunc(all, func(a, b *earlier) int { return a.AsOf.Compare(b.AsOf) })
	for _, a := range all {
		switch {
		case len(a.Cut.Deployments)+len(a.Cut.Providers)+len(a.Cut.Boundaries) > 0:
			notes = append(notes, "left out, because it is of a part only: "+a.file)
		case len(list) > 0 && list[len(list)-1].AsOf.Equal(a.AsOf):
			notes = append(notes, fmt.Sprintf("left out, because it is of the same moment as %s: %s", list[len(list)-1].file, a.file))
		default:
			list = append(list, a)
		}
	}
	return list, notes
}

// resultsOf makes the resources of assessments that are sorted by their moments. A status before is that of the last assessment that has
// the objective.
func resultsOf(all []*earlier) []*evidence.Resource {
	var list []*evidence.Resource
	last := map[string]*evidence.Resource{} // by objective
	for n, a := range all {
		number := func(i int) json.Number { return json.Number(strconv.Itoa(i)) }
		moment := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
		for _, o := range a.Objectives {
			if o.Upcoming {
				continue
			}
			id := o.ID + "@" + moment(a.AsOf)
			r := &evidence.Resource{ID: id, Config: map[string]any{"id": id, "objective_id": o.ID, "assessed_at": moment(a.AsOf), "evidence_from": moment(a.Ledger.StartedAt),
				"bundle": a.Bundle, "status": o.Status, "basis": o.Basis, "passed": number(o.Passed), "failed": number(o.Failed), "waived": number(o.Waived),
				"unknown": number(o.Unknown)}, Derived: map[string]any{"latest": n == len(all)-1, "status_before": noResult}}
			if before := last[o.ID]; before != nil {
				r.Derived["status_before"], r.Derived["assessed_before"] = before.Config["status"], before.Config["assessed_at"]
			}
			last[o.ID] = r
			list = append(list, r)
		}
	}
	return list
}
