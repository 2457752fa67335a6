package aws

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	agentARN = "arn:aws:bedrock:us-east-1:111122223333:agent/AGENT1"
	flowARN  = "arn:aws:bedrock:us-east-1:111122223333:flow/FLOW1"
)

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
		"GET /prompts/?promptIdentifier=PROMPT1": {ok(`{"promptSummaries": [
			{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1", "name": "greeting", "version": "DRAFT", "createdAt": "2026-08-01T08:00:00Z", "updatedAt": "2026-08-01T08:00:00Z"},
			{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1:1", "name": "greeting", "version": "1", "createdAt": "2026-08-02T08:00:00Z", "updatedAt": "2026-08-02T08:00:00Z"}]}`)},
		"GET /prompts/PROMPT1/?promptVersion=1": {ok(`{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1:1", "name": "greeting", "version": "1",
			"createdAt": "2026-08-02T08:00:00Z", "updatedAt": "2026-08-02T08:00:00Z", "variants": [{"name": "one", "templateType": "TEXT",
				"templateConfiguration": {"text": {"text": "Sign in with password=correct-horse"}}}]}`)},
		"POST /knowledgebases/KB1/datasources/": {ok(`{"dataSourceSummaries": [{"knowledgeBaseId": "KB1", "dataSourceId": "DS1", "name": "terms", "status": "AVAILABLE", "updatedAt": "2026-09-01T08:00:00Z"}]}`)},
		"GET /knowledgebases/KB1/datasources/DS1": {ok(`{"dataSource": {"knowledgeBaseId": "KB1", "dataSourceId": "DS1", "name": "terms", "status": "AVAILABLE", "createdAt": "2026-09-01T08:00:00Z",
			"updatedAt": "2026-09-01T08:00:00Z", "dataDeletionPolicy": "DELETE", "dataSourceConfiguration": {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::example-terms"}}}}`)},
		`POST /knowledgebases/KB1/datasources/DS1/ingestionjobs/ {"maxResults":10,"sortBy":{"attribute":"STARTED_AT","order":"DESCENDING"}}`: {ok(`{"ingestionJobSummaries": [
			{"knowledgeBaseId": "KB1", "dataSourceId": "DS1", "ingestionJobId": "IJ2", "status": "COMPLETE", "startedAt": "2026-11-20T08:00:00Z", "updatedAt": "2026-11-20T08:05:00Z",
				"statistics": {"numberOfDocumentsScanned": 9, "numberOfDocumentsFailed": 0}}], "nextToken": "older"}`)},
		"GET /flows/": {ok(`{"flowSummaries": [{"id": "FLOW1", "arn": "` + flowARN + `", "name": "intake", "status": "Prepared", "version": "DRAFT", "createdAt": "2026-09-01T08:00:00Z",
			"updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"GET /flows/FLOW1/": {ok(`{"id": "FLOW1", "arn": "` + flowARN + `", "name": "intake", "status": "Prepared", "version": "DRAFT", "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z",
			"executionRoleArn": "arn:aws:iam::111122223333:role/flow", "definition": {"nodes": [{"name": "draft", "type": "Prompt", "configuration": {"prompt": {"sourceConfiguration": {"inline": {"modelId": "amazon.nova-lite-v1:0", "templateType": "TEXT",
				"templateConfiguration": {"text": {"text": "The draft says this."}}}}}}}], "connections": []},
			"validations": [{"message": "no end", "severity": "Error", "type": "MissingEndingNodes", "details": {"missingEndingNodes": {}}}]}`)},
		"GET /flows/FLOW1/aliases": {ok(`{"flowAliasSummaries": [
			{"id": "TSTALIASID", "arn": "` + flowARN + `/alias/TSTALIASID", "flowId": "FLOW1", "name": "test", "routingConfiguration": [{"flowVersion": "DRAFT"}], "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z"},
			{"id": "LIVE", "arn": "` + flowARN + `/alias/LIVE", "flowId": "FLOW1", "name": "live", "routingConfiguration": [{"flowVersion": "4"}], "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z"}]}`)},
		"GET /flows/FLOW1/versions/4/": {ok(`{"id": "FLOW1", "arn": "` + flowARN + `", "name": "intake", "status": "Prepared", "version": "4", "createdAt": "2026-09-01T08:00:00Z",
			"executionRoleArn": "arn:aws:iam::111122223333:role/flow", "definition": {"nodes": [{"name": "draft", "type": "Prompt", "configuration": {"prompt": {"sourceConfiguration": {"inline": {"modelId": "amazon.nova-lite-v1:0", "templateType": "TEXT",
				"templateConfiguration": {"text": {"text": "Look it up with token=correct-horse."}}}}, "guardrailConfiguration": {"guardrailIdentifier": "gr1example", "guardrailVersion": "1"}}}}], "connections": []}}`)},
		"GET /tags/" + escaped(flowARN):                                                   {ok(`{"tags": {"owner": "team-c"}}`)},
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
				"agentResourceRoleArn": "arn:aws:iam::111122223333:role/agent-claims", "failureReasons": [], "recommendedActions": []}]},
		"derived": {"secret_matches": [], "guardrails": []}}]`)
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
		"variants": [{"name": "one", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Hello {{name}}", "inputVariables": [{"name": "name"}]}}, "metadata": []}]},
		"parts": {"GetPrompt": [{"id": "PROMPT1", "arn": "arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT1:1", "name": "greeting", "version": "1", "createdAt": "2026-08-02T08:00:00Z",
			"updatedAt": "2026-08-02T08:00:00Z", "variants": [{"name": "one", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Sign in with password=correct-horse", "inputVariables": []}}, "metadata": []}]}]},
		"derived": {"secret_matches": [{"path": "parts.GetPrompt.0.variants.0.templateConfiguration.text.text", "form": "assigned_secret"}]}}]`)
}

func TestBedrockFlows(t *testing.T) {
	got := newWire(t, agentAnswers()).collect(bedrockAgentCollector, nil)
	node := func(text, guardrail string) string {
		return `{"nodes": [{"name": "draft", "type": "Prompt", "inputs": [], "outputs": [], "configuration": {"prompt": {"sourceConfiguration": {"inline": {"modelId": "amazon.nova-lite-v1:0",
			"templateType": "TEXT", "templateConfiguration": {"text": {"text": "` + text + `", "inputVariables": []}}}}` + guardrail + `}}}], "connections": []}`
	}
	got.wantResources(t, kindFlow, `[{"id": "`+flowARN+`", "name": "intake", "tags": {"owner": "team-c"}, "config": {"id": "FLOW1", "arn": "`+flowARN+`", "name": "intake",
		"status": "Prepared", "version": "DRAFT", "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z", "executionRoleArn": "arn:aws:iam::111122223333:role/flow",
		"definition": `+node("The draft says this.", "")+`,
		"validations": [{"message": "no end", "severity": "Error", "type": "MissingEndingNodes", "details": {"missingEndingNodes": {}}}]},
		"parts": {
			"ListFlowAliases": [
				{"id": "TSTALIASID", "arn": "`+flowARN+`/alias/TSTALIASID", "flowId": "FLOW1", "name": "test", "routingConfiguration": [{"flowVersion": "DRAFT"}], "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z"},
				{"id": "LIVE", "arn": "`+flowARN+`/alias/LIVE", "flowId": "FLOW1", "name": "live", "routingConfiguration": [{"flowVersion": "4"}], "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z"}],
			"GetFlowVersion": [{"id": "FLOW1", "arn": "`+flowARN+`", "name": "intake", "status": "Prepared", "version": "4", "createdAt": "2026-09-01T08:00:00Z",
				"executionRoleArn": "arn:aws:iam::111122223333:role/flow",
				"definition": `+node("Look it up with token=correct-horse.", `, "guardrailConfiguration": {"guardrailIdentifier": "gr1example", "guardrailVersion": "1"}`)+`}]},
		"derived": {"guardrails": [{"identifier": "gr1example", "version": "1"}],
			"secret_matches": [{"path": "parts.GetFlowVersion.0.definition.nodes.0.configuration.prompt.sourceConfiguration.inline.templateConfiguration.text.text", "form": "assigned_secret"}]}}]`)
	doc := redacted(t, bedrockAgentCollector.Kinds, got)
	for _, secret := range []string{"correct-horse", "The draft says this."} {
		if doc.has(secret) {
			t.Errorf("%q reaches the disk", secret)
		}
	}
}

func TestBedrockDataSources(t *testing.T) {
	w := newWire(t, agentAnswers())
	got := w.collect(bedrockAgentCollector, nil)
	base := "arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1"
	got.wantResources(t, kindDataSource, `[{"id": "`+base+`/data-source/DS1", "name": "terms", "derived": {"knowledge_base_arn": "`+base+`"}, "config": {"knowledgeBaseId": "KB1",
		"dataSourceId": "DS1", "name": "terms", "status": "AVAILABLE", "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:00:00Z", "dataDeletionPolicy": "DELETE",
		"failureReasons": [], "dataSourceConfiguration": {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::example-terms", "inclusionPrefixes": []}}}}]`)
	// Of a source, the latest job and no other.
	got.wantResources(t, kindIngestionJob, `[{"id": "`+base+`/data-source/DS1/ingestion-job/IJ2", "derived": {"data_source_id": "`+base+`/data-source/DS1"}, "config": {"knowledgeBaseId": "KB1",
		"dataSourceId": "DS1", "ingestionJobId": "IJ2", "status": "COMPLETE", "startedAt": "2026-11-20T08:00:00Z", "updatedAt": "2026-11-20T08:05:00Z",
		"statistics": {"numberOfDocumentsScanned": 9, "numberOfDocumentsFailed": 0}}}]`)
}

// Without its versions nobody can say that no secret stands in them, nor what they name.
func TestBedrockFlowVersionsThatAreRefused(t *testing.T) {
	for _, key := range []string{"GET /flows/FLOW1/", "GET /flows/FLOW1/aliases", "GET /flows/FLOW1/versions/4/"} {
		answers := agentAnswers()
		answers[key] = []answer{denied("bedrock:GetFlow")}
		got := newWire(t, answers).collect(bedrockAgentCollector, nil)
		if f := got.Resources[kindFlow][0]; f.Derived != nil || len(f.Missing) == 0 {
			t.Errorf("%s: derived %v, missing %q", key, f.Derived, f.Missing)
		}
	}
}

// Prompts and what agents are told never reach the disk; names, ids and ARNs do.
func TestBedrockAgentRedaction(t *testing.T) {
	got := newWire(t, agentAnswers()).collect(bedrockAgentCollector, nil)
	doc := redacted(t, bedrockAgentCollector.Kinds, got)
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
