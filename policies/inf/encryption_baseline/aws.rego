# METADATA
# scope: package
# title: Jobs of SageMaker, Comprehend and Translate and audio logs of Lex are encrypted at rest and between nodes
# custom:
#   remediation: Set the volume key, the output key and inter-container encryption in the job's template, and a key on the bucket of audio logs; jobs that ran cannot be changed, schedules and definitions are created anew.
package aismm.inf.encryption_baseline.aws

import data.aismm.lib.evidence
import data.aismm.lib.keys

# A schedule that names a definition has no settings of its own: the definition is judged.
schedules := [s | some s in input.resources.aws_sagemaker_monitoring_schedule; not defined_elsewhere(s)]

defined_elsewhere(s) if s.config.MonitoringScheduleConfig.MonitoringJobDefinitionName != ""

subjects contains evidence.subject(r) if {
	some list in [
		schedules,
		input.resources.aws_comprehend_job,
		input.resources.aws_lex_bot_alias,
		input.resources.aws_sagemaker_automl_job,
		input.resources.aws_sagemaker_monitoring_job_definition,
		input.resources.aws_sagemaker_processing_job,
		input.resources.aws_sagemaker_training_job,
		input.resources.aws_translate_job,
	]
	some r in list
}

# Whether the nodes of each kind encrypt what they send each other.
clusters := [row |
	some list in [
		[{"of": r, "path": ["config", "EnableInterContainerTrafficEncryption"], "on": r.config.EnableInterContainerTrafficEncryption} | some r in input.resources.aws_sagemaker_training_job],
		[{"of": r, "path": ["config", "SecurityConfig", "EnableInterContainerTrafficEncryption"], "on": r.config.SecurityConfig.EnableInterContainerTrafficEncryption} | some r in input.resources.aws_sagemaker_automl_job],
		[{"of": r, "path": ["config", "NetworkConfig", "EnableInterContainerTrafficEncryption"], "on": r.config.NetworkConfig.EnableInterContainerTrafficEncryption} | some r in input.resources.aws_sagemaker_processing_job],
		[{"of": r, "path": ["config", "NetworkConfig", "EnableInterContainerTrafficEncryption"], "on": r.config.NetworkConfig.EnableInterContainerTrafficEncryption} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "NetworkConfig", "EnableInterContainerTrafficEncryption"], "on": r.config.MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.EnableInterContainerTrafficEncryption} | some r in schedules],
	]
	some row in list
]

# How many nodes there are: a single one sends nothing to others.
single := [row |
	some list in [
		[{"of": r, "path": ["config", "ResourceConfig", "InstanceCount"], "nodes": r.config.ResourceConfig.InstanceCount} | some r in input.resources.aws_sagemaker_training_job],
		[{"of": r, "path": ["config", "ProcessingResources", "ClusterConfig", "InstanceCount"], "nodes": r.config.ProcessingResources.ClusterConfig.InstanceCount} | some r in input.resources.aws_sagemaker_processing_job],
		[{"of": r, "path": ["config", "JobResources", "ClusterConfig", "InstanceCount"], "nodes": r.config.JobResources.ClusterConfig.InstanceCount} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "MonitoringResources", "ClusterConfig", "InstanceCount"], "nodes": r.config.MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.InstanceCount} | some r in schedules],
	]
	some row in list
]

# METADATA
# scope: document
# title: its nodes encrypt what they send each other, or it has one node alone
# custom:
#   of: [aws_sagemaker_automl_job, aws_sagemaker_monitoring_job_definition, aws_sagemaker_monitoring_schedule, aws_sagemaker_processing_job, aws_sagemaker_training_job]
#   field: config
#   covers:
#     - "aws-config-managed:sagemaker-data-quality-job-encrypt-in-transit"
#     - "aws-config-managed:sagemaker-model-bias-job-encrypt-in-transit"
#     - "aws-config-managed:sagemaker-model-explainability-job-encrypt-in-transit"
#     - "aws-config-managed:sagemaker-model-quality-job-encrypt-in-transit"
#     - "aws-config-managed:sagemaker-monitoring-schedule-traffic-encryption"
#     - "aws-sample-aiml-assessment:SM-16"
#     - "aws-sample-aiml-assessment:SM-21"
#     - "aws-securityhub:SageMaker.10"
#     - "aws-securityhub:SageMaker.13"
#     - "aws-securityhub:SageMaker.15"
#     - "aws-securityhub:SageMaker.22"
#     - "aws-securityhub:SageMaker.9"
#     - "checkov:CKV_AWS_369"
#     - "prowler-proposed:sagemaker_automl_job_intercontainer_encryption_enabled"
#     - "prowler:sagemaker_training_jobs_intercontainer_encryption_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_training_job_inter_container_traffic_encryption_enabled"
met.traffic contains evidence.at(c.of, c.path) if {
	some c in clusters
	c.on == true
}

