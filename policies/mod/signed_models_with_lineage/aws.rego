# METADATA
# scope: package
# title: Approved model packages in SageMaker trace back to their data and their training
# custom:
#   remediation: Train in a pipeline of SageMaker that registers the data set as a lineage artifact, and register the package from the training job.
package aismm.mod.signed_models_with_lineage.aws

import data.aismm.lib.evidence

packages := [p | some p in input.resources.aws_sagemaker_model_package; not apart(p)]

apart(p) if p.config.ModelApprovalStatus in {"PendingManualApproval", "Rejected"}

# A package of another account: its lineage is there.
apart(p) if p.derived.owned == false

subjects contains evidence.subject(p) if some p in packages

# METADATA
# scope: document
# title: its lineage holds the data set
# custom:
#   of: aws_sagemaker_model_package
#   field: parts.QueryLineage.Vertices
met.data contains evidence.at(p, ["parts", "QueryLineage", "Vertices", i, "Type"]) if {
	some p in packages
	some i, v in p.parts.QueryLineage.Vertices
	v.LineageType == "Artifact"
	v.Type == "DataSet"
}

# METADATA
# scope: document
# title: its lineage holds the training job
# custom:
#   of: aws_sagemaker_model_package
#   field: parts.QueryLineage.Vertices
met.training contains evidence.at(p, ["parts", "QueryLineage", "Vertices", i, "Type"]) if {
	some p in packages
	some i, v in p.parts.QueryLineage.Vertices
	v.LineageType == "TrialComponent"
	v.Type == "TrainingJob"
}
