package records

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

const attested = `attestations:
- id: att-1
  objective: MON-L3-1
  statement: All AI logs reach the SIEM.
  owner: p-1001
  reviewer: p-1002
  signed_at: 2026-10-01
  expires_at: 2027-03-31
  provider: openai
  boundaries: [openai:org-example]
  measured: {passed: 9, of: 10}
  files: [evidence/siem.txt]
- id: att-2
  objective: DAT-L2-2
  statement: Nobody trains on our data.
  owner: p-1001
  reviewer: p-1003
  signed_at: 2026-10-01T10:00:00+02:00
  expires_at: 2027-03-31
  files: [evidence/siem.txt, evidence/none.txt]
`

func TestAttestationsAreCollected(t *testing.T) {
	dir := write(t, map[string]string{"att/a.yaml": attested, "att/evidence/siem.txt": "seen\n"})
	got := read(t, dir, &Settings{Attestations: []string{"att/a.yaml"}}, "attestation")
	kinds := []string{"record_attestation"}
	const permission = "the files of attestations and those behind them"
	file := map[string]any{"path": "evidence/siem.txt", "sha256": evidence.SHA256Hex([]byte("seen\n")), "size": json.Number("5")}
	want := seen{
		Reads: []evidence.Read{
			{Operation: "records:attestation", Kinds: kinds, Form: evidence.List, Outcome: evidence.OK, Resources: 2},
			{Operation: "records:attestation/row", Kinds: kinds, Form: evidence.Detail, Outcome: evidence.OK, Resources: 1},
			{Operation: "records:attestation/row", Kinds: kinds, Form: evidence.Detail, Outcome: evidence.Failed, Permission: permission, Resource: "att-2",
				Message: "att/a.yaml:13: read the file evidence/none.txt behind it: no such file or directory"},
		},
		Resources: map[string][]*evidence.Resource{"record_attestation": {
			{ID: "att-1", Config: map[string]any{"id": "att-1", "objective": "MON-L3-1", "statement": "All AI logs reach the SIEM.", "owner": "p-1001", "reviewer": "p-1002",
				"signed_at": "2026-10-01", "expires_at": "2027-03-31", "provider": "openai", "boundaries": []any{"openai:org-example"},
				"measured": map[string]any{"passed": json.Number("9"), "of": json.Number("10")}, "files": []any{file}}},
			{ID: "att-2", Config: map[string]any{"id": "att-2", "objective": "DAT-L2-2", "statement": "Nobody trains on our data.", "owner": "p-1001", "reviewer": "p-1003",
				"signed_at": "2026-10-01T10:00:00+02:00", "expires_at": "2027-03-31", "boundaries": []any{}, "files": []any{file}},
				Missing: []string{"records:attestation/row"}},
		}},
		Source: &evidence.Source{System: "attestations", ExportedAt: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC), File: "att/a.yaml", SHA256: evidence.SHA256Hex([]byte(attested))},
	}
	if !reflect.DeepEqual(got, want) {
		g, _ := json.MarshalIndent(got, "", " ")
		w, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("got %s\nwant %s", g, w)
	}
}

func TestAttestationsThatCannotBeRead(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": attested, "b.yaml": attested, "bad.yaml": "attestations:\n- id: att-9\n  objctive: MON-L3-1\n", "evidence/siem.txt": "", "evidence/none.txt": ""})
	for name, tc := range map[string]struct {
		files []string
		want  string
		left  int
	}{
		"no file":     {[]string{"none.yaml", "a.yaml"}, "read none.yaml: no such file or directory", 2},
		"bad entry":   {[]string{"bad.yaml", "a.yaml"}, `bad.yaml:3:3: unknown key "objctive"; did you mean "objective"?`, 2},
		"id used yet": {[]string{"a.yaml", "b.yaml"}, "b.yaml:2: attestation \"att-1\": the id is used already in a.yaml; b.yaml:13: attestation \"att-2\": the id is used already in a.yaml", 2},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, dir, &Settings{Attestations: tc.files}, "attestation")
			if r := got.Reads[0]; r.Outcome != evidence.Failed || r.Message != tc.want || len(got.Resources["record_attestation"]) != tc.left {
				t.Errorf("got %+v", got.Reads)
			}
		})
	}
}

// What was signed stands beside what is there now; the assessment compares them.
func TestPinnedFiles(t *testing.T) {
	signed := evidence.SHA256Hex([]byte("signed\n"))
	text := strings.Replace(attested, "[evidence/siem.txt]", "[{path: evidence/siem.txt, sha256: "+signed+"}]", 1)
	dir := write(t, map[string]string{"a.yaml": text, "evidence/siem.txt": "changed\n", "evidence/none.txt": ""})
	got := read(t, dir, &Settings{Attestations: []string{"a.yaml"}}, "attestation")
	want := []any{map[string]any{"path": "evidence/siem.txt", "sha256": evidence.SHA256Hex([]byte("changed\n")), "size": json.Number("8"), "signed_sha256": signed}}
	if files := got.Resources["record_attestation"][0].Config["files"]; !reflect.DeepEqual(files, want) {
		t.Errorf("got %v", files)
	}
}

// Nobody has to attest anything, so that without files there are none, and nothing is unknown.
func TestWithoutAttestations(t *testing.T) {
	dir := write(t, map[string]string{"exports/person.csv": "id\n"})
	got := read(t, dir, inDir(), "attestation")
	want := []evidence.Read{{Operation: "records:attestation", Kinds: []string{"record_attestation"}, Form: evidence.List, Outcome: evidence.OK}}
	if !reflect.DeepEqual(got.Reads, want) || got.Source != nil {
		t.Errorf("got %+v", got)
	}
}
