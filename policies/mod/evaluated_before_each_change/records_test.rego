package aismm.mod.evaluated_before_each_change.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.evaluated_before_each_change.records as policy

live := {"status": "approved", "in_production": true, "version": "5", "approved_at": "2026-10-01T00:00:00Z"}

model(config) := fixture.record("record_model", "m", config)

good := {"model_id": "m", "model_version": "5", "suites": ["adversarial", "harm", "leakage", "quality"], "passed": true, "completed_at": "2026-09-30T00:00:00Z"}

evaluation(id, config) := fixture.record("record_evaluation", id, config)

# A system in production.
live_system := fixture.record("record_ai_system", "s", {"status": "production", "model_ids": ["n"]})

seen(m, list) := {
	"as_of": fixture.as_of, "records": {"record_model": [m], "record_evaluation": list, "record_ai_system": [live_system]},
	"lookup": {"record_evaluation": {"model_id": {"m": list}}, "record_ai_system": {"id": {"s": [live_system]}, "model_ids": {"n": [live_system]}}},
}

conditions := ["adversarial", "harm", "leakage", "quality"]

test_subjects[name] if {
	some name, tc in {
		"approved": {"config": live, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"proposed": {"config": object.union(live, {"status": "proposed"}), "judged": false},
		"rejected": {"config": object.union(live, {"status": "rejected"}), "judged": false},
		"retired": {"config": object.union(live, {"status": "retired"}), "judged": false},
		"not in production": {"config": object.union(live, {"in_production": false}), "judged": false},
		"not in production, and yet of a system there": {"config": object.union(live, {"in_production": false, "system_ids": ["s"]}), "judged": true},
	}
	m := model(tc.config)
	got := policy.subjects with input as seen(m, [])
	got == {x | tc.judged; x := evidence.subject(m)}
}

test_one_evaluation[name] if {
	all := {c | some c in conditions}
	some name, tc in {
		"all suites": {"model": live, "evaluation": good, "met": all},
		"on the day of the approval": {"model": live, "evaluation": object.union(good, {"completed_at": "2026-10-01T00:00:00Z"}), "met": all},
		"after the approval": {"model": live, "evaluation": object.union(good, {"completed_at": "2026-10-02T00:00:00Z"}), "met": set()},
		"approval not said": {"model": object.remove(live, ["approved_at"]), "evaluation": good, "met": set()},
		"too long ago": {"model": live, "evaluation": object.union(good, {"completed_at": "2026-05-01T00:00:00Z"}), "met": set()},
		"date not said": {"model": live, "evaluation": object.remove(good, ["completed_at"]), "met": set()},
		"to come": {"model": object.union(live, {"approved_at": "2027-01-01T00:00:00Z"}), "evaluation": object.union(good, {"completed_at": "2026-12-01T00:00:00Z"}), "met": set()},
		"another version": {"model": live, "evaluation": object.union(good, {"model_version": "4"}), "met": set()},
		"version not said": {"model": live, "evaluation": object.remove(good, ["model_version"]), "met": set()},
		"version of the model not said": {"model": object.remove(live, ["version"]), "evaluation": good, "met": set()},
		"failed": {"model": live, "evaluation": object.union(good, {"passed": false}), "met": set()},
		"result not said": {"model": live, "evaluation": object.remove(good, ["passed"]), "met": set()},
		"suites not said": {"model": live, "evaluation": object.remove(good, ["suites"]), "met": set()},
		"adversarial only": {"model": live, "evaluation": object.union(good, {"suites": ["adversarial"]}), "met": {"adversarial"}},
		"harm only": {"model": live, "evaluation": object.union(good, {"suites": ["harm"]}), "met": {"harm"}},
		"leakage only": {"model": live, "evaluation": object.union(good, {"suites": ["leakage", "bias"]}), "met": {"leakage"}},
		"groundedness": {"model": live, "evaluation": object.union(good, {"suites": ["groundedness"]}), "met": set()},
		"groundedness of what is grounded": {"model": object.union(live, {"adaptation": "grounded"}), "evaluation": object.union(good, {"suites": ["groundedness"]}), "met": {"quality"}},
	}
	m := model(tc.model)
	e := evaluation("e", tc.evaluation)
	got := policy.met with input as seen(m, [e])
	got == {c: {row | c in tc.met; row := evidence.at(m, ["id"])} | some c in conditions}
}

test_a_failure_beside[name] if {
	failed := object.union(good, {"passed": false, "suites": ["harm"]})
	others := {"adversarial", "leakage", "quality"}
	some name, tc in {
		"earlier": {"then": object.union(failed, {"completed_at": "2026-09-29T00:00:00Z"}), "met": (others | {"harm"})},
		"of the same day": {"then": failed, "met": others},
		"later": {"then": object.union(failed, {"completed_at": "2026-10-01T00:00:00Z"}), "met": others},
		"after the approval": {"then": object.union(failed, {"completed_at": "2026-10-02T00:00:00Z"}), "met": (others | {"harm"})},
		"of another version": {"then": object.union(failed, {"model_version": "6"}), "met": (others | {"harm"})},
		"version not said": {"then": object.remove(failed, ["model_version"]), "met": others},
		"date not said": {"then": object.remove(failed, ["completed_at"]), "met": others},
		"result not said": {"then": object.remove(failed, ["passed"]), "met": others},
		"suites not said": {"then": object.remove(failed, ["suites"]), "met": set()},
	}
	m := model(live)
	e := evaluation("e", good)
	got := policy.met with input as seen(m, [e, evaluation("f", tc.then)])
	got == {c: {row | c in tc.met; row := evidence.at(m, ["id"])} | some c in conditions}
}

test_one_that_could_not_be_read[name] if {
	lost := object.remove(good, ["completed_at"])
	some name, tc in {
		"whole": {"config": good, "missing": [], "unclear": false},
		"of the model": {"config": lost, "missing": ["records:evaluation/row"], "unclear": true},
		"nobody says of which": {"config": object.remove(lost, ["model_id", "model_version"]), "missing": ["records:evaluation/row"], "unclear": true},
		"of another model": {"config": object.union(lost, {"model_id": "n"}), "missing": ["records:evaluation/row"], "unclear": false},
		"of another version": {"config": object.union(lost, {"model_version": "4"}), "missing": ["records:evaluation/row"], "unclear": false},
	}
	m := model(live)
	e := object.union(evaluation("d", tc.config), {"missing": tc.missing})
	got := policy.unclear with input as seen(m, [evaluation("e", good), e])
	got == {c: {row | tc.unclear; row := evidence.shown(m, e, ["id"])} | some c in conditions}
}
