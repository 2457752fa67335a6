package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/report"
	"github.com/aismm/aismm/model"
)

// scanning are the flags of scan; demo sets the same ones.
type scanning struct {
	gather
	judging
	dir, format, output string
	again               string // the command that goes on after an interruption; empty is scan itself
	adjust              func(*collect.Options)
}

func (a *app) scanCommand() *cobra.Command {
	var s scanning
	c := &cobra.Command{
		Use: "scan", Short: "Collect, check, score and report", Args: noArgs,
		Long: `Reads the providers, judges what was read, and reports: the terminal report (or --format) to standard output or --output, and the
bundle, assessment.json and report.html into a folder of the scan. With credentials in the environment, a bare scan works.

Exit codes: 0 all well; 1 an objective that should hold does not; 2 something could not be read, or too little is decided.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			return a.scan(c.Context(), cfg, &s)
		},
	}
	s.gather.flags(c)
	s.judging.flags(c.Flags())
	c.Flags().StringVar(&s.dir, "dir", "", "the scan's folder (default: output.dir, or aismm-out/<time>)")
	s.reportFlags(c)
	return c
}

func (s *scanning) reportFlags(c *cobra.Command) {
	c.Flags().StringVar(&s.format, "format", "terminal", "form of the report: terminal, json or html")
	c.Flags().StringVar(&s.output, "output", "", "write the report to this file (default: standard output)")
}

func (a *app) scan(ctx context.Context, cfg *config.Config, s *scanning) error {
	if err := oneOf("format", s.format, report.Formats()...); err != nil {
		return err
	}
	if _, err := s.cut(); err != nil {
		return err
	}
	if _, err := s.moment(); err != nil {
		return err
	}
	if _, err := a.targets(cfg, &s.reach); err != nil {
		return err
	}
	if err := a.checkNames(cfg); err != nil {
		return err
	}
	if _, err := loadWaivers(cfg); err != nil {
		return err
	}
	dir, err := a.scanDir(cfg, s)
	if err != nil {
		return err
	}
	if err := mayWrite(s.output, s.force); err != nil {
		return err
	}
	if err := mayWrite(filepath.Join(dir, assessmentName), s.force || s.resume); err != nil {
		return err
	}
	set, err := a.policies()
	if err != nil {
		return err
	}
	again := cmp.Or(s.again, fmt.Sprintf("aismm scan --dir %s --resume", dir))
	bundle := filepath.Join(dir, bundleName)
	if !s.resume || !finished(bundle) {
		_, err = a.runCollect(ctx, cfg, &s.gather, bundle, again, func(o *collect.Options) {
			o.Policies = set.Digest()
			if s.adjust != nil {
				s.adjust(o)
			}
		})
		if err != nil {
			return err
		}
	}
	as, err := a.judge(ctx, cfg, bundle, &s.judging)
	if err != nil {
		return err
	}
	force := s.force || s.resume
	if err := saveAssessment(filepath.Join(dir, assessmentName), as, force); err != nil {
		return err
	}
	if len(cfg.Output.Formats) == 0 || slices.Contains(cfg.Output.Formats, "html") {
		err := a.deliverWithMode(filepath.Join(dir, htmlName), force, modeOf(as), func(w io.Writer) error { return report.HTML(w, as, report.HTMLOptions{}) })
		if err != nil {
			return err
		}
	}
	if err := a.render(as, s.format, s.output, s.force); err != nil {
		return err
	}
	a.say("bundle, %s and %s are in %s", assessmentName, htmlName, dir)
	return a.verdictOf(cfg, as)
}

// scanDir is the folder that a scan writes into. A resumed one without a name goes on with the newest that was interrupted.
func (a *app) scanDir(cfg *config.Config, s *scanning) (string, error) {
	switch {
	case s.dir != "":
		return s.dir, nil
	case cfg.Output.Dir != "":
		return cfg.Resolve(cfg.Output.Dir), nil
	case !s.resume:
		return filepath.Join(resultsDir, a.now().UTC().Format("20060102T150405Z")), nil
	}
	found, err := os.ReadDir(resultsDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", incomplete(fmt.Errorf("find the scan to resume: %w", err))
	}
	for _, f := range slices.Backward(found) { // their names sort by time
		dir := filepath.Join(resultsDir, f.Name())
		_, err := os.Stat(filepath.Join(dir, assessmentName))
		if _, bundle := os.Stat(filepath.Join(dir, bundleName)); bundle == nil && errors.Is(err, fs.ErrNotExist) {
			return dir, nil
		}
	}
	return "", usagef("there is no interrupted scan in %s; name its folder with --dir, or begin one without --resume", resultsDir)
}

// finished reports whether a folder holds a bundle that is complete, so that only its judgement is missing.
func finished(bundle string) bool {
	_, err := os.Stat(filepath.Join(bundle, "manifest.json"))
	return err == nil
}

// render writes a report in one of the forms.
func (a *app) render(as *assess.Assessment, format, output string, force bool) error {
	return a.deliverWithMode(output, force, modeOf(as), func(w io.Writer) error {
		switch format {
		case "json":
			return report.JSON(w, as)
		case "html":
			return report.HTML(w, as, report.HTMLOptions{Became: a.became(as)})
		}
		options := a.terminalOptions(output)
		options.Became = a.became(as)
		return report.Terminal(w, as, options)
	})
}

func (a *app) terminalOptions(output string) report.TerminalOptions {
	o := report.TerminalOptions{Width: a.width(), Color: a.colored()}
	if output != "" && output != "-" {
		o.Width, o.Color = 100, a.color == "always"
	}
	return o
}

// verdictOf is the exit code that an assessment stands for.
func (a *app) verdictOf(cfg *config.Config, as *assess.Assessment) error {
	s := as.Summarize(cfg.FailOn.MinCoverage)
	code := s.ExitCode()
	switch code {
	case exitNotMet:
		a.say("exit code 1: not met, and should be: %s", shortList(namesOf(s.Failing), " "))
		if len(s.Incomplete) > 0 {
			a.say("incomplete: %s", shortList(s.Incomplete, "; "))
		}
	case exitIncomplete:
		a.say("exit code 2: %s", shortList(s.Incomplete, "; "))
	}
	return outcome(code)
}

func namesOf(ids []model.ObjectiveID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.String()
	}
	return names
}

// shortList joins the first few, and counts the others.
func shortList(all []string, separator string) string {
	const shown = 5
	if len(all) <= shown {
		return strings.Join(all, separator)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:shown], separator), len(all)-shown)
}
