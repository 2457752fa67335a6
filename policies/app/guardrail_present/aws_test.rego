package aismm.app.guardrail_present.aws_test

import data.aismm.app.guardrail_present.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

here := fixture.region("us-east-1", "yes")

used := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": {"model_id": "m", "invocations": 3}})

names(version) := {"guardrailIdentifier": "g", "guardrailVersion": version}

tags := {"environment": "production", "ai-system": "s"}

agent(versions) := fixture.resource("aws_bedrock_agent", "arn:a", {
	"tags": tags, "config": {"foundationModel": "amazon.nova-lite-v1:0", "guardrailConfiguration": names("DRAFT")},
	"parts": {"GetAgentVersion": [object.union({"foundationModel": "amazon.nova-lite-v1:0"}, v) | some v in versions]},
})

guarded := agent([{"guardrailConfiguration": names("3")}])

prompt(config) := {"type": "Prompt", "name": "p", "configuration": {"prompt": config}}

base(config) := {"type": "KnowledgeBase", "name": "k", "configuration": {"knowledgeBase": config}}

input_node := {"type": "Input", "name": "i", "configuration": {"input": {}}}

flow(nodes) := fixture.resource("aws_bedrock_flow", "arn:f", {
	"tags": tags, "config": {"definition": {"nodes": []}},
	"parts": {"GetFlowVersion": [{"definition": {"nodes": nodes}}]},
})

guardrail(fields) := fixture.resource("aws_bedrock_guardrail", "arn:g", object.union({"parts": {"GetGuardrail": [{"version": "1", "status": "READY"}]}}, fields))

enforced(config) := fixture.resource("aws_bedrock_enforced_guardrail", "arn:e", {"config": object.union({"guardrailArn": "arn:g", "guardrailVersion": "2"}, config)})

organization(region) := fixture.resource("aws_organizations_bedrock_policy", "111122223333", {
	"region": "",
	"config": {"PolicyContent": {"bedrock": {"guardrail_inference": {region: {"standard": {"identifier": "arn:aws:bedrock:us-east-1:999900001111:guardrail/g:2"}}}}}},
})

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"scopes": [here, fixture.region("eu-central-1", "yes")],
	"records": {"record_ai_system": systems},
	"lookup": {
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
		"aws_bedrock_inference_profile": {"id": {r.id: [r] | some r in object.get(resources, "aws_bedrock_inference_profile", [])}, "inferenceProfileId": {}},
		"aws_bedrock_marketplace_endpoint": {"id": {r.id: [r] | some r in object.get(resources, "aws_bedrock_marketplace_endpoint", [])}},
	},
	"resources": object.union(
		{kind: [] | some kind in [
			"aws_bedrock_inference_profile", "aws_bedrock_marketplace_endpoint",
			"aws_bedrock_usage", "aws_bedrock_agent", "aws_bedrock_flow", "aws_bedrock_guardrail", "aws_bedrock_enforced_guardrail",
			"aws_organizations_bedrock_policy", "aws_bedrock_provisioned_throughput", "aws_bedrock_custom_model",
		]},
		resources,
	),
}

system(status) := fixture.record("record_ai_system", "s", {"status": status})

test_subjects[name] if {
	of_test := [system("test")]
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	production := [system("production")]
	some name, tc in {
		"use": {"resources": {"aws_bedrock_usage": [used]}, "want": [here]},
		"use that does not say how much": {"resources": {"aws_bedrock_usage": [object.remove(used, ["derived"])]}, "want": [here]},
		"no use any more": {"resources": {"aws_bedrock_usage": [object.union(used, {"derived": {"invocations": 0}})]}, "want": []},
		"an agent": {"resources": {"aws_bedrock_agent": [guarded]}, "want": [guarded]},
		"an agent in test": {"resources": {"aws_bedrock_agent": [object.union(guarded, in_test)]}, "want": []},
		"an agent of a system in test": {"resources": {"aws_bedrock_agent": [guarded]}, "systems": of_test, "want": []},
		"a flow of a system in test": {"resources": {"aws_bedrock_flow": [flow([prompt({})])]}, "systems": of_test, "want": []},
		"a flow": {"resources": {"aws_bedrock_flow": [flow([prompt({})])]}, "want": [flow([])]},
		"a flow in test": {"resources": {"aws_bedrock_flow": [object.union(flow([prompt({})]), in_test)]}, "want": []},
		"a flow that calls no model": {"resources": {"aws_bedrock_flow": [flow([input_node])]}, "want": [flow([])]},
		"a flow that does not say what it does": {
			"resources": {"aws_bedrock_flow": [object.union(flow([]), {"parts": {"GetFlowVersion": [{"version": "1"}]}})]}, "want": [flow([])],
		},
	}
	got := policy.subjects with input as seen(tc.resources, object.get(tc, "systems", production))
	got == {evidence.subject(t) | some t in tc.want}
}

