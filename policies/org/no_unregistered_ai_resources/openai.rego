# METADATA
# scope: package
# title: Every OpenAI project belongs to a registered AI system
# custom:
#   remediation: Register the system and its owner, or archive the project.
package aismm.org.no_unregistered_ai_resources.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

projects := [p | some p in input.resources.openai_project; not set_aside(p)]

set_aside(p) if p.config.status == "archived"

# A new project has 7 days.
set_aside(p) if when.ns(p.config.created_at) > when.now - (7 * when.day)

subjects contains evidence.subject(p) if some p in projects

# METADATA
# scope: document
# title: a system that is not retired names it
# custom:
#   of: openai_project
#   field: id
met.registered contains evidence.shown(p, s, ["config", "resource_ids"]) if {
	some p in projects
	some s in input.lookup.record_ai_system.resource_ids[p.id]
	s.config.status in {"planned", "test", "production"}
}
