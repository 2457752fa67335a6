package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

func (a *app) modelCommand() *cobra.Command {
	c := group("model", "The maturity model: categories, levels, control objectives", a.modelList(), a.modelShow(), a.modelLint(), a.modelImport(), a.modelExport())
	c.Long = `A model is a folder: model.yaml names its levels, domains, categories and target levels, and every other *.yaml file is a list of
objectives. ` + "`aismm model export`" + ` writes the one in effect as a start; --model or model.catalog uses another one. Folders under
model.overlay, and the folder model of an overlay, add objectives, give keys of others new values, and ask for other target levels;
two of them may not speak of the same thing.

An objective can take effect later (effective: 2027-01-01): until then it is judged and shown as a warning, and counts nowhere. It can
be followed by another one (superseded_by: MON-L2-9), and be withdrawn (removed: 2028-01-01). It then stays in its file, because ids are
never used again and old assessments are still explained. What changed stands in history: [{date: 2027-01-01, change: what changed}].`
	return c
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
			list, err := a.chooseObjectives(category, provider, level)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, list)
			}
			rows := [][]string{{"OBJECTIVE", "SLUG", "TARGET", "MODE", "PROVIDERS", "TITLE"}}
			for _, o := range list {
				title := o.Title
				if when := inTime(o); when != "" {
					title += " (" + when + ")"
				}
				rows = append(rows, []string{o.ID.String(), string(o.Slug), o.Target.String(), string(o.Mode), strings.Join(o.Providers(), " "), title})
			}
			return table(a.stdout, rows)
		},
	}
	c.Flags().StringVar(&category, "category", "", "only this category, such as MON")
	c.Flags().StringVar(&provider, "provider", "", "only objectives that this provider's evidence can decide")
	c.Flags().IntVar(&level, "level", 0, "only this level, from 2")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func (a *app) chooseObjectives(category, provider string, level int) ([]*model.Objective, error) {
	catalog, err := a.catalog()
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
		k, err := a.findCategory(category)
		if err != nil {
			return nil, err
		}
		list = catalog.ByCategory(k)
	}
	if top := int(catalog.Structure().Top()); level != 0 && (level < 2 || level > top) {
		return nil, usagef("--level is %d; objectives have the levels 2 to %d", level, top)
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
			o, err := a.findObjective(args[0])
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.stdout, o)
			}
			return a.showObjective(o)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func (a *app) findObjective(word string) (*model.Objective, error) {
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	o, err := catalog.Find(word)
	if err != nil {
		return nil, usagef("%w; `aismm model list` shows them", err)
	}
	return o, nil
}

// inTime says when an objective begins or ends; "" for one that is simply there.
func inTime(o *model.Objective) string {
	var parts []string
	if o.Effective != "" {
		parts = append(parts, "counts from "+string(o.Effective)+" on")
	}
	if fate := o.Fate(); fate != "" {
		parts = append(parts, fate)
	}
	return strings.Join(parts, "; ")
}

func (a *app) showObjective(o *model.Objective) error {
	catalog, err := a.catalog()
	if err != nil {
		return err
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	_, bound, err := a.ownCopy(cfg)
	if err != nil {
		return err
	}
	w, width := a.stdout, a.width()
	fmt.Fprintf(w, "%s  %s\n%s\n\n", o.ID, o.Name(), wrap(o.Title, width, ""))
	field := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "%-12s  %s\n", name, wrap(text, width, strings.Repeat(" ", 14)))
		}
	}
	category, _ := catalog.Structure().Category(o.Category())
	field("category", category.Name)
	field("level", o.Level.String()+" "+catalog.Structure().Level(o.Level).Name)
	for _, b := range bound[o.ID] {
		field("your copy", b.ID+": "+b.Text)
	}
	field("in time", inTime(o))
	for i, h := range o.History {
		field([]string{"history", ""}[min(i, 1)], string(h.Date)+": "+h.Change)
	}
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
	field("attestation", fmt.Sprintf("lasts %d days at most", o.AttestationDays))
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
	defined := o.Source.String()
	if o.Overlay != nil {
		defined += fmt.Sprintf("; %s changed by %s", strings.Join(o.Overlay.Keys, ", "), o.Overlay.Position)
	}
	fmt.Fprintln(w)
	field("defined in", defined)
	return nil
}

func (a *app) modelLint() *cobra.Command {
	var against string
	c := &cobra.Command{
		Use: "lint [DIR]", Short: "Check the model in effect, or the catalog in a folder", Args: atMostOne("a folder"),
		Long: `Checks the model in effect, its overlays included, or the catalog in DIR. With --against, checks it as a later version of another
catalog too: no id or slug may go or be used again, what is withdrawn stays withdrawn, and what changes an objective's count stands in
its history.`,
		RunE: func(_ *cobra.Command, args []string) error {
			load := a.catalog
			if len(args) == 1 {
				load = func() (*model.Catalog, error) { return catalogIn(args[0], "") }
			}
			c, err := load()
			if err != nil {
				return err
			}
			if against != "" {
				old, err := catalogIn(against, "--against")
				if err != nil {
					return err
				}
				if err := c.CheckAgainst(old); err != nil {
					return usage(err)
				}
			}
			fmt.Fprintf(a.stdout, "%s: %d objectives, version %s, %s: no faults\n", c.Structure().Name, len(c.All()), c.Version(), c.Digest())
			return nil
		},
	}
	c.Flags().StringVar(&against, "against", "", "check it as a later version of the catalog in this folder")
	return c
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
