package aws

import (
	"reflect"

	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrock/types"
	agenttypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"
	coretypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	qtypes "github.com/aws/aws-sdk-go-v2/service/qbusiness/types"
	sagemakertypes "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	incidenttypes "github.com/aws/aws-sdk-go-v2/service/ssmincidents/types"
)

// unionMembers are the types that a union of the SDK may hold.
type unionMembers struct {
	union   reflect.Type
	members []reflect.Type
}

func membersOf[U any](variants ...U) unionMembers {
	m := unionMembers{union: reflect.TypeFor[U]()}
	for _, v := range variants {
		m.members = append(m.members, reflect.TypeOf(v).Elem())
	}
	return m
}

func indexUnions(all ...unionMembers) map[reflect.Type][]reflect.Type {
	index := make(map[reflect.Type][]reflect.Type, len(all))
	for _, u := range all {
		index[u.union] = u.members
	}
	return index
}

// unions lists the members of every union that a collected reply can hold: from the SDK's types (bedrock v1.63.0, bedrockagent v1.54.2,
// bedrockagentcorecontrol v1.78.1, cloudwatch v1.75.6, qbusiness v1.35.0, sagemaker v1.287.1, ssmincidents v1.40.1).
var unions = indexUnions(
	membersOf[bedrocktypes.AutomatedEvaluationCustomMetricSource](
		&bedrocktypes.AutomatedEvaluationCustomMetricSourceMemberCustomMetricDefinition{},
	),
	membersOf[bedrocktypes.CustomizationConfig](
		&bedrocktypes.CustomizationConfigMemberDistillationConfig{}, &bedrocktypes.CustomizationConfigMemberRftConfig{},
	),
	membersOf[bedrocktypes.EndpointConfig](&bedrocktypes.EndpointConfigMemberSageMaker{}),
	membersOf[bedrocktypes.EvaluationConfig](&bedrocktypes.EvaluationConfigMemberAutomated{}, &bedrocktypes.EvaluationConfigMemberHuman{}),
	membersOf[bedrocktypes.EvaluationDatasetLocation](&bedrocktypes.EvaluationDatasetLocationMemberS3Uri{}),
	membersOf[bedrocktypes.EvaluationInferenceConfig](
		&bedrocktypes.EvaluationInferenceConfigMemberModels{}, &bedrocktypes.EvaluationInferenceConfigMemberRagConfigs{},
	),
	membersOf[bedrocktypes.EvaluationModelConfig](
		&bedrocktypes.EvaluationModelConfigMemberBedrockModel{}, &bedrocktypes.EvaluationModelConfigMemberPrecomputedInferenceSource{},
	),
	membersOf[bedrocktypes.EvaluationPrecomputedRagSourceConfig](
		&bedrocktypes.EvaluationPrecomputedRagSourceConfigMemberRetrieveAndGenerateSourceConfig{},
		&bedrocktypes.EvaluationPrecomputedRagSourceConfigMemberRetrieveSourceConfig{},
	),
	membersOf[bedrocktypes.EvaluatorModelConfig](&bedrocktypes.EvaluatorModelConfigMemberBedrockEvaluatorModels{}),
	membersOf[bedrocktypes.GraderConfig](&bedrocktypes.GraderConfigMemberLambdaGrader{}),
	membersOf[bedrocktypes.InvocationLogSource](&bedrocktypes.InvocationLogSourceMemberS3Uri{}),
	membersOf[bedrocktypes.KnowledgeBaseConfig](
		&bedrocktypes.KnowledgeBaseConfigMemberRetrieveAndGenerateConfig{}, &bedrocktypes.KnowledgeBaseConfigMemberRetrieveConfig{},
	),
	membersOf[bedrocktypes.ModelDataSource](&bedrocktypes.ModelDataSourceMemberS3DataSource{}),
	membersOf[bedrocktypes.ModelInvocationJobInputDataConfig](&bedrocktypes.ModelInvocationJobInputDataConfigMemberS3InputDataConfig{}),
	membersOf[bedrocktypes.ModelInvocationJobOutputDataConfig](&bedrocktypes.ModelInvocationJobOutputDataConfigMemberS3OutputDataConfig{}),
	membersOf[bedrocktypes.RAGConfig](
		&bedrocktypes.RAGConfigMemberKnowledgeBaseConfig{}, &bedrocktypes.RAGConfigMemberPrecomputedRagSourceConfig{},
	),
	membersOf[bedrocktypes.RatingScaleItemValue](
		&bedrocktypes.RatingScaleItemValueMemberFloatValue{}, &bedrocktypes.RatingScaleItemValueMemberStringValue{},
	),
	membersOf[bedrocktypes.RequestMetadataFilters](
		&bedrocktypes.RequestMetadataFiltersMemberAndAll{}, &bedrocktypes.RequestMetadataFiltersMemberEquals{},
		&bedrocktypes.RequestMetadataFiltersMemberNotEquals{}, &bedrocktypes.RequestMetadataFiltersMemberOrAll{},
	),
	membersOf[bedrocktypes.RerankingMetadataSelectiveModeConfiguration](
		&bedrocktypes.RerankingMetadataSelectiveModeConfigurationMemberFieldsToExclude{},
		&bedrocktypes.RerankingMetadataSelectiveModeConfigurationMemberFieldsToInclude{},
	),
	membersOf[bedrocktypes.RetrievalFilter](
		&bedrocktypes.RetrievalFilterMemberAndAll{}, &bedrocktypes.RetrievalFilterMemberEquals{},
		&bedrocktypes.RetrievalFilterMemberGreaterThan{}, &bedrocktypes.RetrievalFilterMemberGreaterThanOrEquals{},
		&bedrocktypes.RetrievalFilterMemberIn{}, &bedrocktypes.RetrievalFilterMemberLessThan{},
		&bedrocktypes.RetrievalFilterMemberLessThanOrEquals{}, &bedrocktypes.RetrievalFilterMemberListContains{},
		&bedrocktypes.RetrievalFilterMemberNotEquals{}, &bedrocktypes.RetrievalFilterMemberNotIn{},
		&bedrocktypes.RetrievalFilterMemberOrAll{}, &bedrocktypes.RetrievalFilterMemberStartsWith{},
		&bedrocktypes.RetrievalFilterMemberStringContains{},
	),
	membersOf[agenttypes.APISchema](&agenttypes.APISchemaMemberPayload{}, &agenttypes.APISchemaMemberS3{}),
	membersOf[agenttypes.ActionGroupExecutor](
		&agenttypes.ActionGroupExecutorMemberCustomControl{}, &agenttypes.ActionGroupExecutorMemberLambda{},
	),
	membersOf[agenttypes.ContentBlock](&agenttypes.ContentBlockMemberCachePoint{}, &agenttypes.ContentBlockMemberText{}),
	membersOf[agenttypes.FlowConnectionConfiguration](
		&agenttypes.FlowConnectionConfigurationMemberConditional{}, &agenttypes.FlowConnectionConfigurationMemberData{},
	),
	membersOf[agenttypes.FlowNodeConfiguration](
		&agenttypes.FlowNodeConfigurationMemberAgent{},
		&agenttypes.FlowNodeConfigurationMemberCollector{},
		&agenttypes.FlowNodeConfigurationMemberCondition{},
		&agenttypes.FlowNodeConfigurationMemberInlineCode{},
		&agenttypes.FlowNodeConfigurationMemberInput{},
		&agenttypes.FlowNodeConfigurationMemberIterator{},
		&agenttypes.FlowNodeConfigurationMemberKnowledgeBase{},
		&agenttypes.FlowNodeConfigurationMemberLambdaFunction{},
		&agenttypes.FlowNodeConfigurationMemberLex{},
		&agenttypes.FlowNodeConfigurationMemberLoop{},
		&agenttypes.FlowNodeConfigurationMemberLoopController{},
		&agenttypes.FlowNodeConfigurationMemberLoopInput{},
		&agenttypes.FlowNodeConfigurationMemberOutput{},
		&agenttypes.FlowNodeConfigurationMemberPrompt{},
		&agenttypes.FlowNodeConfigurationMemberRetrieval{},
		&agenttypes.FlowNodeConfigurationMemberStorage{},
	),
	membersOf[agenttypes.FunctionSchema](&agenttypes.FunctionSchemaMemberFunctions{}),
	membersOf[agenttypes.OrchestrationExecutor](&agenttypes.OrchestrationExecutorMemberLambda{}),
	membersOf[agenttypes.PromptFlowNodeSourceConfiguration](
		&agenttypes.PromptFlowNodeSourceConfigurationMemberInline{}, &agenttypes.PromptFlowNodeSourceConfigurationMemberResource{},
	),
	membersOf[agenttypes.PromptGenAiResource](&agenttypes.PromptGenAiResourceMemberAgent{}),
	membersOf[agenttypes.PromptInferenceConfiguration](&agenttypes.PromptInferenceConfigurationMemberText{}),
	membersOf[agenttypes.PromptTemplateConfiguration](
		&agenttypes.PromptTemplateConfigurationMemberChat{}, &agenttypes.PromptTemplateConfigurationMemberText{},
	),
	membersOf[agenttypes.RerankingMetadataSelectiveModeConfiguration](
		&agenttypes.RerankingMetadataSelectiveModeConfigurationMemberFieldsToExclude{},
		&agenttypes.RerankingMetadataSelectiveModeConfigurationMemberFieldsToInclude{},
	),
	membersOf[agenttypes.RetrievalFlowNodeServiceConfiguration](&agenttypes.RetrievalFlowNodeServiceConfigurationMemberS3{}),
	membersOf[agenttypes.StorageFlowNodeServiceConfiguration](&agenttypes.StorageFlowNodeServiceConfigurationMemberS3{}),
	membersOf[agenttypes.SystemContentBlock](&agenttypes.SystemContentBlockMemberCachePoint{}, &agenttypes.SystemContentBlockMemberText{}),
	membersOf[agenttypes.Tool](&agenttypes.ToolMemberCachePoint{}, &agenttypes.ToolMemberToolSpec{}),
	membersOf[agenttypes.ToolChoice](
		&agenttypes.ToolChoiceMemberAny{}, &agenttypes.ToolChoiceMemberAuto{}, &agenttypes.ToolChoiceMemberTool{},
	),
	membersOf[agenttypes.ToolInputSchema](&agenttypes.ToolInputSchemaMemberJson{}),
	membersOf[coretypes.AgentRuntimeArtifact](
		&coretypes.AgentRuntimeArtifactMemberCodeConfiguration{}, &coretypes.AgentRuntimeArtifactMemberContainerConfiguration{},
	),
	membersOf[coretypes.AllowedPort](&coretypes.AllowedPortMemberPort{}, &coretypes.AllowedPortMemberPortRange{}),
	membersOf[coretypes.ApiSchemaConfiguration](
		&coretypes.ApiSchemaConfigurationMemberInlinePayload{}, &coretypes.ApiSchemaConfigurationMemberS3{},
	),
	membersOf[coretypes.AuthorizationData](&coretypes.AuthorizationDataMemberOauth2{}),
	membersOf[coretypes.AuthorizerConfiguration](&coretypes.AuthorizerConfigurationMemberCustomJWTAuthorizer{}),
	membersOf[coretypes.CertificateConfiguration](
		&coretypes.CertificateConfigurationMemberS3{}, &coretypes.CertificateConfigurationMemberSecretsManager{},
	),
	membersOf[coretypes.CertificateLocation](&coretypes.CertificateLocationMemberSecretsManager{}),
	membersOf[coretypes.ClaimMatchValueType](
		&coretypes.ClaimMatchValueTypeMemberMatchValueString{}, &coretypes.ClaimMatchValueTypeMemberMatchValueStringList{},
	),
	membersOf[coretypes.Code](&coretypes.CodeMemberS3{}),
	membersOf[coretypes.ConsolidationConfiguration](&coretypes.ConsolidationConfigurationMemberCustomConsolidationConfiguration{}),
	membersOf[coretypes.CredentialProvider](
		&coretypes.CredentialProviderMemberApiKeyCredentialProvider{}, &coretypes.CredentialProviderMemberIamCredentialProvider{},
		&coretypes.CredentialProviderMemberOauthCredentialProvider{},
	),
	membersOf[coretypes.CustomConsolidationConfiguration](
		&coretypes.CustomConsolidationConfigurationMemberEpisodicConsolidationOverride{},
		&coretypes.CustomConsolidationConfigurationMemberSemanticConsolidationOverride{},
		&coretypes.CustomConsolidationConfigurationMemberSummaryConsolidationOverride{},
		&coretypes.CustomConsolidationConfigurationMemberUserPreferenceConsolidationOverride{},
	),
	membersOf[coretypes.CustomExtractionConfiguration](
		&coretypes.CustomExtractionConfigurationMemberEpisodicExtractionOverride{},
		&coretypes.CustomExtractionConfigurationMemberSemanticExtractionOverride{},
		&coretypes.CustomExtractionConfigurationMemberUserPreferenceExtractionOverride{},
	),
	membersOf[coretypes.CustomReflectionConfiguration](&coretypes.CustomReflectionConfigurationMemberEpisodicReflectionOverride{}),
	membersOf[coretypes.ExtractionConfig](&coretypes.ExtractionConfigMemberLlmExtractionConfig{}),
	membersOf[coretypes.ExtractionConfiguration](&coretypes.ExtractionConfigurationMemberCustomExtractionConfiguration{}),
	membersOf[coretypes.FilesystemConfiguration](
		&coretypes.FilesystemConfigurationMemberCapacityProviderVolume{}, &coretypes.FilesystemConfigurationMemberEfsAccessPoint{},
		&coretypes.FilesystemConfigurationMemberS3FilesAccessPoint{}, &coretypes.FilesystemConfigurationMemberSessionStorage{},
	),
	membersOf[coretypes.GatewayProtocolConfiguration](&coretypes.GatewayProtocolConfigurationMemberMcp{}),
	membersOf[coretypes.HttpTargetConfiguration](
		&coretypes.HttpTargetConfigurationMemberAgentcoreRuntime{}, &coretypes.HttpTargetConfigurationMemberConnector{},
		&coretypes.HttpTargetConfigurationMemberPassthrough{},
	),
	membersOf[coretypes.InferenceTargetConfiguration](
		&coretypes.InferenceTargetConfigurationMemberConnector{}, &coretypes.InferenceTargetConfigurationMemberProvider{},
	),
	membersOf[coretypes.InterceptorConfiguration](&coretypes.InterceptorConfigurationMemberLambda{}),
	membersOf[coretypes.InterceptorPayloadExclusionSelector](&coretypes.InterceptorPayloadExclusionSelectorMemberField{}),
	membersOf[coretypes.McpTargetConfiguration](
		&coretypes.McpTargetConfigurationMemberApiGateway{}, &coretypes.McpTargetConfigurationMemberConnector{},
		&coretypes.McpTargetConfigurationMemberLambda{}, &coretypes.McpTargetConfigurationMemberMcpServer{},
		&coretypes.McpTargetConfigurationMemberOpenApiSchema{}, &coretypes.McpTargetConfigurationMemberSmithyModel{},
	),
	membersOf[coretypes.McpToolSchemaConfiguration](
		&coretypes.McpToolSchemaConfigurationMemberInlinePayload{}, &coretypes.McpToolSchemaConfigurationMemberS3{},
	),
	membersOf[coretypes.PolicyDefinition](
		&coretypes.PolicyDefinitionMemberCedar{}, &coretypes.PolicyDefinitionMemberPolicy{}, &coretypes.PolicyDefinitionMemberPolicyGeneration{},
	),
	membersOf[coretypes.PrivateEndpoint](
		&coretypes.PrivateEndpointMemberManagedVpcResource{}, &coretypes.PrivateEndpointMemberSelfManagedLatticeResource{},
	),
	membersOf[coretypes.ReflectionConfiguration](
		&coretypes.ReflectionConfigurationMemberCustomReflectionConfiguration{},
		&coretypes.ReflectionConfigurationMemberEpisodicReflectionConfiguration{},
	),
	membersOf[coretypes.RequestHeaderConfiguration](&coretypes.RequestHeaderConfigurationMemberRequestHeaderAllowlist{}),
	membersOf[coretypes.ResourceLocation](&coretypes.ResourceLocationMemberS3{}),
	membersOf[coretypes.SelfManagedLatticeResource](&coretypes.SelfManagedLatticeResourceMemberResourceConfigurationIdentifier{}),
	membersOf[coretypes.StreamDeliveryResource](&coretypes.StreamDeliveryResourceMemberKinesis{}),
	membersOf[coretypes.TargetConfiguration](
		&coretypes.TargetConfigurationMemberHttp{}, &coretypes.TargetConfigurationMemberInference{},
		&coretypes.TargetConfigurationMemberMcp{},
	),
	membersOf[coretypes.ToolSchema](&coretypes.ToolSchemaMemberInlinePayload{}, &coretypes.ToolSchemaMemberS3{}),
	membersOf[coretypes.ToolsFileSystemConfiguration](
		&coretypes.ToolsFileSystemConfigurationMemberEfsConfiguration{}, &coretypes.ToolsFileSystemConfigurationMemberS3FilesConfiguration{},
	),
	membersOf[coretypes.TriggerCondition](
		&coretypes.TriggerConditionMemberMessageBasedTrigger{}, &coretypes.TriggerConditionMemberTimeBasedTrigger{},
		&coretypes.TriggerConditionMemberTokenBasedTrigger{},
	),
	membersOf[coretypes.Validation](
		&coretypes.ValidationMemberNumberValidation{}, &coretypes.ValidationMemberStringListValidation{},
		&coretypes.ValidationMemberStringValidation{},
	),
	membersOf[cloudwatchtypes.EvaluationCriteria](&cloudwatchtypes.EvaluationCriteriaMemberPromQLCriteria{}),
	membersOf[cloudwatchtypes.EvaluationWindow](
		&cloudwatchtypes.EvaluationWindowMemberSlidingWindow{}, &cloudwatchtypes.EvaluationWindowMemberWallClockWindow{},
	),
	membersOf[sagemakertypes.AutoMLProblemTypeConfig](
		&sagemakertypes.AutoMLProblemTypeConfigMemberImageClassificationJobConfig{},
		&sagemakertypes.AutoMLProblemTypeConfigMemberTabularJobConfig{},
		&sagemakertypes.AutoMLProblemTypeConfigMemberTextClassificationJobConfig{},
		&sagemakertypes.AutoMLProblemTypeConfigMemberTextGenerationJobConfig{},
		&sagemakertypes.AutoMLProblemTypeConfigMemberTimeSeriesForecastingJobConfig{},
	),
	membersOf[sagemakertypes.AutoMLProblemTypeResolvedAttributes](
		&sagemakertypes.AutoMLProblemTypeResolvedAttributesMemberTabularResolvedAttributes{},
		&sagemakertypes.AutoMLProblemTypeResolvedAttributesMemberTextGenerationResolvedAttributes{},
	),
	membersOf[qtypes.RuleConfiguration](&qtypes.RuleConfigurationMemberContentBlockerRule{}, &qtypes.RuleConfigurationMemberContentRetrievalRule{}),
	membersOf[sagemakertypes.CollectionConfig](&sagemakertypes.CollectionConfigMemberVectorConfig{}),
	membersOf[sagemakertypes.CustomFileSystemConfig](
		&sagemakertypes.CustomFileSystemConfigMemberEFSFileSystemConfig{},
		&sagemakertypes.CustomFileSystemConfigMemberFSxLustreFileSystemConfig{},
		&sagemakertypes.CustomFileSystemConfigMemberS3FileSystemConfig{},
	),
	membersOf[incidenttypes.Action](&incidenttypes.ActionMemberSsmAutomation{}),
	membersOf[incidenttypes.ChatChannel](&incidenttypes.ChatChannelMemberChatbotSns{}, &incidenttypes.ChatChannelMemberEmpty{}),
	membersOf[incidenttypes.DynamicSsmParameterValue](&incidenttypes.DynamicSsmParameterValueMemberVariable{}),
	membersOf[incidenttypes.Integration](&incidenttypes.IntegrationMemberPagerDutyConfiguration{}),
	membersOf[incidenttypes.NotificationTargetItem](&incidenttypes.NotificationTargetItemMemberSnsTopicArn{}),
)
