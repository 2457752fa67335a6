package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/workbook"
	"github.com/aismm/aismm/model"
)

func (a *app) modelExport() *cobra.Command {
	var format, output string
	var force bool
	c := &cobra.Command{
		Use: "export", Short: "Write the model in effect, overlays included", Args: noArgs,
		Long: `Writes the model in effect. The yaml form is a whole catalog: saved as model.yaml in a folder of its own, it can be changed and used
with --model or model.catalog. csv and xlsx have a row for each objective; their column csa_id holds the ids of your own copy of the
workbook where it is bound, and filled in by hand the csv serves as --bind of model import. No form holds texts of that copy.`,
		Example: `  aismm model export --output our-model/model.yaml
  aismm model export --format csv --output pairs.csv`,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, "yaml", "json", "csv", "xlsx"); err != nil {
				return err
			}
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
			if _, shown := terminal(a.stdout.Writer); format == "xlsx" && shown && (output == "" || output == "-") {
				return usagef("a workbook is not for a terminal; name a file with --output")
			}
			return a.deliver(output, force, func(w io.Writer) error {
				switch format {
				case "json":
					return writeJSON(w, exportOf(catalog))
				case "csv":
					return csv.NewWriter(w).WriteAll(exportRows(catalog, bound))
				case "xlsx":
					return workbook.Write(w, "Objectives", exportRows(catalog, bound))
				}
				return catalog.WriteYAML(w)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "yaml", "yaml, json, csv or xlsx")
	c.Flags().StringVar(&output, "output", "", "write to this file (default: standard output)")
	c.Flags().BoolVar(&force, "force", false, "replace a file that exists")
	_ = c.RegisterFlagCompletionFunc("format", complete("yaml", "json", "csv", "xlsx"))
	return c
}

// exported is the model as JSON has it.
type exported struct {
	*model.Structure
	Version    string                         `json:"version"`
	Digest     string                         `json:"digest"`
	Overlays   []model.Layer                  `json:"overlays"`
	Targets    map[model.Category]model.Level `json:"targets"`
	Objectives []*model.Objective             `json:"objectives"`
}

func exportOf(c *model.Catalog) exported {
	return exported{c.Structure(), c.Version(), c.Digest(), append([]model.Layer{}, c.Overlays()...), c.Targets(), c.All()}
}

// exportRows are the objectives as a table, the header first.
func exportRows(c *model.Catalog, bound map[model.ObjectiveID][]assess.Bound) [][]string {
	rows := [][]string{{"objective", "csa_id", "slug", "title", "domain", "category", "category_name", "level", "level_name", "target", "mode", "deployment", "providers",
		"indicator", "rationale", "evidence", "scope_notes", "remediation", "always_applies", "aicm_version", "aicm", "mappings", "effective", "removed", "superseded_by"}}
	for _, o := range c.All() {
		category, _ := c.Structure().Category(o.Category())
		var ids, deployments, mappings []string
		for _, b := range bound[o.ID] {
			ids = append(ids, b.ID)
		}
		for _, d := range o.Deployment {
			deployments = append(deployments, d.String())
		}
		for _, f := range o.Mappings.All() {
			for _, id := range f.IDs {
				mappings = append(mappings, f.Name+":"+id)
			}
		}
		always := "no"
		if o.AlwaysApplies {
			always = "yes"
		}
		rows = append(rows, []string{o.ID.String(), strings.Join(ids, " "), o.Slug.String(), o.Title, category.Domain.String(), o.Category().String(), category.Name,
			o.Level.String(), c.Structure().Level(o.Level).Name, share(o.Target), o.Mode.String(), strings.Join(deployments, " "), strings.Join(o.Providers(), " "),
			o.Indicator, o.Rationale, o.Evidence, o.ScopeNotes, o.Remediation, always, o.AICM.Version, strings.Join(o.AICM.IDs, " "), strings.Join(mappings, "; "),
			string(o.Effective), string(o.Removed), o.SupersededBy})
	}
	return rows
}

// share writes a share as the catalog does: 0.95.
func share(s model.Share) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Sprint(s.Float())
	}
	return string(raw)
}
