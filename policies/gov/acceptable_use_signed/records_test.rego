package aismm.gov.acceptable_use_signed.records_test

import data.aismm.gov.acceptable_use_signed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

person(id, status) := fixture.record("record_person", id, {"status": status})

ada := person("ada", "active")

text(version, status) := fixture.record("record_policy", version, {"type": "acceptable_use", "topic": "ai", "version": version, "status": status})

signoff(version, at) := fixture.record("record_acceptable_use_signoff", "s1", {"person_id": "ada", "policy_version": version, "signed_at": at})

seen(people, texts, signoffs) := {
	"as_of": fixture.as_of,
	"records": {"record_person": people, "record_policy": texts, "record_acceptable_use_signoff": signoffs},
	"lookup": {"record_acceptable_use_signoff": {"person_id": {"ada": signoffs}}},
}

recent := "2026-06-01T00:00:00Z"

test_people_who_are_away_do_not_count if {
	nobody := fixture.record("record_person", "unknown", {})
	got := policy.subjects with input as seen([ada, person("bo", "left"), person("cy", "on_leave"), nobody], [], [])
	got == {evidence.subject(ada), evidence.subject(nobody)}
}

test_signed[name] if {
	both := [text("2.9", "in_force"), text("2.10", "in_force")]
	some name, tc in {
		"the highest version": {"texts": both, "signoff": signoff("2.10", recent), "met": true},
		"a lower version, higher as text": {"texts": both, "signoff": signoff("2.9", recent), "met": false},
		"too long ago": {"texts": both, "signoff": signoff("2.10", "2025-11-01T00:00:00Z"), "met": false},
		"dated in the future": {"texts": both, "signoff": signoff("2.10", "2026-12-01T00:00:00Z"), "met": false},
		"a draft is not current": {"texts": array.concat(both, [text("3.0", "draft")]), "signoff": signoff("2.10", recent), "met": true},
		"no text in force": {"texts": [], "signoff": signoff("2.10", recent), "met": false},
		"a version that is no number": {"texts": array.concat(both, [text("new", "in_force")]), "signoff": signoff("2.10", recent), "met": false},
		"no date": {"texts": both, "signoff": fixture.record("record_acceptable_use_signoff", "s1", {"person_id": "ada", "policy_version": "2.10"}), "met": false},
	}
	got := policy.met.signed with input as seen([ada], tc.texts, [tc.signoff])
	got == {row | tc.met; row := evidence.shown(ada, tc.signoff, ["config", "policy_version"])}
}
