# METADATA
# scope: package
# title: Own models in production are signed, and the signature names the data, the code and the job that made them
# custom:
#   remediation: Sign in the training pipeline with an identity of its own, and let it write data set, commit and job into the attestation.
package aismm.mod.signed_models_with_lineage.records

import data.aismm.lib.evidence
import data.aismm.lib.models

# A model of which nobody says who trained it counts as the organization's own.
judged := [m | some m in input.records.record_model; not set_aside(m)]

set_aside(m) if m.config.built_by == "vendor"

set_aside(m) if models.idle(m)

set_aside(m) if m.config.status in {"rejected", "retired"}

# Software as a service gives no artifact away.
set_aside(m) if m.config.deployment_type == "saas"

subjects contains evidence.subject(m) if some m in judged

verified := [{"model": m, "signature": s} |
	some m in judged
	some s in input.lookup.record_model_signature.sha256[m.config.sha256]
	s.config.verified == true
]

trusted := [v | some v in verified; v.signature.config.signer_identity in input.settings.trusted_model_signers]

# METADATA
# scope: document
# title: a signature on its digest was verified
# custom:
#   of: record_model
#   field: config.sha256
met.signed contains evidence.shown(v.model, v.signature, ["config", "verified"]) if some v in verified

# METADATA
# scope: document
# title: a trusted identity made such a signature
# custom:
#   of: record_model
#   field: config.sha256
met.signer contains evidence.shown(t.model, t.signature, ["config", "signer_identity"]) if some t in trusted

# METADATA
# scope: document
# title: such a signature names the version of the data set
# custom:
#   of: record_model
#   field: config.sha256
met.data contains evidence.shown(t.model, t.signature, ["config", "dataset_ref"]) if {
	some t in trusted
	t.signature.config.dataset_ref != ""
}

# METADATA
# scope: document
# title: such a signature names the commit of the code
# custom:
#   of: record_model
#   field: config.sha256
met.code contains evidence.shown(t.model, t.signature, ["config", "code_commit"]) if {
	some t in trusted
	t.signature.config.code_commit != ""
}

# METADATA
# scope: document
# title: such a signature names the training job
# custom:
#   of: record_model
#   field: config.sha256
met.build contains evidence.shown(t.model, t.signature, ["config", "build_id"]) if {
	some t in trusted
	t.signature.config.build_id != ""
}
