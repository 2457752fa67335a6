# METADATA
# scope: package
# title: The assessment reaches the tenant of every approved provider that can be read
# custom:
#   remediation: Grant the read role in the missing account or add the missing admin key to the configuration of this tool.
package aismm.org.ai_estate_in_view.records

import data.aismm.lib.evidence
import data.aismm.lib.when

providers := [p | some p in input.records.record_provider; not set_aside(p)]

set_aside(p) if p.config.status in {"candidate", "rejected", "retired"}

set_aside(p) if p.config.api_collectable == false

subjects contains evidence.subject(p) if some p in providers

# A tenant may have many scopes, such as regions: one that was not read leaves it unread, unless it was left out on purpose.
fresh := {boundary(e) | some e in input.ledger; read(e)}

stale := {boundary(e) | some e in input.ledger; not read(e); not e.status == "skipped"}

read(e) if {
	e.status == "collected"
	when.within_days(e.last_read, 30)
}

boundary(e) := concat(":", [e.scope.provider, e.scope.account])

# METADATA
# scope: document
# title: this scan read its tenants to the end within 30 days
# custom:
#   of: record_provider
#   field: config.tenants
met.read contains evidence.at(p, ["config", "tenants"]) if {
	some p in providers
	tenants := {t | some t in p.config.tenants}
	count(tenants) > 0
	count(tenants - (fresh - stale)) == 0
}
