package aismm.iam.ai_keys_rotated_and_owned.aws_test

import data.aismm.iam.ai_keys_rotated_and_owned.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

key(id, config) := fixture.resource("aws_bedrock_api_key", id, {"config": config})

seen(keys) := {"as_of": fixture.as_of, "resources": {"aws_bedrock_api_key": keys}}

test_keys_that_ended_are_left_out if {
	active := key("a", {"Status": "Active"})
	silent := key("s", {})
	got := policy.subjects with input as seen([active, silent, key("i", {"Status": "Inactive"}), key("e", {"Status": "Expired"})])
	got == {evidence.subject(active), evidence.subject(silent)}
}

test_expires[name] if {
	some name, tc in {
		"after 90 days": {"config": {"CreateDate": "2026-09-01T00:00:00Z", "ExpirationDate": "2026-11-30T00:00:00Z"}, "met": true},
		"a second later": {"config": {"CreateDate": "2026-09-01T00:00:00Z", "ExpirationDate": "2026-11-30T00:00:01Z"}, "met": false},
		"never": {"config": {"CreateDate": "2026-11-19T00:00:00Z"}, "met": false},
		"created at no known time": {"config": {"ExpirationDate": "2026-11-30T00:00:00Z"}, "met": false},
	}
	k := key("k", tc.config)
	got := policy.met with input as seen([k])
	got == {"expires": {row | tc.met; row := evidence.at(k, ["config", "ExpirationDate"])}}
}
