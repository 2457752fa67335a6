package aismm.app.consumption_and_session_bounds.openai_test

import data.aismm.app.consumption_and_session_bounds.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

limit(model, requests, tokens) := fixture.resource("openai_project_rate_limit", concat("", ["proj_1/rl-", model]), {
	"config": {"model": model, "max_requests_per_1_minute": requests, "max_tokens_per_1_minute": tokens},
	"derived": {"project_id": "proj_1"},
})

usage(config) := fixture.resource("openai_usage", "user-1/proj_1/m", {"config": config})

use(model) := usage({"project_id": "proj_1", "model": model})

declared := {"proj_1": {"requests_per_minute": 100, "tokens_per_minute": 1000}, "*": {"requests_per_minute": 1, "tokens_per_minute": 1}}

seen(one, limits, usages, statuses, setting) := {
	"resources": {"openai_project": [one], "openai_project_rate_limit": limits, "openai_usage": usages},
	"settings": {"openai_rate_limits": setting},
	"lookup": {
		"openai_project": {"id": {"proj_1": [one]}},
		"record_ai_system": {"resource_ids": {"proj_1": [fixture.record("record_ai_system", "ais-1", {"status": s}) | some s in statuses]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "statuses": [], "judged": true},
		"archived": {"project": project({"status": "archived"}), "statuses": [], "judged": false},
		"in test": {"project": p, "statuses": ["test"], "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [], [], tc.statuses, declared)
	got == {s | tc.judged; s := evidence.subject(tc.project)}
}

passed := evidence.at(p, ["id"])

requests(l) := evidence.shown(p, l, ["config", "max_requests_per_1_minute"])

tokens(l) := evidence.shown(p, l, ["config", "max_tokens_per_1_minute"])

within := limit("gpt-x", 100, 1000)

wide := limit("gpt-y", 101, 1001)

narrow := limit("gpt-y-2026-01-31", 5, 5)

test_limits[name] if {
	some name, tc in {
		"as declared": {"limits": [within], "usage": [use("gpt-x")], "met": true, "over": []},
		"too wide": {"limits": [wide], "usage": [use("gpt-y")], "met": false, "over": [wide]},
		"too wide for what nobody uses": {"limits": [within, wide], "usage": [use("gpt-x")], "met": true, "over": []},
		"one of two in use": {"limits": [within, wide], "usage": [use("gpt-x"), use("gpt-y")], "met": false, "over": [wide]},
		"by family": {"limits": [within], "usage": [use("gpt-x-2026-01-31")], "met": true, "over": []},
		"too wide by family": {"limits": [wide, narrow], "usage": [use("gpt-y-2026-01-31")], "met": false, "over": [wide]},
		"narrow by its own name": {"limits": [within, narrow], "usage": [use("gpt-y-2026-01-31")], "met": true, "over": []},
		"no limit for what is used": {"limits": [within], "usage": [use("gpt-x"), use("gpt-z")], "met": false, "over": []},
		"a model that is not said": {"limits": [within], "usage": [use("gpt-x"), usage({"project_id": "proj_1"})], "met": false, "over": []},
		"use of no project": {"limits": [within], "usage": [usage({"model": "gpt-z"})], "met": true, "over": []},
		"use of another project": {"limits": [within], "usage": [usage({"project_id": "proj_2", "model": "gpt-z"})], "met": true, "over": []},
		"nobody uses it": {"limits": [within], "usage": [], "met": true, "over": []},
		"nobody uses it, and it is wide": {"limits": [within, wide], "usage": [], "met": false, "over": [wide]},
		"nothing": {"limits": [], "usage": [], "met": false, "over": []},
	}
	got := {"met": policy.met, "blamed": policy.violations} with input as seen(p, tc.limits, tc.usage, [], declared)
	got == {
		"met": {c: {passed | tc.met} | some c in ["requests", "tokens"]},
		"blamed": {"requests": {requests(l) | some l in tc.over}, "tokens": {tokens(l) | some l in tc.over}},
	}
}

test_each_limit_by_itself[name] if {
	some name, tc in {
		"requests": {"limit": limit("gpt-x", 100, 1001), "requests": true, "tokens": false},
		"tokens": {"limit": limit("gpt-x", 101, 1000), "requests": false, "tokens": true},
	}
	got := policy.met with input as seen(p, [tc.limit], [use("gpt-x")], [], declared)
	got == {"requests": {passed | tc.requests}, "tokens": {passed | tc.tokens}}
}

test_limits_that_are_not_said if {
	l := fixture.resource("openai_project_rate_limit", "proj_1/rl-gpt-x", {"config": {"model": "gpt-x"}, "derived": {"project_id": "proj_1"}})
	got := policy.met with input as seen(p, [l], [use("gpt-x")], [], declared)
	got == {"requests": set(), "tokens": set()}
}

test_what_is_declared[name] if {
	some name, tc in {
		"for the project": {"declared": declared, "met": true},
		"for all": {"declared": {"*": {"requests_per_minute": 100, "tokens_per_minute": 1000}}, "met": true},
		"for another project": {"declared": {"proj_2": {"requests_per_minute": 100, "tokens_per_minute": 1000}}, "met": false},
	}
	got := policy.met with input as seen(p, [within], [use("gpt-x")], [], tc.declared)
	got == {c: {passed | tc.met} | some c in ["requests", "tokens"]}
}

test_archived_projects_say_nothing if {
	got := policy.met with input as seen(project({"status": "archived"}), [within], [], [], declared)
	got == {"requests": set(), "tokens": set()}
}
