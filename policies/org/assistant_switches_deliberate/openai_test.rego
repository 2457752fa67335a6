package aismm.org.assistant_switches_deliberate.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.assistant_switches_deliberate.openai as policy

org := fixture.boundary("openai:org-example")

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

active := project({"status": "active"})

tools(enabled) := fixture.resource("openai_hosted_tool_permission", "proj_1/hosted_tool_permissions", {
	"config": {t: {"enabled": e} | some t, e in enabled},
	"derived": {"project_id": "proj_1"},
})

retention(of, type) := fixture.resource("openai_data_retention", of.id, {"config": {"type": type}, "derived": of.derived})

of_project := {"id": "proj_1/data_retention", "derived": {"level": "project", "project_id": "proj_1"}}

of_other := {"id": "proj_2/data_retention", "derived": {"level": "project", "project_id": "proj_2"}}

of_org := {"id": "org-example/data_retention", "derived": {"level": "organization"}}

chosen := {
	"openai_hosted_tools": {"mcp": false, "web_search": true},
	"openai_project_retention": "zero_data_retention", "openai_organization_retention": "modified_abuse_monitoring",
}

seen(p, permissions, retentions, settings) := {
	"boundary": org, "settings": settings,
	"resources": {"openai_project": [p], "openai_hosted_tool_permission": permissions, "openai_data_retention": retentions},
	"lookup": {"openai_project": {"id": {"proj_1": [p]}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": active, "judged": true},
		"status not said": {"project": project({}), "judged": true},
		"archived": {"project": project({"status": "archived"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [], [], chosen)
	got == {evidence.subject(org)} | {x | tc.judged; x := evidence.subject(tc.project)}
}

test_tools[name] if {
	some name, tc in {
		"as chosen": {"tools": {"mcp": false, "web_search": true, "file_search": true}, "settings": chosen, "met": {"mcp", "web_search"}, "blamed": set()},
		"one is on": {"tools": {"mcp": true, "web_search": true}, "settings": chosen, "met": set(), "blamed": {"mcp"}},
		"one is off": {"tools": {"mcp": false, "web_search": false}, "settings": chosen, "met": set(), "blamed": {"web_search"}},
		"one is not said": {"tools": {"web_search": true}, "settings": chosen, "met": set(), "blamed": {"mcp"}},
		"nothing chosen": {"tools": {"mcp": false}, "settings": {}, "met": set(), "blamed": set()},
	}
	t := tools(tc.tools)
	got := {"met": policy.met.tools, "blamed": policy.violations.tools} with input as seen(active, [t], [], tc.settings)
	got == {
		"met": {evidence.shown(active, t, ["config", tool, "enabled"]) | some tool in tc.met},
		"blamed": {evidence.shown(active, t, ["config", tool, "enabled"]) | some tool in tc.blamed},
	}
}

test_tools_of_another_project_decide_nothing if {
	other := fixture.resource("openai_hosted_tool_permission", "proj_2/hosted_tool_permissions", {
		"config": {"mcp": {"enabled": false}, "web_search": {"enabled": true}},
		"derived": {"project_id": "proj_2"},
	})
	got := {"met": policy.met.tools, "blamed": policy.violations.tools} with input as seen(active, [other], [], chosen)
	got == {"met": set(), "blamed": set()}
}

test_an_archived_project_is_left_alone if {
	gone := project({"status": "archived"})
	t := tools({"mcp": false, "web_search": true})
	got := {"met": policy.met, "blamed": policy.violations} with input as seen(gone, [t], [retention(of_project, "zero_data_retention")], chosen)
	got == {"met": {"tools": set(), "project_retention": set(), "organization_retention": set()}, "blamed": {"tools": set()}}
}

test_retention[name] if {
	zero := "zero_data_retention"
	modified := "modified_abuse_monitoring"
	some name, tc in {
		"as chosen": {"retentions": [retention(of_project, zero), retention(of_org, modified)], "settings": chosen, "project": true, "org": true},
		"swapped": {"retentions": [retention(of_project, modified), retention(of_org, zero)], "settings": chosen, "project": false, "org": false},
		"another project's": {"retentions": [retention(of_other, zero)], "settings": chosen, "project": false, "org": false},
		"a project's is not the organization's": {"retentions": [retention(of_project, modified)], "settings": chosen, "project": false, "org": false},
		"type not said": {"retentions": [retention(of_project, null), retention(of_org, null)], "settings": chosen, "project": false, "org": false},
		"nothing chosen": {"retentions": [retention(of_project, zero), retention(of_org, modified)], "settings": {}, "project": false, "org": false},
	}
	got := {"project": policy.met.project_retention, "org": policy.met.organization_retention} with input as seen(active, [], tc.retentions, tc.settings)
	got == {
		"project": {row | tc.project; row := evidence.shown(active, tc.retentions[0], ["config", "type"])},
		"org": {row | tc.org; row := evidence.shown(org, tc.retentions[1], ["config", "type"])},
	}
}
