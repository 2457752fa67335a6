# METADATA
# scope: package
# title: Functions that agents call run on supported runtimes and are scanned for weak libraries and code
# custom:
#   remediation: Move the function to a supported runtime, and turn on standard scanning and code scanning of Lambda in Amazon Inspector.
package aismm.dev.ai_dependencies_scanned.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

# What is in a function's container image is seen by the scan of the image.
functions := [f | some f in input.resources.aws_lambda_function; not f.config.PackageType == "Image"]

subjects contains evidence.subject(f) if some f in functions

# METADATA
# scope: document
# title: AWS supports its runtime
# custom:
#   of: aws_lambda_function
#   field: config.Runtime
#   covers: ["aws-sample-aiml-assessment:FS-52"]
met.runtime contains evidence.at(f, ["config", "Runtime"]) if {
	some f in functions
	today < end_of(f)
}

# A runtime of which nobody says when it ends cannot be judged.
unclear.runtime contains evidence.at(f, ["config", "Runtime"]) if {
	some f in functions
	not ends(f)
}

ends(f) if end_of(f) != ""

end_of(f) := input.settings.lambda_runtime_ends[f.config.Runtime]

# Days are compared as they are written.
today := time.format([when.now, "UTC", "2006-01-02"])

# Inspector names a function by its ARN with the version that it looks at, which is the newest; agents may name one with a version of their own.
scans(f) := [c |
	some version in ["", ":$LATEST"]
	some c in input.lookup.aws_inspector_coverage.resourceId[concat("", [unversioned(f.config.FunctionArn), version])]
	c.config.scanStatus.statusCode == "ACTIVE"
]

unversioned(arn) := concat(":", array.slice(split(arn, ":"), 0, 7))

# METADATA
# scope: document
# title: Inspector scans its libraries
# custom:
#   of: aws_lambda_function
#   field: config.FunctionArn
met.libraries contains evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) if {
	some f in functions
	some c in scans(f)
	c.config.scanType == "PACKAGE"
}

# METADATA
# scope: document
# title: Inspector scans its code
# custom:
#   of: aws_lambda_function
#   field: config.FunctionArn
met.code contains evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) if {
	some f in functions
	some c in scans(f)
	c.config.scanType == "CODE"
}
