package aismm.rsk.releases_assessed_fast.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.releases_assessed_fast.aws as policy

id := "example.large-v1:0"

model(lifecycle) := fixture.resource("aws_bedrock_foundation_model", "m", {"config": {"modelId": id, "modelLifecycle": lifecycle}})

new := model({"status": "ACTIVE", "startOfLifeTime": "2026-10-05T00:00:00Z"})

release(patch, without) := fixture.record("record_model_release", "rel-1", object.union(
	object.remove({"identifiers": [id], "decided_at": "2026-10-09T12:00:00Z", "outcome": "approved"}, without),
	patch,
))

usage(days, invocations) := fixture.resource("aws_bedrock_usage", "u", {
	"derived": {"model_id": id, "invocations": invocations},
	"parts": {"GetMetricData": {"Timestamps": [d.day | some d in days], "Values": [d.calls | some d in days]}},
})

seen(m, releases, used) := {
	"as_of": fixture.as_of,
	"resources": {
		"aws_bedrock_foundation_model": [m], "aws_bedrock_usage": used,
		"aws_bedrock_provisioned_throughput": [], "aws_bedrock_custom_model": [],
	},
	"records": {"record_model_release": releases},
	"lookup": {
		"aws_bedrock_inference_profile": {"id": {}, "inferenceProfileId": {}}, "aws_bedrock_marketplace_endpoint": {"id": {}},
		"record_model_release": {"identifiers": {id: [r | some r in releases; id in r.config.identifiers]}},
	},
}

of_model := {"ref": concat(":", ["bedrock_model", id])}

judged(m, releases, used) := got if {
	got := {
		"met": policy.met, "blamed": policy.violations.not_used_before, "unclear": policy.unclear,
	} with input as seen(m, releases, used)
}

verdicts(m, releases, used, decided, in_order) := {
	"met": {
		"decided": {evidence.shown(of_model, r, ["config", "outcome"]) | decided; some r in releases},
		"not_used_before": {evidence.shown(of_model, m, ["config", "modelId"]) | in_order},
	},
	"blamed": {evidence.shown(of_model, u, ["parts", "GetMetricData", "Timestamps"]) | not in_order; some u in used},
	"unclear": {"decided": set(), "not_used_before": set()},
}

test_subjects[name] if {
	some name, tc in {
		"new": {"lifecycle": {"status": "ACTIVE", "startOfLifeTime": "2026-10-05T00:00:00Z"}, "judged": true},
		"on the first day": {"lifecycle": {"startOfLifeTime": "2026-05-24T09:00:00Z"}, "judged": true},
		"older": {"lifecycle": {"startOfLifeTime": "2026-05-24T08:59:59Z"}, "judged": false},
		"with time left": {"lifecycle": {"startOfLifeTime": "2026-11-13T00:00:00Z"}, "judged": false},
		"its time just over": {"lifecycle": {"startOfLifeTime": "2026-11-12T23:59:59Z"}, "judged": true},
		"on its way out": {"lifecycle": {"status": "LEGACY"}, "judged": false},
		"day not said": {"lifecycle": {"status": "ACTIVE"}, "judged": true},
		"nothing said": {"lifecycle": {}, "judged": true},
	}
	m := model(tc.lifecycle)
	got := policy.subjects with input as seen(m, [], [])
	got == {evidence.named("bedrock_model", id, m) | tc.judged}
}

test_decided[name] if {
	some name, tc in {
		"approved": {"patch": {}, "without": [], "met": true},
		"rejected": {"patch": {"outcome": "rejected"}, "without": [], "met": true},
		"deferred": {"patch": {"outcome": "deferred"}, "without": [], "met": true},
		"outcome not said": {"patch": {}, "without": ["outcome"], "met": false},
		"to be decided": {"patch": {"decided_at": "2026-12-01T00:00:00Z"}, "without": [], "met": false},
		"day not said": {"patch": {}, "without": ["decided_at"], "met": false},
		"another model": {"patch": {"identifiers": ["example.small-v1:0"]}, "without": [], "met": false},
	}
	r := release(tc.patch, tc.without)
	judged(new, [r], []) == verdicts(new, [r], [], tc.met, true)
}

test_use[name] if {
	some name, tc in {
		"on the day": {"days": [{"day": "2026-10-09T00:00:00Z", "calls": 1}], "patch": {}, "without": [], "in_order": true},
		"on the day before": {"days": [{"day": "2026-10-08T00:00:00Z", "calls": 1}, {"day": "2026-10-10T00:00:00Z", "calls": 1}], "patch": {}, "without": [], "in_order": false},
		"none on the day before": {"days": [{"day": "2026-10-08T00:00:00Z", "calls": 0}, {"day": "2026-10-10T00:00:00Z", "calls": 1}], "patch": {}, "without": [], "in_order": true},
		"at midnight of the day after": {"days": [{"day": "2026-10-08T12:00:00Z", "calls": 1}], "patch": {}, "without": [], "in_order": false},
		"although rejected": {"days": [{"day": "2026-10-10T00:00:00Z", "calls": 1}], "patch": {"outcome": "rejected"}, "without": [], "in_order": false},
		"although nobody said what": {"days": [{"day": "2026-10-10T00:00:00Z", "calls": 1}], "patch": {}, "without": ["outcome"], "in_order": false},
		"no day said": {"days": [], "patch": {}, "without": [], "in_order": false},
	}
	r := release(tc.patch, tc.without)
	u := usage(tc.days, 2)
	judged(new, [r], [u]) == verdicts(new, [r], [u], tc.without == [], tc.in_order)
}

