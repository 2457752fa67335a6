package aws

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// sessionName is how the scan shows in the CloudTrail of the accounts that it enters.
const sessionName = "aismm"

var apiOptions = []func(*middleware.Stack) error{captureRaw}

// survey works out which scopes a scan is expected to reach, and enters them.
type survey struct {
	*connection
	settings *Settings
	accounts []string // asked for; empty means all
	left     []string // regions left out by the settings
	named    bool     // the regions were named one by one, so that one which is not enabled is a gap

	mu           sync.Mutex
	organization string // scope id
	alone        bool   // the caller's account belongs to no organization; other accounts may
	identities   map[string]string
}

// member is one account, and what became of it.
type member struct {
	id, name string
	skip     string
	outcome  evidence.Outcome
	reason   string
	disabled map[string]string // regions that cannot be used, with the reason
}

func (s *survey) run(ctx context.Context) error {
	s.identities = map[string]string{}
	members, err := s.members(ctx)
	if err != nil {
		return err
	}
	each(ctx, members, s.enter)
	var entered []string
	for _, m := range members {
		s.expect(m)
		if m.skip == "" && m.outcome == "" {
			entered = append(entered, m.id)
		}
	}
	s.others = s.together(entered)
	return nil
}

// members lists the accounts to account for, the caller's own among them, and notes the organization.
func (s *survey) members(ctx context.Context) ([]*member, error) {
	own := &member{id: s.account}
	var all []*member
	switch s.settings.Organization {
	case "", "auto", "true":
		found, err := s.readOrganization(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			if aws.ToString(a.Id) == s.account {
				own.name = aws.ToString(a.Name)
			} else if s.settings.RoleName != "" {
				all = append(all, memberOf(a))
			}
		}
	case "false":
	default:
		return nil, badOrganization(s.settings.Organization)
	}
	all = append(all, own)
	for _, id := range s.accounts {
		if !slices.ContainsFunc(all, func(m *member) bool { return m.id == id }) {
			all = append(all, &member{id: id})
		}
	}
	for _, m := range all {
		switch {
		case slices.Contains(s.settings.ExcludeAccounts, m.id):
			m.skip = "left out by exclude_accounts"
		case len(s.accounts) > 0 && !slices.Contains(s.accounts, m.id):
			m.skip = "not among the accounts asked for"
		}
	}
	slices.SortFunc(all, func(a, b *member) int { return strings.Compare(a.id, b.id) })
	return all, nil
}

// memberOf notes an account of the organization; only ACTIVE ones can be entered.
func memberOf(a orgtypes.Account) *member {
	m := &member{id: aws.ToString(a.Id), name: aws.ToString(a.Name)}
	switch a.State {
	case orgtypes.AccountStateActive, "":
	case orgtypes.AccountStateSuspended:
		m.skip = "suspended"
	case orgtypes.AccountStatePendingClosure, orgtypes.AccountStateClosed:
		m.skip = "closed, or being closed"
	default:
		m.skip = fmt.Sprintf("not active (%s)", a.State)
	}
	return m
}

// readOrganization notes the organization's scope, and lists its accounts where the caller may.
func (s *survey) readOrganization(ctx context.Context) ([]orgtypes.Account, error) {
	client := organizations.NewFromConfig(s.configs[s.account])
	described, err := client.DescribeOrganization(ctx, &organizations.DescribeOrganizationInput{})
	if err != nil {
		if hasCode(err, "AWSOrganizationsNotInUseException") {
			if s.settings.Organization == "true" {
				return nil, errors.New("connect to AWS: organization is true, but the account belongs to no organization")
			}
			// Its kinds are still accounted for: every read of them answers the same, which proves that there are none.
			s.alone = true
			s.expectOrganization("none-"+s.account, "", "")
			return []orgtypes.Account{}, nil
		}
		outcome, reason := classify(err)
		s.expectOrganization("organization-of-"+s.account, outcome, "organizations:DescribeOrganization: "+reason)
		return nil, s.required(err)
	}
	id := ""
	if described.Organization != nil {
		id = aws.ToString(described.Organization.Id)
	}
	if id == "" {
		return nil, errors.New("connect to AWS: organizations:DescribeOrganization gave no organization id")
	}
	var accounts []orgtypes.Account
	pager := organizations.NewListAccountsPaginator(client, &organizations.ListAccountsInput{})
	err = pages(ctx, pager, func(p *organizations.ListAccountsOutput) { accounts = append(accounts, p.Accounts...) })
	if err != nil && s.settings.RoleName != "" {
		outcome, reason := classify(err)
		s.expectOrganization(id, outcome, "organizations:ListAccounts: "+reason+"; its accounts are not known")
		return accounts, s.required(err)
	}
	s.expectOrganization(id, "", "")
	return accounts, nil
}

