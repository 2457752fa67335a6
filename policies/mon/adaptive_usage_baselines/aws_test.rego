package aismm.mon.adaptive_usage_baselines.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.adaptive_usage_baselines.aws as policy

agent := fixture.resource("aws_bedrock_agent", "arn:aws:bedrock:us-east-1:111122223333:agent/A1", {})

runtime := fixture.resource("aws_bedrock_agentcore_runtime", "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1", {})

gateway := fixture.resource("aws_bedrock_agentcore_gateway", "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g-1", {})

function := "arn:aws:lambda:us-east-1:111122223333:function:throttle"

topic := "arn:aws:sns:us-east-1:111122223333:oncall"

metrics(dimension) := [
	{"Id": "m", "MetricStat": {"Metric": {"Dimensions": [{"Name": "d", "Value": dimension}]}}},
	{"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 2)"},
]

config(dimension) := {
	"AlarmName": "a", "ActionsEnabled": true, "AlarmActions": [topic, function],
	"ThresholdMetricId": "band", "Metrics": metrics(dimension),
}

alarm(config) := fixture.resource("aws_cloudwatch_alarm", "arn:alarm", {"config": config})

rule(pattern, fields, targets) := fixture.resource("aws_eventbridge_rule", "arn:rule", {
	"config": object.union({"Name": "r", "State": "ENABLED", "EventPattern": pattern}, fields),
	"parts": {"ListTargetsByRule": {"Targets": targets}},
})

seen(alarms, rules) := {"resources": {
	"aws_bedrock_agent": [agent], "aws_bedrock_agentcore_runtime": [runtime], "aws_bedrock_agentcore_gateway": [gateway],
	"aws_cloudwatch_alarm": alarms, "aws_eventbridge_rule": rules,
}}

test_subjects if {
	got := policy.subjects with input as seen([], [])
	got == {evidence.subject(r) | some r in [agent, runtime, gateway]}
}

test_what_an_alarm_watches[name] if {
	some name, tc in {
		"a runtime": {"dimension": runtime.id, "of": [runtime]},
		"an endpoint of it": {"dimension": concat("", [runtime.id, "/runtime-endpoint/DEFAULT"]), "of": [runtime]},
		"a gateway": {"dimension": gateway.id, "of": [gateway]},
		"an alias of an agent": {"dimension": "arn:aws:bedrock:us-east-1:111122223333:agent-alias/A1/T1", "of": [agent]},
		"an alias of another agent": {"dimension": "arn:aws:bedrock:us-east-1:111122223333:agent-alias/A12/T1", "of": []},
		"a runtime of a longer name": {"dimension": concat("", [runtime.id, "2"]), "of": []},
		"a model": {"dimension": "amazon.nova-lite-v1:0", "of": []},
	}
	a := alarm(config(tc.dimension))
	got := policy.met with input as seen([a], [])
	got == {
		"learned": {evidence.shown(r, a, ["config", "ThresholdMetricId"]) | some r in tc.of},
		"acts": {evidence.shown(r, a, ["config", "AlarmActions", 1]) | some r in tc.of},
	}
}

test_alarms[name] if {
	good := config(gateway.id)
	some name, tc in {
		"good": {"alarm": alarm(good), "learned": true, "acts": true},
		"a fixed threshold": {"alarm": alarm(object.remove(good, ["ThresholdMetricId"])), "learned": false, "acts": false},
		"a threshold that is no band": {"alarm": alarm(object.union(good, {"ThresholdMetricId": "m"})), "learned": false, "acts": false},
		"another expression": {"alarm": alarm(object.union(good, {"Metrics": [metrics(gateway.id)[0], {"Id": "band", "Expression": "m * 2"}]})), "learned": false, "acts": false},
		"no dimensions": {"alarm": alarm(object.union(good, {"Metrics": [{"Id": "m", "MetricStat": {"Metric": {}}}, metrics("")[1]]})), "learned": false, "acts": false},
		"metrics not said": {"alarm": alarm(object.remove(good, ["Metrics"])), "learned": false, "acts": false},
		"only tells somebody": {"alarm": alarm(object.union(good, {"AlarmActions": [topic]})), "learned": true, "acts": false},
		"actions off": {"alarm": alarm(object.union(good, {"ActionsEnabled": false})), "learned": true, "acts": false},
		"not said whether they are on": {"alarm": alarm(object.remove(good, ["ActionsEnabled"])), "learned": true, "acts": false},
		"of another region": {"alarm": object.union(alarm(good), {"region": "eu-central-1"}), "learned": false, "acts": false},
	}
	got := policy.met with input as seen([tc.alarm], [])
	got == {
		"learned": {row | tc.learned; row := evidence.shown(gateway, tc.alarm, ["config", "ThresholdMetricId"])},
		"acts": {row | tc.acts; row := evidence.shown(gateway, tc.alarm, ["config", "AlarmActions", 1])},
	}
}

