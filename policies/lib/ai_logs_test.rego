package aismm.lib.ai_logs_test

import data.aismm.lib.ai_logs
import data.aismm.lib.fixture

group(derived) := fixture.resource("aws_cloudwatch_log_group", "arn:g", {"derived": derived})

bucket(named_by) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", {"derived": {"named_by": named_by}})

test_groups if {
	of_ai := group({"ai": true})
	unsaid := group({})
	got := ai_logs.groups with input.resources.aws_cloudwatch_log_group as [of_ai, group({"ai": false}), unsaid]
	got == [of_ai, unsaid]
}

test_buckets[name] if {
	some name, tc in {
		"invocations": {"named_by": ["aws_bedrock_invocation_logging x"], "service": "bedrock", "want": true},
		"vended logs": {"named_by": ["aws_cloudwatch_log_delivery arn:d"], "service": "bedrock-agentcore", "want": true},
		"vended logs of something else": {"named_by": ["aws_cloudwatch_log_delivery arn:d"], "service": "cloudfront", "want": false},
		"training data": {"named_by": ["aws_sagemaker_training_job arn:t"], "service": "bedrock", "want": false},
		"several of its logs": {"named_by": ["aws_bedrock_invocation_logging x", "aws_sagemaker_endpoint_config y"], "service": "bedrock", "want": true},
		"nothing": {"named_by": [], "service": "bedrock", "want": false},
	}
	b := bucket(tc.named_by)
	d := fixture.resource("aws_cloudwatch_log_delivery", "arn:d", {"parts": {"DescribeDeliverySources": {"service": tc.service}}})
	got := ai_logs.buckets with input.resources as {"aws_s3_bucket": [b], "aws_cloudwatch_log_delivery": [d]}
	got == [x | tc.want; x := b]
}

test_unread if {
	named_by := ["aws_bedrock_invocation_logging x"]
	read := bucket(named_by)
	unread := fixture.resource("aws_s3_bucket", "arn:aws:s3:::far@111122223333", {"derived": {"named_by": named_by, "owned": false, "unread": "nobody may ask"}})
	of_training := fixture.resource("aws_s3_bucket", "arn:aws:s3:::t@111122223333", {"derived": {"named_by": ["aws_sagemaker_training_job t"], "unread": "nobody may ask"}})
	got := ai_logs.unread with input.resources as {"aws_s3_bucket": [read, unread, of_training], "aws_cloudwatch_log_delivery": []}
	got == [unread]
}
