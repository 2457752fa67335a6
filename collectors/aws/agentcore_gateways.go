package aws

import (
	"context"
	"fmt"
	"slices"

	core "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"

	"github.com/aismm/aismm/internal/evidence"
)

// runtimesAndGateways reads what agents run in and what they reach tools through, and the policies of both.
func (a *agentcoreReader) runtimesAndGateways(ctx context.Context) {
	runtimes := a.runtimes(ctx)
	gateways, gatewaysGap := a.gateways(ctx)
	each(ctx, slices.Concat(runtimes, gateways), a.resourcePolicy)
	// The read follows two lists, and is declared after that of runtimes: what the other leaves open is said here.
	if gatewaysGap {
		a.rec.List(ctx, "bedrock-agentcore:GetResourcePolicy", func(context.Context) (int, error) {
			return 0, incomplete{"not attempted for all, because bedrock-agentcore:ListGateways did not succeed"}
		})
	}
}

func (a *agentcoreReader) runtimes(ctx context.Context) []*evidence.Resource {
	found := a.list(ctx, "bedrock-agentcore:ListAgentRuntimes", kindRuntime, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListAgentRuntimesPaginator(a.client, &core.ListAgentRuntimesInput{}), camel, "agentRuntimes")
	}, func(r map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(r, "agentRuntimeArn"), Name: text(r, "agentRuntimeName"), Config: partial[core.GetAgentRuntimeOutput](r, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "agentRuntimeId")
		read := a.main(ctx, "bedrock-agentcore:GetAgentRuntime", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetAgentRuntime, &core.GetAgentRuntimeInput{AgentRuntimeId: &id}, camel)
		})
		if read {
			secretMatches(res, "config.environmentVariables")
		}
		a.tagged(ctx, res)
	})
	return found
}

func (a *agentcoreReader) gateways(ctx context.Context) (found []*evidence.Resource, gap bool) {
	found, gap = a.listOrGap(ctx, "bedrock-agentcore:ListGateways", kindGateway, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListGatewaysPaginator(a.client, &core.ListGatewaysInput{}), camel, "items")
	}, func(g map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: a.s.here("bedrock-agentcore", "gateway/", text(g, "gatewayId")), Name: text(g, "name"),
			Config: partial[core.GetGatewayOutput](g, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "gatewayId")
		a.main(ctx, "bedrock-agentcore:GetGateway", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetGateway, &core.GetGatewayInput{GatewayIdentifier: &id}, camel)
		})
		a.part(ctx, "bedrock-agentcore:ListGatewayRateLimits", "ListGatewayRateLimits", res, func(ctx context.Context) (any, error) {
			in := &core.ListGatewayRateLimitsInput{GatewayIdentifier: &id}
			limits, err := items(ctx, core.NewListGatewayRateLimitsPaginator(a.client, in), camel, "rateLimits")
			return listOf(limits), err
		})
		a.tagged(ctx, res)
		a.targets(ctx, res, id)
	})
	return found, gap
}

func (a *agentcoreReader) targets(ctx context.Context, gateway *evidence.Resource, id string) {
	found := a.list(ctx, "bedrock-agentcore:ListGatewayTargets", kindGatewayTarget, func(ctx context.Context) ([]map[string]any, error) {
		in := &core.ListGatewayTargetsInput{GatewayIdentifier: &id}
		return items(ctx, core.NewListGatewayTargetsPaginator(a.client, in), camel, "items")
	}, func(t map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(t, "name"), Config: partial[core.GetGatewayTargetOutput](t, camel, nil),
			Derived: map[string]any{"gateway_arn": gateway.ID}}
		if target := text(t, "targetId"); target != "" {
			res.ID = gateway.ID + "/target/" + target // targets have no ARN
		}
		return res
	})
	for _, res := range found {
		target := text(res.Config, "targetId")
		a.main(ctx, "bedrock-agentcore:GetGatewayTarget", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetGatewayTarget, &core.GetGatewayTargetInput{GatewayIdentifier: &id, TargetId: &target}, camel)
		})
	}
}

func (a *agentcoreReader) policyEngines(ctx context.Context) {
	found := a.list(ctx, "bedrock-agentcore:ListPolicyEngines", kindPolicyEngine, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListPolicyEnginesPaginator(a.client, &core.ListPolicyEnginesInput{}), camel, "policyEngines")
	}, func(e map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(e, "policyEngineArn"), Name: text(e, "name"), Config: partial[core.GetPolicyEngineOutput](e, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "policyEngineId")
		a.main(ctx, "bedrock-agentcore:GetPolicyEngine", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetPolicyEngine, &core.GetPolicyEngineInput{PolicyEngineId: &id}, camel)
		})
		a.part(ctx, "bedrock-agentcore:ListPolicies", "ListPolicies", res, func(ctx context.Context) (any, error) {
			in := &core.ListPoliciesInput{PolicyEngineId: &id}
			policies, err := items(ctx, core.NewListPoliciesPaginator(a.client, in), camel, "policies")
			return listOf(policies), err
		})
	})
}

// resourcePolicy reads whether a runtime or gateway has a policy of its own. The thing was just listed, so that
// ResourceNotFoundException says that its policy does not exist, or that it has gone together with its policy.
func (a *agentcoreReader) resourcePolicy(ctx context.Context, of *evidence.Resource) {
	a.rec.List(ctx, "bedrock-agentcore:GetResourcePolicy", func(ctx context.Context) (int, error) {
		config, err := get(ctx, a.client.GetResourcePolicy, &core.GetResourcePolicyInput{ResourceArn: &of.ID}, camel)
		if hasCode(err, "ResourceNotFoundException") || err == nil && text(config, "policy") == "" {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		if err := decodeMember(config, "policy"); err != nil {
			return 0, fmt.Errorf("read the policy of %s: %w", of.ID, err)
		}
		a.rec.Add(kindResourcePolicy, &evidence.Resource{ID: of.ID, Name: of.Name, Config: config})
		return 1, nil
	})
}
