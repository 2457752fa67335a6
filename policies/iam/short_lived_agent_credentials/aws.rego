# METADATA
# scope: package
# title: Machines that use AI services hold credentials of an hour, and no static keys
# custom:
#   remediation: Limit the role's sessions to one hour, give the workload a role in place of its user's key, and let runtimes draw tokens from the vault.
package aismm.iam.short_lived_agent_credentials.aws

import data.aismm.lib.evidence

# Roles that services or workloads of an OIDC provider assume. One whose rights or trust nobody could work out counts.
roles := [r | some r in input.resources.aws_iam_role; not apart(r); not linked(r); not for_people(r)]

# Users that have keys; whoever has none signs in at the console.
users := [u |
	keyed := {k.config.UserName | some k in input.resources.aws_iam_access_key}
	some u in input.resources.aws_iam_user
	not apart(u)
	u.config.UserName in keyed
]

apart(p) if p.derived.ai_services == []

# A service-linked role belongs to AWS, which alone can change it.
linked(r) if startswith(r.config.Path, "/aws-service-role/")

# All that its trust policy names are principals of accounts and SAML providers.
for_people(r) if {
	count(r.config.AssumeRolePolicyDocument.Statement) > 0
	every s in r.config.AssumeRolePolicyDocument.Statement {
		is_object(s.Principal)
		object.keys(s.Principal) - {"AWS", "Federated"} == set()
		every f in evidence.list(object.get(s.Principal, "Federated", [])) { contains(f, ":saml-provider/") }
	}
}

subjects contains evidence.subject(r) if some r in roles

subjects contains evidence.subject(u) if some u in users

subjects contains evidence.subject(r) if some r in input.resources.aws_bedrock_agentcore_runtime

# METADATA
# scope: document
# title: its sessions last an hour at most
# custom:
#   of: aws_iam_role
#   field: parts.ListRoles.MaxSessionDuration
met.session contains evidence.at(r, ["parts", "ListRoles", "MaxSessionDuration"]) if {
	some r in roles
	r.parts.ListRoles.MaxSessionDuration <= 3600
}

# METADATA
# scope: document
# title: it has no active access key
# custom:
#   of: aws_iam_user
#   field: id
met.no_access_key contains evidence.at(u, ["id"]) if {
	holders := {k.config.UserName | some k in input.resources.aws_iam_access_key; not ended(k)}
	some u in users
	not u.config.UserName in holders
}

violations.no_access_key contains evidence.shown(u, k, ["config", "Status"]) if {
	some u in users
	some k in input.resources.aws_iam_access_key
	k.config.UserName == u.config.UserName
	not ended(k)
}

ended(k) if k.config.Status in {"Expired", "Inactive"}

# METADATA
# scope: document
# title: the runtime has a workload identity with a token vault
# custom:
#   of: aws_bedrock_agentcore_runtime
#   within: region
#   field: config.workloadIdentityDetails.workloadIdentityArn
met.workload_identity contains evidence.shown(r, w, ["parts", "GetTokenVault", "tokenVaultId"]) if {
	some r in input.resources.aws_bedrock_agentcore_runtime
	some w in input.resources.aws_bedrock_agentcore_workload_identity
	w.region == r.region
	w.config.workloadIdentityArn == r.config.workloadIdentityDetails.workloadIdentityArn
	w.parts.GetTokenVault.tokenVaultId != ""
}
