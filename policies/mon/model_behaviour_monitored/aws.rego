# METADATA
# scope: package
# title: SageMaker watches its endpoints against a baseline
# custom:
#   remediation: Make a baseline from the data of the acceptance test, and schedule a monitor with it for the endpoint.
package aismm.mon.model_behaviour_monitored.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

endpoints := [e | some e in input.resources.aws_sagemaker_endpoint; not gone(e)]

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

subjects contains evidence.subject(e) if some e in endpoints

scheduled := [{"endpoint": e, "schedule": s} |
	some e in endpoints
	some s in input.resources.aws_sagemaker_monitoring_schedule
	s.region == e.region
	s.config.EndpointName == e.config.EndpointName
	s.config.MonitoringScheduleStatus == "Scheduled"
]

# METADATA
# scope: document
# title: a monitor is scheduled for it
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: id
met.scheduled contains evidence.shown(m.endpoint, m.schedule, ["config", "MonitoringScheduleStatus"]) if some m in scheduled

# Monitors that have given a result in the last 30 days.
running := [m |
	some m in scheduled
	last := m.schedule.config.LastMonitoringExecutionSummary
	last.MonitoringExecutionStatus in {"Completed", "CompletedWithViolations"}
	when.within_days(last.ScheduledTime, 30)
]

# METADATA
# scope: document
# title: it gave a result in the last 30 days
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: id
met.result contains evidence.shown(m.endpoint, m.schedule, ["config", "LastMonitoringExecutionSummary", "ScheduledTime"]) if some m in running

# METADATA
# scope: document
# title: it compares with a baseline
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: id
met.baseline contains evidence.shown(m.endpoint, m.schedule, ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "BaselineConfig"]) if {
	some m in running
	based(m.schedule.config.MonitoringScheduleConfig.MonitoringJobDefinition.BaselineConfig)
}

# The definition of its own kind of monitor names the baseline.
met.baseline contains evidence.shown(m.endpoint, d, ["config", field]) if {
	some m in running
	some d in input.resources.aws_sagemaker_monitoring_job_definition
	d.region == m.schedule.region
	d.config.JobDefinitionName == m.schedule.config.MonitoringScheduleConfig.MonitoringJobDefinitionName
	some field in ["DataQualityBaselineConfig", "ModelBiasBaselineConfig", "ModelExplainabilityBaselineConfig", "ModelQualityBaselineConfig"]
	based(d.config[field])
}

# A baseline is a job that makes it, or a file that holds it.
based(b) if b.BaseliningJobName != ""

based(b) if b.ConstraintsResource.S3Uri != ""

based(b) if b.StatisticsResource.S3Uri != ""
