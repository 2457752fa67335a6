package aismm.dat.no_training_on_our_data.records_test

import data.aismm.dat.no_training_on_our_data.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "approved", "in_use": true, "own": false, "tenants": []}

provider(config) := fixture.record("record_provider", "p", config)

good := {"provider_id": "p", "status": "in_force", "expires_at": "2027-01-01T00:00:00Z", "training_on_customer_data": "prohibited", "clause_ref": "DPA 4"}

contract(id, config) := fixture.record("record_contract", id, config)

seen(p, list) := {
	"as_of": fixture.as_of, "records": {"record_provider": [p], "record_contract": list},
	"lookup": {
		"record_contract": {"provider_id": {name: [c | some c in list; c.config.provider_id == name] | some name in ["p", "Example", "example ai"]}},
		"record_provider": {"id": {p.id: [p]}, "name": {n: [p] | n := p.config.name}, "aliases": {n: [p] | some n in p.config.aliases}},
	},
	"ledger": [
		{"scope": {"provider": "aws", "account": "111122223333"}, "status": "partial"}, {"scope": {"provider": "aws", "account": "444455556666"}, "status": "skipped"},
		{"scope": {"provider": "openai", "account": "org-x"}, "status": "failed"}, {"scope": {"provider": "records", "account": "programme"}, "status": "collected"},
	],
}

