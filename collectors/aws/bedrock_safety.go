package aws

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/bedrock"
	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrock/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindDataRetention     = "aws_bedrock_account_data_retention"
	kindEnforcedGuardrail = "aws_bedrock_enforced_guardrail"
	kindReasoningPolicy   = "aws_bedrock_automated_reasoning_policy"
)

var bedrockSafetyKinds = []evidence.Kind{
	{
		// One for each region. Its id is that of the scope.
		Name: kindDataRetention, Title: "Data retention of Amazon Bedrock in a region", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.mode"},
		// The API reference of GetAccountDataRetention: mode is default, none, provider_data_share or inherit.
		Schema: resourceSchema(schemaObject(members{"mode": schemaText(), "updatedAt": schemaText()}), nil, nil),
	},
	{
		// What the account itself enforces. What the organization enforces is aws_organizations_bedrock_policy.
		Name: kindEnforcedGuardrail, Title: "Guardrail that an account enforces on all calls of Amazon Bedrock in a region", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region, Required: []string{"config.configId", "config.guardrailArn", "config.guardrailVersion"},
		Schema: resourceSchema(schemaOf[bedrocktypes.AccountEnforcedGuardrailOutputConfiguration](camel), nil, nil),
	},
	{
		// The working drafts, as the list gives them without a policy.
		Name: kindReasoningPolicy, Title: "Automated reasoning policy in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.policyArn", "config.createdAt"},
		Schema: resourceSchema(schemaOf[bedrocktypes.AutomatedReasoningPolicySummary](camel), nil, nil),
	},
}

var bedrockSafetyOperations = []collectors.Operation{
	{Name: "bedrock:GetAccountDataRetention", Form: evidence.List, Kinds: []string{kindDataRetention}},
	{Name: "bedrock:ListEnforcedGuardrailsConfiguration", Form: evidence.List, Kinds: []string{kindEnforcedGuardrail}},
	{Name: "bedrock:ListAutomatedReasoningPolicies", Form: evidence.List, Kinds: []string{kindReasoningPolicy}},
}

func (b *bedrockReader) enforcedGuardrails(ctx context.Context) {
	b.list(ctx, "bedrock:ListEnforcedGuardrailsConfiguration", kindEnforcedGuardrail, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListEnforcedGuardrailsConfigurationInput{}
		return items(ctx, bedrock.NewListEnforcedGuardrailsConfigurationPaginator(b.client, in), camel, "guardrailsConfig")
	}, func(c map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: b.s.here("bedrock", "enforced-guardrail/", text(c, "configId")), Config: c} // it has no ARN
	})
}

func (b *bedrockReader) reasoningPolicies(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListAutomatedReasoningPolicies", kindReasoningPolicy, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListAutomatedReasoningPoliciesInput{}
		return items(ctx, bedrock.NewListAutomatedReasoningPoliciesPaginator(b.client, in), camel, "automatedReasoningPolicySummaries")
	}, func(p map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(p, "policyArn"), Name: text(p, "name"), Config: p}
	})
	each(ctx, found, b.tagged)
}

// dataRetention reads an operation that the SDK does not have yet: GET /data-retention of the same endpoint (Amazon Bedrock API reference,
// GetAccountDataRetention). It is sent as an operation that has no input either, under the other path, so that the SDK signs it, retries it and
// reads its errors.
func (b *bedrockReader) dataRetention(ctx context.Context) {
	b.rec.List(ctx, "bedrock:GetAccountDataRetention", func(ctx context.Context) (int, error) {
		out, err := b.client.GetModelInvocationLoggingConfiguration(ctx, &bedrock.GetModelInvocationLoggingConfigurationInput{}, func(o *bedrock.Options) {
			o.APIOptions = append(o.APIOptions, toPath("/data-retention"))
		})
		if err != nil {
			return 0, err
		}
		body, _ := out.ResultMetadata.Get(rawKey{}).([]byte)
		value, err := decodeJSON(body)
		if err != nil {
			return 0, err
		}
		config, ok := value.(map[string]any)
		if !ok || text(config, "mode") == "" {
			return 0, fmt.Errorf("the reply has no mode")
		}
		b.rec.Add(kindDataRetention, &evidence.Resource{ID: b.s.Scope.ID, Config: config})
		return 1, nil
	})
}

// toPath sends a request of the SDK under another path of the same endpoint. It stands before the middleware that signs.
func toPath(path string) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("aismm:toPath", func(
			ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler,
		) (middleware.BuildOutput, middleware.Metadata, error) {
			request, ok := in.Request.(*smithyhttp.Request)
			if !ok {
				return middleware.BuildOutput{}, middleware.Metadata{}, fmt.Errorf("send %s: unexpected request of type %T", path, in.Request)
			}
			request.URL.Path, request.URL.RawPath = path, ""
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	}
}
