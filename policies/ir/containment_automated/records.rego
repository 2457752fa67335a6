# METADATA
# scope: package
# title: Containment of the core types of AI incidents runs by itself, and is proven
# custom:
#   remediation: Bind the alert to the automation, run it on a seeded alert, record the run, and arm it; waive a type that must not be contained by machine, with the reason.
package aismm.ir.containment_automated.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.when

type(t) := evidence.named("incident_type", t, input.boundary)

subjects contains type(t) if some t in input.settings.core_ai_incident_types

automated := [{"type": t, "says": p} |
	some p in input.records.record_playbook
	p.config.automated == true
	some t in p.config.incident_types
]

# METADATA
# scope: document
# title: a playbook for it runs by itself
# custom:
#   of: incident_type
#   field: id
met.automated contains evidence.shown(type(p.type), p.says, ["config", "automated"]) if some p in automated

# METADATA
# scope: document
# title: such a playbook is armed in production, without approval
# custom:
#   of: incident_type
#   field: id
met.armed contains evidence.shown(type(p.type), p.says, ["config", "armed"]) if {
	some p in automated
	p.says.config.armed == true
}

# METADATA
# scope: document
# title: automation contained it within 90 days, in an exercise that none failed since or in earnest
# custom:
#   of: incident_type
#   field: id
met.proven contains evidence.shown(type(t), input.boundary, ["id"]) if {
	some t in input.settings.core_ai_incident_types
	count(drills.standing([e | some e in input.lookup.record_exercise.incident_type[t]], "auto_containment", 90)) > 0
}

met.proven contains evidence.shown(type(i.config.type), i, ["config", "contained_by"]) if {
	some i in input.records.record_incident
	i.config.topic == "ai"
	i.config.contained_by == "automation"
	when.within_days(i.config.contained_at, 90)
}
