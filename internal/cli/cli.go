// Package cli is the command line: one file per command. It puts the other rooms together and holds no logic of theirs.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/model"
	"github.com/aismm/aismm/policies"
)

// app is what all commands share.
type app struct {
	stdin  io.Reader
	stdout *watched
	stderr io.Writer
	env    func(string) string
	now    func() time.Time
	// sources are where policies come from, and policyDeadline is the longest that one may take in one boundary (0: the engine's default).
	sources        []engine.Source
	policyDeadline time.Duration
	// overlayPaths are those of --overlay; opened is what they and the configuration lay over what ships, opened once.
	overlayPaths []string
	opened       *basis
	// afresh is set where a configuration is being written: the one that is there does not count.
	afresh bool
	// ctx is that of the one command line that runs.
	ctx context.Context
	set *engine.Set // loaded once
	// modelDir is a catalog that replaces the one that ships; model is the model in effect, loaded once.
	modelDir string
	model    *model.Catalog

	configPath string
	quiet      bool
	logFormat  string
	logLevel   string
	color      string
}

// Run runs one command line and returns the exit code: 0 all well, 1 an objective that should hold does not, 2 the run
// is incomplete or too much is unknown, 64 wrong usage, 70 internal error. Results go to stdout, progress and logs to stderr.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return newApp(stdin, stdout, stderr).run(ctx, args)
}

func newApp(stdin io.Reader, stdout, stderr io.Writer) *app {
	return &app{stdin: stdin, stdout: &watched{Writer: stdout}, stderr: stderr, env: os.Getenv, now: time.Now,
		sources: []engine.Source{{Name: config.Shipped, Root: embeddedRoot, FS: policies.FS()}}}
}

func (a *app) run(ctx context.Context, args []string) (code int) {
	stderr := a.stderr
	a.ctx = ctx
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(stderr, "aismm: internal error: %v\n", r)
			code = exitInternal
		}
	}()
	tuneGC(a.env)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	// A result that did not arrive is worse than what it would have said.
	if lost := a.stdout.err; lost != nil {
		err = incomplete(fmt.Errorf("write to standard output: %w", lost))
	}
	var e *exitError
	if err != nil && !(errors.As(err, &e) && e.err == nil) {
		for _, line := range strings.Split(strings.TrimRight(err.Error(), "\n"), "\n") {
			fmt.Fprintf(stderr, "aismm: %s\n", line)
		}
	}
	return codeOf(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "aismm",
		Short: "How mature an AI security programme is on the CSA AISMM, from evidence",
		Long: `aismm tells an enterprise, from evidence, how mature its AI security programme is on the Cloud Security
Alliance's AI Security Maturity Model (CSA AISMM).

  aismm demo --output demo   a whole simulated enterprise, on this machine, without an account
  aismm doctor               what can be read with the credentials at hand, and what will stay unknown
  aismm scan                 collect, check, score and report

Exit codes: 0 all well; 1 an objective that should hold does not; 2 the run is incomplete or too much is unknown;
64 wrong usage; 70 internal error.`,
		SilenceErrors: true, SilenceUsage: true, SuggestionsMinimumDistance: 2,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              unknownCommand,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkGlobals() },
	}
	f := root.PersistentFlags()
	f.StringVar(&a.configPath, "config", "", "configuration file (default: aismm.yaml in the working directory; AISMM_CONFIG)")
	f.StringArrayVar(&a.overlayPaths, "overlay", nil, "lay this directory or archive over what ships, as one of the overlays in the configuration; may be repeated")
	f.StringVar(&a.modelDir, "model", "", "use the maturity model in this folder, not the one that ships (default: model.catalog)")
	f.BoolVar(&a.quiet, "quiet", false, "no progress, only results and errors")
	f.StringVar(&a.logFormat, "log-format", "text", "form of the log on standard error: text or json")
	f.StringVar(&a.logLevel, "log-level", "", "least level that is logged: debug, info, warn or error (default: warn, and error where progress says the same)")
	f.StringVar(&a.color, "color", "auto", "colours: auto, always or never (NO_COLOR is honoured)")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w (see `%s --help`)", err, c.CommandPath())
	})
	root.AddCommand(a.commands()...)
	return root
}

// unknownCommand makes a misspelt command an error that names the nearest ones.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usagef("unknown command %q for %q%s", args[0], c.CommandPath(), hint)
}

// group is a command that only holds others.
func group(use, short string, sub ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: unknownCommand, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(sub...)
	return c
}

// exactArgs wants so many arguments, and says which.
func exactArgs(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s needs %s, not %d arguments (see `%s --help`)", c.CommandPath(), what, len(args), c.CommandPath())
		}
		return nil
	}
}

func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, but got %q (see `%s --help`)", c.CommandPath(), args[0], c.CommandPath())
	}
	return nil
}

func (a *app) checkGlobals() error {
	if a.logFormat != "text" && a.logFormat != "json" {
		return usagef("--log-format is %q; it is text or json", a.logFormat)
	}
	if a.color != "auto" && a.color != "always" && a.color != "never" {
		return usagef("--color is %q; it is auto, always or never", a.color)
	}
	var l slog.Level
	if a.logLevel == "" {
		a.logLevel = "warn"
		if a.showsProgress() {
			a.logLevel = "error"
		}
	}
	if err := l.UnmarshalText([]byte(a.logLevel)); err != nil {
		return usagef("--log-level is %q; it is debug, info, warn or error", a.logLevel)
	}
	return nil
}

func (a *app) logger() *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(a.logLevel)) // checked by checkGlobals
	o := &slog.HandlerOptions{Level: l}
	if a.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, o))
	}
	return slog.New(slog.NewTextHandler(a.stderr, o))
}

// loadConfig reads aismm.yaml, if there is one.
func (a *app) loadConfig() (*config.Config, error) {
	if a.afresh {
		return config.Default(), nil
	}
	path := a.configPath
	if path == "" {
		path = a.env("AISMM_CONFIG")
	}
	c, err := config.Find(path, ".")
	if err != nil {
		return nil, usage(err)
	}
	return c, nil
}
