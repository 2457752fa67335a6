package aws

import (
	"cmp"
	"context"

	core "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	coretypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindBrowser            = "aws_bedrock_agentcore_browser"
	kindCodeInterpreter    = "aws_bedrock_agentcore_code_interpreter"
	kindCredentialProvider = "aws_bedrock_agentcore_credential_provider"
	kindGateway            = "aws_bedrock_agentcore_gateway"
	kindGatewayTarget      = "aws_bedrock_agentcore_gateway_target"
	kindMemory             = "aws_bedrock_agentcore_memory"
	kindPolicyEngine       = "aws_bedrock_agentcore_policy_engine"
	kindResourcePolicy     = "aws_bedrock_agentcore_resource_policy"
	kindRuntime            = "aws_bedrock_agentcore_runtime"
	kindWorkloadIdentity   = "aws_bedrock_agentcore_workload_identity"
)

var agentcoreKinds = []evidence.Kind{
	{
		// Custom browsers only; the one that AWS provides cannot be changed.
		Name: kindBrowser, Title: "Custom browser of Amazon Bedrock AgentCore", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.browserArn", "config.createdAt"},
		Schema: resourceSchema(schemaOf[core.GetBrowserOutput](camel), nil, nil),
	},
	{
		// Custom interpreters only, as for browsers.
		Name: kindCodeInterpreter, Title: "Custom code interpreter of Amazon Bedrock AgentCore", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.codeInterpreterArn", "config.createdAt", "config.networkConfiguration.networkMode"},
		Schema: resourceSchema(schemaOf[core.GetCodeInterpreterOutput](camel), nil, nil),
	},
	{
		Name: kindCredentialProvider, Title: "Credential provider of Amazon Bedrock AgentCore Identity", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region, Required: []string{"config.credentialProviderArn"},
		// As the lists give them: names and no credentials. API key providers have no credentialProviderVendor.
		Schema: resourceSchema(schemaOf[coretypes.Oauth2CredentialProviderItem](camel), nil, members{
			"type": schemaText(), // "oauth2" or "api_key"
		}),
	},
	{
		Name: kindGateway, Title: "Amazon Bedrock AgentCore gateway", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.gatewayArn", "config.createdAt", "config.authorizerType"},
		Redact: []string{"config.protocolConfiguration.mcp.instructions"},
		Schema: resourceSchema(schemaOf[core.GetGatewayOutput](camel), members{
			"ListGatewayRateLimits": schemaList(schemaOf[coretypes.GatewayRateLimitDetail](camel)),
		}, nil),
	},
	{
		Name: kindGatewayTarget, Title: "Target of an Amazon Bedrock AgentCore gateway", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.targetId", "config.targetConfiguration", "config.credentialProviderConfigurations.credentialProviderType",
			"derived.gateway_arn"},
		Redact: []string{
			"config.targetConfiguration.mcp.openApiSchema.inlinePayload", "config.targetConfiguration.mcp.smithyModel.inlinePayload",
			"config.targetConfiguration.mcp.lambda.toolSchema.inlinePayload.description",
			"config.targetConfiguration.mcp.mcpServer.mcpToolSchema.inlinePayload",
		},
		Schema: resourceSchema(schemaOf[core.GetGatewayTargetOutput](camel), nil, members{
			"gateway_arn": schemaText(),
		}),
	},
	{
		Name: kindMemory, Title: "Amazon Bedrock AgentCore memory", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.arn", "config.createdAt"},
		Redact: []string{
			"config.strategies.configuration.extraction.customExtractionConfiguration.*.appendToPrompt",
			"config.strategies.configuration.consolidation.customConsolidationConfiguration.*.appendToPrompt",
			"config.strategies.configuration.reflection.customReflectionConfiguration.*.appendToPrompt",
		},
		Schema: resourceSchema(schemaOf[coretypes.Memory](camel), nil, nil),
	},
	{
		// With its policies, whole.
		Name: kindPolicyEngine, Title: "Policy engine of Amazon Bedrock AgentCore", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.policyEngineArn", "config.status"},
		Schema: resourceSchema(schemaOf[core.GetPolicyEngineOutput](camel), members{"ListPolicies": schemaList(schemaOf[coretypes.Policy](camel))}, nil),
	},
	{
		// One for each runtime and gateway that has a policy of its own; the id is theirs.
		Name: kindResourcePolicy, Title: "Resource policy of an Amazon Bedrock AgentCore runtime or gateway", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region, Required: []string{"config.policy"},
		Schema: resourceSchema(schemaObject(members{"policy": schemaPolicy()}), nil, nil),
	},
	{
		Name: kindRuntime, Title: "Amazon Bedrock AgentCore runtime", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.agentRuntimeArn", "config.createdAt", "config.roleArn"},
		Redact: []string{"config.environmentVariables"},
		Schema: resourceSchema(schemaOf[core.GetAgentRuntimeOutput](camel), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		// The token vault is one for the account and region; it is kept with each identity that it serves.
		Name: kindWorkloadIdentity, Title: "Workload identity of Amazon Bedrock AgentCore Identity", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region, Required: []string{"config.workloadIdentityArn"},
		Schema: resourceSchema(schemaOf[core.GetWorkloadIdentityOutput](camel), members{"GetTokenVault": schemaOf[core.GetTokenVaultOutput](camel)}, nil),
	},
}

