# METADATA
# scope: package
# title: Each OpenAI project holds one AI system or one declared family
# custom:
#   remediation: Move the system to a project of its own or register the family, and separate test from production.
package aismm.org.system_boundaries.openai

import data.aismm.lib.evidence

projects := [p | some p in input.resources.openai_project; not archived(p)]

archived(p) if p.config.status == "archived"

subjects contains evidence.subject(p) if some p in projects

systems(p) := [s | some s in input.lookup.record_ai_system.resource_ids[p.id]; not retired(s)]

retired(s) if s.config.status == "retired"

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: it belongs to one system, or to systems of one family
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.one_system contains evidence.shown(p, s, ["config", "resource_ids"]) if {
	some p in projects
	count(systems(p)) == 1
	some s in systems(p)
}

met.one_system contains evidence.shown(p, s, ["config", "family"]) if {
	some p in projects
	all_say(systems(p), "family")
	count(systems(p)) > 1
	some s in systems(p)
}

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: its systems belong to one environment
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.one_environment contains evidence.shown(p, s, ["config", "environment"]) if {
	some p in projects
	all_say(systems(p), "environment")
	some s in systems(p)
}

# All say the same, and say something.
all_say(systems, field) if {
	values := [s.config[field] | some s in systems; s.config[field] != ""]
	count(values) == count(systems)
	count({v | some v in values}) == 1
}
