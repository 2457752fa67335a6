package aismm.dev.no_secrets_in_ai_code.aws_test

import data.aismm.dev.no_secrets_in_ai_code.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

kinds := {
	"aws_sagemaker_notebook_lifecycle": {"script"},
	"aws_sagemaker_training_job": {"hyperparameters", "environment"},
	"aws_bedrock_agentcore_runtime": {"environment"},
	"aws_lambda_function": {"environment"},
	"aws_sagemaker_automl_job": {"environment"},
	"aws_sagemaker_model": {"environment"},
	"aws_sagemaker_processing_job": {"environment"},
	"aws_sagemaker_transform_job": {"environment"},
	"aws_sagemaker_tuning_job": {"environment"},
	"aws_sagemaker_code_repository": {"url", "secret"},
}

private := {"GitConfig": {"RepositoryUrl": "https://git.example.com/models.git", "SecretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:git"}}

thing(kind, matches) := fixture.resource(kind, "it", {"config": private, "derived": {"secret_matches": matches}}) if kind == "aws_sagemaker_code_repository"

thing(kind, matches) := fixture.resource(kind, "it", {"derived": {"secret_matches": matches}}) if kind != "aws_sagemaker_code_repository"

seen(r) := {
	"settings": {"public_code_repositories": ["https://git.example.com/public.git"]},
	"resources": object.union({k: [] | some k, _ in kinds}, {r.kind: [r]}),
}

found(r) := evidence.at(r, ["derived", "secret_matches"])

rows(r) := {c: {row |
	c in kinds[r.kind]
	row := [evidence.at(r, ["config", "GitConfig", "SecretArn"]), found(r)][{true: 0, false: 1}[c == "secret"]]
} |
	some c in ["script", "hyperparameters", "environment", "url", "secret"]
}

met(r, missed) if {
	got := policy.met with input as seen(r)
	got == {c: {row | some row in expected; not c in missed} | some c, expected in rows(r)}
}

test_clean[kind] if {
	some kind, _ in kinds
	r := thing(kind, [])
	subjects := policy.subjects with input as seen(r)
	subjects == {evidence.subject(r)}
	met(r, set())
}

test_found[name] if {
	some name, tc in {
		"in a script": {"kind": "aws_sagemaker_notebook_lifecycle", "path": "config.OnStart.0.Content", "missed": ["script"]},
		"in hyperparameters": {"kind": "aws_sagemaker_training_job", "path": "config.HyperParameters.token", "missed": ["hyperparameters"]},
		"in the environment of a job": {"kind": "aws_sagemaker_training_job", "path": "config.Environment.TOKEN", "missed": ["environment"]},
		"in the environment of a runtime": {"kind": "aws_bedrock_agentcore_runtime", "path": "config.environmentVariables.TOKEN", "missed": ["environment"]},
		"in the environment of a function": {"kind": "aws_lambda_function", "path": "config.Environment.Variables.TOKEN", "missed": ["environment"]},
		"in the environment of a processing job": {"kind": "aws_sagemaker_processing_job", "path": "config.Environment.TOKEN", "missed": ["environment"]},
		"in the environment of a model": {"kind": "aws_sagemaker_model", "path": "config.PrimaryContainer.Environment.TOKEN", "missed": ["environment"]},
		"in what a tuning job hands on": {"kind": "aws_sagemaker_tuning_job", "path": "config.TrainingJobDefinition.StaticHyperParameters.token", "missed": ["environment"]},
		"in the environment of a transform job": {"kind": "aws_sagemaker_transform_job", "path": "config.Environment.TOKEN", "missed": ["environment"]},
		"in what an AutoML job tunes": {"kind": "aws_sagemaker_automl_job", "path": "config.AutoMLProblemTypeConfig.TextGenerationJobConfig.TextGenerationHyperParameters.token", "missed": ["environment"]},
		"in a URL": {"kind": "aws_sagemaker_code_repository", "path": "config.GitConfig.RepositoryUrl", "missed": ["url"]},
	}
	r := thing(tc.kind, [{"path": tc.path, "form": "password"}])
	met(r, {c | some c in tc.missed})
	blamed := policy.violations with input as seen(r)
	blamed == {c: {row | c in tc.missed; row := evidence.at(r, ["derived", "secret_matches", 0])} | some c in ["script", "hyperparameters", "environment"]}
}

# Where nobody says in which field it stands, it may be in either.
test_found_somewhere if {
	r := thing("aws_sagemaker_training_job", [{"form": "password"}])
	met(r, {"hyperparameters", "environment"})
	blamed := policy.violations with input as seen(r)
	blamed == {c: {row | c != "script"; row := evidence.at(r, ["derived", "secret_matches", 0])} | some c in ["script", "hyperparameters", "environment"]}
}

test_not_searched[kind] if {
	some kind, conditions in kinds
	r := object.remove(thing(kind, []), ["derived"])
	met(r, conditions - {"secret"})
}

test_credential_of_a_repository[name] if {
	some name, tc in {
		"in Secrets Manager": {"config": private, "field": ["SecretArn"]},
		"none": {"config": {"GitConfig": {"RepositoryUrl": "https://git.example.com/models.git"}}, "field": []},
		"empty": {"config": {"GitConfig": {"RepositoryUrl": "https://git.example.com/models.git", "SecretArn": ""}}, "field": []},
		"declared public": {"config": {"GitConfig": {"RepositoryUrl": "https://git.example.com/public.git"}}, "field": ["RepositoryUrl"]},
		"nothing said": {"config": {}, "field": []},
	}
	r := fixture.resource("aws_sagemaker_code_repository", "it", {"config": tc.config, "derived": {"secret_matches": []}})
	got := policy.met.secret with input as seen(r)
	got == {evidence.at(r, ["config", "GitConfig", f]) | some f in tc.field}
}
