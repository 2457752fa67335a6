# METADATA
# scope: package
# title: Approved models in SageMaker's registry and hubs are documented
# custom:
#   remediation: Write a model card for the package and have it approved; give the model of the hub a description and its documentation.
package aismm.mod.model_inventory_documented.aws

import data.aismm.lib.evidence

packages := [p | some p in input.resources.aws_sagemaker_model_package; not apart(p)]

apart(p) if p.config.ModelApprovalStatus in {"PendingManualApproval", "Rejected"}

# A package of another account, whose owner documents it.
apart(p) if p.derived.owned == false

subjects contains evidence.subject(p) if some p in packages

subjects contains evidence.subject(c) if some c in input.resources.aws_sagemaker_hub_content

# METADATA
# scope: document
# title: it has an approved model card
# custom:
#   of: aws_sagemaker_model_package
#   field: config.ModelCard.ModelCardStatus
met.card contains evidence.at(p, ["config", "ModelCard", "ModelCardStatus"]) if {
	some p in packages
	p.config.ModelCard.ModelCardStatus == "Approved"
}

# A card of its own names the package.
met.card contains evidence.shown(p, c, ["config", "ModelCardStatus"]) if {
	some p in packages
	some c in input.resources.aws_sagemaker_model_card
	c.config.Content.model_package_details.model_package_arn == p.config.ModelPackageArn
	c.config.ModelCardStatus == "Approved"
}

# METADATA
# scope: document
# title: it says what it is
# custom:
#   of: aws_sagemaker_hub_content
#   field: config.HubContentDescription
met.description contains evidence.at(c, ["config", "HubContentDescription"]) if {
	some c in input.resources.aws_sagemaker_hub_content
	c.config.HubContentDescription != ""
}

# METADATA
# scope: document
# title: its documentation is in the hub
# custom:
#   of: aws_sagemaker_hub_content
#   field: config.HubContentMarkdown
met.documentation contains evidence.at(c, ["config", "HubContentMarkdown"]) if {
	some c in input.resources.aws_sagemaker_hub_content
	c.config.HubContentMarkdown != ""
}
