# METADATA
# scope: package
# title: Open-weight models are risk-assessed before they are approved
# custom:
#   remediation: Complete the assessment of the model (origin, licence, safety, known weaknesses), link it in the registry, and approve the model again.
package aismm.rsk.open_models_assessed.records

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.when

models := [m | some m in input.records.record_model; not set_aside(m)]

set_aside(m) if m.config.status in {"proposed", "rejected", "retired"}

set_aside(m) if m.config.weights == "closed"

subjects contains evidence.subject(m) if some m in models

# What was assessed before the model was approved.
before_approval(m) := [a |
	some a in assessments.of_model(m.id)
	when.ns(a.config.completed_at) <= when.ns(m.config.approved_at)
]

# METADATA
# scope: document
# title: its origin was assessed before the approval
# custom:
#   of: record_model
#   field: config.approved_at
met.origin contains evidence.shown(m, a, ["config", "covers"]) if {
	some m in models
	some a in before_approval(m)
	"origin" in a.config.covers
}

# METADATA
# scope: document
# title: its licence was assessed before the approval
# custom:
#   of: record_model
#   field: config.approved_at
met.licence contains evidence.shown(m, a, ["config", "covers"]) if {
	some m in models
	some a in before_approval(m)
	"licence" in a.config.covers
}

# METADATA
# scope: document
# title: its safety was assessed before the approval
# custom:
#   of: record_model
#   field: config.approved_at
met.safety contains evidence.shown(m, a, ["config", "covers"]) if {
	some m in models
	some a in before_approval(m)
	"safety" in a.config.covers
}

# METADATA
# scope: document
# title: its known weaknesses were assessed before the approval
# custom:
#   of: record_model
#   field: config.approved_at
met.weaknesses contains evidence.shown(m, a, ["config", "covers"]) if {
	some m in models
	some a in before_approval(m)
	"weaknesses" in a.config.covers
}
