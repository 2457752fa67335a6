# METADATA
# scope: package
# title: Risk assessments that are complete, by what they are about
package aismm.lib.assessments

import data.aismm.lib.when

# Assessments of one type of an AI system.
of_system(id, type) := [a |
	some a in input.lookup.record_risk_assessment.system_id[id]
	a.config.type == type
	complete(a)
]

of_provider(id) := [a |
	some a in input.lookup.record_risk_assessment.provider_id[id]
	a.config.type == "provider"
	complete(a)
]

of_model(id) := [a |
	some a in input.lookup.record_risk_assessment.model_id[id]
	a.config.type == "model"
	complete(a)
]

# It says so, and names a day that has passed: one that is still going on may name the day on which it should be done.
complete(a) if {
	a.config.status == "completed"
	when.past(a.config.completed_at)
}
