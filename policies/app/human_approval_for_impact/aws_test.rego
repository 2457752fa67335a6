package aismm.app.human_approval_for_impact.aws_test

import data.aismm.app.human_approval_for_impact.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

agent(fields) := fixture.resource("aws_bedrock_agent", "arn:agent", object.union({"tags": tags}, fields))

gateway(fields) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:gw", object.union(
	{"tags": tags, "config": {"policyEngineConfiguration": {"arn": "arn:engine", "mode": "ENFORCE"}}},
	fields,
))

function := "arn:aws:lambda:us-east-1:111122223333:function:pay"

group(config) := fixture.resource("aws_bedrock_agent_action_group", "arn:group", {
	"config": object.union({"actionGroupState": "ENABLED", "actionGroupExecutor": {"lambda": function}}, config),
	"derived": {"agent_arn": "arn:agent", "deployed": true},
})

functions(list) := group({"functionSchema": {"functions": [{"name": "pay", "requireConfirmation": c} | some c in list]}})

target := fixture.resource("aws_bedrock_agentcore_gateway_target", "arn:target", {
	"config": {"name": "payments", "targetConfiguration": {"mcp": {"mcpServer": {"endpoint": "https://pay.example.com/mcp"}}}},
	"derived": {"gateway_arn": "arn:gw"},
})

engine(policies) := fixture.resource("aws_bedrock_agentcore_policy_engine", "arn:engine", {"parts": {"ListPolicies": policies}})

statement := `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`

rule(fields) := object.union({"status": "ACTIVE", "enforcementMode": "ACTIVE", "definition": {"cedar": {"statement": statement}}}, fields)

tool(id, fields) := fixture.record("record_approved_tool", id, object.union({"status": "approved", "resource_ids": [function, "https://pay.example.com/mcp"]}, fields))

seen(resources, tools, status) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"id": {"s": [fixture.record("record_ai_system", "s", {"status": status})]}, "resource_ids": {}},
		"record_approved_tool": {"resource_ids": {x: [t | some t in tools; x in t.config.resource_ids] | some t in tools; some x in t.config.resource_ids}},
		"aws_bedrock_agent": {"id": {a.id: [a] | some a in object.get(resources, "aws_bedrock_agent", [])}},
		"aws_bedrock_agentcore_gateway": {"id": {g.id: [g] | some g in object.get(resources, "aws_bedrock_agentcore_gateway", [])}},
		"aws_bedrock_agentcore_policy_engine": {"id": {e.id: [e] | some e in object.get(resources, "aws_bedrock_agentcore_policy_engine", [])}},
	},
	"resources": object.union({"aws_bedrock_agent_action_group": [], "aws_bedrock_agentcore_gateway_target": []}, resources),
}

around(things) := object.union(
	{"aws_bedrock_agent": [agent({})], "aws_bedrock_agentcore_gateway": [gateway({})], "aws_bedrock_agentcore_policy_engine": [engine([rule({})])]},
	things,
)

both := {"aws_bedrock_agent_action_group": [functions(["ENABLED"])], "aws_bedrock_agentcore_gateway_target": [target]}

test_subjects[name] if {
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	some name, tc in {
		"of high impact": {"tools": [tool("t", {"impact": "high"})], "want": [group({}), target]},
		"of low impact": {"tools": [tool("t", {"impact": "low"})], "want": []},
		"low and high": {"tools": [tool("t", {"impact": "low"}), tool("u", {"impact": "high"})], "want": [group({}), target]},
		"impact not said": {"tools": [tool("t", {})], "want": [group({}), target]},
		"not registered": {"tools": [], "want": [group({}), target]},
		"another tool of low impact": {"tools": [tool("t", {"impact": "low", "resource_ids": ["x"]})], "want": [group({}), target]},
		"models": {"tools": [], "things": {"aws_bedrock_agentcore_gateway_target": [object.union(target, {"config": {"targetConfiguration": {"inference": {"provider": {"endpoint": "https://models.example.com"}}}}})]}, "want": [group({})]},
		"of an agent in test": {"tools": [], "things": {"aws_bedrock_agent": [agent(in_test)]}, "want": [target]},
		"of a gateway in test": {"tools": [], "things": {"aws_bedrock_agentcore_gateway": [gateway(in_test)]}, "want": [group({})]},
		"of a system in test": {"tools": [], "status": "test", "want": []},
		"disabled": {"tools": [], "things": {"aws_bedrock_agent_action_group": [group({"actionGroupState": "DISABLED"})]}, "want": [target]},
		"one that asks the user": {"tools": [], "things": {"aws_bedrock_agent_action_group": [group({"parentActionSignature": "AMAZON.UserInput"})]}, "want": [target]},
		"one that runs code": {"tools": [], "things": {"aws_bedrock_agent_action_group": [group({"parentActionSignature": "AMAZON.CodeInterpreter"})]}, "want": [group({}), target]},
		"of a draft": {"tools": [], "things": {"aws_bedrock_agent_action_group": [object.union(group({}), {"derived": {"deployed": false}})]}, "want": [target]},
	}
	got := policy.subjects with input as seen(around(object.union(both, object.get(tc, "things", {}))), tc.tools, object.get(tc, "status", "production"))
	got == {evidence.subject(t) | some t in tc.want}
}

