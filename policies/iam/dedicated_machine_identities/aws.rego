# METADATA
# scope: package
# title: Agents, flows, knowledge bases, indexes, models and AI jobs run under a role of their own
# custom:
#   remediation: Create a role for the workload, give it the rights that this workload needs, and take the shared role away from it.
package aismm.iam.dedicated_machine_identities.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

agents := array.concat(
	[workload(r, "agentResourceRoleArn") | some r in input.resources.aws_bedrock_agent],
	array.concat(
		[workload(r, "roleArn") | some r in input.resources.aws_bedrock_agentcore_runtime],
		[workload(r, "executionRoleArn") | some r in input.resources.aws_bedrock_flow],
	),
)

others := array.concat(
	array.concat(
		[workload(r, "roleArn") |
			some list in [input.resources.aws_bedrock_customization_job, input.resources.aws_bedrock_knowledge_base]
			some r in list
		],
		[workload(r, "DataAccessRoleArn") |
			some list in [input.resources.aws_comprehend_flywheel, input.resources.aws_comprehend_recognizer]
			some r in list
		],
	),
	array.concat(
		[workload(r, "ExecutionRoleArn") | some r in input.resources.aws_sagemaker_model],
		[workload(r, "RoleArn") |
			some list in [
				input.resources.aws_kendra_index,
				input.resources.aws_sagemaker_automl_job,
				input.resources.aws_sagemaker_inference_experiment,
				input.resources.aws_sagemaker_training_job,
			]
			some r in list
			not history(r)
		],
	),
)

workload(r, field) := {"resource": r, "field": field}

# Training jobs stay listed for ever and cannot be changed.
history(j) if when.ns(j.config.TrainingEndTime) < when.now - (90 * when.day)

all := array.concat(agents, others)

subjects contains evidence.subject(w.resource) if some w in all

# As whom each uses its role. An agent, with its versions, counts as itself; of other things, those of one system count as one user.
users := array.concat([w.resource.id | some w in agents], [system(w.resource) | some w in others])

system(r) := concat(":", ["system", r.tags[input.settings.system_label]]) if r.tags[input.settings.system_label] != ""

# What a tuning or AutoML job has started is its work.
else := r.config.TuningJobArn if r.config.TuningJobArn != ""

else := r.config.AutoMLJobArn if r.config.AutoMLJobArn != ""

else := r.id

# Who uses which role, sorted by role and user: of one with several users, two stand side by side.
uses := sort([[w.resource.config[w.field], users[i], i] | some i, w in all])

# The workload of the next user of the same role, and that of the one before, by role and user.
next := {[u[0], u[1]]: uses[i + 1][2] | some i, u in uses; uses[i + 1][0] == u[0]; uses[i + 1][1] != u[1]}

previous := {[uses[i + 1][0], uses[i + 1][1]]: u[2] | some i, u in uses; uses[i + 1][0] == u[0]; uses[i + 1][1] != u[1]}

shared := {key[0] | some key, _ in next}

# METADATA
# scope: document
# title: it names its role
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_customization_job
#     - aws_bedrock_flow
#     - aws_bedrock_knowledge_base
#     - aws_comprehend_flywheel
#     - aws_comprehend_recognizer
#     - aws_kendra_index
#     - aws_sagemaker_automl_job
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_model
#     - aws_sagemaker_training_job
#   field: config
met.named contains evidence.at(w.resource, ["config", w.field]) if {
	some w in all
	w.resource.config[w.field] != ""
}

# METADATA
# scope: document
# title: no other agent or AI system uses its role
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_runtime
#     - aws_bedrock_customization_job
#     - aws_bedrock_flow
#     - aws_bedrock_knowledge_base
#     - aws_comprehend_flywheel
#     - aws_comprehend_recognizer
#     - aws_kendra_index
#     - aws_sagemaker_automl_job
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_model
#     - aws_sagemaker_training_job
#   field: config
#   compares: true
#   # A model may have no execution role (SageMaker API reference, CreateModel), and then uses none.
#   absent: {config.ExecutionRoleArn: null}
#   covers: ["prowler:bedrock_agent_role_not_shared_across_agents"]
met.own contains evidence.at(w.resource, ["config", w.field]) if {
	some w in all
	role := w.resource.config[w.field]
	role != ""
	not role in shared
}

violations.own contains evidence.shown(w.resource, other.resource, ["config", other.field]) if {
	some i, w in all
	some beside in [next, previous]
	other := all[beside[[w.resource.config[w.field], users[i]]]]
}
