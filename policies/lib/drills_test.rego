package aismm.lib.drills_test

import data.aismm.lib.drills
import data.aismm.lib.fixture

system := fixture.record("record_ai_system", "a", {})

exercise(id, config) := fixture.record("record_exercise", id, object.union({"type": "kill_switch", "system_ids": ["a"]}, config))

seen(list) := {"as_of": fixture.as_of, "lookup": {"record_exercise": {"system_ids": {"a": list}}}}

test_newest[name] if {
	old := exercise("old", {"completed_at": "2026-06-01T00:00:00Z"})
	untyped := fixture.record("record_exercise", "new", {"system_ids": ["a"], "completed_at": "2026-06-02T00:00:00Z"})
	some name, tc in {
		"none": {"list": [], "want": []},
		"one": {"list": [old], "want": ["old"]},
		"a newer one": {"list": [old, exercise("new", {"completed_at": "2026-06-02T00:00:00Z"})], "want": ["new"]},
		"one of the same day": {"list": [old, exercise("new", {"completed_at": "2026-06-01T00:00:00Z"})], "want": ["old", "new"]},
		"one without a date": {"list": [old, exercise("new", {})], "want": ["old", "new"]},
		"one to come": {"list": [old, exercise("new", {"completed_at": "2026-12-01T00:00:00Z"})], "want": ["old"]},
		"a newer one of another type": {"list": [old, exercise("new", {"completed_at": "2026-06-02T00:00:00Z", "type": "red_team"})], "want": ["old"]},
		"a newer one that does not say its type": {"list": [old, untyped], "want": ["old", "new"]},
	}
	got := [e.id | some e in drills.newest(system, "kill_switch")] with input as seen(tc.list)
	got == tc.want
}

test_recent[name] if {
	some name, tc in {
		"on the last day": {"config": {"completed_at": "2026-11-10T09:00:00Z"}, "want": ["x"]},
		"before": {"config": {"completed_at": "2026-11-10T08:59:59Z"}, "want": []},
		"to come": {"config": {"completed_at": "2026-11-21T00:00:00Z"}, "want": []},
		"date not said": {"config": {}, "want": []},
		"another type": {"config": {"completed_at": "2026-11-15T00:00:00Z", "type": "red_team"}, "want": []},
	}
	got := [e.id | some e in drills.recent(system, "kill_switch", 10)] with input as seen([exercise("x", tc.config)])
	got == tc.want
}

test_damaged[name] if {
	some name, tc in {
		"whole": {"config": {}, "missing": [], "want": []},
		"of the system": {"config": {}, "missing": ["x"], "want": ["e"]},
		"nobody says of which": {"config": {"system_ids": null}, "missing": ["x"], "want": ["e"]},
		"of another system": {"config": {"system_ids": ["b"]}, "missing": ["x"], "want": []},
		"of another type": {"config": {"type": "red_team"}, "missing": ["x"], "want": []},
		"nobody says of which type": {"config": {"type": null}, "missing": ["x"], "want": ["e"]},
	}
	config := {k: v | some k, v in object.union({"type": "kill_switch", "system_ids": ["a"]}, tc.config); v != null}
	e := object.union(fixture.record("record_exercise", "e", config), {"missing": tc.missing})
	got := [d.id | some d in drills.damaged(system, "kill_switch")] with input.records.record_exercise as [e]
	got == tc.want
}

drill(id, patch) := fixture.record("record_exercise", id, {k: v |
	some k, v in object.union({"type": "kill_switch", "result": "passed", "completed_at": "2026-09-14T00:00:00Z"}, patch)
	v != null
})

test_standing[name] if {
	some name, tc in {
		"passed": {"patch": {}, "stands": true},
		"failed": {"patch": {"result": "failed"}, "stands": false},
		"result not said": {"patch": {"result": null}, "stands": false},
		"of another type": {"patch": {"type": "red_team"}, "stands": false},
		"type not said": {"patch": {"type": null}, "stands": false},
		"90 days ago": {"patch": {"completed_at": "2026-08-22T09:00:00Z"}, "stands": true},
		"before": {"patch": {"completed_at": "2026-08-22T08:59:59Z"}, "stands": false},
		"planned": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "stands": false},
		"not said when": {"patch": {"completed_at": null}, "stands": false},
	}
	e := drill("e-1", tc.patch)
	got := drills.standing([e], "kill_switch", 90) with input as {"as_of": fixture.as_of}
	got == [x | tc.stands; x := e]
}

test_overtaken[name] if {
	some name, tc in {
		"planned": {"patch": {"result": null, "completed_at": "2026-12-01T00:00:00Z"}, "stands": true},
		"failed since": {"patch": {"result": "failed", "completed_at": "2026-10-01T00:00:00Z"}, "stands": false},
		"failed on the day": {"patch": {"result": "failed"}, "stands": false},
		"failed before": {"patch": {"result": "failed", "completed_at": "2026-09-13T00:00:00Z"}, "stands": true},
		"failed, not said when": {"patch": {"result": "failed", "completed_at": null}, "stands": false},
		"failed in another type": {"patch": {"result": "failed", "type": "red_team", "completed_at": "2026-10-01T00:00:00Z"}, "stands": true},
		"failed, type not said": {"patch": {"result": "failed", "type": null, "completed_at": "2026-10-01T00:00:00Z"}, "stands": false},
		"result not said since": {"patch": {"result": null, "completed_at": "2026-10-01T00:00:00Z"}, "stands": false},
	}
	e := drill("e-1", {})
	got := drills.standing([e, drill("e-2", tc.patch)], "kill_switch", 90) with input as {"as_of": fixture.as_of}
	got == [x | tc.stands; x := e]
}
