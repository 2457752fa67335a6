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

# What acts by a role: the field that names it, all roles that it may act by, and the things whose declared scopes bind it.
acting := array.concat(
	[{"of": a, "field": "agentResourceRoleArn", "roles": roles, "bound": [a]} |
		some a in input.resources.aws_bedrock_agent
		not production.outside(a)
		roles := {r | some version in versions(a); r := version.agentResourceRoleArn}
	],
	[{"of": r, "field": "roleArn", "roles": {r.config.roleArn | r.config.roleArn != ""}, "bound": [r]} |
		some list in [input.resources.aws_bedrock_agentcore_runtime, input.resources.aws_bedrock_agentcore_gateway]
		some r in list
		not production.outside(r)
	],
)

# Functions are bound by what is declared for all that call them. Conditions of their own judge this, for it rests on having seen the callers.
called := [{"of": f, "field": "Role", "roles": {f.config.Role | f.config.Role != ""}, "bound": callers(f)} |
	some f in input.resources.aws_lambda_function
	not outside(f)
]

# The draft of an agent, and the versions that aliases route to.
versions(a) := array.concat([a.config], object.get(a, ["parts", "GetAgentVersion"], []))

# The agents and gateways that call a function. They, their action groups and their targets name it, whose ids begin with theirs.
callers(f) := [c |
	owners := {concat("/", array.slice(split(id, "/"), 0, 2)) | some id in f.derived.named_by}
	some owner in owners
	some c in named(owner)
]

named(id) := found if found := input.lookup.aws_bedrock_agent.id[id]

else := guarded(id)

guarded(id) := found if found := input.lookup.aws_bedrock_agentcore_gateway.id[id]

else := found if found := input.lookup.aws_bedrock_agentcore_runtime.id[id]

outside(f) if {
	count(callers(f)) > 0
	every c in callers(f) { production.outside(c) }
}

subjects contains evidence.subject(w.of) if some w in array.concat(acting, called)

# What the register declares for the systems that something belongs to.
declared(r, "actions") := {lower(a) | some s in systems.of(r); some a in s.config.tool_actions}

declared(r, "resources") := {p | some s in systems.of(r); some p in s.config.tool_resources}

declared(r, "oauth") := {o | some s in systems.of(r); some o in s.config.oauth_scopes}

# A wildcard stands in what it declares, and nobody says why.
unreasoned(r) := [s | some s in systems.of(r); unexplained(s)]

unexplained(s) if {
	some field in ["tool_actions", "tool_resources"]
	some pattern in s.config[field]
	iam.wildcard(pattern)
	object.get(s.config, "tool_scope_reason", "") == ""
}

# The documents of a role's policies, with the places where they stand.
documents(role) := array.concat(
	[{"of": role, "path": d.path, "document": d.document} | some d in iam.inline(role)],
	[{"of": p, "path": ["config", "PolicyVersionList", i, "Document"], "document": object.get(v, "Document", {})} |
		some a in iam.attached(role)
		some p in input.lookup.aws_iam_policy.Arn[a.arn]
		some i, v in p.config.PolicyVersionList
	],
)

# What a role is given.
given(arn) := [{"of": d.of, "path": array.concat(d.path, ["Statement", i]), "statement": s} |
	some role in input.lookup.aws_iam_role.Arn[arn]
	some d in documents(role)
	some i, s in d.document.Statement
	not s.Effect == "Deny"
	not housekeeping(s)
]

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

# Whether all policies of a role were found and read.
readable(arn) if {
	some role in input.lookup.aws_iam_role.Arn[arn]
	iam.told(role)
	every a in iam.attached(role) { count(input.lookup.aws_iam_policy.Arn[a.arn]) > 0 }
	every d in documents(role) { count(d.document.Statement) > 0 }
}

# What workloads are given and should not be, by what is wrong with it.
surplus(workloads, aspect) := [{"of": w.of, "at": g.of, "path": g.path} |
	some w in workloads
	allowed := [declared(r, aspect) | some r in w.bound]
	some arn in w.roles
	some g in given(arn)
	not fits(aspect, g.statement, allowed)
]

fits("named", s, _) if {
	s.Action
	every a in evidence.list(s.Action) { not iam.wildcard(a) }
	s.Resource
	every r in evidence.list(s.Resource) { iam.of_named_account(r) }
}

fits("actions", s, allowed) if {
	s.Action
	every patterns in allowed {
		every a in evidence.list(s.Action) { listed(lower(a), patterns) }
	}
}

fits("resources", s, allowed) if {
	s.Resource
	every patterns in allowed {
		every r in evidence.list(s.Resource) { listed(r, patterns) }
	}
}

