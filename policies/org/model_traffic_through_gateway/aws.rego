# METADATA
# scope: package
# title: Only the AI gateway's identities may call models of Amazon Bedrock
# custom:
#   remediation: Give the application a route through the gateway and take the right to call models from its role, or let a service control policy refuse these calls to all but the gateway.
#   survives:
#   - path: aws_iam_role config.RolePolicyList.PolicyDocument.Statement.Condition
#     reason: The element is optional; a denial without it always holds (IAM User Guide, IAM JSON policy elements, Condition).
package aismm.org.model_traffic_through_gateway.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.production
import data.aismm.lib.systems
import data.aismm.lib.when

# What calls a model (Service Authorization Reference: Amazon Bedrock, Amazon Bedrock powered by AWS Mantle). Converse is InvokeModel.
calls := {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock-mantle:CreateInference"}

principals := [object.union(p, {"calls": allowed}) |
	some list in [input.resources.aws_iam_role, input.resources.aws_iam_user]
	some p in list
	not apart(p)
	allowed := granted(p) - forbidden(p)
	count(allowed) > 0
]

# Nothing in the account is in production.
apart(_) if input.boundary.account in {id | some id in input.settings.test_accounts}

# A service-linked role belongs to AWS, which alone can change it.
apart(p) if startswith(p.config.Path, "/aws-service-role/")

apart(r) if for_people(r)

apart(p) if production.outside(p)

# Only people assume it, by signing in at an identity provider: applications are judged here.
for_people(r) if {
	count(r.config.AssumeRolePolicyDocument.Statement) > 0
	every s in r.config.AssumeRolePolicyDocument.Statement {
		is_object(s.Principal)
		object.keys(s.Principal) == {"Federated"}
		every f in evidence.list(s.Principal.Federated) { contains(f, ":saml-provider/") }
	}
}

# What managed policies allow and forbid.
managed := {p.config.Arn: {"granted": given(statements), "forbidden": taken(statements)} |
	some p in input.resources.aws_iam_policy
	statements := [s | some v in p.config.PolicyVersionList; some s in v.Document.Statement]
	count(statements) > 0
}

granted(p) := union({given(d.document.Statement) | some d in iam.inline(p)} | {managed[a.arn].granted | some a in iam.attached(p)}) | unread(p)

forbidden(p) := union({taken(d.document.Statement) | some d in iam.inline(p)} | {managed[a.arn].forbidden | some a in iam.attached(p)})

# What could not be read may allow every call.
unread(p) := calls if not iam.told(p)

else := calls if {
	some a in iam.attached(p)
	not managed[a.arn]
}

else := calls if {
	some d in iam.inline(p)
	not d.document.Statement
}

else := set()

given(statements) := {call | some s in statements; not s.Effect == "Deny"; some call in calls; may_allow(s, call)}

may_allow(s, call) if iam.about(s, call)

# A statement that says neither what it is about nor what not may be about everything.
may_allow(s, _) if {
	not s.Action
	not s.NotAction
}

# What is forbidden on all resources, and under no condition.
taken(statements) := {call |
	some s in statements
	s.Effect == "Deny"
	count(object.get(s, "Condition", {})) == 0
	some r in evidence.list(s.Resource)
	iam.everything(r)
	some call in calls
	iam.about(s, call)
}

subjects contains evidence.subject(p) if some p in principals

# METADATA
# scope: document
# title: it is an identity of the gateway, it is exempt with an exception that is open, or service control policies refuse its calls
# custom:
#   of: [aws_iam_role, aws_iam_user]
#   field: config.Arn
#   absent: {config.Content.Statement.Condition: {}} # the element is optional (IAM User Guide, IAM JSON policy elements: Condition)
met.gateway contains evidence.at(p, ["config", "Arn"]) if {
	some p in principals
	p.config.Arn in {id | some id in input.settings.gateway_identities}
}

met.gateway contains evidence.at(p, ["id"]) if {
	some p in principals
	owners := systems.of(p)
	count(owners) > 0
	count([o | some o in owners; not exempt(o)]) == 0
}

exempt(s) if {
	s.config.gateway == "exempt"
	some e in input.lookup.record_exception.system_id[s.id]
	e.config.objective_id == "ORG-L4-3"
	e.config.status == "open"
	e.config.approved_by != ""
	when.past(e.config.approved_at)
	when.future(e.config.expires_at)
}

met.gateway contains evidence.shown(p, d.policy, d.path) if {
	some p in principals
	refusals := [object.union(d, {"call": call}) | some d in denials; some call in p.calls; refuses(d, call, p)]
	{d.call | some d in refusals} == p.calls
	some d in refusals
}

# The denials of calls, on all resources, that bind the account.
denials := [d |
	some a in input.enclosing.resources.aws_organizations_account
	a.config.Id == input.boundary.account
	some p in input.enclosing.resources.aws_organizations_policy
	iam.binds(p, a)
	some d in iam.denials(p)
	some r in evidence.list(d.statement.Resource)
	iam.everything(r)
]

refuses(d, call, p) if {
	iam.about(d.statement, call)
	iam.holds(d.statement, {"aws:principalarn": p.config.Arn})
}
