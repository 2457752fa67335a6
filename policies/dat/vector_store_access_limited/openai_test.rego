package aismm.dat.vector_store_access_limited.openai_test

import data.aismm.dat.vector_store_access_limited.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

store(config, projects) := fixture.resource("openai_vector_store", "vs_1", {"config": config, "derived": {"project_ids": projects}})

system(id, status) := fixture.record("record_ai_system", id, {"status": status})

one := system("ais-1", "production")

two := system("ais-2", "production")

seen(s, owners) := {
	"resources": {"openai_vector_store": [s]},
	"lookup": {
		"record_ai_system": {"resource_ids": owners},
	},
}

test_subjects[name] if {
	some name, tc in {
		"ready": {"config": {"status": "completed"}, "judged": true},
		"status not said": {"config": {}, "judged": true},
		"expired": {"config": {"status": "expired"}, "judged": false},
	}
	s := store(tc.config, ["proj_1"])
	got := policy.subjects with input as seen(s, {})
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_stores[name] if {
	some name, tc in {
		"of one system": {"projects": ["proj_1"], "owners": {"proj_1": [one]}, "system": true},
		"in a project of two": {"projects": ["proj_1"], "owners": {"proj_1": [one, two]}, "system": false},
		"in two projects of one": {"projects": ["proj_1", "proj_2"], "owners": {"proj_1": [one], "proj_2": [one]}, "system": true},
		"in two projects of two": {"projects": ["proj_1", "proj_2"], "owners": {"proj_1": [one], "proj_2": [two]}, "system": false},
		"in a project that nobody registered too": {"projects": ["proj_1", "proj_2"], "owners": {"proj_1": [one]}, "system": false},
		"in a project that nobody registered": {"projects": ["proj_1"], "owners": {}, "system": false},
		"of a system that is retired": {"projects": ["proj_1"], "owners": {"proj_1": [system("ais-1", "retired")]}, "system": false},
		"beside one that is retired": {"projects": ["proj_1"], "owners": {"proj_1": [one, system("ais-2", "retired")]}, "system": true},
		"the register names its system": {"projects": ["proj_1"], "owners": {"proj_1": [one], "vs_1": [one]}, "system": true},
		"the register names another system": {"projects": ["proj_1"], "owners": {"proj_1": [one], "vs_1": [two]}, "system": false},
		"in no project": {"projects": [], "owners": {"vs_1": [one]}, "system": false},
	}
	s := store({"status": "completed"}, tc.projects)
	row := evidence.at(s, ["derived", "project_ids"])
	got := policy.met with input as seen(s, tc.owners)
	got == {"one_system": {row | tc.system}}
}
