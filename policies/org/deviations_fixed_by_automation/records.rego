# METADATA
# scope: package
# title: Deviations from the AI baseline are corrected automatically
# custom:
#   remediation: Turn the audit rule into one with automatic remediation and test it on a seeded deviation.
package aismm.org.deviations_fixed_by_automation.records

import data.aismm.lib.evidence
import data.aismm.lib.when

deviations := [d | some d in input.records.record_deviation; not set_aside(d)]

set_aside(d) if d.config.ai_resource == false

# The window is 30 days long and ends a day ago: what is younger still has time.
set_aside(d) if when.ns(d.config.detected_at) > when.now - when.day

set_aside(d) if when.ns(d.config.detected_at) < when.now - (31 * when.day)

subjects contains evidence.subject(d) if some d in deviations

# METADATA
# scope: document
# title: automation closed it
# custom:
#   of: record_deviation
#   field: config.closed_by
met.by_automation contains evidence.at(d, ["config", "closed_by"]) if {
	some d in deviations
	d.config.closed_by == "automation"
}

# METADATA
# scope: document
# title: it was closed within 24 hours
# custom:
#   of: record_deviation
#   field: config.closed_at
met.within_a_day contains evidence.at(d, ["config", "closed_at"]) if {
	some d in deviations
	taken := when.ns(d.config.closed_at) - when.ns(d.config.detected_at)
	taken >= 0
	taken <= when.day
}
