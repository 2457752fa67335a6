package aws

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	agenttypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindAgent         = "aws_bedrock_agent"
	kindActionGroup   = "aws_bedrock_agent_action_group"
	kindKnowledgeBase = "aws_bedrock_knowledge_base"
	kindPrompt        = "aws_bedrock_prompt"
)

var bedrockAgentKinds = []evidence.Kind{
	{
		// Config is the working draft. The versions that aliases route to are in parts.GetAgentVersion.
		Name: kindAgent, Title: "Amazon Bedrock agent", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.agentArn", "config.createdAt", "config.agentResourceRoleArn", "parts.GetAgentVersion.agentResourceRoleArn",
			"derived.guardrails.identifier", "derived.guardrails.version"},
		Redact: []string{
			"config.instruction", "parts.GetAgentVersion.instruction",
			"config.promptOverrideConfiguration.promptConfigurations.basePromptTemplate",
			"parts.GetAgentVersion.promptOverrideConfiguration.promptConfigurations.basePromptTemplate",
		},
		Schema: resourceSchema(schemaOf[agenttypes.Agent](camel), members{
			"ListAgentAliases": schemaList(schemaOf[agenttypes.AgentAliasSummary](camel)),
			"GetAgentVersion":  schemaList(schemaOf[agenttypes.AgentVersion](camel)),
		}, members{"secret_matches": schemaSecretMatches(), "guardrails": schemaNamedGuardrails()}),
	},
	{
		// One for each version of the agent that can be invoked: the draft, and those that aliases route to.
		Name: kindActionGroup, Title: "Action group of an Amazon Bedrock agent", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.actionGroupId", "config.agentVersion", "config.actionGroupState"},
		Redact: []string{"config.apiSchema.payload", "config.functionSchema.functions.description", "config.functionSchema.functions.parameters.*.description"},
		// A payload in JSON is decoded; one in YAML stays text. Redaction leaves its structure.
		Schema: resourceSchema(schemaWith(schemaOf[agenttypes.AgentActionGroup](camel), members{
			"apiSchema": schemaObject(members{"payload": {}, "s3": schemaOf[agenttypes.S3Identifier](camel)}),
		}), nil, members{
			"agent_arn": schemaText(),
			"deployed":  schemaBool(), // an alias other than the built-in test alias routes to the version
		}),
	},
	{
		Name: kindKnowledgeBase, Title: "Amazon Bedrock knowledge base", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.knowledgeBaseArn", "config.createdAt", "config.roleArn"},
		Schema: resourceSchema(schemaOf[agenttypes.KnowledgeBase](camel), nil, nil),
	},
	{
		// Config is the working draft. Parts hold the numbered versions, of which a prompt may have 10 ("Amazon Bedrock endpoints and quotas").
		Name: kindPrompt, Title: "Prompt in Amazon Bedrock Prompt Management", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.arn", "config.createdAt"},
		Redact: []string{"config.variants.templateConfiguration", "parts.GetPrompt.variants.templateConfiguration"},
		Schema: resourceSchema(schemaOf[bedrockagent.GetPromptOutput](camel), members{
			"GetPrompt": schemaList(schemaOf[bedrockagent.GetPromptOutput](camel)),
		}, members{"secret_matches": schemaSecretMatches()}),
	},
}

