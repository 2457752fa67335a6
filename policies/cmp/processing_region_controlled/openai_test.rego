package aismm.cmp.processing_region_controlled.openai_test

import data.aismm.cmp.processing_region_controlled.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

system(n, config) := fixture.record("record_ai_system", sprintf("ais-%d", [n]), config)

seen(p, systems) := {
	"resources": {"openai_project": [p]}, "records": {"record_ai_system": systems},
	"lookup": {"record_ai_system": {"resource_ids": {"proj_1": systems}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"config": {"status": "active"}, "judged": true},
		"status not said": {"config": {}, "judged": true},
		"archived": {"config": {"status": "archived"}, "judged": false},
	}
	p := project(tc.config)
	got := policy.subjects with input as seen(p, [])
	got == {s | tc.judged; s := evidence.subject(p)}
}

test_residency[name] if {
	some name, tc in {
		"allowed": {"residency": "EU_STORAGE_PROCESSING", "systems": [{"allowed_regions": ["EU_STORAGE_PROCESSING"]}], "met": true},
		"in another case": {"residency": "EU_STORAGE_PROCESSING", "systems": [{"allowed_regions": ["eu_storage_processing"]}], "met": true},
		"storage alone": {"residency": "JP_STORAGE", "systems": [{"allowed_regions": ["JP_STORAGE_PROCESSING"]}], "met": false},
		"anywhere": {"residency": "GLOBAL", "systems": [{"allowed_regions": ["EU_STORAGE_PROCESSING"]}], "met": false},
		"not restricted": {"residency": "GLOBAL", "systems": [{"allowed_regions": []}], "met": true},
		"restriction not said": {"residency": "GLOBAL", "systems": [{}], "met": true},
		"one of two restricts": {"residency": "GLOBAL", "systems": [{}, {"allowed_regions": ["EU_STORAGE_PROCESSING"]}], "met": false},
		"one that is retired restricts": {"residency": "GLOBAL", "systems": [{}, {"allowed_regions": ["EU_STORAGE_PROCESSING"], "status": "retired"}], "met": true},
		"nobody's": {"residency": "EU_STORAGE_PROCESSING", "systems": [], "met": false},
		"empty": {"residency": "", "systems": [{}], "met": false},
	}
	p := project({"residency": tc.residency})
	got := {"met": policy.met.allowed, "unclear": policy.unclear.allowed} with input as seen(p, [system(n, s) | some n, s in tc.systems])
	got == {"met": {row | tc.met; row := evidence.at(p, ["config", "residency"])}, "unclear": set()}
}

test_residency_not_said if {
	p := project({})
	got := {"met": policy.met.allowed, "unclear": policy.unclear.allowed} with input as seen(p, [system(1, {})])
	got == {"met": set(), "unclear": {evidence.at(p, ["config", "residency"])}}
}

test_a_system_that_was_not_read_whole[name] if {
	some name, tc in {
		"of the project": {"config": {"resource_ids": ["proj_1"]}, "unclear": true},
		"of what is not said": {"config": {}, "unclear": true},
		"of another": {"config": {"resource_ids": ["proj_2"]}, "unclear": false},
	}
	p := project({"residency": "GLOBAL"})
	damaged := object.union(system(1, tc.config), {"missing": ["records:Read"]})
	sound := system(2, {"resource_ids": ["proj_1"]})
	got := policy.unclear.allowed with input as object.union(seen(p, [sound]), {"records": {"record_ai_system": [damaged, sound]}})
	got == {row | tc.unclear; row := evidence.shown(p, damaged, ["config", "allowed_regions"])}
}

test_an_archived_project_is_not_unclear if {
	got := policy.unclear.allowed with input as seen(project({"status": "archived"}), [])
	got == set()
}
