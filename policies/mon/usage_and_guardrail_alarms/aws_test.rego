package aismm.mon.usage_and_guardrail_alarms.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.usage_and_guardrail_alarms.aws as policy

here := fixture.region("us-east-1", "yes")

usage(derived) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": derived})

agent := fixture.resource("aws_bedrock_agent", "arn:agent", {})

acting := {"ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:us-east-1:111122223333:oncall"], "StateValue": "OK"}

alarm(config) := fixture.resource("aws_cloudwatch_alarm", "arn:alarm", {"config": config})

on(namespace, metric) := object.union(acting, {"Namespace": namespace, "MetricName": metric, "Metrics": []})

expression(namespace, metric) := object.union(acting, {"Metrics": [
	{"Id": "e", "Expression": "m * 2"},
	{"Id": "m", "MetricStat": {"Metric": {"Namespace": namespace, "MetricName": metric}}},
]})

seen(usage, alarms) := {
	"as_of": fixture.as_of,
	"scopes": [here, fixture.region("eu-central-1", "yes")],
	"resources": {"aws_bedrock_usage": usage, "aws_bedrock_agent": [agent], "aws_cloudwatch_alarm": alarms},
}

test_subjects[name] if {
	some name, tc in {
		"use": {"usage": [usage({"model_id": "m", "invocations": 3})], "scopes": [here]},
		"use that does not say how much": {"usage": [usage({"model_id": "m"})], "scopes": [here]},
		"no use any more": {"usage": [usage({"model_id": "m", "invocations": 0})], "scopes": []},
		"nothing": {"usage": [], "scopes": []},
	}
	got := policy.subjects with input as seen(tc.usage, [])
	got == {evidence.subject(agent)} | {evidence.subject(s) | some s in tc.scopes}
}

rows(conditions, a, path) := object.union(
	{"use": set(), "errors": set(), "guardrails": set(), "agents": set()},
	{c: {evidence.shown(of[c], a, path)} | some c in conditions},
)

of := {"use": here, "errors": here, "guardrails": here, "agents": agent}

test_metrics[name] if {
	some name, tc in {
		"tokens": {"metric": ["AWS/Bedrock", "InputTokenCount"], "met": ["use"]},
		"calls": {"metric": ["AWS/Bedrock", "Invocations"], "met": ["use"]},
		"throttled calls": {"metric": ["AWS/Bedrock", "InvocationThrottles"], "met": ["errors"]},
		"refused calls": {"metric": ["AWS/Bedrock", "InvocationClientErrors"], "met": ["errors"]},
		"guardrails": {"metric": ["AWS/Bedrock/Guardrails", "InvocationsIntervened"], "met": ["guardrails"]},
		"agents": {"metric": ["AWS/Bedrock/Agents", "InvocationCount"], "met": ["agents"]},
		"another metric": {"metric": ["AWS/Bedrock", "InvocationLatency"], "met": []},
		"another metric of guardrails": {"metric": ["AWS/Bedrock/Guardrails", "Invocations"], "met": []},
		"a metric of the same name": {"metric": ["AWS/Lambda", "Invocations"], "met": []},
		"errors of something else": {"metric": ["Custom", "InvocationThrottles"], "met": []},
		"interventions of something else": {"metric": ["Custom", "InvocationsIntervened"], "met": []},
	}
	[namespace, metric] := tc.metric
	single := alarm(on(namespace, metric))
	got_single := policy.met with input as seen([usage({})], [single])
	got_single == rows(tc.met, single, ["config", "MetricName"])
	composed := alarm(expression(namespace, metric))
	got_composed := policy.met with input as seen([usage({})], [composed])
	got_composed == rows(tc.met, composed, ["config", "Metrics", 1, "MetricStat", "Metric", "MetricName"])
}

test_alarms_that_would_not_act[name] if {
	calls := on("AWS/Bedrock", "Invocations")
	some name, tc in {
		"good": {"config": calls, "met": true},
		"raised": {"config": object.union(calls, {"StateValue": "ALARM"}), "met": true},
		"actions off": {"config": object.union(calls, {"ActionsEnabled": false}), "met": false},
		"not said whether they are on": {"config": object.remove(calls, ["ActionsEnabled"]), "met": false},
		"no actions": {"config": object.union(calls, {"AlarmActions": []}), "met": false},
		"actions not said": {"config": object.remove(calls, ["AlarmActions"]), "met": false},
		"state not said": {"config": object.remove(calls, ["StateValue"]), "met": false},
		"without data of late": {"config": object.union(calls, {"StateValue": "INSUFFICIENT_DATA", "StateTransitionedTimestamp": "2026-10-21T09:00:00Z"}), "met": true},
		"without data for long": {"config": object.union(calls, {"StateValue": "INSUFFICIENT_DATA", "StateTransitionedTimestamp": "2026-10-21T08:59:59Z"}), "met": false},
		"without data, since when is not said": {"config": object.union(calls, {"StateValue": "INSUFFICIENT_DATA"}), "met": false},
		"metric not said": {"config": object.remove(calls, ["MetricName"]), "met": false},
		"namespace not said": {"config": object.remove(calls, ["Namespace"]), "met": false},
	}
	a := alarm(tc.config)
	got := policy.met with input as seen([usage({})], [a])
	got == rows([c | tc.met; c := "use"], a, ["config", "MetricName"])
}

test_alarms_without_data[name] if {
	some name, tc in {
		"of late": {"since": "2026-10-21T09:00:00Z", "met": true},
		"for long": {"since": "2026-10-21T08:59:59Z", "met": false},
	}
	some condition, m in {
		"use": ["AWS/Bedrock", "Invocations"],
		"errors": ["AWS/Bedrock", "InvocationThrottles"],
		"guardrails": ["AWS/Bedrock/Guardrails", "InvocationsIntervened"],
		"agents": ["AWS/Bedrock/Agents", "InvocationCount"],
	}
	a := alarm(object.union(on(m[0], m[1]), {"StateValue": "INSUFFICIENT_DATA", "StateTransitionedTimestamp": tc.since}))
	got := policy.met with input as seen([usage({})], [a])
	got == rows([condition | tc.met], a, ["config", "MetricName"])
}

test_alarms_of_another_region_do_not_count if {
	alarms := [object.union(alarm(on(m[0], m[1])), {"region": "eu-central-1"}) |
		some m in [["AWS/Bedrock", "Invocations"], ["AWS/Bedrock", "InvocationThrottles"], ["AWS/Bedrock/Guardrails", "InvocationsIntervened"], ["AWS/Bedrock/Agents", "InvocationCount"]]
	]
	got := policy.met with input as seen([usage({})], alarms)
	got == {"use": set(), "errors": set(), "guardrails": set(), "agents": set()}
}
