# METADATA
# scope: package
# title: AI risks are treated by their date and accepted only at the right level
# custom:
#   remediation: Escalate the overdue risk to whoever may accept a score like its own, and set a funded treatment with a date, or a signed acceptance.
package aismm.rsk.risk_treatment_on_time.records

import data.aismm.lib.evidence
import data.aismm.lib.when

risks := [r | some r in input.records.record_risk; not set_aside(r)]

set_aside(r) if r.config.topic != "ai"

# Not due yet, neither now nor at first. One that was due at first longer ago and is still open stays, however often it is moved.
set_aside(r) if {
	when.future(r.config.due_at)
	never_due(r)
}

never_due(r) if r.config.redated_count == 0

never_due(r) if when.future(r.config.first_due_at)

never_due(r) if {
	earlier(r.config.first_due_at)
	when.past(r.config.closed_at)
}

# Due longer ago, and closed since. One that is still open stays overdue.
set_aside(r) if {
	earlier(r.config.due_at)
	first_elsewhere(r)
	when.past(r.config.closed_at)
}

first_elsewhere(r) if r.config.redated_count == 0

first_elsewhere(r) if earlier(r.config.first_due_at)

earlier(t) if when.ns(t) < when.now - (180 * when.day)

subjects contains evidence.subject(r) if some r in risks

# METADATA
# scope: document
# title: somebody owns it
# custom:
#   of: record_risk
#   field: config.owner_id
met.owned contains evidence.at(r, ["config", "owner_id"]) if {
	some r in risks
	r.config.owner_id != ""
}

# METADATA
# scope: document
# title: it was closed by its date, moved once at most, or accepted by a level that may
# custom:
#   of: record_risk
#   field: config.due_at
met.treated contains evidence.at(r, ["config", "closed_at"]) if {
	some r in risks
	closed_by_date(r)
	r.config.redated_count <= 1
}

met.treated contains evidence.at(r, ["config", "due_at"]) if {
	some r in risks
	when.future(r.config.due_at)
	r.config.redated_count <= 1
}

# An acceptance lasts a year at most.
met.treated contains evidence.at(r, ["config", "accepted_by_level"]) if {
	some r in risks
	r.config.score <= input.settings.risk_acceptance_levels[r.config.accepted_by_level]
	when.future(r.config.acceptance_expires_at)
	when.ns(r.config.acceptance_expires_at) <= time.add_date(when.now, 1, 0, 0)
}

# Of a risk that does not say how often its date was moved, nobody knows if it was due before, or was closed by a date that stood.
unclear.treated contains evidence.at(r, ["config", "redated_count"]) if {
	some r in risks
	not told(r)
	on_time(r)
}

told(r) if r.config.redated_count >= 0

on_time(r) if when.future(r.config.due_at)

on_time(r) if closed_by_date(r)

closed_by_date(r) if {
	when.past(r.config.closed_at)
	when.ns(r.config.closed_at) <= when.ns(r.config.due_at)
}
