# METADATA
# scope: package
# title: Agents and high-tier systems were stopped within minutes in a test
# custom:
#   remediation: Build the stop action for credentials, schedules and tools, document it, run the test with the system's owner, and record how long it took.
package aismm.ir.kill_switch_proven.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.register

systems := [s | some s in register.production; not exempt(s)]

# Of a lower tier, and no agent: both as the register states.
exempt(s) if {
	register.lower_tier(s)
	s.config.agent == false
}

subjects contains evidence.subject(s) if some s in systems

exercises(s) := [e | some e in input.lookup.record_exercise.system_ids[s.id]]

tests(s) := drills.standing(exercises(s), "kill_switch", 180)

fast(s) := [e |
	some e in tests(s)
	quick(e)
	count([o | some o in exercises(s); slows(o, e)]) == 0
]

# One that took longer since says how long it takes now.
slows(o, e) if {
	not quick(o)
	not drills.other_type(o, "kill_switch")
	not drills.to_come(o)
	not drills.earlier(o, e)
}

quick(e) if {
	e.config.stop_minutes >= 0
	e.config.stop_minutes <= 15
}

# METADATA
# scope: document
# title: a test stopped it within 180 days, and none failed since
# custom:
#   of: record_ai_system
#   field: id
met.tested contains evidence.at(s, ["id"]) if {
	some s in systems
	count(tests(s)) > 0
}

# METADATA
# scope: document
# title: stopping took at most 15 minutes, and never more since
# custom:
#   of: record_ai_system
#   field: id
met.fast contains evidence.at(s, ["id"]) if {
	some s in systems
	count(fast(s)) > 0
}

# METADATA
# scope: document
# title: such a test stopped credentials, schedules and tools
# custom:
#   of: record_ai_system
#   field: id
met.whole contains evidence.at(s, ["id"]) if {
	some s in systems
	some e in fast(s)
	count({"credentials", "schedules", "tools"} - {part | some part in e.config.scope}) == 0
}
