package aismm.org.new_ai_found_within_a_day.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.new_ai_found_within_a_day.openai as policy

# 10 November 2026, noon.
noon := 1794312000

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"created_at": noon})

seen(project, systems) := {
	"as_of": fixture.as_of, "resources": {"openai_project": [project]},
	"lookup": {"record_ai_system": {"resource_ids": {"proj_1": systems}}},
}

test_subjects[name] if {
	some name, tc in {
		"in the window": {"project": p, "judged": true},
		"archived since": {"project": project({"created_at": noon, "status": "archived"}), "judged": true},
		"creation not said": {"project": project({}), "judged": true},
		"a day old": {"project": project({"created_at": 1795078800}), "judged": true},
		"younger": {"project": project({"created_at": 1795078801}), "judged": false},
		"31 days old": {"project": project({"created_at": 1792486800}), "judged": true},
		"older": {"project": project({"created_at": 1792486799}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [])
	got == {x | tc.judged; x := evidence.subject(tc.project)}
}

test_found[name] if {
	some name, tc in {
		"the same day": {"project": p, "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": true},
		"planned before": {"project": p, "config": {"discovered_at": "2026-11-01T00:00:00Z"}, "met": true},
		"24 hours": {"project": p, "config": {"discovered_at": "2026-11-11T12:00:00Z"}, "met": true},
		"a second later": {"project": p, "config": {"discovered_at": "2026-11-11T12:00:01Z"}, "met": false},
		"not said": {"project": p, "config": {}, "met": false},
		"creation not said": {"project": project({}), "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": false},
	}
	s := fixture.record("record_ai_system", "ais-1", tc.config)
	got := policy.met with input as seen(tc.project, [s])
	got == {"found": {row | tc.met; row := evidence.shown(tc.project, s, ["config", "discovered_at"])}}
}

test_nobody_registered_it if {
	got := policy.met with input as seen(p, [])
	got == {"found": set()}
}
