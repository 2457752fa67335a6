# METADATA
# scope: package
# title: AI systems have a current risk tier and an accountable owner who is still there
# custom:
#   remediation: Classify the system with the scheme and hand it to a named active person before the next council meeting.
package aismm.gov.risk_tier_and_accountable_owner.records

import data.aismm.lib.evidence
import data.aismm.lib.when

systems := [s | some s in input.records.record_ai_system; not out_of_scope(s)]

out_of_scope(s) if s.config.status in {"planned", "retired"}

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: its risk tier is one of the scheme
# custom:
#   of: record_ai_system
#   field: config.risk_tier
met.tier contains evidence.at(s, ["config", "risk_tier"]) if {
	some s in systems
	s.config.risk_tier in input.settings.risk_tiers
}

# METADATA
# scope: document
# title: the tier was given or confirmed within 365 days
# custom:
#   of: record_ai_system
#   field: config.tiered_at
met.tier_current contains evidence.at(s, ["config", "tiered_at"]) if {
	some s in systems
	when.within_days(s.config.tiered_at, 365)
}

# METADATA
# scope: document
# title: its accountable owner is an active person
# custom:
#   of: record_ai_system
#   field: config.accountable_owner_id
met.owner contains evidence.shown(s, p, ["config", "status"]) if {
	some s in systems
	some p in input.lookup.record_person.id[s.config.accountable_owner_id]
	p.config.status == "active"
}
