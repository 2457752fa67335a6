# METADATA
# scope: package
# title: Buckets that AI resources use are closed to the public
# custom:
#   remediation: Turn on all four settings of Block Public Access for the account, and take statements for everybody out of the bucket's policy.
package aismm.dat.ai_stores_not_public.aws

import data.aismm.lib.evidence
import data.aismm.lib.stores

subjects contains evidence.subject(b) if some b in stores.buckets

# METADATA
# scope: document
# title: all public access is blocked, by the bucket or by its account
# custom:
#   of: aws_s3_bucket
#   field: parts.GetPublicAccessBlock.PublicAccessBlockConfiguration
met.blocked contains evidence.at(b, ["parts", part, "PublicAccessBlockConfiguration"]) if {
	some b in stores.buckets
	every setting in settings { on(b, setting) }
	some part in blocks
	b.parts[part].PublicAccessBlockConfiguration
}

settings := ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]

blocks := ["GetAccountPublicAccessBlock", "GetPublicAccessBlock"]

# What is on for the account or for the bucket is in effect ("Blocking public access to your Amazon S3 storage", Amazon S3 user guide).
on(b, setting) if {
	some part in blocks
	b.parts[part].PublicAccessBlockConfiguration[setting] == true
}

unclear.blocked contains evidence.at(b, ["parts", "GetPublicAccessBlock"]) if some b in unread

unread := [b | some b in stores.buckets; b.derived.unread != ""]

# METADATA
# scope: document
# title: the bucket's policy lets in nobody unknown, or there is none
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketPolicyStatus.PolicyStatus.IsPublic
#   # The read answers NoSuchBucketPolicy where a bucket has no policy (Amazon S3 API reference, GetBucketPolicyStatus), and the part is absent.
#   absent: {parts.GetBucketPolicyStatus: null}
met.policy_closed contains evidence.at(b, ["parts", "GetBucketPolicyStatus", "PolicyStatus", "IsPublic"]) if {
	some b in stores.buckets
	object.get(b, ["parts", "GetBucketPolicyStatus"], {"PolicyStatus": {"IsPublic": false}}).PolicyStatus.IsPublic == false
}

unclear.policy_closed contains evidence.at(b, ["parts", "GetBucketPolicyStatus"]) if some b in unread
