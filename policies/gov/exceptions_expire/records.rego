# METADATA
# scope: package
# title: AI policy exceptions are owned, compensated and end on a date
# custom:
#   remediation: Close the exception or renew it with a new approval and a compensating measure; remove waivers that have no entry.
package aismm.gov.exceptions_expire.records

import data.aismm.lib.evidence
import data.aismm.lib.when

exceptions := [e | some e in input.records.record_exception; not set_aside(e)]

set_aside(e) if e.config.status == "closed"

set_aside(e) if e.config.topic != "ai"

subjects contains evidence.subject(e) if some e in exceptions

# METADATA
# scope: document
# title: somebody approved it, on a date that has passed
# custom:
#   of: record_exception
#   field: config.approved_by
met.approved contains evidence.at(e, ["config", "approved_by"]) if {
	some e in exceptions
	e.config.approved_by != ""
	when.past(e.config.approved_at)
}

# METADATA
# scope: document
# title: a compensating measure stands in for the rule
# custom:
#   of: record_exception
#   field: config.compensating_control
met.compensated contains evidence.at(e, ["config", "compensating_control"]) if {
	some e in exceptions
	e.config.compensating_control != ""
}

# METADATA
# scope: document
# title: it has not run out
# custom:
#   of: record_exception
#   field: config.expires_at
met.current contains evidence.at(e, ["config", "expires_at"]) if {
	some e in exceptions
	when.future(e.config.expires_at)
}

# METADATA
# scope: document
# title: it ends at most 180 days after its approval
# custom:
#   of: record_exception
#   field: config.expires_at
met.short contains evidence.at(e, ["config", "expires_at"]) if {
	some e in exceptions
	when.ns(e.config.expires_at) - when.ns(e.config.approved_at) <= 180 * when.day
}
