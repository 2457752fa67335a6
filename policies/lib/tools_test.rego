package aismm.lib.tools_test

import data.aismm.lib.fixture
import data.aismm.lib.tools

agent_arn := "arn:aws:bedrock:us-east-1:111122223333:agent/A"

gateway_arn := "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g"

owner(tags) := fixture.resource("aws_bedrock_agent", agent_arn, {"tags": tags})

gateway(tags) := fixture.resource("aws_bedrock_agentcore_gateway", gateway_arn, {"tags": tags})

group(fields) := fixture.resource("aws_bedrock_agent_action_group", "arn:group", object.union(
	{"config": {"actionGroupState": "ENABLED"}, "derived": {"agent_arn": agent_arn, "deployed": true}},
	fields,
))

target(config) := fixture.resource("aws_bedrock_agentcore_gateway_target", "arn:target", {"config": config, "derived": {"gateway_arn": gateway_arn}})

seen(resources, agents, gateways) := {
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"id": {}, "resource_ids": {}},
		"aws_bedrock_agent": {"id": {a.id: [a] | some a in agents}},
		"aws_bedrock_agentcore_gateway": {"id": {g.id: [g] | some g in gateways}},
	},
	"resources": object.union({"aws_bedrock_agent_action_group": [], "aws_bedrock_agentcore_gateway_target": []}, resources),
}

test_action_groups[name] if {
	some name, tc in {
		"in use": {"group": group({}), "agents": [owner({})], "want": true},
		"nothing said": {"group": fixture.resource("aws_bedrock_agent_action_group", "arn:group", {}), "agents": [], "want": true},
		"disabled": {"group": group({"config": {"actionGroupState": "DISABLED"}}), "agents": [owner({})], "want": false},
		"of a draft": {"group": group({"derived": {"deployed": false}}), "agents": [owner({})], "want": false},
		"of an agent in test": {"group": group({}), "agents": [owner({"environment": "test"})], "want": false},
		"of an agent that nobody found": {"group": group({}), "agents": [], "want": true},
	}
	got := tools.action_groups with input as seen({"aws_bedrock_agent_action_group": [tc.group]}, tc.agents, [])
	got == [g | tc.want; g := tc.group]
}

test_gateway_targets[name] if {
	some name, tc in {
		"in use": {"gateways": [gateway({})], "want": true},
		"of a gateway in test": {"gateways": [gateway({"environment": "test"})], "want": false},
		"of a gateway that nobody found": {"gateways": [], "want": true},
	}
	got := tools.gateway_targets with input as seen({"aws_bedrock_agentcore_gateway_target": [target({})]}, [], tc.gateways)
	got == [t | tc.want; t := target({})]
}

test_identifiers[name] if {
	function := "arn:aws:lambda:us-east-1:111122223333:function:lookup"
	some name, tc in {
		"a function": {"tool": group({"config": {"actionGroupExecutor": {"lambda": function}}}), "want": {function}},
		"a version of a function": {"tool": group({"config": {"actionGroupExecutor": {"lambda": concat(":", [function, "3"])}}}), "want": {function, concat(":", [function, "3"])}},
		"control returned": {"tool": group({"config": {"actionGroupExecutor": {"customControl": "RETURN_CONTROL"}}}), "want": {"RETURN_CONTROL"}},
		"one of AWS's own": {"tool": group({"config": {"parentActionSignature": "AMAZON.UserInput"}}), "want": {"AMAZON.UserInput"}},
		"no executor": {"tool": group({}), "want": set()},
		"an empty function": {"tool": group({"config": {"parentActionSignature": ""}}), "want": set()},
		"a function behind a gateway": {"tool": target({"targetConfiguration": {"mcp": {"lambda": {"lambdaArn": concat(":", [function, "live"])}}}}), "want": {function, concat(":", [function, "live"])}},
		"a server": {"tool": target({"targetConfiguration": {"mcp": {"mcpServer": {"endpoint": "https://tools.example.com/mcp"}}}}), "want": {"https://tools.example.com/mcp"}},
		"a connector": {"tool": target({"targetConfiguration": {"mcp": {"connector": {"source": {"connectorId": "c"}}}}}), "want": {"c"}},
		"a runtime": {"tool": target({"targetConfiguration": {"http": {"agentcoreRuntime": {"arn": "arn:r"}}}}), "want": {"arn:r"}},
		"an interface in a bucket": {"tool": target({"targetConfiguration": {"mcp": {"openApiSchema": {"s3": {"uri": "s3://b/api.json"}}}}}), "want": {"s3://b/api.json"}},
		"an interface inside": {"tool": target({"targetConfiguration": {"mcp": {"openApiSchema": {"inlinePayload": "{}"}}}}), "want": {"arn:target"}},
		"nothing": {"tool": target({}), "want": set()},
	}
	tools.identifiers(tc.tool) == tc.want
}

test_approvals if {
	tool := target({"targetConfiguration": {"mcp": {"mcpServer": {"endpoint": "https://tools.example.com/mcp"}}}})
	approved := fixture.record("record_approved_tool", "t1", {"status": "approved"})
	waiting := fixture.record("record_approved_tool", "t2", {"status": "waiting"})
	unsaid := fixture.record("record_approved_tool", "t3", {})
	found := {"https://tools.example.com/mcp": [approved, waiting, unsaid]}
	entries := tools.entries(tool) with input.lookup.record_approved_tool.resource_ids as found
	entries == [approved, waiting, unsaid]
	approvals := tools.approvals(tool) with input.lookup.record_approved_tool.resource_ids as found
	approvals == [approved]
}
