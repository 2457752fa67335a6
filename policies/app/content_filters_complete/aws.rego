# METADATA
# scope: package
# title: Guardrails block all classes of harm in both directions, at the standard tier, with topics or words where customers talk
# custom:
#   remediation: Add the missing classes and the output direction at MEDIUM or HIGH, choose the standard tier, deny the topics and words that the use needs, and release a version.
package aismm.app.content_filters_complete.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.production
import data.aismm.lib.systems

in_production := [g | some g in input.resources.aws_bedrock_guardrail; not production.outside(g)]

subjects contains evidence.subject(g) if some g in in_production

# METADATA
# scope: document
# title: every version in use blocks hate, insults, misconduct, sexual content and violence in prompts and answers, at MEDIUM or HIGH
# custom:
#   of: aws_bedrock_guardrail
#   field: config.contentPolicy.filters
#   # GuardrailContentFilter: the actions are BLOCK, and both directions enabled, unless it says otherwise (Amazon Bedrock API reference).
#   # Guardrails were for text before modalities could be chosen: one that chooses none is.
#   absent:
#     config.contentPolicy.filters.inputAction: BLOCK
#     config.contentPolicy.filters.inputEnabled: true
#     config.contentPolicy.filters.inputModalities: [TEXT]
#     config.contentPolicy.filters.outputAction: BLOCK
#     config.contentPolicy.filters.outputModalities: [TEXT]
#     parts.GetGuardrail.contentPolicy.filters.inputModalities: [TEXT]
#     parts.GetGuardrail.contentPolicy.filters.outputModalities: [TEXT]
#     config.contentPolicy.filters.outputEnabled: true
#     parts.GetGuardrail.contentPolicy.filters.inputAction: BLOCK
#     parts.GetGuardrail.contentPolicy.filters.inputEnabled: true
#     parts.GetGuardrail.contentPolicy.filters.outputAction: BLOCK
#     parts.GetGuardrail.contentPolicy.filters.outputEnabled: true
#   covers:
#     - aws-sample-aiml-assessment:AG-02
#     - aws-sample-aiml-assessment:BR-23
#     - aws-sample-aiml-assessment:FS-36
#     - turbot-guardrails-samples:aws/bedrock/enforce_content_filtering_for_guardrails
met.classes contains evidence.at(g, array.concat(v.path, ["contentPolicy", "filters"])) if {
	some g in in_production
	versions := guardrails.in_use(g)
	every x in versions { guardrails.complete(x.value) }
	some v in versions
}

# METADATA
# scope: document
# title: it denies topics or words, or the register says that no customer talks to what it guards
# custom:
#   of: aws_bedrock_guardrail
#   field: config.topicPolicy.topics
#   # What the register does not say of a system's state counts as production.
#   absent: {config.status: production}
met.limits contains evidence.at(g, array.concat(v.path, x)) if {
	some g in in_production
	versions := guardrails.in_use(g)
	every one in versions { count(limits(one.value)) > 0 }
	some v in versions
	some x in limits(v.value)
}

met.limits contains evidence.at(g, ["id"]) if {
	some g in in_production
	owners := systems.of(g)
	count(owners) > 0
	every s in owners { s.config.user_facing == false }
}

# The lists of a version that hold something.
limits(config) := [path |
	some path in [["topicPolicy", "topics"], ["wordPolicy", "managedWordLists"], ["wordPolicy", "words"]]
	count(object.get(config, path, [])) > 0
]

# METADATA
# scope: document
# title: the content filters of every version in use are of an accepted tier
# custom:
#   of: aws_bedrock_guardrail
#   field: config.contentPolicy.tier.tierName
#   # GuardrailContentPolicy: a policy without a tier is of the tier CLASSIC (Amazon Bedrock user guide, Safeguard tiers).
#   absent: {config.contentPolicy.tier.tierName: CLASSIC, parts.GetGuardrail.contentPolicy.tier.tierName: CLASSIC}
#   covers: ["aws-sample-aiml-assessment:BR-16"]
met.tier contains evidence.at(g, array.concat(v.path, ["contentPolicy", "tier", "tierName"])) if {
	some g in in_production
	versions := guardrails.in_use(g)
	every x in versions { tier(x.value) in {t | some t in input.settings.guardrail_content_tiers} }
	some v in versions
}

tier(config) := object.get(config.contentPolicy, ["tier", "tierName"], "CLASSIC")

# METADATA
# scope: document
# title: every version in use is ready
# custom:
#   of: aws_bedrock_guardrail
#   field: config.status
#   covers: ["aws-config-conformance-pack:aiml-bedrock-guardrail-status"]
met.ready contains evidence.at(g, array.concat(v.path, ["status"])) if {
	some g in in_production
	versions := guardrails.in_use(g)
	every x in versions { x.value.status == "READY" }
	some v in versions
}
