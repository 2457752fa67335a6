# METADATA
# scope: package
# title: Roles and users with rights on AI services hold no wide rights
# custom:
#   remediation: Replace the wide policy by one that lists actions and resources.
package aismm.iam.no_broad_ai_permissions.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam

# A principal whose rights nobody could work out counts.
principals := [p |
	some list in [input.resources.aws_iam_role, input.resources.aws_iam_user]
	some p in list
	not apart(p)
]

apart(p) if p.derived.ai_services == []

# A service-linked role belongs to AWS, which alone can change it.
apart(p) if startswith(p.config.Path, "/aws-service-role/")

subjects contains evidence.subject(p) if some p in principals

attached := [{"of": p, "path": a.path, "arn": a.arn} | some p in principals; some a in iam.attached(p)]

inline := [{"of": p, "path": d.path, "document": d.document} | some p in principals; some d in iam.inline(p)]

told := {p.ref | some p in principals; iam.told(p)}

full_access := {"AdministratorAccess", "AmazonBedrockFullAccess", "AmazonSageMakerFullAccess", "BedrockAgentCoreFullAccess"}

# A policy of AWS's own has the account "aws".
gives_full_access(arn) if {
	["arn", _, "iam", _, "aws", rest] = split(arn, ":")
	parts := split(rest, "/")
	parts[count(parts) - 1] in full_access
}

# METADATA
# scope: document
# title: no full-access policy of AWS is attached to it or its groups
# custom:
#   of: [aws_iam_role, aws_iam_user]
#   field: config.AttachedManagedPolicies
#   covers:
#     - aws-sample-aiml-assessment:AC-02
#     - aws-sample-aiml-assessment:AG-16
#     - aws-sample-aiml-assessment:BR-01
#     - cnspec:mondoo-aws-security-sagemaker-domain-default-role-not-admin
#     - cnspec:mondoo-aws-security-sagemaker-job-role-not-admin
#     - cnspec:mondoo-aws-security-sagemaker-notebook-role-not-admin
#     - prowler-proposed:bedrockagentcore_full_access_policy_attached
#     - prowler:bedrock_full_access_policy_attached
met.attached contains evidence.at(p, ["config", "AttachedManagedPolicies"]) if {
	holding := {a.of.ref | some a in attached; gives_full_access(a.arn)}
	some p in principals
	p.ref in told
	not p.ref in holding
}

violations.attached contains evidence.at(a.of, a.path) if {
	some a in attached
	gives_full_access(a.arn)
}

# METADATA
# scope: document
# title: none of its policies allows all actions of an AI service, or all actions, on everything
# custom:
#   of: [aws_iam_role, aws_iam_user]
#   field: id
#   covers:
#     - aws-sample-aiml-assessment:AC-02
#     - aws-sample-aiml-assessment:AG-16
#     - cnspec:mondoo-aws-security-sagemaker-domain-default-role-not-admin
#     - cnspec:mondoo-aws-security-sagemaker-job-role-not-admin
#     - cnspec:mondoo-aws-security-sagemaker-notebook-role-not-admin
met.services contains evidence.at(p, ["id"]) if {
	some p in principals
	p.ref in told
	not p.ref in broad.services
}

violations.services contains row if some row in blamed("services")

# METADATA
# scope: document
# title: none of its policies allows to subscribe to everything in the marketplace without a condition
# custom:
#   of: [aws_iam_role, aws_iam_user]
#   field: id
#   covers:
#     - aws-sample-aiml-assessment:BR-03
#     - prowler:iam_inline_policy_no_wildcard_marketplace_subscribe
#     - prowler:iam_policy_no_wildcard_marketplace_subscribe
met.marketplace contains evidence.at(p, ["id"]) if {
	some p in principals
	p.ref in told
	not p.ref in broad.marketplace
}

violations.marketplace contains row if some row in blamed("marketplace")

aspects := {"marketplace", "services"}

# The managed policies that are narrow. One that was not found, or has no document, is not.
narrow_policies[aspect] := {p.config.Arn |
	some p in input.resources.aws_iam_policy
	some v in p.config.PolicyVersionList
	narrow_document(v.Document, aspect)
} if {
	some aspect in aspects
}

broad[aspect] := refs if {
	some aspect in aspects
	of_inline := {d.of.ref | some d in inline; not narrow_document(d.document, aspect)}
	of_attached := {a.of.ref | some a in attached; not a.arn in narrow_policies[aspect]}
	refs := of_inline | of_attached
}

blamed(aspect) := {evidence.at(d.of, d.path) | some d in inline; not narrow_document(d.document, aspect)} | {evidence.at(a.of, a.path) |
	some a in attached
	not a.arn in narrow_policies[aspect]
}

narrow_document(document, aspect) if every s in document.Statement { narrow(s, aspect) }

# Narrow must be shown: what lacks its effect, action or resource is not.
narrow(s, _) if s.Effect == "Deny"

narrow(s, _) if {
	s.Effect == "Allow"
	iam.particular(s)
}

narrow(s, "services") if {
	s.Effect == "Allow"
	every pattern in evidence.list(s.Action) {
		every service in ["bedrock", "bedrock-agentcore", "sagemaker"] { not iam.whole(pattern, service) }
	}
}

narrow(s, "marketplace") if {
	s.Effect == "Allow"
	some element in ["Action", "NotAction"]
	s[element]
	not iam.about(s, "aws-marketplace:Subscribe")
}

narrow(s, "marketplace") if {
	s.Effect == "Allow"
	count(s.Condition) > 0
}
