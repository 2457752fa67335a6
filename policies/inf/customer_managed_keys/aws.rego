# METADATA
# scope: package
# title: Stores of confidential AI systems are encrypted with keys of the organization's own
# custom:
#   remediation: Create a customer managed KMS key with rotation on and a policy limited to its users, and create the resource anew with it; most services take a key only at creation.
package aismm.inf.customer_managed_keys.aws

import data.aismm.lib.confidentiality
import data.aismm.lib.evidence
import data.aismm.lib.keys
import data.aismm.lib.systems

# What the register says of nothing counts as confidential.
subjects contains evidence.subject(r) if {
	some list in [
		input.resources.aws_bedrock_agent,
		input.resources.aws_bedrock_agentcore_gateway,
		input.resources.aws_bedrock_agentcore_memory,
		input.resources.aws_bedrock_agentcore_policy_engine,
		input.resources.aws_bedrock_custom_model,
		input.resources.aws_bedrock_data_source,
		input.resources.aws_bedrock_flow,
		input.resources.aws_bedrock_guardrail,
		input.resources.aws_bedrock_imported_model,
		input.resources.aws_bedrock_invocation_job,
		input.resources.aws_bedrock_prompt,
		input.resources.aws_comprehend_recognizer,
		input.resources.aws_kendra_index,
		input.resources.aws_opensearch_serverless_collection,
		input.resources.aws_sagemaker_compilation_job,
		input.resources.aws_sagemaker_domain,
		input.resources.aws_sagemaker_endpoint_config,
		input.resources.aws_sagemaker_feature_group,
		input.resources.aws_sagemaker_flow_definition,
		input.resources.aws_sagemaker_inference_experiment,
		input.resources.aws_sagemaker_monitoring_job_definition,
		input.resources.aws_sagemaker_notebook_instance,
		input.resources.aws_sagemaker_processing_job,
		input.resources.aws_sagemaker_training_job,
		input.resources.aws_sagemaker_transform_job,
		input.resources.aws_sagemaker_tuning_job,
		repositories,
	]
	some r in list
	not confidentiality.open(r)
}

# Repositories that hold images of AI.
repositories := [r | some r in input.resources.aws_ecr_repository; count(r.derived.named_by) > 0]

# METADATA
# scope: document
# title: its content is encrypted with a key that somebody chose
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_custom_model, aws_bedrock_data_source, aws_bedrock_flow, aws_bedrock_guardrail, aws_bedrock_imported_model, aws_bedrock_invocation_job, aws_bedrock_prompt]
#   field: config
#   covers:
#     - "aws-config-managed:bedrock-data-source-encryption-enabled"
#     - "aws-sample-aiml-assessment:BR-11"
#     - "aws-sample-aiml-assessment:BR-17"
#     - "aws-sample-aiml-assessment:BR-30"
#     - "aws-sample-aiml-assessment:BR-31"
#     - "aws-securityhub:Bedrock.1"
#     - "checkov:CKV_AWS_373"
#     - "cloudsploit:bedrock/customModelEncryptionEnabled"
#     - "cnspec:mondoo-aws-security-bedrock-agent-cmk-encryption"
#     - "cnspec:mondoo-aws-security-bedrock-custom-model-cmk-encryption"
#     - "cnspec:mondoo-aws-security-bedrock-flow-cmk-encryption"
#     - "cnspec:mondoo-aws-security-bedrock-guardrail-cmk-encryption"
#     - "prowler-proposed:bedrock_imported_model_encrypted_with_cmk"
#     - "prowler-proposed:bedrock_model_invocation_job_output_encrypted_with_cmk"
#     - "prowler:bedrock_custom_model_encrypted_with_cmk"
#     - "prowler:bedrock_knowledge_base_encrypted_with_cmk"
#     - "prowler:bedrock_prompt_encrypted_with_cmk"
#     - "turbot-guardrails-samples:aws/bedrock/enforce_encryption_at_rest_for_agents"
met.bedrock contains evidence.at(s.of, s.path) if {
	some s in bedrock_stores
	keys.chosen(s.key)
}

