package aismm.mod.model_versions_pinned.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_versions_pinned.openai as policy

org := fixture.boundary("openai:org-example")

usage(config) := fixture.resource("openai_usage", "user-1/proj_1/m", {"config": config})

use(model) := usage({"project_id": "proj_1", "model": model})

in_use(name) := evidence.named("openai_model_in_use", name, usage({}))

project := fixture.resource("openai_project", "proj_1", {})

offer(config) := fixture.resource("openai_model", "gpt-x@org-example", {"config": config})

tuned(config) := fixture.resource("openai_fine_tuned_model", "ft:gpt-x:example::1", {"config": config})

registered(config) := fixture.record("record_model", "mdl-1", object.union({"identifiers": ["gpt-x"], "provider_id": "prv-1"}, config))

seen(usages, offers, tunes, models, statuses) := {
	"as_of": fixture.as_of, "boundary": org, "resources": {"openai_usage": usages},
	"records": {"record_model": models},
	"lookup": {
		"record_provider": {"tenants": {"openai:org-example": [fixture.record("record_provider", "prv-1", {})]}, "publishers": {}},
		"openai_project": {"id": {"proj_1": [project]}},
		"openai_model": {"id": {o.id: [o] | some o in offers}},
		"openai_fine_tuned_model": {"id": {f.id: [f] | some f in tunes}},
		"record_model": {"identifiers": {"gpt-x": models}},
		"record_ai_system": {"resource_ids": {"proj_1": [fixture.record("record_ai_system", sprintf("ais-%d", [n]), {"status": s}) | some n, s in statuses]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"production": {"usage": use("gpt-x"), "statuses": ["production"], "want": ["proj_1/gpt-x"]},
		"nobody's": {"usage": use("gpt-x"), "statuses": [], "want": ["proj_1/gpt-x"]},
		"test": {"usage": use("gpt-x"), "statuses": ["test"], "want": []},
		"test and production": {"usage": use("gpt-x"), "statuses": ["test", "production"], "want": ["proj_1/gpt-x"]},
		"of no project": {"usage": usage({"model": "gpt-x"}), "statuses": ["test"], "want": ["none/gpt-x"]},
		"model not said": {"usage": usage({"project_id": "proj_1"}), "statuses": [], "want": ["proj_1/none"]},
	}
	got := policy.subjects with input as seen([tc.usage], [], [], [], tc.statuses)
	got == {in_use(id) | some id in tc.want}
}

test_dated[name] if {
	some name, tc in {
		"dated": {"model": "gpt-x-2026-01-31", "met": true},
		"an alias": {"model": "gpt-x", "met": false},
		"the latest": {"model": "gpt-x-latest", "met": false},
	}
	u := use(tc.model)
	got := policy.met.dated with input as seen([u], [], [], [], [])
	got == {row | tc.met; row := evidence.shown(in_use(concat("/", ["proj_1", tc.model])), u, ["config", "model"])}
}

ends := {
	"not announced": {"config": {}, "met": true},
	"in 61 days": {"config": {"shutdown_date": "2027-01-20"}, "met": true},
	"in 60 days, at the start of the day": {"config": {"shutdown_date": "2027-01-19"}, "met": false},
	"past": {"config": {"shutdown_date": "2026-01-19"}, "met": false},
}

test_offered[name] if {
	some name, tc in ends
	m := offer(tc.config)
	got := {"met": policy.met.offered, "blamed": policy.violations.offered} with input as seen([use("gpt-x")], [m], [], [], [])
	row := evidence.shown(in_use("proj_1/gpt-x"), m, ["config", "shutdown_date"])
	got == {"met": {row | tc.met}, "blamed": {row | not tc.met}}
}

test_offered_of_its_own[name] if {
	some name, tc in ends
	m := tuned(tc.config)
	got := {"met": policy.met.offered, "blamed": policy.violations.offered} with input as seen([use("ft:gpt-x:example::1")], [], [m], [], [])
	row := evidence.shown(in_use("proj_1/ft:gpt-x:example::1"), m, ["config", "shutdown_date"])
	got == {"met": {row | tc.met}, "blamed": {row | not tc.met}}
}

test_not_offered_any_more if {
	got := policy.met.offered with input as seen([use("gpt-x")], [], [], [], [])
	got == set()
}

test_planned[name] if {
	some name, tc in {
		"no end": {"models": [{}], "met": true},
		"from another provider": {"models": [{"provider_id": "prv-2"}], "met": false},
		"in time": {"models": [{"retires_at": "2027-01-19T09:00:01Z"}], "met": true},
		"in 60 days": {"models": [{"retires_at": "2027-01-19T09:00:00Z"}], "met": false},
	}
	models := [registered(c) | some c in tc.models]
	got := policy.met.planned with input as seen([use("gpt-x")], [], [], models, [])
	got == {evidence.shown(in_use("proj_1/gpt-x"), m, ["config", "retires_at"]) | tc.met; some m in models}
}

test_not_in_the_registry if {
	got := policy.met.planned with input as seen([use("gpt-y")], [], [], [registered({})], [])
	got == set()
}
