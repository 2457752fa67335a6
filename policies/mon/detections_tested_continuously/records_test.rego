package aismm.mon.detections_tested_continuously.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.detections_tested_continuously.records as policy

programme := fixture.boundary("records:programme")

good := {"type": "technique", "technique_id": "T1", "mode": "automated", "started_at": "2026-11-16T02:00:00Z", "alert_at": "2026-11-16T02:15:00Z"}

run(config) := fixture.record("record_detection_test", "dt-1", config)

seen(r) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"priority_techniques": ["T1"]},
	"records": {"record_threat_profile": [], "record_detection_test": [r]},
}

week(start) := evidence.named("technique_week", concat("/", ["T1", start]), programme)

# Four weeks that end on Friday, 20 November 2026, at nine.
weeks := ["2026-11-13", "2026-11-06", "2026-10-30", "2026-10-23"]

test_subjects[name] if {
	some name, tc in {
		"a run this week": {"config": good, "judged": true, "weeks": {"2026-11-13"}},
		"a run four weeks ago": {"config": object.union(good, {"started_at": "2026-10-23T09:00:00Z"}), "judged": true, "weeks": {"2026-10-23"}},
		"a run before the four weeks": {"config": object.union(good, {"started_at": "2026-10-22T09:00:00Z"}), "judged": true, "weeks": set()},
		"a run before the window": {"config": object.union(good, {"started_at": "2026-10-21T08:59:59Z"}), "judged": false, "weeks": set()},
		"a run to come": {"config": object.union(good, {"started_at": "2026-12-21T08:59:59Z"}), "judged": true, "weeks": set()},
		"start not said": {"config": object.remove(good, ["started_at"]), "judged": true, "weeks": set()},
		"another technique": {"config": object.union(good, {"technique_id": "T2"}), "judged": true, "weeks": set()},
		"technique not said": {"config": object.remove(good, ["technique_id"]), "judged": true, "weeks": set()},
		"type not said": {"config": object.remove(good, ["type"]), "judged": true, "weeks": set()},
		"a seeded sample": {"config": object.union(good, {"type": "poison_seed"}), "judged": false, "weeks": set()},
	}
	r := run(tc.config)
	got := {"subjects": policy.subjects, "tried": {row | some row in policy.met.tried; startswith(row.of, "technique_week:T1/")}} with input as seen(r)
	missed := {week(w) | some w in weeks; not w in tc.weeks}
	got == {
		"subjects": ({x | tc.judged; x := evidence.subject(r)} | missed),
		"tried": {evidence.shown(week(w), r, ["config", "started_at"]) | some w in tc.weeks},
	}
}

test_a_run_that_may_have_been_the_try[name] if {
	some name, tc in {
		"a technique": {"remove": [], "patch": {}, "missing": [], "weeks": []},
		"type not said": {"remove": ["type"], "patch": {}, "missing": [], "weeks": ["2026-11-13"]},
		"type not said, another technique": {"remove": ["type"], "patch": {"technique_id": "T2"}, "missing": [], "weeks": []},
		"start not read": {"remove": ["started_at"], "patch": {}, "missing": ["records:detection_test/row"], "weeks": weeks},
		"start not read of another technique": {"remove": ["started_at"], "patch": {"technique_id": "T2"}, "missing": ["records:detection_test/row"], "weeks": []},
		"technique not read": {"remove": ["technique_id"], "patch": {}, "missing": ["records:detection_test/row"], "weeks": ["2026-11-13"]},
		"start not said": {"remove": ["started_at"], "patch": {}, "missing": [], "weeks": []},
	}
	r := object.union(run(object.union(object.remove(good, tc.remove), tc.patch)), {"missing": tc.missing})
	got := policy.unclear.tried with input as seen(r)
	got == {evidence.shown({"ref": week(w).ref}, r, ["config", "type"]) | some w in tc.weeks}
}

test_techniques_of_the_own_profile[name] if {
	some name, tc in {
		"one more": {"config": {"priority": true}, "judged": true},
		"set aside": {"config": {"priority": false, "reason": "no agents"}, "judged": false},
		"set aside without a reason": {"config": {"priority": false}, "judged": true},
	}
	own := fixture.record("record_threat_profile", "T2", tc.config)
	r := run(object.union(good, {"technique_id": "T2"}))
	world := object.union(seen(r), {"records": {"record_threat_profile": [own], "record_detection_test": [r]}, "settings": {"priority_techniques": []}})
	got := policy.subjects with input as world
	got == {evidence.subject(r)} | {x | tc.judged; some w in weeks; w != "2026-11-13"; x := evidence.named("technique_week", concat("/", ["T2", w]), own)}
}

test_conditions[name] if {
	all := {"automated", "alerted"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"manual": {"config": object.union(good, {"mode": "manual"}), "met": {"alerted"}},
		"mode not said": {"config": object.remove(good, ["mode"]), "met": {"alerted"}},
		"a second late": {"config": object.union(good, {"alert_at": "2026-11-16T02:15:01Z"}), "met": {"automated"}},
		"before the start": {"config": object.union(good, {"alert_at": "2026-11-16T01:59:59Z"}), "met": {"automated"}},
		"no alert": {"config": object.remove(good, ["alert_at"]), "met": {"automated"}},
		"start not said": {"config": object.remove(good, ["started_at"]), "met": {"automated"}},
		"still to come": {"config": object.union(good, {"started_at": "2026-12-16T02:00:00Z", "alert_at": "2026-12-16T02:05:00Z"}), "met": {"automated"}},
	}
	r := run(tc.config)
	got := policy.met with input as seen(r)
	object.remove(got, ["tried"]) == {c: {row | c in tc.met; row := evidence.at(r, ["config", f])} | some c, f in {"automated": "mode", "alerted": "alert_at"}}
}
