package aismm.app.prompts_managed.aws_test

import data.aismm.app.prompts_managed.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

here := fixture.region("us-east-1", "yes")

tags := {"environment": "production", "ai-system": "s"}

agent(aliases) := fixture.resource("aws_bedrock_agent", "arn:a", {
	"tags": tags, "derived": {"secret_matches": []},
	"parts": {"ListAgentAliases": aliases},
})

flow(aliases) := fixture.resource("aws_bedrock_flow", "arn:f", {
	"tags": tags, "derived": {"secret_matches": []}, "config": {"validations": []},
	"parts": {"ListFlowAliases": aliases},
})

prompt(fields) := fixture.resource("aws_bedrock_prompt", "arn:p", object.union(
	{"tags": tags, "derived": {"secret_matches": []}, "parts": {"GetPrompt": [{"version": "1"}]}},
	fields,
))

system(fields) := fixture.record("record_ai_system", "s", object.union({"status": "production"}, fields))

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"scopes": [here, fixture.region("eu-central-1", "yes")],
	"records": {"record_ai_system": systems},
	"lookup": {"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}}},
	"resources": object.union({"aws_bedrock_agent": [], "aws_bedrock_flow": [], "aws_bedrock_prompt": []}, resources),
}

test_subjects[name] if {
	in_test := {"tags": {"environment": "test", "ai-system": "s"}}
	some name, tc in {
		"an agent": {"resources": {"aws_bedrock_agent": [agent([])]}, "want": [agent([]), here]},
		"a flow": {"resources": {"aws_bedrock_flow": [flow([])]}, "want": [flow([]), here]},
		"a prompt": {"resources": {"aws_bedrock_prompt": [prompt({})]}, "want": [prompt({})]},
		"elsewhere": {"resources": {"aws_bedrock_agent": [object.union(agent([]), {"region": "eu-west-1"})]}, "want": [agent([])]},
		"an agent in test": {"resources": {"aws_bedrock_agent": [object.union(agent([]), in_test)]}, "want": []},
		"a flow in test": {"resources": {"aws_bedrock_flow": [object.union(flow([]), in_test)]}, "want": []},
		"a prompt in test": {"resources": {"aws_bedrock_prompt": [object.union(prompt({}), in_test)]}, "want": []},
		"of a system in test": {
			"resources": {"aws_bedrock_agent": [agent([])], "aws_bedrock_flow": [flow([])], "aws_bedrock_prompt": [prompt({})]},
			"status": "test", "want": [],
		},
	}
	got := policy.subjects with input as seen(tc.resources, [system({"status": object.get(tc, "status", "production")})])
	got == {evidence.subject(t) | some t in tc.want}
}

met(resources, s) := got if {
	got := {"met": policy.met, "blamed": policy.violations} with input as seen(resources, [system(s)])
}

live(routes) := {"agentAliasId": "LIVE", "routingConfiguration": routes}

at_alias(i) := {evidence.at(agent([]), ["parts", "ListAgentAliases", i, "routingConfiguration"])}

all := {"versioned": set(), "secret_free": set(), "validated": set(), "managed": set()}

only(got, condition) := {"met": got.met[condition], "blamed": object.get(got.blamed, condition, set())}

test_aliases[name] if {
	trial := {"agentAliasId": "TSTALIASID", "routingConfiguration": [{"agentVersion": "DRAFT"}]}
	some name, tc in {
		"a version": {"aliases": [trial, live([{"agentVersion": "4"}])], "met": at_alias(1), "blamed": set()},
		"two versions": {"aliases": [live([{"agentVersion": "4"}, {"agentVersion": "5"}])], "met": at_alias(0), "blamed": set()},
		"the draft": {"aliases": [live([{"agentVersion": "DRAFT"}])], "met": set(), "blamed": at_alias(0)},
		"the draft as well": {"aliases": [live([{"agentVersion": "4"}, {"agentVersion": "DRAFT"}])], "met": set(), "blamed": at_alias(0)},
		"one alias of two": {"aliases": [live([{"agentVersion": "4"}]), live([{"agentVersion": "DRAFT"}])], "met": set(), "blamed": at_alias(1)},
		"nothing": {"aliases": [live([])], "met": set(), "blamed": at_alias(0)},
		"no version": {"aliases": [live([{}])], "met": set(), "blamed": at_alias(0)},
		"no id": {"aliases": [{"routingConfiguration": [{"agentVersion": "4"}]}], "met": set(), "blamed": at_alias(0)},
		"the test alias alone": {"aliases": [trial], "met": set(), "blamed": set()},
		"no alias": {"aliases": [], "met": set(), "blamed": set()},
	}
	got := met({"aws_bedrock_agent": [agent(tc.aliases)]}, {})
	only(got, "versioned") == {"met": tc.met, "blamed": tc.blamed}
}

