package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/report"
)

func (a *app) doctorCommand() *cobra.Command {
	var r reach
	var format string
	c := &cobra.Command{
		Use: "doctor", Short: "What can be read with the credentials at hand, what is refused, and what will stay unknown", Args: noArgs,
		Long: `Signs in to every provider, lists the scopes that a scan would reach, and really makes all reads in a small sample of them:
the organization, one account, one region. Nothing is written. Exit code 2 when something is refused or not reachable.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			d, err := a.diagnose(c.Context(), &r)
			if err != nil {
				return err
			}
			if format == "json" {
				err = writeJSON(a.stdout, d)
			} else {
				err = a.deliver("", false, func(w io.Writer) error { return showDiagnosis(w, d, a.width()) })
			}
			if err != nil {
				return err
			}
			for _, p := range d.Providers {
				if !p.Connected || len(p.Gaps) > 0 {
					return outcome(exitIncomplete)
				}
			}
			return nil
		},
	}
	r.flags(c.Flags())
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

// diagnosis is what doctor found out.
type diagnosis struct {
	Providers []collect.ProbedProvider
	// Unknown are the objectives that will stay unknown, with what they lack.
	Unknown []shortfall
}

type shortfall struct {
	Objective string
	Title     string
	Provider  string
	Lacks     []string
}

func (a *app) diagnose(ctx context.Context, r *reach) (*diagnosis, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	o, err := a.collectOptions(cfg, r)
	if err != nil {
		return nil, err
	}
	set, err := a.policies()
	if err != nil {
		return nil, err
	}
	probed, err := collect.Probe(ctx, o)
	if err != nil {
		return nil, incomplete(err)
	}
	return &diagnosis{Providers: probed.Providers, Unknown: predict(set, probed, cfg.Settings)}, nil
}

// predict names the objectives whose policies read a kind that could not be read, or a setting that nobody has set.
func predict(set *engine.Set, probed *collect.ProbeResult, settings map[string]any) []shortfall {
	lost := map[string]bool{}
	connected := map[string]bool{}
	for _, p := range probed.Providers {
		connected[p.Name] = p.Connected
		for _, k := range p.KindsAffected {
			lost[k] = true
		}
	}
	declared := set.Settings()
	var list []shortfall
	for _, p := range set.Policies() {
		if !connected[p.Provider] {
			continue
		}
		s := shortfall{Objective: p.Objective, Title: p.Title, Provider: p.Provider}
		for _, k := range p.Kinds {
			if lost[k] || strings.HasPrefix(k, "record_") && !connected[recordsProvider] {
				s.Lacks = append(s.Lacks, k)
			}
		}
		for _, name := range p.SettingsRead {
			if settings[name] == nil && declared[name].Default == nil {
				s.Lacks = append(s.Lacks, "setting "+name)
			}
		}
		if len(s.Lacks) > 0 {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(x, y shortfall) int { return strings.Compare(x.Objective, y.Objective) })
	return list
}

func showDiagnosis(w io.Writer, d *diagnosis, width int) error {
	for _, p := range d.Providers {
		if !p.Connected {
			fmt.Fprintf(w, "✗ %s: not connected\n    %s\n", p.Name, wrap(p.Reason, width, "    "))
			continue
		}
		failed, sampled := 0, 0
		for _, s := range p.Scopes {
			if s.Outcome.Gap() && s.Outcome != "" {
				failed++
			}
			if s.Sampled {
				sampled++
			}
		}
		fmt.Fprintf(w, "✓ %s: signed in as %s\n    %s expected, %d sampled, %s, %s\n", p.Name, p.Identity, plural(len(p.Scopes), "scope"), sampled,
			plural(len(p.Reads), "read"), plural(int(p.Calls), "call"))
		for _, s := range p.Scopes {
			if s.Outcome != "" && s.Outcome != evidence.OK {
				fmt.Fprintf(w, "  ✗ %s\n", wrap(s.Scope.ID+" cannot be entered: "+s.Reason, width, "    "))
			}
		}
		for _, g := range p.Gaps {
			fmt.Fprintf(w, "  ✗ %s\n", wrap(fmt.Sprintf("%s: %s in %s (%s)", g.Operation, g.Outcome, strings.Join(g.Scopes, ", "), firstLine(g.Message)), width, "    "))
		}
		for _, f := range p.Drift {
			fmt.Fprintf(w, "  ! %s\n", wrap("drift of the API: "+report.DriftLine(f), width, "    "))
		}
		if len(p.MissingPermissions) > 0 {
			fmt.Fprintf(w, "    permissions to grant: %s\n", wrap(strings.Join(p.MissingPermissions, " "), width, "      "))
		}
	}
	if len(d.Unknown) > 0 {
		fmt.Fprintf(w, "\nwill stay unknown, in whole or in part:\n")
		for _, s := range d.Unknown {
			fmt.Fprintf(w, "  ? %-9s %s\n", s.Objective, wrap(fmt.Sprintf("%s (%s): lacks %s", s.Title, s.Provider, strings.Join(s.Lacks, ", ")), width, "              "))
		}
	}
	return nil
}
