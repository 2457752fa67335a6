package aismm.ir.intelligence_to_defence.records_test

import data.aismm.ir.intelligence_to_defence.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

told := {"relevant": true, "techniques": ["AML.T0051"], "received_at": "2026-10-01T00:00:00Z", "resolved_at": "2026-10-08T00:00:00Z", "change_ref": "chg-1"}

report(config) := fixture.record("record_threat_intel", "ti-1", config)

learned := {"id": "L1", "resolved_at": "2026-10-19T00:00:00Z", "change_ref": "chg-2"}

closed := {"topic": "ai", "status": "closed", "closed_at": "2026-10-12T00:00:00Z", "lessons": [learned]}

incident(config) := fixture.record("record_incident", "inc-1", config)

quiet := incident({"topic": "office"})

ignored := report({"relevant": false})

seen(t, i) := {"as_of": fixture.as_of, "boundary": programme, "records": {"record_threat_intel": [t], "record_incident": [i]}}

lesson(name, i) := evidence.named("lesson", concat("/", ["inc-1", name]), i)

test_reports[name] if {
	some name, tc in {
		"relevant": {"config": told, "judged": true},
		"not said whether": {"config": object.remove(told, ["relevant"]), "judged": true},
		"not relevant": {"config": object.union(told, {"relevant": false}), "judged": false},
		"not said when": {"config": object.remove(told, ["received_at"]), "judged": true},
		"a week old": {"config": object.union(told, {"received_at": "2026-11-13T09:00:00Z"}), "judged": true},
		"too young": {"config": object.union(told, {"received_at": "2026-11-13T09:00:01Z"}), "judged": false},
		"97 days old": {"config": object.union(told, {"received_at": "2026-08-15T09:00:00Z"}), "judged": true},
		"too old": {"config": object.union(told, {"received_at": "2026-08-15T08:59:59Z"}), "judged": false},
	}
	t := report(tc.config)
	got := policy.subjects with input as seen(t, quiet)
	got == {evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(t)}
}

test_lessons[name] if {
	some name, tc in {
		"closed": {"config": closed, "lessons": ["L1"], "whole": false},
		"without an id": {"config": object.union(closed, {"lessons": [object.remove(learned, ["id"])]}), "lessons": ["1"], "whole": false},
		"none learned": {"config": object.union(closed, {"lessons": []}), "lessons": [], "whole": false},
		"not listed": {"config": object.remove(closed, ["lessons"]), "lessons": [], "whole": true},
		"state not said": {"config": object.remove(closed, ["status"]), "lessons": ["L1"], "whole": false},
		"topic not said": {"config": object.remove(closed, ["topic"]), "lessons": ["L1"], "whole": false},
		"not said when closed": {"config": object.remove(closed, ["closed_at"]), "lessons": ["L1"], "whole": false},
		"open": {"config": object.union(closed, {"status": "open"}), "lessons": [], "whole": false},
		"of something else": {"config": object.union(closed, {"topic": "office"}), "lessons": [], "whole": false},
		"closed a week ago": {"config": object.union(closed, {"closed_at": "2026-11-13T09:00:00Z"}), "lessons": ["L1"], "whole": false},
		"closed this week": {"config": object.union(closed, {"closed_at": "2026-11-13T09:00:01Z"}), "lessons": [], "whole": false},
		"closed 97 days ago": {"config": object.union(closed, {"closed_at": "2026-08-15T09:00:00Z"}), "lessons": ["L1"], "whole": false},
		"closed before": {"config": object.union(closed, {"closed_at": "2026-08-15T08:59:59Z"}), "lessons": [], "whole": false},
	}
	i := incident(tc.config)
	got := policy.subjects with input as seen(ignored, i)
	got == ({evidence.subject(programme)} | {lesson(l, i) | some l in tc.lessons}) | {evidence.subject(i) | tc.whole}
}

test_outcome_of_a_report[name] if {
	some name, tc in {
		"changed": {"config": told, "in_time": true, "answered": ["change_ref"]},
		"dismissed": {"config": object.union(object.remove(told, ["change_ref"]), {"dismissal_reason": "not our stack"}), "in_time": true, "answered": ["dismissal_reason"]},
		"neither": {"config": object.remove(told, ["change_ref"]), "in_time": true, "answered": []},
		"empty": {"config": object.union(told, {"change_ref": "", "dismissal_reason": ""}), "in_time": true, "answered": []},
		"late": {"config": object.union(told, {"resolved_at": "2026-10-08T00:00:01Z"}), "in_time": false, "answered": ["change_ref"]},
		"not resolved": {"config": object.remove(told, ["resolved_at"]), "in_time": false, "answered": ["change_ref"]},
		"to be resolved": {"config": object.union(told, {"received_at": "2026-11-13T09:00:00Z", "resolved_at": "2026-11-20T09:00:00Z"}), "in_time": true, "answered": ["change_ref"]},
		"not said when received": {"config": object.remove(told, ["received_at"]), "in_time": false, "answered": ["change_ref"]},
	}
	t := report(tc.config)
	got := {"met": object.remove(policy.met, ["fed"]), "blamed": policy.violations} with input as seen(t, quiet)
	got == {
		"met": {
			"in_time": {row | tc.in_time; row := evidence.at(t, ["config", "resolved_at"])},
			"answered": {evidence.at(t, ["config", f]) | some f in tc.answered},
		},
		"blamed": {
			"in_time": {row | not tc.in_time; row := evidence.at(t, ["config", "resolved_at"])},
			"answered": {row | count(tc.answered) == 0; row := evidence.at(t, ["config", "change_ref"])},
		},
	}
}

