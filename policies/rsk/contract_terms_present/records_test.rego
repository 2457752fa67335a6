package aismm.rsk.contract_terms_present.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.contract_terms_present.records as policy

# The clauses, each at its place.
places := {"breach_notice": 0, "subprocessors": 1, "data_location": 2, "deletion_at_exit": 3, "audit_or_report": 4}

clauses := [
	{"type": "breach_notice", "ref": "MSA 9.1", "hours": 72},
	{"type": "subprocessors", "ref": "MSA 10"},
	{"type": "data_location", "ref": "MSA 11"},
	{"type": "deletion_at_exit", "ref": "MSA 12"},
	{"type": "audit_or_report", "ref": "MSA 13"},
]

good := {"topic": "ai", "status": "in_force", "expires_at": "2027-11-20T00:00:00Z", "clauses": clauses}

contract(config) := fixture.record("record_contract", "con-1", config)

seen(c) := {"as_of": fixture.as_of, "records": {"record_contract": [c]}}

rows(c) := object.union(
	{name: evidence.at(c, ["config", "clauses", i]) | some name, i in places},
	{"current": evidence.at(c, ["config", "expires_at"])},
)

met(c, missed) if {
	got := policy.met with input as seen(c)
	got == {name: {row | not name in missed} | some name, row in rows(c)}
}

test_subjects[name] if {
	some name, tc in {
		"in force": {"patch": {}, "remove": [], "judged": true},
		"topic not said": {"patch": {}, "remove": ["topic"], "judged": true},
		"status not said": {"patch": {}, "remove": ["status"], "judged": true},
		"about something else": {"patch": {"topic": "cleaning"}, "remove": [], "judged": false},
		"a draft": {"patch": {"status": "draft"}, "remove": [], "judged": false},
		"expired": {"patch": {"status": "expired"}, "remove": [], "judged": false},
		"terminated": {"patch": {"status": "terminated"}, "remove": [], "judged": false},
	}
	c := contract(object.union(object.remove(good, tc.remove), tc.patch))
	got := policy.subjects with input as seen(c)
	got == {evidence.subject(c) | tc.judged}
}

test_good if met(contract(good), set())

test_a_contract_without_an_end if met(contract(object.remove(good, ["expires_at"])), set())

test_run_out if met(contract(object.union(good, {"expires_at": "2026-11-20T09:00:00Z"})), {"current"})

test_no_clauses if {
	met(contract(object.remove(good, ["clauses"])), object.keys(places))
	met(contract(object.union(good, {"clauses": []})), object.keys(places))
}

test_each_clause_decides_its_own_condition[name] if {
	some name, tc in {sprintf("%s: %s", [c, how]): {"place": i, "condition": c, "clause": clause} |
		some c, i in places
		some how, clause in {
			"another type": object.union(clauses[i], {"type": "other"}),
			"type not said": object.remove(clauses[i], ["type"]),
			"reference not said": object.remove(clauses[i], ["ref"]),
			"reference empty": object.union(clauses[i], {"ref": ""}),
		}
	}
	changed := [c | some i, old in clauses; c := [old, tc.clause][{false: 0, true: 1}[i == tc.place]]]
	met(contract(object.union(good, {"clauses": changed})), {tc.condition})
}

test_hours[name] if {
	some name, tc in {
		"sooner": {"clause": {"hours": 24}, "missed": set()},
		"a slip": {"clause": {"hours": -72}, "missed": {"breach_notice"}},
		"later": {"clause": {"hours": 73}, "missed": {"breach_notice"}},
		"not said": {"clause": {}, "missed": {"breach_notice"}},
	}
	notice := object.union({"type": "breach_notice", "ref": "MSA 9.1"}, tc.clause)
	met(contract(object.union(good, {"clauses": array.concat([notice], array.slice(clauses, 1, 5))})), tc.missed)
}
