package aismm.iam.dedicated_machine_identities.openai_test

import data.aismm.iam.dedicated_machine_identities.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

key(project, id, owner) := fixture.resource("openai_project_api_key", concat("/", [project, id]), {"config": {"owner": owner}, "derived": {"project_id": project}})

account(id) := {"type": "service_account", "service_account": {"id": id}}

k := key("proj_1", "key_1", account("svc-b"))

seen(keys, project, systems) := {
	"resources": {"openai_project_api_key": keys},
	"lookup": {
		"openai_project": {"id": {"proj_1": [fixture.resource("openai_project", "proj_1", {"config": project})]}},
		"record_ai_system": {"resource_ids": {"proj_1": systems}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": {"status": "active"}, "systems": [], "judged": true},
		"in production": {"project": {"status": "active"}, "systems": [fixture.record("record_ai_system", "a", {"status": "production"})], "judged": true},
		"test only": {"project": {"status": "active"}, "systems": [fixture.record("record_ai_system", "a", {"status": "test"})], "judged": false},
		"status of the project not said": {"project": {}, "systems": [], "judged": true},
		"archived": {"project": {"status": "archived"}, "systems": [], "judged": false},
	}
	got := policy.subjects with input as seen([k], tc.project, tc.systems)
	got == {x | tc.judged; x := evidence.subject(k)}
}

test_conditions[name] if {
	both := {"service_account", "one_project"}
	some name, tc in {
		"of its own": {"owner": account("svc-b"), "others": [], "met": both},
		"a second key in the project": {"owner": account("svc-b"), "others": [key("proj_1", "key_2", account("svc-b"))], "met": both},
		"others elsewhere": {"owner": account("svc-b"), "others": [key("proj_2", "key_2", account("svc-a")), key("proj_2", "key_3", account("svc-c"))], "met": both},
		"a person elsewhere": {"owner": account("svc-b"), "others": [key("proj_2", "key_2", {"type": "user", "user": {"id": "user-1"}})], "met": both},
		"the same elsewhere": {"owner": account("svc-b"), "others": [key("proj_2", "key_2", account("svc-a")), key("proj_2", "key_3", account("svc-b")), key("proj_3", "key_4", account("svc-c"))], "met": {"service_account"}},
		"a person": {"owner": {"type": "user", "user": {"id": "user-1"}}, "others": [], "met": set()},
		"account not said": {"owner": {"type": "service_account"}, "others": [], "met": {"service_account"}},
		"type not said": {"owner": {"service_account": {"id": "svc-b"}}, "others": [], "met": {"one_project"}},
	}
	one := key("proj_1", "key_1", tc.owner)
	got := policy.met with input as seen(array.concat([one], tc.others), {"status": "active"}, [])
	paths := {"service_account": ["config", "owner", "type"], "one_project": ["config", "owner", "service_account", "id"]}
	mine := {c: {row | some row in rows; row.of == one.ref} | some c, rows in got}
	mine == {c: {row | c in tc.met; row := evidence.at(one, path)} | some c, path in paths}
}

# What is blamed is another key of the account, in the project before or after.
test_the_other_key_is_named if {
	b := key("proj_2", "key_2", account("svc-b"))
	c := key("proj_3", "key_3", account("svc-b"))
	other := key("proj_3", "key_4", account("svc-a"))
	got := policy.violations.one_project with input as seen([k, b, c, other], {"status": "active"}, [])
	got == {evidence.shown(of, at, ["config", "owner", "service_account", "id"]) | some [of, at] in [[k, b], [b, k], [b, c], [c, b]]}
}

# A key that may be of any account leaves what is not shared yet unclear.
test_a_key_whose_owner_is_not_said if {
	b := key("proj_2", "key_2", account("svc-a"))
	c := key("proj_3", "key_3", account("svc-a"))
	person := key("proj_4", "key_4", {"type": "user", "user": {"id": "user-1"}})
	lost := key("proj_5", "key_5", {"type": "service_account"})
	got := policy.unclear.one_project with input as seen([k, b, c, person, lost], {"status": "active"}, [])
	got == {evidence.shown(k, lost, ["config", "owner"])}
}
