package aismm.cmp.processing_region_controlled.aws_test

import data.aismm.cmp.processing_region_controlled.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

agent := "arn:aws:bedrock:us-east-1:111122223333:agent/A1"

good := {"status": "production", "resource_ids": [agent], "allowed_regions": ["us-east-1", "us-west-2"]}

system(id, config) := fixture.record("record_ai_system", id, config)

one := system("ais-1", good)

usage(model, fields) := object.union(
	fixture.resource("aws_bedrock_usage", concat("/", ["aws:111122223333", "us-east-1", model]), {"derived": {"model_id": model, "invocations": 3}}),
	fields,
)

profile(id, name, arns) := fixture.resource("aws_bedrock_inference_profile", id, {"config": {"inferenceProfileId": name, "models": [{"modelArn": a} | some a in arns]}})

in_east := "arn:aws:bedrock:us-east-1::foundation-model/m"

in_west := "arn:aws:bedrock:us-west-2::foundation-model/m"

anywhere := "arn:aws:bedrock:::foundation-model/m"

# A profile of AWS, and one that somebody made.
shared(arns) := profile("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.m", "us.m", arns)

own_arn := "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p1"

own(arns) := profile(own_arn, "p1", arns)

guardrail(config) := released(config, [])

released(config, versions) := fixture.resource("aws_bedrock_guardrail", "arn:aws:bedrock:us-east-1:111122223333:guardrail/g1", {"config": config, "parts": {"GetGuardrail": versions}})

model(config) := fixture.record("record_model", "mdl-1", object.union({"identifiers": ["us.m"]}, config))

seen(systems, models, things) := {
	"boundary": fixture.boundary("aws:111122223333"), "scopes": [fixture.region("us-east-1", "yes"), fixture.region("eu-central-1", "yes")],
	"settings": {"system_label": "ai-system"},
	"resources": {kind: [t | some t in things; t.kind == kind] | some kind in ["aws_bedrock_guardrail", "aws_bedrock_inference_profile", "aws_bedrock_usage"]},
	"records": {"record_ai_system": systems, "record_model": models},
	"lookup": {
		"record_ai_system": {
			"resource_ids": {id: [s | some s in systems; id in s.config.resource_ids] | some x in systems; some id in x.config.resource_ids},
			"id": {s.id: [s] | some s in systems},
		},
		"record_model": {"identifiers": {id: [m | some m in models; id in m.config.identifiers] | some x in models; some id in x.config.identifiers}},
	},
}

east := fixture.region("us-east-1", "yes")

test_subjects[name] if {
	some name, tc in {
		"a profile that was called": {"things": [shared([in_east]), usage("us.m", {})], "profile": true, "region": true},
		"by its ARN": {"things": [shared([in_east]), usage("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.m", {})], "profile": true, "region": true},
		"not said how often": {"things": [shared([in_east]), usage("us.m", {"derived": {"invocations": null}})], "profile": true, "region": true},
		"never called": {"things": [shared([in_east]), usage("us.m", {"derived": {"invocations": 0}})], "profile": false, "region": false},
		"another model was called": {"things": [shared([in_east]), usage("x", {})], "profile": false, "region": true},
		"nothing was called": {"things": [shared([in_east])], "profile": false, "region": false},
	}
	got := policy.subjects with input as seen([one], [], tc.things)
	got == {evidence.subject(shared([in_east])) | tc.profile} | {evidence.subject(east) | tc.region}
}

test_called_in_another_region if {
	got := policy.subjects with input as seen([one], [], [shared([in_east]), usage("us.m", {"region": "eu-central-1"})])
	got == {evidence.subject(fixture.region("eu-central-1", "yes"))}
}

across := {"crossRegionDetails": {"guardrailProfileId": "us.guardrail.v1:0"}}

