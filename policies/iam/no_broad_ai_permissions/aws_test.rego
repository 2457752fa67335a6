package aismm.iam.no_broad_ai_permissions.aws_test

import data.aismm.iam.no_broad_ai_permissions.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

role(fields) := fixture.resource("aws_iam_role", "arn:r", object.union(
	{"config": {"Path": "/", "AttachedManagedPolicies": [], "RolePolicyList": []}, "derived": {"ai_services": ["bedrock"]}},
	fields,
))

user(fields) := fixture.resource("aws_iam_user", "arn:u", object.union(
	{
		"config": {"Path": "/", "AttachedManagedPolicies": [], "UserPolicyList": []},
		"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": []}},
		"derived": {"ai_services": ["bedrock"]},
	},
	fields,
))

group(fields) := object.union({"AttachedManagedPolicies": [], "GroupPolicyList": []}, fields)

attach(arns) := [{"PolicyArn": arn} | some arn in arns]

inline(document) := [{"PolicyName": "p", "PolicyDocument": document}]

# The id of a policy of AWS's own is its ARN and the account.
managed(arn, versions) := fixture.resource("aws_iam_policy", concat("@", [arn, "111122223333"]), {"config": {"Arn": arn, "PolicyVersionList": versions}})

statement(fields) := {"Statement": [object.union({"Effect": "Allow"}, fields)]}

seen(roles, users, policies) := {"resources": {"aws_iam_role": roles, "aws_iam_user": users, "aws_iam_policy": policies}}

test_subjects if {
	untold := fixture.resource("aws_iam_role", "arn:untold", {})
	none := fixture.resource("aws_iam_role", "arn:none", {"derived": {"ai_services": []}})
	linked := fixture.resource("aws_iam_role", "arn:linked", {"config": {"Path": "/aws-service-role/x.amazonaws.com/"}})
	got := policy.subjects with input as seen([role({}), untold, none, linked], [user({})], [])
	got == {evidence.subject(p) | some p in [role({}), untold, user({})]}
}

# The three conditions as one object: who meets which.
verdicts(roles, users, policies) := got if {
	met := policy.met with input as seen(roles, users, policies)
	got := {condition: {row.ref | some row in rows} | some condition, rows in met}
}

test_rows if {
	r := role({})
	got := {"met": policy.met, "violations": policy.violations} with input as seen([r], [], [])
	got == {
		"met": {
			"attached": {evidence.at(r, ["config", "AttachedManagedPolicies"])},
			"services": {evidence.at(r, ["id"])},
			"marketplace": {evidence.at(r, ["id"])},
		},
		"violations": {"attached": set(), "services": set(), "marketplace": set()},
	}
}

# One of several principals.
named(p, id) := object.union(p, {"id": id, "ref": id})

# Wherever the statement stands, the verdict is the same.
everywhere(document, broad) if {
	of_policy := managed("arn:aws:iam::111122223333:policy/p", [{"Document": document}])
	attachment := {"AttachedManagedPolicies": attach([of_policy.config.Arn])}
	roles := [
		named(role({"config": {"RolePolicyList": inline(document)}}), "role"),
		named(role({"config": attachment}), "role with a policy"),
	]
	users := [
		named(user({"config": {"UserPolicyList": inline(document)}}), "user"),
		named(user({"config": attachment}), "user with a policy"),
		named(user({"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": [group({"GroupPolicyList": inline(document)})]}}}), "user of a group"),
		named(user({"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": [group({}), group(attachment)]}}}), "user of a group with a policy"),
	]
	got := verdicts(roles, users, [of_policy])
	got == {condition: {p.ref |
		not condition in broad
		some p in array.concat(roles, users)
	} |
		some condition in ["attached", "marketplace", "services"]
	}
}

test_services[name] if {
	some name, tc in {
		"some actions": {"document": statement({"Action": "bedrock:InvokeModel", "Resource": "*"}), "broad": []},
		"a list of actions": {"document": statement({"Action": ["bedrock:Get*", "sagemaker:List*"], "Resource": "*"}), "broad": []},
		"all of Bedrock": {"document": statement({"Action": "bedrock:*", "Resource": "*"}), "broad": ["services"]},
		"all of SageMaker, in a list": {"document": statement({"Action": ["s3:Get*", "SageMaker:*"], "Resource": ["*"]}), "broad": ["services"]},
		"all of AgentCore": {"document": statement({"Action": "bedrock-agentcore:*", "Resource": "arn:*"}), "broad": ["services"]},
		"all of Bedrock on one agent": {"document": statement({"Action": "bedrock:*", "Resource": "arn:aws:bedrock:us-east-1:111122223333:agent/A"}), "broad": []},
	}
	everywhere(tc.document, tc.broad)
}

