package aws

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// at follows a path of properties and items ("[]") in a schema.
func at(s schema, path string) (schema, bool) {
	for _, step := range strings.Split(path, ".") {
		if step == "[]" {
			items, ok := s["items"].(map[string]any)
			if !ok {
				return nil, false
			}
			s = items
			continue
		}
		properties, _ := s["properties"].(map[string]any)
		next, ok := properties[step].(map[string]any)
		if !ok {
			return nil, false
		}
		s = next
	}
	return s, true
}

func kindNamed(t *testing.T, name string) evidence.Kind {
	t.Helper()
	for _, k := range collectors.Kinds() {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("no kind %s", name)
	return evidence.Kind{}
}

func TestSchemasKnowTheFieldsThatAreJudged(t *testing.T) {
	for _, tc := range []struct{ kind, path, kindOfValue string }{
		{"aws_bedrock_invocation_logging", "config.loggingConfig.textDataDeliveryEnabled", "boolean"},
		{"aws_bedrock_invocation_logging", "config.loggingConfig.s3Config.bucketName", "string"},
		{"aws_bedrock_invocation_logging", "config.loggingConfig.cloudWatchConfig.logGroupName", "string"},
		{"aws_bedrock_guardrail", "config.contentPolicy.filters.[].inputStrength", "string"},
		{"aws_bedrock_guardrail", "config.createdAt", "string"},
		{"aws_bedrock_inference_profile", "config.type", "string"},
		{"aws_bedrock_agent", "config.agentResourceRoleArn", "string"},
		{"aws_bedrock_agent", "parts.ListAgentAliases.[].routingConfiguration.[].agentVersion", "string"},
		{"aws_bedrock_agent", "parts.GetAgentVersion.[].agentResourceRoleArn", "string"},
		{"aws_bedrock_agent_action_group", "config.actionGroupExecutor.lambda", "string"},
		{"aws_bedrock_agent_action_group", "derived.deployed", "boolean"},
		{"aws_bedrock_knowledge_base", "config.roleArn", "string"},
		{"aws_bedrock_agentcore_gateway", "config.authorizerConfiguration.customJWTAuthorizer.allowedAudience.[]", "string"},
		{"aws_bedrock_agentcore_gateway", "config.policyEngineConfiguration.mode", "string"},
		{"aws_bedrock_agentcore_gateway_target", "config.credentialProviderConfigurations.[].credentialProviderType", "string"},
		{"aws_bedrock_agentcore_gateway_target", "config.targetConfiguration.mcp.lambda.lambdaArn", "string"},
		{"aws_bedrock_agentcore_runtime", "config.authorizerConfiguration.customJWTAuthorizer.discoveryUrl", "string"},
		{"aws_bedrock_agentcore_runtime", "config.requestHeaderConfiguration.requestHeaderAllowlist.[]", "string"},
		{"aws_bedrock_agentcore_runtime", "config.workloadIdentityDetails.workloadIdentityArn", "string"},
		{"aws_bedrock_agentcore_browser", "config.recording.s3Location.bucket", "string"},
		{"aws_bedrock_agentcore_browser", "config.recording.enabled", "boolean"},
		{"aws_bedrock_agentcore_workload_identity", "parts.GetTokenVault.kmsConfiguration.keyType", "string"},
		{"aws_bedrock_agentcore_resource_policy", "config.policy.Statement.[].Effect", "string"},
		{"aws_bedrock_usage", "derived.invocations", "number"},
		{"aws_sagemaker_domain", "config.AuthMode", "string"},
		{"aws_sagemaker_domain", "config.DefaultUserSettings.ExecutionRole", "string"},
		{"aws_sagemaker_endpoint", "config.EndpointConfigName", "string"},
		{"aws_sagemaker_endpoint_config", "config.DataCaptureConfig.EnableCapture", "boolean"},
		{"aws_sagemaker_endpoint_config", "config.DataCaptureConfig.CaptureOptions.[].CaptureMode", "string"},
		{"aws_sagemaker_hub_content", "config.HubContentMarkdown", "string"},
		{"aws_sagemaker_inference_experiment", "config.EndpointMetadata.EndpointName", "string"},
		{"aws_sagemaker_model_card", "config.Content.model_package_details.model_package_arn", "string"},
		{"aws_sagemaker_model_package", "config.CreatedBy.IamIdentity.PrincipalId", "string"},
		{"aws_sagemaker_model_package", "config.ModelCard.ModelCardStatus", "string"},
		{"aws_sagemaker_model_package", "parts.QueryLineage.Vertices.[].LineageType", "string"},
		{"aws_sagemaker_notebook_lifecycle", "derived.secret_matches.[].form", "string"},
		{"aws_sagemaker_processing_job", "config.AppSpecification.ImageUri", "string"},
		{"aws_sagemaker_transform_job", "config.TransformResources.VolumeKmsKeyId", "string"},
		{"aws_sagemaker_tuning_job", "config.TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId", "string"},
		{"aws_sagemaker_image", "config.Description", "string"},
		{"aws_sagemaker_model", "config.ExecutionRoleArn", "string"},
		{"aws_sagemaker_monitoring_job_definition", "config.ModelBiasBaselineConfig.ConstraintsResource.S3Uri", "string"},
		{"aws_sagemaker_monitoring_job_definition", "config.DataQualityJobInput.EndpointInput.EndpointName", "string"},
		{"aws_sagemaker_monitoring_schedule", "config.LastMonitoringExecutionSummary.ScheduledTime", "string"},
		{"aws_sagemaker_monitoring_schedule", "config.MonitoringScheduleConfig.MonitoringJobDefinition.BaselineConfig.StatisticsResource.S3Uri", "string"},
		{"aws_sagemaker_notebook_instance", "config.RoleArn", "string"},
		{"aws_sagemaker_training_job", "config.RoleArn", "string"},
		{"aws_lambda_function", "config.Role", "string"},
		{"aws_lambda_function_url", "config.AuthType", "string"},
	} {
		s, ok := at(kindNamed(t, tc.kind).Schema, tc.path)
		if !ok || s["type"] != tc.kindOfValue {
			t.Errorf("%s %s: %v, want type %s", tc.kind, tc.path, s, tc.kindOfValue)
		}
	}
}

func TestSchemasRefuseWhatTheProviderDoesNotKnow(t *testing.T) {
	for _, tc := range []struct{ kind, path string }{
		{"aws_bedrock_invocation_logging", "config.logingConfig"},
		{"aws_bedrock_invocation_logging", "config.LoggingConfig"},
		{"aws_bedrock_agent", "config.agentRole"},
		{"aws_sagemaker_domain", "config.authMode"},
		{"aws_sagemaker_endpoint", "config.NextToken"},
		{"aws_bedrock_guardrail", "config.resultMetadata"},
	} {
		if s, ok := at(kindNamed(t, tc.kind).Schema, tc.path); ok {
			t.Errorf("%s has %s: %v", tc.kind, tc.path, s)
		}
	}
}

// What a kind requires or redacts must be something that its schema knows: else it guards nothing.
func TestKindsRequireAndRedactWhatTheirSchemasKnow(t *testing.T) {
	for _, k := range collectors.Kinds() {
		if k.Provider != providerName {
			continue
		}
		for _, path := range k.Required {
			if !reaches(k.Schema, strings.Split(path, ".")) {
				t.Errorf("%s requires %s, which its schema does not know", k.Name, path)
			}
		}
		for _, path := range k.Redact {
			if !reaches(k.Schema, strings.Split(path, ".")) {
				t.Errorf("%s redacts %s, which its schema does not know", k.Name, path)
			}
		}
	}
}

// reaches follows a path as redaction does: lists are entered, "*" is every member.
func reaches(s schema, path []string) bool {
	if len(path) == 0 || len(s) == 0 {
		return true
	}
	if items, ok := s["items"].(map[string]any); ok {
		if path[0] == "*" {
			path = path[1:]
		}
		return reaches(items, path)
	}
	if more, ok := s["additionalProperties"].(map[string]any); ok {
		return reaches(more, path[1:])
	}
	properties, _ := s["properties"].(map[string]any)
	if path[0] != "*" {
		next, ok := properties[path[0]].(map[string]any)
		return ok && reaches(next, path[1:])
	}
	for _, member := range properties {
		if next, ok := member.(map[string]any); ok && reaches(next, path[1:]) {
			return true
		}
	}
	return false
}

// OPA reads only some of JSON Schema, and ignores the rest without a word.
func TestSchemasKeepToTheSubsetOfOPA(t *testing.T) {
	for _, k := range collectors.Kinds() {
		if k.Provider != providerName {
			continue
		}
		if _, err := json.Marshal(k.Schema); err != nil {
			t.Errorf("%s: %v", k.Name, err)
		}
		checkSubset(t, k.Name, k.Schema)
	}
}

func checkSubset(t *testing.T, where string, s schema) {
	t.Helper()
	for word, value := range s {
		switch word {
		case "type":
			switch value {
			case "object", "array", "string", "boolean", "integer", "number":
			default:
				t.Errorf("%s: type %v", where, value)
			}
		case "required":
		case "properties":
			properties, ok := value.(map[string]any)
			if !ok {
				t.Fatalf("%s: properties are a %T", where, value)
			}
			for name, member := range properties {
				below, ok := member.(map[string]any)
				if !ok {
					t.Fatalf("%s.%s is a %T", where, name, member)
				}
				checkSubset(t, where+"."+name, below)
			}
		case "items", "additionalProperties":
			below, ok := value.(map[string]any)
			if !ok {
				t.Fatalf("%s: %s is a %T", where, word, value)
			}
			checkSubset(t, where+"."+word, below)
		default:
			t.Errorf("%s: word %s", where, word)
		}
	}
}

func TestSchemaOfRecursiveTypesIsOpenWhereTheyMeetThemselves(t *testing.T) {
	k := kindNamed(t, "aws_bedrock_agentcore_gateway_target")
	s, ok := at(k.Schema, "config.targetConfiguration.mcp.lambda.toolSchema.inlinePayload.[].inputSchema.items")
	if !ok || s["properties"] != nil || s["type"] != "object" {
		t.Errorf("the schema of a tool's schema is %v", s)
	}
}

func BenchmarkSchemas(b *testing.B) {
	for b.Loop() {
		(&describer{nameCase: pascal}).object(typeOfLargest, true)
	}
}

var typeOfLargest = reflect.TypeFor[sagemaker.DescribeDomainOutput]()

// conform checks that policies can see every field of what was collected: each resource fits the schema of its kind, and has no
// member that the schema does not list.
func (s seen) conform(t *testing.T, c *collectors.Collector) {
	t.Helper()
	for _, k := range c.Kinds {
		for _, res := range s.Resources[k.Name] {
			text, err := json.Marshal(res)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(text, &v); err != nil {
				t.Fatal(err)
			}
			for _, problem := range misfits(k.Schema, v, "") {
				t.Errorf("%s %s: %s", k.Name, res.ID, problem)
			}
		}
	}
	for _, d := range evidence.FindDrift(c.Kinds, s.Resources) {
		if d.Change == evidence.DriftAdded {
			t.Errorf("%s %s would be reported as drift: %s", d.Kind, d.Example, d.Field)
		}
	}
}

func misfits(s map[string]any, v any, path string) []string {
	var all []string
	want, _ := s["type"].(string)
	switch v := v.(type) {
	case map[string]any:
		properties, listed := s["properties"].(map[string]any)
		below, mapped := s["additionalProperties"].(map[string]any)
		if want != "" && want != "object" {
			return []string{path + " is an object"}
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			switch {
			case listed && properties[name] != nil:
				all = append(all, misfits(properties[name].(map[string]any), v[name], path+"."+name)...)
			case listed:
				all = append(all, path+"."+name+" is not in the schema")
			case mapped:
				all = append(all, misfits(below, v[name], path+"."+name)...)
			}
		}
	case []any:
		if want != "" && want != "array" {
			return []string{path + " is a list"}
		}
		item, _ := s["items"].(map[string]any)
		for i, x := range v {
			all = append(all, misfits(item, x, fmt.Sprintf("%s[%d]", path, i))...)
		}
	case string:
		if want != "" && want != "string" {
			return []string{path + " is text"}
		}
	case bool:
		if want != "" && want != "boolean" {
			return []string{path + " is a boolean"}
		}
	case float64:
		if want != "" && want != "number" && want != "integer" {
			return []string{path + " is a number"}
		}
	}
	return all
}