bedrock_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "customerEncryptionKeyArn"], "key": r.config.customerEncryptionKeyArn} | some r in input.resources.aws_bedrock_agent; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "modelKmsKeyArn"], "key": r.config.modelKmsKeyArn} | some r in input.resources.aws_bedrock_custom_model; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "serverSideEncryptionConfiguration", "kmsKeyArn"], "key": r.config.serverSideEncryptionConfiguration.kmsKeyArn} | some r in input.resources.aws_bedrock_data_source; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "customerEncryptionKeyArn"], "key": r.config.customerEncryptionKeyArn} | some r in input.resources.aws_bedrock_flow; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "kmsKeyArn"], "key": r.config.kmsKeyArn} | some r in input.resources.aws_bedrock_guardrail; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "modelKmsKeyArn"], "key": r.config.modelKmsKeyArn} | some r in input.resources.aws_bedrock_imported_model; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "outputDataConfig", "s3OutputDataConfig", "s3EncryptionKeyId"], "key": r.config.outputDataConfig.s3OutputDataConfig.s3EncryptionKeyId} | some r in input.resources.aws_bedrock_invocation_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "customerEncryptionKeyArn"], "key": r.config.customerEncryptionKeyArn} | some r in input.resources.aws_bedrock_prompt; not confidentiality.open(r)],
	]
	some s in list
]

# METADATA
# scope: document
# title: what AgentCore keeps of it is encrypted with a key that somebody chose
# custom:
#   of: [aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_memory, aws_bedrock_agentcore_policy_engine]
#   field: config
#   covers:
#     - "aws-config-managed:bedrock-agentcore-memory-encryption-enabled"
#     - "aws-config-managed:bedrockagentcore-gateway-encryption-enabled"
#     - "aws-sample-aiml-assessment:AC-07"
#     - "aws-sample-aiml-assessment:AC-11"
#     - "aws-sample-aiml-assessment:AC-12"
#     - "aws-sample-aiml-assessment:AG-19"
#     - "aws-sample-aiml-assessment:AG-22"
#     - "aws-sample-aiml-assessment:AG-23"
#     - "aws-securityhub:BedrockAgentCore.3"
#     - "aws-securityhub:BedrockAgentCore.4"
#     - "prowler-proposed:bedrockagentcore_gateway_encrypted_with_cmk"
#     - "prowler-proposed:bedrockagentcore_memory_encrypted_with_cmk"
met.agentcore contains evidence.at(s.of, s.path) if {
	some s in agentcore_stores
	keys.chosen(s.key)
}

agentcore_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "kmsKeyArn"], "key": r.config.kmsKeyArn} | some r in input.resources.aws_bedrock_agentcore_gateway; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "encryptionKeyArn"], "key": r.config.encryptionKeyArn} | some r in input.resources.aws_bedrock_agentcore_memory; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "encryptionKeyArn"], "key": r.config.encryptionKeyArn} | some r in input.resources.aws_bedrock_agentcore_policy_engine; not confidentiality.open(r)],
	]
	some s in list
]

# METADATA
# scope: document
# title: the workbench's storage is encrypted with a key that somebody chose
# custom:
#   of: [aws_sagemaker_domain, aws_sagemaker_notebook_instance]
#   field: config.KmsKeyId
#   covers:
#     - "aws-config-managed:sagemaker-notebook-instance-kms-key-configured"
#     - "aws-config-managed:sagemaker-notebook-instance-storage-vol-kms-encrypted"
#     - "aws-securityhub:SageMaker.21"
#     - "checkov:CKV_AWS_187"
#     - "checkov:CKV_AWS_22"
#     - "cloudsploit:sagemaker/notebookDataEncrypted"
#     - "cnspec:mondoo-aws-security-sagemaker-domain-kms-encryption"
#     - "cnspec:mondoo-aws-security-sagemaker-notebook-instance-kms-key-configured"
#     - "prowler:sagemaker_notebook_instance_encryption_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_encrypted_with_kms_cmk"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_encryption_at_rest_enabled"
met.workbench contains evidence.at(s.of, s.path) if {
	some s in workbench_stores
	keys.chosen(s.key)
}

