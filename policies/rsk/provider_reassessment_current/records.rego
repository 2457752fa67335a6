# METADATA
# scope: package
# title: Approved providers in use are reassessed on a fixed cadence
# custom:
#   survives:
#   - path: record_ai_system config.provider
#     reason: The register says that the provider is out of use, and a system that names no provider does not say otherwise. RSK-L2-1 fails it.
#   - path: record_contract config.provider_id
#     reason: The register says that the provider is out of use, and a contract that names no provider does not say otherwise. RSK-L2-1 fails it.
#   - path: record_model config.provider_id
#     reason: The register says that the provider is out of use, and a model that names no provider does not say otherwise. RSK-L2-1 fails it.
#   - path: record_provider config.tenants
#     reason: The register says that the provider is out of use, and names no tenant of it. RSK-L2-1 then fails the platform that was read.
#   remediation: Schedule the reassessment, close what blocks, and restrict new use of the provider until both are done.
package aismm.rsk.provider_reassessment_current.records

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.when

in_use := [p | some p in providers.approved; not providers.idle(p)]

subjects contains evidence.subject(p) if some p in in_use

# METADATA
# scope: document
# title: its last assessment is not older than 12 months where much depends on it, otherwise 24
# custom:
#   of: record_provider
#   field: config.criticality
met.recent contains evidence.shown(p, a, ["config", "completed_at"]) if {
	some p in in_use
	some a in assessments.of_provider(p.id)
	when.within_days(a.config.completed_at, cadence(p))
}

# Of a provider that does not say how much depends on it, much may.
cadence(p) := 730 if providers.lesser(p)

cadence(p) := 365 if not providers.lesser(p)

# METADATA
# scope: document
# title: no blocking finding about it is open past its date
# custom:
#   of: record_provider
#   field: id
met.no_overdue_blocker contains evidence.at(p, ["id"]) if {
	some p in in_use
	count(assessments.of_provider(p.id)) > 0
	count(blocked(p)) == 0
}

violations.no_overdue_blocker contains evidence.shown(p, a, ["config", "findings"]) if {
	some p in in_use
	some a in blocked(p)
}

# Of assessments that do not say what they are about or whether they are complete, the findings count as well.
blocked(p) := [a |
	some a in input.lookup.record_risk_assessment.provider_id[p.id]
	not other_type(a)
	not clear(a)
]

other_type(a) if a.config.type != "provider"

# An assessment that lists no findings does not say that there are none.
clear(a) if {
	is_array(a.config.findings)
	count([f | some f in a.config.findings; not in_hand(f)]) == 0
}

in_hand(f) if f.severity in {"low", "medium", "high"}

in_hand(f) if when.past(f.closed_at)

# A blocking finding without a date that is still open is overdue: nothing says that it has time.
in_hand(f) if when.future(f.due_at)
