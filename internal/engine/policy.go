package engine

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// RecordsProvider is the provider of what organizations export from their own systems; its policies are evaluated once, for the programme.
const RecordsProvider = "records"

// ProgrammeScope is the scope of all records.
const ProgrammeScope = "records:programme"

// JudgesOrganization in a package's METADATA means that the policy is evaluated for organizations only.
const JudgesOrganization = "organization"

// ObjectiveRef is what the engine needs to know of a control objective.
type ObjectiveRef struct {
	// ID is "MON-L2-1"; Name is "mon.admin_audit_trail", as in the path of its policies.
	ID, Name string
}

// Policy is one Rego package: one objective for one provider.
type Policy struct {
	// Path is the package: "aismm.mon.admin_audit_trail.aws".
	Path     string
	Category string
	Slug     string
	Provider string
	// Objective is the id of the objective that it judges; empty when the objective is not known.
	Objective   string
	Title       string
	Description string
	Remediation string
	// Source is the name of the source that it came from, and File where it is; Line is that of its package clause.
	Source string
	File   string
	Line   int
	// Digest is the SHA-256 of the file, "sha256:<hex>".
	Digest string
	// Judges is JudgesOrganization, or empty for boundaries.
	Judges     string
	Conditions []Condition
	// Kinds are all kinds of evidence that the policy reads, records included; Judged those that its conditions judge; Records the record
	// kinds among Kinds; SettingsRead the settings. All are sorted.
	Kinds        []string
	Judged       []string
	Records      []string
	SettingsRead []string
	// Broken is set when something is wrong with the policy, so that it is not evaluated; Set.Problems says what.
	Broken bool

	subjects reads // what decides which subjects there are
	survives []Survival
	all      reads
	module   string
	prepared *rego.PreparedEvalQuery
	fault    *Problem // the first thing that is wrong
}

// Condition is one observable fact that subjects of some kinds must meet.
type Condition struct {
	ID    string
	Title string
	// Of are the kinds of subject that it judges.
	Of []string
	// Field is shown where no row decides: a path below the subject, such as "config.Status".
	Field string
	// Covers are checks of other tools, "tool:check", that judge just this fact.
	Covers []string
	// Absent are the provider's documented defaults of fields whose absence may pass, by path.
	Absent map[string]any
	// Within is "region" where the condition joins only inside a region.
	Within string
	// Compares is set where subjects are compared with each other ("no other uses its role"): what was not seen of a kind that it
	// judges then touches every subject, as with a kind that it only reads.
	Compares bool
	File     string
	Line     int
	// Kinds and SettingsRead are what its rules read, sorted.
	Kinds        []string
	SettingsRead []string

	reads       reads
	explains    bool // has violations
	hasUnclear  bool
	absentPaths []absentPath
	survives    []Survival
}

// judges reports whether the condition judges subjects of a kind.
func (c *Condition) judges(kind string) bool { return slices.Contains(c.Of, kind) }

// The rules of a policy that the engine asks for.
const (
	ruleSubjects   = "subjects"
	ruleMet        = "met"
	ruleViolations = "violations"
	ruleUnclear    = "unclear"
)

// shapeOf sorts the rules of a policy, and reports those that are not what they should be.
type shape struct {
	subjects                 []*ast.Rule
	met, violations, unclear map[string][]*ast.Rule
}

// shapeOf finds the rules that the engine asks for. It works on parsed modules as well as on compiled ones.
func shapeOf(m *ast.Module, fault func(loc *ast.Location, code, format string, args ...any)) shape {
	s := shape{met: map[string][]*ast.Rule{}, violations: map[string][]*ast.Rule{}, unclear: map[string][]*ast.Rule{}}
	groups := map[string]map[string][]*ast.Rule{ruleMet: s.met, ruleViolations: s.violations, ruleUnclear: s.unclear}
	for _, r := range m.Rules {
		ref := r.Head.Ref()
		name := string(ref[0].Value.(ast.Var))
		if name == ruleSubjects {
			if len(ref) != 1 || r.Head.RuleKind() != ast.MultiValue || len(r.Head.Args) > 0 {
				fault(r.Loc(), CodeShape, "subjects is a set: write `subjects contains evidence.subject(x) if …`")
				continue
			}
			s.subjects = append(s.subjects, r)
			continue
		}
		group, ok := groups[name]
		if !ok {
			continue
		}
		condition, ground := groundName(ref)
		if !ground || r.Head.RuleKind() != ast.MultiValue || len(r.Head.Args) > 0 {
			fault(r.Loc(), CodeShape, "%s is a set for each condition, and the condition's name is literal: write `%s.<condition> contains evidence.at(x, […]) if …`", name, name)
			continue
		}
		group[condition] = append(group[condition], r)
	}
	for _, g := range []string{ruleViolations, ruleUnclear} {
		for _, c := range sortedKeys(groups[g]) {
			if len(s.met[c]) == 0 {
				fault(groups[g][c][0].Loc(), CodeShape, "%s.%s explains a condition that does not exist: there is no met.%s", g, c, c)
			}
		}
	}
	return s
}

func groundName(ref ast.Ref) (string, bool) {
	if len(ref) != 2 {
		return "", false
	}
	s, ok := ref[1].Value.(ast.String)
	return string(s), ok
}
