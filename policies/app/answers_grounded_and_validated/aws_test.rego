package aismm.app.answers_grounded_and_validated.aws_test

import data.aismm.app.answers_grounded_and_validated.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

check(type, fields) := object.union({"type": type, "threshold": 0.8}, fields)

good := {
	"version": "2", "contextualGroundingPolicy": {"filters": [check("GROUNDING", {}), check("RELEVANCE", {"threshold": 0.7})]},
	"automatedReasoningPolicy": {"policies": ["arn:p"]},
}

# A guardrail with a weak version that nothing names, and one that is in use.
guardrail(version) := fixture.resource("aws_bedrock_guardrail", "arn:g", {
	"tags": tags, "config": {"guardrailId": "g", "version": "DRAFT"},
	"parts": {"GetGuardrail": [{"version": "1"}, version]},
})

needy := {"grounded": true, "rule_bound": true, "machine_consumed_output": true, "output_validators": ["check-answer"]}

system(fields) := fixture.record("record_ai_system", "s", object.union({"status": "production"}, fields))

validator := fixture.resource("aws_lambda_function", "arn:f", {"config": {"FunctionName": "check-answer"}})

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"records": {"record_ai_system": systems},
	"lookup": {
		"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}},
		"aws_lambda_function": {"FunctionName": {f.config.FunctionName: [f] | some f in object.get(resources, "aws_lambda_function", [])}},
	},
	"resources": object.union({"aws_bedrock_agent": [], "aws_bedrock_flow": [], "aws_bedrock_guardrail": [], "aws_lambda_function": []}, resources),
}

test_subjects[name] if {
	free := {"grounded": false, "rule_bound": false, "machine_consumed_output": false}
	some name, tc in {
		"needs it": {"tags": tags, "system": needy, "want": true},
		"needs nothing": {"tags": tags, "system": free, "want": false},
		"grounded alone": {"tags": tags, "system": object.union(free, {"grounded": true}), "want": true},
		"bound alone": {"tags": tags, "system": object.union(free, {"rule_bound": true}), "want": true},
		"consumed alone": {"tags": tags, "system": object.union(free, {"machine_consumed_output": true}), "want": true},
		"one not said": {"tags": tags, "system": object.remove(free, ["grounded"]), "want": true},
		"nothing said": {"tags": tags, "system": {}, "want": true},
		"of nobody": {"tags": {}, "system": free, "want": true},
		"in test": {"tags": {"environment": "test"}, "system": needy, "want": false},
		"of a system in test": {"tags": tags, "system": object.union(needy, {"status": "test"}), "want": false},
	}
	g := object.union(object.remove(guardrail(good), ["tags"]), {"tags": tc.tags})
	got := policy.subjects with input as seen({"aws_bedrock_guardrail": [g]}, [system(tc.system)])
	got == {evidence.subject(g) | tc.want}
}

verdicts(g, more, s) := got if {
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(object.union({"aws_bedrock_guardrail": [g]}, more), [s])
}

at(path) := {evidence.at(guardrail(good), array.concat(["parts", "GetGuardrail", 1], path))}

by_register := {evidence.at(guardrail(good), ["id"])}

all := {
	"grounding": at(["contextualGroundingPolicy", "filters"]), "reasoning": at(["automatedReasoningPolicy", "policies"]),
	"validated": {evidence.shown(guardrail(good), validator, ["config", "FunctionName"])},
}

good_verdicts := {"met": all, "unclear": {"validated": set()}}

test_good if verdicts(guardrail(good), {"aws_lambda_function": [validator]}, system(needy)) == good_verdicts

test_versions_in_use[name] if {
	some name, tc in {
		"a weak one": {"names": {"identifier": "g", "version": "1"}, "met": object.union(all, {"grounding": set(), "reasoning": set()})},
		"a weak one, by ARN": {"names": {"identifier": "arn:g", "version": "1"}, "met": object.union(all, {"grounding": set(), "reasoning": set()})},
		"another guardrail": {"names": {"identifier": "h", "version": "1"}, "met": all},
		"a good one": {"names": {"identifier": "g", "version": "2"}, "met": all},
	}
	some kind in ["aws_bedrock_agent", "aws_bedrock_flow"]
	thing := fixture.resource(kind, "arn:n", {"derived": {"guardrails": [tc.names]}})
	got := verdicts(guardrail(good), {"aws_lambda_function": [validator], kind: [thing]}, system(needy))
	got.met == tc.met
}

