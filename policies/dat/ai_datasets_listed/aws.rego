# METADATA
# scope: package
# title: What knowledge bases and training read on AWS is a listed data set, and its bucket says its class
# custom:
#   remediation: Enter the location of the data source or training input in the catalogue of data sets with owner, class and origin, and tag its bucket with the class of the data.
package aismm.dat.ai_datasets_listed.aws

import data.aismm.lib.evidence
import data.aismm.lib.stores

customizations := [j | some j in input.resources.aws_bedrock_customization_job]

# Jobs that say that they read nothing, as in reinforcement learning, have no data set.
trainings := [j | some j in input.resources.aws_sagemaker_training_job; not j.config.InputDataConfig == []]

readers := array.concat([d | some d in input.resources.aws_bedrock_data_source], array.concat(customizations, trainings))

subjects contains evidence.subject(r) if some r in readers

subjects contains evidence.subject(b) if some b in stores.feeding

# METADATA
# scope: document
# title: all that it reads, or the reader itself, is a location of a data set in use
# custom:
#   of: [aws_bedrock_customization_job, aws_bedrock_data_source, aws_sagemaker_training_job]
#   field: id
met.listed contains evidence.shown(p.of, d, ["config", "locations"]) if {
	some p in stores.readers
	complete(p.of)
	not p.of.ref in unlisted
	some d in stores.listed(p.place)
}

met.listed contains evidence.shown(r, d, ["config", "locations"]) if {
	some r in readers
	some d in input.lookup.record_dataset.locations[r.id]
	d.config.status == "active"
}

unlisted := {p.of.ref | some p in stores.readers; count(stores.listed(p.place)) == 0}

# What a job reads elsewhere than in S3 cannot be compared.
complete(r) if r.kind == "aws_bedrock_data_source"

complete(r) if r.ref in stores.told

# METADATA
# scope: document
# title: the bucket is tagged with the class of its data
# custom:
#   of: aws_s3_bucket
#   field: tags
#   covers: ["aws-sample-aiml-assessment:FS-46"]
met.classified contains evidence.at(b, ["tags", input.settings.classification_label]) if {
	some b in stores.feeding
	trim_space(b.tags[input.settings.classification_label]) != ""
}

unclear.classified contains evidence.at(b, ["tags"]) if some b in stores.unsure
