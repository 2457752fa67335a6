package aismm.dat.sources_scanned_before_use.aws_test

import data.aismm.dat.sources_scanned_before_use.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

bucket(id) := fixture.resource("aws_s3_bucket", id, {"name": "b", "config": {"Name": "b"}, "derived": {"region": "us-east-1", "owned": true, "named_by": ["aws_bedrock_data_source d"]}})

known(config) := fixture.resource("aws_macie_bucket", "arn:aws:s3:::b@111122223333", {"config": object.union({"bucketArn": "arn:aws:s3:::b", "bucketName": "b"}, config)})

job(id, status) := fixture.resource("aws_macie_job", id, {"config": {"jobId": id, "jobStatus": status}})

finding(name) := fixture.resource("aws_macie_finding", "f", {"config": {"id": "f", "resourcesAffected": {"s3Bucket": {"name": name}}}})

alone := fixture.resource("aws_macie_session", "aws:111122223333/us-east-1", {"parts": {"GetAdministratorAccount": {}}})

seen(buckets, macie, jobs, findings) := {
	"as_of": fixture.as_of,
	"resources": {"aws_s3_bucket": buckets, "aws_macie_bucket": macie, "aws_macie_job": jobs, "aws_macie_finding": findings, "aws_macie_session": [alone]},
	"lookup": {
		"aws_s3_bucket": {"Name": {b.config.Name: [b] | some b in buckets}},
		"aws_macie_bucket": {"bucketName": {m.config.bucketName: [m] | some m in macie}},
		"aws_macie_job": {"jobId": {j.config.jobId: [j] | some j in jobs}},
	},
}

none := {"scanned": set(), "clean": set()}

test_subjects if {
	b := bucket("arn:aws:s3:::b")
	logs := object.union(bucket("arn:aws:s3:::l"), {"name": "l", "config": {"Name": "l"}, "derived": {"named_by": ["aws_bedrock_invocation_logging x"]}})
	got := policy.subjects with input as seen([b, logs], [], [], [])
	got == {evidence.subject(b)}
}

recent := "2026-08-23T09:00:00Z"

# A day more than 90 before.
old := "2026-08-21T09:00:00Z"

ran(at, id) := {"jobDetails": {"lastJobId": id, "lastJobRunTime": at}}

discovered := ["config", "lastAutomatedDiscoveryTime"]

by_job := ["config", "jobDetails", "lastJobRunTime"]

test_scanned[name] if {
	some name, tc in {
		"discovered": {"config": {"lastAutomatedDiscoveryTime": recent}, "status": "IDLE", "met": [discovered]},
		"discovered long ago": {"config": {"lastAutomatedDiscoveryTime": old}, "status": "IDLE", "met": []},
		"a job": {"config": ran(recent, "j"), "status": "COMPLETE", "met": [by_job]},
		"a job that nobody lists": {"config": ran(recent, "other"), "status": "CANCELLED", "met": [by_job]},
		"a job long ago": {"config": ran(old, "j"), "status": "IDLE", "met": []},
		"a job that was cancelled": {"config": ran(recent, "j"), "status": "CANCELLED", "met": []},
		"a job that somebody paused": {"config": ran(recent, "j"), "status": "USER_PAUSED", "met": []},
		"a job without its id": {"config": {"jobDetails": {"lastJobRunTime": recent}}, "status": "IDLE", "met": []},
		"never": {"config": {"jobDetails": {"isDefinedInJob": "FALSE"}}, "status": "IDLE", "met": []},
	}
	b := bucket("arn:aws:s3:::b")
	m := known(tc.config)
	got := policy.met.scanned with input as seen([b], [m], [job("j", tc.status)], [])
	got == {evidence.shown(b, m, path) | some path in tc.met}
}

test_clean[name] if {
	some name, tc in {
		"nothing found": {"id": "arn:aws:s3:::b", "found": [], "met": true},
		"a bucket of others": {"id": "arn:aws:s3:::b@444455556666", "found": [], "met": true},
		"a finding": {"id": "arn:aws:s3:::b", "found": ["b"], "met": false},
		"a finding elsewhere": {"id": "arn:aws:s3:::b", "found": ["c"], "met": true},
	}
	b := bucket(tc.id)
	m := known({})
	found := [finding(of) | some of in tc.found]
	got := {"met": policy.met, "violations": policy.violations.clean} with input as seen([b], [m], [], found)
	got == {
		"met": object.union(none, {"clean": {row | tc.met; row := evidence.shown(b, m, ["config", "bucketArn"])}}),
		"violations": {evidence.shown(b, f, ["config", "resourcesAffected", "s3Bucket", "name"]) | not tc.met; some f in found},
	}
}

# Where Macie is off, or does not know the bucket, nothing that it does not say is good news.
test_without_macie[name] if {
	some name, macie in {"off": [], "another bucket": [object.union(known({"lastAutomatedDiscoveryTime": recent}), {"config": {"bucketName": "c"}})]}
	got := policy.met with input as seen([bucket("arn:aws:s3:::b")], macie, [], [])
	got == none
}

