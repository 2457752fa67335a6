# METADATA
# scope: package
# title: AI logs in AWS go on to the central analysis system
# custom:
#   remediation: Subscribe the log groups and replicate the buckets of AI to the central destination, and use a trail of the organization.
package aismm.mon.ai_logs_in_central_siem.aws

import data.aismm.lib.ai_logs
import data.aismm.lib.evidence

regions := [s | some s in input.scopes; s.ai == "yes"]

subjects contains evidence.subject(g) if some g in ai_logs.groups

subjects contains evidence.subject(b) if some b in ai_logs.buckets

subjects contains evidence.subject(s) if some s in regions

# METADATA
# scope: document
# title: a subscription sends all of the group's logs to the central destination
# custom:
#   of: aws_cloudwatch_log_group
#   within: region
#   field: id
#   absent: {config.selectionCriteria: ""}
met.subscribed contains evidence.shown(g, f, ["derived", "destination_arn"]) if {
	some g in ai_logs.groups
	some f in input.resources.aws_cloudwatch_log_subscription
	f.region == g.region
	f.derived.destination_arn in input.settings.central_log_destinations
	takes(f, g)
	whole(f)
}

takes(f, g) if f.derived.log_group_arn == g.id

takes(f, g) if {
	f.derived.level == "account"
	not leaves_out(f, g)
}

# The criteria of an account's policy list the groups that it leaves out; without them it is for all (CloudWatch Logs API, PutAccountPolicy).
leaves_out(f, g) if contains(f.config.selectionCriteria, g.config.logGroupName)

# A pattern lets only some events pass, an empty one all. That of an account's policy lies in its document.
whole(f) if {
	f.derived.level == "log_group"
	trim_space(f.config.filterPattern) == ""
}

whole(f) if {
	f.derived.level == "account"
	trim_space(f.config.policyDocument.FilterPattern) == ""
}

# METADATA
# scope: document
# title: the bucket is the central one, or is replicated there
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketReplication.ReplicationConfiguration.Rules
met.replicated contains evidence.at(b, ["parts", "GetBucketReplication", "ReplicationConfiguration", "Rules", i, "Destination", "Bucket"]) if {
	some b in ai_logs.buckets
	some i, rule in b.parts.GetBucketReplication.ReplicationConfiguration.Rules
	rule.Status == "Enabled"
	rule.Destination.Bucket in input.settings.central_log_destinations
}

met.replicated contains evidence.at(b, ["config", "Name"]) if {
	some b in ai_logs.buckets
	b.config.Name in central_buckets
}

# What a bucket of an account that does not show its settings does with its logs is not known, unless it is the central one.
unclear.replicated contains evidence.at(b, ["parts", "GetBucketReplication"]) if {
	some b in ai_logs.unread
	not b.config.Name in central_buckets
}

central_buckets := {split(arn, ":::")[1] | some arn in input.settings.central_log_destinations}

# METADATA
# scope: document
# title: a trail of the organization, or one with the central bucket, is logging
# custom:
#   of: scope
#   within: region
#   field: id
met.trail contains evidence.shown(s, t, ["config", "IsOrganizationTrail"]) if {
	some s in regions
	some t in logging
	t.region == s.region
	t.config.IsOrganizationTrail == true
}

met.trail contains evidence.shown(s, t, ["config", "S3BucketName"]) if {
	some s in regions
	some t in logging
	t.region == s.region
	t.config.S3BucketName in central_buckets
}

logging := [t | some t in input.resources.aws_cloudtrail_trail; t.parts.GetTrailStatus.IsLogging == true]
