# METADATA
# scope: package
# title: AI incidents are contained within the target of their severity
# custom:
#   remediation: Approve containment actions beforehand and automate the slow step; run timed exercises where incidents are rare.
package aismm.ir.response_times_met.records

import data.aismm.lib.evidence
import data.aismm.lib.when

incidents := [i | some i in input.records.record_incident; not set_aside(i)]

set_aside(i) if i.config.topic != "ai"

set_aside(i) if without_target(i)

# The window is a year long and ends a day ago: what is younger may still be contained in time.
set_aside(i) if when.ns(i.config.detected_at) > when.now - when.day

set_aside(i) if when.ns(i.config.detected_at) < when.now - (366 * when.day)

# Its severity is said, and has no target.
without_target(x) if not x.config.severity in {severity | some severity, _ in input.settings.containment_hours}

target(x) := hours * when.hour if some x.config.severity, hours in input.settings.containment_hours

subjects contains evidence.subject(i) if some i in incidents

# With fewer than three incidents, timed exercises are added: live ones, as a tabletop contains nothing.
exercises := [e |
	count(incidents) < 3
	some e in input.records.record_exercise
	not untimed(e)
]

untimed(e) if e.config.type != "incident_live"

untimed(e) if without_target(e)

untimed(e) if when.ns(e.config.completed_at) < when.now - (365 * when.day)

untimed(e) if when.future(e.config.completed_at)

subjects contains evidence.subject(e) if some e in exercises

# METADATA
# scope: document
# title: it was contained within the target of its severity
# custom:
#   of: [record_exercise, record_incident]
#   field: config.severity
#   compares: true
met.contained contains evidence.at(i, ["config", "contained_at"]) if {
	some i in incidents
	taken := when.ns(i.config.contained_at) - when.ns(i.config.detected_at)
	taken >= 0
	taken <= target(i)
	when.past(i.config.contained_at)
}

met.contained contains evidence.at(e, ["config", "contained_minutes"]) if {
	some e in exercises
	e.config.contained_minutes >= 0
	(e.config.contained_minutes * 60) * when.second <= target(e)
}
