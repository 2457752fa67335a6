package aismm.app.guardrails_learn.records_test

import data.aismm.app.guardrails_learn.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {"type": "guardrail_bypass", "confirmed_at": "2026-10-01T00:00:00Z", "fixed_at": "2026-10-08T00:00:00Z", "regression_test_id": "rt-1"}

incident(config) := fixture.record("record_incident", "i", config)

seen(i, tests) := {"as_of": fixture.as_of, "boundary": programme, "records": {"record_incident": [i], "record_detection_test": tests}}

test_cases[name] if {
	some name, tc in {
		"a bypass": {"config": good, "judged": true, "sought": true},
		"a false block": {"config": object.union(good, {"type": "false_block"}), "judged": true, "sought": true},
		"something else": {"config": object.union(good, {"type": "data_leak"}), "judged": false, "sought": false},
		"type not said": {"config": object.remove(good, ["type"]), "judged": true, "sought": false},
		"in another spelling": {"config": object.union(good, {"type": "Guardrail bypass"}), "judged": true, "sought": true},
		"never confirmed": {"config": object.remove(good, ["confirmed_at"]), "judged": true, "sought": false},
		"never confirmed, closed on the first day": {"config": object.union(object.remove(good, ["confirmed_at"]), {"closed_at": "2026-08-15T09:00:00Z"}), "judged": true, "sought": false},
		"never confirmed, closed before": {"config": object.union(object.remove(good, ["confirmed_at"]), {"closed_at": "2026-08-15T08:59:59Z"}), "judged": false, "sought": false},
		"confirmed, closed before": {"config": object.union(good, {"closed_at": "2026-08-15T08:59:59Z"}), "judged": true, "sought": true},
		"on the first day": {"config": object.union(good, {"confirmed_at": "2026-08-15T09:00:00Z"}), "judged": true, "sought": true},
		"before": {"config": object.union(good, {"confirmed_at": "2026-08-15T08:59:59Z"}), "judged": false, "sought": false},
		"on the last day": {"config": object.union(good, {"confirmed_at": "2026-11-13T09:00:00Z"}), "judged": true, "sought": true},
		"since": {"config": object.union(good, {"confirmed_at": "2026-11-13T09:00:01Z"}), "judged": false, "sought": false},
	}
	i := incident(tc.config)
	got := {"subjects": policy.subjects, "sought": policy.met.sought} with input as seen(i, [])
	got == {
		"subjects": ({evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(i)}),
		"sought": {row | tc.sought; row := evidence.shown(programme, i, ["config", "confirmed_at"])},
	}
}

test_conditions[name] if {
	both := {"fixed", "covered"}
	some name, tc in {
		"on the seventh day": {"config": good, "met": both},
		"a second late": {"config": object.union(good, {"fixed_at": "2026-10-08T00:00:01Z"}), "met": {"covered"}},
		"fixed when it was found": {"config": object.union(good, {"fixed_at": "2026-09-30T00:00:00Z"}), "met": both},
		"to be fixed": {"config": object.union(good, {"confirmed_at": "2026-11-13T09:00:00Z", "fixed_at": "2026-11-20T09:00:01Z"}), "met": {"covered"}},
		"not fixed": {"config": object.remove(good, ["fixed_at"]), "met": {"covered"}},
		"no test": {"config": object.remove(good, ["regression_test_id"]), "met": {"fixed"}},
		"an empty test": {"config": object.union(good, {"regression_test_id": ""}), "met": {"fixed"}},
	}
	i := incident(tc.config)
	got := {"met": object.remove(policy.met, ["sought"]), "unclear": policy.unclear} with input as seen(i, [])
	got == {
		"met": {
			"fixed": {row | "fixed" in tc.met; row := evidence.at(i, ["config", "fixed_at"])},
			"covered": {row | "covered" in tc.met; row := evidence.at(i, ["config", "regression_test_id"])},
		},
		"unclear": {"fixed": set(), "covered": set()},
	}
}

test_one_that_nobody_confirms if {
	i := incident(object.remove(good, ["confirmed_at"]))
	got := {"subjects": policy.subjects, "met": policy.met, "unclear": policy.unclear} with input as seen(i, [])
	row := evidence.at(i, ["config", "confirmed_at"])
	got == {
		"subjects": {evidence.subject(programme), evidence.subject(i)},
		"met": {"sought": set(), "fixed": set(), "covered": {evidence.at(i, ["config", "regression_test_id"])}},
		"unclear": {"fixed": {row}, "covered": {row}},
	}
}

run(n, config) := fixture.record("record_detection_test", sprintf("dt-%d", [n]), object.union({"type": "guardrail_bypass"}, config))

test_sought[name] if {
	weekly := ["2026-11-20T09:00:00Z", "2026-11-13T08:00:00Z", "2026-11-06T08:00:00Z", "2026-10-30T08:00:00Z"]
	some name, tc in {
		"in each week": {"tests": [run(n, {"started_at": at}) | some n, at in weekly], "met": true},
		"in three": {"tests": [run(n, {"started_at": at}) | some n, at in weekly; n != 2], "met": false},
		"one to come": {"tests": array.concat([run(9, {"started_at": "2026-11-20T10:00:00Z"})], [run(n, {"started_at": at}) | some n, at in weekly; n != 0]), "met": false},
		"one without a date": {"tests": array.concat([run(9, {})], [run(n, {"started_at": at}) | some n, at in weekly; n != 0]), "met": false},
		"of something else": {"tests": [run(n, {"started_at": at, "type": "technique"}) | some n, at in weekly], "met": false},
		"type not said": {"tests": [object.remove(r, ["config"]) | some n, at in weekly; r := run(n, {"started_at": at})], "met": false},
		"none": {"tests": [], "met": false},
	}
	i := incident(object.union(good, {"type": "data_leak"}))
	got := policy.met.sought with input as seen(i, tc.tests)
	got == {row | tc.met; row := evidence.at(programme, ["id"])}
}
