# METADATA
# scope: package
# title: Service control policies deny AI services and regions that are not approved
# custom:
#   judges: organization
#   remediation: Attach a service control policy to the root that denies the other AI services, and the approved ones outside the approved regions.
package aismm.org.ai_service_boundary_enforced.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam

# Suspended and closed accounts run nothing. Service control policies never bind the management account.
accounts := [a | some a in input.resources.aws_organizations_account; not apart(a)]

apart(a) if a.config.State in {"CLOSED", "PENDING_CLOSURE", "SUSPENDED"}

apart(a) if a.config.Id == a.derived.management_account_id

subjects contains evidence.counted_for(a, concat(":", ["aws", a.config.Id])) if some a in accounts

# The prefixes of the actions of AI services (Service Authorization Reference).
services := {
	"bedrock", "bedrock-agentcore", "comprehend", "kendra", "lex", "personalize", "polly", "q", "qbusiness", "rekognition", "sagemaker",
	"textract", "transcribe", "translate",
}

approved := {lower(s) | some s in input.settings.approved_ai_services} & services

# The denials, on all resources, of all actions of some AI services.
denials := [object.union(d, {"services": whole_services}) |
	some p in input.resources.aws_organizations_policy
	some d in iam.denials(p)
	some r in evidence.list(d.statement.Resource)
	iam.everything(r)
	whole_services := {service | some service in services; whole(d.statement, service)}
	count(whole_services) > 0
]

whole(s, service) if {
	some pattern in evidence.list(s.Action)
	iam.whole(pattern, service)
}

whole(s, service) if {
	s.NotAction
	every pattern in evidence.list(s.NotAction) { not iam.matches(split(pattern, ":")[0], service) }
}

# The denials that bind an account.
binding(a) := [d | some d in denials; iam.binds(d.policy, a)]

# Those that hold for everybody in the account, though some principals may be let off: always, and in a region that nobody approved.
always(a) := [d |
	some d in binding(a)
	every caller in iam.anybody(a) { iam.holds(d.statement, {"aws:principalarn": caller}) }
]

elsewhere(a) := [d |
	some d in binding(a)
	every caller in iam.anybody(a) {
		iam.holds(d.statement, {"aws:principalarn": caller, "aws:requestedregion": "~any-region~"})
	}
]

# METADATA
# scope: document
# title: the AI services that are not approved are denied
# custom:
#   of: aws_organizations_account
#   field: config.Id
#   absent: {config.Content.Statement.Condition: {}} # the element is optional (IAM User Guide, IAM JSON policy elements: Condition)
met.services contains evidence.shown(a, d.policy, ["config", "Content"]) if {
	some a in accounts
	found := always(a)
	count((services - approved) - union({d.services | some d in found})) == 0
	some d in found
	count(d.services - approved) > 0
}

# METADATA
# scope: document
# title: approved AI services are denied outside the approved regions
# custom:
#   of: aws_organizations_account
#   field: config.Id
#   absent: {config.Content.Statement.Condition: {}} # the element is optional (IAM User Guide, IAM JSON policy elements: Condition)
#   survives:
#   - path: config.Content.Statement.Condition.StringNotEquals.aws:RequestedRegion
#     reason: The region that is asked for is none that anybody named, so that whichever regions are left out, it is denied.
met.regions contains evidence.shown(a, d.policy, ["config", "Content"]) if {
	some a in accounts
	found := elsewhere(a)
	count(approved - union({d.services | some d in found})) == 0
	some d in found
	count(d.services & approved) > 0
}
