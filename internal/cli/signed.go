package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/statement"
)

// readSigned reads the files that people sign, which the configuration names in a section. unread is about files that cannot be
// read, faults about what is wrong inside them; entries with which nothing is wrong are returned beside both.
func readSigned[T any](c *config.Config, section string, files []string, parse func(string, []byte) ([]T, error)) (list []T, unread, faults error) {
	list = []T{}
	var notRead, wrong []error
	for _, f := range files {
		data, err := os.ReadFile(c.Resolve(f))
		if err != nil {
			where := ""
			if c.Path != "" {
				where = fmt.Sprintf(" (named in %s under %s)", c.Path, section)
			}
			notRead = append(notRead, fmt.Errorf("read %s: %w%s", section, err, where))
			continue
		}
		good, err := parse(c.Resolve(f), data)
		wrong = append(wrong, err)
		list = append(list, good...)
	}
	return list, errors.Join(notRead...), errors.Join(wrong...)
}

// reportFindings writes what is wrong with signed files, and ends with the exit code of wrong usage when anything is an error.
func (a *app) reportFindings(noun string, entries int, findings []statement.Finding, format string) error {
	statement.Sort(findings)
	failed := 0
	for _, f := range findings {
		if f.Severity == statement.Error {
			failed++
		}
	}
	if format == "json" {
		if err := writeJSON(a.stdout, findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintln(a.stdout, f)
		}
		fmt.Fprintf(a.stdout, "%s, %s, %s\n", plural(entries, noun), plural(failed, "error"), plural(len(findings)-failed, "warning"))
	}
	if failed > 0 {
		return outcome(exitUsage)
	}
	return nil
}

// refuseFindings turns the errors among findings about a new entry into one error, and says the warnings.
func (a *app) refuseFindings(findings []statement.Finding) error {
	var errs []error
	for _, f := range findings {
		if f.Severity == statement.Error {
			errs = append(errs, errors.New(f.Message))
		} else {
			a.say("warning: %s", f.Message)
		}
	}
	return usage(errors.Join(errs...))
}

// signedEntry is a new entry, ready to be added to a file that people sign.
type signedEntry struct {
	// section is where the configuration names such files, which are listed.
	section string
	listed  []string
	// whole writes the entry as a file of its own; add puts it into the text of one; parse reads one.
	whole func() ([]byte, error)
	add   func(file string, text []byte, replace bool) ([]byte, error)
	parse func(file string, text []byte) error
}

// writeSigned adds an entry to a file, which may be there; without a file, it goes to standard output.
func (a *app) writeSigned(c *config.Config, file string, replace bool, e signedEntry) error {
	if file == "" || file == "-" {
		data, err := e.whole()
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(data)
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("add to %s: %w", file, err))
	}
	if err := e.parse(file, text); err != nil {
		return usage(fmt.Errorf("%w\n(nothing was added; mend the file first)", err))
	}
	data, err := e.add(file, text, replace)
	if err != nil {
		return usage(err)
	}
	if err := writeFile(file, data, true); err != nil {
		return err
	}
	if !slices.ContainsFunc(e.listed, func(f string) bool { return samePath(c.Resolve(f), file) }) {
		a.say("name %s in aismm.yaml under %s, so that it counts", file, e.section)
	}
	return nil
}

func samePath(a, b string) bool {
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}

// dates are the flags that say when a new entry begins and ends.
type dates struct {
	begins, expires string
	days            int
}

func (d *dates) flags(c *cobra.Command, begins, usage string, days int) {
	c.Flags().StringVar(&d.begins, begins, "", usage+", such as 2026-10-01 (default: today)")
	c.Flags().StringVar(&d.expires, "expires", "", "its last day, such as 2026-12-31")
	lasts := "how many days it lasts, where --expires is not given"
	if days == 0 {
		lasts += " (default: as long as the objective allows)"
	}
	c.Flags().IntVar(&d.days, "days", days, lasts)
}

// read gives the first moment and the end: the first moment at which the entry does not hold any more.
func (d *dates) read(begins string, now time.Time) (from, end time.Time, err error) {
	from = now.UTC().Truncate(24 * time.Hour)
	if d.begins != "" {
		if from, err = statement.ParseMoment(d.begins, false); err != nil {
			return from, end, usagef("--%s is %w", begins, err)
		}
	}
	end = from.AddDate(0, 0, d.days+1)
	if d.expires != "" {
		if end, err = statement.ParseMoment(d.expires, true); err != nil {
			return from, end, usagef("--expires is %w", err)
		}
	}
	return from, end, nil
}

// dated completes a command that judges signed files by a moment: with the flags --as-of and --format.
func (a *app) dated(c *cobra.Command, run func(cfg *config.Config, asOf time.Time, format string, args []string) error) *cobra.Command {
	var moment, format string
	c.RunE = func(_ *cobra.Command, args []string) error {
		if err := oneOf("format", format, "text", "json"); err != nil {
			return err
		}
		asOf := a.now()
		if moment != "" {
			var err error
			if asOf, err = statement.ParseMoment(moment, false); err != nil {
				return usagef("--as-of is %w", err)
			}
		}
		cfg, err := a.loadConfig()
		if err != nil {
			return err
		}
		return run(cfg, asOf, format, args)
	}
	c.Flags().StringVar(&moment, "as-of", "", "judge by this moment, such as 2026-12-31 (default: now)")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	_ = c.RegisterFlagCompletionFunc("format", complete("text", "json"))
	return c
}

// completeObjectives completes the value of a flag with the ids of objectives.
func (a *app) completeObjectives(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	catalog, err := a.catalog()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var ids []string
	for _, o := range catalog.All() {
		ids = append(ids, o.ID.String()+"\t"+o.Title)
	}
	return ids, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// complete completes the value of a flag with words.
func complete(words ...string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}
