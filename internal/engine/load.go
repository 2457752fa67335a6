package engine

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// LoadOptions says what to load, and what policies may speak of.
type LoadOptions struct {
	// Sources are laid over one another: a file of a later one replaces that of an earlier one.
	Sources []Source
	// Kinds are all kinds of evidence that there are. Without any, kinds and fields are not checked.
	Kinds []evidence.Kind
	// Objectives are all objectives that there are. Without any, they are not checked.
	Objectives []ObjectiveRef
	// MayBeEmpty accepts that there are no policies at all: people alone then decide.
	MayBeEmpty bool
	// Strict makes errors of warnings.
	Strict bool

	allKinds bool // compile with the schemas of all kinds, so that errors can name those that nobody mentions
}

// Set is a set of policies that was loaded and compiled. It is safe for concurrent use.
type Set struct {
	policies []*Policy
	problems []Problem
	settings map[string]Setting
	digest   string
	kinds    map[string]evidence.Kind
	compiler *ast.Compiler
}

// Policies are all policies by path, broken ones included.
func (s *Set) Policies() []*Policy { return slices.Clone(s.policies) }

// Policy finds a policy by its path.
func (s *Set) Policy(path string) (*Policy, bool) {
	i := slices.IndexFunc(s.policies, func(p *Policy) bool { return p.Path == path })
	if i < 0 {
		return nil, false
	}
	return s.policies[i], true
}

// Problems are everything that is wrong, by file and line.
func (s *Set) Problems() []Problem { return slices.Clone(s.problems) }

// Settings are the settings that are declared, by name.
func (s *Set) Settings() map[string]Setting {
	all := make(map[string]Setting, len(s.settings))
	for name, set := range s.settings {
		all[name] = set
	}
	return all
}

// Digest is the SHA-256 over all policies, libraries and settings, "sha256:<hex>". Tests do not count.
func (s *Set) Digest() string { return s.digest }

// InputSchema is the JSON Schema of what Inputs writes: what every policy sees, with all kinds, records and settings, and beside it the policy
// that it was written for, which is for other tools.
func (s *Set) InputSchema() map[string]any {
	schema := inputSchema(s.kinds, s.settings)
	schema["properties"].(map[string]any)[inputPolicy] = text()
	return schema
}

// Load reads, checks and compiles policies. What is wrong with one of them is a problem of that one; the error is for what leaves nothing
// to judge with: a source that cannot be read, or no policies at all.
func Load(ctx context.Context, o LoadOptions) (*Set, error) {
	l, files, err := load(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Set{policies: l.sorted(), problems: sortProblems(l.problems), settings: l.settings, digest: digest(files), kinds: l.kinds, compiler: l.compiler}, nil
}

// load does what Load does, and keeps all that it went by.
func load(ctx context.Context, o LoadOptions) (*loader, []*sourceFile, error) {
	files, err := overlay(o.Sources)
	if err != nil {
		return nil, nil, err
	}
	l := newLoader(o)
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, nil, fmt.Errorf("load policies: %w", err)
		}
		l.file(f)
	}
	if len(l.policies) == 0 && !o.MayBeEmpty {
		return nil, nil, errors.New("load policies: there are none in " + sourceNames(o.Sources) + "; a policy lies at <category>/<objective>/<provider>.rego")
	}
	return l, files, l.compile()
}

func sourceNames(sources []Source) string {
	if len(sources) == 0 {
		return "no source at all"
	}
	var names []string
	for _, s := range sources {
		names = append(names, fmt.Sprintf("%q", s.Name))
	}
	return strings.Join(names, ", ")
}

// loader collects what is loaded.
type loader struct {
	kinds      map[string]evidence.Kind
	objectives map[string]string // id by name
	strict     bool
	allKinds   bool
	settings   map[string]Setting
	policies   map[string]*Policy // by file
	sources    map[string]*sourceFile
	modules    map[string]*ast.Module // by file
	compiler   *ast.Compiler
	problems   []Problem
}

func newLoader(o LoadOptions) *loader {
	l := &loader{kinds: map[string]evidence.Kind{}, objectives: map[string]string{}, strict: o.Strict, allKinds: o.allKinds, settings: map[string]Setting{},
		policies: map[string]*Policy{}, sources: map[string]*sourceFile{}, modules: map[string]*ast.Module{}}
	for _, k := range o.Kinds {
		l.kinds[k.Name] = k
	}
	for _, obj := range o.Objectives {
		l.objectives[obj.Name] = obj.ID
	}
	return l
}

// add takes a problem down. An error of a policy breaks it.
func (l *loader) add(p Problem) {
	if l.strict {
		p.Severity = SeverityError
	}
	l.problems = append(l.problems, p)
	for _, policy := range l.policies {
		if p.Policy == policy.Path && p.Severity == SeverityError {
			if !policy.Broken {
				policy.fault = &p
			}
			policy.Broken = true
		}
	}
}

