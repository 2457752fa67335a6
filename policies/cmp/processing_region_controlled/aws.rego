# METADATA
# scope: package
# title: Models of Amazon Bedrock are called only where the systems behind the calls may be processed
# custom:
#   remediation: Use a profile, a guardrail profile or a region that the system allows, or widen its allowed regions after legal review; register the system that calls.
package aismm.cmp.processing_region_controlled.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.systems

# A metric that does not say how often a model was called counts.
calls := [u | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0]

used := {concat(" ", [u.region, u.derived.model_id]) | some u in calls}

profiles := [p |
	some p in input.resources.aws_bedrock_inference_profile
	count({concat(" ", [p.region, name]) | some name in [p.id, short(p)]} & used) > 0
]

# Its id is the last part of its ARN.
short(p) := split(p.id, "/")[1]

regions := [s | some s in input.scopes; s.region in {u.region | some u in calls}]

subjects contains evidence.subject(p) if some p in profiles

subjects contains evidence.subject(s) if some s in regions

subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_guardrail

# A profile of AWS has no label: it serves those systems in the region that use the model that it stands for.
owners(p) := systems.of(p) if count(systems.of(p)) > 0

owners(p) := [s |
	some m in input.lookup.record_model.identifiers[short(p)]
	some id in m.config.system_ids
	some s in input.lookup.record_ai_system.id[id]
	not systems.retired(s)
	has_part_in(s, p.region)
] if {
	count(systems.of(p)) == 0
}

# It has something in the region of this account.
has_part_in(s, region) if {
	some id in s.config.resource_ids
	parts := split(id, ":")
	parts[3] == region
	parts[4] == input.boundary.account
}

# A system that names no region may be processed anywhere. A geography, such as eu, is a place of its own, and so is global: regions that
# begin alike, such as London's, are not part of it.
allows(s, _) if count(object.get(s.config, "allowed_regions", [])) == 0

allows(s, place) if place in {lower(allowed) | some allowed in s.config.allowed_regions}

allowed_by_all(list, places) if {
	count(list) > 0
	count(places) > 0
	count([s | some s in list; some place in places; not allows(s, place)]) == 0
}

# The regions that a profile routes to. A model's ARN without a region stands for any; a model without an ARN is nowhere that could be allowed.
places(p) := {place(m) | some m in p.config.models}

place(m) := "global" if split(m.modelArn, ":")[3] == ""

place(m) := region if {
	region := split(m.modelArn, ":")[3]
	region != ""
}

place(m) := "" if not routed(m)

routed(m) if is_string(split(m.modelArn, ":")[3])

# METADATA
# scope: document
# title: every region that it routes to is one that each of its systems allows
# custom:
#   of: aws_bedrock_inference_profile
#   field: config.models
#   absent:
#     config.allowed_regions: [] # a system that states no regions has no restriction
#     config.resource_ids: [] # one that lists no resources has none in this account
#     config.status: production # one that does not say so is not retired
met.routes contains evidence.at(p, ["config", "models"]) if {
	some p in profiles
	allowed_by_all(owners(p), places(p))
}

# METADATA
# scope: document
# title: every system with a resource in the region, of which there is one, may be processed there
# custom:
#   of: scope
#   field: id
#   absent:
#     config.allowed_regions: [] # a system that states no regions has no restriction
#     config.resource_ids: [] # one that lists no resources has none in this account
#     config.status: production # one that does not say so is not retired
met.region contains evidence.at(r, ["id"]) if {
	some r in regions
	allowed_by_all([s | some s in input.records.record_ai_system; not systems.retired(s); has_part_in(s, r.region)], {r.region})
}

# METADATA
# scope: document
# title: every version in use is evaluated in its own region, or in a geography that each of its systems allows
# custom:
#   of: aws_bedrock_guardrail
#   field: config.crossRegionDetails.guardrailProfileId
#   absent:
#     config.crossRegionDetails: null # given for guardrails with a guardrail profile only (Amazon Bedrock API reference, GetGuardrail)
#     parts.GetGuardrail.crossRegionDetails: null # the same, of a version
#     config.allowed_regions: [] # a system that states no regions has no restriction
#     config.status: production # one that does not say so is not retired
met.geography contains evidence.at(g, array.concat(v.path, decides(v.value))) if {
	some g in input.resources.aws_bedrock_guardrail
	versions := guardrails.in_use(g)
	every x in versions { stays(g, x.value) }
	some v in versions
}

stays(_, version) if not version.crossRegionDetails

stays(g, version) if allowed_by_all(systems.of(g), {split(version.crossRegionDetails.guardrailProfileId, ".")[0]})

decides(version) := ["crossRegionDetails"] if not version.crossRegionDetails

decides(version) := ["crossRegionDetails", "guardrailProfileId"] if version.crossRegionDetails
