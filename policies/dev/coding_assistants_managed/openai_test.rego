package aismm.dev.coding_assistants_managed.openai_test

import data.aismm.dev.coding_assistants_managed.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

user(config) := fixture.resource("openai_user", "user-1", {"config": config})

seen(u) := {"resources": {"openai_user": [u]}, "settings": {"company_domains": ["halden.example"]}}

test_subjects[name] if {
	some name, tc in {
		"a person": {"config": {"is_service_account": false}, "judged": true},
		"not said": {"config": {}, "judged": true},
		"a machine": {"config": {"is_service_account": true}, "judged": false},
	}
	u := user(tc.config)
	got := policy.subjects with input as seen(u)
	got == {s | tc.judged; s := evidence.subject(u)}
}

test_addresses[name] if {
	some name, tc in {
		"company": {"config": {"email": "avery@halden.example"}, "met": true},
		"in another case": {"config": {"email": "Avery@Halden.Example"}, "met": true},
		"another domain": {"config": {"email": "avery@mail.example"}, "met": false},
		"a domain below": {"config": {"email": "avery@x.halden.example"}, "met": false},
		"two signs": {"config": {"email": "avery@halden.example@halden.example"}, "met": false},
		"not said": {"config": {}, "met": false},
	}
	u := user(tc.config)
	got := policy.met.company_address with input as seen(u)
	got == {row | tc.met; row := evidence.at(u, ["config", "email"])}
}

test_bans[name] if {
	some name, tc in {
		"not banned": {"config": {"user": {"banned": false}}, "met": true},
		"banned": {"config": {"user": {"banned": true}}, "met": false},
		"null": {"config": {"user": {"banned": null}}, "met": true},
		"not said": {"config": {"user": {}}, "met": true},
		"no details": {"config": {}, "met": true},
	}
	u := user(tc.config)
	got := policy.met.not_banned with input as seen(u)
	got == {row | tc.met; row := evidence.at(u, ["config", "user", "banned"])}
}
