# METADATA
# scope: package
# title: AI risk scores follow posture and provider signals without manual updates
# custom:
#   remediation: Feed the results of this tool, incidents and signals about providers into the risk register, recompute scores at least weekly, and open a task for each breach of a limit.
package aismm.rsk.risk_scores_live.records

import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.register
import data.aismm.lib.when

# What a score must rest on.
needed := array.concat(
	[{"thing": s, "inputs": {"posture", "incidents"}} | some s in register.production],
	[{"thing": p, "inputs": {"posture", "incidents", "external_signals"}} | some p in providers.critical],
)

subjects contains evidence.subject(n.thing) if some n in needed

# Scores that automation computed in the last week.
live(id) := [r |
	some r in input.lookup.record_risk.subject_id[id]
	r.config.computed_by == "automation"
	when.within_days(r.config.computed_at, 7)
]

# METADATA
# scope: document
# title: automation computed a risk score for it within 7 days
# custom:
#   of: [record_ai_system, record_provider]
#   field: id
met.computed contains evidence.shown(n.thing, r, ["config", "computed_at"]) if {
	some n in needed
	some r in live(n.thing.id)
}

# METADATA
# scope: document
# title: that score rests on posture and incidents, and for a provider on outside signals
# custom:
#   of: [record_ai_system, record_provider]
#   field: id
met.inputs contains evidence.shown(n.thing, r, ["config", "inputs"]) if {
	some n in needed
	some r in live(n.thing.id)
	count(n.inputs - {i | some i in r.config.inputs}) == 0
}

# METADATA
# scope: document
# title: every breach of its limit opened a task
# custom:
#   of: [record_ai_system, record_provider]
#   field: id
met.tasks contains evidence.at(n.thing, ["id"]) if {
	some n in needed
	count(live(n.thing.id)) > 0
	count(untasked(n.thing.id)) == 0
}

violations.tasks contains evidence.shown(n.thing, r, ["config", "breaches"]) if {
	some n in needed
	some r in untasked(n.thing.id)
}

# Risks of it that do not list their breaches, or list one without a task.
untasked(id) := [r | some r in input.lookup.record_risk.subject_id[id]; not followed_up(r)]

followed_up(r) if {
	is_array(r.config.breaches)
	count([b | some b in r.config.breaches; not tasked(b)]) == 0
}

tasked(b) if b.task_ref != ""
