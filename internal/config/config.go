// Package config reads aismm.yaml: what to read, what the organization decided, and where results go.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

// FileName is the configuration's name in the working directory.
const FileName = "aismm.yaml"

// Version is the form of the file that this program reads.
const Version = 1

// Config is the whole file. Everything has a default: an empty file, and no file, are fine.
type Config struct {
	Version      int             `yaml:"version" doc:"The form of this file: 1."`
	Organization string          `yaml:"organization" doc:"The name that reports show."`
	Providers    map[string]Node `yaml:"providers" doc:"What to read. A provider that is named is read; with none named, those whose credentials the environment holds."`
	Settings     map[string]any  `yaml:"settings" doc:"What the organization decided and policies use, such as approved_ai_regions. A setting that a policy reads and nobody has set leaves its verdicts unknown."`
	Model        Model           `yaml:"model" doc:"The maturity model, where it is not the one that ships."`
	Overlays     []Overlay       `yaml:"overlays" doc:"Policies, objectives, kinds, settings and records that are laid over those that ship. Their order does not matter: two that give the same are an error."`
	Targets      map[string]int  `yaml:"targets" doc:"The maturity level that the organization wants, by category: GOV: 3."`
	Waivers      Waivers         `yaml:"waivers" doc:"Accepted failures."`
	Attestations []string        `yaml:"attestations" doc:"Files of attestations, relative to this file."`
	Scan         Scan            `yaml:"scan" doc:"How the providers are read."`
	Output       Output          `yaml:"output" doc:"Where results go."`
	FailOn       FailOn          `yaml:"fail_on" doc:"What makes the exit code 1 or 2."`

	// Path is where the configuration was read from; empty when there is no file.
	Path string `yaml:"-"`
}

// Node is a part of the file that somebody else decodes.
type Node struct {
	Node ast.Node
	File string
}

// UnmarshalYAML keeps the node.
func (n *Node) UnmarshalYAML(node ast.Node) error {
	n.Node = node
	return nil
}

// Decode decodes the node strictly. A node without content leaves into as it is.
func (n Node) Decode(into any) error {
	if n.Node == nil || n.Node.Type() == ast.NullType {
		return nil
	}
	return strictyaml.DecodeNode(n.File, n.Node, into)
}

// Model says which maturity model is used, and what is laid over it.
type Model struct {
	Catalog string   `yaml:"catalog" doc:"A folder with a whole model of your own: model.yaml, and files of objectives. It replaces the one that ships."`
	Overlay []string `yaml:"overlay" doc:"Folders that add objectives, change some, or ask for other target levels."`
	Binding string   `yaml:"binding" doc:"The file that aismm model import wrote: ids and texts of your own copy of the CSA workbook."`
	Import  Import   `yaml:"import" doc:"How the workbook is read."`
}

// Import says where the parts of a workbook are.
type Import struct {
	Sheets    []string          `yaml:"sheets" doc:"The sheets to read; without any, every sheet with a header that fits."`
	HeaderRow int               `yaml:"header_row" doc:"The row of the column headers; 0 looks for it."`
	Columns   map[string]string `yaml:"columns" doc:"The column of a field, by its header or letter: text: Control objective, or text: D."`
}

// Waivers says where waivers are and how long one may last.
type Waivers struct {
	Files   []string `yaml:"files" doc:"Files of waivers, relative to this file."`
	MaxDays int      `yaml:"max_days" doc:"The longest that a waiver may last, in days (default 180)."`
}

// Scan says how providers are read.
type Scan struct {
	Concurrency  int                `yaml:"concurrency" doc:"How many collectors run at once (default 16)."`
	MaxCalls     int                `yaml:"max_calls" doc:"The most API calls that one scan makes; 0 is no limit. What is not read is a gap."`
	TaskDeadline Duration           `yaml:"task_deadline" doc:"The longest that one collector may take in one scope (default 5m)."`
	Rates        map[string]float64 `yaml:"rates" doc:"Calls per second, by provider (aws) or provider and API (aws/cloudtrail)."`
	Regions      []string           `yaml:"regions" doc:"Regions to read, for every provider that has regions."`
}

// Output says where results go.
type Output struct {
	Dir     string   `yaml:"dir" doc:"The folder that a scan writes into (default aismm-out/<time of the scan>)."`
	Formats []string `yaml:"formats" doc:"Reports to write: html, json. The terminal report goes to standard output."`
}

// FailOn says what makes the exit code 1 or 2.
type FailOn struct {
	MinCoverage float64 `yaml:"min_coverage" doc:"The share of applicable objectives of the assessed categories that must be decided (0 to 1); less ends with exit code 2."`
}

