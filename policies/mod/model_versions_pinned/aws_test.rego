package aismm.mod.model_versions_pinned.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_versions_pinned.aws as policy

own := "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova:0:300k/own1"

imported := "arn:aws:bedrock:us-east-1:111122223333:imported-model/i1"

usage(patch) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": object.union({"model_id": "p.m", "invocations": 5}, patch)})

pinned := {"agentAliasId": "A1", "routingConfiguration": [{"agentVersion": "3"}]}

trial := {"agentAliasId": "TSTALIASID", "routingConfiguration": [{"agentVersion": "DRAFT"}]}

agent(draft, versions, aliases) := fixture.resource("aws_bedrock_agent", "arn:a", {
	"config": draft,
	"parts": {"GetAgentVersion": versions, "ListAgentAliases": aliases},
})

good := agent({"foundationModel": "p.m"}, [{"foundationModel": "p.m"}], [trial, pinned])

offered(id, lifecycle) := fixture.resource("aws_bedrock_foundation_model", concat("@", [id, "111122223333"]), {"config": {"modelId": id, "modelLifecycle": lifecycle}})

active := offered("p.m", {"status": "ACTIVE"})

system(id, status) := fixture.record("record_ai_system", id, {"status": status})

seen(usages, agents, models) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"resources": {"aws_bedrock_usage": usages, "aws_bedrock_agent": agents, "aws_bedrock_custom_model": [], "aws_bedrock_provisioned_throughput": [throughput]},
	"lookup": {
		"record_ai_system": {"id": {"S-live": [system("S-live", "production")], "S-trial": [system("S-trial", "test")]}, "resource_ids": {}},
		"aws_bedrock_inference_profile": {"id": {}, "inferenceProfileId": {"i1": [profile]}}, "aws_bedrock_marketplace_endpoint": {"id": {"arn:sold": [sold]}},
		"aws_bedrock_custom_model": {"id": {own: [fixture.resource("aws_bedrock_custom_model", own, {"config": {"baseModelArn": "arn:aws:bedrock:us-east-1::foundation-model/p.m:300k"}})]}},
		"aws_bedrock_foundation_model": {"modelId": {m.config.modelId: [x | some x in models; x.config.modelId == m.config.modelId] | some m in models}},
	},
}

throughput := fixture.resource("aws_bedrock_provisioned_throughput", "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/t1", {"config": {"modelArn": "p.m"}})

profile := fixture.resource("aws_bedrock_inference_profile", "arn:i", {"config": {"inferenceProfileId": "i1", "models": [{"modelArn": "p.m"}]}})

sold := fixture.resource("aws_bedrock_marketplace_endpoint", "arn:sold", {"config": {"modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/m/1"}})

test_subjects[name] if {
	u := usage({})
	some name, tc in {
		"called": {"usage": [u], "agents": [], "want": [u]},
		"not called lately": {"usage": [usage({"invocations": 0})], "agents": [], "want": []},
		"calls not said": {"usage": [usage({"invocations": null})], "agents": [], "want": [u]},
		"sold in the marketplace": {"usage": [usage({"model_id": "arn:sold"})], "agents": [], "want": []},
		"by a profile": {"usage": [usage({"model_id": "i1"})], "agents": [], "want": [u]},
		"by a throughput": {"usage": [usage({"model_id": "t1"})], "agents": [], "want": [u]},
		"an agent in production": {"usage": [], "agents": [object.union(good, {"tags": {"environment": "production"}})], "want": [good]},
		"an agent of a system in test": {"usage": [], "agents": [object.union(good, {"tags": {"ai-system": "S-trial"}})], "want": []},
		"an agent of a system in production": {"usage": [], "agents": [object.union(good, {"tags": {"ai-system": "S-live"}})], "want": [good]},
		"imported": {"usage": [usage({"model_id": imported})], "agents": [], "want": []},
		"an agent": {"usage": [], "agents": [good], "want": [good]},
		"an agent on an imported model": {"usage": [], "agents": [agent({"foundationModel": imported}, [], [pinned])], "want": [good]},
		"an agent without aliases": {"usage": [], "agents": [agent({"foundationModel": "p.m"}, [], [])], "want": []},
		"an agent with the alias for trying it": {"usage": [], "agents": [agent({"foundationModel": "p.m"}, [], [trial])], "want": []},
		"aliases not said": {"usage": [], "agents": [object.remove(good, ["parts"])], "want": [good]},
		"an agent in test": {"usage": [], "agents": [object.union(good, {"tags": {"environment": "test"}})], "want": []},
	}
	got := policy.subjects with input as seen(tc.usage, tc.agents, [])
	got == {evidence.subject(r) | some r in tc.want}
}

