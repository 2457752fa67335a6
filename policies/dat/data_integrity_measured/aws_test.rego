package aismm.dat.data_integrity_measured.aws_test

import data.aismm.dat.data_integrity_measured.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

base(fields) := fixture.resource("aws_bedrock_knowledge_base", "arn:kb", object.union({"config": {"knowledgeBaseId": "KB", "status": "ACTIVE"}}, fields))

s3 := {"s3Configuration": {"bucketArn": "arn:aws:s3:::kb", "inclusionPrefixes": ["terms/"]}}

source(config) := fixture.resource("aws_bedrock_data_source", "arn:kb/data-source/D", {"config": object.union(
	{"dataSourceId": "D", "knowledgeBaseId": "KB", "dataSourceConfiguration": s3},
	config,
)})

job(config) := fixture.resource("aws_bedrock_ingestion_job", "arn:kb/data-source/D/ingestion-job/J", {"config": object.union({"dataSourceId": "D"}, config)})

group(config) := fixture.resource("aws_sagemaker_feature_group", "arn:g", {"config": config})

bucket(fields) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::train", object.union(
	{"name": "train", "config": {"Name": "train"}, "derived": {"region": "us-east-1", "owned": true, "named_by": ["aws_sagemaker_training_job arn:training"]}},
	fields,
))

training(uri) := fixture.resource("aws_sagemaker_training_job", "arn:training", {"config": {"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": uri}}}]}})

dataset(id, config) := fixture.record("record_dataset", id, object.union({"status": "active"}, config))

seen(resources, datasets, systems) := {
	"as_of": fixture.as_of,
	"resources": {kind: [r | some r in resources; r.kind == kind] |
		some kind in [
			"aws_bedrock_knowledge_base", "aws_bedrock_data_source", "aws_bedrock_ingestion_job", "aws_sagemaker_feature_group", "aws_s3_bucket",
			"aws_sagemaker_training_job", "aws_bedrock_customization_job", "aws_eventbridge_rule", "aws_eventbridge_schedule", "aws_cloudtrail_trail",
		]
	},
	"records": {"record_dataset": datasets},
	"lookup": {
		"aws_bedrock_knowledge_base": {"knowledgeBaseId": {"KB": [r | some r in resources; r.kind == "aws_bedrock_knowledge_base"]}},
		"aws_bedrock_data_source": {"dataSourceId": {"D": [r | some r in resources; r.kind == "aws_bedrock_data_source"]}},
		"aws_bedrock_ingestion_job": {"dataSourceId": {"D": [r | some r in resources; r.kind == "aws_bedrock_ingestion_job"]}},
		"record_dataset": {"locations": {l: [d | some d in datasets; l in d.config.locations] | some d in datasets; some l in d.config.locations}},
		"record_ai_system": {"resource_ids": {id: systems | some id in ["arn:kb", "arn:g", "arn:aws:s3:::train"]}, "id": {"t": [fixture.record("record_ai_system", "t", {"status": "test"})]}},
	},
	"settings": {
		"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system",
		"knowledge_sync_functions": {"arn:aws:lambda:us-east-1:111122223333:function:sync": ["D"]},
	},
}

none := {
	"available": set(), "base_active": set(), "fresh": set(), "complete": set(), "scheduled": set(),
	"versioned": set(), "traced": set(), "offline_store": set(),
}

test_subjects[name] if {
	some name, tc in {
		"in production": {"fields": {}, "status": "production", "judged": true},
		"of a test system": {"fields": {}, "status": "test", "judged": false},
		"labelled as production": {"fields": {"tags": {"environment": "Production"}}, "status": "production", "judged": true},
		"labelled as a test system's": {"fields": {"tags": {"ai-system": "t"}}, "status": "none", "judged": false},
		"labelled as test": {"fields": {"tags": {"environment": "test"}}, "status": "production", "judged": false},
	}
	systems := [fixture.record("record_ai_system", "s", {"status": tc.status}) | tc.status != "none"]
	g := object.union(group({}), tc.fields)
	b := bucket(tc.fields)
	got := policy.subjects with input as seen([base(tc.fields), source({}), g, b, training("s3://train/x")], [], systems)
	got == {evidence.subject(x) | tc.judged; some x in [source({}), g, b]}
}

