package aismm.rsk.open_models_assessed.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.open_models_assessed.records as policy

model(config) := fixture.record("record_model", "mdl-1", config)

approved := model({"status": "approved", "weights": "open", "approved_at": "2026-03-01T00:00:00Z"})

all := {"origin", "licence", "safety", "weaknesses"}

assessment(id, patch, without) := fixture.record("record_risk_assessment", id, object.union(
	object.remove({"type": "model", "status": "completed", "model_id": "mdl-1", "completed_at": "2026-02-01T00:00:00Z", "covers": ["origin", "licence", "safety", "weaknesses"]}, without),
	patch,
))

seen(m, assessments) := {
	"as_of": fixture.as_of, "records": {"record_model": [m]},
	"lookup": {"record_risk_assessment": {"model_id": {"mdl-1": [a | some a in assessments; a.config.model_id == "mdl-1"]}}},
}

met(m, assessments) := got if got := policy.met with input as seen(m, assessments)

shown(m, a, conditions) := {c: {row | c in conditions; row := evidence.shown(m, a, ["config", "covers"])} | some c in all}

test_subjects[name] if {
	some name, tc in {
		"approved": {"config": {"status": "approved", "weights": "open"}, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"proposed": {"config": {"status": "proposed", "weights": "open"}, "judged": false},
		"rejected": {"config": {"status": "rejected", "weights": "open"}, "judged": false},
		"retired": {"config": {"status": "retired", "weights": "open"}, "judged": false},
		"closed": {"config": {"status": "approved", "weights": "closed"}, "judged": false},
	}
	m := model(tc.config)
	got := policy.subjects with input as seen(m, [])
	got == {evidence.subject(m) | tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"at the approval": {"patch": {"completed_at": "2026-03-01T00:00:00Z"}, "without": [], "met": all},
		"after it": {"patch": {"completed_at": "2026-03-01T00:00:01Z"}, "without": [], "met": set()},
		"origin alone": {"patch": {"covers": ["origin"]}, "without": [], "met": {"origin"}},
		"licence alone": {"patch": {"covers": ["licence"]}, "without": [], "met": {"licence"}},
		"safety alone": {"patch": {"covers": ["safety"]}, "without": [], "met": {"safety"}},
		"weaknesses alone": {"patch": {"covers": ["weaknesses"]}, "without": [], "met": {"weaknesses"}},
		"nothing": {"patch": {"covers": []}, "without": [], "met": set()},
		"not said what": {"patch": {}, "without": ["covers"], "met": set()},
		"going on": {"patch": {"status": "in_progress"}, "without": [], "met": set()},
		"status not said": {"patch": {}, "without": ["status"], "met": set()},
		"day not said": {"patch": {}, "without": ["completed_at"], "met": set()},
		"another type": {"patch": {"type": "provider"}, "without": [], "met": set()},
		"type not said": {"patch": {}, "without": ["type"], "met": set()},
		"another model": {"patch": {"model_id": "mdl-2"}, "without": [], "met": set()},
	}
	a := assessment("ra-1", tc.patch, tc.without)
	met(approved, [a]) == shown(approved, a, tc.met)
}

test_approval_without_a_date if {
	m := model({"status": "approved", "weights": "open"})
	a := assessment("ra-1", {}, [])
	met(m, [a]) == shown(m, a, set())
}

# One after the approval does not fill what the one before it left out.
test_two_assessments if {
	early := assessment("ra-1", {"covers": ["origin"]}, [])
	late := assessment("ra-2", {"completed_at": "2026-04-01T00:00:00Z"}, [])
	met(approved, [early, late]) == shown(approved, early, {"origin"})
}
