package aismm.app.adversarial_testing_with_deadlines.records_test

import data.aismm.app.adversarial_testing_with_deadlines.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

live := {"status": "production", "risk_tier": "limited", "legally_high_risk": false}

system(config) := fixture.record("record_ai_system", "s", config)

good := {
	"type": "red_team", "system_ids": ["s"], "completed_at": "2026-10-01T00:00:00Z", "techniques": ["a", "b"], "reviewed_by": "p-1",
	"findings": [{"severity": "high", "due_at": "2026-11-01T00:00:00Z", "fixed_at": "2026-10-30T00:00:00Z"}],
}

exercise(id, config) := fixture.record("record_exercise", id, config)

seen(s, list) := {
	"as_of": fixture.as_of, "settings": {"red_team_techniques": ["a", "b"], "risk_tiers": ["minimal", "limited", "high"]},
	"records": {"record_ai_system": [s], "record_exercise": list}, "lookup": {"record_exercise": {"system_ids": {"s": list}}},
}

test_subjects[name] if {
	some name, tc in {
		"limited": {"config": live, "judged": true},
		"minimal": {"config": object.union(live, {"risk_tier": "minimal"}), "judged": false},
		"minimal, and legally high": {"config": object.union(live, {"risk_tier": "minimal", "legally_high_risk": true}), "judged": true},
		"minimal, and nobody says": {"config": object.remove(object.union(live, {"risk_tier": "minimal"}), ["legally_high_risk"]), "judged": true},
		"tier not said": {"config": object.remove(live, ["risk_tier"]), "judged": true},
		"of another scheme": {"config": object.union(live, {"risk_tier": "green"}), "judged": true},
		"in test": {"config": object.union(live, {"status": "test"}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, [])
	got == {x | tc.judged; x := evidence.subject(s)}
}

rows(s, list, met) := {c: found |
	some c in ["recent", "coverage", "reviewed", "in_time"]
	found := by_exercise(s, list, met, c) | {row | c in met; c != "recent"; row := evidence.at(s, ["id"])}
}

by_exercise(s, list, met, c) := {evidence.shown(s, e, ["config", "completed_at"]) | c == "recent"; c in met; some e in list}

test_one_exercise[name] if {
	all := {"recent", "coverage", "reviewed", "in_time"}
	some name, tc in {
		"good": {"exercise": good, "met": all},
		"too long ago": {"exercise": object.union(good, {"completed_at": "2026-05-01T00:00:00Z"}), "met": {"in_time"}},
		"to come": {"exercise": object.union(good, {"completed_at": "2026-12-01T00:00:00Z"}), "met": set()},
		"date not said": {"exercise": object.remove(good, ["completed_at"]), "met": set()},
		"something else": {"exercise": object.union(good, {"type": "kill_switch"}), "met": set()},
		"type not said": {"exercise": object.remove(good, ["type"]), "met": set()},
		"one technique": {"exercise": object.union(good, {"techniques": ["a", "c"]}), "met": all - {"coverage"}},
		"the other cannot be tried": {"exercise": object.union(good, {"techniques": ["a"], "techniques_not_applicable": ["b"]}), "met": all},
		"none can be tried": {"exercise": object.union(good, {"techniques": [], "techniques_not_applicable": ["a", "b"]}), "met": all - {"coverage"}},
		"techniques not said": {"exercise": object.remove(good, ["techniques"]), "met": all - {"coverage"}},
		"people took part": {"exercise": object.remove(object.union(good, {"participants": ["p-2"]}), ["reviewed_by"]), "met": all},
		"nobody took part": {"exercise": object.remove(object.union(good, {"participants": []}), ["reviewed_by"]), "met": all - {"reviewed"}},
		"review empty": {"exercise": object.union(good, {"reviewed_by": ""}), "met": all - {"reviewed"}},
		"no findings": {"exercise": object.union(good, {"findings": []}), "met": all},
		"findings not said": {"exercise": object.remove(good, ["findings"]), "met": all - {"in_time"}},
		"open, and in time": {"exercise": object.union(good, {"findings": [{"due_at": "2026-12-01T00:00:00Z"}]}), "met": all},
		"open past its date": {"exercise": object.union(good, {"findings": [{"due_at": "2026-11-01T00:00:00Z"}]}), "met": all - {"in_time"}},
		"open without a date": {"exercise": object.union(good, {"findings": [{"severity": "low"}]}), "met": all - {"in_time"}},
		"to be fixed too late": {"exercise": object.union(good, {"findings": [{"due_at": "2026-11-01T00:00:00Z", "fixed_at": "2026-12-01T00:00:00Z"}]}), "met": all - {"in_time"}},
	}
	s := system(live)
	e := exercise("e", tc.exercise)
	got := policy.met with input as seen(s, [e])
	got == rows(s, [e], tc.met)
}

test_two_exercises[name] if {
	all := {"recent", "coverage", "reviewed", "in_time"}
	left := {"findings": [{"due_at": "2026-11-01T00:00:00Z"}]}
	some name, tc in {
		"one technique each": {"first": object.union(good, {"techniques": ["a"]}), "then": object.union(good, {"techniques": ["b"]}), "recent": ["e", "f"], "met": all},
		"the second one not reviewed": {"first": good, "then": object.remove(good, ["reviewed_by"]), "recent": ["e", "f"], "met": all - {"reviewed"}},
		"the second one not reviewed, and nobody says what it was": {"first": good, "then": object.remove(good, ["reviewed_by", "type"]), "recent": ["e"], "met": all - {"reviewed"}},
		"the second one not reviewed, and nobody says when it was": {"first": good, "then": object.remove(good, ["reviewed_by", "completed_at"]), "recent": ["e"], "met": all - {"reviewed"}},
		"an old finding is open": {"first": good, "then": object.union(good, object.union(left, {"completed_at": "2025-01-01T00:00:00Z"})), "recent": ["e"], "met": all - {"in_time"}},
		"a finding of another exercise": {"first": good, "then": object.union(good, object.union(left, {"type": "kill_switch"})), "recent": ["e"], "met": all},
		"a finding of one that does not say its type": {"first": good, "then": object.remove(object.union(good, left), ["type"]), "recent": ["e"], "met": all - {"in_time"}},
		"one to come": {"first": good, "then": object.union(object.remove(good, ["findings"]), {"completed_at": "2026-12-01T00:00:00Z"}), "recent": ["e"], "met": all},
		"a finding of one without a date": {"first": good, "then": object.remove(object.union(good, left), ["completed_at"]), "recent": ["e"], "met": all - {"in_time"}},
		"the old one not reviewed": {"first": good, "then": object.remove(object.union(good, {"completed_at": "2026-01-01T00:00:00Z"}), ["reviewed_by"]), "recent": ["e"], "met": all},
	}
	s := system(live)
	got := policy.met with input as seen(s, [exercise("e", tc.first), exercise("f", tc.then)])
	got == rows(s, [exercise(id, {}) | some id in tc.recent], tc.met)
}

test_one_that_could_not_be_read[name] if {
	lost := object.remove(good, ["completed_at"])
	some name, tc in {
		"whole": {"config": good, "missing": [], "beside": [good], "unclear": set()},
		"the only one": {"config": lost, "missing": ["records:exercise/row"], "beside": [], "unclear": {"recent", "coverage", "reviewed", "in_time"}},
		"beside a good one": {"config": lost, "missing": ["records:exercise/row"], "beside": [good], "unclear": {"coverage", "reviewed", "in_time"}},
		"of another system": {"config": object.union(lost, {"system_ids": ["t"]}), "missing": ["records:exercise/row"], "beside": [good], "unclear": set()},
		"of another type": {"config": object.union(lost, {"type": "kill_switch"}), "missing": ["records:exercise/row"], "beside": [good], "unclear": set()},
	}
	s := system(live)
	e := object.union(exercise("d", tc.config), {"missing": tc.missing})
	got := policy.unclear with input as seen(s, array.concat([e], [exercise("e", b) | some b in tc.beside]))
	got == {c: {row | c in tc.unclear; row := evidence.shown(s, e, ["id"])} | some c in ["recent", "coverage", "reviewed", "in_time"]}
}
