package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/engine"
)

func (a *app) policyTest() *cobra.Command {
	var run, format string
	var coverage, verbose bool
	var timeout time.Duration
	c := &cobra.Command{
		Use: "test", Short: "Run the Rego tests of the policies", Args: noArgs,
		Long: `Runs the tests that lie beside the policies. The resources that tests make up are checked against the kinds' schemas, so that no
policy is proven on a field that does not exist. Exit code 1 when a test fails.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			o := engine.TestOptions{Sources: a.sources, Kinds: collectors.Kinds(), Coverage: coverage, Timeout: timeout}
			if run != "" {
				re, err := regexp.Compile(run)
				if err != nil {
					return usagef("--run is no regular expression: %w", err)
				}
				o.Run = re
			}
			r, err := engine.Test(c.Context(), o)
			if errors.Is(err, engine.ErrNoTests) {
				return usage(err)
			}
			if err != nil {
				return err
			}
			if format == "json" {
				err = writeJSON(a.stdout, r)
			} else {
				a.showTests(r, verbose)
			}
			if err == nil && !r.OK() {
				return outcome(exitNotMet)
			}
			return err
		},
	}
	c.Flags().StringVar(&run, "run", "", "only tests whose full name matches this regular expression")
	c.Flags().BoolVar(&coverage, "coverage", false, "also show the lines that no test reaches")
	c.Flags().BoolVarP(&verbose, "verbose", "v", false, "also show the tests that pass")
	c.Flags().DurationVar(&timeout, "timeout", time.Minute, "the longest that one test may take")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func (a *app) showTests(r *engine.TestReport, verbose bool) {
	passed := 0
	for _, t := range r.Tests {
		if t.Status == engine.TestPassed {
			passed++
			if !verbose {
				continue
			}
		}
		fmt.Fprintf(a.stdout, "%s  %s.%s (%s:%d)\n", t.Status, t.Package, t.Name, t.File, t.Line)
		if t.Message != "" {
			fmt.Fprintf(a.stdout, "      %s\n", t.Message)
		}
		for _, k := range t.Cases {
			if verbose || k.Status != engine.TestPassed {
				fmt.Fprintf(a.stdout, "      %s  %s\n", k.Status, k.Name)
			}
		}
		if t.Output != "" {
			fmt.Fprintf(a.stdout, "      %s\n", strings.ReplaceAll(strings.TrimRight(t.Output, "\n"), "\n", "\n      "))
		}
	}
	for _, p := range r.Problems {
		fmt.Fprintln(a.stdout, p)
	}
	lines, missed := 0, 0
	for _, f := range r.Files {
		lines += f.Lines
		missed += len(f.Uncovered)
		if len(f.Uncovered) > 0 {
			fmt.Fprintf(a.stdout, "not reached: %s lines %v\n", f.File, f.Uncovered)
		}
	}
	fmt.Fprintf(a.stdout, "%d of %s passed, %s", passed, plural(len(r.Tests), "test"), plural(len(r.Problems), "problem"))
	if lines > 0 {
		fmt.Fprintf(a.stdout, ", %.1f%% of %d lines reached", 100*float64(lines-missed)/float64(lines), lines)
	}
	fmt.Fprintln(a.stdout)
}
