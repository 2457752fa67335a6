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

# Of a lower tier, and a person decides before it acts: both as the register states.
exempt(s) if {
	register.lower_tier(s)
	s.config.autonomy in {"advises", "acts_with_confirmation"}
}

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: it names overseers, and all of them are active people
# custom:
#   of: record_ai_system
#   field: config.overseer_ids
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
met.stop_authority contains evidence.at(s, ["config", "stop_procedure_ref"]) if {
	some s in systems
	s.config.stop_procedure_ref != ""
}
