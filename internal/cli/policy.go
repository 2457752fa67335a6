package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/strictyaml"
)

func (a *app) policyCommand() *cobra.Command {
	return group("policy", "The policies: one for each objective and provider", a.policyList(), a.policyShow(), a.policyTest(), a.policyLint(), a.policyMutate(), a.policyEval(), a.policyBench(), a.policyDocs(), a.policyNew(),
		a.policySchema(), a.policyAdapter(), a.policyCovers())
}

func (a *app) policyList() *cobra.Command {
	var format, provider string
	c := &cobra.Command{
		Use: "list", Short: "The policies: those that ship, and those of overlays", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			set, err := a.policies()
			if err != nil {
				return err
			}
			if provider != "" {
				catalog, err := a.catalog()
				if err != nil {
					return err
				}
				if err := knownProvider(provider, catalog); err != nil {
					return err
				}
			}
			var list []*engine.Policy
			for _, p := range set.Policies() {
				if provider == "" || p.Provider == provider {
					list = append(list, p)
				}
			}
			if format == "json" {
				return writeJSON(a.stdout, list)
			}
			// Whose policy it is, is told where not all are ours.
			foreign := slices.ContainsFunc(list, func(p *engine.Policy) bool { return p.Source != config.Shipped })
			row := func(source string, cells ...string) []string {
				if foreign {
					cells = append([]string{source}, cells...)
				}
				return cells
			}
			rows := [][]string{row("SOURCE", "OBJECTIVE", "PROVIDER", "CONDITIONS", "POLICY", "TITLE")}
			for _, p := range list {
				rows = append(rows, row(p.Source, p.Objective, p.Provider, fmt.Sprint(len(p.Conditions)), p.Path, p.Title))
			}
			return table(a.stdout, rows)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	c.Flags().StringVar(&provider, "provider", "", "only policies for this provider")
	return c
}

func (a *app) policyShow() *cobra.Command {
	return &cobra.Command{
		Use: "show POLICY", Short: "What a policy judges and reads, and its source", Args: exactArgs(1, "a policy, such as aismm.mon.spend_alerts.aws"),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := a.policies()
			if err != nil {
				return err
			}
			p, ok := set.Policy(args[0])
			if !ok {
				var names []string
				for _, p := range set.Policies() {
					names = append(names, p.Path)
				}
				return usagef("there is no policy %q%s; `aismm policy list` shows them", args[0], strictyaml.Nearest(args[0], names))
			}
			a.showPolicy(p)
			return nil
		},
	}
}

// ofOverlay says whose policy it is, where it does not ship.
func ofOverlay(p *engine.Policy) string {
	if p.Source == config.Shipped {
		return ""
	}
	return " (overlay " + p.Source + ")"
}

func (a *app) showPolicy(p *engine.Policy) {
	width := a.width()
	fmt.Fprintf(a.stdout, "%s\n%s\n\nobjective    %s\nsource       %s:%d%s\n", p.Path, wrap(p.Title, width, ""), p.Objective, p.File, p.Line, ofOverlay(p))
	field := func(name, text string) {
		if text != "" {
			fmt.Fprintf(a.stdout, "%-12s %s\n", name, wrap(text, width, strings.Repeat(" ", 13)))
		}
	}
	field("reads", strings.Join(p.Kinds, " "))
	field("settings", strings.Join(p.SettingsRead, " "))
	field("remediation", p.Remediation)
	for _, c := range p.Conditions {
		field("\n"+c.ID, c.Title)
		field("  of", strings.Join(c.Of, " "))
		field("  covers", strings.Join(c.Covers, " "))
	}
	fmt.Fprintf(a.stdout, "\n%s", a.sourceOf(p.File))
}
