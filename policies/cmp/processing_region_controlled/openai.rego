# METADATA
# scope: package
# title: OpenAI projects store and process data where their systems may
# custom:
#   remediation: Create the project anew with a residency that the system allows, or widen what the system allows after legal review.
package aismm.cmp.processing_region_controlled.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(p) if some p in openai.active

# A system whose status nobody says is in production, as the register has it (lib/register).
# A residency that binds storage alone is allowed where the system lists that very name.
# METADATA
# scope: document
# title: its residency is one that each of its systems allows
# custom:
#   of: openai_project
#   field: config.residency
#   absent: {config.status: production, config.allowed_regions: []}
#   survives:
#   - path: record_ai_system config.resource_ids
#     reason: A system that does not name the project is none of its systems.
met.allowed contains evidence.at(p, ["config", "residency"]) if {
	some p in openai.active
	p.config.residency != ""
	owners := openai.owners(p.id)
	count(owners) > 0
	count([s | some s in owners; not allows(s, p.config.residency)]) == 0
}

unclear.allowed contains evidence.at(p, ["config", "residency"]) if {
	some p in openai.active
	not p.config.residency
}

# What could not be read of a system may be what restricts it.
unclear.allowed contains evidence.shown(p, s, ["config", "allowed_regions"]) if {
	some p in openai.active
	some s in input.records.record_ai_system
	count(s.missing) > 0
	may_own(s, p)
}

may_own(s, p) if p.id in s.config.resource_ids

may_own(s, _) if not s.config.resource_ids

allows(s, residency) if lower(residency) in {lower(r) | some r in s.config.allowed_regions}

# A system that names no regions has no restriction.
allows(s, _) if count(object.get(s.config, "allowed_regions", [])) == 0
