package aismm.ir.contacts_known.records_test

import data.aismm.ir.contacts_known.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"security_contact": "security@example.com", "contact_verified_at": "2026-05-05T00:00:00Z"}

running := object.union(good, {"status": "production"})

used := object.union(good, {"status": "approved", "in_use": true})

system(config) := fixture.record("record_ai_system", "ais-1", config)

provider(config) := fixture.record("record_provider", "prv-1", config)

seen(s, p) := {"as_of": fixture.as_of, "records": {"record_ai_system": [s], "record_provider": [p]}}

test_subjects[name] if {
	some name, tc in {
		"both": {"system": running, "provider": used, "judged": {"ais-1", "prv-1"}},
		"system not said": {"system": {}, "provider": used, "judged": {"ais-1", "prv-1"}},
		"system retired": {"system": {"status": "retired"}, "provider": used, "judged": {"prv-1"}},
		"provider not said": {"system": running, "provider": {}, "judged": {"ais-1", "prv-1"}},
		"provider not in use": {"system": running, "provider": object.union(used, {"in_use": false}), "judged": {"ais-1"}},
		"candidate": {"system": running, "provider": object.union(used, {"status": "candidate"}), "judged": {"ais-1"}},
		"rejected": {"system": running, "provider": object.union(used, {"status": "rejected"}), "judged": {"ais-1"}},
		"provider retired": {"system": running, "provider": object.union(used, {"status": "retired"}), "judged": {"ais-1"}},
	}
	got := policy.subjects with input as seen(system(tc.system), provider(tc.provider))
	got == {evidence.subject(x) | some x in [system(tc.system), provider(tc.provider)]; x.id in tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"config": good, "named": ["security_contact"], "verified": true},
		"on call": {"config": {"oncall_ref": "rota-1", "contact_verified_at": "2026-05-05T00:00:00Z"}, "named": ["oncall_ref"], "verified": true},
		"both": {"config": object.union(good, {"oncall_ref": "rota-1"}), "named": ["oncall_ref", "security_contact"], "verified": true},
		"none": {"config": object.remove(good, ["security_contact"]), "named": [], "verified": true},
		"empty": {"config": object.union(good, {"security_contact": "", "oncall_ref": ""}), "named": [], "verified": true},
		"never answered": {"config": object.remove(good, ["contact_verified_at"]), "named": ["security_contact"], "verified": false},
		"365 days ago": {"config": object.union(good, {"contact_verified_at": "2025-11-20T09:00:00Z"}), "named": ["security_contact"], "verified": true},
		"before": {"config": object.union(good, {"contact_verified_at": "2025-11-20T08:59:59Z"}), "named": ["security_contact"], "verified": false},
		"to answer": {"config": object.union(good, {"contact_verified_at": "2026-12-01T00:00:00Z"}), "named": ["security_contact"], "verified": false},
	}
	some x in [system(object.union({"status": "production"}, tc.config)), provider(object.union({"status": "approved"}, tc.config))]
	s := {true: x, false: system({"status": "retired"})}[x.kind == "record_ai_system"]
	p := {true: x, false: provider({"status": "rejected"})}[x.kind == "record_provider"]
	got := policy.met with input as seen(s, p)
	got == {
		"named": {evidence.at(x, ["config", f]) | some f in tc.named},
		"verified": {evidence.at(x, ["config", "contact_verified_at"]) | tc.verified},
	}
}
