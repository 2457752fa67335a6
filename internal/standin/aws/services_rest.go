package aws

import "strings"

// Routes, members and errors of the REST services are those of the API references and of the clients in aws-sdk-go-v2.

const nextToken = "nextToken nextToken maxResults"

func bedrock() *service {
	return &service{name: "bedrock", protocol: restJSON, signing: "bedrock",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListGuardrails", "GET /guardrails").by("guardrailIdentifier").lists("guardrails").pages(nextToken).where(guardrailVersions).
				draws("GetGuardrail", "id=guardrailId arn=guardrailArn name description status version createdAt updatedAt"),
			op("GetGuardrail", "GET /guardrails/{guardrailIdentifier}").by("guardrailIdentifier", "guardrailVersion").defaulting("guardrailVersion", "DRAFT"),
			op("ListTagsForResource", "POST /listTagsForResource").by("resourceARN").lists("tags").tagged("key"),
			op("ListCustomModels", "GET /custom-models").lists("modelSummaries").pages(nextToken),
			op("GetCustomModel", "GET /custom-models/{modelIdentifier}").by("modelIdentifier"),
			op("ListProvisionedModelThroughputs", "GET /provisioned-model-throughputs").lists("provisionedModelSummaries").pages(nextToken),
			op("ListInferenceProfiles", "GET /inference-profiles").lists("inferenceProfileSummaries").pages(nextToken).where(same("type", "type")),
			op("ListEvaluationJobs", "GET /evaluation-jobs").lists("jobSummaries").pages(nextToken).where(since("creationTimeAfter", "creationTime")),
			op("GetEvaluationJob", "GET /evaluation-jobs/{jobIdentifier}").by("jobIdentifier"),
			op("GetModelInvocationLoggingConfiguration", "GET /logging/modelinvocations"),
			op("ListFoundationModels", "GET /foundation-models").lists("modelSummaries"),
			op("ListImportedModels", "GET /imported-models").lists("modelSummaries").pages(nextToken).
				draws("GetImportedModel", "modelArn modelName creationTime instructSupported modelArchitecture"),
			op("GetImportedModel", "GET /imported-models/{modelIdentifier}").by("modelIdentifier"),
			op("ListModelCustomizationJobs", "GET /model-customization-jobs").lists("modelCustomizationJobSummaries").pages(nextToken).where(since("creationTimeAfter", "creationTime")).
				draws("GetModelCustomizationJob", "jobArn jobName baseModelArn status creationTime lastModifiedTime endTime customModelArn=outputModelArn customModelName=outputModelName customizationType"),
			op("GetModelCustomizationJob", "GET /model-customization-jobs/{jobIdentifier}").by("jobIdentifier"),
			op("ListModelInvocationJobs", "GET /model-invocation-jobs").lists("invocationJobSummaries").pages(nextToken).where(since("submitTimeAfter", "submitTime")),
			op("ListMarketplaceModelEndpoints", "GET /marketplace-model/endpoints").lists("marketplaceModelEndpoints").pages(nextToken).
				draws("GetMarketplaceModelEndpoint", "endpointArn modelSourceIdentifier status statusMessage createdAt updatedAt"),
			op("GetMarketplaceModelEndpoint", "GET /marketplace-model/endpoints/{endpointArn}").by("endpointArn").in("marketplaceModelEndpoint"),
			op("ListEnforcedGuardrailsConfiguration", "GET /enforcedGuardrailsConfiguration").lists("guardrailsConfig").pages(nextToken),
			op("ListAutomatedReasoningPolicies", "GET /automated-reasoning-policies").lists("automatedReasoningPolicySummaries").pages(nextToken),
			op("GetAccountDataRetention", "GET /data-retention").answered(dataRetention),
		}}
}

// dataRetention is what the data say of a region; one of which they say nothing has the mode that every region begins with.
func dataRetention(h *Handler, r *request) (any, error) {
	if mode, found := h.estate.at(r).lookup(r.op.name, ""); found {
		return mode, nil
	}
	return map[string]any{"mode": "default"}, nil
}

// guardrailVersions: a list without an identifier shows the working drafts, one with an identifier all versions.
func guardrailVersions(r *request, item any) bool {
	return r.param("guardrailIdentifier") != "" || text(item, "version") == "DRAFT"
}