test_accounts_of_systems_elsewhere[name] if {
	some name, tc in {"test": {"status": "test", "judged": false}, "production": {"status": "production", "judged": true}}
	u := usage({})
	base := seen([u], [], [])
	got := policy.subjects with input as object.union(base, {"lookup": {"record_ai_system": {"resource_ids": {"111122223333": [object.union(system("s", tc.status), {"config": {"resource_ids": ["111122223333"]}})]}}}})
	got == {x | tc.judged; x := evidence.subject(u)}
}

decided(of, models, field) := got if {
	got := {"met": policy.met[field], "violations": policy.violations[field]} with input as seen(
		[u | of.kind == "aws_bedrock_usage"; u := of],
		[a | of.kind == "aws_bedrock_agent"; a := of],
		models,
	)
}

legacy := offered("p.m", {"status": "LEGACY", "endOfLifeTime": "2027-06-01T00:00:00Z"})

far := object.union(active, {"region": "eu-central-1"})

test_active[name] if {
	u := usage({})
	some name, tc in {
		"active": {"of": u, "models": [active], "good": [active], "bad": []},
		"legacy": {"of": u, "models": [legacy], "good": [], "bad": [legacy]},
		"status not said": {"of": u, "models": [offered("p.m", {})], "good": [], "bad": [offered("p.m", {})]},
		"no longer listed": {"of": u, "models": [offered("p.x", {"status": "ACTIVE"})], "good": [], "bad": []},
		"listed in another region": {"of": u, "models": [far], "good": [], "bad": []},
		"legacy here, active elsewhere": {"of": u, "models": [legacy, far], "good": [], "bad": [legacy]},
		"its own, from an active one": {"of": usage({"model_id": own}), "models": [active], "good": [active], "bad": []},
		"its own, from one that is not listed": {"of": usage({"model_id": own}), "models": [], "good": [], "bad": []},
		"its own, of which nothing is known": {"of": usage({"model_id": concat("", [own, "x"])}), "models": [active], "good": [], "bad": []},
		"for a throughput": {"of": usage({"model_id": "p.m:300k"}), "models": [active], "good": [active], "bad": []},
		"by a profile": {"of": usage({"model_id": "i1"}), "models": [active], "good": [active], "bad": []},
		"by a throughput": {"of": usage({"model_id": "t1"}), "models": [active], "good": [active], "bad": []},
		"an agent on what is sold in the marketplace, and another": {
			"of": agent({}, [{"foundationModel": "arn:sold"}, {"foundationModel": "p.m"}], [pinned]), "models": [active], "good": [active], "bad": [],
		},
		"an agent": {"of": good, "models": [active], "good": [active], "bad": []},
		"an agent that is labelled production": {"of": object.union(good, {"tags": {"environment": "production"}}), "models": [active], "good": [active], "bad": []},
		"an agent of a system in production": {"of": object.union(good, {"tags": {"ai-system": "S-live"}}), "models": [active], "good": [active], "bad": []},
		"an agent of a system in test": {"of": object.union(good, {"tags": {"ai-system": "S-trial"}}), "models": [active], "good": [], "bad": []},
		"an agent of which no version is known": {"of": object.remove(good, ["parts"]), "models": [active], "good": [], "bad": []},
		"an agent that routes to its draft": {"of": agent({"foundationModel": "p.m"}, [], [pinned]), "models": [active], "good": [active], "bad": []},
		"an agent whose version is on another": {
			"of": agent({"foundationModel": "p.m"}, [{"foundationModel": "p.m"}, {"foundationModel": "p.x"}], [pinned]),
			"models": [active, offered("p.x", {"status": "LEGACY"})], "good": [], "bad": [offered("p.x", {"status": "LEGACY"})],
		},
		"an agent whose version does not say": {"of": agent({}, [{}], [pinned]), "models": [active], "good": [], "bad": []},
	}
	got := decided(tc.of, tc.models, "active")
	got == {
		"met": {evidence.shown(tc.of, m, ["config", "modelLifecycle", "status"]) | some m in tc.good},
		"violations": {evidence.shown(tc.of, m, ["config", "modelLifecycle", "status"]) | some m in tc.bad},
	}
}

