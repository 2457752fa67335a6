package aismm.dat.classification_continuous.aws_test

import data.aismm.dat.classification_continuous.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

bucket(fields) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", object.union(
	{"name": "b", "config": {"Name": "b"}, "derived": {"named_by": ["aws_bedrock_data_source d"], "region": "us-east-1", "owned": true}},
	fields,
))

known(config) := fixture.resource("aws_macie_bucket", "arn:aws:s3:::b@111122223333", {"config": object.union({"bucketArn": "arn:aws:s3:::b", "bucketName": "b"}, config)})

session(region, status, discovery) := fixture.resource("aws_macie_session", region, {
	"region": region, "config": {"status": status},
	"parts": {"GetAutomatedDiscoveryConfiguration": {"status": discovery}, "GetAdministratorAccount": {}},
})

# Macie that somebody has paused is there.
off := session("us-east-1", "PAUSED", "DISABLED")

seen(buckets, macie, sessions) := {
	"as_of": fixture.as_of,
	"resources": {"aws_s3_bucket": buckets, "aws_macie_bucket": macie, "aws_macie_session": array.concat(sessions, [off | sessions == []])},
	"lookup": {"aws_macie_bucket": {"bucketName": {m.config.bucketName: [m] | some m in macie}}},
	"settings": {"classification_label": "data-classification", "public_data_classes": ["public"]},
}

none := {"discovery_on": set(), "monitored": set(), "fresh": set(), "cut_off": set()}

test_subjects[name] if {
	some name, tc in {
		"confidential": {"fields": {"tags": {"data-classification": "confidential"}}, "judged": true},
		"without a tag": {"fields": {}, "judged": true},
		"public": {"fields": {"tags": {"data-classification": "Public"}}, "judged": false},
		"logs": {"fields": {"derived": {"named_by": ["aws_bedrock_invocation_logging x"]}}, "judged": false},
	}
	b := bucket(tc.fields)
	got := policy.subjects with input as seen([b], [], [])
	got == {x | tc.judged; x := evidence.subject(b)}
}

test_discovery_on[name] if {
	some name, tc in {
		"on": {"session": session("us-east-1", "ENABLED", "ENABLED"), "met": true},
		"of another region": {"session": session("eu-central-1", "ENABLED", "ENABLED"), "met": false},
		"paused": {"session": session("us-east-1", "PAUSED", "ENABLED"), "met": false},
		"without discovery": {"session": session("us-east-1", "ENABLED", "DISABLED"), "met": false},
		"without a word": {"session": object.union(session("us-east-1", "ENABLED", "DISABLED"), {"parts": {"GetAutomatedDiscoveryConfiguration": null}}), "met": false},
	}
	b := bucket({})
	got := policy.met with input as seen([b], [], [tc.session])
	got == object.union(none, {"discovery_on": {row | tc.met; row := evidence.shown(b, tc.session, ["parts", "GetAutomatedDiscoveryConfiguration", "status"])}})
}

test_bucket_in_macie[name] if {
	some name, tc in {
		"monitored and fresh": {"config": {"automatedDiscoveryMonitoringStatus": "MONITORED", "lastAutomatedDiscoveryTime": "2026-10-22T09:00:00Z"}, "met": {"monitored": "automatedDiscoveryMonitoringStatus", "fresh": "lastAutomatedDiscoveryTime"}},
		"left out": {"config": {"automatedDiscoveryMonitoringStatus": "NOT_MONITORED", "lastAutomatedDiscoveryTime": "2026-10-20T09:00:00Z"}, "met": {}},
		"never": {"config": {}, "met": {}},
		"another bucket": {"config": {"bucketName": "c", "automatedDiscoveryMonitoringStatus": "MONITORED", "lastAutomatedDiscoveryTime": "2026-11-19T09:00:00Z"}, "met": {}},
	}
	b := bucket({})
	m := known(tc.config)
	got := policy.met with input as seen([b], [m], [])
	got == object.union(none, {c: {evidence.shown(b, m, ["config", field])} | some c, field in tc.met})
}

