package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

func (a *app) waiverCommand() *cobra.Command {
	return group("waiver", "Accepted failures: who, why, until when", a.waiverNew(), a.waiverList(), a.waiverLint())
}

// loadWaivers reads the files that the configuration names. All faults of all files are reported at once.
func loadWaivers(c *config.Config) ([]*waiver.Waiver, error) {
	var all []*waiver.Waiver
	var errs []error
	for _, f := range c.Waivers.Files {
		data, err := os.ReadFile(c.Resolve(f))
		if err != nil {
			errs = append(errs, fmt.Errorf("read waivers: %w (named in %s under waivers.files)", err, c.Path))
			continue
		}
		list, err := waiver.Parse(c.Resolve(f), data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, list...)
	}
	return all, usage(errors.Join(errs...))
}

func (a *app) waiverNew() *cobra.Command {
	var id, objective, kind, owner, ticket, reason, expires, output string
	var ids, boundaries, regions []string
	var days int
	c := &cobra.Command{
		Use: "new", Short: "Write a waiver, ready for a file that aismm.yaml names under waivers.files", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			o, err := findObjective(objective)
			if err != nil {
				return err
			}
			today := a.now().UTC().Truncate(24 * time.Hour)
			w := &waiver.Waiver{ID: id, Objective: o.ID, Owner: owner, Ticket: ticket, Reason: reason, ApprovedAt: today, Expires: today.AddDate(0, 0, days+1),
				Subjects: waiver.Selector{Kind: kind, IDs: ids, Boundaries: boundaries, Regions: regions}}
			if w.ID == "" {
				w.ID = fmt.Sprintf("W-%s-%s", today.Format("20060102"), o.ID)
			}
			if expires != "" {
				t, err := time.Parse(time.DateOnly, expires)
				if err != nil {
					return usagef("--expires is %q; write it as 2026-12-31", expires)
				}
				w.Expires = t.AddDate(0, 0, 1)
			}
			data, err := waiver.Render(w)
			if err != nil {
				return err
			}
			if _, err := waiver.Parse("the new waiver", data); err != nil {
				return usage(fmt.Errorf("%w\n(give the missing parts as flags; see `aismm waiver new --help`)", err))
			}
			if output == "" {
				_, err = a.stdout.Write(data)
				return err
			}
			return writeFile(output, data, false)
		},
	}
	f := c.Flags()
	f.StringVar(&objective, "objective", "", "the objective whose failure is accepted, such as IAM-L3-4")
	f.StringVar(&id, "id", "", "the waiver's id (default: made from the date and the objective)")
	f.StringVar(&kind, "kind", "", "the kind of the subjects")
	f.StringSliceVar(&ids, "subject", nil, "a subject's id, exact or with *; may be repeated")
	f.StringSliceVar(&boundaries, "boundary", nil, "a boundary's id, such as aws:111122223333")
	f.StringSliceVar(&regions, "region", nil, "a region")
	f.StringVar(&owner, "owner", "", "who answers for it")
	f.StringVar(&ticket, "ticket", "", "where the acceptance was decided")
	f.StringVar(&reason, "reason", "", "why the failure is accepted")
	f.StringVar(&expires, "expires", "", "its last day, such as 2026-12-31")
	f.IntVar(&days, "days", 90, "how many days it lasts, where --expires is not given")
	f.StringVar(&output, "output", "", "write to this file (default: standard output)")
	_ = c.MarkFlagRequired("objective")
	return c
}

func (a *app) waiverList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "The waivers that the configuration names, with their state today", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			list, err := loadWaivers(c)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				fmt.Fprintln(a.stdout, "no waivers; `aismm waiver new` writes one")
				return nil
			}
			rows := [][]string{{"WAIVER", "OBJECTIVE", "STATE", "EXPIRES", "OWNER", "TICKET", "REASON"}}
			for _, w := range list {
				state, _ := w.State(a.now(), c.Waivers.MaxDays)
				rows = append(rows, []string{w.ID, w.Objective.String(), string(state), w.Expires.Add(-time.Second).UTC().Format(time.DateOnly), w.Owner, w.Ticket, w.Reason})
			}
			return table(a.stdout, rows)
		},
	}
}

func (a *app) waiverLint() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "lint [FILE...]", Short: "What is wrong with waivers: malformed, expired, too long, too broad",
		Long: `Checks the files given, or those that the configuration names. Exit code 64 when a waiver has an error and is therefore
not applied; warnings are printed and leave the exit code at 0. Whether a waiver is unused shows in a scan's report.`,
		RunE: func(_ *cobra.Command, files []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			if len(files) > 0 {
				c.Waivers.Files, c.Path = files, ""
			}
			list, err := loadWaivers(c)
			if err != nil {
				return err
			}
			catalog, err := model.Default()
			if err != nil {
				return err
			}
			findings := waiver.Lint(list, waiver.LintOptions{AsOf: a.now(), MaxDays: c.Waivers.MaxDays, Known: func(id model.ObjectiveID) bool {
				_, ok := catalog.Lookup(id)
				return ok
			}})
			if format == "json" {
				if err := writeJSON(a.stdout, findings); err != nil {
					return err
				}
			}
			failed := 0
			for _, f := range findings {
				if format == "text" {
					fmt.Fprintln(a.stdout, f)
				}
				if f.Severity == waiver.Error {
					failed++
				}
			}
			if format == "text" {
				fmt.Fprintf(a.stdout, "%d waivers, %d errors, %d warnings\n", len(list), failed, len(findings)-failed)
			}
			if failed > 0 {
				return outcome(exitUsage)
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}
