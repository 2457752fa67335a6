package aismm.inf.failover_proven_and_automatic.records_test

import data.aismm.inf.failover_proven_and_automatic.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "production", "rto_minutes": 60, "deployment_type": "paas"}

system(config) := fixture.record("record_ai_system", "s", config)

good := {"type": "fault_injection", "system_ids": ["s"], "result": "passed", "completed_at": "2026-10-01T00:00:00Z", "manual_steps": 0, "recovery_minutes": 60}

fault(id, config) := fixture.record("record_exercise", id, config)

seen(s, faults) := {"as_of": fixture.as_of, "records": {"record_ai_system": [s], "record_exercise": faults}, "lookup": {"record_exercise": {"system_ids": {"s": faults}}}}

test_subjects[name] if {
	some name, tc in {
		"important": {"config": live, "judged": true},
		"objective not said": {"config": object.remove(live, ["rto_minutes"]), "judged": true},
		"less important": {"config": object.union(live, {"rto_minutes": 481}), "judged": false},
		"software as a service": {"config": object.union(live, {"deployment_type": "saas"}), "judged": false},
		"type not said": {"config": object.remove(live, ["deployment_type"]), "judged": true},
		"in test": {"config": object.union(live, {"status": "test"}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {x | tc.judged; x := evidence.subject(s)}
}

paths := {"exercised": ["id"], "no_hands": ["id"], "in_time": ["config", "rto_minutes"]}

test_newest_fault[name] if {
	all := object.keys(paths)
	some name, tc in {
		"proven": {"fault": good, "met": all},
		"result not said": {"fault": object.remove(good, ["result"]), "met": set()},
		"failed": {"fault": object.union(good, {"result": "failed"}), "met": set()},
		"by hand": {"fault": object.union(good, {"manual_steps": 1}), "met": {"exercised", "in_time"}},
		"hands not said": {"fault": object.remove(good, ["manual_steps"]), "met": {"exercised", "in_time"}},
		"too slow": {"fault": object.union(good, {"recovery_minutes": 61}), "met": {"exercised", "no_hands"}},
		"time not said": {"fault": object.remove(good, ["recovery_minutes"]), "met": {"exercised", "no_hands"}},
		"too long ago": {"fault": object.union(good, {"completed_at": "2026-05-01T00:00:00Z"}), "met": set()},
		"to come": {"fault": object.union(good, {"completed_at": "2026-12-01T00:00:00Z"}), "met": set()},
		"date not said": {"fault": object.remove(good, ["completed_at"]), "met": set()},
		"something else": {"fault": object.union(good, {"type": "kill_switch"}), "met": set()},
		"type not said": {"fault": object.remove(good, ["type"]), "met": set()},
	}
	s := system(live)
	f := fault("f", tc.fault)
	got := policy.met with input as seen(s, [f])
	got == {c: {row | c in tc.met; row := evidence.at(s, p)} | some c, p in paths}
}

test_several_faults[name] if {
	all := object.keys(paths)
	slow := object.union(good, {"manual_steps": 2, "recovery_minutes": 90})
	some name, tc in {
		"failed, then repeated": {"first": slow, "then": object.union(good, {"completed_at": "2026-10-02T00:00:00Z"}), "met": all},
		"failed since": {"first": good, "then": object.union(slow, {"completed_at": "2026-10-02T00:00:00Z"}), "met": {"exercised"}},
		"failed on the same day": {"first": good, "then": slow, "met": {"exercised"}},
		"failed, and nobody says when": {"first": good, "then": object.remove(slow, ["completed_at"]), "met": set()},
	}
	s := system(live)
	got := policy.met with input as seen(s, [fault("f", tc.first), fault("g", tc.then)])
	got == {c: {row | c in tc.met; row := evidence.at(s, p)} | some c, p in paths}
}

test_objective_not_said if {
	s := system(object.remove(live, ["rto_minutes"]))
	f := fault("f", good)
	got := policy.met with input as seen(s, [f])
	got == {"exercised": {evidence.at(s, ["id"])}, "no_hands": {evidence.at(s, ["id"])}, "in_time": set()}
}

test_one_that_could_not_be_read[name] if {
	some name, tc in {
		"whole": {"config": good, "missing": [], "unclear": false},
		"of the system": {"config": object.remove(good, ["completed_at"]), "missing": ["records:exercise/row"], "unclear": true},
		"of another system": {"config": object.union(object.remove(good, ["completed_at"]), {"system_ids": ["t"]}), "missing": ["records:exercise/row"], "unclear": false},
		"of another type": {"config": object.union(object.remove(good, ["completed_at"]), {"type": "kill_switch"}), "missing": ["records:exercise/row"], "unclear": false},
	}
	s := system(live)
	e := object.union(fault("d", tc.config), {"missing": tc.missing})
	got := policy.unclear with input as seen(s, [fault("f", good), e])
	got == {c: {row | tc.unclear; row := evidence.shown(s, e, ["id"])} | some c, _ in paths}
}
