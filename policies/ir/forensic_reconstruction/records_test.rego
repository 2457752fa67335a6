package aismm.ir.forensic_reconstruction.records_test

import data.aismm.ir.forensic_reconstruction.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "provider": "aws"}

system(id, config) := fixture.record("record_ai_system", id, config)

one := system("ais-1", good)

drill(id, patch) := fixture.record("record_exercise", id, said(object.union(
	{"type": "forensic_drill", "result": "passed", "completed_at": "2026-09-14T00:00:00Z", "platform": "aws", "elapsed_hours": 3, "fields_recovered": ["prompt", "context", "model_version", "tool_calls", "identity"]},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(systems, drills) := {
	"as_of": fixture.as_of,
	"records": {"record_ai_system": systems, "record_exercise": drills},
	"lookup": {"record_exercise": {"platform": {name: [d | some d in drills; d.config.platform == name] | some name in ["aws", "openai", "ais-1"]}}},
}

platform(name, s) := evidence.named("platform", name, s)

test_subjects[name] if {
	some name, tc in {
		"of its provider": {"config": good, "judged": ["aws"]},
		"provider not said": {"config": object.remove(good, ["provider"]), "judged": ["ais-1"]},
		"provider empty": {"config": object.union(good, {"provider": ""}), "judged": ["ais-1"]},
		"status not said": {"config": object.remove(good, ["status"]), "judged": ["aws"]},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": []},
	}
	s := system("ais-1", tc.config)
	got := policy.subjects with input as seen([s], [])
	got == {platform(p, s) | some p in tc.judged}
}

test_conditions[name] if {
	all := {"drilled", "in_time", "whole"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"183 days ago": {"patch": {"completed_at": "2026-05-21T09:00:00Z"}, "met": all},
		"before": {"patch": {"completed_at": "2026-05-21T08:59:59Z"}, "met": set()},
		"failed": {"patch": {"result": "failed"}, "met": set()},
		"another exercise": {"patch": {"type": "red_team"}, "met": set()},
		"of another platform": {"patch": {"platform": "openai"}, "met": set()},
		"of no platform": {"patch": {"platform": null}, "met": set()},
		"4 hours": {"patch": {"elapsed_hours": 4}, "met": all},
		"longer": {"patch": {"elapsed_hours": 4.5}, "met": {"drilled"}},
		"less than no time": {"patch": {"elapsed_hours": -1}, "met": {"drilled"}},
		"not said how long": {"patch": {"elapsed_hours": null}, "met": {"drilled"}},
		"without the tool calls": {"patch": {"fields_recovered": ["prompt", "context", "model_version", "identity"]}, "met": {"drilled", "in_time"}},
		"not said what": {"patch": {"fields_recovered": null}, "met": {"drilled", "in_time"}},
	}
	got := policy.met with input as seen([one], [drill("exr-1", tc.patch)])
	got == {c: {row | c in tc.met; row := evidence.shown(platform("aws", one), one, ["config", "provider"])} | some c in all}
}

test_two_drills[name] if {
	some name, tc in {
		"failed since": {"first": {}, "second": {"completed_at": "2026-10-01T00:00:00Z", "result": "failed"}, "met": set()},
		"one is in time, an earlier one whole": {"first": {"fields_recovered": ["prompt"]}, "second": {"elapsed_hours": 9, "completed_at": "2026-09-13T00:00:00Z"}, "met": {"drilled", "in_time"}},
		"too slow on the day": {"first": {}, "second": {"elapsed_hours": 9}, "met": {"drilled"}},
		"too slow since": {"first": {}, "second": {"elapsed_hours": 9, "completed_at": "2026-10-01T00:00:00Z"}, "met": {"drilled"}},
		"too slow, not said when": {"first": {}, "second": {"elapsed_hours": 9, "completed_at": null}, "met": {"drilled"}},
		"too slow, not said in what": {"first": {}, "second": {"elapsed_hours": 9, "type": null}, "met": {"drilled"}},
		"planned again": {"first": {}, "second": {"result": null, "completed_at": "2026-12-01T00:00:00Z"}, "met": {"drilled", "in_time", "whole"}},
	}
	got := policy.met with input as seen([one], [drill("exr-1", tc.first), drill("exr-2", tc.second)])
	got == {c: {row | c in tc.met; row := evidence.shown(platform("aws", one), one, ["config", "provider"])} | some c in ["drilled", "in_time", "whole"]}
}

# A platform is proven for all systems on it, and for no other.
test_platforms if {
	two := system("ais-2", good)
	other := system("ais-3", {"status": "production", "provider": "openai"})
	got := policy.met.whole with input as seen([one, two, other], [drill("exr-1", {})])
	got == {evidence.shown(platform("aws", s), s, ["config", "provider"]) | some s in [one, two]}
}
