# METADATA
# scope: package
# title: Each AI system that was built for the organization has a bill of materials of the version that runs
# custom:
#   remediation: Generate the bill from the build, with models, data, libraries and tools, and store it with the release.
package aismm.dev.aibom_per_system.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not bought(s)]

bought(s) if s.config.built_by == "vendor"

subjects contains evidence.subject(s) if some s in systems

# Bills of the version that runs.
bills(s) := [b |
	some b in input.lookup.record_aibom.system_id[s.id]
	b.config.system_version != ""
	b.config.system_version == s.config.system_version
]

recent(s) := [b | some b in bills(s); when.within_days(b.config.generated_at, 90)]

# METADATA
# scope: document
# title: a bill of materials describes the version that runs
# custom:
#   of: record_ai_system
#   field: config.system_version
met.of_this_version contains evidence.shown(s, b, ["config", "system_version"]) if {
	some s in systems
	some b in bills(s)
}

# METADATA
# scope: document
# title: that bill was made within 90 days
# custom:
#   of: record_ai_system
#   field: id
met.recent contains evidence.shown(s, b, ["config", "generated_at"]) if {
	some s in systems
	some b in recent(s)
}

# METADATA
# scope: document
# title: that bill lists models, data, libraries and tools, or says that there are none
# custom:
#   of: record_ai_system
#   field: id
#   absent: {config.none_declared: []} # a bill that declares nothing absent has to list all four
met.whole contains evidence.shown(s, b, ["config", "component_types"]) if {
	some s in systems
	some b in recent(s)
	count(({"model", "data", "library", "tool"} - {c | some c in b.config.component_types}) - {c | some c in b.config.none_declared}) == 0
}
