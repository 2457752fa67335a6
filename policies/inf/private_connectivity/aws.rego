# METADATA
# scope: package
# title: VPCs, jobs and runtimes of AWS reach AI services on private paths
# custom:
#   remediation: Create interface endpoints with private DNS for the AI services that the VPC's workloads call, give each a policy that names principals or actions, and place models, jobs, notebooks and runtimes in subnets of the VPC.
package aismm.inf.private_connectivity.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.when

models := [m | some m in input.resources.aws_sagemaker_model; not production.outside(m)]

trainings := [j | some j in input.resources.aws_sagemaker_training_job; not production.outside(j); not history(j, "TrainingEndTime")]

notebooks := [n | some n in input.resources.aws_sagemaker_notebook_instance; not production.outside(n)]

domains := [d | some d in input.resources.aws_sagemaker_domain; not production.outside(d)]

runtimes := [r | some r in input.resources.aws_bedrock_agentcore_runtime; not production.outside(r)]

customizations := [j | some j in input.resources.aws_bedrock_customization_job; not production.outside(j); not history(j, "endTime")]

flywheels := [f | some f in input.resources.aws_comprehend_flywheel; not production.outside(f)]

# Jobs that ended more than 90 days ago cannot be changed, and say nothing of today.
history(j, field) if when.ns(j.config[field]) < when.now - (90 * when.day)

subjects contains evidence.subject(r) if {
	some list in [customizations, domains, flywheels, models, notebooks, runtimes, trainings]
	some r in list
}

# METADATA
# scope: document
# title: the model is in subnets of a VPC
# custom:
#   of: aws_sagemaker_model
#   field: config.VpcConfig.Subnets
#   covers:
#     - "aws-config-managed:sagemaker-model-in-vpc"
#     - "cnspec:mondoo-aws-security-sagemaker-model-vpc-configured"
#     - "prowler:sagemaker_models_vpc_settings_configured"
#     - "steampipe-mod-aws-compliance:sagemaker_model_in_vpc"
met.model contains evidence.at(m, ["config", "VpcConfig", "Subnets"]) if {
	some m in models
	count(m.config.VpcConfig.Subnets) > 0
}

# METADATA
# scope: document
# title: the training job is in subnets of a VPC
# custom:
#   of: aws_sagemaker_training_job
#   field: config.VpcConfig.Subnets
#   covers:
#     - "cnspec:mondoo-aws-security-sagemaker-training-job-vpc-configured"
#     - "prowler:sagemaker_training_jobs_vpc_settings_configured"
#     - "steampipe-mod-aws-compliance:sagemaker_training_job_in_vpc"
met.training contains evidence.at(j, ["config", "VpcConfig", "Subnets"]) if {
	some j in trainings
	count(j.config.VpcConfig.Subnets) > 0
}

# METADATA
# scope: document
# title: the notebook is in a subnet of a VPC
# custom:
#   of: aws_sagemaker_notebook_instance
#   field: config.SubnetId
#   covers:
#     - "aws-config-managed:sagemaker-notebook-instance-inside-vpc"
#     - "aws-sample-aiml-assessment:SM-10"
#     - "aws-securityhub:SageMaker.2"
#     - "checkov:CKV_AWS_306"
#     - "cloudsploit:sagemaker/notebookInstanceInVpc"
#     - "prowler:sagemaker_notebook_instance_vpc_settings_configured"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_2"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_in_vpc"
met.notebook contains evidence.at(n, ["config", "SubnetId"]) if {
	some n in notebooks
	n.config.SubnetId != ""
}

# METADATA
# scope: document
# title: the customization job is in subnets of a VPC
# custom:
#   of: aws_bedrock_customization_job
#   field: config.vpcConfig.subnetIds
#   covers: ["cloudsploit:bedrock/customModelInVpc"]
met.customization contains evidence.at(j, ["config", "vpcConfig", "subnetIds"]) if {
	some j in customizations
	count(j.config.vpcConfig.subnetIds) > 0
}

# METADATA
# scope: document
# title: the flywheel is in subnets of a VPC
# custom:
#   of: aws_comprehend_flywheel
#   field: config.DataSecurityConfig.VpcConfig.Subnets
#   covers: ["cloudsploit:comprehend/flywheelInVpc"]
met.flywheel contains evidence.at(f, ["config", "DataSecurityConfig", "VpcConfig", "Subnets"]) if {
	some f in flywheels
	count(f.config.DataSecurityConfig.VpcConfig.Subnets) > 0
}

