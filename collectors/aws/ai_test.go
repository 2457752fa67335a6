package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// aiCollectors are those of the services that are AI themselves.
var aiCollectors = []*collectors.Collector{bedrockCollector, bedrockAgentCollector, agentcoreCollector, sagemakerCollector, registryCollector, usageCollector}

// Each kind that is an AI resource or shows use counts for the question whether a region has AI; what every region has must not.
func TestKindsThatShowAI(t *testing.T) {
	var inventory, showsUse []string
	for _, c := range append(slices.Clone(aiCollectors), lambdaCollector) {
		for _, k := range c.Kinds {
			if k.Inventory {
				inventory = append(inventory, strings.TrimPrefix(k.Name, "aws_"))
			}
			if k.ShowsUse {
				showsUse = append(showsUse, strings.TrimPrefix(k.Name, "aws_"))
			}
			if k.Level != evidence.Region || k.Deployment != evidence.PaaS {
				t.Errorf("%s: level %s, deployment %s", k.Name, k.Level, k.Deployment)
			}
		}
	}
	slices.Sort(inventory)
	want := []string{"bedrock_agent", "bedrock_agentcore_browser", "bedrock_agentcore_code_interpreter", "bedrock_agentcore_gateway", "bedrock_agentcore_memory", "bedrock_agentcore_runtime",
		"bedrock_automated_reasoning_policy", "bedrock_custom_model", "bedrock_flow", "bedrock_guardrail", "bedrock_imported_model", "bedrock_knowledge_base", "bedrock_prompt", "bedrock_provisioned_throughput",
		"sagemaker_app_image_config", "sagemaker_automl_job", "sagemaker_domain", "sagemaker_endpoint", "sagemaker_feature_group", "sagemaker_image",
		"sagemaker_inference_experiment", "sagemaker_model", "sagemaker_notebook_instance", "sagemaker_training_job", "sagemaker_transform_job", "sagemaker_tuning_job"}
	if !slices.Equal(inventory, want) {
		t.Errorf("inventory %q, want %q", inventory, want)
	}
	slices.Sort(showsUse)
	if want := []string{"bedrock_customization_job", "bedrock_evaluation_job", "bedrock_invocation_job", "bedrock_marketplace_endpoint", "bedrock_usage", "sagemaker_compilation_job", "sagemaker_flow_definition", "sagemaker_hub_content",
		"sagemaker_model_card", "sagemaker_model_package", "sagemaker_processing_job"}; !slices.Equal(showsUse, want) {
		t.Errorf("shows use %q, want %q", showsUse, want)
	}
}

// What may be tagged and is judged by its tags must have them read: of every AI resource.
func TestTagsAreReadOfEveryAIResource(t *testing.T) {
	for _, c := range aiCollectors {
		for _, k := range c.Kinds {
			read := slices.ContainsFunc(c.Operations, func(o collectors.Operation) bool {
				return strings.HasPrefix(o.Name[strings.Index(o.Name, ":")+1:], "ListTags") && slices.Contains(o.Kinds, k.Name)
			})
			if k.Inventory && !read {
				t.Errorf("%s: no read of tags", k.Name)
			}
		}
	}
}

// The permissions are names of IAM: those of Bedrock's agents have Bedrock's own prefix.
func TestPermissionsOfAIServices(t *testing.T) {
	var prefixes []string
	for _, c := range append(slices.Clone(aiCollectors), lambdaCollector) {
		for _, o := range c.Operations {
			permissions := o.Permissions
			if len(permissions) == 0 {
				permissions = []string{o.Name}
			}
			for _, p := range permissions {
				prefix, action, _ := strings.Cut(p, ":")
				if action != o.Name[strings.Index(o.Name, ":")+1:] {
					t.Errorf("%s needs %s", o.Name, p)
				}
				prefixes = append(prefixes, prefix)
			}
		}
	}
	slices.Sort(prefixes)
	if got, want := slices.Compact(prefixes), []string{"bedrock", "bedrock-agentcore", "cloudwatch", "lambda", "sagemaker"}; !slices.Equal(got, want) {
		t.Errorf("prefixes %q, want %q", got, want)
	}
}