var agentcoreCollector = &collectors.Collector{
	Name: "aws/bedrock-agentcore", Provider: providerName, Level: evidence.Region, Kinds: agentcoreKinds,
	Operations: []collectors.Operation{
		{Name: "bedrock-agentcore:ListAgentRuntimes", Form: evidence.List, Kinds: []string{kindRuntime}},
		{Name: "bedrock-agentcore:GetAgentRuntime", Form: evidence.Detail, Kinds: []string{kindRuntime}},
		{Name: "bedrock-agentcore:ListGateways", Form: evidence.List, Kinds: []string{kindGateway}},
		{Name: "bedrock-agentcore:GetGateway", Form: evidence.Detail, Kinds: []string{kindGateway}},
		{Name: "bedrock-agentcore:ListGatewayRateLimits", Form: evidence.Detail, Kinds: []string{kindGateway}},
		{Name: "bedrock-agentcore:ListGatewayTargets", Form: evidence.List, Kinds: []string{kindGatewayTarget}, After: "bedrock-agentcore:ListGateways"},
		{Name: "bedrock-agentcore:GetGatewayTarget", Form: evidence.Detail, Kinds: []string{kindGatewayTarget}},
		{Name: "bedrock-agentcore:GetResourcePolicy", Form: evidence.List, Kinds: []string{kindResourcePolicy}, After: "bedrock-agentcore:ListAgentRuntimes"},
		{Name: "bedrock-agentcore:ListMemories", Form: evidence.List, Kinds: []string{kindMemory}},
		{Name: "bedrock-agentcore:GetMemory", Form: evidence.Detail, Kinds: []string{kindMemory}},
		{Name: "bedrock-agentcore:ListBrowsers", Form: evidence.List, Kinds: []string{kindBrowser}},
		{Name: "bedrock-agentcore:GetBrowser", Form: evidence.Detail, Kinds: []string{kindBrowser}},
		{Name: "bedrock-agentcore:ListCodeInterpreters", Form: evidence.List, Kinds: []string{kindCodeInterpreter}},
		{Name: "bedrock-agentcore:GetCodeInterpreter", Form: evidence.Detail, Kinds: []string{kindCodeInterpreter}},
		{Name: "bedrock-agentcore:ListPolicyEngines", Form: evidence.List, Kinds: []string{kindPolicyEngine}},
		{Name: "bedrock-agentcore:GetPolicyEngine", Form: evidence.Detail, Kinds: []string{kindPolicyEngine}},
		{Name: "bedrock-agentcore:ListPolicies", Form: evidence.Detail, Kinds: []string{kindPolicyEngine}},
		{Name: "bedrock-agentcore:ListOauth2CredentialProviders", Form: evidence.List, Kinds: []string{kindCredentialProvider}},
		{Name: "bedrock-agentcore:ListApiKeyCredentialProviders", Form: evidence.List, Kinds: []string{kindCredentialProvider}},
		{Name: "bedrock-agentcore:ListWorkloadIdentities", Form: evidence.List, Kinds: []string{kindWorkloadIdentity}},
		{Name: "bedrock-agentcore:GetWorkloadIdentity", Form: evidence.Detail, Kinds: []string{kindWorkloadIdentity}},
		{Name: "bedrock-agentcore:GetTokenVault", Form: evidence.Detail, Kinds: []string{kindWorkloadIdentity}},
		{Name: "bedrock-agentcore:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindRuntime, kindGateway, kindMemory, kindBrowser, kindCodeInterpreter}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		a := &agentcoreReader{reader: reader{rec, camel}, s: s, client: core.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){a.runtimesAndGateways, a.memories, a.browsers, a.codeInterpreters, a.policyEngines, a.credentialProviders, a.workloadIdentities},
			func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func init() { collectors.Register(agentcoreCollector) }

type agentcoreReader struct {
	reader
	s      *Session
	client *core.Client
}

func (a *agentcoreReader) memories(ctx context.Context) {
	found := a.list(ctx, "bedrock-agentcore:ListMemories", kindMemory, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListMemoriesPaginator(a.client, &core.ListMemoriesInput{}), camel, "memories")
	}, func(m map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: cmp.Or(text(m, "arn"), a.s.here("bedrock-agentcore", "memory/", text(m, "id"))), Config: partial[coretypes.Memory](m, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "id")
		a.main(ctx, "bedrock-agentcore:GetMemory", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, a.client.GetMemory, &core.GetMemoryInput{MemoryId: &id}, camel)
			return inside(out, err, "memory")
		})
		res.Name = text(res.Config, "name") // the list has no names
		a.tagged(ctx, res)
	})
}

