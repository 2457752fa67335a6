package aismm.mon.ai_logs_in_central_siem.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.ai_logs_in_central_siem.aws as policy

here := fixture.region("us-east-1", "yes")

destination := "arn:aws:logs:us-east-1:444455556666:destination:siem"

group := fixture.resource("aws_cloudwatch_log_group", "arn:g", {"config": {"logGroupName": "g"}, "derived": {"ai": true}})

bucket(name, rules) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", {
	"config": {"Name": name}, "derived": {"named_by": ["aws_bedrock_invocation_logging x"]},
	"parts": {"GetBucketReplication": {"ReplicationConfiguration": {"Rules": rules}}},
})

subscription(config, derived) := fixture.resource("aws_cloudwatch_log_subscription", "arn:g/f", {"config": config, "derived": derived})

trail(config, logging) := fixture.resource("aws_cloudtrail_trail", "arn:t", {"config": config, "parts": {"GetTrailStatus": {"IsLogging": logging}}})

seen(resources) := {
	"scopes": [here, fixture.region("eu-central-1", "no")],
	"settings": {"central_log_destinations": [destination, "arn:aws:s3:::central"]},
	"resources": object.union(
		{
			"aws_cloudwatch_log_group": [], "aws_s3_bucket": [], "aws_cloudwatch_log_delivery": [],
			"aws_cloudwatch_log_subscription": [], "aws_cloudtrail_trail": [],
		},
		resources,
	),
}

test_subjects if {
	b := bucket("b", [])
	other_group := object.union(group, {"id": "arn:h", "ref": "h", "derived": {"ai": false}})
	other_bucket := object.union(b, {"derived": {"named_by": ["aws_sagemaker_training_job arn:t"]}})
	got := policy.subjects with input as seen({"aws_cloudwatch_log_group": [group, other_group], "aws_s3_bucket": [b]})
	got == {evidence.subject(here), evidence.subject(group), evidence.subject(b)}
	without := policy.subjects with input as seen({"aws_cloudwatch_log_group": [other_group], "aws_s3_bucket": [other_bucket]})
	without == {evidence.subject(here)}
}

test_subscribed[name] if {
	of_group := {"level": "log_group", "log_group_arn": "arn:g", "destination_arn": destination}
	of_account := {"level": "account", "destination_arn": destination}
	all_events := {"FilterPattern": ""}
	some name, tc in {
		"good": {"f": subscription({"filterPattern": ""}, of_group), "met": true},
		"of the account": {"f": subscription({"policyDocument": all_events}, of_account), "met": true},
		"of the account, pattern not said": {"f": subscription({"policyDocument": {}}, of_account), "met": false},
		"pattern not said": {"f": subscription({}, of_group), "met": false},
		"the account leaves it out": {"f": subscription({"policyDocument": all_events, "selectionCriteria": `LogGroupName NOT IN ["g"]`}, of_account), "met": false},
		"the account leaves out another": {"f": subscription({"policyDocument": all_events, "selectionCriteria": `LOGS NOT IN ["x"]`}, of_account), "met": true},
		"to somewhere else": {"f": subscription({"filterPattern": ""}, object.union(of_group, {"destination_arn": "arn:aws:lambda:us-east-1:111122223333:function:f"})), "met": false},
		"destination not said": {"f": subscription({"filterPattern": ""}, object.remove(of_group, ["destination_arn"])), "met": false},
		"of another group": {"f": subscription({"filterPattern": ""}, object.union(of_group, {"log_group_arn": "arn:x"})), "met": false},
		"group not said": {"f": subscription({"filterPattern": ""}, object.remove(of_group, ["log_group_arn"])), "met": false},
		"of what is not said": {"f": subscription({"filterPattern": "", "policyDocument": all_events}, object.remove(of_group, ["level"])), "met": false},
		"errors only": {"f": subscription({"filterPattern": "ERROR"}, of_group), "met": false},
		"errors only, of the account": {"f": subscription({"policyDocument": {"FilterPattern": "ERROR"}}, of_account), "met": false},
		"of another region": {"f": object.union(subscription({"policyDocument": all_events}, of_account), {"region": "eu-central-1"}), "met": false},
	}
	got := policy.met with input as seen({"aws_cloudwatch_log_group": [group], "aws_cloudwatch_log_subscription": [tc.f]})
	got == {"subscribed": {row | tc.met; row := evidence.shown(group, tc.f, ["derived", "destination_arn"])}, "replicated": set(), "trail": set()}
}

