# METADATA
# scope: package
# title: The OpenAI organization has few owners, all of them people
# custom:
#   remediation: Demote surplus owners, cancel owner invitations, and move automation to service accounts with narrow roles.
package aismm.iam.few_owners.openai

import data.aismm.lib.evidence

# The tenant is what counts: many harmless accounts must not outweigh one owner too many.
subjects contains evidence.subject(input.boundary)

# Who is not said to have another role may be an owner.
possible := [u | some u in input.resources.openai_user; not other_role(u)]

other_role(r) if r.config.role != "owner"

machine(u) if u.config.is_service_account == true

bound := input.settings.max_owners + floor(count(input.resources.openai_user) / 500)

# METADATA
# scope: document
# title: the owners are not more than the bound
# custom:
#   of: boundary
#   field: id
#   covers: ["cnspec:mondoo-openai-security-limit-org-owners"]
met.at_most contains evidence.at(input.boundary, ["id"]) if {
	count(possible) <= bound
	some u in possible
	u.config.role == "owner"
}

# METADATA
# scope: document
# title: at least two owners are people
# custom:
#   of: boundary
#   field: id
#   # The reference's examples of people leave the member out (OpenAI API reference, Users).
#   absent: {config.is_service_account: false}
met.at_least_two contains evidence.shown(input.boundary, u, ["config", "role"]) if {
	owners := [u | some u in possible; u.config.role == "owner"; not machine(u)]
	count(owners) >= 2
	some u in owners
}

# METADATA
# scope: document
# title: no machine is an owner of the organization
# custom:
#   of: boundary
#   field: id
#   # The reference's examples of people leave the member out (OpenAI API reference, Users).
#   absent: {config.is_service_account: false}
met.no_machine_owner contains evidence.at(input.boundary, ["id"]) if {
	is_array(input.resources.openai_user)
	count(machine_owners) == 0
}

violations.no_machine_owner contains evidence.shown(input.boundary, u, ["config", "role"]) if some u in machine_owners

machine_owners := [u | some u in possible; machine(u)]

# METADATA
# scope: document
# title: no pending invitation makes an owner
# custom:
#   of: boundary
#   field: id
#   covers: ["cnspec:mondoo-openai-security-no-pending-owner-invites"]
met.no_pending_owner contains evidence.at(input.boundary, ["id"]) if {
	is_array(input.resources.openai_invite)
	count(pending_owners) == 0
}

violations.no_pending_owner contains evidence.shown(input.boundary, i, ["config", "role"]) if some i in pending_owners

pending_owners := [i | some i in input.resources.openai_invite; not settled(i); not other_role(i)]

settled(i) if i.config.status in {"accepted", "expired"}

# METADATA
# scope: document
# title: no service account is an owner of its project
# custom:
#   of: boundary
#   field: id
#   covers: ["cnspec:mondoo-openai-security-service-accounts-not-owner"]
met.no_owner_account contains evidence.at(input.boundary, ["id"]) if {
	is_array(input.resources.openai_service_account)
	count(owner_accounts) == 0
}

violations.no_owner_account contains evidence.shown(input.boundary, a, ["config", "role"]) if some a in owner_accounts

owner_accounts := [a | some a in input.resources.openai_service_account; not other_role(a)]