// The actions of agents, knowledge bases and prompts have the prefix of Bedrock itself (Service Authorization Reference, "Actions,
// resources, and condition keys for Amazon Bedrock").
var bedrockAgentCollector = &collectors.Collector{
	Name: "aws/bedrock-agent", Provider: providerName, Level: evidence.Region, Kinds: slices.Concat(bedrockAgentKinds, bedrockFlowKinds, bedrockSourceKinds),
	Operations: slices.Concat([]collectors.Operation{
		bedrockAgentOperation("ListAgents", evidence.List, "", kindAgent),
		bedrockAgentOperation("GetAgent", evidence.Detail, "", kindAgent),
		bedrockAgentOperation("ListAgentAliases", evidence.Detail, "", kindAgent),
		bedrockAgentOperation("GetAgentVersion", evidence.Detail, "bedrock-agent:ListAgentAliases", kindAgent),
		bedrockAgentOperation("ListAgentActionGroups", evidence.List, "bedrock-agent:ListAgents", kindActionGroup),
		bedrockAgentOperation("GetAgentActionGroup", evidence.Detail, "", kindActionGroup),
		bedrockAgentOperation("ListKnowledgeBases", evidence.List, "", kindKnowledgeBase),
		bedrockAgentOperation("GetKnowledgeBase", evidence.Detail, "", kindKnowledgeBase),
		bedrockAgentOperation("ListPrompts", evidence.List, "", kindPrompt),
		bedrockAgentOperation("GetPrompt", evidence.Detail, "", kindPrompt),
		bedrockAgentOperation("ListTagsForResource", evidence.Detail, "", kindAgent, kindKnowledgeBase, kindPrompt, kindFlow),
	}, bedrockFlowOperations, bedrockSourceOperations),
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		a := &agentReader{reader{rec, camel}, s, bedrockagent.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){a.agents, a.knowledgeBases, a.prompts, a.flows}, func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func bedrockAgentOperation(name string, form evidence.Form, after string, kinds ...string) collectors.Operation {
	return collectors.Operation{Name: "bedrock-agent:" + name, Form: form, Kinds: kinds, Permissions: []string{"bedrock:" + name}, After: after}
}

func init() { collectors.Register(bedrockAgentCollector) }

type agentReader struct {
	reader
	s      *Session
	client *bedrockagent.Client
}

// The version of an agent that is being worked on, and the alias by which it is tried out (Amazon Bedrock API reference).
const (
	draftVersion = "DRAFT"
	testAlias    = "TSTALIASID"
)

func (a *agentReader) agents(ctx context.Context) {
	found := a.list(ctx, "bedrock-agent:ListAgents", kindAgent, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrockagent.NewListAgentsPaginator(a.client, &bedrockagent.ListAgentsInput{}), camel, "agentSummaries")
	}, func(summary map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: a.s.here("bedrock", "agent/", text(summary, "agentId")), Name: text(summary, "agentName"),
			Config: partial[agenttypes.Agent](summary, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "agentId")
		read := a.main(ctx, "bedrock-agent:GetAgent", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, a.client.GetAgent, &bedrockagent.GetAgentInput{AgentId: &id}, camel)
			return inside(out, err, "agent")
		})
		a.tagged(ctx, res)
		deployed, known := a.aliases(ctx, res, id)
		if a.versions(ctx, res, id, deployed) && known && read {
			secretMatches(res, "config.instruction", "parts.GetAgentVersion.instruction",
				"config.promptOverrideConfiguration.promptConfigurations.basePromptTemplate",
				"parts.GetAgentVersion.promptOverrideConfiguration.promptConfigurations.basePromptTemplate")
			versions, _ := res.Parts["GetAgentVersion"].([]any)
			res.Derived["guardrails"] = namedGuardrails(versionsInUse(versions, res.Config))
		}
		a.actionGroups(ctx, res, id, deployed)
		if !known {
			a.rec.List(ctx, "bedrock-agent:ListAgentActionGroups", func(context.Context) (int, error) {
				return 0, incomplete{fmt.Sprintf("which versions of %s are in use is not known, because bedrock-agent:ListAgentAliases did not succeed", res.ID)}
			})
		}
	})
}

// aliases reads an agent's aliases, and gives the versions that they route to: true for those that more than the test alias routes to.
func (a *agentReader) aliases(ctx context.Context, res *evidence.Resource, id string) (deployed map[string]bool, known bool) {
	deployed = map[string]bool{draftVersion: false}
	known = a.part(ctx, "bedrock-agent:ListAgentAliases", "ListAgentAliases", res, func(ctx context.Context) (any, error) {
		in := &bedrockagent.ListAgentAliasesInput{AgentId: &id}
		aliases, err := items(ctx, bedrockagent.NewListAgentAliasesPaginator(a.client, in), camel, "agentAliasSummaries")
		for _, alias := range aliases {
			for _, route := range objects(alias, "routingConfiguration") {
				if version := text(route, "agentVersion"); version != "" {
					deployed[version] = deployed[version] || text(alias, "agentAliasId") != testAlias
				}
			}
		}
		return listOf(aliases), err
	})
	return deployed, known
}

// versions reads the numbered versions that aliases route to, and reports whether all were read.
func (a *agentReader) versions(ctx context.Context, res *evidence.Resource, id string, deployed map[string]bool) bool {
	versions, whole := []any{}, true
	for _, version := range slices.Sorted(maps.Keys(deployed)) {
		if version == draftVersion {
			continue
		}
		read := a.rec.Detail(ctx, "bedrock-agent:GetAgentVersion", res, func(ctx context.Context) error {
			out, err := get(ctx, a.client.GetAgentVersion, &bedrockagent.GetAgentVersionInput{AgentId: &id, AgentVersion: &version}, camel)
			one, err := inside(out, err, "agentVersion")
			if err == nil {
				versions = append(versions, one)
			}
			return err
		})
		whole = whole && read
	}
	if res.Parts != nil { // the aliases were read
		res.Parts["GetAgentVersion"] = versions
	}
	return whole
}

