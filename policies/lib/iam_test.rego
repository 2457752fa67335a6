package aismm.lib.iam_test

import data.aismm.lib.iam

test_matches[name] if {
	some name, tc in {
		"the same": {"pattern": "bedrock:InvokeModel", "want": true},
		"in another case": {"pattern": "Bedrock:invokemodel", "want": true},
		"a prefix": {"pattern": "bedrock:Invoke*", "want": true},
		"the service": {"pattern": "bedrock:*", "want": true},
		"everything": {"pattern": "*", "want": true},
		"one character": {"pattern": "bedrock:InvokeMode?", "want": true},
		"no character": {"pattern": "bedrock:InvokeModel?", "want": false},
		"another action": {"pattern": "bedrock:GetAgent", "want": false},
		"another service": {"pattern": "bedrock-agentcore:*", "want": false},
	}
	got := {true | iam.matches(tc.pattern, "bedrock:InvokeModel")}
	got == {true | tc.want}
}

test_about[name] if {
	some name, tc in {
		"one action": {"statement": {"Action": "s3:GetObject"}, "want": true},
		"a list": {"statement": {"Action": ["bedrock:*", "s3:Get*"]}, "want": true},
		"others": {"statement": {"Action": ["bedrock:*"]}, "want": false},
		"all but others": {"statement": {"NotAction": ["iam:*"]}, "want": true},
		"all but this": {"statement": {"NotAction": "s3:*"}, "want": false},
		"nothing": {"statement": {}, "want": false},
	}
	got := {true | iam.about(tc.statement, "s3:GetObject")}
	got == {true | tc.want}
}

test_whole[name] if {
	some name, tc in {
		"everything": {"pattern": "*", "want": true},
		"the service": {"pattern": "bedrock:*", "want": true},
		"in capitals": {"pattern": "BEDROCK:*", "want": true},
		"several services": {"pattern": "bed*", "want": true},
		"some of it": {"pattern": "bedrock:Get*", "want": false},
		"another service": {"pattern": "bedrock-agentcore:*", "want": false},
	}
	got := {true | iam.whole(tc.pattern, "bedrock")}
	got == {true | tc.want}
}

