# METADATA
# scope: package
# title: Production AI systems had a risk assessment when they went live
# custom:
#   remediation: Complete the assessment with the owner of the system before it goes live, and file what is to be done about each risk.
package aismm.rsk.systems_risk_assessed.records

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

subjects contains evidence.subject(s) if some s in register.production

# The programme began with its first assessment of a system. While one of them does not say when it was completed, nobody knows when that was.
first := min([when.ns(a.config.completed_at) | some a in dated]) if count(dated) == count(finished)

finished := [a | some a in input.records.record_risk_assessment; not other_type(a); not going_on(a)]

dated := [a | some a in finished; when.past(a.config.completed_at)]

other_type(a) if a.config.type != "system"

going_on(a) if a.config.status == "in_progress"

# METADATA
# scope: document
# title: its risks were assessed before it went live, or in the first year of the programme
# custom:
#   of: record_ai_system
#   field: config.go_live_at
met.assessed contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in register.production
	some a in assessments.of_system(s.id, "system")
	when.ns(a.config.completed_at) <= when.ns(s.config.go_live_at)
}

# All assessments together say when the first year was.
met.assessed contains evidence.at(s, ["id"]) if {
	some s in register.production
	some a in assessments.of_system(s.id, "system")
	when.ns(a.config.completed_at) <= first + (365 * when.day)
}
