package aismm.rsk.threat_models_maintained.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.threat_models_maintained.records as policy

system(config) := fixture.record("record_ai_system", "ais-1", config)

live := system({"status": "production", "risk_tier": "high", "legally_high_risk": false, "last_material_change_at": "2026-06-01T00:00:00Z"})

assessment(id, patch, without) := fixture.record("record_risk_assessment", id, object.union(
	object.remove(
		{"type": "threat_model", "status": "completed", "system_id": "ais-1", "completed_at": "2026-08-01T00:00:00Z", "techniques": ["AML.T0051"]},
		without,
	),
	patch,
))

seen(s, assessments) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["minimal", "limited", "high"]},
	"records": {"record_ai_system": [s]},
	"lookup": {"record_risk_assessment": {"system_id": {"ais-1": [a | some a in assessments; a.config.system_id == "ais-1"]}}},
}

rows := {"recent": "completed_at", "follows_changes": "completed_at", "techniques": "techniques"}

shown(s, a, conditions) := {c: {row | c in conditions; row := evidence.shown(s, a, ["config", f])} | some c, f in rows}

all := object.keys(rows)

met(s, assessments) := got if got := policy.met with input as seen(s, assessments)

test_subjects[name] if {
	some name, tc in {
		"high": {"config": {"risk_tier": "high", "legally_high_risk": false}, "judged": true},
		"in between": {"config": {"risk_tier": "limited", "legally_high_risk": false}, "judged": true},
		"lowest": {"config": {"risk_tier": "minimal", "legally_high_risk": false}, "judged": false},
		"lowest, and high by law": {"config": {"risk_tier": "minimal", "legally_high_risk": true}, "judged": true},
		"lowest, law not said": {"config": {"risk_tier": "minimal"}, "judged": true},
		"tier not said": {"config": {"legally_high_risk": false}, "judged": true},
		"planned": {"config": {"risk_tier": "high", "status": "planned"}, "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {evidence.subject(s) | tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"a year old": {"patch": {"completed_at": "2025-11-20T09:00:00Z"}, "without": [], "met": {"recent"}},
		"older": {"patch": {"completed_at": "2025-11-20T08:59:59Z"}, "without": [], "met": set()},
		"on the day of the change": {"patch": {"completed_at": "2026-06-01T00:00:00Z"}, "without": [], "met": all},
		"before the change": {"patch": {"completed_at": "2026-05-31T00:00:00Z"}, "without": [], "met": {"recent"}},
		"no techniques": {"patch": {"techniques": []}, "without": [], "met": {"recent", "follows_changes"}},
		"techniques not said": {"patch": {}, "without": ["techniques"], "met": {"recent", "follows_changes"}},
		"going on": {"patch": {"status": "in_progress"}, "without": [], "met": set()},
		"status not said": {"patch": {}, "without": ["status"], "met": set()},
		"day not said": {"patch": {}, "without": ["completed_at"], "met": set()},
		"of another type": {"patch": {"type": "system"}, "without": [], "met": set()},
		"type not said": {"patch": {}, "without": ["type"], "met": set()},
		"of another system": {"patch": {"system_id": "ais-2"}, "without": [], "met": set()},
	}
	a := assessment("ra-1", tc.patch, tc.without)
	met(live, [a]) == shown(live, a, tc.met)
}

test_nobody_says_when_it_changed if {
	s := system({"status": "production", "risk_tier": "high"})
	a := assessment("ra-1", {}, [])
	met(s, [a]) == shown(s, a, {"recent"})
}

# One that is older than the change does not lend its techniques to the one that follows it.
test_two_models if {
	old := assessment("ra-1", {"completed_at": "2026-05-01T00:00:00Z"}, [])
	new := assessment("ra-2", {}, ["techniques"])
	met(live, [old, new]) == object.union(
		shown(live, new, {"follows_changes"}),
		{"recent": {evidence.shown(live, a, ["config", "completed_at"]) | some a in [old, new]}},
	)
}

test_a_system_that_has_not_changed_for_long if {
	s := system({"status": "production", "risk_tier": "high", "last_material_change_at": "2024-01-01T00:00:00Z"})
	a := assessment("ra-1", {"completed_at": "2025-11-20T08:59:59Z"}, [])
	met(s, [a]) == shown(s, a, set())
}
