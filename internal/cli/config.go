package cli

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/model"
)

func (a *app) configCommand() *cobra.Command {
	return group("config", "The configuration: aismm.yaml", a.configCheck(), a.configShow(), a.configSchema())
}

func (a *app) configCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Check aismm.yaml, and the files that it names", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			if err := a.checkNames(c); err != nil {
				return err
			}
			for _, name := range sortedKeys(c.Providers) {
				settings, err := providerSettings(c, name)
				if err != nil {
					return err
				}
				if p, _ := collectors.LookupProvider(name); p.Check != nil {
					err := p.Check(collectors.ConnectOptions{Settings: settings, Env: a.env, Regions: c.Scan.Regions, Dir: c.Dir()})
					if err != nil {
						return usage(err)
					}
				}
			}
			waivers, err := loadWaivers(c)
			if err != nil {
				return err
			}
			attestations, err := loadAttestations(c)
			if err != nil {
				return err
			}
			where := c.Path
			if where == "" {
				where = "no aismm.yaml here; everything has its default"
			}
			fmt.Fprintf(a.stdout, "%s: no faults (%s named, %s, %s, %s)\n", where, plural(len(c.Providers), "provider"), plural(len(c.Settings), "setting"),
				plural(len(waivers), "waiver"), plural(len(attestations), "attestation"))
			return nil
		},
	}
}

// providerSettings decodes what the configuration says about a provider.
func providerSettings(c *config.Config, name string) (any, error) {
	p, ok := collectors.LookupProvider(name)
	if !ok {
		return nil, usagef("unknown provider %q; known: %s", name, strings.Join(providerNames(), ", "))
	}
	settings := p.NewSettings()
	if n, named := c.Providers[name]; named {
		if err := n.Decode(settings); err != nil {
			return nil, usage(err)
		}
	}
	return settings, nil
}

func providerNames() []string {
	var names []string
	for _, p := range collectors.Providers() {
		names = append(names, p.Name)
	}
	return names
}

func (a *app) checkNames(c *config.Config) error {
	var categories []string
	for _, k := range model.Categories() {
		categories = append(categories, k.String())
	}
	set, err := a.policies()
	if err != nil {
		return err
	}
	return usage(c.CheckNames(categories, providerNames(), sortedKeys(set.Settings())))
}

func (a *app) configShow() *cobra.Command {
	return &cobra.Command{
		Use: "show", Short: "The configuration in effect, defaults included", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			providers := map[string]any{}
			for _, name := range sortedKeys(c.Providers) {
				if providers[name], err = providerSettings(c, name); err != nil {
					return err
				}
			}
			out, err := yaml.Marshal(struct {
				Version      int            `yaml:"version"`
				Organization string         `yaml:"organization,omitempty"`
				Providers    map[string]any `yaml:"providers"`
				Settings     map[string]any `yaml:"settings"`
				Targets      map[string]int `yaml:"targets"`
				Waivers      config.Waivers `yaml:"waivers"`
				Attestations []string       `yaml:"attestations"`
				Scan         config.Scan    `yaml:"scan"`
				Output       config.Output  `yaml:"output"`
				FailOn       config.FailOn  `yaml:"fail_on"`
			}{c.Version, c.Organization, providers, c.Settings, c.Targets, c.Waivers, c.Attestations, c.Scan, c.Output, c.FailOn})
			if err != nil {
				return fmt.Errorf("write the configuration: %w", err)
			}
			if c.Path != "" {
				fmt.Fprintf(a.stdout, "# %s, with defaults\n", c.Path)
			}
			_, err = a.stdout.Write(out)
			return err
		},
	}
}

func (a *app) configSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "The JSON Schema of aismm.yaml, for editors", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			schema, err := a.schemaOfConfig()
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(schema)
			return err
		},
	}
}

func (a *app) schemaOfConfig() ([]byte, error) {
	set, err := a.policies()
	if err != nil {
		return nil, err
	}
	o := config.SchemaOptions{Providers: map[string]any{}, Settings: map[string]map[string]any{}}
	for _, p := range collectors.Providers() {
		o.Providers[p.Name] = p.NewSettings()
	}
	for name, s := range set.Settings() {
		o.Settings[name] = s.Schema
	}
	for _, k := range model.Categories() {
		o.Categories = append(o.Categories, k.String())
	}
	schema, err := config.Schema(o)
	if err != nil {
		return nil, err
	}
	return append(schema, '\n'), nil
}
