package aismm.iam.short_lived_agent_credentials.openai_test

import data.aismm.iam.short_lived_agent_credentials.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

# Hours before 20 November 2026, nine o'clock.
ago(hours) := 1795165200 - (hours * 3600)

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

key(id, patch) := fixture.resource("openai_project_api_key", concat("/", ["proj_1", id]), {
	"config": object.union({"created_at": ago(24), "owner": {"type": "service_account", "service_account": {"id": "svc-gateway"}}}, patch),
	"derived": {"project_id": "proj_1"},
})

federation(enabled, rules) := fixture.resource("openai_workload_identity_provider", "wip_1", {
	"config": {"enabled": enabled},
	"parts": {"federation_rules": rules},
})

trusted := federation(true, [{"enabled": true, "project_id": "proj_2"}, {"enabled": true, "project_id": "proj_1"}])

seen(one, keys, providers, systems) := {
	"as_of": fixture.as_of, "settings": {"gateway_identities": ["svc-gateway"]},
	"resources": {"openai_project": [one], "openai_project_api_key": keys, "openai_workload_identity_provider": providers},
	"lookup": {
		"openai_project": {"id": {"proj_1": [one]}},
		"record_ai_system": {"resource_ids": {"proj_1": systems}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "systems": [], "judged": true},
		"status not said": {"project": project({}), "systems": [], "judged": true},
		"in production": {"project": p, "systems": [fixture.record("record_ai_system", "a", {"status": "production"})], "judged": true},
		"test only": {"project": p, "systems": [fixture.record("record_ai_system", "a", {"status": "test"})], "judged": false},
		"archived": {"project": project({"status": "archived"}), "systems": [], "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [], [trusted], tc.systems)
	got == {x | tc.judged; x := evidence.subject(tc.project)}
}

test_keys[name] if {
	good := key("k1", {})
	some name, tc in {
		"of the gateway, a day old": {"keys": [good], "met": true},
		"two of them": {"keys": [good, key("k2", {})], "met": true},
		"older": {"keys": [key("k1", {"created_at": ago(25)})], "met": false},
		"created in the future": {"keys": [key("k1", {"created_at": ago(-1)})], "met": false},
		"creation not said": {"keys": [key("k1", {"created_at": null})], "met": false},
		"one of somebody else": {"keys": [good, key("k2", {"owner": {"service_account": {"id": "svc-app"}}})], "met": false},
		"one of a person": {"keys": [good, fixture.resource("openai_project_api_key", "proj_1/k2", {"config": {"created_at": ago(1), "owner": {"type": "user", "user": {"id": "user-1"}}}, "derived": {"project_id": "proj_1"}})], "met": false},
	}
	got := policy.met with input as seen(p, tc.keys, [trusted], [])
	got == {"short_lived": {row | tc.met; row := evidence.at(p, ["id"])}}
}

test_federation[name] if {
	some name, tc in {
		"trusted": {"provider": trusted, "met": true},
		"the provider is off": {"provider": federation(false, trusted.parts.federation_rules), "met": false},
		"the rule is off": {"provider": federation(true, [{"enabled": false, "project_id": "proj_1"}]), "met": false},
		"not said whether the rule is on": {"provider": federation(true, [{"project_id": "proj_1"}]), "met": false},
		"for another project": {"provider": federation(true, [{"enabled": true, "project_id": "proj_2"}]), "met": false},
		"no rules": {"provider": federation(true, []), "met": false},
		"rules were not read": {"provider": object.remove(trusted, ["parts"]), "met": false},
	}
	got := policy.met with input as seen(p, [], [tc.provider], [])
	got == {"short_lived": {row | tc.met; row := evidence.shown(p, tc.provider, ["parts", "federation_rules", 1, "enabled"])}}
}

test_without_keys_read_no_federation_counts if {
	one := seen(p, [], [trusted], [])
	unread := object.union(object.remove(one, ["resources"]), {"resources": object.remove(one.resources, ["openai_project_api_key"])})
	got := policy.met with input as unread
	got == {"short_lived": set()}
}
