package aismm.org.deviations_fixed_by_automation.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.deviations_fixed_by_automation.records as policy

good := {"ai_resource": true, "detected_at": "2026-11-02T10:00:00Z", "closed_at": "2026-11-03T10:00:00Z", "closed_by": "automation"}

deviation(config) := fixture.record("record_deviation", "dvn-1", config)

seen(d) := {"as_of": fixture.as_of, "records": {"record_deviation": [d]}}

test_subjects[name] if {
	some name, tc in {
		"in the window": {"config": good, "judged": true},
		"not closed": {"config": object.remove(good, ["closed_at", "closed_by"]), "judged": true},
		"not said when": {"config": object.remove(good, ["detected_at"]), "judged": true},
		"not said of what": {"config": object.remove(good, ["ai_resource"]), "judged": true},
		"of something else": {"config": object.union(good, {"ai_resource": false}), "judged": false},
		"too young": {"config": object.union(good, {"detected_at": "2026-11-19T10:00:00Z"}), "judged": false},
		"a day old": {"config": object.union(good, {"detected_at": "2026-11-19T09:00:00Z"}), "judged": true},
		"31 days old": {"config": object.union(good, {"detected_at": "2026-10-20T09:00:00Z"}), "judged": true},
		"too old": {"config": object.union(good, {"detected_at": "2026-10-20T08:59:59Z"}), "judged": false},
	}
	d := deviation(tc.config)
	got := policy.subjects with input as seen(d)
	got == {x | tc.judged; x := evidence.subject(d)}
}

test_conditions[name] if {
	all := {"by_automation", "within_a_day"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"by a person": {"config": object.union(good, {"closed_by": "person"}), "met": {"within_a_day"}},
		"by nobody": {"config": object.remove(good, ["closed_by"]), "met": {"within_a_day"}},
		"a second late": {"config": object.union(good, {"closed_at": "2026-11-03T10:00:01Z"}), "met": {"by_automation"}},
		"closed before it was detected": {"config": object.union(good, {"closed_at": "2026-11-01T10:00:00Z"}), "met": {"by_automation"}},
		"not closed": {"config": object.remove(good, ["closed_at"]), "met": {"by_automation"}},
		"not said when it was detected": {"config": object.remove(good, ["detected_at"]), "met": {"by_automation"}},
	}
	d := deviation(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in {"by_automation": "closed_by", "within_a_day": "closed_at"}}
}
