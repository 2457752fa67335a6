package aismm.iam.unused_ai_access_removed.aws_test

import data.aismm.iam.unused_ai_access_removed.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

principal(config, derived) := fixture.resource("aws_iam_last_accessed", "arn:r", {"config": config, "derived": derived})

done(services) := {"JobStatus": "COMPLETED", "ServicesLastAccessed": services}

used(service, last) := {"ServiceNamespace": service, "LastAuthenticated": last}

seen(principals) := {"as_of": fixture.as_of, "resources": {"aws_iam_last_accessed": principals}}

test_subjects[name] if {
	some name, tc in {
		"old": {"derived": {"principal_created": "2026-08-22T08:59:59Z"}, "in": true},
		"young": {"derived": {"principal_created": "2026-08-22T09:00:00Z"}, "in": false},
		"age not said": {"derived": {}, "in": true},
	}
	p := principal({}, tc.derived)
	got := policy.subjects with input as seen([p])
	got == {s | tc["in"]; s := evidence.subject(p)}
}

services := {"bedrock": "bedrock", "bedrock_agentcore": "bedrock-agentcore", "sagemaker": "sagemaker"}

# In every case the other two services are idle.
test_conditions[concat(": ", [name, condition])] if {
	some condition, service in services
	some name, tc in {
		"used": {"last": used(service, "2026-08-22T09:00:00Z"), "met": true},
		"used too long ago": {"last": used(service, "2026-08-22T08:59:59Z"), "met": false},
		"used in times to come": {"last": used(service, "2026-11-20T09:00:01Z"), "met": false},
		"never used": {"last": {"ServiceNamespace": service}, "met": false},
	}
	idle := [{"ServiceNamespace": other} | some other in services; other != service]
	p := principal(done(array.concat(idle, [tc.last])), {})
	got := policy.met with input as seen([p])
	got == object.union({c: set() | some c, _ in services}, {condition: {row |
		tc.met
		row := evidence.at(p, ["config", "ServicesLastAccessed", 2, "LastAuthenticated"])
	}})
}

test_services_that_it_may_not_use if {
	p := principal(done([used("bedrock", "2026-11-19T00:00:00Z")]), {})
	got := policy.met with input as seen([p])
	got == {
		"bedrock": {evidence.at(p, ["config", "ServicesLastAccessed", 0, "LastAuthenticated"])},
		"bedrock_agentcore": {evidence.at(p, ["config", "ServicesLastAccessed"])},
		"sagemaker": {evidence.at(p, ["config", "ServicesLastAccessed"])},
	}
}

test_nothing_is_shown[name] if {
	some name, config in {
		"no service": done([]),
		"services without a name": done([{"LastAuthenticated": "2026-11-19T00:00:00Z"}]),
		"no list": {"JobStatus": "COMPLETED"},
		"job still running": {"JobStatus": "IN_PROGRESS", "ServicesLastAccessed": [used("bedrock", "2026-11-19T00:00:00Z")]},
		"job not said": {"ServicesLastAccessed": [used("bedrock", "2026-11-19T00:00:00Z")]},
	}
	got := policy.met with input as seen([principal(config, {})])
	got == {"bedrock": set(), "bedrock_agentcore": set(), "sagemaker": set()}
}