func (l *loader) file(f *sourceFile) {
	if path.Dir(f.path) == settingsDir {
		set, ok := readSetting(f, func(line int, format string, args ...any) {
			l.add(Problem{Severity: SeverityError, File: f.display, Line: line, Code: CodeSetting, Message: fmt.Sprintf(format, args...)})
		})
		if ok {
			l.settings[set.Name] = set
		}
		return
	}
	if f.test() {
		return
	}
	p, ok := l.place(f)
	if !ok {
		return
	}
	l.sources[f.display] = f
	m, err := ast.ParseModuleWithOpts(f.display, string(f.data), ast.ParserOptions{ProcessAnnotation: true})
	if err != nil || m == nil {
		l.unparsed(f, p, err)
		return
	}
	if p == nil {
		l.library(f, m)
		return
	}
	p.Line, p.module = m.Package.Loc().Row, f.display
	if got := dotted(m.Package.Path); got != p.Path {
		l.add(Problem{Severity: SeverityError, File: f.display, Line: p.Line, Code: CodePath, Policy: p.Path,
			Message: fmt.Sprintf("the package is %s, but the path says %s", got, p.Path)})
		return
	}
	l.modules[f.display] = m
	l.describe(p, m)
}

var (
	placeForm = regexp.MustCompile(`^([a-z][a-z0-9]*)/([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)\.rego$`)
	libForm   = regexp.MustCompile(`^lib/[a-z][a-z0-9_]*\.rego$`)
)

// place tells from its path what a file is: a policy, or (nil) a library.
func (l *loader) place(f *sourceFile) (*Policy, bool) {
	if libForm.MatchString(f.path) {
		return nil, true
	}
	m := placeForm.FindStringSubmatch(f.path)
	if m == nil || m[1] == libDir {
		l.add(Problem{Severity: SeverityError, File: f.display, Code: CodePath,
			Message: "it is neither a policy (<category>/<objective>/<provider>.rego) nor a library (lib/<name>.rego), in lower case with underscores"})
		return nil, false
	}
	p := &Policy{Category: m[1], Slug: m[2], Provider: m[3], Path: "aismm." + m[1] + "." + m[2] + "." + m[3], Source: f.source, Digest: digestOf(f.data), File: f.display, Line: 1}
	l.policies[f.display] = p
	name := p.Category + "." + p.Slug
	if len(l.objectives) > 0 {
		p.Objective = l.objectives[name]
		if p.Objective == "" {
			l.add(Problem{Severity: SeverityError, File: f.display, Code: CodeObjective, Policy: p.Path,
				Message: fmt.Sprintf("there is no objective %q%s", name, strictyaml.Nearest(name, sortedKeys(l.objectives)))})
		}
	}
	if known := l.providers(); len(known) > 0 && !slices.Contains(known, p.Provider) {
		l.add(Problem{Severity: SeverityError, File: f.display, Code: CodePath, Policy: p.Path,
			Message: fmt.Sprintf("there is no provider %q%s", p.Provider, strictyaml.Nearest(p.Provider, known))})
	}
	return p, true
}

func (l *loader) providers() []string {
	names := map[string]bool{}
	for _, k := range l.kinds {
		names[k.Provider] = true
	}
	return sortedKeys(names)
}

func (l *loader) unparsed(f *sourceFile, p *Policy, err error) {
	pkg := ""
	if p != nil {
		pkg = p.Path
	}
	report := func(line, col int, message string) {
		l.add(Problem{Severity: SeverityError, File: f.display, Line: line, Col: col, Code: CodeParse, Message: message, Policy: pkg})
	}
	for _, e := range parseErrors(err) {
		line, col := 0, 0
		if e.Location != nil {
			line, col = e.Location.Row, e.Location.Col
		}
		report(line, col, e.Message)
	}
}

// parseErrors takes what the parser returns apart.
func parseErrors(err error) ast.Errors {
	if errs, ok := errors.AsType[ast.Errors](err); ok {
		return errs
	}
	if e, ok := errors.AsType[*ast.Error](err); ok {
		return ast.Errors{e}
	}
	if err == nil {
		err = errors.New("there is no module in the file")
	}
	return ast.Errors{{Code: ast.ParseErr, Message: err.Error()}}
}

func (l *loader) library(f *sourceFile, m *ast.Module) {
	if !isLib(m) || len(m.Package.Path) != 4 {
		l.add(Problem{Severity: SeverityError, File: f.display, Line: m.Package.Loc().Row, Code: CodePath,
			Message: fmt.Sprintf("a library's package is aismm.lib.<name>, not %s", dotted(m.Package.Path))})
		return
	}
	// A library adds nothing to another one: whose rules judge is told from the path of a file.
	if want := "aismm.lib." + strings.TrimSuffix(path.Base(f.path), ".rego"); dotted(m.Package.Path) != want {
		l.add(Problem{Severity: SeverityError, File: f.display, Line: m.Package.Loc().Row, Code: CodePath,
			Message: fmt.Sprintf("the package is %s, but the path says %s", dotted(m.Package.Path), want)})
		return
	}
	lintMetadata(f.display, m, func(line int, code, format string, args ...any) {
		l.add(Problem{Severity: SeverityWarning, File: f.display, Line: line, Code: code, Message: fmt.Sprintf(format, args...)})
	})
	l.modules[f.display] = m
}

// dotted writes a package's path without its root: "aismm.lib.when".
func dotted(ref ast.Ref) string {
	return strings.TrimPrefix(ref.String(), "data.")
}

func (l *loader) sorted() []*Policy {
	list := make([]*Policy, 0, len(l.policies))
	for _, p := range l.policies {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *Policy) int { return strings.Compare(a.Path, b.Path) })
	return list
}