test_aliases_of_flows[name] if {
	trial := {"id": "TSTALIASID", "routingConfiguration": [{"flowVersion": "DRAFT"}]}
	at := {evidence.at(flow([]), ["parts", "ListFlowAliases", 1, "routingConfiguration"])}
	some name, tc in {
		"a version": {"alias": {"id": "LIVE", "routingConfiguration": [{"flowVersion": "2"}]}, "met": at, "blamed": set()},
		"the draft": {"alias": {"id": "LIVE", "routingConfiguration": [{"flowVersion": "DRAFT"}]}, "met": set(), "blamed": at},
		"no version": {"alias": {"id": "LIVE", "routingConfiguration": [{}]}, "met": set(), "blamed": at},
	}
	got := met({"aws_bedrock_flow": [flow([trial, tc.alias])]}, {})
	only(got, "versioned") == {"met": tc.met, "blamed": tc.blamed}
}

test_aliases_not_read if {
	got := met({"aws_bedrock_agent": [object.remove(agent([]), ["parts"])], "aws_bedrock_flow": [object.remove(flow([]), ["parts"])]}, {})
	only(got, "versioned") == {"met": set(), "blamed": set()}
}

test_secrets[name] if {
	some name, tc in {
		"none": {"derived": {"secret_matches": []}, "met": true, "blamed": []},
		"one": {"derived": {"secret_matches": [{"path": "config.instruction", "form": "assigned_secret"}]}, "met": false, "blamed": [0]},
		"two": {"derived": {"secret_matches": [{"path": "a", "form": "b"}, {"path": "c", "form": "d"}]}, "met": false, "blamed": [0, 1]},
		"not searched": {"derived": {}, "met": false, "blamed": []},
	}
	some kind, thing in {"aws_bedrock_agent": agent([]), "aws_bedrock_flow": flow([]), "aws_bedrock_prompt": prompt({})}
	t := object.union(object.remove(thing, ["derived"]), {"derived": tc.derived})
	got := met({kind: [t]}, {})
	only(got, "secret_free") == {
		"met": {evidence.at(t, ["derived", "secret_matches"]) | tc.met},
		"blamed": {evidence.at(t, ["derived", "secret_matches", i]) | some i in tc.blamed},
	}
}

test_validations[name] if {
	some name, tc in {
		"none": {"config": {"validations": []}, "met": true},
		"a warning": {"config": {"validations": [{"severity": "Warning"}]}, "met": true},
		"an error": {"config": {"validations": [{"severity": "Warning"}, {"severity": "Error"}]}, "met": false},
		"no severity": {"config": {"validations": [{"message": "x"}]}, "met": false},
		"not said": {"config": {}, "met": false},
	}
	f := object.union(object.remove(flow([]), ["config"]), {"config": tc.config})
	got := met({"aws_bedrock_flow": [f]}, {})
	only(got, "validated").met == {evidence.at(f, ["config", "validations"]) | tc.met}
}

test_prompt_management[name] if {
	at := {evidence.shown(here, prompt({}), ["parts", "GetPrompt", 0, "version"])}
	some name, tc in {
		"a released prompt": {"prompts": [prompt({})], "met": at},
		"no prompt": {"prompts": [], "met": set()},
		"elsewhere": {"prompts": [prompt({"region": "eu-west-1"})], "met": set()},
		"a draft": {"prompts": [prompt({"parts": {"GetPrompt": [{"version": "DRAFT"}]}})], "met": set()},
		"without a version": {"prompts": [prompt({"parts": {"GetPrompt": [{}]}})], "met": set()},
		"no versions": {"prompts": [prompt({"parts": {"GetPrompt": []}})], "met": set()},
		"versions not read": {"prompts": [object.remove(prompt({}), ["parts"])], "met": set()},
	}
	got := met({"aws_bedrock_agent": [agent([])], "aws_bedrock_prompt": tc.prompts}, {})
	only(got, "managed").met == tc.met
}

test_prompts_in_a_repository[name] if {
	at := {evidence.shown(here, system({}), ["config", "prompt_refs"])}
	some name, tc in {
		"kept": {"system": {"prompt_refs": ["prompts/a.md"]}, "tags": tags, "met": at},
		"not said": {"system": {}, "tags": tags, "met": set()},
		"none": {"system": {"prompt_refs": []}, "tags": tags, "met": set()},
		"no status": {"system": {"prompt_refs": ["prompts/a.md"], "status": ""}, "tags": tags, "met": at},
		"of nobody": {"system": {"prompt_refs": ["prompts/a.md"]}, "tags": {}, "met": set()},
	}
	resources := {"aws_bedrock_agent": [agent([])], "aws_bedrock_flow": [object.union(object.remove(flow([]), ["tags"]), {"tags": tc.tags})]}
	got := met(resources, tc.system)
	only(got, "managed").met == tc.met
}

test_an_application_in_test_needs_no_prompts_in_a_repository if {
	apart := object.union(flow([]), {"tags": {"environment": "test", "ai-system": "unknown"}})
	got := met({"aws_bedrock_agent": [agent([])], "aws_bedrock_flow": [apart]}, {"prompt_refs": ["prompts/a.md"]})
	only(got, "managed").met == {evidence.shown(here, system({}), ["config", "prompt_refs"])}
}

test_nothing if policy.met == all with input as seen({}, [])
