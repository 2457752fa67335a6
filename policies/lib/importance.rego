# METADATA
# scope: package
# title: What is said not to be important
package aismm.lib.importance

import data.aismm.lib.register
import data.aismm.lib.systems

# The register says of all systems that it belongs to that they may be down for more than eight hours, or that they are not in production. What it
# says nothing of is important.
minor(r) if {
	owners := systems.of(r)
	count(owners) > 0
	every s in owners { waits(s) }
}

waits(s) if register.patient(s)

waits(s) if register.elsewhere(s)
