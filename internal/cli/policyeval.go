package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/internal/verdict"
)

func (a *app) policyEval() *cobra.Command {
	var dirs []string
	var boundary, subject, format, asOf string
	var trace, rows, verbose bool
	c := &cobra.Command{
		Use: "eval POLICY BUNDLE", Short: "What one policy says of a bundle, and why", Args: exactArgs(2, "a policy and a bundle's folder"),
		Long: `Evaluates one policy over kept evidence and shows every subject with its conditions, and what the policy prints, with its place.
POLICY is a package, such as aismm.mon.spend_alerts.aws, or the file of a policy: <folder>/<category>/<objective>/<provider>.rego,
whose folder is then laid over the policies that ship. --trace shows for each condition that is not met the expression at which its
rules came to their end, with the values that it looked at. Exit code 0 whatever the verdicts are; 1 when the policy is an error.`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			j := judging{asOf: asOf}
			moment, err := j.moment()
			if err != nil {
				return err
			}
			set, p, err := a.findPolicy(c, args[0], dirs)
			if err != nil {
				return err
			}
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			b, err := openBundle(args[1])
			if err != nil {
				return err
			}
			var known []string
			chosen := func(id string) bool {
				known = append(known, id)
				return boundary == "" || id == boundary
			}
			all, err := set.Explain(c.Context(), b, p.Path, chosen, trace, engine.EvalOptions{Settings: cfg.Settings, AsOf: moment, Timeout: a.policyDeadline, Print: a.stderr})
			if err != nil {
				return usage(err)
			}
			if len(all) == 0 && boundary != "" {
				return usagef("%s is not evaluated in %q%s", p.Path, boundary, strictyaml.Nearest(boundary, known))
			}
			if err := keepSubject(all, subject); err != nil {
				return err
			}
			if format == "json" {
				err = writeJSON(a.stdout, all)
			} else {
				err = a.showExplanations(a.stdout, set, p, all, rows, verbose || subject != "")
			}
			if err == nil && slices.ContainsFunc(all, func(e engine.Explanation) bool { return e.Check.Status == verdict.Error }) {
				return outcome(exitNotMet)
			}
			return err
		},
	}
	f := c.Flags()
	f.StringSliceVar(&dirs, "policies", nil, "a folder of policies to lay over those that ship; may be repeated")
	f.StringVar(&boundary, "boundary", "", "only in this boundary, such as aws:111122223333")
	f.StringVar(&subject, "subject", "", "only subjects with this id; * stands for any text")
	f.BoolVar(&trace, "trace", false, "also show where the rules of conditions that are not met came to their end")
	f.BoolVarP(&verbose, "verbose", "v", false, "also show the conditions and the evidence of subjects that pass")
	f.BoolVar(&rows, "rows", false, "also show the rows as the policy gave them")
	f.StringVar(&asOf, "as-of", "", "the moment by which ages are judged (RFC 3339; default: the end of the scan)")
	f.StringVar(&format, "format", "text", "text or json")
	return c
}

// findPolicy loads the policies and finds the one that a package or a file names.
func (a *app) findPolicy(c *cobra.Command, name string, dirs []string) (*engine.Set, *engine.Policy, error) {
	if strings.HasSuffix(name, ".rego") {
		if _, err := os.Stat(name); err != nil {
			return nil, nil, usagef("read the policy: %w", err)
		}
		file, err := filepath.Abs(name)
		if err != nil {
			return nil, nil, usagef("read the policy: %w", err)
		}
		provider := filepath.Dir(file)
		category := filepath.Dir(provider)
		dirs = append(dirs, filepath.Join(filepath.Dir(name), "..", ".."))
		name = strings.Join([]string{"aismm", filepath.Base(category), filepath.Base(provider), strings.TrimSuffix(filepath.Base(file), ".rego")}, ".")
	}
	sources, _, err := a.policySources(dirs)
	if err != nil {
		return nil, nil, err
	}
	set, err := a.loadPolicies(c.Context(), sources)
	if err != nil {
		return nil, nil, usage(err)
	}
	p, ok := set.Policy(name)
	if !ok {
		var names []string
		for _, p := range set.Policies() {
			names = append(names, p.Path)
		}
		return nil, nil, usagef("there is no policy %q%s; `aismm policy list` shows them", name, strictyaml.Nearest(name, names))
	}
	return set, p, nil
}

