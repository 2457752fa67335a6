package cli

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
)

func (a *app) policyBench() *cobra.Command {
	var run, bundle, format, output string
	var least time.Duration
	var count int
	var force bool
	c := &cobra.Command{
		Use: "bench [DIR...]", Short: "How long policies take, and how much they allocate",
		Long: `Measures policies over the inputs that their tests give them, or over the boundaries of a bundle. One operation is all inputs of a
policy, once each. The text is in the form of Go's benchmarks, so that benchstat compares two of them.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if err := mayWrite(output, force); err != nil {
				return err
			}
			if least <= 0 || count < 1 {
				return usagef("--time and --count are greater than nothing")
			}
			sources, of, err := a.policySources(dirs)
			if err != nil {
				return err
			}
			o := engine.BenchOptions{Of: of, Time: least, Count: count}
			if run != "" {
				if o.Run, err = regexp.Compile(run); err != nil {
					return usagef("--run is no regular expression: %w", err)
				}
			}
			set, err := a.loadPolicies(c.Context(), sources)
			if err != nil {
				return usage(err)
			}
			list, err := a.measure(c, set, sources, bundle, o)
			if errors.Is(err, engine.ErrNoInputs) {
				return usagef("%w; see `aismm policy list` for what --run may choose, and give each policy a test with a subject", err)
			}
			if err != nil {
				return err
			}
			return a.deliver(output, force, func(w io.Writer) error {
				if format == "json" {
					return writeJSON(w, list)
				}
				return writeBenchmarks(w, list)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&run, "run", "", "only policies whose package matches this regular expression")
	f.StringVar(&bundle, "bundle", "", "measure over this bundle instead of the inputs of the tests")
	f.DurationVar(&least, "time", engine.DefaultBenchTime, "how long each policy is measured at least")
	f.IntVar(&count, "count", 1, "how many times each policy is measured")
	f.StringVar(&format, "format", "text", "text (Go's benchmarks) or json")
	f.StringVar(&output, "output", "", "write to this file instead of standard output")
	f.BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

func (a *app) measure(c *cobra.Command, set *engine.Set, sources []engine.Source, bundle string, o engine.BenchOptions) ([]engine.Measurement, error) {
	if bundle == "" {
		examples, err := set.Examples(c.Context(), engine.TestOptions{Sources: sources, Of: o.Of, Kinds: a.kinds(), Timeout: time.Minute, Run: testsOf(o.Run)})
		if err != nil {
			return nil, err
		}
		return set.BenchExamples(c.Context(), examples, o)
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	b, err := openBundle(bundle)
	if err != nil {
		return nil, err
	}
	return set.BenchBundle(c.Context(), b, cfg.Settings, o)
}

// testsOf chooses the tests of the policies that a pattern chooses, where that can be told: one that is bound to an end names no test.
func testsOf(run *regexp.Regexp) *regexp.Regexp {
	if run == nil || strings.ContainsAny(run.String(), "^$") {
		return nil
	}
	return run
}

// writeBenchmarks writes what `go test -bench` would (https://go.dev/design/14313-benchmark-format).
func writeBenchmarks(w io.Writer, list []engine.Measurement) error {
	fmt.Fprintf(w, "goos: %s\ngoarch: %s\npkg: github.com/aismm/aismm/policies\n", runtime.GOOS, runtime.GOARCH)
	for _, m := range list {
		name := "BenchmarkPolicy/" + strings.TrimPrefix(m.Policy, "aismm.")
		if n := runtime.GOMAXPROCS(0); n > 1 {
			name += fmt.Sprintf("-%d", n)
		}
		if _, err := fmt.Fprintf(w, "%-70s %8d %12d ns/op %12d B/op %10d allocs/op\n", name, m.Operations, m.Nanoseconds, m.Bytes, m.Allocations); err != nil {
			return err
		}
	}
	return nil
}
