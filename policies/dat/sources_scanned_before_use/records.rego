# METADATA
# scope: package
# title: Data that no scanner of a cloud reads were scanned in their current version before they were used
# custom:
#   remediation: Make the scan a step of the ingestion pipeline that stops it on open findings, and enter version, date and findings.
package aismm.dat.sources_scanned_before_use.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(d) if some d in datasets.elsewhere

# METADATA
# scope: document
# title: the current version was scanned
# custom:
#   of: record_dataset
#   field: config.scanned_version
met.current contains evidence.at(d, ["config", "scanned_version"]) if {
	some d in datasets.elsewhere
	d.config.scanned_version == d.config.current_version
}

# METADATA
# scope: document
# title: the scan ended before the data set, or its current version, was first used
# custom:
#   of: record_dataset
#   field: config.scan_completed_at
met.before_use contains evidence.at(d, ["config", "scan_completed_at"]) if {
	some d in datasets.elsewhere
	some field in ["first_used_at", "version_first_used_at"]
	when.past(d.config.scan_completed_at)
	when.ns(d.config.scan_completed_at) <= when.ns(d.config[field])
}

# METADATA
# scope: document
# title: no finding of the scan is open
# custom:
#   of: record_dataset
#   field: config.open_findings
met.resolved contains evidence.at(d, ["config", "open_findings"]) if {
	some d in datasets.elsewhere
	d.config.open_findings == 0
}
