package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
)

// docsCommand writes what is drawn from the code: it is for those who build aismm.
func (a *app) docsCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "docs", Short: "Write the reference that is drawn from the code", Hidden: true, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			pages, err := a.reference(c.Root())
			if err != nil {
				return err
			}
			for _, name := range sortedKeys(pages) {
				if err := writeFile(filepath.Join(output, filepath.FromSlash(name)), pages[name], true); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&output, "output", "docs", "the folder to write into")
	return c
}

// reference is every generated page, by its path below docs.
func (a *app) reference(root *cobra.Command) (map[string][]byte, error) {
	pages := map[string][]byte{"commands.md": commandsPage(root), "evidence.md": evidencePage(a.collectors())}
	pages["lint/README.md"] = lintIndex()
	for _, r := range engine.LintRules() {
		pages["lint/"+r.ID+".md"] = lintPage(r)
	}
	for _, draw := range []func(map[string][]byte) error{a.coveragePage, a.objectivePages, a.peersPage} {
		if err := draw(pages); err != nil {
			return nil, err
		}
	}
	for name, schema := range map[string]func() ([]byte, error){
		"schemas/aismm.schema.json": a.schemaOfConfig, "schemas/assessment.schema.json": assess.Schema,
		"schemas/document.schema.json": evidence.DocumentSchemaJSON, "schemas/manifest.schema.json": evidence.ManifestSchemaJSON,
	} {
		data, err := schema()
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", name, err)
		}
		pages[name] = append(bytes.TrimRight(data, "\n"), '\n')
	}
	set, err := a.policies()
	if err != nil {
		return nil, err
	}
	if pages["conftest/"+adapterFile], err = set.Adapter(); err != nil {
		return nil, err
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	for _, kind := range b.records.Names() {
		data, err := b.records.Template(kind)
		if err != nil {
			return nil, err
		}
		pages["records/"+kind+".csv"] = data
	}
	return pages, nil
}

func commandsPage(root *cobra.Command) []byte {
	var b bytes.Buffer
	b.WriteString("# Commands\n\nDrawn from the program; `aismm COMMAND --help` says the same.\n")
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if sub.Hidden || sub.Name() == "help" {
				continue
			}
			fmt.Fprintf(&b, "\n## %s\n\n%s.\n", sub.CommandPath(), sub.Short)
			if sub.Long != "" {
				fmt.Fprintf(&b, "\n%s\n", sub.Long)
			}
			fmt.Fprintf(&b, "\n    %s\n", sub.UseLine())
			if sub.Example != "" {
				fmt.Fprintf(&b, "\n```\n%s\n```\n", sub.Example)
			}
			if flags := strings.TrimRight(sub.LocalNonPersistentFlags().FlagUsages(), "\n"); flags != "" {
				fmt.Fprintf(&b, "\n```\n%s\n```\n", flags)
			}
			walk(sub)
		}
	}
	walk(root)
	fmt.Fprintf(&b, "\n## Flags of every command\n\n```\n%s```\n", root.PersistentFlags().FlagUsages())
	return b.Bytes()
}

func evidencePage(list []*collectors.Collector) []byte {
	var b bytes.Buffer
	b.WriteString("# Evidence\n\nEvery kind of evidence, the API operations behind it, and the permissions that they need.\n")
	for _, c := range list {
		fmt.Fprintf(&b, "\n## %s\n\nRead once for each %s.\n\n", c.Name, c.Level)
		for _, k := range c.Kinds {
			fmt.Fprintf(&b, "- `%s`: %s (%s)\n", k.Name, k.Title, k.Deployment)
		}
		b.WriteString("\n| operation | form | permission |\n|---|---|---|\n")
		for _, o := range c.Operations {
			permission := strings.Join(o.Permissions, ", ")
			if permission == "" {
				permission = o.Name
			}
			fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", o.Name, o.Form, permission)
		}
	}
	return b.Bytes()
}
