package aismm.cmp.aicm_self_assessment.records_test

import data.aismm.cmp.aicm_self_assessment.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "risk_tier": "high", "legally_high_risk": false, "shared_platform": false}

system(config) := fixture.record("record_ai_system", "ais-1", config)

assessment(patch) := fixture.record("record_risk_assessment", "ra-1", said(object.union(
	{"system_id": "ais-1", "type": "control_self_assessment", "status": "completed", "completed_at": "2026-03-01T00:00:00Z", "answered_ratio": 0.98},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, assessments) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]},
	"records": {"record_ai_system": [s], "record_risk_assessment": assessments},
	"lookup": {"record_risk_assessment": {"system_id": {"ais-1": [a | some a in assessments; a.config.system_id == "ais-1"]}}},
}

test_subjects[name] if {
	limited := object.union(good, {"risk_tier": "limited"})
	some name, tc in {
		"high": {"config": good, "judged": true},
		"lower": {"config": limited, "judged": false},
		"a lower platform": {"config": object.union(limited, {"shared_platform": true}), "judged": true},
		"not said whether a platform": {"config": object.remove(limited, ["shared_platform"]), "judged": true},
		"tier not said": {"config": object.remove(limited, ["risk_tier"]), "judged": true},
		"legally high": {"config": object.union(limited, {"legally_high_risk": true}), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"assessed", "answered"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"95 percent": {"patch": {"answered_ratio": 0.95}, "met": all},
		"all": {"patch": {"answered_ratio": 1}, "met": all},
		"less": {"patch": {"answered_ratio": 0.94}, "met": {"assessed"}},
		"written in percent": {"patch": {"answered_ratio": 60}, "met": {"assessed"}},
		"not said how many": {"patch": {"answered_ratio": null}, "met": {"assessed"}},
		"too old": {"patch": {"completed_at": "2025-11-20T08:59:59Z"}, "met": set()},
		"not said when": {"patch": {"completed_at": null}, "met": set()},
		"in progress": {"patch": {"status": "in_progress"}, "met": set()},
		"status not said": {"patch": {"status": null}, "met": set()},
		"another assessment": {"patch": {"type": "ethics"}, "met": set()},
		"type not said": {"patch": {"type": null}, "met": set()},
		"of another system": {"patch": {"system_id": "ais-2"}, "met": set()},
	}
	s := system(good)
	a := assessment(tc.patch)
	got := policy.met with input as seen(s, [a])
	fields := {"assessed": "completed_at", "answered": "answered_ratio"}
	got == {c: {row | c in tc.met; row := evidence.shown(s, a, ["config", f])} | some c, f in fields}
}
