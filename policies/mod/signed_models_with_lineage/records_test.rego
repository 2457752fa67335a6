package aismm.mod.signed_models_with_lineage.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.signed_models_with_lineage.records as policy

live := {"status": "approved", "in_production": true, "built_by": "internal", "deployment_type": "self_hosted", "sha256": "abc"}

model(config) := fixture.record("record_model", "m", config)

good := {"sha256": "abc", "verified": true, "signer_identity": "build@example.com", "dataset_ref": "ds@12", "code_commit": "4f2c1a9", "build_id": "train-1"}

signature(config) := fixture.record("record_model_signature", "s", config)

# A system in production.
live_system := fixture.record("record_ai_system", "sys", {"status": "production", "model_ids": ["n"]})

seen(m, s) := {
	"as_of": fixture.as_of, "settings": {"trusted_model_signers": ["build@example.com"]},
	"records": {"record_model": [m], "record_ai_system": [live_system]},
	"lookup": {
		"record_model_signature": {"sha256": {s.config.sha256: [s]}},
		"record_ai_system": {"id": {"sys": [live_system]}, "model_ids": {"n": [live_system]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"own": {"config": live, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"of an integrator": {"config": object.union(live, {"built_by": "integrator"}), "judged": true},
		"of a vendor": {"config": object.union(live, {"built_by": "vendor"}), "judged": false},
		"not in production": {"config": object.union(live, {"in_production": false}), "judged": false},
		"not in production, and yet of a system there": {"config": object.union(live, {"in_production": false, "system_ids": ["sys"]}), "judged": true},
		"rejected": {"config": object.union(live, {"status": "rejected"}), "judged": false},
		"retired": {"config": object.union(live, {"status": "retired"}), "judged": false},
		"software as a service": {"config": object.union(live, {"deployment_type": "saas"}), "judged": false},
	}
	m := model(tc.config)
	got := policy.subjects with input as seen(m, signature(good))
	got == {x | tc.judged; x := evidence.subject(m)}
}

paths := {"signed": "verified", "signer": "signer_identity", "data": "dataset_ref", "code": "code_commit", "build": "build_id"}

test_signature[name] if {
	all := object.keys(paths)
	some name, tc in {
		"good": {"model": live, "signature": good, "met": all},
		"not verified": {"model": live, "signature": object.union(good, {"verified": false}), "met": set()},
		"verification not said": {"model": live, "signature": object.remove(good, ["verified"]), "met": set()},
		"another digest": {"model": live, "signature": object.union(good, {"sha256": "abd"}), "met": set()},
		"digest not said": {"model": object.remove(live, ["sha256"]), "signature": good, "met": set()},
		"another signer": {"model": live, "signature": object.union(good, {"signer_identity": "someone@example.com"}), "met": {"signed"}},
		"signer not said": {"model": live, "signature": object.remove(good, ["signer_identity"]), "met": {"signed"}},
		"no data set": {"model": live, "signature": object.remove(good, ["dataset_ref"]), "met": all - {"data"}},
		"no commit": {"model": live, "signature": object.remove(good, ["code_commit"]), "met": all - {"code"}},
		"no job": {"model": live, "signature": object.remove(good, ["build_id"]), "met": all - {"build"}},
		"lineage empty": {"model": live, "signature": object.union(good, {"dataset_ref": "", "code_commit": "", "build_id": ""}), "met": {"signed", "signer"}},
	}
	m := model(tc.model)
	s := signature(tc.signature)
	got := policy.met with input as seen(m, s)
	got == {c: {row | c in tc.met; row := evidence.shown(m, s, ["config", p])} | some c, p in paths}
}
