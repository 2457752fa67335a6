# METADATA
# scope: package
# title: Licences of models and data sets are cleared for their use
# custom:
#   remediation: Replace the component, or obtain a clearance from legal and record its reference and date; complete licence and class of use in the registers.
package aismm.cmp.licences_and_ip_cleared.records

import data.aismm.lib.evidence
import data.aismm.lib.when

things := array.concat(
	[m | some m in input.records.record_model; not unused(m)],
	[d | some d in input.records.record_dataset; not unused(d)],
)

# Nothing in production uses it, as its register says.
unused(x) if x.config.in_production == false

# A model that was not approved, or something that is gone, of which nobody says that production uses it.
unused(x) if {
	x.config.status in {"proposed", "planned", "rejected", "retired"}
	not x.config.in_production
}

subjects contains evidence.subject(x) if some x in things

# METADATA
# scope: document
# title: its licence is allowed for its class of use, or legal cleared it before it was first used
# custom:
#   of: [record_dataset, record_model]
#   field: config.licence
met.cleared contains evidence.at(x, ["config", "licence"]) if {
	some x in things
	lower(x.config.licence) in {lower(l) | some l in input.settings.allowed_licences[x.config.use_class]}
}

met.cleared contains evidence.at(x, ["config", "cleared_at"]) if {
	some x in things
	x.config.clearance_ref != ""
	when.past(x.config.cleared_at)
	when.ns(x.config.cleared_at) <= when.ns(x.config.first_used_at)
}