func bedrockAgent() *service {
	return &service{name: "bedrock-agent", protocol: restJSON, signing: "bedrock",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListAgents", "POST /agents").lists("agentSummaries").pages(nextToken).
				draws("GetAgent", "agentId agentName agentStatus updatedAt description guardrailConfiguration"),
			op("GetAgent", "GET /agents/{agentId}").by("agentId").in("agent"),
			op("ListAgentAliases", "POST /agents/{agentId}/agentaliases").by("agentId").lists("agentAliasSummaries").pages(nextToken),
			op("ListAgentVersions", "POST /agents/{agentId}/agentversions").by("agentId").lists("agentVersionSummaries").pages(nextToken).
				draws("GetAgentVersion", "agentName agentStatus agentVersion=version createdAt updatedAt description guardrailConfiguration"),
			op("GetAgentVersion", "GET /agents/{agentId}/agentversions/{agentVersion}").by("agentId", "agentVersion").in("agentVersion"),
			op("ListAgentActionGroups", "POST /agents/{agentId}/agentversions/{agentVersion}/actiongroups").by("agentId", "agentVersion").
				lists("actionGroupSummaries").pages(nextToken).draws("GetAgentActionGroup", "actionGroupId actionGroupName actionGroupState updatedAt description"),
			op("GetAgentActionGroup", "GET /agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}").
				by("agentId", "agentVersion", "actionGroupId").in("agentActionGroup"),
			op("ListKnowledgeBases", "POST /knowledgebases").lists("knowledgeBaseSummaries").pages(nextToken).
				draws("GetKnowledgeBase", "knowledgeBaseId name status updatedAt description"),
			op("GetKnowledgeBase", "GET /knowledgebases/{knowledgeBaseId}").by("knowledgeBaseId").in("knowledgeBase"),
			op("ListDataSources", "POST /knowledgebases/{knowledgeBaseId}/datasources").by("knowledgeBaseId").lists("dataSourceSummaries").pages(nextToken).
				draws("GetDataSource", "knowledgeBaseId dataSourceId name status updatedAt description"),
			op("GetDataSource", "GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}").by("knowledgeBaseId", "dataSourceId").in("dataSource"),
			op("ListIngestionJobs", "POST /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/ingestionjobs").by("knowledgeBaseId", "dataSourceId").
				lists("ingestionJobSummaries").pages(nextToken),
			op("ListFlows", "GET /flows").lists("flowSummaries").pages(nextToken).draws("GetFlow", "arn id name status version createdAt updatedAt description"),
			op("GetFlow", "GET /flows/{flowIdentifier}").by("flowIdentifier"),
			op("ListFlowAliases", "GET /flows/{flowIdentifier}/aliases").by("flowIdentifier").lists("flowAliasSummaries").pages(nextToken),
			op("GetFlowVersion", "GET /flows/{flowIdentifier}/versions/{flowVersion}").by("flowIdentifier", "flowVersion"),
			op("ListPrompts", "GET /prompts").by("promptIdentifier").lists("promptSummaries").pages(nextToken).where(promptVersions).
				draws("GetPrompt", "arn id name version createdAt updatedAt description"),
			op("GetPrompt", "GET /prompts/{promptIdentifier}").by("promptIdentifier", "promptVersion").defaulting("promptVersion", "DRAFT"),
			op("ListTagsForResource", "GET /tags/{resourceArn}").by("resourceArn").lists("tags").tagged("map"),
		}}
}

// promptVersions: a list without an identifier shows the working drafts, one with an identifier all versions.
func promptVersions(r *request, item any) bool {
	return r.param("promptIdentifier") != "" || text(item, "version") == "DRAFT"
}

func agentCore() *service {
	return &service{name: "bedrock-agentcore-control", protocol: restJSON, signing: "bedrock-agentcore", documents: []string{"policy"},
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListAgentRuntimes", "POST /runtimes").lists("agentRuntimes").pages(nextToken).
				draws("GetAgentRuntime", "agentRuntimeArn agentRuntimeId agentRuntimeName agentRuntimeVersion description lastUpdatedAt status"),
			op("GetAgentRuntime", "GET /runtimes/{agentRuntimeId}").by("agentRuntimeId"),
			op("ListGateways", "GET /gateways").lists("items").pages(nextToken).
				draws("GetGateway", "gatewayId name status description createdAt updatedAt authorizerType protocolType"),
			op("GetGateway", "GET /gateways/{gatewayIdentifier}").by("gatewayIdentifier"),
			op("ListGatewayTargets", "GET /gateways/{gatewayIdentifier}/targets").by("gatewayIdentifier").lists("items").pages(nextToken).
				draws("GetGatewayTarget", "targetId name status description createdAt updatedAt"),
			op("GetGatewayTarget", "GET /gateways/{gatewayIdentifier}/targets/{targetId}").by("gatewayIdentifier", "targetId"),
			op("ListGatewayRateLimits", "GET /gateways/{gatewayIdentifier}/rate-limits").by("gatewayIdentifier").lists("rateLimits").pages(nextToken),
			op("ListPolicyEngines", "GET /policy-engines").lists("policyEngines").pages(nextToken).
				draws("GetPolicyEngine", "policyEngineId policyEngineArn name status statusReasons createdAt updatedAt description encryptionKeyArn"),
			op("GetPolicyEngine", "GET /policy-engines/{policyEngineId}").by("policyEngineId"),
			op("ListPolicies", "GET /policy-engines/{policyEngineId}/policies").by("policyEngineId").lists("policies").pages(nextToken),
			op("ListCodeInterpreters", "POST /code-interpreters").lists("codeInterpreterSummaries").pages(nextToken).where(ownedTools).
				draws("GetCodeInterpreter", "codeInterpreterId codeInterpreterArn name description status createdAt lastUpdatedAt"),
			op("GetCodeInterpreter", "GET /code-interpreters/{codeInterpreterId}").by("codeInterpreterId"),
			op("ListMemories", "POST /memories").lists("memories").pages(nextToken).draws("GetMemory", "arn id status createdAt updatedAt"),
			op("GetMemory", "GET /memories/{memoryId}/details").by("memoryId").in("memory"),
			op("ListBrowsers", "POST /browsers").lists("browserSummaries").pages(nextToken).where(ownedTools).
				draws("GetBrowser", "browserId browserArn name description status createdAt lastUpdatedAt"),
			op("GetBrowser", "GET /browsers/{browserId}").by("browserId"),
			op("ListOauth2CredentialProviders", "POST /identities/ListOauth2CredentialProviders").lists("credentialProviders").pages(nextToken),
			op("ListApiKeyCredentialProviders", "POST /identities/ListApiKeyCredentialProviders").lists("credentialProviders").pages(nextToken),
			op("GetResourcePolicy", "GET /resourcepolicy/{resourceArn}").by("resourceArn").
				orElse(&apiError{Status: 404, Code: "ResourceNotFoundException", Message: "No resource policy is attached to the resource."}),
			op("ListWorkloadIdentities", "POST /identities/ListWorkloadIdentities").lists("workloadIdentities").pages(nextToken).
				draws("GetWorkloadIdentity", "name workloadIdentityArn"),
			op("GetWorkloadIdentity", "POST /identities/GetWorkloadIdentity").by("name"),
			op("GetTokenVault", "POST /identities/get-token-vault").by("tokenVaultId").defaulting("tokenVaultId", "default"),
			op("ListTagsForResource", "GET /tags/{resourceArn}").by("resourceArn").lists("tags").tagged("map"),
		}}
}

