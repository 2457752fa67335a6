package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

type awsSettings struct {
	Regions []string `yaml:"regions" doc:"Regions to read."`
}

const whole = `version: 1
organization: Halvorsen Mutual
providers:
  aws:
    regions: [us-east-1]
  openai:
settings:
  approved_ai_regions: [us-east-1]
targets: {GOV: 3}
waivers: {files: [waivers.yaml], max_days: 90}
attestations: [attestations.yaml]
scan: {concurrency: 4, max_calls: 1000, task_deadline: 90s, rates: {aws/cloudtrail: 2}}
output: {dir: out, formats: [html]}
fail_on: {min_coverage: 0.5}
`

func TestParse(t *testing.T) {
	c, err := Parse("x/aismm.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	var aws awsSettings
	if err := c.Providers["aws"].Decode(&aws); err != nil {
		t.Fatal(err)
	}
	if want := (awsSettings{Regions: []string{"us-east-1"}}); !reflect.DeepEqual(aws, want) {
		t.Errorf("aws: got %v, want %v", aws, want)
	}
	if err := c.Providers["openai"].Decode(&struct{}{}); err != nil {
		t.Errorf("an empty provider: %v", err)
	}
	c.Providers = nil
	want := &Config{Version: 1, Organization: "Halvorsen Mutual", Path: "x/aismm.yaml",
		Settings: map[string]any{"approved_ai_regions": []any{"us-east-1"}}, Targets: map[string]int{"GOV": 3},
		Waivers: Waivers{Files: []string{"waivers.yaml"}, MaxDays: 90}, Attestations: []string{"attestations.yaml"},
		Scan:   Scan{Concurrency: 4, MaxCalls: 1000, TaskDeadline: Duration(90 * time.Second), Rates: map[string]float64{"aws/cloudtrail": 2}},
		Output: Output{Dir: "out", Formats: []string{"html"}}, FailOn: FailOn{MinCoverage: 0.5}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	if got := c.Resolve("waivers.yaml"); got != filepath.Join("x", "waivers.yaml") {
		t.Errorf("Resolve: %s", got)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"unknown key":      {"scan:\n  concurency: 3\n", `aismm.yaml:2:3: unknown key "concurency" under scan; did you mean "concurrency"?`},
		"version":          {"version: 2\n", `aismm.yaml: version is 2; this program reads version 1`},
		"header row":       {"model: {import: {header_row: -1}}\n", `aismm.yaml: model.import.header_row is -1; rows are counted from 1, and 0 looks for the header`},
		"concurrency":      {"scan: {concurrency: 0}\n", `aismm.yaml: scan.concurrency is 0; it must lie between 1 and 64`},
		"format":           {"output: {formats: [htm]}\n", `aismm.yaml: output.formats has "htm"; did you mean "html"?`},
		"waivers too long": {"waivers: {max_days: 4000}\n", `aismm.yaml: waivers.max_days is 4000; it must lie between 1 and 366`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("aismm.yaml", []byte(tc.in))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	if _, err := Parse("aismm.yaml", []byte("scan: {task_deadline: soon}\n")); err == nil || !strings.Contains(err.Error(), `"soon" is no duration`) {
		t.Errorf("duration: %v", err)
	}
	c, err := Parse("aismm.yaml", []byte("providers:\n  aws:\n    regoins: [x]\n"))
	if err != nil {
		t.Fatal(err)
	}
	err = c.Providers["aws"].Decode(&awsSettings{})
	if want := `aismm.yaml:3:5: unknown key "regoins"; did you mean "regions"?`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCheckNames(t *testing.T) {
	c, err := Parse("aismm.yaml", []byte("providers: {awz: }\ntargets: {GVO: 2, IR: 6}\nsettings: {aproved_ai_regions: [a]}\nscan: {rates: {aws: 2, opnai: 1}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	err = c.CheckNames(5, []string{"GOV", "IR"}, []string{"aws", "openai"}, []string{"approved_ai_regions"})
	want := `aismm.yaml: unknown name "GVO" under targets; did you mean "GOV"?
aismm.yaml: targets.IR is 6; a level lies between 1 and 5
aismm.yaml: unknown name "awz" under providers; did you mean "aws"?
aismm.yaml: unknown name "aproved_ai_regions" under settings; did you mean "approved_ai_regions"?
aismm.yaml: unknown name "opnai" under scan.rates; did you mean "openai"?`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	c, err := Find("", dir)
	if err != nil || !reflect.DeepEqual(c, Default()) {
		t.Errorf("no file: %+v, %v", c, err)
	}
	if _, err := Find(filepath.Join(dir, "other.yaml"), dir); err == nil || !strings.Contains(err.Error(), "there is no such file; `aismm init` writes one") {
		t.Errorf("named and missing: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte("organization: Here\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = Find("", dir); err != nil || c.Organization != "Here" {
		t.Errorf("found: %+v, %v", c, err)
	}
}

func TestSchema(t *testing.T) {
	b, err := Schema(SchemaOptions{Providers: map[string]any{"aws": &awsSettings{}}, Categories: []string{"GOV"}, Levels: 5,
		Settings: map[string]map[string]any{"max_owners": {"type": "integer"}}})
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"providers": `{"additionalProperties":false,"description":"What to read. A provider that is named is read; with none named, those whose credentials the environment holds.","properties":{"aws":{"additionalProperties":false,"properties":{"regions":{"description":"Regions to read.","items":{"type":"string"},"type":"array"}},"type":["object","null"]}},"type":"object"}`,
		"targets":   `{"additionalProperties":false,"description":"The maturity level that the organization wants, by category: GOV: 3.","properties":{"GOV":{"maximum":5,"minimum":1,"type":"integer"}},"type":"object"}`,
	} {
		var v any
		if err := json.Unmarshal(s.Properties[key], &v); err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(v)
		if string(got) != want {
			t.Errorf("%s: got  %s\nwant %s", key, got, want)
		}
	}
}
