package aismm.lib.guardrails_test

import data.aismm.lib.fixture
import data.aismm.lib.guardrails

guardrail_arn := "arn:aws:bedrock:us-east-1:111122223333:guardrail/g"

guardrail(versions) := fixture.resource("aws_bedrock_guardrail", guardrail_arn, {
	"config": {"guardrailId": "g", "version": "DRAFT"},
	"parts": {"GetGuardrail": [{"guardrailId": "g", "version": v} | some v in versions]},
})

agent(versions) := fixture.resource("aws_bedrock_agent", "arn:a", {
	"config": {"guardrailConfiguration": {"guardrailIdentifier": "g", "guardrailVersion": "DRAFT"}},
	"parts": {"GetAgentVersion": [{"guardrailConfiguration": c} | some c in versions]},
})

names(guardrail, version) := {"guardrailIdentifier": guardrail, "guardrailVersion": version}

node(type, config) := {"type": type, "name": "n", "configuration": config}

flow(nodes) := fixture.resource("aws_bedrock_flow", "arn:f", {
	"config": {"definition": {"nodes": [node("Prompt", {"prompt": {}})]}},
	"parts": {"GetFlowVersion": [{"definition": {"nodes": nodes}}]},
})

test_deployed[name] if {
	some name, tc in {
		"versions": {"thing": agent([names("g", "1"), names("g", "2")]), "want": [["parts", "GetAgentVersion", 0], ["parts", "GetAgentVersion", 1]]},
		"a flow": {"thing": flow([]), "want": [["parts", "GetFlowVersion", 0]]},
		"no version": {"thing": agent([]), "want": [["config"]]},
		"versions not read": {"thing": object.remove(agent([]), ["parts"]), "want": []},
	}
	[v.path | some v in guardrails.deployed(tc.thing)] == tc.want
}

# A working draft that somebody routes to is deployed beside the versions. Trying it out is no deployment.
test_deployed_drafts[name] if {
	some name, tc in {
		"an alias on the draft": {"id": "LIVE", "version": "DRAFT", "draft": true},
		"an alias on a version": {"id": "LIVE", "version": "1", "draft": false},
		"the alias for trying out": {"id": "TSTALIASID", "version": "DRAFT", "draft": false},
	}
	every thing in [
		object.union(agent([names("g", "1")]), {"parts": {"ListAgentAliases": [{"agentAliasId": tc.id, "routingConfiguration": [{"agentVersion": tc.version}]}]}}),
		object.union(flow([]), {"parts": {"ListFlowAliases": [{"id": tc.id, "routingConfiguration": [{"flowVersion": tc.version}]}]}}),
	] {
		got := {v.path[0] | some v in guardrails.deployed(thing)}
		got == {"parts"} | {"config" | tc.draft}
	}
}

test_nodes if {
	prompt := node("Prompt", {"prompt": {"guardrailConfiguration": names("g", "1")}})
	base := node("KnowledgeBase", {"knowledgeBase": {"guardrailConfiguration": names("g", "2")}})
	bare := node("Prompt", {"prompt": {}})
	loop := node("Loop", {"loop": {"definition": {"nodes": [bare]}}})
	some v in guardrails.deployed(flow([node("Input", {"input": {}}), prompt, loop, base]))
	got := guardrails.nodes(v)
	top := ["parts", "GetFlowVersion", 0, "definition", "nodes"]
	inside := array.concat(top, [2, "configuration", "loop", "definition", "nodes", 0])
	{n.path | some n in got} == {array.concat(top, [i]) | some i in [0, 1, 2, 3]} | {inside}
	not guardrails.calls_no_model(node("Loop", {"loop": {}}))
	{n.path | some n in got; guardrails.calls_no_model(n.value)} == {array.concat(top, [i]) | some i in [0, 2]}
	{guardrails.of_node(n.value) | some n in got} == {names("g", "1"), names("g", "2")}
	object.keys(guardrails.place_in_node) == {"KnowledgeBase", "Prompt"}
}

test_released[version] if {
	some version, want in {"1": true, "12": true, "DRAFT": false, "": false, "1.0": false}
	got := {true | guardrails.released(version)}
	got == {true | want}
}

seen(resources) := {"resources": object.union(
	{"aws_bedrock_agent": [], "aws_bedrock_flow": [], "aws_bedrock_enforced_guardrail": [], "aws_organizations_bedrock_policy": []},
	resources,
)}

naming(kind, names) := fixture.resource(kind, "arn:n", {"derived": {"guardrails": [{"identifier": n[0], "version": n[1]} | some n in names]}})