func (a *agentReader) actionGroups(ctx context.Context, agent *evidence.Resource, id string, deployed map[string]bool) {
	for _, version := range slices.Sorted(maps.Keys(deployed)) {
		found := a.list(ctx, "bedrock-agent:ListAgentActionGroups", kindActionGroup, func(ctx context.Context) ([]map[string]any, error) {
			in := &bedrockagent.ListAgentActionGroupsInput{AgentId: &id, AgentVersion: &version}
			return items(ctx, bedrockagent.NewListAgentActionGroupsPaginator(a.client, in), camel, "actionGroupSummaries")
		}, func(g map[string]any) *evidence.Resource {
			res := &evidence.Resource{Name: text(g, "actionGroupName"), Config: partial[agenttypes.AgentActionGroup](g, camel, nil),
				Derived: map[string]any{"agent_arn": agent.ID, "deployed": deployed[version]}}
			res.Config["agentVersion"] = version
			if group := text(g, "actionGroupId"); group != "" {
				res.ID = agent.ID + "/" + version + "/" + group // action groups have no ARN
			}
			return res
		})
		for _, res := range found {
			group := text(res.Config, "actionGroupId")
			a.main(ctx, "bedrock-agent:GetAgentActionGroup", res, func(ctx context.Context) (map[string]any, error) {
				in := &bedrockagent.GetAgentActionGroupInput{AgentId: &id, AgentVersion: &version, ActionGroupId: &group}
				out, err := get(ctx, a.client.GetAgentActionGroup, in, camel)
				config, err := inside(out, err, "agentActionGroup")
				if err != nil {
					return nil, err
				}
				decodePayload(object(config, "apiSchema"), "payload")
				return config, nil
			})
		}
	}
}

func (a *agentReader) knowledgeBases(ctx context.Context) {
	found := a.list(ctx, "bedrock-agent:ListKnowledgeBases", kindKnowledgeBase, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrockagent.NewListKnowledgeBasesPaginator(a.client, &bedrockagent.ListKnowledgeBasesInput{}), camel, "knowledgeBaseSummaries")
	}, func(summary map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: a.s.here("bedrock", "knowledge-base/", text(summary, "knowledgeBaseId")), Name: text(summary, "name"),
			Config: partial[agenttypes.KnowledgeBase](summary, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "knowledgeBaseId")
		a.main(ctx, "bedrock-agent:GetKnowledgeBase", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, a.client.GetKnowledgeBase, &bedrockagent.GetKnowledgeBaseInput{KnowledgeBaseId: &id}, camel)
			return inside(out, err, "knowledgeBase")
		})
		a.tagged(ctx, res)
		a.dataSources(ctx, res, id)
	})
}

func (a *agentReader) prompts(ctx context.Context) {
	found := a.list(ctx, "bedrock-agent:ListPrompts", kindPrompt, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrockagent.NewListPromptsPaginator(a.client, &bedrockagent.ListPromptsInput{}), camel, "promptSummaries")
	}, func(p map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(p, "arn"), Name: text(p, "name"), Config: partial[bedrockagent.GetPromptOutput](p, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		read := a.main(ctx, "bedrock-agent:GetPrompt", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, a.client.GetPrompt, &bedrockagent.GetPromptInput{PromptIdentifier: &res.ID}, camel)
		})
		if a.promptVersions(ctx, res) && read {
			secretMatches(res, "config.variants.templateConfiguration", "parts.GetPrompt.variants.templateConfiguration")
		}
		a.tagged(ctx, res)
	})
}

// promptVersions reads the numbered versions of a prompt, and reports whether it succeeded. Without all of them there are none.
func (a *agentReader) promptVersions(ctx context.Context, res *evidence.Resource) bool {
	return a.rec.Detail(ctx, "bedrock-agent:GetPrompt", res, func(ctx context.Context) error {
		id := text(res.Config, "id")
		in := &bedrockagent.ListPromptsInput{PromptIdentifier: &id}
		summaries, err := items(ctx, bedrockagent.NewListPromptsPaginator(a.client, in), camel, "promptSummaries")
		if err != nil {
			return fmt.Errorf("list the versions: %w", err)
		}
		versions := []any{}
		for _, p := range summaries {
			version := text(p, "version")
			if version == draftVersion {
				continue
			}
			one, err := get(ctx, a.client.GetPrompt, &bedrockagent.GetPromptInput{PromptIdentifier: &id, PromptVersion: &version}, camel)
			if err != nil {
				return fmt.Errorf("read version %s: %w", version, err)
			}
			versions = append(versions, one)
		}
		res.Parts = map[string]any{"GetPrompt": versions}
		return nil
	})
}

func (a *agentReader) tagged(ctx context.Context, res *evidence.Resource) {
	a.tags(ctx, "bedrock-agent:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
		out, err := a.client.ListTagsForResource(ctx, &bedrockagent.ListTagsForResourceInput{ResourceArn: &res.ID})
		if err != nil {
			return nil, err
		}
		return out.Tags, nil
	})
}

// decodePayload replaces a JSON text by what it says; anything else, such as YAML, stays text.
func decodePayload(o map[string]any, member string) {
	payload, ok := o[member].(string)
	if !ok {
		return
	}
	if value, err := decodeJSON([]byte(payload)); err == nil {
		o[member] = value
	}
}
