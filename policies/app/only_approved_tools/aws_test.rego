package aismm.app.only_approved_tools.aws_test

import data.aismm.app.only_approved_tools.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

agent(fields) := fixture.resource("aws_bedrock_agent", "arn:agent", object.union({"tags": tags}, fields))

gateway(fields) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:gw", object.union({"tags": tags}, fields))

function := "arn:aws:lambda:us-east-1:111122223333:function:lookup"

group(config) := fixture.resource("aws_bedrock_agent_action_group", "arn:group", {
	"config": object.union({"actionGroupState": "ENABLED"}, config),
	"derived": {"agent_arn": "arn:agent", "deployed": true},
})

of_function := group({"actionGroupExecutor": {"lambda": function}, "functionSchema": {"functions": [{"name": "read"}]}})

target(configuration) := fixture.resource("aws_bedrock_agentcore_gateway_target", "arn:target", {
	"config": {"targetConfiguration": configuration},
	"derived": {"gateway_arn": "arn:gw"},
})

server := target({"mcp": {"mcpServer": {"endpoint": "https://tools.example.com/mcp"}}})

tool(fields) := fixture.record("record_approved_tool", "t", object.union({"status": "approved"}, fields))

seen(resources, tools, status) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"id": {"s": [fixture.record("record_ai_system", "s", {"status": status})]}, "resource_ids": {}},
		"record_approved_tool": {"resource_ids": {x: [t | some t in tools; x in t.config.resource_ids] | some t in tools; some x in t.config.resource_ids}},
		"aws_bedrock_agent": {"id": {a.id: [a] | some a in object.get(resources, "aws_bedrock_agent", [])}},
		"aws_bedrock_agentcore_gateway": {"id": {g.id: [g] | some g in object.get(resources, "aws_bedrock_agentcore_gateway", [])}},
	},
	"records": {"record_approved_tool": tools},
	"resources": object.union({"aws_bedrock_agent_action_group": [], "aws_bedrock_agentcore_gateway_target": []}, resources),
}

around(things) := object.union({"aws_bedrock_agent": [agent({})], "aws_bedrock_agentcore_gateway": [gateway({})]}, things)

test_subjects[name] if {
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	some name, tc in {
		"a group": {"things": {"aws_bedrock_agent_action_group": [of_function]}, "want": [of_function]},
		"a group of a draft": {"things": {"aws_bedrock_agent_action_group": [object.union(of_function, {"derived": {"deployed": false}})]}, "want": []},
		"a disabled group": {"things": {"aws_bedrock_agent_action_group": [object.union(of_function, {"config": {"actionGroupState": "DISABLED"}})]}, "want": []},
		"a group of an agent in test": {"things": {"aws_bedrock_agent_action_group": [of_function], "aws_bedrock_agent": [agent(in_test)]}, "want": []},
		"a group of a system in test": {"things": {"aws_bedrock_agent_action_group": [of_function]}, "status": "test", "want": []},
		"a target": {"things": {"aws_bedrock_agentcore_gateway_target": [server]}, "want": [server]},
		"a target of a gateway in test": {"things": {"aws_bedrock_agentcore_gateway_target": [server], "aws_bedrock_agentcore_gateway": [gateway(in_test)]}, "want": []},
		"a target of a system in test": {"things": {"aws_bedrock_agentcore_gateway_target": [server]}, "status": "test", "want": []},
	}
	got := policy.subjects with input as seen(around(tc.things), [], object.get(tc, "status", "production"))
	got == {evidence.subject(t) | some t in tc.want}
}

met(things, tools) := got if got := policy.met with input as seen(around(things), tools, "production")

test_groups[name] if {
	some name, tc in {
		"approved": {"tools": [tool({"resource_ids": [function]})], "met": true},
		"waiting": {"tools": [tool({"resource_ids": [function], "status": "waiting"})], "met": false},
		"nothing said": {"tools": [tool({"resource_ids": [function], "status": ""})], "met": false},
		"another tool": {"tools": [tool({"resource_ids": ["arn:other"]})], "met": false},
		"no tool": {"tools": [], "met": false},
	}
	got := met({"aws_bedrock_agent_action_group": [of_function]}, tc.tools)
	got == {
		"approved": {evidence.shown(of_function, tool({}), ["config", "resource_ids"]) | tc.met},
		"schema": {evidence.at(of_function, ["config", "functionSchema"])},
	}
}

