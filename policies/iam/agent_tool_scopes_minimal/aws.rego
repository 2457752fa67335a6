# METADATA
# scope: package
# title: Agents and their tools hold only what the register declares for them
# custom:
#   remediation: Cut the role, the OAuth scopes or the resource policy down to what the system's entry in the register declares, or declare what is missing and have it approved.
package aismm.iam.agent_tool_scopes_minimal.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.production
import data.aismm.lib.systems

# What acts by a role: the field that names it, all roles that it may act by, and whose declared scopes bind it.
workloads := array.concat(
	array.concat(
		[{"of": a, "field": "agentResourceRoleArn", "roles": roles, "scopes": [scope(a)]} |
			some a in input.resources.aws_bedrock_agent
			not production.outside(a)
			roles := {r | some version in versions(a); r := version.agentResourceRoleArn}
		],
		[{"of": r, "field": "roleArn", "roles": {r.config.roleArn | r.config.roleArn != ""}, "scopes": [scope(r)]} |
			some list in [input.resources.aws_bedrock_agentcore_runtime, input.resources.aws_bedrock_agentcore_gateway]
			some r in list
			not production.outside(r)
		],
	),
	[{"of": f, "field": "Role", "roles": {f.config.Role | f.config.Role != ""}, "scopes": [scope(c) | some c in callers(f)]} |
		some f in input.resources.aws_lambda_function
		not outside(f)
	],
)

# The draft of an agent, and the versions that aliases route to.
versions(a) := array.concat([a.config], object.get(a, ["parts", "GetAgentVersion"], []))

# The agents and gateways that call a function. They, their action groups and their targets name it, whose ids begin with theirs.
callers(f) := [c |
	owners := {concat("/", array.slice(split(id, "/"), 0, 2)) | some id in f.derived.named_by}
	some owner in owners
	some c in named(owner)
]

named(id) := found if found := input.lookup.aws_bedrock_agent.id[id]

else := found if found := input.lookup.aws_bedrock_agentcore_gateway.id[id]

else := found if found := input.lookup.aws_bedrock_agentcore_runtime.id[id]

outside(f) if {
	count(callers(f)) > 0
	every c in callers(f) { production.outside(c) }
}

subjects contains evidence.subject(w.of) if some w in workloads

# What the register declares for the systems that something belongs to.
scope(r) := {
	"actions": {lower(a) | some s in systems.of(r); some a in s.config.tool_actions},
	"resources": {p | some s in systems.of(r); some p in s.config.tool_resources},
	"oauth": {o | some s in systems.of(r); some o in s.config.oauth_scopes},
	"unreasoned": [s | some s in systems.of(r); unreasoned(s)],
}

# A wildcard stands in what it declares, and nobody says why.
unreasoned(s) if {
	some field in ["tool_actions", "tool_resources"]
	some pattern in s.config[field]
	iam.wildcard(pattern)
	object.get(s.config, "tool_scope_reason", "") == ""
}

used := {arn | some w in workloads; some arn in w.roles}

# The documents of a role's policies, with the places where they stand.
documents(role) := array.concat(
	[{"of": role, "path": d.path, "document": d.document} | some d in iam.inline(role)],
	[{"of": p, "path": ["config", "PolicyVersionList", i, "Document"], "document": object.get(v, "Document", {})} |
		some a in iam.attached(role)
		some p in input.lookup.aws_iam_policy.Arn[a.arn]
		some i, v in p.config.PolicyVersionList
	],
)

# What each role is given.
given := {arn: statements |
	some arn in used
	statements := [{"of": d.of, "path": array.concat(d.path, ["Statement", i]), "statement": s} |
		some role in input.lookup.aws_iam_role.Arn[arn]
		some d in documents(role)
		some i, s in d.document.Statement
		not s.Effect == "Deny"
		not housekeeping(s)
	]
}

# What any workload needs to start and to be watched, and what every register would have to repeat. Some of these actions know no resource.
housekeeping(s) if {
	s.Action
	every a in evidence.list(s.Action) {
		lower(a) in {
			"cloudwatch:putmetricdata", "ecr:getauthorizationtoken", "logs:createloggroup", "logs:createlogstream", "logs:describeloggroups",
			"logs:describelogstreams", "logs:putlogevents", "xray:getsamplingrules", "xray:getsamplingtargets", "xray:puttelemetryrecords",
			"xray:puttracesegments",
		}
	}
}

# The roles all of whose policies were found and read.
readable := {arn |
	some arn in used
	some role in input.lookup.aws_iam_role.Arn[arn]
	iam.told(role)
	every a in iam.attached(role) { count(input.lookup.aws_iam_policy.Arn[a.arn]) > 0 }
	every d in documents(role) { count(d.document.Statement) > 0 }
}

