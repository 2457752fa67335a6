# METADATA
# scope: package
# title: IAM users with rights on AI services hold no static keys
# custom:
#   remediation: Give the workload a role, or federate it, and delete the access key and the Bedrock API key.
package aismm.iam.keyless_workload_access.aws

import data.aismm.lib.evidence

# A user whose rights nobody could work out counts.
users := [u | some u in input.resources.aws_iam_user; not apart(u)]

apart(u) if u.derived.ai_services == []

subjects contains evidence.subject(u) if some u in users

access_keys := [k | some k in input.resources.aws_iam_access_key; not ended(k)]

bedrock_keys := [k | some k in input.resources.aws_bedrock_api_key; not ended(k)]

ended(k) if k.config.Status in {"Expired", "Inactive"}

# METADATA
# scope: document
# title: it has no active access key
# custom:
#   of: aws_iam_user
#   field: id
met.no_access_key contains evidence.at(u, ["id"]) if {
	holders := {k.config.UserName | some k in access_keys}
	some u in users
	not u.config.UserName in holders
}

violations.no_access_key contains evidence.shown(u, k, ["config", "Status"]) if {
	some u in users
	some k in access_keys
	k.config.UserName == u.config.UserName
}

# METADATA
# scope: document
# title: it has no active long-lived Bedrock API key
# custom:
#   of: aws_iam_user
#   field: id
#   covers: ["prowler:bedrock_api_key_no_long_term_credentials"]
met.no_bedrock_key contains evidence.at(u, ["id"]) if {
	holders := {k.config.UserName | some k in bedrock_keys}
	some u in users
	not u.config.UserName in holders
}

violations.no_bedrock_key contains evidence.shown(u, k, ["config", "Status"]) if {
	some u in users
	some k in bedrock_keys
	k.config.UserName == u.config.UserName
}
