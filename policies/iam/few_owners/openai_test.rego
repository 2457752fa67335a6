package aismm.iam.few_owners.openai_test

import data.aismm.iam.few_owners.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

org := fixture.boundary("openai:org-example")

user(id, config) := fixture.resource("openai_user", id, {"config": config})

owner(n) := user(sprintf("owner-%d", [n]), {"role": "owner", "is_service_account": false})

reader(n) := user(sprintf("reader-%d", [n]), {"role": "reader"})

machine(config) := user("machine", object.union({"is_service_account": true}, config))

invite(config) := fixture.resource("openai_invite", "invite-1", {"config": config})

account(config) := fixture.resource("openai_service_account", "proj_1/svc_1", {"config": config})

seen(users, invites, accounts) := {
	"boundary": org, "settings": {"max_owners": 3},
	"resources": {"openai_user": users, "openai_invite": invites, "openai_service_account": accounts},
}

shown(x) := evidence.shown(org, x, ["config", "role"])

clear := {evidence.at(org, ["id"])}

test_the_tenant_is_the_subject if {
	got := policy.subjects with input as seen([owner(1)], [invite({})], [account({})])
	got == {evidence.subject(org)}
}

test_number_of_owners[name] if {
	some name, tc in {
		"two": {"owners": [owner(1), owner(2)], "others": [reader(1)], "most": true, "least": true},
		"three": {"owners": [owner(1), owner(2), owner(3)], "others": [], "most": true, "least": true},
		"four": {"owners": [owner(n) | some n in numbers.range(1, 4)], "others": [], "most": false, "least": true},
		"four of 500": {"owners": [owner(n) | some n in numbers.range(1, 4)], "others": [reader(n) | some n in numbers.range(1, 496)], "most": true, "least": true},
		"one": {"owners": [owner(1)], "others": [reader(1)], "most": true, "least": false},
		"none": {"owners": [], "others": [reader(1)], "most": false, "least": false},
		"three, and one whose role is not said": {"owners": [owner(1), owner(2), owner(3)], "others": [user("x", {})], "most": false, "least": true},
		"one, and one whose role is not said": {"owners": [owner(1)], "others": [user("x", {})], "most": true, "least": false},
		"not said that they are people": {"owners": [user("a", {"role": "owner"}), user("b", {"role": "owner"})], "others": [], "most": true, "least": true},
	}
	got := policy.met with input as seen(array.concat(tc.owners, tc.others), [], [])
	rows := {shown(u) | some u in tc.owners}
	got == {
		"at_most": {row | tc.most; some row in clear}, "at_least_two": {row | tc.least; some row in rows},
		"no_machine_owner": clear, "no_pending_owner": clear, "no_owner_account": clear,
	}
}

test_a_machine_is_no_second_owner if {
	users := [owner(1), machine({"role": "owner"})]
	got := policy.met with input as seen(users, [], [])
	got == {
		"at_most": clear, "at_least_two": set(),
		"no_machine_owner": set(), "no_pending_owner": clear, "no_owner_account": clear,
	}
}

test_machines[name] if {
	some name, tc in {
		"reader": {"config": {"role": "reader"}, "met": true},
		"owner": {"config": {"role": "owner"}, "met": false},
		"role not said": {"config": {}, "met": false},
	}
	m := machine(tc.config)
	got := {"met": policy.met.no_machine_owner, "blamed": policy.violations.no_machine_owner} with input as seen([owner(1), m], [], [])
	got == {"met": {row | tc.met; some row in clear}, "blamed": {row | not tc.met; row := shown(m)}}
}

test_invites[name] if {
	some name, tc in {
		"reader": {"config": {"status": "pending", "role": "reader"}, "met": true},
		"owner": {"config": {"status": "pending", "role": "owner"}, "met": false},
		"role not said": {"config": {"status": "pending"}, "met": false},
		"state not said": {"config": {"role": "owner"}, "met": false},
		"accepted": {"config": {"status": "accepted", "role": "owner"}, "met": true},
		"expired": {"config": {"status": "expired", "role": "owner"}, "met": true},
	}
	i := invite(tc.config)
	got := {"met": policy.met.no_pending_owner, "blamed": policy.violations.no_pending_owner} with input as seen([owner(1)], [i], [])
	got == {"met": {row | tc.met; some row in clear}, "blamed": {row | not tc.met; row := shown(i)}}
}

test_service_accounts[name] if {
	some name, tc in {
		"member": {"config": {"role": "member"}, "met": true},
		"none": {"config": {"role": "none"}, "met": true},
		"owner": {"config": {"role": "owner"}, "met": false},
		"role not said": {"config": {}, "met": false},
	}
	a := account(tc.config)
	got := {"met": policy.met.no_owner_account, "blamed": policy.violations.no_owner_account} with input as seen([owner(1)], [], [a])
	got == {"met": {row | tc.met; some row in clear}, "blamed": {row | not tc.met; row := shown(a)}}
}

test_what_was_not_read_meets_nothing if {
	got := policy.met with input as {"boundary": org, "settings": {"max_owners": 3}, "resources": {}}
	got == {c: set() | some c in ["at_most", "at_least_two", "no_machine_owner", "no_pending_owner", "no_owner_account"]}
}