test_guardrails[name] if {
	mine := {"resource_ids": ["arn:aws:bedrock:us-east-1:111122223333:guardrail/g1"], "allowed_regions": ["US"]}
	some name, tc in {
		"in its own region": {"config": {}, "systems": [one], "tags": {}, "met": ["crossRegionDetails"]},
		"geography allowed": {"config": across, "systems": [system("ais-1", mine)], "tags": {}, "met": ["crossRegionDetails", "guardrailProfileId"]},
		"only regions allowed": {"config": across, "systems": [system("ais-1", object.union(mine, {"allowed_regions": ["us-east-1"]}))], "tags": {}, "met": []},
		"of no system": {"config": across, "systems": [one], "tags": {}, "met": []},
		"by its label": {"config": across, "systems": [system("ais-1", {"allowed_regions": ["us"]})], "tags": {"ai-system": "ais-1"}, "met": ["crossRegionDetails", "guardrailProfileId"]},
		"no restriction": {"config": across, "systems": [system("ais-1", object.remove(mine, ["allowed_regions"]))], "tags": {}, "met": ["crossRegionDetails", "guardrailProfileId"]},
		"of a retired system": {"config": across, "systems": [system("ais-1", object.union(mine, {"status": "retired"}))], "tags": {}, "met": []},
		"profile not said": {"config": {"crossRegionDetails": {}}, "systems": [system("ais-1", mine)], "tags": {}, "met": []},
	}
	g := object.union(guardrail(tc.config), {"tags": tc.tags})
	got := {"subjects": policy.subjects, "met": policy.met.geography} with input as seen(tc.systems, [], [g])
	got == {
		"subjects": {evidence.subject(g)},
		"met": {row | count(tc.met) > 0; row := evidence.at(g, array.concat(["config"], tc.met))},
	}
}

# What applications get is judged: the released version that an agent or flow names, or the newest one.
test_versions_of_a_guardrail[name] if {
	v1 := {"version": "1"}
	v2 := object.union({"version": "2"}, across)
	first := ["parts", "GetGuardrail", 0, "crossRegionDetails"]
	second := ["parts", "GetGuardrail", 1, "crossRegionDetails", "guardrailProfileId"]
	some name, tc in {
		"the newest crosses, the draft does not": {"config": {}, "allowed": ["us-east-1"], "agent": [], "flow": [], "met": []},
		"to where it may": {"config": {}, "allowed": ["us"], "agent": [], "flow": [], "met": [second]},
		"an agent names one that does not cross": {"config": across, "allowed": ["us-east-1"], "agent": ["1"], "flow": [], "met": [first]},
		"a flow names one that does not cross": {"config": across, "allowed": ["us-east-1"], "agent": [], "flow": ["1"], "met": [first]},
		"both are named": {"config": {}, "allowed": ["us-east-1"], "agent": ["1"], "flow": ["2"], "met": []},
		"two are named that do not cross": {"config": {}, "allowed": ["us-east-1"], "agent": ["1"], "flow": ["DRAFT"], "met": [["config", "crossRegionDetails"], first]},
	}
	g := released(object.union({"guardrailId": "g1"}, tc.config), [v1, v2])
	by_agent := fixture.resource("aws_bedrock_agent", agent, {"derived": {"guardrails": [{"identifier": "g1", "version": v} | some v in tc.agent]}})
	by_flow := fixture.resource("aws_bedrock_flow", "flow", {"derived": {"guardrails": [{"identifier": g.id, "version": v} | some v in tc.flow]}})
	mine := system("ais-1", {"resource_ids": [g.id], "allowed_regions": tc.allowed})
	got := policy.met.geography with input as object.union(seen([mine], [], [g]), {"resources": {"aws_bedrock_agent": [by_agent], "aws_bedrock_flow": [by_flow]}})
	got == {evidence.at(g, path) | some path in tc.met}
}

