# METADATA
# scope: package
# title: High-risk AI systems pass an ethics review before launch and each year
# custom:
#   remediation: Schedule the review, close or accept the blocking findings at council level, and pause the system when they stay open.
package aismm.gov.high_risk_ethics_review.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# Tier and legal class exempt a system only where the register states them.
systems := [s | some s in register.production; not register.lower_tier(s)]

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: an ethics review was completed before it went live
# custom:
#   of: record_ai_system
#   field: config.go_live_at
met.before_launch contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	a.config.type == "ethics"
	when.past(a.config.completed_at)
	when.ns(a.config.completed_at) <= when.ns(s.config.go_live_at)
}

# METADATA
# scope: document
# title: an ethics review was completed within 365 days
# custom:
#   of: record_ai_system
#   field: id
met.repeated contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	a.config.type == "ethics"
	when.within_days(a.config.completed_at, 365)
}

# METADATA
# scope: document
# title: no ethics review has a blocking finding that is still open
# custom:
#   of: record_ai_system
#   field: id
met.no_blocker contains evidence.shown(s, a, ["config", "findings"]) if {
	some s in systems
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	a.config.type == "ethics"
	count(blocked(s)) == 0
}

violations.no_blocker contains evidence.shown(s, a, ["config", "findings"]) if {
	some s in systems
	some a in blocked(s)
}

# A review that does not state its findings, or its type, may hide a blocking one.
blocked(s) := [a |
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	not other_type(a)
	not settled(a)
]

other_type(a) if a.config.type != "ethics"

settled(a) if {
	is_array(a.config.findings)
	count([f | some f in a.config.findings; not harmless(f)]) == 0
}

harmless(f) if f.severity in {"low", "medium", "high"}

harmless(f) if when.past(f.closed_at)
