# METADATA
# scope: package
# title: Buckets from which AI learns or answers are classified by Macie all the time, and unclassified objects are denied
# custom:
#   remediation: Turn on automated sensitive data discovery in Macie in the bucket's region without excluding the bucket, and deny GetObject in the bucket's policy where the object's class tag is missing.
package aismm.dat.classification_continuous.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.macie
import data.aismm.lib.stores
import data.aismm.lib.when

# Buckets of which the tag says that their data are public are left out.
subjects contains evidence.subject(b) if {
	some b in stores.feeding
	not public(b)
}

public(b) if lower(b.tags[input.settings.classification_label]) in {lower(c) | some c in input.settings.public_data_classes}

# METADATA
# scope: document
# title: Macie and its automated discovery are on in the bucket's region
# custom:
#   of: aws_s3_bucket
#   field: id
met.discovery_on contains evidence.shown(b, s, ["parts", "GetAutomatedDiscoveryConfiguration", "status"]) if {
	some b in stores.buckets
	macie.speaks_for(b)
	some s in input.resources.aws_macie_session
	s.region == b.derived.region
	s.config.status == "ENABLED"
	s.parts.GetAutomatedDiscoveryConfiguration.status == "ENABLED"
}

unclear.discovery_on contains evidence.at(b, ["id"]) if some b in stores.unsure

unclear.discovery_on contains evidence.shown(b, s, ["parts", "GetAutomatedDiscoveryConfiguration"]) if {
	some b in stores.buckets
	some s in input.resources.aws_macie_session
	s.region == b.derived.region
	count(s.missing) > 0
}

# What Macie of another account does is not seen here.
unclear.discovery_on contains evidence.shown(d.bucket, d.of, d.path) if {
	some d in macie.doubts
	not d.bucket.ref in discovered
}

discovered := {row.of | some row in met.discovery_on}

# METADATA
# scope: document
# title: Macie's automated discovery monitors the bucket
# custom:
#   of: aws_s3_bucket
#   field: id
met.monitored contains evidence.shown(b, m, ["config", "automatedDiscoveryMonitoringStatus"]) if {
	some b in stores.buckets
	b.derived.region in macie.regions
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	m.config.automatedDiscoveryMonitoringStatus == "MONITORED"
}

unclear.monitored contains evidence.at(b, ["id"]) if some b in stores.unsure

unclear.monitored contains evidence.shown(b, m, ["config"]) if {
	some b in stores.buckets
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	count(m.missing) > 0
}

unclear.monitored contains evidence.shown(d.bucket, d.of, d.path) if {
	some d in macie.doubts
	not d.bucket.ref in watched
}

watched := {row.of | some row in met.monitored}

# METADATA
# scope: document
# title: automated discovery has looked into the bucket within 30 days
# custom:
#   of: aws_s3_bucket
#   field: id
met.fresh contains evidence.shown(b, m, ["config", "lastAutomatedDiscoveryTime"]) if {
	some b in stores.buckets
	b.derived.region in macie.regions
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	when.within_days(m.config.lastAutomatedDiscoveryTime, 30)
}

unclear.fresh contains evidence.at(b, ["id"]) if some b in stores.unsure

unclear.fresh contains evidence.shown(b, m, ["config"]) if {
	some b in stores.buckets
	some m in input.lookup.aws_macie_bucket.bucketName[b.name]
	count(m.missing) > 0
}

unclear.fresh contains evidence.shown(d.bucket, d.of, d.path) if {
	some d in macie.doubts
	not d.bucket.ref in refreshed
}

refreshed := {row.of | some row in met.fresh}

# METADATA
# scope: document
# title: the bucket's policy lets everybody read only what carries a class
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketPolicy.Policy.Statement
met.cut_off contains evidence.at(b, ["parts", "GetBucketPolicy", "Policy", "Statement", i]) if {
	some b in stores.buckets
	some i, s in b.parts.GetBucketPolicy.Policy.Statement
	s.Effect == "Deny"
	everybody(s.Principal)
	iam.about(s, "s3:GetObject")
	iam.reaches(s, concat("", [split(b.id, "@")[0], "/~any-object~"]))
	unclassified_alone(s.Condition)
}

everybody("*")

everybody(principal) if "*" in evidence.list(principal.AWS)

# The statement has one test, and it holds for every object without the tag (IAM user guide, condition operators: a negated operator and
# Null hold where the key is missing).
unclassified_alone(condition) if {
	count(condition) == 1
	some operator, tests in condition
	count(tests) == 1
	some key, values in tests
	lower(key) == lower(concat("", ["s3:ExistingObjectTag/", input.settings.classification_label]))
	catches_missing(lower(operator), values)
}

catches_missing("null", values) if iam.flag(evidence.list(values)[0]) == "true"

catches_missing(operator, _) if operator in {"stringnotequals", "stringnotequalsignorecase", "stringnotlike"}

unclear.cut_off contains evidence.at(b, ["parts", "GetBucketPolicy"]) if some b in stores.unsure
