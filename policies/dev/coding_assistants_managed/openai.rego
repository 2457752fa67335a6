# METADATA
# scope: package
# title: Users of OpenAI organizations are active under company addresses
# custom:
#   remediation: Invite people again by company address, and remove private addresses and banned accounts.
package aismm.dev.coding_assistants_managed.openai

import data.aismm.lib.evidence

# Service accounts are in the list of users as well.
people := [u | some u in input.resources.openai_user; not machine(u)]

machine(u) if u.config.is_service_account == true

subjects contains evidence.subject(u) if some u in people

# METADATA
# scope: document
# title: the address lies in a company domain
# custom:
#   of: openai_user
#   field: config.email
met.company_address contains evidence.at(u, ["config", "email"]) if {
	some u in people
	parts := split(lower(u.config.email), "@")
	count(parts) == 2
	parts[1] in input.settings.company_domains
}

# METADATA
# scope: document
# title: OpenAI has not banned the account
# custom:
#   of: openai_user
#   field: config.user.banned
#   # Null, and left out with the details of the user, where no ban is set (openai-go, OrganizationUserUser.Banned).
#   absent: {config.user.banned: false}
met.not_banned contains evidence.at(u, ["config", "user", "banned"]) if {
	some u in people
	not banned(u)
}

banned(u) if {
	u.config.user.banned != false
	u.config.user.banned != null
}
