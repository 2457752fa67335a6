package aismm.ir.kill_switch_proven.records_test

import data.aismm.ir.kill_switch_proven.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "risk_tier": "high", "legally_high_risk": false, "agent": false}

system(config) := fixture.record("record_ai_system", "ais-1", config)

run(id, patch) := fixture.record("record_exercise", id, said(object.union(
	{"type": "kill_switch", "result": "passed", "completed_at": "2026-09-14T00:00:00Z", "system_ids": ["ais-1"], "stop_minutes": 6, "scope": ["tools", "credentials", "schedules"]},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, runs) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]},
	"records": {"record_ai_system": [s], "record_exercise": runs},
	"lookup": {"record_exercise": {"system_ids": {"ais-1": [e | some e in runs; "ais-1" in e.config.system_ids]}}},
}

test_subjects[name] if {
	limited := object.union(good, {"risk_tier": "limited"})
	some name, tc in {
		"high": {"config": good, "judged": true},
		"a lower agent": {"config": object.union(limited, {"agent": true}), "judged": true},
		"lower, not said whether an agent": {"config": object.remove(limited, ["agent"]), "judged": true},
		"lower": {"config": limited, "judged": false},
		"lower, legally high": {"config": object.union(limited, {"legally_high_risk": true}), "judged": true},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "judged": true},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"tested", "fast", "whole"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"180 days ago": {"patch": {"completed_at": "2026-05-24T09:00:00Z"}, "met": all},
		"before": {"patch": {"completed_at": "2026-05-24T08:59:59Z"}, "met": set()},
		"failed": {"patch": {"result": "failed"}, "met": set()},
		"another exercise": {"patch": {"type": "red_team"}, "met": set()},
		"of another system": {"patch": {"system_ids": ["ais-2"]}, "met": set()},
		"15 minutes": {"patch": {"stop_minutes": 15}, "met": all},
		"longer": {"patch": {"stop_minutes": 15.5}, "met": {"tested"}},
		"less than no time": {"patch": {"stop_minutes": -1}, "met": {"tested"}},
		"not said how long": {"patch": {"stop_minutes": null}, "met": {"tested"}},
		"schedules go on": {"patch": {"scope": ["credentials", "tools"]}, "met": {"tested", "fast"}},
		"scope not said": {"patch": {"scope": null}, "met": {"tested", "fast"}},
	}
	s := system(good)
	got := policy.met with input as seen(s, [run("exr-1", tc.patch)])
	got == {c: {row | c in tc.met; row := evidence.at(s, ["id"])} | some c in all}
}

test_two_runs[name] if {
	some name, tc in {
		"failed since": {"first": {}, "second": {"completed_at": "2026-10-01T00:00:00Z", "result": "failed"}, "met": set()},
		"one is fast, an earlier one whole": {"first": {"scope": ["tools"]}, "second": {"stop_minutes": 30, "completed_at": "2026-09-13T00:00:00Z"}, "met": {"tested", "fast"}},
		"too slow on the day": {"first": {}, "second": {"stop_minutes": 30}, "met": {"tested"}},
		"too slow since": {"first": {}, "second": {"stop_minutes": 30, "completed_at": "2026-10-01T00:00:00Z"}, "met": {"tested"}},
		"too slow, not said when": {"first": {}, "second": {"stop_minutes": 30, "completed_at": null}, "met": {"tested"}},
		"too slow, not said in what": {"first": {}, "second": {"stop_minutes": 30, "type": null}, "met": {"tested"}},
		"planned again": {"first": {}, "second": {"result": null, "completed_at": "2026-12-01T00:00:00Z"}, "met": {"tested", "fast", "whole"}},
	}
	s := system(good)
	got := policy.met with input as seen(s, [run("exr-1", tc.first), run("exr-2", tc.second)])
	got == {c: {row | c in tc.met; row := evidence.at(s, ["id"])} | some c in ["tested", "fast", "whole"]}
}
