# METADATA
# scope: package
# title: Every active account of the AWS organization was read to its end
# custom:
#   judges: organization
#   remediation: Give the scan a role in the accounts that the ledger shows as failed or partial, and scan again.
package aismm.org.ai_estate_in_view.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

# Suspended and closed accounts cannot be entered. An account whose state is not said counts.
accounts := [a | some a in input.resources.aws_organizations_account; not ended(a)]

ended(a) if a.config.State in {"CLOSED", "PENDING_CLOSURE", "SUSPENDED"}

subjects contains evidence.counted_for(a, concat(":", ["aws", a.config.Id])) if some a in accounts

# The ledger tells which scopes of an account were read: the account as a whole, and each of its regions.
read := {e.scope.account |
	some e in input.ledger
	e.scope.provider == "aws"
	e.status == "collected"
	when.within_days(e.last_read, 30)
}

unread := {e.scope.account |
	some e in input.ledger
	e.scope.provider == "aws"
	e.status in {"failed", "partial"}
}

# METADATA
# scope: document
# title: all its regions were read within 30 days, and no read was refused
# custom:
#   of: aws_organizations_account
#   field: config.Id
met.read contains evidence.at(a, ["config", "Id"]) if {
	some a in accounts
	a.config.Id in read
	not a.config.Id in unread
}
