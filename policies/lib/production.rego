# METADATA
# scope: package
# title: What is said not to be in production
package aismm.lib.production

import data.aismm.lib.register
import data.aismm.lib.systems

# Its label says so.
outside(r) if {
	environment := r.tags[input.settings.environment_label]
	environment != ""
	not lower(environment) in {e | some e in input.settings.production_environments}
}

# The register says so, of all systems that it belongs to.
outside(r) if {
	owners := systems.of(r)
	count(owners) > 0
	count([s | some s in owners; not register.elsewhere(s)]) == 0
}
