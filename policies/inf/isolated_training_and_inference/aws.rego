# METADATA
# scope: package
# title: Models, jobs and monitors of SageMaker run without a network of their own, in a VPC
# custom:
#   remediation: Turn network isolation on in the template of models, jobs, schedules and monitoring definitions, give jobs the subnets of the isolated VPC, and set code interpreters to SANDBOX or VPC.
package aismm.inf.isolated_training_and_inference.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.when

models := [m | some m in input.resources.aws_sagemaker_model; not production.outside(m)]

trainings := [j | some j in input.resources.aws_sagemaker_training_job; not production.outside(j); not history(j, "TrainingEndTime")]

processings := [j | some j in input.resources.aws_sagemaker_processing_job; not production.outside(j); not history(j, "ProcessingEndTime")]

automls := [j | some j in input.resources.aws_sagemaker_automl_job; not production.outside(j); not history(j, "EndTime")]

# A schedule that names a definition has no settings of its own: the definition is judged.
schedules := [s |
	some s in input.resources.aws_sagemaker_monitoring_schedule
	not production.outside(s)
	not defined_elsewhere(s)
]

defined_elsewhere(s) if s.config.MonitoringScheduleConfig.MonitoringJobDefinitionName != ""

definitions := [d | some d in input.resources.aws_sagemaker_monitoring_job_definition; not production.outside(d)]

# Configurations whose variants all name a model leave it to the model how isolated it is.
endpoint_configs := [c |
	some c in input.resources.aws_sagemaker_endpoint_config
	not of_models(c)
	not production.outside(c)
]

of_models(c) if {
	count(c.config.ProductionVariants) > 0
	every v in c.config.ProductionVariants { v.ModelName != "" }
}

interpreters := [c | some c in input.resources.aws_bedrock_agentcore_code_interpreter; not production.outside(c)]

# Jobs that ended more than 90 days ago cannot be changed, and say nothing of today.
history(j, field) if when.ns(j.config[field]) < when.now - (90 * when.day)

subjects contains evidence.subject(r) if {
	some list in [models, trainings, processings, automls, schedules, definitions, endpoint_configs, interpreters]
	some r in list
}