func (a *agentcoreReader) browsers(ctx context.Context) {
	found := a.list(ctx, "bedrock-agentcore:ListBrowsers", kindBrowser, func(ctx context.Context) ([]map[string]any, error) {
		in := &core.ListBrowsersInput{Type: coretypes.ResourceTypeCustom}
		return items(ctx, core.NewListBrowsersPaginator(a.client, in), camel, "browserSummaries")
	}, func(b map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(b, "browserArn"), Name: text(b, "name"), Config: partial[core.GetBrowserOutput](b, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "browserId")
		a.main(ctx, "bedrock-agentcore:GetBrowser", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetBrowser, &core.GetBrowserInput{BrowserId: &id}, camel)
		})
		a.tagged(ctx, res)
	})
}

func (a *agentcoreReader) codeInterpreters(ctx context.Context) {
	found := a.list(ctx, "bedrock-agentcore:ListCodeInterpreters", kindCodeInterpreter, func(ctx context.Context) ([]map[string]any, error) {
		in := &core.ListCodeInterpretersInput{Type: coretypes.ResourceTypeCustom}
		return items(ctx, core.NewListCodeInterpretersPaginator(a.client, in), camel, "codeInterpreterSummaries")
	}, func(c map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(c, "codeInterpreterArn"), Name: text(c, "name"), Config: partial[core.GetCodeInterpreterOutput](c, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "codeInterpreterId")
		a.main(ctx, "bedrock-agentcore:GetCodeInterpreter", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetCodeInterpreter, &core.GetCodeInterpreterInput{CodeInterpreterId: &id}, camel)
		})
		a.tagged(ctx, res)
	})
}

func (a *agentcoreReader) credentialProviders(ctx context.Context) {
	made := func(kind string) func(map[string]any) *evidence.Resource {
		return func(p map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(p, "credentialProviderArn"), Name: text(p, "name"), Config: p, Derived: map[string]any{"type": kind}}
		}
	}
	a.list(ctx, "bedrock-agentcore:ListOauth2CredentialProviders", kindCredentialProvider, func(ctx context.Context) ([]map[string]any, error) {
		in := &core.ListOauth2CredentialProvidersInput{}
		return items(ctx, core.NewListOauth2CredentialProvidersPaginator(a.client, in), camel, "credentialProviders")
	}, made("oauth2"))
	a.list(ctx, "bedrock-agentcore:ListApiKeyCredentialProviders", kindCredentialProvider, func(ctx context.Context) ([]map[string]any, error) {
		in := &core.ListApiKeyCredentialProvidersInput{}
		return items(ctx, core.NewListApiKeyCredentialProvidersPaginator(a.client, in), camel, "credentialProviders")
	}, made("api_key"))
}

func (a *agentcoreReader) workloadIdentities(ctx context.Context) {
	found := a.list(ctx, "bedrock-agentcore:ListWorkloadIdentities", kindWorkloadIdentity, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListWorkloadIdentitiesPaginator(a.client, &core.ListWorkloadIdentitiesInput{}), camel, "workloadIdentities")
	}, func(w map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(w, "workloadIdentityArn"), Name: text(w, "name"), Config: partial[core.GetWorkloadIdentityOutput](w, camel, nil)}
	})
	vault := once(func(ctx context.Context) (map[string]any, error) {
		return get(ctx, a.client.GetTokenVault, &core.GetTokenVaultInput{}, camel) // the default vault, which is the only one
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		a.main(ctx, "bedrock-agentcore:GetWorkloadIdentity", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetWorkloadIdentity, &core.GetWorkloadIdentityInput{Name: &res.Name}, camel)
		})
		a.part(ctx, "bedrock-agentcore:GetTokenVault", "GetTokenVault", res, func(ctx context.Context) (any, error) { return vault(ctx) })
	})
}

func (a *agentcoreReader) tagged(ctx context.Context, res *evidence.Resource) {
	a.tags(ctx, "bedrock-agentcore:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
		out, err := a.client.ListTagsForResource(ctx, &core.ListTagsForResourceInput{ResourceArn: &res.ID})
		if err != nil {
			return nil, err
		}
		return out.Tags, nil
	})
}
