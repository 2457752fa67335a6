package aismm.inf.isolated_training_and_inference.aws_test

import data.aismm.inf.isolated_training_and_inference.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

kinds := {
	"aws_sagemaker_model", "aws_sagemaker_training_job", "aws_sagemaker_processing_job", "aws_sagemaker_automl_job",
	"aws_sagemaker_monitoring_schedule", "aws_sagemaker_monitoring_job_definition", "aws_sagemaker_endpoint_config",
	"aws_bedrock_agentcore_code_interpreter",
}

seen(given) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {"record_ai_system": {"id": {}, "resource_ids": {}}},
	"resources": object.union({k: [] | some k in kinds}, given),
}

nothing := {
	"model": set(), "training": set(), "processing": set(), "schedule": set(), "definition": set(), "endpoint_config": set(),
	"interpreter": set(), "vpc": set(),
}

network(value) := {"NetworkConfig": {"EnableNetworkIsolation": value}}

# Settings as a kind has them, with a value in its place.
flags := {
	"model": {"kind": "aws_sagemaker_model", "path": ["config", "EnableNetworkIsolation"], "config": {"on": {"EnableNetworkIsolation": true}, "off": {"EnableNetworkIsolation": false}, "not said": {}}},
	"training": {"kind": "aws_sagemaker_training_job", "path": ["config", "EnableNetworkIsolation"], "config": {"on": {"EnableNetworkIsolation": true}, "off": {"EnableNetworkIsolation": false}, "not said": {}}},
	"processing": {"kind": "aws_sagemaker_processing_job", "path": ["config", "NetworkConfig", "EnableNetworkIsolation"], "config": {"on": network(true), "off": network(false), "not said": {}}},
	"definition": {"kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "NetworkConfig", "EnableNetworkIsolation"], "config": {"on": network(true), "off": network(false), "not said": {}}},
	"schedule": {
		"kind": "aws_sagemaker_monitoring_schedule",
		"path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "NetworkConfig", "EnableNetworkIsolation"],
		"config": {"on": scheduled(network(true)), "off": scheduled(network(false)), "not said": {}},
	},
	"endpoint_config": {
		"kind": "aws_sagemaker_endpoint_config", "path": ["config", "EnableNetworkIsolation"],
		"config": {"on": run({"EnableNetworkIsolation": true}), "off": run({"EnableNetworkIsolation": false}), "not said": run({})},
	},
	"interpreter": {
		"kind": "aws_bedrock_agentcore_code_interpreter", "path": ["config", "networkConfiguration", "networkMode"],
		"config": {"on": mode("SANDBOX"), "in a VPC": mode("VPC"), "off": mode("PUBLIC"), "not said": {}},
	},
}

scheduled(definition) := {"MonitoringScheduleConfig": {"MonitoringJobDefinition": definition}}

run(config) := object.union({"ProductionVariants": [{"VariantName": "all"}]}, config)

mode(value) := {"networkConfiguration": {"networkMode": value}}

test_isolation[name] if {
	some condition, flag in flags
	some state, config in flag.config
	name := concat(" ", [condition, state])
	r := fixture.resource(flag.kind, "r", {"config": config})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({flag.kind: [r]})
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(nothing, {condition: {row | state in {"on", "in a VPC"}; row := evidence.at(r, flag.path)}}),
	}
}

vpc(subnets) := {"VpcConfig": {"SecurityGroupIds": [], "Subnets": subnets}}

places := {
	"aws_sagemaker_training_job": {"path": ["config", "VpcConfig", "Subnets"], "in": vpc(["subnet-1"]), "nowhere": vpc([])},
	"aws_sagemaker_automl_job": {"path": ["config", "SecurityConfig", "VpcConfig", "Subnets"], "in": {"SecurityConfig": vpc(["subnet-1"])}, "nowhere": {"SecurityConfig": vpc([])}},
	"aws_sagemaker_processing_job": {"path": ["config", "NetworkConfig", "VpcConfig", "Subnets"], "in": {"NetworkConfig": vpc(["subnet-1"])}, "nowhere": {"NetworkConfig": vpc([])}},
	"aws_sagemaker_monitoring_job_definition": {"path": ["config", "NetworkConfig", "VpcConfig", "Subnets"], "in": {"NetworkConfig": vpc(["subnet-1"])}, "nowhere": {"NetworkConfig": vpc([])}},
	"aws_sagemaker_monitoring_schedule": {
		"path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "NetworkConfig", "VpcConfig", "Subnets"],
		"in": scheduled({"NetworkConfig": vpc(["subnet-1"])}), "nowhere": scheduled({"NetworkConfig": vpc([])}),
	},
}

