package aismm.org.system_boundaries.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.system_boundaries.openai as policy

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

system(id, patch) := fixture.record("record_ai_system", id, object.union({"status": "production", "environment": "production", "family": "fam-1", "resource_ids": ["proj_1"]}, patch))

seen(project, systems) := {
	"resources": {"openai_project": [project]},
	"lookup": {"record_ai_system": {"resource_ids": {"proj_1": systems}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "judged": true},
		"status not said": {"project": project({}), "judged": true},
		"archived": {"project": project({"status": "archived"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [])
	got == {x | tc.judged; x := evidence.subject(tc.project)}
}

test_conditions[name] if {
	some name, tc in {
		"one": {"systems": [system("a", {})], "system": true, "environment": true},
		"one without a family": {"systems": [system("a", {"family": ""})], "system": true, "environment": true},
		"one without an environment": {"systems": [system("a", {"environment": ""})], "system": true, "environment": false},
		"a family": {"systems": [system("a", {}), system("b", {})], "system": true, "environment": true},
		"a family, test and production": {"systems": [system("a", {}), system("b", {"environment": "test"})], "system": true, "environment": false},
		"two families": {"systems": [system("a", {}), system("b", {"family": "fam-2"})], "system": false, "environment": true},
		"two of which one has no family": {"systems": [system("a", {}), system("b", {"family": ""})], "system": false, "environment": true},
		"two without a family": {"systems": [system("a", {"family": ""}), system("b", {"family": ""})], "system": false, "environment": true},
		"none": {"systems": [], "system": false, "environment": false},
		"a retired one": {"systems": [system("a", {"status": "retired"})], "system": false, "environment": false},
	}
	got := policy.met with input as seen(p, tc.systems)
	got == {
		"one_system": {evidence.at(p, ["id"]) | tc.system},
		"one_environment": {evidence.at(p, ["id"]) | tc.environment},
	}
}

test_a_retired_system_does_not_share_the_project if {
	live := system("a", {})
	got := policy.met with input as seen(p, [live, system("b", {"status": "retired", "environment": "test", "family": "fam-2"})])
	got == {condition: {evidence.at(p, ["id"])} | some condition in ["one_system", "one_environment"]}
}

test_what_one_of_two_does_not_say_is_not_shared[field] if {
	some field, condition in {"family": "one_system", "environment": "one_environment"}
	silent := fixture.record("record_ai_system", "b", object.remove(system("b", {}).config, [field]))
	got := policy.met[condition] with input as seen(p, [system("a", {}), silent])
	got == set()
}
