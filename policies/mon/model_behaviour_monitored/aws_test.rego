package aismm.mon.model_behaviour_monitored.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.model_behaviour_monitored.aws as policy

endpoint(status) := fixture.resource("aws_sagemaker_endpoint", "arn:e", {"config": {"EndpointName": "e", "EndpointStatus": status}})

e := endpoint("InService")

last := {"MonitoringExecutionStatus": "Completed", "ScheduledTime": "2026-11-19T00:00:00Z"}

good := {
	"EndpointName": "e", "MonitoringScheduleStatus": "Scheduled", "LastMonitoringExecutionSummary": last,
	"MonitoringScheduleConfig": {"MonitoringJobDefinition": {"BaselineConfig": {"ConstraintsResource": {"S3Uri": "s3://b/c.json"}}}},
}

schedule(config) := fixture.resource("aws_sagemaker_monitoring_schedule", "arn:s", {"config": config})

definition(config) := fixture.resource("aws_sagemaker_monitoring_job_definition", "arn:d", {"config": object.union({"JobDefinitionName": "d"}, config)})

seen(endpoint, schedules, definitions) := {"as_of": fixture.as_of, "resources": {
	"aws_sagemaker_endpoint": [endpoint], "aws_sagemaker_monitoring_schedule": schedules, "aws_sagemaker_monitoring_job_definition": definitions,
}}

test_subjects[name] if {
	some name, tc in {
		"in service": {"endpoint": e, "judged": true},
		"being updated": {"endpoint": endpoint("Updating"), "judged": true},
		"status not said": {"endpoint": object.remove(e, ["config"]), "judged": true},
		"failed": {"endpoint": endpoint("Failed"), "judged": false},
		"out of service": {"endpoint": endpoint("OutOfService"), "judged": false},
		"being deleted": {"endpoint": endpoint("Deleting"), "judged": false},
	}
	got := policy.subjects with input as seen(tc.endpoint, [], [])
	got == {x | tc.judged; x := evidence.subject(tc.endpoint)}
}

test_schedules[name] if {
	some name, tc in {
		"good": {"schedule": schedule(good), "scheduled": true, "result": true, "baseline": true},
		"stopped": {"schedule": schedule(object.union(good, {"MonitoringScheduleStatus": "Stopped"})), "scheduled": false, "result": false, "baseline": false},
		"status not said": {"schedule": schedule(object.remove(good, ["MonitoringScheduleStatus"])), "scheduled": false, "result": false, "baseline": false},
		"of another endpoint": {"schedule": schedule(object.union(good, {"EndpointName": "x"})), "scheduled": false, "result": false, "baseline": false},
		"endpoint not said": {"schedule": schedule(object.remove(good, ["EndpointName"])), "scheduled": false, "result": false, "baseline": false},
		"of another region": {"schedule": object.union(schedule(good), {"region": "eu-central-1"}), "scheduled": false, "result": false, "baseline": false},
		"with violations": {"schedule": schedule(object.union(good, {"LastMonitoringExecutionSummary": object.union(last, {"MonitoringExecutionStatus": "CompletedWithViolations"})})), "scheduled": true, "result": true, "baseline": true},
		"failed": {"schedule": schedule(object.union(good, {"LastMonitoringExecutionSummary": object.union(last, {"MonitoringExecutionStatus": "Failed"})})), "scheduled": true, "result": false, "baseline": false},
		"outcome not said": {"schedule": schedule(object.union(object.remove(good, ["LastMonitoringExecutionSummary"]), {"LastMonitoringExecutionSummary": {"ScheduledTime": "2026-11-19T00:00:00Z"}})), "scheduled": true, "result": false, "baseline": false},
		"30 days ago": {"schedule": schedule(object.union(good, {"LastMonitoringExecutionSummary": object.union(last, {"ScheduledTime": "2026-10-21T09:00:00Z"})})), "scheduled": true, "result": true, "baseline": true},
		"too long ago": {"schedule": schedule(object.union(good, {"LastMonitoringExecutionSummary": object.union(last, {"ScheduledTime": "2026-10-21T08:59:59Z"})})), "scheduled": true, "result": false, "baseline": false},
		"never run": {"schedule": schedule(object.remove(good, ["LastMonitoringExecutionSummary"])), "scheduled": true, "result": false, "baseline": false},
		"no baseline": {"schedule": schedule(object.remove(good, ["MonitoringScheduleConfig"])), "scheduled": true, "result": true, "baseline": false},
	}
	got := policy.met with input as seen(e, [tc.schedule], [])
	got == {
		"scheduled": {row | tc.scheduled; row := evidence.shown(e, tc.schedule, ["config", "MonitoringScheduleStatus"])},
		"result": {row | tc.result; row := evidence.shown(e, tc.schedule, ["config", "LastMonitoringExecutionSummary", "ScheduledTime"])},
		"baseline": {row | tc.baseline; row := evidence.shown(e, tc.schedule, ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "BaselineConfig"])},
	}
}

