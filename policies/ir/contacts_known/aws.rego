# METADATA
# scope: package
# title: Accounts with AI name a security contact
# custom:
#   remediation: Set the alternate contact for security in the account, or for all accounts from the management account, and send it a test message.
package aismm.ir.contacts_known.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(input.boundary) if input.boundary.ai == "yes"

# METADATA
# scope: document
# title: the account has a security contact with an address
# custom:
#   of: boundary
#   field: id
met.contact contains evidence.shown(input.boundary, c, ["config", "EmailAddress"]) if {
	some c in input.resources.aws_account_alternate_contact
	c.config.AlternateContactType == "SECURITY"
	c.config.EmailAddress != ""
}
