package aismm.iam.dedicated_machine_identities.aws_test

import data.aismm.iam.dedicated_machine_identities.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

roles := {
	"aws_bedrock_agent": "agentResourceRoleArn",
	"aws_bedrock_agentcore_runtime": "roleArn",
	"aws_bedrock_customization_job": "roleArn",
	"aws_bedrock_flow": "executionRoleArn",
	"aws_bedrock_knowledge_base": "roleArn",
	"aws_comprehend_flywheel": "DataAccessRoleArn",
	"aws_comprehend_recognizer": "DataAccessRoleArn",
	"aws_kendra_index": "RoleArn",
	"aws_sagemaker_automl_job": "RoleArn",
	"aws_sagemaker_inference_experiment": "RoleArn",
	"aws_sagemaker_model": "ExecutionRoleArn",
	"aws_sagemaker_training_job": "RoleArn",
}

thing(kind, id, role, tags) := fixture.resource(kind, id, {"config": {roles[kind]: role}, "tags": tags})

seen(things) := {
	"as_of": fixture.as_of,
	"settings": {"system_label": "ai-system"},
	"resources": {kind: [t | some t in things; t.kind == kind] | some kind, _ in roles},
}

row(t) := evidence.at(t, ["config", roles[t.kind]])

test_subjects if {
	things := [thing(kind, "x", "arn:r", {}) | some kind, _ in roles]
	got := policy.subjects with input as seen(things)
	got == {evidence.subject(t) | some t in things}
}

test_training_jobs_of_the_past_are_left_out[name] if {
	some name, tc in {
		"still running": {"config": {}, "in": true},
		"90 days ago": {"config": {"TrainingEndTime": "2026-08-22T09:00:00Z"}, "in": true},
		"before": {"config": {"TrainingEndTime": "2026-08-22T08:59:59Z"}, "in": false},
	}
	job := fixture.resource("aws_sagemaker_training_job", "j", {"config": tc.config})
	got := policy.subjects with input as seen([job])
	got == {s | tc["in"]; s := evidence.subject(job)}
}

test_alone[kind] if {
	some kind, _ in roles
	t := thing(kind, "x", "arn:r", {})
	got := policy.met with input as seen([t])
	got == {"named": {row(t)}, "own": {row(t)}}
}

test_without_a_role[concat(" ", [kind, name])] if {
	some kind, field in roles
	some name, config in {"missing": {}, "empty": {field: ""}}
	got := policy.met with input as seen([fixture.resource(kind, "x", {"config": config})])
	got == {"named": set(), "own": set()}
}

started(id, config) := object.union(thing("aws_sagemaker_training_job", id, "arn:r", {}), {"config": config})

test_two_users_of_a_role[name] if {
	ours := {"ai-system": "claims"}
	some name, tc in {
		"two agents": {"things": [thing("aws_bedrock_agent", "a", "arn:r", {}), thing("aws_bedrock_agent", "b", "arn:r", {})], "own": false},
		"two agents of one system": {"things": [thing("aws_bedrock_agent", "a", "arn:r", ours), thing("aws_bedrock_agent", "b", "arn:r", ours)], "own": false},
		"two agents, two roles": {"things": [thing("aws_bedrock_agent", "a", "arn:r", {}), thing("aws_bedrock_agent", "b", "arn:s", {})], "own": true},
		"agent and runtime": {"things": [thing("aws_bedrock_agent", "a", "arn:r", ours), thing("aws_bedrock_agentcore_runtime", "b", "arn:r", ours)], "own": false},
		"agent and flow": {"things": [thing("aws_bedrock_agent", "a", "arn:r", ours), thing("aws_bedrock_flow", "b", "arn:r", ours)], "own": false},
		"trials of one tuning job": {"things": [started("a", {"TuningJobArn": "t"}), started("b", {"TuningJobArn": "t"})], "own": true},
		"trials of two tuning jobs": {"things": [started("a", {"TuningJobArn": "t"}), started("b", {"TuningJobArn": "u"})], "own": false},
		"an AutoML job and what it started": {"things": [thing("aws_sagemaker_automl_job", "j", "arn:r", {}), started("a", {"AutoMLJobArn": "j"})], "own": true},
		"an AutoML job and what another one started": {"things": [thing("aws_sagemaker_automl_job", "j", "arn:r", {}), started("a", {"AutoMLJobArn": "k"})], "own": false},
		"agent and knowledge base": {"things": [thing("aws_bedrock_agent", "a", "arn:r", ours), thing("aws_bedrock_knowledge_base", "b", "arn:r", ours)], "own": false},
		"models of one system": {"things": [thing("aws_sagemaker_model", "a", "arn:r", ours), thing("aws_sagemaker_model", "b", "arn:r", ours)], "own": true},
		"model and job of one system": {"things": [thing("aws_sagemaker_model", "a", "arn:r", ours), thing("aws_sagemaker_training_job", "b", "arn:r", ours)], "own": true},
		"models of two systems": {"things": [thing("aws_sagemaker_model", "a", "arn:r", ours), thing("aws_sagemaker_model", "b", "arn:r", {"ai-system": "pricing"})], "own": false},
		"models of no system": {"things": [thing("aws_sagemaker_model", "a", "arn:r", {}), thing("aws_sagemaker_model", "b", "arn:r", {})], "own": false},
		"models with empty labels": {"things": [thing("aws_sagemaker_model", "a", "arn:r", {"ai-system": ""}), thing("aws_sagemaker_model", "b", "arn:r", {"ai-system": ""})], "own": false},
		"a label that reads like an id": {"things": [thing("aws_sagemaker_model", "a", "arn:r", {}), thing("aws_sagemaker_model", "b", "arn:r", {"ai-system": "a"})], "own": false},
	}
	all := {row(t) | some t in tc.things}
	got := policy.met with input as seen(tc.things)
	got == {"named": all, "own": {r | tc.own; some r in all}}
}

# What is blamed is another user of the role: that one was seen, whatever else was not.
test_the_other_user_is_named[name] if {
	ours := {"ai-system": "claims"}
	a := thing("aws_bedrock_agent", "a", "arn:r", {})
	b := thing("aws_bedrock_agent", "b", "arn:r", {})
	c := thing("aws_bedrock_agent", "c", "arn:r", {})
	m := thing("aws_sagemaker_model", "m", "arn:r", ours)
	n := thing("aws_sagemaker_model", "n", "arn:r", ours)
	some name, tc in {
		"alone": {"things": [a], "blamed": set()},
		"two": {"things": [a, b], "blamed": {[a, b], [b, a]}},
		"three": {"things": [a, b, c], "blamed": {[a, b], [b, a], [b, c], [c, b]}},
		"two of one system": {"things": [m, n], "blamed": set()},
		"an agent and two of one system": {"things": [a, m, n], "blamed": {[a, m], [m, a], [n, a]}},
	}
	got := policy.violations.own with input as seen(tc.things)
	got == {evidence.shown(pair[0], pair[1], ["config", roles[pair[1].kind]]) | some pair in tc.blamed}
}
