package aismm.dat.retention_bounded.aws_test

import data.aismm.dat.retention_bounded.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

memory(config) := fixture.resource("aws_bedrock_agentcore_memory", "arn:m", {"config": config})

agent(config, versions) := fixture.resource("aws_bedrock_agent", "arn:a", {"config": config, "parts": {"GetAgentVersion": versions}})

source(config) := fixture.resource("aws_bedrock_data_source", "arn:d", {"config": config})

retention(region, mode) := fixture.resource("aws_bedrock_account_data_retention", region, {"region": region, "config": {"mode": mode}})

entry(id, boundary, tags) := {"id": id, "kind": "aws_sagemaker_endpoint", "boundary": boundary, "tags": tags}

seen(resources, inventory, classes) := seen_of(resources, inventory, {"data_classes": classes})

seen_of(resources, inventory, system) := {
	"boundary": fixture.boundary("aws:111122223333"),
	"scopes": [fixture.region("us-east-1", "yes"), fixture.region("eu-central-1", "no"), fixture.region("eu-west-1", "unknown")],
	"inventory": inventory,
	"resources": {kind: [r | some r in resources; r.kind == kind] |
		some kind in ["aws_bedrock_agentcore_memory", "aws_bedrock_agent", "aws_bedrock_data_source", "aws_bedrock_account_data_retention"]
	},
	"lookup": {"record_ai_system": {
		"resource_ids": {"arn:open": [fixture.record("record_ai_system", "s", system)]},
		"id": {"labelled": [fixture.record("record_ai_system", "labelled", system)]},
	}},
	"settings": {"ai_content_retention_days": 30, "confidential_data_classes": ["confidential"], "system_label": "ai-system"},
}

none := {"memory_expires": set(), "agent_forgets": set(), "vectors_deleted": set(), "nothing_kept": set()}

test_subjects if {
	all := [memory({}), agent({}, []), source({}), retention("us-east-1", "default"), retention("eu-central-1", "default"), retention("eu-west-1", "default")]
	got := policy.subjects with input as seen(all, [], ["internal"])
	got == {evidence.subject(r) | some r in array.slice(all, 0, 4)}
}

test_accounts[name] if {
	here := "aws:111122223333"
	some name, tc in {
		"nothing confidential": {"inventory": [entry("arn:open", here, {})], "classes": ["internal"], "judged": false},
		"nothing confidential, by label": {"inventory": [entry("arn:x", here, {"ai-system": "labelled"})], "classes": ["internal"], "judged": false},
		"something confidential": {"inventory": [entry("arn:open", here, {})], "classes": ["internal", "Confidential"], "judged": true},
		"nothing confidential, of a retired system": {"inventory": [entry("arn:open", here, {})], "classes": ["internal"], "status": "retired", "judged": true},
		"something that nobody knows": {"inventory": [entry("arn:open", here, {}), entry("arn:x", here, {})], "classes": ["internal"], "judged": true},
		"something elsewhere that nobody knows": {"inventory": [entry("arn:open", here, {}), entry("arn:x", "aws:444455556666", {})], "classes": ["internal"], "judged": false},
		"only something elsewhere": {"inventory": [entry("arn:open", "aws:444455556666", {})], "classes": ["internal"], "judged": true},
		"classes that are not said": {"inventory": [entry("arn:open", here, {})], "classes": [], "judged": true},
	}
	r := retention("us-east-1", "default")
	got := policy.subjects with input as seen_of([r], tc.inventory, {"data_classes": tc.classes, "status": object.get(tc, "status", "production")})
	got == {x | tc.judged; x := evidence.subject(r)}
}

remembering(days) := {"memoryConfiguration": {"enabledMemoryTypes": ["SESSION_SUMMARY"], "storageDays": days}}

test_conditions[name] if {
	some name, tc in {
		"a memory within": {"of": memory({"eventExpiryDuration": 30}), "met": {"memory_expires": ["eventExpiryDuration"]}},
		"a memory beyond": {"of": memory({"eventExpiryDuration": 31}), "met": {}},
		"a memory that does not say": {"of": memory({}), "met": {}},
		"an agent within": {"of": agent(remembering(30), [remembering(7)]), "met": {"agent_forgets": ["memoryConfiguration"]}},
		"an agent without memory": {"of": agent({}, [{}]), "met": {"agent_forgets": ["memoryConfiguration"]}},
		"an agent beyond": {"of": agent(remembering(365), []), "met": {}},
		"an agent with a version beyond": {"of": agent(remembering(7), [{}, remembering(31)]), "met": {}},
		"an agent that does not say": {"of": agent({"memoryConfiguration": {"enabledMemoryTypes": ["SESSION_SUMMARY"]}}, []), "met": {}},
		"a source whose vectors go": {"of": source({"dataDeletionPolicy": "DELETE"}), "met": {"vectors_deleted": ["dataDeletionPolicy"]}},
		"a source whose vectors stay": {"of": source({"dataDeletionPolicy": "RETAIN"}), "met": {}},
		"a source that does not say": {"of": source({}), "met": {}},
		"nothing kept": {"of": retention("us-east-1", "none"), "met": {"nothing_kept": ["mode"]}},
		"the provider's default": {"of": retention("us-east-1", "default"), "met": {}},
	}
	got := policy.met with input as seen([tc.of], [], [])
	got == object.union(none, {c: {evidence.at(tc.of, array.concat(["config"], path))} | some c, path in tc.met})
}

test_versions_that_were_not_read if {
	a := fixture.resource("aws_bedrock_agent", "arn:a", {"missing": ["bedrock-agent:ListAgentAliases"], "parts": {}})
	got := policy.met with input as seen([a], [], [])
	got == none
}
