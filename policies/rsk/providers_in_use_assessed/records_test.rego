package aismm.rsk.providers_in_use_assessed.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.providers_in_use_assessed.records as policy

programme := fixture.boundary("records:programme")

provider(id, config) := fixture.record("record_provider", id, config)

one := provider("prv-1", {"name": "Example Models", "status": "approved", "in_use": false, "aliases": ["example"], "tenants": ["models:t-1"]})

contract := fixture.record("record_contract", "con-1", {"topic": "ai", "status": "in_force", "provider_id": "prv-1"})

assessment(patch, without) := fixture.record("record_risk_assessment", "ra-1", object.union(
	object.remove({"type": "provider", "status": "completed", "provider_id": "prv-1", "completed_at": "2026-01-10T00:00:00Z"}, without),
	patch,
))

seen(providers, contracts, assessments) := {
	"as_of": fixture.as_of, "boundary": programme, "ledger": [],
	"records": {"record_provider": providers, "record_contract": contracts, "record_model": [], "record_ai_system": []},
	"lookup": {
		"record_provider": {
			"id": {p.id: [p] | some p in providers},
			"name": {p.config.name: [p] | some p in providers},
			"aliases": {"example": [p | some p in providers; "example" in p.config.aliases]},
		},
		"record_risk_assessment": {"provider_id": {id: found |
			some p in providers
			id := p.id
			found := [a | some a in assessments; a.config.provider_id == id]
			count(found) > 0
		}},
	},
}

named(id, by) := evidence.named("ai_provider", id, by)

test_each_way_of_being_seen[name] if {
	system := fixture.record("record_ai_system", "ais-1", {"status": "production", "provider": "example"})
	model := fixture.record("record_model", "mdl-1", {"in_production": true, "status": "approved", "provider_id": "prv-1"})
	some name, tc in {
		"a contract": {"rows": {"record_contract": [contract]}, "by": contract},
		"a model": {"rows": {"record_model": [model]}, "by": model},
		"a system": {"rows": {"record_ai_system": [system]}, "by": system},
	}
	in_all := seen([one], [], [])
	got := policy.subjects with input as object.union(in_all, {"records": object.union(in_all.records, tc.rows)})
	got == {named("prv-1", tc.by)}
}

test_the_tenants_of_this_scan if {
	ledger := [
		{"scope": {"provider": "models", "account": "t-1"}, "status": "collected"},
		{"scope": {"provider": "records", "account": "programme"}, "status": "collected"},
		{"scope": {"provider": "openai", "account": "org-1"}, "status": "skipped"},
	]
	got := policy.subjects with input as object.union(seen([one], [], []), {"ledger": ledger})
	got == {named("prv-1", programme)}
}

test_what_the_register_has_in_use[name] if {
	some name, tc in {
		"in use": {"config": {"in_use": true}, "judged": true},
		"not said": {"config": {}, "judged": true},
		"out of use": {"config": {"in_use": false}, "judged": false},
		"the organization itself": {"config": {"in_use": true, "own": true}, "judged": false},
	}
	p := provider("prv-2", object.union({"name": "Other", "tenants": ["other:1"]}, tc.config))
	got := policy.subjects with input as seen([p], [], [])
	got == {named("prv-2", p) | tc.judged}
}

test_what_does_not_say_whose_it_is[name] if {
	some name, r in {
		"record_contract": fixture.record("record_contract", "x", {}),
		"record_model": fixture.record("record_model", "x", {}),
		"record_ai_system": fixture.record("record_ai_system", "x", {}),
	}
	in_all := seen([], [], [])
	got := {"subjects": policy.subjects, "met": policy.met} with input as object.union(in_all, {"records": object.union(in_all.records, {name: [r]})})
	got == {"subjects": {evidence.subject(r)}, "met": {"named": set(), "approved": set(), "assessed": set()}}
}

test_a_name_that_the_register_does_not_know if {
	other := fixture.record("record_contract", "con-2", {"provider_id": "prv-9"})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([one], [other], [assessment({}, [])])
	got.subjects == {named("prv-9", other)}
	got.met == {"named": {evidence.at(other, ["id"])}, "approved": {evidence.shown({"ref": "ai_provider:prv-1"}, one, ["config", "status"])}, "assessed": {evidence.shown({"ref": "ai_provider:prv-1"}, assessment({}, []), ["config", "completed_at"])}}
}

test_the_organization_itself_is_no_provider if {
	own := provider("prv-1", {"name": "Example Models", "own": true})
	got := policy.subjects with input as seen([own], [contract], [])
	got == set()
}

test_a_name_that_fits_two_entries_stands_for_both if {
	other := provider("prv-2", {"name": "prv-1", "status": "rejected", "in_use": false})
	got := {"subjects": policy.subjects, "met": policy.met.approved} with input as seen([one, other], [contract], [])
	got.subjects == {named("prv-1", contract), named("prv-2", contract)}
	got.met == {evidence.shown({"ref": "ai_provider:prv-1"}, one, ["config", "status"])}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"status": "approved", "patch": {}, "without": [], "met": {"approved", "assessed"}},
		"a candidate": {"status": "candidate", "patch": {}, "without": [], "met": {"assessed"}},
		"status not said": {"status": null, "patch": {}, "without": [], "met": {"assessed"}},
		"assessed three years ago": {"status": "approved", "patch": {"completed_at": "2023-11-20T09:00:00Z"}, "without": [], "met": {"approved", "assessed"}},
		"assessed before that": {"status": "approved", "patch": {"completed_at": "2023-11-20T08:59:59Z"}, "without": [], "met": {"approved"}},
		"to be assessed": {"status": "approved", "patch": {"completed_at": "2026-12-20T00:00:00Z"}, "without": [], "met": {"approved"}},
		"day not said": {"status": "approved", "patch": {}, "without": ["completed_at"], "met": {"approved"}},
		"still going on": {"status": "approved", "patch": {"status": "in_progress"}, "without": [], "met": {"approved"}},
		"another type": {"status": "approved", "patch": {"type": "model"}, "without": [], "met": {"approved"}},
		"another provider": {"status": "approved", "patch": {"provider_id": "prv-2"}, "without": [], "met": {"approved"}},
	}
	p := provider("prv-1", {"name": "Example Models", "status": tc.status, "in_use": false})
	a := assessment(tc.patch, tc.without)
	got := policy.met with input as seen([p], [contract], [a])
	rows := {"approved": evidence.shown({"ref": "ai_provider:prv-1"}, p, ["config", "status"]), "assessed": evidence.shown({"ref": "ai_provider:prv-1"}, a, ["config", "completed_at"])}
	got == object.union({c: {row | c in tc.met} | some c, row in rows}, {"named": {evidence.at(contract, ["id"])}})
}