# What a target calls tells its entry in the registry.
test_targets_of_low_impact[name] if {
	some name, tc in {
		"a function": {"mcp": {"lambda": {"lambdaArn": function}}},
		"an interface in a bucket": {"mcp": {"openApiSchema": {"s3": {"uri": function}}}},
		"a model of Smithy in a bucket": {"mcp": {"smithyModel": {"s3": {"uri": function}}}},
		"a runtime": {"http": {"agentcoreRuntime": {"arn": function}}},
	}
	t := object.union(object.remove(target, ["config"]), {"config": {"targetConfiguration": tc}})
	some impact, want in {"low": false, "high": true}
	got := policy.subjects with input as seen(around({"aws_bedrock_agentcore_gateway_target": [t]}), [tool("t", {"impact": impact})], "production")
	got == {evidence.subject(t) | want}
}

# What is described inside of the gateway goes by the name of its target.
test_targets_of_low_impact_that_are_described_inside[schema] if {
	some schema in ["openApiSchema", "smithyModel"]
	some payload, id in {"{}": "arn:target", "": "arn:other"}
	t := object.union(object.remove(target, ["config"]), {"config": {"targetConfiguration": {"mcp": {schema: {"inlinePayload": payload}}}}})
	registered := [tool("t", {"impact": "low", "resource_ids": ["arn:target"]})]
	got := policy.subjects with input as seen(around({"aws_bedrock_agentcore_gateway_target": [t]}), registered, "production")
	got == {evidence.subject(t) | id != "arn:target"}
}

verdicts(things) := got if {
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(around(things), [tool("t", {"impact": "high"})], "production")
}

test_functions[name] if {
	some name, tc in {
		"all": {"group": functions(["ENABLED", "ENABLED"]), "met": (at_function(0) | at_function(1))},
		"one of two": {"group": functions(["ENABLED", "DISABLED"]), "met": set()},
		"not said": {"group": group({"functionSchema": {"functions": [{"name": "pay"}]}}), "met": set()},
		"none": {"group": functions([]), "met": set()},
		"no schema": {"group": group({}), "met": set()},
		"control returned": {
			"group": group({"actionGroupExecutor": {"customControl": "RETURN_CONTROL"}}),
			"met": {evidence.at(group({}), ["config", "actionGroupExecutor", "customControl"])},
		},
		"another control": {"group": group({"actionGroupExecutor": {"customControl": "OTHER"}}), "met": set()},
	}
	got := verdicts({"aws_bedrock_agent_action_group": [tc.group]})
	got == {"met": {"confirmed": tc.met, "enforcing": set(), "named": set()}, "unclear": {"confirmed": set()}}
}

at_function(i) := {evidence.at(group({}), ["config", "functionSchema", "functions", i, "requireConfirmation"])}

test_interfaces[name] if {
	some name, tc in {
		"in a bucket": {"config": {"apiSchema": {"s3": {"s3BucketName": "b"}}}, "unclear": true, "met": set()},
		"inside": {"config": {"apiSchema": {"payload": {"openapi": "3.0.0"}}}, "unclear": true, "met": set()},
		"empty": {"config": {"apiSchema": {}}, "unclear": false, "met": set()},
		"control returned": {
			"config": {"apiSchema": {"s3": {"s3BucketName": "b"}}, "actionGroupExecutor": {"customControl": "RETURN_CONTROL"}}, "unclear": false,
			"met": {evidence.at(group({}), ["config", "actionGroupExecutor", "customControl"])},
		},
	}
	got := verdicts({"aws_bedrock_agent_action_group": [group(tc.config)]})
	got == {
		"met": {"confirmed": tc.met, "enforcing": set(), "named": set()},
		"unclear": {"confirmed": {evidence.at(group({}), ["config", "apiSchema"]) | tc.unclear}},
	}
}

