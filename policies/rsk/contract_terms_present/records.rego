# METADATA
# scope: package
# title: Contracts with AI providers hold the security terms that matter
# custom:
#   remediation: Negotiate the missing clause, or write down where it stands. Where the provider refuses, record an exception with a compensating measure.
package aismm.rsk.contract_terms_present.records

import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.when

subjects contains evidence.subject(c) if some c in providers.in_force

# METADATA
# scope: document
# title: it obliges the provider to tell of a breach within 72 hours
# custom:
#   of: record_contract
#   field: config.clauses
met.breach_notice contains evidence.at(c, ["config", "clauses", i]) if {
	some c in providers.in_force
	some i, clause in c.config.clauses
	clause.type == "breach_notice"
	clause.ref != ""
	clause.hours >= 0
	clause.hours <= 72
}

# METADATA
# scope: document
# title: it says who else may process the data
# custom:
#   of: record_contract
#   field: config.clauses
met.subprocessors contains evidence.at(c, ["config", "clauses", i]) if {
	some c in providers.in_force
	some i, clause in c.config.clauses
	clause.type == "subprocessors"
	clause.ref != ""
}

# METADATA
# scope: document
# title: it says where data is processed
# custom:
#   of: record_contract
#   field: config.clauses
met.data_location contains evidence.at(c, ["config", "clauses", i]) if {
	some c in providers.in_force
	some i, clause in c.config.clauses
	clause.type == "data_location"
	clause.ref != ""
}

# METADATA
# scope: document
# title: it obliges the provider to delete data at the end
# custom:
#   of: record_contract
#   field: config.clauses
met.deletion_at_exit contains evidence.at(c, ["config", "clauses", i]) if {
	some c in providers.in_force
	some i, clause in c.config.clauses
	clause.type == "deletion_at_exit"
	clause.ref != ""
}

# METADATA
# scope: document
# title: it gives a right to audit, or to an independent report
# custom:
#   of: record_contract
#   field: config.clauses
met.audit_or_report contains evidence.at(c, ["config", "clauses", i]) if {
	some c in providers.in_force
	some i, clause in c.config.clauses
	clause.type == "audit_or_report"
	clause.ref != ""
}

# METADATA
# scope: document
# title: it has not run out
# custom:
#   of: record_contract
#   field: config.expires_at
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"} # empty when it does not end, says the kind
met.current contains evidence.at(c, ["config", "expires_at"]) if {
	some c in providers.in_force
	not run_out(c)
}

run_out(c) if when.past(c.config.expires_at)
