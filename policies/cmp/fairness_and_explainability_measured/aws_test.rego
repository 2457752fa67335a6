package aismm.cmp.fairness_and_explainability_measured.aws_test

import data.aismm.cmp.fairness_and_explainability_measured.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

arn := "arn:aws:sagemaker:us-east-1:111122223333:endpoint/claims"

high := {"status": "production", "risk_tier": "high", "legally_high_risk": true, "affects_people": true, "resource_ids": [arn]}

system(config) := fixture.record("record_ai_system", "ais-1", config)

endpoint(config) := fixture.resource("aws_sagemaker_endpoint", arn, {"config": object.union({"EndpointName": "claims", "EndpointStatus": "InService"}, config)})

e := endpoint({})

evaluation(config) := fixture.record("record_evaluation", "ev-1", object.union(
	{"system_id": "ais-1", "suites": ["bias", "explainability"], "passed": true, "threshold": 0.8, "completed_at": "2026-06-01T00:00:00Z"},
	config,
))

seen(s, endpoint, things) := {
	"as_of": fixture.as_of, "boundary": fixture.boundary("aws:111122223333"),
	"settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"], "system_label": "ai-system"},
	"resources": {
		"aws_sagemaker_endpoint": [endpoint],
		"aws_sagemaker_monitoring_schedule": [t | some t in things; t.kind == "aws_sagemaker_monitoring_schedule"],
		"aws_sagemaker_processing_job": [t | some t in things; t.kind == "aws_sagemaker_processing_job"],
	},
	"records": {"record_ai_system": [s], "record_evaluation": [t | some t in things; t.kind == "record_evaluation"]},
	"lookup": {
		"record_ai_system": {"resource_ids": {id: [s] | some id in s.config.resource_ids}, "id": {"ais-1": [s]}},
		"record_evaluation": {"system_id": {"ais-1": [t | some t in things; t.kind == "record_evaluation"]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"of a high-risk system": {"system": high, "endpoint": e, "judged": true},
		"being updated": {"system": high, "endpoint": endpoint({"EndpointStatus": "Updating"}), "judged": true},
		"out of service": {"system": high, "endpoint": endpoint({"EndpointStatus": "OutOfService"}), "judged": false},
		"failed": {"system": high, "endpoint": endpoint({"EndpointStatus": "Failed"}), "judged": false},
		"being deleted": {"system": high, "endpoint": endpoint({"EndpointStatus": "Deleting"}), "judged": false},
		"by its label": {"system": object.union(high, {"resource_ids": []}), "endpoint": object.union(e, {"tags": {"ai-system": "ais-1"}}), "judged": true},
		"of no system": {"system": object.union(high, {"resource_ids": []}), "endpoint": e, "judged": false},
		"of a lower system": {"system": object.union(high, {"risk_tier": "limited", "legally_high_risk": false}), "endpoint": e, "judged": false},
		"high, not by law": {"system": object.union(high, {"legally_high_risk": false}), "endpoint": e, "judged": true},
		"about nobody": {"system": object.union(high, {"affects_people": false}), "endpoint": e, "judged": false},
		"in test": {"system": object.union(high, {"status": "test"}), "endpoint": e, "judged": false},
		"retired": {"system": object.union(high, {"status": "retired"}), "endpoint": e, "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.system), tc.endpoint, [])
	got == {x | tc.judged; x := evidence.subject(tc.endpoint)}
}

last := {"MonitoringExecutionStatus": "Completed", "ScheduledTime": "2026-06-01T00:00:00Z"}

schedule(patch) := fixture.resource("aws_sagemaker_monitoring_schedule", "arn:s", {"config": object.union(
	{"EndpointName": "claims", "MonitoringType": "ModelBias", "LastMonitoringExecutionSummary": last},
	patch,
)})

run(patch) := schedule({"LastMonitoringExecutionSummary": object.union(last, patch)})

test_monitors[name] if {
	some name, tc in {
		"bias": {"schedule": schedule({}), "met": {"bias"}},
		"explainability": {"schedule": schedule({"MonitoringType": "ModelExplainability"}), "met": {"explainability"}},
		"quality": {"schedule": schedule({"MonitoringType": "ModelQuality"}), "met": set()},
		"with violations": {"schedule": run({"MonitoringExecutionStatus": "CompletedWithViolations"}), "met": {"bias"}},
		"failed": {"schedule": run({"MonitoringExecutionStatus": "Failed"}), "met": set()},
		"a year ago": {"schedule": run({"ScheduledTime": "2025-11-20T09:00:00Z"}), "met": {"bias"}},
		"before": {"schedule": run({"ScheduledTime": "2025-11-20T08:59:59Z"}), "met": set()},
		"never run": {"schedule": fixture.resource("aws_sagemaker_monitoring_schedule", "arn:s", {"config": {"EndpointName": "claims", "MonitoringType": "ModelBias"}}), "met": set()},
		"of another endpoint": {"schedule": schedule({"EndpointName": "other"}), "met": set()},
		"in another region": {"schedule": object.union(schedule({}), {"region": "eu-central-1"}), "met": set()},
	}
	got := policy.met with input as seen(system(high), e, [tc.schedule])
	got == {c: {row |
		c in tc.met
		row := evidence.shown(e, tc.schedule, ["config", "LastMonitoringExecutionSummary", "MonitoringExecutionStatus"])
	} |
		some c in ["bias", "explainability"]
	}
}

clarify := "205585389593.dkr.ecr.us-east-1.amazonaws.com/sagemaker-clarify-processing:1.0"

job(tags, patch) := fixture.resource("aws_sagemaker_processing_job", "arn:j", {"tags": tags, "config": object.union(
	{"ProcessingJobName": "Clarify-Bias-2026", "ProcessingJobStatus": "Completed", "ProcessingEndTime": "2026-06-01T00:00:00Z", "AppSpecification": {"ImageUri": clarify}},
	patch,
)})

ours := {"ai-system": "ais-1"}

test_jobs[name] if {
	some name, tc in {
		"bias": {"job": job(ours, {}), "met": {"bias"}},
		"both": {"job": job(ours, {"ProcessingJobName": "Clarify-Bias-And-Explainability-2026"}), "met": {"bias", "explainability"}},
		"explainability": {"job": job(ours, {"ProcessingJobName": "claims-explainability"}), "met": {"explainability"}},
		"neither": {"job": job(ours, {"ProcessingJobName": "claims-quality"}), "met": set()},
		"of another image": {"job": job(ours, {"AppSpecification": {"ImageUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/own:1"}}), "met": set()},
		"failed": {"job": job(ours, {"ProcessingJobStatus": "Failed"}), "met": set()},
		"a year ago": {"job": job(ours, {"ProcessingEndTime": "2025-11-20T09:00:00Z"}), "met": {"bias"}},
		"before": {"job": job(ours, {"ProcessingEndTime": "2025-11-20T08:59:59Z"}), "met": set()},
		"of the data alone": {"job": job(ours, {"ProcessingJobName": "Clarify-Pretraining-Bias-2026"}), "met": set()},
		"of no system": {"job": job({}, {}), "met": set()},
		"of another system": {"job": job({"ai-system": "ais-2"}, {}), "met": set()},
	}
	got := policy.met with input as seen(system(high), e, [tc.job])
	got == {c: {row | c in tc.met; row := evidence.shown(e, tc.job, ["config", "ProcessingJobStatus"])} | some c in ["bias", "explainability"]}
}

test_evaluations[name] if {
	some name, tc in {
		"both": {"evaluation": evaluation({}), "met": {"bias", "explainability"}},
		"bias": {"evaluation": evaluation({"suites": ["bias"]}), "met": {"bias"}},
		"failed": {"evaluation": evaluation({"passed": false}), "met": set()},
	}
	got := policy.met with input as seen(system(high), e, [tc.evaluation])
	got == {c: {row | c in tc.met; row := evidence.at(e, ["id"])} | some c in ["bias", "explainability"]}
}

# Fairness depends on the use: an endpoint of two systems is measured for both.
test_two_systems[name] if {
	some name, tc in {
		"one of them": {"things": [job(ours, {})], "met": false},
		"both, by a job and an evaluation": {"things": [job(ours, {}), evaluation({"system_id": "ais-2", "suites": ["bias"]})], "met": true},
		"both, by jobs": {"things": [job(ours, {}), object.union(job({"ai-system": "ais-2"}, {}), {"id": "arn:k", "ref": "aws_sagemaker_processing_job arn:k"})], "met": true},
		"by a monitor of the endpoint": {"things": [schedule({})], "met": true},
	}
	two := [system(high), fixture.record("record_ai_system", "ais-2", high)]
	input_ := object.union(seen(system(high), e, tc.things), {
		"records": {"record_ai_system": two},
		"lookup": {
			"record_ai_system": {"resource_ids": {arn: two}, "id": {s.id: [s] | some s in two}},
			"record_evaluation": {"system_id": {id: [t | some t in tc.things; t.config.system_id == id] | some id in ["ais-1", "ais-2"]}},
		},
	})
	got := policy.met.bias with input as input_
	[true | count(got) > 0] == [true | tc.met]
}
