package aismm.org.configuration_guardrails_block.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.configuration_guardrails_block.aws as policy

here := object.union(fixture.boundary("aws:444455556666"), {"ai": "yes"})

account(id) := fixture.resource("aws_organizations_account", id, {
	"config": {"Id": id, "Arn": concat("/", ["arn:aws:organizations::111122223333:account/o-1", id])},
	"derived": {"management_account_id": "111122223333", "ancestors": ["ou-1", "r-1"]},
})

control(target, statements) := fixture.resource("aws_organizations_policy", "arn:p", {
	"config": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": {"Statement": statements}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": target}]}},
})

deny(actions, condition) := {"Effect": "Deny", "Action": actions, "Resource": "*", "Condition": condition}

seen(boundary, policies) := {
	"boundary": boundary,
	"enclosing": {"resources": {"aws_organizations_account": [account("111122223333"), account("444455556666")], "aws_organizations_policy": policies}},
}

named(name) := {
	"kind": "guardrail_topic", "id": concat("/", ["aws:444455556666", name]),
	"ref": concat("/", ["guardrail_topic:aws:444455556666", name]), "seen": here.ref,
}

names := {"customer_keys", "invocation_logging", "local_keys", "notebook_hardening", "public_network"}

test_subjects[name] if {
	some name, tc in {
		"yes": {"ai": {"ai": "yes"}, "want": {named(n) | some n in names}},
		"unknown": {"ai": {"ai": "unknown"}, "want": {named(n) | some n in names}},
		"no": {"ai": {"ai": "no"}, "want": set()},
	}
	got := policy.subjects with input as seen(object.union(here, tc.ai), [])
	got == tc.want
}

# Whether just these statements, in a policy at the root, block a topic.
blocked(statements, name, indexes) if {
	p := control("r-1", statements)
	got := {row | some row in policy.met.refused; row.of == named(name).ref} with input as seen(here, [p])
	got == {evidence.shown(named(name), p, ["config", "Content", "Statement", i]) | some i in indexes}
}

logging := ["bedrock:DeleteModelInvocationLoggingConfiguration", "bedrock:PutModelInvocationLoggingConfiguration"]

keep_logging := deny(logging, {})

test_where_a_policy_is_attached[name] if {
	some name, tc in {
		"at the root": {"target": "r-1", "want": true},
		"at the unit": {"target": "ou-1", "want": true},
		"at the account": {"target": "444455556666", "want": true},
		"at another unit": {"target": "ou-suspended", "want": false},
	}
	p := control(tc.target, [keep_logging])
	got := policy.met.refused with input as seen(here, [p])
	got == {evidence.shown(named("invocation_logging"), p, ["config", "Content", "Statement", 0]) | tc.want}
}

test_a_policy_that_is_attached_to_nothing if {
	p := object.union(control("r-1", [keep_logging]), {"parts": {"ListTargetsForPolicy": {"Targets": []}}})
	policy.met.refused == set() with input as seen(here, [p])
}

test_the_management_account_is_never_bound if {
	management := object.union(fixture.boundary("aws:111122223333"), {"ai": "yes"})
	policy.met.refused == set() with input as seen(management, [control("r-1", [keep_logging])])
}

test_an_account_that_the_organization_does_not_list if {
	stranger := object.union(fixture.boundary("aws:777788889999"), {"ai": "yes"})
	policy.met.refused == set() with input as seen(stranger, [control("r-1", [keep_logging])])
}

