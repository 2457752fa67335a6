package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// waiversSection is where the configuration names files of waivers.
const waiversSection = "waivers.files"

func (a *app) waiverCommand() *cobra.Command {
	return group("waiver", "Accepted failures: who, why, until when", a.waiverNew(), a.waiverList(), a.waiverLint())
}

// loadWaivers reads the files that the configuration names. All faults of all files are reported at once.
func loadWaivers(c *config.Config) ([]*waiver.Waiver, error) {
	list, unread, faults := readSigned(c, waiversSection, c.Waivers.Files, waiver.Parse)
	return list, usage(errors.Join(unread, faults))
}

// waiverRules are what waivers are checked against.
func (a *app) waiverRules(c *config.Config, asOf time.Time) (waiver.LintOptions, error) {
	catalog, err := a.catalog()
	if err != nil {
		return waiver.LintOptions{}, err
	}
	return waiver.LintOptions{AsOf: asOf, MaxDays: c.Waivers.MaxDays, Known: func(id model.ObjectiveID) bool {
		_, ok := catalog.Lookup(id)
		return ok
	}}, nil
}

func (a *app) waiverNew() *cobra.Command {
	var w waiver.Waiver
	var objective, starts, output string
	var force bool
	var d dates
	c := &cobra.Command{
		Use: "new", Short: "Write a waiver, or add one to a file", Args: noArgs,
		Long: `Writes a waiver: which subjects of which objective may fail, who answers for it, under which ticket, why, and until when.
On a terminal it asks for what the flags leave out. It is added to the file of --output, whose comments and other waivers stay as
they are; one with the same id is replaced with --force only. A waiver that lint would refuse is not written.`,
		Example: `  aismm waiver new --objective IAM-L3-4 --subject 'arn:aws:iam::111122223333:user/legacy' --owner ml-platform \
    --ticket RISK-7 --reason 'replaced by a role in January' --days 60 --output waivers.yaml`,
		RunE: func(c *cobra.Command, _ []string) error {
			err := a.fill(c.Context(), c.CommandPath(),
				question{"objective", "Objective whose failure is accepted, such as IAM-L3-4", &objective, a.isObjective},
				question{"owner", "Owner, a person or team that answers for it", &w.Owner, nil},
				question{"ticket", "Ticket where it was decided", &w.Ticket, nil},
				question{"reason", "Reason why the failure is accepted", &w.Reason, nil})
			if err != nil {
				return err
			}
			if s := w.Subjects; s.Kind == "" && len(s.IDs)+len(s.Boundaries)+len(s.Regions) == 0 {
				return usagef("%s needs --subject, --boundary, --region or --kind: a waiver names what may fail", c.CommandPath())
			}
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			o, err := a.findObjective(objective)
			if err != nil {
				return err
			}
			w.Objective = o.ID
			if w.ApprovedAt, w.Expires, err = d.read("approved", a.now()); err != nil {
				return err
			}
			if starts != "" {
				if w.Starts, err = statement.ParseMoment(starts, false); err != nil {
					return usagef("--starts is %w", err)
				}
			}
			if w.ID == "" {
				w.ID = fmt.Sprintf("W-%s-%s", w.ApprovedAt.Format("20060102"), o.ID)
			}
			data, err := waiver.Render(&w)
			if err != nil {
				return err
			}
			if _, err := waiver.Parse("the new waiver", data); err != nil {
				return usage(fmt.Errorf("%w\n(give the missing parts as flags; see `aismm waiver new --help`)", err))
			}
			rules, err := a.waiverRules(cfg, a.now())
			if err != nil {
				return err
			}
			if err := a.refuseFindings(waiver.Lint([]*waiver.Waiver{&w}, rules)); err != nil {
				return err
			}
			return a.writeSigned(cfg, output, force, signedEntry{waiversSection, cfg.Waivers.Files, func() ([]byte, error) { return data, nil },
				func(file string, text []byte, replace bool) ([]byte, error) {
					return waiver.Add(file, text, &w, replace)
				},
				func(file string, text []byte) error { _, err := waiver.Parse(file, text); return err }})
		},
	}
	f := c.Flags()
	f.StringVar(&objective, "objective", "", "the objective whose failure is accepted, such as IAM-L3-4")
	f.StringVar(&w.ID, "id", "", "the waiver's id (default: made from the date and the objective)")
	f.StringVar(&w.Subjects.Kind, "kind", "", "the kind of the subjects")
	f.StringSliceVar(&w.Subjects.IDs, "subject", nil, "a subject's id, exact or with *; may be repeated")
	f.StringSliceVar(&w.Subjects.Boundaries, "boundary", nil, "a boundary's id, such as aws:111122223333; may be repeated")
	f.StringSliceVar(&w.Subjects.Regions, "region", nil, "a region; may be repeated")
	f.StringVar(&w.Condition, "condition", "", "accept a failure of this condition only")
	f.StringVar(&w.Owner, "owner", "", "who answers for it")
	f.StringVar(&w.Ticket, "ticket", "", "where the acceptance was decided")
	f.StringVar(&w.Reason, "reason", "", "why the failure is accepted")
	f.StringVar(&starts, "starts", "", "its first day, where that is later than its approval")
	d.flags(c, "approved", "when it was approved", 90)
	f.StringVar(&output, "output", "", "add it to this file (default: standard output)")
	f.BoolVar(&force, "force", false, "replace the waiver in the file that has the same id")
	_ = c.RegisterFlagCompletionFunc("objective", a.completeObjectives)
	return c
}

