# METADATA
# scope: package
# title: The tools of agents in AWS, and what the registry of tools says about them
package aismm.lib.tools

import data.aismm.lib.production

# The action groups that agents in production can call: not those that are disabled, or belong to a working draft alone.
action_groups := [g |
	some g in input.resources.aws_bedrock_agent_action_group
	not g.config.actionGroupState == "DISABLED"
	not g.derived.deployed == false
	not of_agent_elsewhere(g)
]

# The targets of gateways in production.
gateway_targets := [t |
	some t in input.resources.aws_bedrock_agentcore_gateway_target
	not of_gateway_elsewhere(t)
]

of_agent_elsewhere(g) if {
	some a in input.lookup.aws_bedrock_agent.id[g.derived.agent_arn]
	production.outside(a)
}

of_gateway_elsewhere(t) if {
	some g in input.lookup.aws_bedrock_agentcore_gateway.id[t.derived.gateway_arn]
	production.outside(g)
}

# What a tool is, as the registry writes it: the ARN, endpoint or id of what is called, a function with or without its version. What an
# interface described in the gateway's own configuration calls has no other name than the target's.
identifiers(t) := ({x |
	some path in places[t.kind]
	x := object.get(t.config, path, "")
	x != ""
} | {unqualified(t) | lambda(t)}) | {t.id | described_inside(t)}

places := {
	"aws_bedrock_agent_action_group": [["actionGroupExecutor", "lambda"], ["actionGroupExecutor", "customControl"], ["parentActionSignature"]],
	"aws_bedrock_agentcore_gateway_target": [
		["targetConfiguration", "http", "agentcoreRuntime", "arn"],
		["targetConfiguration", "http", "connector", "source", "connectorId"],
		["targetConfiguration", "http", "passthrough", "endpoint"],
		["targetConfiguration", "inference", "connector", "source", "connectorId"],
		["targetConfiguration", "inference", "provider", "endpoint"],
		["targetConfiguration", "mcp", "apiGateway", "restApiId"],
		["targetConfiguration", "mcp", "connector", "source", "connectorId"],
		["targetConfiguration", "mcp", "lambda", "lambdaArn"],
		["targetConfiguration", "mcp", "mcpServer", "endpoint"],
		["targetConfiguration", "mcp", "openApiSchema", "s3", "uri"],
		["targetConfiguration", "mcp", "smithyModel", "s3", "uri"],
	],
}

lambda(t) := t.config.actionGroupExecutor.lambda if t.kind == "aws_bedrock_agent_action_group"

lambda(t) := t.config.targetConfiguration.mcp.lambda.lambdaArn if t.kind == "aws_bedrock_agentcore_gateway_target"

unqualified(t) := concat(":", array.slice(split(lambda(t), ":"), 0, 7))

described_inside(t) if {
	some schema in ["openApiSchema", "smithyModel"]
	t.config.targetConfiguration.mcp[schema].inlinePayload != ""
}

# The entries of the registry for a tool, whatever was decided, and those that approve it.
entries(t) := [r |
	some x in identifiers(t)
	some r in input.lookup.record_approved_tool.resource_ids[x]
]

approvals(t) := [r | some r in entries(t); r.config.status == "approved"]