test_vpc[name] if {
	some kind, place in places
	some state, config in {"in": place["in"], "nowhere": place.nowhere, "not said": {}}
	name := concat(" ", [kind, state])
	r := fixture.resource(kind, "r", {"config": config})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({kind: [r]})
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(nothing, {"vpc": {row | state == "in"; row := evidence.at(r, place.path)}}),
	}
}

# A system of the register, by the label that names it.
registered(status, given) := json.patch(seen(given), [{
	"op": "add", "path": "/lookup/record_ai_system/id",
	"value": {"s": [fixture.record("record_ai_system", "s", {"status": status})]},
}])

cases := object.union(
	{condition: {"kind": flag.kind, "config": flag.config.on, "path": flag.path} | some condition, flag in flags},
	{concat(" ", ["vpc", kind]): {"kind": kind, "config": place["in"], "path": place.path} | some kind, place in places},
)

test_population[name] if {
	some which, tc in cases
	some state, left in {
		"production": {"tags": {"environment": "production"}, "status": "production", "counts": true},
		"of another environment": {"tags": {"environment": "test"}, "status": "production", "counts": false},
		"no environment": {"tags": {"environment": ""}, "status": "production", "counts": true},
		"of a system in test": {"tags": {"ai-system": "s"}, "status": "test", "counts": false},
		"of a system in production": {"tags": {"ai-system": "s"}, "status": "production", "counts": true},
	}
	name := concat(" ", [which, state])
	r := fixture.resource(tc.kind, "r", {"config": tc.config, "tags": left.tags})
	got := {"subjects": policy.subjects, "met": policy.met} with input as registered(left.status, {tc.kind: [r]})
	got == {
		"subjects": {s | left.counts; s := evidence.subject(r)},
		"met": object.union(nothing, {split(which, " ")[0]: {row | left.counts; row := evidence.at(r, tc.path)}}),
	}
}

test_jobs_of_long_ago_are_left_out[name] if {
	some kind, field in {"aws_sagemaker_training_job": "TrainingEndTime", "aws_sagemaker_processing_job": "ProcessingEndTime", "aws_sagemaker_automl_job": "EndTime"}
	some ended, counts in {"2026-08-22T09:00:00Z": true, "2026-08-22T08:59:59Z": false}
	name := concat(" ", [kind, ended])
	j := fixture.resource(kind, "j", {"config": {field: ended}})
	got := policy.subjects with input as seen({kind: [j]})
	got == {s | counts; s := evidence.subject(j)}
}

test_a_schedule_with_a_definition_is_left_out if {
	s := fixture.resource("aws_sagemaker_monitoring_schedule", "s", {"config": {"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": "quality"}}})
	untold := fixture.resource("aws_sagemaker_monitoring_schedule", "u", {"config": {"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": ""}}})
	got := policy.subjects with input as seen({"aws_sagemaker_monitoring_schedule": [s, untold]})
	got == {evidence.subject(untold)}
}

test_configurations_of_models_are_left_out[name] if {
	some name, tc in {
		"models": {"variants": [{"ModelName": "m"}, {"ModelName": "n"}], "counts": false},
		"a model and a place for components": {"variants": [{"ModelName": "m"}, {"VariantName": "v"}], "counts": true},
		"an empty name": {"variants": [{"ModelName": ""}], "counts": true},
		"none": {"variants": [], "counts": true},
	}
	c := fixture.resource("aws_sagemaker_endpoint_config", "c", {"config": {"ProductionVariants": tc.variants}})
	got := policy.subjects with input as seen({"aws_sagemaker_endpoint_config": [c]})
	got == {s | tc.counts; s := evidence.subject(c)}
}
