package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/findings"
)

func (a *app) policyTest() *cobra.Command {
	var run, format, output string
	var coverage, verbose, watch, force bool
	var timeout time.Duration
	c := &cobra.Command{
		Use: "test [DIR...]", Short: "Run the Rego tests of the policies",
		Long: `Runs the tests that lie beside the policies of the folders, which are laid over those that ship; without a folder, of those that
ship. The resources that tests make up are checked against the kinds' schemas, so that no policy is proven on a field that does not
exist. A comparison that does not hold is shown as a difference: - is only on its left, + only on its right.
Exit code 1 when a test fails, 64 when there is none.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, "text", "json", "junit"); err != nil {
				return err
			}
			if err := mayWrite(output, force); err != nil {
				return err
			}
			sources, of, err := a.policySources(dirs)
			if err != nil {
				return err
			}
			o := engine.TestOptions{Sources: sources, Of: of, Kinds: a.kinds(), Coverage: coverage, Timeout: timeout}
			if run != "" {
				if o.Run, err = regexp.Compile(run); err != nil {
					return usagef("--run is no regular expression: %w", err)
				}
			}
			once := func(ctx context.Context) error {
				return a.testOnce(ctx, o, func(w io.Writer, r *engine.TestReport) error {
					switch format {
					case "json":
						return writeJSON(w, r)
					case "junit":
						return writeJUnit(w, r)
					}
					a.showTests(w, r, verbose)
					return nil
				}, output, force)
			}
			if watch {
				if len(dirs) == 0 || output != "" || format != "text" {
					return usagef("--watch needs a folder and writes text to the terminal: aismm policy test --watch DIR")
				}
				return a.watchFolders(c.Context(), dirs, once)
			}
			return once(c.Context())
		},
	}
	f := c.Flags()
	f.StringVar(&run, "run", "", "only tests whose full name (data.<package>.<test>) matches this regular expression")
	f.BoolVar(&coverage, "coverage", false, "also show the lines that no test reaches")
	f.BoolVarP(&verbose, "verbose", "v", false, "also show the tests that pass")
	f.BoolVar(&watch, "watch", false, "run again whenever a file of the folders changes, until interrupted")
	f.DurationVar(&timeout, "timeout", time.Minute, "the longest that one test may take")
	f.StringVar(&format, "format", "text", "text, json or junit")
	f.StringVar(&output, "output", "", "write to this file instead of standard output")
	f.BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

func (a *app) testOnce(ctx context.Context, o engine.TestOptions, render func(io.Writer, *engine.TestReport) error, output string, force bool) error {
	r, err := engine.Test(ctx, o)
	if errors.Is(err, engine.ErrNoTests) {
		if o.Run != nil {
			return usagef("no test matches --run %s; full names look like data.aismm.gov.ai_policy_maintained.records_test.test_subjects", o.Run)
		}
		return usagef("%w; a policy's tests lie beside it, in <provider>_test.rego, and are named test_…", err)
	}
	if err != nil {
		return usage(err)
	}
	if err := a.deliver(output, force, func(w io.Writer) error { return render(w, r) }); err != nil {
		return err
	}
	if !r.OK() {
		return outcome(exitNotMet)
	}
	return nil
}

// shownCases is how many failing cases of one test are shown with all that is known about them.
const shownCases = 10

func (a *app) showTests(w io.Writer, r *engine.TestReport, verbose bool) {
	passed := 0
	for _, t := range r.Tests {
		if t.Status == engine.TestPassed {
			passed++
			if !verbose {
				continue
			}
		}
		fmt.Fprintf(w, "%s  %s.%s (%s:%d)\n", a.statusWord(t.Status), t.Package, t.Name, t.File, t.Line)
		if t.Message != "" {
			fmt.Fprintf(w, "      %s\n", t.Message)
		}
		for _, k := range t.Cases {
			if verbose || k.Status != engine.TestPassed {
				fmt.Fprintf(w, "      %s  %s\n", a.statusWord(k.Status), k.Name)
			}
			a.showFailures(w, t.Failures, k.Name)
		}
		a.showFailures(w, t.Failures, "")
		if t.Output != "" {
			fmt.Fprintf(w, "      printed:\n        %s\n", strings.ReplaceAll(strings.TrimRight(t.Output, "\n"), "\n", "\n        "))
		}
	}
	for _, p := range r.Problems {
		fmt.Fprintln(w, p)
	}
	lines, missed := 0, 0
	for _, f := range r.Files {
		lines += f.Lines
		missed += len(f.Uncovered)
		for i, line := range f.Uncovered {
			fmt.Fprintf(w, "%s:%d: no test reaches: %s\n", f.File, line, strings.TrimSpace(f.Texts[i]))
		}
	}
	fmt.Fprintf(w, "%d of %s passed, %s", passed, plural(len(r.Tests), "test"), plural(len(r.Problems), "problem"))
	if lines > 0 {
		fmt.Fprintf(w, ", %.1f%% of %s reached", 100*float64(lines-missed)/float64(lines), plural(lines, "line"))
	}
	fmt.Fprintln(w)
}

func (a *app) showFailures(w io.Writer, list []engine.Failure, row string) {
	const indent = "            "
	for _, f := range list[:min(len(list), shownCases)] {
		if f.Case != row {
			continue
		}
		for _, line := range failureLines(f, a.width()-len(indent)) {
			fmt.Fprintf(w, "%s%s\n", indent, line)
		}
	}
}

// failureLines says where a test came to its end.
func failureLines(f engine.Failure, width int) []string {
	room := max(40, width)
	lines := []string{shorten(fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Expression), max(room, len(f.File)+40))}
	if f.Undefined {
		lines = append(lines, "one side of it is undefined")
	}
	for _, d := range f.Difference {
		lines = append(lines, shorten(d, room))
	}
	for _, v := range f.Values {
		lines = append(lines, shorten(v, room))
	}
	return lines
}

func shorten(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return s
}

func (a *app) statusWord(s engine.TestStatus) string {
	color := map[engine.TestStatus]string{engine.TestPassed: "32", engine.TestFailed: "31", engine.TestErrored: "31", engine.TestSkipped: "33"}[s]
	if !a.colored() {
		return string(s)
	}
	return "\x1b[" + color + "m" + string(s) + "\x1b[0m"
}

// writeJUnit makes a case of every row of a table test.
func writeJUnit(w io.Writer, r *engine.TestReport) error {
	var cases []findings.Case
	status := map[engine.TestStatus]findings.Status{engine.TestPassed: findings.Passed, engine.TestFailed: findings.Failed, engine.TestErrored: findings.Errored,
		engine.TestSkipped: findings.Skipped}
	for _, t := range r.Tests {
		one := findings.Case{Suite: t.Package, Name: t.Name, File: t.File, Line: t.Line, Duration: t.Duration, Status: status[t.Status], Message: t.Message, Output: t.Output}
		if len(t.Cases) == 0 || t.Status == engine.TestErrored {
			one.Detail = failureText(t.Failures, "")
			one.Message = cmp.Or(one.Message, firstLine(one.Detail))
			cases = append(cases, one)
			continue
		}
		for i, k := range t.Cases {
			row := one
			row.Name, row.Status, row.Detail = t.Name+"/"+k.Name, status[k.Status], failureText(t.Failures, k.Name)
			row.Message, row.Duration = firstLine(row.Detail), t.Duration/time.Duration(len(t.Cases))
			if i > 0 {
				row.Output = ""
			}
			cases = append(cases, row)
		}
	}
	for _, p := range r.Problems {
		cases = append(cases, findings.Case{Suite: "problems", Name: p.Code, File: p.File, Line: p.Line, Status: findings.Errored, Message: p.String()})
	}
	return findings.JUnit(w, "aismm policy test", cases)
}

func failureText(list []engine.Failure, row string) string {
	var all []string
	for _, f := range list {
		if f.Case == row {
			all = append(all, failureLines(f, 200)...)
		}
	}
	return strings.Join(all, "\n")
}

// watchFolders runs something now, and again whenever a file of the folders changes, until the context ends.
func (a *app) watchFolders(ctx context.Context, dirs []string, run func(context.Context) error) error {
	const pause = 300 * time.Millisecond
	var seen []string
	for {
		now, err := stateOf(dirs)
		if err != nil {
			return usage(err)
		}
		if !slices.Equal(now, seen) {
			seen = now
			fmt.Fprintf(a.stdout, "%s\n", a.now().Format(time.TimeOnly))
			if err := run(ctx); err != nil && codeOf(err) != exitNotMet {
				fmt.Fprintf(a.stdout, "%v\n", err)
			}
			fmt.Fprintln(a.stdout, "waiting for a change; stop with Ctrl-C")
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}
