# METADATA
# scope: package
# title: Important AI systems fail over by themselves, and a fault that was injected proved it
# custom:
#   remediation: Inject a fault into the system, remove the steps that people had to take, and repeat until it is back in time.
package aismm.inf.failover_proven_and_automatic.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# A system of which the register does not say how long it may be down is important.
systems := [s | some s in register.production; not set_aside(s)]

set_aside(s) if register.patient(s)

# Nobody but its vendor can inject a fault into software as a service.
set_aside(s) if s.config.deployment_type == "saas"

subjects contains evidence.subject(s) if some s in systems

# Where several were held at once, all of them decide, and so does that there was none later: rows point at the system.
tried := [{"system": s, "faults": faults} |
	some s in systems
	faults := drills.newest(s, "fault_injection")
	count([f | some f in faults; not timely(f)]) == 0
]

timely(f) if {
	f.config.type == "fault_injection"
	f.config.result == "passed"
	when.within_days(f.config.completed_at, 180)
}

# METADATA
# scope: document
# title: a fault was injected within 180 days, and the newest such test passed
# custom:
#   of: record_ai_system
#   field: id
met.exercised contains evidence.at(t.system, ["id"]) if {
	some t in tried
	count(t.faults) > 0
}

# METADATA
# scope: document
# title: nobody had to do anything when the newest such fault was injected
# custom:
#   of: record_ai_system
#   field: id
met.no_hands contains evidence.at(t.system, ["id"]) if {
	some t in tried
	count(t.faults) > 0
	count([f | some f in t.faults; not f.config.manual_steps == 0]) == 0
}

# METADATA
# scope: document
# title: it was back then within its recovery time objective
# custom:
#   of: record_ai_system
#   field: config.rto_minutes
met.in_time contains evidence.at(t.system, ["config", "rto_minutes"]) if {
	some t in tried
	count(t.faults) > 0
	count([f | some f in t.faults; not quick(f, t.system)]) == 0
}

quick(f, s) if f.config.recovery_minutes <= s.config.rto_minutes

unclear.exercised contains row if some row in doubts

unclear.no_hands contains row if some row in doubts

unclear.in_time contains row if some row in doubts

# What could not be read whole may be the newest one.
doubts contains evidence.shown(s, e, ["id"]) if {
	some s in systems
	some e in drills.damaged(s, "fault_injection")
}
