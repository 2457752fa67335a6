# METADATA
# scope: package
# title: Agents, knowledge bases, models and training jobs run under a role of their own
# custom:
#   remediation: Create a role for the workload, give it the rights that this workload needs, and take the shared role away from it.
package aismm.iam.dedicated_machine_identities.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

agents := array.concat(
	workloads(input.resources.aws_bedrock_agent, "agentResourceRoleArn"),
	workloads(input.resources.aws_bedrock_agentcore_runtime, "roleArn"),
)

others := array.concat(
	workloads(input.resources.aws_bedrock_knowledge_base, "roleArn"),
	array.concat(
		workloads(input.resources.aws_sagemaker_model, "ExecutionRoleArn"),
		workloads([j | some j in input.resources.aws_sagemaker_training_job; not history(j)], "RoleArn"),
	),
)

# Training jobs stay listed for ever and cannot be changed.
history(j) if when.ns(j.config.TrainingEndTime) < when.now - (90 * when.day)

workloads(resources, field) := [{"resource": r, "field": field} | some r in resources]

subjects contains evidence.subject(w.resource) if some w in agents

subjects contains evidence.subject(w.resource) if some w in others

# Who uses which role, sorted by role: of one with several users, two stand side by side. An agent, with its versions, counts as itself;
# of other things, those of one system count as one.
users := sort({[w.resource.config[w.field], w.resource.id] | some w in agents} | {[w.resource.config[w.field], system(w.resource)] | some w in others})

shared := {u[0] | some i, u in users; users[i + 1][0] == u[0]}

system(r) := concat(":", ["system", r.tags[input.settings.system_label]]) if r.tags[input.settings.system_label] != ""

else := r.id

# METADATA
# scope: document
# title: it names its role
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_runtime, aws_bedrock_knowledge_base, aws_sagemaker_model, aws_sagemaker_training_job]
#   field: config
met.named contains evidence.at(w.resource, ["config", w.field]) if {
	some list in [agents, others]
	some w in list
	w.resource.config[w.field] != ""
}

# METADATA
# scope: document
# title: no other agent or AI system uses its role
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_runtime, aws_bedrock_knowledge_base, aws_sagemaker_model, aws_sagemaker_training_job]
#   field: config
#   covers: ["prowler:bedrock_agent_role_not_shared_across_agents"]
met.own contains evidence.at(w.resource, ["config", w.field]) if {
	some list in [agents, others]
	some w in list
	role := w.resource.config[w.field]
	role != ""
	not role in shared
}
