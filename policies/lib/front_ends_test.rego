package aismm.lib.front_ends_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.lib.front_ends

balancer := "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/chat/0001"

api_arn := "arn:aws:apigateway:us-east-1::/restapis/api1"

stage := concat("", [api_arn, "/stages/live"])

api(fields) := fixture.resource("aws_apigateway_rest_api", api_arn, object.union({"config": {"id": "api1"}}, fields))

system(fields) := fixture.record("record_ai_system", "s", fields)

seen(systems, apis) := {
	"boundary": fixture.boundary("aws:111122223333"),
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"records": {"record_ai_system": systems},
	"lookup": {
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
		"aws_apigateway_rest_api": {"id": {a.id: [a] | some a in apis}},
	},
	"resources": {"aws_apigateway_rest_api": apis},
}

test_registered[name] if {
	some name, tc in {
		"a load balancer": {"system": {"resource_ids": [balancer]}, "want": [balancer]},
		"an API of AppSync": {"system": {"resource_ids": ["arn:aws:appsync:us-east-1:111122223333:apis/a"]}, "want": ["arn:aws:appsync:us-east-1:111122223333:apis/a"]},
		"a stage": {"system": {"resource_ids": [stage]}, "want": [stage]},
		"a REST API": {"system": {"resource_ids": [api_arn]}, "want": [api_arn]},
		"a network load balancer": {"system": {"resource_ids": ["arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/x/1"]}, "want": []},
		"a data source of AppSync": {"system": {"resource_ids": ["arn:aws:appsync:us-east-1:111122223333:datasources/a"]}, "want": []},
		"of another account": {"system": {"resource_ids": ["arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/app/x/1"]}, "want": []},
		"of AppSync in another account": {"system": {"resource_ids": ["arn:aws:appsync:us-east-1:444455556666:apis/a"]}, "want": []},
		"a REST API of another account": {"system": {"resource_ids": ["arn:aws:apigateway:us-east-1::/restapis/api2/stages/live"]}, "want": []},
		"something else": {"system": {"resource_ids": ["arn:aws:bedrock:us-east-1:111122223333:agent/A", "111122223333"]}, "want": []},
		"of a system in test": {"system": {"status": "test", "resource_ids": [balancer]}, "want": []},
		"nothing": {"system": {}, "want": []},
	}
	s := system(tc.system)
	got := front_ends.registered with input as seen([s], [api({})])
	got == [{"subject": evidence.named("ai_front_end", arn, s), "arn": arn} | some arn in tc.want]
}

test_rest_apis[name] if {
	some name, tc in {
		"labelled": {"tags": {"ai-system": "s"}, "system": {}, "want": [api_arn]},
		"named": {"tags": {}, "system": {"resource_ids": [api_arn]}, "want": [api_arn]},
		"named by a stage": {"tags": {}, "system": {"resource_ids": [stage]}, "want": [api_arn]},
		"of no system": {"tags": {}, "system": {}, "want": []},
		"in test": {"tags": {"ai-system": "s", "environment": "test"}, "system": {}, "want": []},
		"of a system in test": {"tags": {"ai-system": "s"}, "system": {"status": "test"}, "want": []},
	}
	got := front_ends.rest_apis with input as seen([system(tc.system)], [api({"tags": tc.tags})])
	[a.id | some a in got] == tc.want
}

acl(fields) := fixture.resource("aws_waf_web_acl", "arn:acl", fields)

test_protecting[name] if {
	some name, tc in {
		"itself": {"arns": [balancer], "arn": balancer, "want": true},
		"a stage": {"arns": [stage], "arn": stage, "want": true},
		"a stage of the whole": {"arns": [stage], "arn": api_arn, "want": true},
		"another stage": {"arns": [concat("", [api_arn, "/stages/test"])], "arn": stage, "want": false},
		"an API of a longer id": {"arns": ["arn:aws:apigateway:us-east-1::/restapis/api12/stages/live"], "arn": api_arn, "want": false},
		"nothing": {"arns": [], "arn": balancer, "want": false},
	}
	a := acl({"parts": {"ListResourcesForWebACL": {"ResourceArns": tc.arns}}})
	got := front_ends.protecting(tc.arn) with input as {"resources": {"aws_waf_web_acl": [a]}}
	got == [x | tc.want; x := a]
}

