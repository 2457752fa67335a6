# METADATA
# scope: package
# title: OpenAI production projects run code and reach servers only behind an approval gate
# custom:
#   remediation: Switch the code interpreter and remote servers off in the project, or put a person or an enforced policy before what they do and enter the gate in the register.
package aismm.app.human_approval_for_impact.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(p) if some p in openai.in_production

# The switches of production projects, each with its project.
switches := [{"project": p, "switches": t} |
	some t in input.resources.openai_hosted_tool_permission
	some p in input.lookup.openai_project.id[t.derived.project_id]
	openai.serving(p)
]

# Projects all systems of which have a gate.
gated := {p.id |
	some p in openai.in_production
	owners := openai.owners(p.id)
	count(owners) > 0
	count([s | some s in owners; not gate(s)]) == 0
}

gate(s) if s.config.approval_gate in {"enforced_policy", "human"}

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: the code interpreter is off, or its systems have a gate
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.code contains row if {
	some x in switches
	some row in behind_a_gate(x, "code_interpreter")
}

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: remote servers are off, or its systems have a gate
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.servers contains row if {
	some x in switches
	some row in behind_a_gate(x, "mcp")
}

behind_a_gate(x, tool) := array.concat(
	[evidence.shown(x.project, x.switches, ["config", tool, "enabled"]) | x.switches.config[tool].enabled == false],
	[evidence.at(x.project, ["id"]) | x.project.id in gated],
)
