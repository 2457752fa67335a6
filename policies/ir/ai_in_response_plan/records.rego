# METADATA
# scope: package
# title: Every core type of AI incident has a playbook that is owned and reviewed
# custom:
#   remediation: Write the missing playbook from the template with the system owners, name its owner, and review it every year.
package aismm.ir.ai_in_response_plan.records

import data.aismm.lib.evidence
import data.aismm.lib.when

type(t) := evidence.named("incident_type", t, input.boundary)

subjects contains type(t) if some t in input.settings.core_ai_incident_types

# A playbook that tells nothing to do is none.
playbooks := [{"type": t, "says": p} |
	some p in input.records.record_playbook
	count([step | some step in p.config.steps; step != ""]) > 0
	some t in p.config.incident_types
]

owned := [p | some p in playbooks; p.says.config.owner_id != ""]

# METADATA
# scope: document
# title: a playbook has steps for it
# custom:
#   of: incident_type
#   field: id
met.written contains evidence.shown(type(p.type), p.says, ["config", "steps"]) if some p in playbooks

# METADATA
# scope: document
# title: such a playbook has an owner
# custom:
#   of: incident_type
#   field: id
met.owned contains evidence.shown(type(p.type), p.says, ["config", "owner_id"]) if some p in owned

# METADATA
# scope: document
# title: such a playbook with an owner was reviewed within 365 days
# custom:
#   of: incident_type
#   field: id
met.reviewed contains evidence.shown(type(p.type), p.says, ["config", "reviewed_at"]) if {
	some p in owned
	when.within_days(p.says.config.reviewed_at, 365)
}
