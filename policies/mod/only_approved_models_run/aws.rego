# METADATA
# scope: package
# title: Every model that an AWS account runs or calls is approved
# custom:
#   remediation: Move to an approved model, or take the model through approval and enter it in the registry by its id or ARN. Deploy own models from approved packages of the model registry.
package aismm.mod.only_approved_models_run.aws

import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.serving

# What takes a model of Bedrock, and the identifiers that it takes it by.
takers := array.concat(used, array.concat(agents, array.concat(throughputs, profiles)))

# Models that were called. A metric that says zero is of one that nobody called lately; one that says nothing counts. Each counts once for an account.
used := [{"subject": evidence.named("bedrock_model", concat("/", [input.boundary.account, u.derived.model_id]), u), "models": [u.derived.model_id]} |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
]

# The working draft of an agent and the versions that its aliases route to. What is not said is a model that nobody approved.
agents := [{"subject": evidence.subject(a), "models": [object.get(v, "foundationModel", "") | some v in versions]} |
	some a in input.resources.aws_bedrock_agent
	versions := array.concat([a.config], object.get(a, ["parts", "GetAgentVersion"], [{}]))
]

throughputs := [{"subject": evidence.subject(p), "models": [object.get(p.config, "modelArn", "")]} |
	some p in input.resources.aws_bedrock_provisioned_throughput
]

# The profiles that AWS defines are in every account, whether it uses them or not.
profiles := [{"subject": evidence.subject(p), "models": [object.get(m, "modelArn", "") | some m in p.config.models]} |
	some p in input.resources.aws_bedrock_inference_profile
	not p.config.type == "SYSTEM_DEFINED"
]

subjects contains t.subject if some t in takers

subjects contains evidence.subject(e) if some e in serving.endpoints

# METADATA
# scope: document
# title: the registry holds an approval of its model that has not run out
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_inference_profile, aws_bedrock_provisioned_throughput, bedrock_model]
#   field: id
#   # An approval without an end does not end.
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"}
met.approved contains evidence.shown(t.subject, m, ["config", "status"]) if {
	some t in takers
	every x in t.models { count(bedrock.approvals(x)) > 0 }
	some x in t.models
	some m in bedrock.approvals(x)
}

# METADATA
# scope: document
# title: all that it serves comes from approved packages of the model registry
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.EndpointConfigName
met.package contains evidence.shown(e, p, ["config", "ModelApprovalStatus"]) if {
	some e in serving.endpoints
	some p in serving.approved(e)
}
