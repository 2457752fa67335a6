# METADATA
# scope: package
# title: Unusual spend in OpenAI alerts a person or is stopped
# custom:
#   remediation: Set a monthly spend limit, or spend alerts at 80 and 100 percent to the owner and the security mailbox.
package aismm.mon.spend_alerts.openai

import data.aismm.lib.evidence

subjects contains evidence.subject(input.boundary)

subjects contains evidence.subject(p) if {
	some p in input.resources.openai_project
	not archived(p)
}

archived(p) if p.config.status == "archived"

# What a limit or an alert is for: the organization or one project.
billed(r) := [input.boundary] if r.derived.level == "organization"

billed(r) := [p | some p in input.lookup.openai_project.id[r.derived.project_id]] if r.derived.level == "project"

# METADATA
# scope: document
# title: it has a spend limit, or a spend alert that somebody receives
# custom:
#   of: [boundary, openai_project]
#   field: id
met.alerted contains evidence.shown(b, l, ["config", "threshold_amount"]) if {
	some l in input.resources.openai_spend_limit
	l.config.threshold_amount > 0
	some b in billed(l)
}

met.alerted contains evidence.shown(b, a, ["config", "notification_channel", "recipients"]) if {
	some a in input.resources.openai_spend_alert
	count(a.config.notification_channel.recipients) > 0
	some b in billed(a)
}