met(resources) := got if got := policy.met with input as seen(object.union({"aws_bedrock_usage": [used]}, resources), [system("production")])

rows(condition, found) := object.union({"ready": set(), "agent": set(), "flow": set()}, {condition: found})

test_regions[name] if {
	at := {evidence.shown(here, guardrail({}), ["parts", "GetGuardrail", 0, "status"])}
	some name, tc in {
		"ready": {"guardrails": [guardrail({})], "rows": at},
		"none": {"guardrails": [], "rows": set()},
		"elsewhere": {"guardrails": [guardrail({"region": "eu-west-1"})], "rows": set()},
		"a draft": {"guardrails": [guardrail({"parts": {"GetGuardrail": []}})], "rows": set()},
		"a draft among versions": {"guardrails": [guardrail({"parts": {"GetGuardrail": [{"version": "DRAFT", "status": "READY"}]}})], "rows": set()},
		"without a version": {"guardrails": [guardrail({"parts": {"GetGuardrail": [{"status": "READY"}]}})], "rows": set()},
		"failed": {"guardrails": [guardrail({"parts": {"GetGuardrail": [{"version": "1", "status": "FAILED"}]}})], "rows": set()},
		"without a state": {"guardrails": [guardrail({"parts": {"GetGuardrail": [{"version": "1"}]}})], "rows": set()},
		"versions not read": {"guardrails": [object.remove(guardrail({}), ["parts"])], "rows": set()},
	}
	got := met({"aws_bedrock_guardrail": tc.guardrails})
	got == rows("ready", tc.rows)
}

test_enforced_in_regions[name] if {
	by_organization := ["config", "PolicyContent", "bedrock", "guardrail_inference", "us-east-1", "standard", "identifier"]
	some name, tc in {
		"by the account": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({})]}, "rows": {evidence.shown(here, enforced({}), ["config", "guardrailVersion"])}},
		"by the organization": {
			"resources": {"aws_organizations_bedrock_policy": [organization("us-east-1")]},
			"rows": {evidence.shown(here, organization(""), by_organization)},
		},
	}
	got := met(tc.resources)
	got == rows("ready", tc.rows)
}

# A draft that somebody routes to is in use beside the versions.
test_drafts_that_are_deployed[name] if {
	some name, tc in {
		"by an alias": {"id": "LIVE", "version": "DRAFT", "draft": true},
		"a version": {"id": "LIVE", "version": "1", "draft": false},
		"for trying out": {"id": "TSTALIASID", "version": "DRAFT", "draft": false},
	}
	a := object.union(guarded, {"parts": {"ListAgentAliases": [{"agentAliasId": tc.id, "routingConfiguration": [{"agentVersion": tc.version}]}]}})
	f := object.union(flow([prompt({"guardrailConfiguration": names("3")})]), {
		"config": {"definition": {"nodes": [prompt({})]}},
		"parts": {"ListFlowAliases": [{"id": tc.id, "routingConfiguration": [{"flowVersion": tc.version}]}]},
	})
	got := met({"aws_bedrock_usage": [], "aws_bedrock_agent": [a], "aws_bedrock_flow": [f]})
	count(got.agent) == count([x | not tc.draft; x := true])
	count(got.flow) == count([x | not tc.draft; x := true])
}

