# METADATA
# scope: package
# title: Images and functions of AI on AWS are scanned, and their vulnerabilities fixed in time
# custom:
#   remediation: Turn on Amazon Inspector for ECR, Lambda functions and Lambda code, let the registry scan the repository on push or continuously, rebuild the image or function from the patched base and roll it out.
package aismm.inf.ai_hosts_patched_on_time.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.when

functions := input.resources.aws_lambda_function

# Repositories that hold images of AI.
repositories := [r | some r in input.resources.aws_ecr_repository; count(r.derived.named_by) > 0]

subjects contains evidence.subject(r) if {
	some list in [functions, repositories]
	some r in list
}

# The function without its version, as Inspector covers it.
function_arn(f) := concat(":", array.slice(split(f.id, ":"), 0, 7))

# What Inspector scans at present.
scanned := [c | some c in input.resources.aws_inspector_coverage; c.config.scanStatus.statusCode == "ACTIVE"]

# METADATA
# scope: document
# title: Inspector scans the packages of the function
# custom:
#   of: aws_lambda_function
#   within: region
#   field: id
met.function contains evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) if {
	some f in functions
	some c in scanned
	c.derived.of == function_arn(f)
	c.config.scanType == "PACKAGE"
}

# METADATA
# scope: document
# title: Inspector scans the code of the function
# custom:
#   of: aws_lambda_function
#   within: region
#   field: id
met.code contains evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) if {
	some f in functions
	some c in scanned
	c.derived.of == function_arn(f)
	c.config.scanType == "CODE"
}

# Old images are scanned no longer. That one is shows that the repository is covered.
# METADATA
# scope: document
# title: Inspector scans images of the repository
# custom:
#   of: aws_ecr_repository
#   within: region
#   field: id
met.images contains evidence.shown(r, c, ["config", "scanStatus", "statusCode"]) if {
	some r in repositories
	some c in scanned
	c.derived.of == r.id
	c.config.resourceType == "AWS_ECR_CONTAINER_IMAGE"
}

# METADATA
# scope: document
# title: images are scanned when they are pushed
# custom:
#   of: aws_ecr_repository
#   field: config.imageScanningConfiguration.scanOnPush
#   covers: ["aws-sample-aiml-assessment:FS-16"]
met.pushed contains evidence.at(r, ["config", "imageScanningConfiguration", "scanOnPush"]) if {
	some r in repositories
	r.config.imageScanningConfiguration.scanOnPush == true
}

met.pushed contains evidence.at(r, ["parts", "GetRegistryScanningConfiguration", "scanningConfiguration", "rules", i, "scanFrequency"]) if {
	some r in repositories
	some i, rule in r.parts.GetRegistryScanningConfiguration.scanningConfiguration.rules
	rule.scanFrequency in {"CONTINUOUS_SCAN", "SCAN_ON_PUSH"}
	some f in rule.repositoryFilters
	selects(f.filter, r.config.repositoryName)
}

# A filter without a wildcard is for all repositories whose name contains it ("Image scanning", Amazon ECR user guide).
selects(filter, name) if {
	contains(filter, "*")
	iam.like(filter, name)
}

selects(filter, name) if {
	filter != ""
	not contains(filter, "*")
	contains(name, filter)
}

# Days from the first observation to the fix, by severity.
deadline := {"CRITICAL": 15, "HIGH": 30}

# Findings past their deadline; one that does not say how severe it is or since when it is known has none left.
overdue := [f | some f in input.resources.aws_inspector_finding; not closed(f); not in_time(f)]

closed(f) if f.config.status in {"CLOSED", "SUPPRESSED"}

in_time(f) if when.within_days(f.config.firstObservedAt, deadline[f.config.severity])

about := {of | some f in overdue; some of in f.derived.of}

# METADATA
# scope: document
# title: no critical finding is older than 15 days, and no high one older than 30
# custom:
#   of: [aws_ecr_repository, aws_lambda_function]
#   within: region
#   field: id
met.fixed contains evidence.at(r, ["id"]) if {
	some r in repositories
	not r.id in about
}

met.fixed contains evidence.at(f, ["id"]) if {
	some f in functions
	not function_arn(f) in about
}

violations.fixed contains evidence.shown(r, f, ["config", "firstObservedAt"]) if {
	some f in overdue
	some r in repositories
	r.id in f.derived.of
}

violations.fixed contains evidence.shown(x, f, ["config", "firstObservedAt"]) if {
	some f in overdue
	some x in functions
	function_arn(x) in f.derived.of
}
