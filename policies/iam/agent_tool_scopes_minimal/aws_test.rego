package aismm.iam.agent_tool_scopes_minimal.aws_test

import data.aismm.iam.agent_tool_scopes_minimal.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

agent_arn := "arn:aws:bedrock:us-east-1:111122223333:agent/A1"

gateway_arn := "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g1"

role_arn := "arn:aws:iam::111122223333:role/r"

agent := fixture.resource("aws_bedrock_agent", agent_arn, {"config": {"agentResourceRoleArn": role_arn}, "tags": {"ai-system": "s"}})

runtime := fixture.resource("aws_bedrock_agentcore_runtime", "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/t1", {
	"config": {"roleArn": role_arn},
	"tags": {"ai-system": "s"},
})

gateway := fixture.resource("aws_bedrock_agentcore_gateway", gateway_arn, {"config": {"roleArn": role_arn}, "tags": {"ai-system": "s"}})

function := fixture.resource("aws_lambda_function", "arn:f", {
	"config": {"Role": role_arn},
	"derived": {"named_by": [concat("", [agent_arn, "/DRAFT/G1"]), concat("", [gateway_arn, "/target/T1"])]},
})

of_runtime := object.union(function, {"derived": {"named_by": [runtime.id]}})

fields := {
	"aws_bedrock_agent": "agentResourceRoleArn", "aws_bedrock_agentcore_gateway": "roleArn", "aws_bedrock_agentcore_runtime": "roleArn",
	"aws_lambda_function": "Role",
}

read := {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/claims"}

inline(statements) := [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}]

role_with(config) := fixture.resource("aws_iam_role", role_arn, {"config": object.union(
	{"Arn": role_arn, "AttachedManagedPolicies": [], "RolePolicyList": []},
	config,
)})

role(statements) := role_with({"RolePolicyList": inline(statements)})

managed(arn, config) := fixture.resource("aws_iam_policy", concat("@", [arn, "111122223333"]), {"config": object.union({"Arn": arn}, config)})

system := fixture.record("record_ai_system", "s", {
	"tool_actions": ["dynamodb:GetItem", "dynamodb:Query"],
	"tool_resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/claims"],
	"oauth_scopes": ["claims.read"],
})