// keepSubject leaves only the subjects whose id fits.
func keepSubject(all []engine.Explanation, pattern string) error {
	if pattern == "" {
		return nil
	}
	fits := func(id string) bool {
		ok, err := filepath.Match(strings.ReplaceAll(pattern, "/", "\x00"), strings.ReplaceAll(id, "/", "\x00"))
		return err == nil && ok || id == pattern
	}
	var ids []string
	found := false
	for i := range all {
		e := &all[i]
		e.Check.Subjects = slices.DeleteFunc(e.Check.Subjects, func(s verdict.Subject) bool {
			ids = append(ids, s.ID)
			found = found || fits(s.ID)
			return !fits(s.ID)
		})
		e.Trace = slices.DeleteFunc(e.Trace, func(t engine.TraceStep) bool { return t.ID != "" && !fits(t.ID) })
	}
	if !found {
		return usagef("no subject has the id %q%s", pattern, strictyaml.Nearest(pattern, ids))
	}
	return nil
}

func (a *app) showExplanations(w io.Writer, set *engine.Set, p *engine.Policy, all []engine.Explanation, rows, verbose bool) error {
	for _, problem := range set.Problems() {
		if problem.Policy == p.Path {
			fmt.Fprintln(w, problem)
		}
	}
	for i, e := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		open := ""
		if e.Check.Open {
			open = ", and more may be there that nobody saw"
		}
		fmt.Fprintf(w, "%s in %s: %s (%s%s)\n", p.Path, e.Check.Boundary, e.Check.Status, plural(len(e.Check.Subjects), "subject"), open)
		if f := e.Check.Error; f != nil {
			fmt.Fprintf(w, "  %s: %s (%s)\n", f.Location, f.Message, f.Code)
		}
		for _, s := range e.Check.Subjects {
			a.showSubject(w, s, e.Trace, verbose)
		}
		a.showUnbound(w, e)
		for _, g := range e.Check.Gaps {
			fmt.Fprintf(w, "  gap: %s\n", wrap(gapLine(g), a.width()-7, "       "))
		}
		if rows && e.Rows != nil {
			fmt.Fprintln(w, "  rows:")
			if err := writeJSON(w, e.Rows); err != nil {
				return err
			}
		}
	}
	return nil
}

func gapLine(g verdict.Gap) string {
	var words []string
	for _, s := range []string{g.Kind, g.Scope, g.Resource, g.Operation, g.Outcome, g.Setting, g.Message} {
		if s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, " ") + " → " + g.Settle
}

func (a *app) showSubject(w io.Writer, s verdict.Subject, trace []engine.TraceStep, verbose bool) {
	name := ""
	if s.Name != "" && s.Name != s.ID {
		name = " (" + s.Name + ")"
	}
	fmt.Fprintf(w, "  %-7s %s %s%s\n", s.Verdict, s.Kind, s.ID, name)
	if s.Verdict == verdict.Pass && !verbose {
		return
	}
	for _, c := range s.Conditions {
		fmt.Fprintf(w, "    %-7s %s: %s\n", c.Verdict, c.ID, wrap(c.Message, a.width()-12, "            "))
		if c.Verdict == verdict.Pass && !verbose {
			continue
		}
		for _, e := range c.Evidence {
			what, where := evidenceLines(e)
			fmt.Fprintf(w, "            %s\n              %s\n", shorten(what, max(60, a.width()-12)), where)
		}
		for _, g := range c.Unknown {
			fmt.Fprintf(w, "            unknown: %s\n", wrap(gapLine(g), a.width()-21, "                     "))
		}
		if c.Verdict == verdict.Pass {
			continue
		}
		for _, t := range trace {
			if t.Condition == c.ID && t.Kind == s.Kind && t.ID == s.ID {
				a.showStep(w, t, "            ")
			}
		}
	}
}

// showUnbound shows the rules that came to their end before they had a subject.
func (a *app) showUnbound(w io.Writer, e engine.Explanation) {
	for _, t := range e.Trace {
		if t.ID == "" {
			fmt.Fprintf(w, "  %s came to its end before it had a subject\n", t.Rule)
			a.showStep(w, t, "    ")
		}
	}
}

func (a *app) showStep(w io.Writer, t engine.TraceStep, indent string) {
	room := max(60, a.width()-len(indent))
	fmt.Fprintf(w, "%s%s\n", indent, shorten(fmt.Sprintf("%s:%d: %s", t.File, t.Line, t.Expression), max(room, len(t.File)+50)))
	for _, v := range t.Values {
		fmt.Fprintf(w, "%s  %s\n", indent, shorten(v, room-2))
	}
	if t.Inside != nil {
		a.showStep(w, *t.Inside, indent+"  ")
	}
}

// evidenceLines say what was observed, and where.
func evidenceLines(e verdict.Evidence) (what, where string) {
	where = e.Document + "#" + e.Pointer
	switch {
	case e.Read != "":
		return e.Read + " lists nothing that would decide otherwise", where
	case e.Absent && e.Default != nil:
		return "absent, which means " + compact(e.Default), where
	case e.Absent:
		return "absent", where
	}
	return "observed " + compact(e.Value), where
}

// compact is a value on one line.
func compact(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(b.String())
}
