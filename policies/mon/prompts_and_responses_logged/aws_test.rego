package aismm.mon.prompts_and_responses_logged.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.prompts_and_responses_logged.aws as policy

here := fixture.region("us-east-1", "yes")

there := fixture.region("eu-central-1", "no")

usage(fields) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", object.union({"derived": {"model_id": "m", "invocations": 12}}, fields))

logging(config) := fixture.resource("aws_bedrock_invocation_logging", "aws:111122223333/us-east-1", {"config": config})

full := {"loggingConfig": {"cloudWatchConfig": {"logGroupName": "g", "roleArn": "r"}, "textDataDeliveryEnabled": true}}

endpoint(status) := fixture.resource("aws_sagemaker_endpoint", "arn:e", {"config": {"EndpointConfigName": "c", "EndpointStatus": status}})

configured(capture) := fixture.resource("aws_sagemaker_endpoint_config", "arn:c", {"config": {"EndpointConfigName": "c", "DataCaptureConfig": capture}})

captures := {"EnableCapture": true, "CaptureOptions": [{"CaptureMode": "InputAndOutput"}]}

seen(resources) := {"scopes": [here, there], "resources": object.union(
	{
		"aws_bedrock_usage": [], "aws_bedrock_invocation_logging": [],
		"aws_lex_bot_alias": [], "aws_sagemaker_endpoint": [], "aws_sagemaker_endpoint_config": [],
	},
	resources,
)}

test_subjects[name] if {
	c := configured(captures)
	some name, tc in {
		"a region with use": {"resources": {"aws_bedrock_usage": [usage({})]}, "want": {evidence.subject(here)}},
		"use that does not say how much": {"resources": {"aws_bedrock_usage": [usage({"derived": {"model_id": "m"}})]}, "want": {evidence.subject(here)}},
		"no use any more": {"resources": {"aws_bedrock_usage": [usage({"derived": {"invocations": 0}})]}, "want": set()},
		"an endpoint in service": {"resources": {"aws_sagemaker_endpoint": [endpoint("InService")], "aws_sagemaker_endpoint_config": [c]}, "want": {evidence.subject(c)}},
		"an endpoint that is being updated": {"resources": {"aws_sagemaker_endpoint": [endpoint("Updating")], "aws_sagemaker_endpoint_config": [c]}, "want": {evidence.subject(c)}},
		"an endpoint that failed": {"resources": {"aws_sagemaker_endpoint": [endpoint("Failed")], "aws_sagemaker_endpoint_config": [c]}, "want": set()},
		"a configuration that nothing uses": {"resources": {"aws_sagemaker_endpoint_config": [c]}, "want": set()},
		"a name of another region": {"resources": {"aws_sagemaker_endpoint": [object.union(endpoint("InService"), {"region": "eu-central-1"})], "aws_sagemaker_endpoint_config": [c]}, "want": set()},
	}
	got := policy.subjects with input as seen(tc.resources)
	got == tc.want
}

alias(config) := fixture.resource("aws_lex_bot_alias", "arn:b", {"config": config})

test_aliases[name] if {
	on := {"textLogSettings": [{"enabled": false}, {"enabled": true}]}
	some name, tc in {
		"logged": {"config": {"botAliasId": "A1", "conversationLogSettings": on}, "judged": true, "met": true},
		"off": {"config": {"botAliasId": "A1", "conversationLogSettings": {"textLogSettings": [{"enabled": false}]}}, "judged": true, "met": false},
		"whether is not said": {"config": {"botAliasId": "A1", "conversationLogSettings": {"textLogSettings": [{}]}}, "judged": true, "met": false},
		"nowhere": {"config": {"botAliasId": "A1", "conversationLogSettings": {"textLogSettings": []}}, "judged": true, "met": false},
		"sound only": {"config": {"botAliasId": "A1", "conversationLogSettings": {"audioLogSettings": [{"enabled": true}]}}, "judged": true, "met": false},
		"not at all": {"config": {"botAliasId": "A1"}, "judged": true, "met": false},
		"an alias that does not say which": {"config": {"conversationLogSettings": on}, "judged": true, "met": true},
		"the one to try it out by": {"config": {"botAliasId": "TSTALIASID", "conversationLogSettings": on}, "judged": false, "met": false},
	}
	a := alias(tc.config)
	got := {"subjects": policy.subjects, "met": policy.met.conversations} with input as seen({"aws_lex_bot_alias": [a]})
	got == {
		"subjects": {s | tc.judged; s := evidence.subject(a)},
		"met": {row | tc.met; row := evidence.at(a, ["config", "conversationLogSettings", "textLogSettings", 1, "enabled"])},
	}
}

test_regions[name] if {
	some name, tc in {
		"good": {"config": full, "delivered": ["cloudWatchConfig"], "text": true},
		"to a bucket": {"config": {"loggingConfig": {"s3Config": {"bucketName": "b"}, "textDataDeliveryEnabled": true}}, "delivered": ["s3Config"], "text": true},
		"off": {"config": {}, "delivered": [], "text": false},
		"no target": {"config": {"loggingConfig": {"textDataDeliveryEnabled": true}}, "delivered": [], "text": true},
		"no text": {"config": {"loggingConfig": {"s3Config": {}, "textDataDeliveryEnabled": false}}, "delivered": ["s3Config"], "text": false},
		"text not said": {"config": {"loggingConfig": {"s3Config": {}}}, "delivered": ["s3Config"], "text": false},
	}
	l := logging(tc.config)
	got := policy.met with input as seen({"aws_bedrock_usage": [usage({})], "aws_bedrock_invocation_logging": [l]})
	got == {
		"delivered": {evidence.shown(here, l, ["config", "loggingConfig", t]) | some t in tc.delivered},
		"text": {row | tc.text; row := evidence.shown(here, l, ["config", "loggingConfig", "textDataDeliveryEnabled"])},
		"captured": set(), "both_ways": set(), "conversations": set(),
	}
}

test_logging_of_another_region_does_not_count if {
	l := object.union(logging(full), {"region": "eu-central-1"})
	got := policy.met with input as seen({"aws_bedrock_usage": [usage({})], "aws_bedrock_invocation_logging": [l]})
	got == {"delivered": set(), "text": set(), "captured": set(), "both_ways": set(), "conversations": set()}
}

test_endpoints[name] if {
	some name, tc in {
		"good": {"capture": captures, "captured": true, "both": true},
		"input and output apart": {"capture": {"EnableCapture": true, "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]}, "captured": true, "both": true},
		"output only": {"capture": {"EnableCapture": true, "CaptureOptions": [{"CaptureMode": "Output"}]}, "captured": true, "both": false},
		"off": {"capture": {"EnableCapture": false, "CaptureOptions": []}, "captured": false, "both": false},
		"nothing said": {"capture": {}, "captured": false, "both": false},
	}
	c := configured(tc.capture)
	got := policy.met with input as seen({"aws_sagemaker_endpoint": [endpoint("InService")], "aws_sagemaker_endpoint_config": [c]})
	got == {
		"delivered": set(), "text": set(), "conversations": set(),
		"captured": {row | tc.captured; row := evidence.at(c, ["config", "DataCaptureConfig", "EnableCapture"])},
		"both_ways": {row | tc.both; row := evidence.at(c, ["config", "DataCaptureConfig", "CaptureOptions"])},
	}
}
