package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/model"
)

// newAttestation is what the flags of attest new say.
type newAttestation struct {
	attestation.Attestation
	objective, measured, output string
	files                       []string
	force                       bool
	dates
}

func (a *app) attestNew() *cobra.Command {
	var n newAttestation
	c := &cobra.Command{
		Use: "new", Short: "Sign a statement about an objective, and add it to a file", Args: noArgs,
		Long: `Writes an attestation: what is true, who answers for it, who else checked it, what was counted, until when, and the files behind it
with their digests, so that a file that changes later shows. On a terminal it asks for what the flags leave out. It is added to the file
of --output, whose comments and other attestations stay as they are; one with the same id is replaced with --force only, which is how
an attestation is renewed. The files behind it lie in the folder of that file or below. One that lint would refuse is not written.`,
		Example: `  aismm attest new --objective MON-L3-1 --boundary openai:org-example --owner 'Mira Solheim' --reviewer 'Jonas Adeyemi' \
    --statement 'Audit events of the AI tools reach the SIEM within an hour.' --measured 19/20 \
    --file evidence/siem-review.pdf --output attestations.yaml`,
		RunE: func(c *cobra.Command, _ []string) error { return a.signAttestation(c, &n) },
	}
	f := c.Flags()
	f.StringVar(&n.objective, "objective", "", "the objective that it is about, such as MON-L3-1")
	f.StringVar(&n.Statement, "statement", "", "what is true, in a sentence")
	f.StringVar(&n.Owner, "owner", "", "the person who answers for it")
	f.StringVar(&n.Reviewer, "reviewer", "", "the other person who checked it")
	f.StringVar(&n.measured, "measured", "", "what was counted by the objective's indicator, such as 19/20")
	f.StringVar(&n.Provider, "provider", "", "it speaks of this provider only")
	f.StringSliceVar(&n.Boundaries, "boundary", nil, "it speaks of this boundary only, such as aws:111122223333; may be repeated")
	f.StringSliceVar(&n.files, "file", nil, "a file behind it; may be repeated")
	f.StringVar(&n.ID, "id", "", "the attestation's id (default: made from the date and the objective)")
	n.flags(c, "signed", "when it was signed", 0)
	f.StringVar(&n.output, "output", "", "add it to this file (default: standard output)")
	f.BoolVar(&n.force, "force", false, "replace the attestation in the file that has the same id")
	_ = c.RegisterFlagCompletionFunc("objective", a.completeObjectives)
	_ = c.RegisterFlagCompletionFunc("provider", complete(providerNames()...))
	return c
}

func (a *app) signAttestation(c *cobra.Command, n *newAttestation) error {
	o, err := a.askAttestation(c, n)
	if err != nil {
		return err
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	if err := n.complete(a, o); err != nil {
		return err
	}
	data, err := attestation.Render(&n.Attestation)
	if err != nil {
		return err
	}
	if _, err := attestation.Parse("the new attestation", data); err != nil {
		return usage(err)
	}
	rules, err := a.attestationRules(a.now())
	if err != nil {
		return err
	}
	if err := a.refuseFindings(attestation.Lint([]*attestation.Attestation{&n.Attestation}, rules)); err != nil {
		return err
	}
	return a.writeSigned(cfg, n.output, n.force, signedEntry{attestationsSection, cfg.Attestations, func() ([]byte, error) { return data, nil },
		func(file string, text []byte, replace bool) ([]byte, error) {
			return attestation.Add(file, text, &n.Attestation, replace)
		},
		func(file string, text []byte) error { _, err := attestation.Parse(file, text); return err }})
}

// askAttestation asks for what nobody but people can say. The objective comes first, since its indicator says what to count.
func (a *app) askAttestation(c *cobra.Command, n *newAttestation) (*model.Objective, error) {
	objective := question{"objective", "Objective, such as MON-L3-1", &n.objective, a.isObjective}
	rest := []question{
		{"statement", "Statement: what is true, in a sentence", &n.Statement, nil},
		{"owner", "Owner, the person who answers for it", &n.Owner, nil},
		{"reviewer", "Reviewer, the other person who checked it", &n.Reviewer, func(answer string) error {
			if strings.EqualFold(answer, n.Owner) {
				return errors.New("the reviewer is the owner; somebody else has to review it")
			}
			return nil
		}},
		{"measured", "Counted by that indicator, such as 19/20", &n.measured, func(answer string) error { _, err := parseMeasured(answer); return err }},
	}
	if !a.interactive() {
		if err := a.fill(c.Context(), c.CommandPath(), append([]question{objective}, rest...)...); err != nil {
			return nil, err
		}
		return a.findObjective(n.objective)
	}
	if err := a.fill(c.Context(), c.CommandPath(), objective); err != nil {
		return nil, err
	}
	o, err := a.findObjective(n.objective)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(a.stderr, "%s\n  %s\n  target %s\n", wrap(o.ID.String()+" "+o.Title, a.width(), "  "), wrap(o.Indicator, a.width()-2, "  "), o.Target)
	return o, a.fill(c.Context(), c.CommandPath(), rest...)
}

// parseMeasured reads "19/20".
func parseMeasured(s string) (*attestation.Measured, error) {
	passed, of, ok := strings.Cut(s, "/")
	p, errPassed := strconv.Atoi(strings.TrimSpace(passed))
	t, errOf := strconv.Atoi(strings.TrimSpace(of))
	if !ok || errPassed != nil || errOf != nil || p < 0 || t < 1 || p > t {
		return nil, fmt.Errorf("%q is no count; write how many of how many as 19/20", s)
	}
	return &attestation.Measured{Passed: p, Of: t}, nil
}

// complete works out what need not be asked: the id, the dates, and the digests of the files.
func (n *newAttestation) complete(a *app, o *model.Objective) error {
	n.Objective = o.ID
	if n.days == 0 {
		n.days = min(o.AttestationDays, 365) // a year is what people mean, a leap day or not
	}
	from, end, err := n.read("signed", a.now())
	if err != nil {
		return err
	}
	n.SignedAt, n.ExpiresAt = statement.FormatMoment(from, false), statement.FormatMoment(end, true)
	if n.ID == "" {
		n.ID = fmt.Sprintf("A-%s-%s", from.Format("20060102"), o.ID)
	}
	if n.Measured, err = parseMeasured(n.measured); err != nil {
		return usage(err)
	}
	if n.output != "" && n.output != "-" {
		n.Source.File = n.output
	}
	folder := filepath.Dir(n.Source.File)
	for _, name := range n.files {
		path, err := below(folder, name)
		if err != nil {
			return err
		}
		f, err := attestation.Digest(folder, attestation.FileRef{Path: path})
		if err != nil {
			return usagef("--file %s: %w", name, err)
		}
		n.Files = append(n.Files, attestation.FileRef{Path: f.Path, SHA256: f.SHA256})
	}
	return nil
}

// below is the path of a file from a folder that it must lie in.
func below(folder, name string) (string, error) {
	dir, errDir := filepath.Abs(folder)
	file, errFile := filepath.Abs(name)
	path, err := filepath.Rel(dir, file)
	if errors.Join(errDir, errFile, err) != nil || !filepath.IsLocal(path) {
		return "", usagef("--file %s lies outside the folder of the attestation's file (%s); put it there or below", name, folder)
	}
	return filepath.ToSlash(path), nil
}
