package model

import "slices"

// Objective is one control objective: an indicator with a target, at one level of one category.
type Objective struct {
	ID         ObjectiveID  `json:"id"`
	Slug       Slug         `json:"slug"`
	Title      string       `json:"title"`
	Level      Level        `json:"level"`
	Deployment []Deployment `json:"deployment"`
	Mode       Mode         `json:"mode"`
	// Indicator says what is counted over what.
	Indicator string `json:"indicator"`
	// Target is the share that must hold.
	Target Share `json:"target"`
	// AlwaysApplies is set where an empty population is not "not applicable": something must exist.
	AlwaysApplies bool     `json:"always_applies"`
	Rationale     string   `json:"rationale"`
	Evidence      string   `json:"evidence"`
	ScopeNotes    string   `json:"scope_notes"`
	AICM          AICM     `json:"aicm"`
	Mappings      Mappings `json:"mappings"`
	Checks        []Check  `json:"checks"`
	Remediation   string   `json:"remediation"`
	// AttestationDays is the longest that an attestation of the objective may last, in days: past it, what people saw is out of date.
	AttestationDays int `json:"attestation_days"`
	// Effective is the day on which the objective begins to count; empty when it always has. Removed is the day from which it is not
	// judged any more. SupersededBy is the id of the objective that takes its place.
	Effective    Date   `json:"effective"`
	Removed      Date   `json:"removed"`
	SupersededBy string `json:"superseded_by"`
	// History says what was changed, the oldest entry first.
	History []Change `json:"history"`
	// Source is where the objective is defined. Overlay says where an overlay changes it; null where none does.
	Source  Position `json:"source"`
	Overlay *Overlay `json:"overlay"`
}

// Overlay is what an overlay changes of an objective.
type Overlay struct {
	Position
	// Keys are the keys that have another value.
	Keys []string `json:"keys"`
}

// AICM names controls of CSA's AI Controls Matrix. Ids changed their meaning between versions, so the version is kept.
type AICM struct {
	Version string   `json:"version" yaml:"version"`
	IDs     []string `json:"ids" yaml:"ids"`
}

// Mappings are ids of other frameworks that the objective supports.
type Mappings struct {
	NISTAIRMF    []string `json:"nist_ai_rmf" yaml:"nist_ai_rmf"`
	ISO42001     []string `json:"iso_42001" yaml:"iso_42001"`
	OWASPLLM2025 []string `json:"owasp_llm_2025" yaml:"owasp_llm_2025"`
	OWASPAgentic []string `json:"owasp_agentic" yaml:"owasp_agentic"`
	MITREATLAS   []string `json:"mitre_atlas" yaml:"mitre_atlas"`
	EUAIAct      []string `json:"eu_ai_act" yaml:"eu_ai_act"`
}

// Framework is one framework's ids.
type Framework struct {
	// Name is the catalog's key for it, Title what people call it.
	Name, Title string
	IDs         []string
}

// All lists the mappings by framework, in the catalog's order.
func (m Mappings) All() []Framework {
	return []Framework{
		{"nist_ai_rmf", "NIST AI RMF", m.NISTAIRMF}, {"iso_42001", "ISO/IEC 42001", m.ISO42001},
		{"owasp_llm_2025", "OWASP Top 10 for LLM 2025", m.OWASPLLM2025}, {"owasp_agentic", "OWASP Agentic Top 10", m.OWASPAgentic},
		{"mitre_atlas", "MITRE ATLAS", m.MITREATLAS}, {"eu_ai_act", "EU AI Act", m.EUAIAct},
	}
}

// Check says how one provider's evidence decides an objective.
type Check struct {
	Provider string `json:"provider"`
	// Kinds are the kinds of evidence that are read.
	Kinds []string `json:"kinds"`
	// Subject says what is judged one by one.
	Subject string `json:"subject"`
	// PassesWhen says when a subject passes.
	PassesWhen string `json:"passes_when"`
	// Covers lists checks of other tools, "tool:check", that judge the same.
	Covers []string `json:"covers"`
	Source Position `json:"source"`
}

// Category is the objective's category.
func (o *Objective) Category() Category { return o.ID.Category() }

// Name is the objective's place in policy packages: "mon.admin_audit_trail".
func (o *Objective) Name() string { return o.Category().Dir() + "." + string(o.Slug) }

// AppliesTo reports whether the objective concerns a deployment type. Everything concerns the programme.
func (o *Objective) AppliesTo(d Deployment) bool {
	return d == Program || slices.Contains(o.Deployment, d)
}

// Providers lists, sorted, the providers whose evidence can decide the objective.
func (o *Objective) Providers() []string {
	var list []string
	for _, c := range o.Checks {
		list = append(list, c.Provider)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Check returns the objective's check for a provider.
func (o *Objective) Check(provider string) (Check, bool) {
	i := slices.IndexFunc(o.Checks, func(c Check) bool { return c.Provider == provider })
	if i < 0 {
		return Check{}, false
	}
	return o.Checks[i], true
}
