package aismm.app.content_filters_complete.aws_test

import data.aismm.app.content_filters_complete.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

tags := {"environment": "production", "ai-system": "s"}

both(type, fields) := object.union({"type": type, "inputStrength": "HIGH", "outputStrength": "MEDIUM"}, fields)

filters := [both(type, {}) | some type in ["HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"]]

good := {
	"version": "2", "status": "READY",
	"contentPolicy": {"filters": filters, "tier": {"tierName": "STANDARD"}},
	"topicPolicy": {"topics": [{"name": "Legal advice", "type": "DENY"}]},
}

weak := {"version": "1", "status": "FAILED"}

# A guardrail with a weak version that nothing names, and one that is in use.
guardrail(version) := fixture.resource("aws_bedrock_guardrail", "arn:g", {
	"tags": tags, "config": {"guardrailId": "g", "version": "DRAFT"},
	"parts": {"GetGuardrail": [weak, version]},
})

system(fields) := fixture.record("record_ai_system", "s", object.union({"status": "production", "user_facing": true}, fields))

seen(resources, systems) := {
	"as_of": fixture.as_of,
	"settings": {
		"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system",
		"guardrail_content_tiers": ["STANDARD"],
	},
	"records": {"record_ai_system": systems},
	"lookup": {"record_ai_system": {"id": {s.id: [s] | some s in systems}, "resource_ids": {}}},
	"resources": object.union({"aws_bedrock_agent": [], "aws_bedrock_flow": [], "aws_bedrock_guardrail": []}, resources),
}

test_subjects[name] if {
	some name, tc in {
		"in production": {"guardrail": guardrail(good), "status": "production", "want": true},
		"in test": {"guardrail": object.union(guardrail(good), {"tags": {"environment": "test"}}), "status": "production", "want": false},
		"of a system in test": {"guardrail": guardrail(good), "status": "test", "want": false},
	}
	got := policy.subjects with input as seen({"aws_bedrock_guardrail": [tc.guardrail]}, [system({"status": tc.status})])
	got == {evidence.subject(tc.guardrail) | tc.want}
}

met(g) := got if got := policy.met with input as seen({"aws_bedrock_guardrail": [g]}, [system({})])

at(path) := {evidence.at(guardrail(good), array.concat(["parts", "GetGuardrail", 1], path))}

all := {
	"classes": at(["contentPolicy", "filters"]), "limits": at(["topicPolicy", "topics"]),
	"tier": at(["contentPolicy", "tier", "tierName"]), "ready": at(["status"]),
}

test_good if met(guardrail(good)) == all

# A filter on pictures alone lets all text through.
test_filters_see_text[concat(" ", [name, direction])] if {
	some direction in ["inputModalities", "outputModalities"]
	some name, modalities in {"text": ["TEXT"], "both": ["IMAGE", "TEXT"], "pictures": ["IMAGE"]}
	seeing := object.union(good, {"contentPolicy": {"filters": [object.union(f, {direction: modalities}) | some f in filters]}})
	met(guardrail(seeing)).classes == {row | some row in all.classes; "TEXT" in modalities}

	# Of a guardrail that was never released, the draft decides.
	draft := object.union(object.remove(guardrail(good), ["config", "parts"]), {"config": seeing, "parts": {"GetGuardrail": []}})
	met(draft).classes == {row | row := evidence.at(draft, ["config", "contentPolicy", "filters"]); "TEXT" in modalities}
}

test_versions_in_use[name] if {
	some name, tc in {
		"a weak one": {"names": {"identifier": "g", "version": "1"}, "met": {c: set() | some c in object.keys(all)}},
		"a weak one, by ARN": {"names": {"identifier": "arn:g", "version": "1"}, "met": {c: set() | some c in object.keys(all)}},
		"another guardrail": {"names": {"identifier": "h", "version": "1"}, "met": all},
		"a good one": {"names": {"identifier": "g", "version": "2"}, "met": all},
	}
	some kind in ["aws_bedrock_agent", "aws_bedrock_flow"]
	thing := fixture.resource(kind, "arn:n", {"derived": {"guardrails": [tc.names]}})
	got := policy.met with input as seen({"aws_bedrock_guardrail": [guardrail(good)], kind: [thing]}, [system({})])
	got == tc.met
}

test_drafts[name] if {
	g := object.remove(guardrail(good), ["config", "parts"])
	some name, tc in {
		"good": {"config": object.union(good, {"version": "DRAFT"}), "parts": {"GetGuardrail": []}, "met": {
			"classes": {evidence.at(g, ["config", "contentPolicy", "filters"])}, "limits": {evidence.at(g, ["config", "topicPolicy", "topics"])},
			"tier": {evidence.at(g, ["config", "contentPolicy", "tier", "tierName"])}, "ready": {evidence.at(g, ["config", "status"])},
		}},
		"weak": {"config": weak, "parts": {"GetGuardrail": []}, "met": {c: set() | some c in object.keys(all)}},
		"versions not read": {"config": good, "parts": {}, "met": {c: set() | some c in object.keys(all)}},
	}
	got := met(object.union(g, {"config": tc.config, "parts": tc.parts}))
	got == tc.met
}

