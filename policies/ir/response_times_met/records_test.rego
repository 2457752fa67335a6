package aismm.ir.response_times_met.records_test

import data.aismm.ir.response_times_met.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"topic": "ai", "severity": "high", "detected_at": "2026-10-01T08:00:00Z", "contained_at": "2026-10-01T12:00:00Z"}

incident(id, config) := fixture.record("record_incident", id, config)

drill := {"type": "incident_live", "severity": "high", "completed_at": "2026-06-01T00:00:00Z", "contained_minutes": 240}

exercise(config) := fixture.record("record_exercise", "exr-1", config)

seen(incidents, exercises) := {
	"as_of": fixture.as_of, "settings": {"containment_hours": {"high": 4, "medium": 24}},
	"records": {"record_incident": incidents, "record_exercise": exercises},
}

test_incidents[name] if {
	some name, tc in {
		"good": {"config": good, "judged": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "judged": true},
		"of something else": {"config": object.union(good, {"topic": "office"}), "judged": false},
		"severity not said": {"config": object.remove(good, ["severity"]), "judged": true},
		"a severity without a target": {"config": object.union(good, {"severity": "low"}), "judged": false},
		"not said when": {"config": object.remove(good, ["detected_at"]), "judged": true},
		"a day old": {"config": object.union(good, {"detected_at": "2026-11-19T09:00:00Z"}), "judged": true},
		"too young": {"config": object.union(good, {"detected_at": "2026-11-19T09:00:01Z"}), "judged": false},
		"366 days old": {"config": object.union(good, {"detected_at": "2025-11-19T09:00:00Z"}), "judged": true},
		"too old": {"config": object.union(good, {"detected_at": "2025-11-19T08:59:59Z"}), "judged": false},
	}
	i := incident("inc-1", tc.config)
	got := policy.subjects with input as seen([i], [])
	got == {x | tc.judged; x := evidence.subject(i)}
}

test_exercises[name] if {
	three := [incident(concat("-", ["inc", format_int(n, 10)]), good) | some n in [1, 2, 3]]
	some name, tc in {
		"no incident": {"incidents": [], "config": drill, "judged": true},
		"two incidents": {"incidents": array.slice(three, 0, 2), "config": drill, "judged": true},
		"three incidents": {"incidents": three, "config": drill, "judged": false},
		"a tabletop": {"incidents": [], "config": object.union(drill, {"type": "incident_tabletop"}), "judged": false},
		"type not said": {"incidents": [], "config": object.remove(drill, ["type"]), "judged": true},
		"severity not said": {"incidents": [], "config": object.remove(drill, ["severity"]), "judged": true},
		"a severity without a target": {"incidents": [], "config": object.union(drill, {"severity": "low"}), "judged": false},
		"not said when": {"incidents": [], "config": object.remove(drill, ["completed_at"]), "judged": true},
		"365 days old": {"incidents": [], "config": object.union(drill, {"completed_at": "2025-11-20T09:00:00Z"}), "judged": true},
		"too old": {"incidents": [], "config": object.union(drill, {"completed_at": "2025-11-20T08:59:59Z"}), "judged": false},
		"planned": {"incidents": [], "config": object.union(drill, {"completed_at": "2026-11-20T09:00:01Z"}), "judged": false},
	}
	e := exercise(tc.config)
	got := policy.subjects with input as seen(tc.incidents, [e])
	got == {evidence.subject(i) | some i in tc.incidents} | {x | tc.judged; x := evidence.subject(e)}
}

test_contained[name] if {
	some name, tc in {
		"in four hours": {"config": good, "met": true},
		"a second late": {"config": object.union(good, {"contained_at": "2026-10-01T12:00:01Z"}), "met": false},
		"medium has a day": {"config": object.union(good, {"severity": "medium", "contained_at": "2026-10-02T08:00:00Z"}), "met": true},
		"medium, a second late": {"config": object.union(good, {"severity": "medium", "contained_at": "2026-10-02T08:00:01Z"}), "met": false},
		"at once": {"config": object.union(good, {"contained_at": "2026-10-01T08:00:00Z"}), "met": true},
		"before it was detected": {"config": object.union(good, {"contained_at": "2026-10-01T07:59:59Z"}), "met": false},
		"never": {"config": object.remove(good, ["contained_at"]), "met": false},
		"in the future": {"config": object.union(good, {"severity": "medium", "detected_at": "2026-11-19T09:00:00Z", "contained_at": "2026-11-20T09:00:00Z"}), "met": true},
		"not said when detected": {"config": object.remove(good, ["detected_at"]), "met": false},
		"severity not said": {"config": object.remove(good, ["severity"]), "met": false},
	}
	i := incident("inc-1", tc.config)
	got := policy.met with input as seen([i], [])
	got == {"contained": {row | tc.met; row := evidence.at(i, ["config", "contained_at"])}}
}

test_contained_in_an_exercise[name] if {
	some name, tc in {
		"in four hours": {"config": drill, "met": true},
		"longer": {"config": object.union(drill, {"contained_minutes": 240.5}), "met": false},
		"less than no time": {"config": object.union(drill, {"contained_minutes": -1}), "met": false},
		"not timed": {"config": object.remove(drill, ["contained_minutes"]), "met": false},
		"severity not said": {"config": object.remove(drill, ["severity"]), "met": false},
	}
	e := exercise(tc.config)
	got := policy.met with input as seen([], [e])
	got == {"contained": {row | tc.met; row := evidence.at(e, ["config", "contained_minutes"])}}
}
