# METADATA
# scope: package
# title: Which model stands behind an identifier that Amazon Bedrock takes
# description: >-
#   A model is called by its id or ARN, by an inference profile, by a provisioned throughput, or by a marketplace endpoint. Foundation models are told
#   by their ids, all others by their ARNs.
package aismm.lib.bedrock

import data.aismm.lib.models

# The ids or ARNs of the models behind an identifier; of what is not known to route to others, its own.
behind(x) := {plain(t) | some t in targets(x)} if count(targets(x)) > 0

behind(x) := {plain(x)} if count(targets(x)) == 0

# What an identifier routes to.
targets(x) := [t |
	some list in [
		[m.modelArn | some p in input.lookup.aws_bedrock_inference_profile.id[x]; some m in p.config.models],
		[m.modelArn | some p in input.lookup.aws_bedrock_inference_profile.inferenceProfileId[x]; some m in p.config.models],
		[p.config.modelArn | some p in input.resources.aws_bedrock_provisioned_throughput; same(p.id, x)],
		[c.id | some c in input.resources.aws_bedrock_custom_model; c.id != x; same(c.id, x)],
		[e.config.modelSourceIdentifier | some e in input.lookup.aws_bedrock_marketplace_endpoint.id[x]],
	]
	some t in list
]

# Metrics may tell a thing by the last part of its ARN.
same(arn, x) if arn == x

same(arn, x) if tail(arn) == x

tail(x) := parts[count(parts) - 1] if parts := split(x, "/")

# The id of a foundation model or system-defined profile without the words around it.
plain(x) := regex.replace(tail(x), geography, "") if regex.match(wrapped, x)

plain(x) := regex.replace(x, geography, "") if not regex.match(wrapped, x)

wrapped := `^arn:[^:]*:bedrock:[^/]*:(foundation-model|inference-profile)/`

# The prefixes of cross-region inference ("Supported Regions and models for inference profiles", Amazon Bedrock user guide). No publisher is called so.
geography := `^(apac|au|ca|eu|global|jp|us|us-gov)\.`

# The foundation models behind an identifier, as the regions of the account list them.
foundation_models(x) := [f |
	some id in behind(x)
	some f in input.lookup.aws_bedrock_foundation_model.modelId[id]
]

# The approvals of an identifier: of itself, or of all models behind it. Empty where one of them has none.
approvals(x) := models.approved(x) if count(models.approved(x)) > 0

approvals(x) := [m | some id in behind(x); some m in models.approved(id)] if {
	count(models.approved(x)) == 0
	every id in behind(x) { count(models.approved(id)) > 0 }
}

approvals(x) := [] if {
	count(models.approved(x)) == 0
	some id in behind(x)
	count(models.approved(id)) == 0
}