workbench_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "KmsKeyId"], "key": r.config.KmsKeyId} | some r in input.resources.aws_sagemaker_domain; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "KmsKeyId"], "key": r.config.KmsKeyId} | some r in input.resources.aws_sagemaker_notebook_instance; not confidentiality.open(r)],
	]
	some s in list
]

# METADATA
# scope: document
# title: the volumes of its instances are encrypted with a key that somebody chose, or by their hardware
# custom:
#   of: aws_sagemaker_endpoint_config
#   field: config.KmsKeyId
#   covers:
#     - "aws-config-managed:sagemaker-endpoint-config-kms-key-required"
#     - "aws-config-managed:sagemaker-endpoint-configuration-kms-key-configured"
#     - "checkov:CKV_AWS_98"
#     - "prowler:sagemaker_endpoint_config_kms_encryption_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_endpoint_configuration_encryption_at_rest_enabled"
met.serving contains evidence.at(s.of, s.path) if {
	some s in serving_stores
	keys.chosen(s.key)
}

serving_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "KmsKeyId"], "key": r.config.KmsKeyId} | some r in input.resources.aws_sagemaker_endpoint_config; not confidentiality.open(r)],
	]
	some s in list
]

met.serving contains evidence.at(c, ["config", "ProductionVariants"]) if some c in without_volumes

without_volumes := [c |
	some c in input.resources.aws_sagemaker_endpoint_config
	not confidentiality.open(c)
	count(c.config.ProductionVariants) > 0
	every v in c.config.ProductionVariants { keyless(v) }
]

# SageMaker takes no key for these, and one for all others.
keyless(v) if v.ServerlessConfig

keyless(v) if keys.local_storage(v.InstanceType)

# METADATA
# scope: document
# title: what is captured of its calls is encrypted with a key that somebody chose
# custom:
#   of: aws_sagemaker_endpoint_config
#   field: config.DataCaptureConfig.KmsKeyId
#   # Nothing is captured unless somebody configures it (CreateEndpointConfig, SageMaker API reference).
#   absent: {config.DataCaptureConfig: null}
#   covers:
#     - "cnspec:mondoo-aws-security-sagemaker-endpoint-data-capture-cmk-encryption"
met.capture contains evidence.at(s.of, s.path) if {
	some s in capture_stores
	keys.chosen(s.key)
}

capture_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "DataCaptureConfig", "KmsKeyId"], "key": r.config.DataCaptureConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_endpoint_config; not confidentiality.open(r)],
	]
	some s in list
]

met.capture contains evidence.at(c, ["config", "DataCaptureConfig"]) if {
	some c in input.resources.aws_sagemaker_endpoint_config
	not confidentiality.open(c)
	not captures(c)
}

captures(c) if {
	c.config.DataCaptureConfig
	not c.config.DataCaptureConfig.EnableCapture == false
}

# METADATA
# scope: document
# title: its volumes are encrypted with a key that somebody chose, or by their hardware
# custom:
#   of: [aws_comprehend_recognizer, aws_sagemaker_inference_experiment, aws_sagemaker_monitoring_job_definition, aws_sagemaker_processing_job, aws_sagemaker_training_job, aws_sagemaker_transform_job, aws_sagemaker_tuning_job]
#   field: config
#   covers:
#     - "aws-config-managed:sagemaker-inf-experiment-instance-storage-kms-encrypted"
#     - "aws-sample-aiml-assessment:SM-17"
#     - "aws-sample-aiml-assessment:SM-18"
#     - "aws-sample-aiml-assessment:SM-19"
#     - "aws-securityhub:SageMaker.23"
#     - "checkov:CKV_AWS_268"
#     - "checkov:CKV_AWS_368"
#     - "prowler-proposed:sagemaker_hyperparameter_tuning_job_volume_encrypted_with_cmk"
#     - "prowler-proposed:sagemaker_processing_job_volume_encrypted_with_cmk"
#     - "prowler-proposed:sagemaker_transform_job_volume_encrypted_with_cmk"
met.volume contains evidence.at(s.of, s.path) if {
	some s in volume_stores
	keys.chosen(s.key)
}

