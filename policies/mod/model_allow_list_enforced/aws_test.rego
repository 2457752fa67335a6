package aismm.mod.model_allow_list_enforced.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_allow_list_enforced.aws as policy

account := fixture.resource("aws_organizations_account", "444455556666", {
	"config": {"Id": "444455556666", "Arn": "arn:aws:organizations::111122223333:account/o-1/444455556666"},
	"derived": {"management_account_id": "111122223333", "ancestors": ["ou-1", "r-1"]},
})

other := object.union(account, {"id": "777788889999", "config": {"Id": "777788889999"}, "derived": {"ancestors": ["ou-2", "r-1"]}})

here := fixture.boundary("aws:444455556666")

control(target, statements) := fixture.resource("aws_organizations_policy", "arn:p", {
	"config": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": {"Statement": statements}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": target}]}},
})

usage(invocations) := fixture.resource("aws_bedrock_usage", "u", {"derived": {"invocations": invocations}})

records := [
	fixture.record("record_model", "mdl-1", {"status": "approved", "identifiers": ["p.one", "arn:aws:bedrock:us-east-1:444455556666:custom-model/p.one/own"]}),
	fixture.record("record_model", "mdl-2", {"status": "approved", "identifiers": ["p.line-*"]}),
	fixture.record("record_model", "mdl-4", {"status": "approved", "identifiers": ["p.old"], "expires_at": "2026-01-01T00:00:00Z"}),
	fixture.record("record_model", "mdl-5", {"status": "approved", "identifiers": ["p.ending"], "expires_at": "2027-01-01T00:00:00Z"}),
	fixture.record("record_model", "mdl-3", {"status": "proposed", "identifiers": ["p.new"]}),
]

seen(usages, policies) := {
	"as_of": fixture.as_of,
	"boundary": here,
	"settings": {"approved_marketplace_products": ["prod-1", "prod-2"]},
	"enclosing": {"resources": {"aws_organizations_account": [other, account], "aws_organizations_policy": policies}},
	"records": {"record_model": records},
	"resources": {"aws_bedrock_usage": usages},
	"lookup": {"record_model": {"identifiers": {i: [m | some m in records; i in m.config.identifiers] | some r in records; some i in r.config.identifiers}}},
}

test_subjects[name] if {
	some name, tc in {
		"called": {"usage": [usage(5)], "judged": true},
		"calls not said": {"usage": [object.remove(usage(5), ["derived"])], "judged": true},
		"not called lately": {"usage": [usage(0)], "judged": false},
		"never": {"usage": [], "judged": false},
	}
	got := policy.subjects with input as seen(tc.usage, [])
	got == {x | tc.judged; x := evidence.subject(here)}
}

model(id) := concat("", ["arn:aws:bedrock:*::foundation-model/", id])

limited(patterns) := {"Effect": "Deny", "Action": "bedrock:InvokeModel*", "NotResource": patterns}

unconditional := {"Effect": "Deny", "Action": ["aws-marketplace:Subscribe"], "Resource": "*"}

