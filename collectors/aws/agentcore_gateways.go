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
	runtimes, runtimesGap := a.runtimes(ctx)
	gateways, gatewaysGap := a.gateways(ctx)
	each(ctx, slices.Concat(runtimes, gateways), a.resourcePolicy)
	// The read follows two lists: where just one of them failed, policies of its things may be missing.
	if runtimesGap != gatewaysGap {
		failed := "bedrock-agentcore:ListGateways"
		if runtimesGap {
			failed = "bedrock-agentcore:ListAgentRuntimes"
		}
		a.rec.List(ctx, "bedrock-agentcore:GetResourcePolicy", func(context.Context) (int, error) {
			return 0, incomplete{fmt.Sprintf("not attempted for all, because %s did not succeed", failed)}
		})
	}
}

// gapped reports, beside what a list gave, whether it left anything unknown.
func gapped(read func(context.Context) ([]map[string]any, error), gap *bool) func(context.Context) ([]map[string]any, error) {
	return func(ctx context.Context) ([]map[string]any, error) {
		found, err := read(ctx)
		outcome, _ := classify(err)
		*gap = outcome.Gap()
		return found, err
	}
}

func (a *agentcoreReader) runtimes(ctx context.Context) (found []*evidence.Resource, gap bool) {
	found = a.list(ctx, "bedrock-agentcore:ListAgentRuntimes", kindRuntime, gapped(func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListAgentRuntimesPaginator(a.client, &core.ListAgentRuntimesInput{}), camel, "agentRuntimes")
	}, &gap), func(r map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(r, "agentRuntimeArn"), Name: text(r, "agentRuntimeName"), Config: partial[core.GetAgentRuntimeOutput](r, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "agentRuntimeId")
		a.main(ctx, "bedrock-agentcore:GetAgentRuntime", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetAgentRuntime, &core.GetAgentRuntimeInput{AgentRuntimeId: &id}, camel)
		})
		a.tagged(ctx, res)
	})
	return found, gap
}

func (a *agentcoreReader) gateways(ctx context.Context) (found []*evidence.Resource, gap bool) {
	found = a.list(ctx, "bedrock-agentcore:ListGateways", kindGateway, gapped(func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, core.NewListGatewaysPaginator(a.client, &core.ListGatewaysInput{}), camel, "items")
	}, &gap), func(g map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(g, "name"), Config: partial[core.GetGatewayOutput](g, camel, nil)}
		if id := text(g, "gatewayId"); id != "" {
			res.ID = a.s.ARN("bedrock-agentcore", a.s.Region, "gateway/"+id)
		}
		return res
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "gatewayId")
		a.main(ctx, "bedrock-agentcore:GetGateway", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetGateway, &core.GetGatewayInput{GatewayIdentifier: &id}, camel)
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
