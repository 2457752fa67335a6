package aismm.dat.retention_bounded.openai_test

import data.aismm.dat.retention_bounded.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

org := fixture.boundary("openai:org-example")

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

control(id, derived, type) := fixture.resource("openai_data_retention", id, {"derived": derived, "config": {"type": type}})

store(config) := fixture.resource("openai_vector_store", "vs_1", {"config": config})

file(config) := fixture.resource("openai_file", "file-1", {"config": config})

seen(one, resources, classes) := {
	"as_of": fixture.as_of, "boundary": org,
	"resources": object.union({"openai_project": [one], "openai_data_retention": [], "openai_vector_store": [], "openai_file": []}, resources),
	"settings": {"confidential_data_classes": ["confidential"], "ai_content_retention_days": 30},
	"lookup": {
		"openai_project": {"id": {"proj_1": [one]}},
		"record_ai_system": {"resource_ids": {"proj_1": [fixture.record("record_ai_system", sprintf("ais-%d", [n]), {"data_classes": c, "status": ["production", "retired"][n]}) | some n, c in classes]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"a confidential project": {"project": p, "resources": {}, "classes": [["confidential"]], "want": [p]},
		"nobody's": {"project": p, "resources": {}, "classes": [], "want": [p]},
		"status not said": {"project": project({}), "resources": {}, "classes": [], "want": [p]},
		"archived": {"project": project({"status": "archived"}), "resources": {}, "classes": [], "want": []},
		"nothing confidential any more": {"project": p, "resources": {}, "classes": [["internal"], ["confidential"]], "want": []},
		"nothing confidential": {"project": p, "resources": {}, "classes": [["internal"]], "want": []},
		"a store": {"project": p, "resources": {"openai_vector_store": [store({})]}, "classes": [], "want": [p, store({})]},
		"an expired store": {"project": p, "resources": {"openai_vector_store": [store({"status": "expired"})]}, "classes": [], "want": [p]},
		"a file": {"project": p, "resources": {"openai_file": [file({})]}, "classes": [], "want": [p, file({})]},
	}
	got := policy.subjects with input as seen(tc.project, tc.resources, tc.classes)
	got == {evidence.subject(x) | some x in array.concat([org], tc.want)}
}

test_controlled[name] if {
	some name, tc in {
		"zero": {"type": "zero_data_retention", "met": true},
		"modified": {"type": "modified_abuse_monitoring", "met": true},
		"enhanced zero": {"type": "enhanced_zero_data_retention", "met": true},
		"enhanced modified": {"type": "enhanced_modified_abuse_monitoring", "met": true},
		"none": {"type": "none", "met": false},
	}
	whole := control("org/data_retention", {"level": "organization"}, tc.type)
	own := control("proj_1/data_retention", {"level": "project", "project_id": "proj_1"}, "organization_default")
	got := policy.met.controlled with input as seen(p, {"openai_data_retention": [whole, own]}, [])
	got == {evidence.shown(x, whole, ["config", "type"]) | tc.met; some x in [org, p]}
}

test_its_own_control if {
	whole := control("org/data_retention", {"level": "organization"}, "zero_data_retention")
	own := control("proj_1/data_retention", {"level": "project", "project_id": "proj_1"}, "none")
	got := policy.met.controlled with input as seen(p, {"openai_data_retention": [whole, own]}, [])
	got == {evidence.shown(org, whole, ["config", "type"])}
}

test_store_expires[name] if {
	some name, tc in {
		"in time": {"config": {"expires_after": {"days": 30}}, "met": true},
		"too late": {"config": {"expires_after": {"days": 31}}, "met": false},
		"days not said": {"config": {"expires_after": {}}, "met": false},
		"never": {"config": {}, "met": false},
	}
	s := store(tc.config)
	got := policy.met.store_expires with input as seen(p, {"openai_vector_store": [s]}, [])
	got == {row | tc.met; row := evidence.at(s, ["config", "expires_after", "days"])}
}

# The scan is of 1795165200.
test_file_expires[name] if {
	some name, tc in {
		"in time": {"config": {"created_at": 1780000000, "expires_at": 1782592000}, "met": ["expires_at"]},
		"a second too late": {"config": {"created_at": 1780000000, "expires_at": 1782592001}, "met": []},
		"never, and old": {"config": {"created_at": 1792573199}, "met": []},
		"never, and young": {"config": {"created_at": 1792573200}, "met": ["created_at"]},
		"young, and expires too late": {"config": {"created_at": 1795000000, "expires_at": 1895000000}, "met": ["created_at"]},
		"young, and expires": {"config": {"created_at": 1795000000, "expires_at": 1795000100}, "met": ["created_at", "expires_at"]},
		"of the future": {"config": {"created_at": 1795165201}, "met": []},
		"creation not said": {"config": {"expires_at": 1795165300}, "met": []},
	}
	f := file(tc.config)
	got := policy.met.file_expires with input as seen(p, {"openai_file": [f]}, [])
	got == {evidence.at(f, ["config", field]) | some field in tc.met}
}
