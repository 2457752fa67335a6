package aws

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/aismm/aismm/internal/evidence"
)

// Session is what a collector reads one scope with.
type Session struct {
	// Config signs for the scope's account. Its region is the scope's; account-wide and organization scopes have MainRegion.
	Config aws.Config
	Scope  evidence.Scope
	// Partition is "aws", "aws-us-gov", "aws-cn", …
	Partition string
	// Account is the account that the credentials belong to; in an organization scope the caller's own.
	Account string
	// Region is the region of Config.
	Region     string
	MainRegion string
	// Regions are those chosen for this scan, sorted.
	Regions []string
	// Others are the accounts that the scan has entered, this one among them; nil where there is no other.
	Others *otherAccounts
	// Now is the clock by which windows of time are measured.
	Now time.Time
}

// In is the same identity in another region.
func (s *Session) In(region string) aws.Config {
	c := s.Config.Copy()
	c.Region = region
	return c
}

// here is the ARN of a thing of the session's region, of which a list gives only the id; without an id it is empty.
func (s *Session) here(service, kind, id string) string {
	if id == "" {
		return ""
	}
	return s.ARN(service, s.Region, kind+id)
}

// ARN builds an ARN in the session's partition and account; an empty region makes it a global one.
func (s *Session) ARN(service, region, resource string) string {
	return "arn:" + s.Partition + ":" + service + ":" + region + ":" + s.Account + ":" + resource
}
