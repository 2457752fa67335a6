package aismm.mon.agent_actions_traced.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.agent_actions_traced.aws as policy

runtime := fixture.resource("aws_bedrock_agentcore_runtime", "arn:r", {})

gateway := fixture.resource("aws_bedrock_agentcore_gateway", "arn:g", {})

memory := fixture.resource("aws_bedrock_agentcore_memory", "arn:m", {})

browser(recording) := fixture.resource("aws_bedrock_agentcore_browser", "arn:b", {"config": {"recording": recording}})

delivery(source) := fixture.resource("aws_cloudwatch_log_delivery", "arn:d", {
	"config": {"deliverySourceName": "s", "deliveryDestinationArn": "arn:t"},
	"parts": {"DescribeDeliverySources": source},
})

traces := {"name": "s", "logType": "TRACES", "resourceArns": ["arn:r"]}

seen(browsers, deliveries) := {"resources": {
	"aws_bedrock_agentcore_runtime": [runtime], "aws_bedrock_agentcore_gateway": [gateway], "aws_bedrock_agentcore_memory": [memory],
	"aws_bedrock_agentcore_browser": browsers, "aws_cloudwatch_log_delivery": deliveries,
}}

test_subjects if {
	b := browser({"enabled": false})
	got := policy.subjects with input as seen([b], [])
	got == {evidence.subject(r) | some r in [runtime, gateway, memory, b]}
}

test_deliveries[name] if {
	some name, tc in {
		"traces": {"delivery": delivery(traces), "of": [runtime]},
		"application logs": {"delivery": delivery(object.union(traces, {"logType": "APPLICATION_LOGS"})), "of": [runtime]},
		"of several": {"delivery": delivery(object.union(traces, {"resourceArns": ["arn:g", "arn:m"]})), "of": [gateway, memory]},
		"other logs": {"delivery": delivery(object.union(traces, {"logType": "USAGE_LOGS"})), "of": []},
		"type not said": {"delivery": delivery(object.remove(traces, ["logType"])), "of": []},
		"of something else": {"delivery": delivery(object.union(traces, {"resourceArns": ["arn:x"]})), "of": []},
		"of nothing": {"delivery": delivery(object.remove(traces, ["resourceArns"])), "of": []},
		"to nowhere": {"delivery": object.union(delivery(traces), {"config": {"deliveryDestinationArn": ""}}), "of": []},
		"destination not said": {"delivery": object.union(object.remove(delivery(traces), ["config"]), {"config": {"deliverySourceName": "s"}}), "of": []},
		"of another region": {"delivery": object.union(delivery(traces), {"region": "eu-central-1"}), "of": []},
	}
	got := policy.met with input as seen([], [tc.delivery])
	got == {
		"delivered": {evidence.shown(r, tc.delivery, ["config", "deliveryDestinationArn"]) | some r in tc.of},
		"recorded": set(), "stored": set(),
	}
}

test_browsers[name] if {
	place := {"bucket": "recordings", "prefix": "r/"}
	some name, tc in {
		"good": {"recording": {"enabled": true, "s3Location": place}, "recorded": true, "stored": true},
		"off": {"recording": {"enabled": false, "s3Location": place}, "recorded": false, "stored": true},
		"not said whether it is on": {"recording": {"s3Location": place}, "recorded": false, "stored": true},
		"no place": {"recording": {"enabled": true}, "recorded": true, "stored": false},
		"no bucket": {"recording": {"enabled": true, "s3Location": {"bucket": ""}}, "recorded": true, "stored": false},
		"nothing said": {"recording": {}, "recorded": false, "stored": false},
	}
	b := browser(tc.recording)
	got := policy.met with input as seen([b], [])
	got == {
		"delivered": set(),
		"recorded": {row | tc.recorded; row := evidence.at(b, ["config", "recording", "enabled"])},
		"stored": {row | tc.stored; row := evidence.at(b, ["config", "recording", "s3Location", "bucket"])},
	}
}
