package aismm.rsk.provider_reassessment_current.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.provider_reassessment_current.records as policy

provider(config) := fixture.record("record_provider", "prv-1", config)

critical := provider({"status": "approved", "in_use": true, "criticality": "critical"})

assessment(patch, without) := fixture.record("record_risk_assessment", "ra-1", object.union(
	object.remove({"type": "provider", "status": "completed", "provider_id": "prv-1", "completed_at": "2026-01-10T00:00:00Z", "findings": []}, without),
	patch,
))

contract := fixture.record("record_contract", "con-1", {"topic": "ai", "status": "in_force", "provider_id": "prv-1"})

seen(p, contracts, assessments) := {
	"as_of": fixture.as_of, "boundary": fixture.boundary("records:programme"), "ledger": [],
	"records": {"record_provider": [p], "record_contract": contracts, "record_model": [], "record_ai_system": []},
	"lookup": {
		"record_provider": {"id": {"prv-1": [p]}},
		"record_risk_assessment": {"provider_id": {"prv-1": [a | some a in assessments; a.config.provider_id == "prv-1"]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"approved and in use": {"config": {"status": "approved", "in_use": true}, "contracts": [], "judged": true},
		"nothing said": {"config": {}, "contracts": [], "judged": true},
		"out of use": {"config": {"status": "approved", "in_use": false}, "contracts": [], "judged": false},
		"out of use, says the register, and there is a contract": {"config": {"status": "approved", "in_use": false}, "contracts": [contract], "judged": true},
		"the organization itself": {"config": {"status": "approved", "in_use": true, "own": true}, "contracts": [], "judged": false},
		"not approved": {"config": {"status": "candidate", "in_use": true}, "contracts": [], "judged": false},
	}
	p := provider(tc.config)
	got := policy.subjects with input as seen(p, tc.contracts, [])
	got == {evidence.subject(p) | tc.judged}
}

test_subjects_seen_by_the_scan[name] if {
	some name, tc in {
		"read": {"status": "collected", "tenants": ["aws:111122223333"], "judged": true},
		"left out": {"status": "skipped", "tenants": ["aws:111122223333"], "judged": false},
		"of another platform": {"status": "collected", "tenants": ["openai:org-1"], "judged": false},
	}
	p := provider({"status": "approved", "in_use": false, "tenants": tc.tenants})
	got := policy.subjects with input as object.union(
		seen(p, [], []),
		{"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": tc.status}]},
	)
	got == {evidence.subject(p) | tc.judged}
}

test_subjects_that_models_and_systems_name[name] if {
	some name, tc in {
		"a model": {"rows": {"record_model": [fixture.record("record_model", "m", {"provider_id": "prv-1", "in_production": true, "status": "approved"})]}, "judged": true},
		"a model out of production": {"rows": {"record_model": [fixture.record("record_model", "m", {"provider_id": "prv-1", "in_production": false})]}, "judged": false},
		"a retired model": {"rows": {"record_model": [fixture.record("record_model", "m", {"provider_id": "prv-1", "status": "retired"})]}, "judged": false},
		"a system": {"rows": {"record_ai_system": [fixture.record("record_ai_system", "s", {"provider": "ex", "status": "production"})]}, "judged": true},
		"a system by the provider's name": {"rows": {"record_ai_system": [fixture.record("record_ai_system", "s", {"provider": "Example", "status": "production"})]}, "judged": true},
		"a planned system": {"rows": {"record_ai_system": [fixture.record("record_ai_system", "s", {"provider": "ex", "status": "planned"})]}, "judged": false},
		"a contract about something else": {"rows": {"record_contract": [object.union(contract, {"config": {"topic": "cleaning"}})]}, "judged": false},
		"a contract that has expired": {"rows": {"record_contract": [object.union(contract, {"config": {"status": "expired"}})]}, "judged": false},
	}
	p := provider({"status": "approved", "in_use": false, "name": "Example", "aliases": ["ex"]})
	in_all := seen(p, [], [])
	got := policy.subjects with input as object.union(in_all, {
		"records": object.union(in_all.records, tc.rows),
		"lookup": {"record_provider": {"name": {"Example": [p]}, "aliases": {"ex": [p]}}},
	})
	got == {evidence.subject(p) | tc.judged}
}

all := {"recent", "no_overdue_blocker"}

