package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/scaffold"
	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

func (a *app) policyNew() *cobra.Command {
	var dir, from string
	var kinds []string
	var force bool
	c := &cobra.Command{
		Use: "new OBJECTIVE PROVIDER", Short: "Write the first form of a policy, its tests and its page", Args: exactArgs(2, "an objective and a provider, such as MON-L2-1 aws"),
		Long: `Writes a policy with one condition for each kind that it judges, tests with an example that passes and others that fail, and its page.
What it writes passes policy test and policy lint as it stands: change the condition to what must hold, and the examples with it.
With --from, the example is a real thing of a bundle; without it, one is made up from the kind's schema.`,
		RunE: func(c *cobra.Command, args []string) error {
			catalog, err := a.catalog()
			if err != nil {
				return err
			}
			o, err := catalog.Find(args[0])
			if err != nil {
				return usagef("%w; `aismm model list` shows the objectives. One of your own needs an entry in the model before a policy can judge it", err)
			}
			if err := a.knownPolicyProvider(args[1]); err != nil {
				return err
			}
			p := scaffold.Policy{Objective: o, Provider: args[1]}
			if p.Subjects, err = a.subjectsOf(o, args[1], kinds); err != nil {
				return err
			}
			if from != "" {
				if err := takeExamples(p.Subjects, from); err != nil {
					return err
				}
			}
			return a.writePolicy(c, p, dir, force)
		},
	}
	f := c.Flags()
	f.StringVar(&dir, "dir", "policies", "the folder of policies to write into")
	f.StringSliceVar(&kinds, "kind", nil, "the kind of evidence to judge (default: the first that the objective names for the provider); may be repeated")
	f.StringVar(&from, "from", "", "a bundle to take the examples from")
	f.BoolVar(&force, "force", false, "replace files that exist")
	return c
}

func (a *app) knownPolicyProvider(name string) error {
	var known []string
	for _, k := range a.kinds() {
		known = append(known, k.Provider)
	}
	slices.Sort(known)
	if known = slices.Compact(known); !slices.Contains(known, name) {
		return usagef("there is no provider %q%s; evidence is collected from %s", name, strictyaml.Nearest(name, known), strings.Join(known, ", "))
	}
	return nil
}

// subjectsOf are the kinds that a new policy judges: those that were asked for or, without any, the first of the objective's.
func (a *app) subjectsOf(o *model.Objective, provider string, asked []string) ([]scaffold.Subject, error) {
	own := map[string]evidence.Kind{}
	var names []string
	for _, k := range a.kinds() {
		if k.Provider == provider {
			own[k.Name] = k
			names = append(names, k.Name)
		}
	}
	if len(asked) == 0 {
		check, _ := o.Check(provider)
		for _, name := range check.Kinds {
			if _, ok := own[name]; ok {
				asked = []string{name}
				break
			}
		}
	}
	if len(asked) == 0 {
		return nil, usagef("%s names no kind of %s; choose one with --kind, such as %s (docs/evidence.md lists them)", o.ID, provider, names[0])
	}
	var all []scaffold.Subject
	for _, name := range asked {
		k, ok := own[name]
		if !ok {
			return nil, usagef("--kind %s: %s has no such kind%s", name, provider, strictyaml.Nearest(name, names))
		}
		if slices.ContainsFunc(all, func(s scaffold.Subject) bool { return s.Kind.Name == name }) {
			return nil, usagef("--kind %s is given twice", name)
		}
		if len(all) > 0 && (all[0].Kind.Level == evidence.Organization) != (k.Level == evidence.Organization) {
			return nil, usagef("--kind %s and %s: one is found in organizations, the other in their boundaries; write a policy for each, or read the one of "+
				"the organization under input.enclosing.resources", all[0].Kind.Name, name)
		}
		all = append(all, scaffold.Subject{Kind: k, Origin: "Made up from the schema of the kind: put a thing as you have it in its place."})
	}
	return all, nil
}

// takeExamples finds for each kind the thing of a bundle that says most about itself.
func takeExamples(subjects []scaffold.Subject, dir string) error {
	b, err := openBundle(dir)
	if err != nil {
		return err
	}
	for d, err := range b.Documents() {
		if err != nil {
			return incomplete(err)
		}
		for i := range subjects {
			s := &subjects[i]
			for _, r := range d.Resources[s.Kind.Name] {
				if len(r.Missing) == 0 && (s.Example == nil || len(r.Config) > len(s.Example.Config)) {
					s.Example, s.Origin = r, fmt.Sprintf("As it was collected in %s on %s.", d.Scope.ID, d.CollectedAt.UTC().Format("2006-01-02"))
				}
			}
		}
	}
	for _, s := range subjects {
		if s.Example == nil {
			return usagef("the bundle %s holds no %s that was read whole; choose another kind, or leave --from out", dir, s.Kind.Name)
		}
	}
	return nil
}

// writePolicy writes the three files, or none.
func (a *app) writePolicy(c *cobra.Command, p scaffold.Policy, dir string, force bool) error {
	base := filepath.Join(dir, filepath.FromSlash(p.Path()))
	names := []string{base + ".rego", base + "_test.rego", base + ".md"}
	for _, name := range names {
		if err := mayWrite(name, force); err != nil {
			return err
		}
	}
	policy, tests, err := p.Files()
	if err != nil {
		return err
	}
	for i, text := range [][]byte{policy, tests} {
		formatted, err := engine.Format(filepath.Base(names[i]), text)
		if err != nil {
			return err
		}
		if err := writeFile(names[i], formatted, force); err != nil {
			return err
		}
	}
	pages, err := a.policyPages(c.Context(), []string{dir}, p.Package())
	if err != nil {
		return err
	}
	for _, page := range pages {
		if err := writeFile(names[2], page.text, force); err != nil {
			return err
		}
	}
	for _, name := range names {
		fmt.Fprintf(a.stdout, "wrote %s\n", name)
	}
	for _, s := range p.Subjects {
		if s.Example != nil {
			a.say("the tests hold one %s of yours, with its ids: look through them before you share them", s.Kind.Name)
		}
	}
	a.say("next: change the condition, then aismm policy test %s && aismm policy lint %s", dir, dir)
	return nil
}
