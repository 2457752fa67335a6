package aws

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const agentARN = "arn:aws:bedrock:us-east-1:111122223333:agent/AGENT1"

// agentAnswers is one agent of which an alias has version 2 in use, one knowledge base and one prompt, after the shapes of the Bedrock
// Agents API reference.
func agentAnswers() map[string][]answer {
	return map[string][]answer{
		"POST /agents/": {ok(`{"agentSummaries": [{"agentId": "AGENT1", "agentName": "claims", "agentStatus": "PREPARED", "updatedAt": "2026-10-02T08:00:00Z",
			"latestAgentVersion": "3"}]}`)},
		"GET /agents/AGENT1/": {ok(`{"agent": {"agentId": "AGENT1", "agentName": "claims", "agentArn": "` + agentARN + `", "agentVersion": "DRAFT", "agentStatus": "PREPARED",
			"createdAt": "2026-10-01T08:00:00Z", "updatedAt": "2026-10-02T08:00:00Z", "idleSessionTTLInSeconds": 600, "instruction": "You settle claims.",
			"agentResourceRoleArn": "arn:aws:iam::111122223333:role/agent-claims", "foundationModel": "amazon.nova-lite-v1:0",
			"guardrailConfiguration": {"guardrailIdentifier": "gr1example", "guardrailVersion": "1"}}}`)},
		"POST /agents/AGENT1/agentaliases/": {
			ok(`{"agentAliasSummaries": [{"agentAliasId": "TSTALIASID", "agentAliasName": "AgentTestAlias", "agentAliasStatus": "PREPARED", "createdAt": "2026-10-01T08:00:00Z",
				"updatedAt": "2026-10-01T08:00:00Z", "routingConfiguration": [{"agentVersion": "DRAFT"}]}], "nextToken": "page2"}`),
			ok(`{"agentAliasSummaries": [{"agentAliasId": "LIVE1", "agentAliasName": "live", "agentAliasStatus": "PREPARED", "createdAt": "2026-10-02T08:00:00Z",
				"updatedAt": "2026-10-02T08:00:00Z", "routingConfiguration": [{"agentVersion": "2"}]}]}`)},
		"GET /agents/AGENT1/agentversions/2/": {ok(`{"agentVersion": {"agentId": "AGENT1", "agentName": "claims", "agentArn": "` + agentARN + `", "version": "2", "agentStatus": "PREPARED",
			"createdAt": "2026-10-02T07:00:00Z", "updatedAt": "2026-10-02T07:00:00Z", "idleSessionTTLInSeconds": 600,
			"agentResourceRoleArn": "arn:aws:iam::111122223333:role/agent-claims"}}`)},
		"POST /agents/AGENT1/agentversions/DRAFT/actiongroups/": {ok(`{"actionGroupSummaries": [{"actionGroupId": "AG1", "actionGroupName": "pay", "actionGroupState": "ENABLED",
			"updatedAt": "2026-10-02T08:00:00Z"}]}`)},
		"GET /agents/AGENT1/agentversions/DRAFT/actiongroups/AG1/": {ok(`{"agentActionGroup": {"agentId": "AGENT1", "agentVersion": "DRAFT", "actionGroupId": "AG1",
			"actionGroupName": "pay", "actionGroupState": "ENABLED", "createdAt": "2026-10-01T08:00:00Z", "updatedAt": "2026-10-02T08:00:00Z",
			"actionGroupExecutor": {"lambda": "arn:aws:lambda:us-east-1:111122223333:function:pay"},
			"apiSchema": {"payload": "{\"openapi\": \"3.0.0\", \"paths\": {\"/pay\": {\"post\": {\"operationId\": \"pay\"}}}}"}}}`)},
		"POST /agents/AGENT1/agentversions/2/actiongroups/": {ok(`{"actionGroupSummaries": [{"actionGroupId": "AG2", "actionGroupName": "look-up", "actionGroupState": "ENABLED",
			"updatedAt": "2026-10-02T07:00:00Z"}]}`)},
		"GET /agents/AGENT1/agentversions/2/actiongroups/AG2/": {ok(`{"agentActionGroup": {"agentId": "AGENT1", "agentVersion": "2", "actionGroupId": "AG2",
			"actionGroupName": "look-up", "actionGroupState": "ENABLED", "createdAt": "2026-10-02T07:00:00Z", "updatedAt": "2026-10-02T07:00:00Z",
			"actionGroupExecutor": {"customControl": "RETURN_CONTROL"}, "apiSchema": {"payload": "openapi: 3.0.0\n"}}}`)},
		"POST /knowledgebases/": {ok(`{"knowledgeBaseSummaries": [{"knowledgeBaseId": "KB1", "name": "policies", "status": "ACTIVE", "updatedAt": "2026-09-01T08:00:00Z"}]}`)},
		"GET /knowledgebases/KB1": {ok(`{"knowledgeBase": {"knowledgeBaseId": "KB1", "name": "policies", "status": "ACTIVE", "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z",
			"knowledgeBaseArn": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1", "roleArn": "arn:aws:iam::111122223333:role/kb",
			"knowledgeBaseConfiguration": {"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {"embeddingModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0"}}}}`)},
		"GET /prompts/": {ok(`{"promptSummaries": [{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1", "name": "greeting", "version": "DRAFT",
			"createdAt": "2026-08-01T08:00:00Z", "updatedAt": "2026-08-01T08:00:00Z"}]}`)},
		"GET /prompts/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aprompt%2FPROMPT1/": {ok(`{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1", "name": "greeting",
			"version": "DRAFT", "createdAt": "2026-08-01T08:00:00Z", "updatedAt": "2026-08-01T08:00:00Z",
			"variants": [{"name": "one", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Hello {{name}}", "inputVariables": [{"name": "name"}]}}}]}`)},
		"GET /tags/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aagent%2FAGENT1":       {ok(`{"tags": {"owner": "team-a", "ai-system": "claims"}}`)},
		"GET /tags/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aknowledge-base%2FKB1": {ok(`{"tags": {}}`)},
		"GET /tags/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aprompt%2FPROMPT1":     {ok(`{"tags": {"owner": "team-b"}}`)},
	}
}

