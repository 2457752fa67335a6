package aismm.inf.immutable_ai_infrastructure.aws_test

import data.aismm.inf.immutable_ai_infrastructure.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

types := {
	"aws_bedrock_agent": "AWS::Bedrock::Agent",
	"aws_bedrock_agentcore_browser": "AWS::BedrockAgentCore::BrowserCustom",
	"aws_bedrock_agentcore_code_interpreter": "AWS::BedrockAgentCore::CodeInterpreterCustom",
	"aws_bedrock_agentcore_gateway": "AWS::BedrockAgentCore::Gateway",
	"aws_bedrock_agentcore_memory": "AWS::BedrockAgentCore::Memory",
	"aws_bedrock_agentcore_runtime": "AWS::BedrockAgentCore::Runtime",
	"aws_bedrock_flow": "AWS::Bedrock::Flow",
	"aws_bedrock_guardrail": "AWS::Bedrock::Guardrail",
	"aws_bedrock_knowledge_base": "AWS::Bedrock::KnowledgeBase",
	"aws_bedrock_prompt": "AWS::Bedrock::Prompt",
	"aws_sagemaker_domain": "AWS::SageMaker::Domain",
	"aws_sagemaker_endpoint": "AWS::SageMaker::Endpoint",
	"aws_sagemaker_feature_group": "AWS::SageMaker::FeatureGroup",
	"aws_sagemaker_notebook_instance": "AWS::SageMaker::NotebookInstance",
}

seen(stacks, given) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system", "pipeline_label": "deployed-by"},
	"lookup": {"record_ai_system": {"resource_ids": {}, "id": {
		"t": [fixture.record("record_ai_system", "t", {"status": "test"})],
		"p": [fixture.record("record_ai_system", "p", {"status": "production"})],
	}}},
	"resources": object.union(object.union({k: [] | some k, _ in types}, {"aws_cloudformation_stack": stacks}), given),
}

id := "arn:aws:service:us-east-1:111122223333:thing/x-1"

stack(parts, fields) := object.union(
	fixture.resource("aws_cloudformation_stack", "s", {
		"config": {"StackId": "s", "StackStatus": "UPDATE_COMPLETE", "DriftInformation": {"StackDriftStatus": "IN_SYNC", "LastCheckTimestamp": "2026-11-20T03:00:00Z"}},
		"parts": {"ListStackResources": parts},
	}),
	fields,
)

part(type, physical) := {"ResourceType": type, "PhysicalResourceId": physical, "ResourceStatus": "UPDATE_COMPLETE"}

code := ["config", "StackId"]

drift := ["config", "DriftInformation", "StackDriftStatus"]

label := ["tags", "deployed-by"]

test_kinds[name] if {
	some kind, type in types
	some form, physical in {"ARN": id, "id": "x-1"}
	name := concat(" ", [kind, form])
	r := fixture.resource(kind, id, {})
	s := stack([part("AWS::IAM::Role", "x-1"), part(type, physical)], {})
	got := {"subjects": policy.subjects, "met": policy.met, "unclear": policy.unclear} with input as seen([s], {kind: [r]})
	got == {
		"subjects": {evidence.subject(r)},
		"met": {"from_code": {evidence.shown(r, s, code)}, "in_sync": {evidence.shown(r, s, drift)}},
		"unclear": {"in_sync": set()},
	}
}

agent := fixture.resource("aws_bedrock_agent", id, {})

mine := [part("AWS::Bedrock::Agent", "x-1")]

drifted(status, checked) := {"config": {"DriftInformation": {"StackDriftStatus": status, "LastCheckTimestamp": checked}}}

