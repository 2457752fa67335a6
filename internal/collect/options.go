package collect

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/version"
)

// What a run does when nothing else is asked for.
const (
	// DefaultConcurrency is no matter of the providers' limits: each API of each account and region is paced by itself, however many
	// collectors run at once, and those that run together mostly ask different ones. It bounds connections and memory. Where an answer takes
	// 50 ms, 16 end a scan of 400 calls in half the time of 8; 32 gain little more, for then the wait is for single collectors.
	DefaultConcurrency  = 16
	DefaultTaskDeadline = 5 * time.Minute
)

const (
	// connectDeadline bounds signing in, which in an organization enters every account.
	connectDeadline = 15 * time.Minute
	// grace is how long a collector may take to return after its time is up, before it is left behind.
	grace = 10 * time.Second
)

// Target is a provider to collect from.
type Target struct {
	Provider *collectors.Provider
	// Settings is what Provider.NewSettings returned, filled; nil means its zero value.
	Settings any
	// SettingsDir is the folder that relative paths in Settings start from.
	SettingsDir string
	// Collectors are those that run; nil means all that are registered for the provider.
	Collectors []*collectors.Collector
}

// Options say what to collect, and how.
type Options struct {
	// Dir is the directory of the bundle.
	Dir string
	// Force replaces a bundle that Dir holds already; Resume continues one that was interrupted.
	Force, Resume bool

	Targets []Target
	// Regions and Accounts narrow what providers list; empty means what they are configured for.
	Regions, Accounts []string
	// Kinds are those that are needed: collectors of no such kind stay out, unless others need theirs. Nil means all.
	Kinds []string

	// Concurrency is how many collectors run at once.
	Concurrency int
	// MaxCalls is the most calls that the run makes over all providers; 0 is no limit. What is not read is a gap.
	MaxCalls int
	// TaskDeadline is the longest that one collector may take in one scope.
	TaskDeadline time.Duration
	// Rates are calls per second, by provider ("aws") or provider and API ("aws/cloudtrail").
	Rates map[string]float64

	Env func(string) string
	Now func() time.Time

	// Tool is the version of aismm; Model and Policies are digests of what the scan is made for.
	Tool, Model, Policies string
	// Invented and Notes are passed on to the manifest.
	Invented bool
	Notes    []string
	// Redactor replaces secrets; nil means one with the key of the environment, or a random one.
	Redactor *evidence.Redactor
	Log      *slog.Logger
	// Progress is told what happens, one event at a time; it should return quickly.
	Progress func(Event)
	// Files is the file system that the bundle is written to; nil means the operating system's.
	Files evidence.Files

	grace time.Duration // of tests
}

// UseError is an error in what was asked for: nothing was read, and the same request will fail again.
type UseError struct{ err error }

func (e *UseError) Error() string { return e.err.Error() }
func (e *UseError) Unwrap() error { return e.err }

func misused(format string, args ...any) error { return &UseError{fmt.Errorf(format, args...)} }

// complete fills in the defaults and reports what cannot be.
func (o Options) complete() (Options, error) {
	if len(o.Targets) == 0 {
		return o, misused("collect: no provider to read; name one with --provider or in aismm.yaml, or put credentials into the environment")
	}
	o.Targets = slices.Clone(o.Targets)
	seen := map[string]bool{}
	for i := range o.Targets {
		t := &o.Targets[i]
		if seen[t.Provider.Name] {
			return o, misused("collect: provider %s is given twice", t.Provider.Name)
		}
		seen[t.Provider.Name] = true
		if t.Settings == nil {
			t.Settings = t.Provider.NewSettings()
		}
		if t.Collectors == nil {
			t.Collectors = registeredFor(t.Provider.Name)
		}
	}
	slices.SortFunc(o.Targets, func(a, b Target) int { return cmp.Compare(a.Provider.Name, b.Provider.Name) })
	if o.Concurrency < 0 || o.MaxCalls < 0 || o.TaskDeadline < 0 {
		return o, misused("collect: concurrency, the number of calls and the deadline must not be negative")
	}
	o.Concurrency = cmp.Or(o.Concurrency, DefaultConcurrency)
	o.TaskDeadline = cmp.Or(o.TaskDeadline, DefaultTaskDeadline)
	o.grace = cmp.Or(o.grace, grace)
	o.Tool = cmp.Or(o.Tool, version.String())
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(Event) {}
	}
	for name, r := range o.Rates {
		if !(r > 0) {
			return o, misused("collect: rate %s is %v calls per second; it must be more than 0", name, r)
		}
	}
	var wrong []error
	for _, t := range o.Targets {
		if t.Provider.Check != nil {
			wrong = append(wrong, t.Provider.Check(o.connecting(t)))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return o, &UseError{err}
	}
	if o.Redactor == nil {
		r, err := evidence.RedactorFromEnv(o.Env, o.kinds())
		if err != nil {
			return o, &UseError{err}
		}
		o.Redactor = r
	}
	return o, nil
}

// connecting is what a provider is given to connect with, but for its client.
func (o Options) connecting(t Target) collectors.ConnectOptions {
	return collectors.ConnectOptions{Settings: t.Settings, Env: o.Env, Regions: o.Regions, Accounts: o.Accounts, Dir: t.SettingsDir, Kinds: collectors.Kinds()}
}

func registeredFor(provider string) []*collectors.Collector {
	return slices.DeleteFunc(collectors.All(), func(c *collectors.Collector) bool { return c.Provider != provider })
}

// kinds lists the kinds of all collectors that may run.
func (o Options) kinds() []evidence.Kind {
	var kinds []evidence.Kind
	for _, t := range o.Targets {
		for _, c := range t.Collectors {
			kinds = append(kinds, c.Kinds...)
		}
	}
	return kinds
}

// digest pins everything that decides what is collected, so that a bundle is resumed only with the same.
func (o Options) digest() (string, error) {
	type target struct {
		Provider   string
		Settings   any
		Collectors []string
	}
	var all struct {
		Targets                  []target
		Regions, Accounts, Kinds []string
	}
	for _, t := range o.Targets {
		names := make([]string, 0, len(t.Collectors))
		for _, c := range t.Collectors {
			names = append(names, c.Name)
		}
		all.Targets = append(all.Targets, target{t.Provider.Name, t.Settings, names})
	}
	all.Regions, all.Accounts, all.Kinds = o.Regions, o.Accounts, o.Kinds
	raw, err := evidence.CanonicalJSON(all)
	if err != nil {
		return "", fmt.Errorf("collect: digest the options: %w", err)
	}
	return evidence.Digest(raw), nil
}
