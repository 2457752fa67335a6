package aismm.iam.company_sign_in.openai_test

import data.aismm.iam.company_sign_in.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

ada(patch) := fixture.record("record_person", "ada", object.union({"email": "ada@halden.example", "status": "active", "employment": "employee"}, patch))

bo := fixture.record("record_person", "bo", {"email": "bo@partner.example", "status": "active", "employment": "contractor"})

user(config) := fixture.resource("openai_user", "user-1", {"config": config})

invite(config) := fixture.resource("openai_invite", "invite-1", {"config": config})

seen(users, invites, people) := {
	"as_of": fixture.as_of, "settings": {"company_domains": ["halden.example"]},
	"resources": {"openai_user": users, "openai_invite": invites},
	"lookup": {"record_person": {"email": {p.config.email: [p] | some p in people}}},
}

test_subjects[name] if {
	some name, tc in {
		"a person": {"users": [user({"is_service_account": false})], "invites": [], "judged": true},
		"not said whether": {"users": [user({})], "invites": [], "judged": true},
		"a service account": {"users": [user({"is_service_account": true})], "invites": [], "judged": false},
		"pending": {"users": [], "invites": [invite({"status": "pending"})], "judged": true},
		"state not said": {"users": [], "invites": [invite({})], "judged": true},
		"accepted": {"users": [], "invites": [invite({"status": "accepted"})], "judged": false},
		"expired": {"users": [], "invites": [invite({"status": "expired"})], "judged": false},
	}
	got := policy.subjects with input as seen(tc.users, tc.invites, [])
	got == {evidence.subject(x) | tc.judged; some x in array.concat(tc.users, tc.invites)}
}

test_users[name] if {
	some name, tc in {
		"a colleague": {"config": {"email": "ada@halden.example"}, "person": ada({}), "domain": true, "known": true},
		"in capitals": {"config": {"email": "Ada@Halden.Example"}, "person": ada({}), "domain": true, "known": true},
		"nobody": {"config": {"email": "cy@halden.example"}, "person": ada({}), "domain": true, "known": false},
		"one who left": {"config": {"email": "ada@halden.example"}, "person": ada({"status": "left"}), "domain": true, "known": false},
		"status not said": {"config": {"email": "ada@halden.example"}, "person": ada({"status": null}), "domain": true, "known": false},
		"a private address": {"config": {"email": "ada@mail.example"}, "person": ada({"email": "ada@mail.example"}), "domain": false, "known": true},
		"a domain that ends like it": {"config": {"email": "ada@not-halden.example"}, "person": ada({}), "domain": false, "known": false},
		"a domain below it": {"config": {"email": "ada@x.halden.example"}, "person": ada({}), "domain": false, "known": false},
		"two at signs": {"config": {"email": "ada@mail.example@halden.example"}, "person": ada({}), "domain": false, "known": false},
		"a contractor": {"config": {"email": "bo@partner.example"}, "person": bo, "domain": false, "known": true},
		"no address": {"config": {}, "person": ada({}), "domain": false, "known": false},
	}
	u := user(tc.config)
	got := policy.met with input as seen([u], [], [tc.person])
	got == {
		"company_address": {row | tc.domain; row := evidence.at(u, ["config", "email"])},
		"known_person": {row | tc.known; row := evidence.shown(u, tc.person, ["config", "status"])},
		"not_stale": set(),
	}
}

test_invites[name] if {
	some name, tc in {
		"runs": {"config": {"expires_at": 1796083200}, "met": true},
		"has run out": {"config": {"expires_at": 1795078800}, "met": false},
		"end not said": {"config": {}, "met": false},
	}
	i := invite(object.union({"email": "ada@halden.example", "status": "pending"}, tc.config))
	got := policy.met with input as seen([], [i], [ada({})])
	got == {
		"company_address": {evidence.at(i, ["config", "email"])},
		"known_person": {evidence.shown(i, ada({}), ["config", "status"])},
		"not_stale": {row | tc.met; row := evidence.at(i, ["config", "expires_at"])},
	}
}

test_without_domains_nobody_has_a_company_address if {
	u := user({"email": "ada@halden.example"})
	got := policy.met.company_address with input as object.remove(seen([u], [], [ada({})]), ["settings"])
	got == set()
}
