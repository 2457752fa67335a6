package aismm.mod.evaluated_before_each_change.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture as lib
import data.aismm.lib.serving_fixture as fixture
import data.aismm.mod.evaluated_before_each_change.aws as policy

usage(patch) := lib.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": object.union({"model_id": "us.p.m", "invocations": 5}, patch)})

called(id) := {"usages": [usage({"model_id": id})]}

registered(patch) := lib.record("record_model", "mdl-1", object.union({"status": "approved", "version": "2", "identifiers": ["p.m"], "in_production": true}, patch))

good := registered({})

of_endpoint(patch) := registered(object.union({"identifiers": ["m"]}, patch))

e := fixture.endpoint({})

job(config) := lib.resource("aws_bedrock_evaluation_job", "arn:j", {"config": object.union({"status": "Completed", "lastModifiedTime": "2026-11-01T00:00:00Z"}, config)})

on(x) := {"inferenceConfig": {"models": [{"bedrockModel": {"modelIdentifier": x}}]}}

retrieval(x) := {"inferenceConfig": {"ragConfigs": [{"knowledgeBaseConfig": {"retrieveAndGenerateConfig": {"knowledgeBaseConfiguration": {"modelArn": x}}}}]}}

system(id, config) := lib.record("record_ai_system", id, object.union({"status": "production"}, config))

throughput := lib.resource("aws_bedrock_provisioned_throughput", "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/t1", {"config": {"modelArn": "p.m"}})

custom := lib.resource("aws_bedrock_custom_model", "arn:aws:bedrock:us-east-1:111122223333:custom-model/p.m/c1", {})

profile := lib.resource("aws_bedrock_inference_profile", "arn:i", {"config": {"inferenceProfileId": "i1", "models": [{"modelArn": "p.m"}]}})

sold := lib.resource("aws_bedrock_marketplace_endpoint", "arn:sold", {"config": {"modelSourceIdentifier": "p.m"}})

base := {
	"models": [good], "usages": [], "endpoints": [], "jobs": [], "clarify": [], "results": [], "owners": {},
	"model": {"PrimaryContainer": {"ModelPackageName": "arn:p"}},
	"systems": [system("s-1", {}), system("S-live", {}), system("S-trial", {"status": "test"})],
}

seen(patch) := input_of(object.union(base, patch))

input_of(c) := {
	"as_of": lib.as_of,
	"boundary": lib.boundary("aws:111122223333"),
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"records": {"record_model": c.models},
	"resources": {
		"aws_bedrock_usage": c.usages, "aws_bedrock_evaluation_job": c.jobs, "aws_sagemaker_processing_job": c.clarify, "aws_sagemaker_endpoint": c.endpoints,
		"aws_bedrock_provisioned_throughput": [throughput], "aws_bedrock_custom_model": [custom],
	},
	"lookup": {
		"record_model": {"identifiers": {i: [m | some m in c.models; i in m.config.identifiers] | some r in c.models; some i in r.config.identifiers}},
		"record_evaluation": {"model_id": {"mdl-1": c.results}},
		"record_ai_system": {"id": {s.id: [s] | some s in c.systems}, "resource_ids": c.owners},
		"aws_bedrock_inference_profile": {"id": {}, "inferenceProfileId": {"i1": [profile]}},
		"aws_bedrock_marketplace_endpoint": {"id": {"arn:sold": [sold]}},
		"aws_sagemaker_endpoint_config": {"EndpointConfigName": {"c": [fixture.configuration({})]}},
		"aws_sagemaker_model": {"ModelName": {"m": [fixture.model(c.model)]}},
	},
}

model(u) := evidence.named("bedrock_model", concat("/", ["111122223333", u.derived.model_id]), u)

