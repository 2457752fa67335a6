package aismm.iam.user_identity_delegated.records_test

import data.aismm.iam.user_identity_delegated.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "production", "user_facing_agent": true, "resource_ids": ["arn:a"],
	"delegation_mode": "token_exchange", "delegation_tested_at": "2026-09-01T00:00:00Z",
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

seen(s) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s]},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"a user-facing agent": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"resources not said": {"config": object.remove(good, ["resource_ids"]), "judged": true},
		"not said whether it is one": {"config": object.remove(good, ["user_facing_agent"]), "judged": true},
		"not one": {"config": object.union(good, {"user_facing_agent": false}), "judged": false},
		"no agent at all": {"config": object.union(object.remove(good, ["user_facing_agent"]), {"agent": false}), "judged": false},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
		"judged by the check of AWS": {"config": object.union(good, {"resource_ids": ["arn:a", "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1"]}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s)
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_conditions[name] if {
	all := {"delegated", "tested"}
	some name, tc in {
		"token exchange": {"config": good, "met": all, "unclear": false},
		"on behalf of": {"config": object.union(good, {"delegation_mode": "on_behalf_of"}), "met": all, "unclear": false},
		"passthrough": {"config": object.union(good, {"delegation_mode": "passthrough"}), "met": {"tested"}, "unclear": false},
		"mode not said": {"config": object.remove(good, ["delegation_mode"]), "met": {"tested"}, "unclear": false},
		"tested too long ago": {"config": object.union(good, {"delegation_tested_at": "2025-09-01T00:00:00Z"}), "met": {"delegated"}, "unclear": false},
		"to be tested": {"config": object.union(good, {"delegation_tested_at": "2027-09-01T00:00:00Z"}), "met": {"delegated"}, "unclear": false},
		"never tested": {"config": object.remove(good, ["delegation_tested_at"]), "met": {"delegated"}, "unclear": false},
		"not said whether it is one": {"config": object.remove(good, ["user_facing_agent"]), "met": set(), "unclear": true},
	}
	s := system(tc.config)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(s)
	got == {
		"met": {c: {row | c in tc.met; row := evidence.at(s, ["config", f])} | some c, f in {"delegated": "delegation_mode", "tested": "delegation_tested_at"}},
		"unclear": {c: {row | tc.unclear; row := evidence.at(s, ["config", "user_facing_agent"])} | some c in all},
	}
}
