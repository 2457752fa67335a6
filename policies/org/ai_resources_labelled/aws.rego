# METADATA
# scope: package
# title: Bedrock, AgentCore and SageMaker resources carry an owner and a system label
# custom:
#   remediation: Tag the resource with its owner and its AI system, and demand both tags where resources are created.
package aismm.org.ai_resources_labelled.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

agentcore := [r |
	some list in [
		input.resources.aws_bedrock_agentcore_browser,
		input.resources.aws_bedrock_agentcore_gateway,
		input.resources.aws_bedrock_agentcore_memory,
		input.resources.aws_bedrock_agentcore_runtime,
	]
	some r in list
	not young(r, "createdAt")
]

bedrock := [r |
	some list in [
		input.resources.aws_bedrock_agent,
		input.resources.aws_bedrock_guardrail,
		input.resources.aws_bedrock_inference_profile,
		input.resources.aws_bedrock_knowledge_base,
		input.resources.aws_bedrock_prompt,
	]
	some r in list
	not young(r, "createdAt")
	not provided(r)
]

models := [r | some r in input.resources.aws_bedrock_custom_model; not young(r, "creationTime")]

sagemaker := [r |
	some list in [
		input.resources.aws_sagemaker_app_image_config,
		input.resources.aws_sagemaker_domain,
		input.resources.aws_sagemaker_endpoint,
		input.resources.aws_sagemaker_feature_group,
		input.resources.aws_sagemaker_image,
		input.resources.aws_sagemaker_notebook_instance,
	]
	some r in list
	not young(r, "CreationTime")
]

judged := array.concat(array.concat(agentcore, bedrock), array.concat(models, sagemaker))

subjects contains evidence.subject(r) if some r in judged

# What was made within a day has time. A resource that does not say when it was made has none.
young(r, field) if when.ns(r.config[field]) > when.now - when.day

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
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_custom_model
#     - aws_bedrock_guardrail
#     - aws_bedrock_inference_profile
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_sagemaker_app_image_config
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_image
#     - aws_sagemaker_notebook_instance
#   field: tags
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
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_custom_model
#     - aws_bedrock_guardrail
#     - aws_bedrock_inference_profile
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_sagemaker_app_image_config
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_image
#     - aws_sagemaker_notebook_instance
#   field: tags
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
