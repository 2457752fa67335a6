# METADATA
# scope: package
# title: Long-lived Bedrock API keys end within 90 days of their creation
# custom:
#   remediation: Replace the key by one with an expiry of at most 90 days, or by a role, and delete the old one.
package aismm.iam.ai_keys_rotated_and_owned.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(k) if {
	some k in input.resources.aws_bedrock_api_key
	not ended(k)
}

ended(k) if k.config.Status in {"Expired", "Inactive"}

# METADATA
# scope: document
# title: it expires at most 90 days after its creation
# custom:
#   of: aws_bedrock_api_key
#   field: config.ExpirationDate
met.expires contains evidence.at(k, ["config", "ExpirationDate"]) if {
	some k in input.resources.aws_bedrock_api_key
	when.ns(k.config.ExpirationDate) <= when.ns(k.config.CreateDate) + (90 * when.day)
}
