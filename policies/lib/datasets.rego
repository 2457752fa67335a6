# METADATA
# scope: package
# title: Data sets of the catalogue, for policies that judge only some of them
package aismm.lib.datasets

import data.aismm.lib.register

# Data sets that nobody says are planned or retired.
active := [d | some d in input.records.record_dataset; not out_of_use(d)]

out_of_use(d) if d.config.status in {"planned", "retired"}

# Those of them of which nobody says that production does not use them.
production := [d | some d in active; not d.config.in_production == false]

# Those of them whose stores no check of AWS judges.
elsewhere := [d | some d in active; not judged_on_aws(d)]

# All that it lies in are buckets, and a system that uses it has AI resources in an AWS account of this scan: they name the buckets, and
# there the checks of AWS judge them. The register's word is enough.
judged_on_aws(d) if {
	count(d.config.locations) > 0
	count([l | some l in d.config.locations; not bucket(l)]) == 0
	some id in d.config.system_ids
	some s in input.lookup.record_ai_system.id[id]
	some r in s.config.resource_ids
	["arn", _, service, _, account, _] = split(r, ":")
	service in {"bedrock", "sagemaker"}
	account in register.aws_accounts
}

bucket(location) if startswith(location, "s3://")

bucket(location) if regex.match(`^arn:aws[a-z-]*:s3:::`, location)
