# METADATA
# scope: package
# title: AI resources in AWS that belong to AI systems, with the time at which each was made
package aismm.lib.found

import data.aismm.lib.search

# A resource that does not say when it was made has null.
made := array.concat(
	array.concat(
		[made_at(r, "createdAt") |
			some list in [
				input.resources.aws_bedrock_agent,
				input.resources.aws_bedrock_agentcore_browser,
				input.resources.aws_bedrock_agentcore_code_interpreter,
				input.resources.aws_bedrock_agentcore_gateway,
				input.resources.aws_bedrock_agentcore_memory,
				input.resources.aws_bedrock_agentcore_runtime,
				input.resources.aws_bedrock_flow,
				input.resources.aws_bedrock_knowledge_base,
				input.resources.aws_qbusiness_application,
			]
			some r in list
		],
		[made_at(r, "creationTime") |
			some list in [
				input.resources.aws_bedrock_custom_model,
				input.resources.aws_bedrock_imported_model,
				input.resources.aws_bedrock_provisioned_throughput,
			]
			some r in list
		],
	),
	array.concat(
		[made_at(r, "CreationTime") |
			some list in [
				input.resources.aws_comprehend_flywheel,
				input.resources.aws_sagemaker_domain,
				input.resources.aws_sagemaker_endpoint,
				input.resources.aws_sagemaker_feature_group,
				input.resources.aws_sagemaker_inference_experiment,
				input.resources.aws_sagemaker_model,
				input.resources.aws_sagemaker_notebook_instance,
			]
			some r in list
		],
		array.concat(
			array.concat(
				[made_at(r, "SubmitTime") | some r in input.resources.aws_comprehend_recognizer],
				[made_at(r, "CreatedAt") | some r in input.resources.aws_kendra_index],
			),
			array.concat(
				[made_at(r, "creationDateTime") | some r in input.resources.aws_lex_bot_alias; not beside_another(r)],
				[{"thing": c, "at": seconds(c)} | some c in search.vector_collections],
			),
		),
	),
)

made_at(r, field) := {"thing": r, "at": object.get(r.config, field, null)}

# Milliseconds, where lib/when takes Unix seconds.
seconds(c) := c.config.createdDate / 1000 if is_number(c.config.createdDate)

else := null

# Lex gives every bot an alias to try it out by (Lex V2 developer guide, "Versioning and aliases"). Where the bot has another one, that stands for the bot.
beside_another(a) if {
	a.config.botAliasId == "TSTALIASID"
	[a.region, a.config.botId] in standing
}

standing := {[b.region, b.config.botId] | some b in input.resources.aws_lex_bot_alias; b.config.botAliasId != "TSTALIASID"}

# What has run, and is over. There may be hundreds in a day, so that they say something about their account and are not counted themselves.
jobs := array.concat(
	[made_at(r, "CreationTime") |
		some list in [
			input.resources.aws_sagemaker_automl_job,
			input.resources.aws_sagemaker_training_job,
			input.resources.aws_sagemaker_transform_job,
			input.resources.aws_sagemaker_tuning_job,
		]
		some r in list
	],
	array.concat(
		[made_at(r, "SubmitTime") | some r in input.resources.aws_comprehend_job],
		[made_at(r, "SubmittedTime") | some r in input.resources.aws_translate_job],
	),
)
