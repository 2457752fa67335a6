# METADATA
# scope: package
# title: Models that run on AWS and come from outside are of a publisher that the organization trusts
# custom:
#   remediation: Copy the weights into a bucket of your own, enter the model in the registry with its publisher and its identifiers, and have the publisher assessed as a provider.
package aismm.mod.trusted_model_sources.aws

import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.serving

# What each model is called in the registry.
external := [x | some x in array.concat(stored, sold); not ours(x)]

stored := array.concat(
	[{"of": m, "names": [m.id, object.get(m.config, "modelName", "")]} | some m in input.resources.aws_bedrock_imported_model],
	[{"of": m, "names": array.concat([m.id, object.get(m.config, "ModelName", "")], [c.ModelPackageName | some c in serving.inside(m)])} |
		some m in input.resources.aws_sagemaker_model
	],
)

sold := [{"of": e, "names": [e.id, object.get(e.config, "modelSourceIdentifier", "")]} |
	some e in input.resources.aws_bedrock_marketplace_endpoint
]

registered(x) := [m | some name in x.names; some m in models.named(name)]

# The registry says that the organization trained it.
ours(x) if {
	some m in registered(x)
	m.config.built_by == "internal"
}

subjects contains evidence.subject(x.of) if some x in external

# METADATA
# scope: document
# title: its weights lie in a bucket of the organization
# custom:
#   of: [aws_bedrock_imported_model, aws_sagemaker_model]
#   field: id
met.weights contains evidence.shown(x.of, b, ["derived", "owner"]) if {
	some x in stored
	not ours(x)
	count(places(x.of)) > 0
	every place in places(x.of) {
		count(place) > 0
		every uri in place { held(uri) }
	}
	some place in places(x.of)
	some uri in place
	some b in buckets(uri)
}

violations.weights contains evidence.shown(x.of, b, ["derived", "owner"]) if {
	some x in stored
	not ours(x)
	some place in places(x.of)
	some uri in place
	not held(uri)
	some b in buckets(uri)
}

# Where the weights of a model lie, for each of its containers. What does not say where lies nowhere.
places(m) := [[object.get(m.config, ["modelDataSource", "s3DataSource", "s3Uri"], "")]] if m.kind == "aws_bedrock_imported_model"

places(m) := [weights(c) | some c in serving.inside(m)] if m.kind == "aws_sagemaker_model"

# Those of a container from a package are the package's.
weights(c) := located(c) if not c.ModelPackageName

weights(c) := [u |
	some p in serving.packages(c)
	some inner in p.config.InferenceSpecification.Containers
	some u in located(inner)
] if {
	c.ModelPackageName
}

# One place or the other holds the model itself; there may be more, such as adapters.
located(c) := array.concat([first], [object.get(s, ["S3DataSource", "S3Uri"], "") | some s in c.AdditionalModelDataSources]) if {
	c.AdditionalModelDataSources
	first := object.get(c, "ModelDataUrl", object.get(c, ["ModelDataSource", "S3DataSource", "S3Uri"], ""))
} else := [""]

buckets(uri) := [b | some b in input.lookup.aws_s3_bucket.Name[bucket(uri)]]

bucket(uri) := split(trim_prefix(uri, "s3://"), "/")[0] if startswith(uri, "s3://")

# The address by which SageMaker takes them as well.
bucket(uri) := split(uri, "/")[3] if startswith(uri, "https://s3")

held(uri) if {
	some b in buckets(uri)
	b.derived.owner in accounts
}

# The accounts of the organization; without one, the account itself.
accounts := {input.boundary.account} | {a.config.Id | some a in input.enclosing.resources.aws_organizations_account}

# METADATA
# scope: document
# title: the registry knows its publisher, which is one of an approved provider
# custom:
#   of: [aws_bedrock_imported_model, aws_bedrock_marketplace_endpoint, aws_sagemaker_model]
#   field: id
met.publisher contains evidence.shown(x.of, m, ["config", "publisher"]) if {
	some x in external
	some m in registered(x)
	trusted(m)
}

trusted(m) if {
	some p in input.lookup.record_provider.publishers[m.config.publisher]
	p.config.status == "approved"
}