test_in_use[name] if {
	some name, tc in {
		"what something names": {"versions": ["1", "2", "3"], "names": [["g", "2"]], "want": ["2"]},
		"by ARN": {"versions": ["1", "2"], "names": [[guardrail_arn, "1"]], "want": ["1"]},
		"a working draft": {"versions": ["1"], "names": [["g", "DRAFT"]], "want": ["DRAFT"]},
		"two": {"versions": ["1", "2", "3"], "names": [["g", "1"], ["g", "3"]], "want": ["1", "3"]},
		"a version that is gone": {"versions": ["1", "2"], "names": [["g", "7"]], "want": ["2"]},
		"another guardrail": {"versions": ["1", "2"], "names": [["h", "1"]], "want": ["2"]},
		"nobody": {"versions": ["2", "10", "9"], "names": [], "want": ["10"]},
		"nobody, and versions without numbers": {"versions": ["DRAFT"], "names": [], "want": []},
		"nobody, and no version": {"versions": [], "names": [], "want": ["DRAFT"]},
	}
	some kind in ["aws_bedrock_agent", "aws_bedrock_flow"]
	got := guardrails.in_use(guardrail(tc.versions)) with input as seen({kind: [naming(kind, tc.names)]})
	[v.value.version | some v in got] == tc.want
}

test_paths if {
	got := guardrails.in_use(guardrail(["1", "2"])) with input as seen({"aws_bedrock_agent": [naming("aws_bedrock_agent", [["g", "1"], ["g", "DRAFT"]])]})
	[v.path | some v in got] == [["config"], ["parts", "GetGuardrail", 0]]
}

test_versions_not_read if {
	got := guardrails.in_use(object.remove(guardrail([]), ["parts"])) with input as seen({})
	got == []
}

enforced(fields) := fixture.resource("aws_bedrock_enforced_guardrail", "arn:e", {"config": object.union(
	{"guardrailArn": guardrail_arn, "guardrailVersion": "2"},
	fields,
)})

of_organization(entry) := fixture.resource("aws_organizations_bedrock_policy", "111122223333", {"config": {"PolicyContent": {"bedrock": {"guardrail_inference": {"eu-central-1": {"standard": entry}}}}}})

test_enforced_by_account if {
	got := guardrails.enforced with input as seen({"aws_bedrock_enforced_guardrail": [
		enforced({}), enforced({"guardrailVersion": "DRAFT"}),
		enforced({"modelEnforcement": {"includedModels": ["m"], "excludedModels": ["n"]}}),
	]})
	all := {
		"of": enforced({}), "path": ["config", "guardrailVersion"], "region": "us-east-1", "arn": guardrail_arn, "version": "2",
		"included": ["ALL"], "excluded": [],
	}
	some_models := object.union(all, {
		"of": enforced({"modelEnforcement": {"includedModels": ["m"], "excludedModels": ["n"]}}),
		"included": ["m"], "excluded": ["n"],
	})
	got == [all, some_models]
}

test_enforced_by_the_organization[name] if {
	some name, tc in {
		"all models": {"entry": {"identifier": concat(":", [guardrail_arn, "4"])}, "included": ["ALL"], "excluded": [], "found": true},
		"some models": {
			"entry": {"identifier": concat(":", [guardrail_arn, "4"]), "model_enforcement": {"included_models": ["m"], "excluded_models": ["n"]}},
			"included": ["m"], "excluded": ["n"], "found": true,
		},
		"models without exceptions": {
			"entry": {"identifier": concat(":", [guardrail_arn, "4"]), "model_enforcement": {"included_models": ["m"]}},
			"included": [], "excluded": [], "found": false,
		},
		"a draft": {"entry": {"identifier": concat(":", [guardrail_arn, "DRAFT"])}, "included": [], "excluded": [], "found": false},
		"no version": {"entry": {"identifier": guardrail_arn}, "included": [], "excluded": [], "found": false},
		"nothing": {"entry": {}, "included": [], "excluded": [], "found": false},
	}
	p := of_organization(tc.entry)
	got := guardrails.enforced with input as seen({"aws_organizations_bedrock_policy": [p]})
	got == [e | tc.found; e := {
		"of": p, "path": ["config", "PolicyContent", "bedrock", "guardrail_inference", "eu-central-1", "standard", "identifier"],
		"region": "eu-central-1", "arn": guardrail_arn, "version": "4", "included": tc.included, "excluded": tc.excluded,
	}]
}

