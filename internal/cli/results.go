package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/report"
)

// onResult makes a command that reads one assessment: that of the newest scan, or the one named, or the part of it that its flags ask for.
func (a *app) onResult(use, short string, run func(c *cobra.Command, as *assess.Assessment, file string, rest []string) error, rest int) *cobra.Command {
	var part cutting
	c := &cobra.Command{
		Use: use, Short: short,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) < rest || len(args) > rest+1 {
				return usagef("%s takes %d to %d arguments (see `%s --help`)", c.CommandPath(), rest, rest+1, c.CommandPath())
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			as, file, err := a.loadAssessment(cfg, args[rest:])
			if err != nil {
				return err
			}
			if as, err = part.of(as); err != nil {
				return err
			}
			return run(c, as, file, args[:rest])
		},
	}
	part.flags(c.Flags())
	part.providerFlag(c.Flags())
	return c
}

func (a *app) reportCommand() *cobra.Command {
	var format, output string
	var force bool
	c := a.onResult("report [RESULT]", "The report of a scan, in any form", func(_ *cobra.Command, as *assess.Assessment, _ string, _ []string) error {
		if err := oneOf("format", format, report.Formats()...); err != nil {
			return err
		}
		return a.render(as, format, output, force)
	}, 0)
	c.Long = "RESULT is the folder of a scan or an assessment.json; without it, the newest scan in aismm-out is reported."
	c.Flags().StringVar(&format, "format", "terminal", "terminal, json or html")
	c.Flags().StringVar(&output, "output", "", "write to this file (default: standard output)")
	c.Flags().BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

func (a *app) scoreCommand() *cobra.Command {
	var format string
	c := a.onResult("score [RESULT]", "The levels, with their arithmetic", func(_ *cobra.Command, as *assess.Assessment, _ string, _ []string) error {
		if err := oneOf("format", format, "text", "json"); err != nil {
			return err
		}
		if format == "json" {
			return writeJSON(a.stdout, as.Score)
		}
		return a.deliver("", false, func(w io.Writer) error { return report.Score(w, as, a.terminalOptions("")) })
	}, 0)
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func (a *app) planCommand() *cobra.Command {
	var format string
	var net bool
	c := a.onResult("plan [RESULT]", "The way to the next level, category by category", func(_ *cobra.Command, as *assess.Assessment, _ string, _ []string) error {
		if err := oneOf("format", format, "text", "json"); err != nil {
			return err
		}
		plan := as.Plan(net)
		if format == "json" {
			return writeJSON(a.stdout, plan)
		}
		return a.deliver("", false, func(w io.Writer) error { return report.Plan(w, as, plan, a.terminalOptions("")) })
	}, 0)
	c.Flags().StringVar(&format, "format", "text", "text or json")
	c.Flags().BoolVar(&net, "net", false, "waived subjects do not stand in the way")
	return c
}

func (a *app) explainCommand() *cobra.Command {
	var subject string
	c := a.onResult("explain OBJECTIVE [RESULT]", "The whole chain from a level down to the fields that decided", func(_ *cobra.Command, as *assess.Assessment, file string, rest []string) error {
		o, err := a.explainable(as, rest[0])
		if err != nil {
			return err
		}
		options := a.terminalOptions("")
		options.Became = a.became(as)
		return a.deliver("", false, func(w io.Writer) error {
			found, err := report.Explain(w, as, report.ExplainOptions{TerminalOptions: options, Objective: o.ID.String(), Subject: subject, Result: file, Source: a.sourceOf})
			if err == nil && !found {
				return usagef("objective %s has no subject whose id contains %q; without --subject, explain shows them all", o.ID, subject)
			}
			return err
		})
	}, 1)
	// A misspelt objective is told even where there is no scan yet.
	c.PreRunE = func(_ *cobra.Command, args []string) error {
		_, unknown := a.findObjective(args[0])
		if unknown == nil {
			return nil
		}
		cfg, err := a.loadConfig()
		if err != nil {
			return err
		}
		// The assessment may know an objective that the model at hand has no more.
		if as, _, err := a.loadAssessment(cfg, args[1:]); err == nil {
			if _, err := as.Find(args[0]); err == nil {
				return nil
			}
		}
		return unknown
	}
	c.Flags().StringVar(&subject, "subject", "", "only subjects whose id contains this")
	return c
}
