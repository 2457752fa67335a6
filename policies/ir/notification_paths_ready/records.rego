# METADATA
# scope: package
# title: Systems with duties to notify have paths that are complete and tried
# custom:
#   remediation: Add recipient, deadline and template to the playbook of the system or its platform, and try the path in the next exercise.
package aismm.ir.notification_paths_ready.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not free(s)]

# Its obligations are listed by name, and none of them is to notify. An empty list says nothing: where none applies, a duty called none says so.
free(s) if {
	count(s.config.obligations) > 0
	count([o | some o in s.config.obligations; not unrelated(o)]) == 0
}

unrelated(o) if {
	duty := spelled(o.duty)
	not duty in duties
}

duties := {spelled(d) | some d in input.settings.notification_duties}

# Registers write "Breach notification" and "breach_notification".
spelled(duty) := regex.replace(lower(duty), `[^a-z0-9]+`, "_")

subjects contains evidence.subject(s) if some s in systems

# The playbooks for a system, or for the platform that it runs on: its provider, as the register names it.
playbooks(s) := array.concat(
	[p | some p in input.lookup.record_playbook.system_ids[s.id]],
	[p | some p in input.lookup.record_playbook.platform[s.config.provider]],
)

complete(s) := [p |
	some p in playbooks(s)
	count(p.config.notification_paths) > 0
	count([n | some n in p.config.notification_paths; not whole(n)]) == 0
]

whole(n) if {
	n.recipient in {"authority", "provider", "customer", "other"}
	n.deadline_hours > 0
	n.template_ref != ""
}

# METADATA
# scope: document
# title: a playbook for it says who is told, by when and with which text
# custom:
#   of: record_ai_system
#   field: id
met.path contains evidence.shown(s, p, ["config", "notification_paths"]) if {
	some s in systems
	some p in complete(s)
}

# METADATA
# scope: document
# title: these paths were tried within 365 days
# custom:
#   of: record_ai_system
#   field: id
met.tried contains evidence.shown(s, p, ["config", "notification_tested_at"]) if {
	some s in systems
	some p in complete(s)
	when.within_days(p.config.notification_tested_at, 365)
}
