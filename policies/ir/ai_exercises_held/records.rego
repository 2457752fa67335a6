# METADATA
# scope: package
# title: AI incidents are exercised for every system that matters, and the actions are done
# custom:
#   remediation: Schedule a tabletop with the owner of the system, record its actions with their dates, and close them.
package aismm.ir.ai_exercises_held.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# All but those of which the register says that they are of the lowest tier and not high-risk by law.
systems := [s | some s in register.production; not register.lowest_tier(s)]

subjects contains evidence.subject(s) if some s in systems

exercises(s) := [e |
	some e in input.lookup.record_exercise.system_ids[s.id]
	e.config.type in {"incident_tabletop", "incident_live"}
	when.within_days(e.config.completed_at, 365)
]

# METADATA
# scope: document
# title: an exercise of an AI incident within 365 days included it
# custom:
#   of: record_ai_system
#   field: id
met.exercised contains evidence.shown(s, e, ["config", "completed_at"]) if {
	some s in systems
	some e in exercises(s)
}

# METADATA
# scope: document
# title: its owner took part
# custom:
#   of: record_ai_system
#   field: id
met.owner contains evidence.shown(s, e, ["config", "participants"]) if {
	some s in systems
	some e in exercises(s)
	count(owners(s) & {id | some id in e.config.participants}) > 0
}

# Who runs it, and who answers for it.
owners(s) := {id | some field in ["accountable_owner_id", "owner_id"]; id := s.config[field]}

# METADATA
# scope: document
# title: no action of these exercises is overdue
# custom:
#   of: record_ai_system
#   field: id
met.actions contains evidence.at(s, ["id"]) if {
	some s in systems
	count(exercises(s)) > 0
	count(overdue(s)) == 0
}

violations.actions contains evidence.shown(s, e, ["config", "actions"]) if {
	some s in systems
	some e in overdue(s)
}

# Exercises that do not list their actions, or have one that is neither done nor has time. One that does not say what it was, or when, counts.
overdue(s) := [e |
	some e in input.lookup.record_exercise.system_ids[s.id]
	not of_another_type(e)
	not of_another_time(e)
	not done(e)
]

of_another_type(e) if not e.config.type in {"incident_tabletop", "incident_live"}

of_another_time(e) if not when.within_days(e.config.completed_at, 365)

done(e) if {
	is_array(e.config.actions)
	count([a | some a in e.config.actions; not in_hand(a)]) == 0
}

in_hand(a) if when.past(a.closed_at)

in_hand(a) if when.future(a.due_at)
