package aismm.org.ai_service_boundary_enforced.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.ai_service_boundary_enforced.aws as policy

account(id, state) := fixture.resource("aws_organizations_account", id, {
	"config": {"Id": id, "Arn": concat("/", ["arn:aws:organizations::111122223333:account/o-1", id]), "State": state},
	"derived": {"management_account_id": "111122223333", "ancestors": ["ou-1", "r-1"]},
})

member := account("444455556666", "ACTIVE")

control(target, statements) := fixture.resource("aws_organizations_policy", "arn:p", {
	"config": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": {"Statement": statements}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": target}]}},
})

deny(fields) := object.union({"Effect": "Deny", "Resource": "*"}, fields)

others := ["comprehend:*", "kendra:*", "lex:*", "personalize:*", "polly:*", "q:*", "qbusiness:*", "rekognition:*", "textract:*", "transcribe:*", "translate:*"]

elsewhere := {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}

seen(accounts, policies) := {
	"settings": {"approved_ai_services": ["bedrock", "Bedrock-AgentCore", "sagemaker", "s3"]},
	"resources": {"aws_organizations_account": accounts, "aws_organizations_policy": policies},
}

test_subjects if {
	silent := fixture.resource("aws_organizations_account", "777788889999", {"config": {"Id": "777788889999"}})
	all := [member, silent, account("111122223333", "ACTIVE"), account("a", "SUSPENDED"), account("b", "PENDING_CLOSURE"), account("c", "CLOSED")]
	got := policy.subjects with input as seen(all, [])
	got == {evidence.counted_for(member, "aws:444455556666"), evidence.counted_for(silent, "aws:777788889999")}
}

unapproved := deny({"Action": others})

regional := deny({"NotAction": ["iam:*", "sts:*"], "Condition": elsewhere})

decided(control_policy, services, regions) if {
	got := policy.met with input as seen([member], [control_policy])
	row := evidence.shown(member, control_policy, ["config", "Content"])
	got == {"services": {row | services}, "regions": {row | regions}}
}

test_targets[name] if {
	some name, tc in {
		"both, at the root": {"policy": control("r-1", [unapproved, regional]), "services": true, "regions": true},
		"both, at the unit": {"policy": control("ou-1", [unapproved, regional]), "services": true, "regions": true},
		"both, at the account": {"policy": control("444455556666", [unapproved, regional]), "services": true, "regions": true},
		"at another unit": {"policy": control("ou-2", [unapproved, regional]), "services": false, "regions": false},
		"another kind of policy": {
			"policy": object.union(control("r-1", [unapproved, regional]), {"config": {"PolicySummary": {"Type": "TAG_POLICY"}}}),
			"services": false, "regions": false,
		},
	}
	decided(tc.policy, tc.services, tc.regions)
}

test_services[name] if {
	some name, tc in {
		"services only": {"policy": control("r-1", [unapproved]), "services": true, "regions": false},
		"all but some": {"policy": control("r-1", [deny({"NotAction": ["bedrock*:*", "sagemaker:*", "iam:*"]})]), "services": true, "regions": false},
		"all but some, and one too many": {"policy": control("r-1", [deny({"NotAction": ["bedrock*:*", "sagemaker:*", "q:Get*"]})]), "services": false, "regions": false},
		"all but everything": {"policy": control("r-1", [deny({"NotAction": "*"})]), "services": false, "regions": false},
		"all but one": {"policy": control("r-1", [deny({"Action": array.slice(others, 0, 10)})]), "services": false, "regions": false},
		"some actions": {"policy": control("r-1", [deny({"Action": array.concat(array.slice(others, 0, 10), ["translate:Get*"])})]), "services": false, "regions": false},
		"on some resources": {"policy": control("r-1", [deny({"Action": others, "Resource": "arn:aws:s3:::b"})]), "services": false, "regions": false},
		"allowed": {"policy": control("r-1", [object.union(unapproved, {"Effect": "Allow"}), object.union(regional, {"Effect": "Allow"})]), "services": false, "regions": false},
	}
	decided(tc.policy, tc.services, tc.regions)
}