test_outcome_of_a_lesson[name] if {
	some name, tc in {
		"learned": {"lesson": learned, "in_time": true, "answered": ["change_ref"]},
		"learned before it was closed": {"lesson": object.union(learned, {"resolved_at": "2026-10-05T00:00:00Z"}), "in_time": true, "answered": ["change_ref"]},
		"late": {"lesson": object.union(learned, {"resolved_at": "2026-10-19T00:00:01Z"}), "in_time": false, "answered": ["change_ref"]},
		"not resolved": {"lesson": object.remove(learned, ["resolved_at"]), "in_time": false, "answered": ["change_ref"]},
		"no change": {"lesson": object.remove(learned, ["change_ref"]), "in_time": true, "answered": []},
		"dismissed": {"lesson": object.union(object.remove(learned, ["change_ref"]), {"dismissal_reason": "one of a kind"}), "in_time": true, "answered": ["dismissal_reason"]},
	}
	i := incident(object.union(closed, {"lessons": [tc.lesson]}))
	got := {"met": object.remove(policy.met, ["fed"]), "blamed": policy.violations} with input as seen(ignored, i)
	at := ["config", "lessons", 0]
	got == {
		"met": {
			"in_time": {row | tc.in_time; row := evidence.shown(lesson("L1", i), i, array.concat(at, ["resolved_at"]))},
			"answered": {evidence.shown(lesson("L1", i), i, array.concat(at, [f])) | some f in tc.answered},
		},
		"blamed": {
			"in_time": {row | not tc.in_time; row := evidence.shown(lesson("L1", i), i, array.concat(at, ["resolved_at"]))},
			"answered": {row | count(tc.answered) == 0; row := evidence.shown(lesson("L1", i), i, array.concat(at, ["change_ref"]))},
		},
	}
}

# Two lessons with one id are one subject, which one of them can fail.
test_two_lessons_with_one_id if {
	i := incident(object.union(closed, {"lessons": [learned, {"id": "L1"}]}))
	got := {"met": object.remove(policy.met, ["fed"]), "blamed": policy.violations} with input as seen(ignored, i)
	got == {
		"met": {"in_time": set(), "answered": set()},
		"blamed": {
			"in_time": {evidence.shown(lesson("L1", i), i, ["config", "lessons", 1, "resolved_at"])},
			"answered": {evidence.shown(lesson("L1", i), i, ["config", "lessons", 1, "change_ref"])},
		},
	}
}

# What was learned from one does not speak for another.
test_each_lesson_for_itself if {
	i := incident(object.union(closed, {"lessons": [learned, {"id": "L2"}]}))
	got := policy.met.in_time with input as seen(ignored, i)
	got == {evidence.shown(lesson("L1", i), i, ["config", "lessons", 0, "resolved_at"])}
}

test_a_lesson_resolved_in_the_future_does_not_count if {
	i := incident(object.union(object.remove(closed, ["closed_at"]), {"lessons": [object.union(learned, {"resolved_at": "2027-01-01T00:00:00Z"})]}))
	got := policy.met.in_time with input as seen(ignored, i)
	got == set()
}

test_fed[name] if {
	some name, tc in {
		"techniques": {"config": told, "met": true},
		"even if not relevant": {"config": object.union(told, {"relevant": false}), "met": true},
		"no techniques": {"config": object.union(told, {"techniques": []}), "met": false},
		"techniques not said": {"config": object.remove(told, ["techniques"]), "met": false},
		"97 days ago": {"config": object.union(told, {"received_at": "2026-08-15T09:00:00Z"}), "met": true},
		"before": {"config": object.union(told, {"received_at": "2026-08-15T08:59:59Z"}), "met": false},
		"not said when": {"config": object.remove(told, ["received_at"]), "met": false},
	}
	t := report(tc.config)
	got := policy.met.fed with input as seen(t, quiet)
	got == {row | tc.met; row := evidence.shown(programme, t, ["config", "techniques"])}
}