deny(fields) := object.union(
	{
		"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
		"Condition": {"Null": {"s3:ExistingObjectTag/data-classification": "true"}},
	},
	fields,
)

only(operator, key, values) := object.union(object.remove(deny({}), ["Condition"]), {"Condition": {operator: {key: values}}})

tag := "s3:ExistingObjectTag/data-classification"

test_cut_off[name] if {
	some name, tc in {
		"where there is no tag": {"statement": deny({}), "met": true},
		"written otherwise": {"statement": object.union(only("null", "S3:existingobjecttag/Data-Classification", [true]), {"Principal": {"AWS": ["*"]}, "Action": ["s3:Get*"]}), "met": true},
		"where the class is none of these": {"statement": only("StringNotEquals", tag, ["internal", "public"]), "met": true},
		"in any case": {"statement": only("StringNotEqualsIgnoreCase", tag, "internal"), "met": true},
		"by a pattern": {"statement": only("StringNotLike", tag, "int*"), "met": true},
		"where there is a tag": {"statement": only("Null", tag, "false"), "met": false},
		"where the class is one of these": {"statement": only("StringEquals", tag, "secret"), "met": false},
		"another tag": {"statement": only("Null", "s3:ExistingObjectTag/owner", "true"), "met": false},
		"no condition": {"statement": object.remove(deny({}), ["Condition"]), "met": false},
		"a second operator": {"statement": deny({"Condition": {"StringEquals": {"aws:PrincipalArn": "arn:x"}}}), "met": false},
		"a second key": {"statement": deny({"Condition": {"Null": {"aws:PrincipalArn": "true"}}}), "met": false},
		"allowed": {"statement": deny({"Effect": "Allow"}), "met": false},
		"somebody": {"statement": deny({"Principal": {"AWS": "arn:aws:iam::111122223333:role/kb"}}), "met": false},
		"a service": {"statement": deny({"Principal": {"Service": "bedrock.amazonaws.com"}}), "met": false},
		"all but another action": {"statement": object.union(object.remove(deny({}), ["Action"]), {"NotAction": "s3:PutObject"}), "met": true},
		"all but reading": {"statement": object.union(object.remove(deny({}), ["Action"]), {"NotAction": "s3:Get*"}), "met": false},
		"another action": {"statement": deny({"Action": "s3:PutObject"}), "met": false},
		"some objects": {"statement": deny({"Resource": "arn:aws:s3:::b/terms/*"}), "met": false},
		"another bucket": {"statement": deny({"Resource": "arn:aws:s3:::c/*"}), "met": false},
	}
	b := bucket({"parts": {"GetBucketPolicy": {"Policy": {"Statement": [tc.statement]}}}})
	got := policy.met with input as seen([b], [], [])
	got == object.union(none, {"cut_off": {row | tc.met; row := evidence.at(b, ["parts", "GetBucketPolicy", "Policy", "Statement", 0])}})
}

test_buckets_that_nobody_could_read if {
	b := bucket({"derived": {"unread": "nobody may ask"}})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b], [], [])
	row := evidence.at(b, ["id"])
	got == {"met": none, "unclear": {"discovery_on": {row}, "monitored": {row}, "fresh": {row}, "cut_off": {evidence.at(b, ["parts", "GetBucketPolicy"])}}}
}

test_a_session_that_could_not_be_read[name] if {
	some name, tc in {"of the region": {"region": "us-east-1", "touched": true}, "of another region": {"region": "eu-central-1", "touched": false}}
	b := bucket({})
	s := object.union(session(tc.region, "ENABLED", "ENABLED"), {"missing": ["macie2:GetAutomatedDiscoveryConfiguration"], "parts": {"GetAutomatedDiscoveryConfiguration": null}})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b], [], [s])
	got == {"met": none, "unclear": {
		"discovery_on": {row | tc.touched; row := evidence.shown(b, s, ["parts", "GetAutomatedDiscoveryConfiguration"])},
		"monitored": set(), "fresh": set(), "cut_off": set(),
	}}
}

