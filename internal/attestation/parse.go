package attestation

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

type rawFile struct {
	Attestations []strictyaml.Kept `yaml:"attestations"`
}

// rawAttestation is an attestation as people write it; words are read by their own parsers, so that each error has its line.
type rawAttestation struct {
	ID         string    `yaml:"id"`
	Objective  string    `yaml:"objective"`
	Statement  string    `yaml:"statement"`
	Owner      string    `yaml:"owner"`
	Reviewer   string    `yaml:"reviewer"`
	SignedAt   string    `yaml:"signed_at"`
	ExpiresAt  string    `yaml:"expires_at"`
	Provider   string    `yaml:"provider"`
	Boundaries []string  `yaml:"boundaries"`
	Measured   *Measured `yaml:"measured"`
	Files      []string  `yaml:"files"`
}

// Parse reads one file of attestations. Everything that is wrong is reported at once, each with its line; the attestations
// with which nothing is wrong are returned beside the error, since one bad entry says nothing about the others.
func Parse(file string, data []byte) ([]*Attestation, error) {
	var raw rawFile
	if err := strictyaml.Decode(file, data, &raw); err != nil {
		return []*Attestation{}, err
	}
	p := parser{file: file, ids: map[string]int{}}
	list := []*Attestation{}
	for _, k := range raw.Attestations {
		before := len(p.errs)
		if a := p.attestation(k); len(p.errs) == before {
			list = append(list, a)
		}
	}
	return list, errors.Join(p.errs...)
}

type parser struct {
	file string
	ids  map[string]int
	errs []error
	at   strictyaml.Kept
	what string
}

func (p *parser) fail(field, format string, args ...any) {
	line, column := p.at.Position(field)
	m := fmt.Sprintf(format, args...)
	if p.what != "" {
		m = "attestation " + p.what + ": " + m
	}
	p.errs = append(p.errs, &strictyaml.Error{File: p.file, Line: line, Column: column, Message: m})
}

func (p *parser) attestation(k strictyaml.Kept) *Attestation {
	p.at, p.what = k, ""
	if !k.IsMapping() {
		p.fail("", "an attestation is a mapping with id, objective, statement, owner, reviewer, signed_at and expires_at")
		return &Attestation{}
	}
	var raw rawAttestation
	if err := strictyaml.DecodeNode(p.file, k.Node, &raw); err != nil {
		p.errs = append(p.errs, err)
		return &Attestation{}
	}
	line, _ := k.Position("")
	a := &Attestation{ID: strings.TrimSpace(raw.ID), SignedAt: strings.TrimSpace(raw.SignedAt), ExpiresAt: strings.TrimSpace(raw.ExpiresAt),
		Measured: raw.Measured, Source: model.Position{File: p.file, Line: line}}
	p.id(a.ID)
	a.Objective = p.objective(raw.Objective)
	a.Statement = p.required("statement", raw.Statement, "what is true, in a sentence")
	a.Owner = p.required("owner", raw.Owner, "the person who answers for the statement")
	a.Reviewer = p.required("reviewer", raw.Reviewer, "the person who checked it")
	if a.Owner != "" && strings.EqualFold(a.Owner, a.Reviewer) {
		p.fail("reviewer", "owner and reviewer are both %q; somebody else has to review it", a.Owner)
	}
	p.dates(a)
	p.reach(a, raw)
	p.measured(a.Measured)
	p.files(a, raw.Files)
	return a
}

func (p *parser) id(id string) {
	if id == "" {
		p.fail("id", "id is missing; every attestation needs one of its own")
		return
	}
	p.what = fmt.Sprintf("%q", id)
	if first, ok := p.ids[id]; ok {
		p.fail("id", "the id is used already in line %d", first)
		return
	}
	p.ids[id], _ = p.at.Position("id")
}

func (p *parser) objective(s string) model.ObjectiveID {
	if strings.TrimSpace(s) == "" {
		p.fail("objective", "objective is missing; want one id, such as MON-L2-1")
		return model.ObjectiveID{}
	}
	id, err := model.ParseObjectiveID(strings.TrimSpace(s))
	if err != nil {
		p.fail("objective", "%v", err)
	}
	return id
}

func (p *parser) required(field, s, want string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		p.fail(field, "%s is missing; want %s", field, want)
	}
	return s
}

func (p *parser) dates(a *Attestation) {
	good := true
	for _, d := range []struct{ field, text, want string }{
		{"signed_at", a.SignedAt, "the date of the signature"}, {"expires_at", a.ExpiresAt, "a date; an attestation always ends"},
	} {
		if p.required(d.field, d.text, d.want) == "" {
			good = false
		} else if _, err := moment(d.text, false); err != nil {
			p.fail(d.field, "%s is %q; want a date such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z", d.field, d.text)
			good = false
		}
	}
	if !good {
		return
	}
	switch length := a.Expires().Sub(a.Signed()); {
	case length <= 0:
		p.fail("expires_at", "it expires at %s, not after it was signed at %s", a.ExpiresAt, a.SignedAt)
	case a.Expires().After(a.Signed().AddDate(0, 0, MaxDays+1)):
		p.fail("expires_at", "it speaks for %d days; the longest is %d", int(length.Hours()/24), MaxDays)
	}
}

// reach reads what the attestation speaks of.
func (p *parser) reach(a *Attestation, raw rawAttestation) {
	a.Provider = strings.TrimSpace(raw.Provider)
	a.Boundaries = []string{}
	for _, b := range raw.Boundaries {
		b = strings.TrimSpace(b)
		provider, account, ok := strings.Cut(b, ":")
		switch {
		case !ok || provider == "" || account == "" || strings.ContainsAny(b, "*/ "):
			p.fail("boundaries", "boundaries has %q; want ids such as aws:123456789012, without patterns or regions", b)
		case a.Provider != "" && provider != a.Provider:
			p.fail("boundaries", "boundaries has %q, but provider is %q", b, a.Provider)
		}
		a.Boundaries = append(a.Boundaries, b)
	}
}

func (p *parser) measured(m *Measured) {
	if m != nil && (m.Passed < 0 || m.Of < 1 || m.Passed > m.Of) {
		p.fail("measured", "measured says %d of %d; want passed between 0 and of, and of at least 1", m.Passed, m.Of)
	}
}

func (p *parser) files(a *Attestation, files []string) {
	a.Files = []string{}
	seen := map[string]bool{}
	for _, f := range files {
		f = strings.TrimSpace(filepath.ToSlash(f))
		clean := path.Clean(f)
		switch {
		case f == "" || path.IsAbs(f) || filepath.IsAbs(f) || clean == ".." || strings.HasPrefix(clean, "../"):
			p.fail("files", "files has %q; want paths relative to this file, and below its folder", f)
		case seen[clean]:
			p.fail("files", "files names %q twice", f)
		}
		seen[clean] = true
		a.Files = append(a.Files, clean)
	}
}
