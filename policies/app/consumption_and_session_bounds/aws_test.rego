package aismm.app.consumption_and_session_bounds.aws_test

import data.aismm.app.consumption_and_session_bounds.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

here := fixture.region("us-east-1", "yes")

api := fixture.resource("aws_apigateway_rest_api", "arn:aws:apigateway:us-east-1::/restapis/api1", {"tags": tags, "config": {"id": "api1"}})

stage := concat("", [api.id, "/stages/live"])

plan(fields) := fixture.resource("aws_apigateway_usage_plan", "arn:plan", {"config": object.union(
	{"apiStages": [{"apiId": "api1", "stage": "live"}], "throttle": {"rateLimit": 10}, "quota": {"limit": 1000}},
	fields,
)})

acl(fields) := fixture.resource("aws_waf_web_acl", "arn:acl", object.union(
	{"config": {"Rules": [rate({}), size({})]}, "parts": {"ListResourcesForWebACL": {"ResourceArns": [stage]}}},
	fields,
))

rate(fields) := object.union({"Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"Limit": 300}}}, fields)

size(fields) := object.union({"Action": {"Block": {}}, "Statement": {"SizeConstraintStatement": {"ComparisonOperator": "GT", "Size": 8192, "FieldToMatch": {"Body": {}}}}}, fields)

quota(fields) := fixture.resource("aws_service_quota", "arn:quota", object.union({"config": {"Adjustable": true, "Value": 200}, "derived": {"default_value": 100}}, fields))

agent(versions) := fixture.resource("aws_bedrock_agent", "arn:a", {
	"tags": tags, "config": {"idleSessionTTLInSeconds": 600},
	"parts": {"GetAgentVersion": versions},
})

gateway(limits) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:gw", {"tags": tags, "parts": {"ListGatewayRateLimits": limits}})

runtime(lifecycle) := fixture.resource("aws_bedrock_agentcore_runtime", "arn:r", {"tags": tags, "config": {"lifecycleConfiguration": lifecycle}})

used := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": {"model_id": "m", "invocations": 3}})

system(fields) := fixture.record("record_ai_system", "s", object.union({"status": "production"}, fields))

balancer := "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/chat/0001"

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"settings": {
		"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system",
		"max_agent_session_seconds": 28800,
	},
	"scopes": [here, fixture.region("eu-central-1", "yes")],
	"records": {"record_ai_system": systems},
	"lookup": {
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
		"aws_apigateway_rest_api": {"id": {a.id: [a] | some a in object.get(resources, "aws_apigateway_rest_api", [])}},
	},
	"resources": object.union(
		{kind: [] | some kind in [
			"aws_apigateway_rest_api", "aws_apigateway_usage_plan", "aws_bedrock_agent", "aws_bedrock_agentcore_gateway", "aws_bedrock_agentcore_runtime",
			"aws_bedrock_usage", "aws_service_quota", "aws_waf_web_acl",
		]},
		resources,
	),
}

test_subjects[name] if {
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	things := [
		{"kind": "aws_bedrock_agent", "thing": agent([])},
		{"kind": "aws_bedrock_agentcore_gateway", "thing": gateway([])},
		{"kind": "aws_bedrock_agentcore_runtime", "thing": runtime({})},
		{"kind": "aws_apigateway_rest_api", "thing": api},
	]
	some t in things
	some case, tc in {
		"in production": {"thing": t.thing, "system": {}, "want": true},
		"in test": {"thing": object.union(t.thing, in_test), "system": {}, "want": false},
		"of a system in test": {"thing": t.thing, "system": {"status": "test"}, "want": false},
	}
	name := concat(" ", [t.kind, case])
	got := policy.subjects with input as seen({t.kind: [tc.thing]}, [system(tc.system)])
	got == {evidence.subject(t.thing) | tc.want}
}

test_apis_of_ai[name] if {
	bare := object.union(object.remove(api, ["tags"]), {"tags": {}})
	some name, tc in {
		"named": {"system": {"resource_ids": [api.id]}, "want": true},
		"named by a stage": {"system": {"resource_ids": [stage]}, "want": true},
		"another one": {"system": {"resource_ids": [balancer, "arn:aws:appsync:us-east-1:111122223333:apis/a"]}, "want": false},
		"not named": {"system": {}, "want": false},
	}
	got := policy.subjects with input as seen({"aws_apigateway_rest_api": [bare]}, [system(tc.system)])
	got == {evidence.subject(api) | tc.want}
}

test_used_regions[name] if {
	some name, tc in {
		"used": {"usage": [used], "want": [here]},
		"used, and not said how much": {"usage": [object.remove(used, ["derived"])], "want": [here]},
		"not used any more": {"usage": [object.union(used, {"derived": {"invocations": 0}})], "want": []},
		"used elsewhere": {"usage": [object.union(used, {"region": "eu-west-1"})], "want": []},
	}
	got := policy.subjects with input as seen({"aws_bedrock_usage": tc.usage}, [])
	got == {evidence.subject(s) | some s in tc.want}
}

none := {c: set() | some c in ["throttle", "quota", "rate", "size", "adjusted", "idle", "limited", "runtime_idle", "lifetime"]}

met(resources) := got if got := policy.met with input as seen(resources, [system({})])

test_usage_plans[name] if {
	of_another := plan({"apiStages": [{"apiId": "api2", "stage": "live"}]})
	some name, tc in {
		"limits": {"plans": [plan({})], "met": ["throttle", "quota"]},
		"no rate": {"plans": [plan({"throttle": {"rateLimit": 0}})], "met": ["quota"]},
		"no quota": {"plans": [plan({"quota": {"limit": 0}})], "met": ["throttle"]},
		"one without": {"plans": [plan({}), plan({"throttle": {"rateLimit": 0}, "quota": {"limit": 0}})], "met": []},
		"of another API": {"plans": [of_another], "met": [], "blamed": []},
		"of another region": {"plans": [object.union(plan({}), {"region": "eu-west-1"})], "met": [], "blamed": []},
		"without stages": {"plans": [plan({"apiStages": []})], "met": [], "blamed": []},
		"none": {"plans": [], "met": [], "blamed": []},
	}
	here_and_there := seen({"aws_apigateway_rest_api": [api], "aws_apigateway_usage_plan": tc.plans}, [system({})])
	got := policy.met with input as here_and_there
	got == object.union(none, {c: {evidence.at(api, ["id"])} | some c in tc.met})
	blamed := policy.violations with input as here_and_there
	blamed == {c: {evidence.shown(api, plan({}), ["config", c]) | not c in tc.met; count(object.get(tc, "blamed", tc.plans)) > 0} | some c in ["throttle", "quota"]}
}

test_a_plan_that_says_nothing_of_limits[field] if {
	some field, left in {"throttle": "quota", "quota": "throttle"}
	p := plan({})
	bare := object.union(object.remove(p, ["config"]), {"config": object.remove(p.config, [field])})
	got := met({"aws_apigateway_rest_api": [api], "aws_apigateway_usage_plan": [bare]})
	count(got[field]) == 0
	count(got[left]) == 1
}

test_web_acls[name] if {
	counting := {"Action": {"Count": {}}}
	some name, tc in {
		"both": {"acl": acl({}), "met": ["rate", "size"]},
		"a whole API": {"acl": acl({"parts": {"ListResourcesForWebACL": {"ResourceArns": [api.id]}}}), "met": ["rate", "size"]},
		"rates counted": {"acl": acl({"config": {"Rules": [object.union(object.remove(rate({}), ["Action"]), counting), size({})]}}), "met": ["size"]},
		"sizes counted": {"acl": acl({"config": {"Rules": [rate({}), object.union(object.remove(size({}), ["Action"]), counting)]}}), "met": ["rate"]},
		"asking": {"acl": acl({"config": {"Rules": [object.union(object.remove(rate({}), ["Action"]), {"Action": {"Captcha": {}}}), object.union(object.remove(size({}), ["Action"]), {"Action": {"Challenge": {}}})]}}), "met": ["rate", "size"]},
		"asking the other way": {"acl": acl({"config": {"Rules": [object.union(object.remove(rate({}), ["Action"]), {"Action": {"Challenge": {}}}), object.union(object.remove(size({}), ["Action"]), {"Action": {"Captcha": {}}})]}}), "met": ["rate", "size"]},
		"of JSON": {"acl": acl({"config": {"Rules": [{"Action": {"Block": {}}, "Statement": {"SizeConstraintStatement": {"ComparisonOperator": "GE", "Size": 1, "FieldToMatch": {"JsonBody": {"InvalidFallbackBehavior": "MATCH"}}}}}]}}), "met": ["size"]},
		"no rules": {"acl": acl({"config": {"Rules": []}}), "met": []},
		"of something else": {"acl": acl({"parts": {"ListResourcesForWebACL": {"ResourceArns": ["arn:other"]}}}), "met": []},
		"resources not read": {"acl": object.remove(acl({}), ["parts"]), "met": []},
	}
	got := met({"aws_apigateway_rest_api": [api], "aws_waf_web_acl": [tc.acl]})
	got == object.union(none, {c: {evidence.shown(api, acl({}), ["config", "Rules"])} | some c in tc.met})
}

test_quotas[name] if {
	some name, tc in {
		"adjusted": {"quota": quota({}), "met": true},
		"lowered": {"quota": quota({"config": {"Value": 1}}), "met": true},
		"of the default": {"quota": quota({"config": {"Value": 100}}), "met": false},
		"fixed": {"quota": quota({"config": {"Adjustable": false}}), "met": false},
		"elsewhere": {"quota": quota({"region": "eu-west-1"}), "met": false},
		"no value": {"quota": object.union(object.remove(quota({}), ["config"]), {"config": {"Adjustable": true}}), "met": false},
		"no default": {"quota": object.remove(quota({}), ["derived"]), "met": false},
		"not said to be adjustable": {"quota": object.union(object.remove(quota({}), ["config"]), {"config": {"Value": 200}}), "met": false},
	}
	got := met({"aws_bedrock_usage": [used], "aws_service_quota": [tc.quota]})
	got == object.union(none, {"adjusted": {evidence.shown(here, quota({}), ["config", "Value"]) | tc.met}})
}

test_agents[name] if {
	at := {evidence.at(agent([]), ["parts", "GetAgentVersion", 0, "idleSessionTTLInSeconds"])}
	some name, tc in {
		"short": {"versions": [{"idleSessionTTLInSeconds": 900}], "met": at},
		"an hour": {"versions": [{"idleSessionTTLInSeconds": 3600}], "met": at},
		"more": {"versions": [{"idleSessionTTLInSeconds": 3601}], "met": set()},
		"one of two": {"versions": [{"idleSessionTTLInSeconds": 900}, {"idleSessionTTLInSeconds": 5400}], "met": set()},
		"not said": {"versions": [{}], "met": set()},
		"not deployed": {"versions": [], "met": {evidence.at(agent([]), ["config", "idleSessionTTLInSeconds"])}},
	}
	got := met({"aws_bedrock_agent": [agent(tc.versions)]})
	got == object.union(none, {"idle": tc.met})
}

# A draft that somebody routes to is in use beside the versions.
test_a_draft_that_is_deployed[name] if {
	some name, tc in {
		"by an alias": {"alias": {"agentAliasId": "LIVE", "routingConfiguration": [{"agentVersion": "DRAFT"}]}, "draft": true},
		"a version": {"alias": {"agentAliasId": "LIVE", "routingConfiguration": [{"agentVersion": "1"}]}, "draft": false},
		"for trying out": {"alias": {"agentAliasId": "TSTALIASID", "routingConfiguration": [{"agentVersion": "DRAFT"}]}, "draft": false},
	}
	a := object.union(agent([{"idleSessionTTLInSeconds": 900}]), {"config": {"idleSessionTTLInSeconds": 5400}, "parts": {"ListAgentAliases": [tc.alias]}})
	got := met({"aws_bedrock_agent": [a]})
	got == object.union(none, {"idle": {row | not tc.draft; row := evidence.at(a, ["parts", "GetAgentVersion", 0, "idleSessionTTLInSeconds"])}})
}

test_a_draft_that_waits_too_long if met({"aws_bedrock_agent": [object.union(agent([]), {"config": {"idleSessionTTLInSeconds": 5400}})]}) == none

test_gateways[name] if {
	some name, tc in {
		"requests": {"limits": [{"status": "ACTIVE", "entries": [{"requests": [{"rate": 10}]}]}], "at": [0, "entries", 0, "requests"]},
		"tokens": {"limits": [{"status": "CREATING", "entries": []}, {"status": "ACTIVE", "entries": [{"requests": [], "tokens": [{"rate": 10}]}]}], "at": [1, "entries", 0, "tokens"]},
		"connections": {"limits": [{"status": "ACTIVE", "entries": [{"requests": [], "tokens": [], "connections": [{"rate": 10}]}]}], "at": []},
		"not active": {"limits": [{"status": "CREATING", "entries": [{"requests": [{"rate": 10}]}]}], "at": []},
		"no state": {"limits": [{"entries": [{"requests": [{"rate": 10}]}]}], "at": []},
		"no entries": {"limits": [{"status": "ACTIVE", "entries": []}], "at": []},
		"none": {"limits": [], "at": []},
	}
	got := met({"aws_bedrock_agentcore_gateway": [gateway(tc.limits)]})
	got == object.union(none, {"limited": {evidence.at(gateway([]), array.concat(["parts", "ListGatewayRateLimits"], tc.at)) | count(tc.at) > 0}})
}

test_runtimes[name] if {
	some name, tc in {
		"the defaults": {"lifecycle": {"idleRuntimeSessionTimeout": 900, "maxLifetime": 28800}, "met": ["runtime_idle", "lifetime"]},
		"an hour": {"lifecycle": {"idleRuntimeSessionTimeout": 3600, "maxLifetime": 28801}, "met": ["runtime_idle"]},
		"too long": {"lifecycle": {"idleRuntimeSessionTimeout": 3601, "maxLifetime": 60}, "met": ["lifetime"]},
		"not said": {"lifecycle": {}, "met": []},
	}
	at := {"runtime_idle": ["config", "lifecycleConfiguration", "idleRuntimeSessionTimeout"], "lifetime": ["config", "lifecycleConfiguration", "maxLifetime"]}
	got := met({"aws_bedrock_agentcore_runtime": [runtime(tc.lifecycle)]})
	got == object.union(none, {c: {evidence.at(runtime({}), at[c])} | some c in tc.met})
}