test_agents[name] if {
	at := {evidence.at(guarded, ["parts", "GetAgentVersion", 0, "guardrailConfiguration", "guardrailVersion"])}
	some name, tc in {
		"guarded": {"agent": guarded, "rows": at},
		"a draft of a guardrail": {"agent": agent([{"guardrailConfiguration": names("DRAFT")}]), "rows": set()},
		"no guardrail": {"agent": agent([{}]), "rows": set()},
		"no version of it": {"agent": agent([{"guardrailConfiguration": {"guardrailIdentifier": "g"}}]), "rows": set()},
		"no identifier": {"agent": agent([{"guardrailConfiguration": {"guardrailVersion": "3"}}]), "rows": set()},
		"an empty identifier": {"agent": agent([{"guardrailConfiguration": {"guardrailIdentifier": "", "guardrailVersion": "3"}}]), "rows": set()},
		"one version of two": {"agent": agent([{"guardrailConfiguration": names("3")}, {}]), "rows": set()},
		"not deployed, with a draft": {"agent": agent([]), "rows": set()},
		"not deployed, and guarded": {
			"agent": object.union(agent([]), {"config": {"guardrailConfiguration": names("3")}}),
			"rows": {evidence.at(guarded, ["config", "guardrailConfiguration", "guardrailVersion"])},
		},
	}
	got := met({"aws_bedrock_usage": [], "aws_bedrock_agent": [tc.agent]})
	got == rows("agent", tc.rows)
}

test_enforced_on_agents[name] if {
	at := {evidence.shown(guarded, enforced({}), ["config", "guardrailVersion"])}
	some name, tc in {
		"on all models": {"config": {}, "agent": agent([{}]), "rows": at},
		"on its model": {"config": {"modelEnforcement": {"includedModels": ["amazon.nova-lite-v1:0"], "excludedModels": []}}, "agent": agent([{}]), "rows": at},
		"on other models": {"config": {"modelEnforcement": {"includedModels": ["cohere.embed-v4:0"], "excludedModels": []}}, "agent": agent([{}]), "rows": set()},
		"not on its model": {"config": {"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": ["amazon.nova-lite-v1:0"]}}, "agent": agent([{}]), "rows": set()},
		"on a draft": {"config": {"guardrailVersion": "DRAFT"}, "agent": agent([{}]), "rows": set()},
		"in another region": {"config": {}, "agent": object.union(agent([{}]), {"region": "eu-west-1"}), "rows": set()},
		"on a model that is not known": {"config": {}, "agent": object.union(agent([]), {"parts": {"GetAgentVersion": [{}]}}), "rows": set()},
	}
	got := met({"aws_bedrock_usage": [], "aws_bedrock_agent": [tc.agent], "aws_bedrock_enforced_guardrail": [enforced(tc.config)]})
	got == rows("agent", tc.rows)
}

