package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/model"
)

// attestationsSection is where the configuration names files of attestations.
const attestationsSection = "attestations"

func (a *app) attestCommand() *cobra.Command {
	c := group("attest", "Signed statements about objectives: who says so, who checked it, until when", a.attestNew(), a.attestList(), a.attestLint())
	c.Long = `An attestation says what no provider can tell: a dated statement about one objective, signed by its owner, checked by somebody
else, with the files behind it. A scan takes the attestations that aismm.yaml names into its bundle. They fill what policies left
unknown, never override what policies judged, and past their last day what they spoke of is unknown again.`
	return c
}

// loadAttestations reads the files that the configuration names. All faults of all files are reported at once.
func loadAttestations(c *config.Config) ([]*attestation.Attestation, error) {
	list, unread, faults := readSigned(c, attestationsSection, c.Attestations, attestation.Parse)
	return list, usage(errors.Join(unread, faults))
}

// attestationRules are what attestations are checked against.
func (a *app) attestationRules(asOf time.Time) (attestation.LintOptions, error) {
	catalog, err := a.catalog()
	if err != nil {
		return attestation.LintOptions{}, err
	}
	known := providerNames()
	for _, o := range catalog.All() {
		known = append(known, o.Providers()...)
	}
	slices.Sort(known)
	return attestation.LintOptions{AsOf: asOf, Objective: catalog.Lookup, Providers: slices.Compact(known)}, nil
}

// refusedState is the state in the list of an attestation that breaks a rule.
const refusedState = "refused"

// listedAttestation is an attestation as the list shows it.
type listedAttestation struct {
	ID        string `json:"id"`
	Objective string `json:"objective"`
	// State is "in_force", "expired", "future" or "refused"; Message says why it does not count.
	State      string                `json:"state"`
	Message    string                `json:"message"`
	DaysLeft   int                   `json:"days_left"`
	SignedAt   string                `json:"signed_at"`
	ExpiresAt  string                `json:"expires_at"`
	Owner      string                `json:"owner"`
	Reviewer   string                `json:"reviewer"`
	Statement  string                `json:"statement"`
	Provider   string                `json:"provider"`
	Boundaries []string              `json:"boundaries"`
	Measured   *attestation.Measured `json:"measured"`
	Files      []string              `json:"files"`
	Source     model.Position        `json:"source"`
}

// listed says where each attestation stands. Whatever lint calls an error refuses it.
func listed(attestations []*attestation.Attestation, rules attestation.LintOptions) []listedAttestation {
	refused := map[model.Position][]string{}
	for _, f := range attestation.Lint(attestations, rules) {
		if f.Severity == statement.Error && f.Code != "future" {
			refused[f.Source] = append(refused[f.Source], f.Message)
		}
	}
	list := []listedAttestation{}
	for _, t := range attestations {
		state, message := t.State(rules.AsOf)
		l := listedAttestation{ID: t.ID, Objective: t.Objective.String(), State: string(state), Message: message, DaysLeft: statement.DaysLeft(t.Expires(), rules.AsOf),
			SignedAt: t.SignedAt, ExpiresAt: t.ExpiresAt, Owner: t.Owner, Reviewer: t.Reviewer, Statement: t.Statement, Provider: t.Provider,
			Boundaries: t.Boundaries, Measured: t.Measured, Files: []string{}, Source: t.Source}
		if why := refused[t.Source]; why != nil {
			l.State, l.Message = refusedState, strings.Join(why, "; ")
		}
		for _, f := range t.Files {
			l.Files = append(l.Files, f.Path)
		}
		list = append(list, l)
	}
	return list
}

func (a *app) attestList() *cobra.Command {
	return a.dated(&cobra.Command{
		Use: "list", Short: "The attestations that the configuration names: what is in force, how long, and by whom", Args: noArgs,
	}, func(cfg *config.Config, asOf time.Time, format string, _ []string) error {
		rules, err := a.attestationRules(asOf)
		if err != nil {
			return err
		}
		attestations, err := loadAttestations(cfg)
		if err != nil {
			return err
		}
		list := listed(attestations, rules)
		if format == "json" {
			return writeJSON(a.stdout, list)
		}
		return a.showAttestations(list)
	})
}

func (a *app) showAttestations(list []listedAttestation) error {
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, "no attestations; `aismm attest new` writes one")
		return nil
	}
	rows := [][]string{{"ATTESTATION", "OBJECTIVE", "STATE", "EXPIRES", "LEFT", "OWNER", "REVIEWER", "SPEAKS OF"}}
	var notes []string
	counted := 0
	for _, t := range list {
		reach := cmp.Or(strings.Join(t.Boundaries, " "), t.Provider, "everything")
		rows = append(rows, []string{t.ID, t.Objective, stateName(t.State), t.ExpiresAt, left(t.DaysLeft), t.Owner, t.Reviewer, reach})
		if t.State == string(attestation.InForce) {
			counted++
			continue
		}
		notes = append(notes, fmt.Sprintf("%s: %s", t.ID, t.Message))
	}
	if err := table(a.stdout, rows); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\n%s, %d in force", plural(len(list), "attestation"), counted)
	if len(notes) > 0 {
		fmt.Fprint(a.stdout, "; what the others speak of is unknown where nothing else decides it")
	}
	fmt.Fprintln(a.stdout)
	for _, n := range notes {
		fmt.Fprintf(a.stdout, "  %s\n", wrap(n, a.width()-2, "  "))
	}
	return nil
}

// stateName is a state for people: "in force".
func stateName(state string) string { return strings.ReplaceAll(state, "_", " ") }

// left writes the days that are left: "1 day"; nothing where none is.
func left(days int) string {
	if days == 0 {
		return "-"
	}
	return plural(days, "day")
}

func (a *app) attestLint() *cobra.Command {
	return a.dated(&cobra.Command{
		Use: "lint [FILE...]", Aliases: []string{"verify"}, Short: "What is wrong with attestations: malformed, expired, self-reviewed, files that changed",
		Long: `Checks the files given, or those that the configuration names, and reads the files behind each attestation. Exit code 64 when an
attestation has an error and is therefore refused: its form, an unknown objective, an id used twice, a reviewer who is the owner,
a life of more than a year, a signature of the future, a file that is missing or not what was signed. Warnings leave the exit code at
0: it has run out or soon will, policies decide its objective, nothing was counted or too little, nobody knows its provider, no file
stands behind it or one without its digest.`,
		Example: `  aismm attest lint
  aismm attest lint attestations/*.yaml --as-of 2027-03-31 --format json`,
	}, func(cfg *config.Config, asOf time.Time, format string, files []string) error {
		rules, err := a.attestationRules(asOf)
		if err != nil {
			return err
		}
		if len(files) > 0 {
			cfg.Attestations, cfg.Path = files, ""
		}
		list, unread, faults := readSigned(cfg, attestationsSection, cfg.Attestations, attestation.Parse)
		if unread != nil {
			return usage(unread)
		}
		return a.reportFindings("attestation", len(list), append(attestation.Lint(list, rules), statement.Malformed("attestation", "", faults)...), format)
	})
}
