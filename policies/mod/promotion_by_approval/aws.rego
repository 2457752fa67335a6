# METADATA
# scope: package
# title: Own models reach SageMaker endpoints from packages that somebody else than their author approved
# custom:
#   remediation: Register the model as a package of a model group, have a second person approve it, and deploy from the package.
package aismm.mod.promotion_by_approval.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.serving

endpoints := [e | some e in serving.own; not production.outside(e)]

subjects contains evidence.subject(e) if some e in endpoints

# METADATA
# scope: document
# title: all that it serves comes from approved packages
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.EndpointConfigName
met.approved contains evidence.shown(e, p, ["config", "ModelApprovalStatus"]) if {
	some e in endpoints
	some p in serving.approved(e)
}

# METADATA
# scope: document
# title: who approved each package is not who made it
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.EndpointConfigName
met.four_eyes contains evidence.shown(e, p, ["config", "LastModifiedBy"]) if {
	some e in endpoints
	every p in serving.sources(e) { checked(p) }
	some p in serving.sources(e)
}

checked(p) if others(p.config.CreatedBy, p.config.LastModifiedBy)

# Identities of IAM, which tell sessions of one role apart; without them, profiles of a Studio domain.
others(author, approver) if author.IamIdentity.PrincipalId != approver.IamIdentity.PrincipalId

others(author, approver) if {
	not author.IamIdentity.PrincipalId
	not approver.IamIdentity.PrincipalId
	author.UserProfileArn != approver.UserProfileArn
}
