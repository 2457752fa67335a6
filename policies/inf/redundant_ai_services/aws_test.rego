package aismm.inf.redundant_ai_services.aws_test

import data.aismm.inf.redundant_ai_services.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

systems := {
	"urgent": {"status": "production", "rto_minutes": 60},
	"patient": {"status": "production", "rto_minutes": 2880},
	"untold": {"status": "production"},
	"test": {"status": "test", "rto_minutes": 60},
	"falling back": {"status": "production", "rto_minutes": 60, "fallback_route": "openai:gpt-4.1-mini-2025-04-14"},
	"falling nowhere": {"status": "production", "rto_minutes": 60, "fallback_route": ""},
}

seen(given) := {
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {
			"id": {id: [fixture.record("record_ai_system", id, config)] | some id, config in systems},
			"resource_ids": {"arn:two": [fixture.record("record_ai_system", id, systems[id]) | some id in ["falling back", "urgent"]]},
		},
		"aws_sagemaker_endpoint_config": {"EndpointConfigName": {name: [c | some c in all; c.config.EndpointConfigName == name] |
			all := object.get(given, "aws_sagemaker_endpoint_config", [])
			some x in all
			name := x.config.EndpointConfigName
		}},
	},
	"resources": object.union(
		{"aws_sagemaker_endpoint": [], "aws_sagemaker_endpoint_config": [], "aws_opensearch_serverless_collection": [], "aws_bedrock_inference_profile": []},
		given,
	),
}

nothing := {"instances": set(), "standby": set(), "routes": set()}

endpoint(fields) := object.union(fixture.resource("aws_sagemaker_endpoint", "e", {"config": {"EndpointConfigName": "c-1", "EndpointStatus": "InService"}}), fields)

configured(variants) := fixture.resource("aws_sagemaker_endpoint_config", "c", {"config": {"EndpointConfigName": "c-1", "ProductionVariants": variants}})

test_instances[name] if {
	some name, tc in {
		"two": {"variants": [{"InitialInstanceCount": 2}], "single": []},
		"one": {"variants": [{"InitialInstanceCount": 1}], "single": [0]},
		"two by scaling": {"variants": [{"InitialInstanceCount": 1, "ManagedInstanceScaling": {"MinInstanceCount": 2}}], "single": []},
		"one by scaling": {"variants": [{"ManagedInstanceScaling": {"MinInstanceCount": 1}}], "single": [0]},
		"serverless": {"variants": [{"ServerlessConfig": {"MaxConcurrency": 5}}], "single": []},
		"one of two variants": {"variants": [{"InitialInstanceCount": 3}, {"InitialInstanceCount": 1}], "single": [1]},
		"not said": {"variants": [{"VariantName": "all"}], "single": [0]},
		"no variants": {"variants": [], "single": [], "unknown": true},
	}
	e := endpoint({})
	c := configured(tc.variants)
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen({
		"aws_sagemaker_endpoint": [e], "aws_sagemaker_endpoint_config": [c],
	})
	got == {
		"subjects": {evidence.subject(e)},
		"met": object.union(nothing, {"instances": {row |
			count(tc.single) == 0
			count(tc.variants) > 0
			row := evidence.shown(e, c, ["config", "ProductionVariants"])
		}}),
		"violations": {"instances": {evidence.shown(e, c, ["config", "ProductionVariants", i, "InitialInstanceCount"]) | some i in tc.single}},
	}
}

test_configurations_that_do_not_count[name] if {
	some name, tc in {
		"none": {"configs": []},
		"in another region": {"configs": [object.union(configured([{"InitialInstanceCount": 2}]), {"region": "eu-central-1"})]},
		"refused": {"configs": [object.union(fixture.resource("aws_sagemaker_endpoint_config", "c", {"config": {"EndpointConfigName": "c-1"}}), {"missing": ["sagemaker:DescribeEndpointConfig"]})]},
	}
	e := endpoint({})
	got := {"met": policy.met, "violations": policy.violations} with input as seen({"aws_sagemaker_endpoint": [e], "aws_sagemaker_endpoint_config": tc.configs})
	got == {"met": nothing, "violations": {"instances": set()}}
}

collection(fields) := object.union(fixture.resource("aws_opensearch_serverless_collection", "c", {"config": {"type": "VECTORSEARCH", "standbyReplicas": "ENABLED"}}), fields)

