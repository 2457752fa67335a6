# METADATA
# scope: package
# title: Use, errors and guardrail hits of Bedrock raise alarms that reach somebody
# custom:
#   remediation: Deploy the standard alarms on use, errors, guardrail interventions and agents in every region, and send them to the on-call topic.
package aismm.mon.usage_and_guardrail_alarms.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
invoked := {u.region | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0}

used := [s | some s in input.scopes; s.region in invoked]

subjects contains evidence.subject(s) if some s in used

subjects contains evidence.subject(a) if some a in input.resources.aws_bedrock_agent

# Alarms that would act. One that has had no data for 30 days watches nothing.
ready := [a |
	some a in input.resources.aws_cloudwatch_alarm
	a.config.ActionsEnabled == true
	count(a.config.AlarmActions) > 0
	fed(a)
]

fed(a) if a.config.StateValue in {"ALARM", "OK"}

fed(a) if {
	a.config.StateValue == "INSUFFICIENT_DATA"
	when.within_days(a.config.StateTransitionedTimestamp, 30)
}

# What they watch: one metric, or those of an expression, whose alarm has neither Namespace nor MetricName itself.
watched := array.concat(
	[{"alarm": a, "namespace": a.config.Namespace, "metric": a.config.MetricName, "path": ["config", "MetricName"]} | some a in ready],
	[{"alarm": a, "namespace": m.Namespace, "metric": m.MetricName, "path": ["config", "Metrics", i, "MetricStat", "Metric", "MetricName"]} |
		some a in ready
		some i, q in a.config.Metrics
		m := q.MetricStat.Metric
	],
)

# METADATA
# scope: document
# title: an alarm watches how much models are used
# custom:
#   of: scope
#   within: region
#   field: id
met.use contains evidence.shown(s, w.alarm, w.path) if {
	some s in used
	some w in watched
	w.alarm.region == s.region
	w.namespace == "AWS/Bedrock"
	w.metric in {"InputTokenCount", "Invocations"}
}

# METADATA
# scope: document
# title: an alarm watches throttled and refused calls
# custom:
#   of: scope
#   within: region
#   field: id
met.errors contains evidence.shown(s, w.alarm, w.path) if {
	some s in used
	some w in watched
	w.alarm.region == s.region
	w.namespace == "AWS/Bedrock"
	w.metric in {"InvocationClientErrors", "InvocationThrottles"}
}

# METADATA
# scope: document
# title: an alarm watches how often guardrails intervene
# custom:
#   of: scope
#   within: region
#   field: id
met.guardrails contains evidence.shown(s, w.alarm, w.path) if {
	some s in used
	some w in watched
	w.alarm.region == s.region
	w.namespace == "AWS/Bedrock/Guardrails"
	w.metric == "InvocationsIntervened"
}

# METADATA
# scope: document
# title: an alarm in the agent's region watches agents
# custom:
#   of: aws_bedrock_agent
#   within: region
#   field: id
met.agents contains evidence.shown(a, w.alarm, w.path) if {
	some a in input.resources.aws_bedrock_agent
	some w in watched
	w.alarm.region == a.region
	w.namespace == "AWS/Bedrock/Agents"
	w.metric != ""
}
