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

# What each policy denies, and where it is attached.
policies := [{"policy": p, "targets": targets, "always": denied(p, set()), "elsewhere": denied(p, {"aws:requestedregion"})} |
	some p in input.resources.aws_organizations_policy
	p.config.PolicySummary.Type == "SERVICE_CONTROL_POLICY"
	targets := {t.TargetId | some t in p.parts.ListTargetsForPolicy.Targets}
]

# The services of which a policy denies all actions on all resources, under a condition with just these keys.
denied(p, keys) := {service |
	some s in p.config.Content.Statement
	s.Effect == "Deny"
	some r in evidence.list(s.Resource)
	iam.everything(r)
	condition_keys(s) - {"aws:principalarn"} == keys
	every operator, _ in object.get(s, "Condition", {}) { contains(operator, "Not") }
	some service in services
	whole(s, service)
}

# Keys of conditions are compared in any case. Some principals may be let off.
condition_keys(s) := {lower(key) |
	some values in object.get(s, "Condition", {})
	some key, _ in values
}

whole(s, service) if {
	some pattern in evidence.list(s.Action)
	iam.whole(pattern, service)
}

whole(s, service) if {
	s.NotAction
	every pattern in evidence.list(s.NotAction) { not iam.matches(split(pattern, ":")[0], service) }
}

# The policies that bind an account: attached to it, to a unit above it, or to the root.
binding(a) := [p |
	above := {a.config.Id} | {x | some x in a.derived.ancestors}
	some p in policies
	count(p.targets & above) > 0
]

# METADATA
# scope: document
# title: the AI services that are not approved are denied
# custom:
#   of: aws_organizations_account
#   field: config.Id
met.services contains evidence.shown(a, p.policy, ["config", "Content"]) if {
	some a in accounts
	found := binding(a)
	count((services - approved) - union({p.always | some p in found})) == 0
	some p in found
	count(p.always - approved) > 0
}

# METADATA
# scope: document
# title: approved AI services are denied outside the approved regions
# custom:
#   of: aws_organizations_account
#   field: config.Id
met.regions contains evidence.shown(a, p.policy, ["config", "Content"]) if {
	some a in accounts
	found := binding(a)
	count(approved - union({p.elsewhere | some p in found})) == 0
	some p in found
	count(p.elsewhere & approved) > 0
}
