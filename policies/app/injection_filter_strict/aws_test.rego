package aismm.app.injection_filter_strict.aws_test

import data.aismm.app.injection_filter_strict.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

filter(fields) := object.union({"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}, fields)

guardrail(filters) := fixture.resource("aws_bedrock_guardrail", "arn:g", {
	"tags": tags, "config": {"guardrailId": "g", "version": "DRAFT"},
	"parts": {"GetGuardrail": [{"version": "1", "contentPolicy": {"filters": []}}, {"version": "2", "contentPolicy": {"filters": filters}}]},
})

gateway(fields) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:gw", {"tags": tags, "config": fields})

acl(fields) := fixture.resource("aws_waf_web_acl", "arn:acl", object.union(
	{"config": {"Rules": [group({"None": {}})]}, "parts": {"ListResourcesForWebACL": {"ResourceArns": [stage]}}},
	fields,
))

group(override) := {"Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}}, "OverrideAction": override}

stage := "arn:aws:apigateway:us-east-1::/restapis/api1/stages/live"

api := fixture.resource("aws_apigateway_rest_api", "arn:aws:apigateway:us-east-1::/restapis/api1", {})

balancer := "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/chat/0001"

appsync := "arn:aws:appsync:us-east-1:111122223333:apis/a"

system(fields) := fixture.record("record_ai_system", "s", object.union({"status": "production"}, fields))

front_end(arn, s) := evidence.named("ai_front_end", arn, s)

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"records": {"record_ai_system": systems},
	"lookup": {
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
		"aws_apigateway_rest_api": {"id": {a.id: [a] | some a in object.get(resources, "aws_apigateway_rest_api", [])}},
		"aws_waf_web_acl": {"id": {a.id: [a] | some a in object.get(resources, "aws_waf_web_acl", [])}},
	},
	"resources": object.union(
		{kind: [] | some kind in [
			"aws_apigateway_rest_api", "aws_bedrock_agent", "aws_bedrock_agentcore_gateway", "aws_bedrock_flow", "aws_bedrock_guardrail", "aws_waf_web_acl",
		]},
		resources,
	),
}

met(resources, s) := got if got := policy.met with input as seen(resources, [s])

test_subjects[name] if {
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	some name, tc in {
		"a guardrail": {"resources": {"aws_bedrock_guardrail": [guardrail([])]}, "system": {}, "want": [evidence.subject(guardrail([]))]},
		"a guardrail in test": {"resources": {"aws_bedrock_guardrail": [object.union(guardrail([]), in_test)]}, "system": {}, "want": []},
		"a guardrail of a system in test": {"resources": {"aws_bedrock_guardrail": [guardrail([])]}, "system": {"status": "test"}, "want": []},
		"a gateway": {"resources": {"aws_bedrock_agentcore_gateway": [gateway({})]}, "system": {}, "want": [evidence.subject(gateway({}))]},
		"a gateway in test": {"resources": {"aws_bedrock_agentcore_gateway": [object.union(gateway({}), in_test)]}, "system": {}, "want": []},
		"a gateway of a system in test": {"resources": {"aws_bedrock_agentcore_gateway": [gateway({})]}, "system": {"status": "test"}, "want": []},
		"a stage": {"resources": {"aws_apigateway_rest_api": [api]}, "system": {"resource_ids": [stage]}, "want": [front_end(stage, system({}))]},
		"a stage of another account": {"resources": {}, "system": {"resource_ids": [stage]}, "want": []},
		"a load balancer": {"resources": {}, "system": {"resource_ids": [balancer]}, "want": [front_end(balancer, system({}))]},
		"a load balancer of a system in test": {"resources": {}, "system": {"status": "test", "resource_ids": [balancer]}, "want": []},
		"an API": {"resources": {}, "system": {"resource_ids": [appsync]}, "want": [front_end(appsync, system({}))]},
	}
	got := policy.subjects with input as seen(tc.resources, [system(tc.system)])
	got == {t | some t in tc.want}
}

rows(condition, found) := object.union({"strict": set(), "attached": set(), "gateway_rules": set(), "front_end_rules": set()}, {condition: found})

test_filters[name] if {
	some name, tc in {
		"strict": {"filters": [filter({})], "rows": at_filter(0)},
		"strict, and said so": {"filters": [filter({"type": "HATE"}), filter({"inputAction": "BLOCK", "inputEnabled": true})], "rows": at_filter(1)},
		"medium": {"filters": [filter({"inputStrength": "MEDIUM"})], "rows": set()},
		"no strength": {"filters": [{"type": "PROMPT_ATTACK"}], "rows": set()},
		"only noticed": {"filters": [filter({"inputAction": "NONE"})], "rows": set()},
		"off": {"filters": [filter({"inputEnabled": false})], "rows": set()},
		"on text": {"filters": [filter({"inputModalities": ["TEXT"]})], "rows": at_filter(0)},
		"on pictures alone": {"filters": [filter({"inputModalities": ["IMAGE"]})], "rows": set()},
		"another class": {"filters": [filter({"type": "HATE"})], "rows": set()},
		"none": {"filters": [], "rows": set()},
	}
	got := met({"aws_bedrock_guardrail": [guardrail(tc.filters)]}, system({}))
	got == rows("strict", tc.rows)
}

at_filter(i) := {evidence.at(guardrail([]), ["parts", "GetGuardrail", 1, "contentPolicy", "filters", i])}

# The first version is weak: it decides where something names it.
test_versions_in_use[name] if {
	some name, tc in {
		"by id": {"names": {"identifier": "g", "version": "1"}, "rows": set()},
		"by ARN": {"names": {"identifier": "arn:g", "version": "1"}, "rows": set()},
		"another version": {"names": {"identifier": "g", "version": "2"}, "rows": at_filter(0)},
		"another guardrail": {"names": {"identifier": "h", "version": "1"}, "rows": at_filter(0)},
	}
	some kind in ["aws_bedrock_agent", "aws_bedrock_flow"]
	thing := fixture.resource(kind, "arn:n", {"derived": {"guardrails": [tc.names]}})
	got := met({"aws_bedrock_guardrail": [guardrail([filter({})])], kind: [thing]}, system({}))
	got == rows("strict", tc.rows)
}

test_drafts[name] if {
	strict := {"contentPolicy": {"filters": [filter({})]}}
	g := object.remove(guardrail([]), ["config", "parts"])
	some name, tc in {
		"strict": {"config": object.union({"version": "DRAFT"}, strict), "parts": {"GetGuardrail": []}, "met": true},
		"on text": {"config": {"version": "DRAFT", "contentPolicy": {"filters": [filter({"inputModalities": ["TEXT"]})]}}, "parts": {"GetGuardrail": []}, "met": true},
		"on pictures alone": {"config": {"version": "DRAFT", "contentPolicy": {"filters": [filter({"inputModalities": ["IMAGE"]})]}}, "parts": {"GetGuardrail": []}, "met": false},
		"weak": {"config": {"version": "DRAFT"}, "parts": {"GetGuardrail": []}, "met": false},
		"versions not read": {"config": object.union({"version": "DRAFT"}, strict), "parts": {}, "met": false},
	}
	got := met({"aws_bedrock_guardrail": [object.union(g, {"config": tc.config, "parts": tc.parts})]}, system({}))
	got == rows("strict", {row | tc.met; row := evidence.at(g, ["config", "contentPolicy", "filters", 0])})
}

test_gateways[name] if {
	some name, tc in {
		"protected": {"gateway": {"webAclArn": "arn:acl"}, "acls": [acl({})], "attached": true, "rules": true},
		"a web ACL that counts": {"gateway": {"webAclArn": "arn:acl"}, "acls": [acl({"config": {"Rules": [group({"Count": {}})]}})], "attached": true, "rules": false},
		"rules of one's own": {
			"gateway": {"webAclArn": "arn:acl"}, "attached": true, "rules": true,
			"acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Block": {}}), own("XssMatchStatement", {"Challenge": {}})]}})],
		},
		"a rule of one's own that counts": {
			"gateway": {"webAclArn": "arn:acl"}, "attached": true, "rules": false,
			"acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Block": {}}), own("XssMatchStatement", {"Count": {}})]}})],
		},
		"a rule of one's own that asks": {
			"gateway": {"webAclArn": "arn:acl"}, "attached": true, "rules": true,
			"acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Captcha": {}}), own("XssMatchStatement", {"Block": {}})]}})],
		},
		"a web ACL that nobody found": {"gateway": {"webAclArn": "arn:acl"}, "acls": [], "attached": true, "rules": false},
		"an empty name": {"gateway": {"webAclArn": ""}, "acls": [acl({})], "attached": false, "rules": false},
		"none": {"gateway": {}, "acls": [acl({})], "attached": false, "rules": false},
	}
	g := gateway(tc.gateway)
	got := met({"aws_bedrock_agentcore_gateway": [g], "aws_waf_web_acl": tc.acls}, system({}))
	got == object.union(rows("attached", {evidence.at(g, ["config", "webAclArn"]) | tc.attached}), {"gateway_rules": {evidence.shown(g, acl({}), ["config", "Rules"]) | tc.rules}})
}

