# METADATA
# scope: package
# title: Stores that no collector reads are classified within a day, and AI may not read what is not classified yet
# custom:
#   remediation: Let new objects be classified as they arrive, and deny retrieval what bears no class.
package aismm.dat.classification_continuous.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence

stores := [d | some d in datasets.elsewhere; not public(d)]

public(d) if lower(d.config.classification) == "public"

subjects contains evidence.subject(d) if some d in stores

# METADATA
# scope: document
# title: 95 of 100 new objects are classified within 24 hours
# custom:
#   of: record_dataset
#   field: config.classification_lag_p95_hours
met.prompt contains evidence.at(d, ["config", "classification_lag_p95_hours"]) if {
	some d in stores
	d.config.classification_lag_p95_hours >= 0
	d.config.classification_lag_p95_hours <= 24
}

# METADATA
# scope: document
# title: AI may not read what is not classified yet
# custom:
#   of: record_dataset
#   field: config.unclassified_access
met.denied contains evidence.at(d, ["config", "unclassified_access"]) if {
	some d in stores
	d.config.unclassified_access == "deny"
}