test_logging[name] if {
	some name, tc in {
		"both actions": {"statements": [keep_logging], "by": [0]},
		"in two statements": {"statements": [deny([logging[0]], {}), {"Effect": "Allow", "Action": "*"}, deny(logging[1], {})], "by": [0, 2]},
		"one action": {"statements": [deny([logging[0]], {})], "by": []},
		"by a wildcard": {"statements": [deny("bedrock:*LoggingConfiguration", {})], "by": [0]},
		"all but others": {"statements": [{"Effect": "Deny", "NotAction": ["iam:*", "bedrock:Get*"], "Resource": "*"}], "by": [0]},
		"all but these": {"statements": [{"Effect": "Deny", "NotAction": ["bedrock:*Configuration"], "Resource": "*"}], "by": []},
		"but for a role": {
			"statements": [deny(logging, {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform/ai-logging"}})],
			"by": [0],
		},
		"but for everybody": {"statements": [deny(logging, {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::444455556666:*"]}})], "by": []},
		"for one role": {"statements": [deny(logging, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/dev"}})], "by": []},
		"in some regions": {"statements": [deny(logging, {"StringEquals": {"aws:RequestedRegion": "us-east-1"}})], "by": []},
		"under a condition that never holds": {"statements": [deny(logging, {"StringEquals": {"aws:PrincipalTag/never": "ever"}})], "by": []},
		"on some resources": {"statements": [object.union(keep_logging, {"Resource": "arn:aws:bedrock:*"})], "by": []},
		"on no resource": {"statements": [object.remove(keep_logging, ["Resource"])], "by": []},
		"allowed": {"statements": [object.union(keep_logging, {"Effect": "Allow"})], "by": []},
		"without an effect": {"statements": [object.remove(keep_logging, ["Effect"])], "by": []},
	}
	blocked(tc.statements, "invocation_logging", tc.by)
}

hardening := ["sagemaker:CreateNotebookInstance", "sagemaker:UpdateNotebookInstance"]

test_notebooks[name] if {
	some name, tc in {
		"unless root is off": {"statements": [deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Disabled"}})], "by": [0]},
		"when root is on, if it is said": {"statements": [deny(hardening, {"StringEquals": {"sagemaker:RootAccess": "Enabled"}})], "by": []},
		"when root is on, or nothing is said": {"statements": [deny(hardening, {"StringEqualsIfExists": {"sagemaker:RootAccess": "Enabled"}})], "by": [0]},
		"in two statements": {
			"statements": [
				deny(hardening, {"StringEquals": {"sagemaker:RootAccess": ["Enabled"]}}),
				deny(hardening[0], {"Null": {"sagemaker:RootAccess": "true"}}),
			],
			"by": [0, 1],
		},
		"only when they are created": {"statements": [deny(hardening[0], {"StringNotEquals": {"sagemaker:RootAccess": "Disabled"}})], "by": []},
		"unless root is on": {"statements": [deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Enabled"}})], "by": []},
		"another setting": {"statements": [deny(hardening, {"StringNotEquals": {"sagemaker:DirectInternetAccess": "Disabled"}})], "by": []},
		"under a further condition": {
			"statements": [deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Disabled", "aws:PrincipalTag/team": "ai"}})],
			"by": [],
		},
		"on notebooks": {
			"statements": [object.union(
				deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Disabled"}}),
				{"Resource": "arn:aws:sagemaker:*:*:notebook-instance/*"},
			)],
			"by": [0],
		},
		"on notebooks of one region": {
			"statements": [object.union(
				deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Disabled"}}),
				{"Resource": "arn:aws:sagemaker:us-east-1:*:notebook-instance/*"},
			)],
			"by": [],
		},
		"on models": {
			"statements": [object.union(
				deny(hardening, {"StringNotEquals": {"sagemaker:RootAccess": "Disabled"}}),
				{"Resource": "arn:aws:sagemaker:*:*:model/*"},
			)],
			"by": [],
		},
	}
	blocked(tc.statements, "notebook_hardening", tc.by)
}

direct := deny(hardening[0], {"StringNotEquals": {"sagemaker:DirectInternetAccess": "Disabled"}})

jobs := ["sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]

networked := deny(jobs, {"Null": {"sagemaker:VpcSubnets": "true"}})

isolated := deny(jobs, {"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}})

test_public_network[name] if {
	some name, tc in {
		"in a network": {"statements": [direct, networked], "by": [0, 1]},
		"isolated": {"statements": [direct, isolated], "by": [0, 1]},
		"in a network, or isolated": {
			"statements": [direct, deny(jobs, {"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}, "Null": {"sagemaker:VpcSubnets": "true"}})],
			"by": [0, 1],
		},
		"notebooks only": {"statements": [direct], "by": []},
		"jobs only": {"statements": [networked], "by": []},
		"all jobs but tuning": {
			"statements": [direct, deny(array.slice(jobs, 1, 4), {"Null": {"sagemaker:VpcSubnets": "true"}})],
			"by": [],
		},
		"isolated, if it is said": {"statements": [direct, deny(jobs, {"Bool": {"sagemaker:NetworkIsolation": "false"}})], "by": []},
		"outside of a network": {"statements": [direct, deny(jobs, {"Null": {"sagemaker:VpcSubnets": "false"}})], "by": []},
		"in some networks": {
			"statements": [direct, deny(jobs, {"ForAllValues:StringNotEquals": {"sagemaker:VpcSubnets": ["subnet-1"]}})],
			"by": [0, 1],
		},
		"in any value of some networks": {
			"statements": [direct, deny(jobs, {"ForAnyValue:StringNotEquals": {"sagemaker:VpcSubnets": ["subnet-1"]}})],
			"by": [],
		},
		"notebooks, if it is said": {
			"statements": [deny(hardening[0], {"StringEquals": {"sagemaker:DirectInternetAccess": "Enabled"}}), networked],
			"by": [],
		},
	}
	blocked(tc.statements, "public_network", tc.by)
}

volumes := [
	"sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateNotebookInstance",
	"sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateTransformJob",
]

test_customer_keys[name] if {
	some name, tc in {
		"by the key": {"statements": [deny(volumes, {"Null": {"sagemaker:VolumeKmsKeyArn": "true"}})], "by": [0]},
		"by the older key": {"statements": [deny(volumes, {"Null": {"sagemaker:VolumeKmsKey": "true"}})], "by": [0]},
		"keys of one account": {
			"statements": [deny(volumes, {"ArnNotLike": {"sagemaker:VolumeKmsKeyArn": "arn:aws:kms:*:123456789012:key/*"}})],
			"by": [0],
		},
		"some keys": {"statements": [deny(volumes, {"ArnLike": {"sagemaker:VolumeKmsKeyArn": "arn:aws:kms:*:123456789012:key/*"}})], "by": []},
		"output only": {"statements": [deny(volumes, {"Null": {"sagemaker:OutputKmsKeyArn": "true"}})], "by": []},
		"all but domains": {"statements": [deny(array.slice(volumes, 1, 7), {"Null": {"sagemaker:VolumeKmsKeyArn": "true"}})], "by": []},
	}
	blocked(tc.statements, "customer_keys", tc.by)
}

test_local_keys[name] if {
	some name, tc in {
		"of all services": {"statements": [deny("iam:CreateServiceSpecificCredential", {})], "by": [0]},
		"of Bedrock": {
			"statements": [deny(
				"iam:CreateServiceSpecificCredential",
				{"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com"}},
			)],
			"by": [0],
		},
		"of another service": {
			"statements": [deny(
				"iam:CreateServiceSpecificCredential",
				{"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "codecommit.amazonaws.com"}},
			)],
			"by": [],
		},
		"that live long": {
			"statements": [deny("iam:CreateServiceSpecificCredential", {"NumericGreaterThan": {"iam:ServiceSpecificCredentialAgeDays": "30"}})],
			"by": [],
		},
		"of all users": {
			"statements": [{"Effect": "Deny", "Action": "iam:CreateServiceSpecificCredential", "Resource": "arn:aws:iam::*:user/*"}],
			"by": [0],
		},
		"of some users": {
			"statements": [{"Effect": "Deny", "Action": "iam:CreateServiceSpecificCredential", "Resource": "arn:aws:iam::*:user/svc/*"}],
			"by": [],
		},
	}
	blocked(tc.statements, "local_keys", tc.by)
}

# What several policies refuse counts together; each is shown.
test_two_policies if {
	root := control("r-1", [direct])
	unit := object.union(control("ou-1", [networked]), {"id": "arn:unit", "ref": "unit"})
	got := policy.met.refused with input as seen(here, [root, unit])
	got == {evidence.shown(named("public_network"), p, ["config", "Content", "Statement", 0]) | some p in [root, unit]}
}

test_a_policy_without_content if {
	policy.met.refused == set() with input as seen(here, [object.remove(control("r-1", []), ["config"])])
}