volume_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "VolumeKmsKeyId"], "key": r.config.VolumeKmsKeyId} | some r in input.resources.aws_comprehend_recognizer; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "KmsKey"], "key": r.config.KmsKey} | some r in input.resources.aws_sagemaker_inference_experiment; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "JobResources", "ClusterConfig", "VolumeKmsKeyId"], "key": r.config.JobResources.ClusterConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ProcessingResources", "ClusterConfig", "VolumeKmsKeyId"], "key": r.config.ProcessingResources.ClusterConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_processing_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ResourceConfig", "VolumeKmsKeyId"], "key": r.config.ResourceConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_training_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "TransformResources", "VolumeKmsKeyId"], "key": r.config.TransformResources.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_transform_job; not confidentiality.open(r)],
	]
	some s in list
]

met.volume contains evidence.at(v.of, v.path) if {
	some v in sealed
	keys.local_storage(v.type)
}

met.volume contains evidence.at(j, ["config", "TrainingJobDefinitions"]) if {
	some j in tunings
	every d in definitions(j) { tuned_volume(d) }
}

tuned_volume(d) if keys.chosen(d.ResourceConfig.VolumeKmsKeyId)

tuned_volume(d) if keys.chosen(d.HyperParameterTuningResourceConfig.VolumeKmsKeyId)

tuned_volume(d) if keys.local_storage(d.ResourceConfig.InstanceType)

# The types of instances whose volumes may take no key.
sealed := [row |
	some list in [
		[{"of": r, "path": ["config", "JobResources", "ClusterConfig", "InstanceType"], "type": r.config.JobResources.ClusterConfig.InstanceType} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ProcessingResources", "ClusterConfig", "InstanceType"], "type": r.config.ProcessingResources.ClusterConfig.InstanceType} | some r in input.resources.aws_sagemaker_processing_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ResourceConfig", "InstanceType"], "type": r.config.ResourceConfig.InstanceType} | some r in input.resources.aws_sagemaker_training_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "TransformResources", "InstanceType"], "type": r.config.TransformResources.InstanceType} | some r in input.resources.aws_sagemaker_transform_job; not confidentiality.open(r)],
	]
	some row in list
]

# A tuning job has one definition of its training jobs, or a list of them.
tunings := [j | some j in input.resources.aws_sagemaker_tuning_job; not confidentiality.open(j); count(definitions(j)) > 0]

definitions(j) := array.concat(
	[d | d := j.config.TrainingJobDefinition],
	[d | some d in j.config.TrainingJobDefinitions],
)

# METADATA
# scope: document
# title: what it writes is encrypted with a key that somebody chose
# custom:
#   of: [aws_sagemaker_compilation_job, aws_sagemaker_flow_definition, aws_sagemaker_inference_experiment, aws_sagemaker_monitoring_job_definition, aws_sagemaker_processing_job, aws_sagemaker_training_job, aws_sagemaker_transform_job, aws_sagemaker_tuning_job]
#   field: config
#   # A processing job need not write anything, and an experiment need not keep what it sees (CreateProcessingJob, CreateInferenceExperiment, SageMaker API reference).
#   absent: {config.DataStorageConfig: null, config.ProcessingOutputConfig: null}
#   covers:
#     - "aws-config-managed:sagemaker-inf-experiment-data-storage-kms-encrypted"
#     - "aws-sample-aiml-assessment:SM-20"
#     - "aws-securityhub:SageMaker.24"
#     - "checkov:CKV_AWS_367"
#     - "checkov:CKV_AWS_372"
#     - "prowler-proposed:sagemaker_compilation_job_output_encrypted_with_cmk"
met.output contains evidence.at(s.of, s.path) if {
	some s in output_stores
	keys.chosen(s.key)
}

