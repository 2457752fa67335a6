# METADATA
# scope: package
# title: Registered AI systems carry the facts needed to govern them
# custom:
#   remediation: Complete the missing fields with the system owner and make them mandatory in the register form.
package aismm.gov.ai_register_complete.records

import data.aismm.lib.evidence

systems := [s | some s in input.records.record_ai_system; not s.config.status == "retired"]

subjects contains evidence.subject(s) if some s in systems

# An empty register fails as the programme's own.
subjects contains evidence.subject(input.boundary)

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: the register holds a system that is not retired
# custom:
#   of: boundary
#   field: id
#   absent: {config.status: production}
met.exists contains evidence.shown(input.boundary, s, ["id"]) if some s in systems

# METADATA
# scope: document
# title: it names an owner
# custom:
#   of: record_ai_system
#   field: config.owner_id
met.owner contains evidence.at(s, ["config", "owner_id"]) if {
	some s in systems
	s.config.owner_id != ""
}

# METADATA
# scope: document
# title: it states a purpose
# custom:
#   of: record_ai_system
#   field: config.purpose
met.purpose contains evidence.at(s, ["config", "purpose"]) if {
	some s in systems
	s.config.purpose != ""
}

# METADATA
# scope: document
# title: its deployment type is self_hosted, paas or saas
# custom:
#   of: record_ai_system
#   field: config.deployment_type
met.deployment_type contains evidence.at(s, ["config", "deployment_type"]) if {
	some s in systems
	s.config.deployment_type in {"self_hosted", "paas", "saas"}
}

# METADATA
# scope: document
# title: it names a provider
# custom:
#   of: record_ai_system
#   field: config.provider
met.provider contains evidence.at(s, ["config", "provider"]) if {
	some s in systems
	s.config.provider != ""
}

# METADATA
# scope: document
# title: it names its data classes
# custom:
#   of: record_ai_system
#   field: config.data_classes
met.data_classes contains evidence.at(s, ["config", "data_classes"]) if {
	some s in systems
	count(s.config.data_classes) > 0
}

# METADATA
# scope: document
# title: it has a status
# custom:
#   of: record_ai_system
#   field: config.status
met.status contains evidence.at(s, ["config", "status"]) if {
	some s in systems
	s.config.status != ""
}
