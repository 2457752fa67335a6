package aismm.org.ai_resources_labelled.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.lib.found_fixture
import data.aismm.org.ai_resources_labelled.aws as policy

old := "2026-01-10T00:00:00Z"

new := "2026-11-20T03:00:00Z"

# When each kind says that it was made.
created := object.union(found_fixture.things, {
	"aws_bedrock_automated_reasoning_policy": "createdAt", "aws_bedrock_guardrail": "createdAt", "aws_bedrock_inference_profile": "createdAt",
	"aws_bedrock_prompt": "createdAt", "aws_sagemaker_app_image_config": "CreationTime", "aws_sagemaker_image": "CreationTime",
})

thing(kind, at, tags) := fixture.resource(kind, "arn:x", {"tags": tags, "config": {created[kind]: found_fixture.written(kind, at)}})

seen(things) := {
	"as_of": fixture.as_of, "settings": {"owner_label": "owner", "system_label": "ai-system"},
	"resources": object.union(found_fixture.holding(things), {kind: [t | some t in things; t.kind == kind] | some kind, _ in created}),
}

both := {"owner": "ada", "ai-system": "claims"}

test_every_kind_is_judged[kind] if {
	some kind, _ in created
	t := thing(kind, old, both)
	got := policy.subjects with input as seen([t])
	got == {evidence.subject(t)}
}

test_what_stands_for_others_or_is_no_ai if {
	got := policy.subjects with input as seen(found_fixture.aside)
	got == {evidence.subject(found_fixture.bots.A1)}
}

test_what_is_new_is_not[kind] if {
	some kind, _ in created
	got := policy.subjects with input as seen([thing(kind, new, {})])
	got == set()
}

test_subjects[name] if {
	silent := fixture.resource("aws_bedrock_agent", "arn:x", {"tags": both, "config": {}})
	profile := thing("aws_bedrock_inference_profile", old, {})
	some name, tc in {
		"made today": {"thing": thing("aws_bedrock_agent", new, {}), "judged": false},
		"made at no known time": {"thing": silent, "judged": true},
		"a profile of AWS": {"thing": object.union(profile, {"config": {"type": "SYSTEM_DEFINED"}}), "judged": false},
		"a profile of an application": {"thing": object.union(profile, {"config": {"type": "APPLICATION"}}), "judged": true},
	}
	got := policy.subjects with input as seen([tc.thing])
	got == {s | tc.judged; s := evidence.subject(tc.thing)}
}

test_labels[name] if {
	some name, tc in {
		"both": {"tags": both, "met": {"owner", "system"}},
		"no owner": {"tags": {"ai-system": "claims"}, "met": {"system"}},
		"empty owner": {"tags": {"owner": "", "ai-system": "claims"}, "met": {"system"}},
		"no system": {"tags": {"owner": "ada"}, "met": {"owner"}},
		"empty system": {"tags": {"owner": "ada", "ai-system": ""}, "met": {"owner"}},
		"no tags": {"tags": {}, "met": set()},
		"in other letters": {"tags": {"Owner": "ada", "AI-System": "claims"}, "met": set()},
	}
	t := thing("aws_sagemaker_domain", old, tc.tags)
	rows := {"owner": evidence.at(t, ["tags", "owner"]), "system": evidence.at(t, ["tags", "ai-system"])}
	got := policy.met with input as seen([t])
	got == {
		"owner": {row | "owner" in tc.met; row := rows.owner},
		"system": {row | "system" in tc.met; row := rows.system},
		"described": set(),
	}
}

test_tags_that_were_not_read if {
	got := policy.met.owner with input as seen([object.remove(thing("aws_sagemaker_domain", old, {}), ["tags"])])
	got == set()
}

test_described[name] if {
	some name, tc in {
		"described": {"config": {"Description": "notebooks of the claims team"}, "met": true},
		"empty": {"config": {"Description": ""}, "met": false},
		"not": {"config": {}, "met": false},
	}
	t := object.union(thing("aws_sagemaker_image", old, both), {"config": tc.config})
	got := policy.met.described with input as seen([t])
	got == {row | tc.met; row := evidence.at(t, ["config", "Description"])}
}
