package aismm.dev.aibom_live.records_test

import data.aismm.dev.aibom_live.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

system(config) := fixture.record("record_ai_system", "ais-1", config)

live := system({"status": "production", "built_by": "internal", "build_id": "build-1"})

bill(patch, without) := fixture.record("record_aibom", "bom-1", object.union(
	object.remove({"system_id": "ais-1", "generated_by": "build", "build_id": "build-1", "last_matched_at": "2026-11-20T06:00:00Z"}, without),
	patch,
))

seen(s, bills) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s]},
	"lookup": {"record_aibom": {"system_id": {"ais-1": [b | some b in bills; b.config.system_id == "ais-1"]}}},
}

rows := {"built": "generated_by", "matched": "last_matched_at"}

all := object.keys(rows)

met(s, bills) := got if got := policy.met with input as seen(s, bills)

shown(s, b, conditions) := {c: {row | c in conditions; row := evidence.shown(s, b, ["config", f])} | some c, f in rows}

test_subjects[name] if {
	some name, tc in {
		"built here": {"config": {"built_by": "internal"}, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"built for us": {"config": {"built_by": "integrator"}, "judged": false},
		"bought": {"config": {"built_by": "vendor"}, "judged": false},
		"retired": {"config": {"built_by": "internal", "status": "retired"}, "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {evidence.subject(s) | tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"a day ago": {"patch": {"last_matched_at": "2026-11-19T09:00:00Z"}, "without": [], "met": all},
		"longer ago": {"patch": {"last_matched_at": "2026-11-19T08:59:59Z"}, "without": [], "met": {"built"}},
		"never matched": {"patch": {}, "without": ["last_matched_at"], "met": {"built"}},
		"of another build": {"patch": {"build_id": "build-2"}, "without": [], "met": set()},
		"build not said": {"patch": {}, "without": ["build_id"], "met": set()},
		"by a person": {"patch": {"generated_by": "person"}, "without": [], "met": set()},
		"by nobody": {"patch": {}, "without": ["generated_by"], "met": set()},
		"of another system": {"patch": {"system_id": "ais-2"}, "without": [], "met": set()},
	}
	b := bill(tc.patch, tc.without)
	met(live, [b]) == shown(live, b, tc.met)
}

test_a_system_that_does_not_say_its_build[name] if {
	some name, tc in {
		"missing": {"system": {}, "bill": {}},
		"empty on both sides": {"system": {"build_id": ""}, "bill": {"build_id": ""}},
	}
	s := system(tc.system)
	b := bill(tc.bill, [])
	met(s, [b]) == shown(s, b, set())
}
