package aismm.org.ai_estate_in_view.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.ai_estate_in_view.records as policy

good := {"status": "approved", "api_collectable": true, "tenants": ["openai:org-example", "aws:111122223333"]}

provider(config) := fixture.record("record_provider", "prv-1", config)

entry(provider_name, account, patch) := object.union(
	{"scope": {"provider": provider_name, "account": account}, "status": "collected", "last_read": "2026-11-20T08:00:00Z"},
	patch,
)

openai := entry("openai", "org-example", {})

seen(p, entries) := {"as_of": fixture.as_of, "records": {"record_provider": [p]}, "ledger": array.concat([openai], entries)}

test_subjects[name] if {
	some name, tc in {
		"approved": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"not said whether it can be read": {"config": object.remove(good, ["api_collectable"]), "judged": true},
		"a candidate": {"config": object.union(good, {"status": "candidate"}), "judged": false},
		"rejected": {"config": object.union(good, {"status": "rejected"}), "judged": false},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": false},
		"cannot be read": {"config": object.union(good, {"api_collectable": false}), "judged": false},
	}
	got := policy.subjects with input as seen(provider(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(provider(tc.config))}
}

test_read[name] if {
	some name, tc in {
		"both": {"config": good, "ledger": [entry("aws", "111122223333", {})], "met": true},
		"one is not in the ledger": {"config": good, "ledger": [], "met": false},
		"one failed": {"config": good, "ledger": [entry("aws", "111122223333", {"status": "failed"})], "met": false},
		"one region was read in part": {"config": good, "ledger": [entry("aws", "111122223333", {}), entry("aws", "111122223333", {"status": "partial"})], "met": false},
		"one region was left out": {"config": good, "ledger": [entry("aws", "111122223333", {}), entry("aws", "111122223333", {"status": "skipped"})], "met": true},
		"all was left out": {"config": good, "ledger": [entry("aws", "111122223333", {"status": "skipped"})], "met": false},
		"read too long ago": {"config": good, "ledger": [entry("aws", "111122223333", {"last_read": "2026-10-01T08:00:00Z"})], "met": false},
		"not said when": {"config": good, "ledger": [object.remove(entry("aws", "111122223333", {}), ["last_read"])], "met": false},
		"status not said": {"config": good, "ledger": [object.remove(entry("aws", "111122223333", {}), ["status"])], "met": false},
		"no tenant": {"config": object.union(good, {"tenants": []}), "ledger": [], "met": false},
		"tenants not said": {"config": object.remove(good, ["tenants"]), "ledger": [], "met": false},
	}
	p := provider(tc.config)
	got := policy.met with input as seen(p, tc.ledger)
	got == {"read": {row | tc.met; row := evidence.at(p, ["config", "tenants"])}}
}