test_what_groups_call[name] if {
	some name, tc in {
		"a version": {"config": {"actionGroupExecutor": {"lambda": concat(":", [function, "7"])}}, "approved": function},
		"control returned": {"config": {"actionGroupExecutor": {"customControl": "RETURN_CONTROL"}}, "approved": "RETURN_CONTROL"},
		"one of AWS's own": {"config": {"parentActionSignature": "AMAZON.CodeInterpreter"}, "approved": "AMAZON.CodeInterpreter"},
	}
	some approved, want in {tc.approved: true, "something else": false}
	got := met({"aws_bedrock_agent_action_group": [group(tc.config)]}, [tool({"resource_ids": [approved]})])
	got.approved == {evidence.shown(of_function, tool({}), ["config", "resource_ids"]) | want}
}

test_schemas[name] if {
	some name, tc in {
		"an interface": {"config": {"apiSchema": {"s3": {"s3BucketName": "b"}}}, "met": "apiSchema"},
		"functions": {"config": {"functionSchema": {"functions": [{"name": "read"}]}}, "met": "functionSchema"},
		"no functions": {"config": {"functionSchema": {"functions": []}}, "met": ""},
		"one of Anthropic's": {"config": {"parentActionSignature": "ANTHROPIC.Computer"}, "met": "parentActionSignature"},
		"one of AWS's own": {"config": {"parentActionSignature": "AMAZON.UserInput"}, "met": "parentActionSignature"},
		"another signature": {"config": {"parentActionSignature": "OTHER"}, "met": ""},
		"an empty schema": {"config": {"functionSchema": {}}, "met": ""},
		"none": {"config": {}, "met": ""},
	}
	g := object.union(group(tc.config), {"config": {"actionGroupExecutor": {"lambda": function}}})
	got := met({"aws_bedrock_agent_action_group": [g]}, [])
	got == {"approved": set(), "schema": {evidence.at(g, ["config", tc.met]) | tc.met != ""}}
}

test_targets[name] if {
	some name, tc in {
		"a server": {"target": {"mcp": {"mcpServer": {"endpoint": "x"}}}},
		"a function": {"target": {"mcp": {"lambda": {"lambdaArn": "x"}}}},
		"an API": {"target": {"mcp": {"apiGateway": {"restApiId": "x"}}}},
		"a connector": {"target": {"mcp": {"connector": {"source": {"connectorId": "x"}}}}},
		"an interface in a bucket": {"target": {"mcp": {"openApiSchema": {"s3": {"uri": "x"}}}}},
		"a model of Smithy in a bucket": {"target": {"mcp": {"smithyModel": {"s3": {"uri": "x"}}}}},
		"a runtime": {"target": {"http": {"agentcoreRuntime": {"arn": "x"}}}},
		"a connector over HTTP": {"target": {"http": {"connector": {"source": {"connectorId": "x"}}}}},
		"an address": {"target": {"http": {"passthrough": {"endpoint": "x"}}}},
		"a provider of models": {"target": {"inference": {"provider": {"endpoint": "x"}}}},
		"a connector to models": {"target": {"inference": {"connector": {"source": {"connectorId": "x"}}}}},
	}
	some approved, want in {"x": true, "y": false, "arn:target": false}
	got := met({"aws_bedrock_agentcore_gateway_target": [target(tc.target)]}, [tool({"resource_ids": [approved]})])
	got == {"schema": set(), "approved": {evidence.shown(server, tool({}), ["config", "resource_ids"]) | want}}
}

test_an_empty_interface_inside_is_none if {
	got := met({"aws_bedrock_agentcore_gateway_target": [target({"mcp": {"openApiSchema": {"inlinePayload": ""}, "smithyModel": {"inlinePayload": ""}}})]}, [tool({"resource_ids": ["arn:target"]})])
	got.approved == set()
}

test_interfaces_inside[name] if {
	some name in ["openApiSchema", "smithyModel"]
	some approved, want in {"arn:target": true, "y": false}
	got := met({"aws_bedrock_agentcore_gateway_target": [target({"mcp": {name: {"inlinePayload": "{}"}}})]}, [tool({"resource_ids": [approved]})])
	got == {"schema": set(), "approved": {evidence.shown(server, tool({}), ["config", "resource_ids"]) | want}}
}
