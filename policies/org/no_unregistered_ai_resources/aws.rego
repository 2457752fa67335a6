# METADATA
# scope: package
# title: Every AI resource in AWS, and every account that calls models or runs jobs, belongs to a registered AI system
# custom:
#   remediation: Register the system with the ARN or the account, or tag the resource with the system's id; remove what nobody owns.
package aismm.org.no_unregistered_ai_resources.aws

import data.aismm.lib.evidence
import data.aismm.lib.found
import data.aismm.lib.systems
import data.aismm.lib.when

# What is new has 7 days.
things := [m.thing | some m in found.made; not young(m)]

young(m) if when.ns(m.at) > when.now - (7 * when.day)

subjects contains evidence.subject(r) if some r in things

# An account whose only use of AI is to call models, or to run jobs. A metric that does not say how often it was called counts.
calls if {
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
}

calls if {
	some j in found.jobs
	not young(j)
}

subjects contains evidence.subject(input.boundary) if calls

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: a system that is not retired names it, or its label names the system
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
met.registered contains evidence.shown(r, s, ["id"]) if {
	some r in things
	some s in owners(r)
}

# Where no system names the resource, one may name its whole account.
owners(r) := systems.of(r) if count(systems.of(r)) > 0

owners(r) := of_account if count(systems.of(r)) == 0

of_account := [s | some s in input.lookup.record_ai_system.resource_ids[input.boundary.account]; not systems.retired(s)]

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: a system that is not retired names the account that calls models or runs jobs, or something in it
# custom:
#   of: boundary
#   field: account
#   absent: {config.status: production}
met.caller_registered contains evidence.shown(input.boundary, s, ["id"]) if {
	calls
	some s in of_account
}

met.caller_registered contains evidence.shown(input.boundary, s, ["id"]) if {
	calls
	some list in [found.made, found.jobs]
	some m in list
	some s in systems.of(m.thing)
}
