package aismm.cmp.obligations_mapped.records_test

import data.aismm.cmp.obligations_mapped.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

duty := {"duty": "registration", "legal_role": "deployer", "reviewed_by": "p-1", "reviewed_at": "2026-04-01T00:00:00Z"}

system(config) := fixture.record("record_ai_system", "ais-1", object.union({"status": "production"}, config))

with_duties(list) := system({"obligations": list})

lawyer := fixture.record("record_person", "p-1", {"function": "Legal"})

others := [
	fixture.record("record_person", "p-2", {"function": "claims"}),
	fixture.record("record_person", "p-3", {}),
]

seen(s) := {
	"as_of": fixture.as_of, "settings": {"legal_functions": ["legal"]},
	"records": {"record_ai_system": [s], "record_person": array.concat([lawyer], others)},
	"lookup": {"record_person": {"id": {p.id: [p] | some p in array.concat([lawyer], others)}}},
}

test_subjects[name] if {
	some name, tc in {
		"production": {"config": {}, "judged": true},
		"not said": {"config": {"status": null}, "judged": true},
		"retired": {"config": {"status": "retired"}, "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config))
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"listed", "role", "reviewed_by_legal", "current"}
	some name, tc in {
		"good": {"duties": [duty], "met": all},
		"none applies": {"duties": [object.union(duty, {"duty": "none"})], "met": all},
		"nothing listed": {"duties": [], "met": set()},
		"no name": {"duties": [duty, object.remove(duty, ["duty"])], "met": all - {"listed"}},
		"empty name": {"duties": [object.union(duty, {"duty": ""})], "met": all - {"listed"}},
		"no role": {"duties": [duty, object.remove(duty, ["legal_role"])], "met": all - {"role"}},
		"empty role": {"duties": [object.union(duty, {"legal_role": ""})], "met": all - {"role"}},
		"nobody reviewed": {"duties": [duty, object.remove(duty, ["reviewed_by"])], "met": all - {"reviewed_by_legal"}},
		"another function": {"duties": [duty, object.union(duty, {"reviewed_by": "p-2"})], "met": all - {"reviewed_by_legal"}},
		"function not said": {"duties": [object.union(duty, {"reviewed_by": "p-3"})], "met": all - {"reviewed_by_legal"}},
		"a stranger": {"duties": [object.union(duty, {"reviewed_by": "p-9"})], "met": all - {"reviewed_by_legal"}},
		"not said when": {"duties": [duty, object.remove(duty, ["reviewed_at"])], "met": all - {"current"}},
		"too long ago": {"duties": [object.union(duty, {"reviewed_at": "2024-11-20T08:59:59Z"})], "met": all - {"current"}},
	}
	s := with_duties(tc.duties)
	got := policy.met with input as seen(s)
	got == {c: {row | c in tc.met; row := row_of(s, c)} | some c in all}
}

row_of(s, c) := evidence.at(s, ["config", "obligations"]) if c != "reviewed_by_legal"

row_of(s, c) := evidence.shown(s, lawyer, ["config", "function"]) if c == "reviewed_by_legal"

test_a_system_that_says_nothing if {
	got := policy.met with input as seen(system({}))
	got == {"listed": set(), "role": set(), "reviewed_by_legal": set(), "current": set()}
}
