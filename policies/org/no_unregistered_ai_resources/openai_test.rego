package aismm.org.no_unregistered_ai_resources.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.no_unregistered_ai_resources.openai as policy

good := {"status": "active", "created_at": 1767225600} # 1 January 2026

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

seen(p, systems) := {
	"as_of": fixture.as_of, "resources": {"openai_project": [p]},
	"lookup": {"record_ai_system": {"resource_ids": {"proj_1": systems}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"creation not said": {"config": object.remove(good, ["created_at"]), "judged": true},
		"archived": {"config": object.union(good, {"status": "archived"}), "judged": false},
		"a week old": {"config": object.union(good, {"created_at": 1794560400}), "judged": true},
		"a second younger": {"config": object.union(good, {"created_at": 1794560401}), "judged": false},
	}
	p := project(tc.config)
	got := policy.subjects with input as seen(p, [])
	got == {x | tc.judged; x := evidence.subject(p)}
}

test_registered[name] if {
	some name, tc in {
		"production": {"config": {"status": "production"}, "met": true},
		"test": {"config": {"status": "test"}, "met": true},
		"planned": {"config": {"status": "planned"}, "met": true},
		"retired": {"config": {"status": "retired"}, "met": false},
		"status not said": {"config": {}, "met": false},
	}
	p := project(good)
	s := fixture.record("record_ai_system", "ais-1", tc.config)
	got := policy.met with input as seen(p, [s])
	got == {"registered": {row | tc.met; row := evidence.shown(p, s, ["config", "resource_ids"])}}
}

test_nobody_names_it if {
	got := policy.met with input as seen(project(good), [])
	got == {"registered": set()}
}
