# METADATA
# scope: package
# title: Listed models carry owner, source, version, licence, intended use and documentation
# custom:
#   remediation: Complete the entry of the model in the registry with its owner, and link its card or the vendor's documentation.
package aismm.mod.model_inventory_documented.records

import data.aismm.lib.evidence

models := [m | some m in input.records.record_model; not m.config.status == "retired"]

subjects contains evidence.subject(m) if some m in models

# An empty list fails as the programme's own.
subjects contains evidence.subject(input.boundary)

# A model whose status nobody says is in the list.
# METADATA
# scope: document
# title: the list holds a model that is not retired
# custom:
#   of: boundary
#   field: id
#   absent: {config.status: approved}
met.exists contains evidence.shown(input.boundary, m, ["id"]) if some m in models

# METADATA
# scope: document
# title: it names an owner
# custom:
#   of: record_model
#   field: config.owner_id
met.owner contains evidence.at(m, ["config", "owner_id"]) if {
	some m in models
	m.config.owner_id != ""
}

# METADATA
# scope: document
# title: it says where the model was taken from
# custom:
#   of: record_model
#   field: config.source
met.source contains evidence.at(m, ["config", "source"]) if {
	some m in models
	m.config.source != ""
}

# METADATA
# scope: document
# title: it names a version
# custom:
#   of: record_model
#   field: config.version
met.version contains evidence.at(m, ["config", "version"]) if {
	some m in models
	m.config.version != ""
}

# METADATA
# scope: document
# title: it names a licence
# custom:
#   of: record_model
#   field: config.licence
met.licence contains evidence.at(m, ["config", "licence"]) if {
	some m in models
	m.config.licence != ""
}

# METADATA
# scope: document
# title: it says what the model may be used for
# custom:
#   of: record_model
#   field: config.intended_use
met.intended_use contains evidence.at(m, ["config", "intended_use"]) if {
	some m in models
	m.config.intended_use != ""
}

# METADATA
# scope: document
# title: it links the model's card or the vendor's documentation
# custom:
#   of: record_model
#   field: config.documentation_url
met.documentation contains evidence.at(m, ["config", "documentation_url"]) if {
	some m in models
	m.config.documentation_url != ""
}
