package aismm.ir.incidents_recorded_consistently.records_test

import data.aismm.ir.incidents_recorded_consistently.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {
	"topic": "ai", "status": "closed", "type": "data_leak", "severity": "medium", "system_ids": ["ais-1"], "detected_at": "2026-10-01T08:00:00Z",
	"contained_at": "2026-10-01T12:00:00Z", "closed_at": "2026-10-12T00:00:00Z", "root_cause": "a filter was too weak",
}

incident(config) := fixture.record("record_incident", "inc-1", config)

tabletop := {"type": "incident_tabletop", "completed_at": "2026-06-01T00:00:00Z", "incident_type": "data_leak"}

exercise(config) := fixture.record("record_exercise", "exr-1", config)

seen(incidents, exercises) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"ai_incident_types": ["data_leak", "agent_misuse"]},
	"records": {"record_incident": incidents, "record_exercise": exercises},
}

test_subjects[name] if {
	some name, tc in {
		"closed": {"config": good, "judged": true},
		"state not said": {"config": object.remove(good, ["status"]), "judged": true},
		"not said when closed": {"config": object.remove(good, ["closed_at"]), "judged": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "judged": true},
		"open": {"config": object.union(good, {"status": "open"}), "judged": false},
		"of something else": {"config": object.union(good, {"topic": "office"}), "judged": false},
		"closed 365 days ago": {"config": object.union(good, {"closed_at": "2025-11-20T09:00:00Z"}), "judged": true},
		"closed before": {"config": object.union(good, {"closed_at": "2025-11-20T08:59:59Z"}), "judged": false},
	}
	i := incident(tc.config)
	got := policy.subjects with input as seen([i], [])
	got == {evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(i)}
}

fields := {"type": "type", "severity": "severity", "systems": "system_ids", "timeline": "contained_at", "root_cause": "root_cause"}

test_conditions[name] if {
	all := {c | some c, _ in fields}
	some name, tc in {
		"good": {"config": good, "met": all},
		"type not said": {"config": object.remove(good, ["type"]), "met": all - {"type"}},
		"a type of its own": {"config": object.union(good, {"type": "weird"}), "met": all - {"type"}},
		"severity not said": {"config": object.remove(good, ["severity"]), "met": all - {"severity"}},
		"no systems": {"config": object.union(good, {"system_ids": []}), "met": all - {"systems"}},
		"systems not said": {"config": object.remove(good, ["system_ids"]), "met": all - {"systems"}},
		"detection not said": {"config": object.remove(good, ["detected_at"]), "met": all - {"timeline"}},
		"containment not said": {"config": object.remove(good, ["contained_at"]), "met": all - {"timeline"}},
		"closing not said": {"config": object.remove(good, ["closed_at"]), "met": all - {"timeline"}},
		"contained before it was detected": {"config": object.union(good, {"contained_at": "2026-10-01T07:59:59Z"}), "met": all - {"timeline"}},
		"contained after it was closed": {"config": object.union(good, {"contained_at": "2026-10-12T00:00:01Z"}), "met": all - {"timeline"}},
		"to be closed": {"config": object.union(good, {"closed_at": "2026-12-01T00:00:00Z"}), "met": all - {"timeline"}},
		"no cause": {"config": object.remove(good, ["root_cause"]), "met": all - {"root_cause"}},
		"empty cause": {"config": object.union(good, {"root_cause": ""}), "met": all - {"root_cause"}},
	}
	i := incident(tc.config)
	got := object.remove(policy.met, ["scheme_used"]) with input as seen([i], [])
	got == {c: {row | c in tc.met; row := evidence.at(i, ["config", f])} | some c, f in fields}
}

test_a_near_miss_may_leave_the_timeline_out if {
	i := incident(object.union(object.remove(good, ["detected_at"]), {"severity": "low"}))
	got := policy.met.timeline with input as seen([i], [])
	got == {evidence.at(i, ["config", "severity"])}
}

test_scheme_used_by_an_incident[name] if {
	some name, tc in {
		"good": {"config": good, "used": true},
		"not said when closed": {"config": object.remove(good, ["closed_at"]), "used": false},
		"closed in the future": {"config": object.union(good, {"closed_at": "2026-12-01T00:00:00Z"}), "used": false},
		"topic not said": {"config": object.remove(good, ["topic"]), "used": false},
		"a type of its own": {"config": object.union(good, {"type": "weird"}), "used": false},
	}
	i := incident(tc.config)
	got := policy.met.scheme_used with input as seen([i], [])
	got == {row | tc.used; row := evidence.shown(programme, i, ["config", "type"])}
}

test_scheme_used_by_an_exercise[name] if {
	some name, tc in {
		"tabletop": {"config": tabletop, "used": true},
		"live": {"config": object.union(tabletop, {"type": "incident_live"}), "used": true},
		"another exercise": {"config": object.union(tabletop, {"type": "red_team"}), "used": false},
		"kind not said": {"config": object.remove(tabletop, ["type"]), "used": false},
		"a type of its own": {"config": object.union(tabletop, {"incident_type": "weird"}), "used": false},
		"type not said": {"config": object.remove(tabletop, ["incident_type"]), "used": false},
		"365 days ago": {"config": object.union(tabletop, {"completed_at": "2025-11-20T09:00:00Z"}), "used": true},
		"before": {"config": object.union(tabletop, {"completed_at": "2025-11-20T08:59:59Z"}), "used": false},
		"not said when": {"config": object.remove(tabletop, ["completed_at"]), "used": false},
	}
	e := exercise(tc.config)
	got := policy.met.scheme_used with input as seen([], [e])
	got == {row | tc.used; row := evidence.shown(programme, e, ["config", "incident_type"])}
}
