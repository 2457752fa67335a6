package aismm.inf.customer_managed_keys.aws_test

import data.aismm.inf.customer_managed_keys.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

# Where each kind names its key, by the condition that asks for it.
places := [
	{"of": "bedrock", "kind": "aws_bedrock_agent", "path": ["customerEncryptionKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_custom_model", "path": ["modelKmsKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_data_source", "path": ["serverSideEncryptionConfiguration", "kmsKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_flow", "path": ["customerEncryptionKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_guardrail", "path": ["kmsKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_imported_model", "path": ["modelKmsKeyArn"]},
	{"of": "bedrock", "kind": "aws_bedrock_invocation_job", "path": ["outputDataConfig", "s3OutputDataConfig", "s3EncryptionKeyId"]},
	{"of": "bedrock", "kind": "aws_bedrock_prompt", "path": ["customerEncryptionKeyArn"]},
	{"of": "agentcore", "kind": "aws_bedrock_agentcore_gateway", "path": ["kmsKeyArn"]},
	{"of": "agentcore", "kind": "aws_bedrock_agentcore_memory", "path": ["encryptionKeyArn"]},
	{"of": "agentcore", "kind": "aws_bedrock_agentcore_policy_engine", "path": ["encryptionKeyArn"]},
	{"of": "workbench", "kind": "aws_sagemaker_domain", "path": ["KmsKeyId"]},
	{"of": "workbench", "kind": "aws_sagemaker_notebook_instance", "path": ["KmsKeyId"]},
	{"of": "serving", "kind": "aws_sagemaker_endpoint_config", "path": ["KmsKeyId"]},
	{"of": "capture", "kind": "aws_sagemaker_endpoint_config", "path": ["DataCaptureConfig", "KmsKeyId"]},
	{"of": "volume", "kind": "aws_comprehend_recognizer", "path": ["VolumeKmsKeyId"]},
	{"of": "volume", "kind": "aws_sagemaker_inference_experiment", "path": ["KmsKey"]},
	{"of": "volume", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["JobResources", "ClusterConfig", "VolumeKmsKeyId"]},
	{"of": "volume", "kind": "aws_sagemaker_processing_job", "path": ["ProcessingResources", "ClusterConfig", "VolumeKmsKeyId"]},
	{"of": "volume", "kind": "aws_sagemaker_training_job", "path": ["ResourceConfig", "VolumeKmsKeyId"]},
	{"of": "volume", "kind": "aws_sagemaker_transform_job", "path": ["TransformResources", "VolumeKmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_compilation_job", "path": ["OutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_flow_definition", "path": ["OutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_inference_experiment", "path": ["DataStorageConfig", "KmsKey"]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["DataQualityJobOutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["ModelBiasJobOutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["ModelExplainabilityJobOutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_monitoring_job_definition", "path": ["ModelQualityJobOutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_processing_job", "path": ["ProcessingOutputConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_training_job", "path": ["OutputDataConfig", "KmsKeyId"]},
	{"of": "output", "kind": "aws_sagemaker_transform_job", "path": ["TransformOutput", "KmsKeyId"]},
	{"of": "online", "kind": "aws_sagemaker_feature_group", "path": ["OnlineStoreConfig", "SecurityConfig", "KmsKeyId"]},
	{"of": "offline", "kind": "aws_sagemaker_feature_group", "path": ["OfflineStoreConfig", "S3StorageConfig", "KmsKeyId"]},
	{"of": "index", "kind": "aws_comprehend_recognizer", "path": ["ModelKmsKeyId"]},
	{"of": "index", "kind": "aws_kendra_index", "path": ["ServerSideEncryptionConfiguration", "KmsKeyId"]},
	{"of": "index", "kind": "aws_opensearch_serverless_collection", "path": ["kmsKeyArn"]},
	{"of": "repository", "kind": "aws_ecr_repository", "path": ["encryptionConfiguration", "kmsKey"]},
]

kinds := {p.kind | some p in places} | {"aws_sagemaker_tuning_job"}

seen(keys, given) := {
	"settings": {"confidential_data_classes": ["confidential"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"resource_ids": {}, "id": {
			"public": [fixture.record("record_ai_system", "public", {"status": "production", "data_classes": ["public"]})],
			"old": [fixture.record("record_ai_system", "old", {"status": "retired", "data_classes": ["public"]})],
			"secret": [fixture.record("record_ai_system", "secret", {"status": "production", "data_classes": ["public", "confidential"]})],
		}},
		"aws_kms_key": {"id": {k.id: [k] | some k in keys}},
	},
	"resources": object.union(object.union({k: [] | some k in kinds}, {"aws_kms_key": keys}), given),
}

conditions := {p.of | some p in places} | {"customer", "enabled", "rotated"}

nothing := {c: set() | some c in conditions}

own := "arn:aws:kms:us-east-1:111122223333:key/own"

good := {
	"config": {"KeyManager": "CUSTOMER", "KeyState": "Enabled"},
	"parts": {"GetKeyRotationStatus": {"KeyRotationEnabled": true}},
}

key(fields) := object.union(fixture.resource("aws_kms_key", own, {}), fields)

# An object with a value at a path.
nested(path, value) := json.patch({}, array.concat(
	[{"op": "add", "path": array.slice(path, 0, n), "value": {}} | some n, _ in path; n > 0],
	[{"op": "add", "path": path, "value": value}],
))

# What lets the other conditions of a kind be, so that each case is about one.
named_by := {"aws_ecr_repository": {"derived": {"named_by": ["aws_sagemaker_model m"]}}}

thing(kind, config) := object.union(fixture.resource(kind, "r", {"config": config}), object.get(named_by, kind, {}))

# Conditions that a kind meets by having no store of the kind that they are about.
silent := {
	"aws_sagemaker_endpoint_config": {"capture": "DataCaptureConfig"},
	"aws_sagemaker_feature_group": {"online": "OnlineStoreConfig", "offline": "OfflineStoreConfig"},
	"aws_sagemaker_inference_experiment": {"output": "DataStorageConfig"},
}

idle(r, config) := {c: {evidence.at(r, ["config", field])} |
	some c, field in object.get(silent, r.kind, {})
	not config[field]
}

shown(r, k) := {
	"customer": {evidence.shown(r, k, ["config", "KeyManager"])},
	"enabled": {evidence.shown(r, k, ["config", "KeyState"])},
	"rotated": {evidence.shown(r, k, ["parts", "GetKeyRotationStatus", "KeyRotationEnabled"])},
}

# The other store of a kind that has two.
others := {
	"aws_comprehend_recognizer": {"volume": {"ModelKmsKeyId": own}, "index": {"VolumeKmsKeyId": own}},
	"aws_sagemaker_endpoint_config": {"serving": {}, "capture": {"KmsKeyId": own}},
	"aws_sagemaker_feature_group": {"online": {}, "offline": {}},
	"aws_sagemaker_inference_experiment": {"volume": {}, "output": {"KmsKey": own}},
	"aws_sagemaker_monitoring_job_definition": {"volume": {"DataQualityJobOutputConfig": {"KmsKeyId": own}}, "output": {"JobResources": {"ClusterConfig": {"VolumeKmsKeyId": own}}}},
	"aws_sagemaker_processing_job": {"volume": {"ProcessingOutputConfig": {"Outputs": []}}, "output": {"ProcessingOutputConfig": {"Outputs": [{}]}, "ProcessingResources": {"ClusterConfig": {"VolumeKmsKeyId": own}}}},
	"aws_sagemaker_training_job": {"volume": {"OutputDataConfig": {"KmsKeyId": own}}, "output": {"ResourceConfig": {"VolumeKmsKeyId": own}}},
	"aws_sagemaker_transform_job": {"volume": {"TransformOutput": {"KmsKeyId": own}}, "output": {"TransformResources": {"VolumeKmsKeyId": own}}},
}

# Where the other one's key is.
other_path := {
	"aws_comprehend_recognizer": {"volume": {"index": ["ModelKmsKeyId"]}, "index": {"volume": ["VolumeKmsKeyId"]}},
	"aws_sagemaker_endpoint_config": {"capture": {"serving": ["KmsKeyId"]}},
	"aws_sagemaker_inference_experiment": {"output": {"volume": ["KmsKey"]}},
	"aws_sagemaker_monitoring_job_definition": {"volume": {"output": ["DataQualityJobOutputConfig", "KmsKeyId"]}, "output": {"volume": ["JobResources", "ClusterConfig", "VolumeKmsKeyId"]}},
	"aws_sagemaker_processing_job": {"volume": {"output": ["ProcessingOutputConfig"]}, "output": {"volume": ["ProcessingResources", "ClusterConfig", "VolumeKmsKeyId"]}},
	"aws_sagemaker_training_job": {"volume": {"output": ["OutputDataConfig", "KmsKeyId"]}, "output": {"volume": ["ResourceConfig", "VolumeKmsKeyId"]}},
	"aws_sagemaker_transform_job": {"volume": {"output": ["TransformOutput", "KmsKeyId"]}, "output": {"volume": ["TransformResources", "VolumeKmsKeyId"]}},
}

beside(r, place) := {c: {evidence.at(r, array.concat(["config"], path))} |
	some c, path in object.get(other_path, [place.kind, place.of], {})
}

written(place, value) := object.union(object.get(others, [place.kind, place.of], {}), nested(place.path, value))

test_named[name] if {
	some n, place in places
	some value in [own, "alias/aws/service", "auto", ""]
	name := sprintf("%s of %s: %q (%d)", [place.of, place.kind, value, n])
	k := key(good)
	config := written(place, value)
	r := thing(place.kind, config)
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([k], {place.kind: [r]})
	rows := object.union({place.of: {evidence.at(r, array.concat(["config"], place.path))}}, shown(r, k))
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(object.union(object.union(nothing, idle(r, config)), beside(r, place)), {c: row | value == own; some c, row in rows}),
	}
}

test_not_named[name] if {
	some name in (kinds - {"aws_sagemaker_processing_job"})
	r := thing(name, {"CreationTime": "2026-11-01T00:00:00Z"})
	plain := json.remove(r, ["/config/CreationTime"])
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([], {name: [plain]})
	got == {"subjects": {evidence.subject(r)}, "met": object.union(nothing, idle(plain, {}))}
}

agent(name) := fixture.resource("aws_bedrock_agent", "a", {"config": {"customerEncryptionKeyArn": name}})

keyed := {
	"good": {"key": good, "met": {"customer", "enabled", "rotated"}, "bad": set()},
	"of AWS": {"key": object.union(good, {"config": {"KeyManager": "AWS"}}), "met": {"enabled", "rotated"}, "bad": {"customer"}},
	"to be deleted": {"key": object.union(good, {"config": {"KeyState": "PendingDeletion"}}), "met": {"customer", "rotated"}, "bad": {"enabled"}},
	"not rotated": {"key": object.union(good, {"parts": {"GetKeyRotationStatus": {"KeyRotationEnabled": false}}}), "met": {"customer", "enabled"}, "bad": {"rotated"}},
	"not said": {"key": {}, "met": set(), "bad": {"customer", "enabled", "rotated"}},
	"rotation refused": {"key": {"config": good.config, "missing": ["kms:GetKeyRotationStatus"]}, "met": {"customer", "enabled"}, "bad": set()},
	"refused": {"key": {"missing": ["kms:DescribeKey"]}, "met": set(), "bad": set()},
	"unread": {"key": {"derived": {"unread": "of another account"}}, "met": set(), "bad": set()},
}

test_keys[name] if {
	some name, tc in keyed
	k := key(tc.key)
	a := agent(own)
	got := {"met": policy.met, "violations": policy.violations, "unclear": policy.unclear} with input as seen([k], {"aws_bedrock_agent": [a]})
	rows := shown(a, k)
	got == {
		"met": object.union(object.union(nothing, {"bedrock": {evidence.at(a, ["config", "customerEncryptionKeyArn"])}}), {c: rows[c] | some c in tc.met}),
		"violations": object.union({c: set() | some c, _ in rows}, {c: rows[c] | some c in tc.bad}),
		"unclear": {c: {row | c in object.get({"unread": {"customer", "enabled", "rotated"}, "refused": {"customer", "enabled", "rotated"}, "rotation refused": {"customer", "enabled", "rotated"}}, name, set()); row := evidence.shown(a, k, ["id"])} | some c, _ in rows},
	}
}

# A key that does not exist, or that nobody could see.
test_an_unknown_key if {
	a := agent(own)
	got := {"met": policy.met, "violations": policy.violations} with input as seen([], {"aws_bedrock_agent": [a]})
	got == {
		"met": object.union(nothing, {"bedrock": {evidence.at(a, ["config", "customerEncryptionKeyArn"])}}),
		"violations": {"customer": set(), "enabled": set(), "rotated": set()},
	}
}

# One bad key of two is enough.
test_two_keys if {
	other := object.union(key(object.union(good, {"config": {"KeyState": "Disabled"}})), {"id": "arn:aws:kms:us-east-1:111122223333:key/other", "ref": "other"})
	k := key(good)
	j := fixture.resource("aws_sagemaker_training_job", "j", {"config": {"ResourceConfig": {"VolumeKmsKeyId": own}, "OutputDataConfig": {"KmsKeyId": other.id}}})
	got := {"met": policy.met, "violations": policy.violations} with input as seen([k, other], {"aws_sagemaker_training_job": [j]})
	got.met.enabled == set()
	got.met.customer == {evidence.shown(j, x, ["config", "KeyManager"]) | some x in [k, other]}
	got.violations.enabled == {evidence.shown(j, other, ["config", "KeyState"])}
}

test_what_is_not_confidential_is_left_out[name] if {
	some n, place in places
	some system, counts in {"public": false, "secret": true, "unknown": true, "old": true}
	name := sprintf("%s of %s: %s (%d)", [place.of, place.kind, system, n])
	k := key(good)
	config := written(place, own)
	r := object.union(thing(place.kind, config), {"tags": {"ai-system": system}})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([k], {place.kind: [r]})
	rows := object.union(object.union({place.of: {evidence.at(r, array.concat(["config"], place.path))}}, shown(r, k)), object.union(idle(r, config), beside(r, place)))
	got == {
		"subjects": {s | counts; s := evidence.subject(r)},
		"met": object.union(nothing, {c: row | counts; some c, row in rows}),
	}
}

test_the_register_of_what_names_keys if {
	k := key(good)
	a := object.union(agent(own), {"tags": {"ai-system": "broken"}})
	broken := object.union(fixture.record("record_ai_system", "broken", {"status": "production"}), {"missing": ["records:read"]})
	given := json.patch(seen([k], {"aws_bedrock_agent": [a]}), [{"op": "add", "path": "/lookup/record_ai_system/id/broken", "value": [broken]}])
	got := policy.unclear with input as given
	got == {c: {evidence.shown(a, broken, ["id"])} | some c in ["customer", "enabled", "rotated"]}
}

test_repositories_of_others_are_left_out if {
	r := fixture.resource("aws_ecr_repository", "r", {"derived": {"named_by": []}, "config": {"encryptionConfiguration": {"kmsKey": own}}})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([key(good)], {"aws_ecr_repository": [r]})
	got == {"subjects": set(), "met": nothing}
}

# What takes no key.
test_sealed[name] if {
	some name, tc in {
		"training": {"kind": "aws_sagemaker_training_job", "path": ["ResourceConfig", "InstanceType"], "output": {"OutputDataConfig": {"KmsKeyId": own}}},
		"processing": {"kind": "aws_sagemaker_processing_job", "path": ["ProcessingResources", "ClusterConfig", "InstanceType"], "output": {"ProcessingOutputConfig": {"Outputs": [{}], "KmsKeyId": own}}},
		"transform": {"kind": "aws_sagemaker_transform_job", "path": ["TransformResources", "InstanceType"], "output": {"TransformOutput": {"KmsKeyId": own}}},
		"definition": {"kind": "aws_sagemaker_monitoring_job_definition", "path": ["JobResources", "ClusterConfig", "InstanceType"], "output": {"DataQualityJobOutputConfig": {"KmsKeyId": own}}},
	}
	cases := {type: {"volume": met.volume, "customer": met.customer} |
		some type in ["ml.g5.xlarge", "ml.m5.xlarge"]
		r := thing(tc.kind, object.union(tc.output, nested(tc.path, type)))
		met := policy.met with input as seen([key(good)], {tc.kind: [r]})
	}
	r := thing(tc.kind, {})
	cases == {
		"ml.g5.xlarge": {"volume": {evidence.at(r, array.concat(["config"], tc.path))}, "customer": shown(r, key(good)).customer},
		"ml.m5.xlarge": {"volume": set(), "customer": set()},
	}
}

test_a_job_without_key_and_output_has_nothing_to_ask[name] if {
	some name, tc in {
		"nothing written": {"outputs": [], "tags": {}, "met": true},
		"something written": {"outputs": [{}], "tags": {}, "met": false},
	}
	j := fixture.resource("aws_sagemaker_processing_job", "j", {"config": {
		"ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.g5.xlarge"}},
		"ProcessingOutputConfig": {"Outputs": tc.outputs},
	}})
	path := ["config", "ProcessingResources", "ClusterConfig", "InstanceType"]
	got := policy.met with input as seen([], {"aws_sagemaker_processing_job": [j]})
	asked := {c: {evidence.at(j, path)} | tc.met; some c in ["customer", "enabled", "rotated"]}
	got == object.union(object.union(nothing, asked), {
		"volume": {evidence.at(j, path)},
		"output": {row | tc.met; row := evidence.at(j, ["config", "ProcessingOutputConfig"])},
	})
}

capturing(on) := {"DataCaptureConfig": {"EnableCapture": on}}

test_endpoint_configurations_without_volumes[name] if {
	some name, tc in {
		"serverless": {"config": {"ProductionVariants": [{"ServerlessConfig": {"MaxConcurrency": 1}}]}, "serving": true, "capture": true},
		"local": {"config": {"ProductionVariants": [{"InstanceType": "ml.g5.xlarge"}]}, "serving": true, "capture": true},
		"one of two": {"config": {"ProductionVariants": [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.m5.xlarge"}]}, "serving": false, "capture": true},
		"none": {"config": {"ProductionVariants": []}, "serving": false, "capture": true},
		"capture off": {"config": object.union(capturing(false), {"ProductionVariants": [{"InstanceType": "ml.g5.xlarge"}]}), "serving": true, "capture": true},
		"capture on": {"config": object.union(capturing(true), {"ProductionVariants": [{"InstanceType": "ml.g5.xlarge"}]}), "serving": true, "capture": false},
	}
	c := fixture.resource("aws_sagemaker_endpoint_config", "c", {"config": tc.config})
	got := policy.met with input as seen([], {"aws_sagemaker_endpoint_config": [c]})
	variants := {evidence.at(c, ["config", "ProductionVariants"])}
	got == object.union(nothing, {
		"serving": {row | tc.serving; some row in variants},
		"capture": {row | tc.capture; row := evidence.at(c, ["config", "DataCaptureConfig"])},
		"customer": {row | tc.serving; tc.capture; some row in variants},
		"enabled": {row | tc.serving; tc.capture; some row in variants},
		"rotated": {row | tc.serving; tc.capture; some row in variants},
	})
}

test_online_stores_that_are_off if {
	g := fixture.resource("aws_sagemaker_feature_group", "g", {"config": {"OnlineStoreConfig": {"EnableOnlineStore": false}, "OfflineStoreConfig": {"S3StorageConfig": {"KmsKeyId": own}}}})
	on := fixture.resource("aws_sagemaker_feature_group", "on", {"config": {"OnlineStoreConfig": {"EnableOnlineStore": true}, "OfflineStoreConfig": {"S3StorageConfig": {"KmsKeyId": own}}}})
	got := policy.met with input as seen([key(good)], {"aws_sagemaker_feature_group": [g, on]})
	got.online == {evidence.at(g, ["config", "OnlineStoreConfig"])}
	got.enabled == {evidence.shown(g, key(good), ["config", "KeyState"])}
}

tuned(volume, output) := {"ResourceConfig": {"VolumeKmsKeyId": volume}, "OutputDataConfig": {"KmsKeyId": output}}

flexible(volume, output) := {"HyperParameterTuningResourceConfig": {"VolumeKmsKeyId": volume}, "OutputDataConfig": {"KmsKeyId": output}}

test_tuning[name] if {
	some name, tc in {
		"one": {"config": {"TrainingJobDefinition": tuned(own, own)}, "volume": true, "output": true, "keys": true},
		"one, of several types": {"config": {"TrainingJobDefinition": flexible(own, own)}, "volume": true, "output": true, "keys": true},
		"two": {"config": {"TrainingJobDefinitions": [tuned(own, own), flexible(own, own)]}, "volume": true, "output": true, "keys": true},
		"one of two without a volume's key": {"config": {"TrainingJobDefinitions": [tuned(own, own), tuned("", own)]}, "volume": false, "output": true, "keys": false},
		"one of two without an output's key": {"config": {"TrainingJobDefinitions": [flexible(own, own), flexible(own, "")]}, "volume": true, "output": false, "keys": false},
		"neither": {"config": {"TrainingJobDefinition": tuned("", "")}, "volume": false, "output": false, "keys": false},
		"local": {"config": {"TrainingJobDefinition": {"ResourceConfig": {"InstanceType": "ml.p4d.24xlarge"}, "OutputDataConfig": {"KmsKeyId": own}}}, "volume": true, "output": true, "keys": true},
		"local in a list": {"config": {"TrainingJobDefinitions": [{"ResourceConfig": {"InstanceType": "ml.p4d.24xlarge"}, "OutputDataConfig": {"KmsKeyId": own}}, {"ResourceConfig": {"InstanceType": "ml.m5.xlarge"}, "OutputDataConfig": {"KmsKeyId": own}}]}, "volume": false, "output": true, "keys": false},
		"none": {"config": {"TrainingJobDefinitions": []}, "volume": false, "output": false, "keys": false},
	}
	j := fixture.resource("aws_sagemaker_tuning_job", "j", {"config": tc.config})
	k := key(good)
	got := policy.met with input as seen([k], {"aws_sagemaker_tuning_job": [j]})
	row := {evidence.at(j, ["config", "TrainingJobDefinitions"])}
	got == object.union(object.union(nothing, {c: r | tc.keys; some c, r in shown(j, k)}), {
		"volume": {r | tc.volume; some r in row}, "output": {r | tc.output; some r in row},
	})
}

# A bad key at each place of a tuning job.
test_tuning_keys[name] if {
	some name, config in {
		"volume": {"TrainingJobDefinition": tuned("arn:aws:kms:us-east-1:111122223333:key/gone", own)},
		"flexible volume": {"TrainingJobDefinition": flexible("arn:aws:kms:us-east-1:111122223333:key/gone", own)},
		"output": {"TrainingJobDefinition": tuned(own, "arn:aws:kms:us-east-1:111122223333:key/gone")},
		"volume of the second": {"TrainingJobDefinitions": [tuned(own, own), tuned("arn:aws:kms:us-east-1:111122223333:key/gone", own)]},
		"flexible volume of the second": {"TrainingJobDefinitions": [tuned(own, own), flexible("arn:aws:kms:us-east-1:111122223333:key/gone", own)]},
		"output of the second": {"TrainingJobDefinitions": [tuned(own, own), tuned(own, "arn:aws:kms:us-east-1:111122223333:key/gone")]},
	}
	j := fixture.resource("aws_sagemaker_tuning_job", "j", {"config": config})
	got := policy.met.customer with input as seen([key(good)], {"aws_sagemaker_tuning_job": [j]})
	got == set()
}