test_particular[name] if {
	some name, tc in {
		"one": {"statement": {"Resource": "arn:aws:s3:::b/*"}, "want": true},
		"a list": {"statement": {"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}, "want": true},
		"everything": {"statement": {"Resource": "*"}, "want": false},
		"everything among others": {"statement": {"Resource": ["arn:aws:s3:::b", "*"]}, "want": false},
		"all ARNs": {"statement": {"Resource": "arn:*"}, "want": false},
		"all but some": {"statement": {"NotResource": "arn:aws:s3:::b"}, "want": false},
		"nothing": {"statement": {}, "want": false},
	}
	got := {true | iam.particular(tc.statement)}
	got == {true | tc.want}
}

test_patterns_know_two_wildcards_alone[name] if {
	some name, tc in {
		"brackets": {"pattern": "arn:aws:s3:::b/[a]/*", "text": "arn:aws:s3:::b/[a]/c", "want": true},
		"brackets are no set": {"pattern": "arn:aws:s3:::b/[ac]", "text": "arn:aws:s3:::b/a", "want": false},
		"an open bracket": {"pattern": "b[", "text": "b[", "want": true},
		"braces": {"pattern": "b/${aws:username}/*", "text": "b/${aws:username}/c", "want": true},
		"braces are no choice": {"pattern": "b{1,2}", "text": "b1", "want": false},
		"a backslash": {"pattern": `b\*`, "text": `b\c`, "want": true},
		"another case": {"pattern": "B*", "text": "b", "want": false},
	}
	got := {true | iam.like(tc.pattern, tc.text)}
	got == {true | tc.want}
}

test_within[name] if {
	some name, tc in {
		"the same": {"inner": "s3:GetObject", "outer": "s3:GetObject", "want": true},
		"one of many": {"inner": "s3:GetObject", "outer": "s3:Get*", "want": true},
		"some of many": {"inner": "s3:GetObject*", "outer": "s3:Get*", "want": true},
		"more": {"inner": "s3:*", "outer": "s3:Get*", "want": false},
		"one character": {"inner": "b1", "outer": "b?", "want": true},
		"any character": {"inner": "b?", "outer": "b?", "want": true},
		"any text for one character": {"inner": "b*", "outer": "b?", "want": false},
		"another case": {"inner": "B", "outer": "b", "want": false},
	}
	got := {true | iam.within(tc.inner, tc.outer)}
	got == {true | tc.want}
}

test_reaches[name] if {
	some name, tc in {
		"one": {"statement": {"Resource": "arn:aws:s3:::b/*"}, "want": true},
		"a list": {"statement": {"Resource": ["arn:aws:s3:::a", "*"]}, "want": true},
		"another": {"statement": {"Resource": "arn:aws:s3:::a"}, "want": false},
		"all but another": {"statement": {"NotResource": "arn:aws:s3:::a"}, "want": false},
		"nothing": {"statement": {}, "want": false},
	}
	got := {true | iam.reaches(tc.statement, "arn:aws:s3:::b/c")}
	got == {true | tc.want}
}

# What each operator says of a request that lacks the key, and of two values.
test_holds[name] if {
	some name, tc in {
		"StringEquals": {"test": "Enabled", "want": [false, true, false]},
		"StringEqualsIfExists": {"test": "Enabled", "want": [true, true, false]},
		"StringEqualsIgnoreCase": {"test": "ENABLED", "want": [false, true, false]},
		"StringLike": {"test": "En*", "want": [false, true, false]},
		"StringNotEquals": {"test": "Disabled", "want": [true, true, false]},
		"StringNotEqualsIfExists": {"test": ["Disabled", "Off"], "want": [true, true, false]},
		"StringNotEqualsIgnoreCase": {"test": "DISABLED", "want": [true, true, false]},
		"StringNotLike": {"test": "Dis*", "want": [true, true, false]},
		"ForAnyValue:StringEquals": {"test": "Enabled", "want": [false, true, false]},
		"ForAnyValue:StringNotEquals": {"test": "Disabled", "want": [false, true, false]},
		"ForAllValues:StringEquals": {"test": ["Enabled"], "want": [true, true, false]},
		"ForAllValues:StringNotEquals": {"test": "Disabled", "want": [true, true, false]},
		"Null": {"test": "true", "want": [true, false, false]},
		"null": {"test": [false], "want": [false, true, true]},
		"Bool": {"test": "enabled", "want": [false, true, false]},
		"ArnLike": {"test": "*abled", "want": [false, true, true]},
		"ArnNotEquals": {"test": "Dis*", "want": [true, true, false]},
		"NumericLessThan": {"test": "5", "want": [false, false, false]},
		"NumericNotEquals": {"test": "5", "want": [false, false, false]},
	}
	statement := {"Condition": {name: {"sagemaker:RootAccess": tc.test}}}
	got := [holding(statement, {"sagemaker:rootaccess": v}) | some v in [null, "Enabled", "Disabled"]]
	got == tc.want
}

holding(statement, request) if iam.holds(statement, request)

else := false

test_flags_are_words_or_truths if {
	iam.holds({"Condition": {"Bool": {"k": true}}}, {"k": "true"})
	iam.holds({"Condition": {"Bool": {"k": "True"}}}, {"k": "true"})
	not iam.holds({"Condition": {"Bool": {"k": "false"}}}, {"k": "true"})
	iam.holds({"Condition": {"Null": {"k": true}}}, {"k": null})
}

test_all_conditions_must_hold[name] if {
	some name, tc in {
		"none": {"condition": {}, "want": true},
		"both": {"condition": {"Null": {"a": "true"}, "StringEquals": {"B": "x"}}, "want": true},
		"one of two": {"condition": {"Null": {"a": "true"}, "StringEquals": {"B": "y"}}, "want": false},
		"two of one operator": {"condition": {"StringEquals": {"B": "x", "a": "x"}}, "want": false},
		"a key that nobody knows": {"condition": {"StringNotEquals": {"aws:PrincipalTag/team": "ai"}}, "want": false},
		"a key that nobody knows beside others": {"condition": {"Null": {"a": "true", "c": "true"}}, "want": false},
	}
	got := {true | iam.holds({"Condition": tc.condition}, {"a": null, "b": "x"})}
	got == {true | tc.want}
}

test_a_statement_without_conditions_holds if iam.holds({}, {})

control(target) := {
	"config": {
		"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"},
		"Content": {"Statement": [{"Effect": "Allow"}, {"Effect": "Deny", "Sid": "one"}, {"Sid": "no effect"}]},
	},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "ou-other"}, {"TargetId": target}]}},
}

account := {"config": {"Id": "444455556666"}, "derived": {"management_account_id": "111122223333", "ancestors": ["ou-1", "r-1"]}}

test_binds[name] if {
	some name, tc in {
		"by the root": {"policy": control("r-1"), "account": account, "want": true},
		"by its unit": {"policy": control("ou-1"), "account": account, "want": true},
		"itself": {"policy": control("444455556666"), "account": account, "want": true},
		"elsewhere": {"policy": control("ou-2"), "account": account, "want": false},
		"attached to nothing": {
			"policy": object.union(control("r-1"), {"parts": {"ListTargetsForPolicy": {"Targets": []}}}),
			"account": account, "want": false,
		},
		"another kind of policy": {
			"policy": object.union(control("r-1"), {"config": {"PolicySummary": {"Type": "TAG_POLICY"}}}),
			"account": account, "want": false,
		},
		"the management account": {
			"policy": control("r-1"),
			"account": object.union(account, {"derived": {"management_account_id": "444455556666"}}),
			"want": false,
		},
		"nobody knows which is the management account": {
			"policy": control("r-1"),
			"account": object.union(object.remove(account, ["derived"]), {"derived": {"ancestors": ["r-1"]}}),
			"want": false,
		},
		"nobody knows what is above it": {
			"policy": control("r-1"),
			"account": object.union(object.remove(account, ["derived"]), {"derived": {"management_account_id": "111122223333"}}),
			"want": false,
		},
	}
	got := {true | iam.binds(tc.policy, tc.account)}
	got == {true | tc.want}
}

