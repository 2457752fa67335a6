# METADATA
# scope: package
# title: Learned baselines watch agents and gateways in AWS, and act by themselves
# custom:
#   remediation: Give the agent or gateway an alarm with an anomaly detection band on its own metrics, and let it call a function that throttles or stops it.
package aismm.mon.adaptive_usage_baselines.aws

import data.aismm.lib.evidence

identities := [r |
	some list in [
		input.resources.aws_bedrock_agent,
		input.resources.aws_bedrock_agentcore_gateway,
		input.resources.aws_bedrock_agentcore_runtime,
	]
	some r in list
]

subjects contains evidence.subject(r) if some r in identities

# Alarms with a learned band around a metric of one identity.
baselines := [{"identity": r, "alarm": a} |
	some r in identities
	some a in input.resources.aws_cloudwatch_alarm
	a.region == r.region
	learned(a)
	some q in a.config.Metrics
	some d in q.MetricStat.Metric.Dimensions
	names(d.Value, r)
]

# The threshold is the result of the band (CloudWatch API reference, PutMetricAlarm).
learned(a) if {
	some q in a.config.Metrics
	q.Id == a.config.ThresholdMetricId
	startswith(q.Expression, "ANOMALY_DETECTION_BAND(")
}

# AgentCore's metrics name the ARN, or that of an endpoint below it.
names(value, r) if value == r.id

names(value, r) if startswith(value, concat("", [r.id, "/"]))

# Those of Bedrock agents name an alias: "arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT/ALIAS".
names(value, r) if startswith(value, concat("", [replace(r.id, ":agent/", ":agent-alias/"), "/"]))

# METADATA
# scope: document
# title: an alarm with a learned band watches it
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   within: region
#   field: id
met.learned contains evidence.shown(b.identity, b.alarm, ["config", "ThresholdMetricId"]) if some b in baselines

# METADATA
# scope: document
# title: the alarm sets off a function, a runbook or a state machine
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   within: region
#   field: id
met.acts contains evidence.shown(b.identity, b.alarm, ["config", "AlarmActions", i]) if {
	some b in baselines
	b.alarm.config.ActionsEnabled == true
	some i, action in b.alarm.config.AlarmActions
	split(action, ":")[2] == "lambda"
}

met.acts contains evidence.shown(b.identity, rule, ["parts", "ListTargetsByRule", "Targets", i, "Arn"]) if {
	some b in baselines
	some rule in input.resources.aws_eventbridge_rule
	rule.region == b.alarm.region
	rule.config.State in {"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}
	hears(rule.config.EventPattern, b.alarm)
	some i, target in rule.parts.ListTargetsByRule.Targets
	split(target.Arn, ":")[2] in {"lambda", "ssm", "states"}
}

# The rule matches the alarm's changes of state: all alarms', or this one's by ARN or by name.
hears(pattern, a) if {
	"CloudWatch Alarm State Change" in pattern["detail-type"]
	count({key | some key, _ in pattern} - {"source", "detail-type", "resources", "detail"}) == 0
	count([x | some x in object.get(pattern, "source", ["aws.cloudwatch"]); x == "aws.cloudwatch"]) > 0
	a.id in object.get(pattern, "resources", [a.id])
	detail := object.get(pattern, "detail", {})
	count({key | some key, _ in detail} - {"alarmName", "state"}) == 0
	a.config.AlarmName in object.get(detail, "alarmName", [a.config.AlarmName])
	"ALARM" in object.get(detail, ["state", "value"], ["ALARM"])
}
