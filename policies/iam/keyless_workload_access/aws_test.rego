package aismm.iam.keyless_workload_access.aws_test

import data.aismm.iam.keyless_workload_access.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

user(name, derived) := fixture.resource("aws_iam_user", name, {"config": {"UserName": name}, "derived": derived})

ours := user("batch", {"ai_services": ["bedrock"]})

key(kind, config) := fixture.resource(kind, "k", {"config": config})

seen(users, access_keys, bedrock_keys) := {"resources": {
	"aws_iam_user": users,
	"aws_iam_access_key": access_keys,
	"aws_bedrock_api_key": bedrock_keys,
}}

test_users_without_rights_on_ai_are_left_out if {
	untold := user("untold", {})
	got := policy.subjects with input as seen([ours, untold, user("other", {"ai_services": []})], [], [])
	got == {evidence.subject(ours), evidence.subject(untold)}
}

cases := {
	"none": {"config": null, "met": true},
	"active": {"config": {"UserName": "batch", "Status": "Active"}, "met": false},
	"switched off": {"config": {"UserName": "batch", "Status": "Inactive"}, "met": true},
	"expired": {"config": {"UserName": "batch", "Status": "Expired"}, "met": true},
	"status not said": {"config": {"UserName": "batch"}, "met": false},
	"of somebody else": {"config": {"UserName": "other", "Status": "Active"}, "met": true},
}

test_access_keys[name] if {
	some name, tc in cases
	keys := [key("aws_iam_access_key", tc.config) | tc.config != null]
	got := {"met": policy.met, "violations": policy.violations} with input as seen([ours], keys, [])
	got == {
		"met": {"no_access_key": {row | tc.met; row := evidence.at(ours, ["id"])}, "no_bedrock_key": {evidence.at(ours, ["id"])}},
		"violations": {"no_access_key": {evidence.shown(ours, k, ["config", "Status"]) | not tc.met; some k in keys}, "no_bedrock_key": set()},
	}
}

test_bedrock_keys[name] if {
	some name, tc in cases
	keys := [key("aws_bedrock_api_key", tc.config) | tc.config != null]
	got := {"met": policy.met, "violations": policy.violations} with input as seen([ours], [], keys)
	got == {
		"met": {"no_access_key": {evidence.at(ours, ["id"])}, "no_bedrock_key": {row | tc.met; row := evidence.at(ours, ["id"])}},
		"violations": {"no_access_key": set(), "no_bedrock_key": {evidence.shown(ours, k, ["config", "Status"]) | not tc.met; some k in keys}},
	}
}

# A user without a name can be joined with no key, which must not read as having none.
test_a_user_without_a_name_is_not_keyless if {
	nameless := fixture.resource("aws_iam_user", "u", {"derived": {"ai_services": ["bedrock"]}})
	got := policy.met with input as seen([nameless], [], [])
	got == {"no_access_key": set(), "no_bedrock_key": set()}
}
