package aismm.rsk.systems_risk_assessed.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.systems_risk_assessed.records as policy

system(config) := fixture.record("record_ai_system", "ais-1", config)

live := system({"status": "production", "go_live_at": "2026-03-01T00:00:00Z"})

assessment(id, patch, without) := fixture.record("record_risk_assessment", id, object.union(
	object.remove({"type": "system", "status": "completed", "system_id": "ais-1", "completed_at": "2026-02-01T00:00:00Z"}, without),
	patch,
))

# The first assessment of the programme, of another system.
founding := assessment("ra-0", {"system_id": "ais-0", "completed_at": "2024-01-01T00:00:00Z"}, [])

seen(s, assessments) := {
	"as_of": fixture.as_of,
	"records": {"record_ai_system": [s], "record_risk_assessment": assessments},
	"lookup": {"record_risk_assessment": {"system_id": {"ais-1": [a | some a in assessments; a.config.system_id == "ais-1"]}}},
}

met(s, assessments) := got if got := policy.met with input as seen(s, assessments)

test_subjects if {
	others := [fixture.record("record_ai_system", st, {"status": st}) | some st in ["planned", "test", "retired"]]
	unstated := fixture.record("record_ai_system", "x", {})
	got := policy.subjects with input.records.record_ai_system as array.concat([live, unstated], others)
	got == {evidence.subject(live), evidence.subject(unstated)}
}

test_assessed[name] if {
	some name, tc in {
		"before": {"patch": {}, "without": [], "met": true},
		"on the day": {"patch": {"completed_at": "2026-03-01T00:00:00Z"}, "without": [], "met": true},
		"after": {"patch": {"completed_at": "2026-03-01T00:00:01Z"}, "without": [], "met": false},
		"another type": {"patch": {"type": "ethics"}, "without": [], "met": false},
		"type not said": {"patch": {}, "without": ["type"], "met": false},
		"going on": {"patch": {"status": "in_progress"}, "without": [], "met": false},
		"status not said": {"patch": {}, "without": ["status"], "met": false},
		"day not said": {"patch": {}, "without": ["completed_at"], "met": false},
		"of another system": {"patch": {"system_id": "ais-2"}, "without": [], "met": false},
		"of none": {"patch": {}, "without": ["system_id"], "met": false},
	}
	a := assessment("ra-1", tc.patch, tc.without)
	met(live, [founding, a]) == {"assessed": {row | tc.met; row := evidence.shown(live, a, ["config", "completed_at"])}}
}

test_nobody_says_when_it_went_live_in_the_first_year if {
	s := system({"status": "production"})
	met(s, [assessment("ra-1", {}, [])]) == {"assessed": {evidence.at(s, ["id"])}}
}

test_nobody_says_when_it_went_live if {
	met(system({"status": "production"}), [founding, assessment("ra-1", {}, [])]) == {"assessed": set()}
}

test_late_in_the_first_year[name] if {
	some name, tc in {
		"in the year": {"founded": {"completed_at": "2025-04-01T00:00:00Z"}, "without": [], "met": true},
		"a day later": {"founded": {"completed_at": "2025-03-31T00:00:00Z"}, "without": [], "met": false},
		"founded by another type": {"founded": {"completed_at": "2025-03-31T00:00:00Z", "type": "ethics"}, "without": [], "met": true},
		"founded by one that goes on": {"founded": {"completed_at": "2025-03-31T00:00:00Z", "status": "in_progress"}, "without": [], "met": true},
		"founded nobody says when": {"founded": {}, "without": ["completed_at"], "met": false},
		"founded in the time to come": {"founded": {"completed_at": "2027-03-31T00:00:00Z"}, "without": [], "met": false},
		"founded by a type that nobody says": {"founded": {"completed_at": "2025-03-31T00:00:00Z"}, "without": ["type"], "met": false},
		"founded in a state that nobody says": {"founded": {"completed_at": "2025-03-31T00:00:00Z"}, "without": ["status"], "met": false},
	}
	first := assessment("ra-0", object.union({"system_id": "ais-0"}, tc.founded), tc.without)
	late := assessment("ra-1", {"completed_at": "2026-04-01T00:00:00Z"}, [])
	met(live, [first, late]) == {"assessed": {row | tc.met; row := evidence.at(live, ["id"])}}
}
