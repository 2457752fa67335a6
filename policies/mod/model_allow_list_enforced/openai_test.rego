package aismm.mod.model_allow_list_enforced.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_allow_list_enforced.openai as policy

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

permission(config) := fixture.resource("openai_project_model_permission", "proj_1/model_permissions", {"config": config, "derived": {"project_id": "proj_1"}})

models := [
	fixture.record("record_model", "mdl-1", {"status": "approved", "identifiers": ["gpt-x"], "provider_id": "prv-1"}),
	fixture.record("record_model", "mdl-2", {"status": "proposed", "identifiers": ["gpt-y"], "provider_id": "prv-1"}),
	fixture.record("record_model", "mdl-4", {"status": "approved", "identifiers": ["gpt-else"], "provider_id": "prv-2"}),
	fixture.record("record_model", "mdl-3", {"status": "approved", "identifiers": ["gpt-old"], "provider_id": "prv-1", "expires_at": "2026-11-01T00:00:00Z"}),
]

seen(one, permissions) := {
	"as_of": fixture.as_of, "boundary": fixture.boundary("openai:org-example"), "resources": {"openai_project": [one], "openai_project_model_permission": permissions}, "records": {"record_model": models},
	"lookup": {
		"record_provider": {"tenants": {"openai:org-example": [fixture.record("record_provider", "prv-1", {})]}, "publishers": {}},
		"openai_project": {"id": {"proj_1": [one]}}, "record_ai_system": {"resource_ids": {}},
		"record_model": {"identifiers": {id: [m] | some m in models; some id in m.config.identifiers}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "judged": true},
		"status not said": {"project": project({}), "judged": true},
		"archived": {"project": project({"status": "archived"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [])
	got == {s | tc.judged; s := evidence.subject(tc.project)}
}

test_permissions[name] if {
	some name, tc in {
		"approved ones": {"config": {"mode": "allow_list", "model_ids": ["gpt-x"]}, "list": true, "approved": true, "blamed": []},
		"one that is not": {"config": {"mode": "allow_list", "model_ids": ["gpt-x", "gpt-z"]}, "list": true, "approved": false, "blamed": [1]},
		"a proposed one": {"config": {"mode": "allow_list", "model_ids": ["gpt-y"]}, "list": true, "approved": false, "blamed": [0]},
		"one whose approval has run out": {"config": {"mode": "allow_list", "model_ids": ["gpt-old", "gpt-x"]}, "list": true, "approved": false, "blamed": [0]},
		"one of another provider": {"config": {"mode": "allow_list", "model_ids": ["gpt-else"]}, "list": true, "approved": false, "blamed": [0]},
		"an empty list": {"config": {"mode": "allow_list", "model_ids": []}, "list": true, "approved": false, "blamed": []},
		"no list": {"config": {"mode": "allow_list"}, "list": true, "approved": false, "blamed": []},
		"a deny list": {"config": {"mode": "deny_list", "model_ids": ["gpt-x"]}, "list": false, "approved": false, "blamed": []},
		"mode not said": {"config": {"model_ids": ["gpt-x"]}, "list": false, "approved": false, "blamed": []},
	}
	m := permission(tc.config)
	got := {"met": policy.met, "blamed": policy.violations} with input as seen(p, [m])
	got == {
		"met": {
			"allow_list": {row | tc.list; row := evidence.shown(p, m, ["config", "mode"])},
			"approved": {row | tc.approved; row := evidence.shown(p, m, ["config", "model_ids"])},
		},
		"blamed": {"approved": {evidence.shown(p, m, ["config", "model_ids", i]) | some i in tc.blamed}},
	}
}

test_permissions_of_an_archived_project_say_nothing if {
	got := policy.met with input as seen(project({"status": "archived"}), [permission({"mode": "allow_list", "model_ids": ["gpt-x"]})])
	got == {"allow_list": set(), "approved": set()}
}
