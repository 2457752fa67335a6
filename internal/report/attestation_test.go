package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/verdict"
)

// Whoever reads that an objective is met because somebody says so sees who, until when, and on what grounds.
func TestAttestationIsShownWhole(t *testing.T) {
	a := sample(t)
	at := slices.IndexFunc(a.Objectives, func(o assess.Objective) bool { return assessed(a, o.Category) })
	objective := a.Objectives[at].ID
	a.Attestations = []assess.Attestation{
		{ID: "siem", Objective: objective.String(), State: assess.AttestationUsed, Statement: "All AI logs reach the SIEM.", Owner: "Mira Solheim", Reviewer: "Jonas Adeyemi",
			SignedAt: "2026-10-01", ExpiresAt: "2027-09-30", Boundaries: []string{"openai:org-example"}, Measured: &assess.Measured{Passed: 19, Of: 20},
			Files:    []assess.AttestedFile{{Path: "evidence/siem.pdf", SHA256: strings.Repeat("ab", 32), Size: 4096}},
			Document: "documents/records.json", SHA256: strings.Repeat("cd", 32), Pointer: "/resources/record_attestation/0"},
		{ID: "old", Objective: objective.String(), State: assess.AttestationExpired, Message: "it expired at 2026-01-31; have it reviewed and signed again", Statement: "So it was.",
			Owner: "Ines Okafor", Reviewer: "Tomas Lindqvist", SignedAt: "2025-03-01", ExpiresAt: "2026-01-31", Files: []assess.AttestedFile{},
			Document: "documents/records.json", SHA256: strings.Repeat("cd", 32), Pointer: "/resources/record_attestation/1"},
	}
	var explained bytes.Buffer
	if _, err := Explain(&explained, a, ExplainOptions{TerminalOptions: TerminalOptions{Width: 100}, Objective: objective.String()}); err != nil {
		t.Fatal(err)
	}
	want := `attested   siem is used
           All AI logs reach the SIEM.
           Mira Solheim, reviewed by Jonas Adeyemi, signed 2026-10-01, until 2027-09-30
           speaks of openai:org-example, counted 19 of 20
           file      evidence/siem.pdf, 4096 bytes
           sha256    ` + strings.Repeat("ab", 32) + `
           document  documents/records.json
           sha256    ` + strings.Repeat("cd", 32) + `
           pointer   /resources/record_attestation/0
attested   old is expired: it expired at 2026-01-31; have it reviewed and signed again
           So it was.
           Ines Okafor, reviewed by Tomas Lindqvist, signed 2025-03-01, until 2026-01-31
           speaks of everything
           document  documents/records.json
           sha256    ` + strings.Repeat("cd", 32) + `
           pointer   /resources/record_attestation/1
`
	if !strings.Contains(explained.String(), want) {
		t.Errorf("explained:\n%s\nwant in it\n%s", explained.String(), want)
	}
	out := render(t, a)
	for form, lines := range map[string][]string{
		"terminal": {
			"attestation siem for " + objective.String() + " is used (Mira Solheim, reviewed by Jonas Adeyemi, signed 2026-10-01, until 2027-09-30; evidence/siem.pdf sha256 abababababab)",
			"attestation old for " + objective.String() + " is expired: it expired at 2026-01-31; have it reviewed and signed again (Ines Okafor, reviewed by Tomas Lindqvist, signed 2025-03-01, until 2026-01-31)",
		},
		"html": {
			`<a href="#attestation-siem">siem</a> is used <span class="soft">(Mira Solheim, reviewed by Jonas Adeyemi, signed 2026-10-01, until 2027-09-30)</span>`,
			`<a href="#attestation-old">old</a> is expired: it expired at 2026-01-31; have it reviewed and signed again`,
			`<tr id="attestation-siem"><td>siem</td><td>` + objective.String() + `</td><td>used</td><td>2026-10-01<br>2027-09-30</td><td>Mira Solheim, Jonas Adeyemi</td>`,
			`All AI logs reach the SIEM. <span class="soft">(speaks of openai:org-example, counted 19 of 20)</span>`,
			`<code>evidence/siem.pdf</code> <span class="soft">4096 bytes, sha256</span> <code>` + strings.Repeat("ab", 32) + `</code>`,
		},
	} {
		for _, line := range lines {
			if !strings.Contains(plain(out[form]), line) {
				t.Errorf("%s lacks %q", form, line)
			}
		}
	}
}

// A provider's default that decided is not passed off as something that was seen.
func TestDefaultIsShownAsOne(t *testing.T) {
	for want, e := range map[string]verdict.Evidence{
		`"BLOCK"`: {Value: "BLOCK"},
		`absent`:  {Absent: true},
		`absent; the provider's default is "BLOCK"`: {Absent: true, Default: "BLOCK"},
		`absent; the provider's default is false`:   {Absent: true, Default: false},
	} {
		if got := observed(e); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	a := sample(t)
	a.Checks[0].Subjects[0].Conditions[0].Evidence = []verdict.Evidence{{Document: "d", Pointer: "/x", Absent: true, Default: "BLOCK"}}
	var explained bytes.Buffer
	if _, err := Explain(&explained, a, ExplainOptions{Objective: a.Checks[0].Objective}); err != nil {
		t.Fatal(err)
	}
	if want := `observed  absent; the provider's default is "BLOCK"`; !strings.Contains(explained.String(), want) {
		t.Errorf("explain lacks %s:\n%s", want, explained.String())
	}
	if want := `<code>absent; the provider&#39;s default is &#34;BLOCK&#34;</code>`; !strings.Contains(render(t, a)["html"], want) {
		t.Errorf("the page lacks %s", want)
	}
}