test_called[name] if {
	test_account := system("s", {"status": "test", "resource_ids": ["111122223333"]})
	u := usage({})
	some name, tc in {
		"called": {"usage": u, "models": [good], "judged": true},
		"not registered": {"usage": u, "models": [], "judged": true},
		"not called lately": {"usage": usage({"invocations": 0}), "models": [good], "judged": false},
		"calls not said": {"usage": usage({"invocations": null}), "models": [good], "judged": true},
		"proposed": {"usage": u, "models": [registered({"status": "proposed"})], "judged": false},
		"rejected": {"usage": u, "models": [registered({"status": "rejected"})], "judged": false},
		"retired": {"usage": u, "models": [registered({"status": "retired"})], "judged": false},
		"status not said": {"usage": u, "models": [registered({"status": null})], "judged": true},
		"not in production": {"usage": u, "models": [registered({"in_production": false})], "judged": false},
		"not in production, though a system is that names it": {"usage": u, "models": [registered({"in_production": false, "system_ids": ["s-1"]})], "judged": true},
		"not said where": {"usage": u, "models": [registered({"in_production": null})], "judged": true},
		"one of two entries is approved": {"usage": u, "models": [registered({"status": "rejected"}), object.union(good, {"id": "mdl-2", "ref": "record_model mdl-2"})], "judged": true},
		"an account for tests": {"usage": u, "models": [good], "owners": {"111122223333": [test_account]}, "judged": false},
	}
	got := policy.subjects with input as seen({"usages": [tc.usage], "models": tc.models, "owners": object.get(tc, "owners", {})})
	got == {x | tc.judged; x := model(tc.usage)}
}

test_names_of_what_is_called[name] if {
	waiting := registered({"identifiers": ["p.m", custom.id], "status": "proposed"})
	some name, tc in {
		"a model": {"id": "p.m", "judged": false},
		"a profile of AWS": {"id": "us.p.m", "judged": false},
		"a profile of its own": {"id": "i1", "judged": false},
		"a throughput": {"id": "t1", "judged": false},
		"a model of its own": {"id": "c1", "judged": false},
		"an endpoint of the marketplace": {"id": "arn:sold", "judged": false},
		"another": {"id": "p.x", "judged": true},
	}
	u := usage({"model_id": tc.id})
	got := policy.subjects with input as seen({"usages": [u], "models": [waiting]})
	got == {x | tc.judged; x := model(u)}
}

test_served[name] if {
	some name, tc in object.union(fixture.places, {
		"served": {"tags": {}, "judged": true},
		"gone": {"tags": {}, "config": {"EndpointStatus": "Failed"}, "judged": false},
	})
	thing := object.union(fixture.endpoint(object.get(tc, "config", {})), {"tags": tc.tags})
	got := policy.subjects with input as seen({"endpoints": [thing]})
	got == {x | tc.judged; x := evidence.subject(thing)}
}

test_names_of_what_is_served[name] if {
	some name, tc in {
		"by its name": {"identifiers": ["m"], "judged": false},
		"by its ARN": {"identifiers": ["arn:m"], "judged": false},
		"by its package": {"identifiers": ["arn:p"], "judged": false},
		"by a package in a list": {"identifiers": ["arn:l"], "judged": false},
		"another": {"identifiers": ["arn:q"], "judged": true},
	}
	got := policy.subjects with input as seen({
		"endpoints": [e], "models": [registered({"status": "rejected", "identifiers": tc.identifiers})],
		"model": object.union(base.model, {"Containers": [{"ModelPackageName": "arn:l"}]}),
	})
	got == {x | tc.judged; x := evidence.subject(e)}
}

