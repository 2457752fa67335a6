# METADATA
# scope: package
# title: People enter SageMaker domains through IAM Identity Center
# custom:
#   remediation: Create the domain anew with AuthMode SSO, which cannot be changed later, and connect Identity Center to the company directory.
package aismm.iam.company_sign_in.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(d) if some d in input.resources.aws_sagemaker_domain

# METADATA
# scope: document
# title: the domain signs people in through Identity Center
# custom:
#   of: aws_sagemaker_domain
#   field: config.AuthMode
#   covers: ["prowler:sagemaker_domain_sso_configured"]
met.sso contains evidence.at(d, ["config", "AuthMode"]) if {
	some d in input.resources.aws_sagemaker_domain
	d.config.AuthMode == "SSO"
}

# METADATA
# scope: document
# title: the organization has an instance of Identity Center that is active
# custom:
#   of: aws_sagemaker_domain
#   field: id
met.active contains evidence.shown(d, i, ["config", "Status"]) if {
	some d in input.resources.aws_sagemaker_domain
	some i in input.enclosing.resources.aws_sso_instance
	i.config.Status == "ACTIVE"
}