test_subjects[name] if {
	some name, tc in {
		"in use": {"config": live, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"not in use": {"config": object.union(live, {"in_use": false}), "judged": false},
		"the organization itself": {"config": object.union(live, {"own": true}), "judged": false},
		"a tenant on AWS": {"config": object.union(live, {"tenants": ["aws:111122223333"]}), "judged": false},
		"two tenants": {"config": object.union(live, {"tenants": ["openai:org-x", "aws:111122223333"]}), "judged": false},
		"two tenants, one of them nowhere read": {"config": object.union(live, {"tenants": ["aws:999900001111", "aws:111122223333"]}), "judged": true},
		"a tenant on AWS that is left out": {"config": object.union(live, {"tenants": ["aws:444455556666"]}), "judged": true},
		"a tenant at OpenAI": {"config": object.union(live, {"tenants": ["openai:org-x"]}), "judged": false},
		"another tenant": {"config": object.union(live, {"tenants": ["records:programme"]}), "judged": true},
	}
	p := provider(tc.config)
	got := policy.subjects with input as seen(p, [])
	got == {x | tc.judged; x := evidence.subject(p)}
}

rows(p, c, met) := {
	"forbidden": {row | "forbidden" in met; row := evidence.shown(p, c, ["config", "training_on_customer_data"])},
	"clause": {row | "clause" in met; row := evidence.shown(p, c, ["config", "clause_ref"])},
	"nowhere_permitted": {row | "nowhere_permitted" in met; row := evidence.at(p, ["id"])},
}

test_one_contract[name] if {
	all := {"forbidden", "clause", "nowhere_permitted"}
	some name, tc in {
		"good": {"contract": good, "met": all},
		"without an end": {"contract": object.remove(good, ["expires_at"]), "met": all},
		"expired": {"contract": object.union(good, {"expires_at": "2026-11-01T00:00:00Z"}), "met": {"nowhere_permitted"}},
		"a draft": {"contract": object.union(good, {"status": "draft"}), "met": {"nowhere_permitted"}},
		"status not said": {"contract": object.remove(good, ["status"]), "met": {"nowhere_permitted"}},
		"not addressed": {"contract": object.union(good, {"training_on_customer_data": "not_addressed"}), "met": {"nowhere_permitted"}},
		"permitted": {"contract": object.union(good, {"training_on_customer_data": "permitted"}), "met": set()},
		"permitted, and terminated": {"contract": object.union(good, {"training_on_customer_data": "permitted", "status": "terminated"}), "met": {"nowhere_permitted"}},
		"permitted, and expired": {"contract": object.union(good, {"training_on_customer_data": "permitted", "expires_at": "2026-11-01T00:00:00Z"}), "met": {"nowhere_permitted"}},
		"not said": {"contract": object.remove(good, ["training_on_customer_data"]), "met": set()},
		"no clause": {"contract": object.remove(good, ["clause_ref"]), "met": {"forbidden", "nowhere_permitted"}},
		"an empty clause": {"contract": object.union(good, {"clause_ref": ""}), "met": {"forbidden", "nowhere_permitted"}},
	}
	p := provider(live)
	c := contract("c", tc.contract)
	got := policy.met with input as seen(p, [c])
	got == rows(p, c, tc.met)
}

test_one_that_the_register_calls_out_of_use[name] if {
	model := fixture.record("record_model", "m", {"provider_id": "p", "in_production": true})
	system := fixture.record("record_ai_system", "s", {"provider": "Example", "status": "production"})
	some name, tc in {
		"nothing of it": {"records": {}, "judged": false},
		"a contract": {"records": {"record_contract": [contract("c", good)]}, "judged": true},
		"a contract by its name": {"records": {"record_contract": [contract("c", object.union(good, {"provider_id": "Example"}))]}, "judged": true},
		"a contract with another": {"records": {"record_contract": [contract("c", object.union(good, {"provider_id": "q"}))]}, "judged": false},
		"a contract about something else": {"records": {"record_contract": [contract("c", object.union(good, {"topic": "office"}))]}, "judged": false},
		"a contract that has ended": {"records": {"record_contract": [contract("c", object.union(good, {"status": "terminated"}))]}, "judged": false},
		"a model": {"records": {"record_model": [model]}, "judged": true},
		"a retired model": {"records": {"record_model": [object.union(model, {"config": {"status": "retired"}})]}, "judged": false},
		"a model outside production": {"records": {"record_model": [object.union(model, {"config": {"in_production": false}})]}, "judged": false},
		"a system": {"records": {"record_ai_system": [system]}, "judged": true},
		"a retired system": {"records": {"record_ai_system": [object.union(system, {"config": {"status": "retired"}})]}, "judged": false},
	}
	p := provider(object.union(live, {"in_use": false, "name": "Example"}))
	nothing := {"record_contract": [], "record_model": [], "record_ai_system": []}
	got := policy.subjects with input as object.union(
		seen(p, object.get(tc.records, "record_contract", [])),
		{"records": object.union(nothing, tc.records)},
	)
	got == {x | tc.judged; x := evidence.subject(p)}
}

test_a_contract_by_another_name[name] if {
	some name, tc in {
		"its name": {"provider": object.union(live, {"name": "Example"}), "called": "Example", "met": {"forbidden", "clause"}},
		"an alias": {"provider": object.union(live, {"aliases": ["example ai"]}), "called": "example ai", "met": {"forbidden", "clause"}},
		"somebody else": {"provider": live, "called": "Example", "met": {"forbidden", "clause", "nowhere_permitted"}},
	}
	p := provider(tc.provider)
	c := contract("c", good)
	got := policy.met with input as seen(p, [c, contract("d", object.union(good, {"provider_id": tc.called, "training_on_customer_data": "permitted"}))])
	got == rows(p, c, tc.met)
}

test_the_only_contract_by_another_name[name] if {
	some name, tc in {
		"its name": {"provider": object.union(live, {"name": "Example"}), "called": "Example"},
		"an alias": {"provider": object.union(live, {"aliases": ["example ai"]}), "called": "example ai"},
	}
	p := provider(tc.provider)
	c := contract("c", object.union(good, {"provider_id": tc.called}))
	got := policy.met with input as seen(p, [c])
	got == rows(p, c, {"forbidden", "clause", "nowhere_permitted"})
}

test_another_contract[name] if {
	some name, tc in {
		"does not address it": {"then": object.union(good, {"training_on_customer_data": "not_addressed"}), "met": {"forbidden", "clause", "nowhere_permitted"}},
		"permits it": {"then": object.union(good, {"training_on_customer_data": "permitted"}), "met": {"forbidden", "clause"}},
	}
	p := provider(live)
	c := contract("c", good)
	got := policy.met with input as seen(p, [c, contract("d", tc.then)])
	got == rows(p, c, tc.met)
}

test_no_contract if {
	got := policy.met with input as seen(provider(live), [])
	got == {"forbidden": set(), "clause": set(), "nowhere_permitted": set()}
}