output_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "OutputConfig", "KmsKeyId"], "key": r.config.OutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_compilation_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "OutputConfig", "KmsKeyId"], "key": r.config.OutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_flow_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "DataStorageConfig", "KmsKey"], "key": r.config.DataStorageConfig.KmsKey} | some r in input.resources.aws_sagemaker_inference_experiment; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "DataQualityJobOutputConfig", "KmsKeyId"], "key": r.config.DataQualityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ModelBiasJobOutputConfig", "KmsKeyId"], "key": r.config.ModelBiasJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ModelExplainabilityJobOutputConfig", "KmsKeyId"], "key": r.config.ModelExplainabilityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ModelQualityJobOutputConfig", "KmsKeyId"], "key": r.config.ModelQualityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ProcessingOutputConfig", "KmsKeyId"], "key": r.config.ProcessingOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_processing_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "OutputDataConfig", "KmsKeyId"], "key": r.config.OutputDataConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_training_job; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "TransformOutput", "KmsKeyId"], "key": r.config.TransformOutput.KmsKeyId} | some r in input.resources.aws_sagemaker_transform_job; not confidentiality.open(r)],
	]
	some s in list
]

met.output contains evidence.at(j, ["config", "TrainingJobDefinitions"]) if {
	some j in tunings
	every d in definitions(j) { keys.chosen(d.OutputDataConfig.KmsKeyId) }
}

met.output contains evidence.at(j, ["config", "ProcessingOutputConfig"]) if {
	some j in input.resources.aws_sagemaker_processing_job
	not confidentiality.open(j)
	not writes(j)
}

writes(j) if {
	j.config.ProcessingOutputConfig
	not empty(j)
}

empty(j) if count(j.config.ProcessingOutputConfig.Outputs) == 0

met.output contains evidence.at(e, ["config", "DataStorageConfig"]) if {
	some e in input.resources.aws_sagemaker_inference_experiment
	not confidentiality.open(e)
	not e.config.DataStorageConfig
}

# METADATA
# scope: document
# title: its online store is encrypted with a key that somebody chose
# custom:
#   of: aws_sagemaker_feature_group
#   field: config.OnlineStoreConfig.SecurityConfig.KmsKeyId
#   # A group has the stores that it was made with, an online one only where that is said (CreateFeatureGroup, SageMaker API reference).
#   absent: {config.OnlineStoreConfig: null}
#   covers:
#     - "aws-config-managed:sagemaker-featuregroup-online-store-encryption"
#     - "aws-securityhub:SageMaker.18"
met.online contains evidence.at(s.of, s.path) if {
	some s in online_stores
	keys.chosen(s.key)
}

online_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "OnlineStoreConfig", "SecurityConfig", "KmsKeyId"], "key": r.config.OnlineStoreConfig.SecurityConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_feature_group; not confidentiality.open(r)],
	]
	some s in list
]

met.online contains evidence.at(g, ["config", "OnlineStoreConfig"]) if {
	some g in input.resources.aws_sagemaker_feature_group
	not confidentiality.open(g)
	not serves(g)
}

serves(g) if {
	g.config.OnlineStoreConfig
	not g.config.OnlineStoreConfig.EnableOnlineStore == false
}

# METADATA
# scope: document
# title: its offline store is encrypted with a key that somebody chose
# custom:
#   of: aws_sagemaker_feature_group
#   field: config.OfflineStoreConfig.S3StorageConfig.KmsKeyId
#   # A group has the stores that it was made with (CreateFeatureGroup, SageMaker API reference).
#   absent: {config.OfflineStoreConfig: null}
#   covers:
#     - "aws-config-managed:sagemaker-featuregroup-encryption-at-rest"
#     - "aws-sample-aiml-assessment:SM-15"
#     - "aws-securityhub:SageMaker.17"
#     - "prowler-proposed:sagemaker_feature_group_offline_store_encrypted_with_cmk"
met.offline contains evidence.at(s.of, s.path) if {
	some s in offline_stores
	keys.chosen(s.key)
}

offline_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "OfflineStoreConfig", "S3StorageConfig", "KmsKeyId"], "key": r.config.OfflineStoreConfig.S3StorageConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_feature_group; not confidentiality.open(r)],
	]
	some s in list
]

met.offline contains evidence.at(g, ["config", "OfflineStoreConfig"]) if {
	some g in input.resources.aws_sagemaker_feature_group
	not confidentiality.open(g)
	not g.config.OfflineStoreConfig
}

