package aismm.iam.unused_ai_access_removed.openai_test

import data.aismm.iam.unused_ai_access_removed.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

# Days before 20 November 2026, nine o'clock.
ago(days) := 1795165200 - (days * 86400)

user(config) := fixture.resource("openai_user", "user-1", {"config": config})

usage(requests, last) := fixture.resource("openai_usage", "user-1/proj_1/model-1", {
	"config": {"user_id": "user-1", "num_model_requests": requests},
	"derived": {"last": last},
})

seen(u, used) := {
	"as_of": fixture.as_of, "resources": {"openai_user": [u]},
	"lookup": {"openai_usage": {"user_id": {"user-1": used}}},
}

test_subjects[name] if {
	some name, tc in {
		"90 days": {"config": {"added_at": ago(90)}, "judged": true},
		"not said since when": {"config": {}, "judged": true},
		"new": {"config": {"added_at": ago(89)}, "judged": false},
	}
	u := user(tc.config)
	got := policy.subjects with input as seen(u, [])
	got == {x | tc.judged; x := evidence.subject(u)}
}

test_used[name] if {
	some name, tc in {
		"a key": {"config": {"api_key_last_used_at": ago(90)}, "usage": [], "key": true, "model": false},
		"a key long ago": {"config": {"api_key_last_used_at": ago(91)}, "usage": [], "key": false, "model": false},
		"a key to come": {"config": {"api_key_last_used_at": ago(-1)}, "usage": [], "key": false, "model": false},
		"a model": {"config": {}, "usage": [usage(3, "2026-10-01T00:00:00Z")], "key": false, "model": true},
		"no request": {"config": {}, "usage": [usage(0, "2026-10-01T00:00:00Z")], "key": false, "model": false},
		"requests not said": {"config": {}, "usage": [usage(null, "2026-10-01T00:00:00Z")], "key": false, "model": false},
		"a model long ago": {"config": {}, "usage": [usage(3, "2026-08-01T00:00:00Z")], "key": false, "model": false},
		"both": {"config": {"api_key_last_used_at": ago(1)}, "usage": [usage(3, "2026-11-19T00:00:00Z")], "key": true, "model": true},
		"nothing": {"config": {}, "usage": [], "key": false, "model": false},
	}
	u := user(object.union({"added_at": ago(400)}, tc.config))
	got := policy.met with input as seen(u, tc.usage)
	key := {row | tc.key; row := evidence.at(u, ["config", "api_key_last_used_at"])}
	model := {evidence.shown(u, g, ["config", "num_model_requests"]) | tc.model; some g in tc.usage}
	got == {"used": (key | model)}
}
