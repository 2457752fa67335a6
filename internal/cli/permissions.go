package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/strictyaml"
)

func (a *app) permissionsCommand() *cobra.Command {
	var objectives, categories []string
	var all bool
	c := &cobra.Command{
		Use: "permissions PROVIDER", Short: "The least privilege that a provider needs for the objectives chosen", Args: exactArgs(1, "a provider"),
		Long: `Prints, in the provider's own form, the permissions of the reads behind the policies of the objectives chosen, and no others.
Without --objective and --category, those of all objectives that have a policy for the provider; with --all, those of every read
that the collectors can make.`,
		RunE: func(_ *cobra.Command, args []string) error {
			p, ok := collectors.LookupProvider(args[0])
			if !ok {
				return usagef("unknown provider %q%s", args[0], strictyaml.Nearest(args[0], providerNames()))
			}
			kinds, err := a.kindsFor(p.Name, objectives, categories)
			if err != nil {
				return err
			}
			document, err := p.PermissionsDocument(permissionsOf(p.Name, kinds, a.collectors(), all))
			if err != nil {
				return err
			}
			if p.PermissionsNote != nil {
				if note := p.PermissionsNote(document); note != "" {
					a.say("%s", wrap(note, a.width(), ""))
				}
			}
			_, err = a.stdout.Write(document)
			return err
		},
	}
	c.Flags().StringSliceVar(&objectives, "objective", nil, "only for this objective; may be repeated")
	c.Flags().StringSliceVar(&categories, "category", nil, "only for this category; may be repeated")
	c.Flags().BoolVar(&all, "all", false, "for every read that the collectors can make")
	return c
}

// kindsFor are the kinds that the policies of the objectives chosen read of a provider.
func (a *app) kindsFor(provider string, objectives, categories []string) ([]string, error) {
	var ids []string
	for _, word := range objectives {
		o, err := a.findObjective(word)
		if err != nil {
			return nil, err
		}
		ids = append(ids, o.ID.String())
	}
	var wanted []string
	for _, c := range categories {
		k, err := a.findCategory(c)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, k.Dir())
	}
	set, err := a.policies()
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, p := range set.Policies() {
		chosen := len(ids) == 0 && len(wanted) == 0 || slices.Contains(ids, p.Objective) || slices.Contains(wanted, p.Category)
		if chosen {
			kinds = append(kinds, p.Kinds...)
		}
	}
	return kinds, nil
}

// permissionsOf are the permissions of the operations behind kinds, and of the collectors that those need.
func permissionsOf(provider string, kinds []string, known []*collectors.Collector, all bool) []string {
	needed := slices.Clone(kinds)
	for grown := true; grown; { // what a collector needs of others is read too
		grown = false
		for _, c := range known {
			if c.Provider != provider || !yields(c, needed) {
				continue
			}
			for _, n := range c.Needs {
				if !slices.Contains(needed, n) {
					needed, grown = append(needed, n), true
				}
			}
		}
	}
	var permissions []string
	for _, c := range known {
		if c.Provider != provider || !all && !yields(c, needed) {
			continue
		}
		for _, o := range c.Operations {
			if all || slices.ContainsFunc(o.Kinds, func(k string) bool { return slices.Contains(needed, k) }) {
				if len(o.Permissions) == 0 {
					permissions = append(permissions, o.Name)
				}
				permissions = append(permissions, o.Permissions...)
			}
		}
	}
	slices.SortFunc(permissions, strings.Compare)
	return slices.Compact(permissions)
}

func yields(c *collectors.Collector, kinds []string) bool {
	for _, k := range c.Kinds {
		if slices.Contains(kinds, k.Name) {
			return true
		}
	}
	return false
}
