package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindBedrockPolicy = "aws_organizations_bedrock_policy"

// bedrockPolicyContent is the effective policy by region and by the name of the entry ("Amazon Bedrock policy syntax and examples", AWS
// Organizations user guide). An effective policy has values where a policy has operators.
var bedrockPolicyContent = schemaObject(members{"bedrock": schemaObject(members{"guardrail_inference": schemaMap(schemaMap(schemaObject(members{
	"identifier":                 schemaText(), // "<ARN of the guardrail>:<version>"
	"input_tags":                 schemaText(),
	"model_enforcement":          schemaObject(members{"included_models": schemaList(schemaText()), "excluded_models": schemaList(schemaText())}),
	"selective_content_guarding": schemaObject(members{"messages": schemaText(), "system": schemaText()}),
})))})})

var bedrockPolicyKinds = []evidence.Kind{{
	// What the organization enforces on the account. There is none where no such policy is attached, or the account belongs to no organization.
	Name: kindBedrockPolicy, Title: "Effective Amazon Bedrock policy of an account", Provider: providerName, Deployment: evidence.PaaS,
	Level: evidence.Boundary, Required: []string{"config.PolicyContent.bedrock.guardrail_inference"},
	Schema: resourceSchema(schemaWith(schemaOf[orgtypes.EffectivePolicy](pascal), members{"PolicyContent": bedrockPolicyContent}), nil, nil),
}}

// Any account may ask for its own effective policy (AWS Organizations API reference, DescribeEffectivePolicy).
var bedrockPolicyCollector = &collectors.Collector{
	Name: "aws/organizations-bedrock", Provider: providerName, Level: evidence.Boundary, Kinds: bedrockPolicyKinds,
	Operations: []collectors.Operation{{Name: "organizations:DescribeEffectivePolicy", Form: evidence.List, Kinds: []string{kindBedrockPolicy}}},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		client := organizations.NewFromConfig(s.Config)
		rec.List(ctx, "organizations:DescribeEffectivePolicy", func(ctx context.Context) (int, error) {
			in := &organizations.DescribeEffectivePolicyInput{PolicyType: orgtypes.EffectivePolicyTypeBedrockPolicy}
			wrapped, err := get(ctx, client.DescribeEffectivePolicy, in, pascal)
			if hasCode(err, "EffectivePolicyNotFoundException") {
				return 0, nil
			}
			config, err := inside(wrapped, err, "EffectivePolicy")
			if err != nil {
				return 0, err
			}
			if err := decodeMember(config, "PolicyContent"); err != nil {
				return 0, err
			}
			rec.Add(kindBedrockPolicy, &evidence.Resource{ID: s.Account, Config: config})
			return 1, nil
		})
	},
}

func init() { collectors.Register(bedrockPolicyCollector) }
