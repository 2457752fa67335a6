# METADATA
# scope: package
# title: AgentCore gateways tell callers nothing of their inside
# custom:
#   remediation: Update the gateway without exceptionLevel, so that errors stay generic.
package aismm.inf.serving_interfaces_hardened.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_agentcore_gateway

# METADATA
# scope: document
# title: the gateway gives no details of its errors
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: config.exceptionLevel
#   # Without it, callers get a generic message; DEBUG is the only value there is (AgentCore control API reference, CreateGateway).
#   absent: {config.exceptionLevel: null}
#   covers:
#     - "aws-sample-aiml-assessment:AG-26"
#     - "prowler-proposed:bedrockagentcore_gateway_debug_exception_details_disabled"
met.generic contains evidence.at(g, ["config", "exceptionLevel"]) if {
	some g in input.resources.aws_bedrock_agentcore_gateway
	not talks(g)
}

talks(g) if g.config.exceptionLevel != ""
