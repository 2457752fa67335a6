package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/findings"
	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/internal/version"
)

func (a *app) policyLint() *cobra.Command {
	var format, output, explain string
	var fix, force bool
	c := &cobra.Command{
		Use: "lint [DIR...]", Short: "Mistakes in policies that tests and compilers let through",
		Long: `Judges the policies of the folders, which are laid over those that ship; without a folder, those that ship. Beside what OPA's strict
compiler and the schemas of the evidence refuse, it looks into functions and every, and finds joins that grow with the square,
subjects that are left out by what is missing, conditions without subjects, and more.

A finding is accepted by a comment right above the line: # lint: ignore RULE: the reason.
Exit code 1 when something is found, 0 when nothing is.`,
		RunE: func(c *cobra.Command, dirs []string) error {
			if err := oneOf("format", format, "text", "json", "sarif", "junit"); err != nil {
				return err
			}
			if explain != "" {
				return a.explainLint(explain)
			}
			if err := mayWrite(output, force); err != nil {
				return err
			}
			if fix && len(dirs) == 0 {
				return usagef("--fix needs the folder to write to: aismm policy lint --fix DIR")
			}
			o, err := a.lintOptions(dirs)
			if err != nil {
				return err
			}
			r, err := engine.Lint(c.Context(), o)
			if err != nil {
				return usage(err)
			}
			if fix && len(r.Formatted) > 0 {
				if err := a.writeFormatted(r.Formatted); err != nil {
					return err
				}
				if r, err = engine.Lint(c.Context(), o); err != nil {
					return usage(err)
				}
			}
			err = a.deliver(output, force, func(w io.Writer) error {
				switch format {
				case "json":
					return writeJSON(w, r)
				case "sarif":
					return writeSARIF(w, r)
				case "junit":
					return lintJUnit(w, r)
				}
				return a.showFindings(w, r)
			})
			if err == nil && len(r.Findings) > 0 {
				return outcome(exitNotMet)
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&format, "format", "text", "text, json, sarif or junit")
	f.StringVar(&output, "output", "", "write to this file instead of standard output")
	f.BoolVar(&force, "force", false, "replace a file that exists")
	f.BoolVar(&fix, "fix", false, "write files in the form of `opa fmt`")
	f.StringVar(&explain, "explain", "", "show the page of a rule, or of all: --explain all")
	return c
}

// writeFormatted writes files in their form. Sources are named as the folders that the command line gave.
func (a *app) writeFormatted(files []engine.Formatted) error {
	for _, f := range files {
		name := filepath.Join(filepath.FromSlash(f.Source), filepath.FromSlash(f.Path))
		if err := writeFile(name, f.Text, true); err != nil {
			return err
		}
		a.say("formatted %s", name)
	}
	return nil
}

func (a *app) showFindings(w io.Writer, r *engine.LintReport) error {
	width := a.width()
	said := map[string]bool{} // a fix that was said above need not be said again
	for _, f := range r.Findings {
		fmt.Fprintf(w, "%s: %s: %s\n", f.Place(), f.Severity, f.Rule)
		fmt.Fprintf(w, "    %s\n", wrap(f.Message, width-4, "    "))
		if f.Fix != "" && !said[f.Fix] {
			fmt.Fprintf(w, "    fix: %s\n", wrap(f.Fix, width-4, "         "))
			said[f.Fix] = true
		}
	}
	ignored := ""
	if r.Ignored > 0 {
		ignored = fmt.Sprintf(", %d accepted by comments", r.Ignored)
	}
	_, err := fmt.Fprintf(w, "%s in %s: %s%s\n", plural(r.Policies, "policy"), plural(r.Files, "file"), plural(len(r.Findings), "finding"), ignored)
	if err == nil && len(r.Findings) > 0 {
		_, err = fmt.Fprintln(w, "`aismm policy lint --explain RULE` says more about a rule")
	}
	return err
}

func writeSARIF(w io.Writer, r *engine.LintReport) error {
	var rules []findings.Rule
	for _, rule := range engine.LintRules() {
		rules = append(rules, findings.Rule{ID: rule.ID, Short: sentence(rule.Title), Full: oneLine(rule.Why), Help: string(lintPage(rule)), Level: sarifLevel(rule.Severity)})
	}
	var results []findings.Result
	for _, f := range r.Findings {
		message := f.Message
		if f.Fix != "" {
			message += ". Fix: " + f.Fix
		}
		results = append(results, findings.Result{RuleID: f.Rule, Level: sarifLevel(f.Severity), Message: message, File: f.File, Line: f.Line, Col: f.Col})
	}
	return findings.SARIF(w, findings.Tool{Name: "aismm policy lint", Version: version.String()}, rules, results)
}

// lintJUnit writes each finding as a failed test of its rule's suite; a rule that found nothing has passed.
func lintJUnit(w io.Writer, r *engine.LintReport) error {
	var cases []findings.Case
	for _, rule := range engine.LintRules() {
		before := len(cases)
		for _, f := range r.Findings {
			if f.Rule == rule.ID {
				cases = append(cases, findings.Case{Suite: rule.ID, Name: f.Place(), File: f.File, Line: f.Line, Status: findings.Failed, Message: f.Message, Detail: f.Fix})
			}
		}
		if len(cases) == before {
			cases = append(cases, findings.Case{Suite: rule.ID, Name: rule.Title, Status: findings.Passed})
		}
	}
	return findings.JUnit(w, "aismm policy lint", cases)
}

func sarifLevel(s engine.Severity) findings.Level {
	if s == engine.SeverityError {
		return findings.Error
	}
	return findings.Warning
}

func (a *app) explainLint(id string) error {
	var ids []string
	for _, r := range engine.LintRules() {
		if id == "all" {
			fmt.Fprintf(a.stdout, "%-24s %-8s %s\n", r.ID, r.Severity, r.Title)
		}
		if r.ID == id {
			_, err := a.stdout.Write(lintPage(r))
			return err
		}
		ids = append(ids, r.ID)
	}
	if id == "all" {
		return nil
	}
	return usagef("there is no rule %q%s; --explain all lists them", id, strictyaml.Nearest(id, ids))
}

// lintPage is the documentation of one rule.
func lintPage(r engine.LintRule) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n%s (%s)\n\n%s\n", r.ID, sentence(r.Title), r.Severity, r.Why)
	fmt.Fprintf(&b, "\nAvoid:\n\n```rego\n%s\n```\n\nPrefer:\n\n```rego\n%s\n```\n", r.Avoid, r.Prefer)
	fmt.Fprintf(&b, "\nFix: %s.\n", strings.TrimSuffix(r.Fix, "."))
	if r.Accepts() {
		fmt.Fprintf(&b, "\nTo accept a finding, write right above its line:\n\n```rego\n# lint: ignore %s: the reason\n```\n", r.ID)
	} else {
		b.WriteString("\nThis cannot be accepted by a comment: the policy is not judged until it is mended.\n")
	}
	return b.Bytes()
}

// lintIndex lists the rules.
func lintIndex() []byte {
	var b bytes.Buffer
	b.WriteString("# Rules of `aismm policy lint`\n\n| rule | severity | what it finds |\n|---|---|---|\n")
	for _, r := range engine.LintRules() {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", r.ID, r.ID, r.Severity, r.Title)
	}
	return b.Bytes()
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