// isObjective checks the answer to a question for an objective.
func (a *app) isObjective(answer string) error {
	_, err := a.findObjective(answer)
	return err
}

// listedWaiver is a waiver as the list shows it.
type listedWaiver struct {
	ID        string         `json:"id"`
	Objective string         `json:"objective"`
	State     waiver.State   `json:"state"`
	Message   string         `json:"message"`
	DaysLeft  int            `json:"days_left"`
	Begins    string         `json:"begins"`
	Expires   string         `json:"expires"`
	Owner     string         `json:"owner"`
	Ticket    string         `json:"ticket"`
	Reason    string         `json:"reason"`
	Source    model.Position `json:"source"`
}

func (a *app) waiverList() *cobra.Command {
	return a.dated(&cobra.Command{
		Use: "list", Short: "The waivers that the configuration names: what is in force, and how long", Args: noArgs,
	}, func(cfg *config.Config, asOf time.Time, format string, _ []string) error {
		waivers, err := loadWaivers(cfg)
		if err != nil {
			return err
		}
		list := []listedWaiver{}
		for _, w := range waivers {
			state, message := w.State(asOf, cfg.Waivers.MaxDays)
			list = append(list, listedWaiver{w.ID, w.Objective.String(), state, message, statement.DaysLeft(w.Expires, asOf),
				statement.FormatMoment(w.Begins(), false), statement.FormatMoment(w.Expires, true), w.Owner, w.Ticket, w.Reason, w.Source})
		}
		if format == "json" {
			return writeJSON(a.stdout, list)
		}
		if len(list) == 0 {
			fmt.Fprintln(a.stdout, "no waivers; `aismm waiver new` writes one")
			return nil
		}
		rows := [][]string{{"WAIVER", "OBJECTIVE", "STATE", "EXPIRES", "LEFT", "OWNER", "TICKET", "REASON"}}
		for _, w := range list {
			rows = append(rows, []string{w.ID, w.Objective, stateName(string(w.State)), w.Expires, left(w.DaysLeft), w.Owner, w.Ticket, w.Reason})
		}
		return table(a.stdout, rows)
	})
}

func (a *app) waiverLint() *cobra.Command {
	return a.dated(&cobra.Command{
		Use: "lint [FILE...]", Short: "What is wrong with waivers: malformed, expired, too long, too broad",
		Long: `Checks the files given, or those that the configuration names. Exit code 64 when a waiver has an error and is therefore
not applied; warnings are printed and leave the exit code at 0. Whether a waiver is unused shows in a scan's report.`,
	}, func(cfg *config.Config, asOf time.Time, format string, files []string) error {
		rules, err := a.waiverRules(cfg, asOf)
		if err != nil {
			return err
		}
		if len(files) > 0 {
			cfg.Waivers.Files, cfg.Path = files, ""
		}
		list, unread, faults := readSigned(cfg, waiversSection, cfg.Waivers.Files, waiver.Parse)
		if unread != nil {
			return usage(unread)
		}
		return a.reportFindings("waiver", len(list), append(waiver.Lint(list, rules), statement.Malformed("waiver", "", faults)...), format)
	})
}
