# METADATA
# scope: package
# title: Service control policies refuse insecure AI configuration
# custom:
#   remediation: Attach a service control policy to the root or to the unit above the account that denies the insecure setting of the topic, also where the request leaves the setting out.
package aismm.org.configuration_guardrails_block.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam

# Each topic is a list of insecure requests, all of which must be refused. A request has just these keys, null where it leaves a setting out.
# Actions, resources and keys are those of the Service Authorization Reference (Amazon SageMaker, Amazon Bedrock, IAM); there
# sagemaker:VolumeKmsKeyArn has replaced sagemaker:VolumeKmsKey, which older policies name.
topics := {
	"customer_keys": [{"action": action, "keys": {"sagemaker:volumekmskey": null, "sagemaker:volumekmskeyarn": null}} | some action in encrypted],
	"invocation_logging": [
		{"action": "bedrock:DeleteModelInvocationLoggingConfiguration", "keys": {}},
		{"action": "bedrock:PutModelInvocationLoggingConfiguration", "keys": {}},
	],
	"local_keys": [{"action": "iam:CreateServiceSpecificCredential", "keys": {"iam:servicespecificcredentialservicename": "bedrock.amazonaws.com"}}],
	"notebook_hardening": [
		{"action": "sagemaker:CreateNotebookInstance", "keys": {"sagemaker:rootaccess": null}},
		{"action": "sagemaker:CreateNotebookInstance", "keys": {"sagemaker:rootaccess": "Enabled"}},
		{"action": "sagemaker:UpdateNotebookInstance", "keys": {"sagemaker:rootaccess": "Enabled"}},
	],
	"public_network": array.concat(
		[{"action": "sagemaker:CreateNotebookInstance", "keys": {"sagemaker:directinternetaccess": direct}} | some direct in [null, "Enabled"]],
		[{"action": action, "keys": {"sagemaker:networkisolation": isolated, "sagemaker:vpcsubnets": null}} |
			some action in networked
			some isolated in [null, "false"]
		],
	),
}

# What stores data on volumes, and what runs containers in a network.
encrypted := [
	"sagemaker:CreateDomain", "sagemaker:CreateEndpointConfig", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateNotebookInstance",
	"sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateTransformJob",
]

networked := ["sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateModel", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"]

# The types of resource that actions work on. The logging of invocations has none, so that only * reaches it.
types := {
	"iam:CreateServiceSpecificCredential": "user",
	"sagemaker:CreateDomain": "domain",
	"sagemaker:CreateEndpointConfig": "endpoint-config",
	"sagemaker:CreateHyperParameterTuningJob": "hyper-parameter-tuning-job",
	"sagemaker:CreateModel": "model",
	"sagemaker:CreateNotebookInstance": "notebook-instance",
	"sagemaker:CreateProcessingJob": "processing-job",
	"sagemaker:CreateTrainingJob": "training-job",
	"sagemaker:CreateTransformJob": "transform-job",
	"sagemaker:UpdateNotebookInstance": "notebook-instance",
}

subjects contains topic(name) if {
	input.boundary.ai != "no"
	some name, _ in topics
}

topic(name) := evidence.named("guardrail_topic", concat("/", [input.boundary.id, name]), input.boundary)

accounts := [a | some a in input.enclosing.resources.aws_organizations_account; a.config.Id == input.boundary.account]

# The denials that bind the account.
denials := [object.union(d, {"account": a}) |
	some a in accounts
	some p in input.enclosing.resources.aws_organizations_policy
	iam.binds(p, a)
	some d in iam.denials(p)
]

# A denial must catch everybody, though some principals may be let off, and every resource of the type.
refuses(d, request) if {
	iam.about(d.statement, request.action)
	iam.reaches(d.statement, target(d.account, request.action))
	every caller in iam.anybody(d.account) { iam.holds(d.statement, object.union(request.keys, {"aws:principalarn": caller})) }
}

target(account, action) := concat(":", ["arn", iam.partition(account), service, region(service), account.config.Id, concat("/", [types[action], "~"])]) if {
	service := split(action, ":")[0]
} else := "~"

region("iam") := ""

region(service) := "~any-region~" if service != "iam"

# The requests of each topic that are refused, and by what.
refused := {name: [{"request": i, "by": d} | some i, request in requests; some d in denials; refuses(d, request)] |
	some name, requests in topics
}

# METADATA
# scope: document
# title: service control policies that bind the account refuse every insecure request of the topic
# custom:
#   of: guardrail_topic
#   field: id
#   absent: {config.Content.Statement.Condition: {}} # the element is optional (IAM User Guide, IAM JSON policy elements: Condition)
#   survives:
#   - path: config.Content.Statement.Condition.ArnNotLike.sagemaker:VolumeKmsKeyArn
#     reason: The insecure request leaves the key out, which satisfies what is negated, whatever it compares with.
#   - path: config.Content.Statement.Condition.ForAllValues:StringNotEquals.sagemaker:VpcSubnets
#     reason: The insecure request leaves the key out, which satisfies what asks for all values, whatever it compares with.
met.refused contains evidence.shown(topic(name), r.by.policy, r.by.path) if {
	some name, found in refused
	{r.request | some r in found} == {i | some i, _ in topics[name]}
	some r in found
}
