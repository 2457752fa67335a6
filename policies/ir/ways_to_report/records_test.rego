package aismm.ir.ways_to_report.records_test

import data.aismm.ir.ways_to_report.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

# A Thursday and the Tuesday after it.
good := {"topic": "ai", "source": "report", "received_at": "2026-10-01T09:00:00Z", "acknowledged_at": "2026-10-06T23:59:59Z"}

incident(config) := fixture.record("record_incident", "inc-1", config)

seen(i) := {"as_of": fixture.as_of, "boundary": programme, "records": {"record_incident": [i]}}

test_subjects[name] if {
	some name, tc in {
		"a report": {"config": good, "judged": true},
		"a test": {"config": object.union(good, {"source": "test"}), "judged": true},
		"source not said": {"config": object.remove(good, ["source"]), "judged": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "judged": true},
		"not said when": {"config": object.remove(good, ["received_at"]), "judged": true},
		"detected": {"config": object.union(good, {"source": "detection"}), "judged": false},
		"told by a provider": {"config": object.union(good, {"source": "provider"}), "judged": false},
		"of something else": {"config": object.union(good, {"topic": "office"}), "judged": false},
		"90 days old": {"config": object.union(good, {"received_at": "2026-08-22T09:00:00Z"}), "judged": true},
		"too old": {"config": object.union(good, {"received_at": "2026-08-22T08:59:59Z"}), "judged": false},
		"three working days ago": {"config": object.union(good, {"received_at": "2026-11-16T23:59:59Z"}), "judged": true},
		"too young": {"config": object.union(good, {"received_at": "2026-11-17T00:00:00Z"}), "judged": false},
	}
	i := incident(tc.config)
	got := policy.subjects with input as seen(i)
	got == {evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(i)}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"config": good, "used": true, "acknowledged": true},
		"a test": {"config": object.union(good, {"source": "test"}), "used": true, "acknowledged": true},
		"at once": {"config": object.union(good, {"acknowledged_at": "2026-10-01T09:00:00Z"}), "used": true, "acknowledged": true},
		"a working day late": {"config": object.union(good, {"acknowledged_at": "2026-10-07T00:00:00Z"}), "used": true, "acknowledged": false},
		"on the day, at no certain time": {"config": object.union(good, {"acknowledged_at": "2026-10-01T00:00:00Z"}), "used": true, "acknowledged": true},
		"before it arrived": {"config": object.union(good, {"acknowledged_at": "2026-09-30T23:59:59Z"}), "used": true, "acknowledged": false},
		"never": {"config": object.remove(good, ["acknowledged_at"]), "used": true, "acknowledged": false},
		"not said when": {"config": object.remove(good, ["received_at"]), "used": false, "acknowledged": false},
		"source not said": {"config": object.remove(good, ["source"]), "used": false, "acknowledged": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "used": false, "acknowledged": true},
		"detected": {"config": object.union(good, {"source": "detection"}), "used": false, "acknowledged": false},
		"of something else": {"config": object.union(good, {"topic": "office"}), "used": false, "acknowledged": false},
		"too old": {"config": object.union(good, {"received_at": "2026-08-22T08:59:59Z"}), "used": false, "acknowledged": false},
		"today": {"config": object.union(good, {"received_at": "2026-11-20T08:00:00Z", "acknowledged_at": "2026-11-20T08:30:00Z"}), "used": true, "acknowledged": false},
	}
	i := incident(tc.config)
	got := policy.met with input as seen(i)
	got == {
		"used": {evidence.shown(programme, i, ["config", "received_at"]) | tc.used},
		"acknowledged": {evidence.at(i, ["config", "acknowledged_at"]) | tc.acknowledged},
	}
}