met.traffic contains evidence.at(c.of, c.path) if {
	some c in single
	c.nodes == 1
}

# The key of the volumes of each kind.
volumes := [row |
	some list in [
		[{"of": r, "path": ["config", "ResourceConfig", "VolumeKmsKeyId"], "key": r.config.ResourceConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_training_job],
		[{"of": r, "path": ["config", "ProcessingResources", "ClusterConfig", "VolumeKmsKeyId"], "key": r.config.ProcessingResources.ClusterConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_processing_job],
		[{"of": r, "path": ["config", "SecurityConfig", "VolumeKmsKeyId"], "key": r.config.SecurityConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_automl_job],
		[{"of": r, "path": ["config", "VolumeKmsKeyId"], "key": r.config.VolumeKmsKeyId} | some r in input.resources.aws_comprehend_job],
		[{"of": r, "path": ["config", "JobResources", "ClusterConfig", "VolumeKmsKeyId"], "key": r.config.JobResources.ClusterConfig.VolumeKmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "MonitoringResources", "ClusterConfig", "VolumeKmsKeyId"], "key": r.config.MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.VolumeKmsKeyId} | some r in schedules],
	]
	some row in list
]

# The types of instances: some have volumes that take no key, and that their hardware encrypts.
sealed := [row |
	some list in [
		[{"of": r, "path": ["config", "ResourceConfig", "InstanceType"], "type": r.config.ResourceConfig.InstanceType} | some r in input.resources.aws_sagemaker_training_job],
		[{"of": r, "path": ["config", "ProcessingResources", "ClusterConfig", "InstanceType"], "type": r.config.ProcessingResources.ClusterConfig.InstanceType} | some r in input.resources.aws_sagemaker_processing_job],
		[{"of": r, "path": ["config", "JobResources", "ClusterConfig", "InstanceType"], "type": r.config.JobResources.ClusterConfig.InstanceType} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "MonitoringResources", "ClusterConfig", "InstanceType"], "type": r.config.MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.InstanceType} | some r in schedules],
	]
	some row in list
]

# METADATA
# scope: document
# title: its volumes have a key, or are of instances whose hardware encrypts them
# custom:
#   of: [aws_comprehend_job, aws_sagemaker_automl_job, aws_sagemaker_monitoring_job_definition, aws_sagemaker_monitoring_schedule, aws_sagemaker_processing_job, aws_sagemaker_training_job]
#   field: config
#   covers:
#     - "cloudsploit:comprehend/volumeEncryption"
#     - "cnspec:mondoo-aws-security-sagemaker-processing-job-encryption"
#     - "cnspec:mondoo-aws-security-sagemaker-training-job-encryption"
#     - "prowler:sagemaker_training_jobs_volume_and_output_encryption_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_training_job_volume_and_data_encryption_enabled"
met.volume contains evidence.at(v.of, v.path) if {
	some v in volumes
	v.key != ""
}

met.volume contains evidence.at(v.of, v.path) if {
	some v in sealed
	keys.local_storage(v.type)
}

# Jobs that look for personal data have no volume of their own (DescribePiiEntitiesDetectionJob, Comprehend API reference).
met.volume contains evidence.at(j, ["derived", "type"]) if {
	some j in input.resources.aws_comprehend_job
	j.derived.type == "PiiEntitiesDetection"
}

