# METADATA
# scope: package
# title: Vendors of the models that are used in Amazon Bedrock have been assessed and approved
# custom:
#   survives:
#   - path: aws_bedrock_inference_profile config.models
#     reason: A profile that leads nowhere stands for a vendor that nobody knows, and fails.
#   - path: aws_bedrock_inference_profile config.models[*].modelArn
#     reason: A profile that leads nowhere stands for a vendor that nobody knows, and fails.
#   - path: aws_bedrock_provisioned_throughput config.modelArn
#     reason: A throughput that leads nowhere stands for a vendor that nobody knows, and fails.
#   remediation: Assess the vendor, and enter it in the register of providers with the name that Bedrock gives it (publishers); or stop using its models.
package aismm.rsk.providers_in_use_assessed.aws

import data.aismm.lib.assessments
import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.providers
import data.aismm.lib.when

# What was called, and the vendors behind it. A metric that does not say how often it was called counts.
calls := [{"by": u, "id": id} |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
	some called in bedrock.behind(u.derived.model_id)
	id := ground(called)
	not own(id)
]

# A model that was tuned is its vendor's still: its ARN has the id of its base (Amazon Bedrock API reference, GetCustomModel, modelArn).
ground(id) := split(id, "/")[1] if tuned(id)

ground(id) := id if not tuned(id)

tuned(id) if regex.match(`^arn:[^:]*:bedrock:[^:]*:[0-9]+:custom-model/[a-z0-9-]+\.`, id)

# Models that the organization brought itself, and those of which nobody can tell what they were made from.
own(id) if regex.match(`^arn:[^:]*:bedrock:[^:]*:[0-9]+:(custom-model|custom-model-deployment|imported-model)/`, id)

# The id of a model begins with its vendor. What a profile or throughput leads to may not be known; then it stands for a vendor that nobody knows.
vendors := array.concat(
	[{"name": vendor(c.id), "by": c.by, "entries": known(c.id)} | some c in calls],
	[{"name": e.config.modelSourceIdentifier, "by": e, "entries": registered(e.config.modelSourceIdentifier)} |
		some e in input.resources.aws_bedrock_marketplace_endpoint
	],
)

vendor(id) := split(id, ".")[0]

# Providers are registered by the vendor as the id has it, or by the name that Bedrock lists.
known(id) := array.concat(providers.publisher(vendor(id)), [p |
	some f in input.lookup.aws_bedrock_foundation_model.modelId[id]
	some p in providers.publisher(f.config.providerName)
])

# The provider of a model of the marketplace is told by the registry of models.
registered(source) := [p |
	some m in models.named(source)
	some p in input.lookup.record_provider.id[m.config.provider_id]
]

subjects contains evidence.named("model_vendor", v.name, v.by) if some v in vendors

of_vendor(v) := {"ref": concat(":", ["model_vendor", v.name])}

approved(v) := [p | some p in v.entries; p.config.status == "approved"]

# METADATA
# scope: document
# title: the register of providers has it as approved
# custom:
#   of: model_vendor
#   field: id
met.approved contains evidence.shown(of_vendor(v), p, ["config", "status"]) if {
	some v in vendors
	some p in approved(v)
}

# METADATA
# scope: document
# title: the security of a provider that is approved for it was assessed within 36 months
# custom:
#   of: model_vendor
#   field: id
met.assessed contains evidence.shown(of_vendor(v), a, ["config", "completed_at"]) if {
	some v in vendors
	some p in approved(v)
	some a in assessments.of_provider(p.id)
	when.ns(a.config.completed_at) >= time.add_date(when.now, -3, 0, 0)
}
