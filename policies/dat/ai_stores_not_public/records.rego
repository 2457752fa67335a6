# METADATA
# scope: package
# title: Stores of AI data that no collector reads are closed to the public
# custom:
#   remediation: Block public access to the store, let somebody verify it twice a year, and enter both in the catalogue.
package aismm.dat.ai_stores_not_public.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(d) if some d in datasets.elsewhere

# METADATA
# scope: document
# title: public access to its store is blocked
# custom:
#   of: record_dataset
#   field: config.public_access
met.blocked contains evidence.at(d, ["config", "public_access"]) if {
	some d in datasets.elsewhere
	d.config.public_access == "blocked"
}

# METADATA
# scope: document
# title: that was verified within 180 days
# custom:
#   of: record_dataset
#   field: config.verified_at
met.verified contains evidence.at(d, ["config", "verified_at"]) if {
	some d in datasets.elsewhere
	when.within_days(d.config.verified_at, 180)
}
