# METADATA
# scope: package
# title: Systems that act on people or on assets name a trained human who can stop them
# custom:
#   remediation: Name an overseer and a deputy, train them, and give them the documented right and means to stop the system.
package aismm.gov.human_oversight_assigned.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not exempt(s)]

# Of a lower tier, and a person decides before it acts: both as the register states. What it does not state cannot be judged.
exempt(s) if {
	register.lower_tier(s)
	supervised(s)
}

supervised(s) if s.config.autonomy in {"advises", "acts_with_confirmation"}

autonomous(s) if s.config.autonomy == "acts_without_confirmation"

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: it names overseers, and all of them are active people
# custom:
#   of: record_ai_system
#   field: config.overseer_ids
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.overseers contains evidence.shown(s, p, ["config", "status"]) if {
	some s in systems
	count([id | some id in s.config.overseer_ids; count(active(id)) == 0]) == 0
	some id in s.config.overseer_ids
	some p in active(id)
}

active(id) := [p | some p in input.lookup.record_person.id[id]; p.config.status == "active"]

# METADATA
# scope: document
# title: each overseer passed an oversight course within 365 days
# custom:
#   of: record_ai_system
#   field: config.overseer_ids
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.trained contains evidence.shown(s, c, ["config", "completed_at"]) if {
	some s in systems
	count([id | some id in s.config.overseer_ids; count(passed(id)) == 0]) == 0
	some id in s.config.overseer_ids
	some c in passed(id)
}

passed(id) := [c |
	some c in input.lookup.record_training_completion.person_id[id]
	c.config.course_id in input.settings.oversight_courses
	c.config.result == "passed"
	when.within_days(c.config.completed_at, 365)
]

# METADATA
# scope: document
# title: the right and the way to stop it are on record
# custom:
#   of: record_ai_system
#   field: config.stop_procedure_ref
#   survives:
#   - path: setting risk_tiers
#     reason: It decides which systems are subjects. Of one between the tiers it only chooses the field that is named as unknown.
met.stop_authority contains evidence.at(s, ["config", "stop_procedure_ref"]) if {
	some s in systems
	s.config.stop_procedure_ref != ""
}

unclear.overseers contains row if some row in doubts

unclear.trained contains row if some row in doubts

unclear.stop_authority contains row if some row in doubts

doubts contains evidence.at(s, ["config", untold(s)]) if {
	some s in systems
	not register.high_tier(s)
	not autonomous(s)
}

untold(s) := "autonomy" if not supervised(s)

untold(s) := register.untold(s) if supervised(s)

# What could not be read whole may be what is needed.
unclear.overseers contains evidence.shown(s, p, ["id"]) if {
	some s in systems
	some id in s.config.overseer_ids
	some p in input.lookup.record_person.id[id]
	count(p.missing) > 0
}

unclear.trained contains evidence.shown(s, c, ["id"]) if {
	some s in systems
	some id in s.config.overseer_ids
	count(passed(id)) == 0
	some c in input.lookup.record_training_completion.person_id[id]
	count(c.missing) > 0
}