test_stacks[name] if {
	some name, tc in {
		"in sync": {"stacks": [stack(mine, {})], "code": true, "sync": true, "unclear": []},
		"checked a day ago": {"stacks": [stack(mine, drifted("IN_SYNC", "2026-11-19T09:00:00Z"))], "code": true, "sync": true, "unclear": []},
		"checked longer ago": {"stacks": [stack(mine, drifted("IN_SYNC", "2026-11-19T08:59:59Z"))], "code": true, "sync": false, "unclear": []},
		"drifted": {"stacks": [stack(mine, drifted("DRIFTED", "2026-11-20T03:00:00Z"))], "code": true, "sync": false, "unclear": []},
		"not checked": {"stacks": [stack(mine, drifted("NOT_CHECKED", "2026-11-20T03:00:00Z"))], "code": true, "sync": false, "unclear": [drift]},
		"unknown": {"stacks": [stack(mine, drifted("UNKNOWN", "2026-11-20T03:00:00Z"))], "code": true, "sync": false, "unclear": [drift]},
		"not said": {"stacks": [fixture.resource("aws_cloudformation_stack", "s", {"parts": {"ListStackResources": mine}})], "code": true, "sync": false, "unclear": []},
		"refused": {"stacks": [stack([], {"missing": ["cloudformation:ListStackResources"]})], "code": false, "sync": false, "unclear": [["id"]]},
		"refused in another region": {"stacks": [stack([], {"region": "eu-central-1", "missing": ["cloudformation:ListStackResources"]})], "code": false, "sync": false, "unclear": []},
		"refused, and seen all the same": {"stacks": [stack(mine, {"missing": ["cloudformation:Other"]})], "code": true, "sync": true, "unclear": []},
		"being deleted": {"stacks": [stack(mine, {"config": {"StackStatus": "DELETE_IN_PROGRESS"}})], "code": false, "sync": false, "unclear": []},
		"deleted": {"stacks": [stack(mine, {"config": {"StackStatus": "DELETE_COMPLETE"}})], "code": false, "sync": false, "unclear": []},
		"the deletion failed": {"stacks": [stack(mine, {"config": {"StackStatus": "DELETE_FAILED"}})], "code": true, "sync": true, "unclear": []},
		"of another region": {"stacks": [stack(mine, {"region": "eu-central-1"})], "code": false, "sync": false, "unclear": []},
		"of another type": {"stacks": [stack([part("AWS::Bedrock::AgentAlias", "x-1")], {})], "code": false, "sync": false, "unclear": []},
		"of another thing": {"stacks": [stack([part("AWS::Bedrock::Agent", "x-2")], {})], "code": false, "sync": false, "unclear": []},
		"released": {"stacks": [stack([object.union(mine[0], {"ResourceStatus": "DELETE_SKIPPED"})], {})], "code": false, "sync": false, "unclear": []},
		"gone": {"stacks": [stack([object.union(mine[0], {"ResourceStatus": "DELETE_COMPLETE"})], {})], "code": false, "sync": false, "unclear": []},
		"of no stack": {"stacks": [], "code": false, "sync": false, "unclear": []},
	}
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(tc.stacks, {"aws_bedrock_agent": [agent]})
	got == {
		"met": {
			"from_code": {row | tc.code; some s in tc.stacks; row := evidence.shown(agent, s, code)},
			"in_sync": {row | tc.sync; some s in tc.stacks; row := evidence.shown(agent, s, drift)},
		},
		"unclear": {"in_sync": {evidence.shown(agent, s, path) | some s in tc.stacks; some path in tc.unclear}},
	}
}

test_labels[name] if {
	some name, tc in {
		"a label": {"value": "release-pipeline", "stacks": [], "met": true},
		"an empty label": {"value": "", "stacks": [], "met": false},
		"a label, and a stack that nobody looked at": {"value": "release-pipeline", "stacks": [stack(mine, drifted("NOT_CHECKED", "2026-11-20T03:00:00Z"))], "met": true},
		"a label, and a stack that was refused": {"value": "release-pipeline", "stacks": [stack(mine, object.union(drifted("DRIFTED", ""), {"missing": ["x"]}))], "met": true},
	}
	a := object.union(agent, {"tags": {"deployed-by": tc.value}})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(tc.stacks, {"aws_bedrock_agent": [a]})
	labels := {row | tc.met; row := evidence.at(a, label)}
	rows := {evidence.shown(a, s, code) | some s in tc.stacks} | labels
	got == {"met": {"from_code": rows, "in_sync": labels}, "unclear": {"in_sync": set()}}
}

test_the_register_of_what_is_deployed if {
	broken := object.union(fixture.record("record_ai_system", "b", {}), {"missing": ["records:read"]})
	a := object.union(agent, {"tags": {"ai-system": "b"}})
	given := json.patch(seen([stack(mine, {})], {"aws_bedrock_agent": [a]}), [{"op": "add", "path": "/lookup/record_ai_system/id/b", "value": [broken]}])
	got := policy.unclear with input as given
	got == {"in_sync": {evidence.shown(a, broken, ["id"])}}
}

test_population[name] if {
	some kind, type in types
	some state, left in {
		"production": {"tags": {"environment": "production"}, "counts": true},
		"of another environment": {"tags": {"environment": "test"}, "counts": false},
		"of a system in test": {"tags": {"ai-system": "t"}, "counts": false},
		"of a system in production": {"tags": {"ai-system": "p"}, "counts": true},
	}
	name := concat(" ", [kind, state])
	r := fixture.resource(kind, id, {"tags": left.tags})
	got := {"subjects": policy.subjects, "met": {c | some c, rows in policy.met; count(rows) > 0}} with input as seen([stack([part(type, id)], {})], {kind: [r]})
	got == {"subjects": {s | left.counts; s := evidence.subject(r)}, "met": {c | left.counts; some c in ["from_code", "in_sync"]}}
}
