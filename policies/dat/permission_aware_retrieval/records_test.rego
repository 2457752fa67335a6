package aismm.dat.permission_aware_retrieval.records_test

import data.aismm.dat.permission_aware_retrieval.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "production", "mixed_entitlements": true}

system(config) := fixture.record("record_ai_system", "s", config)

good := {"type": "entitlement_test", "system_ids": ["s"], "completed_at": "2026-10-01T00:00:00Z", "result": "passed"}

exercise(id, config) := fixture.record("record_exercise", id, config)

seen(s, list) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s], "record_exercise": list},
	"lookup": {"record_exercise": {"system_ids": {"s": [e | some e in list; "s" in e.config.system_ids]}}},
}

test_subjects[name] if {
	some name, tc in {
		"rights differ": {"config": live, "judged": true},
		"not said": {"config": object.remove(live, ["mixed_entitlements"]), "judged": true},
		"all may read alike": {"config": object.union(live, {"mixed_entitlements": false}), "judged": false},
		"planned": {"config": object.union(live, {"status": "planned"}), "judged": false},
	}
	s := system(tc.config)
	got := {"subjects": policy.subjects, "unclear": policy.unclear} with input as seen(s, [exercise("e", good)])
	got == {
		"subjects": {x | tc.judged; x := evidence.subject(s)},
		"unclear": {"tested": {row | name == "not said"; row := evidence.at(s, ["config", "mixed_entitlements"])}},
	}
}

test_tested[name] if {
	some name, tc in {
		"passed": {"exercises": [good], "met": true},
		"failed": {"exercises": [object.union(good, {"result": "failed"})], "met": false},
		"result not said": {"exercises": [object.remove(good, ["result"])], "met": false},
		"too long ago": {"exercises": [object.union(good, {"completed_at": "2026-05-01T00:00:00Z"})], "met": false},
		"to come": {"exercises": [object.union(good, {"completed_at": "2026-12-01T00:00:00Z"})], "met": false},
		"date not said": {"exercises": [object.remove(good, ["completed_at"])], "met": false},
		"something else": {"exercises": [object.union(good, {"type": "red_team"})], "met": false},
		"type not said": {"exercises": [object.remove(good, ["type"])], "met": false},
		"of another system": {"exercises": [object.union(good, {"system_ids": ["t"]})], "met": false},
		"none": {"exercises": [], "met": false},
		"passed after it failed": {"exercises": [object.union(good, {"result": "failed", "completed_at": "2026-09-01T00:00:00Z"}), good], "met": true},
		"failed since": {"exercises": [good, object.union(good, {"result": "failed", "completed_at": "2026-10-02T00:00:00Z"})], "met": false},
		"failed, and nobody says when": {"exercises": [good, object.remove(object.union(good, {"result": "failed"}), ["completed_at"])], "met": false},
	}
	s := system(live)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(s, [exercise(sprintf("e%d", [i]), e) | some i, e in tc.exercises])
	got == {"met": {"tested": {row | tc.met; row := evidence.at(s, ["config", "mixed_entitlements"])}}, "unclear": {"tested": set()}}
}

test_not_said_is_not_met if {
	got := policy.met with input as seen(system({"status": "production"}), [exercise("e", good)])
	got == {"tested": set()}
}

test_a_test_that_could_not_be_read[name] if {
	some name, tc in {
		"of the system": {"config": object.remove(good, ["completed_at"]), "unclear": true},
		"of nobody says which": {"config": object.remove(good, ["system_ids"]), "unclear": true},
		"of another system": {"config": object.union(good, {"system_ids": ["t"]}), "unclear": false},
		"of another type": {"config": object.union(good, {"type": "red_team"}), "unclear": false},
		"of no type": {"config": object.remove(good, ["type"]), "unclear": true},
	}
	s := system(live)
	d := object.union(exercise("d", tc.config), {"missing": ["records:exercise/row"]})
	got := policy.unclear with input as seen(s, [exercise("e", good), d])
	got == {"tested": {row | tc.unclear; row := evidence.shown(s, d, ["id"])}}
}
