package aismm.rsk.exit_tested.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.exit_tested.records as policy

provider(config) := fixture.record("record_provider", "prv-1", config)

critical := provider({"status": "approved", "criticality": "critical", "exit_plan_ref": "exit-1"})

exercise(patch, without) := fixture.record("record_exercise", "exr-1", object.union(
	object.remove({"type": "exit_test", "result": "passed", "provider_id": "prv-1", "completed_at": "2026-01-10T00:00:00Z"}, without),
	patch,
))

seen(p, exercises) := {
	"as_of": fixture.as_of, "records": {"record_provider": [p]},
	"lookup": {"record_exercise": {"provider_id": {"prv-1": [e | some e in exercises; e.config.provider_id == "prv-1"]}}},
}

test_subjects[name] if {
	some name, tc in {
		"critical": {"config": {"status": "approved", "criticality": "critical"}, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"standard": {"config": {"status": "approved", "criticality": "standard"}, "judged": false},
		"the organization itself": {"config": {"status": "approved", "criticality": "critical", "own": true}, "judged": false},
		"a candidate": {"config": {"status": "candidate", "criticality": "critical"}, "judged": false},
	}
	p := provider(tc.config)
	got := policy.subjects with input as seen(p, [])
	got == {evidence.subject(p) | tc.judged}
}

test_tested[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": true},
		"two years ago": {"patch": {"completed_at": "2024-11-20T09:00:00Z"}, "without": [], "met": true},
		"longer ago": {"patch": {"completed_at": "2024-11-20T08:59:59Z"}, "without": [], "met": false},
		"to come": {"patch": {"completed_at": "2026-12-20T00:00:00Z"}, "without": [], "met": false},
		"day not said": {"patch": {}, "without": ["completed_at"], "met": false},
		"failed": {"patch": {"result": "failed"}, "without": [], "met": false},
		"result not said": {"patch": {}, "without": ["result"], "met": false},
		"another exercise": {"patch": {"type": "red_team"}, "without": [], "met": false},
		"type not said": {"patch": {}, "without": ["type"], "met": false},
		"another provider": {"patch": {"provider_id": "prv-2"}, "without": [], "met": false},
	}
	e := exercise(tc.patch, tc.without)
	got := policy.met with input as seen(critical, [e])
	got == {"planned": {evidence.at(critical, ["config", "exit_plan_ref"])}, "tested": {row | tc.met; row := evidence.at(critical, ["id"])}}
}

test_another_test[name] if {
	some name, tc in {
		"failed since": {"patch": {"result": "failed", "completed_at": "2026-03-01T00:00:00Z"}, "met": false},
		"failed before": {"patch": {"result": "failed", "completed_at": "2025-03-01T00:00:00Z"}, "met": true},
		"planned": {"patch": {"result": "", "completed_at": "2027-03-01T00:00:00Z"}, "met": true},
	}
	got := policy.met.tested with input as seen(critical, [exercise({}, []), object.union(exercise(tc.patch, []), {"id": "exr-2", "ref": "record_exercise exr-2"})])
	got == {row | tc.met; row := evidence.at(critical, ["id"])}
}

test_no_plan[name] if {
	some name, config in {"empty": {"exit_plan_ref": ""}, "not said": {}}
	p := provider(config)
	got := policy.met with input as seen(p, [])
	got == {"planned": set(), "tested": set()}
}