test_an_agent_on_own_models_alone if {
	a := agent({"foundationModel": imported}, [], [pinned])
	got := policy.met with input as seen([], [a], [])
	got.active == {evidence.at(a, ["id"])}
	got.lasting == {evidence.at(a, ["id"])}
}

ends(t) := offered("p.m", {"status": "ACTIVE", "endOfLifeTime": t})

test_lasting[name] if {
	u := usage({})
	some name, tc in {
		"no end": {"models": [active], "good": [active], "bad": []},
		"an end far away": {"models": [ends("2027-01-19T09:00:01Z")], "good": [ends("2027-01-19T09:00:01Z")], "bad": []},
		"an end in 60 days": {"models": [ends("2027-01-19T09:00:00Z")], "good": [], "bad": [ends("2027-01-19T09:00:00Z")]},
		"an end that has come": {"models": [ends("2026-01-01T00:00:00Z")], "good": [], "bad": [ends("2026-01-01T00:00:00Z")]},
		"not listed": {"models": [], "good": [], "bad": []},
	}
	got := decided(u, tc.models, "lasting")
	got == {
		"met": {evidence.shown(u, m, ["config", "modelLifecycle"]) | some m in tc.good},
		"violations": {evidence.shown(u, m, ["config", "modelLifecycle", "endOfLifeTime"]) | some m in tc.bad},
	}
}

test_one_of_two_models_ends if {
	a := agent({"foundationModel": "p.x"}, [{"foundationModel": "p.m"}, {"foundationModel": "p.x"}], [pinned])
	ending := offered("p.x", {"status": "ACTIVE", "endOfLifeTime": "2026-12-01T00:00:00Z"})
	got := decided(a, [active, ending], "lasting")
	got == {"met": set(), "violations": {evidence.shown(a, ending, ["config", "modelLifecycle", "endOfLifeTime"])}}
}

routed(versions) := {"agentAliasId": "A2", "routingConfiguration": [{"agentVersion": v} | some v in versions]}

test_numbered[name] if {
	some name, tc in {
		"numbered": {"aliases": [trial, pinned], "good": [1], "bad": []},
		"two": {"aliases": [pinned, routed(["4", "5"])], "good": [0, 1], "bad": []},
		"one to the draft": {"aliases": [pinned, routed(["DRAFT"])], "good": [], "bad": [1]},
		"one to a number and the draft": {"aliases": [routed(["4", "DRAFT"])], "good": [], "bad": [0]},
		"one to nothing": {"aliases": [routed([])], "good": [], "bad": [0]},
		"one that does not say": {"aliases": [{"agentAliasId": "A2"}], "good": [], "bad": [0]},
		"version not said": {"aliases": [{"agentAliasId": "A2", "routingConfiguration": [{}]}], "good": [], "bad": [0]},
		"id not said": {"aliases": [object.remove(pinned, ["agentAliasId"])], "good": [0], "bad": []},
	}
	a := agent({"foundationModel": "p.m"}, [], tc.aliases)
	got := decided(a, [], "numbered")
	got == {
		"met": {evidence.at(a, ["parts", "ListAgentAliases", i, "routingConfiguration"]) | some i in tc.good},
		"violations": {evidence.at(a, ["parts", "ListAgentAliases", i, "routingConfiguration"]) | some i in tc.bad},
	}
}