# What weakens a managed group of rules.
weak := [
	{"ScopeDownStatement": {"ByteMatchStatement": {"SearchString": "/x"}}},
	{"RuleActionOverrides": [{"Name": "CrossSiteScripting_BODY", "ActionToUse": {"Count": {}}}]},
	{"RuleActionOverrides": [{"Name": "CrossSiteScripting_BODY", "ActionToUse": {"Allow": {}}}]},
	{"ExcludedRules": [{"Name": "CrossSiteScripting_BODY"}]},
]

with_group(fields) := acl({"config": {"Rules": [object.union(group({"None": {}}), {"Statement": {"ManagedRuleGroupStatement": fields}})]}})

test_weak_groups[name] if {
	some name, fields in array.concat(weak, [{"RuleActionOverrides": [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}], "ExcludedRules": [{"Name": "NoUserAgent_HEADER"}]}])
	s := system({"resource_ids": [stage]})
	g := gateway({"webAclArn": "arn:acl"})
	got := met({"aws_apigateway_rest_api": [api], "aws_bedrock_agentcore_gateway": [g], "aws_waf_web_acl": [with_group(fields)]}, s)
	got == {
		"strict": set(), "attached": {evidence.at(g, ["config", "webAclArn"])},
		"gateway_rules": {evidence.shown(g, acl({}), ["config", "Rules"]) | not fields in weak},
		"front_end_rules": {evidence.shown(front_end(stage, s), acl({}), ["config", "Rules"]) | not fields in weak},
	}
}

