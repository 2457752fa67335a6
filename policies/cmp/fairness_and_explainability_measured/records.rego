# METADATA
# scope: package
# title: High-risk systems that affect people are measured for bias and explainability
# custom:
#   remediation: Run the fairness suite with the protected attributes that apply, document the explanation method, and record both evaluations with the system and their thresholds.
package aismm.cmp.fairness_and_explainability_measured.records

import data.aismm.lib.evidence
import data.aismm.lib.fairness
import data.aismm.lib.register

# Endpoints of SageMaker are judged where they are.
systems := [s | some s in fairness.systems; not set_aside(s)]

set_aside(s) if register.judged_on_aws(s.config.resource_ids, {"sagemaker:endpoint"})

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: a bias evaluation passed against a threshold within 365 days, and none failed since
# custom:
#   of: record_ai_system
#   field: id
met.bias contains evidence.at(s, ["id"]) if {
	some s in systems
	count(fairness.passes(s, "bias")) > 0
}

# METADATA
# scope: document
# title: an explainability evaluation passed against a threshold within 365 days, and none failed since
# custom:
#   of: record_ai_system
#   field: id
met.explainability contains evidence.at(s, ["id"]) if {
	some s in systems
	count(fairness.passes(s, "explainability")) > 0
}