test_classes[name] if {
	some name, tc in {
		"said so": {"hate": both("HATE", {"inputAction": "BLOCK", "outputAction": "BLOCK", "inputEnabled": true, "outputEnabled": true}), "met": true},
		"low in prompts": {"hate": both("HATE", {"inputStrength": "LOW"}), "met": false},
		"low in answers": {"hate": both("HATE", {"outputStrength": "LOW"}), "met": false},
		"no strength in answers": {"hate": {"type": "HATE", "inputStrength": "HIGH"}, "met": false},
		"no strength in prompts": {"hate": {"type": "HATE", "outputStrength": "HIGH"}, "met": false},
		"noticed in prompts": {"hate": both("HATE", {"inputAction": "NONE"}), "met": false},
		"noticed in answers": {"hate": both("HATE", {"outputAction": "NONE"}), "met": false},
		"off in prompts": {"hate": both("HATE", {"inputEnabled": false}), "met": false},
		"off in answers": {"hate": both("HATE", {"outputEnabled": false}), "met": false},
		"another one": {"hate": both("PROMPT_ATTACK", {}), "met": false},
		"no type": {"hate": {"inputStrength": "HIGH", "outputStrength": "HIGH"}, "met": false},
	}
	version := object.union(good, {"contentPolicy": {"filters": array.concat(array.slice(filters, 1, 5), [tc.hate])}})
	got := met(guardrail(version))
	got == object.union(all, {"classes": {row | tc.met; some row in all.classes}})
}

test_tiers[name] if {
	some name, tc in {
		"classic": {"tier": {"tier": {"tierName": "CLASSIC"}}, "met": false},
		"not said": {"tier": {}, "met": false},
		"empty": {"tier": {"tier": {"tierName": ""}}, "met": false},
	}
	version := object.union(object.remove(good, ["contentPolicy"]), {"contentPolicy": object.union({"filters": filters}, tc.tier)})
	met(guardrail(version)) == object.union(all, {"tier": set()})
}

test_no_tier_is_classic if {
	version := object.union(object.remove(good, ["contentPolicy"]), {"contentPolicy": {"filters": filters}})
	got := policy.met.tier with input as seen({"aws_bedrock_guardrail": [guardrail(version)]}, [system({})])
		with input.settings.guardrail_content_tiers as ["CLASSIC", "STANDARD"]
	got == all.tier
}

test_states[status] if {
	some status in ["CREATING", "DELETING", "FAILED", "UPDATING", "VERSIONING", ""]
	met(guardrail(object.union(good, {"status": status}))) == object.union(all, {"ready": set()})
}

test_no_state if met(guardrail(object.remove(good, ["status"]))) == object.union(all, {"ready": set()})

test_limits[name] if {
	some name, tc in {
		"words": {"version": {"wordPolicy": {"words": [{"text": "x"}], "managedWordLists": []}}, "met": at(["wordPolicy", "words"])},
		"a list of words": {"version": {"wordPolicy": {"words": [], "managedWordLists": [{"type": "PROFANITY"}]}}, "met": at(["wordPolicy", "managedWordLists"])},
		"empty lists": {"version": {"wordPolicy": {"words": [], "managedWordLists": []}, "topicPolicy": {"topics": []}}, "met": set()},
		"nothing": {"version": {}, "met": set()},
	}
	version := object.union(object.remove(good, ["topicPolicy"]), tc.version)
	met(guardrail(version)) == object.union(all, {"limits": tc.met})
}

test_whom_it_faces[name] if {
	at_guardrail := {evidence.at(guardrail(good), ["id"])}
	some name, tc in {
		"colleagues": {"system": {"user_facing": false}, "tags": tags, "met": at_guardrail},
		"customers": {"system": {}, "tags": tags, "met": set()},
		"no system": {"system": {"user_facing": false}, "tags": {}, "met": set()},
	}
	g := object.union(object.remove(guardrail(object.remove(good, ["topicPolicy"])), ["tags"]), {"tags": tc.tags})
	got := policy.met.limits with input as seen({"aws_bedrock_guardrail": [g]}, [system(tc.system)])
	got == tc.met
}

test_nobody_said_whom_it_faces if {
	g := guardrail(object.remove(good, ["topicPolicy"]))
	silent := fixture.record("record_ai_system", "s", {"status": "production"})
	got := policy.met.limits with input as seen({"aws_bedrock_guardrail": [g]}, [silent])
	got == set()
}

test_two_systems if {
	other := fixture.record("record_ai_system", "t", {"status": "production", "user_facing": true})
	g := guardrail(object.remove(good, ["topicPolicy"]))
	got := policy.met.limits with input as seen({"aws_bedrock_guardrail": [g]}, [])
		with input.lookup.record_ai_system.resource_ids as {"arn:g": [system({"user_facing": false}), other]}
	got == set()
}
