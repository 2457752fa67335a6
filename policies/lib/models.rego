# METADATA
# scope: package
# title: What the registry of approved models says about a model by its identifier
# description: Identifiers are compared as their platforms write them. One in the registry may hold * for any text, to approve all versions of a model.
package aismm.lib.models

import data.aismm.lib.iam
import data.aismm.lib.register
import data.aismm.lib.when

# The registered models that an identifier stands for, whatever was decided about them.
named(identifier) := array.concat(exactly, by_pattern) if {
	exactly := [m | some m in input.lookup.record_model.identifiers[identifier]]
	by_pattern := [p.model | some p in patterns; iam.like(p.identifier, identifier)]
}

# Identifiers of the registry that stand for several.
patterns := [{"model": m, "identifier": i} |
	some m in input.records.record_model
	some i in m.config.identifiers
	contains(i, "*")
]

# Those of them that are approved today. An approval without an end does not end.
# What was decided about the very identifier weighs more than what was about all that a pattern stands for.
approved(identifier) := [m | some m in closest(identifier); holds(m)]

closest(identifier) := exactly if {
	exactly := [m | some m in input.lookup.record_model.identifiers[identifier]]
	count(exactly) > 0
} else := named(identifier)

holds(m) if {
	m.config.status == "approved"
	not ended(m)
}

ended(m) if when.past(m.config.expires_at)

# The registry says that production does not use it, and no system in production names it or is named by it.
idle(m) if {
	m.config.in_production == false
	not serves(m)
	not damaged(m)
}

# Which systems it names may be what could not be read.
damaged(m) if count(m.missing) > 0

serves(m) if {
	some s in input.lookup.record_ai_system.model_ids[m.id]
	not register.elsewhere(s)
}

serves(m) if {
	some id in m.config.system_ids
	some s in input.lookup.record_ai_system.id[id]
	not register.elsewhere(s)
}
