package aismm.lib.assessments_test

import data.aismm.lib.assessments
import data.aismm.lib.fixture

assessment(patch, without) := fixture.record("record_risk_assessment", "ra-1", object.union(
	object.remove({"type": "system", "status": "completed", "completed_at": "2026-01-01T00:00:00Z"}, without),
	patch,
))

test_complete[name] if {
	some name, tc in {
		"complete": {"patch": {}, "without": [], "want": true},
		"going on": {"patch": {"status": "in_progress"}, "without": [], "want": false},
		"status not said": {"patch": {}, "without": ["status"], "want": false},
		"day not said": {"patch": {}, "without": ["completed_at"], "want": false},
		"still to come": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "without": [], "want": false},
	}
	got := {true | assessments.complete(assessment(tc.patch, tc.without)) with input.as_of as fixture.as_of}
	got == {true | tc.want}
}

test_by_what_they_are_about[name] if {
	some name, type in {"system": "system", "threat model": "threat_model", "provider": "provider", "model": "model", "not said": null}
	a := assessment({"type": type}, [])
	going_on := assessment({"type": type, "status": "in_progress"}, [])
	indexed := {field: {"x": [a, going_on]} | some field in ["system_id", "provider_id", "model_id"]}
	of_x := {
		"system": assessments.of_system("x", "system"), "threat model": assessments.of_system("x", "threat_model"),
		"provider": assessments.of_provider("x"), "model": assessments.of_model("x"),
	} with input as {"as_of": fixture.as_of, "lookup": {"record_risk_assessment": indexed}}
	of_x == {k: [a | k == name] | some k in ["system", "threat model", "provider", "model"]}
}
