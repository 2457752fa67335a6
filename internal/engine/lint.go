package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// LintOptions says what to lint, and what policies may speak of.
type LintOptions struct {
	// Sources are laid over one another, as in Load.
	Sources    []Source
	Kinds      []evidence.Kind
	Objectives []ObjectiveRef
	// Of names the sources whose files are judged; the others are only there to be used. None means all.
	Of []string
}

// Finding is one thing that a rule of the linter found.
type Finding struct {
	// Rule is the rule's id, in kebab-case.
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// File is "<source>/<path in the source>"; Line and Col count from 1, and are 0 where the file as a whole is meant.
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	Message string `json:"message"`
	// Fix is the way out.
	Fix string `json:"fix,omitempty"`
	// Policy is the package of the policy that it concerns; empty for libraries, tests and settings.
	Policy string `json:"policy,omitempty"`
}

// Place is where it is: file:line:col, as far as known.
func (f Finding) Place() string {
	return Problem{File: f.File, Line: f.Line, Col: f.Col}.place()
}

// LintReport is what the linter found.
type LintReport struct {
	// Findings are sorted by file and line.
	Findings []Finding `json:"findings"`
	// Files and Policies count what was judged.
	Files    int `json:"files"`
	Policies int `json:"policies"`
	// Ignored counts the findings that a comment with a reason accepts.
	Ignored int `json:"ignored"`
	// Formatted holds the text that files should have where the rule fmt found a difference.
	Formatted []Formatted `json:"-"`
}

// Formatted is one file in the form of `opa fmt`.
type Formatted struct {
	// Source is the name of its source, Path where it lies in there.
	Source, Path string
	Text         []byte
}

// LintRule is one rule of the linter.
type LintRule struct {
	// ID is the rule's name, in kebab-case.
	ID       string
	Severity Severity
	// Title says what is wrong when the rule finds something. Why says what comes of it.
	Title, Why string
	// Avoid and Prefer are examples in Rego.
	Avoid, Prefer string
	// Fix is the way out where a finding has no better one.
	Fix string

	// stops is set for rules whose findings keep a policy from being judged at all; no comment accepts those.
	stops bool
	// codes are the problems of loading that are findings of this rule.
	codes []string
	check func(*linting)
}

// Accepts reports whether a comment may accept findings of the rule.
func (r LintRule) Accepts() bool { return !r.stops }

