# METADATA
# scope: package
# title: Contracts forbid providers to train on the organization's content
# custom:
#   survives:
#   - path: record_ai_system config.provider
#     reason: The register says that the provider is out of use, and a system that names no provider does not say otherwise. RSK-L2-1 fails it.
#   - path: record_model config.provider_id
#     reason: The register says that the provider is out of use, and a model that names no provider does not say otherwise. RSK-L2-1 fails it.
#   - path: record_provider config.name
#     reason: The register says that the provider is out of use, and goes by no other name in it. RSK-L2-1 then fails the name that is seen.
#   remediation: Have the clause added, or move to the provider's business terms, and enter where it stands.
package aismm.dat.no_training_on_our_data.records

import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.when

judged := [p | some p in input.records.record_provider; not set_aside(p)]

set_aside(p) if providers.idle(p)

# The organization has no contract with itself.
set_aside(p) if providers.own(p)

# All its tenants are of this scan, where they are judged by what they show.
set_aside(p) if {
	count(p.config.tenants) > 0
	count([t | some t in p.config.tenants; not t in read]) == 0
}

read := {concat(":", [e.scope.provider, e.scope.account]) |
	some e in input.ledger
	e.scope.provider in {"aws", "openai"}
	not e.status == "skipped"
}

subjects contains evidence.subject(p) if some p in judged

contracts := [{"provider": p, "contract": c} |
	some p in input.records.record_provider
	some c in found(p)
	c.config.status == "in_force"
	not ended(c)
]

# Contracts with it, by whatever name they call it.
found(p) := [c |
	some name in (({p.id} | {n | n := p.config.name}) | {n | some n in p.config.aliases})
	some c in input.lookup.record_contract.provider_id[name]
]

ended(c) if when.past(c.config.expires_at)

# METADATA
# scope: document
# title: a contract in force forbids training on the organization's content
# custom:
#   of: record_provider
#   field: id
#   absent: # a contract that names no end does not end, and a provider goes by no name that its entry does not state
#     config.aliases: []
#     config.expires_at: null
#     config.name: ""
met.forbidden contains evidence.shown(x.provider, x.contract, ["config", "training_on_customer_data"]) if {
	some x in contracts
	x.contract.config.training_on_customer_data == "prohibited"
}

# METADATA
# scope: document
# title: such a contract names the clause
# custom:
#   of: record_provider
#   field: id
#   absent: # a contract that names no end does not end, and a provider goes by no name that its entry does not state
#     config.aliases: []
#     config.expires_at: null
#     config.name: ""
met.clause contains evidence.shown(x.provider, x.contract, ["config", "clause_ref"]) if {
	some x in contracts
	x.contract.config.training_on_customer_data == "prohibited"
	x.contract.config.clause_ref != ""
}

# METADATA
# scope: document
# title: no other contract with it that may be in force permits that
# custom:
#   of: record_provider
#   field: id
#   absent: # a provider goes by no name that its entry does not state
#     config.aliases: []
#     config.name: ""
met.nowhere_permitted contains evidence.at(p, ["id"]) if {
	some p in input.records.record_provider
	count(found(p)) > 0
	count([c | some c in found(p); not harmless(c)]) == 0
}

harmless(c) if c.config.training_on_customer_data in {"prohibited", "not_addressed"}

harmless(c) if c.config.status in {"draft", "expired", "terminated"}

harmless(c) if ended(c)