# What an agent calls may route to a model that is left out.
test_models_behind_what_agents_call[name] if {
	model := {"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}
	some name, tc in {
		"a profile": {"aws_bedrock_inference_profile": [fixture.resource("aws_bedrock_inference_profile", "arn:x/x", {"config": {"models": [model]}})]},
		"provisioned throughput": {"aws_bedrock_provisioned_throughput": [fixture.resource("aws_bedrock_provisioned_throughput", "arn:x/x", {"config": model})]},
		"an endpoint": {"aws_bedrock_marketplace_endpoint": [fixture.resource("aws_bedrock_marketplace_endpoint", "arn:x/x", {"config": {"modelSourceIdentifier": "amazon.nova-lite-v1:0"}})]},
	}
	some excluded, want in {"amazon.nova-lite-v1:0": 0, "cohere.embed-v4:0": 1}
	e := enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": [excluded]}})
	got := met(object.union(tc, {"aws_bedrock_usage": [], "aws_bedrock_agent": [agent([{"foundationModel": "arn:x/x"}])], "aws_bedrock_enforced_guardrail": [e]}))
	count(got.agent) == want
}

test_custom_models if {
	custom := fixture.resource("aws_bedrock_custom_model", "arn:aws:bedrock:us-east-1:111122223333:custom-model/x/y", {})
	some excluded, want in {custom.id: 0, "cohere.embed-v4:0": 1}
	e := enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": [excluded]}})
	got := met({"aws_bedrock_usage": [], "aws_bedrock_custom_model": [custom], "aws_bedrock_agent": [agent([{"foundationModel": "y"}])], "aws_bedrock_enforced_guardrail": [e]})
	count(got.agent) == want
}

test_the_organization_enforces_on_agents_and_flows if {
	at := ["config", "PolicyContent", "bedrock", "guardrail_inference", "us-east-1", "standard", "identifier"]
	p := organization("us-east-1")
	got := met({"aws_bedrock_usage": [], "aws_bedrock_agent": [agent([{}])], "aws_bedrock_flow": [flow([prompt({})])], "aws_organizations_bedrock_policy": [p]})
	got == {"ready": set(), "agent": {evidence.shown(guarded, p, at)}, "flow": {evidence.shown(flow([]), p, at)}}
}

test_flows[name] if {
	c := {"guardrailConfiguration": names("3")}
	nodes := ["parts", "GetFlowVersion", 0, "definition", "nodes"]
	at_prompt := evidence.at(flow([]), array.concat(nodes, [0, "configuration", "prompt", "guardrailConfiguration", "guardrailVersion"]))
	at_base := evidence.at(flow([]), array.concat(nodes, [1, "configuration", "knowledgeBase", "guardrailConfiguration", "guardrailVersion"]))
	some name, tc in {
		"guarded": {"nodes": [prompt(c), base(c)], "rows": {at_prompt, at_base}},
		"a prompt without": {"nodes": [prompt({}), base(c)], "rows": set()},
		"a knowledge base without": {"nodes": [prompt(c), base({})], "rows": set()},
		"a draft": {"nodes": [prompt({"guardrailConfiguration": names("DRAFT")})], "rows": set()},
		"a loop around one without": {"nodes": [prompt(c), {"type": "Loop", "configuration": {"loop": {"definition": {"nodes": [prompt({})]}}}}], "rows": set()},
		"a loop around one with a guardrail": {"nodes": [{"type": "Loop", "configuration": {"loop": {"definition": {"nodes": [prompt(c)]}}}}], "rows": {evidence.at(
			flow([]),
			array.concat(nodes, [0, "configuration", "loop", "definition", "nodes", 0, "configuration", "prompt", "guardrailConfiguration", "guardrailVersion"]),
		)}},
		"no node": {"nodes": [], "rows": set()},
		"no model": {"nodes": [input_node], "rows": {evidence.at(flow([]), nodes)}},
		"a loop without a model": {"nodes": [{"type": "Loop", "configuration": {"loop": {"definition": {"nodes": [input_node]}}}}], "rows": {evidence.at(flow([]), nodes)}},
		"a node of tomorrow": {"nodes": [prompt(c), {"type": "Oracle", "configuration": {}}], "rows": set()},
		"a node without a type": {"nodes": [prompt(c), {"configuration": {}}], "rows": set()},
	}
	got := met({"aws_bedrock_usage": [], "aws_bedrock_flow": [flow(tc.nodes)]})
	got == rows("flow", tc.rows)
}

test_enforced_on_flows[name] if {
	at := {evidence.shown(flow([]), enforced({}), ["config", "guardrailVersion"])}
	some name, tc in {
		"on all models": {"config": {}, "region": "us-east-1", "rows": at},
		"on some models": {"config": {"modelEnforcement": {"includedModels": ["m"], "excludedModels": []}}, "region": "us-east-1", "rows": set()},
		"on all but some": {"config": {"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": ["m"]}}, "region": "us-east-1", "rows": set()},
		"in another region": {"config": {}, "region": "eu-west-1", "rows": set()},
	}
	f := object.union(flow([prompt({})]), {"region": tc.region})
	got := met({"aws_bedrock_usage": [], "aws_bedrock_flow": [f], "aws_bedrock_enforced_guardrail": [enforced(tc.config)]})
	got == rows("flow", tc.rows)
}
