package aismm.inf.failover_proven_and_automatic.aws_test

import data.aismm.inf.failover_proven_and_automatic.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

systems := {
	"urgent": {"status": "production", "rto_minutes": 60},
	"patient": {"status": "production", "rto_minutes": 2880},
	"test": {"status": "test", "rto_minutes": 60},
}

seen(endpoints, targets) := {
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"resource_ids": {}, "id": {id: [fixture.record("record_ai_system", id, config)] | some id, config in systems}},
		"aws_autoscaling_target": {"ResourceId": {id: [t | some t in targets; t.config.ResourceId == id] |
			some x in targets
			id := x.config.ResourceId
		}},
	},
	"resources": {"aws_sagemaker_endpoint": endpoints, "aws_autoscaling_target": targets},
}

endpoint(variants) := fixture.resource("aws_sagemaker_endpoint", "e", {"config": {"EndpointName": "Score", "EndpointStatus": "InService", "ProductionVariants": variants}})

target(variant, fields) := object.union(
	fixture.resource("aws_autoscaling_target", variant, {
		"config": {
			"ResourceId": concat("/", ["endpoint/Score/variant", variant]), "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
			"MinCapacity": 2, "MaxCapacity": 6,
			"SuspendedState": {"DynamicScalingInSuspended": false, "DynamicScalingOutSuspended": false, "ScheduledScalingSuspended": false},
		},
		"parts": {"DescribeScalingPolicies": [{"PolicyName": "load", "PolicyType": "TargetTrackingScaling"}]},
	}),
	fields,
)

one := [{"VariantName": "all"}]

two := [{"VariantName": "all"}, {"VariantName": "next"}]

serverless := {"VariantName": "small", "CurrentServerlessConfig": {"MaxConcurrency": 5}}

paths := {"scalable": ["config", "MinCapacity"], "running": ["config", "SuspendedState"], "policy": ["parts", "DescribeScalingPolicies"]}

all := {"scalable", "running", "policy"}

test_targets[name] if {
	some name, tc in {
		"good": {"variants": one, "targets": [target("all", {})], "met": all, "bad": {}},
		"a minimum of one": {"variants": one, "targets": [target("all", {"config": {"MinCapacity": 1}})], "met": all - {"scalable"}, "bad": {"scalable": ["all"]}},
		"in suspended": {"variants": one, "targets": [target("all", {"config": {"SuspendedState": {"DynamicScalingInSuspended": true}}})], "met": all - {"running"}, "bad": {"running": ["all"]}},
		"out suspended": {"variants": one, "targets": [target("all", {"config": {"SuspendedState": {"DynamicScalingOutSuspended": true}}})], "met": all - {"running"}, "bad": {"running": ["all"]}},
		"schedule suspended": {"variants": one, "targets": [target("all", {"config": {"SuspendedState": {"ScheduledScalingSuspended": true}}})], "met": all - {"running"}, "bad": {"running": ["all"]}},
		"no policy": {"variants": one, "targets": [target("all", {"parts": {"DescribeScalingPolicies": []}})], "met": all - {"policy"}, "bad": {"policy": ["all"]}},
		"two variants": {"variants": two, "targets": [target("all", {}), target("next", {})], "met": all, "bad": {}},
		"one of two variants": {"variants": two, "targets": [target("all", {})], "met": set(), "bad": {}},
		"one of two with a minimum of one": {"variants": two, "targets": [target("all", {}), target("next", {"config": {"MinCapacity": 1}})], "met": all - {"scalable"}, "bad": {"scalable": ["next"]}},
		"one of two suspended": {"variants": two, "targets": [target("all", {}), target("next", {"config": {"SuspendedState": {"DynamicScalingInSuspended": true}}})], "met": all - {"running"}, "bad": {"running": ["next"]}},
		"one of two without a policy": {"variants": two, "targets": [target("all", {}), target("next", {"parts": {"DescribeScalingPolicies": []}})], "met": all - {"policy"}, "bad": {"policy": ["next"]}},
		"one of two serverless": {"variants": [one[0], serverless], "targets": [target("all", {})], "met": all, "bad": {}},
		"none": {"variants": one, "targets": [], "met": set(), "bad": {}},
		"of another variant": {"variants": one, "targets": [target("other", {})], "met": set(), "bad": {}},
		"in another region": {"variants": one, "targets": [target("all", {"region": "eu-central-1"})], "met": set(), "bad": {}},
		"of concurrency": {"variants": one, "targets": [target("all", {"config": {"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}})], "met": set(), "bad": {}},
	}
	e := endpoint(tc.variants)
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen([e], tc.targets)
	got == {
		"subjects": {evidence.subject(e)},
		"met": {c: {row | c in tc.met; some t in tc.targets; row := evidence.shown(e, t, path)} | some c, path in paths},
		"violations": {c: {row | some id in object.get(tc.bad, c, []); some t in tc.targets; t.id == id; row := evidence.shown(e, t, path)} | some c, path in paths},
	}
}

test_a_target_that_says_little if {
	e := endpoint(one)
	t := fixture.resource("aws_autoscaling_target", "all", {"config": {"ResourceId": "endpoint/Score/variant/all", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "MinCapacity": 0}})
	got := policy.met with input as seen([e], [t])
	got == {"scalable": set(), "policy": set(), "running": {evidence.shown(e, t, ["config", "SuspendedState"])}}
}

test_serverless[name] if {
	some name, tc in {
		"all": {"variants": [serverless], "met": true},
		"not said": {"variants": [{"VariantName": "small", "CurrentServerlessConfig": {"MaxConcurrency": 0}}], "met": false},
		"no variants": {"variants": [], "met": false},
	}
	e := endpoint(tc.variants)
	got := policy.met with input as seen([e], [])
	got == {c: {row | tc.met; row := evidence.at(e, ["config", "ProductionVariants"])} | some c in all}
}

test_population[name] if {
	some name, tc in {
		"urgent": {"fields": {"tags": {"ai-system": "urgent"}}, "counts": true},
		"patient": {"fields": {"tags": {"ai-system": "patient"}}, "counts": false},
		"of a system in test": {"fields": {"tags": {"ai-system": "test"}}, "counts": false},
		"in test": {"fields": {"tags": {"environment": "test"}}, "counts": false},
		"in production": {"fields": {"tags": {"environment": "production"}}, "counts": true},
		"not said": {"fields": {}, "counts": true},
		"deleting": {"fields": {"config": {"EndpointStatus": "Deleting"}}, "counts": false},
		"failed": {"fields": {"config": {"EndpointStatus": "Failed"}}, "counts": false},
		"out of service": {"fields": {"config": {"EndpointStatus": "OutOfService"}}, "counts": false},
		"updating": {"fields": {"config": {"EndpointStatus": "Updating"}}, "counts": true},
		"state not said": {"fields": {"config": {"EndpointStatus": ""}}, "counts": true},
	}
	some which, variants in {"instances": one, "serverless": [serverless]}
	e := object.union(endpoint(variants), tc.fields)
	got := {"subjects": policy.subjects, "met": {c | some c, rows in policy.met; count(rows) > 0}} with input as seen([e], [target("all", {})])
	got == {"subjects": {s | tc.counts; s := evidence.subject(e)}, "met": {c | tc.counts; some c in all}}
}
