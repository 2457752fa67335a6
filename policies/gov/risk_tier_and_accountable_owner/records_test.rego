package aismm.gov.risk_tier_and_accountable_owner.records_test

import data.aismm.gov.risk_tier_and_accountable_owner.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "test", "risk_tier": "high", "tiered_at": "2026-03-01T00:00:00Z", "accountable_owner_id": "ada"}

system(config) := fixture.record("record_ai_system", "ais-1", config)

ada(status) := fixture.record("record_person", "ada", {"status": status})

seen(s, status) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["minimal", "high"]},
	"records": {"record_ai_system": [s]},
	"lookup": {"record_person": {"id": {"ada": [ada(status)]}}},
}

test_subjects[name] if {
	some name, tc in {
		"test": {"config": {"status": "test"}, "judged": true},
		"production": {"config": {"status": "production"}, "judged": true},
		"not said": {"config": {}, "judged": true},
		"planned": {"config": {"status": "planned"}, "judged": false},
		"retired": {"config": {"status": "retired"}, "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), "active")
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"tier", "tier_current", "owner"}
	some name, tc in {
		"good": {"patch": {}, "remove": [], "owner": "active", "met": all},
		"tier of another scheme": {"patch": {"risk_tier": "red"}, "remove": [], "owner": "active", "met": all - {"tier"}},
		"no tier": {"patch": {}, "remove": ["risk_tier"], "owner": "active", "met": all - {"tier"}},
		"tier too old": {"patch": {"tiered_at": "2025-03-01T00:00:00Z"}, "remove": [], "owner": "active", "met": all - {"tier_current"}},
		"tier dated in the future": {"patch": {"tiered_at": "2027-03-01T00:00:00Z"}, "remove": [], "owner": "active", "met": all - {"tier_current"}},
		"tier without a date": {"patch": {}, "remove": ["tiered_at"], "owner": "active", "met": all - {"tier_current"}},
		"owner left": {"patch": {}, "remove": [], "owner": "left", "met": all - {"owner"}},
		"a mailbox": {"patch": {"accountable_owner_id": "ai-team@halvorsen.example"}, "remove": [], "owner": "active", "met": all - {"owner"}},
		"no owner": {"patch": {}, "remove": ["accountable_owner_id"], "owner": "active", "met": all - {"owner"}},
	}
	s := system(object.union(object.remove(good, tc.remove), tc.patch))
	rows := {
		"tier": evidence.at(s, ["config", "risk_tier"]),
		"tier_current": evidence.at(s, ["config", "tiered_at"]),
		"owner": evidence.shown(s, ada(tc.owner), ["config", "status"]),
	}
	got := policy.met with input as seen(s, tc.owner)
	got == {c: {row | c in tc.met} | some c, row in rows}
}
