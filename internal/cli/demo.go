package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/standin/enterprise"
)

func (a *app) demoCommand() *cobra.Command {
	s := scanning{format: "terminal"}
	var dir string
	var latency time.Duration
	var keep bool
	c := &cobra.Command{
		Use: "demo", Short: "A whole invented enterprise, read over the wire and judged, on this machine", Args: noArgs,
		Long: `Starts servers on loopback that speak the wire protocols of AWS and OpenAI and hold an invented enterprise, then runs the
ordinary scan against them, with the providers' real clients. It needs no account and no network. It leaves bundle/,
assessment.json and report.html in the output folder, and the configuration that it used.

The enterprise is invented, and every report says so.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if keep { // the paths that it prints are used elsewhere
				where, err := filepath.Abs(dir)
				if err != nil {
					return fmt.Errorf("find the folder: %w", err)
				}
				dir = where
			}
			e, err := enterprise.Start(c.Context(), enterprise.Options{Now: a.now(), Dir: filepath.Join(dir, "enterprise"), Latency: latency})
			if errors.Is(err, syscall.ENOTDIR) {
				return usagef("%w; choose another folder with --output", err)
			} else if err != nil {
				return incomplete(err)
			}
			defer e.Close()
			// The environment of this process is the demo's alone: whatever credentials the user has are out of its reach.
			for name, value := range e.Env() {
				if err := os.Setenv(name, value); err != nil {
					return err
				}
			}
			if keep {
				a.say("the invented enterprise is being served; stop it with Ctrl-C. To read it from elsewhere:")
				for _, name := range sortedKeys(e.Env()) {
					fmt.Fprintf(a.stdout, "export %s=%q\n", name, e.Env()[name])
				}
				fmt.Fprintf(a.stdout, "export AISMM_CONFIG=%q\n", e.ConfigPath())
				<-c.Context().Done()
				return nil
			}
			a.configPath = e.ConfigPath()
			cfg, err := config.Find(e.ConfigPath(), ".")
			if err != nil {
				return fmt.Errorf("read the demo's configuration: %w", err)
			}
			a.say("%s is an invented enterprise, served on this machine; nothing of it is real.\n", cfg.Organization)
			s.dir, s.again = dir, fmt.Sprintf("aismm demo --output %s --force", dir)
			s.adjust = func(o *collect.Options) { o.Invented = true }
			return a.scan(c.Context(), cfg, &s)
		},
	}
	c.Flags().StringVar(&dir, "output", "demo", "the folder for the results")
	c.Flags().BoolVar(&s.force, "force", false, "replace the results of an earlier demo")
	c.Flags().DurationVar(&latency, "latency", 0, "let every answer take so long, as a real network would")
	c.Flags().BoolVar(&keep, "serve", false, "only serve the enterprise, and print the environment that reaches it")
	return c
}
