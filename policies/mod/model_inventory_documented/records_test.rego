package aismm.mod.model_inventory_documented.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_inventory_documented.records as policy

programme := fixture.boundary("records:programme")

good := {
	"status": "approved", "owner_id": "p-1", "source": "trained", "version": "3", "licence": "own",
	"intended_use": "Scores", "documentation_url": "https://wiki.example.com/models/m",
}

model(config) := fixture.record("record_model", "m", config)

seen(list) := {"boundary": programme, "records": {"record_model": list}}

test_subjects[name] if {
	some name, tc in {
		"approved": {"config": {"status": "approved"}, "judged": true},
		"proposed": {"config": {"status": "proposed"}, "judged": true},
		"not said": {"config": {}, "judged": true},
		"retired": {"config": {"status": "retired"}, "judged": false},
	}
	m := model(tc.config)
	got := {"subjects": policy.subjects, "exists": policy.met.exists} with input as seen([m])
	got == {
		"subjects": ({evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(m)}),
		"exists": {row | tc.judged; row := evidence.shown(programme, m, ["id"])},
	}
}

test_an_empty_list if {
	got := {"subjects": policy.subjects, "exists": policy.met.exists} with input as seen([])
	got == {"subjects": {evidence.subject(programme)}, "exists": set()}
}

fields := {
	"owner": "owner_id", "source": "source", "version": "version", "licence": "licence",
	"intended_use": "intended_use", "documentation": "documentation_url",
}

test_fields[name] if {
	all := object.keys(fields)
	some name, tc in object.union(
		{"complete": {"config": good, "met": all}},
		object.union(
			{concat(" ", [f, "not said"]): {"config": object.remove(good, [f]), "met": all - {c}} | some c, f in fields},
			{concat(" ", [f, "empty"]): {"config": object.union(good, {f: ""}), "met": all - {c}} | some c, f in fields},
		),
	)
	m := model(tc.config)
	got := policy.met with input as seen([m])
	object.remove(got, ["exists"]) == {c: {row | c in tc.met; row := evidence.at(m, ["config", f])} | some c, f in fields}
}
