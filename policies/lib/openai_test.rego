package aismm.lib.openai_test

import data.aismm.lib.fixture
import data.aismm.lib.openai

org := fixture.boundary("openai:org-example")

project(id, config) := fixture.resource("openai_project", id, {"config": config})

test_projects if {
	active := project("proj_1", {"status": "active"})
	unsaid := project("proj_2", {})
	archived := project("proj_3", {"status": "archived"})
	tried := project("proj_4", {"status": "active"})
	got := {"active": openai.active, "production": openai.in_production} with input as {
		"resources": {"openai_project": [active, unsaid, archived, tried]},
		"lookup": {"record_ai_system": {"resource_ids": {"proj_4": [fixture.record("record_ai_system", "ais-1", {"status": "test"})]}}},
	}
	got == {"active": [active, unsaid, tried], "production": [active, unsaid]}
}

test_offered if {
	m := fixture.resource("openai_model", "gpt-x@org-example", {"config": {"id": "gpt-x"}})
	seen := {"boundary": org, "lookup": {"openai_model": {"id": {"gpt-x@org-example": [m]}}}}
	got := {id: found | some id in ["gpt-x", "gpt-y"]; found := [x | some x in openai.offered(id)]} with input as seen
	got == {"gpt-x": [m], "gpt-y": []}
}

test_registered if {
	registry := [
		fixture.record("record_model", "mdl-1", {"identifiers": ["gpt-x"], "provider_id": "prv-1", "status": "approved"}),
		fixture.record("record_model", "mdl-2", {"identifiers": ["gpt-x"], "provider_id": "prv-1", "status": "proposed"}),
		fixture.record("record_model", "mdl-3", {"identifiers": ["gpt-x"], "provider_id": "prv-2", "status": "approved"}),
		fixture.record("record_model", "mdl-4", {"identifiers": ["gpt-x"], "status": "approved"}),
	]
	got := {"registered": [m.id | some m in openai.registered("gpt-x")], "approved": [m.id | some m in openai.approved("gpt-x")]} with input as {
		"as_of": fixture.as_of, "boundary": org, "records": {"record_model": registry}, "lookup": {
			"record_model": {"identifiers": {"gpt-x": registry}},
			"record_provider": {"tenants": {"openai:org-example": [fixture.record("record_provider", "prv-1", {})]}, "publishers": {}},
		},
	}
	got == {"registered": ["mdl-1", "mdl-2"], "approved": ["mdl-1"]}
}

test_names[name] if {
	some name, tc in {
		"gpt-4.1-mini-2025-04-14": {"dated": true, "base": "gpt-4.1-mini-2025-04-14", "family": "gpt-4.1-mini"},
		"gpt-4.1-mini": {"dated": false, "base": "gpt-4.1-mini", "family": "gpt-4.1-mini"},
		"gpt-4-0613": {"dated": true, "base": "gpt-4-0613", "family": "gpt-4"},
		"gpt-4-0125-preview": {"dated": true, "base": "gpt-4-0125-preview", "family": "gpt-4"},
		"gpt-5-chat-latest": {"dated": false, "base": "gpt-5-chat-latest", "family": "gpt-5-chat-latest"},
		"text-embedding-3-small": {"dated": false, "base": "text-embedding-3-small", "family": "text-embedding-3-small"},
		"gpt-x-2048": {"dated": false, "base": "gpt-x-2048", "family": "gpt-x-2048"},
		"ft:gpt-4.1-mini-2025-04-14:example::abc": {"dated": true, "base": "gpt-4.1-mini-2025-04-14", "family": "gpt-4.1-mini"},
		"ft:gpt-4.1-mini:example-2025-04-14:x:abc": {"dated": false, "base": "gpt-4.1-mini", "family": "gpt-4.1-mini"},
	}
	got := {"dated": count([1 | openai.dated(name)]) == 1, "base": openai.base(name), "family": openai.family(name)}
	got == tc
}

control(id, derived, type) := fixture.resource("openai_data_retention", id, {"derived": derived, "config": {"type": type}})

test_retention if {
	whole := control("org/data_retention", {"level": "organization"}, "zero_data_retention")
	own := control("proj_1/data_retention", {"level": "project", "project_id": "proj_1"}, "none")
	inherited := control("proj_2/data_retention", {"level": "project", "project_id": "proj_2"}, "organization_default")
	archived := control("proj_3/data_retention", {"level": "project", "project_id": "proj_3"}, "none")
	nobody := control("x/data_retention", {"level": "project"}, "none")
	one := project("proj_1", {})
	two := project("proj_2", {})
	got := openai.retention with input as {
		"boundary": org, "resources": {"openai_data_retention": [whole, own, inherited, archived, nobody]},
		"lookup": {"openai_project": {"id": {"proj_1": [one], "proj_2": [two], "proj_3": [project("proj_3", {"status": "archived"})]}}},
	}
	got == [{"subject": org, "control": whole}, {"subject": one, "control": own}, {"subject": two, "control": whole}]
}

test_an_organization_without_a_control_lends_none if {
	inherited := control("proj_2/data_retention", {"level": "project", "project_id": "proj_2"}, "organization_default")
	got := openai.retention with input as {
		"boundary": org, "resources": {"openai_data_retention": [inherited]}, "lookup": {"openai_project": {"id": {"proj_2": [project("proj_2", {})]}}},
	}
	got == []
}

test_owners if {
	used := fixture.record("record_ai_system", "ais-1", {"status": "production"})
	unsaid := fixture.record("record_ai_system", "ais-2", {})
	retired := fixture.record("record_ai_system", "ais-3", {"status": "retired"})
	got := {id: [s | some s in openai.owners(id)] | some id in ["proj_1", "proj_2"]} with input.lookup.record_ai_system.resource_ids as {"proj_1": [used, unsaid, retired]}
	got == {"proj_1": [used, unsaid], "proj_2": []}
}

test_open[name] if {
	some name, tc in {
		"nothing confidential": {"classes": [["internal"]], "open": true},
		"one of two": {"classes": [["internal"], ["confidential"]], "open": false},
		"nobody's": {"classes": [], "open": false},
	}
	systems := [fixture.record("record_ai_system", sprintf("ais-%d", [n]), {"data_classes": c}) | some n, c in tc.classes]
	got := [true | openai.open(project("proj_1", {}))] with input as {
		"settings": {"confidential_data_classes": ["confidential"]}, "lookup": {"record_ai_system": {"resource_ids": {"proj_1": systems}}},
	}
	got == [true | tc.open]
}
