# METADATA
# scope: package
# title: AI providers that contracts, models, systems and this scan name have been assessed and approved
# custom:
#   survives:
#   - path: record_ai_system config.provider
#     reason: A system that does not name its provider is the subject in its place, and fails.
#   - path: record_ai_system
#     reason: A system whose provider cannot be read is the subject in its place, and unknown.
#   - path: record_contract config.provider_id
#     reason: A contract that does not name its provider is the subject in its place, and fails.
#   - path: record_contract
#     reason: A contract whose provider cannot be read is the subject in its place, and unknown.
#   - path: record_model config.provider_id
#     reason: A model that does not name its provider is the subject in its place, and fails.
#   - path: record_model
#     reason: A model whose provider cannot be read is the subject in its place, and unknown.
#   - path: record_provider config.tenants[*]
#     reason: Where no tenant is of a platform that was read, the platform itself is the subject, and fails. What stands behind the colon decides nothing.
#   remediation: Run the provider assessment, or stop using the provider. Where the register knows it by another name, add that name to its aliases.
package aismm.rsk.providers_in_use_assessed.records

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.when

# A provider is named by the id of its entry in the register, and by what it is called elsewhere where there is none.
subjects contains evidence.named("ai_provider", p.id, s.by) if {
	some s in providers.seen
	some p in providers.entries[s.name]
	not providers.own(p)
}

subjects contains evidence.named("ai_provider", s.name, s.by) if {
	some s in providers.seen
	s.name in providers.unknown
}

# What the register does not say is out of use.
subjects contains evidence.named("ai_provider", p.id, p) if {
	some p in input.records.record_provider
	not p.config.in_use == false
	not providers.own(p)
}

# What does not say whose it is stands for a provider that nobody assessed.
subjects contains evidence.subject(r) if some r in providers.unnamed

# METADATA
# scope: document
# title: it names its provider
# custom:
#   of: [record_ai_system, record_contract, record_model]
#   field: id
#   survives:
#   - path: pass
#     reason: What names its provider is no subject; the provider is.
met.named contains evidence.at(s.by, ["id"]) if some s in providers.named

provider(p) := {"ref": concat(":", ["ai_provider", p.id])}

# METADATA
# scope: document
# title: the register of providers has it as approved
# custom:
#   of: ai_provider
#   field: id
met.approved contains evidence.shown(provider(p), p, ["config", "status"]) if {
	some p in input.records.record_provider
	p.config.status == "approved"
}

# METADATA
# scope: document
# title: its security was assessed within 36 months
# custom:
#   of: ai_provider
#   field: id
met.assessed contains evidence.shown(provider(p), a, ["config", "completed_at"]) if {
	some p in input.records.record_provider
	some a in assessments.of_provider(p.id)
	when.ns(a.config.completed_at) >= time.add_date(when.now, -3, 0, 0)
}