// required turns a failed read of the organization into an error where the settings insist on it.
func (s *survey) required(err error) error {
	if s.settings.Organization != "true" {
		return nil
	}
	return fmt.Errorf("connect to AWS: read the organization, as the settings demand: %w", err)
}

func (s *survey) expectOrganization(id string, outcome evidence.Outcome, reason string) {
	scope := evidence.NewOrganization(providerName, id)
	s.organization = scope.ID
	s.expected = append(s.expected, collectors.Expected{Scope: scope, Outcome: outcome, Reason: reason})
}

// enter assumes the role in an account, and finds the regions that the account has not enabled.
func (s *survey) enter(ctx context.Context, m *member) {
	if m.skip != "" {
		return
	}
	if m.id != s.account && !s.assume(ctx, m) {
		return
	}
	s.mu.Lock()
	config := s.configs[m.id]
	s.mu.Unlock()
	m.disabled = map[string]string{}
	for _, region := range s.regions {
		if !slices.Contains(optInRegions, region) {
			continue
		}
		there := config.Copy()
		there.Region = region
		_, err := sts.NewFromConfig(there).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		// Anything else, such as a lost connection, says nothing about the region: its reads will tell.
		if hasCode(err, "InvalidClientTokenId", "UnrecognizedClientException", "RegionDisabledException", "AuthFailure") {
			m.disabled[region] = "the region is not enabled for the account: its credentials are not accepted there"
		}
	}
}

func (s *survey) assume(ctx context.Context, m *member) bool {
	if s.settings.RoleName == "" {
		m.outcome, m.reason = evidence.Denied, "role_name is not set, so the account cannot be entered"
		return false
	}
	base := s.ownConfig()
	role := s.roleARN(m.id, s.settings.RoleName)
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(base), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = sessionName
		if s.settings.ExternalID != "" {
			o.ExternalID = aws.String(s.settings.ExternalID)
		}
	})
	config := base.Copy()
	config.Credentials = aws.NewCredentialsCache(provider)
	if _, err := config.Credentials.Retrieve(ctx); err != nil {
		outcome, reason := classify(err)
		m.outcome, m.reason = outcome, fmt.Sprintf("assume %s: %s", role, reason)
		if outcome == evidence.OK || outcome == evidence.Unsupported {
			m.outcome = evidence.Failed
		}
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.configs[m.id] = config
	s.identities[m.id] = "arn:" + s.partition + ":sts::" + m.id + ":assumed-role/" + path.Base(s.settings.RoleName) + "/" + sessionName
	return true
}

func (s *survey) ownConfig() aws.Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.configs[s.account]
}

// expect adds the account's scopes: the boundary, then its regions. An account that is left out is one scope; one that cannot be
// entered is all of them, because a kind of each is missing.
func (s *survey) expect(m *member) {
	add := func(region, skip string, outcome evidence.Outcome, reason string) {
		scope := evidence.NewScope(providerName, m.id, region)
		if scope.Name = m.name; !s.alone || m.id == s.account {
			scope.Organization = s.organization
		}
		s.expected = append(s.expected, collectors.Expected{Scope: scope, Skip: skip, Outcome: outcome, Reason: reason, Identity: s.identities[m.id]})
	}
	add("", m.skip, m.outcome, m.reason)
	if m.skip != "" {
		return
	}
	regions := slices.Concat(s.regions, s.left)
	slices.Sort(regions)
	for _, region := range regions {
		switch reason := m.disabled[region]; {
		case slices.Contains(s.left, region):
			add(region, "left out by exclude_regions", "", "")
		case reason != "" && s.named:
			add(region, "", evidence.Denied, reason)
		case reason != "":
			add(region, reason, "", "")
		default:
			add(region, "", m.outcome, m.reason)
		}
	}
}
