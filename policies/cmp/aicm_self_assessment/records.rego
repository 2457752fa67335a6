# METADATA
# scope: package
# title: High-tier systems and shared platforms answer the AI control self-assessment every year
# custom:
#   remediation: Answer the open questions with evidence links, have them reviewed, and record the assessment with its date and the share of answers.
package aismm.cmp.aicm_self_assessment.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not exempt(s)]

# Of a lower tier, and no platform that others run on: both as the register states.
exempt(s) if {
	register.lower_tier(s)
	s.config.shared_platform == false
}

subjects contains evidence.subject(s) if some s in systems

self_assessments(s) := [a |
	some a in input.lookup.record_risk_assessment.system_id[s.id]
	a.config.type == "control_self_assessment"
	a.config.status == "completed"
	when.within_days(a.config.completed_at, 365)
]

# METADATA
# scope: document
# title: a control self-assessment was completed within 365 days
# custom:
#   of: record_ai_system
#   field: id
met.assessed contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in self_assessments(s)
}

# METADATA
# scope: document
# title: at least 95 percent of its questions are answered
# custom:
#   of: record_ai_system
#   field: id
met.answered contains evidence.shown(s, a, ["config", "answered_ratio"]) if {
	some s in systems
	some a in self_assessments(s)
	a.config.answered_ratio >= 0.95
	a.config.answered_ratio <= 1
}