# METADATA
# scope: document
# title: the containers of the model have no network
# custom:
#   of: aws_sagemaker_model
#   field: config.EnableNetworkIsolation
#   covers:
#     - "aws-config-managed:sagemaker-model-isolation-enabled"
#     - "aws-sample-aiml-assessment:SM-11"
#     - "aws-securityhub:SageMaker.5"
#     - "checkov:CKV_AWS_370"
#     - "cnspec:mondoo-aws-security-sagemaker-model-network-isolation"
#     - "prowler:sagemaker_models_network_isolation_enabled"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_5"
#     - "steampipe-mod-aws-compliance:sagemaker_model_network_isolation_enabled"
met.model contains evidence.at(m, ["config", "EnableNetworkIsolation"]) if {
	some m in models
	m.config.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the containers of the training job have no network
# custom:
#   of: aws_sagemaker_training_job
#   field: config.EnableNetworkIsolation
#   covers:
#     - "cnspec:mondoo-aws-security-sagemaker-training-job-network-isolation"
#     - "prowler:sagemaker_training_jobs_network_isolation_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_training_job_network_isolation_enabled"
met.training contains evidence.at(j, ["config", "EnableNetworkIsolation"]) if {
	some j in trainings
	j.config.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the containers of the processing job have no network
# custom:
#   of: aws_sagemaker_processing_job
#   field: config.NetworkConfig.EnableNetworkIsolation
#   covers: ["cnspec:mondoo-aws-security-sagemaker-processing-job-network-isolation"]
met.processing contains evidence.at(j, ["config", "NetworkConfig", "EnableNetworkIsolation"]) if {
	some j in processings
	j.config.NetworkConfig.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the containers of the monitoring schedule have no network
# custom:
#   of: aws_sagemaker_monitoring_schedule
#   field: config.MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.EnableNetworkIsolation
#   covers:
#     - "aws-config-managed:sagemaker-monitoring-schedule-isolation"
#     - "aws-securityhub:SageMaker.14"
#     - "prowler-proposed:sagemaker_monitoring_schedule_network_isolation_enabled"
met.schedule contains evidence.at(s, ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "NetworkConfig", "EnableNetworkIsolation"]) if {
	some s in schedules
	s.config.MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the containers of the monitoring definition have no network
# custom:
#   of: aws_sagemaker_monitoring_job_definition
#   field: config.NetworkConfig.EnableNetworkIsolation
#   covers:
#     - "aws-config-managed:sagemaker-data-quality-job-isolation"
#     - "aws-config-managed:sagemaker-model-bias-job-isolation"
#     - "aws-config-managed:sagemaker-model-explainability-job-network-isolation"
#     - "aws-config-managed:sagemaker-model-quality-job-definition-isolation"
#     - "aws-sample-aiml-assessment:SM-13"
#     - "aws-securityhub:SageMaker.11"
#     - "aws-securityhub:SageMaker.12"
#     - "aws-securityhub:SageMaker.20"
#     - "aws-securityhub:SageMaker.25"
met.definition contains evidence.at(d, ["config", "NetworkConfig", "EnableNetworkIsolation"]) if {
	some d in definitions
	d.config.NetworkConfig.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the containers that the endpoint configuration runs have no network
# custom:
#   of: aws_sagemaker_endpoint_config
#   field: config.EnableNetworkIsolation
#   covers: ["aws-config-conformance-pack:aiml-sagemaker-endpoint-network-isolation"]
met.endpoint_config contains evidence.at(c, ["config", "EnableNetworkIsolation"]) if {
	some c in endpoint_configs
	c.config.EnableNetworkIsolation == true
}

# METADATA
# scope: document
# title: the code interpreter is in a VPC or has no network
# custom:
#   of: aws_bedrock_agentcore_code_interpreter
#   field: config.networkConfiguration.networkMode
#   covers: ["aws-config-managed:bedrockagentcore-codeinterpreter-networkmode-check", "aws-securityhub:BedrockAgentCore.7"]
met.interpreter contains evidence.at(c, ["config", "networkConfiguration", "networkMode"]) if {
	some c in interpreters
	c.config.networkConfiguration.networkMode in {"SANDBOX", "VPC"}
}

# Where each kind says in which subnets its containers run.
placed := array.concat(
	array.concat(
		[{"of": j, "path": ["config", "VpcConfig", "Subnets"], "subnets": j.config.VpcConfig.Subnets} | some j in trainings],
		[{"of": j, "path": ["config", "SecurityConfig", "VpcConfig", "Subnets"], "subnets": j.config.SecurityConfig.VpcConfig.Subnets} | some j in automls],
	),
	array.concat(
		[{"of": r, "path": ["config", "NetworkConfig", "VpcConfig", "Subnets"], "subnets": r.config.NetworkConfig.VpcConfig.Subnets} |
			some list in [processings, definitions]
			some r in list
		],
		[{"of": s, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "NetworkConfig", "VpcConfig", "Subnets"], "subnets": s.config.MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.VpcConfig.Subnets} |
			some s in schedules
		],
	),
)

# METADATA
# scope: document
# title: its containers run in subnets of a VPC
# custom:
#   of: [aws_sagemaker_automl_job, aws_sagemaker_monitoring_job_definition, aws_sagemaker_monitoring_schedule, aws_sagemaker_processing_job, aws_sagemaker_training_job]
#   field: config
#   covers: ["cnspec:mondoo-aws-security-sagemaker-processing-job-vpc-configured"]
met.vpc contains evidence.at(p.of, p.path) if {
	some p in placed
	count(p.subnets) > 0
}
