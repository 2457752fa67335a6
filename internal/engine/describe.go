package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/strictyaml"
)

// faults returns how problems of one policy are reported.
func (l *loader) faults(p *Policy) (byLine func(line int, code, format string, args ...any), byLocation func(loc *ast.Location, code, format string, args ...any)) {
	byLine = func(line int, code, format string, args ...any) {
		l.add(Problem{Severity: SeverityError, File: p.File, Line: line, Code: code, Message: fmt.Sprintf(format, args...), Policy: p.Path})
	}
	byLocation = func(loc *ast.Location, code, format string, args ...any) {
		problem := Problem{Severity: SeverityError, File: p.File, Code: code, Message: fmt.Sprintf(format, args...), Policy: p.Path}
		if loc != nil {
			problem.Line, problem.Col = loc.Row, loc.Col
			if loc.File != "" {
				problem.File = loc.File // a library's rule that the policy uses
			}
		}
		l.add(problem)
	}
	return byLine, byLocation
}

func (l *loader) warn(p *Policy, line int, code, format string, args ...any) {
	l.add(Problem{Severity: SeverityWarning, File: p.File, Line: line, Code: code, Message: fmt.Sprintf(format, args...), Policy: p.Path})
}

// describe takes over what a policy's METADATA and the heads of its rules say.
func (l *loader) describe(p *Policy, m *ast.Module) {
	byLine, byLocation := l.faults(p)
	meta := readMetadata(p.File, m, byLine)
	rules := shapeOf(m, byLocation)
	if pkg := meta.pkg; pkg != nil {
		p.Title, p.Description, p.Remediation, p.Judges = pkg.Title, pkg.Description, pkg.Custom.Remediation, pkg.Custom.Judges
		p.survives = l.survivals(p, "the package", p.Line, pkg.Custom.Survives)
	}
	if p.Title == "" {
		l.warn(p, p.Line, CodeMetadata, "the package needs METADATA with a title: what holds when the policy passes")
	}
	if p.Remediation == "" {
		l.warn(p, p.Line, CodeMetadata, "the package needs METADATA with custom.remediation: what to do when the policy fails")
	}
	if p.Judges != "" && p.Judges != JudgesOrganization {
		byLine(p.Line, CodeMetadata, "custom.judges is %q; it should be %q, or be left out", p.Judges, JudgesOrganization)
	}
	if len(rules.subjects) == 0 {
		byLine(p.Line, CodeShape, "there are no subjects: write `subjects contains evidence.subject(x) if …`")
	}
	if len(rules.met) == 0 {
		byLine(p.Line, CodeShape, "there are no conditions: write `met.<condition> contains evidence.at(x, […]) if …`")
	}
	for _, name := range sortedKeys(rules.met) {
		l.condition(p, name, rules, meta)
	}
	for _, r := range m.Rules {
		l.misspelt(p, r)
	}
}

func (l *loader) condition(p *Policy, name string, rules shape, meta metadata) {
	byLine, _ := l.faults(p)
	line := rules.met[name][0].Loc().Row
	c := Condition{ID: name, File: p.File, Line: line, explains: len(rules.violations[name]) > 0, hasUnclear: len(rules.unclear[name]) > 0,
		Covers: []string{}, Absent: map[string]any{}}
	text := meta.conditions[name]
	if text == nil {
		byLine(line, CodeMetadata, "condition %s needs METADATA with a title, custom.of and custom.field", name)
		p.Conditions = append(p.Conditions, c)
		return
	}
	at := meta.lines[name]
	if text.Scope != "document" && len(rules.met[name]) > 1 {
		byLine(at, CodeMetadata, "condition %s has several rules, so its METADATA needs `scope: document`", name)
	}
	c.Title, c.Of, c.Field, c.Within = text.Title, slices.Clone([]string(text.Custom.Of)), text.Custom.Field, text.Custom.Within
	c.Compares = text.Custom.Compares
	c.Covers = append(c.Covers, text.Custom.Covers...)
	c.survives = l.survivals(p, "condition "+name, at, text.Custom.Survives)
	if c.Title == "" {
		byLine(at, CodeMetadata, "condition %s needs a title: what holds when it is met", name)
	}
	if len(c.Of) == 0 {
		byLine(at, CodeMetadata, "condition %s needs custom.of: the kinds of subject that it judges", name)
	}
	if c.Field == "" {
		byLine(at, CodeMetadata, "condition %s needs custom.field: what is shown where no row decides, such as id or config.Status", name)
	}
	if c.Within != "" && c.Within != string(evidence.Region) {
		byLine(at, CodeMetadata, "condition %s: custom.within is %q; it should be %q, or be left out", name, c.Within, evidence.Region)
	}
	for _, covered := range c.Covers {
		if !coversForm.MatchString(covered) {
			byLine(at, CodeMetadata, "condition %s: custom.covers has %q; it should be <tool>:<check>", name, covered)
		}
	}
	for _, field := range sortedKeys(text.Custom.Absent) {
		value, err := plainJSON(text.Custom.Absent[field])
		if err != nil {
			byLine(at, CodeMetadata, "condition %s: the default of %s is no JSON value: %v", name, field, err)
			continue
		}
		c.Absent[field] = value
	}
	c.absentPaths = absentPaths(c.Absent)
	l.fields(p, &c, at)
	slices.Sort(c.Of)
	p.Conditions = append(p.Conditions, c)
}

var coversForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*:[^\s:]\S*$`)

// fields checks that custom.field and custom.absent name fields that the judged kinds have.
func (l *loader) fields(p *Policy, c *Condition, line int) {
	byLine, _ := l.faults(p)
	known := func(field string) bool {
		checked := false
		for _, kind := range c.Of {
			k, ok := l.kinds[kind]
			if !ok || hasField(stamped(k), strings.Split(field, ".")) {
				return true
			}
			checked = true
		}
		return !checked
	}
	if c.Field != "" && !known(c.Field) {
		byLine(line, CodeMetadata, "condition %s: custom.field names %s, which %s does not have", c.ID, c.Field, strings.Join(c.Of, ", "))
	}
}

// misspelt finds rules whose names are nearly those that the engine asks for.
func (l *loader) misspelt(p *Policy, r *ast.Rule) {
	ref := r.Head.Ref()
	name := string(ref[0].Value.(ast.Var))
	wanted := []string{ruleMet, ruleViolations, ruleUnclear}
	if len(ref) < 2 {
		wanted = []string{ruleSubjects}
	}
	if r.Head.RuleKind() != ast.MultiValue || slices.Contains(wanted, name) || len(ref) > 2 {
		return
	}
	for _, w := range wanted {
		if len(name) > 2 && near(name, w) {
			byLine, _ := l.faults(p)
			byLine(r.Loc().Row, CodeShape, "%s is nothing that the engine asks for; did you mean %q?", name, w)
			return
		}
	}
}

func near(word, wanted string) bool {
	return strings.Contains(strictyaml.Nearest(word, []string{wanted}), "did you mean") && abs(len(word)-len(wanted)) <= 2
}

func abs(n int) int { return max(n, -n) }

// compile compiles everything, and tells from the compiled rules what each policy reads.
func (l *loader) compile() error {
	byFile := map[string]*Policy{}
	for file, p := range l.policies {
		byFile[file] = p
	}
	l.compiler = compileAll(l.modules, inputSchema(l.mentioned(), l.settings), func(file string, e *ast.Error) {
		problem := Problem{Severity: SeverityError, File: file, Code: compileCode(e), Message: compileMessage(e)}
		if e.Location != nil {
			problem.Line, problem.Col = e.Location.Row, e.Location.Col
		}
		if p := byFile[file]; p != nil {
			problem.Policy = p.Path
		}
		l.add(problem)
	})
	d := &reader{compiler: l.compiler, direct: map[*ast.Rule]*directReads{}}
	for _, p := range l.sorted() {
		m := l.compiler.Modules[p.module]
		if m == nil {
			continue
		}
		l.read(p, m, d)
		if !p.Broken {
			if err := p.prepare(l.compiler); err != nil {
				l.add(Problem{Severity: SeverityError, File: p.File, Line: p.Line, Code: CodeCompile, Message: err.Error(), Policy: p.Path})
			}
		}
	}
	return nil
}

// mentioned are the kinds whose names occur in a policy or library: the schemas of all others would be prepared for nothing.
func (l *loader) mentioned() map[string]evidence.Kind {
	found := map[string]bool{}
	if l.allKinds {
		return l.kinds
	}
	for file := range l.modules {
		for _, word := range kindWord.FindAllString(string(l.sources[file].data), -1) {
			found[word] = true
		}
	}
	kinds := map[string]evidence.Kind{}
	for name, k := range l.kinds {
		if found[name] {
			kinds[name] = k
		}
	}
	if len(kinds) == 0 { // keep the members of input closed
		return l.kinds
	}
	return kinds
}

var kindWord = regexp.MustCompile(`[a-z][a-z0-9]*(_[a-z0-9]+)+`)
