package aismm.dat.ai_datasets_listed.records_test

import data.aismm.dat.ai_datasets_listed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "active", "owner_id": "p-1", "classification": "internal", "origin": "core system", "licence": "CC-BY-4.0"}

dataset(config) := fixture.record("record_dataset", "ds", config)

seen(d) := {"records": {"record_dataset": [d]}}

test_subjects[name] if {
	some name, tc in {
		"active": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": false},
	}
	d := dataset(tc.config)
	got := policy.subjects with input as seen(d)
	got == {x | tc.judged; x := evidence.subject(d)}
}

test_fields[name] if {
	some name, tc in {
		"complete": {"config": good, "met": {"owner": "owner_id", "classification": "classification", "origin": "origin", "basis": "licence"}},
		"a legal basis": {
			"config": object.union(object.remove(good, ["licence"]), {"legal_basis": "contract"}),
			"met": {"owner": "owner_id", "classification": "classification", "origin": "origin", "basis": "legal_basis"},
		},
		"no owner": {"config": object.remove(good, ["owner_id"]), "met": {"classification": "classification", "origin": "origin", "basis": "licence"}},
		"no class": {"config": object.remove(good, ["classification"]), "met": {"owner": "owner_id", "origin": "origin", "basis": "licence"}},
		"no origin": {"config": object.remove(good, ["origin"]), "met": {"owner": "owner_id", "classification": "classification", "basis": "licence"}},
		"no basis": {"config": object.remove(good, ["licence"]), "met": {"owner": "owner_id", "classification": "classification", "origin": "origin"}},
		"all empty": {"config": {"status": "active", "owner_id": "", "classification": "", "origin": "", "licence": "", "legal_basis": ""}, "met": {}},
	}
	d := dataset(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | row := evidence.at(d, ["config", tc.met[c]])} | some c in ["owner", "classification", "origin", "basis"]}
}
