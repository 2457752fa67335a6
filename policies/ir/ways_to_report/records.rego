# METADATA
# scope: package
# title: Reports of AI problems are answered within three working days
# custom:
#   remediation: Publish the channel in the tools, route reports to the response queue, and send a test report each quarter in which none arrives.
package aismm.ir.ways_to_report.records

import data.aismm.lib.evidence
import data.aismm.lib.when
import data.aismm.lib.workdays

subjects contains evidence.subject(input.boundary)

ai := [i | some i in input.records.record_incident; not other(i)]

other(i) if i.config.topic != "ai"

# Reports of people, tests among them.
reports := [i | some i in ai; not set_aside(i)]

set_aside(i) if i.config.source in {"detection", "provider"}

set_aside(i) if when.ns(i.config.received_at) < when.now - (90 * when.day)

# It still has time.
set_aside(i) if workdays.end(i.config.received_at, 3) > when.now

subjects contains evidence.subject(i) if some i in reports

# METADATA
# scope: document
# title: a report or a test report arrived within 90 days
# custom:
#   of: boundary
#   field: id
met.used contains evidence.shown(input.boundary, i, ["config", "received_at"]) if {
	some i in ai
	i.config.topic == "ai"
	i.config.source in {"report", "test"}
	when.within_days(i.config.received_at, 90)
}

# METADATA
# scope: document
# title: it was acknowledged within three working days
# custom:
#   of: record_incident
#   field: config.acknowledged_at
met.acknowledged contains evidence.at(i, ["config", "acknowledged_at"]) if {
	some i in reports
	when.ns(i.config.acknowledged_at) >= workdays.midnight(i.config.received_at)
	when.ns(i.config.acknowledged_at) < workdays.end(i.config.received_at, 3)
}
