package aws

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	coreARN    = "arn:aws:bedrock-agentcore:us-east-1:111122223333:"
	runtimeARN = coreARN + "runtime/claims-abc123"
	gatewayARN = coreARN + "gateway/gw-1"
)

// escaped is an ARN as it stands in a path.
func escaped(arn string) string { return strings.NewReplacer(":", "%3A", "/", "%2F").Replace(arn) }

// coreAnswers is a region with one of each, after the shapes of the AgentCore control plane API reference. Memories and identities have
// their times in seconds, the rest as text.
func coreAnswers() map[string][]answer {
	return map[string][]answer{
		"POST /runtimes/": {ok(`{"agentRuntimes": [{"agentRuntimeArn": "` + runtimeARN + `", "agentRuntimeId": "claims-abc123", "agentRuntimeName": "claims", "agentRuntimeVersion": "1",
			"lastUpdatedAt": "2026-10-01T08:00:00Z", "status": "READY"}]}`)},
		"GET /runtimes/claims-abc123/": {ok(`{"agentRuntimeArn": "` + runtimeARN + `", "agentRuntimeId": "claims-abc123", "agentRuntimeName": "claims", "agentRuntimeVersion": "1",
			"createdAt": "2026-09-01T08:00:00Z", "lastUpdatedAt": "2026-10-01T08:00:00Z", "status": "READY", "roleArn": "arn:aws:iam::111122223333:role/runtime",
			"environmentVariables": {"STAGE": "production-of-claims"}, "networkConfiguration": {"networkMode": "PUBLIC"},
			"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example.com/.well-known/openid-configuration", "allowedAudience": ["claims"]}},
			"requestHeaderConfiguration": {"requestHeaderAllowlist": ["Authorization"]},
			"workloadIdentityDetails": {"workloadIdentityArn": "` + coreARN + `workload-identity-directory/default/workload-identity/claims"}}`)},
		"GET /gateways/": {ok(`{"items": [{"gatewayId": "gw-1", "name": "tools", "status": "READY", "authorizerType": "CUSTOM_JWT", "protocolType": "MCP",
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"GET /gateways/gw-1/": {ok(`{"gatewayArn": "` + gatewayARN + `", "gatewayId": "gw-1", "name": "tools", "status": "READY", "authorizerType": "CUSTOM_JWT", "protocolType": "MCP",
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z", "roleArn": "arn:aws:iam::111122223333:role/gateway",
			"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example.com/.well-known/openid-configuration", "allowedClients": ["web"]}},
			"policyEngineConfiguration": {"arn": "` + coreARN + `policy-engine/pe-1", "mode": "ENFORCE"}}`)},
		"GET /gateways/gw-1/targets/": {ok(`{"items": [{"targetId": "t-1", "name": "pay", "status": "READY", "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"GET /gateways/gw-1/targets/t-1/": {ok(`{"gatewayArn": "` + gatewayARN + `", "targetId": "t-1", "name": "pay", "status": "READY", "createdAt": "2026-09-02T08:00:00Z",
			"updatedAt": "2026-09-02T08:00:00Z", "credentialProviderConfigurations": [{"credentialProviderType": "GATEWAY_IAM_ROLE"}],
			"targetConfiguration": {"mcp": {"lambda": {"lambdaArn": "arn:aws:lambda:us-east-1:111122223333:function:pay", "toolSchema": {"inlinePayload": [{"name": "pay",
				"description": "Pays a claim.", "inputSchema": {"type": "object", "properties": {"sum": {"type": "number"}}}}]}}}}}`)},
		"GET /resourcepolicy/" + escaped(runtimeARN): {ok(`{"policy": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock-agentcore:InvokeAgentRuntime\",\"Resource\":\"*\"}}"}`)},
		"GET /resourcepolicy/" + escaped(gatewayARN): {fails(http.StatusNotFound, "ResourceNotFoundException", "No policy")},
		"POST /memories/": {ok(`{"memories": [{"id": "mem-1", "arn": "` + coreARN + `memory/mem-1", "status": "ACTIVE", "createdAt": 1788422400, "updatedAt": 1788422400}]}`)},
		"GET /memories/mem-1/details": {ok(`{"memory": {"id": "mem-1", "arn": "` + coreARN + `memory/mem-1", "name": "claims", "status": "ACTIVE", "createdAt": 1788422400,
			"updatedAt": 1788422400, "eventExpiryDuration": 30, "encryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:key/example",
			"strategies": [{"strategyId": "s-1", "name": "facts", "type": "SEMANTIC", "namespaces": ["/facts"], "configuration": {"type": "SEMANTIC_OVERRIDE",
				"extraction": {"customExtractionConfiguration": {"semanticExtractionOverride": {"appendToPrompt": "Keep the claim's number.", "modelId": "amazon.nova-lite-v1:0"}}}}}]}}`)},
		"POST /browsers?type=CUSTOM": {ok(`{"browserSummaries": [{"browserId": "br-1", "browserArn": "` + coreARN + `browser-custom/br-1", "name": "research", "status": "READY",
			"createdAt": "2026-09-04T08:00:00Z"}]}`)},
		"GET /browsers/br-1": {ok(`{"browserId": "br-1", "browserArn": "` + coreARN + `browser-custom/br-1", "name": "research", "status": "READY", "createdAt": "2026-09-04T08:00:00Z",
			"lastUpdatedAt": "2026-09-04T08:00:00Z", "networkConfiguration": {"networkMode": "PUBLIC"}, "recording": {"enabled": true, "s3Location": {"bucket": "example-recordings", "prefix": "r/"}}}`)},
		"POST /code-interpreters?type=CUSTOM": {ok(`{"codeInterpreterSummaries": [{"codeInterpreterId": "ci-1", "codeInterpreterArn": "` + coreARN + `code-interpreter-custom/ci-1", "name": "math",
			"status": "READY", "createdAt": "2026-09-05T08:00:00Z"}]}`)},
		"GET /code-interpreters/ci-1": {ok(`{"codeInterpreterId": "ci-1", "codeInterpreterArn": "` + coreARN + `code-interpreter-custom/ci-1", "name": "math", "status": "READY",
			"createdAt": "2026-09-05T08:00:00Z", "lastUpdatedAt": "2026-09-05T08:00:00Z", "networkConfiguration": {"networkMode": "SANDBOX"}}`)},
		"GET /gateways/gw-1/rate-limits": {ok(`{"rateLimits": [{"gatewayIdentifier": "gw-1", "rateLimitId": "rl-1", "status": "ACTIVE", "dimensionKeys": ["clientId"],
			"entries": [{"dimensions": {"clientId": "*"}, "requests": [{"period": "minute", "rate": 60}]}], "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"GET /policy-engines": {ok(`{"policyEngines": [{"policyEngineId": "pe-1", "policyEngineArn": "` + coreARN + `policy-engine/pe-1", "name": "tools", "status": "ACTIVE",
			"statusReasons": [], "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"GET /policy-engines/pe-1": {ok(`{"policyEngineId": "pe-1", "policyEngineArn": "` + coreARN + `policy-engine/pe-1", "name": "tools", "status": "ACTIVE", "statusReasons": [],
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z", "encryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:key/example"}`)},
		"GET /policy-engines/pe-1/policies": {ok(`{"policies": [{"policyId": "p-1", "policyArn": "` + coreARN + `policy-engine/pe-1/policy/p-1", "policyEngineId": "pe-1", "name": "limit",
			"status": "ACTIVE", "statusReasons": [], "enforcementMode": "ACTIVE", "definition": {"cedar": {"statement": "permit(principal, action, resource);"}},
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}`)},
		"POST /identities/ListOauth2CredentialProviders": {ok(`{"credentialProviders": [{"name": "crm", "credentialProviderVendor": "SalesforceOauth2",
			"credentialProviderArn": "` + coreARN + `token-vault/default/oauth2credentialprovider/crm", "createdTime": 1788595200, "lastUpdatedTime": 1788595200}]}`)},
		"POST /identities/ListApiKeyCredentialProviders": {ok(`{"credentialProviders": [{"name": "maps",
			"credentialProviderArn": "` + coreARN + `token-vault/default/apikeycredentialprovider/maps", "createdTime": 1788681600, "lastUpdatedTime": 1788681600}]}`)},
		"POST /identities/ListWorkloadIdentities": {ok(`{"workloadIdentities": [
			{"name": "claims", "workloadIdentityArn": "` + coreARN + `workload-identity-directory/default/workload-identity/claims"},
			{"name": "tools", "workloadIdentityArn": "` + coreARN + `workload-identity-directory/default/workload-identity/tools"}]}`)},
		`POST /identities/GetWorkloadIdentity {"name":"claims"}`: {ok(`{"name": "claims", "workloadIdentityArn": "` + coreARN + `workload-identity-directory/default/workload-identity/claims",
			"createdTime": 1788249600, "lastUpdatedTime": 1788249600, "allowedResourceOauth2ReturnUrls": ["https://claims.example.com/return"]}`)},
		`POST /identities/GetWorkloadIdentity {"name":"tools"}`: {denied("bedrock-agentcore:GetWorkloadIdentity")},
		"POST /identities/get-token-vault":                      {ok(`{"tokenVaultId": "default", "kmsConfiguration": {"keyType": "ServiceManagedKey"}, "lastModifiedDate": 1788249600}`)},
		"GET /tags/" + escaped(runtimeARN):                      {ok(`{"tags": {"owner": "team-a"}}`)},
		"GET /tags/" + escaped(gatewayARN):                      {ok(`{"tags": {}}`)},
		"GET /tags/" + escaped(coreARN+"memory/mem-1"):          {ok(`{"tags": {"owner": "team-c"}}`)},
		"GET /tags/" + escaped(coreARN+"browser-custom/br-1"):   {ok(`{"tags": {"owner": "team-d"}}`)},

		"GET /tags/" + escaped(coreARN+"code-interpreter-custom/ci-1"): {ok(`{"tags": {"owner": "team-e"}}`)},
	}
}

func TestAgentCore(t *testing.T) {
	w := newWire(t, coreAnswers())
	got := w.collect(agentcoreCollector, nil)
	identities := coreARN + "workload-identity-directory/default/workload-identity/"
	if failed, want := got.failedReads(), []string{"bedrock-agentcore:GetWorkloadIdentity denied " + identities + "tools"}; !slices.Equal(failed, want) {
		t.Fatalf("failed reads %q, want %q", failed, want)
	}
	got.conform(t, agentcoreCollector)
	if n := len(w.bodies["POST /identities/get-token-vault"]); n != 1 {
		t.Errorf("the token vault was read %d times; it is one for the region", n)
	}
	got.wantResources(t, kindRuntime, `[{"id": "`+runtimeARN+`", "name": "claims", "tags": {"owner": "team-a"}, "config": {"agentRuntimeArn": "`+runtimeARN+`",
		"agentRuntimeId": "claims-abc123", "agentRuntimeName": "claims", "agentRuntimeVersion": "1", "createdAt": "2026-09-01T08:00:00Z", "lastUpdatedAt": "2026-10-01T08:00:00Z",
		"status": "READY", "roleArn": "arn:aws:iam::111122223333:role/runtime", "environmentVariables": {"STAGE": "production-of-claims"},
		"networkConfiguration": {"networkMode": "PUBLIC"}, "allowedPorts": [], "filesystemConfigurations": [],
		"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example.com/.well-known/openid-configuration", "allowedAudience": ["claims"],
			"allowedClients": [], "allowedScopes": [], "customClaims": [], "privateEndpointOverrides": []}},
		"requestHeaderConfiguration": {"requestHeaderAllowlist": ["Authorization"]}, "workloadIdentityDetails": {"workloadIdentityArn": "`+identities+`claims"}},
		"derived": {"secret_matches": []}}]`)
	got.wantResources(t, kindGateway, `[{"id": "`+gatewayARN+`", "name": "tools", "config": {"gatewayArn": "`+gatewayARN+`", "gatewayId": "gw-1", "name": "tools", "status": "READY",
		"authorizerType": "CUSTOM_JWT", "protocolType": "MCP", "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z",
		"roleArn": "arn:aws:iam::111122223333:role/gateway", "interceptorConfigurations": [], "statusReasons": [],
		"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example.com/.well-known/openid-configuration", "allowedAudience": [],
			"allowedClients": ["web"], "allowedScopes": [], "customClaims": [], "privateEndpointOverrides": []}},
		"policyEngineConfiguration": {"arn": "`+coreARN+`policy-engine/pe-1", "mode": "ENFORCE"}},
		"parts": {"ListGatewayRateLimits": [{"gatewayIdentifier": "gw-1", "rateLimitId": "rl-1", "status": "ACTIVE", "dimensionKeys": ["clientId"],
			"entries": [{"dimensions": {"clientId": "*"}, "requests": [{"period": "minute", "rate": 60}], "tokens": [], "connections": []}],
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}}]`)
	got.wantResources(t, kindPolicyEngine, `[{"id": "`+coreARN+`policy-engine/pe-1", "name": "tools", "config": {"policyEngineId": "pe-1", "policyEngineArn": "`+coreARN+`policy-engine/pe-1",
		"name": "tools", "status": "ACTIVE", "statusReasons": [], "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z",
		"encryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:key/example"},
		"parts": {"ListPolicies": [{"policyId": "p-1", "policyArn": "`+coreARN+`policy-engine/pe-1/policy/p-1", "policyEngineId": "pe-1", "name": "limit", "status": "ACTIVE",
			"statusReasons": [], "enforcementMode": "ACTIVE", "definition": {"cedar": {"statement": "permit(principal, action, resource);"}},
			"createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z"}]}}]`)
	got.wantResources(t, kindCodeInterpreter, `[{"id": "`+coreARN+`code-interpreter-custom/ci-1", "name": "math", "tags": {"owner": "team-e"}, "config": {"codeInterpreterId": "ci-1",
		"codeInterpreterArn": "`+coreARN+`code-interpreter-custom/ci-1", "name": "math", "status": "READY", "createdAt": "2026-09-05T08:00:00Z", "lastUpdatedAt": "2026-09-05T08:00:00Z",
		"networkConfiguration": {"networkMode": "SANDBOX"}, "certificates": [], "filesystemConfigurations": []}}]`)
	got.wantResources(t, kindGatewayTarget, `[{"id": "`+gatewayARN+`/target/t-1", "name": "pay", "derived": {"gateway_arn": "`+gatewayARN+`"}, "config": {
		"gatewayArn": "`+gatewayARN+`", "targetId": "t-1", "name": "pay", "status": "READY", "createdAt": "2026-09-02T08:00:00Z", "updatedAt": "2026-09-02T08:00:00Z",
		"credentialProviderConfigurations": [{"credentialProviderType": "GATEWAY_IAM_ROLE"}], "certificateConfigurations": [], "privateEndpointManagedResources": [], "statusReasons": [],
		"targetConfiguration": {"mcp": {"lambda": {"lambdaArn": "arn:aws:lambda:us-east-1:111122223333:function:pay", "toolSchema": {"inlinePayload": [{"name": "pay",
			"description": "Pays a claim.", "inputSchema": {"type": "object", "properties": {"sum": {"type": "number", "required": []}}, "required": []}}]}}}}}}]`)
	got.wantResources(t, kindResourcePolicy, `[{"id": "`+runtimeARN+`", "name": "claims", "config": {"policy": {"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*"}]}}}]`)
	got.wantResources(t, kindMemory, `[{"id": "`+coreARN+`memory/mem-1", "name": "claims", "tags": {"owner": "team-c"}, "config": {"id": "mem-1", "arn": "`+coreARN+`memory/mem-1",
		"name": "claims", "status": "ACTIVE", "createdAt": "2026-09-03T08:00:00Z", "updatedAt": "2026-09-03T08:00:00Z", "eventExpiryDuration": 30,
		"encryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:key/example", "indexedKeys": [], "namespaceKeys": [],
		"strategies": [{"strategyId": "s-1", "name": "facts", "type": "SEMANTIC", "namespaces": ["/facts"], "namespaceTemplates": [], "configuration": {"type": "SEMANTIC_OVERRIDE",
			"extraction": {"customExtractionConfiguration": {"semanticExtractionOverride": {"appendToPrompt": "Keep the claim's number.", "modelId": "amazon.nova-lite-v1:0"}}}}}]}}]`)
	got.wantResources(t, kindBrowser, `[{"id": "`+coreARN+`browser-custom/br-1", "name": "research", "tags": {"owner": "team-d"}, "config": {"browserId": "br-1",
		"browserArn": "`+coreARN+`browser-custom/br-1", "name": "research", "status": "READY", "createdAt": "2026-09-04T08:00:00Z", "lastUpdatedAt": "2026-09-04T08:00:00Z",
		"networkConfiguration": {"networkMode": "PUBLIC"}, "recording": {"enabled": true, "s3Location": {"bucket": "example-recordings", "prefix": "r/"}},
		"certificates": [], "enterprisePolicies": [], "filesystemConfigurations": []}}]`)
	got.wantResources(t, kindCredentialProvider, `[
		{"id": "`+coreARN+`token-vault/default/apikeycredentialprovider/maps", "name": "maps", "derived": {"type": "api_key"}, "config": {"name": "maps",
			"credentialProviderArn": "`+coreARN+`token-vault/default/apikeycredentialprovider/maps", "createdTime": "2026-09-06T08:00:00Z", "lastUpdatedTime": "2026-09-06T08:00:00Z"}},
		{"id": "`+coreARN+`token-vault/default/oauth2credentialprovider/crm", "name": "crm", "derived": {"type": "oauth2"}, "config": {"name": "crm",
			"credentialProviderVendor": "SalesforceOauth2", "credentialProviderArn": "`+coreARN+`token-vault/default/oauth2credentialprovider/crm",
			"createdTime": "2026-09-05T08:00:00Z", "lastUpdatedTime": "2026-09-05T08:00:00Z"}}]`)
	vault := `{"tokenVaultId": "default", "kmsConfiguration": {"keyType": "ServiceManagedKey"}, "lastModifiedDate": "2026-09-01T08:00:00Z"}`
	got.wantResources(t, kindWorkloadIdentity, `[
		{"id": "`+identities+`claims", "name": "claims", "parts": {"GetTokenVault": `+vault+`}, "config": {"name": "claims", "workloadIdentityArn": "`+identities+`claims",
			"createdTime": "2026-09-01T08:00:00Z", "lastUpdatedTime": "2026-09-01T08:00:00Z", "allowedResourceOauth2ReturnUrls": ["https://claims.example.com/return"]}},
		{"id": "`+identities+`tools", "name": "tools", "parts": {"GetTokenVault": `+vault+`}, "missing": ["bedrock-agentcore:GetWorkloadIdentity"],
			"config": {"name": "tools", "workloadIdentityArn": "`+identities+`tools"}}]`)
	written := redacted(t, agentcoreKinds, got)
	for _, secret := range []string{"production-of-claims", "Keep the claim's number.", "Pays a claim."} {
		if written.has(secret) {
			t.Errorf("%q reaches the disk", secret)
		}
	}
	for _, kept := range []string{"STAGE", "arn:aws:lambda:us-east-1:111122223333:function:pay", "https://idp.example.com/.well-known/openid-configuration"} {
		if !written.has(kept) {
			t.Errorf("%q is lost", kept)
		}
	}
}

// Policies are read of runtimes and gateways: when either cannot be listed, nobody knows whether there are more.
func TestAgentCoreResourcePolicies(t *testing.T) {
	unsupported := fails(http.StatusBadRequest, "UnknownOperationException", "")
	for _, tc := range []struct {
		name    string
		answers map[string]answer
		want    evidence.Outcome
		count   int
	}{
		{"both listed", nil, evidence.OK, 1},
		{"runtimes refused", map[string]answer{"POST /runtimes/": denied("bedrock-agentcore:ListAgentRuntimes")}, evidence.Skipped, 0},
		{"gateways refused", map[string]answer{"GET /gateways/": denied("bedrock-agentcore:ListGateways")}, evidence.Skipped, 1},
		{"both refused", map[string]answer{"POST /runtimes/": denied("x"), "GET /gateways/": denied("x")}, evidence.Skipped, 0},
		{"nothing there", map[string]answer{"POST /runtimes/": ok(`{"agentRuntimes": []}`), "GET /gateways/": ok(`{"items": []}`)}, evidence.OK, 0},
		{"no such service", map[string]answer{"POST /runtimes/": unsupported, "GET /gateways/": unsupported}, evidence.Unsupported, 0},
		{"policy refused", map[string]answer{"GET /resourcepolicy/" + escaped(runtimeARN): denied("bedrock-agentcore:GetResourcePolicy")}, evidence.Denied, 0},
		{"policy that is no JSON", map[string]answer{"GET /resourcepolicy/" + escaped(runtimeARN): ok(`{"policy": "{\"Version\": "}`)}, evidence.Failed, 0},
		{"no policy", map[string]answer{"GET /resourcepolicy/" + escaped(runtimeARN): ok(`{}`)}, evidence.OK, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers := coreAnswers()
			for key, a := range tc.answers {
				answers[key] = []answer{a}
			}
			got := newWire(t, answers).collect(agentcoreCollector, nil)
			if outcome := got.outcomeOf(t, "bedrock-agentcore:GetResourcePolicy"); outcome != tc.want {
				t.Errorf("outcome %s, want %s: %v", outcome, tc.want, got.failedReads())
			}
			if n := len(got.Resources[kindResourcePolicy]); n != tc.count {
				t.Errorf("%d policies, want %d", n, tc.count)
			}
		})
	}
}
