package aismm.gov.ai_register_complete.records_test

import data.aismm.gov.ai_register_complete.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {
	"owner_id": "ada", "purpose": "triage of claims", "deployment_type": "paas", "provider": "aws",
	"data_classes": ["customer"], "status": "production",
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

seen(systems) := {"boundary": programme, "records": {"record_ai_system": systems}}

fields := {
	"owner": "owner_id", "purpose": "purpose", "deployment_type": "deployment_type",
	"provider": "provider", "data_classes": "data_classes", "status": "status",
}

rows(s) := object.union(
	{c: evidence.at(s, ["config", f]) | some c, f in fields},
	{"exists": evidence.shown(programme, s, ["id"])},
)

test_subjects if {
	unstated := system(object.remove(good, ["status"]))
	retired := fixture.record("record_ai_system", "ais-2", {"status": "retired"})
	got := policy.subjects with input as seen([unstated, retired])
	got == {evidence.subject(unstated), evidence.subject(programme)}
}

test_empty_register_meets_nothing if {
	got := policy.met with input as seen([])
	got == {c: set() | some c in object.keys(rows(system(good)))}
}

test_good if {
	s := system(good)
	got := policy.met with input as seen([s])
	got == {c: {row} | some c, row in rows(s)}
}

test_each_field_decides_its_own_condition[name] if {
	some name, c in {sprintf("%s: %s", [f, how]): {"c": c, "config": config} |
		some c, f in fields
		some how, config in {
			"missing": object.remove(good, [f]),
			"empty": object.union(good, {f: ["", []][{false: 0, true: 1}[f == "data_classes"]]}),
		}
	}
	s := system(c.config)
	got := policy.met with input as seen([s])
	got[c.c] == {row | c.c == "deployment_type"; false; row := 0}
	others := {k: v | some k, v in got; k != c.c}
	others == {k: {row} | some k, row in rows(s); k != c.c}
}
