package aismm.dat.ai_datasets_listed.aws_test

import data.aismm.dat.ai_datasets_listed.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

source(s3) := fixture.resource("aws_bedrock_data_source", "arn:kb/data-source/d", {"config": {"dataSourceConfiguration": s3}})

in_bucket(name, prefixes) := source({"type": "S3", "s3Configuration": {"bucketArn": concat("", ["arn:aws:s3:::", name]), "inclusionPrefixes": prefixes}})

web := source({"type": "WEB"})

customization(uri) := fixture.resource("aws_bedrock_customization_job", "arn:custom", {"config": {"trainingDataConfig": {"s3Uri": uri}}})

channel(uri) := {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": uri}}}

training(channels) := fixture.resource("aws_sagemaker_training_job", "arn:training", {"config": {"InputDataConfig": channels}})

bucket(name, fields) := fixture.resource("aws_s3_bucket", concat("", ["arn:aws:s3:::", name]), object.union({"name": name, "config": {"Name": name}}, fields))

named := {"derived": {"named_by": ["aws_bedrock_data_source arn:kb/data-source/d"]}}

trained := {"derived": {"named_by": ["aws_sagemaker_training_job arn:training"]}}

tuned := {"derived": {"named_by": ["aws_bedrock_customization_job arn:custom"]}}

dataset(config) := fixture.record("record_dataset", "ds", config)

seen(readers, buckets, datasets) := {
	"resources": {
		"aws_bedrock_data_source": [r | some r in readers; r.kind == "aws_bedrock_data_source"],
		"aws_bedrock_customization_job": [r | some r in readers; r.kind == "aws_bedrock_customization_job"],
		"aws_sagemaker_training_job": [r | some r in readers; r.kind == "aws_sagemaker_training_job"],
		"aws_s3_bucket": buckets,
	},
	"records": {"record_dataset": datasets},
	"lookup": {"record_dataset": {"locations": {l: [d | some d in datasets; l in d.config.locations] | some d in datasets; some l in d.config.locations}}},
	"settings": {"classification_label": "data-classification"},
}

none := {"listed": set(), "classified": set()}

test_subjects if {
	readers := [in_bucket("kb", []), customization("s3://tune/set/"), training([channel("s3://train/a/")])]
	buckets := [bucket("kb", named), bucket("tune", tuned), bucket("train", trained), bucket("tuned", tuned), bucket("trained", trained)]
	got := policy.subjects with input as seen(readers, buckets, [])
	got == {evidence.subject(x) | some x in array.concat(readers, array.slice(buckets, 0, 3))}
}

# Of a job that reads nothing there is nothing to list; of one that does not say so, there is.
test_subjects_that_read_nothing[name] if {
	some name, tc in {
		"no channel": {"job": training([]), "judged": false},
		"not said": {"job": object.union(training([]), {"config": {"InputDataConfig": null}}), "judged": true},
	}
	got := policy.subjects with input as seen([tc.job], [], [])
	got == {evidence.subject(x) | tc.judged; x := tc.job}
}

# Each reader with what it reads, the location that the catalogue has, and whether that is it.
test_listed[name] if {
	some name, tc in {
		"the bucket": {"reader": in_bucket("kb", []), "location": "arn:aws:s3:::kb", "met": true},
		"the bucket of another partition": {"reader": in_bucket("kb", []), "location": "arn:aws-us-gov:s3:::kb", "met": true},
		"a URI of the bucket": {"reader": in_bucket("kb", []), "location": "s3://kb/", "met": true},
		"another bucket": {"reader": in_bucket("kb", []), "location": "arn:aws:s3:::kb2", "met": false},
		"a part of the bucket": {"reader": in_bucket("kb", []), "location": "s3://kb/terms/", "met": false},
		"the prefix": {"reader": in_bucket("kb", ["terms/"]), "location": "s3://kb/terms", "met": true},
		"above the prefix": {"reader": in_bucket("kb", ["terms/2026/"]), "location": "arn:aws:s3:::kb/terms", "met": true},
		"beside the prefix": {"reader": in_bucket("kb", ["terms2/"]), "location": "s3://kb/terms", "met": false},
		"one of two prefixes": {"reader": in_bucket("kb", ["terms/", "claims/"]), "location": "s3://kb/terms", "met": false},
		"the id": {"reader": web, "location": "arn:kb/data-source/d", "met": true},
		"another id": {"reader": web, "location": "arn:kb/data-source/e", "met": false},
		"no S3 and a bucket": {"reader": web, "location": "s3://kb", "met": false},
		"a customization": {"reader": customization("s3://tune/set/data.jsonl"), "location": "s3://tune/set", "met": true},
		"another customization": {"reader": customization("s3://tune/other/data.jsonl"), "location": "s3://tune/set", "met": false},
		"a customization that does not say": {"reader": customization(""), "location": "", "met": false},
		"a training": {"reader": training([channel("s3://train/a/")]), "location": "s3://train", "met": true},
		"one of two channels": {"reader": training([channel("s3://train/a/"), channel("s3://other/b/")]), "location": "s3://train", "met": false},
		"a channel that is no bucket": {"reader": training([channel("s3://train/a/"), {"DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-1"}}}]), "location": "s3://train", "met": false},
		"a channel that does not say": {"reader": training([channel("s3://train/a/"), channel("")]), "location": "s3://train", "met": false},
		"the id of a job": {"reader": training([channel("s3://train/a/")]), "location": "arn:training", "met": true},
		"two channels": {"reader": training([channel("s3://train/a/"), channel("s3://train/b/")]), "location": "s3://train", "met": true},
	}
	d := dataset({"status": "active", "locations": [tc.location]})
	got := policy.met with input as seen([tc.reader], [], [d])
	got == object.union(none, {"listed": {row | tc.met; row := evidence.shown(tc.reader, d, ["config", "locations"])}})
}

test_listed_in_data_sets[name] if {
	some name, tc in {
		"in use": {"status": "active", "met": true},
		"of which nothing is said": {"status": null, "met": false},
		"retired": {"status": "retired", "met": false},
		"planned": {"status": "planned", "met": false},
	}
	d := dataset({"status": tc.status, "locations": ["arn:aws:s3:::kb", "arn:kb/data-source/d"]})
	source := in_bucket("kb", [])
	got := policy.met with input as seen([source], [], [d])
	got == object.union(none, {"listed": {row | tc.met; row := evidence.shown(source, d, ["config", "locations"])}})
}

test_classified[name] if {
	some name, tc in {
		"tagged": {"tags": {"data-classification": "confidential"}, "met": true},
		"empty": {"tags": {"data-classification": ""}, "met": false},
		"another tag": {"tags": {"owner": "claims"}, "met": false},
		"another case": {"tags": {"Data-Classification": "confidential"}, "met": false},
		"no tags": {"tags": {}, "met": false},
	}
	b := bucket("kb", object.union(named, {"tags": tc.tags}))
	got := policy.met with input as seen([in_bucket("kb", [])], [b], [])
	got == object.union(none, {"classified": {row | tc.met; row := evidence.at(b, ["tags", "data-classification"])}})
}

test_buckets_that_nobody_could_read if {
	b := bucket("kb", {"derived": {"named_by": named.derived.named_by, "unread": "nobody may ask"}})
	other := bucket("tune", tuned)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([in_bucket("kb", []), customization("s3://tune/x")], [b, other], [])
	got == {"met": none, "unclear": {"classified": {evidence.at(b, ["tags"])}}}
}
