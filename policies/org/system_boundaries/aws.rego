# METADATA
# scope: package
# title: Each AWS account with AI in production holds one AI system or one declared family, and no test resources
# custom:
#   remediation: Move the system to an account of its own or register the family, and separate test from production.
package aismm.org.system_boundaries.aws

import data.aismm.lib.evidence
import data.aismm.lib.found
import data.aismm.lib.register
import data.aismm.lib.systems

things := [{"thing": m.thing, "systems": systems.of(m.thing)} | some m in found.made]

# An account holds a production system unless all that it holds belongs to systems that are said to be elsewhere.
production if {
	some t in things
	not only_elsewhere(t)
}

only_elsewhere(t) if {
	count(t.systems) > 0
	count([s | some s in t.systems; not register.elsewhere(s)]) == 0
}

subjects contains evidence.subject(input.boundary) if production

held := [s | some t in things; some s in t.systems]

unowned := [t.thing | some t in things; count(t.systems) == 0]

families := {s.config.family | some s in held; s.config.family != ""}

in_family := {s.id | some s in held; s.config.family in families}

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: all its AI resources belong to one system, or to systems of one family
# custom:
#   of: boundary
#   field: account
#   absent: {config.status: production}
met.one_system contains evidence.at(input.boundary, ["account"]) if {
	production
	count(unowned) == 0
	one_owner
}

one_owner if count({s.id | some s in held}) == 1

one_owner if {
	count({s.id | some s in held} - in_family) == 0
	count(families) == 1
}

# The resources that belong to nobody.
violations.one_system contains evidence.shown(input.boundary, r, ["tags"]) if {
	production
	some r in unowned
}

labelled_otherwise := [t.thing |
	some t in things
	not lower(t.thing.tags[input.settings.environment_label]) in {e | some e in input.settings.production_environments}
	t.thing.tags[input.settings.environment_label] != ""
]

# METADATA
# scope: document
# title: none of its AI resources is labelled as of another environment than production
# custom:
#   of: boundary
#   field: account
met.one_environment contains evidence.at(input.boundary, ["account"]) if {
	production
	count(labelled_otherwise) == 0
}

violations.one_environment contains evidence.shown(input.boundary, r, ["tags", input.settings.environment_label]) if {
	production
	some r in labelled_otherwise
}
