package model

import (
	"fmt"
	"slices"
	"strings"
)

// Category is one of the model's twelve categories, by its code: "MON".
type Category string

// The categories, foundational first.
const (
	Governance             Category = "GOV"
	OrganizationManagement Category = "ORG"
	IdentityAndAccess      Category = "IAM"
	SecurityMonitoring     Category = "MON"
	Infrastructure         Category = "INF"
	ModelSecurity          Category = "MOD"
	AppSecurity            Category = "APP"
	DataSecurity           Category = "DAT"
	RiskAndProviders       Category = "RSK"
	Development            Category = "DEV"
	ComplianceAndAudit     Category = "CMP"
	IncidentResponse       Category = "IR"
)

type categoryFacts struct {
	code   Category
	name   string
	domain Domain
	covers string
}

// categories is in the model's order, which every listing follows.
var categories = []categoryFacts{
	{Governance, "Governance", Foundational, "who decides about AI, by which rules, and what is approved, registered and taught"},
	{OrganizationManagement, "Organization Management", Foundational, "governance made technical: limits on AI services, discovery of AI, isolation, shared services"},
	{IdentityAndAccess, "IAM", Foundational, "people's access to AI services, and the identities, scopes and credentials of agents and tools"},
	{SecurityMonitoring, "Security Monitoring", Foundational, "records of prompts, answers, guardrail hits and agents' actions, and the people who watch them"},
	{Infrastructure, "Infrastructure Security & Resilience", Structural, "networks, hosts, clusters and inference servers under AI, and their resilience"},
	{ModelSecurity, "Model Security", Structural, "which models are used: approval, versions, integrity, origin and limits"},
	{AppSecurity, "App Security", Structural, "applications around models: prompts, guardrails, input and output checks, limits on tools, human control"},
	{DataSecurity, "Data Security", Structural, "data that models learn from, retrieve and reveal: sources, stores, permissions, masking, poisoning"},
	{RiskAndProviders, "Risk & Provider Assessment & Management", Procedural, "risk of providers, models and projects, assessed, approved and assessed again"},
	{Development, "AI Supported Development & Supply Chain Security", Procedural, "coding assistants, bills of materials, scanning, pipelines, and where AI components come from"},
	{ComplianceAndAudit, "Privacy, Compliance and Audit", Procedural, "duties and the proof that they are met: audit evidence, privacy assessments, licences"},
	{IncidentResponse, "Incident Response", Procedural, "playbooks, exercises and intelligence for attacks on and through AI"},
}

// Categories lists all categories in the model's order, foundational first.
func Categories() []Category {
	list := make([]Category, len(categories))
	for i, c := range categories {
		list[i] = c.code
	}
	return list
}

// ParseCategory reads a category's code in either case, as policy paths write it in lower case.
func ParseCategory(s string) (Category, error) {
	c := Category(strings.ToUpper(s))
	if !c.Valid() {
		return "", fmt.Errorf("parse category %q: want one of %s", s, joinStrings(Categories()))
	}
	return c, nil
}

// Valid reports whether the category is one of the model's.
func (c Category) Valid() bool { return c.Order() < len(categories) }

// Order is the category's place in the model, from 0; an unknown category comes after all.
func (c Category) Order() int {
	i := slices.IndexFunc(categories, func(f categoryFacts) bool { return f.code == c })
	if i < 0 {
		return len(categories)
	}
	return i
}

func (c Category) facts() categoryFacts {
	if !c.Valid() {
		return categoryFacts{code: c}
	}
	return categories[c.Order()]
}

// String is the category's code.
func (c Category) String() string { return string(c) }

// Name is the category's name in the model.
func (c Category) Name() string { return c.facts().name }

// Domain is the domain that the category belongs to.
func (c Category) Domain() Domain { return c.facts().domain }

// Covers says in one line, in our own words, what the category is about.
func (c Category) Covers() string { return c.facts().covers }

// Dir is the code as file names and policy packages write it: "mon".
func (c Category) Dir() string { return strings.ToLower(string(c)) }

// MarshalText writes the code.
func (c Category) MarshalText() ([]byte, error) {
	if _, err := ParseCategory(string(c)); err != nil {
		return nil, err
	}
	return []byte(c), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Category) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCategory(string(text))
	return err
}
