package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/collectors/records"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
)

func (a *app) configCommand() *cobra.Command {
	return group("config", "The configuration: aismm.yaml", a.configCheck(), a.configShow(), a.configSchema())
}

func (a *app) configCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Check aismm.yaml, and all that it names", Args: noArgs,
		Long: `Opens everything that the configuration names: overlays, also those that have to be fetched, waivers, attestations, exports, and
reports everything that is wrong at once. Nothing is signed in to. Exit code 64 when something is wrong, 2 when only an overlay could not be fetched.`,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			set, err := a.policies()
			faults := []error{err}
			if err == nil { // names can be told only where everything that declares them could be read
				_, _, unbound := a.ownCopy(c)
				faults = append(faults, a.checkNames(c), checkOverlays(set), unbound)
			}
			b, _ := a.basis() // an error is that of the policies
			for _, name := range sortedKeys(c.Providers) {
				if _, known := collectors.LookupProvider(name); known { // checkNames tells of others
					faults = append(faults, a.checkProvider(c, name, b))
				}
			}
			waivers, err := loadWaivers(c)
			faults = append(faults, err)
			attestations, err := loadAttestations(c)
			if err := together(append(faults, err)); err != nil {
				return err
			}
			where := c.Path
			if where == "" {
				where = "no aismm.yaml here; everything has its default"
			}
			fmt.Fprintf(a.stdout, "%s: no faults (%s named, %s, %s, %s%s)\n", where, plural(len(c.Providers), "provider"), plural(len(c.Settings), "setting"),
				plural(len(waivers), "waiver"), plural(len(attestations), "attestation"), b.describe())
			return nil
		},
	}
}

// checkProvider asks a provider what it finds wrong with its settings. Without a basis, the kinds of the overlays are not known, and nothing
// can be said of records.
func (a *app) checkProvider(c *config.Config, name string, b *basis) error {
	settings, err := providerSettings(c, name)
	if err != nil {
		return err
	}
	if s, ok := settings.(*records.Settings); ok {
		if b == nil {
			return nil
		}
		s.Kinds, s.Layers = b.records, b.layers
	}
	if p, _ := collectors.LookupProvider(name); p.Check != nil {
		return usage(p.Check(collectors.ConnectOptions{Settings: settings, Env: a.env, Regions: c.Scan.Regions, Dir: c.Dir()}))
	}
	return nil
}

// checkOverlays reports what is wrong with the policies that are not those that ship. A scan goes on without them.
func checkOverlays(set *engine.Set) error {
	var errs []error
	for _, p := range set.Problems() {
		if p.Severity == engine.SeverityError && !strings.HasPrefix(p.File, embeddedRoot+"/") {
			errs = append(errs, errors.New(p.String()))
		}
	}
	return usage(errors.Join(errs...))
}

// together joins errors into one, with the code of the gravest: what somebody wrote wrong comes before what only did not work today.
func together(errs []error) error {
	joined := errors.Join(errs...)
	code := exitOK
	for _, err := range errs {
		if err != nil {
			code = max(code, codeOf(err))
		}
	}
	if joined == nil {
		return nil
	}
	return &exitError{code, joined}
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
	catalog, err := a.catalog()
	if err != nil {
		return err
	}
	set, err := a.policies()
	if err != nil {
		return err
	}
	return usage(c.CheckNames(int(catalog.Structure().Top()), catalog.Structure().Codes(), providerNames(), sortedKeys(set.Settings())))
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
				Version      int              `yaml:"version"`
				Organization string           `yaml:"organization,omitempty"`
				Providers    map[string]any   `yaml:"providers"`
				Settings     map[string]any   `yaml:"settings"`
				Model        config.Model     `yaml:"model"`
				Targets      map[string]int   `yaml:"targets"`
				Waivers      config.Waivers   `yaml:"waivers"`
				Attestations []string         `yaml:"attestations"`
				Scan         config.Scan      `yaml:"scan"`
				Output       config.Output    `yaml:"output"`
				FailOn       config.FailOn    `yaml:"fail_on"`
				Overlays     []config.Overlay `yaml:"overlays,omitempty"`
			}{c.Version, c.Organization, providers, c.Settings, c.Model, c.Targets, c.Waivers, c.Attestations, c.Scan, c.Output, c.FailOn, c.Overlays})
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
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	o.Categories, o.Levels = catalog.Structure().Codes(), int(catalog.Structure().Top())
	schema, err := config.Schema(o)
	if err != nil {
		return nil, err
	}
	return append(schema, '\n'), nil
}
