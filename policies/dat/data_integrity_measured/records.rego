# METADATA
# scope: package
# title: Data sets in production have a version, a digest, a recorded origin, and a fresh check of their integrity
# custom:
#   remediation: Let the data pipeline write version, digest and lineage into the catalogue, and compare the digest each month.
package aismm.dat.data_integrity_measured.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(d) if some d in datasets.production

# METADATA
# scope: document
# title: it has a version
# custom:
#   of: record_dataset
#   field: config.version
met.version contains evidence.at(d, ["config", "version"]) if {
	some d in datasets.production
	d.config.version != ""
}

# METADATA
# scope: document
# title: the digest of the version is recorded
# custom:
#   of: record_dataset
#   field: config.sha256
met.digest contains evidence.at(d, ["config", "sha256"]) if {
	some d in datasets.production
	regex.match(`^[0-9a-f]{64}$`, d.config.sha256)
}

# METADATA
# scope: document
# title: its origin is recorded
# custom:
#   of: record_dataset
#   field: config.origin_ref
met.provenance contains evidence.at(d, ["config", "origin_ref"]) if {
	some d in datasets.production
	d.config.origin_ref != ""
}

# METADATA
# scope: document
# title: the digest was compared within 30 days
# custom:
#   of: record_dataset
#   field: config.integrity_checked_at
met.checked contains evidence.at(d, ["config", "integrity_checked_at"]) if {
	some d in datasets.production
	when.within_days(d.config.integrity_checked_at, 30)
}
