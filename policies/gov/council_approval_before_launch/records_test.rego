package aismm.gov.council_approval_before_launch.records_test

import data.aismm.gov.council_approval_before_launch.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

system := fixture.record("record_ai_system", "ais-1", {"status": "production", "go_live_at": "2026-03-01T00:00:00Z"})

old := fixture.record("record_ai_system", "ais-1", {"status": "production", "go_live_at": "2024-03-01T00:00:00Z"})

good := {
	"system_id": "ais-1", "outcome": "approved", "quorate": true, "decided_at": "2026-02-01T00:00:00Z",
	"attendee_functions": ["security", "business", "data", "privacy"],
}

decision(config) := fixture.record("record_council_decision", "d1", config)

seen(s, decisions) := {
	"as_of": fixture.as_of,
	"records": {"record_ai_system": [s], "record_council_decision": decisions},
	"lookup": {"record_council_decision": {
		"system_id": {"ais-1": [d | some d in decisions; d.config.system_id == "ais-1"]},
		"id": {d.id: [d] | some d in decisions},
	}},
}

# Where the council is older than the system, its first decision was about another one.
founding := {true: [fixture.record("record_council_decision", "d0", {"system_id": "other", "decided_at": "2025-01-01T00:00:00Z"})], false: []}

test_subjects if {
	others := [fixture.record("record_ai_system", st, {"status": st}) | some st in ["planned", "test", "retired"]]
	unstated := fixture.record("record_ai_system", "x", {})
	got := policy.subjects with input as {"records": {"record_ai_system": array.concat([system, unstated], others)}}
	got == {evidence.subject(system), evidence.subject(unstated)}
}

test_approved[name] if {
	some name, tc in {
		"good": {"system": system, "patch": {}, "remove": [], "met": true},
		"on the day": {"system": system, "patch": {"decided_at": "2026-03-01T00:00:00Z"}, "remove": [], "met": true},
		"after launch": {"system": system, "patch": {"decided_at": "2026-03-02T00:00:00Z"}, "remove": [], "met": false},
		"rejected": {"system": system, "patch": {"outcome": "rejected"}, "remove": [], "met": false},
		"not quorate": {"system": system, "patch": {"quorate": false}, "remove": [], "met": false},
		"quorum not said": {"system": system, "patch": {}, "remove": ["quorate"], "met": false},
		"no legal or privacy": {"system": system, "patch": {"attendee_functions": ["security", "business", "data"]}, "remove": [], "met": false},
		"no security": {"system": system, "patch": {"attendee_functions": ["business", "data", "legal"]}, "remove": [], "met": false},
		"a delegate": {"system": system, "patch": {"delegated_by": "d0"}, "remove": ["quorate", "attendee_functions"], "met": true},
		"a delegate of nobody": {"system": old, "patch": {"delegated_by": "dec-9"}, "remove": ["quorate", "attendee_functions"], "met": false},
		"a delegate of its own": {"system": old, "patch": {"delegated_by": "d1"}, "remove": ["quorate", "attendee_functions"], "met": false},
		"a decision still to come": {"system": old, "patch": {"decided_at": "2027-01-01T00:00:00Z"}, "remove": [], "met": false},
		"no date": {"system": system, "patch": {}, "remove": ["decided_at"], "met": false},
		"older than the council, in time": {"system": old, "patch": {}, "remove": [], "met": true},
		"open condition, due later": {"system": system, "patch": {"conditions": [{"due_at": "2027-01-01T00:00:00Z"}]}, "remove": [], "met": true},
		"open condition, overdue": {"system": system, "patch": {"conditions": [{"due_at": "2026-05-01T00:00:00Z"}]}, "remove": [], "met": false},
		"open condition without a date": {"system": system, "patch": {"conditions": [{}]}, "remove": [], "met": false},
		"condition to be closed, due later": {"system": system, "patch": {"conditions": [{"due_at": "2027-01-01T00:00:00Z", "closed_at": "2026-12-31T00:00:00Z"}]}, "remove": [], "met": true},
		"condition to be closed, overdue": {"system": system, "patch": {"conditions": [{"due_at": "2026-05-01T00:00:00Z", "closed_at": "2026-12-31T00:00:00Z"}]}, "remove": [], "met": false},
		"approved with conditions that nobody lists": {"system": system, "patch": {"outcome": "approved_with_conditions"}, "remove": [], "met": false},
		"approved with conditions, none left": {"system": system, "patch": {"outcome": "approved_with_conditions", "conditions": []}, "remove": [], "met": true},
		"outcome not said": {"system": system, "patch": {}, "remove": ["outcome"], "met": false},
		"closed condition": {"system": system, "patch": {"conditions": [{"due_at": "2026-05-01T00:00:00Z", "closed_at": "2026-06-01T00:00:00Z"}]}, "remove": [], "met": true},
	}
	d := decision(object.union(object.remove(good, tc.remove), tc.patch))
	founded := founding[tc.system == system]
	got := policy.met.approved with input as seen(tc.system, array.concat(founded, [d]))
	got == {row | tc.met; row := evidence.at(tc.system, ["id"])}
}

test_older_than_the_council_and_late if {
	first := fixture.record("record_council_decision", "d0", {"system_id": "other", "decided_at": "2025-01-01T00:00:00Z"})
	late := decision(good)
	got := policy.met.approved with input as seen(old, [first, late])
	got == set()
	undated := fixture.record("record_council_decision", "d0", {"system_id": "other"})
	silent := policy.met.approved with input as seen(old, [undated, late])
	silent == set()
}

test_overruled[name] if {
	some name, tc in {
		"rejected before": {"config": {"outcome": "rejected", "decided_at": "2026-01-15T00:00:00Z"}, "met": true},
		"rejected since": {"config": {"outcome": "rejected", "decided_at": "2026-02-15T00:00:00Z"}, "met": false},
		"deferred since": {"config": {"outcome": "deferred", "decided_at": "2026-02-15T00:00:00Z"}, "met": false},
		"outcome not said": {"config": {"decided_at": "2026-02-15T00:00:00Z"}, "met": false},
		"rejected, not said when": {"config": {"outcome": "rejected"}, "met": false},
		"rejected after launch": {"config": {"outcome": "rejected", "decided_at": "2026-04-15T00:00:00Z"}, "met": true},
	}
	d := decision(good)
	other := fixture.record("record_council_decision", "d2", object.union({"system_id": "ais-1"}, tc.config))
	got := policy.met.approved with input as seen(system, [d, other])
	got == {row | tc.met; row := evidence.at(system, ["id"])}
}
