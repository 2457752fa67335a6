package aismm.lib.stores_test

import data.aismm.lib.fixture
import data.aismm.lib.stores

bucket(name, named_by, derived) := fixture.resource("aws_s3_bucket", concat("", ["arn:aws:s3:::", name]), {"name": name, "derived": object.union({"named_by": named_by}, derived)})

source(s3) := fixture.resource("aws_bedrock_data_source", "d", {"config": {"dataSourceConfiguration": {"s3Configuration": s3}}})

customization(fields) := fixture.resource("aws_bedrock_customization_job", "c", fields)

training(fields) := fixture.resource("aws_sagemaker_training_job", "t", fields)

channels(uris) := {"config": {"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": uri}}} | some uri in uris]}}

tuned(uri) := {"config": {"trainingDataConfig": {"s3Uri": uri}}}

refused := {"missing": ["sagemaker:DescribeTrainingJob"]}

by_source := "aws_bedrock_data_source d"

by_customization := "aws_bedrock_customization_job c"

by_training := "aws_sagemaker_training_job t"

seen(buckets, sources, customizations, trainings) := {"resources": {
	"aws_s3_bucket": buckets, "aws_bedrock_data_source": sources,
	"aws_bedrock_customization_job": customizations, "aws_sagemaker_training_job": trainings,
}}

test_buckets_by_what_names_them[name] if {
	some name, tc in {
		"a trail": {"by": ["aws_cloudtrail_trail t"], "of_ai": false},
		"deliveries of logs": {"by": ["aws_cloudwatch_log_delivery d"], "of_ai": false},
		"a browser": {"by": ["aws_bedrock_agentcore_browser b"], "of_ai": true},
		"a trail and a domain": {"by": ["aws_cloudtrail_trail t", "aws_sagemaker_domain d"], "of_ai": true},
	}
	got := [b.name | some b in stores.buckets] with input as seen([bucket("b", tc.by, {})], [], [], [])
	got == ["b" | tc.of_ai]
}

# A bucket, what names it, what jobs say, and what that makes of it.
test_what_feeds[name] if {
	some name, tc in {
		"a data source": {"by": [by_source], "c": {}, "t": {}, "feeding": true, "training": false, "unsure": false},
		"an endpoint's configuration": {"by": ["aws_sagemaker_endpoint_config e"], "c": {}, "t": {}, "feeding": false, "training": false, "unsure": false},
		"what a training reads": {"by": [by_training], "c": {}, "t": channels(["s3://b/x"]), "feeding": true, "training": true, "unsure": false},
		"what a training writes": {"by": [by_training], "c": {}, "t": channels(["s3://a/x"]), "feeding": false, "training": false, "unsure": false},
		"one of two channels": {"by": [by_training], "c": {}, "t": channels(["s3://a/x", "s3://b"]), "feeding": true, "training": true, "unsure": false},
		"a training that does not say all": {"by": [by_training], "c": {}, "t": channels(["s3://a/x", ""]), "feeding": true, "training": true, "unsure": false},
		"a training that was not read": {"by": [by_training], "c": {}, "t": refused, "feeding": true, "training": true, "unsure": true},
		"a training that was not read, and a data source": {"by": [by_training, by_source], "c": {}, "t": refused, "feeding": true, "training": true, "unsure": false},
		"what a customization reads": {"by": [by_customization], "c": tuned("s3://b/x"), "t": {}, "feeding": true, "training": true, "unsure": false},
		"what a customization writes": {"by": [by_customization], "c": tuned("s3://a/x"), "t": {}, "feeding": false, "training": false, "unsure": false},
		"a customization that does not say": {"by": [by_customization], "c": tuned(""), "t": {}, "feeding": true, "training": true, "unsure": false},
		"a customization that was not read": {"by": [by_customization], "c": refused, "t": {}, "feeding": true, "training": true, "unsure": true},
		"written by one and read by another": {"by": [by_customization, by_training], "c": tuned("s3://b/x"), "t": channels(["s3://a/x"]), "feeding": true, "training": true, "unsure": false},
		"read by one, and another was not read": {"by": [by_customization, by_training], "c": tuned("s3://b/x"), "t": refused, "feeding": true, "training": true, "unsure": false},
		"a job that is not there": {"by": ["aws_sagemaker_training_job x"], "c": {}, "t": {}, "feeding": true, "training": true, "unsure": false},
	}
	got := {"feeding": count(stores.feeding) > 0, "training": count(stores.training) > 0, "unsure": count(stores.unsure) > 0} with input as seen([bucket("b", tc.by, {})], [source({"bucketArn": "arn:aws:s3:::b"})], [customization(tc.c)], [training(tc.t)])
	got == {"feeding": tc.feeding, "training": tc.training, "unsure": tc.unsure}
}

test_buckets_whose_settings_nobody_read if {
	got := [b.name | some b in stores.unsure] with input as seen([bucket("a", [by_source], {"unread": "nobody may ask"}), bucket("b", [by_source], {"unread": ""})], [], [], [])
	got == ["a"]
}

test_places if {
	got := [[r.of.id, r.bucket, r.place, r.path[count(r.path) - 1]] | some r in stores.readers] with input as seen(
		[],
		[source({"bucketArn": "arn:aws:s3:::b", "inclusionPrefixes": ["x/", "y"]}), source({"bucketArn": "arn:aws-cn:s3:::c"})],
		[customization(tuned("s3://m/n/o.jsonl")), customization(tuned(""))],
		[training(channels(["s3://t/", ""]))],
	)
	got == [["d", "b", "b/x", 0], ["d", "b", "b/y", 1], ["d", "c", "c", "bucketArn"], ["c", "m", "m/n/o.jsonl", "s3Uri"], ["t", "t", "t", "S3Uri"]]
}

test_data_sets_of_a_place[name] if {
	some name, tc in {
		"the same": {"locations": ["s3://b/x/"], "status": "active", "found": true},
		"above": {"locations": ["arn:aws:s3:::b"], "status": "active", "found": true},
		"below": {"locations": ["s3://b/x/y"], "status": "active", "found": false},
		"beside": {"locations": ["s3://b/xy"], "status": "active", "found": false},
		"one of several": {"locations": ["s3://a", "s3://b"], "status": "active", "found": true},
		"nowhere": {"locations": [], "status": "active", "found": false},
		"retired": {"locations": ["s3://b"], "status": "retired", "found": false},
		"of which nothing is said": {"locations": ["s3://b"], "status": null, "found": false},
	}
	got := [d.id | some d in stores.listed("b/x")] with input as {"records": {"record_dataset": [fixture.record("record_dataset", "ds", {"locations": tc.locations, "status": tc.status})]}}
	got == ["ds" | tc.found]
}
