# METADATA
# scope: package
# title: AI resources in AWS carry an owner and a system label
# custom:
#   remediation: Tag the resource with its owner and its AI system, and demand both tags where resources are created.
package aismm.org.ai_resources_labelled.aws

import data.aismm.lib.evidence
import data.aismm.lib.found
import data.aismm.lib.when

# What belongs to AI systems, and what they are built with.
made := array.concat(
	found.made,
	array.concat(
		[found.made_at(r, "createdAt") |
			some list in [
				input.resources.aws_bedrock_automated_reasoning_policy,
				input.resources.aws_bedrock_guardrail,
				input.resources.aws_bedrock_inference_profile,
				input.resources.aws_bedrock_prompt,
			]
			some r in list
			not provided(r)
		],
		[found.made_at(r, "CreationTime") |
			some list in [input.resources.aws_sagemaker_app_image_config, input.resources.aws_sagemaker_image]
			some r in list
		],
	),
)

judged := [m.thing | some m in made; not young(m)]

subjects contains evidence.subject(r) if some r in judged

# What was made within a day has time. A resource that does not say when it was made has none.
young(m) if when.ns(m.at) > when.now - when.day

# AWS's own inference profiles take no tags.
provided(r) if {
	r.kind == "aws_bedrock_inference_profile"
	r.config.type == "SYSTEM_DEFINED"
}

# METADATA
# scope: document
# title: it names its owner
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_browser
#     - aws_bedrock_agentcore_code_interpreter
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_automated_reasoning_policy
#     - aws_bedrock_custom_model
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_imported_model
#     - aws_bedrock_inference_profile
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_bedrock_provisioned_throughput
#     - aws_comprehend_flywheel
#     - aws_comprehend_recognizer
#     - aws_kendra_index
#     - aws_lex_bot_alias
#     - aws_opensearch_serverless_collection
#     - aws_qbusiness_application
#     - aws_sagemaker_app_image_config
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_image
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_model
#     - aws_sagemaker_notebook_instance
#   field: tags
#   covers:
#     - aws-config-managed:sagemaker-app-image-config-tagged
#     - aws-config-managed:sagemaker-domain-tagged
#     - aws-config-managed:sagemaker-feature-group-tagged
#     - aws-config-managed:sagemaker-image-tagged
#     - aws-securityhub:SageMaker.6
#     - aws-securityhub:SageMaker.7
met.owner contains evidence.at(r, ["tags", input.settings.owner_label]) if {
	some r in judged
	r.tags[input.settings.owner_label] != ""
}

# METADATA
# scope: document
# title: it names its AI system
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_browser
#     - aws_bedrock_agentcore_code_interpreter
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_automated_reasoning_policy
#     - aws_bedrock_custom_model
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_imported_model
#     - aws_bedrock_inference_profile
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_bedrock_provisioned_throughput
#     - aws_comprehend_flywheel
#     - aws_comprehend_recognizer
#     - aws_kendra_index
#     - aws_lex_bot_alias
#     - aws_opensearch_serverless_collection
#     - aws_qbusiness_application
#     - aws_sagemaker_app_image_config
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_image
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_model
#     - aws_sagemaker_notebook_instance
#   field: tags
#   covers:
#     - aws-config-managed:sagemaker-app-image-config-tagged
#     - aws-config-managed:sagemaker-domain-tagged
#     - aws-config-managed:sagemaker-feature-group-tagged
#     - aws-config-managed:sagemaker-image-tagged
#     - aws-securityhub:SageMaker.6
#     - aws-securityhub:SageMaker.7
met.system contains evidence.at(r, ["tags", input.settings.system_label]) if {
	some r in judged
	r.tags[input.settings.system_label] != ""
}

# METADATA
# scope: document
# title: the image says what it is for
# custom:
#   of: aws_sagemaker_image
#   field: config.Description
#   covers: ["aws-config-managed:sagemaker-image-description"]
met.described contains evidence.at(r, ["config", "Description"]) if {
	some r in input.resources.aws_sagemaker_image
	r.config.Description != ""
}