test_own_profile[name] if {
	mine := object.union(good, {"resource_ids": [own_arn]})
	some name, tc in {
		"allowed": {"arns": [in_east, in_west], "systems": [system("ais-1", mine)], "tags": {}, "met": true},
		"one region is not": {"arns": [in_east, "arn:aws:bedrock:us-east-2::foundation-model/m"], "systems": [system("ais-1", mine)], "tags": {}, "met": false},
		"anywhere": {"arns": [anywhere], "systems": [system("ais-1", mine)], "tags": {}, "met": false},
		"anywhere, allowed": {"arns": [anywhere], "systems": [system("ais-1", object.union(mine, {"allowed_regions": ["global"]}))], "tags": {}, "met": true},
		"written otherwise": {"arns": [in_east], "systems": [system("ais-1", object.union(mine, {"allowed_regions": ["US-East-1"]}))], "tags": {}, "met": true},
		"only a geography is allowed": {"arns": [in_east], "systems": [system("ais-1", object.union(mine, {"allowed_regions": ["us"]}))], "tags": {}, "met": false},
		"no restriction": {"arns": [anywhere], "systems": [system("ais-1", object.union(mine, {"allowed_regions": []}))], "tags": {}, "met": true},
		"restriction not said": {"arns": [anywhere], "systems": [system("ais-1", object.remove(mine, ["allowed_regions"]))], "tags": {}, "met": true},
		"two systems, one does not allow it": {"arns": [in_west], "systems": [system("ais-1", mine), system("ais-2", object.union(mine, {"allowed_regions": ["us-east-1"]}))], "tags": {}, "met": false},
		"by its label": {"arns": [in_east], "systems": [one], "tags": {"ai-system": "ais-1"}, "met": true},
		"of no system": {"arns": [in_east], "systems": [one], "tags": {}, "met": false},
		"of a retired system": {"arns": [in_east], "systems": [system("ais-1", object.union(mine, {"status": "retired"}))], "tags": {}, "met": false},
		"a model without a region": {"arns": [in_east, ""], "systems": [system("ais-1", mine)], "tags": {}, "met": false},
		"of no models": {"arns": [], "systems": [system("ais-1", mine)], "tags": {}, "met": false},
	}
	p := object.union(own(tc.arns), {"tags": tc.tags})
	got := policy.met.routes with input as seen(tc.systems, [], [p, usage("p1", {})])
	got == {row | tc.met; row := evidence.at(p, ["config", "models"])}
}

# A profile of AWS serves the systems of the model that it stands for, in this account.
test_shared_profile[name] if {
	some name, tc in {
		"allowed": {"systems": [one], "model": {"system_ids": ["ais-1"]}, "met": true},
		"not allowed": {"systems": [system("ais-1", object.union(good, {"allowed_regions": ["us-east-1"]}))], "model": {"system_ids": ["ais-1"]}, "met": false},
		"nobody uses the model": {"systems": [one], "model": {"system_ids": []}, "met": false},
		"of another model": {"systems": [one], "model": {"system_ids": ["ais-1"], "identifiers": ["eu.m"]}, "met": false},
		"a system elsewhere": {"systems": [system("ais-1", object.union(good, {"resource_ids": ["arn:aws:bedrock:us-east-1:123456789012:agent/A1"]}))], "model": {"system_ids": ["ais-1"]}, "met": false},
		"a system in another region": {"systems": [one, system("ais-2", {"resource_ids": ["arn:aws:bedrock:eu-central-1:111122223333:agent/A2"], "allowed_regions": ["eu"]})], "model": {"system_ids": ["ais-1", "ais-2"]}, "met": true},
		"a retired system": {"systems": [system("ais-1", object.union(good, {"status": "retired"}))], "model": {"system_ids": ["ais-1"]}, "met": false},
	}
	p := shared([in_east, in_west])
	got := policy.met.routes with input as seen(tc.systems, [model(tc.model)], [p, usage("us.m", {})])
	got == {row | tc.met; row := evidence.at(p, ["config", "models"])}
}

test_regions[name] if {
	some name, tc in {
		"allowed": {"systems": [one], "met": true},
		"not allowed": {"systems": [system("ais-1", object.union(good, {"allowed_regions": ["us-west-2"]}))], "met": false},
		"no restriction": {"systems": [system("ais-1", object.remove(good, ["allowed_regions"]))], "met": true},
		"one of two does not allow it": {"systems": [one, system("ais-2", object.union(good, {"allowed_regions": ["eu"]}))], "met": false},
		"one elsewhere does not allow it": {"systems": [one, system("ais-2", {"resource_ids": ["arn:aws:bedrock:eu-central-1:111122223333:agent/A2"], "allowed_regions": ["eu"]})], "met": true},
		"one in another account does not allow it": {"systems": [one, system("ais-2", {"resource_ids": ["arn:aws:bedrock:us-east-1:123456789012:agent/A2"], "allowed_regions": ["eu"]})], "met": true},
		"a retired one does not allow it": {"systems": [one, system("ais-2", object.union(good, {"allowed_regions": ["eu"], "status": "retired"}))], "met": true},
		"of no system": {"systems": [], "met": false},
	}
	got := policy.met.region with input as seen(tc.systems, [], [usage("m", {})])
	got == {row | tc.met; row := evidence.at(east, ["id"])}
}
