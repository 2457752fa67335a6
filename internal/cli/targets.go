package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all" // every provider that ships
	"github.com/aismm/aismm/collectors/records"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/strictyaml"
)

// recordsProvider reads what the organization exports, and its attestations.
const recordsProvider = "records"

// reach says what to read: the flags that scan, collect and doctor share.
type reach struct {
	providers, regions, accounts []string
	maxCalls, concurrency        int
}

func (r *reach) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&r.providers, "provider", nil, "read this provider only; may be repeated (default: those in aismm.yaml, or those whose credentials the environment holds)")
	f.StringSliceVar(&r.regions, "region", nil, "read this region only; may be repeated")
	f.StringSliceVar(&r.accounts, "account", nil, "read this account only; may be repeated")
	f.IntVar(&r.maxCalls, "max-calls", -1, "the most API calls to make; what is not read is a gap (0: no limit; default: scan.max_calls)")
	f.IntVar(&r.concurrency, "concurrency", 0, "how many collectors run at once (default: scan.concurrency)")
}

// targets are the providers to read, with their settings: those of --provider, else those that the configuration names, else
// those whose credentials the environment holds.
func (a *app) targets(c *config.Config, r *reach) ([]collect.Target, error) {
	names := slices.Compact(slices.Sorted(slices.Values(r.providers)))
	if len(names) == 0 {
		names = sortedKeys(c.Providers)
	}
	if len(names) == 0 {
		for _, p := range collectors.Providers() {
			if _, ok := p.Detect(a.env); ok {
				names = append(names, p.Name)
			}
		}
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	// What the organization has signed off, and what its overlays bring, is evidence of every scan.
	if (len(c.Attestations) > 0 || b.hasRecords()) && len(r.providers) == 0 && !slices.Contains(names, recordsProvider) {
		names = append(names, recordsProvider)
	}
	var list []collect.Target
	var errs []error
	for _, name := range names {
		p, ok := collectors.LookupProvider(name)
		if !ok {
			errs = append(errs, fmt.Errorf("unknown provider %q%s", name, strictyaml.Nearest(name, providerNames())))
			continue
		}
		settings, err := providerSettings(c, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		t := collect.Target{Provider: p, Settings: settings, SettingsDir: c.Dir()}
		if s, ok := settings.(*records.Settings); ok {
			s.Attestations, s.Kinds, s.Layers = c.Attestations, b.records, b.layers
			t.Collectors = b.records.Collectors()
		}
		list = append(list, t)
	}
	if len(errs) > 0 {
		return nil, usage(errors.Join(errs...))
	}
	if len(list) == 0 {
		return nil, usagef("there is nothing to read: no provider is named with --provider or in aismm.yaml, and the environment holds no credentials\n"+
			"(known providers: %s; `aismm demo` needs none)", strings.Join(providerNames(), ", "))
	}
	return list, nil
}

// collectOptions fills in what the configuration and the flags say about reading.
func (a *app) collectOptions(c *config.Config, r *reach) (collect.Options, error) {
	targets, err := a.targets(c, r)
	if err != nil {
		return collect.Options{}, err
	}
	o := collect.Options{Targets: targets, Regions: r.regions, Accounts: r.accounts, Concurrency: c.Scan.Concurrency, MaxCalls: c.Scan.MaxCalls,
		Rates: c.Scan.Rates, Env: a.env, Now: a.now, Log: a.logger()}
	o.TaskDeadline = time.Duration(c.Scan.TaskDeadline)
	if len(o.Regions) == 0 {
		o.Regions = c.Scan.Regions
	}
	if r.concurrency > 0 {
		o.Concurrency = r.concurrency
	}
	if r.maxCalls >= 0 {
		o.MaxCalls = r.maxCalls
	}
	return o, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
