package aismm.inf.encryption_baseline.aws_test

import data.aismm.inf.encryption_baseline.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

kinds := {
	"aws_comprehend_job", "aws_lex_bot_alias", "aws_sagemaker_automl_job", "aws_sagemaker_monitoring_job_definition",
	"aws_sagemaker_monitoring_schedule", "aws_sagemaker_processing_job", "aws_sagemaker_training_job", "aws_translate_job",
}

seen(given) := {"resources": object.union({k: [] | some k in kinds}, given)}

nothing := {"traffic": set(), "volume": set(), "output": set(), "audio": set()}

scheduled(definition) := {"MonitoringScheduleConfig": {"MonitoringJobDefinition": definition}}

in_schedule(path) := array.concat(["config", "MonitoringScheduleConfig", "MonitoringJobDefinition"], path)

# What decides each condition, in the form of each kind: the config with a value, its path, the values that pass and those that do not.
traffic := "EnableInterContainerTrafficEncryption"

cases := [
	{"of": "traffic", "kind": "aws_sagemaker_training_job", "path": ["config", traffic], "good": [{traffic: true}], "bad": [{traffic: false}]},
	{"of": "traffic", "kind": "aws_sagemaker_automl_job", "path": ["config", "SecurityConfig", traffic], "good": [{"SecurityConfig": {traffic: true}}], "bad": [{"SecurityConfig": {traffic: false}}]},
	{"of": "traffic", "kind": "aws_sagemaker_processing_job", "path": ["config", "NetworkConfig", traffic], "good": [{"NetworkConfig": {traffic: true}}], "bad": [{"NetworkConfig": {traffic: false}}]},
	{"of": "traffic", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "NetworkConfig", traffic], "good": [{"NetworkConfig": {traffic: true}}], "bad": [{"NetworkConfig": {traffic: false}}]},
	{"of": "traffic", "kind": "aws_sagemaker_monitoring_schedule", "path": in_schedule(["NetworkConfig", traffic]), "good": [scheduled({"NetworkConfig": {traffic: true}})], "bad": [scheduled({"NetworkConfig": {traffic: false}})]},
	{"of": "traffic", "kind": "aws_sagemaker_training_job", "path": ["config", "ResourceConfig", "InstanceCount"], "good": [{"ResourceConfig": {"InstanceCount": 1}}], "bad": [{"ResourceConfig": {"InstanceCount": n}} | some n in [0, 2]]},
	{"of": "traffic", "kind": "aws_sagemaker_processing_job", "path": ["config", "ProcessingResources", "ClusterConfig", "InstanceCount"], "good": [cluster("ProcessingResources", {"InstanceCount": 1})], "bad": [cluster("ProcessingResources", {"InstanceCount": 2})]},
	{"of": "traffic", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "JobResources", "ClusterConfig", "InstanceCount"], "good": [cluster("JobResources", {"InstanceCount": 1})], "bad": [cluster("JobResources", {"InstanceCount": 2})]},
	{"of": "traffic", "kind": "aws_sagemaker_monitoring_schedule", "path": in_schedule(["MonitoringResources", "ClusterConfig", "InstanceCount"]), "good": [scheduled(cluster("MonitoringResources", {"InstanceCount": 1}))], "bad": [scheduled(cluster("MonitoringResources", {"InstanceCount": 2}))]},
	{"of": "volume", "kind": "aws_sagemaker_training_job", "path": ["config", "ResourceConfig", "VolumeKmsKeyId"], "good": [{"ResourceConfig": {"VolumeKmsKeyId": "k"}}], "bad": [{"ResourceConfig": {"VolumeKmsKeyId": ""}}]},
	{"of": "volume", "kind": "aws_sagemaker_processing_job", "path": ["config", "ProcessingResources", "ClusterConfig", "VolumeKmsKeyId"], "good": [cluster("ProcessingResources", {"VolumeKmsKeyId": "k"})], "bad": [cluster("ProcessingResources", {"VolumeKmsKeyId": ""})]},
	{"of": "volume", "kind": "aws_sagemaker_automl_job", "path": ["config", "SecurityConfig", "VolumeKmsKeyId"], "good": [{"SecurityConfig": {"VolumeKmsKeyId": "k"}}], "bad": [{"SecurityConfig": {"VolumeKmsKeyId": ""}}]},
	{"of": "volume", "kind": "aws_comprehend_job", "path": ["config", "VolumeKmsKeyId"], "good": [{"VolumeKmsKeyId": "k"}], "bad": [{"VolumeKmsKeyId": ""}]},
	{"of": "volume", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "JobResources", "ClusterConfig", "VolumeKmsKeyId"], "good": [cluster("JobResources", {"VolumeKmsKeyId": "k"})], "bad": [cluster("JobResources", {"VolumeKmsKeyId": ""})]},
	{"of": "volume", "kind": "aws_sagemaker_monitoring_schedule", "path": in_schedule(["MonitoringResources", "ClusterConfig", "VolumeKmsKeyId"]), "good": [scheduled(cluster("MonitoringResources", {"VolumeKmsKeyId": "k"}))], "bad": [scheduled(cluster("MonitoringResources", {"VolumeKmsKeyId": ""}))]},
	{"of": "volume", "kind": "aws_sagemaker_training_job", "path": ["config", "ResourceConfig", "InstanceType"], "good": [{"ResourceConfig": {"InstanceType": "ml.g5.xlarge"}}], "bad": [{"ResourceConfig": {"InstanceType": "ml.m5.xlarge"}}]},
	{"of": "volume", "kind": "aws_sagemaker_processing_job", "path": ["config", "ProcessingResources", "ClusterConfig", "InstanceType"], "good": [cluster("ProcessingResources", {"InstanceType": "ml.g4dn.xlarge"})], "bad": [cluster("ProcessingResources", {"InstanceType": "ml.m5.xlarge"})]},
	{"of": "volume", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "JobResources", "ClusterConfig", "InstanceType"], "good": [cluster("JobResources", {"InstanceType": "ml.r5d.large"})], "bad": [cluster("JobResources", {"InstanceType": "ml.m5.xlarge"})]},
	{"of": "volume", "kind": "aws_sagemaker_monitoring_schedule", "path": in_schedule(["MonitoringResources", "ClusterConfig", "InstanceType"]), "good": [scheduled(cluster("MonitoringResources", {"InstanceType": "ml.m5d.large"}))], "bad": [scheduled(cluster("MonitoringResources", {"InstanceType": "ml.m5.xlarge"}))]},
	{"of": "output", "kind": "aws_sagemaker_training_job", "path": ["config", "OutputDataConfig", "KmsKeyId"], "good": [{"OutputDataConfig": {"KmsKeyId": "k"}}], "bad": [{"OutputDataConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_sagemaker_automl_job", "path": ["config", "OutputDataConfig", "KmsKeyId"], "good": [{"OutputDataConfig": {"KmsKeyId": "k"}}], "bad": [{"OutputDataConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_comprehend_job", "path": ["config", "OutputDataConfig", "KmsKeyId"], "good": [{"OutputDataConfig": {"KmsKeyId": "k"}}], "bad": [{"OutputDataConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_translate_job", "path": ["config", "OutputDataConfig", "EncryptionKey", "Id"], "good": [{"OutputDataConfig": {"EncryptionKey": {"Id": "k"}}}], "bad": [{"OutputDataConfig": {"EncryptionKey": {"Id": ""}}}]},
	{"of": "output", "kind": "aws_sagemaker_processing_job", "path": ["config", "ProcessingOutputConfig", "KmsKeyId"], "good": [{"ProcessingOutputConfig": {"Outputs": [{}], "KmsKeyId": "k"}}], "bad": [{"ProcessingOutputConfig": {"Outputs": [{}], "KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_sagemaker_processing_job", "path": ["config", "ProcessingOutputConfig", "Outputs"], "good": [{"ProcessingOutputConfig": {"Outputs": []}}], "bad": [{"ProcessingOutputConfig": {"Outputs": [{}]}}]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_schedule", "path": in_schedule(["MonitoringOutputConfig", "KmsKeyId"]), "good": [scheduled({"MonitoringOutputConfig": {"KmsKeyId": "k"}})], "bad": [scheduled({"MonitoringOutputConfig": {"KmsKeyId": ""}})]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "DataQualityJobOutputConfig", "KmsKeyId"], "good": [{"DataQualityJobOutputConfig": {"KmsKeyId": "k"}}], "bad": [{"DataQualityJobOutputConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "ModelBiasJobOutputConfig", "KmsKeyId"], "good": [{"ModelBiasJobOutputConfig": {"KmsKeyId": "k"}}], "bad": [{"ModelBiasJobOutputConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "ModelExplainabilityJobOutputConfig", "KmsKeyId"], "good": [{"ModelExplainabilityJobOutputConfig": {"KmsKeyId": "k"}}], "bad": [{"ModelExplainabilityJobOutputConfig": {"KmsKeyId": ""}}]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["config", "ModelQualityJobOutputConfig", "KmsKeyId"], "good": [{"ModelQualityJobOutputConfig": {"KmsKeyId": "k"}}], "bad": [{"ModelQualityJobOutputConfig": {"KmsKeyId": ""}}]},
]

cluster(resources, config) := {resources: {"ClusterConfig": config}}

# A job that writes something.
usual := {"aws_sagemaker_processing_job": {"ProcessingOutputConfig": {"Outputs": [{}]}}}

test_settings[name] if {
	some n, tc in cases
	some state, configs in {"good": tc.good, "bad": tc.bad, "missing": [{}]}
	some i, config in configs
	name := sprintf("%s of %s: %s %d (%d)", [tc.of, tc.kind, state, i, n])
	r := fixture.resource(tc.kind, "r", {"config": object.union(object.get(usual, tc.kind, {}), config)})
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen({tc.kind: [r]})
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(nothing, {tc.of: {row | state == "good"; row := evidence.at(r, tc.path)}}),
		"violations": {"audio": set()},
	}
}

test_a_processing_job_that_writes_nothing if {
	j := fixture.resource("aws_sagemaker_processing_job", "j", {})
	got := policy.met with input as seen({"aws_sagemaker_processing_job": [j]})
	got == object.union(nothing, {"output": {evidence.at(j, ["config", "ProcessingOutputConfig"])}})
}

test_jobs_that_look_for_personal_data_have_no_volume[type] if {
	some type, met in {"PiiEntitiesDetection": true, "EntitiesDetection": false}
	j := fixture.resource("aws_comprehend_job", "j", {"derived": {"type": type}})
	got := policy.met.volume with input as seen({"aws_comprehend_job": [j]})
	got == {row | met; row := evidence.at(j, ["derived", "type"])}
}

test_a_schedule_with_a_definition_is_left_out[name] if {
	some name, counts in {"quality": false, "": true}
	s := fixture.resource("aws_sagemaker_monitoring_schedule", "s", {"config": {"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": name}}})
	got := policy.subjects with input as seen({"aws_sagemaker_monitoring_schedule": [s]})
	got == {x | counts; x := evidence.subject(s)}
}

log(enabled, key) := {"enabled": enabled, "destination": {"s3Bucket": {"kmsKeyArn": key}}}

test_audio[name] if {
	some name, tc in {
		"with a key": {"logs": [log(true, "k")], "bare": []},
		"with an empty key": {"logs": [log(true, "")], "bare": [0]},
		"without a key": {"logs": [{"enabled": true, "destination": {"s3Bucket": {}}}], "bare": [0]},
		"one of two": {"logs": [log(true, "k"), log(true, "")], "bare": [1]},
		"off": {"logs": [log(false, "")], "bare": []},
		"not said whether on": {"logs": [{"destination": {"s3Bucket": {"kmsKeyArn": ""}}}], "bare": [0]},
		"none": {"logs": [], "bare": []},
	}
	a := fixture.resource("aws_lex_bot_alias", "a", {"config": {"conversationLogSettings": {"audioLogSettings": tc.logs}}})
	path := ["config", "conversationLogSettings", "audioLogSettings"]
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen({"aws_lex_bot_alias": [a]})
	got == {
		"subjects": {evidence.subject(a)},
		"met": object.union(nothing, {"audio": {row | count(tc.bare) == 0; row := evidence.at(a, path)}}),
		"violations": {"audio": {evidence.at(a, array.concat(path, [i])) | some i in tc.bare}},
	}
}

test_an_alias_that_logs_nothing_passes if {
	a := fixture.resource("aws_lex_bot_alias", "a", {})
	got := policy.met with input as seen({"aws_lex_bot_alias": [a]})
	got == object.union(nothing, {"audio": {evidence.at(a, ["config", "conversationLogSettings", "audioLogSettings"])}})
}