# Of a data source whose knowledge base is not there, nobody says that it is outside production. A bucket that is only written to is none.
test_other_subjects if {
	got := policy.subjects with input as seen([source({}), bucket({}), training("s3://elsewhere/x")], [], [])
	got == {evidence.subject(source({}))}
}

test_status[name] if {
	some name, tc in {
		"both": {"source": "AVAILABLE", "base": "ACTIVE", "met": {"available", "base_active"}},
		"deleting": {"source": "DELETE_UNSUCCESSFUL", "base": "ACTIVE", "met": {"base_active"}},
		"failed": {"source": "AVAILABLE", "base": "FAILED", "met": {"available"}},
		"not said": {"source": null, "base": null, "met": set()},
	}
	d := source({"status": tc.source})
	kb := base({"config": {"knowledgeBaseId": "KB", "status": tc.base}})
	got := policy.met with input as seen([kb, d], [], [])
	rows := {"available": evidence.at(d, ["config", "status"]), "base_active": evidence.shown(d, kb, ["config", "status"])}
	got == object.union(none, {c: {rows[c]} | some c in tc.met})
}

# Days ago, the limits of data sets, and whether that is fresh.
test_fresh[name] if {
	some name, tc in {
		"within 30 days": {"at": "2026-10-22T09:00:00Z", "status": "COMPLETE", "datasets": [], "met": true},
		"longer ago": {"at": "2026-10-20T09:00:00Z", "status": "COMPLETE", "datasets": [], "met": false},
		"failed": {"at": "2026-11-19T09:00:00Z", "status": "FAILED", "datasets": [], "met": false},
		"running": {"at": "2026-11-19T09:00:00Z", "status": "IN_PROGRESS", "datasets": [], "met": false},
		"a longer limit": {"at": "2026-10-20T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["s3://kb"], "freshness_days": 60})], "met": true},
		"a shorter limit": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["s3://kb/terms"], "freshness_days": 7})], "met": false},
		"a shorter limit, by id": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["arn:kb/data-source/D"], "freshness_days": 7})], "met": false},
		"the shortest limit": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("a", {"locations": ["s3://kb"], "freshness_days": 60}), dataset("b", {"locations": ["arn:kb/data-source/D"], "freshness_days": 7})], "met": false},
		"a limit of something else": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["s3://other"], "freshness_days": 7})], "met": true},
		"a long limit of a retired data set": {"at": "2026-10-20T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["arn:kb/data-source/D"], "freshness_days": 365, "status": "retired"})], "met": false},
		"a short limit of a retired data set": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["arn:kb/data-source/D"], "freshness_days": 7, "status": "retired"})], "met": true},
		"a data set without a limit": {"at": "2026-11-10T09:00:00Z", "status": "COMPLETE", "datasets": [dataset("ds", {"locations": ["s3://kb"]})], "met": true},
	}
	d := source({})
	j := job({"status": tc.status, "updatedAt": tc.at})
	got := policy.met with input as seen([d, j], tc.datasets, [])
	got == object.union(none, {"fresh": {row | tc.met; row := evidence.shown(d, j, ["config", "updatedAt"])}})
}

test_complete[name] if {
	some name, tc in {
		"all": {"statistics": {"numberOfDocumentsScanned": 20, "numberOfDocumentsFailed": 0}, "met": true},
		"almost all": {"statistics": {"numberOfDocumentsScanned": 1000, "numberOfDocumentsFailed": 9}, "met": true},
		"one percent failed": {"statistics": {"numberOfDocumentsScanned": 1000, "numberOfDocumentsFailed": 10}, "met": false},
		"nothing scanned": {"statistics": {"numberOfDocumentsScanned": 0, "numberOfDocumentsFailed": 0}, "met": false},
		"not counted": {"statistics": {"numberOfDocumentsScanned": 20}, "met": false},
	}
	d := source({})
	j := job({"statistics": tc.statistics})
	got := policy.met with input as seen([d, j], [], [])
	got == object.union(none, {"complete": {row | tc.met; row := evidence.shown(d, j, ["config", "statistics", "numberOfDocumentsFailed"])}})
}

