package aismm.org.model_traffic_through_gateway.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.model_traffic_through_gateway.aws as policy

arn := "arn:aws:iam::111122223333:role/app"

invoke := {"Effect": "Allow", "Action": ["bedrock:InvokeModel"], "Resource": "*"}

by_lambda := {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}

inline(statements) := [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}]

attach(arns) := [{"PolicyArn": a} | some a in arns]

role_with(config) := fixture.resource("aws_iam_role", arn, {"config": object.union(
	{"Arn": arn, "Path": "/", "AttachedManagedPolicies": [], "RolePolicyList": [], "AssumeRolePolicyDocument": by_lambda},
	config,
)})

role(statements) := role_with({"RolePolicyList": inline(statements)})

user(groups) := user_with({}, groups)

user_with(config, groups) := fixture.resource("aws_iam_user", "arn:u", {
	"config": object.union({"Arn": "arn:u", "Path": "/", "AttachedManagedPolicies": [], "UserPolicyList": []}, config),
	"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": groups}},
})

# The id of a policy of AWS's own is its ARN and the account.
managed(policy_arn, statements) := fixture.resource("aws_iam_policy", concat("@", [policy_arn, "111122223333"]), {"config": {
	"Arn": policy_arn,
	"PolicyVersionList": [{"Document": {"Statement": statements}}],
}})

control(target, statements) := fixture.resource("aws_organizations_policy", "arn:scp", {
	"config": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": {"Statement": statements}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": target}]}},
})

account := fixture.resource("aws_organizations_account", "111122223333", {
	"config": {"Id": "111122223333"},
	"derived": {"management_account_id": "999900001111", "ancestors": ["r-1"]},
})

settings := {
	"environment_label": "environment", "gateway_identities": [], "production_environments": ["production"],
	"system_label": "ai-system", "test_accounts": [],
}

seen(principals, policies, controls) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"enclosing": {"resources": {"aws_organizations_account": [account], "aws_organizations_policy": controls}},
	"lookup": {"record_ai_system": {"id": {}, "resource_ids": {}}, "record_exception": {"system_id": {}}},
	"resources": {
		"aws_iam_policy": policies,
		"aws_iam_role": [p | some p in principals; p.kind == "aws_iam_role"],
		"aws_iam_user": [p | some p in principals; p.kind == "aws_iam_user"],
	},
	"settings": settings,
}

judged(p, policies, want) if {
	got := policy.subjects with input as seen([p], policies, [])
	got == {evidence.subject(p) | want}
}

