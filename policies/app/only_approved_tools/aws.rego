# METADATA
# scope: package
# title: Action groups of Bedrock agents and targets of AgentCore gateways are approved tools with a schema
# custom:
#   remediation: Disable the action group or remove the target, or have the function, server or connector behind it approved and entered in the registry of tools by its ARN, endpoint or id.
package aismm.app.only_approved_tools.aws

import data.aismm.lib.evidence
import data.aismm.lib.tools

groups := tools.action_groups

targets := tools.gateway_targets

subjects contains evidence.subject(t) if some t in array.concat(groups, targets)

# METADATA
# scope: document
# title: what it calls is an approved tool
# custom:
#   of: [aws_bedrock_agent_action_group, aws_bedrock_agentcore_gateway_target]
#   field: config
met.approved contains evidence.shown(t, record, ["config", "resource_ids"]) if {
	some t in array.concat(groups, targets)
	some record in tools.approvals(t)
}

# METADATA
# scope: document
# title: a schema says what it may be called with, or it is one of the kinds that Bedrock defines
# custom:
#   of: aws_bedrock_agent_action_group
#   field: config.functionSchema
met.schema contains evidence.at(g, ["config", member]) if {
	some g in groups
	some member, path in {"apiSchema": ["apiSchema"], "functionSchema": ["functionSchema", "functions"]}
	count(object.get(g.config, path, [])) > 0
}

# ActionGroupSignature (Agents for Amazon Bedrock API reference).
met.schema contains evidence.at(g, ["config", "parentActionSignature"]) if {
	some g in groups
	regex.match(`^(AMAZON|ANTHROPIC)\.`, g.config.parentActionSignature)
}
