package aismm.app.answers_grounded_and_validated.records_test

import data.aismm.app.answers_grounded_and_validated.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "production", "deployment_type": "paas", "grounded": true, "machine_consumed_output": true, "resource_ids": []}

system(config) := fixture.record("record_ai_system", "s", config)

good := {"system_id": "s", "suites": ["groundedness", "schema"], "passed": true, "threshold": 0.7, "completed_at": "2026-09-01T00:00:00Z"}

evaluation(config) := fixture.record("record_evaluation", "e", config)

seen(s, list) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s], "record_evaluation": list}, "lookup": {"record_evaluation": {"system_id": {"s": [e | some e in list; e.config.system_id == "s"]}}},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"both": {"config": live, "judged": true},
		"grounded": {"config": object.union(live, {"machine_consumed_output": false}), "judged": true},
		"consumed": {"config": object.union(live, {"grounded": false}), "judged": true},
		"neither": {"config": object.union(live, {"grounded": false, "machine_consumed_output": false}), "judged": false},
		"not said": {"config": object.remove(live, ["grounded", "machine_consumed_output", "deployment_type", "resource_ids"]), "judged": true},
		"software as a service": {"config": object.union(live, {"deployment_type": "saas"}), "judged": false},
		"with a guardrail on AWS": {"config": object.union(live, {"resource_ids": ["arn:aws:bedrock:us-east-1:111122223333:guardrail/g"]}), "judged": false},
		"planned": {"config": object.union(live, {"status": "planned"}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {x | tc.judged; x := evidence.subject(s)}
}

flags := {"grounding": "grounded", "shape": "machine_consumed_output"}

test_conditions[name] if {
	both := {"grounding", "shape"}
	shown := {"evaluation": both, "flag": set(), "unclear": set()}
	nothing := {"evaluation": set(), "flag": set(), "unclear": set()}
	some name, tc in {
		"good": {"system": live, "evaluation": good, "want": shown},
		"grounding only": {"system": live, "evaluation": object.union(good, {"suites": ["groundedness", "quality"]}), "want": object.union(shown, {"evaluation": {"grounding"}})},
		"shape only": {"system": live, "evaluation": object.union(good, {"suites": ["schema"]}), "want": object.union(shown, {"evaluation": {"shape"}})},
		"suites not said": {"system": live, "evaluation": object.remove(good, ["suites"]), "want": nothing},
		"failed": {"system": live, "evaluation": object.union(good, {"passed": false}), "want": nothing},
		"result not said": {"system": live, "evaluation": object.remove(good, ["passed"]), "want": nothing},
		"a low threshold": {"system": live, "evaluation": object.union(good, {"threshold": 0.69}), "want": nothing},
		"a full threshold": {"system": live, "evaluation": object.union(good, {"threshold": 1}), "want": shown},
		"a threshold of another scale": {"system": live, "evaluation": object.union(good, {"threshold": 5}), "want": nothing},
		"no threshold": {"system": live, "evaluation": object.remove(good, ["threshold"]), "want": nothing},
		"too long ago": {"system": live, "evaluation": object.union(good, {"completed_at": "2026-08-01T00:00:00Z"}), "want": nothing},
		"to come": {"system": live, "evaluation": object.union(good, {"completed_at": "2026-12-01T00:00:00Z"}), "want": nothing},
		"date not said": {"system": live, "evaluation": object.remove(good, ["completed_at"]), "want": nothing},
		"not grounded": {
			"system": object.union(live, {"grounded": false}), "evaluation": object.union(good, {"suites": ["schema"]}),
			"want": {"evaluation": {"shape"}, "flag": {"grounding"}, "unclear": set()},
		},
		"not consumed": {
			"system": object.union(live, {"machine_consumed_output": false}), "evaluation": object.union(good, {"suites": ["groundedness"]}),
			"want": {"evaluation": {"grounding"}, "flag": {"shape"}, "unclear": set()},
		},
		"nothing said, and passed": {"system": object.remove(live, ["grounded", "machine_consumed_output"]), "evaluation": good, "want": shown},
		"nothing said, and failed": {
			"system": object.remove(live, ["grounded", "machine_consumed_output"]), "evaluation": object.union(good, {"passed": false}),
			"want": object.union(nothing, {"unclear": both}),
		},
	}
	s := system(tc.system)
	e := evaluation(tc.evaluation)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(s, [e])
	got == {
		"met": {c: rows(s, c, f, tc.want) | some c, f in flags},
		"unclear": {c: {row | c in tc.want.unclear; row := evidence.at(s, ["config", f])} | some c, f in flags},
	}
}

rows(s, c, f, want) := {row | c in want.evaluation; row := evidence.at(s, ["id"])} | by_flag if {
	by_flag := {row | c in want.flag; row := evidence.at(s, ["config", f])}
}

test_another_evaluation[name] if {
	both := {"grounding", "shape"}
	some name, tc in {
		"passed again": {"patch": {"completed_at": "2026-10-01T00:00:00Z"}, "met": both},
		"failed since": {"patch": {"completed_at": "2026-10-01T00:00:00Z", "passed": false}, "met": set()},
		"failed on the day": {"patch": {"passed": false}, "met": set()},
		"failed before": {"patch": {"completed_at": "2026-08-31T00:00:00Z", "passed": false}, "met": both},
		"failed, not said when": {"patch": {"completed_at": null, "passed": false}, "met": set()},
		"failed since, in the shape": {"patch": {"completed_at": "2026-10-01T00:00:00Z", "passed": false, "suites": ["schema"]}, "met": {"grounding"}},
		"failed since, not said in what": {"patch": {"completed_at": "2026-10-01T00:00:00Z", "passed": false, "suites": null}, "met": set()},
		"passed since with a low threshold": {"patch": {"completed_at": "2026-10-01T00:00:00Z", "threshold": 0.1}, "met": set()},
		"planned": {"patch": {"completed_at": "2026-12-01T00:00:00Z", "passed": null}, "met": both},
	}
	s := system(live)
	second := fixture.record("record_evaluation", "f", {k: v | some k, v in object.union(good, tc.patch); v != null})
	got := policy.met with input as seen(s, [evaluation(good), second])
	got == {c: {row | c in tc.met; row := evidence.at(s, ["id"])} | some c in both}
}

test_an_evaluation_that_could_not_be_read[name] if {
	both := {"grounding", "shape"}
	some name, tc in {
		"of the system": {"system": live, "without": ["completed_at"], "patch": {}, "unclear": both},
		"not said of which": {"system": live, "without": ["completed_at", "system_id"], "patch": {}, "unclear": both},
		"of another system": {"system": live, "without": ["completed_at"], "patch": {"system_id": "t"}, "unclear": set()},
		"of grounding": {"system": live, "without": ["completed_at"], "patch": {"suites": ["groundedness"]}, "unclear": {"grounding"}},
		"of the shape": {"system": live, "without": ["completed_at"], "patch": {"suites": ["schema"]}, "unclear": {"shape"}},
		"not said in what": {"system": live, "without": ["completed_at", "suites"], "patch": {}, "unclear": both},
		"where nothing is grounded": {"system": object.union(live, {"grounded": false}), "without": ["completed_at"], "patch": {}, "unclear": {"shape"}},
		"where no code reads it": {"system": object.union(live, {"machine_consumed_output": false}), "without": ["completed_at"], "patch": {}, "unclear": {"grounding"}},
	}
	s := system(tc.system)
	config := object.union(object.remove(good, tc.without), tc.patch)
	damaged := object.union(fixture.record("record_evaluation", "d", config), {"missing": ["records:evaluation/row"]})
	got := policy.unclear with input as seen(s, [evaluation(good), damaged])
	got == {c: {row | c in tc.unclear; row := evidence.shown(s, damaged, ["id"])} | some c in both}
}
