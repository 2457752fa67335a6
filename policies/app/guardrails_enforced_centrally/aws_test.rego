package aismm.app.guardrails_enforced_centrally.aws_test

import data.aismm.app.guardrails_enforced_centrally.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

account := fixture.boundary("aws:111122223333")

usage(fields) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/amazon.nova-lite-v1:0", object.union(
	{"derived": {"model_id": "amazon.nova-lite-v1:0", "invocations": 3}},
	fields,
))

guardrail_arn := "arn:aws:bedrock:us-east-1:111122223333:guardrail/g"

filters := array.concat(
	[{"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}],
	[{"type": type, "inputStrength": "HIGH", "outputStrength": "HIGH"} | some type in ["HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"]],
)

guardrail(filters) := fixture.resource("aws_bedrock_guardrail", guardrail_arn, {"parts": {"GetGuardrail": [
	{"version": "1", "contentPolicy": {"filters": []}},
	{"version": "2", "contentPolicy": {"filters": filters}},
]}})

enforced(config) := fixture.resource("aws_bedrock_enforced_guardrail", "arn:e", {"config": object.union({"guardrailArn": guardrail_arn, "guardrailVersion": "2"}, config)})

of_organization := fixture.resource("aws_organizations_bedrock_policy", "111122223333", {"config": {"PolicyContent": {"bedrock": {"guardrail_inference": {"us-east-1": {"standard": {"identifier": "arn:aws:bedrock:us-east-1:999900001111:guardrail/o:4"}}}}}}})

allowed(fields) := object.union({"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": "*"}, fields)

demanding := {"Condition": {"StringEquals": {"bedrock:GuardrailIdentifier": concat(":", [guardrail_arn, "2"])}}}

role(statements) := fixture.resource("aws_iam_role", "arn:aws:iam::111122223333:role/web", {"config": {
	"Arn": "arn:aws:iam::111122223333:role/web", "Path": "/", "AttachedManagedPolicies": [],
	"RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}],
}})

loose := role([allowed({})])

control(statement) := fixture.resource("aws_organizations_policy", "arn:scp", {
	"config": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": {"Statement": [statement]}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "r-1"}]}},
})

refusal(fields) := object.union({"Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*", "Condition": {"Null": {"bedrock:GuardrailIdentifier": "true"}}}, fields)

member := fixture.resource("aws_organizations_account", "111122223333", {
	"config": {"Id": "111122223333", "Arn": "arn:aws:organizations::999900001111:account/o-1/111122223333"},
	"derived": {"ancestors": ["ou-1", "r-1"], "management_account_id": "999900001111"},
})

seen(resources, controls) := {
	"as_of": fixture.as_of,
	"boundary": account,
	"settings": {"test_accounts": ["777788889999"]},
	"lookup": {
		"aws_bedrock_guardrail": {"id": {g.id: [g] | some g in object.get(resources, "aws_bedrock_guardrail", [])}},
		"aws_iam_policy": {"Arn": {p.config.Arn: [p] | some p in object.get(resources, "aws_iam_policy", [])}},
		"aws_bedrock_inference_profile": {"id": {p.id: [p] | some p in object.get(resources, "aws_bedrock_inference_profile", [])}, "inferenceProfileId": {}},
		"aws_bedrock_marketplace_endpoint": {"id": {e.id: [e] | some e in object.get(resources, "aws_bedrock_marketplace_endpoint", [])}},
	},
	"enclosing": {"resources": {"aws_organizations_account": [member], "aws_organizations_policy": controls}},
	"resources": object.union(
		{kind: [] | some kind in [
			"aws_bedrock_custom_model", "aws_bedrock_enforced_guardrail", "aws_bedrock_provisioned_throughput", "aws_bedrock_usage", "aws_iam_role", "aws_iam_user",
			"aws_organizations_bedrock_policy",
		]},
		resources,
	),
}

test_subjects[name] if {
	some name, tc in {
		"calls": {"usage": [usage({})], "account": "111122223333", "want": true},
		"calls, and nobody says how many": {"usage": [object.remove(usage({}), ["derived"])], "account": "111122223333", "want": true},
		"no calls any more": {"usage": [usage({"derived": {"invocations": 0}})], "account": "111122223333", "want": false},
		"no calls": {"usage": [], "account": "111122223333", "want": false},
		"a test account": {"usage": [usage({})], "account": "777788889999", "want": false},
	}
	b := fixture.boundary(concat(":", ["aws", tc.account]))
	got := policy.subjects with input as object.union(seen({"aws_bedrock_usage": tc.usage}, []), {"boundary": b})
	got == {evidence.subject(b) | tc.want}
}

around(resources) := object.union({"aws_bedrock_usage": [usage({})], "aws_bedrock_guardrail": [guardrail(filters)], "aws_iam_role": [loose]}, resources)

met(resources, controls) := got if got := policy.met.enforced with input as seen(around(resources), controls)

by_account := {evidence.shown(account, enforced({}), ["config", "guardrailVersion"])}

by_organization := {evidence.shown(account, of_organization, ["config", "PolicyContent", "bedrock", "guardrail_inference", "us-east-1", "standard", "identifier"])}

test_enforcement[name] if {
	elsewhere := usage({"region": "eu-west-1"})
	some name, tc in {
		"by the account": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({})]}, "met": by_account},
		"by the organization": {"resources": {"aws_organizations_bedrock_policy": [of_organization]}, "met": by_organization},
		"by both": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({})], "aws_organizations_bedrock_policy": [of_organization]}, "met": (by_account | by_organization)},
		"in one of two regions": {"resources": {"aws_bedrock_usage": [usage({}), elsewhere], "aws_bedrock_enforced_guardrail": [enforced({})]}, "met": set()},
		"in another region": {"resources": {"aws_bedrock_usage": [elsewhere], "aws_bedrock_enforced_guardrail": [enforced({})]}, "met": set()},
		"in another region, by the organization": {"resources": {"aws_bedrock_usage": [elsewhere], "aws_organizations_bedrock_policy": [of_organization]}, "met": set()},
		"not on the model": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": ["amazon.nova-lite-v1:0"]}})]}, "met": set()},
		"on the model": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"modelEnforcement": {"includedModels": ["amazon.nova-lite-v1:0"], "excludedModels": []}})]}, "met": by_account},
		"on all but another model": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": ["cohere.embed-v4:0"]}})]}, "met": by_account},
		"a model that nobody knows": {
			"resources": {
				"aws_bedrock_usage": [object.remove(usage({}), ["derived"])],
				"aws_bedrock_enforced_guardrail": [enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": ["cohere.embed-v4:0"]}})],
			},
			"met": set(),
		},
		"a draft": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"guardrailVersion": "DRAFT"})]}, "met": set()},
		"a weak version": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"guardrailVersion": "1"})]}, "met": set()},
		"a version that is gone": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"guardrailVersion": "3"})]}, "met": set()},
		"a guardrail that is gone": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({})], "aws_bedrock_guardrail": []}, "met": set()},
		"a guardrail of another account": {"resources": {"aws_bedrock_enforced_guardrail": [enforced({"guardrailArn": "arn:aws:bedrock:us-east-1:999900001111:guardrail/o"})]}, "met": by_account},
		"nothing": {"resources": {}, "met": set()},
	}
	met(tc.resources, []) == tc.met
}

