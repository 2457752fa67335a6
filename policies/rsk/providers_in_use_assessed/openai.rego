# METADATA
# scope: package
# title: OpenAI is an approved and assessed provider of this tenant
# custom:
#   remediation: Assess the provider for this tenant and enter the decision in the register of providers, or close the tenant.
package aismm.rsk.providers_in_use_assessed.openai

import data.aismm.lib.assessments
import data.aismm.lib.evidence
import data.aismm.lib.tenancy
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

approved := [p | some p in tenancy.providers; p.config.status == "approved"]

# METADATA
# scope: document
# title: the register of providers has it as approved
# custom:
#   of: boundary
#   field: id
met.approved contains evidence.shown(input.boundary, p, ["config", "status"]) if {
	some p in approved
}

# METADATA
# scope: document
# title: the security of the provider that is approved was assessed within 36 months
# custom:
#   of: boundary
#   field: id
met.assessed contains evidence.shown(input.boundary, a, ["config", "completed_at"]) if {
	some p in approved
	some a in assessments.of_provider(p.id)
	when.ns(a.config.completed_at) >= time.add_date(when.now, -3, 0, 0)
}