// Duration is a time.Duration written as 5m or 90s.
type Duration time.Duration

// UnmarshalText reads 5m, 90s or 1h30m.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil {
		return fmt.Errorf("%q is no duration; write it as 5m or 90s", b)
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes 5m0s.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// Default is the configuration that an empty file means.
func Default() *Config {
	return &Config{Version: Version, Waivers: Waivers{MaxDays: 180}, Scan: Scan{Concurrency: 16, TaskDeadline: Duration(5 * time.Minute)}}
}

// Find reads the file at path or, when path is empty, aismm.yaml in dir, which may be missing.
func Find(path, dir string) (*Config, error) {
	named := path != ""
	if !named {
		path = filepath.Join(dir, FileName)
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return Default(), nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file; `aismm init` writes one", path)
	case err != nil:
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return Parse(path, data)
}

// Parse reads a configuration and checks all that can be checked without knowing the providers and the model.
func Parse(path string, data []byte) (*Config, error) {
	c := Default()
	if err := strictyaml.Decode(path, data, c); err != nil {
		return nil, err
	}
	c.Path = path
	c.locateOverlays(data)
	for name, n := range c.Providers {
		n.File = path
		c.Providers[name] = n
	}
	return c, c.check()
}

func (c *Config) check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s: "+format, append([]any{c.Path}, args...)...))
	}
	if c.Version != Version {
		bad("version is %d; this program reads version %d", c.Version, Version)
	}
	if c.Scan.Concurrency < 1 || c.Scan.Concurrency > 64 {
		bad("scan.concurrency is %d; it must lie between 1 and 64", c.Scan.Concurrency)
	}
	if c.Scan.MaxCalls < 0 {
		bad("scan.max_calls is %d; it must not be negative", c.Scan.MaxCalls)
	}
	if c.Scan.TaskDeadline <= 0 {
		bad("scan.task_deadline must be longer than nothing")
	}
	if c.Waivers.MaxDays < 1 || c.Waivers.MaxDays > 366 {
		bad("waivers.max_days is %d; it must lie between 1 and 366", c.Waivers.MaxDays)
	}
	if c.FailOn.MinCoverage < 0 || c.FailOn.MinCoverage > 1 {
		bad("fail_on.min_coverage is %v; it must lie between 0 and 1", c.FailOn.MinCoverage)
	}
	for _, f := range c.Output.Formats {
		if !slices.Contains([]string{"html", "json"}, f) {
			bad("output.formats has %q%s", f, strictyaml.Nearest(f, []string{"html", "json"}))
		}
	}
	for _, k := range sortedKeys(c.Scan.Rates) {
		if c.Scan.Rates[k] <= 0 {
			bad("scan.rates.%s is %v; calls per second must be more than 0", k, c.Scan.Rates[k])
		}
	}
	if c.Model.Import.HeaderRow < 0 {
		bad("model.import.header_row is %d; rows are counted from 1, and 0 looks for the header", c.Model.Import.HeaderRow)
	}
	c.checkOverlays(func(err error) { errs = append(errs, err) })
	return errors.Join(errs...)
}

// CheckNames reports categories, providers and settings that nobody knows, with the nearest known name, and target levels that the
// model does not have.
func (c *Config) CheckNames(top int, categories, providers, settings []string) error {
	var errs []error
	unknown := func(section string, names, known []string) {
		for _, n := range names {
			if !slices.Contains(known, n) {
				errs = append(errs, fmt.Errorf("%s: unknown name %q under %s%s", c.Path, n, section, strictyaml.Nearest(n, known)))
			}
		}
	}
	unknown("targets", sortedKeys(c.Targets), categories)
	for _, k := range sortedKeys(c.Targets) {
		if l := c.Targets[k]; l < 1 || l > top {
			errs = append(errs, fmt.Errorf("%s: targets.%s is %d; a level lies between 1 and %d", c.Path, k, l, top))
		}
	}
	unknown("providers", sortedKeys(c.Providers), providers)
	unknown("settings", sortedKeys(c.Settings), settings)
	for _, k := range sortedKeys(c.Scan.Rates) {
		p, _, _ := strings.Cut(k, "/")
		unknown("scan.rates", []string{p}, providers)
	}
	return errors.Join(errs...)
}

// Dir is the folder that relative paths in the configuration start from.
func (c *Config) Dir() string {
	if c.Path == "" {
		return "."
	}
	return filepath.Dir(c.Path)
}

// Resolve makes a path of the configuration usable from the working directory.
func (c *Config) Resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.Dir(), path)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
