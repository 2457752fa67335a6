# METADATA
# scope: package
# title: Roles and users have used the AI services that they may use
# custom:
#   remediation: Remove the rights on the AI service that the role or user has not used, and grant them again on request.
package aismm.iam.unused_ai_access_removed.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(p) if {
	some p in input.resources.aws_iam_last_accessed
	not young(p)
}

# A principal of less than 90 days has had no time to fall idle.
young(p) if when.within_days(p.derived.principal_created, 90)

# METADATA
# scope: document
# title: it used Bedrock within 90 days, or may not use it
# custom:
#   of: aws_iam_last_accessed
#   field: config.ServicesLastAccessed
#   covers: ["prowler:iam_role_access_not_stale_to_bedrock", "prowler:iam_user_access_not_stale_to_bedrock"]
met.bedrock contains row if {
	some p in input.resources.aws_iam_last_accessed
	some row in not_idle(p, "bedrock")
}

# METADATA
# scope: document
# title: it used Bedrock AgentCore within 90 days, or may not use it
# custom:
#   of: aws_iam_last_accessed
#   field: config.ServicesLastAccessed
#   covers: ["prowler-proposed:bedrockagentcore_access_not_stale"]
met.bedrock_agentcore contains row if {
	some p in input.resources.aws_iam_last_accessed
	some row in not_idle(p, "bedrock-agentcore")
}

# METADATA
# scope: document
# title: it used SageMaker within 90 days, or may not use it
# custom:
#   of: aws_iam_last_accessed
#   field: config.ServicesLastAccessed
#   covers: ["prowler:iam_user_access_not_stale_to_sagemaker"]
met.sagemaker contains row if {
	some p in input.resources.aws_iam_last_accessed
	some row in not_idle(p, "sagemaker")
}

# IAM lists the services that a principal may use. A list without any AI service contradicts the principal's policies and shows nothing.
not_idle(p, service) := {evidence.at(p, ["config", "ServicesLastAccessed"]) | not service in listed} | used(p, service) if {
	p.config.JobStatus == "COMPLETED"
	listed := {s.ServiceNamespace | some s in p.config.ServicesLastAccessed}
	count(listed) > 0
}

used(p, service) := {evidence.at(p, ["config", "ServicesLastAccessed", i, "LastAuthenticated"]) |
	some i, s in p.config.ServicesLastAccessed
	s.ServiceNamespace == service
	when.within_days(s.LastAuthenticated, 90)
}