test_replicated[name] if {
	rule := {"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::central"}}
	place := ["parts", "GetBucketReplication", "ReplicationConfiguration", "Rules", 0, "Destination", "Bucket"]
	some name, tc in {
		"good": {"bucket": bucket("b", [rule]), "path": [place]},
		"the central one": {"bucket": bucket("central", []), "path": [["config", "Name"]]},
		"disabled": {"bucket": bucket("b", [object.union(rule, {"Status": "Disabled"})]), "path": []},
		"status not said": {"bucket": bucket("b", [object.remove(rule, ["Status"])]), "path": []},
		"to somewhere else": {"bucket": bucket("b", [object.union(rule, {"Destination": {"Bucket": "arn:aws:s3:::x"}})]), "path": []},
		"to what is not said": {"bucket": bucket("b", [{"Status": "Enabled"}]), "path": []},
		"no rules": {"bucket": bucket("b", []), "path": []},
		"name not said": {"bucket": object.remove(bucket("b", []), ["config"]), "path": []},
	}
	got := policy.met with input as seen({"aws_s3_bucket": [tc.bucket]})
	got == {"subscribed": set(), "replicated": {evidence.at(tc.bucket, p) | some p in tc.path}, "trail": set()}
}

# Whether a bucket in an account that does not show its settings is replicated is not known, unless it is the central one.
test_buckets_that_nobody_could_read if {
	unread := fixture.resource("aws_s3_bucket", "arn:aws:s3:::far", {
		"config": {"Name": "far"},
		"derived": {"named_by": ["aws_bedrock_invocation_logging x"], "unread": "nobody may ask"},
	})
	central := object.union(unread, {"id": "arn:aws:s3:::central", "ref": "aws_s3_bucket arn:aws:s3:::central", "config": {"Name": "central"}})
	got := policy.unclear with input as seen({"aws_s3_bucket": [unread, central, bucket("b", [])]})
	got == {"replicated": {evidence.at(unread, ["parts", "GetBucketReplication"])}}
}

test_a_bucket_of_vended_logs if {
	rule := {"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::central"}}
	vended := object.union(bucket("b", [rule]), {"derived": {"named_by": ["aws_cloudwatch_log_delivery arn:d"]}})
	delivery := fixture.resource("aws_cloudwatch_log_delivery", "arn:d", {"parts": {"DescribeDeliverySources": {"service": "bedrock-agentcore"}}})
	got := {"subjects": policy.subjects, "met": policy.met.replicated} with input as seen({"aws_s3_bucket": [vended], "aws_cloudwatch_log_delivery": [delivery]})
	got == {
		"subjects": {evidence.subject(here), evidence.subject(vended)},
		"met": {evidence.at(vended, ["parts", "GetBucketReplication", "ReplicationConfiguration", "Rules", 0, "Destination", "Bucket"])},
	}
}

test_trail[name] if {
	some name, tc in {
		"of the organization": {"trail": trail({"IsOrganizationTrail": true, "S3BucketName": "x"}, true), "field": ["IsOrganizationTrail"]},
		"to the central bucket": {"trail": trail({"IsOrganizationTrail": false, "S3BucketName": "central"}, true), "field": ["S3BucketName"]},
		"of the account": {"trail": trail({"IsOrganizationTrail": false, "S3BucketName": "x"}, true), "field": []},
		"stopped": {"trail": trail({"IsOrganizationTrail": true, "S3BucketName": "central"}, false), "field": []},
		"status not said": {"trail": object.remove(trail({"IsOrganizationTrail": true}, true), ["parts"]), "field": []},
		"nothing said": {"trail": trail({}, true), "field": []},
		"of another region": {"trail": object.union(trail({"IsOrganizationTrail": true, "S3BucketName": "central"}, true), {"region": "eu-central-1"}), "field": []},
	}
	got := policy.met with input as seen({"aws_cloudtrail_trail": [tc.trail]})
	got == {"subscribed": set(), "replicated": set(), "trail": {evidence.shown(here, tc.trail, ["config", f]) | some f in tc.field}}
}