listed(pattern, patterns) if {
	some p in patterns
	iam.within(pattern, p)
}

# Where nothing is surplus, because all was read and somebody may declare something.
fitting(workloads, aspect) := {evidence.at(w.of, ["config", w.field]) |
	over := {x.of.ref | some x in surplus(workloads, aspect)}
	some w in workloads
	count(w.roles) > 0
	every arn in w.roles { readable(arn) }
	declaring(aspect, w)
	not w.of.ref in over
}

# What a role names can be told without the register.
declaring("named", _)

declaring(aspect, w) if {
	aspect != "named"
	count(w.bound) > 0
}

blamed(workloads, aspect) := {evidence.shown(x.of, x.at, x.path) | some x in surplus(workloads, aspect)}

explained(workloads) := {evidence.at(w.of, ["id"]) |
	some w in workloads
	count(w.bound) > 0
	every r in w.bound { count(unreasoned(r)) == 0 }
}

wild(workloads) := {evidence.shown(w.of, s, ["config", "tool_scope_reason"]) |
	some w in workloads
	some r in w.bound
	some s in unreasoned(r)
}

# METADATA
# scope: document
# title: its role names actions in full, and resources of a named account
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime, aws_lambda_function]
#   field: config
met.named contains row if {
	some workloads in [acting, called]
	some row in fitting(workloads, "named")
}

violations.named contains row if {
	some workloads in [acting, called]
	some row in blamed(workloads, "named")
}

# METADATA
# scope: document
# title: the register declares every action that its role allows
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   field: config
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production}
met.actions contains row if some row in fitting(acting, "actions")

violations.actions contains row if some row in blamed(acting, "actions")

# METADATA
# scope: document
# title: the register declares every resource that its role reaches
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   field: config
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production}
met.resources contains row if some row in fitting(acting, "resources")

violations.resources contains row if some row in blamed(acting, "resources")

# METADATA
# scope: document
# title: where the register declares a wildcard for it, it says why
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   field: id
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production, config.tool_actions: [], config.tool_resources: []}
met.reasoned contains row if some row in explained(acting)

violations.reasoned contains row if some row in wild(acting)

# METADATA
# scope: document
# title: the register declares every action that its role allows, for all that call the function
# custom:
#   of: aws_lambda_function
#   field: config
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production}
met.function_actions contains row if some row in fitting(called, "actions")

violations.function_actions contains row if some row in blamed(called, "actions")

# METADATA
# scope: document
# title: the register declares every resource that its role reaches, for all that call the function
# custom:
#   of: aws_lambda_function
#   field: config
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production}
met.function_resources contains row if some row in fitting(called, "resources")

violations.function_resources contains row if some row in blamed(called, "resources")

# METADATA
# scope: document
# title: where the register declares a wildcard for what calls the function, it says why
# custom:
#   of: aws_lambda_function
#   field: id
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production, config.tool_actions: [], config.tool_resources: []}
met.function_reasoned contains row if some row in explained(called)

violations.function_reasoned contains row if some row in wild(called)

# METADATA
# scope: document
# title: the register declares every OAuth scope that its targets are called with
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: id
#   # What the register does not say of a system's state counts as production, and what it does not declare, nobody may do.
#   absent: {config.status: production}
met.oauth contains evidence.at(g, ["id"]) if {
	over := {x.of.ref | some x in undeclared}
	some g in input.resources.aws_bedrock_agentcore_gateway
	not g.ref in over
	not g.id in unshown
}

violations.oauth contains evidence.shown(x.of, x.at, x.path) if some x in undeclared

undeclared := [{"of": g, "at": t, "path": ["config", "credentialProviderConfigurations", i, "credentialProvider", "oauthCredentialProvider", "scopes", j]} |
	some t in input.resources.aws_bedrock_agentcore_gateway_target
	some g in input.lookup.aws_bedrock_agentcore_gateway.id[t.derived.gateway_arn]
	some i, c in t.config.credentialProviderConfigurations
	some j, asked in c.credentialProvider.oauthCredentialProvider.scopes
	not asked in declared(g, "oauth")
]

# Gateways with a target that is called with OAuth and does not show its scopes.
unshown := {t.derived.gateway_arn |
	some t in input.resources.aws_bedrock_agentcore_gateway_target
	some c in t.config.credentialProviderConfigurations
	c.credentialProviderType == "OAUTH"
	not shown(c)
}

shown(c) if is_array(c.credentialProvider.oauthCredentialProvider.scopes)

# The policies of runtimes and gateways that are in production. Their ids are those of what they belong to.
resource_policies := [p | some p in input.resources.aws_bedrock_agentcore_resource_policy; not of_outside(p)]

of_outside(p) if {
	some r in guarded(p.id)
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
