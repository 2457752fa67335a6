# METADATA
# scope: package
# title: Interactions with AI can be reconstructed on every platform
# custom:
#   remediation: Fix the field that is missing from the log schema, give authorised staff the way to unmask, and repeat the drill on the platform.
#   survives:
#   - path: record_ai_system config.provider
#     reason: A system whose provider nobody names is its own platform, and judged alike.
package aismm.ir.forensic_reconstruction.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.register

# The platform of a system is its provider, as the register names it; a system without one is its own.
platform(s) := s.config.provider if s.config.provider != ""

platform(s) := s.id if not has_provider(s)

has_provider(s) if s.config.provider != ""

subject(name, s) := evidence.named("platform", name, s)

subjects contains subject(platform(s), s) if some s in register.production

exercises(name) := [e | some e in input.lookup.record_exercise.platform[name]]

held(name) := drills.standing(exercises(name), "forensic_drill", 183)

in_time(name) := [e |
	some e in held(name)
	quick(e)
	count([o | some o in exercises(name); slows(o, e)]) == 0
]

# One that took longer since says how long it takes now.
slows(o, e) if {
	not quick(o)
	not drills.other_type(o, "forensic_drill")
	not drills.to_come(o)
	not drills.earlier(o, e)
}

quick(e) if {
	e.config.elapsed_hours >= 0
	e.config.elapsed_hours <= 4
}

# METADATA
# scope: document
# title: a drill within 183 days reconstructed interactions, and none failed since
# custom:
#   of: platform
#   field: id
met.drilled contains evidence.shown(subject(platform(s), s), s, ["config", "provider"]) if {
	some s in register.production
	count(held(platform(s))) > 0
}

# METADATA
# scope: document
# title: the drill took at most 4 hours, and none took more since
# custom:
#   of: platform
#   field: id
met.in_time contains evidence.shown(subject(platform(s), s), s, ["config", "provider"]) if {
	some s in register.production
	count(in_time(platform(s))) > 0
}

# METADATA
# scope: document
# title: such a drill recovered prompt, context, model version, tool calls and identity
# custom:
#   of: platform
#   field: id
met.whole contains evidence.shown(subject(platform(s), s), s, ["config", "provider"]) if {
	some s in register.production
	some e in in_time(platform(s))
	count({"prompt", "context", "model_version", "tool_calls", "identity"} - {f | some f in e.config.fields_recovered}) == 0
}
