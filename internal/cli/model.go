package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

func (a *app) modelCommand() *cobra.Command {
	return group("model", "The maturity model: categories, levels, control objectives", a.modelList(), a.modelShow(), a.modelLint())
}

func (a *app) modelList() *cobra.Command {
	var category, provider, format string
	var level int
	c := &cobra.Command{
		Use: "list", Short: "The control objectives", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			list, err := chooseObjectives(category, provider, level)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, list)
			}
			rows := [][]string{{"OBJECTIVE", "SLUG", "TARGET", "MODE", "PROVIDERS", "TITLE"}}
			for _, o := range list {
				rows = append(rows, []string{o.ID.String(), string(o.Slug), o.Target.String(), string(o.Mode), strings.Join(o.Providers(), " "), o.Title})
			}
			return table(a.stdout, rows)
		},
	}
	c.Flags().StringVar(&category, "category", "", "only this category, such as MON")
	c.Flags().StringVar(&provider, "provider", "", "only objectives that this provider's evidence can decide")
	c.Flags().IntVar(&level, "level", 0, "only this level, 2 to 5")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func chooseObjectives(category, provider string, level int) ([]*model.Objective, error) {
	catalog, err := model.Default()
	if err != nil {
		return nil, err
	}
	list := catalog.All()
	if provider != "" {
		if err := knownProvider(provider, catalog); err != nil {
			return nil, err
		}
	}
	if category != "" {
		k, err := model.ParseCategory(category)
		if err != nil {
			return nil, usage(err)
		}
		list = catalog.ByCategory(k)
	}
	if level != 0 && (level < 2 || level > 5) {
		return nil, usagef("--level is %d; objectives have the levels 2 to 5", level)
	}
	return slices.DeleteFunc(list, func(o *model.Objective) bool {
		return level != 0 && int(o.Level) != level || provider != "" && !slices.Contains(o.Providers(), provider)
	}), nil
}

// knownProvider reports a provider that no objective of the model names.
func knownProvider(name string, catalog *model.Catalog) error {
	var known []string
	for _, o := range catalog.All() {
		known = append(known, o.Providers()...)
	}
	slices.Sort(known)
	if known = slices.Compact(known); !slices.Contains(known, name) {
		return usagef("unknown provider %q%s", name, strictyaml.Nearest(name, known))
	}
	return nil
}

func (a *app) modelShow() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "show OBJECTIVE", Short: "One control objective, by id, name or slug", Args: exactArgs(1, "an objective, such as MON-L2-1"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			o, err := findObjective(args[0])
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, o)
			}
			showObjective(a.stdout, o, a.width())
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func findObjective(word string) (*model.Objective, error) {
	catalog, err := model.Default()
	if err != nil {
		return nil, err
	}
	o, err := catalog.Find(word)
	if err != nil {
		return nil, usagef("%w; `aismm model list` shows them", err)
	}
	return o, nil
}

func showObjective(w io.Writer, o *model.Objective, width int) {
	fmt.Fprintf(w, "%s  %s\n%s\n\n", o.ID, o.Name(), wrap(o.Title, width, ""))
	field := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "%-12s  %s\n", name, wrap(text, width, strings.Repeat(" ", 14)))
		}
	}
	field("category", o.Category().Name())
	field("level", o.Level.String()+" "+o.Level.Name())
	field("indicator", o.Indicator)
	field("target", o.Target.String())
	field("mode", string(o.Mode))
	var deployments []string
	for _, d := range o.Deployment {
		deployments = append(deployments, d.Name())
	}
	field("deployment", strings.Join(deployments, ", "))
	field("why", o.Rationale)
	field("evidence", o.Evidence)
	field("scope", o.ScopeNotes)
	field("remediation", o.Remediation)
	field("AICM "+o.AICM.Version, strings.Join(o.AICM.IDs, ", "))
	for _, f := range o.Mappings.All() {
		field(f.Title, strings.Join(f.IDs, ", "))
	}
	for _, k := range o.Checks {
		fmt.Fprintf(w, "\ncheck by %s\n", k.Provider)
		field("  reads", strings.Join(k.Kinds, ", "))
		field("  judges", k.Subject)
		field("  passes when", k.PassesWhen)
	}
}

func (a *app) modelLint() *cobra.Command {
	return &cobra.Command{
		Use: "lint [DIR]", Short: "Check the model that ships, or the catalog in a folder", Args: atMostOne("a folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			load := model.Default
			if len(args) == 1 {
				if _, err := os.Stat(args[0]); err != nil {
					return usagef("read the catalog: %w", err)
				}
				load = func() (*model.Catalog, error) { return model.Load(os.DirFS(args[0])) }
			}
			c, err := load()
			if err != nil {
				return usage(err)
			}
			fmt.Fprintf(a.stdout, "%d objectives, version %s, %s: no faults\n", len(c.All()), c.Version(), c.Digest())
			return nil
		},
	}
}

func atMostOne(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usagef("%s takes %s at most, not %d arguments (see `%s --help`)", c.CommandPath(), what, len(args), c.CommandPath())
		}
		return nil
	}
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// wrap breaks text at spaces so that no line is wider than the terminal; lines after the first are indented.
func wrap(text string, width int, indent string) string {
	room := max(30, width-len(indent))
	var b strings.Builder
	used := 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case used == 0:
		case used+1+n > room:
			b.WriteString("\n" + indent)
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}