met(p, assessments) := got if {
	result := policy.met with input as seen(p, [], assessments)
	rows := {"recent": {evidence.shown(p, a, ["config", "completed_at"]) | some a in assessments}, "no_overdue_blocker": {evidence.at(p, ["id"])}}
	got := {c | some c, found in result; found == rows[c]}
	{c | some c, found in result; found == set()} == all - got
}

test_cadence[name] if {
	some name, tc in {
		"critical, in a year": {"criticality": "critical", "at": "2025-11-20T09:00:00Z", "met": all},
		"critical, longer ago": {"criticality": "critical", "at": "2025-11-20T08:59:59Z", "met": all - {"recent"}},
		"important, longer ago": {"criticality": "important", "at": "2025-11-20T08:59:59Z", "met": all},
		"important, in two years": {"criticality": "important", "at": "2024-11-20T09:00:00Z", "met": all},
		"standard, before that": {"criticality": "standard", "at": "2024-11-20T08:59:59Z", "met": all - {"recent"}},
		"not said": {"criticality": null, "at": "2025-11-20T08:59:59Z", "met": all - {"recent"}},
	}
	p := provider({"status": "approved", "criticality": tc.criticality})
	met(p, [assessment({"completed_at": tc.at}, [])]) == tc.met
}

test_criticality_missing if {
	p := provider({"status": "approved"})
	met(p, [assessment({"completed_at": "2025-11-01T00:00:00Z"}, [])]) == all - {"recent"}
}

test_what_counts[name] if {
	some name, tc in {
		"going on": {"patch": {"status": "in_progress"}, "without": []},
		"status not said": {"patch": {}, "without": ["status"]},
		"day not said": {"patch": {}, "without": ["completed_at"]},
		"another type": {"patch": {"type": "system"}, "without": []},
		"another provider": {"patch": {"provider_id": "prv-2"}, "without": []},
		"none": {"patch": {}, "without": ["provider_id"]},
	}
	met(critical, [assessment(tc.patch, tc.without)]) == set()
}

test_findings[name] if {
	some name, tc in {
		"none": {"findings": [], "met": true},
		"not so bad": {"findings": [{"severity": "high", "due_at": "2026-02-01T00:00:00Z"}], "met": true},
		"blocking, closed": {"findings": [{"severity": "blocking", "due_at": "2026-02-01T00:00:00Z", "closed_at": "2026-03-01T00:00:00Z"}], "met": true},
		"blocking, to be closed": {"findings": [{"severity": "blocking", "due_at": "2026-02-01T00:00:00Z", "closed_at": "2026-12-01T00:00:00Z"}], "met": false},
		"blocking, due later": {"findings": [{"severity": "blocking", "due_at": "2026-12-01T00:00:00Z"}], "met": true},
		"blocking, overdue": {"findings": [{"severity": "blocking", "due_at": "2026-02-01T00:00:00Z"}], "met": false},
		"blocking, without a date": {"findings": [{"severity": "blocking"}], "met": false},
		"severity not said": {"findings": [{"due_at": "2026-02-01T00:00:00Z"}], "met": false},
		"one of two": {"findings": [{"severity": "low"}, {"severity": "blocking"}], "met": false},
	}
	a := assessment({"findings": tc.findings}, [])
	met(critical, [a]) == all - {c | not tc.met; c := "no_overdue_blocker"}
	blamed := policy.violations.no_overdue_blocker with input as seen(critical, [], [a])
	blamed == {row | not tc.met; row := evidence.shown(critical, a, ["config", "findings"])}
}

test_findings_not_listed if met(critical, [assessment({}, ["findings"])]) == {"recent"}

test_another_assessment_with_a_blocker[name] if {
	some name, tc in {
		"of providers": {"patch": {"type": "provider"}, "without": [], "met": false},
		"that does not say of what": {"patch": {}, "without": ["type"], "met": false},
		"of something else": {"patch": {"type": "ethics"}, "without": [], "met": true},
		"that goes on": {"patch": {"status": "in_progress"}, "without": [], "met": false},
	}
	good := assessment({}, [])
	other := object.union(
		assessment(object.union(tc.patch, {"findings": [{"severity": "blocking"}]}), tc.without),
		{"id": "ra-2", "ref": "record_risk_assessment ra-2"},
	)
	got := policy.met.no_overdue_blocker with input as seen(critical, [], [good, other])
	got == {row | tc.met; row := evidence.at(critical, ["id"])}
}
