package aismm.cmp.users_informed.records_test

import data.aismm.cmp.users_informed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "production", "user_facing": true, "notice_ref": "https://example.com/ai", "limits_ref": "https://example.com/limits",
	"feedback_channel": "form 12", "notice_checked_at": "2026-08-01T00:00:00Z",
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

seen(s) := {"as_of": fixture.as_of, "records": {"record_ai_system": [s]}}

test_subjects[name] if {
	some name, tc in {
		"user-facing": {"config": good, "judged": true},
		"not said": {"config": object.remove(good, ["user_facing"]), "judged": true},
		"hidden": {"config": object.union(good, {"user_facing": false}), "judged": false},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config))
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

fields := {"notice": "notice_ref", "limits": "limits_ref", "feedback": "feedback_channel", "checked": "notice_checked_at"}

test_conditions[name] if {
	all := {c | some c, _ in fields}
	some name, tc in object.union_n([
		{"good": {"config": good, "met": all}},
		{concat(" ", ["no", f]): {"config": object.remove(good, [f]), "met": all - {c}} | some c, f in fields},
		{concat(" ", ["empty", f]): {"config": object.union(good, {f: ""}), "met": all - {c}} | some c, f in fields; c != "checked"},
		{
			"checked 180 days ago": {"config": object.union(good, {"notice_checked_at": "2026-05-24T09:00:00Z"}), "met": all},
			"checked before": {"config": object.union(good, {"notice_checked_at": "2026-05-24T08:59:59Z"}), "met": all - {"checked"}},
			"to be checked": {"config": object.union(good, {"notice_checked_at": "2026-12-01T00:00:00Z"}), "met": all - {"checked"}},
		},
	])
	s := system(tc.config)
	got := policy.met with input as seen(s)
	got == {c: {row | c in tc.met; row := evidence.at(s, ["config", f])} | some c, f in fields}
}
