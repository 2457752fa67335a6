package aismm.org.model_traffic_through_gateway.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.model_traffic_through_gateway.openai as policy

key(owner) := fixture.resource("openai_project_api_key", "proj_1/key_1", {"config": {"owner": owner}, "derived": {"project_id": "proj_1"}})

gateway := {"type": "service_account", "service_account": {"id": "svc-gateway"}}

seen(k, project, systems) := {
	"settings": {"gateway_identities": ["svc-gateway"]},
	"resources": {"openai_project_api_key": [k]},
	"lookup": {
		"openai_project": {"id": {"proj_1": [fixture.resource("openai_project", "proj_1", {"config": project})]}},
		"record_ai_system": {"resource_ids": {"proj_1": systems}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"production": {"project": {"status": "active"}, "systems": [fixture.record("record_ai_system", "a", {"status": "production"})], "judged": true},
		"nobody registered the project": {"project": {"status": "active"}, "systems": [], "judged": true},
		"test only": {"project": {"status": "active"}, "systems": [fixture.record("record_ai_system", "a", {"status": "test"})], "judged": false},
		"status of the project not said": {"project": {}, "systems": [], "judged": true},
		"archived": {"project": {"status": "archived"}, "systems": [], "judged": false},
	}
	k := key(gateway)
	got := policy.subjects with input as seen(k, tc.project, tc.systems)
	got == {x | tc.judged; x := evidence.subject(k)}
}

test_a_key_of_a_project_that_nobody_lists_is_judged if {
	k := fixture.resource("openai_project_api_key", "proj_2/key_1", {"config": {"owner": gateway}, "derived": {"project_id": "proj_2"}})
	got := policy.subjects with input as seen(k, {"status": "archived"}, [])
	got == {evidence.subject(k)}
}

test_gateway[name] if {
	some name, tc in {
		"the gateway": {"owner": gateway, "met": true},
		"another service account": {"owner": {"type": "service_account", "service_account": {"id": "svc-app"}}, "met": false},
		"a person": {"owner": {"type": "user", "user": {"id": "svc-gateway"}}, "met": false},
		"a person who is called like it": {"owner": {"type": "user", "service_account": {"id": "svc-gateway"}}, "met": false},
		"type not said": {"owner": {"service_account": {"id": "svc-gateway"}}, "met": false},
		"account not said": {"owner": {"type": "service_account"}, "met": false},
	}
	k := key(tc.owner)
	got := policy.met with input as seen(k, {"status": "active"}, [])
	got == {"gateway": {row | tc.met; row := evidence.at(k, ["config", "owner", "service_account", "id"])}}
}

test_without_a_list_of_identities_nothing_is_met if {
	got := policy.met with input as object.remove(seen(key(gateway), {"status": "active"}, []), ["settings"])
	got == {"gateway": set()}
}
