package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/evidence"
)

// gather are the flags of commands that write a bundle.
type gather struct {
	reach
	resume, force bool
}

func (g *gather) flags(c *cobra.Command) {
	g.reach.flags(c.Flags())
	c.Flags().BoolVar(&g.resume, "resume", false, "go on with an interrupted run; what is complete is kept")
	c.Flags().BoolVar(&g.force, "force", false, "replace what an earlier run has left there")
}

func (a *app) collectCommand() *cobra.Command {
	var g gather
	var dir string
	c := &cobra.Command{
		Use: "collect", Short: "Read the providers into a bundle of evidence", Args: noArgs,
		Long: `Reads the providers and writes a bundle: one document for each collector and scope, and a manifest that pins them all.
Nothing is judged; aismm check does that, here or anywhere else. Exit code 2 when anything could not be read.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			r, err := a.runCollect(c.Context(), cfg, &g, dir, fmt.Sprintf("aismm collect --output %s --resume", dir), nil)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "%s\n%s\n", dir, r.Digest)
			return outcome(codeOfManifest(r.Manifest))
		},
	}
	g.flags(c)
	c.Flags().StringVar(&dir, "output", "bundle", "the bundle's folder")
	return c
}

// runCollect collects into dir. Errors carry their exit code: usage for what cannot be begun, incomplete for what stopped it. Again is the
// command that goes on after an interruption.
func (a *app) runCollect(ctx context.Context, cfg *config.Config, g *gather, dir, again string, adjust func(*collect.Options)) (*collect.Result, error) {
	o, err := a.collectOptions(cfg, &g.reach)
	if err != nil {
		return nil, err
	}
	o.Dir, o.Force, o.Resume, o.Progress = dir, g.force, g.resume, a.progress()
	if adjust != nil {
		adjust(&o)
	}
	r, err := collect.Run(ctx, o)
	if err == nil {
		return r, nil
	}
	if interrupted, ok := errors.AsType[*collect.InterruptedError](err); ok {
		if g.force && interrupted.Documents == 0 { // an earlier bundle stays until the providers have answered
			again = strings.Replace(again, "--resume", "--force", 1)
		}
		return nil, incomplete(fmt.Errorf("%w; go on with `%s`", interrupted, again))
	}
	if _, misused := errors.AsType[*collect.UseError](err); misused {
		return nil, usage(err)
	}
	for _, taken := range []error{evidence.ErrFinished, evidence.ErrInterrupted, evidence.ErrNoBundle, evidence.ErrOtherOptions, evidence.ErrOccupied} {
		if errors.Is(err, taken) {
			return nil, usage(err)
		}
	}
	return nil, incomplete(err)
}

// codeOfManifest is 2 while anything that was expected could not be read.
func codeOfManifest(m *evidence.Manifest) int {
	for _, p := range m.Providers {
		if !p.Connected {
			return exitIncomplete
		}
	}
	for _, l := range m.Ledger {
		if l.Status == evidence.Partial || l.Status == evidence.ScopeFailed {
			return exitIncomplete
		}
	}
	return exitOK
}

func (a *app) bundleCommand() *cobra.Command {
	return group("bundle", "Bundles of evidence", a.bundleShow())
}

func (a *app) bundleShow() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "show BUNDLE", Short: "What a bundle holds, after every digest was checked", Args: exactArgs(1, "a bundle's folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			b, err := openBundle(args[0])
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, b.Manifest)
			}
			return a.showBundle(b)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json (the manifest)")
	return c
}

// openBundle opens a bundle; one that cannot be trusted, or is not there, is an error in what the caller named.
func openBundle(dir string) (*evidence.Bundle, error) {
	b, err := evidence.Open(dir)
	if err == nil {
		return b, nil
	}
	switch {
	case errors.Is(err, evidence.ErrNoBundle):
		return nil, usage(fmt.Errorf("%w; name the bundle that `aismm collect` or a scan has written", err))
	case errors.Is(err, evidence.ErrInterrupted):
		return nil, usage(err)
	}
	return nil, incomplete(err)
}

func (a *app) showBundle(b *evidence.Bundle) error {
	m := b.Manifest
	resources, calls := 0, 0
	for _, d := range m.Documents {
		calls += d.Calls
		for _, n := range d.Resources {
			resources += n
		}
	}
	fmt.Fprintf(a.stdout, "bundle     %s\ncollected  %s to %s by aismm %s\n", b.Digest(), m.StartedAt.Format("2006-01-02 15:04:05"), m.EndedAt.Format("2006-01-02 15:04:05 MST"), m.Tool)
	if m.Invented {
		fmt.Fprintln(a.stdout, "note       an invented enterprise: nothing here is evidence about anybody")
	}
	fmt.Fprintf(a.stdout, "holds      %s, %s, %s\n\n", plural(len(m.Documents), "document"), plural(resources, "resource"), plural(calls, "call"))
	rows := [][]string{{"PROVIDER", "CONNECTED", "IDENTITY OR REASON"}}
	for _, p := range m.Providers {
		state := "yes"
		if !p.Connected {
			state = "no"
		}
		rows = append(rows, []string{p.Name, state, p.Identity + p.Reason})
	}
	if err := table(a.stdout, rows); err != nil {
		return err
	}
	rows = [][]string{{"\nSCOPE", "STATUS", "DOCUMENTS", "GAPS", "REASON"}}
	documents := map[string]int{}
	for _, d := range m.Documents {
		documents[d.Scope.ID+" "+string(d.Scope.Level)]++
	}
	for _, l := range m.Ledger {
		rows = append(rows, []string{l.Scope.ID, string(l.Status), fmt.Sprint(documents[l.Scope.ID+" "+string(l.Scope.Level)]), fmt.Sprint(l.Gaps), firstLine(l.Reason)})
	}
	if err := table(a.stdout, rows); err != nil {
		return err
	}
	drift := m.Drift()
	if len(drift) == 0 {
		return nil
	}
	fmt.Fprintf(a.stdout, "\ndrift of the providers' APIs, which decides nothing: what was read differs from the schemas\n")
	rows = [][]string{{"KIND", "FIELD", "CHANGE", "COUNT", "EXAMPLE"}}
	for _, d := range drift {
		rows = append(rows, []string{d.Kind, d.Field, string(d.Change), fmt.Sprint(d.Count), firstLine(d.Example)})
	}
	return table(a.stdout, rows)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
