# METADATA
# scope: package
# title: AI systems and providers have an incident contact that answers
# custom:
#   remediation: Fill in the on-call rota or security contact, send it a test message, and record when the answer came.
package aismm.ir.contacts_known.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

providers := [p | some p in input.records.record_provider; not set_aside(p)]

set_aside(p) if p.config.status in {"candidate", "rejected", "retired"}

set_aside(p) if p.config.in_use == false

owners := array.concat(register.production, providers)

subjects contains evidence.subject(x) if some x in owners

# METADATA
# scope: document
# title: it has an on-call rota or a security contact
# custom:
#   of: [record_ai_system, record_provider]
#   field: config.security_contact
met.named contains evidence.at(x, ["config", field]) if {
	some x in owners
	some field in ["oncall_ref", "security_contact"]
	x.config[field] != ""
}

# METADATA
# scope: document
# title: the contact answered a test within 365 days
# custom:
#   of: [record_ai_system, record_provider]
#   field: config.contact_verified_at
met.verified contains evidence.at(x, ["config", "contact_verified_at"]) if {
	some x in owners
	when.within_days(x.config.contact_verified_at, 365)
}
