# METADATA
# scope: package
# title: Buckets from which AI learns or answers are scanned by Macie, and findings are resolved
# custom:
#   remediation: Turn on automated sensitive data discovery in Macie, or run a classification job over the bucket, and archive each finding once the data is out of the bucket.
package aismm.dat.sources_scanned_before_use.aws

import data.aismm.lib.evidence
import data.aismm.lib.macie
import data.aismm.lib.stores
import data.aismm.lib.when

subjects contains evidence.subject(b) if some b in stores.feeding

# METADATA
# scope: document
# title: Macie has looked into the bucket within 90 days
# custom:
#   of: aws_s3_bucket
#   field: id
#   covers: ["aws-sample-aiml-assessment:FS-44"]
met.scanned contains evidence.shown(b, m, ["config", "lastAutomatedDiscoveryTime"]) if {
	some b in stores.buckets
	b.derived.region in macie.regions
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	when.within_days(m.config.lastAutomatedDiscoveryTime, 90)
}

met.scanned contains evidence.shown(b, m, ["config", "jobDetails", "lastJobRunTime"]) if {
	some b in stores.buckets
	b.derived.region in macie.regions
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	when.within_days(m.config.jobDetails.lastJobRunTime, 90)
	id := m.config.jobDetails.lastJobId
	not stopped(id)
}

# Somebody has cancelled or paused the job.
stopped(id) if {
	some j in input.lookup.aws_macie_job.jobId[id]
	j.config.jobStatus in {"CANCELLED", "USER_PAUSED"}
}

unclear.scanned contains evidence.at(b, ["id"]) if some b in stores.unsure

unclear.scanned contains evidence.shown(b, m, ["config"]) if {
	some b in stores.buckets
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	doubtful(m)
}

# The jobs of another account that look into it are not seen here.
unclear.scanned contains evidence.shown(d.bucket, d.of, d.path) if {
	some d in macie.doubts
	not d.bucket.ref in scanned
}

scanned := {row.of | some row in met.scanned}

doubtful(m) if count(m.missing) > 0

doubtful(m) if {
	some j in input.lookup.aws_macie_job.jobId[m.config.jobDetails.lastJobId]
	count(j.missing) > 0
}

# METADATA
# scope: document
# title: Macie knows the bucket, and no finding of high severity about it is open
# custom:
#   of: aws_s3_bucket
#   field: id
#   absent: {parts.GetAdministratorAccount.administrator: null, parts.GetAdministratorAccount.administrator.relationshipStatus: null} # where no account administers Macie, none is named (Amazon Macie API reference, GetAdministratorAccount)
met.clean contains evidence.shown(b, m, ["config", "bucketArn"]) if {
	some b in stores.buckets
	b.derived.region in macie.sole_regions
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	not b.name in found
}

# The findings that are collected are of high severity, and nobody has archived them.
found := {f.config.resourcesAffected.s3Bucket.name | some f in input.resources.aws_macie_finding}

violations.clean contains evidence.shown(b, f, ["config", "resourcesAffected", "s3Bucket", "name"]) if {
	some f in input.resources.aws_macie_finding
	some b in input.lookup.aws_s3_bucket.Name[f.config.resourcesAffected.s3Bucket.name]
}

unclear.clean contains evidence.at(b, ["id"]) if some b in stores.unsure

# What another account's jobs have found in it is not seen here.
unclear.clean contains evidence.shown(d.bucket, d.of, d.path) if {
	some d in macie.doubts
	not d.bucket.config.Name in found
}

# A finding that was not read may be about any bucket.
unclear.clean contains evidence.shown(b, f, ["config"]) if {
	some f in input.resources.aws_macie_finding
	count(f.missing) > 0
	some b in stores.buckets
}

unclear.clean contains evidence.shown(b, m, ["config"]) if {
	some b in stores.buckets
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	count(m.missing) > 0
}