test_rights[name] if {
	some name, tc in {
		"a call": {"of": role([invoke]), "want": true},
		"a stream": {"of": role([{"Effect": "Allow", "Action": "bedrock:InvokeModelWithResponseStream", "Resource": "*"}]), "want": true},
		"by way of Mantle": {"of": role([{"Effect": "Allow", "Action": "bedrock-mantle:*", "Resource": "*"}]), "want": true},
		"everything": {"of": role([{"Effect": "Allow", "Action": "*", "Resource": "*"}]), "want": true},
		"all but": {"of": role([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]), "want": true},
		"an effect that is missing": {"of": role([object.remove(invoke, ["Effect"])]), "want": true},
		"all but calls": {"of": role([{"Effect": "Allow", "NotAction": "bedrock*", "Resource": "*"}]), "want": false},
		"nobody knows what": {"of": role([{"Effect": "Allow", "Resource": "*"}]), "want": true},
		"no call": {"of": role([{"Effect": "Allow", "Action": ["bedrock:Get*", "s3:*"], "Resource": "*"}]), "want": false},
		"nothing": {"of": role([]), "want": false},
		"a managed policy": {"of": role_with({"AttachedManagedPolicies": attach(["arn:calls"])}), "want": true},
		"a managed policy of all but": {"of": role_with({"AttachedManagedPolicies": attach(["arn:all-but"])}), "want": true},
		"a managed policy of all but calls": {"of": role_with({"AttachedManagedPolicies": attach(["arn:all-but-calls"])}), "want": false},
		"a managed policy without calls": {"of": role_with({"AttachedManagedPolicies": attach(["arn:reads"])}), "want": false},
		"a managed policy that nobody found": {"of": role_with({"AttachedManagedPolicies": attach(["arn:lost"])}), "want": true},
		"a managed policy without a document": {"of": role_with({"AttachedManagedPolicies": attach(["arn:empty"])}), "want": true},
		"an inline policy without a document": {"of": role_with({"RolePolicyList": [{"PolicyName": "p"}]}), "want": true},
		"no list of policies": {"of": fixture.resource("aws_iam_role", arn, {"config": {"Arn": arn}}), "want": true},
		"forbidden by its own policy": {
			"of": role([invoke, {"Effect": "Deny", "Action": "bedrock:Invoke*", "Resource": "*"}]),
			"want": false,
		},
		"forbidden by a managed policy": {
			"of": role_with({"RolePolicyList": inline([invoke]), "AttachedManagedPolicies": attach(["arn:forbids"])}),
			"want": false,
		},
		"forbidden under a condition": {
			"of": role([invoke, {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": {"Null": {"aws:SourceVpc": "true"}}}]),
			"want": true,
		},
		"forbidden on one model": {
			"of": role([invoke, {"Effect": "Deny", "Action": "bedrock:*", "Resource": "arn:aws:bedrock:*::foundation-model/x"}]),
			"want": true,
		},
		"another call is forbidden": {
			"of": role([invoke, {"Effect": "Deny", "Action": "bedrock:InvokeModelWithResponseStream", "Resource": "*"}]),
			"want": true,
		},
		"a user": {"of": user([]), "want": false},
		"a user by its own policy": {"of": user_with({"UserPolicyList": inline([invoke])}, []), "want": true},
		"a user by its own policy without calls": {"of": user_with({"UserPolicyList": inline([read])}, []), "want": false},
		"a user by its own policy of all but": {"of": user_with({"UserPolicyList": inline([all_but])}, []), "want": true},
		"a user by its own policy of all but calls": {"of": user_with({"UserPolicyList": inline([object.union(all_but, {"NotAction": "bedrock*"})])}, []), "want": false},
		"a user by a managed policy": {"of": user_with({"AttachedManagedPolicies": attach(["arn:calls"])}, []), "want": true},
		"a user by a managed policy without calls": {"of": user_with({"AttachedManagedPolicies": attach(["arn:reads"])}, []), "want": false},
		"a user by all but some in its group": {
			"of": user([{"GroupPolicyList": inline([all_but]), "AttachedManagedPolicies": []}]),
			"want": true,
		},
		"a user by all but calls in its group": {
			"of": user([{"GroupPolicyList": inline([object.union(all_but, {"NotAction": "bedrock*"})]), "AttachedManagedPolicies": []}]),
			"want": false,
		},
		"a user by a policy without calls of its group": {
			"of": user([{"GroupPolicyList": [], "AttachedManagedPolicies": attach(["arn:reads"])}]),
			"want": false,
		},
		"a user by its group": {
			"of": user([{"GroupPolicyList": inline([invoke]), "AttachedManagedPolicies": []}]),
			"want": true,
		},
		"a user by a policy of its group": {
			"of": user([{"GroupPolicyList": [], "AttachedManagedPolicies": attach(["arn:calls"])}]),
			"want": true,
		},
	}
	judged(tc.of, policies, tc.want)
}

read := {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}

all_but := {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}

policies := [
	managed("arn:calls", [invoke]),
	managed("arn:reads", [read]),
	managed("arn:all-but", [all_but]),
	managed("arn:all-but-calls", [object.union(all_but, {"NotAction": "bedrock*"})]),
	managed("arn:forbids", [{"Effect": "Deny", "Action": "bedrock:*", "Resource": "*"}]),
	managed("arn:empty", []),
]

statement(principal) := {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": principal}]}, "RolePolicyList": inline([invoke])}

saml := "arn:aws:iam::111122223333:saml-provider/SSO"

test_roles_of_people[name] if {
	some name, tc in {
		"sign-in": {"config": statement({"Federated": saml}), "want": false},
		"several": {"config": statement({"Federated": [saml, saml]}), "want": false},
		"a token provider": {"config": statement({"Federated": "arn:aws:iam::111122223333:oidc-provider/x"}), "want": true},
		"sign-in and a service": {"config": statement({"Federated": saml, "Service": "ecs-tasks.amazonaws.com"}), "want": true},
		"another account": {"config": statement({"AWS": "arn:aws:iam::444455556666:root"}), "want": true},
		"anybody": {"config": statement("*"), "want": true},
		"no statement": {"config": {"AssumeRolePolicyDocument": {"Statement": []}, "RolePolicyList": inline([invoke])}, "want": true},
		"of AWS itself": {"config": {"Path": "/aws-service-role/bedrock.amazonaws.com/", "RolePolicyList": inline([invoke])}, "want": false},
	}
	judged(role_with(tc.config), [], tc.want)
}

system(id, fields) := fixture.record("record_ai_system", id, fields)

owned(systems) := {"lookup": {"record_ai_system": {"resource_ids": {arn: systems}}}}

test_production[name] if {
	some name, tc in {
		"an account without production": {"change": {"settings": {"test_accounts": ["111122223333"]}}, "tags": {}, "want": false},
		"another account without production": {"change": {"settings": {"test_accounts": ["444455556666"]}}, "tags": {}, "want": true},
		"labelled production": {"change": {}, "tags": {"environment": "Production"}, "want": true},
		"labelled test": {"change": {}, "tags": {"environment": "test"}, "want": false},
		"labelled with nothing": {"change": {}, "tags": {"environment": ""}, "want": true},
		"of a system in production": {"change": owned([system("a", {"status": "production"})]), "tags": {}, "want": true},
		"of a system in test": {"change": owned([system("a", {"status": "test"})]), "tags": {}, "want": false},
		"of two systems": {"change": owned([system("a", {"status": "test"}), system("b", {})]), "tags": {}, "want": true},
	}
	p := object.union(role([invoke]), {"tags": tc.tags})
	got := policy.subjects with input as object.union(seen([p], [], []), tc.change)
	got == {evidence.subject(p) | tc.want}
}

test_the_gateway[name] if {
	some name, tc in {
		"is named": {"identities": ["arn:other", arn], "want": true},
		"is another": {"identities": ["arn:aws:iam::111122223333:role/*"], "want": false},
		"is nobody": {"identities": [], "want": false},
	}
	p := role([invoke])
	got := policy.met with input as object.union(seen([p], [], []), {"settings": {"gateway_identities": tc.identities}})
	got == {"gateway": {evidence.at(p, ["config", "Arn"]) | tc.want}}
}

# The label of a role or user names its system.
test_labelled_systems[name] if {
	tried := system("a", {"status": "test"})
	exempt := system("b", {"gateway": "exempt"})
	live := system("c", {})
	some name, tc in {
		"in test": {"label": "a", "judged": false, "met": false},
		"exempt": {"label": "b", "judged": true, "met": true},
		"in production": {"label": "c", "judged": true, "met": false},
		"nobody's": {"label": "x", "judged": true, "met": false},
	}
	some of in [role([invoke]), user_with({"UserPolicyList": inline([invoke])}, [])]
	p := object.union(of, {"tags": {"ai-system": tc.label}})
	excepted := exception({"system_id": "b", "approved_at": "2026-11-01T00:00:00Z", "expires_at": "2026-12-31T00:00:00Z"})
	lookup := {"record_ai_system": {"id": {s.id: [s] | some s in [tried, exempt, live]}}, "record_exception": {"system_id": {"b": [excepted]}}}
	got := {"subjects": policy.subjects, "met": policy.met.gateway} with input as object.union(seen([p], [], []), {"lookup": lookup})
	got == {"subjects": {evidence.subject(p) | tc.judged}, "met": {evidence.at(p, ["id"]) | tc.met}}
}

exception(fields) := fixture.record("record_exception", "e", object.union(
	{
		"system_id": "a", "objective_id": "ORG-L4-3", "status": "open", "approved_by": "p-1",
		"approved_at": "2026-11-01", "expires_at": "2026-12-31",
	},
	fields,
))

test_exemptions[name] if {
	exempt := system("a", {"gateway": "exempt"})
	some name, tc in {
		"exempt": {"systems": [exempt], "exception": exception({}), "want": true},
		"not exempt": {"systems": [system("a", {"gateway": "required"})], "exception": exception({}), "want": false},
		"not said": {"systems": [system("a", {})], "exception": exception({}), "want": false},
		"for one of two systems": {"systems": [exempt, system("b", {"gateway": "required"})], "exception": exception({}), "want": false},
		"without a system": {"systems": [], "exception": exception({}), "want": false},
		"from another rule": {"systems": [exempt], "exception": exception({"objective_id": "ORG-L4-2"}), "want": false},
		"closed": {"systems": [exempt], "exception": exception({"status": "closed"}), "want": false},
		"approved by nobody": {"systems": [exempt], "exception": exception({"approved_by": ""}), "want": false},
		"approved later": {"systems": [exempt], "exception": exception({"approved_at": "2026-11-30"}), "want": false},
		"run out": {"systems": [exempt], "exception": exception({"expires_at": "2026-11-10"}), "want": false},
		"of another system": {"systems": [system("c", {"gateway": "exempt"})], "exception": exception({}), "want": false},
	}
	p := role([invoke])
	at := {"approved_at": concat("", [tc.exception.config.approved_at, "T00:00:00Z"]), "expires_at": concat("", [tc.exception.config.expires_at, "T00:00:00Z"])}
	lookup := object.union(owned(tc.systems), {"lookup": {"record_exception": {"system_id": {"a": [object.union(tc.exception, {"config": at})]}}}})
	got := policy.met with input as object.union(seen([p], [], []), lookup)
	got == {"gateway": {evidence.at(p, ["id"]) | tc.want}}
}

only_gateway := {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/ai-gateway"}}

deny(fields) := object.union({"Effect": "Deny", "Action": ["bedrock:InvokeModel*"], "Resource": "*"}, fields)

test_refusals[name] if {
	some name, tc in {
		"of all": {"control": control("r-1", [deny({})]), "want": true},
		"but for the gateway": {"control": control("r-1", [deny({"Condition": only_gateway})]), "want": true},
		"but for this role, by its name": {"control": control("r-1", [deny({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": arn}}})]), "want": false},
		"of all but": {"control": control("r-1", [object.remove(deny({"NotAction": "iam:*"}), ["Action"])]), "want": true},
		"of all but these": {"control": control("r-1", [object.remove(deny({"NotAction": "bedrock:*"}), ["Action"])]), "want": false},
		"but for this role": {
			"control": control("r-1", [deny({"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a*"}}})]),
			"want": false,
		},
		"but for everybody": {"control": control("r-1", [deny({"Condition": {"ArnNotLike": {"aws:PrincipalArn": "*"}}})]), "want": false},
		"of this role": {"control": control("r-1", [deny({"Condition": {"ArnLike": {"aws:PrincipalArn": arn}}})]), "want": true},
		"of streams": {"control": control("r-1", [deny({"Action": "bedrock:InvokeModelWithResponseStream"})]), "want": false},
		"of one model": {"control": control("r-1", [deny({"Resource": "arn:aws:bedrock:*::foundation-model/x"})]), "want": false},
		"of all models but one": {
			"control": control("r-1", [object.remove(deny({"NotResource": "arn:aws:bedrock:*::foundation-model/x"}), ["Resource"])]),
			"want": false,
		},
		"without a guardrail": {"control": control("r-1", [deny({"Condition": {"Null": {"bedrock:GuardrailIdentifier": "true"}}})]), "want": false},
		"elsewhere": {"control": control("ou-suspended", [deny({})]), "want": false},
		"allowed": {"control": control("r-1", [deny({"Effect": "Allow"})]), "want": false},
	}
	p := role([invoke])
	got := policy.met with input as seen([p], [], [tc.control])
	got == {"gateway": {evidence.shown(p, tc.control, ["config", "Content", "Statement", 0]) | tc.want}}
}

test_refusals_of_users[name] if {
	some name, tc in {
		"but for the gateway": {"let_off": "arn:aws:iam::*:role/ai-gateway", "want": true},
		"but for this user": {"let_off": "arn:u", "want": false},
	}
	u := user_with({"UserPolicyList": inline([invoke])}, [])
	c := control("r-1", [deny({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": tc.let_off}}})])
	got := policy.met.gateway with input as seen([u], [], [c])
	got == {evidence.shown(u, c, ["config", "Content", "Statement", 0]) | tc.want}
}

# Every call that the role may make must be refused.
test_refusals_of_some_calls if {
	p := role([{"Effect": "Allow", "Action": ["bedrock:*", "bedrock-mantle:CreateInference"], "Resource": "*"}])
	bedrock := deny({})
	mantle := deny({"Action": "bedrock-mantle:*"})
	policy.met.gateway == set() with input as seen([p], [], [control("r-1", [bedrock])])
	both := control("r-1", [bedrock, mantle])
	got := policy.met.gateway with input as seen([p], [], [both])
	got == {evidence.shown(p, both, ["config", "Content", "Statement", i]) | some i in [0, 1]}
}

test_service_control_policies_do_not_bind_the_management_account if {
	p := role([invoke])
	management := object.union(account, {"derived": {"management_account_id": "111122223333"}})
	here := object.union(
		seen([p], [], []),
		{"enclosing": {"resources": {"aws_organizations_account": [management], "aws_organizations_policy": [control("r-1", [deny({})])]}}},
	)
	policy.met.gateway == set() with input as here
}

test_an_account_that_the_organization_does_not_list if {
	p := role([invoke])
	here := object.union(
		seen([p], [], []),
		{"enclosing": {"resources": {"aws_organizations_account": [], "aws_organizations_policy": [control("r-1", [deny({})])]}}},
	)
	policy.met.gateway == set() with input as here
}
