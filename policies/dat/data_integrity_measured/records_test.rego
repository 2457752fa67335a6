package aismm.dat.data_integrity_measured.records_test

import data.aismm.dat.data_integrity_measured.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

digest := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

good := {
	"status": "active", "in_production": true, "version": "12", "sha256": digest,
	"origin_ref": "lineage-881", "integrity_checked_at": "2026-11-01T00:00:00Z",
}

dataset(config) := fixture.record("record_dataset", "ds", config)

seen(d) := {"as_of": fixture.as_of, "records": {"record_dataset": [d]}}

test_subjects[name] if {
	some name, tc in {
		"in production": {"config": good, "judged": true},
		"not said": {"config": object.remove(good, ["in_production", "status"]), "judged": true},
		"not in production": {"config": object.union(good, {"in_production": false}), "judged": false},
		"retired": {"config": object.union(good, {"status": "retired"}), "judged": false},
	}
	d := dataset(tc.config)
	got := policy.subjects with input as seen(d)
	got == {x | tc.judged; x := evidence.subject(d)}
}

fields := {"version": "version", "digest": "sha256", "provenance": "origin_ref", "checked": "integrity_checked_at"}

test_fields[name] if {
	all := object.keys(fields)
	some name, tc in {
		"complete": {"config": good, "met": all},
		"no version": {"config": object.remove(good, ["version"]), "met": all - {"version"}},
		"an empty version": {"config": object.union(good, {"version": ""}), "met": all - {"version"}},
		"no digest": {"config": object.remove(good, ["sha256"]), "met": all - {"digest"}},
		"no digest of SHA-256": {"config": object.union(good, {"sha256": "d41d8cd98f00b204e9800998ecf8427e"}), "met": all - {"digest"}},
		"no origin": {"config": object.remove(good, ["origin_ref"]), "met": all - {"provenance"}},
		"an empty origin": {"config": object.union(good, {"origin_ref": ""}), "met": all - {"provenance"}},
		"never checked": {"config": object.remove(good, ["integrity_checked_at"]), "met": all - {"checked"}},
		"checked too long ago": {"config": object.union(good, {"integrity_checked_at": "2026-10-20T00:00:00Z"}), "met": all - {"checked"}},
		"checked tomorrow": {"config": object.union(good, {"integrity_checked_at": "2026-11-21T00:00:00Z"}), "met": all - {"checked"}},
	}
	d := dataset(tc.config)
	got := policy.met with input as seen(d)
	got == {c: {row | c in tc.met; row := evidence.at(d, ["config", f])} | some c, f in fields}
}
