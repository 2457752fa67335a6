package aismm.app.human_approval_for_impact.openai_test

import data.aismm.app.human_approval_for_impact.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

switches(config) := fixture.resource("openai_hosted_tool_permission", "proj_1/hosted_tool_permissions", {"config": config, "derived": {"project_id": "proj_1"}})

system(n, config) := fixture.record("record_ai_system", sprintf("ais-%d", [n]), config)

seen(one, config, systems) := {
	"resources": {"openai_project": [one], "openai_hosted_tool_permission": [switches(config)]},
	"lookup": {"openai_project": {"id": {"proj_1": [one]}}, "record_ai_system": {"resource_ids": {"proj_1": systems}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "systems": [], "judged": true},
		"status not said": {"project": project({}), "systems": [], "judged": true},
		"archived": {"project": project({"status": "archived"}), "systems": [], "judged": false},
		"in test": {"project": p, "systems": [system(1, {"status": "test"})], "judged": false},
		"in production": {"project": p, "systems": [system(1, {"status": "production"})], "judged": true},
	}
	got := policy.subjects with input as seen(tc.project, {}, tc.systems)
	got == {s | tc.judged; s := evidence.subject(tc.project)}
}

on := {"code_interpreter": {"enabled": true}, "mcp": {"enabled": true}}

test_switches[name] if {
	some name, tc in {
		"both off": {"config": {"code_interpreter": {"enabled": false}, "mcp": {"enabled": false}}, "code": true, "servers": true},
		"code on": {"config": {"code_interpreter": {"enabled": true}, "mcp": {"enabled": false}}, "code": false, "servers": true},
		"servers on": {"config": {"code_interpreter": {"enabled": false}, "mcp": {"enabled": true}}, "code": true, "servers": false},
		"not said": {"config": {}, "code": false, "servers": false},
	}
	t := switches(tc.config)
	got := policy.met with input as seen(p, tc.config, [system(1, {"approval_gate": "none"})])
	got == {
		"code": {row | tc.code; row := evidence.shown(p, t, ["config", "code_interpreter", "enabled"])},
		"servers": {row | tc.servers; row := evidence.shown(p, t, ["config", "mcp", "enabled"])},
	}
}

test_gates[name] if {
	some name, tc in {
		"a person": {"systems": [{"approval_gate": "human"}], "met": true},
		"a policy and a person": {"systems": [{"approval_gate": "enforced_policy"}, {"approval_gate": "human"}], "met": true},
		"none": {"systems": [{"approval_gate": "none"}], "met": false},
		"not said": {"systems": [{}], "met": false},
		"one without": {"systems": [{"approval_gate": "human"}, {"approval_gate": "none"}], "met": false},
		"a retired one without": {"systems": [{"approval_gate": "human"}, {"approval_gate": "none", "status": "retired"}], "met": true},
		"nobody's": {"systems": [], "met": false},
	}
	systems := [system(n, s) | some n, s in tc.systems]
	row := evidence.at(p, ["id"])
	got := policy.met with input as seen(p, on, systems)
	got == {c: {row | tc.met} | some c in ["code", "servers"]}
}

test_archived_projects_say_nothing if {
	got := policy.met with input as seen(project({"status": "archived"}), {"code_interpreter": {"enabled": false}, "mcp": {"enabled": false}}, [])
	got == {"code": set(), "servers": set()}
}