# What a workload is given and should not be, by what is wrong with it.
surplus := [{"of": w.of, "aspect": aspect, "at": g.of, "path": g.path} |
	some w in workloads
	some arn in w.roles
	some g in given[arn]
	some aspect in ["actions", "named", "resources"]
	not fits(g.statement, w, aspect)
]

fits(s, _, "named") if {
	s.Action
	every a in evidence.list(s.Action) { not iam.wildcard(a) }
	s.Resource
	every r in evidence.list(s.Resource) { iam.of_named_account(r) }
}

fits(s, w, "actions") if {
	s.Action
	every declared in w.scopes {
		every a in evidence.list(s.Action) { listed(lower(a), declared.actions) }
	}
}

fits(s, w, "resources") if {
	s.Resource
	every declared in w.scopes {
		every r in evidence.list(s.Resource) { listed(r, declared.resources) }
	}
}

listed(pattern, patterns) if {
	some p in patterns
	iam.within(pattern, p)
}

# Where nothing is surplus, because all was read and somebody declared something.
fitting(aspect) := {evidence.at(w.of, ["config", w.field]) |
	over := {x.of.ref | some x in surplus; x.aspect == aspect}
	some w in workloads
	count(w.roles) > 0
	count(w.roles - readable) == 0
	count(w.scopes) > 0
	not w.of.ref in over
}

blamed(aspect) := {evidence.shown(x.of, x.at, x.path) | some x in surplus; x.aspect == aspect}

# METADATA
# scope: document
# title: its role names actions in full, and resources of a named account
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime, aws_lambda_function]
#   field: config
#   covers: ["aws-sample-aiml-assessment:AG-06", "aws-sample-aiml-assessment:BR-21"]
met.named contains row if some row in fitting("named")

violations.named contains row if some row in blamed("named")

# METADATA
# scope: document
# title: the register declares every action that its role allows
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime, aws_lambda_function]
#   field: config
met.actions contains row if some row in fitting("actions")

violations.actions contains row if some row in blamed("actions")

# METADATA
# scope: document
# title: the register declares every resource that its role reaches
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime, aws_lambda_function]
#   field: config
met.resources contains row if some row in fitting("resources")

violations.resources contains row if some row in blamed("resources")

# METADATA
# scope: document
# title: where the register declares a wildcard for it, it says why
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime, aws_lambda_function]
#   field: id
met.reasoned contains evidence.at(w.of, ["id"]) if {
	some w in workloads
	count(w.scopes) > 0
	every declared in w.scopes { count(declared.unreasoned) == 0 }
}

violations.reasoned contains evidence.shown(w.of, s, ["config", "tool_scope_reason"]) if {
	some w in workloads
	some declared in w.scopes
	some s in declared.unreasoned
}

# METADATA
# scope: document
# title: the register declares every OAuth scope that its targets are called with
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: id
met.oauth contains evidence.at(g, ["id"]) if {
	over := {x.of.ref | some x in undeclared}
	some g in input.resources.aws_bedrock_agentcore_gateway
	not g.ref in over
}

violations.oauth contains evidence.shown(x.of, x.at, x.path) if some x in undeclared

undeclared := [{"of": g, "at": t, "path": ["config", "credentialProviderConfigurations", i, "credentialProvider", "oauthCredentialProvider", "scopes", j]} |
	some t in input.resources.aws_bedrock_agentcore_gateway_target
	some g in input.lookup.aws_bedrock_agentcore_gateway.id[t.derived.gateway_arn]
	some i, c in t.config.credentialProviderConfigurations
	some j, asked in c.credentialProvider.oauthCredentialProvider.scopes
	not asked in scope(g).oauth
]

# The policies of runtimes and gateways that are in production. Their ids are those of what they belong to.
resource_policies := [p | some p in input.resources.aws_bedrock_agentcore_resource_policy; not of_outside(p)]

of_outside(p) if {
	some r in named(p.id)
	production.outside(r)
}

subjects contains evidence.subject(p) if some p in resource_policies

# METADATA
# scope: document
# title: its resource policy lets in nobody of another account, unless a condition says whom
# custom:
#   of: aws_bedrock_agentcore_resource_policy
#   field: config.policy.Statement
met.closed contains evidence.at(p, ["config", "policy", "Statement"]) if {
	some p in resource_policies
	every s in p.config.policy.Statement { iam.closed(s, input.boundary.account) }
}

violations.closed contains evidence.at(p, ["config", "policy", "Statement", i]) if {
	some p in resource_policies
	some i, s in p.config.policy.Statement
	not iam.closed(s, input.boundary.account)
}
