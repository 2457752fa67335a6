# METADATA
# scope: package
# title: Model releases and retirements of approved providers are decided within five working days
# custom:
#   remediation: Subscribe to the release feeds, let a release start the evaluation suite, and publish its decision to the list of approved models.
package aismm.rsk.releases_assessed_fast.records

import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.providers
import data.aismm.lib.when
import data.aismm.lib.workdays

releases := [r | some r in input.records.record_model_release; not set_aside(r)]

set_aside(r) if when.ns(r.config.announced_at) < when.now - (180 * when.day)

# There is time left to decide on it.
set_aside(r) if workdays.end(r.config.announced_at, 5) > when.now

# The register knows its provider, and does not have it as approved.
set_aside(r) if {
	some p in input.lookup.record_provider.id[r.config.provider_id]
	providers.elsewhere(p)
}

subjects contains evidence.subject(r) if some r in releases

# METADATA
# scope: document
# title: it was decided on within five working days
# custom:
#   of: record_model_release
#   field: config.decided_at
met.in_time contains evidence.at(r, ["config", "decided_at"]) if {
	some r in releases
	when.past(r.config.decided_at)
	when.ns(r.config.decided_at) >= workdays.midnight(r.config.announced_at)
	when.ns(r.config.decided_at) < workdays.end(r.config.announced_at, 5)
}

# METADATA
# scope: document
# title: it was approved, rejected or deferred
# custom:
#   of: record_model_release
#   field: config.outcome
met.decided contains evidence.at(r, ["config", "outcome"]) if {
	some r in releases
	r.config.outcome in {"approved", "rejected", "deferred"}
}

# METADATA
# scope: document
# title: production did not use it before the decision
# custom:
#   of: record_model_release
#   field: config.decided_at
met.not_used_before contains evidence.at(r, ["config", "decided_at"]) if {
	some r in releases
	when.past(r.config.decided_at)
	count(r.config.identifiers) > 0
	count(used_before(r)) == 0
}

# What is withdrawn was used, and rightly so.
met.not_used_before contains evidence.at(r, ["config", "type"]) if {
	some r in releases
	r.config.type == "retirement"
}

violations.not_used_before contains evidence.shown(r, m, ["config", "first_used_at"]) if {
	some r in releases
	not r.config.type == "retirement"
	some m in used_before(r)
}

used_before(r) := [m |
	some id in r.config.identifiers
	some m in models.named(id)
	not in_order(m, r)
]

in_order(m, _) if m.config.in_production == false

in_order(m, r) if when.ns(m.config.first_used_at) >= when.ns(r.config.decided_at)
