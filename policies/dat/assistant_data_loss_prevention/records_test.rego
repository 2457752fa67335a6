package aismm.dat.assistant_data_loss_prevention.records_test

import data.aismm.dat.assistant_data_loss_prevention.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"person_id": "p", "managed": true, "seen_at": "2026-11-01T00:00:00Z", "dlp_policy_version": "7", "dlp_mode": "block"}

device(config) := fixture.record("record_endpoint_software", "d", config)

person(config) := fixture.record("record_person", "p", config)

user := person({"status": "active", "ai_assistant_access": true})

# Another device of the export, which was seen lately and is a personal one.
another := fixture.record("record_endpoint_software", "other", {"managed": false, "seen_at": "2026-11-19T00:00:00Z"})

seen(d, p) := {
	"as_of": fixture.as_of, "settings": {"dlp_policy_version": "7"}, "records": {"record_endpoint_software": [d, another]},
	"lookup": {"record_person": {"id": {"p": [p]}}},
}

test_subjects[name] if {
	some name, tc in {
		"of a user": {"config": good, "person": user, "judged": true},
		"access not said": {"config": good, "person": person({}), "judged": true},
		"without access": {"config": good, "person": person({"ai_assistant_access": false}), "judged": false},
		"of somebody who left": {"config": good, "person": person({"status": "left", "ai_assistant_access": true}), "judged": false},
		"of nobody known": {"config": object.union(good, {"person_id": "q"}), "person": user, "judged": true},
		"of nobody said": {"config": object.remove(good, ["person_id"]), "person": user, "judged": true},
		"not managed": {"config": object.union(good, {"managed": false}), "person": user, "judged": false},
		"not said whether it is managed": {"config": object.remove(good, ["managed"]), "person": user, "judged": true},
		"not seen for long": {"config": object.union(good, {"seen_at": "2026-10-01T00:00:00Z"}), "person": user, "judged": false},
		"not said when it was seen": {"config": object.remove(good, ["seen_at"]), "person": user, "judged": true},
	}
	d := device(tc.config)
	got := policy.subjects with input as seen(d, tc.person)
	got == {x | tc.judged; x := evidence.subject(d)}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"config": good, "met": {"current", "blocks"}},
		"an old version": {"config": object.union(good, {"dlp_policy_version": "6"}), "met": {"blocks"}},
		"no rules": {"config": object.remove(good, ["dlp_policy_version"]), "met": {"blocks"}},
		"audit": {"config": object.union(good, {"dlp_mode": "audit"}), "met": {"current"}},
		"off": {"config": object.union(good, {"dlp_mode": "off"}), "met": {"current"}},
		"mode not said": {"config": object.remove(good, ["dlp_mode"]), "met": {"current"}},
	}
	d := device(tc.config)
	got := policy.met with input as seen(d, user)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in {"current": "dlp_policy_version", "blocks": "dlp_mode"}}
}
