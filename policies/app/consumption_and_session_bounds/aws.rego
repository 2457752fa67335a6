# METADATA
# scope: package
# title: Entry points of AI limit rates, sizes and sessions
# custom:
#   remediation: Give the API's usage plans a throttle and a quota and its web ACL a rate-based rule and a limit on the body; ask for Bedrock quotas that fit; add rate limits to the gateway; shorten idle times of agents and lifetimes of runtimes.
package aismm.app.consumption_and_session_bounds.aws

import data.aismm.lib.evidence
import data.aismm.lib.front_ends
import data.aismm.lib.guardrails
import data.aismm.lib.production

agents := [a | some a in input.resources.aws_bedrock_agent; not production.outside(a)]

gateways := [g | some g in input.resources.aws_bedrock_agentcore_gateway; not production.outside(g)]

runtimes := [r | some r in input.resources.aws_bedrock_agentcore_runtime; not production.outside(r)]

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
invoked := {u.region | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0}

used := [s | some s in input.scopes; s.region in invoked]

subjects contains evidence.subject(t) if {
	some list in [agents, gateways, runtimes, used, front_ends.rest_apis]
	some t in list
}

# The usage plans of a REST API.
plans(a) := [p |
	some p in input.resources.aws_apigateway_usage_plan
	p.region == a.region
	some stage in p.config.apiStages
	stage.apiId == a.config.id
]

# METADATA
# scope: document
# title: all its usage plans limit the rate of requests
# custom:
#   of: aws_apigateway_rest_api
#   within: region
#   field: id
#   covers: ["aws-sample-aiml-assessment:FS-02", "prowler-proposed:apigateway_usage_plan_throttling_configured"]
met.throttle contains evidence.at(a, ["id"]) if {
	some a in front_ends.rest_apis
	count(plans(a)) > 0
	every p in plans(a) { p.config.throttle.rateLimit > 0 }
}

violations.throttle contains evidence.shown(a, p, ["config", "throttle"]) if {
	some a in front_ends.rest_apis
	some p in plans(a)
	not p.config.throttle.rateLimit > 0
}

# METADATA
# scope: document
# title: all its usage plans limit the number of requests in a period
# custom:
#   of: aws_apigateway_rest_api
#   within: region
#   field: id
met.quota contains evidence.at(a, ["id"]) if {
	some a in front_ends.rest_apis
	count(plans(a)) > 0
	every p in plans(a) { p.config.quota.limit > 0 }
}

violations.quota contains evidence.shown(a, p, ["config", "quota"]) if {
	some a in front_ends.rest_apis
	some p in plans(a)
	not p.config.quota.limit > 0
}

# METADATA
# scope: document
# title: a web ACL on it limits how often one caller may call
# custom:
#   of: aws_apigateway_rest_api
#   within: region
#   field: id
met.rate contains evidence.shown(a, acl, ["config", "Rules"]) if {
	some a in front_ends.rest_apis
	some acl in front_ends.protecting(a.id)
	front_ends.limits_rate(acl)
}

# METADATA
# scope: document
# title: a web ACL on it limits the size of the body
# custom:
#   of: aws_apigateway_rest_api
#   within: region
#   field: id
#   covers: ["aws-sample-aiml-assessment:FS-68"]
met.size contains evidence.shown(a, acl, ["config", "Rules"]) if {
	some a in front_ends.rest_apis
	some acl in front_ends.protecting(a.id)
	front_ends.limits_size(acl)
}

# METADATA
# scope: document
# title: a quota of Bedrock that can be adjusted has another value than AWS's default
# custom:
#   of: scope
#   within: region
#   field: id
#   covers:
#     - aws-sample-aiml-assessment:AG-12
#     - aws-sample-aiml-assessment:BR-22
#     - aws-sample-aiml-assessment:FS-03
met.adjusted contains evidence.shown(s, q, ["config", "Value"]) if {
	some s in used
	some q in input.resources.aws_service_quota
	q.region == s.region
	q.config.Adjustable == true
	q.config.Value != q.derived.default_value
}

# METADATA
# scope: document
# title: sessions of every version in use end after at most an hour without a call
# custom:
#   of: aws_bedrock_agent
#   field: config.idleSessionTTLInSeconds
#   covers:
#     - aws-sample-aiml-assessment:AG-13
#     - aws-sample-aiml-assessment:BR-29
#     - prowler-proposed:bedrock_agent_idle_session_ttl_not_excessive
met.idle contains evidence.at(a, array.concat(v.path, ["idleSessionTTLInSeconds"])) if {
	some a in agents
	versions := guardrails.deployed(a)
	every x in versions { x.value.idleSessionTTLInSeconds <= 3600 }
	some v in versions
}

# METADATA
# scope: document
# title: an active rate limit of the gateway counts requests or tokens
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: parts.ListGatewayRateLimits
met.limited contains evidence.at(g, ["parts", "ListGatewayRateLimits", i, "entries", j, unit]) if {
	some g in gateways
	some i, l in g.parts.ListGatewayRateLimits
	l.status == "ACTIVE"
	some j, e in l.entries
	some unit in ["requests", "tokens"]
	count(e[unit]) > 0
}

# METADATA
# scope: document
# title: sessions of the runtime end after at most an hour without a call
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.lifecycleConfiguration.idleRuntimeSessionTimeout
met.runtime_idle contains evidence.at(r, ["config", "lifecycleConfiguration", "idleRuntimeSessionTimeout"]) if {
	some r in runtimes
	r.config.lifecycleConfiguration.idleRuntimeSessionTimeout <= 3600
}

# METADATA
# scope: document
# title: sessions of the runtime live no longer than the organization allows
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.lifecycleConfiguration.maxLifetime
met.lifetime contains evidence.at(r, ["config", "lifecycleConfiguration", "maxLifetime"]) if {
	some r in runtimes
	r.config.lifecycleConfiguration.maxLifetime <= input.settings.max_agent_session_seconds
}
