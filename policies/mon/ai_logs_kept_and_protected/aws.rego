# METADATA
# scope: package
# title: AI log groups and buckets are kept for 180 days, encrypted, masked and shielded
# custom:
#   remediation: Set a retention of 180 days or more, a KMS key and a data protection policy on the log group; encrypt the bucket with KMS, block public access and turn on versioning.
package aismm.mon.ai_logs_kept_and_protected.aws

import data.aismm.lib.ai_logs
import data.aismm.lib.evidence

subjects contains evidence.subject(g) if some g in ai_logs.groups

subjects contains evidence.subject(b) if some b in ai_logs.buckets

# METADATA
# scope: document
# title: the group keeps its logs for 180 days or for ever
# custom:
#   of: aws_cloudwatch_log_group
#   field: config.retentionInDays
#   # Without a retention, logs never expire (CloudWatch Logs API reference, LogGroup).
#   absent: {config.retentionInDays: null}
met.retained contains evidence.at(g, ["config", "retentionInDays"]) if {
	some g in ai_logs.groups
	not short(g)
}

short(g) if g.config.retentionInDays < 180

# METADATA
# scope: document
# title: the group is encrypted with a KMS key
# custom:
#   of: aws_cloudwatch_log_group
#   field: config.kmsKeyId
#   covers: ["prowler:bedrock_model_invocation_logs_encryption_enabled"]
met.group_key contains evidence.at(g, ["config", "kmsKeyId"]) if {
	some g in ai_logs.groups
	g.config.kmsKeyId != ""
}

# METADATA
# scope: document
# title: a data protection policy of the group or of the account masks sensitive data
# custom:
#   of: aws_cloudwatch_log_group
#   field: config.dataProtectionStatus
#   covers: ["prowler-proposed:cloudwatch_log_group_data_protection_policy_configured"]
met.masked contains evidence.at(g, ["config", "dataProtectionStatus"]) if {
	some g in ai_logs.groups
	g.config.dataProtectionStatus == "ACTIVATED"
}

met.masked contains evidence.at(g, ["config", "inheritedProperties"]) if {
	some g in ai_logs.groups
	"ACCOUNT_DATA_PROTECTION" in g.config.inheritedProperties
}

# METADATA
# scope: document
# title: the bucket is encrypted with KMS
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketEncryption.ServerSideEncryptionConfiguration.Rules
#   covers: ["prowler-proposed:bedrockagentcore_browser_recording_encrypted", "prowler:bedrock_model_invocation_logs_encryption_enabled"]
met.bucket_key contains evidence.at(b, ["parts", "GetBucketEncryption", "ServerSideEncryptionConfiguration", "Rules", i, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm"]) if {
	some b in ai_logs.buckets
	some i, rule in b.parts.GetBucketEncryption.ServerSideEncryptionConfiguration.Rules
	rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm in {"aws:kms", "aws:kms:dsse"}
}

unclear.bucket_key contains evidence.at(b, ["parts", "GetBucketEncryption"]) if some b in ai_logs.unread

# METADATA
# scope: document
# title: all public access to the bucket is blocked, by the bucket or by its account
# custom:
#   of: aws_s3_bucket
#   field: parts.GetPublicAccessBlock.PublicAccessBlockConfiguration
met.private contains evidence.at(b, ["parts", part, "PublicAccessBlockConfiguration"]) if {
	some b in ai_logs.buckets
	some part in ["GetAccountPublicAccessBlock", "GetPublicAccessBlock"]
	block := b.parts[part].PublicAccessBlockConfiguration
	block.BlockPublicAcls == true
	block.BlockPublicPolicy == true
	block.IgnorePublicAcls == true
	block.RestrictPublicBuckets == true
}

unclear.private contains evidence.at(b, ["parts", "GetPublicAccessBlock"]) if some b in ai_logs.unread

# METADATA
# scope: document
# title: versions or a lock keep what was logged from change
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketVersioning.Status
met.shielded contains evidence.at(b, ["parts", "GetBucketVersioning", "Status"]) if {
	some b in ai_logs.buckets
	b.parts.GetBucketVersioning.Status == "Enabled"
}

met.shielded contains evidence.at(b, ["parts", "GetObjectLockConfiguration", "ObjectLockConfiguration", "ObjectLockEnabled"]) if {
	some b in ai_logs.buckets
	b.parts.GetObjectLockConfiguration.ObjectLockConfiguration.ObjectLockEnabled == "Enabled"
}

unclear.shielded contains evidence.at(b, ["parts", "GetBucketVersioning"]) if some b in ai_logs.unread
