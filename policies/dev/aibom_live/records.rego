# METADATA
# scope: package
# title: The bill of materials of what runs is made by its build and matched to new threats within a day
# custom:
#   remediation: Emit the bill in the build, record the build that runs, and match the inventory of bills with the feeds at least daily.
package aismm.dev.aibom_live.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not elsewhere(s)]

# Built by others.
elsewhere(s) if s.config.built_by in {"vendor", "integrator"}

subjects contains evidence.subject(s) if some s in systems

# Bills that the build which runs has made.
bills(s) := [b |
	some b in input.lookup.record_aibom.system_id[s.id]
	b.config.generated_by == "build"
	b.config.build_id != ""
	b.config.build_id == s.config.build_id
]

# METADATA
# scope: document
# title: the build that runs made a bill of materials
# custom:
#   of: record_ai_system
#   field: config.build_id
met.built contains evidence.shown(s, b, ["config", "generated_by"]) if {
	some s in systems
	some b in bills(s)
}

# METADATA
# scope: document
# title: that bill was matched with feeds of weaknesses within 24 hours
# custom:
#   of: record_ai_system
#   field: id
met.matched contains evidence.shown(s, b, ["config", "last_matched_at"]) if {
	some s in systems
	some b in bills(s)
	when.within_days(b.config.last_matched_at, 1)
}