test_resources_and_everything[name] if {
	some name, tc in {
		"all of Bedrock on all but one": {"document": statement({"Action": "bedrock:*", "NotResource": "arn:a"}), "broad": ["services"]},
		"all of Bedrock on nothing said": {"document": statement({"Action": "bedrock:*"}), "broad": ["services"]},
		"all of another service": {"document": statement({"Action": "s3:*", "Resource": "*"}), "broad": []},
		"everything": {"document": statement({"Action": "*", "Resource": "*"}), "broad": ["marketplace", "services"]},
		"everything, if": {"document": statement({"Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}), "broad": ["services"]},
		"everything, denied": {"document": statement({"Effect": "Deny", "Action": "*", "Resource": "*"}), "broad": []},
	}
	everywhere(tc.document, tc.broad)
}

test_marketplace[name] if {
	some name, tc in {
		"all but IAM": {"document": statement({"NotAction": "iam:*", "Resource": "*"}), "broad": ["marketplace", "services"]},
		"all but one": {"document": statement({"NotAction": "aws-marketplace:*", "Resource": "*"}), "broad": ["services"]},
		"all but the marketplace": {"document": statement({"NotAction": ["aws-marketplace:*"], "Resource": "*"}), "broad": ["services"]},
		"subscribe": {"document": statement({"Action": "aws-marketplace:Subscribe", "Resource": "*"}), "broad": ["marketplace"]},
		"subscribe, in a list": {"document": statement({"Action": ["s3:Get*", "aws-marketplace:Subscribe"], "Resource": ["*"]}), "broad": ["marketplace"]},
		"subscribe, if": {
			"document": statement({"Action": "aws-marketplace:*", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"aws-marketplace:ProductId": ["p"]}}}),
			"broad": [],
		},
	}
	everywhere(tc.document, tc.broad)
}

test_what_a_statement_does_not_say[name] if {
	some name, tc in {
		"subscribe, with an empty condition": {"document": statement({"Action": "aws-marketplace:Sub*", "Resource": "*", "Condition": {}}), "broad": ["marketplace"]},
		"no action": {"document": statement({"Resource": "*"}), "broad": ["marketplace", "services"]},
		"no effect": {"document": {"Statement": [{"Action": "s3:Get*", "Resource": "*"}]}, "broad": ["marketplace", "services"]},
		"the second of two": {
			"document": {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}, {"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}]},
			"broad": ["services"],
		},
		"no statements": {"document": {}, "broad": ["marketplace", "services"]},
	}
	everywhere(tc.document, tc.broad)
}

test_blame if {
	wide := statement({"Action": "*", "Resource": "*"})
	arn := "arn:aws:iam::aws:policy/AdministratorAccess"
	r := role({"config": {"RolePolicyList": inline(wide), "AttachedManagedPolicies": attach(["arn:narrow", arn])}})
	policies := [managed("arn:narrow", [{"Document": {"Statement": []}}]), managed(arn, [{"Document": wide}])]
	got := policy.violations with input as seen([r], [], policies)
	attached := evidence.at(r, ["config", "AttachedManagedPolicies", 1, "PolicyArn"])
	own := evidence.at(r, ["config", "RolePolicyList", 0, "PolicyDocument"])
	got == {"attached": {attached}, "services": {attached, own}, "marketplace": {attached, own}}
}

test_full_access_policies[name] if {
	some name, tc in {
		"administrator": {"arn": "arn:aws:iam::aws:policy/AdministratorAccess", "met": false},
		"Bedrock": {"arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess", "met": false},
		"SageMaker, in another partition": {"arn": "arn:aws-us-gov:iam::aws:policy/AmazonSageMakerFullAccess", "met": false},
		"AgentCore": {"arn": "arn:aws:iam::aws:policy/BedrockAgentCoreFullAccess", "met": false},
		"read only": {"arn": "arn:aws:iam::aws:policy/AmazonBedrockReadOnly", "met": true},
		"one of the account's own": {"arn": "arn:aws:iam::111122223333:policy/AdministratorAccess", "met": true},
	}
	config := {"AttachedManagedPolicies": attach([tc.arn])}
	grouped := user({"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": [group(config)]}}})
	narrow := managed(tc.arn, [{"Document": {"Statement": []}}])
	got := verdicts([role({"config": config})], [grouped], [narrow])
	both := {"aws_iam_role arn:r", "aws_iam_user arn:u"}
	got == {"attached": {ref | tc.met; some ref in both}, "services": both, "marketplace": both}
}

test_what_was_not_told_is_not_narrow[name] if {
	some name, tc in {
		"a policy that was not found": {"roles": [role({"config": {"AttachedManagedPolicies": attach(["arn:gone"])}})], "users": [], "policies": [], "attached": true},
		"a policy without a version": {"roles": [role({"config": {"AttachedManagedPolicies": attach(["arn:p"])}})], "users": [], "policies": [managed("arn:p", [])], "attached": true},
		"a policy without a document": {"roles": [role({"config": {"AttachedManagedPolicies": attach(["arn:p"])}})], "users": [], "policies": [managed("arn:p", [{}])], "attached": true},
		"an attachment without ARN": {"roles": [role({"config": {"AttachedManagedPolicies": [{}]}})], "users": [], "policies": [], "attached": true},
		"an inline policy without a document": {"roles": [role({"config": {"RolePolicyList": [{}]}})], "users": [], "policies": [], "attached": true},
		"no attachments": {"roles": [object.remove(role({}), ["config"])], "users": [], "policies": [], "attached": false},
		"groups not read": {"roles": [], "users": [object.remove(user({}), ["parts"])], "policies": [], "attached": false},
	}
	got := verdicts(tc.roles, tc.users, tc.policies)
	got == {"attached": {p.ref | tc.attached; some p in tc.roles}, "services": set(), "marketplace": set()}
}
