# METADATA
# scope: package
# title: Systems over sources with differing rights were tested with users who may read different things
# custom:
#   remediation: Filter on the server side by the rights of the asking user, and test twice a year with a user who may read little.
package aismm.dat.permission_aware_retrieval.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# Systems over one source that all may read alike are not applicable where the register says so.
systems := [s | some s in register.production; not s.config.mixed_entitlements == false]

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: the newest test of what its users may read is not older than 180 days, and was passed
# custom:
#   of: record_ai_system
#   field: config.mixed_entitlements
met.tested contains evidence.at(s, ["config", "mixed_entitlements"]) if {
	some s in systems
	s.config.mixed_entitlements == true
	tests := drills.newest(s, "entitlement_test")
	count(tests) > 0
	count([t | some t in tests; not passed(t)]) == 0
}

passed(t) if {
	t.config.type == "entitlement_test"
	t.config.result == "passed"
	when.within_days(t.config.completed_at, 180)
}

# The register does not say whether rights differ.
unclear.tested contains evidence.at(s, ["config", "mixed_entitlements"]) if {
	some s in systems
	not s.config.mixed_entitlements == true
}

# A test that could not be read whole may be the newest one.
unclear.tested contains evidence.shown(s, e, ["id"]) if {
	some s in systems
	some e in drills.damaged(s, "entitlement_test")
}
