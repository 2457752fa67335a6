# METADATA
# scope: package
# title: AI policy statements are enforced by rules that are deployed
# custom:
#   remediation: Write the missing organization policy, attach it, and link it to the statement.
#   survives:
#   - path: record_policy config.statements
#     reason: Where no statement is listed, the policy itself is the subject, and fails as one that nothing enforces.
#   - path: record_policy config.statements.id
#     reason: A statement without an id is called by its number and judged alike.
#   - path: record_policy
#     reason: A policy whose statements could not be read is the subject in their place, and unknown.
package aismm.gov.policy_as_code.records

import data.aismm.lib.evidence

policies := [p | some p in input.records.record_policy; not set_aside(p)]

set_aside(p) if p.config.topic != "ai"

set_aside(p) if p.config.type in {"guideline", "procedure"}

set_aside(p) if p.config.status in {"draft", "retired", "superseded"}

statements := [{"policy": p, "id": concat("/", [p.id, label(i, s)]), "says": s, "at": ["config", "statements", i]} |
	some p in policies
	some i, s in p.config.statements
]

label(_, s) := s.id

label(i, s) := format_int(i + 1, 10) if not s.id

# Left out is only what is called not enforceable, with a reason.
judged := [s | some s in statements; not excused(s.says)]

excused(says) if {
	says.enforceable == false
	says.reason != ""
}

subject(s) := evidence.named("policy_statement", s.id, s.policy)

subjects contains subject(s) if some s in judged

# A policy whose statements nobody lists counts as one that nothing enforces.
subjects contains evidence.subject(p) if {
	some p in policies
	not listed(p)
}

listed(p) if count(p.config.statements) > 0

subjects contains evidence.subject(input.boundary) if count(statements) > 0

# Only organization policies of AWS are read so far; the kinds of other platforms join them here when they are collected.
# A policy that AWS manages, such as FullAWSAccess, enforces nothing of the organization's own.
rules := [r |
	some r in input.enclosing.resources.aws_organizations_policy
	r.config.PolicySummary.AwsManaged == false
	count(r.parts.ListTargetsForPolicy.Targets) > 0
]

# METADATA
# scope: document
# title: it names a rule that is deployed
# custom:
#   of: [policy_statement, record_policy]
#   field: id
met.enforced contains evidence.shown(subject(s), r, ["parts", "ListTargetsForPolicy", "Targets"]) if {
	some s in judged
	some r in rules
	some name in [r.id, r.config.PolicySummary.Id]
	name in s.says.enforced_by
}

# METADATA
# scope: document
# title: at most 30 percent of the statements are called not enforceable
# custom:
#   of: boundary
#   field: id
met.mostly_enforceable contains evidence.shown(input.boundary, s.policy, ["config", "statements"]) if {
	some s in statements
	count(soft) + count(silent) <= limit
}

unclear.mostly_enforceable contains evidence.shown(input.boundary, s.policy, array.concat(s.at, ["enforceable"])) if {
	some s in silent
	count(soft) <= limit
	count(soft) + count(silent) > limit
}

unclear.mostly_enforceable contains evidence.shown(input.boundary, p, ["id"]) if {
	some p in policies
	count(p.missing) > 0
}

soft := [s | some s in statements; s.says.enforceable == false]

# Statements that do not say whether they are enforceable.
silent := [s | some s in statements; not says(s)]

says(s) if is_boolean(s.says.enforceable)

limit := 0.3 * count(statements)
