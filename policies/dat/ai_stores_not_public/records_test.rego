package aismm.dat.ai_stores_not_public.records_test

import data.aismm.dat.ai_stores_not_public.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "active", "public_access": "blocked", "verified_at": "2026-10-01T00:00:00Z"}

on_aws := {"locations": ["arn:aws:s3:::store"], "system_ids": ["s"]}

dataset(config) := fixture.record("record_dataset", "ds", config)

seen(d) := {
	"as_of": fixture.as_of, "records": {"record_dataset": [d]},
	"lookup": {"record_ai_system": {"id": {"s": [fixture.record("record_ai_system", "s", {"resource_ids": ["arn:aws:bedrock:us-east-1:111122223333:agent/A"]})]}}},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"in use": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": false},
		"judged on AWS": {"config": object.union(good, on_aws), "judged": false},
		"in no bucket": {"config": object.union(good, object.union(on_aws, {"locations": ["files.example.com/store"]})), "judged": true},
		"of no system": {"config": object.union(good, object.union(on_aws, {"system_ids": []})), "judged": true},
	}
	d := dataset(tc.config)
	got := policy.subjects with input as seen(d)
	got == {x | tc.judged; x := evidence.subject(d)}
}

fields := {"blocked": "public_access", "verified": "verified_at"}

test_conditions[name] if {
	all := object.keys(fields)
	some name, tc in {
		"closed": {"config": good, "met": all},
		"open": {"config": object.union(good, {"public_access": "allowed"}), "met": {"verified"}},
		"access not said": {"config": object.remove(good, ["public_access"]), "met": {"verified"}},
		"verified too long ago": {"config": object.union(good, {"verified_at": "2026-05-01T00:00:00Z"}), "met": {"blocked"}},
		"to be verified": {"config": object.union(good, {"verified_at": "2026-12-01T00:00:00Z"}), "met": {"blocked"}},
		"never verified": {"config": object.remove(good, ["verified_at"]), "met": {"blocked"}},
	}
	d := dataset(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in fields}
}
