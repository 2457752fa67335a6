package aismm.inf.redundant_ai_services.records_test

import data.aismm.inf.redundant_ai_services.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "rto_minutes": 480, "deployment_type": "paas", "provider": "aws", "fallback_route": "openai:gpt-4.1", "model_ids": ["m"]}

system(config) := fixture.record("record_ai_system", "s", config)

other := fixture.record("record_model", "n", {"status": "approved", "identifiers": ["amazon.nova-v1:0"]})

provider(id, config) := fixture.record("record_provider", id, config)

cloud := provider("prv-1", {"name": "Amazon Web Services", "status": "approved", "tenants": ["aws:111122223333"], "aliases": ["Bedrock"]})

second := provider("prv-2", {"name": "OpenAI", "status": "approved", "tenants": ["openai:org-x"]})

seen(s, m, p) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s], "record_model": [m], "record_provider": [cloud, p]},
	"lookup": {"record_model": {"identifiers": {i: [m] | some i in m.config.identifiers}}},
}

test_subjects[name] if {
	some name, tc in {
		"important": {"config": good, "judged": true},
		"less important": {"config": object.union(good, {"rto_minutes": 481}), "judged": false},
		"objective not said": {"config": object.remove(good, ["rto_minutes"]), "judged": true},
		"self-hosted": {"config": object.union(good, {"deployment_type": "self_hosted"}), "judged": false},
		"type not said": {"config": object.remove(good, ["deployment_type"]), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, other, second)
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_fallback[name] if {
	both := {"declared", "another"}
	some name, tc in {
		"another provider": {"patch": {}, "met": both},
		"another provider by its id": {"patch": {"fallback_route": "PRV-2:x"}, "met": both},
		"a registered provider, and its own one is not": {"patch": {"provider": "somebody"}, "met": {"declared"}},
		"a provider that is not registered": {"patch": {"fallback_route": "somebody:x"}, "met": {"declared"}},
		"its own provider by another name": {"patch": {"fallback_route": "bedrock:x"}, "met": {"declared"}},
		"its own provider": {"patch": {"fallback_route": "AWS: x"}, "met": {"declared"}},
		"provider not said": {"patch": {"provider": null}, "met": {"declared"}},
		"another model": {"patch": {"fallback_route": "aws: amazon.nova-v1:0"}, "met": both},
		"its own model": {"patch": {"fallback_route": "aws:amazon.nova-v1:0", "model_ids": ["m", "n"]}, "met": {"declared"}},
		"another model, own ones not said": {"patch": {"fallback_route": "aws:amazon.nova-v1:0", "model_ids": null}, "met": {"declared"}},
		"another model, no own ones": {"patch": {"fallback_route": "aws:amazon.nova-v1:0", "model_ids": []}, "met": {"declared"}},
		"no model": {"patch": {"fallback_route": "openai:"}, "met": set()},
		"no provider": {"patch": {"fallback_route": ":gpt-4.1"}, "met": set()},
		"something else": {"patch": {"fallback_route": "people answer"}, "met": set()},
		"empty": {"patch": {"fallback_route": ""}, "met": set()},
		"not said": {"patch": {"fallback_route": null}, "met": set()},
	}
	s := system({k: v | some k, v in object.union(good, tc.patch); v != null})
	got := policy.met with input as seen(s, other, second)
	got == {c: {row | c in tc.met; row := evidence.at(s, ["config", "fallback_route"])} | some c in both}
}

test_what_is_registered[name] if {
	some name, tc in {
		"a provider that waits": {"route": "openai:x", "model": other, "provider": provider("prv-2", {"name": "OpenAI", "status": "candidate"}), "met": false},
		"a provider of which nobody says": {"route": "openai:x", "model": other, "provider": provider("prv-2", {"name": "OpenAI"}), "met": false},
		"a provider by its name": {"route": "openai:x", "model": other, "provider": provider("prv-2", {"name": "OpenAI", "status": "approved"}), "met": true},
		"a provider by its tenant": {"route": "openai:x", "model": other, "provider": provider("prv-2", {"tenants": ["openai:org-x"], "status": "approved"}), "met": true},
		"a provider by an alias": {"route": "openai:x", "model": other, "provider": provider("prv-2", {"aliases": ["OpenAI"], "status": "approved"}), "met": true},
		"a second entry of its own provider": {"route": "bedrock eu:x", "model": other, "provider": provider("prv-2", {"aliases": ["aws", "bedrock eu"], "status": "approved"}), "met": false},
		"a model that waits": {"route": "aws:y", "model": fixture.record("record_model", "n", {"status": "proposed", "identifiers": ["y"]}), "provider": second, "met": false},
		"a model of which nobody says": {"route": "aws:y", "model": fixture.record("record_model", "n", {"identifiers": ["y"]}), "provider": second, "met": false},
		"a model whose approval has ended": {"route": "aws:y", "model": fixture.record("record_model", "n", {"status": "approved", "identifiers": ["y"], "expires_at": "2026-11-01T00:00:00Z"}), "provider": second, "met": false},
		"a model by a pattern": {"route": "aws:yy", "model": fixture.record("record_model", "n", {"status": "approved", "identifiers": ["y*"]}), "provider": second, "met": true},
		"a model of another name": {"route": "aws:z", "model": fixture.record("record_model", "n", {"status": "approved", "identifiers": ["y"]}), "provider": second, "met": false},
	}
	s := system(object.union(good, {"fallback_route": tc.route}))
	got := policy.met.another with input as seen(s, tc.model, tc.provider)
	got == {row | tc.met; row := evidence.at(s, ["config", "fallback_route"])}
}
