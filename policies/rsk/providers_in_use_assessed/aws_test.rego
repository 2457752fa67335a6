package aismm.rsk.providers_in_use_assessed.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.providers_in_use_assessed.aws as policy

usage(id, invocations) := fixture.resource("aws_bedrock_usage", concat("/", ["aws:111122223333/us-east-1", id]), {"derived": {"model_id": id, "invocations": invocations}})

claude := "anthropic.claude-example-v1:0"

foundation_model(id, vendor) := fixture.resource("aws_bedrock_foundation_model", concat("", ["arn:aws:bedrock:us-east-1::foundation-model/", id, "@111122223333"]), {"config": {"modelId": id, "providerName": vendor}})

provider(id, config) := fixture.record("record_provider", id, config)

vendor := provider("prv-1", {"name": "Anthropic", "status": "approved"})

assessment(patch, without) := fixture.record("record_risk_assessment", "ra-1", object.union(
	object.remove({"type": "provider", "status": "completed", "provider_id": "prv-1", "completed_at": "2026-01-10T00:00:00Z"}, without),
	patch,
))

endpoint := fixture.resource("aws_bedrock_marketplace_endpoint", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/llm", {"config": {"modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/example-llm"}})

model := fixture.record("record_model", "mdl-1", {"provider_id": "prv-1", "identifiers": [endpoint.config.modelSourceIdentifier]})

seen(w) := {
	"as_of": fixture.as_of,
	"resources": {
		"aws_bedrock_usage": object.get(w, "usage", []), "aws_bedrock_marketplace_endpoint": object.get(w, "endpoints", []),
		"aws_bedrock_provisioned_throughput": object.get(w, "throughputs", []), "aws_bedrock_custom_model": object.get(w, "customs", []),
	},
	"records": {"record_provider": object.get(w, "providers", []), "record_model": object.get(w, "models", [])},
	"lookup": {
		"aws_bedrock_inference_profile": {
			"id": {p.id: [p] | some p in object.get(w, "profiles", [])}, "inferenceProfileId": {p.config.inferenceProfileId: [p] | some p in object.get(w, "profiles", [])},
		},
		"aws_bedrock_marketplace_endpoint": {"id": {e.id: [e] | some e in object.get(w, "endpoints", [])}},
		"aws_bedrock_foundation_model": {"modelId": {m.config.modelId: [m] | some m in object.get(w, "offered", [])}},
		"record_model": {"identifiers": {i: [m] | some m in object.get(w, "models", []); some i in m.config.identifiers}},
		"record_provider": {"id": {p.id: [p] | some p in object.get(w, "providers", [])}},
		"record_risk_assessment": {"provider_id": {"prv-1": [a | some a in object.get(w, "assessments", []); a.config.provider_id == "prv-1"]}},
	},
}

named(name, by) := evidence.named("model_vendor", name, by)

test_vendors[name] if {
	profile_arn := "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/known"
	profile := fixture.resource("aws_bedrock_inference_profile", profile_arn, {"config": {
		"inferenceProfileId": "us.anthropic.claude-example-v1:0", "models": [{"modelArn": concat("", ["arn:aws:bedrock:us-west-2::foundation-model/", claude])}],
	}})
	throughput := fixture.resource("aws_bedrock_provisioned_throughput", "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pt", {"config": {"modelArn": concat("", ["arn:aws:bedrock:us-east-1::foundation-model/", claude])}})
	custom := fixture.resource("aws_bedrock_custom_model", "arn:aws:bedrock:us-east-1:111122223333:custom-model/anthropic.claude-example-v1:0:200k/tuned12", {"config": {}})
	some name, tc in {
		"a throughput": {"id": throughput.id, "invocations": 3, "vendors": ["anthropic"]},
		"a model that was tuned": {"id": "tuned12", "invocations": 3, "vendors": ["anthropic"]},
		"a model that was tuned by another account": {"id": "arn:aws:bedrock:us-east-1:444455556666:custom-model/example.base-v1:0:8k/abc123", "invocations": 3, "vendors": ["example"]},
		"a tuned model of one's own": {"id": "arn:aws:bedrock:us-east-1:111122223333:custom-model/imported/abc123", "invocations": 3, "vendors": []},
		"a profile by its ARN": {"id": profile_arn, "invocations": 3, "vendors": ["anthropic"]},
		"a model that is offered": {"id": claude, "invocations": 3, "vendors": ["anthropic"]},
		"a model that nobody offers any more": {"id": "example.old-v1:0", "invocations": 3, "vendors": ["example"]},
		"a profile": {"id": "us.anthropic.claude-example-v1:0", "invocations": 3, "vendors": ["anthropic"]},
		"a model of one's own": {"id": "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc", "invocations": 3, "vendors": []},
		"a profile that nobody knows": {"id": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc", "invocations": 3, "vendors": ["arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc"]},
		"not called": {"id": claude, "invocations": 0, "vendors": []},
	}
	u := usage(tc.id, tc.invocations)
	got := policy.subjects with input as seen({"usage": [u], "offered": [foundation_model(claude, "Anthropic PBC")], "profiles": [profile], "throughputs": [throughput], "customs": [custom]})
	got == {named(v, u) | some v in tc.vendors}
}

test_use_that_nobody_counted if {
	u := fixture.resource("aws_bedrock_usage", "u", {"derived": {"model_id": claude}})
	got := policy.subjects with input as seen({"usage": [u]})
	got == {named("anthropic", u)}
}

test_conditions[name] if {
	some name, tc in {
		"by its name": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {}, "without": [], "met": {"approved", "assessed"}},
		"by a publisher of another case": {"provider": {"name": "Reseller", "publishers": ["Other", "ANTHROPIC"], "status": "approved"}, "patch": {}, "without": [], "met": {"approved", "assessed"}},
		"by the name that Bedrock lists": {"provider": {"name": "anthropic pbc", "status": "approved"}, "patch": {}, "without": [], "met": {"approved", "assessed"}},
		"of another name": {"provider": {"name": "Reseller", "publishers": ["Other"], "status": "approved"}, "patch": {}, "without": [], "met": set()},
		"without a name": {"provider": {"publishers": ["Anthropic"], "status": "approved"}, "patch": {}, "without": [], "met": {"approved", "assessed"}},
		"a candidate": {"provider": {"name": "Anthropic", "status": "candidate"}, "patch": {}, "without": [], "met": set()},
		"status not said": {"provider": {"name": "Anthropic"}, "patch": {}, "without": [], "met": set()},
		"assessed three years ago": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {"completed_at": "2023-11-20T09:00:00Z"}, "without": [], "met": {"approved", "assessed"}},
		"assessed before that": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {"completed_at": "2023-11-20T08:59:59Z"}, "without": [], "met": {"approved"}},
		"going on": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {"status": "in_progress"}, "without": [], "met": {"approved"}},
		"day not said": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {}, "without": ["completed_at"], "met": {"approved"}},
		"another type": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {"type": "model"}, "without": [], "met": {"approved"}},
		"of another provider": {"provider": {"name": "Anthropic", "status": "approved"}, "patch": {"provider_id": "prv-2"}, "without": [], "met": {"approved"}},
	}
	p := provider("prv-1", tc.provider)
	a := assessment(tc.patch, tc.without)
	got := policy.met with input as seen({"usage": [usage(claude, 3)], "offered": [foundation_model(claude, "Anthropic PBC")], "providers": [p], "assessments": [a]})
	rows := {
		"approved": evidence.shown({"ref": "model_vendor:anthropic"}, p, ["config", "status"]),
		"assessed": evidence.shown({"ref": "model_vendor:anthropic"}, a, ["config", "completed_at"]),
	}
	got == {c: {row | c in tc.met} | some c, row in rows}
}

