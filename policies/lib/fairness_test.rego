package aismm.lib.fairness_test

import data.aismm.lib.fairness
import data.aismm.lib.fixture

good := {"status": "production", "risk_tier": "high", "legally_high_risk": true, "affects_people": true}

system(config) := fixture.record("record_ai_system", "ais-1", config)

evaluation(id, patch) := fixture.record("record_evaluation", id, said(object.union(
	{"system_id": "ais-1", "suites": ["bias", "explainability"], "threshold": 0.8, "passed": true, "completed_at": "2026-06-01T00:00:00Z"},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, evaluations) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]},
	"records": {"record_ai_system": [s], "record_evaluation": evaluations},
	"lookup": {"record_evaluation": {"system_id": {"ais-1": [e | some e in evaluations; e.config.system_id == "ais-1"]}}},
}

test_systems[name] if {
	some name, tc in {
		"high, about people": {"config": good, "judged": true},
		"not said about whom": {"config": object.remove(good, ["affects_people"]), "judged": true},
		"about nobody": {"config": object.union(good, {"affects_people": false}), "judged": false},
		"high, not by law": {"config": object.union(good, {"legally_high_risk": false}), "judged": true},
		"legally high": {"config": object.union(good, {"risk_tier": "limited"}), "judged": true},
		"lower": {"config": object.union(good, {"risk_tier": "limited", "legally_high_risk": false}), "judged": false},
		"tier not said": {"config": object.remove(good, ["risk_tier", "legally_high_risk"]), "judged": true},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": false},
	}
	got := fairness.systems with input as seen(system(tc.config), [])
	[x.id | some x in got] == [s.id | tc.judged; s := system(tc.config)]
}

test_passes[name] if {
	all := {"bias", "explainability"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"bias only": {"patch": {"suites": ["bias"]}, "met": {"bias"}},
		"explainability only": {"patch": {"suites": ["quality", "explainability"]}, "met": {"explainability"}},
		"something else": {"patch": {"suites": ["quality"]}, "met": set()},
		"suites not said": {"patch": {"suites": null}, "met": set()},
		"failed": {"patch": {"passed": false}, "met": set()},
		"outcome not said": {"patch": {"passed": null}, "met": set()},
		"a threshold of nothing": {"patch": {"threshold": 0}, "met": set()},
		"no threshold": {"patch": {"threshold": null}, "met": set()},
		"365 days ago": {"patch": {"completed_at": "2025-11-20T09:00:00Z"}, "met": all},
		"before": {"patch": {"completed_at": "2025-11-20T08:59:59Z"}, "met": set()},
		"planned": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "met": set()},
		"not said when": {"patch": {"completed_at": null}, "met": set()},
		"of another system": {"patch": {"system_id": "ais-2"}, "met": set()},
	}
	s := system(good)
	e := evaluation("ev-1", tc.patch)
	got := {suite | some suite in all; count(fairness.passes(s, suite)) > 0} with input as seen(s, [e])
	got == tc.met
}

# The newest run of a suite counts, whatever came before it.
test_later_runs[name] if {
	some name, tc in {
		"passed again": {"second": {"completed_at": "2026-09-01T00:00:00Z"}, "met": {"bias", "explainability"}},
		"failed since": {"second": {"completed_at": "2026-09-01T00:00:00Z", "passed": false}, "met": set()},
		"failed before": {"second": {"completed_at": "2026-03-01T00:00:00Z", "passed": false}, "met": {"bias", "explainability"}},
		"planned again": {"second": {"completed_at": "2026-12-01T00:00:00Z", "passed": null}, "met": {"bias", "explainability"}},
		"failed, not said when": {"second": {"completed_at": null, "passed": false}, "met": set()},
		"one of two of a day failed": {"second": {"passed": false}, "met": set()},
		"another suite failed since": {"second": {"completed_at": "2026-09-01T00:00:00Z", "passed": false, "suites": ["bias"]}, "met": {"explainability"}},
		"failed, not said of which suite": {"second": {"completed_at": "2026-09-01T00:00:00Z", "passed": false, "suites": null}, "met": set()},
		"nobody says that it passed since": {"second": {"completed_at": "2026-09-01T00:00:00Z", "passed": null}, "met": set()},
	}
	s := system(good)
	got := {suite | some suite in ["bias", "explainability"]; count(fairness.passes(s, suite)) > 0} with input as seen(s, [evaluation("ev-1", {}), evaluation("ev-2", tc.second)])
	got == tc.met
}