// LintRules are all rules, by id.
func LintRules() []LintRule {
	all := []LintRule{ruleClock, ruleConditionWithoutSubject, ruleEnum, ruleEveryFields, ruleFieldNotShown, ruleFmt, ruleHelperFields, ruleLeftOutByAbsence,
		ruleLiteralReads, ruleMetadata, ruleMetByAbsence, ruleObjectGetFields, ruleParse, rulePath, ruleQuadraticJoin, ruleReference, ruleResourceSet, ruleSchema,
		ruleSetting, ruleShape, ruleStrictCompile, ruleSuppression, ruleTestMissing, ruleUnknownKind, ruleUnknownObjective}
	slices.SortFunc(all, func(a, b LintRule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Lint judges policies, libraries and their tests by every rule. The error is for what leaves nothing to judge, as in Load.
func Lint(ctx context.Context, o LintOptions) (*LintReport, error) {
	l, files, err := load(ctx, LoadOptions{Sources: o.Sources, Kinds: o.Kinds, Objectives: o.Objectives, allKinds: true})
	if err != nil {
		return nil, err
	}
	of := func(f *sourceFile) bool { return len(o.Of) == 0 || slices.Contains(o.Of, f.source) }
	g := &linting{loader: l, rules: LintRules(), found: map[Finding]bool{}, files: map[string]*sourceFile{}}
	for _, f := range files {
		g.files[f.display] = f
		if of(f) {
			g.judged = append(g.judged, f)
		}
	}
	g.parse()
	g.flow = newFlow(l)
	g.flow.all()
	g.problems()
	for i := range g.rules {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("lint the policies: %w", err)
		}
		if g.rule = &g.rules[i]; g.rule.check != nil {
			g.rule.check(g)
		}
	}
	report := &LintReport{Files: len(g.judged), Formatted: g.formatted}
	for _, p := range l.policies {
		if slices.ContainsFunc(g.judged, func(f *sourceFile) bool { return f.display == p.File }) {
			report.Policies++
		}
	}
	report.Findings, report.Ignored = g.accepted()
	report.Findings = slices.DeleteFunc(report.Findings, func(f Finding) bool { return !g.reported(f.File) })
	return report, nil
}

// reported reports whether findings in a file are asked for. What lies in no file is always told.
func (g *linting) reported(file string) bool {
	f, ok := g.files[file]
	return !ok || slices.Contains(g.judged, f)
}

// linting is one run of the linter.
type linting struct {
	loader *loader
	rules  []LintRule
	rule   *LintRule // the one that is at work
	flow   *flow
	files  map[string]*sourceFile
	judged []*sourceFile
	// parsed are the modules as they are written, tests included, by file. Those that do not parse are missing.
	parsed    map[string]*ast.Module
	found     map[Finding]bool
	formatted []Formatted
}

// parse reads all modules once more: those of the loader were rewritten by the compiler, and tests are not among them.
func (g *linting) parse() {
	g.parsed = map[string]*ast.Module{}
	for name, f := range g.files {
		if !strings.HasSuffix(name, ".rego") {
			continue
		}
		m, err := ast.ParseModuleWithOpts(name, string(f.data), ast.ParserOptions{ProcessAnnotation: true})
		if err == nil && m != nil {
			g.parsed[name] = m
			continue
		}
		if f.test() { // the loader has said the same of all others
			for _, e := range parseErrors(err) {
				g.add(ruleParse.at(name, e.Location, "%s", e.Message))
			}
		}
	}
}

// at makes a finding.
func (r *LintRule) at(file string, loc *ast.Location, format string, args ...any) Finding {
	f := Finding{Rule: r.ID, Severity: r.Severity, File: file, Message: fmt.Sprintf(format, args...), Fix: r.Fix}
	if loc != nil && loc.Row > 0 {
		f.Line, f.Col = loc.Row, loc.Col
		if loc.File != "" {
			f.File = loc.File
		}
	}
	return f
}

// find adds a finding of the rule that is at work.
func (g *linting) find(loc *ast.Location, format string, args ...any) {
	g.add(g.rule.at("", loc, format, args...))
}

func (g *linting) add(f Finding) {
	if p := g.loader.policies[f.File]; p != nil {
		f.Policy = p.Path
	}
	g.found[f] = true
}

// policies are the policies that hold, with their compiled modules, in order.
func (g *linting) policies(each func(p *Policy, m *ast.Module)) {
	for _, p := range g.loader.sorted() {
		if m := g.loader.compiler.Modules[p.module]; m != nil {
			each(p, m)
		}
	}
}

// problems takes over what loading found wrong.
func (g *linting) problems() {
	byCode := map[string]*LintRule{}
	for i := range g.rules {
		for _, code := range g.rules[i].codes {
			byCode[code] = &g.rules[i]
		}
	}
	for _, p := range g.loader.problems {
		r := byCode[p.Code]
		if removed, ok := removedBuiltin(p); ok {
			r, p.Message = &ruleClock, removed
		}
		if _, after, ok := strings.Cut(p.Message, "yaml: unmarshal errors:"); ok && p.Code == CodeParse {
			r, p.Message = &ruleMetadata, "METADATA: "+strings.Join(strings.Fields(after), " ")
		}
		g.add(Finding{Rule: r.ID, Severity: p.Severity, File: p.File, Line: p.Line, Col: p.Col, Message: p.Message, Fix: r.Fix})
	}
}

func sortFindings(list []Finding) {
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
}
