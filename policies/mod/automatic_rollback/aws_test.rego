package aismm.mod.automatic_rollback.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture as lib
import data.aismm.lib.serving_fixture as fixture
import data.aismm.mod.automatic_rollback.aws as policy

changed(name, at) := lib.resource("aws_sagemaker_endpoint", name, {"config": {"EndpointName": name, "EndpointStatus": "InService", "LastModifiedTime": at}})

recent := changed("e", "2026-11-01T00:00:00Z")

test_subjects[name] if {
	old := [changed(sprintf("o%d", [i]), sprintf("2026-0%d-01T00:00:00Z", [i])) | some i in numbers.range(1, 5)]
	silent := lib.resource("aws_sagemaker_endpoint", "s", {"config": {"EndpointName": "s"}})
	trial := object.union(recent, {"tags": {"environment": "test"}})
	gone := object.union(recent, {"config": {"EndpointStatus": "Failed"}})
	some name, tc in {
		"of the window": {"endpoints": array.concat(old, [recent]), "want": {"e"}},
		"its first moment": {"endpoints": array.concat(old, [changed("e", "2026-08-22T09:00:00Z")]), "want": {"e"}},
		"a second before": {"endpoints": array.concat(old, [changed("e", "2026-08-22T08:59:59Z")]), "want": {"e", "o4", "o5"}},
		"the last three": {"endpoints": old, "want": {"o3", "o4", "o5"}},
		"the last two": {"endpoints": array.slice(old, 0, 2), "want": {"o1", "o2"}},
		"time not said": {"endpoints": array.concat(old, [silent]), "want": {"o3", "o4", "o5", "s"}},
		"time not said, and one of the window": {"endpoints": array.concat(old, [silent, recent]), "want": {"e", "s"}},
		"not in production": {"endpoints": array.concat(array.slice(old, 0, 1), [trial]), "want": {"o1"}},
		"failed": {"endpoints": array.concat(array.slice(old, 0, 1), [gone]), "want": {"o1"}},
		"none": {"endpoints": [], "want": set()},
	}
	got := policy.subjects with input as fixture.estate(tc.endpoints, [], [], [])
	{s.id | some s in got} == tc.want
	got == {evidence.subject(e) | some e in tc.endpoints; e.id in tc.want}
}

test_production[name] if {
	some name, tc in fixture.places
	thing := object.union(with_config(object.union({"RollingUpdatePolicy": {}}, {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}]}})), {"tags": tc.tags})
	got := {"subjects": policy.subjects, "met": policy.met} with input as fixture.estate([thing], [], [], [])
	got == {
		"subjects": {x | tc.judged; x := evidence.subject(thing)},
		"met": {
			"rollback": {row | tc.judged; row := evidence.at(thing, ["config", "LastDeploymentConfig", "AutoRollbackConfiguration", "Alarms"])},
			"gradual": {row | tc.judged; row := evidence.at(thing, ["config", "LastDeploymentConfig", "RollingUpdatePolicy"])},
		},
	}
}

with_config(config) := object.union(recent, {"config": {"LastDeploymentConfig": config}})

traffic(type) := {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {"Type": type}}}

test_deployments[name] if {
	by_type := ["BlueGreenUpdatePolicy", "TrafficRoutingConfiguration", "Type"]
	some name, tc in {
		"a canary with alarms": {"config": object.union(traffic("CANARY"), {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "a"}]}}), "rollback": true, "gradual": [by_type]},
		"step by step": {"config": traffic("LINEAR"), "rollback": false, "gradual": [by_type]},
		"rolling": {"config": {"RollingUpdatePolicy": {"WaitIntervalInSeconds": 60}, "AutoRollbackConfiguration": {"Alarms": []}}, "rollback": false, "gradual": [["RollingUpdatePolicy"]]},
		"all at once": {"config": object.union(traffic("ALL_AT_ONCE"), {"AutoRollbackConfiguration": {}}), "rollback": false, "gradual": []},
		"type not said": {"config": {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": {}}}, "rollback": false, "gradual": []},
		"nothing said": {"config": {}, "rollback": false, "gradual": []},
	}
	e := with_config(tc.config)
	got := policy.met with input as fixture.estate([e], [], [], [])
	got == {
		"rollback": {row | tc.rollback; row := evidence.at(e, ["config", "LastDeploymentConfig", "AutoRollbackConfiguration", "Alarms"])},
		"gradual": {evidence.at(e, array.concat(["config", "LastDeploymentConfig"], path)) | some path in tc.gradual},
	}
}

experiment(patch) := lib.resource("aws_sagemaker_inference_experiment", "arn:x", {"config": object.union(
	{"EndpointMetadata": {"EndpointName": "e"}, "Type": "ShadowMode", "Status": "Completed", "CompletionTime": "2026-10-20T00:00:00Z"},
	patch,
)})

test_shadows[name] if {
	some name, tc in {
		"before": {"experiment": experiment({}), "met": true},
		"at the moment of the release": {"experiment": experiment({"CompletionTime": "2026-11-01T00:00:00Z"}), "met": true},
		"after": {"experiment": experiment({"CompletionTime": "2026-11-01T00:00:01Z"}), "met": false},
		"90 days before": {"experiment": experiment({"CompletionTime": "2026-08-03T00:00:00Z"}), "met": true},
		"long before": {"experiment": experiment({"CompletionTime": "2026-08-02T23:59:59Z"}), "met": false},
		"cancelled": {"experiment": experiment({"Status": "Cancelled"}), "met": false},
		"status not said": {"experiment": experiment({"Status": ""}), "met": false},
		"of another type": {"experiment": experiment({"Type": "Other"}), "met": false},
		"of another endpoint": {"experiment": experiment({"EndpointMetadata": {"EndpointName": "x"}}), "met": false},
		"endpoint not said": {"experiment": experiment({"EndpointMetadata": null}), "met": false},
		"end not said": {"experiment": experiment({"CompletionTime": null}), "met": false},
		"of another region": {"experiment": object.union(experiment({}), {"region": "eu-central-1"}), "met": false},
	}
	base := fixture.estate([recent], [], [], [])
	got := policy.met with input as object.union(base, {"resources": object.union(base.resources, {"aws_sagemaker_inference_experiment": [tc.experiment]})})
	got == {"rollback": set(), "gradual": {row | tc.met; row := evidence.shown(recent, tc.experiment, ["config", "CompletionTime"])}}
}
