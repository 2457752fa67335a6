package aismm.gov.acceptable_use_signed.records_test

import data.aismm.gov.acceptable_use_signed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

person(id, status) := fixture.record("record_person", id, {"status": status})

ada := person("ada", "active")

use(config) := fixture.record("record_policy", "pol", object.union({"type": "acceptable_use", "topic": "ai", "status": "in_force"}, config))

without(t, field) := object.union(object.remove(t, ["config"]), {"config": object.remove(t.config, [field])})

signoff(version, at) := fixture.record("record_acceptable_use_signoff", "s1", {"person_id": "ada", "policy_version": version, "signed_at": at})

seen(people, texts, signoffs) := {
	"as_of": fixture.as_of,
	"records": {"record_person": people, "record_policy": texts, "record_acceptable_use_signoff": signoffs},
	"lookup": {"record_acceptable_use_signoff": {"person_id": {"ada": signoffs}}},
}

recent := "2026-06-01T00:00:00Z"

both := [use({"version": "2.9"}), use({"version": "2.10"})]

test_people_who_are_away_do_not_count if {
	nobody := fixture.record("record_person", "unknown", {})
	got := policy.subjects with input as seen([ada, person("bo", "left"), person("cy", "on_leave"), nobody], [], [])
	got == {evidence.subject(ada), evidence.subject(nobody)}
}

test_signed[name] if {
	some name, tc in {
		"the highest version": {"texts": both, "signoff": signoff("2.10", recent), "met": true},
		"a lower version, higher as text": {"texts": both, "signoff": signoff("2.9", recent), "met": false},
		"too long ago": {"texts": both, "signoff": signoff("2.10", "2025-11-01T00:00:00Z"), "met": false},
		"dated in the future": {"texts": both, "signoff": signoff("2.10", "2026-12-01T00:00:00Z"), "met": false},
		"a draft is not current": {"texts": array.concat(both, [use({"version": "3.0", "status": "draft"})]), "signoff": signoff("2.10", recent), "met": true},
		"nor the rules of another topic": {"texts": array.concat(both, [use({"version": "7", "topic": "travel"})]), "signoff": signoff("2.10", recent), "met": true},
		"nor another kind of text": {"texts": array.concat(both, [use({"version": "7", "type": "standard"})]), "signoff": signoff("2.10", recent), "met": true},
		"no text in force": {"texts": [], "signoff": signoff("2.10", recent), "met": false},
		"a version that is no number": {"texts": array.concat(both, [use({"version": "new"})]), "signoff": signoff("2.10", recent), "met": false},
		"a text without a version": {"texts": array.concat(both, [use({})]), "signoff": signoff("2.10", recent), "met": false},
		"no date": {"texts": both, "signoff": without(signoff("2.10", recent), "signed_at"), "met": false},
		"no version": {"texts": both, "signoff": without(signoff("2.10", recent), "policy_version"), "met": false},
	}
	got := policy.met with input as seen([ada], tc.texts, [tc.signoff])
	got == {"signed": {row | tc.met; row := evidence.shown(ada, tc.signoff, ["config", "policy_version"])}}
	unclear := policy.unclear with input as seen([ada], tc.texts, [tc.signoff])
	unclear == {"signed": set()}
}

test_what_was_not_read_whole_is_unclear[name] if {
	broken := object.union(signoff("2.10", null), {"id": "s2", "ref": "record_acceptable_use_signoff s2", "missing": ["records:acceptable_use_signoff/row"]})
	damaged := object.union(use({"version": "2.10"}), {"missing": ["records:policy/row"]})
	fine := signoff("2.10", recent)
	some name, tc in {
		"a sign-off": {"texts": both, "signoffs": [broken], "met": set(), "unclear": {evidence.shown(ada, broken, ["id"])}},
		"a sign-off beside a good one": {"texts": both, "signoffs": [fine, broken], "met": {evidence.shown(ada, fine, ["config", "policy_version"])}, "unclear": set()},
		"a text": {"texts": [damaged], "signoffs": [fine], "met": set(), "unclear": {evidence.shown(ada, damaged, ["config", "type"])}},
	}
	got := {"met": policy.met.signed, "unclear": policy.unclear.signed} with input as seen([ada], tc.texts, tc.signoffs)
	got == {"met": tc.met, "unclear": tc.unclear}
}

test_a_text_that_does_not_say_what_it_is_leaves_everybody_unclear[field] if {
	some field in ["type", "topic", "status"]
	newest := without(use({"version": "2.10"}), field)
	old := signoff("2.9", recent)
	got := {"met": policy.met.signed, "unclear": policy.unclear.signed} with input as seen([ada], [use({"version": "2.9"}), newest], [old])
	got == {"met": set(), "unclear": {evidence.shown(ada, newest, ["config", "type"])}}
}
