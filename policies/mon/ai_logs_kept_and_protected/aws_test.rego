package aismm.mon.ai_logs_kept_and_protected.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.ai_logs_kept_and_protected.aws as policy

group(config, ai) := fixture.resource("aws_cloudwatch_log_group", "arn:g", {"config": object.union({"logGroupName": "g"}, config), "derived": {"ai": ai}})

bucket(parts, named_by) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", {"config": {"Name": "b"}, "parts": parts, "derived": {"named_by": named_by}})

delivery(service) := fixture.resource("aws_cloudwatch_log_delivery", "arn:d", {"parts": {"DescribeDeliverySources": {"service": service}}})

seen(groups, buckets, deliveries) := {"resources": {
	"aws_cloudwatch_log_group": groups, "aws_s3_bucket": buckets, "aws_cloudwatch_log_delivery": deliveries,
}}

test_groups_as_subjects[name] if {
	some name, tc in {
		"of AI": {"group": group({}, true), "judged": true},
		"of something else": {"group": group({}, false), "judged": false},
		"of what is not said": {"group": object.remove(group({}, true), ["derived"]), "judged": true},
	}
	got := policy.subjects with input as seen([tc.group], [], [])
	got == {x | tc.judged; x := evidence.subject(tc.group)}
}

test_buckets_as_subjects[name] if {
	some name, tc in {
		"invocations": {"named_by": ["aws_bedrock_invocation_logging aws:111122223333/us-east-1"], "service": "bedrock", "judged": true},
		"data capture": {"named_by": ["aws_sagemaker_endpoint_config arn:c"], "service": "bedrock", "judged": true},
		"recordings": {"named_by": ["aws_bedrock_agentcore_browser arn:b"], "service": "bedrock", "judged": true},
		"vended logs": {"named_by": ["aws_cloudwatch_log_delivery arn:d"], "service": "bedrock-agentcore", "judged": true},
		"vended logs of something else": {"named_by": ["aws_cloudwatch_log_delivery arn:d"], "service": "cloudfront", "judged": false},
		"another delivery": {"named_by": ["aws_cloudwatch_log_delivery arn:x"], "service": "bedrock-agentcore", "judged": false},
		"training data": {"named_by": ["aws_sagemaker_training_job arn:t"], "service": "bedrock", "judged": false},
		"one of several": {"named_by": ["aws_sagemaker_training_job arn:t", "aws_bedrock_invocation_logging x"], "service": "bedrock", "judged": true},
	}
	b := bucket({}, tc.named_by)
	got := policy.subjects with input as seen([], [b], [delivery(tc.service)])
	got == {x | tc.judged; x := evidence.subject(b)}
}

none := {"retained": set(), "group_key": set(), "masked": set(), "bucket_key": set(), "private": set(), "shielded": set()}

# Under "met", the last step of the path that shows each condition.
test_groups[name] if {
	some name, tc in {
		"good": {
			"config": {"retentionInDays": 365, "kmsKeyId": "arn:k", "dataProtectionStatus": "ACTIVATED"},
			"met": {"retained": "retentionInDays", "group_key": "kmsKeyId", "masked": "dataProtectionStatus"},
		},
		"half a year": {"config": {"retentionInDays": 180}, "met": {"retained": "retentionInDays"}},
		"less": {"config": {"retentionInDays": 150}, "met": {}},
		"for ever": {"config": {}, "met": {"retained": "retentionInDays"}},
		"an empty key": {"config": {"retentionInDays": 1, "kmsKeyId": ""}, "met": {}},
		"masked by the account": {"config": {"retentionInDays": 1, "inheritedProperties": ["ACCOUNT_DATA_PROTECTION"]}, "met": {"masked": "inheritedProperties"}},
		"masking off": {"config": {"retentionInDays": 1, "dataProtectionStatus": "DISABLED", "inheritedProperties": []}, "met": {}},
	}
	g := group(tc.config, true)
	got := policy.met with input as seen([g], [], [])
	got == object.union(none, {c: {evidence.at(g, ["config", field])} | some c, field in tc.met})
}

encrypted(algorithm) := {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}]}}

block := {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}

versioning := ["parts", "GetBucketVersioning", "Status"]

algorithm := ["parts", "GetBucketEncryption", "ServerSideEncryptionConfiguration", "Rules", 0, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm"]

test_buckets[name] if {
	cases := object.union(
		{
			"KMS": {"parts": {"GetBucketEncryption": encrypted("aws:kms")}, "met": {"bucket_key": algorithm}},
			"KMS twice": {"parts": {"GetBucketEncryption": encrypted("aws:kms:dsse")}, "met": {"bucket_key": algorithm}},
			"S3's own key": {"parts": {"GetBucketEncryption": encrypted("AES256")}, "met": {}},
			"private": {"parts": {"GetPublicAccessBlock": {"PublicAccessBlockConfiguration": block}}, "met": {"private": ["parts", "GetPublicAccessBlock", "PublicAccessBlockConfiguration"]}},
			"private by the account": {"parts": {"GetAccountPublicAccessBlock": {"PublicAccessBlockConfiguration": block}}, "met": {"private": ["parts", "GetAccountPublicAccessBlock", "PublicAccessBlockConfiguration"]}},
			"versions": {"parts": {"GetBucketVersioning": {"Status": "Enabled"}}, "met": {"shielded": versioning}},
			"versions suspended": {"parts": {"GetBucketVersioning": {"Status": "Suspended"}}, "met": {}},
			"locked": {
				"parts": {"GetObjectLockConfiguration": {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}}},
				"met": {"shielded": ["parts", "GetObjectLockConfiguration", "ObjectLockConfiguration", "ObjectLockEnabled"]},
			},
			"nothing": {"parts": {"GetBucketEncryption": {}, "GetBucketVersioning": {}, "GetObjectLockConfiguration": {}}, "met": {}},
		},
		object.union(
			{concat(" ", ["without", flag]): {"parts": {"GetPublicAccessBlock": {"PublicAccessBlockConfiguration": object.remove(block, [flag])}}, "met": {}} | some flag, _ in block},
			{concat(" ", ["not", flag]): {"parts": {"GetPublicAccessBlock": {"PublicAccessBlockConfiguration": object.union(block, {flag: false})}}, "met": {}} | some flag, _ in block},
		),
	)
	some name, tc in cases
	b := bucket(tc.parts, ["aws_bedrock_invocation_logging x"])
	got := policy.met with input as seen([], [b], [])
	got == object.union(none, {c: {evidence.at(b, path)} | some c, path in tc.met})
}

# Of a bucket in an account that does not show its settings, nothing is said.
test_buckets_that_nobody_could_read if {
	of_ai := bucket({}, ["aws_bedrock_invocation_logging x"])
	unread := object.union(of_ai, {"id": "arn:unread", "ref": "unread", "derived": {"unread": "nobody may ask"}})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([], [of_ai, unread], [])
	got == {"met": none, "unclear": {
		"bucket_key": {evidence.at(unread, ["parts", "GetBucketEncryption"])},
		"private": {evidence.at(unread, ["parts", "GetPublicAccessBlock"])},
		"shielded": {evidence.at(unread, ["parts", "GetBucketVersioning"])},
	}}
}
