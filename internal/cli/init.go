package cli

import (
	"bytes"
	"fmt"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
)

func (a *app) initCommand() *cobra.Command {
	var output string
	var offline, force bool
	var r reach
	c := &cobra.Command{
		Use: "init", Short: "Write a commented aismm.yaml from what can be read here", Args: noArgs,
		Long: `Looks at the environment, signs in to the providers whose credentials it holds (unless --offline), and writes an aismm.yaml
that says what was found, with every key explained.`,
		RunE: func(c *cobra.Command, _ []string) error {
			a.afresh = true
			view := initView{Settings: map[string]engine.Setting{}}
			for _, p := range collectors.Providers() {
				saw, ok := p.Detect(a.env)
				view.Providers = append(view.Providers, initProvider{Name: p.Name, Title: p.Title, Found: ok, Saw: saw})
			}
			if !offline {
				a.findScopes(c, &r, &view)
			}
			set, err := a.policies()
			if err != nil {
				return err
			}
			view.Settings = set.Settings()
			catalog, err := a.catalog()
			if err != nil {
				return err
			}
			view.Levels = catalog.Structure().Top().String()
			for _, k := range catalog.Structure().Categories {
				view.Categories = append(view.Categories, initCategory{k.ID.String(), k.Name})
			}
			var buf bytes.Buffer
			if err := initTemplate.Execute(&buf, view); err != nil {
				return fmt.Errorf("write the configuration: %w", err)
			}
			if _, err := config.Parse(output, buf.Bytes()); err != nil {
				return fmt.Errorf("the configuration that was made does not hold: %w", err)
			}
			if output == "-" {
				_, err := a.stdout.Write(buf.Bytes())
				return err
			}
			if err := writeFile(output, buf.Bytes(), force); err != nil {
				return err
			}
			a.say("wrote %s; check it with `aismm config check`, then `aismm scan`", output)
			return nil
		},
	}
	c.Flags().StringVar(&output, "output", config.FileName, "the file to write; - is standard output")
	c.Flags().BoolVar(&offline, "offline", false, "do not sign in anywhere; only look at the environment")
	c.Flags().BoolVar(&force, "force", false, "replace a file that exists")
	return c
}

type initView struct {
	Providers  []initProvider
	Settings   map[string]engine.Setting
	Categories []initCategory
	// Levels is the highest level of the model.
	Levels string
}

type initProvider struct {
	Name, Title, Saw string
	Found            bool
	// Identity and Scopes are known when signing in succeeded, Reason when it did not.
	Identity, Reason string
	Scopes           []string
}

type initCategory struct{ Code, Name string }

// findScopes signs in where credentials were found. What fails becomes a comment: the file is for people to finish.
func (a *app) findScopes(c *cobra.Command, r *reach, view *initView) {
	for i := range view.Providers {
		p := &view.Providers[i]
		if !p.Found {
			continue
		}
		r.providers = []string{p.Name}
		d, err := a.diagnose(c.Context(), r)
		if err != nil {
			p.Reason = firstLine(err.Error())
			continue
		}
		for _, probed := range d.Providers {
			p.Identity, p.Reason = probed.Identity, firstLine(probed.Reason)
			for _, s := range probed.Scopes {
				if s.Scope.Region == "" {
					p.Scopes = append(p.Scopes, s.Scope.ID+" "+s.Scope.Name)
				}
			}
		}
	}
}

var initTemplate = template.Must(template.New("aismm.yaml").Parse(`# yaml-language-server: $schema=aismm.schema.json
# Written by aismm init. ` + "`aismm config schema > aismm.schema.json`" + ` lets an editor complete and check this file.
version: 1

# The name that reports show.
organization: ""

# What to read. A provider that is named here is read; with none named, those whose credentials the environment holds.
providers:
{{- range .Providers}}
{{- if .Found}}
  # {{.Title}}: found {{.Saw}}.{{with .Identity}} Signed in as {{.}}.{{end}}{{with .Reason}} Not connected: {{.}}{{end}}
{{- range .Scopes}}
  #   {{.}}
{{- end}}
  {{.Name}}: {}
{{- else}}
  # {{.Title}}: no credentials were found.
  # {{.Name}}: {}
{{- end}}
{{- end}}
{{- "\n"}}
# For every account of an AWS organization: a role that each account has (aismm permissions aws prints its policy).
#   aws: {role_name: aismm-read, regions: [us-east-1, eu-central-1]}
# For exports of the organization's own systems (aismm records list names the kinds):
#   records: {dir: records}
# With what earlier scans have found, from the second one on:
#   records: {dir: records, files: {assessment_result: {path: aismm-out}}}

# What the organization decided, and policies use. Verdicts that need a setting which nobody has set are unknown.
settings:
{{- range $name, $s := .Settings}}
  # {{$s.Title}}. {{$s.Description}}
  # {{$name}}:{{if $s.Default}} {{$s.Default}} is the default{{end}}
{{- end}}

# The maturity model, where it is not the one that ships: a folder with a model of your own, folders that change objectives or add some,
# and the file that aismm model import wrote from your copy of the CSA workbook.
#   model: {catalog: our-model, overlay: [our-objectives], binding: csa.yaml}

# The level that the organization wants, by category (1 to {{.Levels}}).
targets:
{{- range .Categories}}
  # {{.Code}}: 3   # {{.Name}}
{{- end}}

# Policies, objectives, kinds of record, settings and records of your own, laid over those that ship, in any order. Each source has the folders
# policies, model, kinds and records, of which it needs only one.
#   overlays:
#   - {name: acme-controls, path: controls}           # a directory or an archive
#   - name: acme-shared                               # an archive or OPA bundle, pinned by its digest, and signed
#     url: https://policies.example.com/acme.tar.gz
#     digest: sha256:…
#     token_env: ACME_TOKEN
#     verify: {key: keys/policy.pem}
#   - {name: acme-registry, oci: "registry.example.com/acme/aismm:1.2", digest: "sha256:…"}

# Accepted failures: files of waivers (aismm waiver new writes one), and the longest that one may last.
waivers:
  files: []
  max_days: 180

# Files of attestations (aismm attest new writes one): dated statements, signed off by a second person, with files behind them.
attestations: []

# How providers are read.
scan:
  concurrency: 16
  task_deadline: 5m
  # max_calls: 20000

# The exit code is 2 when less than this share of the applicable objectives is decided.
fail_on:
  min_coverage: 0
`))
