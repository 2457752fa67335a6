# METADATA
# scope: package
# title: Accounts refuse calls of models without the required guardrail
# custom:
#   remediation: Enforce a released guardrail on all models, for the account in every region that is used or by a Bedrock policy of the organization; or refuse calls that name no guardrail by a service control policy or in all identity policies.
package aismm.app.guardrails_enforced_centrally.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.iam

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
called := [u | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0]

# Nothing in a test account is in production.
production if not input.boundary.account in {id | some id in input.settings.test_accounts}

subjects contains evidence.subject(input.boundary) if {
	production
	count(called) > 0
}

# What calls a model (Service Authorization Reference: Amazon Bedrock). Converse is InvokeModel.
calls := {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"}

# What is enforced, if its guardrail is sound: one of this account is strict and complete, one of another account is that account's business.
sound := [e | some e in guardrails.enforced; is_sound(e)]

is_sound(e) if split(e.arn, ":")[4] != input.boundary.account

is_sound(e) if {
	some g in input.lookup.aws_bedrock_guardrail.id[e.arn]
	some v in g.parts.GetGuardrail
	v.version == e.version
	guardrails.strict_filter(v) >= 0
	guardrails.complete(v)
}

guarding(u) := [e |
	some e in sound
	e.region == u.region
	guardrails.holds_for(e, u.derived.model_id)
]

# The denials of a call without a guardrail, for everybody and on all models, by service control policies that bind the account.
refusals(call) := [d |
	some a in input.enclosing.resources.aws_organizations_account
	a.config.Id == input.boundary.account
	some p in input.enclosing.resources.aws_organizations_policy
	iam.binds(p, a)
	some d in iam.denials(p)
	iam.about(d.statement, call)
	some r in evidence.list(d.statement.Resource)
	iam.everything(r)
	every caller in iam.anybody(a) { iam.holds(d.statement, {"aws:principalarn": caller, "bedrock:guardrailidentifier": null}) }
]

principals := [p |
	some list in [input.resources.aws_iam_role, input.resources.aws_iam_user]
	some p in list
	not of_service(p)
]

# A service-linked role belongs to AWS, which alone can change it.
of_service(p) if {
	p.kind == "aws_iam_role"
	startswith(p.config.Path, "/aws-service-role/")
}

# The documents of a principal's policies, with the places where they stand.
documents(p) := array.concat(
	[{"of": p, "path": d.path, "document": d.document} | some d in iam.inline(p)],
	[{"of": m, "path": ["config", "PolicyVersionList", i, "Document"], "document": object.get(v, "Document", {})} |
		some a in iam.attached(p)
		some m in input.lookup.aws_iam_policy.Arn[a.arn]
		some i, v in m.config.PolicyVersionList
	],
)

statements(p) := [{"of": d.of, "path": array.concat(d.path, ["Statement", i]), "statement": s} |
	some d in documents(p)
	some i, s in d.document.Statement
]

# The statements that may allow a call.
allowing(p, call) := [s |
	some s in statements(p)
	not s.statement.Effect == "Deny"
	may_allow(s.statement, call)
]

may_allow(s, call) if iam.about(s, call)

# A statement that says neither what it is about nor what not may be about everything.
may_allow(s, _) if {
	not s.Action
	not s.NotAction
}

# Whether a principal itself refuses the call without a guardrail.
refuses(p, call) if {
	some s in statements(p)
	s.statement.Effect == "Deny"
	iam.about(s.statement, call)
	some r in evidence.list(s.statement.Resource)
	iam.everything(r)
	iam.holds(s.statement, {"aws:principalarn": p.config.Arn, "bedrock:guardrailidentifier": null})
}

# Whether a statement allows nothing without a guardrail: it has a condition on the guardrail that a call without one cannot meet.
demands(s) if {
	some operator, tests in s.Condition
	iam.comparison(lower(operator)) in iam.asserted
	not endswith(lower(operator), "ifexists")
	not startswith(lower(operator), "forallvalues:")
	some key in object.keys(tests)
	lower(key) == "bedrock:guardrailidentifier"
}

demands(s) if {
	some operator, tests in s.Condition
	lower(operator) == "null"
	some key, values in tests
	lower(key) == "bedrock:guardrailidentifier"
	{iam.flag(v) | some v in evidence.list(values)} == {"false"}
}

# The principals that may call a model without a guardrail, or whose rights are not all known.
loose := [p | some p in principals; is_loose(p)]

found(arn) if count(input.lookup.aws_iam_policy.Arn[arn]) > 0

is_loose(p) if not iam.told(p)

is_loose(p) if {
	some a in iam.attached(p)
	not found(a.arn)
}

is_loose(p) if {
	some d in documents(p)
	not d.document.Statement
}

is_loose(p) if {
	some call in calls
	some s in allowing(p, call)
	not demands(s.statement)
	not refuses(p, call)
}

# METADATA
# scope: document
# title: a sound guardrail is enforced on all models that it calls, or calls without a guardrail are refused
# custom:
#   of: boundary
#   field: id
#   # Enforcement that names no models holds for all (Amazon Bedrock API reference: AccountEnforcedGuardrailOutputConfiguration); a filter blocks unless it says otherwise
#   # (GuardrailContentFilter); the element Condition of a statement is optional (IAM User Guide, IAM JSON policy elements), and a path that nobody gave is / (IAM API reference, Role).
#   absent:
#     config.Path: /
#     config.RolePolicyList.PolicyDocument.Statement.Condition: {}
#     config.modelEnforcement: {includedModels: [ALL], excludedModels: []}
#     config.Content.Statement.Condition: {}
#     parts.GetGuardrail.contentPolicy.filters.inputAction: BLOCK
#     parts.GetGuardrail.contentPolicy.filters.inputEnabled: true
#     parts.GetGuardrail.contentPolicy.filters.inputModalities: [TEXT]
#     parts.GetGuardrail.contentPolicy.filters.outputModalities: [TEXT]
#     parts.GetGuardrail.contentPolicy.filters.outputAction: BLOCK
#     parts.GetGuardrail.contentPolicy.filters.outputEnabled: true
met.enforced contains evidence.shown(input.boundary, e.of, e.path) if {
	every u in called { count(guarding(u)) > 0 }
	some u in called
	some e in guarding(u)
}

met.enforced contains evidence.shown(input.boundary, d.policy, d.path) if {
	every call in calls { count(refusals(call)) > 0 }
	some call in calls
	some d in refusals(call)
}

# Somebody calls models: where no principal is seen to have the right, not all rights are seen.
met.enforced contains evidence.at(input.boundary, ["id"]) if {
	count(loose) == 0
	some p in principals
	some call in calls
	some s in statements(p)
	s.statement.Effect == "Allow"
	iam.about(s.statement, call)
}
