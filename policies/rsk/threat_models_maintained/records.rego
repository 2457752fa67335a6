# METADATA
# scope: package
# title: Production systems of medium tier and up have an AI threat model that follows changes
# custom:
#   remediation: Update the threat model with the change that was made to the system, name the techniques that it considers, and link what mitigates them.
package aismm.rsk.threat_models_maintained.records

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not register.lowest_tier(s)]

subjects contains evidence.subject(s) if some s in systems

recent(s) := [a | some a in assessments.of_system(s.id, "threat_model"); when.within_days(a.config.completed_at, 365)]

current(s) := [a | some a in recent(s); when.ns(a.config.completed_at) >= when.ns(s.config.last_material_change_at)]

# METADATA
# scope: document
# title: it has a threat model of the last 12 months
# custom:
#   of: record_ai_system
#   field: id
met.recent contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in recent(s)
}

# METADATA
# scope: document
# title: that threat model is not older than its last material change
# custom:
#   of: record_ai_system
#   field: config.last_material_change_at
met.follows_changes contains evidence.shown(s, a, ["config", "completed_at"]) if {
	some s in systems
	some a in current(s)
}

# METADATA
# scope: document
# title: the threat model that follows the change names techniques of attack
# custom:
#   of: record_ai_system
#   field: id
met.techniques contains evidence.shown(s, a, ["config", "techniques"]) if {
	some s in systems
	some a in current(s)
	count(a.config.techniques) > 0
}
