# METADATA
# scope: package
# title: Vector stores at OpenAI are reachable only by their own system
# custom:
#   remediation: Give each system a project of its own, and create its vector stores there.
package aismm.dat.vector_store_access_limited.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

stores := [s | some s in input.resources.openai_vector_store; not s.config.status == "expired"]

subjects contains evidence.subject(s) if some s in stores

# A store has no member that names its project: the collector adds the projects whose keys list it.
# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: its projects serve one system, the one that owns it
# custom:
#   of: openai_vector_store
#   field: derived.project_ids
#   absent: {config.status: production}
met.one_system contains evidence.at(s, ["derived", "project_ids"]) if {
	some s in stores
	count(served(s)) == 1
	not "unregistered" in served(s)
	every owner in openai.owners(s.id) { owner.id in served(s) }
}

# The systems of all projects that list a store. A project that nobody registered may serve anybody.
served(s) := {owner |
	some id in s.derived.project_ids
	some owner in of_project(id)
}

of_project(id) := {"unregistered"} if count(openai.owners(id)) == 0

of_project(id) := {o.id | some o in openai.owners(id)} if count(openai.owners(id)) > 0
