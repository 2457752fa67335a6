package cli

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
)

func (a *app) policySchema() *cobra.Command {
	var output string
	var force bool
	c := &cobra.Command{
		Use: "schema [DIR...]", Short: "The JSON Schema of what policies see, for opa check and editors",
		Long: `Writes the schema of the whole input, with all kinds of evidence, records and settings, those of the folders included, in the
subset that OPA's type checker reads. With it OPA finds a misspelt field without aismm:

    aismm policy schema --output schemas
    opa check --strict --schema schemas/input.json DIR

Name the file, not its folder: OPA applies a folder's schemas only to what its METADATA binds to them, and checks nothing otherwise.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			set, err := a.policiesWith(c.Context(), dirs)
			if err != nil {
				return err
			}
			data, err := schemaFile(set)
			if err != nil {
				return err
			}
			return a.writeInto(output, "input.json", data, force)
		},
	}
	c.Flags().StringVar(&output, "output", "", "write input.json into this folder instead of standard output")
	c.Flags().BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

// policiesWith loads the policies that apply, and those of folders laid over them.
func (a *app) policiesWith(ctx context.Context, dirs []string) (*engine.Set, error) {
	if len(dirs) == 0 {
		return a.policies()
	}
	sources, _, err := a.policySources(dirs)
	if err != nil {
		return nil, err
	}
	set, err := a.loadPolicies(ctx, sources)
	if err != nil {
		return nil, usage(err)
	}
	return set, nil
}

// schemaFile is the schema of the whole input as it is published.
func schemaFile(set *engine.Set) ([]byte, error) { return evidence.CanonicalJSON(set.InputSchema()) }

func (a *app) policyAdapter() *cobra.Command {
	var output string
	var force bool
	c := &cobra.Command{
		Use: "adapter [DIR...]", Short: "Rego that tells conftest what the policies deny",
		Long: `Writes the rules "deny" and "warn" for the policies that ship and those of the folders. Without them conftest finds no rules in the
policies, and passes everything.

    aismm policy adapter --output adapter
    aismm check BUNDLE --inputs inputs
    conftest test inputs --policy POLICIES --policy adapter

conftest does not see gaps: what the engine calls unknown, because something could not be read or was not set, is denied or not there at all.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			set, err := a.policiesWith(c.Context(), dirs)
			if err != nil {
				return err
			}
			data, err := set.Adapter()
			if err != nil {
				return usage(err)
			}
			return a.writeInto(output, adapterFile, data, force)
		},
	}
	c.Flags().StringVar(&output, "output", "", "write "+adapterFile+" into this folder instead of standard output")
	c.Flags().BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

const adapterFile = "adapter.rego"

// writeInto writes a file into a folder or, where none is named, to standard output.
func (a *app) writeInto(dir, name string, data []byte, force bool) error {
	if dir == "" || dir == "-" {
		_, err := a.stdout.Write(data)
		return err
	}
	return writeFile(filepath.Join(dir, name), data, force)
}
