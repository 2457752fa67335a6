package aismm.mod.only_approved_models_run.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture as lib
import data.aismm.lib.serving_fixture as fixture
import data.aismm.mod.only_approved_models_run.aws as policy

usage(region, derived) := object.union(
	lib.resource("aws_bedrock_usage", concat("/", ["aws:111122223333", region, "m"]), {"derived": object.union({"model_id": "m", "invocations": 5}, derived)}),
	{"region": region},
)

agent(config, versions) := lib.resource("aws_bedrock_agent", "arn:a", {"config": config, "parts": {"GetAgentVersion": versions}})

profile(config) := lib.resource("aws_bedrock_inference_profile", "arn:i", {"config": object.union({"inferenceProfileId": "i1", "type": "APPLICATION"}, config)})

throughput(config) := lib.resource("aws_bedrock_provisioned_throughput", "arn:t", {"config": config})

approval(config) := lib.record("record_model", "mdl-1", object.union({"status": "approved", "identifiers": ["m"]}, config))

seen(resources, approvals) := object.union(fixture.estate([], [], [], []), {
	"records": {"record_model": approvals},
	"resources": object.union(
		{
			"aws_bedrock_usage": [], "aws_bedrock_agent": [], "aws_bedrock_inference_profile": [], "aws_bedrock_provisioned_throughput": [],
			"aws_bedrock_custom_model": [], "aws_sagemaker_endpoint": [],
		},
		resources,
	),
	"lookup": {
		"record_model": {"identifiers": {i: [m | some m in approvals; i in m.config.identifiers] | some a in approvals; some i in a.config.identifiers}},
		"aws_bedrock_inference_profile": {"id": {}, "inferenceProfileId": {}}, "aws_bedrock_marketplace_endpoint": {"id": {"arn:sold": [lib.resource("aws_bedrock_marketplace_endpoint", "arn:sold", {"config": {"modelSourceIdentifier": "m"}})]}},
	},
})

named(u) := evidence.named("bedrock_model", "111122223333/m", u)

test_subjects[name] if {
	u := usage("us-east-1", {})
	far := usage("eu-central-1", {})
	a := agent({}, [])
	p := profile({"models": []})
	t := throughput({})
	some name, tc in {
		"a model that was called": {"resources": {"aws_bedrock_usage": [u]}, "want": {named(u)}},
		"in two regions": {"resources": {"aws_bedrock_usage": [u, far]}, "want": {named(u), named(far)}},
		"one that nobody called lately": {"resources": {"aws_bedrock_usage": [usage("us-east-1", {"invocations": 0})]}, "want": set()},
		"calls not said": {"resources": {"aws_bedrock_usage": [usage("us-east-1", {"invocations": null})]}, "want": {named(u)}},
		"an agent": {"resources": {"aws_bedrock_agent": [a]}, "want": {evidence.subject(a)}},
		"a profile of the account": {"resources": {"aws_bedrock_inference_profile": [p]}, "want": {evidence.subject(p)}},
		"a profile that does not say": {"resources": {"aws_bedrock_inference_profile": [profile({"type": "", "models": []})]}, "want": {evidence.subject(p)}},
		"a profile of AWS": {"resources": {"aws_bedrock_inference_profile": [profile({"type": "SYSTEM_DEFINED", "models": []})]}, "want": set()},
		"a throughput": {"resources": {"aws_bedrock_provisioned_throughput": [t]}, "want": {evidence.subject(t)}},
	}
	got := policy.subjects with input as seen(tc.resources, [])
	got == tc.want
}

test_a_profile_without_a_list_is_judged if {
	p := object.remove(profile({}), ["config"])
	got := policy.subjects with input as seen({"aws_bedrock_inference_profile": [object.union(p, {"config": {"inferenceProfileId": "i1"}})]}, [])
	got == {evidence.subject(p)}
}

test_approvals_of_what_is_called[name] if {
	u := usage("us-east-1", {})
	some name, tc in {
		"approved": {"approvals": [approval({})], "met": true},
		"no longer": {"approvals": [approval({"expires_at": "2026-11-01T00:00:00Z"})], "met": false},
		"proposed": {"approvals": [approval({"status": "proposed"})], "met": false},
		"another": {"approvals": [approval({"identifiers": ["x"]})], "met": false},
		"none": {"approvals": [], "met": false},
	}
	got := policy.met with input as seen({"aws_bedrock_usage": [u]}, tc.approvals)
	got == {"approved": {row | tc.met; row := evidence.shown(named(u), tc.approvals[0], ["config", "status"])}, "package": set()}
}