# The models behind what is called.
test_models_behind[name] if {
	model := {"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}
	some name, tc in {
		"a profile": {"aws_bedrock_inference_profile": [fixture.resource("aws_bedrock_inference_profile", "arn:x/x", {"config": {"models": [model]}})]},
		"provisioned throughput": {"aws_bedrock_provisioned_throughput": [fixture.resource("aws_bedrock_provisioned_throughput", "arn:x/x", {"config": model})]},
		"an endpoint": {"aws_bedrock_marketplace_endpoint": [fixture.resource("aws_bedrock_marketplace_endpoint", "arn:x/x", {"config": {"modelSourceIdentifier": "amazon.nova-lite-v1:0"}})]},
		"a custom model": {
			"aws_bedrock_custom_model": [fixture.resource("aws_bedrock_custom_model", "arn:aws:bedrock:us-east-1:111122223333:custom-model/m/y", {})],
			"aws_bedrock_usage": [usage({"derived": {"model_id": "y"}})],
		},
	}
	some excluded, want in {"amazon.nova-lite-v1:0": false, "arn:aws:bedrock:us-east-1:111122223333:custom-model/m/y": false, "cohere.embed-v4:0": true}
	e := enforced({"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": [excluded, expected(name)]}})
	got := met(object.union({"aws_bedrock_usage": [usage({"derived": {"model_id": "arn:x/x"}})], "aws_bedrock_enforced_guardrail": [e]}, tc), [])
	got == {row | reached(name, excluded, want); some row in by_account}
}

expected(_) := "cohere.embed-v4:0"

# A custom model has its own name, and the others that of the foundation model.
reached("a custom model", excluded, _) if not contains(excluded, "custom-model")

reached(name, excluded, _) if {
	name != "a custom model"
	excluded != "amazon.nova-lite-v1:0"
}

test_filters_that_see_no_text[direction] if {
	some direction in ["inputModalities", "outputModalities"]
	on_text := [object.union(f, {direction: ["TEXT"]}) | some f in filters]
	met({"aws_bedrock_enforced_guardrail": [enforced({})], "aws_bedrock_guardrail": [guardrail(on_text)]}, []) != set()
	on_pictures := [object.union(f, {direction: ["IMAGE"]}) | some f in filters]
	met({"aws_bedrock_enforced_guardrail": [enforced({})], "aws_bedrock_guardrail": [guardrail(on_pictures)]}, []) == set()
}