# Whether a bucket that a refused job names feeds AI is not known.
test_jobs[name] if {
	some name, tc in {
		"a training": {"kind": "aws_sagemaker_training_job", "missing": ["sagemaker:DescribeTrainingJob"]},
		"a customization": {"kind": "aws_bedrock_customization_job", "missing": ["bedrock:GetModelCustomizationJob"]},
	}
	j := fixture.resource(tc.kind, "j", {"missing": tc.missing})
	b := bucket({"derived": {"named_by": [j.ref]}})
	all := seen([b], [], [])
	got := {"subjects": policy.subjects, "met": policy.met, "unclear": policy.unclear} with input as object.union(all, {"resources": object.union(all.resources, {tc.kind: [j]})})
	row := evidence.at(b, ["id"])
	got == {
		"subjects": {evidence.subject(b)}, "met": none,
		"unclear": {"discovery_on": {row}, "monitored": {row}, "fresh": {row}, "cut_off": {evidence.at(b, ["parts", "GetBucketPolicy"])}},
	}
}

test_what_jobs_only_write_to[name] if {
	some name, tc in {
		"a training": {"kind": "aws_sagemaker_training_job", "config": {"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": "s3://in/x"}}}]}},
		"a customization": {"kind": "aws_bedrock_customization_job", "config": {"trainingDataConfig": {"s3Uri": "s3://in/x"}}},
	}
	j := fixture.resource(tc.kind, "j", {"config": tc.config})
	read := object.union(bucket({"derived": {"named_by": [j.ref]}}), {"id": "arn:aws:s3:::in", "ref": "in", "name": "in", "config": {"Name": "in"}})
	written := bucket({"derived": {"named_by": [j.ref]}})
	all := seen([read, written], [], [])
	got := policy.subjects with input as object.union(all, {"resources": object.union(all.resources, {tc.kind: [j]})})
	got == {evidence.subject(read)}
}

test_a_bucket_that_macie_could_not_read if {
	b := bucket({})
	m := object.union(known({}), {"missing": ["macie2:DescribeBuckets"]})
	row := evidence.shown(b, m, ["config"])
	got := policy.unclear with input as seen([b], [m], [])
	got == {"discovery_on": set(), "monitored": {row}, "fresh": {row}, "cut_off": set()}
}

# What Macie of another account does is not seen here, and what Macie of this account does says nothing of another's bucket.
test_what_other_accounts_classify[name] if {
	on := session("us-east-1", "ENABLED", "ENABLED")
	led := object.union(on, {"parts": {"GetAdministratorAccount": {"administrator": {"accountId": "444455556666", "relationshipStatus": "Enabled"}}, "GetAutomatedDiscoveryConfiguration": {"status": "DISABLED"}}})
	seen_here := {"automatedDiscoveryMonitoringStatus": "MONITORED", "lastAutomatedDiscoveryTime": "2026-10-22T09:00:00Z"}
	some name, tc in {
		"under an administrator": {"owned": true, "session": led, "macie": [known({})], "met": set(), "unclear": {"discovery_on", "monitored", "fresh"}},
		"under an administrator, and seen": {"owned": true, "session": object.union(led, {"parts": {"GetAutomatedDiscoveryConfiguration": {"status": "ENABLED"}}}), "macie": [known(seen_here)], "met": {"discovery_on", "monitored", "fresh"}, "unclear": set()},
		"of another account": {"owned": false, "session": on, "macie": [], "met": set(), "unclear": {"discovery_on", "monitored", "fresh"}},
		"of a member's account": {"owned": false, "session": on, "macie": [known(seen_here)], "met": {"discovery_on", "monitored", "fresh"}, "unclear": set()},
		"its own": {"owned": true, "session": on, "macie": [known({})], "met": {"discovery_on"}, "unclear": set()},
	}
	b := bucket({"derived": {"owned": tc.owned}})
	got := {"met": {c | some c; count(policy.met[c]) > 0}, "unclear": {c | some c; count(policy.unclear[c]) > 0}} with input as seen([b], tc.macie, [tc.session])
	got == {"met": tc.met, "unclear": tc.unclear}
}