group(name, override) := {"Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}}, "OverrideAction": override}

inside(fields) := object.union(
	group("AWSManagedRulesCommonRuleSet", {"None": {}}),
	{"Statement": {"ManagedRuleGroupStatement": fields}},
)

overriding(name, action) := inside({"RuleActionOverrides": [{"Name": name, "ActionToUse": {action: {}}}]})

own(statement, action) := {"Statement": statement, "Action": action}

sqli := {"SqliMatchStatement": {"FieldToMatch": {"Body": {}}}}

xss := {"XssMatchStatement": {"FieldToMatch": {"Body": {}}}}

test_blocks_injection[name] if {
	some name, tc in {
		"a managed group": {"rules": [group("AWSManagedRulesCommonRuleSet", {"None": {}})], "want": true},
		"a managed group that counts": {"rules": [group("AWSManagedRulesCommonRuleSet", {"Count": {}})], "want": false},
		"a managed group on something else": {"rules": [group("AWSManagedRulesAmazonIpReputationList", {"None": {}})], "want": false},
		"a group of another vendor": {"rules": [inside({"VendorName": "Example"})], "want": false},
		"a group whose vendor is not said": {"rules": [{"Statement": {"ManagedRuleGroupStatement": {"Name": "AWSManagedRulesCommonRuleSet"}}, "OverrideAction": {"None": {}}}], "want": false},
		"a group on Windows": {"rules": [inside({"Name": "AWSManagedRulesWindowsRuleSet"})], "want": true},
		"a group whose rule on scripts only counts": {"rules": [overriding("CrossSiteScripting_BODY", "Count")], "want": false},
		"a group whose rule on scripts lets through": {"rules": [overriding("CrossSiteScripting_BODY", "Allow")], "want": false},
		"a group whose rule on scripts asks": {"rules": [overriding("CrossSiteScripting_BODY", "Captcha")], "want": true},
		"a group whose limit of size only counts": {"rules": [overriding("SizeRestrictions_BODY", "Count")], "want": true},
		"a group whose rule on robots only counts": {"rules": [overriding("UserAgent_BadBots_HEADER", "Count")], "want": true},
		"a group whose rule on nameless agents only counts": {"rules": [overriding("NoUserAgent_HEADER", "Count")], "want": true},
		"a group with a rule left out": {"rules": [inside({"ExcludedRules": [{"Name": "CrossSiteScripting_BODY"}]})], "want": false},
		"a group with a limit of size left out": {"rules": [inside({"ExcludedRules": [{"Name": "SizeRestrictions_BODY"}]})], "want": true},
		"a group for some requests alone": {"rules": [inside({"ScopeDownStatement": {"ByteMatchStatement": {"SearchString": "/x"}}})], "want": false},
		"own rules": {"rules": [own(sqli, {"Block": {}}), own(xss, {"Captcha": {}})], "want": true},
		"own rules for what is no attack": {"rules": [own({"NotStatement": {"Statement": sqli}}, {"Block": {}}), own(xss, {"Block": {}})], "want": false},
		"own rules for many attacks": {"rules": [own({"RateBasedStatement": {"Limit": 300, "ScopeDownStatement": sqli}}, {"Block": {}}), own(xss, {"Block": {}})], "want": false},
		"one rule on both": {"rules": [own({"OrStatement": {"Statements": [sqli, xss]}}, {"Challenge": {}})], "want": true},
		"own rules that count": {"rules": [own(sqli, {"Count": {}}), own(xss, {"Block": {}})], "want": false},
		"own rules without an action": {"rules": [{"Statement": sqli}, own(xss, {"Block": {}})], "want": false},
		"one of two": {"rules": [own(xss, {"Block": {}})], "want": false},
		"none": {"rules": [], "want": false},
	}
	got := {true | front_ends.blocks_injection(acl({"config": {"Rules": tc.rules}}))}
	got == {true | tc.want}
}

rate(limit) := {"RateBasedStatement": {"Limit": limit, "AggregateKeyType": "IP"}}

size(fields) := {"SizeConstraintStatement": object.union({"ComparisonOperator": "GT", "Size": 8192, "FieldToMatch": {"Body": {}}}, fields)}

test_limits_rate[name] if {
	some name, tc in {
		"blocks": {"rules": [own(rate(300), {"Block": {}})], "want": true},
		"counts": {"rules": [own(rate(300), {"Count": {}})], "want": false},
		"no limit": {"rules": [own({"RateBasedStatement": {"AggregateKeyType": "IP"}}, {"Block": {}})], "want": false},
		"none": {"rules": [own(sqli, {"Block": {}})], "want": false},
	}
	got := {true | front_ends.limits_rate(acl({"config": {"Rules": tc.rules}}))}
	got == {true | tc.want}
}

test_limits_size[name] if {
	some name, tc in {
		"a body": {"rules": [own(size({}), {"Block": {}})], "want": true},
		"a body of JSON": {"rules": [own({"SizeConstraintStatement": {"ComparisonOperator": "GE", "Size": 1, "FieldToMatch": {"JsonBody": {}}}}, {"Block": {}})], "want": true},
		"inside of another": {"rules": [own({"AndStatement": {"Statements": [size({})]}}, {"Block": {}})], "want": true},
		"counts": {"rules": [own(size({}), {"Count": {}})], "want": false},
		"a small body": {"rules": [own(size({"ComparisonOperator": "LT"}), {"Block": {}})], "want": false},
		"a header": {"rules": [own({"SizeConstraintStatement": {"ComparisonOperator": "GT", "Size": 8192, "FieldToMatch": {"SingleHeader": {}}}}, {"Block": {}})], "want": false},
		"all but large bodies": {"rules": [own({"NotStatement": {"Statement": size({})}}, {"Block": {}})], "want": false},
		"no size": {"rules": [own({"SizeConstraintStatement": {"ComparisonOperator": "GT", "FieldToMatch": {"Body": {}}}}, {"Block": {}})], "want": false},
		"none": {"rules": [], "want": false},
	}
	got := {true | front_ends.limits_size(acl({"config": {"Rules": tc.rules}}))}
	got == {true | tc.want}
}
