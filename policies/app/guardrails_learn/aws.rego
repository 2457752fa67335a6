# METADATA
# scope: package
# title: Guardrails changed between the confirmation of a bypass or false block and its fix
# custom:
#   remediation: Turn each confirmed case into a change of the guardrail and release a version before the case is closed as fixed.
#   survives:
#   - path: record_incident config.fixed_at
#     reason: A case without it is not fixed yet, so that no change of a guardrail is due here. Whether cases are fixed in time is judged on the records.
#   - path: record_incident config.guardrail_id
#     reason: A case without it names no guardrail that could be judged. The case itself is judged on the records.
package aismm.app.guardrails_learn.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

# Fixed cases, but for those that say that they are something else, or that they were confirmed at another time than in the trailing 90 days.
cases := [i |
	some i in input.records.record_incident
	i.config.fixed_at
	not something_else(i)
	not at_another_time(i)
]

something_else(i) if {
	i.config.type != ""
	not spelled(i.config.type) in {"false_block", "guardrail_bypass"}
}

# Trackers write "Guardrail bypass" and "guardrail_bypass".
spelled(type) := regex.replace(lower(type), `[^a-z0-9]+`, "_")

at_another_time(i) if {
	i.config.confirmed_at
	not when.within_days(i.config.confirmed_at, 90)
}

of_guardrail(g) := [i | some i in cases; i.config.guardrail_id in {g.id, g.config.guardrailId}]

judged := [g | some g in input.resources.aws_bedrock_guardrail; count(of_guardrail(g)) > 0]

subjects contains evidence.subject(g) if some g in judged

# When a guardrail changed: the last change of its working draft, and the releases of its versions.
changes(g) := array.concat(
	[{"path": ["config", "updatedAt"], "at": g.config.updatedAt} | g.config.updatedAt],
	[{"path": ["parts", "ListGuardrails", i, "createdAt"], "at": v.createdAt} | some i, v in g.parts.ListGuardrails],
)

answering(g, i) := [c |
	some c in changes(g)
	when.ns(c.at) >= when.ns(i.config.confirmed_at)
	when.ns(c.at) <= when.ns(i.config.fixed_at)
]

# METADATA
# scope: document
# title: for each of its fixed cases it changed, or a version was released, between confirmation and fix
# custom:
#   of: aws_bedrock_guardrail
#   field: config.updatedAt
#   survives:
#   - path: config.fixed_at
#     reason: A case without it is not fixed yet, so that no change of a guardrail is due here. Whether cases are fixed in time is judged on the records.
#   - path: config.guardrail_id
#     reason: A case without it names no guardrail that could be judged. The case itself is judged on the records.
met.changed contains evidence.at(g, c.path) if {
	some g in judged
	every i in of_guardrail(g) { count(answering(g, i)) > 0 }
	some i in of_guardrail(g)
	some c in answering(g, i)
}