# METADATA
# scope: document
# title: the index, collection or model is encrypted with a key that somebody chose
# custom:
#   of: [aws_comprehend_recognizer, aws_kendra_index, aws_opensearch_serverless_collection]
#   field: config
#   covers:
#     - "aws-config-conformance-pack:opensearch-serverless-customer-kms"
#     - "aws-sample-aiml-assessment:FS-25"
#     - "checkov:CKV_AWS_262"
#     - "checkov:CKV_AWS_267"
#     - "cloudsploit:kendra/kendraIndexEncrypted"
met.index contains evidence.at(s.of, s.path) if {
	some s in index_stores
	keys.chosen(s.key)
}

index_stores := [s |
	some list in [
		[{"of": r, "path": ["config", "ModelKmsKeyId"], "key": r.config.ModelKmsKeyId} | some r in input.resources.aws_comprehend_recognizer; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "ServerSideEncryptionConfiguration", "KmsKeyId"], "key": r.config.ServerSideEncryptionConfiguration.KmsKeyId} | some r in input.resources.aws_kendra_index; not confidentiality.open(r)],
		[{"of": r, "path": ["config", "kmsKeyArn"], "key": r.config.kmsKeyArn} | some r in input.resources.aws_opensearch_serverless_collection; not confidentiality.open(r)],
	]
	some s in list
]

# METADATA
# scope: document
# title: the repository is encrypted with a key that somebody chose
# custom:
#   of: aws_ecr_repository
#   field: config.encryptionConfiguration.kmsKey
#   covers: ["aws-sample-aiml-assessment:AC-05"]
met.repository contains evidence.at(s.of, s.path) if {
	some s in repository_stores
	keys.chosen(s.key)
}

repository_stores := [{"of": r, "path": ["config", "encryptionConfiguration", "kmsKey"], "key": r.config.encryptionConfiguration.kmsKey} | some r in repositories; not confidentiality.open(r)]

tuning_stores := [s |
	some list in [
		[{"of": j, "path": ["config", "TrainingJobDefinition", "ResourceConfig", "VolumeKmsKeyId"], "key": j.config.TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId} | some j in tunings],
		[{"of": j, "path": ["config", "TrainingJobDefinition", "HyperParameterTuningResourceConfig", "VolumeKmsKeyId"], "key": j.config.TrainingJobDefinition.HyperParameterTuningResourceConfig.VolumeKmsKeyId} | some j in tunings],
		[{"of": j, "path": ["config", "TrainingJobDefinition", "OutputDataConfig", "KmsKeyId"], "key": j.config.TrainingJobDefinition.OutputDataConfig.KmsKeyId} | some j in tunings],
		[{"of": j, "path": ["config", "TrainingJobDefinitions", i, "ResourceConfig", "VolumeKmsKeyId"], "key": d.ResourceConfig.VolumeKmsKeyId} | some j in tunings; some i, d in j.config.TrainingJobDefinitions],
		[{"of": j, "path": ["config", "TrainingJobDefinitions", i, "HyperParameterTuningResourceConfig", "VolumeKmsKeyId"], "key": d.HyperParameterTuningResourceConfig.VolumeKmsKeyId} | some j in tunings; some i, d in j.config.TrainingJobDefinitions],
		[{"of": j, "path": ["config", "TrainingJobDefinitions", i, "OutputDataConfig", "KmsKeyId"], "key": d.OutputDataConfig.KmsKeyId} | some j in tunings; some i, d in j.config.TrainingJobDefinitions],
	]
	some s in list
]

# Every key that somebody chose, and what is known of it.
chosen := [{"of": s.of, "path": s.path, "keys": keys.of(s.of, s.key)} |
	some list in [
		agentcore_stores,
		bedrock_stores,
		capture_stores,
		index_stores,
		offline_stores,
		online_stores,
		output_stores,
		serving_stores,
		volume_stores,
		workbench_stores,
		repository_stores,
		tuning_stores,
	]
	some s in list
	keys.chosen(s.key)
]

