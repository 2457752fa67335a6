# METADATA
# scope: package
# title: Logs of systems that no cloud check reads are kept long enough, encrypted, masked and shielded from change
# custom:
#   remediation: Set retention and key, mask sensitive data, lock the store, and limit who reads it.
package aismm.mon.ai_logs_kept_and_protected.records

import data.aismm.lib.evidence
import data.aismm.lib.register

subjects contains evidence.subject(l) if {
	some l in input.records.record_log_source
	not set_aside(l)
}

set_aside(l) if {
	some s in input.lookup.record_ai_system.id[l.config.system_id]
	register.elsewhere(s)
}

# The log stores of a platform that this scan read are judged there. Those of what the organization runs by itself are not.
set_aside(l) if {
	some s in input.lookup.record_ai_system.id[l.config.system_id]
	s.config.deployment_type in {"paas", "saas"}
	s.config.provider in platforms
}

platforms := {e.scope.provider |
	some e in input.ledger
	e.status in {"collected", "partial"}
	e.scope.provider in {"aws", "azure", "gcp", "microsoft365"}
}

# METADATA
# scope: document
# title: its events are kept for at least 180 days
# custom:
#   of: record_log_source
#   field: config.retention_days
met.retained contains evidence.at(l, ["config", "retention_days"]) if {
	some l in input.records.record_log_source
	l.config.retention_days >= 180
}

# METADATA
# scope: document
# title: it is encrypted with a key of the organization
# custom:
#   of: record_log_source
#   field: config.encrypted
met.own_key contains evidence.at(l, ["config", "encrypted"]) if {
	some l in input.records.record_log_source
	l.config.encrypted == "own_key"
}

# METADATA
# scope: document
# title: sensitive data in it are masked
# custom:
#   of: record_log_source
#   field: config.masked
met.masked contains evidence.at(l, ["config", "masked"]) if {
	some l in input.records.record_log_source
	l.config.masked == true
}

# METADATA
# scope: document
# title: nobody can change or delete its events before their time
# custom:
#   of: record_log_source
#   field: config.immutable
met.immutable contains evidence.at(l, ["config", "immutable"]) if {
	some l in input.records.record_log_source
	l.config.immutable == true
}
