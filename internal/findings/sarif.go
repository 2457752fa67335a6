// Package findings writes what checks found in the forms that other tools read: SARIF for findings in files, JUnit for tests.
package findings

import (
	"encoding/json"
	"fmt"
	"io"
)

// Level is how grave a finding is, in SARIF's words.
type Level string

// The levels of SARIF that are used.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Rule is what a tool looks for.
type Rule struct {
	ID string
	// Short is one sentence; Full says why; Help is the page, in Markdown.
	Short, Full, Help string
	Level             Level
}

// Result is one finding.
type Result struct {
	RuleID  string
	Level   Level
	Message string
	// File is a path with slashes, or a URI; Line and Col count from 1, and are 0 where the file as a whole is meant.
	File      string
	Line, Col int
}

// Tool is who found it.
type Tool struct{ Name, Version, Rules string }

// The members below are those of SARIF 2.1.0 (OASIS standard, sarif-schema-2.1.0.json).
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID               string     `json:"id"`
	ShortDescription sarifText  `json:"shortDescription"`
	FullDescription  *sarifText `json:"fullDescription,omitempty"`
	Help             *sarifText `json:"help,omitempty"`
	Configuration    struct {
		Level Level `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     Level           `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

// SARIF writes findings as a SARIF 2.1.0 log with one run. Every result names one of the rules.
func SARIF(w io.Writer, tool Tool, rules []Rule, results []Result) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: tool.Name, Version: tool.Version, Rules: []sarifRule{}}
	index := map[string]int{}
	for i, r := range rules {
		index[r.ID] = i
		rule := sarifRule{ID: r.ID, ShortDescription: sarifText{Text: r.Short}}
		rule.Configuration.Level = r.Level
		if r.Full != "" {
			rule.FullDescription = &sarifText{Text: r.Full}
		}
		if r.Help != "" {
			rule.Help = &sarifText{Text: r.Help, Markdown: r.Help}
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	for _, r := range results {
		i, ok := index[r.RuleID]
		if !ok {
			return fmt.Errorf("write findings as SARIF: there is no rule %q", r.RuleID)
		}
		result := sarifResult{RuleID: r.RuleID, RuleIndex: i, Level: r.Level, Message: sarifText{Text: r.Message}}
		if r.File != "" {
			var at sarifLocation
			at.Physical.Artifact.URI = uri(r.File)
			if r.Line > 0 {
				at.Physical.Region = &sarifRegion{StartLine: r.Line, StartColumn: r.Col}
			}
			result.Locations = []sarifLocation{at}
		}
		run.Results = append(run.Results, result)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
		return fmt.Errorf("write findings as SARIF: %w", err)
	}
	return nil
}
