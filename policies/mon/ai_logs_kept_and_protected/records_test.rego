package aismm.mon.ai_logs_kept_and_protected.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.ai_logs_kept_and_protected.records as policy

good := {"system_id": "ais-1", "type": "audit", "retention_days": 180, "encrypted": "own_key", "masked": true, "immutable": true}

log(config) := fixture.record("record_log_source", "ls-1", config)

own := {"status": "production", "deployment_type": "self_hosted", "provider": "aws"}

seen(l, system) := {
	"as_of": fixture.as_of, "records": {"record_log_source": [l]},
	"lookup": {"record_ai_system": {"id": {"ais-1": [fixture.record("record_ai_system", "ais-1", system)]}}},
	"ledger": [
		{"scope": {"provider": "aws", "account": "111122223333"}, "status": "partial"},
		{"scope": {"provider": "gcp", "account": "example"}, "status": "failed"},
		{"scope": {"provider": "openai", "account": "org-example"}, "status": "collected"},
	],
}

test_subjects[name] if {
	some name, tc in {
		"self-hosted": {"log": good, "system": own, "judged": true},
		"on a platform that was read": {"log": good, "system": object.union(own, {"deployment_type": "paas"}), "judged": false},
		"software as a service on it": {"log": good, "system": object.union(own, {"deployment_type": "saas"}), "judged": false},
		"on a platform that was not read": {"log": good, "system": {"status": "production", "deployment_type": "paas", "provider": "gcp"}, "judged": true},
		"on one whose log stores nothing reads": {"log": good, "system": {"status": "production", "deployment_type": "saas", "provider": "openai"}, "judged": true},
		"deployment not said": {"log": good, "system": object.remove(own, ["deployment_type"]), "judged": true},
		"provider not said": {"log": good, "system": {"status": "production", "deployment_type": "paas"}, "judged": true},
		"in test": {"log": good, "system": object.union(own, {"status": "test"}), "judged": false},
		"status not said": {"log": good, "system": object.remove(own, ["status"]), "judged": true},
		"of a system that nobody registered": {"log": object.union(good, {"system_id": "ais-9"}), "system": own, "judged": true},
		"system not said": {"log": object.remove(good, ["system_id"]), "system": own, "judged": true},
	}
	l := log(tc.log)
	got := policy.subjects with input as seen(l, tc.system)
	got == {x | tc.judged; x := evidence.subject(l)}
}

test_conditions[name] if {
	all := {"retained", "own_key", "masked", "immutable"}
	some name, tc in {
		"good": {"log": good, "met": all},
		"179 days": {"log": object.union(good, {"retention_days": 179}), "met": all - {"retained"}},
		"retention not said": {"log": object.remove(good, ["retention_days"]), "met": all - {"retained"}},
		"the provider's key": {"log": object.union(good, {"encrypted": "provider_key"}), "met": all - {"own_key"}},
		"encryption not said": {"log": object.remove(good, ["encrypted"]), "met": all - {"own_key"}},
		"not masked": {"log": object.union(good, {"masked": false}), "met": all - {"masked"}},
		"masking not said": {"log": object.remove(good, ["masked"]), "met": all - {"masked"}},
		"not immutable": {"log": object.union(good, {"immutable": false}), "met": all - {"immutable"}},
		"immutability not said": {"log": object.remove(good, ["immutable"]), "met": all - {"immutable"}},
	}
	l := log(tc.log)
	fields := {"retained": "retention_days", "own_key": "encrypted", "masked": "masked", "immutable": "immutable"}
	got := policy.met with input as seen(l, own)
	got == {c: {row | c in tc.met; row := evidence.at(l, ["config", f])} | some c, f in fields}
}
