package aismm.lib.providers_test

import data.aismm.lib.fixture
import data.aismm.lib.providers

provider(id, config) := fixture.record("record_provider", id, config)

contract(config) := fixture.record("record_contract", "con-1", config)

model(config) := fixture.record("record_model", "mdl-1", config)

test_contracts[name] if {
	some name, tc in {
		"in force": {"config": {"topic": "ai", "status": "in_force"}, "want": true},
		"nothing said": {"config": {}, "want": true},
		"another topic": {"config": {"topic": "cleaning"}, "want": false},
		"a draft": {"config": {"status": "draft"}, "want": false},
		"expired": {"config": {"status": "expired"}, "want": false},
		"terminated": {"config": {"status": "terminated"}, "want": false},
	}
	c := contract(object.union({"provider_id": "prv-1"}, tc.config))
	got := providers.contracts with input.records.record_contract as [c]
	[[x.name, x.by.id] | some x in got] == [["prv-1", c.id] | tc.want]
}

test_models[name] if {
	some name, tc in {
		"in production": {"config": {"in_production": true, "status": "approved"}, "want": true},
		"nothing said": {"config": {}, "want": true},
		"not in production": {"config": {"in_production": false}, "want": false},
		"rejected": {"config": {"status": "rejected"}, "want": false},
		"retired": {"config": {"status": "retired"}, "want": false},
	}
	m := model(object.union({"provider_id": "prv-1"}, tc.config))
	got := providers.models with input.records.record_model as [m]
	[[x.name, x.by.id] | some x in got] == [["prv-1", m.id] | tc.want]
}

test_production_and_tenants if {
	system := fixture.record("record_ai_system", "ais-1", {"provider": "example"})
	planned := fixture.record("record_ai_system", "ais-2", {"provider": "other", "status": "planned"})
	entries := [
		{"scope": {"provider": "aws"}, "status": "partial"}, {"scope": {"provider": "aws"}, "status": "collected"},
		{"scope": {"provider": "openai"}, "status": "failed"}, {"scope": {"provider": "records"}, "status": "collected"},
	]
	programme := fixture.boundary("records:programme")
	got := {"production": providers.production, "tenants": providers.tenants} with input as {
		"records": {"record_ai_system": [system, planned]}, "ledger": entries, "boundary": programme,
	}
	[[x.name, x.by.id] | some x in got.production] == [["example", system.id]]
	[[x.name, x.by.id] | some x in got.tenants] == [["aws", programme.id]]
}

test_rows_that_do_not_say_whose_they_are if {
	named := {"contract": contract({"provider_id": "a"}), "model": model({"provider_id": "a"}), "system": fixture.record("record_ai_system", "ais-1", {"provider": "a"})}
	without := {"contract": contract({}), "model": model({"provider_id": ""}), "system": fixture.record("record_ai_system", "ais-2", {})}
	got := providers.unnamed with input.records as {
		"record_contract": [named.contract, without.contract], "record_model": [named.model, without.model],
		"record_ai_system": [named.system, without.system],
	}
	got == [without.contract, without.model, without.system]
}

test_entries_by_each_name if {
	aws := provider("prv-aws", {"name": "Amazon Web Services", "tenants": ["aws:111122223333", "aws:444455556666"]})
	other := provider("prv-2", {"name": "Example", "aliases": ["example-models"]})
	asked := ["prv-aws", "Amazon Web Services", "aws", "example-models", "nobody"]
	got := {"entries": providers.entries, "unknown": providers.unknown, "used": providers.used} with input as {
		"records": {"record_provider": [aws, other], "record_contract": [contract({"provider_id": n}) | some n in asked], "record_model": [], "record_ai_system": []},
		"ledger": [],
		"lookup": {"record_provider": {
			"id": {"prv-aws": [aws], "prv-2": [other]}, "name": {"Amazon Web Services": [aws], "Example": [other]},
			"aliases": {"example-models": [other]},
		}},
	}
	got.entries == {"prv-aws": [aws], "Amazon Web Services": [aws], "aws": [aws], "example-models": [other], "nobody": []}
	got.unknown == {"nobody"}
	got.used == {"prv-aws", "prv-2"}
}

test_an_entry_whose_name_is_its_id_is_one_entry if {
	p := provider("acme", {"name": "acme"})
	got := providers.entries with input as {
		"records": {"record_provider": [p], "record_contract": [contract({"provider_id": "acme"})], "record_model": [], "record_ai_system": []},
		"ledger": [], "lookup": {"record_provider": {"id": {"acme": [p]}, "name": {"acme": [p]}}},
	}
	{n: [x.id | some x in list] | some n, list in got} == {"acme": [p.id]}
}

test_approved_and_critical[name] if {
	some name, tc in {
		"critical": {"config": {"status": "approved", "criticality": "critical"}, "approved": true, "critical": true},
		"nothing said": {"config": {}, "approved": true, "critical": true},
		"important": {"config": {"criticality": "important"}, "approved": true, "critical": false},
		"standard": {"config": {"criticality": "standard"}, "approved": true, "critical": false},
		"the organization itself": {"config": {"own": true, "criticality": "critical"}, "approved": false, "critical": false},
		"another organization": {"config": {"own": false}, "approved": true, "critical": true},
		"a candidate": {"config": {"status": "candidate"}, "approved": false, "critical": false},
		"rejected": {"config": {"status": "rejected"}, "approved": false, "critical": false},
		"retired": {"config": {"status": "retired"}, "approved": false, "critical": false},
	}
	p := provider("p", tc.config)
	got := {"approved": providers.approved, "critical": providers.critical} with input.records.record_provider as [p]
	{k: [x.id | some x in list] | some k, list in got} == {"approved": [p.id | tc.approved], "critical": [p.id | tc.critical]}
}

test_publisher[name] if {
	some name, tc in {
		"its name": {"asked": "anthropic", "config": {"name": "Anthropic"}, "want": true},
		"one of its publishers": {"asked": "Anthropic", "config": {"name": "Reseller", "publishers": ["Other", "ANTHROPIC"]}, "want": true},
		"a publisher alone": {"asked": "Anthropic", "config": {"publishers": ["Anthropic"]}, "want": true},
		"another": {"asked": "Anthropic", "config": {"name": "Example", "publishers": ["Other"]}, "want": false},
		"nothing": {"asked": "Anthropic", "config": {}, "want": false},
	}
	p := provider("p", tc.config)
	got := providers.publisher(tc.asked) with input.records.record_provider as [p]
	[x.id | some x in got] == [p.id | tc.want]
}

test_idle[name] if {
	some name, tc in {
		"not in use": {"config": {"in_use": false}, "missing": [], "want": true},
		"in use": {"config": {"in_use": true}, "missing": [], "want": false},
		"not said": {"config": {}, "missing": [], "want": false},
		"seen in a model": {"config": {"in_use": false, "aliases": ["example"]}, "missing": [], "want": false},
		"not read whole": {"config": {"in_use": false}, "missing": ["records:provider/row"], "want": false},
	}
	p := object.union(fixture.record("record_provider", "prv-1", tc.config), {"missing": tc.missing})
	m := fixture.record("record_model", "m", {"provider_id": "example", "in_production": true})
	got := {x | some x in [p.id]; providers.idle(p)} with input as {
		"records": {"record_provider": [p], "record_model": [m]},
		"lookup": {"record_provider": {"id": {"prv-1": [p]}, "aliases": {a: [p] | some a in p.config.aliases}}},
	}
	got == {x | tc.want; x := "prv-1"}
}
