package aismm.mon.detections_mapped_to_techniques.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.detections_mapped_to_techniques.records as policy

programme := fixture.boundary("records:programme")

own := fixture.record("record_threat_profile", "T2", {"priority": true})

rule(patch) := fixture.record("record_detection_rule", "det-1", object.union({"techniques": ["T1"], "status": "enabled"}, patch))

seen(r) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"priority_techniques": ["T1"]},
	"records": {"record_threat_profile": [own], "record_detection_rule": [r]},
}

first := evidence.named("technique", "T1", programme)

test_subjects if {
	got := policy.subjects with input as seen(rule({}))
	got == {first, evidence.named("technique", "T2", own)}
}

test_subjects_are_those_that_matter[name] if {
	some name, tc in {
		"set aside with a reason": {"config": {"priority": false, "reason": "no agents"}, "judged": false},
		"set aside without a reason": {"config": {"priority": false}, "judged": true},
		"priority not said": {"config": {"reason": "no agents"}, "judged": true},
	}
	t := fixture.record("record_threat_profile", "T3", tc.config)
	got := policy.subjects with input as object.union(seen(rule({})), {"records": {"record_threat_profile": [own, t]}})
	got == {first, evidence.named("technique", "T2", own)} | {x | tc.judged; x := evidence.named("technique", "T3", t)}
}

test_detected[name] if {
	some name, tc in {
		"fired": {"patch": {"last_fired_at": "2026-10-01T00:00:00Z"}, "by": {"last_fired_at"}},
		"tested": {"patch": {"last_tested_at": "2026-10-01T00:00:00Z"}, "by": {"last_tested_at"}},
		"both": {"patch": {"last_fired_at": "2026-10-01T00:00:00Z", "last_tested_at": "2026-10-01T00:00:00Z"}, "by": {"last_fired_at", "last_tested_at"}},
		"tested since it fired": {"patch": {"last_fired_at": "2025-10-01T00:00:00Z", "last_tested_at": "2026-10-01T00:00:00Z"}, "by": {"last_tested_at"}},
		"neither": {"patch": {}, "by": set()},
		"both too long ago": {"patch": {"last_fired_at": "2026-05-01T00:00:00Z", "last_tested_at": "2026-05-01T00:00:00Z"}, "by": set()},
		"both still to come": {"patch": {"last_fired_at": "2027-05-01T00:00:00Z", "last_tested_at": "2027-05-01T00:00:00Z"}, "by": set()},
		"preview": {"patch": {"status": "preview", "last_fired_at": "2026-10-01T00:00:00Z", "last_tested_at": "2026-10-01T00:00:00Z"}, "by": set()},
		"another technique": {"patch": {"techniques": [], "last_fired_at": "2026-10-01T00:00:00Z"}, "by": set()},
		"techniques not said": {"patch": {"techniques": null, "last_fired_at": "2026-10-01T00:00:00Z"}, "by": set()},
		"status not said": {"patch": {"status": null, "last_fired_at": "2026-10-01T00:00:00Z", "last_tested_at": "2026-10-01T00:00:00Z"}, "by": set()},
	}
	r := rule(tc.patch)
	got := policy.met with input as seen(r)
	got == {"detected": {evidence.shown(first, r, ["config", f]) | some f in tc.by}}
}
