# METADATA
# scope: package
# title: AI systems with personal data have a privacy impact assessment
# custom:
#   remediation: Complete the assessment, name provider and retention, and file it with the register entry.
package aismm.cmp.privacy_assessed.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not impersonal(s)]

# Its classes are said, and none of them is one of people.
impersonal(s) if {
	count(s.config.data_classes) > 0
	count({lower(c) | some c in s.config.data_classes} & personal) == 0
}

personal := {"unknown"} | {lower(c) | some c in input.settings.personal_data_classes}

subjects contains evidence.subject(s) if some s in systems

assessments(s) := [a |
	some a in input.lookup.record_privacy_assessment.system_id[s.id]
	a.config.status == "completed"
	when.within_days(a.config.completed_at, 730)
]

# METADATA
# scope: document
# title: a privacy assessment of it was completed within 24 months
# custom:
#   of: record_ai_system
#   field: id
met.assessed contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in assessments(s)
}

# METADATA
# scope: document
# title: such an assessment names the AI provider
# custom:
#   of: record_ai_system
#   field: id
met.provider_named contains evidence.shown(s, a, ["config", "provider_named"]) if {
	some s in systems
	some a in assessments(s)
	a.config.provider_named == true
}
