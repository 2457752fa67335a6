package aws

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	agenttypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindFlow = "aws_bedrock_flow"

var bedrockFlowKinds = []evidence.Kind{{
	// Config is the working draft, with what its validation found. The versions that aliases route to are in parts.GetFlowVersion.
	Name: kindFlow, Title: "Amazon Bedrock flow", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Inventory: true, Required: []string{"config.arn", "config.createdAt", "config.executionRoleArn",
		"derived.guardrails.identifier", "derived.guardrails.version"},
	Schema: resourceSchema(schemaWith(schemaOf[bedrockagent.GetFlowVersionOutput](camel), members{
		"updatedAt": schemaText(),
		// Details differ by the kind of finding.
		"validations": schemaList(schemaObject(members{"message": schemaText(), "severity": schemaText(), "type": schemaText(), "details": schemaOpen()})),
	}), members{
		"ListFlowAliases": schemaList(schemaOf[agenttypes.FlowAliasSummary](camel)),
		"GetFlowVersion":  schemaList(schemaOf[bedrockagent.GetFlowVersionOutput](camel)),
	}, members{"secret_matches": schemaSecretMatches(), "guardrails": schemaNamedGuardrails()}),
}}

var bedrockFlowOperations = []collectors.Operation{
	bedrockAgentOperation("ListFlows", evidence.List, "", kindFlow),
	bedrockAgentOperation("GetFlow", evidence.Detail, "", kindFlow),
	bedrockAgentOperation("ListFlowAliases", evidence.Detail, "", kindFlow),
	bedrockAgentOperation("GetFlowVersion", evidence.Detail, "bedrock-agent:ListFlowAliases", kindFlow),
}

func (a *agentReader) flows(ctx context.Context) {
	found := a.list(ctx, "bedrock-agent:ListFlows", kindFlow, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrockagent.NewListFlowsPaginator(a.client, &bedrockagent.ListFlowsInput{}), camel, "flowSummaries")
	}, func(f map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(f, "arn"), Name: text(f, "name"), Config: partial[bedrockagent.GetFlowOutput](f, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "id")
		read := a.main(ctx, "bedrock-agent:GetFlow", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetFlow, &bedrockagent.GetFlowInput{FlowIdentifier: &id}, camel)
		})
		if a.flowVersions(ctx, res, id) && read {
			secretMatches(res, "config.definition", "parts.GetFlowVersion.definition")
			versions, _ := res.Parts["GetFlowVersion"].([]any)
			res.Derived["guardrails"] = namedGuardrails(versionsInUse(versions, res.Config))
		}
		a.tagged(ctx, res)
	})
}

// flowVersions reads a flow's aliases and the numbered versions that they route to, and reports whether all were read.
func (a *agentReader) flowVersions(ctx context.Context, res *evidence.Resource, id string) bool {
	routed := map[string]bool{}
	whole := a.part(ctx, "bedrock-agent:ListFlowAliases", "ListFlowAliases", res, func(ctx context.Context) (any, error) {
		in := &bedrockagent.ListFlowAliasesInput{FlowIdentifier: &id}
		aliases, err := items(ctx, bedrockagent.NewListFlowAliasesPaginator(a.client, in), camel, "flowAliasSummaries")
		for _, alias := range aliases {
			for _, route := range objects(alias, "routingConfiguration") {
				if version := text(route, "flowVersion"); version != "" && version != draftVersion {
					routed[version] = true
				}
			}
		}
		return listOf(aliases), err
	})
	versions := []any{}
	for _, version := range slices.Sorted(maps.Keys(routed)) {
		read := a.rec.Detail(ctx, "bedrock-agent:GetFlowVersion", res, func(ctx context.Context) error {
			one, err := get(ctx, a.client.GetFlowVersion, &bedrockagent.GetFlowVersionInput{FlowIdentifier: &id, FlowVersion: &version}, camel)
			if err == nil {
				versions = append(versions, one)
			}
			return err
		})
		whole = whole && read
	}
	if res.Parts != nil { // the aliases were read
		res.Parts["GetFlowVersion"] = versions
	}
	return whole
}