test_use_without_a_decision[name] if {
	some name, tc in {
		"used": {"used": [usage([{"day": "2026-11-10T00:00:00Z", "calls": 1}], 1)], "in_order": false},
		"not called": {"used": [usage([], 0)], "in_order": true},
		"not counted": {"used": [fixture.resource("aws_bedrock_usage", "u", {"derived": {"model_id": id}})], "in_order": false},
		"another model": {"used": [fixture.resource("aws_bedrock_usage", "u", {"derived": {"model_id": "example.small-v1:0", "invocations": 3}})], "in_order": true},
	}
	judged(new, [], tc.used) == verdicts(new, [], tc.used, false, tc.in_order)
}

# A model that does not say when it came may be an old one.
test_undated[name] if {
	some name, tc in {
		"no decision, no use": {"releases": [], "used": [], "unclear": {"decided"}},
		"no decision, and used": {"releases": [], "used": [usage([], 1)], "unclear": {"decided", "not_used_before"}},
		"decided": {"releases": [release({}, [])], "used": [], "unclear": set()},
	}
	m := model({"status": "ACTIVE"})
	got := judged(m, tc.releases, tc.used)
	row := evidence.shown(of_model, m, ["config", "modelLifecycle", "startOfLifeTime"])
	got.unclear == {c: {row | c in tc.unclear} | some c in ["decided", "not_used_before"]}
}

# What is called may lead to the model.
test_use_of_what_routes_to_it[name] if {
	arn := concat("", ["arn:aws:bedrock:us-east-1::foundation-model/", id])
	throughput := fixture.resource("aws_bedrock_provisioned_throughput", "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pt", {"config": {"modelArn": arn}})
	profile := fixture.resource("aws_bedrock_inference_profile", "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p", {"config": {"inferenceProfileId": "us.example.large-v1:0", "models": [{"modelArn": arn}]}})
	custom := fixture.resource("aws_bedrock_custom_model", concat("", ["arn:aws:bedrock:us-east-1:111122223333:custom-model/", id]), {"config": {}})
	endpoint := fixture.resource("aws_bedrock_marketplace_endpoint", "e", {"config": {"modelSourceIdentifier": id}})
	some name, tc in {
		"a throughput": {"called": throughput.id, "throughputs": [throughput], "customs": [], "in_order": false},
		"a profile by its id": {"called": "us.example.large-v1:0", "throughputs": [], "customs": [], "in_order": false},
		"a profile by its ARN": {"called": profile.id, "throughputs": [], "customs": [], "in_order": false},
		"an endpoint": {"called": "e", "throughputs": [], "customs": [], "in_order": false},
		"a model of one's own of the same name": {"called": id, "throughputs": [], "customs": [custom], "in_order": true},
		"nothing of it": {"called": "other", "throughputs": [throughput], "customs": [custom], "in_order": true},
	}
	u := fixture.resource("aws_bedrock_usage", "u", {"derived": {"model_id": tc.called, "invocations": 3}})
	in_all := seen(new, [], [u])
	got := policy.met.not_used_before with input as object.union(in_all, {
		"resources": object.union(in_all.resources, {"aws_bedrock_provisioned_throughput": tc.throughputs, "aws_bedrock_custom_model": tc.customs}),
		"lookup": {
			"aws_bedrock_inference_profile": {"id": {profile.id: [profile]}, "inferenceProfileId": {"us.example.large-v1:0": [profile]}},
			"aws_bedrock_marketplace_endpoint": {"id": {"e": [endpoint]}},
		},
	})
	got == {row | tc.in_order; row := evidence.shown(of_model, new, ["config", "modelId"])}
}

test_what_could_not_be_read_whole[name] if {
	of_others := object.union(release({"identifiers": ["example.small-v1:0"]}, ["outcome"]), {"missing": ["outcome"]})
	some name, tc in {
		"its decision": {"release": object.union(release({}, ["outcome"]), {"missing": ["outcome"]}), "unclear": true},
		"perhaps its decision": {"release": object.union(release({}, ["identifiers"]), {"missing": ["identifiers"]}), "unclear": true},
		"another decision": {"release": of_others, "unclear": false},
		"nothing": {"release": release({}, ["outcome"]), "unclear": false},
	}
	got := judged(new, [tc.release], [usage([{"day": "2026-11-10T00:00:00Z", "calls": 1}], 1)])
	row := evidence.shown(of_model, tc.release, ["id"])
	got.unclear == {c: {row | tc.unclear} | some c in ["decided", "not_used_before"]}
}

test_use_that_could_not_be_read_whole if {
	u := fixture.resource("aws_bedrock_usage", "u", {"derived": {"model_id": id}, "missing": ["cloudwatch:GetMetricData"]})
	got := judged(new, [], [u])
	got.unclear == {"decided": set(), "not_used_before": {evidence.shown(of_model, u, ["id"])}}
}

test_use_of_what_leads_nowhere[name] if {
	some name, tc in {
		"a profile": {"derived": {"model_id": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/gone", "invocations": 1}, "unclear": true},
		"a throughput": {"derived": {"model_id": "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/gone", "invocations": 1}, "unclear": true},
		"not said": {"derived": {}, "unclear": true},
		"not called": {"derived": {"model_id": "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/gone", "invocations": 0}, "unclear": false},
		"a model": {"derived": {"model_id": "example.small-v1:0", "invocations": 1}, "unclear": false},
	}
	u := fixture.resource("aws_bedrock_usage", "u", {"derived": tc.derived})
	got := judged(new, [], [u])
	got.unclear == {"decided": set(), "not_used_before": {row | tc.unclear; row := evidence.shown(of_model, u, ["id"])}}
}