# The assessment of a provider that was rejected does not count for the one that was approved.
test_two_providers_of_a_vendor if {
	rejected := provider("prv-1", {"name": "Anthropic", "status": "rejected"})
	approved := provider("prv-2", {"name": "Reseller", "publishers": ["Anthropic"], "status": "approved"})
	got := policy.met with input as seen({
		"usage": [usage(claude, 3)], "offered": [foundation_model(claude, "Anthropic PBC")],
		"providers": [rejected, approved], "assessments": [assessment({}, [])],
	})
	got == {"approved": {evidence.shown({"ref": "model_vendor:anthropic"}, approved, ["config", "status"])}, "assessed": set()}
}

test_marketplace[name] if {
	some name, tc in {
		"registered": {"models": [model], "met": true},
		"not registered": {"models": [], "met": false},
		"of another provider": {"models": [fixture.record("record_model", "mdl-1", {"provider_id": "prv-9", "identifiers": model.config.identifiers})], "met": false},
		"of no provider": {"models": [fixture.record("record_model", "mdl-1", {"identifiers": model.config.identifiers})], "met": false},
	}
	a := assessment({}, [])
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({"endpoints": [endpoint], "models": tc.models, "providers": [vendor], "assessments": [a]})
	got.subjects == {named(endpoint.config.modelSourceIdentifier, endpoint)}
	of_source := {"ref": concat(":", ["model_vendor", endpoint.config.modelSourceIdentifier])}
	got.met == {
		"approved": {row | tc.met; row := evidence.shown(of_source, vendor, ["config", "status"])},
		"assessed": {row | tc.met; row := evidence.shown(of_source, a, ["config", "completed_at"])},
	}
}