// ownedTools: type SYSTEM asks for the provider's own tools, CUSTOM for the account's, nothing for both.
func ownedTools(r *request, item any) bool {
	system := strings.HasPrefix(text(item, "browserId"), "aws.") || strings.HasPrefix(text(item, "codeInterpreterId"), "aws.")
	switch r.param("type") {
	case "SYSTEM":
		return system
	case "CUSTOM":
		return !system
	}
	return true
}

func guardDuty() *service {
	return &service{name: "guardduty", protocol: restJSON, signing: "guardduty",
		notFound: apiError{Status: 400, Code: "BadRequestException", Message: "The request is rejected because the input detectorId is not owned by the current account."},
		operations: []*operation{
			op("ListDetectors", "GET /detector").lists("detectorIds").pages(nextToken),
			op("GetDetector", "GET /detector/{detectorId}").by("detectorId"),
		}}
}

func securityHub() *service {
	return &service{name: "securityhub", protocol: restJSON, signing: "securityhub",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			{name: "DescribeHub", method: "GET", path: "/accounts", absent: notSubscribed},
			{name: "GetEnabledStandards", method: "POST", path: "/standards/get", list: "StandardsSubscriptions", token: "NextToken", next: "NextToken",
				limit: "MaxResults", absent: notSubscribed},
			{name: "ListFindingAggregators", method: "GET", path: "/findingAggregator/list", list: "FindingAggregators", token: "nextToken", next: "NextToken",
				limit: "maxResults", absent: notSubscribed},
		}}
}

var notSubscribed = &apiError{Status: 401, Code: "InvalidAccessException", Message: "Account is not subscribed to AWS Security Hub"}

func lambda() *service {
	return &service{name: "lambda", protocol: restJSON, signing: "lambda",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListFunctions", "GET /2015-03-31/functions").lists("Functions").pages("Marker NextMarker MaxItems"),
			op("GetFunctionConfiguration", "GET /2015-03-31/functions/{FunctionName}/configuration").computedBy(functionConfiguration),
			op("ListFunctionUrlConfigs", "GET /2021-10-31/functions/{FunctionName}/urls").by("FunctionName").lists("FunctionUrlConfigs").pages("Marker NextMarker MaxItems"),
		}}
}

// functionConfiguration is the function's entry in the list, found by name or ARN, with or without a version. Its state is here alone (API
// reference of ListFunctions).
func functionConfiguration(h *Handler, r *request) (any, error) {
	functions, _ := h.estate.at(r).list("ListFunctions", "")
	asked := r.param("FunctionName")
	for _, f := range functions {
		if arn := text(f, "FunctionArn"); asked == text(f, "FunctionName") || asked == arn || strings.HasPrefix(asked, arn+":") {
			one := without(f)
			one["State"], one["LastUpdateStatus"] = "Active", "Successful"
			return one, nil
		}
	}
	return map[string]any{}, &apiError{Status: r.service.notFound.Status, Code: r.service.notFound.Code, Message: "Function not found: " + asked}
}