own(name, action) := {"Statement": {name: {}}, "Action": action}

test_front_ends[name] if {
	some name, tc in {
		"a stage": {"arn": stage, "acls": [acl({})], "met": true},
		"a whole API": {"arn": api.id, "acls": [acl({})], "met": true},
		"a load balancer": {"arn": balancer, "acls": [acl({"parts": {"ListResourcesForWebACL": {"ResourceArns": [balancer]}}})], "met": true},
		"rules of one's own": {"arn": stage, "acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Block": {}}), own("XssMatchStatement", {"Challenge": {}})]}})], "met": true},
		"rules of one's own that ask": {"arn": stage, "acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Captcha": {}}), own("XssMatchStatement", {"Block": {}})]}})], "met": true},
		"a rule that counts": {"arn": stage, "acls": [acl({"config": {"Rules": [own("SqliMatchStatement", {"Count": {}}), own("XssMatchStatement", {"Block": {}})]}})], "met": false},
		"a web ACL of something else": {"arn": balancer, "acls": [acl({})], "met": false},
		"resources not read": {"arn": stage, "acls": [object.remove(acl({}), ["parts"])], "met": false},
		"rules not read": {"arn": stage, "acls": [object.remove(acl({}), ["config"])], "met": false},
		"none": {"arn": stage, "acls": [], "met": false},
	}
	s := system({"resource_ids": [tc.arn]})
	got := met({"aws_apigateway_rest_api": [api], "aws_waf_web_acl": tc.acls}, s)
	got == rows("front_end_rules", {evidence.shown(front_end(tc.arn, s), acl({}), ["config", "Rules"]) | tc.met})
}