test_drafts[name] if {
	g := object.remove(guardrail(good), ["config", "parts"])
	some name, tc in {
		"good": {"config": object.union(good, {"version": "DRAFT"}), "parts": {"GetGuardrail": []}, "met": object.union(all, {
			"grounding": {evidence.at(g, ["config", "contextualGroundingPolicy", "filters"])},
			"reasoning": {evidence.at(g, ["config", "automatedReasoningPolicy", "policies"])},
		})},
		"weak": {"config": {}, "parts": {"GetGuardrail": []}, "met": object.union(all, {"grounding": set(), "reasoning": set()})},
		"versions not read": {"config": good, "parts": {}, "met": object.union(all, {"grounding": set(), "reasoning": set()})},
	}
	got := verdicts(object.union(g, {"config": tc.config, "parts": tc.parts}), {"aws_lambda_function": [validator]}, system(needy))
	got.met == tc.met
}

test_grounding[name] if {
	some name, tc in {
		"said so": {"filters": [check("GROUNDING", {"action": "BLOCK", "enabled": true}), check("RELEVANCE", {"action": "BLOCK", "enabled": true})], "met": true},
		"low": {"filters": [check("GROUNDING", {"threshold": 0.69}), check("RELEVANCE", {})], "met": false},
		"low relevance": {"filters": [check("GROUNDING", {}), check("RELEVANCE", {"threshold": 0.5})], "met": false},
		"no threshold": {"filters": [{"type": "GROUNDING"}, check("RELEVANCE", {})], "met": false},
		"only noticed": {"filters": [check("GROUNDING", {"action": "NONE"}), check("RELEVANCE", {})], "met": false},
		"off": {"filters": [check("GROUNDING", {"enabled": false}), check("RELEVANCE", {})], "met": false},
		"grounding alone": {"filters": [check("GROUNDING", {})], "met": false},
		"relevance alone": {"filters": [check("RELEVANCE", {})], "met": false},
		"none": {"filters": [], "met": false},
	}
	version := object.union(good, {"contextualGroundingPolicy": {"filters": tc.filters}})
	got := verdicts(guardrail(version), {"aws_lambda_function": [validator]}, system(needy))
	got.met == object.union(all, {"grounding": {row | tc.met; some row in all.grounding}})
}

test_answers_that_need_no_grounding if {
	got := verdicts(guardrail(object.remove(good, ["contextualGroundingPolicy"])), {"aws_lambda_function": [validator]}, system(object.union(needy, {"grounded": false})))
	got.met == object.union(all, {"grounding": by_register})
}

test_reasoning[name] if {
	some name, tc in {
		"none": {"policies": {"automatedReasoningPolicy": {"policies": []}}, "bound": true, "met": set()},
		"not said": {"policies": {}, "bound": true, "met": set()},
		"not bound": {"policies": {}, "bound": false, "met": by_register},
	}
	version := object.union(object.remove(good, ["automatedReasoningPolicy"]), tc.policies)
	got := verdicts(guardrail(version), {"aws_lambda_function": [validator]}, system(object.union(needy, {"rule_bound": tc.bound})))
	got.met == object.union(all, {"reasoning": tc.met})
}

test_validation[name] if {
	at_register := {evidence.shown(guardrail(good), system({}), ["config", "output_validators"])}
	some name, tc in {
		"not consumed": {"system": {"machine_consumed_output": false}, "functions": [], "met": by_register, "unclear": set()},
		"a function that nobody calls": {"system": {}, "functions": [], "met": set(), "unclear": at_register},
		"another function": {"system": {}, "functions": [object.union(validator, {"config": {"FunctionName": "other"}})], "met": set(), "unclear": at_register},
		"no validator": {"system": {"output_validators": []}, "functions": [validator], "met": set(), "unclear": set()},
	}
	got := verdicts(guardrail(good), {"aws_lambda_function": tc.functions}, system(object.union(needy, tc.system)))
	got == {"met": object.union(all, {"validated": tc.met}), "unclear": {"validated": tc.unclear}}
}

test_validators_not_said if {
	got := verdicts(guardrail(good), {"aws_lambda_function": [validator]}, system(object.remove(needy, ["output_validators"])))
	got == {"met": object.union(all, {"validated": set()}), "unclear": {"validated": set()}}
}

test_consumption_not_said if {
	s := system(object.remove(needy, ["machine_consumed_output"]))
	verdicts(guardrail(good), {"aws_lambda_function": [validator]}, s) == good_verdicts
}

test_consumption_not_read if {
	half := object.union(system(object.remove(needy, ["machine_consumed_output"])), {"missing": ["records:ai_system"]})
	got := verdicts(guardrail(good), {}, object.union(half, {"config": {"output_validators": []}}))
	got == {"met": object.union(all, {"validated": set()}), "unclear": {"validated": {evidence.shown(guardrail(good), half, ["config", "machine_consumed_output"])}}}
}

test_a_guardrail_of_nobody if {
	got := verdicts(object.union(object.remove(guardrail(good), ["tags"]), {"tags": {}}), {"aws_lambda_function": [validator]}, system(needy))
	got == {"met": object.union(all, {"validated": set()}), "unclear": {"validated": set()}}
}
