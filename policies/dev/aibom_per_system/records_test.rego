package aismm.dev.aibom_per_system.records_test

import data.aismm.dev.aibom_per_system.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

system(config) := fixture.record("record_ai_system", "ais-1", config)

live := system({"status": "production", "built_by": "internal", "system_version": "4.2.0"})

bill(id, patch, without) := fixture.record("record_aibom", id, object.union(
	object.remove(
		{"system_id": "ais-1", "system_version": "4.2.0", "generated_at": "2026-10-01T00:00:00Z", "component_types": ["model", "data", "library"], "none_declared": ["tool"]},
		without,
	),
	patch,
))

seen(s, bills) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s]},
	"lookup": {"record_aibom": {"system_id": {"ais-1": [b | some b in bills; b.config.system_id == "ais-1"]}}},
}

rows := {"of_this_version": "system_version", "recent": "generated_at", "whole": "component_types"}

all := object.keys(rows)

met(s, bills) := got if got := policy.met with input as seen(s, bills)

shown(s, b, conditions) := {c: {row | c in conditions; row := evidence.shown(s, b, ["config", f])} | some c, f in rows}

test_subjects[name] if {
	some name, tc in {
		"built here": {"config": {"built_by": "internal"}, "judged": true},
		"built for us": {"config": {"built_by": "integrator"}, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"bought": {"config": {"built_by": "vendor"}, "judged": false},
		"planned": {"config": {"built_by": "internal", "status": "planned"}, "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {evidence.subject(s) | tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"all four": {"patch": {"component_types": ["model", "data", "library", "tool", "firmware"]}, "without": ["none_declared"], "met": all},
		"no models": {"patch": {"component_types": ["data", "library"]}, "without": [], "met": all - {"whole"}},
		"no data": {"patch": {"component_types": ["model", "library"]}, "without": [], "met": all - {"whole"}},
		"no libraries": {"patch": {"component_types": ["model", "data"]}, "without": [], "met": all - {"whole"}},
		"no tools, and nobody says so": {"patch": {}, "without": ["none_declared"], "met": all - {"whole"}},
		"no tools, and no word of it": {"patch": {"none_declared": []}, "without": [], "met": all - {"whole"}},
		"components not said": {"patch": {}, "without": ["component_types"], "met": all - {"whole"}},
		"ninety days old": {"patch": {"generated_at": "2026-08-22T09:00:00Z"}, "without": [], "met": all},
		"older": {"patch": {"generated_at": "2026-08-22T08:59:59Z"}, "without": [], "met": {"of_this_version"}},
		"day not said": {"patch": {}, "without": ["generated_at"], "met": {"of_this_version"}},
		"of another version": {"patch": {"system_version": "4.1.0"}, "without": [], "met": set()},
		"version not said": {"patch": {}, "without": ["system_version"], "met": set()},
		"of another system": {"patch": {"system_id": "ais-2"}, "without": [], "met": set()},
	}
	b := bill("bom-1", tc.patch, tc.without)
	met(live, [b]) == shown(live, b, tc.met)
}

test_a_system_that_does_not_say_its_version[name] if {
	some name, tc in {
		"missing": {"system": {}, "bill": {"system_version": "4.2.0"}},
		"empty on both sides": {"system": {"system_version": ""}, "bill": {"system_version": ""}},
	}
	s := system(tc.system)
	b := bill("bom-1", tc.bill, [])
	met(s, [b]) == shown(s, b, set())
}

# What an old bill lists does not complete a new one.
test_two_bills if {
	old := bill("bom-1", {"generated_at": "2026-01-01T00:00:00Z"}, [])
	new := bill("bom-2", {"component_types": ["model"]}, ["none_declared"])
	met(live, [old, new]) == {
		"of_this_version": {evidence.shown(live, b, ["config", "system_version"]) | some b in [old, new]},
		"recent": {evidence.shown(live, new, ["config", "generated_at"])},
		"whole": set(),
	}
}
