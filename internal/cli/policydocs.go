package cli

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/model"
)

func (a *app) policyDocs() *cobra.Command {
	var output string
	var force bool
	c := &cobra.Command{
		Use: "docs [DIR...] --output FOLDER", Short: "A page for each policy, with an example that passes and one that fails",
		Long: `Writes a page for each policy of the folders, or of those that ship: what it measures, its conditions, the evidence that it reads and
the permissions behind it, an example that passes and one that fails, taken from its tests, and what to do when it fails.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			if output == "" {
				return usagef("name the folder to write into: aismm policy docs --output FOLDER")
			}
			pages, err := a.policyPages(c.Context(), dirs, "")
			if err != nil {
				return err
			}
			index := &bytes.Buffer{}
			fmt.Fprintf(index, "# Policies\n\n| objective | provider | policy |\n|---|---|---|\n")
			for _, p := range pages {
				fmt.Fprintf(index, "| %s | %s | [%s](%s) |\n", p.policy.Objective, p.policy.Provider, p.policy.Title, p.path)
				if err := writeFile(filepath.Join(output, filepath.FromSlash(p.path)), p.text, force); err != nil {
					return err
				}
			}
			if err := writeFile(filepath.Join(output, "README.md"), index.Bytes(), force); err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "wrote %s into %s\n", plural(len(pages)+1, "page"), output)
			return nil
		},
	}
	c.Flags().StringVar(&output, "output", "", "the folder to write into")
	c.Flags().BoolVar(&force, "force", false, "replace files that exist")
	return c
}

// page is the page of one policy, and where it belongs below a folder of pages.
type page struct {
	policy *engine.Policy
	path   string
	text   []byte
}

// policyPages draws the pages of the policies of some folders (none: of all), or of one of them.
func (a *app) policyPages(ctx context.Context, dirs []string, only string) ([]page, error) {
	sources, of, err := a.policySources(dirs)
	if err != nil {
		return nil, err
	}
	set, err := a.loadPolicies(ctx, sources)
	if err != nil {
		return nil, usage(err)
	}
	examples, err := set.Examples(ctx, engine.TestOptions{Sources: sources, Of: of, Kinds: a.kinds(), Timeout: time.Minute})
	if err != nil {
		return nil, usage(err)
	}
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	var pages []page
	for _, p := range set.Policies() {
		if len(of) > 0 && !slices.Contains(of, p.Source) || only != "" && p.Path != only {
			continue
		}
		var objective *model.Objective
		if o, ok := catalog.ByName(p.Category + "." + p.Slug); ok {
			objective = o
		}
		own := slices.DeleteFunc(slices.Clone(examples), func(e engine.Example) bool { return e.Policy != p.Path })
		pages = append(pages, page{p, strings.Join([]string{p.Category, p.Slug, p.Provider}, "/") + ".md", policyPage(p, objective, catalog.Structure(), own)})
	}
	return pages, nil
}

// objectiveSection says, before the conditions, what the objective behind a policy measures, and why that shows its level.
func objectiveSection(b *bytes.Buffer, p *engine.Policy, o *model.Objective, m *model.Structure) {
	category, _ := m.Category(o.Category())
	level := m.Level(o.Level)
	fmt.Fprintf(b, "\nIt decides objective **%s** (%s) for %s: level %s %s of %s.\n", o.ID, o.Title, p.Provider, level.Level, level.Name, category.Name)
	fmt.Fprintf(b, "\n## What it measures\n\n%s. The target is %s.\n\n%s\n", upperFirst(strings.TrimSuffix(o.Indicator, ".")), o.Target, o.Rationale)
	if o.ScopeNotes != "" {
		fmt.Fprintf(b, "\n%s\n", o.ScopeNotes)
	}
	if check, ok := o.Check(p.Provider); ok {
		fmt.Fprintf(b, "\nJudged one by one: %s.\n", strings.TrimSuffix(check.Subject, "."))
	}
}

func policyPage(p *engine.Policy, o *model.Objective, m *model.Structure, examples []engine.Example) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n`%s`\n", p.Title, p.Path)
	if p.Description != "" {
		fmt.Fprintf(&b, "\n%s\n", p.Description)
	}
	if o != nil {
		objectiveSection(&b, p, o, m)
	}
	if p.Judges == engine.JudgesOrganization {
		b.WriteString("\nIt is evaluated once for each organization.\n")
	}
	b.WriteString("\n## Conditions\n\nA subject passes when each condition for its kind is met.\n\n| condition | what holds | of | shown field |\n|---|---|---|---|\n")
	for _, c := range p.Conditions {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", c.ID, c.Title, codes(c.Of), c.Field)
	}
	head := "\nWhere a field is left out, the provider's documented default is judged:\n\n"
	for _, c := range p.Conditions {
		for _, field := range sortedKeys(c.Absent) {
			fmt.Fprintf(&b, "%s- `%s` by `%s`: `%s`\n", head, field, c.ID, compact(c.Absent[field]))
			head = ""
		}
	}
	readsSection(&b, p)
	passes, fails := chooseExamples(examples)
	exampleSection(&b, "An example that passes", passes)
	exampleSection(&b, "An example that fails", fails)
	if p.Remediation != "" {
		fmt.Fprintf(&b, "\n## What to do when it fails\n\n%s\n", p.Remediation)
	}
	if o != nil {
		mappingsSection(&b, o)
	}
	coversSection(&b, p)
	return b.Bytes()
}

func exampleSection(b *bytes.Buffer, title string, found *engine.ExampleSubject) {
	if found == nil {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if len(found.Failed) > 0 {
		fmt.Fprintf(b, "Not met: %s.\n\n", codes(found.Failed))
	}
	if found.Resource == nil {
		fmt.Fprintf(b, "The %s `%s`.\n", found.Kind, found.ID)
	} else {
		fmt.Fprintf(b, "```json\n%s\n```\n", found.Resource)
	}
	if len(found.Beside) > 0 {
		b.WriteString("\nBeside it:\n")
	}
	for _, other := range found.Beside {
		fmt.Fprintf(b, "\n```json\n%s\n```\n", other)
	}
}

// mappingsSection names the requirements of other frameworks that the objective supports: ids only, their texts are others'.
func mappingsSection(b *bytes.Buffer, o *model.Objective) {
	var lines []string
	if len(o.AICM.IDs) > 0 {
		lines = append(lines, fmt.Sprintf("- CSA AICM %s: %s", o.AICM.Version, strings.Join(o.AICM.IDs, ", ")))
	}
	for _, f := range o.Mappings.All() {
		if len(f.IDs) > 0 {
			lines = append(lines, fmt.Sprintf("- %s: %s", f.Title, strings.Join(f.IDs, ", ")))
		}
	}
	if len(lines) > 0 {
		fmt.Fprintf(b, "\n## Mappings\n\n%s\n", strings.Join(lines, "\n"))
	}
}

// coversSection names the checks of other tools that judge the same fact as a condition.
func coversSection(b *bytes.Buffer, p *engine.Policy) {
	head := "\n## The same checks in other tools\n\n"
	for _, c := range p.Conditions {
		if len(c.Covers) > 0 {
			fmt.Fprintf(b, "%s- `%s`: %s\n", head, c.ID, codes(c.Covers))
			head = ""
		}
	}
}

func readsSection(b *bytes.Buffer, p *engine.Policy) {
	if len(p.Kinds) > 0 {
		b.WriteString("\n## What it reads\n\n| kind | operations | permissions |\n|---|---|---|\n")
	}
	for _, kind := range p.Kinds {
		operations, permissions := "", ""
		if c, ok := collectors.ForKind(kind); ok {
			var names, needs []string
			for _, op := range c.Operations {
				if !slices.Contains(op.Kinds, kind) {
					continue
				}
				names = append(names, op.Name)
				if len(op.Permissions) == 0 && p.Provider != engine.RecordsProvider && !strings.HasPrefix(kind, "record_") {
					needs = append(needs, op.Name)
				}
				needs = append(needs, op.Permissions...)
			}
			slices.Sort(needs)
			operations, permissions = codes(names), codes(slices.Compact(needs))
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", kind, operations, permissions)
	}
	if len(p.SettingsRead) > 0 {
		fmt.Fprintf(b, "\nSettings: %s.\n", codes(p.SettingsRead))
	}
}

// chooseExamples takes the smallest subject that meets every condition and, for what fails, one that fails as few as may be.
func chooseExamples(examples []engine.Example) (passes, fails *engine.ExampleSubject) {
	for _, e := range examples {
		for i := range e.Subjects {
			s := &e.Subjects[i]
			switch {
			case len(s.Failed) == 0 && len(s.Met) > 0 && better(s, passes):
				passes = s
			case len(s.Failed) > 0 && better(s, fails):
				fails = s
			}
		}
	}
	return passes, fails
}

func better(s, have *engine.ExampleSubject) bool {
	switch {
	case have == nil:
		return true
	case (s.Resource == nil) != (have.Resource == nil):
		return have.Resource == nil
	case len(s.Failed) != len(have.Failed):
		return len(s.Failed) < len(have.Failed)
	}
	if len(s.Met) != len(have.Met) {
		return len(s.Met) > len(have.Met)
	}
	return len(s.Resource) > len(have.Resource) // a wrong value says more than a missing one
}

func codes(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	return strings.Join(quoted, ", ")
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
