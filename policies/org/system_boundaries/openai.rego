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
met.one_system contains evidence.at(p, ["id"]) if {
	some p in projects
	one_owner(systems(p))
}

one_owner(systems) if count(systems) == 1

one_owner(systems) if all_say(systems, "family")

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: its systems belong to one environment
# custom:
#   of: openai_project
#   field: id
#   absent: {config.status: production}
met.one_environment contains evidence.at(p, ["id"]) if {
	some p in projects
	all_say(systems(p), "environment")
}

# All say the same, and say something.
all_say(systems, field) if {
	values := [s.config[field] | some s in systems; s.config[field] != ""]
	count(values) == count(systems)
	count({v | some v in values}) == 1
}
