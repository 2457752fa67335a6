# METADATA
# scope: package
# title: AI resources of AWS come from code that nobody has departed from
# custom:
#   remediation: Import the resource into a CloudFormation stack, detect drift daily and revert it, or deploy it by the pipeline that puts its label on it.
package aismm.inf.immutable_ai_infrastructure.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.systems
import data.aismm.lib.when

# What is made to stay. Jobs, and models that jobs make, come and go.
deployed := [r |
	some list in [
		input.resources.aws_bedrock_agent,
		input.resources.aws_bedrock_agentcore_browser,
		input.resources.aws_bedrock_agentcore_code_interpreter,
		input.resources.aws_bedrock_agentcore_gateway,
		input.resources.aws_bedrock_agentcore_memory,
		input.resources.aws_bedrock_agentcore_runtime,
		input.resources.aws_bedrock_flow,
		input.resources.aws_bedrock_guardrail,
		input.resources.aws_bedrock_knowledge_base,
		input.resources.aws_bedrock_prompt,
		input.resources.aws_sagemaker_domain,
		input.resources.aws_sagemaker_endpoint,
		input.resources.aws_sagemaker_feature_group,
		input.resources.aws_sagemaker_notebook_instance,
	]
	some r in list
	not production.outside(r)
]

subjects contains evidence.subject(r) if some r in deployed

# Resources of stacks, by region, type and physical id, which is the ARN or what the ARN ends in (primaryIdentifier of the type's schema).
of_stacks := [{"key": concat(" ", [s.region, part.ResourceType, part.PhysicalResourceId]), "stack": s} |
	some s in input.resources.aws_cloudformation_stack
	not deleted(s)
	some part in s.parts.ListStackResources
	not released(part)
]

deleted(s) if s.config.StackStatus in {"DELETE_COMPLETE", "DELETE_IN_PROGRESS"}

# A physical resource is in one stack; should two claim it, the later one counts.
by_key := object.union_n([{p.key: [p.stack]} | some p in of_stacks])

# The types of CloudFormation that make each kind.
types := {
	"aws_bedrock_agent": "AWS::Bedrock::Agent",
	"aws_bedrock_agentcore_browser": "AWS::BedrockAgentCore::BrowserCustom",
	"aws_bedrock_agentcore_code_interpreter": "AWS::BedrockAgentCore::CodeInterpreterCustom",
	"aws_bedrock_agentcore_gateway": "AWS::BedrockAgentCore::Gateway",
	"aws_bedrock_agentcore_memory": "AWS::BedrockAgentCore::Memory",
	"aws_bedrock_agentcore_runtime": "AWS::BedrockAgentCore::Runtime",
	"aws_bedrock_flow": "AWS::Bedrock::Flow",
	"aws_bedrock_guardrail": "AWS::Bedrock::Guardrail",
	"aws_bedrock_knowledge_base": "AWS::Bedrock::KnowledgeBase",
	"aws_bedrock_prompt": "AWS::Bedrock::Prompt",
	"aws_sagemaker_domain": "AWS::SageMaker::Domain",
	"aws_sagemaker_endpoint": "AWS::SageMaker::Endpoint",
	"aws_sagemaker_feature_group": "AWS::SageMaker::FeatureGroup",
	"aws_sagemaker_notebook_instance": "AWS::SageMaker::NotebookInstance",
}

# What a stack no longer holds.
released(part) if part.ResourceStatus in {"DELETE_COMPLETE", "DELETE_SKIPPED"}

# The stacks that hold each resource.
made := [{"of": r, "stack": s} |
	some r in deployed
	parts := split(r.id, "/")
	some id in {r.id, parts[count(parts) - 1]}
	some s in by_key[concat(" ", [r.region, types[r.kind], id])]
]

labelled := [r | some r in deployed; r.tags[input.settings.pipeline_label] != ""]

# METADATA
# scope: document
# title: a stack made it, or the pipeline's label is on it
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_browser
#     - aws_bedrock_agentcore_code_interpreter
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_notebook_instance
#   within: region
#   field: id
met.from_code contains evidence.shown(m.of, m.stack, ["config", "StackId"]) if some m in made

met.from_code contains evidence.at(r, ["tags", input.settings.pipeline_label]) if some r in labelled

# METADATA
# scope: document
# title: drift of its stack was looked for within 24 hours and not found, or the pipeline's label is on it
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_browser
#     - aws_bedrock_agentcore_code_interpreter
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_knowledge_base
#     - aws_bedrock_prompt
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_notebook_instance
#   within: region
#   field: id
met.in_sync contains evidence.shown(m.of, m.stack, ["config", "DriftInformation", "StackDriftStatus"]) if {
	some m in made
	m.stack.config.DriftInformation.StackDriftStatus == "IN_SYNC"
	when.within_days(m.stack.config.DriftInformation.LastCheckTimestamp, 1)
}

met.in_sync contains evidence.at(r, ["tags", input.settings.pipeline_label]) if some r in labelled

# Where nobody looked, nothing can be told; the label says enough.
unclear.in_sync contains evidence.shown(m.of, m.stack, ["config", "DriftInformation", "StackDriftStatus"]) if {
	some m in made
	m.stack.config.DriftInformation.StackDriftStatus in {"NOT_CHECKED", "UNKNOWN"}
	not m.of.ref in told
}

# A stack that was refused may hold what no other one holds.
unclear.in_sync contains evidence.shown(r, s, ["id"]) if {
	some r in deployed
	not r.ref in (told | held)
	some s in input.resources.aws_cloudformation_stack
	s.region == r.region
	count(s.missing) > 0
}

# A system of which the register could not be read in full may not be in production.
unclear.in_sync contains evidence.shown(r, s, ["id"]) if {
	some r in deployed
	some s in systems.of(r)
	count(s.missing) > 0
}

held := {m.of.ref | some m in made}

told := {r.ref | some r in labelled}
