# METADATA
# scope: package
# title: AI policies in force are versioned, approved, owned and reviewed
# custom:
#   remediation: Name an owner, record the approval and the review date in the policy register, and keep the text under version control.
package aismm.gov.ai_policy_maintained.records

import data.aismm.lib.evidence
import data.aismm.lib.when

policies := [p | some p in input.records.record_policy; not set_aside(p)]

# Local guidelines and procedures do not belong to the policy set.
set_aside(p) if p.config.topic != "ai"

set_aside(p) if p.config.type in {"guideline", "procedure"}

set_aside(p) if p.config.status in {"draft", "retired", "superseded"}

subjects contains evidence.subject(p) if some p in policies

# Without any policy the programme itself is what fails.
subjects contains evidence.subject(input.boundary)

# METADATA
# scope: document
# title: there is an AI policy in force
# custom:
#   of: boundary
#   field: id
met.exists contains evidence.shown(input.boundary, p, ["config", "status"]) if {
	some p in policies
	p.config.topic == "ai"
	p.config.type in {"policy", "acceptable_use", "standard"}
	p.config.status == "in_force"
}

# METADATA
# scope: document
# title: it has a version
# custom:
#   of: record_policy
#   field: config.version
met.versioned contains evidence.at(p, ["config", "version"]) if {
	some p in policies
	p.config.version != ""
}

# METADATA
# scope: document
# title: somebody approved it, on a date that has passed
# custom:
#   of: record_policy
#   field: config.approved_by
met.approved contains evidence.at(p, ["config", "approved_by"]) if {
	some p in policies
	p.config.approved_by != ""
	when.past(p.config.approved_at)
}

# METADATA
# scope: document
# title: its owner is an active person
# custom:
#   of: record_policy
#   field: config.owner_id
met.owned contains evidence.shown(p, person, ["config", "status"]) if {
	some p in policies
	some person in input.lookup.record_person.id[p.config.owner_id]
	person.config.status == "active"
}

# METADATA
# scope: document
# title: it was reviewed within 365 days
# custom:
#   of: record_policy
#   field: config.reviewed_at
met.reviewed contains evidence.at(p, ["config", "reviewed_at"]) if {
	some p in policies
	when.within_days(p.config.reviewed_at, 365)
}
