package aws

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindOrganizationsAccount = "aws_organizations_account"
	kindOrganizationsPolicy  = "aws_organizations_policy"
)

var organizationsKinds = []evidence.Kind{
	{
		Name: kindOrganizationsAccount, Title: "Account of an AWS organization", Provider: providerName,
		Deployment: evidence.Program, Level: evidence.Organization,
		Required: []string{"config.Arn", "config.Id", "config.State"},
		Schema: resourceSchema(schemaOf[orgtypes.Account](pascal), nil, members{
			"ancestors":             schemaList(schemaText()), // ids of the units above the account, nearest first, and of the root
			"management_account_id": schemaText(),             // policies never bind this account
		}),
	},
	{
		Name: kindOrganizationsPolicy, Title: "Service control policy of an AWS organization", Provider: providerName,
		Deployment: evidence.Program, Level: evidence.Organization,
		Required: []string{"config.PolicySummary.Type"},
		// Config is the reply of DescribePolicy with Content decoded; where it was refused, the summary of ListPolicies.
		Schema: resourceSchema(schemaWith(schemaOf[orgtypes.Policy](pascal), members{"Content": schemaPolicy()}),
			members{"ListTargetsForPolicy": schemaOf[organizations.ListTargetsForPolicyOutput](pascal)}, nil),
	},
}

// organizationsCollector needs the management account or a delegated administrator; any other account is refused all but
// DescribeOrganization.
var organizationsCollector = &collectors.Collector{
	Name: "aws/organizations", Provider: providerName, Level: evidence.Organization, Kinds: organizationsKinds,
	Operations: []collectors.Operation{
		{Name: "organizations:ListAccounts", Form: evidence.List, Kinds: []string{kindOrganizationsAccount}},
		{Name: "organizations:DescribeOrganization", Form: evidence.Detail, Kinds: []string{kindOrganizationsAccount}},
		{Name: "organizations:ListParents", Form: evidence.Detail, Kinds: []string{kindOrganizationsAccount}},
		{Name: "organizations:ListPolicies", Form: evidence.List, Kinds: []string{kindOrganizationsPolicy}},
		{Name: "organizations:DescribePolicy", Form: evidence.Detail, Kinds: []string{kindOrganizationsPolicy}},
		{Name: "organizations:ListTargetsForPolicy", Form: evidence.Detail, Kinds: []string{kindOrganizationsPolicy}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		o := &organizationReader{reader: reader{rec, pascal}, client: organizations.NewFromConfig(s.Config), parents: map[string]func(context.Context) (string, error){}}
		o.accounts(ctx)
		o.policies(ctx, kindOrganizationsPolicy, orgtypes.PolicyTypeServiceControlPolicy)
	},
}

func init() { collectors.Register(organizationsCollector) }

type organizationReader struct {
	reader
	client *organizations.Client

	mu      sync.Mutex
	parents map[string]func(context.Context) (string, error) // by child; units have many children
}

func (o *organizationReader) accounts(ctx context.Context) {
	all := o.list(ctx, "organizations:ListAccounts", kindOrganizationsAccount, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, organizations.NewListAccountsPaginator(o.client, &organizations.ListAccountsInput{}), pascal, "Accounts")
	}, func(a map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(a, "Id"), Name: text(a, "Name"), Config: a, Derived: map[string]any{}}
	})
	management := once(func(ctx context.Context) (string, error) {
		out, err := o.client.DescribeOrganization(ctx, &organizations.DescribeOrganizationInput{})
		if err != nil {
			return "", err
		}
		if out.Organization == nil || aws.ToString(out.Organization.MasterAccountId) == "" {
			return "", errors.New("the reply names no management account")
		}
		return *out.Organization.MasterAccountId, nil
	})
	each(ctx, all, func(ctx context.Context, res *evidence.Resource) {
		o.rec.Detail(ctx, "organizations:DescribeOrganization", res, func(ctx context.Context) error {
			id, err := management(ctx)
			if err == nil {
				res.Derived["management_account_id"] = id
			}
			return err
		})
		o.rec.Detail(ctx, "organizations:ListParents", res, func(ctx context.Context) error {
			chain, err := o.ancestors(ctx, res.ID)
			if err == nil {
				res.Derived["ancestors"] = chain
			}
			return err
		})
	})
}

// deepest is more than the five levels of units that an organization may have below its root.
const deepest = 16

// ancestors walks from an account to the root. A chain that breaks off is an error: what hangs on a missing unit would be
// overlooked.
func (o *organizationReader) ancestors(ctx context.Context, account string) ([]any, error) {
	chain := []any{}
	for child := account; ; {
		parent, err := o.parent(child)(ctx)
		if err != nil {
			return nil, err
		}
		chain = append(chain, parent)
		if strings.HasPrefix(parent, "r-") {
			return chain, nil
		}
		if len(chain) == deepest {
			return nil, fmt.Errorf("the chain of parents of %s does not end at a root", account)
		}
		child = parent
	}
}

func (o *organizationReader) parent(child string) func(context.Context) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.parents[child] == nil {
		o.parents[child] = once(func(ctx context.Context) (string, error) {
			out, err := o.client.ListParents(ctx, &organizations.ListParentsInput{ChildId: &child})
			if err != nil {
				return "", err
			}
			if len(out.Parents) != 1 || aws.ToString(out.Parents[0].Id) == "" {
				return "", fmt.Errorf("%s has %d parents; it should have one", child, len(out.Parents))
			}
			return *out.Parents[0].Id, nil
		})
	}
	return o.parents[child]
}

func (o *organizationReader) policies(ctx context.Context, kind string, of orgtypes.PolicyType) {
	all := o.list(ctx, "organizations:ListPolicies", kind, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, organizations.NewListPoliciesPaginator(o.client, &organizations.ListPoliciesInput{Filter: of}), pascal, "Policies")
	}, func(p map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(p, "Arn"), Name: text(p, "Name"), Config: map[string]any{"PolicySummary": p}}
	})
	each(ctx, all, func(ctx context.Context, res *evidence.Resource) {
		id := text(object(res.Config, "PolicySummary"), "Id")
		o.main(ctx, "organizations:DescribePolicy", res, func(ctx context.Context) (map[string]any, error) {
			wrapped, err := get(ctx, o.client.DescribePolicy, &organizations.DescribePolicyInput{PolicyId: &id}, pascal)
			policy, err := inside(wrapped, err, "Policy")
			if err != nil {
				return nil, err
			}
			return policy, decodeMember(policy, "Content")
		})
		o.part(ctx, "organizations:ListTargetsForPolicy", "ListTargetsForPolicy", res, func(ctx context.Context) (any, error) {
			return listed(ctx, organizations.NewListTargetsForPolicyPaginator(o.client, &organizations.ListTargetsForPolicyInput{PolicyId: &id}), pascal, "Targets")
		})
	})
}
