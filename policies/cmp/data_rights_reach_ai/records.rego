# METADATA
# scope: package
# title: Requests of people about their data are carried through AI stores automatically
# custom:
#   remediation: Add every AI store with data about people to the deletion workflow, with verification by query, and run a seeded test request at least once a year.
package aismm.cmp.data_rights_reach_ai.records

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

requests := [r | some r in input.records.record_privacy_request; not set_aside(r)]

# The window is 12 months long and ends 30 days ago: what is younger still has time.
set_aside(r) if when.ns(r.config.received_at) > when.now - (30 * when.day)

set_aside(r) if when.ns(r.config.received_at) < when.now - (395 * when.day)

subjects contains evidence.subject(r) if some r in requests

# Data sets in production that may hold data about people: all but those of which another class is said.
stores := {d.id |
	some d in input.records.record_dataset
	not unused(d)
	not impersonal(d)
}

impersonal(d) if not lower(d.config.classification) in (personal | {"", "unknown"})

unused(d) if d.config.in_production == false

unused(d) if d.config.status in {"planned", "retired"}

personal := {lower(c) | some c in input.settings.personal_data_classes}

# METADATA
# scope: document
# title: a request, or a seeded test, was received within 13 months
# custom:
#   of: boundary
#   field: id
met.exercised contains evidence.shown(input.boundary, r, ["config", "received_at"]) if {
	some r in input.records.record_privacy_request
	when.within_days(r.config.received_at, 395)
}

# METADATA
# scope: document
# title: it reached AI stores, and all of those that are known to hold data about people
# custom:
#   of: record_privacy_request
#   field: config.ai_stores
met.all_stores contains evidence.at(r, ["config", "ai_stores"]) if {
	some r in requests
	count(r.config.ai_stores) > 0
	count(stores - {id | some id in r.config.ai_stores}) == 0
}

# METADATA
# scope: document
# title: automation carried it out
# custom:
#   of: record_privacy_request
#   field: config.executed_by
met.automated contains evidence.at(r, ["config", "executed_by"]) if {
	some r in requests
	r.config.executed_by == "automation"
}

# METADATA
# scope: document
# title: it was done within 30 days
# custom:
#   of: record_privacy_request
#   field: config.completed_at
met.in_time contains evidence.at(r, ["config", "completed_at"]) if {
	some r in requests
	when.past(r.config.completed_at)
	taken := when.ns(r.config.completed_at) - when.ns(r.config.received_at)
	taken >= 0
	taken <= 30 * when.day
}

# METADATA
# scope: document
# title: the result was verified
# custom:
#   of: record_privacy_request
#   field: config.verified
met.verified contains evidence.at(r, ["config", "verified"]) if {
	some r in requests
	r.config.verified == true
}