# METADATA
# scope: document
# title: the runtime is in a VPC
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.networkConfiguration.networkMode
#   covers:
#     - "aws-config-conformance-pack:aiml-bedrock-runtime-vpc"
#     - "aws-config-managed:bedrockagentcore-runtime-private-network-required"
#     - "aws-sample-aiml-assessment:AC-01"
#     - "aws-sample-aiml-assessment:AG-15"
#     - "aws-securityhub:BedrockAgentCore.1"
#     - "prowler-proposed:bedrockagentcore_runtime_vpc_configured"
met.runtime contains evidence.at(r, ["config", "networkConfiguration", "networkMode"]) if {
	some r in runtimes
	r.config.networkConfiguration.networkMode == "VPC"
}

# METADATA
# scope: document
# title: the runtime has security groups
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.networkConfiguration.networkModeConfig.securityGroups
#   covers: ["aws-config-conformance-pack:aiml-bedrock-runtime-security-groups"]
met.groups contains evidence.at(r, ["config", "networkConfiguration", "networkModeConfig", "securityGroups"]) if {
	some r in runtimes
	count(r.config.networkConfiguration.networkModeConfig.securityGroups) > 0
}

# Which VPC a workload is in, and the services of AI that workloads of its kind call.
placed := [p |
	some list in [
		[{"of": d, "vpc": d.config.VpcId, "calls": ["sagemaker.api", "sagemaker.runtime"]} | some d in domains],
		[{"of": n, "vpc": vpc, "calls": ["sagemaker.api", "sagemaker.runtime"]} | some n in notebooks; some g in n.config.SecurityGroups; some vpc in vpcs(g)],
		[{"of": r, "vpc": vpc, "calls": ["bedrock-agentcore", "bedrock-runtime"]} | some r in runtimes; some g in r.config.networkConfiguration.networkModeConfig.securityGroups; some vpc in vpcs(g)],
	]
	some p in list
	p.vpc != ""
]

vpcs(group) := {g.config.VpcId | some g in input.lookup.aws_ec2_security_group.GroupId[group]}

# Interface endpoints of AI services, by the VPC and the service. The name ends in the service, or in that of its FIPS endpoint.
endpoints := [{"vpc": e.config.VpcId, "service": service, "endpoint": e} |
	some e in input.resources.aws_ec2_vpc_endpoint
	e.config.VpcEndpointType == "Interface"
	lower(e.config.State) == "available"
	some service in ["bedrock-agentcore", "bedrock-runtime", "sagemaker.api", "sagemaker.runtime"]
	regex.match(concat("", [`\.`, replace(service, ".", `\.`), `(-fips)?$`]), e.config.ServiceName)
]

private := [e | some e in endpoints; e.endpoint.config.PrivateDnsEnabled == true]

served := {concat(" ", [e.vpc, e.service]) | some e in private}

# METADATA
# scope: document
# title: its VPC has an interface endpoint with private DNS for each AI service that it calls
# custom:
#   of: [aws_bedrock_agentcore_runtime, aws_sagemaker_domain, aws_sagemaker_notebook_instance]
#   within: region
#   field: config
met.endpoints contains evidence.shown(p.of, e.endpoint, ["config", "PrivateDnsEnabled"]) if {
	some p in placed
	every service in p.calls { concat(" ", [p.vpc, service]) in served }
	some e in private
	e.vpc == p.vpc
	e.service in p.calls
}

# METADATA
# scope: document
# title: no endpoint of an AI service in its VPC lets everybody do everything
# custom:
#   of: [aws_bedrock_agentcore_runtime, aws_sagemaker_domain, aws_sagemaker_notebook_instance]
#   within: region
#   field: config
met.policies contains evidence.at(p.of, ["id"]) if {
	some p in placed
	not p.vpc in unlimited
}

violations.policies contains evidence.shown(p.of, e.endpoint, ["config", "PolicyDocument"]) if {
	some p in placed
	some e in wide
	e.vpc == p.vpc
}

unlimited := {e.vpc | some e in wide}

# An endpoint without a policy of its own has the default one, which allows everything.
wide := [e | some e in endpoints; not limited(e.endpoint)]

limited(e) if {
	count(e.config.PolicyDocument.Statement) > 0
	every s in e.config.PolicyDocument.Statement { bounded(s) }
}

bounded(s) if s.Effect == "Deny"

bounded(s) if count(s.Condition) > 0

bounded(s) if {
	s.Action
	every a in evidence.list(s.Action) { a != "*" }
}

bounded(s) if {
	s.Principal
	not everybody(s.Principal)
}

everybody("*")

everybody(p) if "*" in evidence.list(p.AWS)
