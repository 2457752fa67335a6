package aismm.dat.sensitive_data_filtered.aws_test

import data.aismm.dat.sensitive_data_filtered.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

guardrail(fields) := fixture.resource("aws_bedrock_guardrail", "arn:aws:bedrock:us-east-1:111122223333:guardrail/g", fields)

draft(sensitive) := guardrail({"config": {"guardrailId": "g", "version": "DRAFT", "sensitiveInformationPolicy": sensitive}, "parts": {"GetGuardrail": []}})

settings := {
	"confidential_data_classes": ["confidential"], "personal_data_classes": ["personal"], "environment_label": "environment", "system_label": "ai-system",
	"production_environments": ["production"], "guardrail_pii_types": ["EMAIL", "PASSWORD"],
}

seen(guardrails, systems) := {
	"resources": {"aws_bedrock_guardrail": guardrails, "aws_bedrock_agent": [], "aws_bedrock_flow": []},
	"lookup": {"record_ai_system": {"resource_ids": {g.id: [s | some s in systems; not s.id in {"labelled", "tested"}] | some g in guardrails}, "id": {s.id: [t | some t in systems; t.id == s.id] | some s in systems}}},
	"settings": settings,
}

system(config) := fixture.record("record_ai_system", "s", object.union({"status": "production"}, config))

none := {"types": set(), "prompts": set(), "answers": set(), "company_secrets": set()}

environment(systems) := "test" if "tested" in {s.id | some s in systems}

environment(systems) := "production" if not "tested" in {s.id | some s in systems}

test_subjects[name] if {
	some name, tc in {
		"personal": {"systems": [system({"data_classes": ["Personal"]})], "judged": true},
		"confidential": {"systems": [system({"data_classes": ["internal", "confidential"]})], "judged": true},
		"harmless": {"systems": [system({"data_classes": ["internal"]})], "judged": false},
		"one of two": {"systems": [system({"data_classes": ["internal"]}), object.union(system({"data_classes": ["personal"]}), {"id": "t", "ref": "t"})], "judged": true},
		"no class": {"systems": [system({"data_classes": []})], "judged": true},
		"classes that are not said": {"systems": [system({})], "judged": true},
		"nobody's": {"systems": [], "judged": true},
		"of nobody, with the label of a system": {"systems": [object.union(system({"data_classes": ["internal"]}), {"id": "labelled"})], "judged": false},
		"in test": {"systems": [object.union(system({"data_classes": ["personal"]}), {"id": "tested"})], "judged": false},
		"of a test system": {"systems": [system({"status": "test", "data_classes": ["personal"]})], "judged": false},
	}
	g := object.union(draft({}), {"tags": {"ai-system": "labelled", "environment": environment(tc.systems)}})
	got := policy.subjects with input as seen([g], tc.systems)
	got == {x | tc.judged; x := evidence.subject(g)}
}

entity(type, fields) := object.union({"type": type, "action": "BLOCK"}, fields)

pattern(fields) := object.union({"name": "badge", "pattern": "HM[0-9]{8}", "action": "ANONYMIZE"}, fields)

email := entity("EMAIL", {})

