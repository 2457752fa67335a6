package aismm.app.only_approved_tools.openai_test

import data.aismm.app.only_approved_tools.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

off := {tool: {"enabled": false} | some tool in policy.tools}

switches(config) := fixture.resource("openai_hosted_tool_permission", "proj_1/hosted_tool_permissions", {"config": object.union(off, config), "derived": {"project_id": "proj_1"}})

tool(config) := fixture.record("record_approved_tool", "tool-1", object.union({"status": "approved", "client_ids": ["web_search"]}, config))

system(config) := fixture.record("record_ai_system", "ais-1", config)

seen(one, permissions, tools, systems) := {
	"resources": {"openai_project": [one], "openai_hosted_tool_permission": permissions},
	"lookup": {
		"openai_project": {"id": {"proj_1": [one]}},
		"record_approved_tool": {"client_ids": {name: [t | some t in tools; name in t.config.client_ids] | some t in tools; some name in t.config.client_ids}},
		"record_ai_system": {"resource_ids": {"proj_1": systems}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "judged": true},
		"status not said": {"project": project({}), "judged": true},
		"archived": {"project": project({"status": "archived"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [], [], [])
	got == {s | tc.judged; s := evidence.subject(tc.project)}
}

web := {"web_search": {"enabled": true}}

test_tools[name] if {
	for_it := {"system_ids": ["ais-1"]}
	some name, tc in {
		"all off": {"config": {}, "tool": {}, "system": {}, "blamed": []},
		"approved for the system": {"config": web, "tool": for_it, "system": {}, "blamed": []},
		"as the system says": {"config": web, "tool": {}, "system": {"approved_tool_ids": ["tool-1"]}, "blamed": []},
		"for nobody": {"config": web, "tool": {}, "system": {}, "blamed": ["web_search"]},
		"for another system": {"config": web, "tool": {"system_ids": ["ais-2"]}, "system": {"approved_tool_ids": ["tool-2"]}, "blamed": ["web_search"]},
		"waiting": {"config": web, "tool": object.union(for_it, {"status": "waiting"}), "system": {}, "blamed": ["web_search"]},
		"a system that is retired": {"config": web, "tool": for_it, "system": {"status": "retired"}, "blamed": ["web_search"]},
		"another tool": {"config": {"mcp": {"enabled": true}}, "tool": for_it, "system": {}, "blamed": ["mcp"]},
		"one of two": {"config": object.union(web, {"mcp": {"enabled": true}}), "tool": for_it, "system": {}, "blamed": ["mcp"]},
		"a switch that is not said": {"config": {"code_interpreter": {"enabled": null}}, "tool": for_it, "system": {}, "blamed": ["code_interpreter"]},
	}
	t := switches(tc.config)
	got := {"met": policy.met, "blamed": policy.violations} with input as seen(p, [t], [tool(tc.tool)], [system(tc.system)])
	got == {
		"met": {"approved": {evidence.shown(p, t, ["config", x, "enabled"]) | count(tc.blamed) == 0; some x in policy.tools}},
		"blamed": {"approved": {evidence.shown(p, t, ["config", x, "enabled"]) | some x in tc.blamed}},
	}
}

test_nobody_says_which_tools_are_on if {
	t := object.union(switches({}), {"config": null})
	got := {"met": policy.met.approved, "blamed": {row.path[1] | some row in policy.violations.approved}} with input as seen(p, [t], [tool({})], [system({})])
	got == {"met": set(), "blamed": {x | some x in policy.tools}}
}

test_archived_projects_say_nothing if {
	got := policy.met with input as seen(project({"status": "archived"}), [switches({})], [], [])
	got == {"approved": set()}
}