test_conditions_of_statements[name] if {
	some name, tc in {
		"in some regions": {"policy": control("r-1", [object.union(unapproved, {"Condition": elsewhere})]), "services": false, "regions": false},
		"but for some principals": {
			"policy": control("r-1", [
				object.union(unapproved, {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/rescue"}}}),
				object.union(regional, {"Condition": {"ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/rescue"}}}),
			]),
			"services": true, "regions": true,
		},
		"regions, of the approved services": {
			"policy": control("r-1", [deny({"Action": ["bedrock:*", "bedrock-agentcore:*", "sagemaker:*"], "Condition": elsewhere})]),
			"services": false, "regions": true,
		},
		"for all principals": {
			"policy": control("r-1", [
				object.union(unapproved, {"Condition": {"ArnLike": {"aws:PrincipalArn": "*"}}}),
				object.union(regional, {"Condition": {"ArnLike": {"aws:PrincipalArn": "*"}}}),
			]),
			"services": true, "regions": true,
		},
		"but for every principal, in other letters": {
			"policy": control("r-1", [
				object.union(unapproved, {"Condition": {"ArnNotLike": {"aws:PrincipalARN": "*"}}}),
				object.union(regional, {"Condition": {"ArnNotLike": {"aws:PrincipalARN": "*"}}}),
			]),
			"services": false, "regions": false,
		},
		"services, but for some, in other letters": {
			"policy": control("r-1", [object.union(unapproved, {"Condition": {"ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/rescue"}}})]),
			"services": true, "regions": false,
		},
		"services, but for every principal": {
			"policy": control("r-1", [object.union(unapproved, {"Condition": {"StringNotLike": {"aws:PrincipalArn": "*"}}})]),
			"services": false, "regions": false,
		},
		"services, but for some principals": {
			"policy": control("r-1", [object.union(unapproved, {"Condition": {"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/rescue"}}})]),
			"services": true, "regions": false,
		},
		"services, under a further condition": {
			"policy": control("r-1", [object.union(unapproved, {"Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "ai"}}})]),
			"services": false, "regions": false,
		},
		"for some principals": {
			"policy": control("r-1", [object.union(unapproved, {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/dev"}}})]),
			"services": false, "regions": false,
		},
		"but for every principal": {
			"policy": control("r-1", [
				object.union(unapproved, {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}}),
				object.union(regional, {"Condition": {"StringNotLike": {"aws:PrincipalArn": "*"}}}),
			]),
			"services": false, "regions": false,
		},
		"but for every principal of the account": {
			"policy": control("r-1", [
				object.union(unapproved, {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:*"}}}),
				object.union(regional, {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::777788889999:*"}}}),
			]),
			"services": false, "regions": true,
		},
		"in no region": {
			"policy": control("r-1", [object.union(regional, {"Condition": {"StringNotLike": {"aws:RequestedRegion": "*"}}})]),
			"services": false, "regions": false,
		},
		"regions, of one service": {"policy": control("r-1", [deny({"Action": "bedrock:*", "Condition": elsewhere})]), "services": false, "regions": false},
		"regions that are named": {
			"policy": control("r-1", [deny({"NotAction": "iam:*", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-west-2"}}})]),
			"services": false, "regions": false,
		},
		"regions, under a further condition": {
			"policy": control("r-1", [object.union(regional, {"Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "ai"}}})]),
			"services": false, "regions": false,
		},
		"no statement": {"policy": control("r-1", []), "services": false, "regions": false},
	}
	decided(tc.policy, tc.services, tc.regions)
}

# What several policies deny counts together.
test_two_policies if {
	some_of := control("r-1", [deny({"Action": array.slice(others, 0, 5)})])
	rest := object.union(control("ou-1", [deny({"Action": array.slice(others, 5, 11)})]), {"ref": "rest"})
	got := policy.met.services with input as seen([member], [some_of, rest])
	got == {evidence.shown(member, p, ["config", "Content"]) | some p in [some_of, rest]}
}

test_the_management_account_of_another_organization if {
	other := object.union(account("777788889999", "ACTIVE"), {"derived": {"management_account_id": "444455556666"}})
	managing := object.union(member, {"derived": {"management_account_id": "444455556666"}})
	control_policy := control("r-1", [unapproved, regional])
	got := {"subjects": policy.subjects, "met": policy.met.services} with input as seen([other, managing], [control_policy])
	got == {
		"subjects": {evidence.counted_for(other, "aws:777788889999")},
		"met": {evidence.shown(other, control_policy, ["config", "Content"])},
	}
}

# Nobody of the account can be named, so that it is not known whom a denial catches.
test_an_account_without_an_arn_is_bound_by_nothing if {
	lost := object.union(object.remove(member, ["config"]), {"config": object.remove(member.config, ["Arn"])})
	got := policy.met with input as seen([lost], [control("r-1", [unapproved, regional])])
	got == {"services": set(), "regions": set()}
}

test_an_account_without_ancestors_is_bound_by_its_own_policies_alone if {
	lost := fixture.resource("aws_organizations_account", "444455556666", {"config": {"Id": "444455556666"}})
	got := policy.met with input as seen([lost], [control("r-1", [deny({"NotAction": "iam:*"})])])
	got == {"services": set(), "regions": set()}
}
