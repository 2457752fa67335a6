package aismm.mon.ai_logs_in_central_siem.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.ai_logs_in_central_siem.records as policy

good := {"status": "production", "expected_log_sources": ["audit", "invocation"]}

system(config) := fixture.record("record_ai_system", "ais-1", config)

log(type, at) := fixture.record("record_log_source", type, {"system_id": "ais-1", "type": type, "last_event_at": at})

seen(s, logs) := {
	"as_of": fixture.as_of,
	"records": {"record_ai_system": [s], "record_log_source": logs},
}

subject(type, s) := evidence.named("expected_log_source", concat("/", ["ais-1", type]), s)

test_subjects[name] if {
	all := {"audit", "invocation", "guardrail", "agent_trace"}
	some name, tc in {
		"what the register expects": {"config": good, "want": {"audit", "invocation"}},
		"status not said": {"config": object.remove(good, ["status"]), "want": {"audit", "invocation"}},
		"nothing said": {"config": object.remove(good, ["expected_log_sources"]), "want": all},
		"nothing expected": {"config": object.union(good, {"expected_log_sources": []}), "want": all},
		"in test": {"config": object.union(good, {"status": "test"}), "want": set()},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {subject(type, s) | some type in tc.want}
}

test_arrives[name] if {
	recent := "2026-11-20T08:00:00Z"
	some name, tc in {
		"both": {"logs": [log("audit", recent), log("invocation", recent)], "met": {"audit", "invocation"}},
		"one is silent": {"logs": [log("audit", recent), log("invocation", "2026-11-19T08:59:59Z")], "met": {"audit"}},
		"one is missing": {"logs": [log("audit", recent)], "met": {"audit"}},
		"of another system": {"logs": [fixture.record("record_log_source", "x", {"system_id": "ais-2", "type": "audit", "last_event_at": recent})], "met": set()},
		"type not said": {"logs": [fixture.record("record_log_source", "x", {"system_id": "ais-1", "last_event_at": recent})], "met": set()},
		"still to come": {"logs": [log("audit", "2026-11-21T08:00:00Z")], "met": set()},
		"never": {"logs": [log("audit", null)], "met": set()},
	}
	s := system(good)
	got := policy.met with input as seen(s, tc.logs)
	mine := {row | some row in got.arrives; startswith(row.of, "expected_log_source:ais-1/")}
	mine == {evidence.shown(subject(l.config.type, s), l, ["config", "last_event_at"]) | some l in tc.logs; l.config.type in tc.met}
}
