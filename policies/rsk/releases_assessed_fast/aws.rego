# METADATA
# scope: package
# title: Models that are new in Amazon Bedrock were decided on before they were used
# custom:
#   remediation: Enter the release with its decision, and keep the model out of use (by policy of the organization) until it is approved.
package aismm.rsk.releases_assessed_fast.aws

import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.when
import data.aismm.lib.workdays

# One for each model, in however many regions it is offered.
launched := [m | some m in input.resources.aws_bedrock_foundation_model; not set_aside(m)]

set_aside(m) if when.ns(m.config.modelLifecycle.startOfLifeTime) < when.now - (180 * when.day)

# There is time left to decide on it.
set_aside(m) if workdays.end(m.config.modelLifecycle.startOfLifeTime, 5) > when.now

# What is on its way out is not new.
set_aside(m) if m.config.modelLifecycle.status == "LEGACY"

subjects contains evidence.named("bedrock_model", m.config.modelId, m) if some m in launched

of_model(m) := {"ref": concat(":", ["bedrock_model", m.config.modelId])}

# METADATA
# scope: document
# title: it was decided on
# custom:
#   of: bedrock_model
#   field: id
met.decided contains evidence.shown(of_model(m), r, ["config", "outcome"]) if {
	some m in launched
	some r in releases(m)
}

releases(m) := [r |
	some r in input.lookup.record_model_release.identifiers[m.config.modelId]
	when.past(r.config.decided_at)
	r.config.outcome in {"approved", "rejected", "deferred"}
]

# METADATA
# scope: document
# title: it was not used before it was approved
# custom:
#   of: bedrock_model
#   field: id
#   survives:
#   - path: aws_bedrock_inference_profile
#     reason: The id of a profile that AWS defines names its model, whatever its list of models would say.
met.not_used_before contains evidence.shown(of_model(m), m, ["config", "modelId"]) if {
	some m in launched
	count(early(m)) == 0
}

violations.not_used_before contains evidence.shown(of_model(m), u, ["parts", "GetMetricData", "Timestamps"]) if {
	some m in launched
	some u in early(m)
}

# Use of it on a day that ended before its approval, or without one. A metric that does not say when is early.
early(m) := [u |
	some c in calls
	c.id == m.config.modelId
	u := c.usage
	not in_order(m, u)
]

calls := [{"id": id, "usage": u} |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
	some id in bedrock.behind(u.derived.model_id)
]

in_order(m, u) if {
	some r in releases(m)
	r.config.outcome == "approved"
	when.ns(r.config.decided_at) < first_day(u) + when.day
}

first_day(u) := min([when.ns(u.parts.GetMetricData.Timestamps[i]) | some i, n in u.parts.GetMetricData.Values; n > 0])

# Of a model that does not say when it came, nobody knows if it is new.
unclear.decided contains evidence.shown(of_model(m), m, ["config", "modelLifecycle", "startOfLifeTime"]) if {
	some m in undated
	count(releases(m)) == 0
}

unclear.not_used_before contains evidence.shown(of_model(m), m, ["config", "modelLifecycle", "startOfLifeTime"]) if {
	some m in undated
	count(early(m)) > 0
}

undated := [m | some m in launched; not m.config.modelLifecycle.startOfLifeTime]

# A decision that could not be read whole may be the one that is missing.
unclear.decided contains evidence.shown(of_model(m), r, ["id"]) if {
	some m in launched
	count(releases(m)) == 0
	some r in damaged
	not of_others(r, m)
}

unclear.not_used_before contains evidence.shown(of_model(m), r, ["id"]) if {
	some m in launched
	count(early(m)) > 0
	some r in damaged
	not of_others(r, m)
}

unclear.not_used_before contains evidence.shown(of_model(m), u, ["id"]) if {
	some m in launched
	some u in early(m)
	count(u.missing) > 0
}

# Nor is it known what was called under a name that leads nowhere, such as that of a profile which could not be read.
unclear.not_used_before contains evidence.shown(of_model(m), u, ["id"]) if {
	some m in launched
	count(early(m)) == 0
	some u in opaque
}

opaque := [u |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
	not told(u)
]

told(u) if {
	some id in bedrock.behind(u.derived.model_id)
	not regex.match(`:(application-inference-profile|inference-profile|provisioned-model)/`, id)
}

damaged := [r | some r in input.records.record_model_release; count(r.missing) > 0]

of_others(r, m) if {
	is_array(r.config.identifiers)
	not m.config.modelId in r.config.identifiers
}