settings := {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"}

# Things is a list of resources of any kind that the policy judges or reads.
seen(things, roles, policies, systems) := {
	"boundary": fixture.boundary("aws:111122223333"),
	"lookup": {
		"aws_bedrock_agent": {"id": by_id(things, "aws_bedrock_agent")},
		"aws_bedrock_agentcore_gateway": {"id": by_id(things, "aws_bedrock_agentcore_gateway")},
		"aws_bedrock_agentcore_runtime": {"id": by_id(things, "aws_bedrock_agentcore_runtime")},
		"aws_iam_policy": {"Arn": {p.config.Arn: [p] | some p in policies}},
		"aws_iam_role": {"Arn": {r.config.Arn: [r] | some r in roles}},
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
	},
	"resources": {kind: of_kind(things, kind) |
		some kind in [
			"aws_bedrock_agent", "aws_bedrock_agentcore_gateway", "aws_bedrock_agentcore_gateway_target", "aws_bedrock_agentcore_resource_policy",
			"aws_bedrock_agentcore_runtime", "aws_lambda_function",
		]
	},
	"settings": settings,
}

of_kind(things, kind) := [t | some t in things; t.kind == kind]

by_id(things, kind) := {t.id: [t] | some t in of_kind(things, kind)}

# Which of these conditions something meets and violates, and where the violations lie.
verdicts(thing, others, roles, policies, systems) := {"met": met, "blamed": blamed} if {
	field := ["config", fields[thing.kind]]
	where := {
		"actions": field, "named": field, "reasoned": ["id"], "resources": field,
		"function_actions": field, "function_reasoned": ["id"], "function_resources": field,
	}
	all_met := policy.met with input as seen(array.concat([thing], others), roles, policies, systems)
	all_blamed := policy.violations with input as seen(array.concat([thing], others), roles, policies, systems)
	met := {id | some id, rows in all_met; {row | some row in rows; row.of == thing.ref} == {evidence.at(thing, where[id])}}
	blamed := {id: at | some id, rows in all_blamed; at := {[r.ref, r.path] | some r in rows; r.of == thing.ref}; count(at) > 0}
}

first := ["config", "RolePolicyList", 0, "PolicyDocument", "Statement", 0]

workload_conditions := {"actions", "named", "reasoned", "resources"}

# Functions have conditions of their own, but for one.
as_function(ids) := (ids & {"named"}) | {concat("", ["function_", id]) | some id in (ids - {"named"})}

function_conditions := as_function(workload_conditions)

test_every_kind_of_workload[name] if {
	some name, tc in {
		"agent": {"of": agent, "others": [], "conditions": workload_conditions, "prefix": ""},
		"runtime": {"of": runtime, "others": [], "conditions": workload_conditions, "prefix": ""},
		"gateway": {"of": gateway, "others": [], "conditions": workload_conditions, "prefix": ""},
		"function": {"of": function, "others": [agent, gateway], "conditions": function_conditions, "prefix": "function_"},
		"function of a runtime": {"of": of_runtime, "others": [runtime], "conditions": function_conditions, "prefix": "function_"},
	}
	got := verdicts(tc.of, tc.others, [role([read])], [], [system])
	got == {"met": tc.conditions, "blamed": {}}
	bad := {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
	worse := verdicts(tc.of, tc.others, [role([bad])], [], [system])
	at := {[role([]).ref, first]}
	worse == {
		"met": {concat("", [tc.prefix, "reasoned"])},
		"blamed": {"named": at, concat("", [tc.prefix, "actions"]): at, concat("", [tc.prefix, "resources"]): at},
	}
	wild := object.union(system, {"config": {"tool_resources": ["arn:aws:dynamodb:*:111122223333:table/*"]}})
	unreasoned := verdicts(tc.of, tc.others, [role([read])], [], [wild])
	reasoned := concat("", [tc.prefix, "reasoned"])
	unreasoned == {"met": tc.conditions - {reasoned}, "blamed": {reasoned: {[system.ref, ["config", "tool_scope_reason"]]}}}
}

test_statements[name] if {
	some name, tc in {
		"an action more": {"statement": object.union(read, {"Action": ["dynamodb:GetItem", "dynamodb:PutItem"]}), "blamed": {"actions"}},
		"in another case": {"statement": object.union(read, {"Action": "DynamoDB:getitem"}), "blamed": set()},
		"some actions": {"statement": object.union(read, {"Action": "dynamodb:Get*"}), "blamed": {"actions", "named"}},
		"any character": {"statement": object.union(read, {"Action": "dynamodb:GetIte?"}), "blamed": {"actions", "named"}},
		"all but some actions": {"statement": object.remove(object.union(read, {"NotAction": "iam:*"}), ["Action"]), "blamed": {"actions", "named"}},
		"another table": {
			"statement": object.union(read, {"Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/people"}),
			"blamed": {"resources"},
		},
		"the table in capitals": {
			"statement": object.union(read, {"Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/CLAIMS"}),
			"blamed": {"resources"},
		},
		"tables": {"statement": object.union(read, {"Resource": [read.Resource, "arn:aws:dynamodb:us-east-1:111122223333:table/*"]}), "blamed": {"resources"}},
		"any account": {"statement": object.union(read, {"Resource": "arn:aws:dynamodb:us-east-1:*:table/claims"}), "blamed": {"named", "resources"}},
		"everything": {"statement": object.union(read, {"Resource": "*"}), "blamed": {"named", "resources"}},
		"all but one": {"statement": object.remove(object.union(read, {"NotResource": "arn:x"}), ["Resource"]), "blamed": {"named", "resources"}},
		"denied": {"statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}, "blamed": set()},
		"no effect": {"statement": {"Action": "dynamodb:PutItem", "Resource": read.Resource}, "blamed": {"actions"}},
		"logs": {"statement": {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}, "blamed": set()},
		"all logs": {"statement": {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}, "blamed": {"actions", "named", "resources"}},
		"logs and more": {"statement": {"Effect": "Allow", "Action": ["logs:PutLogEvents", "dynamodb:Query"], "Resource": "*"}, "blamed": {"actions", "named", "resources"}},
	}
	of_agent := verdicts(agent, [], [role([tc.statement])], [], [system])
	of_agent == {"met": workload_conditions - tc.blamed, "blamed": {id: {[role([]).ref, first]} | some id in tc.blamed}}
	of_function := verdicts(function, [agent, gateway], [role([tc.statement])], [], [system])
	of_function == {"met": as_function(workload_conditions - tc.blamed), "blamed": {id: {[role([]).ref, first]} | some id in as_function(tc.blamed)}}
}

test_managed_policies[name] if {
	wide := {"PolicyVersionList": [{"Document": {"Statement": [read, {"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}
	some name, tc in {
		"narrow": {"policies": [managed("arn:m", {"PolicyVersionList": [{"Document": {"Statement": [read]}}]})], "met": workload_conditions, "blamed": set()},
		"logs": {
			"policies": [managed("arn:m", {"PolicyVersionList": [{"Document": {"Statement": [read, {"Effect": "Allow", "Action": ["logs:PutLogEvents"], "Resource": "*"}]}}]})],
			"met": workload_conditions, "blamed": set(),
		},
		"wide": {"policies": [managed("arn:m", wide)], "met": {"reasoned"}, "blamed": {"actions", "named", "resources"}},
		"not found": {"policies": [], "met": {"reasoned"}, "blamed": set()},
		"without a document": {"policies": [managed("arn:m", {"PolicyVersionList": [{}]})], "met": {"reasoned"}, "blamed": set()},
	}
	holder := role_with({"AttachedManagedPolicies": [{"PolicyArn": "arn:m"}]})
	at := {["aws_iam_policy arn:m@111122223333", ["config", "PolicyVersionList", 0, "Document", "Statement", 1]]}
	of_agent := verdicts(agent, [], [holder], tc.policies, [system])
	of_agent == {"met": tc.met, "blamed": {id: at | some id in tc.blamed}}
	of_function := verdicts(function, [agent, gateway], [holder], tc.policies, [system])
	of_function == {"met": as_function(tc.met), "blamed": {id: at | some id in as_function(tc.blamed)}}
}

test_roles[name] if {
	some name, tc in {
		"not found": {"of": agent, "roles": [], "met": {"reasoned"}},
		"not named": {"of": object.remove(agent, ["config"]), "roles": [role([read])], "met": {"reasoned"}},
		"without policies": {"of": agent, "roles": [role_with({})], "met": workload_conditions},
		"without a list of policies": {
			"of": agent, "roles": [fixture.resource("aws_iam_role", role_arn, {"config": {"Arn": role_arn, "RolePolicyList": []}})],
			"met": {"reasoned"},
		},
		"with a policy that was not read": {"of": agent, "roles": [role_with({"RolePolicyList": [{"PolicyName": "p"}]})], "met": {"reasoned"}},
	}
	thing := object.union({"config": {}}, tc.of)
	got := verdicts(thing, [], tc.roles, [], [system])
	got == {"met": tc.met, "blamed": {}}
}

# A version that an alias routes to may act by another role than the draft.
test_the_roles_of_versions if {
	other := "arn:aws:iam::111122223333:role/other"
	versioned := object.union(agent, {"parts": {"GetAgentVersion": [{"agentResourceRoleArn": other}]}})
	wide := fixture.resource("aws_iam_role", other, {"config": {
		"Arn": other, "AttachedManagedPolicies": [],
		"RolePolicyList": inline([{"Effect": "Allow", "Action": "*", "Resource": "*"}]),
	}})
	narrow := object.union(wide, {"config": {"RolePolicyList": inline([read])}})
	verdicts(versioned, [], [role([read]), narrow], [], [system]) == {"met": workload_conditions, "blamed": {}}
	verdicts(versioned, [], [role([read])], [], [system]) == {"met": {"reasoned"}, "blamed": {}}
	got := verdicts(versioned, [], [role([read]), wide], [], [system])
	at := {[wide.ref, first]}
	got == {"met": {"reasoned"}, "blamed": {"actions": at, "named": at, "resources": at}}
}

test_declarations[name] if {
	at := {[role([]).ref, first]}
	some name, tc in {
		"no system": {"systems": [], "met": {"named", "reasoned"}, "blamed": {"actions": at, "resources": at}},
		"a retired system": {
			"systems": [object.union(system, {"config": {"status": "retired"}})],
			"met": {"named", "reasoned"}, "blamed": {"actions": at, "resources": at},
		},
		"nothing declared": {
			"systems": [fixture.record("record_ai_system", "s", {})],
			"met": {"named", "reasoned"}, "blamed": {"actions": at, "resources": at},
		},
		"a wildcard with a reason": {
			"systems": [object.union(system, {"config": {"tool_resources": ["arn:aws:dynamodb:*:111122223333:table/*"], "tool_scope_reason": "tables by month"}})],
			"met": workload_conditions, "blamed": {},
		},
		"a wildcard among resources": {
			"systems": [object.union(system, {"config": {"tool_resources": ["arn:aws:dynamodb:*:111122223333:table/*"]}})],
			"met": {"actions", "named", "resources"}, "blamed": {"reasoned": {[system.ref, ["config", "tool_scope_reason"]]}},
		},
		"a wildcard among actions, and an empty reason": {
			"systems": [object.union(system, {"config": {"tool_actions": ["dynamodb:Get????"], "tool_scope_reason": ""}})],
			"met": {"actions", "named", "resources"}, "blamed": {"reasoned": {[system.ref, ["config", "tool_scope_reason"]]}},
		},
	}
	got := verdicts(agent, [], [role([read])], [], tc.systems)
	got == {"met": tc.met, "blamed": tc.blamed}
}

# A function that several call must stay within what is declared for each of them.
test_functions_of_two_systems[name] if {
	other := object.union(gateway, {"tags": {"ai-system": "t"}})
	at := {[role([]).ref, first]}
	some name, tc in {
		"both declare it": {"declared": {}, "blamed": {}},
		"one declares another action": {"declared": {"tool_actions": ["dynamodb:Query"]}, "blamed": {"function_actions": at}},
		"one declares another table": {"declared": {"tool_resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/people"]}, "blamed": {"function_resources": at}},
		"one declares all and does not say why": {
			"declared": {"tool_actions": ["dynamodb:*"]},
			"blamed": {"function_reasoned": {["record_ai_system t", ["config", "tool_scope_reason"]]}},
		},
	}
	second := fixture.record("record_ai_system", "t", object.union(object.remove(system.config, ["id"]), tc.declared))
	got := verdicts(function, [agent, other], [role([read])], [], [system, second])
	got == {"met": function_conditions - object.keys(tc.blamed), "blamed": tc.blamed}
}

test_a_function_whose_callers_nobody_found if {
	got := verdicts(function, [], [role([read])], [], [system])
	got == {"met": {"named"}, "blamed": {}}
}

policy_of(thing, statements) := fixture.resource("aws_bedrock_agentcore_resource_policy", thing.id, {"config": {"policy": {"Statement": statements}}})

test_subjects[name] if {
	all := [agent, runtime, gateway, function]
	some name, tc in {
		"production": {"tags": {}, "status": "production", "want": all},
		"nothing said": {"tags": {}, "status": "", "want": all},
		"labelled production": {"tags": {"environment": "production"}, "status": "production", "want": all},
		"labelled test": {"tags": {"environment": "test"}, "status": "production", "want": []},
		"registered as test": {"tags": {}, "status": "test", "want": []},
	}
	things := [object.union(t, {"tags": object.union({"ai-system": "s"}, tc.tags)}) | some t in [agent, runtime, gateway]]
	got := policy.subjects with input as seen(
		array.concat(things, [function, policy_of(runtime, []), policy_of(gateway, [])]), [], [],
		[object.union(system, {"config": {"status": tc.status}})],
	)
	policies := {evidence.subject(policy_of(t, [])) | some t in [runtime, gateway]; count(tc.want) > 0}
	got == {evidence.subject(t) | some t in tc.want} | policies
}

# One caller in production is enough, and so is none that was found.
test_subjects_of_functions if {
	tested := object.union(gateway, {"tags": {"environment": "test"}})
	got := policy.subjects with input as seen([agent, tested, function], [], [], [])
	got == {evidence.subject(t) | some t in [agent, function]}
	lost := policy.subjects with input as seen([function], [], [], [])
	lost == {evidence.subject(function)}
}

test_a_policy_of_something_that_was_not_found_is_judged if {
	p := policy_of(runtime, [])
	policy.subjects == {evidence.subject(p)} with input as seen([p], [], [], [])
}

target(scopes) := fixture.resource("aws_bedrock_agentcore_gateway_target", "t", {
	"config": {"credentialProviderConfigurations": [{
		"credentialProviderType": "OAUTH",
		"credentialProvider": {"oauthCredentialProvider": {"scopes": scopes}},
	}]},
	"derived": {"gateway_arn": gateway_arn},
})

by(type) := object.union(target([]), {"config": {"credentialProviderConfigurations": [{"credentialProviderType": type}]}})

test_scopes_that_are_not_shown_are_not_declared if {
	policy.met.oauth == set() with input as seen([gateway, by("OAUTH")], [role([read])], [], [system])
}

test_oauth_scopes[name] if {
	at := ["config", "credentialProviderConfigurations", 0, "credentialProvider", "oauthCredentialProvider", "scopes"]
	some name, tc in {
		"declared": {"target": target(["claims.read"]), "systems": [system], "blamed": set()},
		"one more": {"target": target(["claims.read", "claims.write"]), "systems": [system], "blamed": {1}},
		"all": {"target": target(["*"]), "systems": [system], "blamed": {0}},
		"none": {"target": target([]), "systems": [system], "blamed": set()},
		"nothing declared": {"target": target(["claims.read"]), "systems": [], "blamed": {0}},
		"of another gateway": {"target": object.union(target(["x"]), {"derived": {"gateway_arn": "arn:other"}}), "systems": [system], "blamed": set()},
		"declared for a retired system": {
			"target": target(["claims.read"]), "systems": [object.union(system, {"config": {"status": "retired"}})], "blamed": {0},
		},
		"by role": {"target": by("GATEWAY_IAM_ROLE"), "systems": [system], "blamed": set()},
	}
	here := seen([gateway, tc.target], [role([read])], [], tc.systems)
	met := policy.met.oauth with input as here
	met == {row | count(tc.blamed) == 0; row := evidence.at(gateway, ["id"])}
	blamed := policy.violations with input as here
	object.get(blamed, "oauth", set()) == {evidence.shown(gateway, tc.target, array.concat(at, [i])) | some i in tc.blamed}
}

allow(fields) := object.union({"Effect": "Allow", "Action": "bedrock-agentcore:InvokeGateway"}, fields)

test_resource_policies[name] if {
	some name, tc in {
		"a role of this account": {"statement": allow({"Principal": {"AWS": "arn:aws:iam::111122223333:role/web"}}), "closed": true},
		"this account": {"statement": allow({"Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:root"]}}), "closed": true},
		"a service": {"statement": allow({"Principal": {"Service": "bedrock.amazonaws.com"}}), "closed": true},
		"another account": {"statement": allow({"Principal": {"AWS": ["111122223333", "444455556666"]}}), "closed": false},
		"a role of another account": {"statement": allow({"Principal": {"AWS": "arn:aws:iam::444455556666:role/web"}}), "closed": false},
		"anybody": {"statement": allow({"Principal": "*"}), "closed": false},
		"any principal": {"statement": allow({"Principal": {"AWS": "*"}}), "closed": false},
		"a federation": {"statement": allow({"Principal": {"Federated": "cognito-identity.amazonaws.com"}}), "closed": false},
		"all but somebody": {"statement": allow({"NotPrincipal": {"AWS": "111122223333"}}), "closed": false},
		"nobody said": {"statement": allow({}), "closed": false},
		"no effect": {"statement": {"Principal": "*"}, "closed": false},
		"denied to anybody": {"statement": {"Effect": "Deny", "Principal": "*"}, "closed": true},
	}
	closed(tc.statement, tc.closed)
}

closed(statement, want) if {
	p := policy_of(gateway, [statement])
	got := {"met": policy.met.closed, "blamed": object.get(policy.violations, "closed", set())} with input as seen([p], [], [], [])
	got == {
		"met": {row | want; row := evidence.at(p, ["config", "policy", "Statement"])},
		"blamed": {row | not want; row := evidence.at(p, ["config", "policy", "Statement", 0])},
	}
}

test_conditions_of_resource_policies[name] if {
	some name, tc in {
		"an organization": {"condition": {"StringEquals": {"aws:PrincipalOrgID": "o-example"}}, "closed": true},
		"any organization": {"condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}}, "closed": false},
		"a unit": {"condition": {"StringLike": {"aws:PrincipalOrgPaths": ["o-example/r-ab12/ou-1/*"]}}, "closed": true},
		"any unit": {"condition": {"StringLike": {"aws:PrincipalOrgPaths": "o-*/r-*/*"}}, "closed": false},
		"a network": {"condition": {"StringEquals": {"aws:SourceVpc": ["vpc-1"]}}, "closed": true},
		"a client": {"condition": {"StringEquals": {"bedrock-agentcore:InboundJwtClaim/client_id": "portal"}}, "closed": true},
		"addresses": {"condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "closed": true},
		"any address": {"condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}}, "closed": false},
		"roles of an account": {"condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"}}, "closed": true},
		"roles of any account": {"condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/web"}}, "closed": false},
		"anything": {"condition": {"StringLike": {"aws:PrincipalOrgID": "*"}}, "closed": false},
		"all but a network": {"condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}, "closed": false},
		"a network, if there is one": {"condition": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}, "closed": false},
		"safe transport": {"condition": {"Bool": {"aws:SecureTransport": "true"}}, "closed": false},
		"a tag": {"condition": {"StringEquals": {"aws:PrincipalTag/team": "ai"}}, "closed": false},
		"nothing": {"condition": {}, "closed": false},
	}
	closed(allow({"Principal": "*", "Condition": tc.condition}), tc.closed)
}

test_a_resource_policy_without_statements if {
	p := fixture.resource("aws_bedrock_agentcore_resource_policy", gateway_arn, {"config": {}})
	policy.met.closed == set() with input as seen([p], [], [], [])
}