# Whether a bucket that a refused job names feeds AI is not known.
test_jobs[name] if {
	some name, tc in {
		"a training": {"kind": "aws_sagemaker_training_job", "config": {}, "missing": ["sagemaker:DescribeTrainingJob"]},
		"a customization": {"kind": "aws_bedrock_customization_job", "config": {}, "missing": ["bedrock:GetModelCustomizationJob"]},
	}
	j := fixture.resource(tc.kind, "j", {"config": tc.config, "missing": tc.missing})
	b := object.union(bucket("arn:aws:s3:::b"), {"derived": {"named_by": [j.ref]}})
	resources := object.union(seen([b], [], [], []).resources, {tc.kind: [j]})
	got := {"subjects": policy.subjects, "met": policy.met, "unclear": policy.unclear} with input as object.union(seen([b], [], [], []), {"resources": resources})
	row := evidence.at(b, ["id"])
	got == {"subjects": {evidence.subject(b)}, "met": none, "unclear": {"scanned": {row}, "clean": {row}}}
}

test_what_jobs_only_write_to[name] if {
	some name, tc in {
		"a training": {"kind": "aws_sagemaker_training_job", "config": {"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": "s3://in/x"}}}]}},
		"a customization": {"kind": "aws_bedrock_customization_job", "config": {"trainingDataConfig": {"s3Uri": "s3://in/x"}}},
	}
	j := fixture.resource(tc.kind, "j", {"config": tc.config})
	read := object.union(bucket("arn:aws:s3:::in"), {"name": "in", "config": {"Name": "in"}, "derived": {"named_by": [j.ref]}})
	written := object.union(bucket("arn:aws:s3:::b"), {"derived": {"named_by": [j.ref]}})
	all := seen([read, written], [known({"lastAutomatedDiscoveryTime": recent})], [], [])
	got := {"subjects": policy.subjects, "unclear": policy.unclear} with input as object.union(all, {"resources": object.union(all.resources, {tc.kind: [j]})})
	got == {"subjects": {evidence.subject(read)}, "unclear": {"scanned": set(), "clean": set()}}
}

test_what_macie_could_not_read if {
	b := bucket("arn:aws:s3:::b")
	refused := {"missing": ["macie2:GetFindings"]}
	m := known(ran(recent, "j"))
	j := object.union(job("j", "CANCELLED"), refused)
	f := object.union(finding("c"), refused)
	unread := object.union(m, refused)
	of_job := policy.unclear with input as seen([b], [m], [j], [])
	of_job == {"scanned": {evidence.shown(b, m, ["config"])}, "clean": set()}
	by_bucket := policy.unclear with input as seen([b], [unread], [], [])
	by_bucket == {"scanned": {evidence.shown(b, unread, ["config"])}, "clean": {evidence.shown(b, unread, ["config"])}}
	by_finding := policy.unclear with input as seen([b], [m], [], [f])
	by_finding == {"scanned": set(), "clean": {evidence.shown(b, f, ["config"])}}
}

test_buckets_that_nobody_could_read if {
	b := object.union(bucket("arn:aws:s3:::b@111122223333"), {"derived": {"unread": "nobody may ask"}})
	row := evidence.at(b, ["id"])
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b], [], [], [])
	got == {"met": none, "unclear": {"scanned": {row}, "clean": {row}}}
}

administered := fixture.resource("aws_macie_session", "aws:111122223333/us-east-1", {"parts": {"GetAdministratorAccount": {"administrator": {"accountId": "444455556666", "relationshipStatus": "Enabled"}}}})

# Another account's jobs and what they find are not seen here: that nothing was found says nothing, and that nothing ran says nothing.
test_what_other_accounts_scan[name] if {
	some name, tc in {
		"under an administrator": {"owned": true, "macie": [known({})], "found": [], "sessions": [administered], "unclear": {"scanned", "clean"}},
		"under an administrator, and scanned": {"owned": true, "macie": [known({"lastAutomatedDiscoveryTime": recent})], "found": [], "sessions": [administered], "unclear": {"clean"}},
		"under an administrator, and found": {"owned": true, "macie": [known({})], "found": ["b"], "sessions": [administered], "unclear": {"scanned"}},
		"of another account": {"owned": false, "macie": [], "found": [], "sessions": [], "unclear": {"scanned", "clean"}},
		"of another account, and known here": {"owned": false, "macie": [known({})], "found": [], "sessions": [], "unclear": set()},
		"its own": {"owned": true, "macie": [], "found": [], "sessions": [], "unclear": set()},
	}
	b := object.union(bucket("arn:aws:s3:::b"), {"derived": {"region": "us-east-1", "owned": tc.owned}})
	all := seen([b], tc.macie, [], [finding(of) | some of in tc.found])
	got := policy.unclear with input as object.union(all, {"resources": object.union(all.resources, {"aws_macie_session": tc.sessions})})
	row := [r |
		some [owned, r] in [
			[true, evidence.shown(b, administered, ["parts", "GetAdministratorAccount", "administrator", "accountId"])],
			[false, evidence.at(b, ["derived", "owned"])],
		]
		owned == tc.owned
	][0]
	got == {c: {row | c in tc.unclear} | some c in ["scanned", "clean"]}
}
