# METADATA
# scope: package
# title: The AI register keeps itself true through automated reconciliation
# custom:
#   remediation: Connect the register to discovery output and HR, let it update owner, region and model fields, and ticket what it cannot resolve.
package aismm.gov.register_self_updating.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

found := {r.id | some r in input.inventory}

subjects contains evidence.subject(s) if some s in register.production

# An entry called retired, whose resources are still there, is in production whatever it says.
subjects contains evidence.subject(s) if {
	some s in input.records.record_ai_system
	s.config.status == "retired"
	some id in s.config.resource_ids
	id in found
}

# Of one that does not say which resources it has, nobody knows: what would fail is then unknown.
subjects contains evidence.subject(s) if some s in silent

silent := [s |
	some s in input.records.record_ai_system
	s.config.status == "retired"
	not owning(s)
]

owning(s) if is_array(s.config.resource_ids)

unsaid(s) := evidence.at(s, ["config", "resource_ids"])

unclear.recent contains unsaid(s) if {
	some s in silent
	not evidence.at(s, ["config", "last_reconciled_at"]) in met.recent
}

unclear.automated contains unsaid(s) if {
	some s in silent
	not evidence.at(s, ["config", "reconciled_by"]) in met.automated
}

unclear.no_differences contains unsaid(s) if {
	some s in silent
	not evidence.at(s, ["config", "open_differences"]) in met.no_differences
}

unclear.resources_found contains unsaid(s) if some s in silent

unclear.alive contains unsaid(s) if some s in silent

# METADATA
# scope: document
# title: it was reconciled within 7 days
# custom:
#   of: record_ai_system
#   field: config.last_reconciled_at
met.recent contains evidence.at(s, ["config", "last_reconciled_at"]) if {
	some s in input.records.record_ai_system
	when.within_days(s.config.last_reconciled_at, 7)
}

# METADATA
# scope: document
# title: automation reconciled it
# custom:
#   of: record_ai_system
#   field: config.reconciled_by
met.automated contains evidence.at(s, ["config", "reconciled_by"]) if {
	some s in input.records.record_ai_system
	s.config.reconciled_by == "automation"
}

# METADATA
# scope: document
# title: no difference is open
# custom:
#   of: record_ai_system
#   field: config.open_differences
met.no_differences contains evidence.at(s, ["config", "open_differences"]) if {
	some s in input.records.record_ai_system
	s.config.open_differences == 0
}

# METADATA
# scope: document
# title: the resources that it lists are there
# custom:
#   of: record_ai_system
#   field: config.resource_ids
met.resources_found contains evidence.at(s, ["config", "resource_ids"]) if {
	some s in input.records.record_ai_system
	count(s.config.resource_ids) > 0
	count({id | some id in s.config.resource_ids} - found) == 0
}

# Software as a service need not have resources of its own.
met.resources_found contains evidence.at(s, ["config", "deployment_type"]) if {
	some s in input.records.record_ai_system
	s.config.deployment_type == "saas"
	count(s.config.resource_ids) == 0
}

# METADATA
# scope: document
# title: no retired entry owns a resource that is still there
# custom:
#   of: record_ai_system
#   field: config.status
met.alive contains evidence.at(s, ["config", "status"]) if {
	some s in input.records.record_ai_system
	s.config.status != "retired"
}