# Under "met", the conditions on types of data.
test_entities[name] if {
	some name, tc in {
		"all of them": {"entities": [email, entity("PASSWORD", {})], "met": {"types", "prompts", "answers"}},
		"more than that": {"entities": [email, entity("PASSWORD", {}), entity("AGE", {"action": "NONE"})], "met": {"types", "prompts", "answers"}},
		"masked": {"entities": [email, entity("PASSWORD", {"action": "ANONYMIZE"})], "met": {"types", "prompts", "answers"}},
		"one is not there": {"entities": [email], "met": set()},
		"only noticed": {"entities": [email, entity("PASSWORD", {"action": "NONE"})], "met": {"types"}},
		"masked in answers alone": {"entities": [email, entity("PASSWORD", {"inputAction": "NONE", "outputAction": "ANONYMIZE"})], "met": {"types", "answers"}},
		"blocked in prompts alone": {"entities": [email, entity("PASSWORD", {"inputAction": "BLOCK", "outputAction": "NONE"})], "met": {"types", "prompts"}},
		"by direction": {"entities": [email, entity("PASSWORD", {"action": "NONE", "inputAction": "BLOCK", "outputAction": "BLOCK"})], "met": {"types", "prompts", "answers"}},
		"off for prompts": {"entities": [email, entity("PASSWORD", {"inputEnabled": false, "outputEnabled": true})], "met": {"types", "answers"}},
		"off for answers": {"entities": [email, entity("PASSWORD", {"inputEnabled": true, "outputEnabled": false})], "met": {"types", "prompts"}},
		"without an action": {"entities": [email, {"type": "PASSWORD"}], "met": {"types"}},
		"none": {"entities": [], "met": set()},
	}
	g := draft({"piiEntities": tc.entities})
	got := policy.met with input as seen([g], [])
	got == object.union(none, {c: {evidence.at(g, ["config", "sensitiveInformationPolicy", "piiEntities"])} | some c in tc.met})
}

test_company_secrets[name] if {
	some name, tc in {
		"masked": {"regexes": [pattern({})], "met": true},
		"two": {"regexes": [pattern({}), pattern({"inputAction": "BLOCK", "outputAction": "ANONYMIZE", "inputEnabled": true, "outputEnabled": true})], "met": true},
		"one only noticed": {"regexes": [pattern({}), pattern({"action": "NONE"})], "met": false},
		"not in prompts": {"regexes": [pattern({"inputAction": "NONE"})], "met": false},
		"not in answers": {"regexes": [pattern({"outputAction": "NONE"})], "met": false},
		"off for prompts": {"regexes": [pattern({"inputEnabled": false})], "met": false},
		"off for answers": {"regexes": [pattern({"outputEnabled": false})], "met": false},
		"none": {"regexes": [], "met": false},
	}
	g := draft({"regexes": tc.regexes})
	got := policy.met with input as seen([g], [])
	got == object.union(none, {"company_secrets": {row | tc.met; row := evidence.at(g, ["config", "sensitiveInformationPolicy", "regexes"])}})
}

version(number, sensitive) := {"version": number, "sensitiveInformationPolicy": sensitive}

good := {"piiEntities": [email, entity("PASSWORD", {})], "regexes": [pattern({})]}

# What applications get is judged, and not what somebody is working on.
test_versions[name] if {
	some name, tc in {
		"the newest": {"config": {}, "versions": [version("1", {}), version("2", good)], "names": [], "met": true},
		"an older one that an agent names": {"config": good, "versions": [version("1", {}), version("2", good)], "names": ["1"], "met": false},
		"an older one and the newest": {"config": good, "versions": [version("1", {}), version("2", good)], "names": ["1", "2"], "met": false},
		"a draft that is better": {"config": good, "versions": [version("1", {})], "names": [], "met": false},
	}
	some kind in ["aws_bedrock_agent", "aws_bedrock_flow"]
	g := guardrail({"config": {"guardrailId": "g", "version": "DRAFT", "sensitiveInformationPolicy": tc.config}, "parts": {"GetGuardrail": tc.versions}})
	thing := fixture.resource(kind, "arn:n", {"derived": {"guardrails": [{"identifier": "g", "version": v} | some v in tc.names]}})
	all := seen([g], [])
	got := policy.met with input as object.union(all, {"resources": object.union(all.resources, {kind: [thing]})})
	got == object.union(none, {c: {evidence.at(g, ["parts", "GetGuardrail", 1, "sensitiveInformationPolicy", field])} |
		tc.met
		some c, field in {"types": "piiEntities", "prompts": "piiEntities", "answers": "piiEntities", "company_secrets": "regexes"}
	})
}