test_models[name] if {
	profiles := "arn:aws:bedrock:*:*:inference-profile/*"
	some name, tc in {
		"approved": {"policy": control("r-1", [limited([model("p.one"), profiles])]), "met": true},
		"at the unit": {"policy": control("ou-1", [limited([model("p.one")])]), "met": true},
		"at another unit": {"policy": control("ou-2", [limited([model("p.one")])]), "met": false},
		"one": {"policy": control("r-1", [limited(model("p.one"))]), "met": true},
		"all actions but some": {"policy": control("r-1", [object.union(object.remove(limited(model("p.one")), ["Action"]), {"NotAction": ["iam:*"]})]), "met": true},
		"all actions but these": {"policy": control("r-1", [object.union(object.remove(limited(model("p.one")), ["Action"]), {"NotAction": ["bedrock:*"]})]), "met": false},
		"one whose approval has ended": {"policy": control("r-1", [limited(model("p.old"))]), "met": false},
		"one whose approval will end": {"policy": control("r-1", [limited(model("p.ending"))]), "met": true},
		"both actions": {"policy": control("r-1", [object.union(limited(model("p.one")), {"Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]})]), "met": true},
		"one action": {"policy": control("r-1", [object.union(limited(model("p.one")), {"Action": "bedrock:InvokeModel"})]), "met": false},
		"the other action": {"policy": control("r-1", [object.union(limited(model("p.one")), {"Action": "bedrock:InvokeModelWithResponseStream"})]), "met": false},
		"an action that matches nothing": {"policy": control("r-1", [object.union(limited(model("p.one")), {"Action": "bedrock:Converse*"})]), "met": false},
		"profiles of the account": {"policy": control("r-1", [limited(["arn:aws:bedrock:*:444455556666:application-inference-profile/*"])]), "met": true},
		"in one region": {"policy": control("r-1", [limited(["arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/p.one"])]), "met": true},
		"its own model": {"policy": control("r-1", [limited(["arn:aws:bedrock:us-east-1:444455556666:custom-model/p.one/own"])]), "met": true},
		"another of its own": {"policy": control("r-1", [limited(["arn:aws:bedrock:us-east-1:444455556666:custom-model/p.one/*"])]), "met": false},
		"an approved line": {"policy": control("r-1", [limited([model("p.line-4-*")])]), "met": true},
		"the whole line": {"policy": control("r-1", [limited([model("p.line-*")])]), "met": true},
		"more than the line": {"policy": control("r-1", [limited([model("p.lin*")])]), "met": false},
		"all of a publisher": {"policy": control("r-1", [limited([model("p.*")])]), "met": false},
		"a proposed one": {"policy": control("r-1", [limited([model("p.one"), model("p.new")])]), "met": false},
		"one that nobody knows": {"policy": control("r-1", [limited([model("p.one"), model("p.two")])]), "met": false},
		"all models": {"policy": control("r-1", [limited([model("*")])]), "met": false},
		"everything": {"policy": control("r-1", [limited(["*"])]), "met": false},
		"something else": {"policy": control("r-1", [limited(["arn:aws:s3:::p.one"])]), "met": false},
		"a model by another service": {"policy": control("r-1", [limited(["arn:aws:other:*::foundation-model/p.one"])]), "met": false},
		"a profile by another service": {"policy": control("r-1", [limited(["arn:aws:other:*:*:inference-profile/p.one"])]), "met": false},
		"nothing": {"policy": control("r-1", [limited([])]), "met": false},
		"on some resources": {"policy": control("r-1", [object.union(object.remove(limited([]), ["NotResource"]), {"Resource": model("p.two")})]), "met": false},
		"allowed": {"policy": control("r-1", [object.union(limited([model("p.one")]), {"Effect": "Allow"})]), "met": false},
		"for all but some": {"policy": control("r-1", [object.union(limited([model("p.one")]), {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/rescue"}}})]), "met": true},
		"for some": {"policy": control("r-1", [object.union(limited([model("p.one")]), {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/rescue"}}})]), "met": false},
	}
	got := policy.met.models with input as seen([usage(5)], [tc.policy])
	got == {row | tc.met; row := evidence.shown(here, tc.policy, ["config", "Content", "Statement", 0, "NotResource"])}
}

outside(operator, products) := object.union(unconditional, {"Condition": {operator: {"aws-marketplace:ProductId": products}}})

test_subscriptions[name] if {
	some name, tc in {
		"all": {"policy": control("r-1", [unconditional]), "met": true},
		"all of the marketplace": {"policy": control("r-1", [object.union(unconditional, {"Action": "aws-marketplace:*"})]), "met": true},
		"outside the approved": {"policy": control("r-1", [outside("ForAnyValue:StringNotEquals", ["prod-1", "prod-2"])]), "met": true},
		"outside one of them": {"policy": control("r-1", [outside("StringNotEquals", "prod-1")]), "met": true},
		"outside another": {"policy": control("r-1", [outside("StringNotEquals", ["prod-1", "prod-9"])]), "met": false},
		"of one product": {"policy": control("r-1", [outside("StringEquals", ["prod-1"])]), "met": false},
		"for some": {"policy": control("r-1", [object.union(unconditional, {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}})]), "met": false},
		"for all but some": {"policy": control("r-1", [object.union(unconditional, {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}})]), "met": true},
		"all actions but some": {"policy": control("r-1", [object.union(object.remove(unconditional, ["Action"]), {"NotAction": ["iam:*"]})]), "met": true},
		"all actions but these": {"policy": control("r-1", [object.union(object.remove(unconditional, ["Action"]), {"NotAction": ["aws-marketplace:*"]})]), "met": false},
		"another action": {"policy": control("r-1", [object.union(unconditional, {"Action": "aws-marketplace:Unsubscribe"})]), "met": false},
		"on one resource": {"policy": control("r-1", [object.union(unconditional, {"Resource": "arn:aws:x"})]), "met": false},
		"allowed": {"policy": control("r-1", [object.union(unconditional, {"Effect": "Allow"})]), "met": false},
		"at another unit": {"policy": control("ou-2", [unconditional]), "met": false},
	}
	got := policy.met.subscriptions with input as seen([usage(5)], [tc.policy])
	got == {row | tc.met; row := evidence.shown(here, tc.policy, ["config", "Content", "Statement", 0])}
}

test_nothing_is_judged_where_nothing_is_called if {
	got := policy.met with input as seen([], [control("r-1", [limited([model("p.one")]), unconditional])])
	got == {"models": set(), "subscriptions": set()}
}

test_the_management_account_is_bound_by_none if {
	managing := object.union(account, {"derived": {"management_account_id": "444455556666"}})
	base := seen([usage(5)], [control("r-1", [limited([model("p.one")]), unconditional])])
	got := policy.met with input as object.union(base, {"enclosing": {"resources": {"aws_organizations_account": [managing]}}})
	got == {"models": set(), "subscriptions": set()}
}

test_an_account_without_its_arn_is_bound_by_none_that_is_known if {
	nameless := object.union(object.remove(account, ["config"]), {"config": {"Id": "444455556666"}})
	base := seen([usage(5)], [control("r-1", [limited([model("p.one")]), unconditional])])
	got := policy.met with input as object.union(base, {"enclosing": {"resources": {"aws_organizations_account": [nameless]}}})
	got == {"models": set(), "subscriptions": set()}
}