# METADATA
# scope: document
# title: the keys of all its stores are keys of a customer
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_policy_engine
#     - aws_bedrock_custom_model
#     - aws_bedrock_data_source
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_imported_model
#     - aws_bedrock_invocation_job
#     - aws_bedrock_prompt
#     - aws_comprehend_recognizer
#     - aws_ecr_repository
#     - aws_kendra_index
#     - aws_opensearch_serverless_collection
#     - aws_sagemaker_compilation_job
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint_config
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_flow_definition
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_monitoring_job_definition
#     - aws_sagemaker_notebook_instance
#     - aws_sagemaker_processing_job
#     - aws_sagemaker_training_job
#     - aws_sagemaker_transform_job
#     - aws_sagemaker_tuning_job
#   field: config
#   # What is not said to be kept needs no key: see the conditions above.
#   absent: {config.DataCaptureConfig: null, config.DataStorageConfig: null, config.OfflineStoreConfig: null, config.OnlineStoreConfig: null, config.ProcessingOutputConfig: null}
met.customer contains evidence.shown(c.of, k, ["config", "KeyManager"]) if {
	some c in chosen
	not c.of.ref in wanting
	not c.of.ref in not_customer
	some k in c.keys
}

met.customer contains evidence.at(e.of, e.path) if some e in exempt

violations.customer contains evidence.shown(c.of, k, ["config", "KeyManager"]) if {
	some c in chosen
	some k in c.keys
	not unread(k)
	not customer(k)
}

unclear.customer contains evidence.shown(c.of, k, ["id"]) if {
	some c in chosen
	some k in c.keys
	unread(k)
}

unclear.customer contains row if some row in unregistered

# What names a key of which that is not known, be it that there is no such key.
not_customer := {c.of.ref |
	some c in chosen
	count([k | some k in c.keys; customer(k)]) == 0
}

customer(k) if k.config.KeyManager == "CUSTOMER"

# METADATA
# scope: document
# title: the keys of all its stores can be used
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_policy_engine
#     - aws_bedrock_custom_model
#     - aws_bedrock_data_source
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_imported_model
#     - aws_bedrock_invocation_job
#     - aws_bedrock_prompt
#     - aws_comprehend_recognizer
#     - aws_ecr_repository
#     - aws_kendra_index
#     - aws_opensearch_serverless_collection
#     - aws_sagemaker_compilation_job
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint_config
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_flow_definition
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_monitoring_job_definition
#     - aws_sagemaker_notebook_instance
#     - aws_sagemaker_processing_job
#     - aws_sagemaker_training_job
#     - aws_sagemaker_transform_job
#     - aws_sagemaker_tuning_job
#   field: config
#   # What is not said to be kept needs no key: see the conditions above.
#   absent: {config.DataCaptureConfig: null, config.DataStorageConfig: null, config.OfflineStoreConfig: null, config.OnlineStoreConfig: null, config.ProcessingOutputConfig: null}
met.enabled contains evidence.shown(c.of, k, ["config", "KeyState"]) if {
	some c in chosen
	not c.of.ref in wanting
	not c.of.ref in not_enabled
	some k in c.keys
}

met.enabled contains evidence.at(e.of, e.path) if some e in exempt

violations.enabled contains evidence.shown(c.of, k, ["config", "KeyState"]) if {
	some c in chosen
	some k in c.keys
	not unread(k)
	not enabled(k)
}

unclear.enabled contains evidence.shown(c.of, k, ["id"]) if {
	some c in chosen
	some k in c.keys
	unread(k)
}

unclear.enabled contains row if some row in unregistered

# What names a key of which that is not known, be it that there is no such key.
not_enabled := {c.of.ref |
	some c in chosen
	count([k | some k in c.keys; enabled(k)]) == 0
}

enabled(k) if k.config.KeyState == "Enabled"