func TestBedrockAgent(t *testing.T) {
	got := newWire(t, agentAnswers()).collect(bedrockAgentCollector, nil)
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	got.conform(t, bedrockAgentCollector)
	got.wantResources(t, kindAgent, `[{"id": "`+agentARN+`", "name": "claims", "tags": {"owner": "team-a", "ai-system": "claims"},
		"config": {"agentId": "AGENT1", "agentName": "claims", "agentArn": "`+agentARN+`", "agentVersion": "DRAFT", "agentStatus": "PREPARED",
			"createdAt": "2026-10-01T08:00:00Z", "updatedAt": "2026-10-02T08:00:00Z", "idleSessionTTLInSeconds": 600, "instruction": "You settle claims.",
			"agentResourceRoleArn": "arn:aws:iam::111122223333:role/agent-claims", "foundationModel": "amazon.nova-lite-v1:0",
			"guardrailConfiguration": {"guardrailIdentifier": "gr1example", "guardrailVersion": "1"}, "failureReasons": [], "recommendedActions": []},
		"parts": {
			"ListAgentAliases": [
				{"agentAliasId": "TSTALIASID", "agentAliasName": "AgentTestAlias", "agentAliasStatus": "PREPARED", "createdAt": "2026-10-01T08:00:00Z",
					"updatedAt": "2026-10-01T08:00:00Z", "routingConfiguration": [{"agentVersion": "DRAFT"}]},
				{"agentAliasId": "LIVE1", "agentAliasName": "live", "agentAliasStatus": "PREPARED", "createdAt": "2026-10-02T08:00:00Z",
					"updatedAt": "2026-10-02T08:00:00Z", "routingConfiguration": [{"agentVersion": "2"}]}],
			"GetAgentVersion": [{"agentId": "AGENT1", "agentName": "claims", "agentArn": "`+agentARN+`", "version": "2", "agentStatus": "PREPARED",
				"createdAt": "2026-10-02T07:00:00Z", "updatedAt": "2026-10-02T07:00:00Z", "idleSessionTTLInSeconds": 600,
				"agentResourceRoleArn": "arn:aws:iam::111122223333:role/agent-claims", "failureReasons": [], "recommendedActions": []}]}}]`)
	got.wantResources(t, kindActionGroup, `[
		{"id": "`+agentARN+`/2/AG2", "name": "look-up", "derived": {"agent_arn": "`+agentARN+`", "deployed": true}, "config": {"agentId": "AGENT1", "agentVersion": "2",
			"actionGroupId": "AG2", "actionGroupName": "look-up", "actionGroupState": "ENABLED", "createdAt": "2026-10-02T07:00:00Z", "updatedAt": "2026-10-02T07:00:00Z",
			"actionGroupExecutor": {"customControl": "RETURN_CONTROL"}, "apiSchema": {"payload": "openapi: 3.0.0\n"}}},
		{"id": "`+agentARN+`/DRAFT/AG1", "name": "pay", "derived": {"agent_arn": "`+agentARN+`", "deployed": false}, "config": {"agentId": "AGENT1", "agentVersion": "DRAFT",
			"actionGroupId": "AG1", "actionGroupName": "pay", "actionGroupState": "ENABLED", "createdAt": "2026-10-01T08:00:00Z", "updatedAt": "2026-10-02T08:00:00Z",
			"actionGroupExecutor": {"lambda": "arn:aws:lambda:us-east-1:111122223333:function:pay"},
			"apiSchema": {"payload": {"openapi": "3.0.0", "paths": {"/pay": {"post": {"operationId": "pay"}}}}}}}]`)
	got.wantResources(t, kindKnowledgeBase, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1", "name": "policies", "config": {"knowledgeBaseId": "KB1",
		"name": "policies", "status": "ACTIVE", "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z", "failureReasons": [],
		"knowledgeBaseArn": "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1", "roleArn": "arn:aws:iam::111122223333:role/kb",
		"knowledgeBaseConfiguration": {"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {"embeddingModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0"}}}}]`)
	got.wantResources(t, kindPrompt, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1", "name": "greeting", "tags": {"owner": "team-b"}, "config": {"id": "PROMPT1",
		"arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1", "name": "greeting", "version": "DRAFT", "createdAt": "2026-08-01T08:00:00Z", "updatedAt": "2026-08-01T08:00:00Z",
		"variants": [{"name": "one", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Hello {{name}}", "inputVariables": [{"name": "name"}]}}, "metadata": []}]}}]`)
}

// Prompts and what agents are told never reach the disk; names, ids and ARNs do.
func TestBedrockAgentRedaction(t *testing.T) {
	got := newWire(t, agentAnswers()).collect(bedrockAgentCollector, nil)
	doc := redacted(t, bedrockAgentKinds, got)
	for _, secret := range []string{"You settle claims.", "Hello {{name}}", "openapi: 3.0.0", `"operationId":"pay"`} {
		if doc.has(secret) {
			t.Errorf("%q reaches the disk", secret)
		}
	}
	for _, kept := range []string{agentARN, "arn:aws:lambda:us-east-1:111122223333:function:pay", "arn:aws:iam::111122223333:role/agent-claims", "RETURN_CONTROL"} {
		if !doc.has(kept) {
			t.Errorf("%q is lost", kept)
		}
	}
}

// What cannot be read about one agent leaves the others alone, and never makes its action groups look complete.
func TestBedrockAgentDetailsThatAreRefused(t *testing.T) {
	for _, tc := range []struct {
		key, operation string
		want           []string
		kind           string
		missing        []string // of the first resource of the kind
	}{
		{"GET /agents/AGENT1/", "bedrock:GetAgent", []string{"bedrock-agent:GetAgent denied " + agentARN}, kindAgent, []string{"bedrock-agent:GetAgent"}},
		{"POST /agents/AGENT1/agentaliases/", "bedrock:ListAgentAliases",
			[]string{"bedrock-agent:GetAgentVersion skipped " + agentARN, "bedrock-agent:ListAgentActionGroups skipped", "bedrock-agent:ListAgentAliases denied " + agentARN},
			kindAgent, []string{"bedrock-agent:GetAgentVersion", "bedrock-agent:ListAgentAliases"}},
		{"GET /agents/AGENT1/agentversions/2/", "bedrock:GetAgentVersion", []string{"bedrock-agent:GetAgentVersion denied " + agentARN}, kindAgent,
			[]string{"bedrock-agent:GetAgentVersion"}},
		{"POST /agents/AGENT1/agentversions/2/actiongroups/", "bedrock:ListAgentActionGroups", []string{"bedrock-agent:ListAgentActionGroups denied"}, kindActionGroup, nil},
		{"GET /agents/AGENT1/agentversions/2/actiongroups/AG2/", "bedrock:GetAgentActionGroup",
			[]string{"bedrock-agent:GetAgentActionGroup denied " + agentARN + "/2/AG2"}, kindActionGroup, []string{"bedrock-agent:GetAgentActionGroup"}},
		{"GET /tags/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aagent%2FAGENT1", "bedrock:ListTagsForResource",
			[]string{"bedrock-agent:ListTagsForResource denied " + agentARN}, kindAgent, []string{"bedrock-agent:ListTagsForResource"}},
	} {
		t.Run(tc.operation, func(t *testing.T) {
			answers := maps.Clone(agentAnswers())
			answers[tc.key] = []answer{denied(tc.operation)}
			got := newWire(t, answers).collect(bedrockAgentCollector, nil)
			if failed := got.failedReads(); !slices.Equal(failed, tc.want) {
				t.Errorf("failed reads %q, want %q", failed, tc.want)
			}
			for _, r := range got.Reads {
				if r.Outcome == evidence.Denied && r.Permission != tc.operation {
					t.Errorf("%s needs %s, want %s", r.Operation, r.Permission, tc.operation)
				}
			}
			if missing := got.Resources[tc.kind][0].Missing; !slices.Equal(missing, tc.missing) {
				t.Errorf("missing %q, want %q", missing, tc.missing)
			}
		})
	}
}

// The agents of half a list have been read, but not all action groups: there may be more agents.
func TestBedrockAgentHalfAList(t *testing.T) {
	answers := agentAnswers()
	first := answers["POST /agents/"][0]
	first.body = strings.TrimSuffix(strings.TrimSpace(first.body), "}") + `, "nextToken": "more"}`
	answers["POST /agents/"] = []answer{first, denied("bedrock:ListAgents")}
	got := newWire(t, answers).collect(bedrockAgentCollector, nil)
	if len(got.Resources[kindAgent]) == 0 || len(got.Resources[kindActionGroup]) == 0 {
		t.Errorf("what was seen is lost: %v", got.Resources)
	}
	if failed, want := got.failedReads(), []string{"bedrock-agent:ListAgentActionGroups skipped", "bedrock-agent:ListAgents denied"}; !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
}

// A reply without the thing that it should wrap is drift of the API, and no empty configuration.
func TestBedrockAgentReplyWithoutTheAgent(t *testing.T) {
	answers := agentAnswers()
	answers["GET /agents/AGENT1/"] = []answer{ok(`{}`)}
	got := newWire(t, answers).collect(bedrockAgentCollector, nil)
	if outcome := got.outcomeOf(t, "bedrock-agent:GetAgent"); outcome != evidence.Failed {
		t.Errorf("outcome %s", outcome)
	}
}
