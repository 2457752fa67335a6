# METADATA
# scope: package
# title: Objectives are decided by automatic evidence that is fresh
# custom:
#   remediation: Connect the missing provider or export the record automatically, and scan at least once a month.
package aismm.cmp.evidence_automatic_and_fresh.records

import data.aismm.lib.evidence
import data.aismm.lib.when

# The results of the last assessment before this scan: what this one finds cannot judge itself.
results := [r | some r in input.records.record_assessment_result; not set_aside(r)]

set_aside(r) if r.derived.latest == false

set_aside(r) if r.config.status == "not_applicable"

subjects contains evidence.subject(r) if some r in results

# METADATA
# scope: document
# title: it was decided, met or not met
# custom:
#   of: record_assessment_result
#   field: config.status
met.decided contains evidence.at(r, ["config", "status"]) if {
	some r in results
	r.config.status in {"met", "not_met"}
}

# METADATA
# scope: document
# title: automatic evidence alone decided it
# custom:
#   of: record_assessment_result
#   field: config.basis
met.automatic contains evidence.at(r, ["config", "basis"]) if {
	some r in results
	r.config.basis == "automated"
}

# METADATA
# scope: document
# title: the scan that it rests on began within 30 days
# custom:
#   of: record_assessment_result
#   field: config.evidence_from
met.fresh contains evidence.at(r, ["config", "evidence_from"]) if {
	some r in results
	when.within_days(r.config.evidence_from, 30)
}
