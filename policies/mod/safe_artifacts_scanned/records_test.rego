package aismm.mod.safe_artifacts_scanned.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.safe_artifacts_scanned.records as policy

live := {"status": "approved", "in_production": true, "deployment_type": "self_hosted", "sha256": "abc", "first_used_at": "2026-03-01T00:00:00Z"}

model(config) := fixture.record("record_model", "m", config)

good := {"sha256": "abc", "verdict": "clean", "scanned_at": "2026-03-01T00:00:00Z", "format": "SafeTensors"}

scan(id, config) := fixture.record("record_model_scan", id, config)

seen(m, scans) := {
	"as_of": fixture.as_of, "settings": {"safe_model_formats": ["safetensors", "onnx"]}, "records": {"record_model": [m], "record_model_scan": scans},
	"lookup": {"record_model_scan": {"sha256": {digest: [s | some s in scans; s.config.sha256 == digest] | some x in scans; digest := x.config.sha256}}},
}

test_subjects[name] if {
	some name, tc in {
		"in use": {"config": live, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"hosted by a platform": {"config": object.union(live, {"deployment_type": "paas"}), "judged": false},
		"software as a service": {"config": object.union(live, {"deployment_type": "saas"}), "judged": false},
		"retired": {"config": object.union(live, {"status": "retired"}), "judged": false},
		"rejected": {"config": object.union(live, {"status": "rejected"}), "judged": false},
		"proposed": {"config": object.union(live, {"status": "proposed", "in_production": false}), "judged": false},
		"proposed, and in use": {"config": object.union(live, {"status": "proposed"}), "judged": true},
		"approved, and in test": {"config": object.union(live, {"in_production": false}), "judged": true},
	}
	m := model(tc.config)
	got := policy.subjects with input as seen(m, [])
	got == {x | tc.judged; x := evidence.subject(m)}
}

test_one_scan[name] if {
	all := {"before_use", "clean", "format"}
	some name, tc in {
		"clean on the day": {"model": live, "scan": good, "met": all},
		"a day late": {"model": live, "scan": object.union(good, {"scanned_at": "2026-03-02T00:00:00Z"}), "met": all - {"before_use"}},
		"still to come": {"model": object.union(live, {"first_used_at": "2027-01-01T00:00:00Z"}), "scan": object.union(good, {"scanned_at": "2026-12-01T00:00:00Z"}), "met": all - {"before_use"}},
		"date not said": {"model": live, "scan": object.remove(good, ["scanned_at"]), "met": all - {"before_use"}},
		"first use not said": {"model": object.remove(live, ["first_used_at"]), "scan": good, "met": all - {"before_use"}},
		"findings": {"model": live, "scan": object.union(good, {"verdict": "findings"}), "met": {"format"}},
		"error": {"model": live, "scan": object.union(good, {"verdict": "error"}), "met": {"format"}},
		"verdict not said": {"model": live, "scan": object.remove(good, ["verdict"]), "met": {"format"}},
		"pickle": {"model": live, "scan": object.union(good, {"format": "pickle"}), "met": all - {"format"}},
		"format not said": {"model": live, "scan": object.remove(good, ["format"]), "met": all - {"format"}},
		"another digest": {"model": live, "scan": object.union(good, {"sha256": "abd"}), "met": set()},
		"digest not said": {"model": object.remove(live, ["sha256"]), "scan": good, "met": set()},
	}
	m := model(tc.model)
	s := scan("s", tc.scan)
	got := policy.met with input as seen(m, [s])
	got == {
		"before_use": {row | "before_use" in tc.met; row := evidence.shown(m, s, ["config", "scanned_at"])},
		"clean": {row | "clean" in tc.met; row := evidence.at(m, ["config", "sha256"])},
		"format": {row | "format" in tc.met; row := evidence.at(m, ["config", "sha256"])},
	}
}

test_several_scans[name] if {
	later := {"scanned_at": "2026-06-01T00:00:00Z"}
	some name, tc in {
		"repeated": {"then": object.union(good, later), "met": {"clean", "format"}},
		"findings since": {"then": object.union(good, object.union(later, {"verdict": "findings"})), "met": {"format"}},
		"findings and another format once": {"then": object.union(good, {"scanned_at": "2026-02-01T00:00:00Z", "verdict": "findings", "format": "pickle"}), "met": {"clean", "format"}},
		"findings, and nobody says when": {"then": object.remove(object.union(good, {"verdict": "findings"}), ["scanned_at"]), "met": {"format"}},
		"findings, and one to come": {"then": object.union(good, {"scanned_at": "2027-06-01T00:00:00Z", "verdict": "findings"}), "met": {"format"}},
		"another format since": {"then": object.union(good, object.union(later, {"format": "pickle"})), "met": {"clean"}},
		"of the same time": {"then": object.union(good, {"verdict": "findings", "format": "pickle"}), "met": set()},
	}
	m := model(live)
	got := policy.met with input as seen(m, [scan("s", good), scan("t", tc.then)])
	got == {
		"before_use": {evidence.shown(m, scan("s", {}), ["config", "scanned_at"])},
		"clean": {row | "clean" in tc.met; row := evidence.at(m, ["config", "sha256"])},
		"format": {row | "format" in tc.met; row := evidence.at(m, ["config", "sha256"])},
	}
}

test_one_that_could_not_be_read[name] if {
	some name, tc in {
		"whole": {"config": good, "missing": [], "unclear": false},
		"of the digest": {"config": object.remove(good, ["scanned_at"]), "missing": ["records:model_scan/row"], "unclear": true},
		"nobody says of which": {"config": object.remove(good, ["sha256"]), "missing": ["records:model_scan/row"], "unclear": true},
		"of another digest": {"config": object.union(object.remove(good, ["scanned_at"]), {"sha256": "abd"}), "missing": ["records:model_scan/row"], "unclear": false},
	}
	m := model(live)
	s := object.union(scan("d", tc.config), {"missing": tc.missing})
	got := policy.unclear with input as seen(m, [scan("s", good), s])
	got == {c: {row | tc.unclear; row := evidence.shown(m, s, ["id"])} | some c in ["clean", "format"]}
}
