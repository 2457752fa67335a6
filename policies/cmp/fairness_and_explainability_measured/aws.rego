# METADATA
# scope: package
# title: SageMaker endpoints of high-risk systems are measured for bias and explainability
# custom:
#   remediation: Schedule a bias and an explainability monitor for the endpoint, run SageMaker Clarify with the label of the system, or record the evaluations that were made elsewhere.
package aismm.cmp.fairness_and_explainability_measured.aws

import data.aismm.lib.evidence
import data.aismm.lib.fairness
import data.aismm.lib.systems
import data.aismm.lib.when

must := {s.id | some s in fairness.systems}

# Endpoints of systems that must be measured, each with these systems. An endpoint of no system is the business of other objectives.
endpoints := [{"thing": e, "systems": owners} |
	some e in input.resources.aws_sagemaker_endpoint
	not gone(e)
	owners := [s | some s in systems.of(e); s.id in must]
	count(owners) > 0
]

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

subjects contains evidence.subject(e.thing) if some e in endpoints

# The last run of a monitor of its own, by its type.
monitored := [{"endpoint": e, "schedule": s, "type": s.config.MonitoringType} |
	some e in endpoints
	some s in input.resources.aws_sagemaker_monitoring_schedule
	s.region == e.thing.region
	s.config.EndpointName == e.thing.config.EndpointName
	last := s.config.LastMonitoringExecutionSummary
	last.MonitoringExecutionStatus in {"Completed", "CompletedWithViolations"}
	when.within_days(last.ScheduledTime, 365)
]

# Jobs of SageMaker Clarify, each with its systems. What a job analyses stands in a file that is not read; its name tells (the SDK calls its own
# Clarify-Posttraining-Bias, Clarify-Bias-And-Explainability, Clarify-Explainability, and Clarify-Pretraining-Bias what looks at data alone).
analysed := [{"job": j, "name": lower(j.config.ProcessingJobName), "systems": {s.id | some s in systems.of(j)}} |
	some j in input.resources.aws_sagemaker_processing_job
	contains(j.config.AppSpecification.ImageUri, "/sagemaker-clarify-processing")
	j.config.ProcessingJobStatus == "Completed"
	when.within_days(j.config.ProcessingEndTime, 365)
]

jobs("bias") := [a | some a in analysed; contains(a.name, "bias"); not contains(a.name, "pretraining")]

jobs("explainability") := [a | some a in analysed; contains(a.name, "explainab")]

# What shows of endpoints that all of their systems were measured: a job of the system, or an evaluation of it that passed.
measured(suite) := {row |
	some e in endpoints
	count([s | some s in e.systems; count(proofs(e, s, suite)) == 0]) == 0
	some s in e.systems
	some row in proofs(e, s, suite)
}

proofs(e, s, suite) := array.concat(
	[evidence.shown(e.thing, a.job, ["config", "ProcessingJobStatus"]) | some a in jobs(suite); s.id in a.systems],
	[evidence.at(e.thing, ["id"]) | count(fairness.passes(s, suite)) > 0],
)

# METADATA
# scope: document
# title: bias was measured within 365 days, by a monitor, or for each of its systems by SageMaker Clarify or in an evaluation on record
# custom:
#   of: aws_sagemaker_endpoint
#   field: id
met.bias contains evidence.shown(m.endpoint.thing, m.schedule, ["config", "LastMonitoringExecutionSummary", "MonitoringExecutionStatus"]) if {
	some m in monitored
	m.type == "ModelBias"
}

met.bias contains row if some row in measured("bias")

# METADATA
# scope: document
# title: explainability was measured within 365 days, by a monitor, or for each of its systems by SageMaker Clarify or in an evaluation on record
# custom:
#   of: aws_sagemaker_endpoint
#   field: id
met.explainability contains evidence.shown(m.endpoint.thing, m.schedule, ["config", "LastMonitoringExecutionSummary", "MonitoringExecutionStatus"]) if {
	some m in monitored
	m.type == "ModelExplainability"
}

met.explainability contains row if some row in measured("explainability")