test_approvals_of_things[name] if {
	m := approval({})
	some name, tc in {
		"an agent": {"resources": {"aws_bedrock_agent": [agent({"foundationModel": "m"}, [])]}, "met": true},
		"an agent and its version": {"resources": {"aws_bedrock_agent": [agent({"foundationModel": "m"}, [{"foundationModel": "m"}])]}, "met": true},
		"an agent with a version on another": {"resources": {"aws_bedrock_agent": [agent({"foundationModel": "m"}, [{"foundationModel": "x"}])]}, "met": false},
		"an agent with a draft on another": {"resources": {"aws_bedrock_agent": [agent({"foundationModel": "x"}, [{"foundationModel": "m"}])]}, "met": false},
		"an agent whose draft does not say": {"resources": {"aws_bedrock_agent": [agent({}, [{"foundationModel": "m"}])]}, "met": false},
		"an agent whose version does not say": {"resources": {"aws_bedrock_agent": [agent({"foundationModel": "m"}, [{}])]}, "met": false},
		"an agent of which the versions are not known": {"resources": {"aws_bedrock_agent": [object.remove(agent({"foundationModel": "m"}, []), ["parts"])]}, "met": false},
		"a throughput of its own model": {"resources": {"aws_bedrock_provisioned_throughput": [throughput({"modelArn": "m"})]}, "met": true},
		"a throughput of an endpoint of the marketplace": {"resources": {"aws_bedrock_provisioned_throughput": [throughput({"modelArn": "arn:sold"})]}, "met": true},
		"a throughput": {"resources": {"aws_bedrock_provisioned_throughput": [throughput({"modelArn": "m"})]}, "met": true},
		"a throughput of another": {"resources": {"aws_bedrock_provisioned_throughput": [throughput({"modelArn": "x"})]}, "met": false},
		"a throughput that does not say": {"resources": {"aws_bedrock_provisioned_throughput": [throughput({})]}, "met": false},
		"a profile": {"resources": {"aws_bedrock_inference_profile": [profile({"models": [{"modelArn": "m"}, {"modelArn": "m"}]})]}, "met": true},
		"a profile with another": {"resources": {"aws_bedrock_inference_profile": [profile({"models": [{"modelArn": "m"}, {"modelArn": "x"}]})]}, "met": false},
		"a profile that does not say": {"resources": {"aws_bedrock_inference_profile": [profile({"models": [{"modelArn": "m"}, {}]})]}, "met": false},
		"a profile without models": {"resources": {"aws_bedrock_inference_profile": [profile({"models": []})]}, "met": false},
	}
	[thing] := [t | some kind, list in tc.resources; kind != "aws_bedrock_custom_model"; some t in list]
	got := policy.met.approved with input as seen(tc.resources, [m])
	got == {row | tc.met; row := evidence.shown(thing, m, ["config", "status"])}
}

test_endpoints[name] if {
	e := fixture.endpoint({})
	some name, tc in {
		"of an approved package": {"seen": fixture.good, "judged": true, "met": true},
		"of a package that waits": {"seen": fixture.with_packages([object.union(fixture.own, {"config": {"ModelApprovalStatus": "PendingManualApproval"}})]), "judged": true, "met": false},
		"of no package": {"seen": fixture.estate([e], [], [], []), "judged": true, "met": false},
		"of an approved package in a list": {"seen": fixture.with_packages([fixture.own]), "judged": true, "met": true},
		"gone": {"seen": fixture.estate([fixture.endpoint({"EndpointStatus": "Deleting"})], [], [], []), "judged": false, "met": false},
	}
	bedrock := seen({}, [])
	both := object.union(bedrock, {"resources": object.union(bedrock.resources, tc.seen.resources), "lookup": object.union(bedrock.lookup, tc.seen.lookup)})
	got := {"subjects": policy.subjects, "met": policy.met.package} with input as both
	got == {
		"subjects": {x | tc.judged; x := evidence.subject(e)},
		"met": {row | tc.met; row := evidence.shown(e, fixture.own, ["config", "ModelApprovalStatus"])},
	}
}

# Metrics tell a model of the account's own by the last part of its ARN.
test_own_models[name] if {
	arn := "arn:aws:bedrock:us-east-1:111122223333:custom-model/p.m/c1"
	u := usage("us-east-1", {"model_id": "c1"})
	subject := evidence.named("bedrock_model", "111122223333/c1", u)
	some name, tc in {"approved": {"identifiers": [arn], "met": true}, "another": {"identifiers": ["p.m"], "met": false}}
	m := approval({"identifiers": tc.identifiers})
	got := policy.met.approved with input as seen({"aws_bedrock_usage": [u], "aws_bedrock_custom_model": [lib.resource("aws_bedrock_custom_model", arn, {})]}, [m])
	got == {row | tc.met; row := evidence.shown(subject, m, ["config", "status"])}
}
