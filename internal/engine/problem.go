package engine

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says what a problem does.
type Severity string

// The severities. A policy with an error is not evaluated: its check is an error in every boundary, and its population stays open.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// The codes of problems.
const (
	CodeParse     = "parse"     // the file is no Rego, or its METADATA is no YAML
	CodeCompile   = "compile"   // OPA refuses the module
	CodeSchema    = "schema"    // a path that the input does not have, or a value of another type
	CodePath      = "path"      // the file lies in a wrong place, or its package says something else
	CodeMetadata  = "metadata"  // METADATA is missing or says something unknown
	CodeObjective = "objective" // there is no such objective
	CodeKind      = "kind"      // there is no such kind, or it is read in the wrong place
	CodeSetting   = "setting"   // a setting that nobody declared, or a faulty declaration
	CodeShape     = "shape"     // subjects, met, violations or unclear are not what they should be
	CodeRead      = "read"      // what the policy reads cannot be told from its text
	CodeReference = "reference" // a rule that does not exist
	CodeInput     = "input"     // the input of a test does not fit the schemas
)

// Problem is one thing that is wrong with the policies or settings that were loaded.
type Problem struct {
	Severity Severity `json:"severity"`
	// File is "<source>/<path in the source>"; Line and Col count from 1, and are 0 where the file as a whole is meant.
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Policy is the package of the policy that it concerns; empty for libraries, settings and misplaced files.
	Policy string `json:"policy,omitempty"`
}

// String is one line: place, severity and message.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s: %s (%s)", p.place(), p.Severity, p.Message, p.Code)
}

func (p Problem) place() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

func sortProblems(list []Problem) []Problem {
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(list)
}
