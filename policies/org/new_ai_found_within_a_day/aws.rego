# METADATA
# scope: package
# title: New AI resources in AWS are registered within a day
# custom:
#   remediation: Subscribe discovery to the creation events of CloudTrail, and let it open a register entry.
package aismm.org.new_ai_found_within_a_day.aws

import data.aismm.lib.evidence
import data.aismm.lib.found
import data.aismm.lib.systems
import data.aismm.lib.when

new := [m | some m in found.made; not set_aside(m)]

# The window is 30 days long and ends a day ago: what is younger still has time.
set_aside(m) if when.ns(m.at) > when.now - when.day

set_aside(m) if when.ns(m.at) < when.now - (31 * when.day)

subjects contains evidence.subject(m.thing) if some m in new

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: the register knew it at most 24 hours after its creation
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_browser
#     - aws_bedrock_agentcore_code_interpreter
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_custom_model
#     - aws_bedrock_flow
#     - aws_bedrock_imported_model
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_provisioned_throughput
#     - aws_comprehend_flywheel
#     - aws_comprehend_recognizer
#     - aws_kendra_index
#     - aws_lex_bot_alias
#     - aws_opensearch_serverless_collection
#     - aws_qbusiness_application
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_model
#     - aws_sagemaker_notebook_instance
#   field: id
#   absent: {config.status: production}
met.found contains evidence.shown(m.thing, s, ["config", "discovered_at"]) if {
	some m in new
	some s in systems.of(m.thing)
	when.ns(s.config.discovered_at) - when.ns(m.at) <= when.day
}
