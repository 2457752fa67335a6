package evidence

import (
	"fmt"
	"strings"
)

// Level says how much a scope holds. Collecting works scope by scope; policies judge boundaries and organizations.
type Level string

// The three levels of the tree of scopes.
const (
	// Organization encloses boundaries: an AWS organization, an Entra tenant, a GCP organization.
	Organization Level = "organization"
	// Boundary is the unit that policies judge: an account, subscription, project, workspace, cluster or tenant.
	Boundary Level = "boundary"
	// Region is one region of a boundary.
	Region Level = "region"
)

// Scope is the smallest thing that is collected on its own.
//
// Its ID is "<provider>:<boundary>" or "<provider>:<boundary>/<region>", for example "aws:123456789012/us-east-1";
// an organization's is "<provider>:<organization>", for example "aws:o-exampleorg". The programme's own records
// have the scope "records:programme".
type Scope struct {
	ID       string `json:"id"`
	Level    Level  `json:"level"`
	Provider string `json:"provider"`
	// Account is the provider's id of the boundary (or of the organization): no prefix, no region.
	Account string `json:"account"`
	Region  string `json:"region,omitempty"`
	// Organization is the scope id of the enclosing organization, if there is one.
	Organization string `json:"organization,omitempty"`
	Name         string `json:"name,omitempty"`
}

// NewScope builds a scope and its id. An empty region makes it a boundary.
func NewScope(provider, account, region string) Scope {
	s := Scope{ID: provider + ":" + account, Level: Boundary, Provider: provider, Account: account, Region: region}
	if region != "" {
		s.Level = Region
		s.ID += "/" + region
	}
	return s
}

// NewOrganization builds the scope of an organization.
func NewOrganization(provider, id string) Scope {
	return Scope{ID: provider + ":" + id, Level: Organization, Provider: provider, Account: id}
}

// Boundary is the id of the boundary that the scope belongs to; an organization is its own.
func (s Scope) Boundary() string { return s.Provider + ":" + s.Account }

// Validate reports the first thing about the scope that contradicts itself.
func (s Scope) Validate() error {
	if s.Provider == "" || s.Account == "" || strings.ContainsAny(s.Provider, ":/ ") {
		return fmt.Errorf("scope %q: provider and account are needed", s.ID)
	}
	want := s.Provider + ":" + s.Account
	switch s.Level {
	case Organization, Boundary:
		if s.Region != "" {
			return fmt.Errorf("scope %q: level %s has no region, but region %q is set", s.ID, s.Level, s.Region)
		}
	case Region:
		if s.Region == "" {
			return fmt.Errorf("scope %q: level region needs a region", s.ID)
		}
		want += "/" + s.Region
	default:
		return fmt.Errorf("scope %q: unknown level %q (organization, boundary or region)", s.ID, s.Level)
	}
	if s.ID != want {
		return fmt.Errorf("scope %q: id should be %q", s.ID, want)
	}
	return nil
}
