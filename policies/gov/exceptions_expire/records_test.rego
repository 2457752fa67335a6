package aismm.gov.exceptions_expire.records_test

import data.aismm.gov.exceptions_expire.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "open", "topic": "ai", "approved_by": "ada", "compensating_control": "every answer is reviewed",
	"approved_at": "2026-09-01T00:00:00Z", "expires_at": "2027-02-28T00:00:00Z",
}

exception(config) := fixture.record("record_exception", "exc-1", config)

seen(e) := {"as_of": fixture.as_of, "records": {"record_exception": [e]}}

test_subjects[name] if {
	some name, tc in {
		"open": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "judged": true},
		"closed": {"config": object.union(good, {"status": "closed"}), "judged": false},
		"of another topic": {"config": object.union(good, {"topic": "travel"}), "judged": false},
	}
	got := policy.subjects with input as seen(exception(tc.config))
	got == {x | tc.judged; x := evidence.subject(exception(tc.config))}
}

test_conditions[name] if {
	all := {"approved", "compensated", "current", "short"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"no approver": {"config": object.remove(good, ["approved_by"]), "met": all - {"approved"}},
		"empty approver": {"config": object.union(good, {"approved_by": ""}), "met": all - {"approved"}},
		"approval not dated": {"config": object.remove(good, ["approved_at"]), "met": all - {"approved", "short"}},
		"approval to come": {"config": object.union(good, {"approved_at": "2026-12-01T00:00:00Z"}), "met": all - {"approved"}},
		"no measure": {"config": object.remove(good, ["compensating_control"]), "met": all - {"compensated"}},
		"empty measure": {"config": object.union(good, {"compensating_control": ""}), "met": all - {"compensated"}},
		"no end": {"config": object.remove(good, ["expires_at"]), "met": all - {"current", "short"}},
		"run out": {"config": object.union(good, {"expires_at": "2026-11-01T00:00:00Z"}), "met": all - {"current"}},
		"181 days": {"config": object.union(good, {"expires_at": "2027-03-01T00:00:00Z"}), "met": all - {"short"}},
	}
	e := exception(tc.config)
	fields := {"approved": "approved_by", "compensated": "compensating_control", "current": "expires_at", "short": "expires_at"}
	got := policy.met with input as seen(e)
	got == {c: {row | c in tc.met; row := evidence.at(e, ["config", f])} | some c, f in fields}
}
