# METADATA
# scope: package
# title: Hosted tools that OpenAI projects may call are approved for their systems
# custom:
#   remediation: Switch the hosted tool off in the project, or get it approved for the system and enter it in the tool registry under its name in the API.
package aismm.app.only_approved_tools.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(p) if some p in openai.active

# All that the reply tells of (openai-go, ProjectHostedToolPermissions).
tools := ["code_interpreter", "file_search", "image_generation", "mcp", "web_search"]

# The switches of active projects, each with its project and what may be on.
switches := [{"project": p, "switches": t, "on": [tool | some tool in tools; not t.config[tool].enabled == false]} |
	some t in input.resources.openai_hosted_tool_permission
	some p in input.lookup.openai_project.id[t.derived.project_id]
	not openai.archived(p)
]

# The tools that are approved for a system of a project.
approved := {p.id: names |
	some p in openai.active
	names := {name |
		some s in openai.owners(p.id)
		some name in tools
		some t in input.lookup.record_approved_tool.client_ids[name]
		t.config.status == "approved"
		serves(t, s)
	}
}

# The registry of tools and the register of systems each may say so.
serves(t, s) if s.id in t.config.system_ids

serves(t, s) if t.id in s.config.approved_tool_ids

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: each hosted tool that is on is approved for its system
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.approved contains evidence.shown(x.project, x.switches, ["config", tool, "enabled"]) if {
	some x in switches
	count([on | some on in x.on; not on in approved[x.project.id]]) == 0
	some tool in tools
	is_boolean(x.switches.config[tool].enabled)
}

violations.approved contains evidence.shown(x.project, x.switches, ["config", tool, "enabled"]) if {
	some x in switches
	some tool in x.on
	not tool in approved[x.project.id]
}
