package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// attestationsOf are the attestations about an objective, whatever became of them.
func attestationsOf(a *assess.Assessment, id model.ObjectiveID) []*assess.Attestation {
	var list []*assess.Attestation
	for i := range a.Attestations {
		if a.Attestations[i].Objective == id.String() {
			list = append(list, &a.Attestations[i])
		}
	}
	return list
}

// signatures says who signed an attestation and for how long.
func signatures(t assess.Attestation) string {
	return fmt.Sprintf("%s, reviewed by %s, signed %s, until %s", clean(t.Owner), clean(t.Reviewer), clean(t.SignedAt), clean(t.ExpiresAt))
}

// speaksOf says what an attestation is about, and what was counted there.
func speaksOf(t assess.Attestation) string {
	s := clean(cmp.Or(strings.Join(t.Boundaries, ", "), t.Provider, "everything"))
	if t.Measured != nil {
		s += fmt.Sprintf(", counted %d of %d", t.Measured.Passed, t.Measured.Of)
	}
	return s
}

// became says what became of an attestation: "used", or "expired: it expired at …".
func became(t assess.Attestation) string {
	if t.Message == "" {
		return string(t.State)
	}
	return string(t.State) + ": " + clean(t.Message)
}

// attestation writes all about one attestation.
func (p *page) attestation(t *assess.Attestation) {
	const indent = "           "
	p.text("attested   ", clean(t.ID)+" is "+became(*t))
	p.text(indent, clean(t.Statement))
	p.text(indent, signatures(*t))
	p.text(indent, "speaks of "+speaksOf(*t))
	for _, f := range t.Files {
		p.line("%sfile      %s, %s", indent, clean(f.Path), bytesOf(f.Size))
		p.line("%ssha256    %s", indent, clean(f.SHA256))
		if f.SignedSHA256 != "" && f.SignedSHA256 != f.SHA256 {
			p.line("%ssigned    %s", indent, clean(f.SignedSHA256))
		}
	}
	p.line("%sdocument  %s", indent, clean(t.Document))
	p.line("%ssha256    %s", indent, clean(t.SHA256))
	p.line("%spointer   %s", indent, clean(t.Pointer))
}

// attestationLine is an attestation in the terminal's summary.
func attestationLine(t assess.Attestation) string {
	s := fmt.Sprintf("attestation %s for %s is %s (%s", clean(t.ID), clean(t.Objective), became(t), signatures(t))
	for _, f := range t.Files {
		s += fmt.Sprintf("; %s sha256 %s", clean(f.Path), short(f.SHA256))
	}
	return s + ")"
}

func bytesOf(size int64) string { return Plural(int(size), "byte") }
