package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model/peers"
)

func (a *app) policyCovers() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "covers [TOOL[:CHECK]]", Short: "Which conditions judge the same as a check of another tool, and why none does",
		Long: `Lists the checks of other tools that concern AI platforms, with the condition that judges just the same fact, or the reason why none does.
Name a tool (prowler) for all of its checks, or one check (prowler:bedrock_guardrail_prompt_attack_filter_enabled).`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s takes one tool or check (see `%s --help`)", c.CommandPath(), c.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			set, err := a.policies()
			if err != nil {
				return err
			}
			list, err := peers.Load()
			if err != nil {
				return err
			}
			rows := list.Join(claimsOf(set.Policies()))
			if len(args) == 1 {
				if rows, err = chosenChecks(rows, args[0]); err != nil {
					return err
				}
			}
			if format == "json" {
				return writeJSON(a.stdout, rows)
			}
			return a.showChecks(rows)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

// chosenChecks are the checks of a tool, or the one of that id.
func chosenChecks(rows []peers.Row, word string) ([]peers.Row, error) {
	var chosen []peers.Row
	var ids []string
	for _, r := range rows {
		if r.ID == word || r.Tool() == word {
			chosen = append(chosen, r)
		}
		ids = append(ids, r.ID)
	}
	if len(chosen) > 0 {
		return chosen, nil
	}
	if !strings.Contains(word, ":") {
		ids = toolsOf(rows)
		return nil, usagef("no tool %q is known%s; known are %s", word, strictyaml.Nearest(word, ids), strings.Join(ids, ", "))
	}
	return nil, usagef("no check %q is known%s", word, strictyaml.Nearest(word, ids))
}

func (a *app) showChecks(rows []peers.Row) error {
	out := [][]string{{"CHECK", "PROVIDER", "JUDGED BY"}}
	covered := 0
	for _, r := range rows {
		by := strings.ReplaceAll(judgedBy(r), "`", "")
		switch {
		case len(r.Claims) > 0:
			covered++
		case r.Reason == nil && !readable(r.Check):
			by = "provider not read yet"
		}
		out = append(out, []string{r.ID, r.Provider, by})
	}
	if err := table(a.stdout, out); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\n%d of %s covered\n", covered, plural(len(rows), "check"))
	return nil
}
