# METADATA
# scope: package
# title: Models that OpenAI released are decided on before anybody uses them
# custom:
#   remediation: Subscribe to the release notes, decide on each release by the evaluation suite, and open it to projects after the decision.
package aismm.rsk.releases_assessed_fast.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai
import data.aismm.lib.when
import data.aismm.lib.workdays

# The releases of half a year. A model that does not say when it was made counts.
releases := [{"subject": evidence.named("openai_model_release", m.config.id, m), "model": m} |
	some m in input.resources.openai_model
	not set_aside(m)
]

set_aside(m) if when.ns(m.config.created) < when.now - (180 * when.day)

# There is time left to decide on it.
set_aside(m) if workdays.end(m.config.created, 5) > when.now

subjects contains r.subject if some r in releases

# METADATA
# scope: document
# title: a decision on it is recorded
# custom:
#   of: openai_model_release
#   field: config.id
met.decided contains evidence.shown(r.subject, d, ["config", "outcome"]) if {
	some r in releases
	some d in decisions(r.model.config.id)
}

decisions(model) := [d |
	some d in input.lookup.record_model_release.identifiers[model]
	d.config.outcome in {"approved", "deferred", "rejected"}
	when.past(d.config.decided_at)
]

# METADATA
# scope: document
# title: nobody used it before it was approved
# custom:
#   of: openai_model_release
#   field: config.id
#   survives:
#   - path: openai_usage config.model
#     reason: Use is asked for by model, so that what names none is of none (API reference, Usage, group_by).
met.not_used_before contains evidence.shown(r.subject, r.model, ["config", "id"]) if {
	some r in releases
	count(uses(r.model.config.id)) == 0
}

met.not_used_before contains evidence.shown(r.subject, d, ["config", "decided_at"]) if {
	some r in releases
	count(uses(r.model.config.id)) > 0
	some d in decisions(r.model.config.id)
	d.config.outcome == "approved"
	count([u | some u in uses(r.model.config.id); not in_order(u, d)]) == 0
}

violations.not_used_before contains evidence.shown(r.subject, u, ["derived", "first"]) if {
	some r in releases
	some u in uses(r.model.config.id)
	count([d | some d in decisions(r.model.config.id); d.config.outcome == "approved"; in_order(u, d)]) == 0
}

# To use a model that was tuned from it is to use it.
uses(model) := [u | some u in input.resources.openai_usage; openai.base(u.config.model) == model]

# Use is told by days: a decision of the same day goes before it.
in_order(u, d) if when.ns(d.config.decided_at) < when.ns(u.derived.first) + when.day
