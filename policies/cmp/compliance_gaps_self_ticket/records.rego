# METADATA
# scope: package
# title: Objectives that begin to fail open work by themselves, and stay fixed
# custom:
#   remediation: Let every scan open a ticket for what begins to fail, name the objective in it, and fix causes in templates so that it does not come back.
package aismm.cmp.compliance_gaps_self_ticket.records

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

results := [r | some r in input.records.record_assessment_result; not set_aside(r)]

# Only what was not failing and is now: unless all that fails is waived, or nothing is known of the time before.
set_aside(r) if r.config.status in {"met", "not_applicable", "not_assessed", "unknown"}

set_aside(r) if r.derived.status_before in {"not_met", "none"}

set_aside(r) if {
	r.config.waived > 0
	r.config.waived == r.config.failed
}

# The window is 90 days long and ends a day ago: what is younger still has time.
set_aside(r) if when.ns(r.config.assessed_at) > when.now - when.day

set_aside(r) if when.ns(r.config.assessed_at) < when.now - (91 * when.day)

subjects contains evidence.subject(r) if some r in results

# Tickets about the objective that were opened after the last result that did not fail, and at most a day after the one that does.
tickets(r) := [d |
	some d in input.lookup.record_deviation.objective_id[r.config.objective_id]
	when.ns(d.config.opened_at) >= when.ns(r.derived.assessed_before)
	when.ns(d.config.opened_at) <= when.ns(r.config.assessed_at) + when.day
]

automatic(r) := [d | some d in tickets(r); d.config.opened_by == "automation"]

# Tickets that came back. One that does not say when it was opened may be about this failure.
returned(r) := [d |
	some d in input.lookup.record_deviation.objective_id[r.config.objective_id]
	not of_another_time(d, r)
	d.config.reopened_at
	not lasted(d)
]

of_another_time(d, r) if when.ns(d.config.opened_at) < when.ns(r.derived.assessed_before)

of_another_time(d, r) if when.ns(d.config.opened_at) > when.ns(r.config.assessed_at) + when.day

lasted(d) if when.ns(d.config.reopened_at) - when.ns(d.config.closed_at) > 90 * when.day

# Tickets that were not read whole, and may be about the objective.
damaged(r) := [d | some d in input.records.record_deviation; count(d.missing) > 0; not of_another(d, r)]

of_another(d, r) if d.config.objective_id != r.config.objective_id

# METADATA
# scope: document
# title: results of the last 91 days are compared with earlier ones
# custom:
#   of: boundary
#   field: id
met.compared contains evidence.shown(input.boundary, compared[0], ["derived", "status_before"]) if count(compared) > 0

compared := [r |
	some r in input.records.record_assessment_result
	when.within_days(r.config.assessed_at, 91)
	r.derived.status_before != "none"
]

# METADATA
# scope: document
# title: automation opened a task about it within 24 hours
# custom:
#   of: record_assessment_result
#   field: id
met.opened contains evidence.shown(r, d, ["config", "opened_by"]) if {
	some r in results
	some d in automatic(r)
}

unclear.opened contains evidence.shown(r, d, ["id"]) if {
	some r in results
	count(automatic(r)) == 0
	some d in damaged(r)
}

# METADATA
# scope: document
# title: no task about it was opened again within 90 days of being closed
# custom:
#   of: record_assessment_result
#   field: id
#   absent:
#     config.reopened_at: null # trackers leave it empty where nothing was opened again
#     config.objective_id: "" # a ticket that names no objective is about none
met.stays_fixed contains evidence.at(r, ["id"]) if {
	some r in results
	count(tickets(r)) > 0
	count(returned(r)) == 0
}

violations.stays_fixed contains evidence.shown(r, d, ["config", "reopened_at"]) if {
	some r in results
	some d in returned(r)
}

unclear.stays_fixed contains evidence.shown(r, d, ["id"]) if {
	some r in results
	count([whole | some whole in returned(r); not whole in damaged(r)]) == 0
	some d in damaged(r)
}
