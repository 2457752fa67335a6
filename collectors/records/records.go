// Package records reads what the organization exports from its own systems: people, sign-offs, AI systems, models, providers,
// assessments and more, one file for each kind of record, as CSV, JSON or YAML. It reads files only.
//
// A kind that nobody exports is a gap; an export without rows is not. A row that cannot be read whole is a gap of that row.
package records

import (
	"strings"

	"github.com/aismm/aismm/collectors"
)

const (
	provider = "records"
	// programme is the account of the one scope of all records, "records:programme".
	programme  = "programme"
	kindPrefix = "record_"
	// dirEnv names the folder of the exports where the configuration names none.
	dirEnv = "AISMM_RECORDS_DIR"
)

// Settings is what aismm.yaml may say under providers.records.
type Settings struct {
	Dir   string            `yaml:"dir" doc:"The folder of the exports, relative to this file: <kind>.csv, .json, .jsonl or .yaml, for example person.csv (AISMM_RECORDS_DIR)."`
	Files map[string]Export `yaml:"files" doc:"Exports that lie elsewhere or name things differently, by kind: person, ai_system, …"`
	// Attestations are the files of attestations, from the configuration's own key of that name.
	Attestations []string `yaml:"-"`
	// Kinds are the kinds that there are; nil means those that ship. Layers hold exports, which count where nothing above names one.
	Kinds  *Kinds  `yaml:"-" json:"-"`
	Layers []Layer `yaml:"-"`
}

func (s *Settings) kinds() *Kinds {
	if s.Kinds == nil {
		return Shipped()
	}
	return s.Kinds
}

// Export is one file of one kind of record.
type Export struct {
	Path       string            `yaml:"path" doc:"The file, relative to aismm.yaml; for assessment_result also the folder of earlier scans. Without it, the file of that kind in dir."`
	System     string            `yaml:"system" doc:"The system that exported it, for the reader of the evidence."`
	ExportedAt string            `yaml:"exported_at" doc:"When it was exported: 2026-11-20 or 2026-11-20T09:00:00Z (default: the file's modification time)."`
	Columns    map[string]string `yaml:"columns" doc:"For a field of the kind, the header under which the file has it: person_id: Employee ID."`
	// Values translate the words of the exporting system, by field: status: {Live: production}.
	Values map[string]map[string]string `yaml:"values" doc:"For a field of the kind, the words of the file and what they mean: status: {Live: production}."`
}

func init() {
	collectors.RegisterProvider(&collectors.Provider{
		Name:                provider,
		Title:               "Records of the organization",
		NewSettings:         func() any { return &Settings{} },
		Detect:              detect,
		Check:               check,
		Connect:             connect,
		PermissionsDocument: permissionsDocument,
	})
	for _, c := range Shipped().Collectors() {
		collectors.Register(c)
	}
}

func detect(env func(string) string) (string, bool) {
	if env(dirEnv) == "" {
		return "", false
	}
	return "the environment variable " + dirEnv, true
}

// permissionsDocument says that files need no more than being readable.
func permissionsDocument(permissions []string) ([]byte, error) {
	var b strings.Builder
	b.WriteString("# Records are files. The user who runs aismm needs to be able to read:\n")
	for _, p := range permissions {
		b.WriteString("# - " + p + "\n")
	}
	return []byte(b.String()), nil
}
