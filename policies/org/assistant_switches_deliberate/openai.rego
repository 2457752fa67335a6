# METADATA
# scope: package
# title: Hosted tools and data retention of OpenAI are as the organization chose
# custom:
#   remediation: Set the hosted tools and the data retention of the project to the chosen values, or change the choice in the settings.
package aismm.org.assistant_switches_deliberate.openai

import data.aismm.lib.evidence

projects := [p | some p in input.resources.openai_project; not archived(p)]

archived(p) if p.config.status == "archived"

subjects contains evidence.subject(p) if some p in projects

subjects contains evidence.subject(input.boundary)

# METADATA
# scope: document
# title: each hosted tool is on or off as chosen
# custom:
#   of: openai_project
#   field: id
met.tools contains evidence.shown(p, t, ["config", tool, "enabled"]) if {
	some t in input.resources.openai_hosted_tool_permission
	some p in input.lookup.openai_project.id[t.derived.project_id]
	not archived(p)
	count(wrong(t)) == 0
	some tool, _ in input.settings.openai_hosted_tools
}

violations.tools contains evidence.shown(p, t, ["config", tool, "enabled"]) if {
	some t in input.resources.openai_hosted_tool_permission
	some p in input.lookup.openai_project.id[t.derived.project_id]
	not archived(p)
	some tool in wrong(t)
}

wrong(t) := [tool | some tool, chosen in input.settings.openai_hosted_tools; not t.config[tool].enabled == chosen]

# METADATA
# scope: document
# title: the data retention control of the project is the chosen one
# custom:
#   of: openai_project
#   field: id
met.project_retention contains evidence.shown(p, r, ["config", "type"]) if {
	some r in input.resources.openai_data_retention
	some p in input.lookup.openai_project.id[r.derived.project_id]
	not archived(p)
	r.config.type == input.settings.openai_project_retention
}

# METADATA
# scope: document
# title: the data retention control of the organization is the chosen one
# custom:
#   of: boundary
#   field: id
met.organization_retention contains evidence.shown(input.boundary, r, ["config", "type"]) if {
	some r in input.resources.openai_data_retention
	r.derived.level == "organization"
	r.config.type == input.settings.openai_organization_retention
}
