package attestation

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/strictyaml"
)

// noun and key are what an attestation, and a file's list of them, are called.
const (
	noun = "attestation"
	key  = "attestations"
)

type rawFile struct {
	Attestations []strictyaml.Kept `yaml:"attestations"`
}

// rawAttestation is an attestation as people write it; words are read by their own parsers, so that each error has its line.
type rawAttestation struct {
	ID         string            `yaml:"id"`
	Objective  string            `yaml:"objective"`
	Statement  string            `yaml:"statement"`
	Owner      string            `yaml:"owner"`
	Reviewer   string            `yaml:"reviewer"`
	SignedAt   string            `yaml:"signed_at"`
	ExpiresAt  string            `yaml:"expires_at"`
	Provider   string            `yaml:"provider"`
	Boundaries []string          `yaml:"boundaries"`
	Measured   *Measured         `yaml:"measured"`
	Files      []strictyaml.Kept `yaml:"files"`
}

// Parse reads one file of attestations, and checks its form. Everything that is wrong is reported at once, each with its line; the
// attestations with which nothing is wrong are returned beside the error. Whether an attestation keeps the rules, Lint says.
func Parse(file string, data []byte) ([]*Attestation, error) {
	var raw rawFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return []*Attestation{}, err
	}
	return statement.Read(file, noun, raw.Attestations, read)
}

func read(e *statement.Entry) *Attestation {
	var raw rawAttestation
	if !e.Mapping(&raw, "an attestation is a mapping with id, objective, statement, owner, reviewer, signed_at and expires_at") {
		return &Attestation{}
	}
	a := &Attestation{ID: e.ID(raw.ID), Objective: e.Objective(raw.Objective), Measured: raw.Measured, Source: e.Source()}
	a.Statement = e.Required("statement", raw.Statement, "what is true, in a sentence")
	a.Owner = e.Required("owner", raw.Owner, "the person who answers for the statement")
	a.Reviewer = e.Required("reviewer", raw.Reviewer, "the person who checked it")
	a.SignedAt = e.Required("signed_at", raw.SignedAt, "the date of the signature")
	a.ExpiresAt = e.Required("expires_at", raw.ExpiresAt, "a date; an attestation always ends")
	e.Moment("signed_at", a.SignedAt, false)
	e.Moment("expires_at", a.ExpiresAt, true)
	reach(e, a, raw)
	if m := a.Measured; m != nil && (m.Passed < 0 || m.Of < 1 || m.Passed > m.Of) {
		e.Fail("measured", "measured says %d of %d; want passed between 0 and of, and of at least 1", m.Passed, m.Of)
	}
	files(e, a, raw.Files)
	return a
}

// reach reads what the attestation speaks of.
func reach(e *statement.Entry, a *Attestation, raw rawAttestation) {
	a.Provider = strings.TrimSpace(raw.Provider)
	a.Boundaries = []string{}
	for _, b := range raw.Boundaries {
		b = strings.TrimSpace(b)
		provider, account, ok := strings.Cut(b, ":")
		switch {
		case !ok || provider == "" || account == "" || strings.ContainsAny(b, "*/ "):
			e.Fail("boundaries", "boundaries has %q; want ids such as aws:123456789012, without patterns or regions", b)
		case a.Provider != "" && provider != a.Provider:
			e.Fail("boundaries", "boundaries has %q, but provider is %q", b, a.Provider)
		}
		a.Boundaries = append(a.Boundaries, b)
	}
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// files reads the files behind the attestation: each a path, or a mapping with path and sha256.
func files(e *statement.Entry, a *Attestation, entries []strictyaml.Kept) {
	a.Files = []FileRef{}
	seen := map[string]bool{}
	for _, k := range entries {
		var ref FileRef
		into := any(&ref.Path)
		if k.IsMapping() {
			into = &ref
		}
		if !e.Decode(k, into) {
			continue
		}
		written := strings.TrimSpace(filepath.ToSlash(ref.Path))
		ref = FileRef{path.Clean(written), strings.ToLower(strings.TrimSpace(ref.SHA256))}
		switch {
		case written == "" || path.IsAbs(written) || filepath.IsAbs(written) || ref.Path == ".." || strings.HasPrefix(ref.Path, "../"):
			e.Fail("files", "files has %q; want paths relative to this file, and below its folder", written)
		case seen[ref.Path]:
			e.Fail("files", "files names %q twice", written)
		case ref.SHA256 != "" && !digestForm.MatchString(ref.SHA256):
			e.Fail("files", "files has the sha256 %q for %s; want 64 hex digits", ref.SHA256, ref.Path)
		}
		seen[ref.Path] = true
		a.Files = append(a.Files, ref)
	}
}
