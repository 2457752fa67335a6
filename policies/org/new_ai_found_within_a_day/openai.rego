# METADATA
# scope: package
# title: New OpenAI projects are registered within a day
# custom:
#   remediation: Subscribe discovery to the creation of projects in the audit log, and let it open a register entry.
package aismm.org.new_ai_found_within_a_day.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

projects := [p | some p in input.resources.openai_project; not set_aside(p)]

# The window is 30 days long and ends a day ago: what is younger still has time.
set_aside(p) if when.ns(p.config.created_at) > when.now - when.day

set_aside(p) if when.ns(p.config.created_at) < when.now - (31 * when.day)

subjects contains evidence.subject(p) if some p in projects

# METADATA
# scope: document
# title: the register knew it at most 24 hours after its creation
# custom:
#   of: openai_project
#   field: config.created_at
met.found contains evidence.shown(p, s, ["config", "discovered_at"]) if {
	some p in projects
	some s in input.lookup.record_ai_system.resource_ids[p.id]
	when.ns(s.config.discovered_at) - when.ns(p.config.created_at) <= when.day
}
