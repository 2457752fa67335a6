# METADATA
# scope: package
# title: AI incidents are recorded with one scheme and a root cause
# custom:
#   remediation: Complete the record in the review meeting before the incident is closed, and make the fields of the scheme mandatory in the tracker.
package aismm.ir.incidents_recorded_consistently.records

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

incidents := [i | some i in input.records.record_incident; not set_aside(i)]

set_aside(i) if i.config.topic != "ai"

# What is said to be open has still time. An incident of which nobody says that it is open should be complete.
set_aside(i) if i.config.status == "open"

set_aside(i) if when.ns(i.config.closed_at) < when.now - (365 * when.day)

subjects contains evidence.subject(i) if some i in incidents

# METADATA
# scope: document
# title: an incident, or failing that an exercise, of 365 days is recorded with the scheme
# custom:
#   of: boundary
#   field: id
met.scheme_used contains evidence.shown(input.boundary, i, ["config", "type"]) if {
	some i in input.records.record_incident
	i.config.topic == "ai"
	when.within_days(i.config.closed_at, 365)
	i.config.type in input.settings.ai_incident_types
}

met.scheme_used contains evidence.shown(input.boundary, e, ["config", "incident_type"]) if {
	some e in input.records.record_exercise
	e.config.type in {"incident_tabletop", "incident_live"}
	when.within_days(e.config.completed_at, 365)
	e.config.incident_type in input.settings.ai_incident_types
}

# METADATA
# scope: document
# title: its type is one of the scheme
# custom:
#   of: record_incident
#   field: config.type
met.type contains evidence.at(i, ["config", "type"]) if {
	some i in incidents
	i.config.type in input.settings.ai_incident_types
}

# METADATA
# scope: document
# title: it has a severity
# custom:
#   of: record_incident
#   field: config.severity
met.severity contains evidence.at(i, ["config", "severity"]) if {
	some i in incidents
	i.config.severity in {"low", "medium", "high", "critical"}
}

# METADATA
# scope: document
# title: it names the systems that it touched
# custom:
#   of: record_incident
#   field: config.system_ids
met.systems contains evidence.at(i, ["config", "system_ids"]) if {
	some i in incidents
	count(i.config.system_ids) > 0
}

# METADATA
# scope: document
# title: it was detected, contained and closed at known times
# custom:
#   of: record_incident
#   field: config.contained_at
met.timeline contains evidence.at(i, ["config", "contained_at"]) if {
	some i in incidents
	when.ns(i.config.detected_at) <= when.ns(i.config.contained_at)
	when.ns(i.config.contained_at) <= when.ns(i.config.closed_at)
	when.past(i.config.closed_at)
}

# Near misses may leave the timeline out.
met.timeline contains evidence.at(i, ["config", "severity"]) if {
	some i in incidents
	i.config.severity == "low"
}

# METADATA
# scope: document
# title: its root cause is recorded
# custom:
#   of: record_incident
#   field: config.root_cause
met.root_cause contains evidence.at(i, ["config", "root_cause"]) if {
	some i in incidents
	i.config.root_cause != ""
}