test_evaluation_jobs[name] if {
	some name, tc in {
		"on the model": {"job": job(on("p.m")), "met": true},
		"on its ARN": {"job": job(on("arn:aws:bedrock:us-east-1::foundation-model/p.m")), "met": true},
		"on the profile": {"job": job(on("us.p.m")), "met": true},
		"on a profile of its own": {"job": job(on("i1")), "met": true},
		"on a throughput": {"job": job(on("t1")), "met": true},
		"on an endpoint of the marketplace": {"job": job(on("arn:sold")), "met": true},
		"on a model of its own": {"job": job(on("c1")), "met": false},
		"on retrieval with it": {"job": job(retrieval("p.m")), "met": true},
		"on retrieval with another": {"job": job(retrieval("p.x")), "met": false},
		"on another": {"job": job(on("p.x")), "met": false},
		"on what is not said": {"job": job({}), "met": false},
		"failed": {"job": job(object.union(on("p.m"), {"status": "Failed"})), "met": false},
		"status not said": {"job": job(object.union(on("p.m"), {"status": null})), "met": false},
		"180 days ago": {"job": job(object.union(on("p.m"), {"lastModifiedTime": "2026-05-24T09:00:00Z"})), "met": true},
		"too long ago": {"job": job(object.union(on("p.m"), {"lastModifiedTime": "2026-05-24T08:59:59Z"})), "met": false},
		"end not said": {"job": job(object.union(on("p.m"), {"lastModifiedTime": null})), "met": false},
	}
	u := usage({})
	got := policy.met with input as seen({"usages": [u], "jobs": [tc.job]})
	got == {"job": {row | tc.met; row := evidence.shown(model(u), tc.job, ["config", "status"])}, "clarify": set(), "passed": set()}
}

test_a_job_on_a_model_of_its_own[name] if {
	some name, tc in {"called": {"id": "c1", "met": true}, "another": {"id": "p.m", "met": false}}
	u := usage({"model_id": tc.id})
	j := job(on(custom.id))
	got := policy.met.job with input as seen({"usages": [u], "jobs": [j]})
	got == {row | tc.met; row := evidence.shown(model(u), j, ["config", "status"])}
}

clarify(patch, tags) := lib.resource("aws_sagemaker_processing_job", "arn:c", {"tags": tags, "config": object.union(
	{"AppSpecification": {"ImageUri": "205585389593.dkr.ecr.us-east-1.amazonaws.com/sagemaker-clarify-processing:1.0"}, "ProcessingJobStatus": "Completed", "ProcessingEndTime": "2026-11-01T00:00:00Z"},
	patch,
)})

test_clarify_jobs[name] if {
	label := {"ai-system": "s-1"}
	named := system("s-1", {"resource_ids": ["arn:c"]})
	serving := system("s-1", {"resource_ids": ["arn:e"]})
	some name, tc in {
		"by its label": {"job": clarify({}, label), "owners": {}, "met": true},
		"of another system": {"job": clarify({}, {"ai-system": "S-live"}), "owners": {}, "met": false},
		"of no system": {"job": clarify({}, {}), "owners": {}, "met": false},
		"by its ARN": {"job": clarify({}, {}), "owners": {"arn:c": [named]}, "systems": [named], "met": true},
		"by the ARN of the endpoint": {"job": clarify({}, label), "owners": {"arn:e": [serving]}, "systems": [serving], "tags": {}, "met": true},
		"of an endpoint of no system": {"job": clarify({}, label), "owners": {}, "tags": {}, "met": false},
		"of another image": {"job": clarify({"AppSpecification": {"ImageUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/features:1"}}, label), "owners": {}, "met": false},
		"image not said": {"job": clarify({"AppSpecification": null}, label), "owners": {}, "met": false},
		"failed": {"job": clarify({"ProcessingJobStatus": "Failed"}, label), "owners": {}, "met": false},
		"status not said": {"job": clarify({"ProcessingJobStatus": null}, label), "owners": {}, "met": false},
		"180 days ago": {"job": clarify({"ProcessingEndTime": "2026-05-24T09:00:00Z"}, label), "owners": {}, "met": true},
		"too long ago": {"job": clarify({"ProcessingEndTime": "2026-05-24T08:59:59Z"}, label), "owners": {}, "met": false},
		"end not said": {"job": clarify({"ProcessingEndTime": null}, label), "owners": {}, "met": false},
	}
	thing := object.union(e, {"tags": object.get(tc, "tags", label)})
	got := policy.met with input as seen({"endpoints": [thing], "clarify": [tc.job], "owners": tc.owners, "systems": object.get(tc, "systems", base.systems)})
	got == {"job": set(), "clarify": {row | tc.met; row := evidence.shown(thing, tc.job, ["config", "ProcessingJobStatus"])}, "passed": set()}
}

