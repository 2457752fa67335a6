package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/evidence"
)

const attestationName = "attestation"

// attestationFields is the form of an attestation in a document. Its times are as people wrote them, a date or a time: an end that
// is a date holds to the end of its day.
var attestationFields = []Field{
	{Name: "id", Type: Text, About: "The attestation's id."},
	{Name: "objective", Type: Text, About: "The objective that it is about."},
	{Name: "statement", Type: Text, About: "What is stated."},
	{Name: "owner", Type: Text, About: "Who answers for it."},
	{Name: "reviewer", Type: Text, About: "Who checked it."},
	{Name: "signed_at", Type: Text, About: "When it was signed."},
	{Name: "expires_at", Type: Text, About: "When it ends."},
	{Name: "provider", Type: Text, About: "The provider that it speaks of; none is all."},
	{Name: "boundaries", Type: Texts, About: "The boundaries that it speaks of; none is all."},
	{Name: "files", Type: Objects, About: "The files behind it.", Fields: []Field{
		{Name: "path", Type: Text, About: "The path, relative to the attestation's file."},
		{Name: "sha256", Type: Text, About: "The digest, in hex."},
		{Name: "size", Type: Number, About: "The length in bytes."},
		{Name: "signed_sha256", Type: Text, About: "The digest that was signed, where the signer pinned it."},
	}},
}

func attestationCollector() *collectors.Collector {
	schema := resourceSchema(attestationFields)
	config := schema["properties"].(map[string]any)["config"].(map[string]any)
	number := map[string]any{"type": "number"}
	config["properties"].(map[string]any)["measured"] = map[string]any{"type": "object", "properties": map[string]any{"passed": number, "of": number}}
	kind := kindPrefix + attestationName
	return &collectors.Collector{
		Name: provider + "/" + attestationName, Provider: provider, Level: evidence.Boundary,
		Kinds: []evidence.Kind{{Name: kind, Title: "Attestation", Provider: provider, Deployment: evidence.Program, Level: evidence.Boundary,
			Required: []string{"config.objective", "config.signed_at", "config.expires_at"}, Schema: schema}},
		Operations: operations(attestationName, "the files of attestations and those behind them"),
		Collect:    func(ctx context.Context, s any, rec *collectors.Recorder) { s.(*session).attest(ctx, rec) },
	}
}

// attest reads the files of attestations. Nobody has to attest anything: without such files, there are none.
func (s *session) attest(ctx context.Context, rec *collectors.Recorder) {
	kind := kindPrefix + attestationName
	ids := map[string]string{} // id to the file that has it
	var all []*attestation.Attestation
	resources := map[*attestation.Attestation]*evidence.Resource{}
	var whole [][]byte
	var newest time.Time
	rec.List(ctx, listOf(attestationName), func(context.Context) (int, error) {
		var errs []error
		for _, file := range s.attestations {
			data, modified, err := readFile(export{file: filepath.ToSlash(file), path: s.resolve(file)})
			if err != nil {
				errs = append(errs, err)
				continue
			}
			whole = append(whole, data)
			if modified.After(newest) {
				newest = modified
			}
			list, err := attestation.Parse(filepath.ToSlash(file), data)
			if err != nil {
				errs = append(errs, err)
			}
			for _, a := range list {
				if other, twice := ids[a.ID]; twice {
					errs = append(errs, fmt.Errorf("%s: attestation %q: the id is used already in %s", a.Source, a.ID, other))
					continue
				}
				ids[a.ID] = a.Source.File
				r := &evidence.Resource{ID: a.ID, Config: attestationConfig(a)}
				rec.Add(kind, r)
				all = append(all, a)
				resources[a] = r
			}
		}
		return len(all), inOneLine(errs)
	})
	if len(whole) > 0 {
		rec.SetSource(evidence.Source{System: "attestations", ExportedAt: newest, File: strings.Join(slashed(s.attestations), ", "), SHA256: digestOf(whole)})
	}
	for _, a := range all {
		r := resources[a]
		rec.Detail(ctx, rowOf(attestationName), r, func(context.Context) error {
			files, err := a.Digests(s.dir)
			list := []any{}
			for _, f := range files {
				file := map[string]any{"path": f.Path, "sha256": f.SHA256, "size": json.Number(strconv.FormatInt(f.Size, 10))}
				if f.Signed != "" {
					file["signed_sha256"] = f.Signed
				}
				list = append(list, file)
			}
			r.Config["files"] = list
			if err != nil {
				return fmt.Errorf("%s: %w", a.Source, err)
			}
			return nil
		})
	}
}

// faults are several errors on one line, as a read's message wants them.
type faults []error

func (f faults) Error() string { return strings.ReplaceAll(errors.Join(f...).Error(), "\n", "; ") }

func (f faults) Unwrap() []error { return f }

func inOneLine(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return faults(errs)
}

// digestOf is the digest of the only file or, of several, of their digests one on each line.
func digestOf(files [][]byte) string {
	if len(files) == 1 {
		return evidence.SHA256Hex(files[0])
	}
	var b strings.Builder
	for _, data := range files {
		b.WriteString(evidence.SHA256Hex(data) + "\n")
	}
	return evidence.SHA256Hex([]byte(b.String()))
}

func slashed(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = filepath.ToSlash(f)
	}
	return out
}

func attestationConfig(a *attestation.Attestation) map[string]any {
	boundaries := []any{}
	for _, b := range a.Boundaries {
		boundaries = append(boundaries, b)
	}
	c := map[string]any{"id": a.ID, "objective": a.Objective.String(), "statement": a.Statement, "owner": a.Owner, "reviewer": a.Reviewer,
		"signed_at": a.SignedAt, "expires_at": a.ExpiresAt, "boundaries": boundaries, "files": []any{}}
	if a.Provider != "" {
		c["provider"] = a.Provider
	}
	if a.Measured != nil {
		c["measured"] = map[string]any{"passed": json.Number(strconv.Itoa(a.Measured.Passed)), "of": json.Number(strconv.Itoa(a.Measured.Of))}
	}
	return c
}