with_baseline(b) := schedule(object.union(object.remove(good, ["MonitoringScheduleConfig"]), {"MonitoringScheduleConfig": {"MonitoringJobDefinition": {"BaselineConfig": b}}}))

test_baselines_of_a_schedule[name] if {
	some name, tc in {
		"a job": {"baseline": {"BaseliningJobName": "j"}, "met": true},
		"a file of constraints": {"baseline": {"ConstraintsResource": {"S3Uri": "s3://b/c.json"}}, "met": true},
		"a file of statistics": {"baseline": {"StatisticsResource": {"S3Uri": "s3://b/s.json"}}, "met": true},
		"nothing": {"baseline": {}, "met": false},
	}
	s := with_baseline(tc.baseline)
	got := policy.met.baseline with input as seen(e, [s], [])
	got == {row | tc.met; row := evidence.shown(e, s, ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "BaselineConfig"])}
}

test_definitions[name] if {
	made := {"BaseliningJobName": "j"}
	file := {"ConstraintsResource": {"S3Uri": "s3://b/c.json"}}
	some name, tc in {
		"data quality": {"definition": definition({"DataQualityBaselineConfig": made}), "field": ["DataQualityBaselineConfig"]},
		"model quality": {"definition": definition({"ModelQualityBaselineConfig": made}), "field": ["ModelQualityBaselineConfig"]},
		"bias": {"definition": definition({"ModelBiasBaselineConfig": made}), "field": ["ModelBiasBaselineConfig"]},
		"explainability": {"definition": definition({"ModelExplainabilityBaselineConfig": made}), "field": ["ModelExplainabilityBaselineConfig"]},
		"a file of constraints": {"definition": definition({"DataQualityBaselineConfig": file}), "field": ["DataQualityBaselineConfig"]},
		"a file of constraints for model quality": {"definition": definition({"ModelQualityBaselineConfig": file}), "field": ["ModelQualityBaselineConfig"]},
		"a file of constraints for bias": {"definition": definition({"ModelBiasBaselineConfig": file}), "field": ["ModelBiasBaselineConfig"]},
		"a file of constraints for explainability": {"definition": definition({"ModelExplainabilityBaselineConfig": file}), "field": ["ModelExplainabilityBaselineConfig"]},
		"a file of statistics": {"definition": definition({"DataQualityBaselineConfig": {"StatisticsResource": {"S3Uri": "s3://b/s.json"}}}), "field": ["DataQualityBaselineConfig"]},
		"an empty baseline": {"definition": definition({"DataQualityBaselineConfig": {"BaseliningJobName": "", "ConstraintsResource": {"S3Uri": ""}, "StatisticsResource": {"S3Uri": ""}}}), "field": []},
		"no baseline": {"definition": definition({}), "field": []},
		"another definition": {"definition": definition({"JobDefinitionName": "x", "DataQualityBaselineConfig": made}), "field": []},
		"of another region": {"definition": object.union(definition({"DataQualityBaselineConfig": made}), {"region": "eu-central-1"}), "field": []},
	}
	s := schedule(object.union(object.remove(good, ["MonitoringScheduleConfig"]), {"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": "d"}}))
	got := policy.met.baseline with input as seen(e, [s], [tc.definition])
	got == {evidence.shown(e, tc.definition, ["config", f]) | some f in tc.field}
}
