package cli

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
)

func (a *app) policyMutate() *cobra.Command {
	var run, format, output string
	var force, verbose bool
	var threshold, each float64
	var timeout time.Duration
	c := &cobra.Command{
		Use: "mutate [DIR...]", Short: "Prove the policies: damage the evidence of their tests, and see whether they notice",
		Long: `Takes the inputs that the policies' own tests give them, builds the evidence that would lead to these, and changes one thing at a
time: deletes each field that is read, changes each value, setting and the clock, removes each resource, refuses each read. Then
the engine judges. A deletion must never become a pass, nor make a failing subject vanish, unless the condition documents the
provider's default; a change must be able to change the verdict of what reads it, and of nothing else; what was refused must be
unknown. What survives is shown with the example and with what would kill it.

A survivor for which nothing is wrong is accepted in the METADATA of its condition (or of the package, for the subjects):
  custom: {survives: [{path: config.Status, reason: why}]}

Judges the policies of the folders, which are laid over those that ship; without a folder, those that ship.
Exit code 1 when a score is below its threshold.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			for flag, value := range map[string]float64{"threshold": threshold, "threshold-each": each} {
				if value < 0 || value > 100 {
					return usagef("--%s is %v; it is a percentage from 0 to 100", flag, value)
				}
			}
			if err := mayWrite(output, force); err != nil {
				return err
			}
			o, err := a.mutateOptions(dirs, run, timeout)
			if err != nil {
				return err
			}
			started := a.now()
			r, err := engine.Mutate(c.Context(), o)
			if errors.Is(err, engine.ErrNoPolicies) {
				return usage(err)
			}
			if err != nil {
				return err
			}
			if a.showsProgress() {
				fmt.Fprintf(a.stderr, "proved %s with %s in %s\n", plural(len(r.Policies), "policy"), plural(r.Judged, "judgement"),
					a.now().Sub(started).Round(100*time.Millisecond))
			}
			err = a.deliver(output, force, func(w io.Writer) error {
				if format == "json" {
					return writeJSON(w, r)
				}
				return a.showMutation(w, r, each, verbose)
			})
			if err == nil && !mutationHolds(r, threshold, each) {
				return outcome(exitNotMet)
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&run, "run", "", "only policies whose package matches this regular expression")
	f.Float64Var(&threshold, "threshold", 95, "the least score of all together, in percent")
	f.Float64Var(&each, "threshold-each", 90, "the least score of any one policy, in percent")
	f.DurationVar(&timeout, "timeout", 30*time.Second, "the longest that one judgement may take")
	f.StringVar(&format, "format", "text", "text or json")
	f.StringVar(&output, "output", "", "write to this file instead of standard output")
	f.BoolVar(&force, "force", false, "replace a file that exists")
	f.BoolVarP(&verbose, "verbose", "v", false, "also show the scores of all conditions")
	return c
}

func (a *app) mutateOptions(dirs []string, run string, timeout time.Duration) (engine.MutateOptions, error) {
	sources, of, err := a.policySources(dirs)
	if err != nil {
		return engine.MutateOptions{}, err
	}
	objectives, err := a.objectiveRefs()
	if err != nil {
		return engine.MutateOptions{}, err
	}
	o := engine.MutateOptions{Sources: sources, Of: of, Kinds: a.kinds(), Objectives: objectives, Timeout: timeout}
	if run != "" {
		re, err := regexp.Compile(run)
		if err != nil {
			return o, usagef("--run is no regular expression: %w", err)
		}
		o.Only = func(p *engine.Policy) bool { return re.MatchString(p.Path) }
	}
	if width, isTerminal := terminal(a.stderr); isTerminal && a.showsProgress() {
		o.Progress = func(done, total int, policy string) {
			text := fmt.Sprintf("proving %d/%d  %s", done, total, policy)
			fmt.Fprintf(a.stderr, "\r\x1b[K%s", text[:min(len(text), width-1)])
			if done == total {
				fmt.Fprint(a.stderr, "\r\x1b[K")
			}
		}
	}
	return o, nil
}

func mutationHolds(r *engine.MutationReport, threshold, each float64) bool {
	for _, p := range r.Policies {
		if p.Score < each {
			return false
		}
	}
	return r.Score >= threshold
}

// showMutation lists what survives, policy by policy, and the scores.
func (a *app) showMutation(w io.Writer, r *engine.MutationReport, each float64, verbose bool) error {
	width := a.width()
	indent := strings.Repeat(" ", 11)
	field := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "  %-8s %s\n", name, wrap(text, width, indent))
		}
	}
	for _, s := range r.Survivors {
		if s.Accepted != "" && !verbose {
			continue
		}
		fmt.Fprintf(w, "%s:%d: %s\n", s.File, s.Line, s.Condition)
		field("mutant", s.Mutant)
		if s.Example != "" {
			more := ""
			if s.Examples > 1 {
				more = fmt.Sprintf(", and %d more", s.Examples-1)
			}
			field("example", fmt.Sprintf("%s (%s:%d)%s", s.Example, s.TestFile, s.TestLine, more))
			field("subject", s.Subject)
		}
		if s.Accepted != "" {
			field("accepted", s.Accepted)
		} else {
			field("kill it", s.Kill)
		}
		fmt.Fprintln(w)
	}
	for _, p := range r.Policies {
		if p.Fault != "" {
			fmt.Fprintf(w, "%s: %s\n\n", p.File, wrap("not proven: "+p.Fault, width, "  "))
		}
		for _, n := range p.Notes {
			fmt.Fprintf(w, "%s\n\n", wrap(n, width, "  "))
		}
	}
	rows := [][]string{{"SCORE", "KILLED", "SURVIVED", "ACCEPTED", "EXAMPLES", "POLICY"}}
	row := func(score float64, c engine.MutationCount, examples, name string) {
		rows = append(rows, []string{fmt.Sprintf("%.2f%%", score), fmt.Sprint(c.Killed), fmt.Sprint(c.Survived()), fmt.Sprint(c.Accepted), examples, name})
	}
	low := 0
	for _, p := range r.Policies {
		if p.Score < each {
			low++
		}
		if p.Score == 100 && !verbose && len(r.Policies) > 1 {
			continue
		}
		row(p.Score, p.MutationCount, fmt.Sprint(p.Examples), p.Policy)
		if verbose {
			for _, c := range p.Conditions {
				row(c.Score, c.MutationCount, "", "  "+c.Condition)
			}
		}
	}
	if len(rows) > 1 {
		if err := table(w, rows); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%.2f%%: %s of %s, %d killed, %d survive, %d accepted", r.Score, plural(r.Mutants, "mutant"), plural(len(r.Policies), "policy"), r.Killed, r.Survived(), r.Accepted)
	if low > 0 {
		fmt.Fprintf(w, "; %s below %v%%", plural(low, "policy"), each)
	}
	_, err := fmt.Fprintln(w)
	return err
}