result(id, patch) := lib.record("record_evaluation", id, object.union({"model_id": "mdl-1", "model_version": "2", "passed": true, "completed_at": "2026-11-01T00:00:00Z"}, patch))

test_results[name] if {
	passed := result("ev-1", {})
	some name, tc in {
		"passed": {"results": [passed], "met": true},
		"failed": {"results": [result("ev-1", {"passed": false})], "met": false},
		"not said": {"results": [result("ev-1", {"passed": null})], "met": false},
		"failed later": {"results": [passed, result("ev-2", {"passed": false, "completed_at": "2026-11-02T00:00:00Z"})], "met": false},
		"failed at the same time": {"results": [passed, result("ev-2", {"passed": false})], "met": false},
		"failed before": {"results": [passed, result("ev-2", {"passed": false, "completed_at": "2026-10-01T00:00:00Z"})], "met": true},
		"failed, nobody says when": {"results": [passed, result("ev-2", {"passed": false, "completed_at": null})], "met": false},
		"outcome of a later one not said": {"results": [passed, result("ev-2", {"passed": null, "completed_at": "2026-11-02T00:00:00Z"})], "met": false},
		"another version failed": {"results": [passed, result("ev-2", {"passed": false, "model_version": "1"})], "met": true},
		"of another version": {"results": [result("ev-1", {"model_version": "1"})], "met": false},
		"version not said": {"results": [result("ev-1", {"model_version": null})], "met": false},
		"180 days ago": {"results": [result("ev-1", {"completed_at": "2026-05-24T09:00:00Z"})], "met": true},
		"too long ago": {"results": [result("ev-1", {"completed_at": "2026-05-24T08:59:59Z"})], "met": false},
		"date not said": {"results": [result("ev-1", {"completed_at": null})], "met": false},
		"none": {"results": [], "met": false},
	}
	u := usage({})
	got := policy.met.passed with input as seen({"usages": [u], "results": tc.results})
	got == {row | tc.met; row := evidence.shown(model(u), u, ["derived", "model_id"])}
}

test_results_by_name[name] if {
	some name, tc in {
		"a profile of its own": {"id": "i1", "identifiers": ["p.m"], "met": true},
		"a throughput": {"id": "t1", "identifiers": ["p.m"], "met": true},
		"a model of its own": {"id": "c1", "identifiers": [custom.id], "met": true},
		"an endpoint of the marketplace": {"id": "arn:sold", "identifiers": ["p.m"], "met": true},
		"another": {"id": "p.x", "identifiers": ["p.m"], "met": false},
	}
	u := usage({"model_id": tc.id})
	got := policy.met.passed with input as seen({"usages": [u], "models": [registered({"identifiers": tc.identifiers})], "results": [result("ev-1", {})]})
	got == {row | tc.met; row := evidence.shown(model(u), u, ["derived", "model_id"])}
}

test_results_of_what_is_served[name] if {
	some name, tc in {
		"by its name": {"models": [of_endpoint({})], "met": true},
		"by its ARN": {"models": [registered({"identifiers": ["arn:m"]})], "met": true},
		"by its package": {"models": [registered({"identifiers": ["arn:p"]})], "met": true},
		"approval not said": {"models": [of_endpoint({"status": null})], "met": false},
		"another": {"models": [good], "met": false},
		"not registered": {"models": [], "met": false},
	}
	got := policy.met.passed with input as seen({"endpoints": [e], "models": tc.models, "results": [result("ev-1", {})]})
	got == {row | tc.met; row := evidence.shown(e, e, ["config", "EndpointConfigName"])}
}

test_results_in_production[name] if {
	some name, tc in fixture.places
	thing := object.union(e, {"tags": tc.tags})
	got := policy.met.passed with input as seen({"endpoints": [thing], "models": [of_endpoint({})], "results": [result("ev-1", {})]})
	got == {row | tc.judged; row := evidence.shown(thing, thing, ["config", "EndpointConfigName"])}
}
