package aismm.dat.poisoning_detected_and_quarantined.records_test

import data.aismm.dat.poisoning_detected_and_quarantined.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "active", "in_production": true, "ingestion_pipeline": true}

dataset(config) := fixture.record("record_dataset", "ds", config)

good := {
	"type": "poison_seed", "dataset_id": "ds", "samples": ["hidden_instructions", "outliers"], "quarantined": true,
	"mode": "automated", "started_at": "2026-11-01T00:00:00Z",
}

run(id, config) := fixture.record("record_detection_test", id, config)

seen(d, list) := {"as_of": fixture.as_of, "records": {"record_dataset": [d], "record_detection_test": list}, "lookup": {"record_detection_test": {"dataset_id": {"ds": [t | some t in list; t.config.dataset_id == "ds"]}}}}

test_subjects[name] if {
	some name, tc in {
		"with a pipeline": {"config": live, "judged": true},
		"not said": {"config": {}, "judged": true},
		"without a pipeline": {"config": object.union(live, {"ingestion_pipeline": false}), "judged": false},
		"not in production": {"config": object.union(live, {"in_production": false}), "judged": false},
		"retired": {"config": object.union(live, {"status": "retired"}), "judged": false},
	}
	d := dataset(tc.config)
	got := policy.subjects with input as seen(d, [])
	got == {x | tc.judged; x := evidence.subject(d)}
}

test_one_test[name] if {
	both := {"instructions", "outliers"}
	some name, tc in {
		"held back": {"test": good, "met": both},
		"instructions only": {"test": object.union(good, {"samples": ["hidden_instructions"]}), "met": {"instructions"}},
		"outliers only": {"test": object.union(good, {"samples": ["outliers", "x"]}), "met": {"outliers"}},
		"samples not said": {"test": object.remove(good, ["samples"]), "met": set()},
		"not held back": {"test": object.union(good, {"quarantined": false}), "met": set()},
		"quarantine not said": {"test": object.remove(good, ["quarantined"]), "met": set()},
		"by hand": {"test": object.union(good, {"mode": "manual"}), "met": set()},
		"mode not said": {"test": object.remove(good, ["mode"]), "met": set()},
		"too long ago": {"test": object.union(good, {"started_at": "2026-10-01T00:00:00Z"}), "met": set()},
		"to come": {"test": object.union(good, {"started_at": "2026-12-01T00:00:00Z"}), "met": set()},
		"date not said": {"test": object.remove(good, ["started_at"]), "met": set()},
		"something else": {"test": object.union(good, {"type": "technique"}), "met": set()},
		"type not said": {"test": object.remove(good, ["type"]), "met": set()},
	}
	d := dataset(live)
	got := policy.met with input as seen(d, [run("t", tc.test)])
	got == {c: {row | c in tc.met; row := evidence.at(d, ["id"])} | some c in both}
}

test_two_tests[name] if {
	both := {"instructions", "outliers"}
	through := object.union(good, {"quarantined": false})
	some name, tc in {
		"repeated": {"then": object.union(through, {"started_at": "2026-10-30T00:00:00Z"}), "met": both},
		"through since": {"then": object.union(through, {"started_at": "2026-11-02T00:00:00Z"}), "met": set()},
		"through at the same time": {"then": through, "met": set()},
		"outliers through since": {"then": object.union(through, {"started_at": "2026-11-02T00:00:00Z", "samples": ["outliers"]}), "met": {"instructions"}},
		"instructions through since": {"then": object.union(through, {"started_at": "2026-11-02T00:00:00Z", "samples": ["hidden_instructions"]}), "met": {"outliers"}},
		"through, and nobody says what": {"then": object.remove(object.union(through, {"started_at": "2026-11-02T00:00:00Z"}), ["samples"]), "met": set()},
		"through, and nobody says when": {"then": object.remove(through, ["started_at"]), "met": set()},
		"through, and nobody says of what": {"then": object.remove(object.union(through, {"started_at": "2026-11-02T00:00:00Z"}), ["type"]), "met": set()},
		"something else since": {"then": object.union(through, {"started_at": "2026-11-02T00:00:00Z", "type": "technique"}), "met": both},
		"one to come": {"then": object.union(through, {"started_at": "2026-12-02T00:00:00Z"}), "met": both},
	}
	d := dataset(live)
	got := policy.met with input as seen(d, [run("t", good), run("u", tc.then)])
	got == {c: {row | c in tc.met; row := evidence.at(d, ["id"])} | some c in both}
}

test_one_that_could_not_be_read[name] if {
	lost := object.remove(good, ["started_at"])
	some name, tc in {
		"whole": {"config": good, "missing": [], "unclear": false},
		"of the data set": {"config": lost, "missing": ["records:detection_test/row"], "unclear": true},
		"nobody says of which": {"config": object.remove(lost, ["dataset_id", "type"]), "missing": ["records:detection_test/row"], "unclear": true},
		"of another data set": {"config": object.union(lost, {"dataset_id": "other"}), "missing": ["records:detection_test/row"], "unclear": false},
		"of something else": {"config": object.union(lost, {"type": "technique"}), "missing": ["records:detection_test/row"], "unclear": false},
	}
	d := dataset(live)
	t := object.union(run("t", tc.config), {"missing": tc.missing})
	got := policy.unclear with input as seen(d, [run("u", good), t])
	got == {c: {row | tc.unclear; row := evidence.shown(d, t, ["id"])} | some c in ["instructions", "outliers"]}
}
