# METADATA
# scope: package
# title: Users of OpenAI organizations are people of the organization, under company addresses
# custom:
#   remediation: Turn on single sign-on enforcement, remove private addresses and stale invitations, and invite again by company address.
package aismm.iam.company_sign_in.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

# Service accounts are in the list of users as well.
people := [u | some u in input.resources.openai_user; not machine(u)]

machine(u) if u.config.is_service_account == true

pending := [i | some i in input.resources.openai_invite; not settled(i)]

settled(i) if i.config.status in {"accepted", "expired"}

holders := array.concat(people, pending)

subjects contains evidence.subject(h) if some h in holders

persons(h) := [p | some p in input.lookup.record_person.email[lower(h.config.email)]; p.config.status == "active"]

# METADATA
# scope: document
# title: the address lies in a company domain
# custom:
#   of: [openai_user, openai_invite]
#   field: config.email
#   covers: ["turbot-guardrails-samples:openai/enforce_allowed_email_domains_for_users"]
met.company_address contains evidence.at(h, ["config", "email"]) if {
	some h in holders
	parts := split(lower(h.config.email), "@")
	count(parts) == 2
	parts[1] in input.settings.company_domains
}

# METADATA
# scope: document
# title: the address belongs to an active person
# custom:
#   of: [openai_user, openai_invite]
#   field: config.email
met.known_person contains evidence.shown(h, p, ["config", "status"]) if {
	some h in holders
	some p in persons(h)
}

# METADATA
# scope: document
# title: the pending invitation has not run out
# custom:
#   of: openai_invite
#   field: config.expires_at
met.not_stale contains evidence.at(i, ["config", "expires_at"]) if {
	some i in pending
	when.future(i.config.expires_at)
}