test_targets[name] if {
	some name, tc in {
		"enforced": {"gateway": gateway({}), "policies": [rule({})], "enforcing": true, "named": [0]},
		"only logged": {"gateway": gateway({"config": {"policyEngineConfiguration": {"mode": "LOG_ONLY"}}}), "policies": [rule({})], "enforcing": false, "named": [0]},
		"no engine": {"gateway": object.remove(gateway({}), ["config"]), "policies": [rule({})], "enforcing": false, "named": []},
		"another engine": {"gateway": gateway({"config": {"policyEngineConfiguration": {"arn": "arn:other"}}}), "policies": [rule({})], "enforcing": true, "named": []},
		"the second policy": {"gateway": gateway({}), "policies": [rule({"status": "CREATING"}), rule({})], "enforcing": true, "named": [1]},
		"in Dogwood": {"gateway": gateway({}), "policies": [object.union(object.remove(rule({}), ["definition"]), {"definition": {"policy": {"statement": statement}}})], "enforcing": true, "named": [0]},
		"a policy that only logs": {"gateway": gateway({}), "policies": [rule({"enforcementMode": "LOG_ONLY"})], "enforcing": true, "named": []},
		"no mode": {"gateway": gateway({}), "policies": [object.remove(rule({}), ["enforcementMode"])], "enforcing": true, "named": []},
		"no state": {"gateway": gateway({}), "policies": [object.remove(rule({}), ["status"])], "enforcing": true, "named": []},
		"another gateway": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw2") when { true };`}}})], "enforcing": true, "named": []},
		"by method and path": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `forbid(principal, action == AgentCore::Action::"payments/POST/x", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": [0]},
		"a target of a longer name": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `forbid(principal, action == AgentCore::Action::"payments-eu___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": []},
		"another target": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"repayments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": []},
		"forbidden": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `forbid(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": [0]},
		"forbidden, with a note": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `@id("no") forbid(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": [0]},
		"unless": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") unless { context.input.amount > 500 };`}}})], "enforcing": true, "named": [0]},
		"permitted without a condition": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": []},
		"a condition in a comment": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw"); // when { context.input.amount <= 500 }`}}})], "enforcing": true, "named": []},
		"a name in a comment": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action, resource) when { context.x }; // "payments___transfer" "arn:gw"`}}})], "enforcing": true, "named": []},
		"a comment before": {
			"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `// nobody pays
forbid(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})],
			"enforcing": true, "named": [0],
		},
		"an address in a text": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `@note("https://x.example.com") forbid(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": [0]},
		"a condition that always holds": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { true };`}}})], "enforcing": true, "named": []},
		"a condition without words": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { };`}}})], "enforcing": true, "named": []},
		"an exception that never is one": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") unless {false};`}}})], "enforcing": true, "named": []},
		"another one permits it": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": []},
		"another one permits everything": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action, resource);`}}})], "enforcing": true, "named": []},
		"another one permits everything of the gateway": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action, resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": []},
		"another one permits everything of another gateway": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action, resource == AgentCore::Gateway::"arn:gw2");`}}})], "enforcing": true, "named": [0]},
		"another one permits another tool": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"search___find", resource == AgentCore::Gateway::"arn:gw");`}}})], "enforcing": true, "named": [0]},
		"another one forbids": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule({"definition": {"cedar": {"statement": `forbid(principal, action, resource);`}}})], "enforcing": true, "named": [0]},
		"forbidden, though another one permits it": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `forbid(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}}), rule({"definition": {"cedar": {"statement": `permit(principal, action, resource);`}}})], "enforcing": true, "named": [0]},
		"another one that only logs permits it": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule(object.union({"enforcementMode": "LOG_ONLY"}, {"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}}))], "enforcing": true, "named": [0]},
		"another one that is gone permits it": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw") when { context.input.amount <= 500 };`}}}), rule(object.union({"status": "DELETING"}, {"definition": {"cedar": {"statement": `permit(principal, action == AgentCore::Action::"payments___transfer", resource == AgentCore::Gateway::"arn:gw");`}}}))], "enforcing": true, "named": [0]},
		"another one that says nothing": {"gateway": gateway({}), "policies": [rule({}), {}], "enforcing": true, "named": []},
		"everything": {"gateway": gateway({}), "policies": [rule({"definition": {"cedar": {"statement": "permit(principal, action, resource);"}}})], "enforcing": true, "named": []},
		"no definition": {"gateway": gateway({}), "policies": [object.remove(rule({}), ["definition"])], "enforcing": true, "named": []},
		"no policy": {"gateway": gateway({}), "policies": [], "enforcing": true, "named": []},
	}
	e := engine(tc.policies)
	got := verdicts({"aws_bedrock_agentcore_gateway_target": [target], "aws_bedrock_agentcore_gateway": [tc.gateway], "aws_bedrock_agentcore_policy_engine": [e]})
	got.met == {
		"confirmed": set(),
		"enforcing": {evidence.shown(target, gateway({}), ["config", "policyEngineConfiguration", "mode"]) | tc.enforcing},
		"named": {evidence.shown(target, e, ["parts", "ListPolicies", i, "definition"]) | some i in tc.named},
	}
}

test_a_target_without_a_name if {
	t := object.union(object.remove(target, ["config"]), {"config": {"targetConfiguration": {}}})
	got := verdicts({"aws_bedrock_agentcore_gateway_target": [t]})
	got.met.named == set()
}
