package aismm.dat.sources_scanned_before_use.records_test

import data.aismm.dat.sources_scanned_before_use.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "active", "current_version": "12", "scanned_version": "12", "scan_completed_at": "2026-10-01T00:00:00Z",
	"first_used_at": "2026-10-01T00:00:00Z", "open_findings": 0,
}

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

fields := {"current": "scanned_version", "before_use": "scan_completed_at", "resolved": "open_findings"}

test_conditions[name] if {
	all := object.keys(fields)
	some name, tc in {
		"good": {"config": good, "met": all},
		"another version": {"config": object.union(good, {"current_version": "13"}), "met": all - {"current"}},
		"scanned version not said": {"config": object.remove(good, ["scanned_version"]), "met": all - {"current"}},
		"current version not said": {"config": object.remove(good, ["current_version"]), "met": all - {"current"}},
		"after the first use": {"config": object.union(good, {"scan_completed_at": "2026-10-01T00:00:01Z"}), "met": all - {"before_use"}},
		"before the version was used": {"config": object.union(good, {"first_used_at": "2026-01-01T00:00:00Z", "version_first_used_at": "2026-10-02T00:00:00Z"}), "met": all},
		"after the version was used": {"config": object.union(good, {"first_used_at": "2026-01-01T00:00:00Z", "version_first_used_at": "2026-09-01T00:00:00Z"}), "met": all - {"before_use"}},
		"only the use of the version said": {"config": object.union(object.remove(good, ["first_used_at"]), {"version_first_used_at": "2026-10-02T00:00:00Z"}), "met": all},
		"to be scanned": {"config": object.union(good, {"scan_completed_at": "2026-12-01T00:00:00Z", "first_used_at": "2027-01-01T00:00:00Z"}), "met": all - {"before_use"}},
		"scan not said": {"config": object.remove(good, ["scan_completed_at"]), "met": all - {"before_use"}},
		"use not said": {"config": object.remove(good, ["first_used_at"]), "met": all - {"before_use"}},
		"a finding": {"config": object.union(good, {"open_findings": 1}), "met": all - {"resolved"}},
		"findings not said": {"config": object.remove(good, ["open_findings"]), "met": all - {"resolved"}},
	}
	d := dataset(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in fields}
}