test_holds_for[name] if {
	some name, tc in {
		"all": {"included": ["ALL"], "excluded": [], "model": "amazon.nova-lite-v1:0", "want": true},
		"all but others": {"included": ["ALL"], "excluded": ["cohere.embed-v4:0"], "model": "amazon.nova-lite-v1:0", "want": true},
		"all but it": {"included": ["ALL"], "excluded": ["amazon.nova-lite-v1:0"], "model": "amazon.nova-lite-v1:0", "want": false},
		"all but it, by profile": {"included": ["ALL"], "excluded": ["amazon.nova-lite-v1:0"], "model": "us.amazon.nova-lite-v1:0", "want": false},
		"it": {"included": ["amazon.nova-lite-v1:0"], "excluded": [], "model": "amazon.nova-lite-v1:0", "want": true},
		"all, whatever it is": {"included": ["ALL"], "excluded": [], "model": "arn:x", "want": true},
		"all but others, and nobody knows what it is": {"included": ["ALL"], "excluded": ["cohere.embed-v4:0"], "model": "arn:x", "want": false},
		"all but others, and it is of the account": {
			"included": ["ALL"], "excluded": ["cohere.embed-v4:0"],
			"model": "arn:aws:bedrock:us-east-1:111122223333:custom-model/x/y", "want": true,
		},
		"another one": {"included": ["cohere.embed-v4:0"], "excluded": [], "model": "amazon.nova-lite-v1:0", "want": false},
	}
	got := {true | guardrails.holds_for(tc, tc.model)} with input as {"resources": {"aws_bedrock_provisioned_throughput": [], "aws_bedrock_custom_model": []}, "lookup": {}}
	got == {true | tc.want}
}

filter(fields) := object.union({"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}, fields)

test_strict_filter[name] if {
	some name, tc in {
		"strict": {"filter": filter({}), "want": {1}},
		"strict and said so": {"filter": filter({"inputAction": "BLOCK", "inputEnabled": true}), "want": {1}},
		"medium": {"filter": filter({"inputStrength": "MEDIUM"}), "want": set()},
		"no strength": {"filter": {"type": "PROMPT_ATTACK"}, "want": set()},
		"only noticed": {"filter": filter({"inputAction": "NONE"}), "want": set()},
		"switched off": {"filter": filter({"inputEnabled": false}), "want": set()},
		"another filter": {"filter": filter({"type": "HATE"}), "want": set()},
	}
	got := {i | i := guardrails.strict_filter({"contentPolicy": {"filters": [filter({"type": "INSULTS"}), tc.filter]}})}
	got == tc.want
}

both(type, fields) := object.union({"type": type, "inputStrength": "HIGH", "outputStrength": "MEDIUM"}, fields)

test_complete[name] if {
	some name, tc in {
		"all": {"hate": both("HATE", {}), "want": true},
		"all, and said so": {"hate": both("HATE", {"inputAction": "BLOCK", "outputAction": "BLOCK", "inputEnabled": true, "outputEnabled": true}), "want": true},
		"low in prompts": {"hate": both("HATE", {"inputStrength": "LOW"}), "want": false},
		"low in answers": {"hate": both("HATE", {"outputStrength": "LOW"}), "want": false},
		"no strength in answers": {"hate": {"type": "HATE", "inputStrength": "HIGH"}, "want": false},
		"noticed in prompts": {"hate": both("HATE", {"inputAction": "NONE"}), "want": false},
		"noticed in answers": {"hate": both("HATE", {"outputAction": "NONE"}), "want": false},
		"off in prompts": {"hate": both("HATE", {"inputEnabled": false}), "want": false},
		"off in answers": {"hate": both("HATE", {"outputEnabled": false}), "want": false},
		"missing": {"hate": both("PROMPT_ATTACK", {}), "want": false},
	}
	others := [both(type, {}) | some type in ["INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"]]
	got := {true | guardrails.complete({"contentPolicy": {"filters": array.concat(others, [tc.hate])}})}
	got == {true | tc.want}
}

test_no_filters_are_not_complete if not guardrails.complete({})

# A filter that looks at pictures alone lets all text through.
test_filters_see_text[name] if {
	some name, tc in {
		"not said": {"fields": {}, "want": true},
		"text": {"fields": {"inputModalities": ["TEXT"], "outputModalities": ["TEXT"]}, "want": true},
		"both": {"fields": {"inputModalities": ["IMAGE", "TEXT"], "outputModalities": ["TEXT", "IMAGE"]}, "want": true},
		"pictures in prompts": {"fields": {"inputModalities": ["IMAGE"]}, "want": false},
		"nothing in prompts": {"fields": {"inputModalities": []}, "want": true},
	}
	attack := object.union({"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}, tc.fields)
	harms := [object.union({"type": c, "inputStrength": "HIGH", "outputStrength": "HIGH"}, tc.fields) | some c in guardrails.classes]
	{true | guardrails.strict_filter({"contentPolicy": {"filters": [attack]}}) >= 0} == {true | tc.want}
	{true | guardrails.complete({"contentPolicy": {"filters": harms}})} == {true | tc.want}
}

test_answers_in_pictures_alone if {
	harms := [{"type": c, "inputStrength": "HIGH", "outputStrength": "HIGH", "outputModalities": ["IMAGE"]} | some c in guardrails.classes]
	not guardrails.complete({"contentPolicy": {"filters": harms}})
}