test_weak_filters[i] if {
	some i in [0, 1, 2, 3, 4, 5]
	some fields in [{"inputStrength": "LOW"}, {"inputAction": "NONE"}, {"inputEnabled": false}]
	kept := [f | some j, f in filters; j != i]
	weak := array.concat(kept, [object.union(filters[i], fields)])
	met({"aws_bedrock_enforced_guardrail": [enforced({})], "aws_bedrock_guardrail": [guardrail(weak)]}, []) == set()
}

test_weak_answers[i] if {
	some i in [1, 2, 3, 4, 5]
	some fields in [{"outputStrength": "LOW"}, {"outputAction": "NONE"}, {"outputEnabled": false}]
	kept := [f | some j, f in filters; j != i]
	weak := array.concat(kept, [object.union(filters[i], fields)])
	met({"aws_bedrock_enforced_guardrail": [enforced({})], "aws_bedrock_guardrail": [guardrail(weak)]}, []) == set()
}

test_controls[name] if {
	some name, tc in {
		"no guardrail": {"statements": [refusal({})], "met": true},
		"another guardrail": {"statements": [object.union(object.remove(refusal({}), ["Condition"]), {"Condition": {"StringNotEquals": {"bedrock:GuardrailIdentifier": "arn:x"}}})], "met": true},
		"each call by itself": {"statements": [refusal({"Action": "bedrock:InvokeModel"}), refusal({"Action": "bedrock:InvokeModelWithResponseStream"})], "met": true},
		"every call": {"statements": [object.remove(refusal({}), ["Condition"])], "met": true},
		"one call of two": {"statements": [refusal({"Action": "bedrock:InvokeModel"})], "met": false},
		"all but some": {"statements": [object.union(object.remove(refusal({}), ["Action"]), {"NotAction": "iam:*"})], "met": true},
		"all but calls": {"statements": [object.union(object.remove(refusal({}), ["Action"]), {"NotAction": "bedrock:*"})], "met": false},
		"on some models": {"statements": [refusal({"Resource": "arn:aws:bedrock:*::foundation-model/amazon.*"})], "met": false},
		"for some": {"statements": [object.union(refusal({}), {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/web"}}})], "met": false},
		"of another action": {"statements": [refusal({"Action": "bedrock:GetAgent"})], "met": false},
		"allowed": {"statements": [refusal({"Effect": "Allow"})], "met": false},
		"none": {"statements": [], "met": false},
	}
	controls := [control(s) | some s in tc.statements]
	met({}, controls) == {evidence.shown(account, control({}), ["config", "Content", "Statement", 0]) | tc.met}
}

test_the_management_account_is_never_bound if {
	management := object.union(member, {"derived": {"management_account_id": "111122223333"}})
	got := policy.met.enforced with input as object.union(seen(around({}), []), {"enclosing": {"resources": {"aws_organizations_account": [management], "aws_organizations_policy": [control(refusal({}))]}}})
	got == set()
}

test_a_control_that_does_not_bind if {
	other := object.union(control(refusal({})), {"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "ou-9"}]}}})
	met({}, [other]) == set()
}

test_identity_policies[name] if {
	some name, tc in {
		"demanded": {"role": role([allowed(demanding)]), "met": true},
		"demanded by its pattern": {"role": role([allowed({"Condition": {"StringLike": {"bedrock:guardrailidentifier": "arn:*"}}})]), "met": true},
		"demanded by its ARN": {"role": role([allowed({"Condition": {"ArnLike": {"bedrock:GuardrailIdentifier": "arn:*"}}})]), "met": true},
		"demanded to be there": {"role": role([allowed({"Condition": {"Null": {"bedrock:GuardrailIdentifier": "false"}}})]), "met": true},
		"demanded not to be there": {"role": role([allowed({"Condition": {"Null": {"bedrock:GuardrailIdentifier": "true"}}})]), "met": false},
		"demanded if it is there": {"role": role([allowed({"Condition": {"StringEqualsIfExists": {"bedrock:GuardrailIdentifier": "arn:x"}}})]), "met": false},
		"all that are there": {"role": role([allowed({"Condition": {"ForAllValues:StringEquals": {"bedrock:GuardrailIdentifier": "arn:x"}}})]), "met": false},
		"any but one": {"role": role([allowed({"Condition": {"StringNotEquals": {"bedrock:GuardrailIdentifier": "arn:x"}}})]), "met": false},
		"another condition": {"role": role([allowed({"Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}})]), "met": false},
		"another null": {"role": role([allowed({"Condition": {"Null": {"aws:TokenIssueTime": "false"}}})]), "met": false},
		"no condition": {"role": loose, "met": false},
		"refused by itself": {"role": role([allowed({}), refusal({})]), "met": true},
		"refused on some models": {"role": role([allowed({}), refusal({"Resource": "arn:aws:bedrock:*::foundation-model/amazon.*"})]), "met": false},
		"one call refused": {"role": role([allowed({}), refusal({"Action": "bedrock:InvokeModel"})]), "met": false},
		"refused under another condition": {"role": role([allowed({}), object.union(refusal({}), {"Condition": {"Bool": {"aws:SecureTransport": "false"}}})]), "met": false},
		"everything allowed": {"role": role([allowed({"Action": "*"})]), "met": false},
		"nothing of Bedrock": {"role": role([allowed({"Action": "s3:GetObject"})]), "met": false},
		"something else as well": {"role": role([allowed(demanding), allowed({"Action": "s3:GetObject"})]), "met": true},
		"everything but some": {"role": role([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]), "met": false},
		"everything but Bedrock": {"role": role([allowed(demanding), {"Effect": "Allow", "NotAction": "bedrock:*", "Resource": "*"}]), "met": true},
		"neither said": {"role": role([{"Effect": "Allow", "Resource": "*"}]), "met": false},
		"denied": {"role": role([allowed({"Effect": "Deny"})]), "met": false},
		"no effect": {"role": role([object.remove(allowed({}), ["Effect"])]), "met": false},
	}
	met({"aws_iam_role": [tc.role]}, []) == {evidence.at(account, ["id"]) | tc.met}
}

test_nobody_is_no_proof if met({"aws_iam_role": []}, []) == set()

user(statements) := fixture.resource("aws_iam_user", "arn:user", {
	"config": {"Arn": "arn:user", "AttachedManagedPolicies": [], "UserPolicyList": [{"PolicyDocument": {"Statement": statements}}]},
	"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": []}},
})

test_several_principals[name] if {
	good := role([allowed(demanding)])
	service := object.union(loose, {"id": "arn:service", "ref": "aws_iam_role arn:service", "config": {"Path": "/aws-service-role/x/"}})
	some name, tc in {
		"a loose one": {"more": {"aws_iam_role": [good, object.union(loose, {"id": "arn:other", "ref": "aws_iam_role arn:other"})]}, "met": false},
		"a role of a service of AWS": {"more": {"aws_iam_role": [good, service]}, "met": true},
		"a user": {"more": {"aws_iam_role": [good], "aws_iam_user": [user([allowed({})])]}, "met": false},
		"a user of whom it is demanded": {"more": {"aws_iam_role": [good], "aws_iam_user": [user([allowed(demanding)])]}, "met": true},
		"a user with everything but some": {"more": {"aws_iam_role": [good], "aws_iam_user": [user([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}])]}, "met": false},
		"a user with everything but Bedrock": {"more": {"aws_iam_role": [good], "aws_iam_user": [user([{"Effect": "Allow", "NotAction": "bedrock:*", "Resource": "*"}])]}, "met": true},
		"one whose policies are not all known": {"more": {"aws_iam_role": [good, fixture.resource("aws_iam_role", "arn:other", {"config": {"Arn": "arn:other", "RolePolicyList": []}})]}, "met": false},
		"one with a policy that was not read": {"more": {"aws_iam_role": [good, fixture.resource("aws_iam_role", "arn:other", {"config": {"Arn": "arn:other", "AttachedManagedPolicies": [], "RolePolicyList": [{"PolicyName": "p"}]}})]}, "met": false},
	}
	met(tc.more, []) == {evidence.at(account, ["id"]) | tc.met}
}

test_managed_policies[name] if {
	holder := fixture.resource("aws_iam_role", "arn:holder", {"config": {"Arn": "arn:holder", "RolePolicyList": [], "AttachedManagedPolicies": [{"PolicyArn": "arn:m"}]}})
	some name, tc in {
		"demanded": {"policies": [of_policy([{"Document": {"Statement": [allowed(demanding)]}}])], "met": true},
		"not demanded": {"policies": [of_policy([{"Document": {"Statement": [allowed({})]}}])], "met": false},
		"everything but some": {"policies": [of_policy([{"Document": {"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}}])], "met": false},
		"everything but Bedrock": {"policies": [of_policy([{"Document": {"Statement": [allowed(demanding), {"Effect": "Allow", "NotAction": "bedrock:*", "Resource": "*"}]}}])], "met": true},
		"without a document": {"policies": [of_policy([{}])], "met": false},
		"not found": {"policies": [], "met": false},
	}
	got := met({"aws_iam_role": [holder], "aws_iam_policy": tc.policies}, [])
	got == {evidence.at(account, ["id"]) | tc.met}
}

of_policy(versions) := fixture.resource("aws_iam_policy", "arn:m", {"config": {"Arn": "arn:m", "PolicyVersionList": versions}})