schedule(config, derived) := fixture.resource("aws_eventbridge_schedule", "arn:s", {
	"config": object.union({"State": "ENABLED", "ScheduleExpression": "rate(1 day)", "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:bedrockagent:startIngestionJob"}}, config),
	"derived": derived,
})

rule(state, arn) := fixture.resource("aws_eventbridge_rule", "arn:r", {"config": {"Name": "r", "State": state}, "parts": {"ListTargetsByRule": {"Targets": [{"Arn": "arn:x"}, {"Arn": arn}]}}})

ingestion := {"knowledge_base_id": "KB", "data_source_id": "D"}

sync := "arn:aws:lambda:us-east-1:111122223333:function:sync"

state := ["config", "State"]

target := ["parts", "ListTargetsByRule", "Targets", 1, "Arn"]

test_scheduled[name] if {
	some name, tc in {
		"a schedule": {"by": schedule({}, ingestion), "met": [state]},
		"a schedule with an end": {"by": schedule({"EndDate": "2027-01-01T00:00:00Z"}, ingestion), "met": [state]},
		"a schedule that has ended": {"by": schedule({"EndDate": "2026-01-01T00:00:00Z"}, ingestion), "met": []},
		"a schedule that begins later": {"by": schedule({"StartDate": "2027-01-01T00:00:00Z"}, ingestion), "met": []},
		"a schedule that has begun": {"by": schedule({"StartDate": "2026-01-01T00:00:00Z"}, ingestion), "met": [state]},
		"a schedule for once": {"by": schedule({"ScheduleExpression": "at(2026-11-01T00:00:00)"}, ingestion), "met": []},
		"a schedule of an alias of a declared function": {"by": schedule({"Target": {"Arn": concat(":", [sync, "live"])}}, {}), "met": [state]},
		"a rule of a version of a declared function": {"by": rule("ENABLED", concat(":", [sync, "7"])), "met": [target]},
		"a schedule that is off": {"by": schedule({"State": "DISABLED"}, ingestion), "met": []},
		"a schedule of another source": {"by": schedule({}, {"knowledge_base_id": "KB", "data_source_id": "E"}), "met": []},
		"a schedule of another base": {"by": schedule({}, {"knowledge_base_id": "KB2", "data_source_id": "D"}), "met": []},
		"a schedule of who knows what": {"by": schedule({}, {}), "met": []},
		"a schedule of a declared function": {"by": schedule({"Target": {"Arn": sync}}, {}), "met": [state]},
		"a schedule of another function": {"by": schedule({"Target": {"Arn": "arn:aws:lambda:us-east-1:111122223333:function:other"}}, {}), "met": []},
		"a declared function that is off": {"by": schedule({"Target": {"Arn": sync}, "State": "DISABLED"}, {}), "met": []},
		"a rule": {"by": rule("ENABLED", sync), "met": [target]},
		"a rule that sees management events": {"by": rule("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", sync), "met": [target]},
		"a rule that is off": {"by": rule("DISABLED", sync), "met": []},
		"a rule of another function": {"by": rule("ENABLED", "arn:aws:lambda:us-east-1:111122223333:function:other"), "met": []},
	}
	d := source({})
	got := policy.met with input as seen([d, tc.by], [], [])
	got == object.union(none, {"scheduled": {evidence.shown(d, tc.by, path) | some path in tc.met}})
}

test_versioned[name] if {
	some name, tc in {
		"on": {"parts": {"GetBucketVersioning": {"Status": "Enabled"}}, "met": true},
		"suspended": {"parts": {"GetBucketVersioning": {"Status": "Suspended"}}, "met": false},
		"never": {"parts": {"GetBucketVersioning": {}}, "met": false},
	}
	b := bucket({"parts": tc.parts})
	got := policy.met with input as seen([b], [], [])
	got == object.union(none, {"versioned": {row | tc.met; row := evidence.at(b, ["parts", "GetBucketVersioning", "Status"])}})
}