test_standby[name] if {
	some name, tc in {
		"on": {"config": {"type": "VECTORSEARCH", "standbyReplicas": "ENABLED"}, "met": true, "subject": true},
		"off": {"config": {"type": "VECTORSEARCH", "standbyReplicas": "DISABLED"}, "met": false, "subject": true},
		"not said": {"config": {"name": "claims"}, "met": false, "subject": true},
		"of logs": {"config": {"type": "TIMESERIES", "standbyReplicas": "ENABLED"}, "met": false, "subject": false},
		"of search": {"config": {"type": "SEARCH", "standbyReplicas": "ENABLED"}, "met": false, "subject": false},
	}
	c := fixture.resource("aws_opensearch_serverless_collection", "c", {"config": tc.config})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({"aws_opensearch_serverless_collection": [c]})
	got == {
		"subjects": {s | tc.subject; s := evidence.subject(c)},
		"met": object.union(nothing, {"standby": {row | tc.met; row := evidence.at(c, ["config", "standbyReplicas"])}}),
	}
}

profile(fields) := object.union(fixture.resource("aws_bedrock_inference_profile", "arn:p", {"config": {"type": "APPLICATION", "models": models(["us-east-1"])}}), fields)

models(regions) := [{"modelArn": concat("", ["arn:aws:bedrock:", r, "::foundation-model/example.model-v1:0"])} | some r in regions]

test_routes[name] if {
	some name, tc in {
		"two regions": {"fields": {"config": {"models": models(["us-east-1", "us-west-2"])}}, "regions": true, "fallback": false},
		"two models of one region": {"fields": {"config": {"models": models(["us-east-1", "us-east-1"])}}, "regions": false, "fallback": false},
		"one region": {"fields": {}, "regions": false, "fallback": false},
		"none": {"fields": {"config": {"models": []}}, "regions": false, "fallback": false},
		"a fallback": {"fields": {"tags": {"ai-system": "falling back"}}, "regions": false, "fallback": true},
		"an empty fallback": {"fields": {"tags": {"ai-system": "falling nowhere"}}, "regions": false, "fallback": false},
		"a fallback of one of two": {"fields": {"id": "arn:two"}, "regions": false, "fallback": false},
	}
	p := profile(tc.fields)
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({"aws_bedrock_inference_profile": [p]})
	regions := {row | tc.regions; row := evidence.at(p, ["config", "models"])}
	fallbacks := {row | tc.fallback; row := evidence.at(p, ["id"])}
	rows := regions | fallbacks
	got == {"subjects": {evidence.subject(p)}, "met": object.union(nothing, {"routes": rows})}
}

test_profiles_of_aws_are_left_out[type] if {
	some type, counts in {"SYSTEM_DEFINED": false, "APPLICATION": true, "": true}
	p := profile({"config": {"type": type}})
	got := policy.subjects with input as seen({"aws_bedrock_inference_profile": [p]})
	got == {s | counts; s := evidence.subject(p)}
}

test_endpoints_that_are_gone[status] if {
	some status, counts in {"InService": true, "Deleting": false, "Failed": false, "OutOfService": false, "": true}
	e := endpoint({"config": {"EndpointStatus": status}})
	got := policy.subjects with input as seen({"aws_sagemaker_endpoint": [e]})
	got == {s | counts; s := evidence.subject(e)}
}

test_what_is_not_said_counts if {
	e := fixture.resource("aws_sagemaker_endpoint", "e", {})
	p := fixture.resource("aws_bedrock_inference_profile", "p", {})
	got := policy.subjects with input as seen({"aws_sagemaker_endpoint": [e], "aws_bedrock_inference_profile": [p]})
	got == {evidence.subject(e), evidence.subject(p)}
}

test_population[name] if {
	some kind, r in {
		"aws_sagemaker_endpoint": endpoint({}),
		"aws_opensearch_serverless_collection": collection({}),
		"aws_bedrock_inference_profile": profile({"config": {"models": models(["us-east-1", "us-west-2"])}}),
	}
	some state, tc in {
		"urgent": {"tags": {"ai-system": "urgent"}, "counts": true},
		"patient": {"tags": {"ai-system": "patient"}, "counts": false},
		"untold": {"tags": {"ai-system": "untold"}, "counts": true},
		"of a system in test": {"tags": {"ai-system": "test"}, "counts": false},
		"in test": {"tags": {"environment": "test"}, "counts": false},
		"in production": {"tags": {"environment": "production"}, "counts": true},
	}
	name := concat(" ", [kind, state])
	one := object.union(r, {"tags": tc.tags})
	given := {kind: [one], "aws_sagemaker_endpoint_config": [configured([{"InitialInstanceCount": 2}])]}
	got := {"subjects": policy.subjects, "met": {c | some c, rows in policy.met; count(rows) > 0}} with input as seen(given)
	got == {
		"subjects": {s | tc.counts; s := evidence.subject(one)},
		"met": {c | tc.counts; c := {"aws_sagemaker_endpoint": "instances", "aws_opensearch_serverless_collection": "standby", "aws_bedrock_inference_profile": "routes"}[kind]},
	}
}
