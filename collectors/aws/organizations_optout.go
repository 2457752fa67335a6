package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindOptOutPolicy          = "aws_organizations_ai_optout_policy"
	kindEffectiveOptOutPolicy = "aws_organizations_ai_optout_effective_policy"
)

var optOutKinds = []evidence.Kind{{
	// The policies that people write, with the operators that say what lower units and accounts may change. Config is the reply of
	// DescribePolicy with Content decoded; where it was refused, the summary of ListPolicies.
	Name: kindOptOutPolicy, Title: "AI services opt-out policy of an AWS organization", Provider: providerName, Deployment: evidence.PaaS,
	Level: evidence.Organization, Required: []string{"config.PolicySummary.Type"},
	Schema: resourceSchema(schemaWith(schemaOf[orgtypes.Policy](pascal), members{
		"Content": schemaObject(members{"services": schemaOpen()}),
	}), members{"ListTargetsForPolicy": schemaOf[organizations.ListTargetsForPolicyOutput](pascal)}, nil),
}}

// Attached policies can be read from the management account or a delegated administrator alone.
var optOutCollector = &collectors.Collector{
	Name: "aws/organizations-ai-optout", Provider: providerName, Level: evidence.Organization, Kinds: optOutKinds,
	Operations: []collectors.Operation{
		{Name: "organizations:ListPolicies", Form: evidence.List, Kinds: []string{kindOptOutPolicy}},
		{Name: "organizations:DescribePolicy", Form: evidence.Detail, Kinds: []string{kindOptOutPolicy}},
		{Name: "organizations:ListTargetsForPolicy", Form: evidence.Detail, Kinds: []string{kindOptOutPolicy}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		o := &organizationReader{reader: reader{rec, pascal}, client: organizations.NewFromConfig(s.Config)}
		o.policies(ctx, kindOptOutPolicy, orgtypes.PolicyTypeAiservicesOptOutPolicy)
	},
}

var effectiveOptOutKinds = []evidence.Kind{{
	// What the policies come to for the account, without their operators. An account that none reaches has no effective policy; it has not
	// opted out, and neither has one that belongs to no organization.
	Name: kindEffectiveOptOutPolicy, Title: "AI services opt-out policy in effect for an account", Provider: providerName, Deployment: evidence.PaaS,
	Level: evidence.Boundary, Required: []string{"config.PolicyContent"},
	Schema: resourceSchema(schemaWith(schemaOf[orgtypes.EffectivePolicy](pascal), members{
		"PolicyContent": schemaObject(members{"services": schemaMap(schemaObject(members{"opt_out_policy": schemaText()}))}),
	}), nil, nil),
}}

// Every account of an organization may ask for its own effective policy (API reference of DescribeEffectivePolicy).
var effectiveOptOutCollector = &collectors.Collector{
	Name: "aws/ai-optout", Provider: providerName, Level: evidence.Boundary, Kinds: effectiveOptOutKinds,
	Operations: []collectors.Operation{{Name: "organizations:DescribeEffectivePolicy", Form: evidence.List, Kinds: []string{kindEffectiveOptOutPolicy}}},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		client := organizations.NewFromConfig(s.Config)
		reader{rec, pascal}.list(ctx, "organizations:DescribeEffectivePolicy", kindEffectiveOptOutPolicy, func(ctx context.Context) ([]map[string]any, error) {
			out, err := get(ctx, client.DescribeEffectivePolicy,
				&organizations.DescribeEffectivePolicyInput{PolicyType: orgtypes.EffectivePolicyTypeAiservicesOptOutPolicy}, pascal)
			if hasCode(err, "EffectivePolicyNotFoundException") {
				return []map[string]any{}, nil
			}
			policy, err := inside(out, err, "EffectivePolicy")
			if err != nil {
				return nil, err
			}
			return []map[string]any{policy}, decodeMember(policy, "PolicyContent")
		}, func(policy map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: s.Scope.ID, Config: policy}
		})
	},
}

func init() {
	collectors.Register(optOutCollector)
	collectors.Register(effectiveOptOutCollector)
}
