# METADATA
# scope: package
# title: What is said not to be confidential
package aismm.lib.confidentiality

import data.aismm.lib.systems

# The register says of all systems that it belongs to that they handle nothing confidential. What it says nothing of is confidential.
open(r) if {
	owners := systems.of(r)
	count(owners) > 0
	count([s | some s in owners; not harmless(s)]) == 0
}

# Its classes of data are said, and none of them is confidential.
harmless(s) if {
	classes := {lower(c) | some c in s.config.data_classes}
	count(classes) > 0
	count(classes & confidential) == 0
}

confidential := {lower(c) | some c in input.settings.confidential_data_classes}
