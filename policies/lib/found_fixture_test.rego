# What lib/found reads, for the tests of the policies that use it.
package aismm.lib.found_fixture

import data.aismm.lib.fixture

# When each kind of thing says that it was made.
things := {
	"aws_bedrock_agent": "createdAt", "aws_bedrock_agentcore_browser": "createdAt", "aws_bedrock_agentcore_code_interpreter": "createdAt",
	"aws_bedrock_agentcore_gateway": "createdAt", "aws_bedrock_agentcore_memory": "createdAt", "aws_bedrock_agentcore_runtime": "createdAt",
	"aws_bedrock_custom_model": "creationTime", "aws_bedrock_flow": "createdAt", "aws_bedrock_imported_model": "creationTime",
	"aws_bedrock_knowledge_base": "createdAt", "aws_bedrock_provisioned_throughput": "creationTime", "aws_comprehend_flywheel": "CreationTime",
	"aws_comprehend_recognizer": "SubmitTime", "aws_kendra_index": "CreatedAt", "aws_lex_bot_alias": "creationDateTime",
	"aws_opensearch_serverless_collection": "createdDate", "aws_qbusiness_application": "createdAt", "aws_sagemaker_domain": "CreationTime", "aws_sagemaker_endpoint": "CreationTime",
	"aws_sagemaker_feature_group": "CreationTime", "aws_sagemaker_inference_experiment": "CreationTime", "aws_sagemaker_model": "CreationTime",
	"aws_sagemaker_notebook_instance": "CreationTime",
}

jobs := {
	"aws_comprehend_job": "SubmitTime", "aws_sagemaker_automl_job": "CreationTime", "aws_sagemaker_training_job": "CreationTime",
	"aws_sagemaker_transform_job": "CreationTime", "aws_sagemaker_tuning_job": "CreationTime", "aws_translate_job": "SubmittedTime",
}

created := object.union(things, jobs)

# Something of a kind, made at a time.
one(kind, at) := fixture.resource(kind, "arn:a", {"config": {created[kind]: written(kind, at)}, "tags": {"ai-system": "ais-1"}})

written(kind, at) := at if kind != "aws_opensearch_serverless_collection"

else := time.parse_rfc3339_ns(at) / 1000000 if at != null

else := null

# The resources of an account that holds these.
holding(these) := {kind: [t | some t in these; t.kind == kind] | some kind, _ in created}

# An alias by which a bot is tried out, the one that stands for the bot, and a collection of texts.
bots := {id: fixture.resource("aws_lex_bot_alias", concat("", ["arn:", id]), {"config": {"botId": "B1", "botAliasId": id}, "tags": {"ai-system": "ais-1"}}) |
	some id in ["A1", "TSTALIASID"]
}

texts := fixture.resource("aws_opensearch_serverless_collection", "arn:t", {"config": {"type": "SEARCH"}, "tags": {"ai-system": "ais-1"}})

aside := [bots.A1, bots.TSTALIASID, texts]