# The key of what each kind writes.
outputs := [row |
	some list in [
		[{"of": r, "path": ["config", "OutputDataConfig", "KmsKeyId"], "key": r.config.OutputDataConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_training_job],
		[{"of": r, "path": ["config", "OutputDataConfig", "KmsKeyId"], "key": r.config.OutputDataConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_automl_job],
		[{"of": r, "path": ["config", "OutputDataConfig", "KmsKeyId"], "key": r.config.OutputDataConfig.KmsKeyId} | some r in input.resources.aws_comprehend_job],
		[{"of": r, "path": ["config", "OutputDataConfig", "EncryptionKey", "Id"], "key": r.config.OutputDataConfig.EncryptionKey.Id} | some r in input.resources.aws_translate_job],
		[{"of": r, "path": ["config", "ProcessingOutputConfig", "KmsKeyId"], "key": r.config.ProcessingOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_processing_job],
		[{"of": r, "path": ["config", "MonitoringScheduleConfig", "MonitoringJobDefinition", "MonitoringOutputConfig", "KmsKeyId"], "key": r.config.MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringOutputConfig.KmsKeyId} | some r in schedules],
		[{"of": r, "path": ["config", "DataQualityJobOutputConfig", "KmsKeyId"], "key": r.config.DataQualityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "ModelBiasJobOutputConfig", "KmsKeyId"], "key": r.config.ModelBiasJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "ModelExplainabilityJobOutputConfig", "KmsKeyId"], "key": r.config.ModelExplainabilityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
		[{"of": r, "path": ["config", "ModelQualityJobOutputConfig", "KmsKeyId"], "key": r.config.ModelQualityJobOutputConfig.KmsKeyId} | some r in input.resources.aws_sagemaker_monitoring_job_definition],
	]
	some row in list
]

# METADATA
# scope: document
# title: what it writes is encrypted with a key
# custom:
#   of: [aws_comprehend_job, aws_sagemaker_automl_job, aws_sagemaker_monitoring_job_definition, aws_sagemaker_monitoring_schedule, aws_sagemaker_processing_job, aws_sagemaker_training_job, aws_translate_job]
#   field: config
#   # A processing job need not write anything (CreateProcessingJob, SageMaker API reference).
#   absent: {config.ProcessingOutputConfig: null}
#   covers:
#     - "cloudsploit:comprehend/outputResultEncryption"
#     - "cloudsploit:translate/translateJobOutputEncrypted"
#     - "cnspec:mondoo-aws-security-sagemaker-processing-job-encryption"
#     - "cnspec:mondoo-aws-security-sagemaker-training-job-encryption"
#     - "prowler:sagemaker_training_jobs_volume_and_output_encryption_enabled"
#     - "steampipe-mod-aws-compliance:sagemaker_training_job_volume_and_data_encryption_enabled"
met.output contains evidence.at(o.of, o.path) if {
	some o in outputs
	o.key != ""
}

met.output contains evidence.at(j, ["config", "ProcessingOutputConfig"]) if {
	some j in input.resources.aws_sagemaker_processing_job
	not j.config.ProcessingOutputConfig
}

met.output contains evidence.at(j, ["config", "ProcessingOutputConfig", "Outputs"]) if {
	some j in input.resources.aws_sagemaker_processing_job
	count(j.config.ProcessingOutputConfig.Outputs) == 0
}

# METADATA
# scope: document
# title: every bucket that it logs audio to has a key
# custom:
#   of: aws_lex_bot_alias
#   field: config.conversationLogSettings.audioLogSettings
#   # Conversations are logged only where somebody says so ("Logging conversations", Amazon Lex V2 developer guide).
#   absent: {config.conversationLogSettings: null, config.conversationLogSettings.audioLogSettings: []}
#   covers: ["cloudsploit:lex/lexAudioLogsEncrypted"]
met.audio contains evidence.at(a, ["config", "conversationLogSettings", "audioLogSettings"]) if {
	some a in input.resources.aws_lex_bot_alias
	not a.ref in exposed
}

violations.audio contains evidence.at(b.of, b.path) if some b in bare

exposed := {b.of.ref | some b in bare}

# Where audio is logged without a key.
bare := [{"of": a, "path": ["config", "conversationLogSettings", "audioLogSettings", i]} |
	some a in input.resources.aws_lex_bot_alias
	some i, l in a.config.conversationLogSettings.audioLogSettings
	not l.enabled == false
	not keyed(l)
]

keyed(l) if l.destination.s3Bucket.kmsKeyArn != ""