# METADATA
# scope: document
# title: the keys of all its stores are rotated every year or sooner
# custom:
#   of:
#     - aws_bedrock_agent
#     - aws_bedrock_agentcore_gateway
#     - aws_bedrock_agentcore_memory
#     - aws_bedrock_agentcore_policy_engine
#     - aws_bedrock_custom_model
#     - aws_bedrock_data_source
#     - aws_bedrock_flow
#     - aws_bedrock_guardrail
#     - aws_bedrock_imported_model
#     - aws_bedrock_invocation_job
#     - aws_bedrock_prompt
#     - aws_comprehend_recognizer
#     - aws_ecr_repository
#     - aws_kendra_index
#     - aws_opensearch_serverless_collection
#     - aws_sagemaker_compilation_job
#     - aws_sagemaker_domain
#     - aws_sagemaker_endpoint_config
#     - aws_sagemaker_feature_group
#     - aws_sagemaker_flow_definition
#     - aws_sagemaker_inference_experiment
#     - aws_sagemaker_monitoring_job_definition
#     - aws_sagemaker_notebook_instance
#     - aws_sagemaker_processing_job
#     - aws_sagemaker_training_job
#     - aws_sagemaker_transform_job
#     - aws_sagemaker_tuning_job
#   field: config
#   # What is not said to be kept needs no key: see the conditions above.
#   absent: {config.DataCaptureConfig: null, config.DataStorageConfig: null, config.OfflineStoreConfig: null, config.OnlineStoreConfig: null, config.ProcessingOutputConfig: null}
met.rotated contains evidence.shown(c.of, k, ["parts", "GetKeyRotationStatus", "KeyRotationEnabled"]) if {
	some c in chosen
	not c.of.ref in wanting
	not c.of.ref in not_rotated
	some k in c.keys
}

met.rotated contains evidence.at(e.of, e.path) if some e in exempt

violations.rotated contains evidence.shown(c.of, k, ["parts", "GetKeyRotationStatus", "KeyRotationEnabled"]) if {
	some c in chosen
	some k in c.keys
	not unread(k)
	not rotated(k)
}

unclear.rotated contains evidence.shown(c.of, k, ["id"]) if {
	some c in chosen
	some k in c.keys
	unread(k)
}

unclear.rotated contains row if some row in unregistered

# What names a key of which that is not known, be it that there is no such key.
not_rotated := {c.of.ref |
	some c in chosen
	count([k | some k in c.keys; rotated(k)]) == 0
}

rotated(k) if k.parts.GetKeyRotationStatus.KeyRotationEnabled == true

# What takes no key and names none: there is nothing to ask of it.
exempt := [e |
	some list in [
		[{"of": c, "path": ["config", "ProductionVariants"]} | some c in without_volumes; not captures(c)],
		[v | some v in sealed; v.of.kind == "aws_sagemaker_processing_job"; keys.local_storage(v.type); not writes(v.of)],
	]
	some e in list
	not e.of.ref in naming
]

naming := {c.of.ref | some c in chosen}

# What has two stores, and no key for one of them.
wanting := union({
	{r.ref |
		some list in [
			input.resources.aws_sagemaker_inference_experiment,
			input.resources.aws_sagemaker_monitoring_job_definition,
			input.resources.aws_sagemaker_processing_job,
			input.resources.aws_sagemaker_training_job,
			input.resources.aws_sagemaker_transform_job,
			input.resources.aws_sagemaker_tuning_job,
		]
		some r in list
		not r.ref in keyed_jobs
	},
	{r.ref | some r in input.resources.aws_comprehend_recognizer; not r.ref in keyed_recognizers},
	{r.ref | some r in input.resources.aws_sagemaker_endpoint_config; not r.ref in keyed_endpoint_configs},
	{r.ref | some r in input.resources.aws_sagemaker_feature_group; not r.ref in keyed_feature_groups},
})

keyed_jobs := {row.of | some row in met.volume} & {row.of | some row in met.output}

keyed_recognizers := {row.of | some row in met.volume} & {row.of | some row in met.index}

keyed_endpoint_configs := {row.of | some row in met.serving} & {row.of | some row in met.capture}

keyed_feature_groups := {row.of | some row in met.online} & {row.of | some row in met.offline}

# What belongs to a system of which the register could not be read in full: it may not be confidential.
unregistered := {evidence.shown(a.of, s, ["id"]) |
	some a in array.concat(chosen, exempt)
	some s in systems.of(a.of)
	count(s.missing) > 0
}

# Keys of accounts that the scan has not entered, and those of which something was refused.
unread(k) if k.derived.unread != ""

unread(k) if count(k.missing) > 0
