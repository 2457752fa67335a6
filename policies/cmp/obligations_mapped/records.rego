# METADATA
# scope: package
# title: Legal and contractual obligations are mapped to each AI system
# custom:
#   remediation: Have legal classify the system and list its obligations with the role that law gives the organization; where none applies, have legal record that.
package aismm.cmp.obligations_mapped.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

subjects contains evidence.subject(s) if some s in register.production

# That none applies is an entry as well: a duty called none, with the role and the review.
mapped := [s | some s in register.production; count(s.config.obligations) > 0]

# METADATA
# scope: document
# title: it lists its obligations
# custom:
#   of: record_ai_system
#   field: config.obligations
met.listed contains evidence.at(s, ["config", "obligations"]) if {
	some s in mapped
	count([o | some o in s.config.obligations; not named(o)]) == 0
}

named(o) if o.duty != ""

# METADATA
# scope: document
# title: each obligation states the role that law gives the organization
# custom:
#   of: record_ai_system
#   field: config.obligations
met.role contains evidence.at(s, ["config", "obligations"]) if {
	some s in mapped
	count([o | some o in s.config.obligations; not in_a_role(o)]) == 0
}

in_a_role(o) if o.legal_role != ""

# METADATA
# scope: document
# title: somebody of the legal function reviewed each obligation
# custom:
#   of: record_ai_system
#   field: config.obligations
met.reviewed_by_legal contains evidence.shown(s, p, ["config", "function"]) if {
	some s in mapped
	count([o | some o in s.config.obligations; count(lawyers(o)) == 0]) == 0
	some o in s.config.obligations
	some p in lawyers(o)
}

lawyers(o) := [p | some p in input.lookup.record_person.id[o.reviewed_by]; lower(p.config.function) in legal]

legal := {lower(f) | some f in input.settings.legal_functions}

# METADATA
# scope: document
# title: each obligation was reviewed within 24 months
# custom:
#   of: record_ai_system
#   field: config.obligations
met.current contains evidence.at(s, ["config", "obligations"]) if {
	some s in mapped
	count([o | some o in s.config.obligations; not recent(o)]) == 0
}

recent(o) if when.within_days(o.reviewed_at, 730)
