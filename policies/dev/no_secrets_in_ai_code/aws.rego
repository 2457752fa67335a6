# METADATA
# scope: package
# title: Scripts, jobs, models, runtimes and functions of AI hold no secrets
# custom:
#   remediation: Revoke the secret, keep its successor in Secrets Manager, and read it from there at run time. Give private code repositories a secret of their own.
package aismm.dev.no_secrets_in_ai_code.aws

import data.aismm.lib.evidence

# What was found is written down when it is collected; the texts themselves are not kept.
holders := array.concat(scripts, array.concat(code, settled))

scripts := [r | some r in input.resources.aws_sagemaker_notebook_lifecycle]

code := [r | some r in input.resources.aws_sagemaker_code_repository]

jobs := [r | some r in input.resources.aws_sagemaker_training_job]

settled := array.concat(
	jobs,
	array.concat(
		[r | some r in input.resources.aws_bedrock_agentcore_runtime],
		array.concat([r | some r in input.resources.aws_lambda_function], others),
	),
)

# Other jobs, and the containers of models.
others := [r |
	some list in [
		input.resources.aws_sagemaker_automl_job, input.resources.aws_sagemaker_model, input.resources.aws_sagemaker_processing_job,
		input.resources.aws_sagemaker_transform_job, input.resources.aws_sagemaker_tuning_job,
	]
	some r in list
]

subjects contains evidence.subject(r) if some r in holders

# METADATA
# scope: document
# title: no secret stands in its script
# custom:
#   of: aws_sagemaker_notebook_lifecycle
#   field: derived.secret_matches
#   covers: ["prowler:sagemaker_notebook_instance_no_secrets"]
met.script contains found_nothing(r) if {
	some r in scripts
	r.derived.secret_matches == []
}

violations.script contains evidence.at(r, ["derived", "secret_matches", i]) if {
	some r in scripts
	some i, _ in r.derived.secret_matches
}

# METADATA
# scope: document
# title: no secret stands in its hyperparameters
# custom:
#   of: aws_sagemaker_training_job
#   field: derived.secret_matches
#   covers: ["cnspec:mondoo-aws-security-sagemaker-training-hyperparameters-no-secrets"]
met.hyperparameters contains found_nothing(j) if {
	some j in jobs
	is_array(j.derived.secret_matches)
	count([m | some m in j.derived.secret_matches; not outside_hyperparameters(m)]) == 0
}

violations.hyperparameters contains evidence.at(j, ["derived", "secret_matches", i]) if {
	some j in jobs
	some i, m in j.derived.secret_matches
	not outside_hyperparameters(m)
}

# METADATA
# scope: document
# title: no secret stands in its environment or arguments
# custom:
#   of:
#     - aws_bedrock_agentcore_runtime
#     - aws_lambda_function
#     - aws_sagemaker_automl_job
#     - aws_sagemaker_model
#     - aws_sagemaker_processing_job
#     - aws_sagemaker_training_job
#     - aws_sagemaker_transform_job
#     - aws_sagemaker_tuning_job
#   field: derived.secret_matches
met.environment contains found_nothing(r) if {
	some r in settled
	is_array(r.derived.secret_matches)
	count([m | some m in r.derived.secret_matches; not in_hyperparameters(m)]) == 0
}

violations.environment contains evidence.at(r, ["derived", "secret_matches", i]) if {
	some r in settled
	some i, m in r.derived.secret_matches
	not in_hyperparameters(m)
}

# METADATA
# scope: document
# title: its URL holds no credential
# custom:
#   of: aws_sagemaker_code_repository
#   field: derived.secret_matches
met.url contains found_nothing(r) if {
	some r in code
	r.derived.secret_matches == []
}

# METADATA
# scope: document
# title: its credential lies in Secrets Manager, or the repository is declared public
# custom:
#   of: aws_sagemaker_code_repository
#   field: config.GitConfig.SecretArn
#   covers: ["cnspec:mondoo-aws-security-sagemaker-code-repository-uses-secret"]
met.secret contains evidence.at(r, ["config", "GitConfig", "SecretArn"]) if {
	some r in code
	r.config.GitConfig.SecretArn != ""
}

met.secret contains evidence.at(r, ["config", "GitConfig", "RepositoryUrl"]) if {
	some r in code
	r.config.GitConfig.RepositoryUrl in input.settings.public_code_repositories
}

found_nothing(r) := evidence.at(r, ["derived", "secret_matches"])

in_hyperparameters(m) if startswith(m.path, "config.HyperParameters")

outside_hyperparameters(m) if not in_said(m.path)

in_said(path) if startswith(path, "config.HyperParameters")