trail(selectors, fields) := fixture.resource("aws_cloudtrail_trail", "arn:t", object.union({"parts": {"GetTrailStatus": {"IsLogging": true}, "GetEventSelectors": selectors}}, fields))

basic(writes, value) := {"EventSelectors": [{"ReadWriteType": writes, "DataResources": [{"Type": "AWS::S3::Object", "Values": [value]}]}]}

advanced(selectors) := {"AdvancedEventSelectors": [{"FieldSelectors": array.concat(
	[{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}],
	selectors,
)}]}

test_traced[name] if {
	some name, tc in {
		"all buckets": {"selectors": basic("All", "arn:aws:s3"), "fields": {}, "met": true},
		"all buckets by a root": {"selectors": basic("WriteOnly", "arn:aws:s3:::"), "fields": {}, "met": true},
		"this bucket": {"selectors": basic("WriteOnly", "arn:aws:s3:::train/"), "fields": {}, "met": true},
		"a part of it": {"selectors": basic("All", "arn:aws:s3:::train/x"), "fields": {}, "met": false},
		"another bucket": {"selectors": basic("All", "arn:aws:s3:::other/"), "fields": {}, "met": false},
		"reads alone": {"selectors": basic("ReadOnly", "arn:aws:s3"), "fields": {}, "met": false},
		"functions": {"selectors": {"EventSelectors": [{"ReadWriteType": "All", "DataResources": [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:s3"]}]}]}, "fields": {}, "met": false},
		"advanced": {"selectors": advanced([]), "fields": {}, "met": true},
		"advanced, writes": {"selectors": advanced([{"Field": "readOnly", "Equals": ["false"]}]), "fields": {}, "met": true},
		"advanced, reads": {"selectors": advanced([{"Field": "readOnly", "Equals": ["true"]}]), "fields": {}, "met": false},
		"advanced, this bucket": {"selectors": advanced([{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::other/", "arn:aws:s3:::train/"]}]), "fields": {}, "met": true},
		"advanced, another bucket": {"selectors": advanced([{"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::other/"]}]), "fields": {}, "met": false},
		"advanced, some names": {"selectors": advanced([{"Field": "eventName", "Equals": ["GetObject"]}]), "fields": {}, "met": false},
		"advanced, management": {"selectors": {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}]}]}, "fields": {}, "met": false},
		"advanced, other things": {"selectors": {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::Lambda::Function"]}]}]}, "fields": {}, "met": false},
		"stopped": {"selectors": advanced([]), "fields": {"parts": {"GetTrailStatus": {"IsLogging": false}, "GetEventSelectors": advanced([])}}, "met": false},
		"of another region": {"selectors": advanced([]), "fields": {"region": "eu-central-1"}, "met": false},
	}
	b := bucket({})
	t := trail(tc.selectors, tc.fields)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b, t], [], [])
	got == {
		"met": object.union(none, {"traced": {row | tc.met; row := evidence.shown(b, t, ["parts", "GetEventSelectors"])}}),
		"unclear": {"versioned": set(), "traced": set()},
	}
}

test_trails_that_could_not_be_read[name] if {
	some name, tc in {
		"refused": {"fields": {"missing": ["cloudtrail:GetEventSelectors"]}, "others": [], "touched": true},
		"of an account that does not show it": {"fields": {"derived": {"unread": "nobody may ask"}}, "others": [], "touched": true},
		"stopped, of such an account": {"fields": {"derived": {"unread": "nobody may ask"}, "parts": {"GetTrailStatus": {"IsLogging": false}}}, "others": [], "touched": false},
		"of another region": {"fields": {"missing": ["cloudtrail:GetEventSelectors"], "region": "eu-central-1"}, "others": [], "touched": false},
		"beside one that records": {"fields": {"missing": ["cloudtrail:GetEventSelectors"]}, "others": [object.union(trail(advanced([]), {}), {"ref": "good"})], "touched": false},
	}
	b := bucket({})
	t := trail({}, tc.fields)
	got := policy.unclear with input as seen(array.concat([b, t], tc.others), [], [])
	got == {"versioned": set(), "traced": {row | tc.touched; row := evidence.shown(b, t, ["parts", "GetEventSelectors"])}}
}

test_buckets_that_nobody_could_read if {
	b := bucket({"derived": {"named_by": ["aws_sagemaker_training_job arn:training"], "unread": "nobody may ask"}})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b, training("s3://train/x")], [], [])
	got == {"met": none, "unclear": {"versioned": {evidence.at(b, ["parts", "GetBucketVersioning"])}, "traced": {evidence.at(b, ["name"])}}}
}

# What one job reads is known, whatever another one does.
test_a_bucket_that_one_of_two_jobs_says_it_reads if {
	b := bucket({"derived": {"named_by": ["aws_bedrock_customization_job arn:c", "aws_sagemaker_training_job arn:training"], "region": "us-east-1"}})
	tuned := fixture.resource("aws_bedrock_customization_job", "arn:c", {"config": {"trainingDataConfig": {"s3Uri": "s3://train/x"}}})
	refused := fixture.resource("aws_sagemaker_training_job", "arn:training", {"missing": ["sagemaker:DescribeTrainingJob"]})
	got := {"subjects": policy.subjects, "unclear": policy.unclear} with input as seen([b, tuned, refused], [], [])
	got == {"subjects": {evidence.subject(b)}, "unclear": {"versioned": set(), "traced": set()}}
}

test_buckets_of_which_too_little_is_known if {
	b := bucket({"derived": {"named_by": ["aws_bedrock_customization_job arn:c"], "region": "us-east-1"}})
	j := fixture.resource("aws_bedrock_customization_job", "arn:c", {"missing": ["bedrock:GetModelCustomizationJob"]})
	got := policy.unclear with input as seen([b, j], [], [])
	got == {"versioned": {evidence.at(b, ["parts", "GetBucketVersioning"])}, "traced": {evidence.at(b, ["name"])}}
}

test_offline_store[name] if {
	some name, tc in {
		"active": {"config": {"OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://x"}}, "OfflineStoreStatus": {"Status": "Active"}}, "met": true},
		"blocked": {"config": {"OfflineStoreConfig": {}, "OfflineStoreStatus": {"Status": "Blocked"}}, "met": false},
		"none": {"config": {"OnlineStoreConfig": {}}, "met": false},
		"a status of nothing": {"config": {"OfflineStoreStatus": {"Status": "Active"}}, "met": false},
	}
	g := group(tc.config)
	got := policy.met with input as seen([g], [], [])
	got == object.union(none, {"offline_store": {row | tc.met; row := evidence.at(g, ["config", "OfflineStoreStatus", "Status"])}})
}

# A trail of one account does not see what others do in another account's bucket; one of the organization does.
test_traces_of_another_accounts_bucket[name] if {
	some name, tc in {
		"by its own trail": {"owned": false, "config": {"IsOrganizationTrail": false}, "met": false},
		"of who knows whom": {"owned": null, "config": {"IsOrganizationTrail": false}, "met": false},
		"by the organization's": {"owned": false, "config": {"IsOrganizationTrail": true}, "met": true},
	}
	b := bucket({"derived": {"region": "us-east-1", "owned": tc.owned, "named_by": ["aws_sagemaker_training_job arn:training"]}})
	t := trail(advanced([]), {"config": tc.config})
	got := {"met": policy.met.traced, "unclear": policy.unclear.traced} with input as seen([b, t], [], [])
	got == {"met": {row | tc.met; row := evidence.shown(b, t, ["parts", "GetEventSelectors"])}, "unclear": {row | not tc.met; row := evidence.at(b, ["derived", "owned"])}}
}
