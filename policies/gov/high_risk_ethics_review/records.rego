# METADATA
# scope: package
# title: High-risk AI systems pass an ethics review before launch and each year
# custom:
#   remediation: Schedule the review, close or accept the blocking findings at council level, and pause the system when they stay open.
package aismm.gov.high_risk_ethics_review.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# Tier and legal class exempt a system only where the register states them; until then it cannot be judged.
systems := [s | some s in register.production; not register.lower_tier(s)]

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: an ethics review was completed before it went live
# custom:
#   of: record_ai_system
#   field: config.go_live_at
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.before_launch contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in early(s)
}

early(s) := [a |
	some a in reviews(s)
	when.past(a.config.completed_at)
	when.ns(a.config.completed_at) <= when.ns(s.config.go_live_at)
]

reviews(s) := [a |
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	a.config.type == "ethics"
]

# METADATA
# scope: document
# title: an ethics review was completed within 365 days
# custom:
#   of: record_ai_system
#   field: id
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.repeated contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in recent(s)
}

recent(s) := [a | some a in reviews(s); when.within_days(a.config.completed_at, 365)]

# METADATA
# scope: document
# title: no ethics review has a blocking finding that is still open
# custom:
#   of: record_ai_system
#   field: id
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.no_blocker contains evidence.at(s, ["id"]) if {
	some s in systems
	some a in reviews(s)
	is_array(a.config.findings)
	count(blocked(s)) == 0
}

violations.no_blocker contains evidence.shown(s, a, ["config", "findings"]) if {
	some s in systems
	some a in blocked(s)
}

# Of a review that does not state its type, a blocking finding counts as well.
blocked(s) := [a |
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	not other_type(a)
	not settled(a)
]

other_type(a) if a.config.type != "ethics"

settled(a) if count([f | some f in a.config.findings; not harmless(f)]) == 0

harmless(f) if f.severity in {"low", "medium", "high"}

harmless(f) if when.past(f.closed_at)

unclear.before_launch contains row if some row in doubts

unclear.repeated contains row if some row in doubts

unclear.no_blocker contains row if some row in doubts

unclear.no_blocker contains evidence.shown(s, a, ["config", "findings"]) if {
	some s in systems
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	not other_type(a)
	not findings_told(a)
}

# A review that does not say what it is about may be about any of them.
unclear.no_blocker contains evidence.shown(s, a, ["config", "system_id"]) if {
	some s in systems
	some a in about_nothing
}

about_nothing := [a | some a in input.records.record_risk_assessment; not other_type(a); not about_something(a)]

about_something(a) if a.config.system_id != ""

findings_told(a) if is_array(a.config.findings)

doubts contains evidence.at(s, ["config", register.untold(s)]) if {
	some s in systems
	not register.high_tier(s)
}

# What could not be read whole may be the review that is needed, or hide what blocks.
unclear.before_launch contains evidence.shown(s, a, ["id"]) if {
	some s in systems
	count(early(s)) == 0
	some a in damaged(s)
}

unclear.repeated contains evidence.shown(s, a, ["id"]) if {
	some s in systems
	count(recent(s)) == 0
	some a in damaged(s)
}

unclear.no_blocker contains evidence.shown(s, a, ["id"]) if {
	some s in systems
	some a in damaged(s)
}

damaged(s) := [a | some a in broken; not of_another(a, s)]

broken := [a | some a in input.records.record_risk_assessment; not other_type(a); count(a.missing) > 0]

of_another(a, s) if a.config.system_id != s.id