test_rules[name] if {
	all := {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"]}
	targets := [{"Arn": function}]
	some name, tc in {
		"of all alarms": {"rule": rule(all, {}, targets), "acts": true},
		"of any source": {"rule": rule(object.remove(all, ["source"]), {}, targets), "acts": true},
		"of this alarm by ARN": {"rule": rule(object.union(all, {"resources": ["arn:alarm"]}), {}, targets), "acts": true},
		"of this alarm by name": {"rule": rule(object.union(all, {"detail": {"alarmName": ["a"], "state": {"value": ["ALARM"]}}}), {}, targets), "acts": true},
		"a runbook": {"rule": rule(all, {}, [{"Arn": "arn:aws:ssm:us-east-1:111122223333:automation-definition/Stop"}]), "acts": true},
		"a state machine": {"rule": rule(all, {}, [{"Arn": "arn:aws:states:us-east-1:111122223333:stateMachine:stop"}]), "acts": true},
		"a topic": {"rule": rule(all, {}, [{"Arn": topic}]), "acts": false},
		"no target": {"rule": rule(all, {}, []), "acts": false},
		"target not said": {"rule": rule(all, {}, [{"Id": "t"}]), "acts": false},
		"disabled": {"rule": rule(all, {"State": "DISABLED"}, targets), "acts": false},
		"state not said": {"rule": object.union(object.remove(rule(all, {}, targets), ["config"]), {"config": {"Name": "r", "EventPattern": all}}), "acts": false},
		"of another alarm by ARN": {"rule": rule(object.union(all, {"resources": ["arn:x"]}), {}, targets), "acts": false},
		"of another alarm by name": {"rule": rule(object.union(all, {"detail": {"alarmName": ["x"]}}), {}, targets), "acts": false},
		"of alarms that end": {"rule": rule(object.union(all, {"detail": {"state": {"value": ["OK"]}}}), {}, targets), "acts": false},
		"of something narrower": {"rule": rule(object.union(all, {"detail": {"previousState": {"value": ["OK"]}}}), {}, targets), "acts": false},
		"of another account": {"rule": rule(object.union(all, {"account": ["444455556666"]}), {}, targets), "acts": false},
		"of another source": {"rule": rule(object.union(all, {"source": ["aws.ec2"]}), {}, targets), "acts": false},
		"of other events": {"rule": rule({"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm Configuration Change"]}, {}, targets), "acts": false},
		"on a schedule": {"rule": object.union(object.remove(rule({}, {}, targets), ["config"]), {"config": {"Name": "r", "State": "ENABLED"}}), "acts": false},
		"of another region": {"rule": object.union(rule(all, {}, targets), {"region": "eu-central-1"}), "acts": false},
	}
	a := alarm(object.union(config(gateway.id), {"AlarmActions": []}))
	got := policy.met with input as seen([a], [tc.rule])
	got == {
		"learned": {evidence.shown(gateway, a, ["config", "ThresholdMetricId"])},
		"acts": {row | tc.acts; row := evidence.shown(gateway, tc.rule, ["parts", "ListTargetsByRule", "Targets", 0, "Arn"])},
	}
}
