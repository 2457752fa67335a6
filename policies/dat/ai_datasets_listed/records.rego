# METADATA
# scope: package
# title: Listed data sets carry owner, class, origin and legal basis or licence
# custom:
#   remediation: Complete the entry of the data set in the catalogue with its owner, and make the fields mandatory for new entries.
package aismm.dat.ai_datasets_listed.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence

subjects contains evidence.subject(d) if some d in datasets.active

# METADATA
# scope: document
# title: it names an owner
# custom:
#   of: record_dataset
#   field: config.owner_id
met.owner contains evidence.at(d, ["config", "owner_id"]) if {
	some d in datasets.active
	d.config.owner_id != ""
}

# METADATA
# scope: document
# title: it is classified
# custom:
#   of: record_dataset
#   field: config.classification
met.classification contains evidence.at(d, ["config", "classification"]) if {
	some d in datasets.active
	d.config.classification != ""
}

# METADATA
# scope: document
# title: it says where the data come from
# custom:
#   of: record_dataset
#   field: config.origin
met.origin contains evidence.at(d, ["config", "origin"]) if {
	some d in datasets.active
	d.config.origin != ""
}

# METADATA
# scope: document
# title: it names a licence or a legal basis
# custom:
#   of: record_dataset
#   field: config.licence
met.basis contains evidence.at(d, ["config", field]) if {
	some d in datasets.active
	some field in ["licence", "legal_basis"]
	d.config[field] != ""
}
