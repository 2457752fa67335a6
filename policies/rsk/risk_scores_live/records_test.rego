package aismm.rsk.risk_scores_live.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.risk_scores_live.records as policy

system := fixture.record("record_ai_system", "it-1", {"status": "production"})

provider := fixture.record("record_provider", "it-1", {"status": "approved", "criticality": "critical"})

good := {
	"subject_id": "it-1", "computed_by": "automation", "computed_at": "2026-11-18T00:00:00Z",
	"inputs": ["posture", "incidents", "external_signals"], "breaches": [{"at": "2026-10-01T00:00:00Z", "task_ref": "task-1"}],
}

risk(id, patch, without) := fixture.record("record_risk", id, object.union(object.remove(good, without), patch))

seen(systems, providers, risks) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": systems, "record_provider": providers},
	"lookup": {"record_risk": {"subject_id": {"it-1": [r | some r in risks; r.config.subject_id == "it-1"]}}},
}

of_system(risks) := seen([system], [], risks)

of_provider(risks) := seen([], [provider], risks)

rows(s, r) := {
	"computed": evidence.shown(s, r, ["config", "computed_at"]),
	"inputs": evidence.shown(s, r, ["config", "inputs"]),
	"tasks": evidence.at(s, ["id"]),
}

all := {"computed", "inputs", "tasks"}

test_subjects[name] if {
	some name, tc in {
		"a system": {"systems": [system], "providers": [], "judged": [system]},
		"a system that says nothing": {"systems": [fixture.record("record_ai_system", "x", {})], "providers": [], "judged": [fixture.record("record_ai_system", "x", {})]},
		"a planned system": {"systems": [fixture.record("record_ai_system", "x", {"status": "planned"})], "providers": [], "judged": []},
		"a critical provider": {"systems": [], "providers": [provider], "judged": [provider]},
		"a standard provider": {"systems": [], "providers": [fixture.record("record_provider", "x", {"criticality": "standard"})], "judged": []},
		"the organization itself": {"systems": [], "providers": [fixture.record("record_provider", "x", {"criticality": "critical", "own": true})], "judged": []},
		"a rejected provider": {"systems": [], "providers": [fixture.record("record_provider", "x", {"status": "rejected"})], "judged": []},
	}
	got := policy.subjects with input as seen(tc.systems, tc.providers, [])
	got == {evidence.subject(s) | some s in tc.judged}
}

test_system[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"without outside signals": {"patch": {"inputs": ["posture", "incidents"]}, "without": [], "met": all},
		"without incidents": {"patch": {"inputs": ["posture", "external_signals"]}, "without": [], "met": all - {"inputs"}},
		"without posture": {"patch": {"inputs": ["incidents", "external_signals"]}, "without": [], "met": all - {"inputs"}},
		"inputs not said": {"patch": {}, "without": ["inputs"], "met": all - {"inputs"}},
		"a week old": {"patch": {"computed_at": "2026-11-13T09:00:00Z"}, "without": [], "met": all},
		"older": {"patch": {"computed_at": "2026-11-13T08:59:59Z"}, "without": [], "met": set()},
		"day not said": {"patch": {}, "without": ["computed_at"], "met": set()},
		"by a person": {"patch": {"computed_by": "person"}, "without": [], "met": set()},
		"by nobody": {"patch": {}, "without": ["computed_by"], "met": set()},
		"of something else": {"patch": {"subject_id": "it-2"}, "without": [], "met": set()},
		"no breach": {"patch": {"breaches": []}, "without": [], "met": all},
		"breaches not said": {"patch": {}, "without": ["breaches"], "met": all - {"tasks"}},
		"a breach without a task": {"patch": {"breaches": [{"task_ref": "task-1"}, {}]}, "without": [], "met": all - {"tasks"}},
		"a breach with an empty task": {"patch": {"breaches": [{"task_ref": ""}]}, "without": [], "met": all - {"tasks"}},
	}
	r := risk("risk-1", tc.patch, tc.without)
	got := policy.met with input as of_system([r])
	got == {c: {row | c in tc.met} | some c, row in rows(system, r)}
}

test_provider[name] if {
	some name, tc in {
		"good": {"inputs": ["posture", "incidents", "external_signals"], "met": all},
		"without outside signals": {"inputs": ["posture", "incidents"], "met": all - {"inputs"}},
	}
	r := risk("risk-1", {"inputs": tc.inputs}, [])
	got := policy.met with input as of_provider([r])
	got == {c: {row | c in tc.met} | some c, row in rows(provider, r)}
}

# A risk of it that a person scored may hide a breach as well as any other.
test_another_risk_of_it if {
	r := risk("risk-1", {}, [])
	other := risk("risk-2", {"computed_by": "person", "breaches": [{}]}, [])
	got := {"met": policy.met, "blamed": policy.violations.tasks} with input as of_system([r, other])
	got.met == {c: {row | c != "tasks"} | some c, row in rows(system, r)}
	got.blamed == {evidence.shown(system, other, ["config", "breaches"])}
}
