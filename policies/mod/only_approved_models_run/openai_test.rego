package aismm.mod.only_approved_models_run.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.only_approved_models_run.openai as policy

usage(config) := fixture.resource("openai_usage", "user-1/proj_1/gpt-x", {"config": config})

used := usage({"project_id": "proj_1", "model": "gpt-x"})

tuned(projects) := fixture.resource("openai_fine_tuned_model", "ft:gpt-x:example::1", {"config": {"id": "ft:gpt-x:example::1"}, "derived": {"project_ids": projects}})

project(id) := fixture.resource("openai_project", id, {})

system(config) := fixture.record("record_ai_system", "ais-1", config)

model(id, config) := fixture.record("record_model", id, object.union({"status": "approved", "identifiers": ["gpt-x"], "provider_id": "prv-1"}, config))

in_use(name, u) := evidence.named("openai_model_in_use", name, u)

seen(resources, models, systems) := {
	"as_of": fixture.as_of, "boundary": fixture.boundary("openai:org-example"), "resources": object.union({"openai_usage": [], "openai_fine_tuned_model": []}, resources),
	"records": {"record_model": models},
	"lookup": {
		"record_provider": {"tenants": {"openai:org-example": [fixture.record("record_provider", "prv-1", {})]}, "publishers": {}},
		"record_model": {"identifiers": {id: [m | some m in models; id in m.config.identifiers] | some m in models; some id in m.config.identifiers}},
		"openai_project": {"id": {"proj_1": [project("proj_1")], "proj_2": [project("proj_2")]}},
		"record_ai_system": {"resource_ids": systems},
	},
}

test_subjects[name] if {
	some name, tc in {
		"use": {"usage": [used], "tuned": [], "want": [in_use("proj_1/gpt-x", used)]},
		"of no project": {"usage": [usage({"model": "gpt-x"})], "tuned": [], "want": [in_use("none/gpt-x", used)]},
		"of a model that is not said": {"usage": [usage({"project_id": "proj_1"})], "tuned": [], "want": [in_use("proj_1/none", used)]},
		"a model of its own": {"usage": [], "tuned": [tuned(["proj_1"])], "want": [evidence.subject(tuned([]))]},
	}
	got := policy.subjects with input as seen({"openai_usage": tc.usage, "openai_fine_tuned_model": tc.tuned}, [], {})
	got == {s | some s in tc.want}
}

test_use[name] if {
	by_model := {"system_ids": ["ais-1"]}
	some name, tc in {
		"approved for the system": {"model": by_model, "system": {}, "approved": true, "fits": true},
		"as the system says": {"model": {}, "system": {"model_ids": ["mdl-1"]}, "approved": true, "fits": true},
		"for another system": {"model": {"system_ids": ["ais-2"]}, "system": {"model_ids": ["mdl-2"]}, "approved": true, "fits": false},
		"for nobody": {"model": {}, "system": {}, "approved": true, "fits": false},
		"system retired": {"model": by_model, "system": {"status": "retired"}, "approved": true, "fits": false},
		"proposed": {"model": object.union(by_model, {"status": "proposed"}), "system": {}, "approved": false, "fits": false},
		"approval run out": {"model": object.union(by_model, {"expires_at": "2026-11-20T09:00:00Z"}), "system": {}, "approved": false, "fits": false},
		"approval not run out": {"model": object.union(by_model, {"expires_at": "2026-11-20T09:00:01Z"}), "system": {}, "approved": true, "fits": true},
		"another version": {"model": object.union(by_model, {"identifiers": ["gpt-x-2026-01-01"]}), "system": {}, "approved": false, "fits": false},
		"from another provider": {"model": object.union(by_model, {"provider_id": "prv-2"}), "system": {}, "approved": false, "fits": false},
		"by a pattern": {"model": object.union(by_model, {"identifiers": ["gpt-*"]}), "system": {}, "approved": true, "fits": true},
	}
	m := model("mdl-1", tc.model)
	s := in_use("proj_1/gpt-x", used)
	got := policy.met with input as seen({"openai_usage": [used]}, [m], {"proj_1": [system(tc.system)]})
	got == {
		"approved": {row | tc.approved; row := evidence.shown(s, m, ["config", "status"])},
		"for_its_system": {row | tc.fits; row := evidence.shown(s, m, ["config", "identifiers"])},
	}
}

test_two_users_are_one_model if {
	other := object.union(used, {"id": "user-2/proj_1/gpt-x", "ref": "openai_usage user-2/proj_1/gpt-x"})
	got := {s.id | some s in policy.subjects} with input as seen({"openai_usage": [used, other]}, [], {})
	got == {"proj_1/gpt-x"}
}

test_models_of_its_own[name] if {
	some name, tc in {
		"approved where it is": {"projects": ["proj_1"], "systems": {"proj_1": [system({})]}, "fits": true},
		"in two projects of one system": {"projects": ["proj_1", "proj_2"], "systems": {"proj_1": [system({})], "proj_2": [system({})]}, "fits": true},
		"in another project too": {"projects": ["proj_1", "proj_2"], "systems": {"proj_1": [system({})]}, "fits": false},
		"nowhere": {"projects": [], "systems": {"proj_1": [system({})]}, "fits": false},
	}
	f := tuned(tc.projects)
	m := model("mdl-1", {"identifiers": ["ft:gpt-x:example::1"], "system_ids": ["ais-1"]})
	got := policy.met with input as seen({"openai_fine_tuned_model": [f]}, [m], tc.systems)
	got == {
		"approved": {evidence.shown(f, m, ["config", "status"])},
		"for_its_system": {row | tc.fits; row := evidence.shown(f, m, ["config", "identifiers"])},
	}
}
