package aismm.cmp.evidence_automatic_and_fresh.records_test

import data.aismm.cmp.evidence_automatic_and_fresh.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"objective_id": "GOV-L2-1", "assessed_at": "2026-11-13T09:00:00Z", "evidence_from": "2026-11-13T08:55:00Z", "status": "met", "basis": "automated"}

result(config, derived) := object.union(fixture.record("record_assessment_result", "GOV-L2-1@2026-11-13T09:00:00Z", config), {"derived": derived})

last := {"latest": true, "status_before": "none"}

seen(r) := {"as_of": fixture.as_of, "records": {"record_assessment_result": [r]}}

test_subjects[name] if {
	some name, tc in {
		"of the last assessment": {"config": good, "derived": last, "judged": true},
		"unknown": {"config": object.union(good, {"status": "unknown"}), "derived": last, "judged": true},
		"not applicable": {"config": object.union(good, {"status": "not_applicable"}), "derived": last, "judged": false},
		"of an earlier one": {"config": good, "derived": {"latest": false, "status_before": "none"}, "judged": false},
	}
	r := result(tc.config, tc.derived)
	got := policy.subjects with input as seen(r)
	got == {x | tc.judged; x := evidence.subject(r)}
}

test_conditions[name] if {
	all := {"decided", "automatic", "fresh"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"not met": {"config": object.union(good, {"status": "not_met"}), "met": all},
		"unknown": {"config": object.union(good, {"status": "unknown"}), "met": all - {"decided"}},
		"not assessed": {"config": object.union(good, {"status": "not_assessed", "basis": "none"}), "met": {"fresh"}},
		"attested": {"config": object.union(good, {"basis": "attested"}), "met": all - {"automatic"}},
		"mixed": {"config": object.union(good, {"basis": "mixed"}), "met": all - {"automatic"}},
		"on nothing": {"config": object.union(good, {"basis": "none"}), "met": all - {"automatic"}},
		"30 days old": {"config": object.union(good, {"evidence_from": "2026-10-21T09:00:00Z"}), "met": all},
		"older": {"config": object.union(good, {"evidence_from": "2026-10-21T08:59:59Z"}), "met": all - {"fresh"}},
		"from the future": {"config": object.union(good, {"evidence_from": "2026-12-01T00:00:00Z"}), "met": all - {"fresh"}},
	}
	r := result(tc.config, last)
	got := policy.met with input as seen(r)
	fields := {"decided": "status", "automatic": "basis", "fresh": "evidence_from"}
	got == {c: {row | c in tc.met; row := evidence.at(r, ["config", f])} | some c, f in fields}
}
