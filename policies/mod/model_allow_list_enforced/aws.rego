# METADATA
# scope: package
# title: Service control policies deny models of Bedrock that are not approved
# custom:
#   remediation: Attach a service control policy to the root that denies bedrock:InvokeModel* on all but the ARNs of approved models (NotResource), and aws-marketplace:Subscribe outside the approved products.
package aismm.mod.model_allow_list_enforced.aws

import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.models

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
calls if {
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
}

subjects contains evidence.subject(input.boundary) if calls

account := [a | some a in input.enclosing.resources.aws_organizations_account; a.config.Id == input.boundary.account]

# The denials that bind this account.
binding := [d |
	some a in account
	some p in input.enclosing.resources.aws_organizations_policy
	iam.binds(p, a)
	some d in iam.denials(p)
]

# Somebody in the account whom nobody thought of: what denies it to them denies it to all but those that it lets off.
callers := {c | some a in account; some c in iam.anybody(a)}

# What calls a model (Service Authorization Reference: Amazon Bedrock). Converse is authorized by the same.
invocations := {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"}

# METADATA
# scope: document
# title: calls of all but approved models are denied to it
# custom:
#   of: boundary
#   field: account
#   # The element Condition is optional (IAM User Guide, IAM JSON policy elements: Condition); an approval without an end does not end.
#   absent: {config.Content.Statement.Condition: {}, config.expires_at: "2200-12-31T00:00:00Z"}
#   survives:
#   - path: config.Content.Statement.Condition.ArnNotLike.aws:PrincipalArn
#     reason: The caller is one that nobody named, so that whoever else is let off, it is denied.
met.models contains evidence.shown(input.boundary, d.policy, array.concat(d.path, ["NotResource"])) if {
	calls
	some d in binding
	every action in invocations { iam.about(d.statement, action) }
	count(callers) > 0
	every caller in callers { iam.holds(d.statement, {"aws:principalarn": caller}) }
	patterns := evidence.list(d.statement.NotResource)
	count(patterns) > 0
	every p in patterns { no_wider(p) }
}

# A call through an inference profile is authorized on the models behind it as well, so that any profile may be let through.
no_wider(pattern) if regex.match(`^arn:[^:/]*:bedrock:[^:/]*:[^:/]*:(application-)?inference-profile/`, pattern)

# A pattern of ids must be one of the registry, or narrower.
no_wider(pattern) if {
	regex.match(`^arn:[^:/]*:bedrock:[^:/]*:[^:/]*:foundation-model/`, pattern)
	count(models.approved(bedrock.tail(pattern))) > 0
}

# A model of the organization's own.
no_wider(pattern) if count(models.approved(pattern)) > 0

# METADATA
# scope: document
# title: subscriptions to products of AWS Marketplace that are not approved are denied to it
# custom:
#   of: boundary
#   field: account
#   # The element Condition is optional (IAM User Guide, IAM JSON policy elements: Condition).
#   absent: {config.Content.Statement.Condition: {}}
#   survives:
#   - path: config.Content.Statement.Condition.ArnNotLike.aws:PrincipalArn
#     reason: The caller is one that nobody named, so that whoever else is let off, it is denied.
#   - path: config.Content.Statement.Condition.StringEquals.aws-marketplace:ProductId
#     reason: The product is one that nobody named, so that a denial of some products never holds for it.
met.subscriptions contains evidence.shown(input.boundary, d.policy, d.path) if {
	calls
	some d in binding
	iam.about(d.statement, "aws-marketplace:Subscribe")
	some r in evidence.list(d.statement.Resource)
	iam.everything(r)
	count(callers) > 0
	every caller in callers { iam.holds(d.statement, {"aws:principalarn": caller, "aws-marketplace:productid": "~any-product~"}) }
	let_through := products(d.statement)
	count(let_through - {x | some x in input.settings.approved_marketplace_products}) == 0
}

# The products that the conditions of a statement leave out.
products(s) := {v |
	some operator, tests in object.get(s, "Condition", {})
	some key, values in tests
	lower(key) == "aws-marketplace:productid"
	some v in evidence.list(values)
}
