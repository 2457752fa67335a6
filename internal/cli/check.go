package cli

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/report"
)

func (a *app) checkCommand() *cobra.Command {
	var s scanning
	var inputs string
	c := &cobra.Command{
		Use: "check BUNDLE", Short: "Judge kept evidence again, without any network", Args: exactArgs(1, "a bundle's folder"),
		Long: `Judges a bundle with the policies, settings, waivers and targets at hand. The same ones give the same bytes
(--format json), whenever and wherever. --inputs also writes the exact input of every policy, for opa eval,
conftest (` + "`aismm policy adapter`" + `) and the like.`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("format", s.format, report.Formats()...); err != nil {
				return err
			}
			if err := mayWrite(s.output, s.force); err != nil {
				return err
			}
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			as, err := a.judge(c.Context(), cfg, args[0], &s.judging)
			if err != nil {
				return err
			}
			if inputs != "" {
				if err := a.writeInputs(c.Context(), args[0], inputs, cfg.Settings, as.AsOf, s.force); err != nil {
					return err
				}
			}
			if err := a.render(as, s.format, s.output, s.force); err != nil {
				return err
			}
			return a.verdictOf(cfg, as)
		},
	}
	s.judging.flags(c.Flags())
	s.judging.providerFlag(c.Flags())
	s.reportFlags(c)
	c.Flags().BoolVar(&s.force, "force", false, "replace files that exist")
	c.Flags().StringVar(&inputs, "inputs", "", "also write each policy's input into this folder")
	return c
}

// writeInputs writes what each policy sees, one file for each policy and boundary.
func (a *app) writeInputs(ctx context.Context, bundle, dir string, settings map[string]any, asOf time.Time, force bool) error {
	set, err := a.policies()
	if err != nil {
		return err
	}
	b, err := openBundle(bundle)
	if err != nil {
		return err
	}
	return set.Inputs(ctx, b, engine.EvalOptions{Settings: settings, AsOf: asOf}, func(policy, boundary string, input []byte) error {
		name := strings.NewReplacer(":", "_", "/", "_").Replace(boundary)
		return writeFile(filepath.Join(dir, policy, name+".json"), input, force)
	})
}
