package aismm.iam.short_lived_agent_credentials.aws_test

import data.aismm.iam.short_lived_agent_credentials.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

role(statements, fields) := fixture.resource("aws_iam_role", "arn:r", object.union(
	{"config": {"Path": "/", "AssumeRolePolicyDocument": {"Statement": statements}}, "derived": {"ai_services": ["bedrock"]}},
	fields,
))

service := [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}]

user(derived) := fixture.resource("aws_iam_user", "arn:u", {"config": {"UserName": "batch"}, "derived": derived})

key(config) := fixture.resource("aws_iam_access_key", "k", {"config": config})

runtime(config) := fixture.resource("aws_bedrock_agentcore_runtime", "arn:rt", {"config": config})

identity(fields) := fixture.resource("aws_bedrock_agentcore_workload_identity", "arn:w", object.union(
	{"config": {"workloadIdentityArn": "arn:w"}, "parts": {"GetTokenVault": {"tokenVaultId": "default"}}},
	fields,
))

resources(given) := {"resources": object.union(
	{
		"aws_iam_role": [], "aws_iam_user": [], "aws_iam_access_key": [],
		"aws_bedrock_agentcore_runtime": [], "aws_bedrock_agentcore_workload_identity": [],
	},
	given,
)}

test_roles_of_machines[name] if {
	trusting := {principal |
		some principal in [{"AWS": "arn:aws:iam::111122223333:root"}, {"Federated": "arn:aws:iam::111122223333:saml-provider/Company"}]
	}
	some name, tc in {
		"a service": {"role": role(service, {}), "in": true},
		"an OIDC provider": {"role": role([{"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/ci.example.com"}}], {}), "in": true},
		"an account and a SAML provider": {"role": role([{"Principal": p} | some p in trusting], {}), "in": false},
		"an account and a service": {"role": role(array.concat(service, [{"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}]), {}), "in": true},
		"a SAML and an OIDC provider": {
			"role": role([{"Principal": {"Federated": ["arn:aws:iam::111122223333:saml-provider/C", "arn:aws:iam::111122223333:oidc-provider/c"]}}], {}),
			"in": true,
		},
		"anybody": {"role": role([{"Principal": "*"}], {}), "in": true},
		"nobody said": {"role": role([{"Effect": "Allow"}], {}), "in": true},
		"no statement": {"role": role([], {}), "in": true},
		"no rights on AI": {"role": role(service, {"derived": {"ai_services": []}}), "in": false},
		"rights not known": {"role": object.remove(role(service, {}), ["derived"]), "in": true},
		"service-linked": {"role": role(service, {"config": {"Path": "/aws-service-role/x.amazonaws.com/"}}), "in": false},
	}
	got := policy.subjects with input as resources({"aws_iam_role": [tc.role]})
	got == {s | tc["in"]; s := evidence.subject(tc.role)}
}

test_users_with_keys[name] if {
	ours := user({"ai_services": ["bedrock"]})
	some name, tc in {
		"with a key": {"user": ours, "keys": [key({"UserName": "batch", "Status": "Inactive"})], "in": true},
		"without a key": {"user": ours, "keys": [], "in": false},
		"with a key of somebody else": {"user": ours, "keys": [key({"UserName": "other"})], "in": false},
		"without rights on AI": {"user": user({"ai_services": []}), "keys": [key({"UserName": "batch"})], "in": false},
		"rights not known": {"user": user({}), "keys": [key({"UserName": "batch"})], "in": true},
	}
	got := policy.subjects with input as resources({"aws_iam_user": [tc.user], "aws_iam_access_key": tc.keys})
	got == {s | tc["in"]; s := evidence.subject(tc.user)}
}

test_session[name] if {
	some name, tc in {
		"an hour": {"part": {"MaxSessionDuration": 3600}, "met": true},
		"a second more": {"part": {"MaxSessionDuration": 3601}, "met": false},
		"not said": {"part": {}, "met": false},
	}
	r := role(service, {"parts": {"ListRoles": tc.part}})
	got := policy.met.session with input as resources({"aws_iam_role": [r]})
	got == {row | tc.met; row := evidence.at(r, ["parts", "ListRoles", "MaxSessionDuration"])}
}

test_access_key[name] if {
	some name, tc in {
		"active": {"config": {"UserName": "batch", "Status": "Active"}, "met": false},
		"not said": {"config": {"UserName": "batch"}, "met": false},
		"switched off": {"config": {"UserName": "batch", "Status": "Inactive"}, "met": true},
		"expired": {"config": {"UserName": "batch", "Status": "Expired"}, "met": true},
	}
	u := user({"ai_services": ["bedrock"]})
	k := key(tc.config)
	all := resources({"aws_iam_user": [u], "aws_iam_access_key": [k, object.union(key({"UserName": "other", "Status": "Active"}), {"ref": "o"})]})
	got := {"met": policy.met.no_access_key, "violations": policy.violations.no_access_key} with input as all
	got == {
		"met": {row | tc.met; row := evidence.at(u, ["id"])},
		"violations": {row | not tc.met; row := evidence.shown(u, k, ["config", "Status"])},
	}
}

test_workload_identity[name] if {
	named := runtime({"workloadIdentityDetails": {"workloadIdentityArn": "arn:w"}})
	some name, tc in {
		"with a vault": {"runtime": named, "identity": identity({}), "met": true},
		"without a vault": {"runtime": named, "identity": object.remove(identity({}), ["parts"]), "met": false},
		"a vault without id": {"runtime": named, "identity": identity({"parts": {"GetTokenVault": {"tokenVaultId": ""}}}), "met": false},
		"another identity": {"runtime": named, "identity": identity({"config": {"workloadIdentityArn": "arn:v"}}), "met": false},
		"in another region": {"runtime": named, "identity": identity({"region": "eu-central-1"}), "met": false},
		"none named": {"runtime": runtime({}), "identity": identity({}), "met": false},
	}
	all := resources({"aws_bedrock_agentcore_runtime": [tc.runtime], "aws_bedrock_agentcore_workload_identity": [tc.identity]})
	got := {"subjects": policy.subjects, "met": policy.met.workload_identity} with input as all
	got == {
		"subjects": {evidence.subject(tc.runtime)},
		"met": {row | tc.met; row := evidence.shown(tc.runtime, tc.identity, ["parts", "GetTokenVault", "tokenVaultId"])},
	}
}