test_denials if {
	p := control("r-1")
	iam.denials(p) == [{"policy": p, "path": ["config", "Content", "Statement", 1], "statement": {"Effect": "Deny", "Sid": "one"}}]
}

test_anybody if {
	gov := {"config": {"Id": "444455556666", "Arn": "arn:aws-us-gov:organizations::111122223333:account/o-1/444455556666"}}
	iam.anybody(gov) == {"arn:aws-us-gov:iam::444455556666:role/~any-role~", "arn:aws-us-gov:iam::444455556666:user/~any-user~"}
}

# A user with a policy of its own, an attached one, and a group with both.
test_policies_of_a_user_and_its_groups if {
	user := {
		"kind": "aws_iam_user",
		"config": {"UserPolicyList": [{"PolicyDocument": {"Id": "own"}}, {}], "AttachedManagedPolicies": [{"PolicyArn": "arn:own"}, {}]},
		"parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": [{
			"GroupPolicyList": [{"PolicyDocument": {"Id": "of the group"}}],
			"AttachedManagedPolicies": [{"PolicyArn": "arn:group"}],
		}]}},
	}
	group := ["parts", "GetAccountAuthorizationDetails", "GroupDetailList", 0]
	iam.inline(user) == [
		{"path": ["config", "UserPolicyList", 0, "PolicyDocument"], "document": {"Id": "own"}},
		{"path": ["config", "UserPolicyList", 1, "PolicyDocument"], "document": {}},
		{"path": array.concat(group, ["GroupPolicyList", 0, "PolicyDocument"]), "document": {"Id": "of the group"}},
	]
	iam.attached(user) == [
		{"path": ["config", "AttachedManagedPolicies", 0, "PolicyArn"], "arn": "arn:own"},
		{"path": ["config", "AttachedManagedPolicies", 1, "PolicyArn"], "arn": ""},
		{"path": array.concat(group, ["AttachedManagedPolicies", 0, "PolicyArn"]), "arn": "arn:group"},
	]
}

test_policies_of_a_role if {
	role := {"config": {"RolePolicyList": [{"PolicyDocument": {"Id": "own"}}], "AttachedManagedPolicies": []}}
	iam.inline(role) == [{"path": ["config", "RolePolicyList", 0, "PolicyDocument"], "document": {"Id": "own"}}]
	iam.attached(role) == []
}

test_told[name] if {
	groups := {"GetAccountAuthorizationDetails": {"GroupDetailList": []}}
	some name, tc in {
		"a role": {"of": {"kind": "aws_iam_role", "config": {"AttachedManagedPolicies": [], "RolePolicyList": []}}, "want": true},
		"a role without its own": {"of": {"kind": "aws_iam_role", "config": {"AttachedManagedPolicies": []}}, "want": false},
		"a role without attached ones": {"of": {"kind": "aws_iam_role", "config": {"RolePolicyList": []}}, "want": false},
		"a user": {"of": {"kind": "aws_iam_user", "config": {"AttachedManagedPolicies": [], "UserPolicyList": []}, "parts": groups}, "want": true},
		"a user without groups": {"of": {"kind": "aws_iam_user", "config": {"AttachedManagedPolicies": [], "UserPolicyList": []}}, "want": false},
		"another kind": {"of": {"kind": "aws_iam_group", "config": {}}, "want": false},
	}
	got := {true | iam.told(tc.of)}
	got == {true | tc.want}
}

test_of_named_account[name] if {
	some name, tc in {
		"an account": {"arn": "arn:aws:s3:us-east-1:111122223333:accesspoint/*", "want": true},
		"no account": {"arn": "arn:aws:s3:::b/*", "want": true},
		"any account": {"arn": "arn:aws:iam::*:role/r", "want": false},
		"some accounts": {"arn": "arn:aws:iam::11112222333?:role/r", "want": false},
		"everything": {"arn": "*", "want": false},
		"too short": {"arn": "arn:aws:s3:::", "want": true},
		"much too short": {"arn": "arn:*", "want": false},
	}
	got := {true | iam.of_named_account(tc.arn)}
	got == {true | tc.want}
}

test_closed[name] if {
	some name, tc in {
		"its own account": {"statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, "want": true},
		"another account": {"statement": {"Effect": "Allow", "Principal": {"AWS": "444455556666"}}, "want": false},
		"another account of the organization": {
			"statement": {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
			"want": true,
		},
		"anybody": {"statement": {"Effect": "Allow", "Principal": "*"}, "want": false},
		"anybody, denied": {"statement": {"Effect": "Deny", "Principal": "*"}, "want": true},
	}
	got := {true | iam.closed(tc.statement, "111122223333")}
	got == {true | tc.want}
}
