# METADATA
# scope: package
# title: AgentCore delivers the logs or traces of agents, and browsers record their sessions
# custom:
#   remediation: Give the resource a delivery of its traces or application logs, and let browsers record to a bucket.
package aismm.mon.agent_actions_traced.aws

import data.aismm.lib.evidence

sources := [r |
	some list in [
		input.resources.aws_bedrock_agentcore_gateway,
		input.resources.aws_bedrock_agentcore_memory,
		input.resources.aws_bedrock_agentcore_runtime,
	]
	some r in list
]

subjects contains evidence.subject(r) if some r in sources

subjects contains evidence.subject(b) if some b in input.resources.aws_bedrock_agentcore_browser

# METADATA
# scope: document
# title: its traces or application logs are delivered
# custom:
#   of: [aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_memory, aws_bedrock_agentcore_runtime]
#   within: region
#   field: id
met.delivered contains evidence.shown(r, d, ["config", "deliveryDestinationArn"]) if {
	some r in sources
	some d in input.resources.aws_cloudwatch_log_delivery
	d.region == r.region
	d.config.deliveryDestinationArn != ""
	source := d.parts.DescribeDeliverySources
	source.logType in {"APPLICATION_LOGS", "TRACES"}
	r.id in source.resourceArns
}

# METADATA
# scope: document
# title: the browser records its sessions
# custom:
#   of: aws_bedrock_agentcore_browser
#   field: config.recording.enabled
#   covers: ["aws-config-managed:bedrockagentcore-browsercustom-recording-enabled", "aws-securityhub:BedrockAgentCore.6"]
met.recorded contains evidence.at(b, ["config", "recording", "enabled"]) if {
	some b in input.resources.aws_bedrock_agentcore_browser
	b.config.recording.enabled == true
}

# METADATA
# scope: document
# title: the recordings go to a bucket
# custom:
#   of: aws_bedrock_agentcore_browser
#   field: config.recording.s3Location.bucket
met.stored contains evidence.at(b, ["config", "recording", "s3Location", "bucket"]) if {
	some b in input.resources.aws_bedrock_agentcore_browser
	b.config.recording.s3Location.bucket != ""
}
