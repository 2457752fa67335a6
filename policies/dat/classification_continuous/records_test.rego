package aismm.dat.classification_continuous.records_test

import data.aismm.dat.classification_continuous.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "active", "classification": "confidential", "classification_lag_p95_hours": 24, "unclassified_access": "deny"}

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
		"public": {"config": object.union(good, {"classification": "Public"}), "judged": false},
		"not classified": {"config": object.remove(good, ["classification"]), "judged": true},
	}
	d := dataset(tc.config)
	got := policy.subjects with input as seen(d)
	got == {x | tc.judged; x := evidence.subject(d)}
}

fields := {"prompt": "classification_lag_p95_hours", "denied": "unclassified_access"}

test_conditions[name] if {
	all := object.keys(fields)
	some name, tc in {
		"good": {"config": good, "met": all},
		"at once": {"config": object.union(good, {"classification_lag_p95_hours": 0}), "met": all},
		"too late": {"config": object.union(good, {"classification_lag_p95_hours": 24.5}), "met": {"denied"}},
		"no lag": {"config": object.union(good, {"classification_lag_p95_hours": -1}), "met": {"denied"}},
		"lag not said": {"config": object.remove(good, ["classification_lag_p95_hours"]), "met": {"denied"}},
		"allowed": {"config": object.union(good, {"unclassified_access": "allow"}), "met": {"prompt"}},
		"access not said": {"config": object.remove(good, ["unclassified_access"]), "met": {"prompt"}},
	}
	d := dataset(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in fields}
}
